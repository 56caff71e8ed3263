"""An export into an earlier one: only what can have changed is drawn, and what comes out is what a new one would be."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import ResolverMatch
from pytest_django import DjangoDbBlocker, Settings

from disclosure import fingerprints, ledger, publishing
from disclosure.exporting import MANIFEST, ExportError, drawing, export, folder
from disclosure.exporting.addresses import Address
from disclosure.models import Bureau, EditionFile, Report
from disclosure.views import public, public_ledger, years
from tests import cast as people
from tests.cast import Cast

Standing = tuple[Cast, Path]


@pytest.fixture(scope="module")
def standing(module_db: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The people, and an exported site of two bodies and three years."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    with module_db.unblock():
        cast = people.build()
        people.published(cast.education, cast.clerk)
        people.published(cast.education, cast.clerk, 2023)
        people.published(cast.water, cast.water_clerk, 2019)
        export(folder)
    return cast, folder


@pytest.fixture
def cast(db: None, standing: Standing) -> Cast:
    return deepcopy(standing[0])


@pytest.fixture
def site(db: None, standing: Standing, tmp_path: Path) -> Path:
    """The exported site, to be exported into."""
    return Path(shutil.copytree(standing[1], tmp_path / "site"))


def content(site: Path) -> dict[str, object]:
    """Every file of a folder; of the list of files all but when it was made."""
    found: dict[str, object] = {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    return {**found, MANIFEST: {name: said for name, said in manifest.items() if name != "made"}}


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that are drawn from now on."""
    seen: list[str] = []
    draw = drawing._answer
    monkeypatch.setattr(
        drawing, "_answer", lambda address, match: seen.append(str(address)) or draw(address, match)
    )
    return seen


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists and ledger go on over several pages."""
    for module in (ledger, public_ledger, fingerprints):
        monkeypatch.setattr(module, "PAGE", 2, raising=False)
        monkeypatch.setattr(module, "PART", 3, raising=False)
    for lists in (public, years):
        monkeypatch.setattr(lists, "PAGE_LENGTH", 1)


@pytest.mark.usefixtures("short_pages")
def test_it_is_the_same_byte_for_byte_as_one_made_anew(site: Path, cast: Cast, tmp_path: Path) -> None:
    def correct() -> None:
        people.edition(Report.objects.get(bureau=cast.education, year=2025), cast.clerk, "表三一格填错")

    def withdraw() -> None:
        report = Report.objects.get(bureau=cast.education, year=2023)
        publishing.withdraw(report, cast.supervisor, "有不应公开的信息。")

    acts: tuple[Callable[[], object], ...] = (
        lambda: people.published(cast.elsewhere, cast.other_clerk, 2024),
        correct,
        withdraw,
        lambda: people.published(cast.water, cast.water_clerk, 2025),
        lambda: Bureau.objects.filter(pk=cast.water.pk).update(name="示例市水利局"),
        lambda: Bureau.objects.filter(pk=cast.water.pk).update(kind=Bureau.Kind.TOWNSHIP, region="昭阳区"),
        lambda: Bureau.objects.filter(pk=cast.education.pk).update(predecessor=cast.water),
    )
    export(site, anew=True)  # with pages as short as those it is compared with
    for number, act in enumerate(acts):
        act()
        export(site)
        export(tmp_path / str(number))
        assert content(site) == content(tmp_path / str(number))


def test_what_cannot_have_changed_is_neither_drawn_nor_written(
    site: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = drawn(monkeypatch)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    people.published(cast.water, cast.water_clerk, 2025)
    written = export(site)
    assert [address for address in seen if "shili-education" in address] == []
    assert "/reports/shili-water/2025/1/report.pdf" in seen
    assert written.drawn == len(seen)
    stayed = [path for path, at in before.items() if path.stat().st_mtime_ns == at]
    assert site / "reports/shili-education/2025/1/report.pdf" in stayed
    assert site / "reports/shili-water/2019/1/report.pdf" in stayed
    assert site / "index.html" not in stayed


def test_an_act_upon_one_year_leaves_the_lists_of_the_year_after(
    site: Path, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.education, cast.clerk, 2024)
    export(site)
    people.edition(Report.objects.get(bureau=cast.education, year=2024), cast.clerk, "表三一格填错")
    seen = drawn(monkeypatch)
    export(site)
    assert {"/years/2024/", "/data/2024.csv"} <= set(seen)
    assert not {"/years/2025/", "/data/2025.csv"} & set(seen)
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


def test_a_body_may_have_the_code_of_a_kind_or_a_year(site: Path, cast: Cast, tmp_path: Path) -> None:
    Bureau.objects.filter(pk=cast.education.pk).update(code="department")
    Bureau.objects.filter(pk=cast.elsewhere.pk).update(code="2025", kind=Bureau.Kind.ZONE)
    people.published(Bureau.objects.get(code="2025"), cast.other_clerk, 2025)
    export(site)
    people.published(cast.water, cast.water_clerk, 2025)
    export(site)
    assert "shili-water" in (site / "kind-department-year-2025.html").read_text(encoding="utf-8")
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


@pytest.mark.usefixtures("short_pages")
def test_what_is_published_while_the_site_is_written_is_in_it_after_the_next_export(
    site: Path, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, acts = drawing._answer, [lambda: people.published(cast.elsewhere, cast.other_clerk, 2024)]

    def meanwhile(address: Address, match: ResolverMatch) -> HttpResponse:
        if acts:
            acts.pop()()
        return draw(address, match)

    monkeypatch.setattr(drawing, "_answer", meanwhile)
    people.published(cast.water, cast.water_clerk, 2025)
    people.published(cast.water, cast.water_clerk, 2023)
    export(site)
    export(site)
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


def test_an_act_leaves_the_pages_and_data_of_the_ledger_that_are_full(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ledger, public_ledger, fingerprints):
        monkeypatch.setattr(module, "PAGE", 1, raising=False)
        monkeypatch.setattr(module, "PART", 2, raising=False)
    people.published(cast.education, cast.clerk, 2024)
    site = tmp_path / "site"
    export(site)
    assert (site / "ledger/from-1.html").is_file() and (site / "ledger/3.json").is_file()
    people.published(cast.water, cast.water_clerk, 2025)
    seen = drawn(monkeypatch)
    export(site)
    of_ledger = {address for address in seen if address.startswith("/ledger") and "verify" not in address}
    assert of_ledger == {"/ledger.json", "/ledger/5.json", "/ledger/", "/ledger/?from=5", "/ledger/?from=4"}
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


def test_an_act_leaves_the_lists_of_digests_in_which_nothing_new_stands(
    site: Path, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.water, cast.water_clerk, 2025)
    new = EditionFile.objects.filter(publication__report__bureau=cast.water, publication__report__year=2025)
    lists = {f"/v/digests/{digest[:2]}.json" for digest in new.values_list("sha256", flat=True)}
    empty = {"/v/digests/00.json"}  # the one every page names, with or without a digest in it
    seen = drawn(monkeypatch)
    export(site)
    assert {address for address in seen if "digests" in address} - empty == lists - empty
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


def test_where_nothing_happened_no_page_of_a_body_is_drawn(site: Path) -> None:
    assert (written := export(site)).changed == 0
    assert written.drawn == 0
    call_command("export_site", str(site), "--anew")
    assert (site / "index.html").is_file()


def test_what_somebody_changed_or_took_away_is_put_right(site: Path, tmp_path: Path) -> None:
    whole = content(site)
    page, file = (site / "reports/shili-education/2025" / name for name in ("index.html", "1/report.pdf"))
    page.write_text("defaced", encoding="utf-8")
    file.unlink()
    export(site)
    assert content(site) == whole


def test_what_somebody_changed_and_dated_back_is_put_right_by_an_export_made_anew(site: Path) -> None:
    whole = content(site)
    for name in ("index.html", "1/report.pdf"):
        path = site / "reports/shili-education/2025" / name
        stood = path.stat()
        path.write_text("defaced", encoding="utf-8")
        os.utime(path, ns=(stood.st_atime_ns, stood.st_mtime_ns))
    assert export(site, anew=True).changed == 2
    assert content(site) == whole


def test_files_of_all_years_are_not_made_anew_with_each_report(site: Path) -> None:
    assert {path.name for path in (site / "data").glob("*.csv")} == {"2019.csv", "2023.csv", "2025.csv"}
    assert not list((site / "data").glob("all.*"))


def test_another_program_or_name_of_the_site_draws_everything_again(site: Path, settings: Settings) -> None:
    settings.SITE = {**settings.SITE, "name": "另一个网站"}
    export(site)
    assert "另一个网站" in (site / "reports/shili-education/2025/index.html").read_text(encoding="utf-8")


def test_other_terms_of_use_stand_in_the_data_too(site: Path, tmp_path: Path, settings: Settings) -> None:
    settings.OPEN_DATA_LICENCE = "请注明出处。"
    export(site)
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


def test_files_of_a_report_that_was_taken_down_go_and_its_notice_stays(site: Path, cast: Cast) -> None:
    report = Report.objects.get(bureau=cast.education, year=2025)
    publishing.withdraw(report, cast.supervisor, "有不应公开的信息。")
    export(site)
    assert "已撤下" in (site / "reports/shili-education/2025/index.html").read_text(encoding="utf-8")
    left = {path.name for path in (site / "reports/shili-education/2025").rglob("*") if path.is_file()}
    assert not left & {"report.pdf", "report.html", "report.json", "pack.zip"}


def test_an_export_that_is_cut_off_leaves_whole_files_and_is_finished_by_the_next(
    site: Path, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.water, cast.water_clerk, 2025)
    publishing.withdraw(
        Report.objects.get(bureau=cast.education, year=2023), cast.supervisor, "有不应公开的信息。"
    )
    move, left = folder._move, iter(range(6))

    def cut_off(new: Path, target: Path, file: str) -> None:
        if next(left, None) is None:
            raise OSError("power failed")
        move(new, target, file)

    monkeypatch.setattr(folder, "_move", cut_off)
    with pytest.raises(OSError, match="power failed"):
        export(site)
    monkeypatch.setattr(folder, "_move", move)
    export(site)
    export(tmp_path / "anew")
    assert content(site) == content(tmp_path / "anew")


def test_two_exports_do_not_write_at_one_time(site: Path) -> None:
    with folder.alone(site), pytest.raises(ExportError, match="正在导出"):
        export(site)
