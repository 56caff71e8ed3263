"""Editions: bytes that are stored once with their digests; a correction makes the next one and leaves the first."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytest_django import Settings

from disclosure import editions, entry, publishing, workflow
from disclosure.filing import from_data
from disclosure.models import Report, State
from disclosure.rendering import Imprint, MissingGlyphs, render_html
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast
from tests.page.editions import seal as drawn_seal

WRONG, RIGHT = "门户网站主动公开政府信息36条", "门户网站主动公开政府信息63条"


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


@pytest.fixture
def report(cast: Cast) -> Report:
    report = people.approved(cast.education, cast.clerk)
    publishing.publish(report, cast.supervisor)
    return report


def correct(report: Report, cast: Cast) -> None:
    """The whole way of a correction."""
    workflow.act(report, "correct", cast.clerk, "条数写颠倒了。")
    text = report.overview
    entry.save_words(report.pk, cast.clerk, {"overview": text}, {"overview": text.replace(WRONG, RIGHT)})
    report.refresh_from_db()
    workflow.act(report, "submit", cast.clerk)
    workflow.act(report, "approve", cast.supervisor)
    publishing.publish(report, cast.clerk)


def test_an_edition_holds_the_approved_content_in_its_files(cast: Cast, report: Report) -> None:
    edition = report.current
    assert edition is not None
    assert (report.state, report.edition, edition.number, edition.reason) == (State.PUBLISHED, 1, 1, "")
    assert edition.by == cast.supervisor.user
    assert from_data(edition.said).digest == report.approved_digest == report.filing().digest
    assert edition.content("report.html") == render_html(report.filing())
    assert edition.content("report.pdf") == people.PDF
    for file in edition.files.all():
        assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()
        assert file.size == len(file.content)


def test_the_event_names_the_edition(report: Report) -> None:
    event = report.events.get(action="publish")
    assert (event.edition, event.digest) == (1, report.approved_digest)


def test_the_article_is_cut_out_of_the_stored_page(report: Report) -> None:
    edition = report.current
    assert edition is not None
    text = editions.article(edition)
    assert text.startswith(b'<article class="official"')
    assert text.endswith(b"</article>")
    assert text in edition.content("report.html")


def test_a_correction_makes_the_second_edition_and_leaves_the_first(cast: Cast, report: Report) -> None:
    first = report.current
    assert first is not None
    stored = first.content("report.html")
    correct(report, cast)
    second = report.current
    assert second is not None
    assert (report.edition, second.number, second.reason) == (2, 2, "条数写颠倒了。")
    assert (report.corrected, report.state_label) == (True, "已更正")
    first.refresh_from_db()
    assert first.content("report.html") == stored
    assert RIGHT in second.content("report.html").decode()


def test_while_it_is_corrected_the_edition_before_stays(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "条数写颠倒了。")
    assert (report.state, report.edition, report.editable) == (State.DRAFT, 1, True)
    assert report.current is not None


def test_what_cannot_be_drawn_is_not_published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = people.approved(cast.education, cast.clerk)

    def without_glyph(*what: object) -> dict[str, bytes]:
        raise MissingGlyphs("𰻝")

    monkeypatch.setattr("disclosure.publishing.edition_files", without_glyph)
    with pytest.raises(Refused, match="没有公布。缺少字形：“𰻝”"):
        publishing.publish(report, cast.clerk)
    report.refresh_from_db()
    assert (report.state, report.edition, report.publications.count()) == (State.APPROVED, 0, 0)


def test_nothing_is_drawn_for_who_may_not_publish(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report = people.approved(cast.education, cast.clerk)
    drawn: list[object] = []
    monkeypatch.setattr("disclosure.publishing.edition_files", lambda *what: drawn.append(what))
    with pytest.raises(Refused):
        publishing.publish(report, cast.water_clerk)
    assert drawn == []


def test_a_report_is_published_once(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="已公布"):
        publishing.publish(report, cast.clerk)
    assert report.publications.count() == 1


def test_the_seal_of_a_body_goes_with_what_it_publishes(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "shili-education.png").write_bytes(drawn_seal().png)
    settings.SEAL_DIR = str(tmp_path)
    report = people.approved(cast.education, cast.clerk)
    publishing.publish(report, cast.supervisor)
    edition = report.current
    assert edition is not None
    seal = Imprint.from_data(edition.imprint).seal
    assert seal is not None and seal.alt == "示例市教育局印章" and seal.png.startswith(b"\x89PNG")
    other = people.approved(cast.water, cast.water_clerk)
    publishing.publish(other, cast.supervisor)
    assert other.current is not None and "seal" not in other.current.imprint


def test_a_seal_that_is_no_picture_is_told(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "shili-education.png").write_bytes(b"no picture")
    settings.SEAL_DIR = str(tmp_path)
    with pytest.raises(Refused, match=r"没有公布。“shili-education\.png”"):
        publishing.publish(people.approved(cast.education, cast.clerk), cast.supervisor)


def test_the_address_of_the_site_is_printed_with_the_code(cast: Cast, settings: Settings) -> None:
    settings.SITE_URL = "https://reports.example.org"
    report = people.approved(cast.education, cast.clerk)
    publishing.publish(report, cast.supervisor)
    edition = report.current
    assert edition is not None
    assert edition.imprint["address"] == f"https://reports.example.org/v/{edition.code}/"
