"""Corrections and withdrawals: what changed is computed and public, an empty correction is refused, a notice stays."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure import editions, entry, publishing, workflow
from disclosure.earlier import previous_filing
from disclosure.editions import Standing
from disclosure.models import Report, State
from disclosure.rendering import made_with
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast

RECEIVED = "requests.received.natural_person"


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


@pytest.fixture
def report(cast: Cast) -> Report:
    report = people.approved(cast.education, cast.clerk)
    publishing.publish(report, cast.supervisor)
    return report


def correct(report: Report, cast: Cast, figure: int) -> None:
    """The whole way of a correction of one figure and of what keeps the balance."""
    workflow.act(report, "correct", cast.clerk, "漏了收到的申请。")
    people.store(report, {RECEIVED: figure, "requests.granted.natural_person": figure})
    Report.objects.filter(pk=report.pk).update(revision=report.revision + 1)
    report.refresh_from_db()
    workflow.act(report, "submit", cast.clerk)
    workflow.act(report, "approve", cast.supervisor)
    publishing.publish(report, cast.clerk)


def offered(report: Report, member: object) -> dict[str, str]:
    return {offer.action.name: offer.why for offer in workflow.available(report, member)}  # type: ignore[arg-type]


def test_what_a_correction_changed_is_kept_with_it(cast: Cast, report: Report) -> None:
    correct(report, cast, 3)
    edition = report.current
    assert edition is not None
    cells = {change["place"]: (change["before"], change["now"]) for change in edition.changes}
    assert cells[RECEIVED] == cells["requests.received.total"] == (0, 3)
    assert edition.reason == "漏了收到的申请。"


def test_a_correction_that_corrects_nothing_is_refused(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "看错了。")
    assert "和已公布的第1版完全一样" in offered(report, cast.clerk)["submit"]
    with pytest.raises(Refused, match="完全一样"):
        workflow.act(report, "submit", cast.clerk)


def test_no_space_stands_between_the_sentences_on_a_correction(cast: Cast, report: Report) -> None:
    client = people.client_of(cast.clerk)
    asked = client.get(f"/work/{report.pk}/act/correct/").content.decode()
    assert "更正会另出一版。新版公布以前，公众看到的仍是第1版。新版公布时，" in asked
    workflow.act(report, "correct", cast.clerk, "漏了收到的申请。")
    begun = client.get(f"/work/{report.pk}/").content.decode()
    assert "改好以后提交送审。新版公布以前，公众看到的仍是第1版。</p>" in begun


def test_a_correction_begun_by_mistake_is_left_off(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "看错了。")
    workflow.act(report, "keep", cast.clerk)
    assert (report.state, report.edition) == (State.PUBLISHED, 1)


def test_a_correction_in_which_something_changed_is_not_left_off_unseen(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "看错了。")
    entry.save_words(report.pk, cast.clerk, {"other": report.other}, {"other": "另一句话。"})
    report.refresh_from_db()
    with pytest.raises(Refused, match="内容已经改了"):
        workflow.act(report, "keep", cast.clerk)


def test_a_first_report_is_not_offered_to_be_left_off(cast: Cast) -> None:
    assert "keep" not in offered(people.draft(cast.water), cast.water_clerk)


def test_a_withdrawal_takes_every_edition_down_and_leaves_a_notice(cast: Cast, report: Report) -> None:
    correct(report, cast, 3)
    publishing.withdraw(report, cast.supervisor, "第五部分有个人信息。")
    client, code = Client(), cast.education.code
    page = client.get(reverse("public_report", args=(code, report.year)))
    assert page.status_code == 410
    assert "第五部分有个人信息。" in page.content.decode() and "已撤下" in page.content.decode()
    for number in (1, 2):
        assert client.get(reverse("public_edition", args=(code, report.year, number))).status_code == 410
        file = client.get(reverse("public_file", args=(code, report.year, number, "report.pdf")))
        assert file.status_code == 410
    for edition in report.publications.select_related("report"):
        assert editions.status(edition).standing is Standing.WITHDRAWN


def test_only_the_office_above_withdraws_and_only_what_is_public(cast: Cast, report: Report) -> None:
    assert "withdraw" in offered(report, cast.supervisor)
    assert "withdraw" not in offered(report, cast.clerk)
    assert "withdraw" not in offered(report, cast.other_supervisor)
    assert "withdraw" not in offered(people.submitted(cast.water, cast.water_clerk), cast.supervisor)
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    assert "withdraw" not in offered(report, cast.supervisor)
    assert report.state_label == "已撤下"


def test_a_withdrawal_says_why(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="请写原因"):
        publishing.withdraw(report, cast.supervisor, " ")


def test_what_leaks_is_taken_down_while_its_correction_is_written(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "有个人信息。")
    publishing.withdraw(report, cast.supervisor, "有个人信息，先撤下再改。")
    assert (report.state, report.withdrawn) == (State.DRAFT, True)
    address = reverse("public_report", args=(cast.education.code, report.year))
    assert Client().get(address).status_code == 410


def test_a_new_edition_ends_the_withdrawal_and_what_was_taken_down_stays_down(
    cast: Cast, report: Report
) -> None:
    """What had to go for its contents does not come back as an old edition, nor as a list of what was changed."""
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    correct(report, cast, 3)
    assert (report.edition, report.withdrawn) == (2, False)
    first, second = report.publications.select_related("report").order_by("number")
    assert editions.status(second).standing is Standing.IN_FORCE
    was = editions.status(first)
    assert (was.standing, was.by, was.why) == (Standing.WITHDRAWN, second, "有个人信息。")
    client, where = Client(), (cast.education.code, report.year)
    page = client.get(reverse("public_report", args=where))
    assert page.status_code == 200 and "以前的版已经撤下" in page.content.decode()
    assert client.get(reverse("public_edition", args=(*where, 1))).status_code == 410
    for gone in ("report.pdf", "report.json", "pack.zip"):
        assert client.get(f"/reports/{where[0]}/{where[1]}/1/{gone}").status_code == 410
    assert client.get(reverse("public_changes", args=(*where, 2))).status_code == 404
    assert second.changes == []
    told = client.get(reverse("api_edition", args=(first.code,))).json()
    assert (told["report"], told["changes"], told["status"]["superseded_by"]) == (None, [], second.code)


def test_no_number_of_what_was_taken_down_is_told(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    correct(report, cast, 3)
    today = timezone.localdate().isoformat()
    figures = Client().get(reverse("api_figures"), {"cell": RECEIVED, "as_of": today}).json()
    assert [item["value"] for item in figures["items"]] == [3]
    where = (cast.education.code, report.year, RECEIVED)
    one = Client().get(reverse("figure_data", args=where)).json()
    assert [item["edition"] for item in one["editions"]] == [2]


def test_a_later_correction_tells_its_changes_again(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    correct(report, cast, 3)
    correct(report, cast, 4)
    first, second, third = report.publications.select_related("report").order_by("number")
    assert third.changes and not third.down and not second.down and first.down
    assert editions.status(second).standing is Standing.SUPERSEDED


def test_what_was_withdrawn_by_mistake_is_published_again_as_it_was(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "撤错了单位。")
    workflow.act(report, "correct", cast.clerk, "恢复公布。")
    workflow.act(report, "submit", cast.clerk)
    workflow.act(report, "approve", cast.supervisor)
    publishing.publish(report, cast.clerk)
    assert (report.edition, report.withdrawn) == (2, False)


def test_nothing_is_held_against_a_report_that_was_taken_down(cast: Cast) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor, people.YEAR - 1)
    assert previous_filing(people.draft(cast.education)) is None


def test_an_edition_is_drawn_again_byte_for_byte(report: Report) -> None:
    edition = report.current
    assert edition is not None
    out = StringIO()
    call_command("rebuild_edition", edition.code.lower().replace("-", ""), stdout=out)
    assert out.getvalue().count("相同") == 3


def test_an_edition_that_comes_out_otherwise_is_told(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = report.current
    assert edition is not None
    files = {"report.pdf": b"%PDF-1.7 another"}
    monkeypatch.setattr("disclosure.publishing.edition_files", lambda *what: files)
    monkeypatch.setattr(
        "disclosure.management.commands.rebuild_edition.made_with", lambda: {"weasyprint": "71.0"}
    )
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit):
        call_command("rebuild_edition", edition.code, stdout=out, stderr=err)
    assert "report.pdf" in out.getvalue() and "不同" in out.getvalue()
    assert "现在是71.0" in err.getvalue()


def overwrite(table: str, change: str) -> None:
    """Change rows that are never changed, with their trigger out of the way until the test is undone."""
    place = "" if connection.vendor == "sqlite" else f" ON disclosure_{table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER disclosure_{table}_unchanged{place}")
        cursor.execute(f"UPDATE disclosure_{table} SET {change}")


def test_a_file_that_is_stored_with_other_bytes_is_told(report: Report) -> None:
    edition = report.current
    assert edition is not None
    zero = "X'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea"
    overwrite("editionfile", f"content = {zero} WHERE name = 'report.html'")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("rebuild_edition", edition.code, stdout=out, stderr=StringIO())
    said = {line.split()[0]: line.split()[2] for line in out.getvalue().splitlines()}
    assert said.pop("report.html") == "相同，但是存着的文件被改过"
    assert set(said.values()) == {"相同"}


def test_an_edition_whose_data_were_taken_away_is_told_in_words(report: Report) -> None:
    edition = report.current
    assert edition is not None
    overwrite("publication", "imprint = '{}'")
    with pytest.raises(CommandError, match="请运行verify_chain") as refused:
        call_command("rebuild_edition", edition.code, stdout=StringIO())
    assert refused.value.returncode == 2


THE_SAME = "程序、软件和字体都和公布时一样：改动的是保存的数据或文件。"


def rebuilt_otherwise(report: Report, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `rebuild_edition` says of an edition whose files come out with other bytes."""
    edition = report.current
    assert edition is not None
    monkeypatch.setattr(
        "disclosure.publishing.edition_files", lambda *what: {"report.pdf": b"%PDF-1.7 another"}
    )
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("rebuild_edition", edition.code, stdout=StringIO(), stderr=err)
    return err.getvalue()


def test_a_program_that_has_changed_since_is_told(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_with()
    monkeypatch.setattr(
        "disclosure.management.commands.rebuild_edition.made_with", lambda: {**made, "program": "feed"}
    )
    said = rebuilt_otherwise(report, monkeypatch)
    assert f"程序公布以后改过：公布时的摘要是{made['program']}，现在是feed。" in said
    assert "可以原样重新生成" in said and THE_SAME not in said


def test_other_bytes_by_the_same_makers_are_changed_data(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rebuilt_otherwise(report, monkeypatch) == f"{THE_SAME}\n"


def test_an_edition_from_before_the_program_was_kept_accuses_nobody(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {name: version for name, version in made_with().items() if name != "program"}
    monkeypatch.setattr("disclosure.publishing.made_with", lambda: made)
    correct(report, cast, 3)
    said = rebuilt_otherwise(report, monkeypatch)
    assert "还没有记下程序的摘要" in said and THE_SAME not in said


def test_both_desks_say_that_a_report_is_taken_down(cast: Cast) -> None:
    report = people.withdrawn(cast.education, cast.clerk, cast.supervisor)
    for who, page in ((cast.clerk, "report"), (cast.supervisor, "review")):
        said = people.client_of(who).get(reverse(page, args=(report.pk,))).content.decode()
        assert '<span class="state back">已撤下</span>' in said
        assert "公众看到的是撤下的日期和原因" in said


def test_a_correction_of_nothing_but_spaces_is_refused(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "排版。")
    Report.objects.filter(pk=report.pk).update(other=f"\n {report.other}  \n\n", preface=" ")
    report.refresh_from_db()
    with pytest.raises(Refused, match="完全一样"):
        workflow.act(report, "submit", cast.clerk)
    workflow.act(report, "keep", cast.clerk)


def test_a_blank_for_a_zero_is_a_correction(cast: Cast, report: Report) -> None:
    workflow.act(report, "correct", cast.clerk, "没有统计，不是0。")
    people.store(report, {"disclosure.administrative_fees.amount": None})
    report.refresh_from_db()
    assert "和已公布的第1版完全一样" not in offered(report, cast.clerk)["submit"]


def test_a_public_reason_alone_is_a_correction_and_told_as_one(cast: Cast, report: Report) -> None:
    reason = {
        "rule": "jump",
        "section": "requests",
        "cells": [],
        "finding": "比上年多",
        "text": "合并了单位。",
    }
    edition = people.edition(report, cast.clerk, "补充说明。", reasons=[reason])
    assert [(change["kind"], change["now"]) for change in edition.changes] == [("reason", "合并了单位。")]
    page = Client().get(reverse("public_changes", args=(cast.education.code, report.year, 2)))
    assert "更正1条说明" in page.content.decode() and "合并了单位。" in page.content.decode()


def test_a_correction_is_begun_once(cast: Cast, report: Report) -> None:
    """Two see the button; the second is told that the report has changed."""
    seen_by_the_other = Report.objects.get(pk=report.pk)
    workflow.act(report, "correct", cast.clerk, "漏了。")
    with pytest.raises(Refused):
        workflow.act(seen_by_the_other, "correct", cast.supervisor, "漏了。")
    assert report.events.filter(action="correct").count() == 1
