"""Saving: what two people type is merged cell by cell, what is no figure is kept, and nothing is overwritten unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from disclosure import entry
from disclosure.checks import Finding, check
from disclosure.entry import Conflict, Saved
from disclosure.formats.schema import Severity
from disclosure.importing import Imported
from disclosure.intake import fill
from disclosure.merging import Choice
from disclosure.models import Member, Reason, Report, RequestRow, State
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast

RECEIVED = "requests.received.natural_person"
CARRIED = "requests.carried_in.natural_person"
GRANTED = "requests.granted.enterprise"
FEES = "disclosure.administrative_fees.amount"
QUERY = Finding("disclosure.stock", Severity.QUERY, "现行有效件数少了", "disclosure", numbers=(3, 1))
REASON = "两件文件由市政府统一废止，没有计入本局的废止件数。"


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.blank(cast.education)


def save(report: Report, member: Member, typed: dict[str, str], base: dict[str, str] | None = None) -> Saved:
    table = next(iter(typed)).split(".")[0]
    return entry.save_table(report.pk, member, table, base or {}, typed)


def test_figures_are_stored_and_others_left_alone(cast: Cast, report: Report) -> None:
    saved = save(report, cast.clerk, {RECEIVED: "１，２３４", CARRIED: "0", GRANTED: ""})
    assert (saved.changed, dict(saved.errors), saved.conflicts) == (2, {}, ())
    assert report.filing().figures == {RECEIVED: 1234, CARRIED: 0}
    report.refresh_from_db()
    assert saved.revision == report.revision == 1


def test_blank_is_not_zero_and_a_cell_can_be_emptied(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {RECEIVED: "5"})
    save(report, cast.clerk, {RECEIVED: " "}, base={RECEIVED: "5"})
    assert RequestRow.objects.get(report=report, row="received").natural_person is None
    assert report.filing().figures == {}


def test_an_amount_keeps_its_decimals(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {FEES: "59,237.2449"})
    assert report.filing().figures == {FEES: Decimal("59237.2449")}


def test_a_text_that_is_no_figure_is_kept_beside_the_emptied_cell(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {RECEIVED: "5"})
    saved = save(report, cast.clerk, {RECEIVED: "/", CARRIED: "2"}, base={RECEIVED: "5"})
    report.refresh_from_db()
    assert set(saved.errors) == {RECEIVED}
    assert report.unread == {RECEIVED: "/"}
    assert report.filing().figures == {CARRIED: 2}
    again = save(report, cast.clerk, {RECEIVED: "0"}, base={RECEIVED: "/"})
    report.refresh_from_db()
    assert (again.changed, report.unread) == (1, {})


def test_what_no_database_can_hold_is_left_out(cast: Cast, report: Report) -> None:
    saved = save(report, cast.clerk, {RECEIVED: "无\x00"})
    report.refresh_from_db()
    assert (saved.changed, report.unread) == (1, {RECEIVED: "无"})
    entry.save_words(report.pk, cast.clerk, {}, {"problems": "问题\x00\ud800\r\n改进  "})
    report.refresh_from_db()
    assert report.problems == "问题\n改进"


def test_a_derived_or_foreign_cell_is_not_taken(cast: Cast, report: Report) -> None:
    saved = save(report, cast.clerk, {"requests.received.total": "9", "requests.nowhere.other": "9"})
    assert (saved.changed, report.filing().figures) == (0, {})


def test_different_cells_of_two_people_are_merged(cast: Cast, report: Report) -> None:
    page = {RECEIVED: "", CARRIED: ""}
    save(report, cast.clerk, {RECEIVED: "5", CARRIED: ""}, base=page)
    saved = save(report, cast.colleague, {RECEIVED: "", CARRIED: "2"}, base=page)
    assert (saved.changed, saved.conflicts) == (1, ())
    assert report.filing().figures == {RECEIVED: 5, CARRIED: 2}


def test_the_same_cell_of_two_people_is_shown_and_not_overwritten(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {RECEIVED: "5"}, base={RECEIVED: ""})
    saved = save(report, cast.colleague, {RECEIVED: "7", CARRIED: "1"}, base={RECEIVED: "", CARRIED: ""})
    assert saved.conflicts == (Conflict(RECEIVED, theirs="5", yours="7"),)
    assert report.filing().figures == {RECEIVED: 5, CARRIED: 1}


def test_the_same_figure_typed_twice_is_no_conflict(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {RECEIVED: "5"}, base={RECEIVED: ""})
    saved = save(report, cast.colleague, {RECEIVED: "５"}, base={RECEIVED: ""})
    assert (saved.changed, saved.conflicts, saved.revision) == (0, (), 1)


def test_a_conflict_names_a_text_and_an_emptied_cell(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {RECEIVED: "5"})
    save(report, cast.clerk, {RECEIVED: "无"}, base={RECEIVED: "5"})
    saved = save(report, cast.colleague, {RECEIVED: ""}, base={RECEIVED: "5"})
    assert saved.conflicts == (Conflict(RECEIVED, theirs="无", yours=""),)


def test_words_are_merged_by_field_and_paragraph(cast: Cast, report: Report) -> None:
    base = {"overview": "甲\n乙", "problems": ""}
    entry.save_words(report.pk, cast.clerk, {}, base)
    entry.save_words(report.pk, cast.clerk, base, {"overview": "甲\n乙一", "problems": ""})
    typed = {"overview": "甲二\n乙二", "problems": "问题。\r\n改进。  \n"}
    saved = entry.save_words(report.pk, cast.colleague, base, typed)
    report.refresh_from_db()
    assert saved.conflicts == (Conflict("overview", theirs="乙一", yours="乙二"),)
    assert (report.overview, report.problems) == ("甲二\n乙一", "问题。\n改进。")


def test_a_choice_settles_a_clash_as_long_as_nobody_has_written_since(cast: Cast, report: Report) -> None:
    entry.save_words(report.pk, cast.clerk, {}, {"other": "甲"})
    entry.save_words(report.pk, cast.clerk, {"other": "甲"}, {"other": "甲一"})
    base, typed = {"other": "甲"}, {"other": "甲二"}
    clash = entry.save_words(report.pk, cast.colleague, base, typed).merges["other"].clashes[0]
    saved = entry.save_words(report.pk, cast.colleague, base, typed, {clash.id: Choice.YOURS})
    report.refresh_from_db()
    assert (saved.conflicts, report.other) == ((), "甲二")
    entry.save_words(report.pk, cast.clerk, {"other": "甲二"}, {"other": "甲三"})
    saved = entry.save_words(report.pk, cast.colleague, base, typed, {clash.id: Choice.YOURS})
    assert saved.conflicts == (Conflict("other", theirs="甲三", yours="甲二"),)


def test_a_field_of_one_line_never_becomes_two(cast: Cast, report: Report) -> None:
    entry.save_words(report.pk, cast.clerk, {}, {"signature": "示例市教育局"})
    saved = entry.save_words(report.pk, cast.colleague, {}, {"signature": "示例市教体局"})
    report.refresh_from_db()
    assert saved.conflicts == (Conflict("signature", theirs="示例市教育局", yours="示例市教体局"),)
    assert report.signature == "示例市教育局"


def test_a_line_that_is_too_long_is_refused_and_the_rest_is_saved(cast: Cast, report: Report) -> None:
    saved = entry.save_words(report.pk, cast.clerk, {}, {"date": "日" * 41, "signature": "示例市教育局"})
    report.refresh_from_db()
    assert saved.errors == {"date": "写了41个字，最多40个字，多出1个字。"}
    assert (report.date, report.signature) == ("", "示例市教育局")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_nothing_is_written_once_a_report_is_on_its_way(cast: Cast, state: State) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    with pytest.raises(Refused, match="不能改"):
        save(report, cast.clerk, {RECEIVED: "5"}, base={RECEIVED: "0"})
    with pytest.raises(Refused, match="不能改"):
        entry.save_words(report.pk, cast.clerk, {}, {"other": "改了"})
    with pytest.raises(Refused, match="不能改"):
        entry.declare_empty(report.pk, cast.clerk, "requests")
    with pytest.raises(Refused, match="不能改"):
        entry.give_reason(report, QUERY, REASON, cast.clerk)


@pytest.mark.parametrize("who", ["water_clerk", "other_clerk", "supervisor", "administrator"])
def test_nobody_else_writes(cast: Cast, report: Report, who: str) -> None:
    with pytest.raises(Refused, match="本单位"):
        save(report, getattr(cast, who), {RECEIVED: "5"})


# --- 本年无此项 ------------------------------------------------------------------------------------------


def test_a_declaration_zeroes_the_empty_cells_and_can_be_taken_back(cast: Cast, report: Report) -> None:
    save(report, cast.clerk, {RECEIVED: "0"})
    assert entry.declare_empty(report.pk, cast.clerk, "requests") == 25 * 6 - 6 - 1
    report.refresh_from_db()
    assert report.filing().declared == {"requests"}
    assert report.filing().missing("requests") == ()
    entry.undo_declaration(report.pk, cast.clerk, "requests")
    report.refresh_from_db()
    assert report.declared == {}
    assert report.filing().figures == {RECEIVED: 0}


@pytest.mark.parametrize("standing", ["3", "/"])
def test_a_table_that_holds_something_is_not_declared_empty(
    cast: Cast, report: Report, standing: str
) -> None:
    save(report, cast.clerk, {RECEIVED: standing})
    with pytest.raises(Refused, match="1格填了"):
        entry.declare_empty(report.pk, cast.clerk, "requests")


def test_a_declaration_falls_with_the_first_figure(cast: Cast, report: Report) -> None:
    entry.declare_empty(report.pk, cast.clerk, "requests")
    save(report, cast.clerk, {RECEIVED: "1"}, base={RECEIVED: "0"})
    report.refresh_from_db()
    assert report.declared == {}
    with pytest.raises(Refused, match="已经撤销"):
        entry.undo_declaration(report.pk, cast.clerk, "requests")


def test_an_unknown_table_is_refused(cast: Cast, report: Report) -> None:
    with pytest.raises(Refused, match="没有这张表"):
        entry.declare_empty(report.pk, cast.clerk, "overview")


# --- Reasons -------------------------------------------------------------------------------------------


def test_a_reason_is_kept_under_the_finding_and_new_words_lose_the_acceptance(
    cast: Cast, report: Report
) -> None:
    reason = entry.give_reason(report, QUERY, REASON, cast.clerk)
    Reason.objects.update(accepted_by=cast.supervisor.user, accepted_at=report.created_at)
    entry.give_reason(report, QUERY, REASON + "司法局已经复核过目录。", cast.colleague)
    reason.refresh_from_db()
    assert (reason.fingerprint, reason.rule) == (QUERY.fingerprint, "disclosure.stock")
    assert (reason.by, reason.accepted_by, reason.accepted_at) == (cast.colleague.user, None, None)


@pytest.mark.parametrize("text", ["", "核实无误", "经核实，情况属实。" * 3])
def test_a_stock_phrase_is_no_reason(cast: Cast, report: Report, text: str) -> None:
    with pytest.raises(Refused, match="具体原因"):
        entry.give_reason(report, QUERY, text, cast.clerk)
    assert not report.reasons.exists()


def test_an_error_cannot_be_explained_away(cast: Cast, report: Report) -> None:
    error = check(report.filing())[0]
    with pytest.raises(Refused, match="不能代替"):
        entry.give_reason(report, error, REASON, cast.clerk)


# --- Documents -----------------------------------------------------------------------------------------


def test_a_document_whose_line_is_too_long_is_refused_whole(cast: Cast, report: Report) -> None:
    filing = replace(report.filing(), addressee="市" * 201, figures={RECEIVED: 1})
    with pytest.raises(Refused, match="称谓写了201个字，最多200个字"):
        fill.take_in(report, Imported(filing), cast.clerk)
    assert report.filing().figures == {}


def test_a_document_is_taken_in_by_clerks_of_the_body(cast: Cast, report: Report) -> None:
    filing = replace(report.filing(), figures={RECEIVED: 1}, preface="引言。")
    with pytest.raises(Refused, match="本单位"):
        fill.take_in(report, Imported(filing), cast.water_clerk)
    fill.take_in(report, Imported(filing), cast.clerk, "年报.txt")
    assert (report.preface, report.filing().figures) == ("引言。", {RECEIVED: 1})
    event = report.events.get(action="import")
    assert (event.by, event.note, report.revision) == (cast.clerk.user, "年报.txt", 1)


# --- Two at the same moment ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_lose_nothing() -> None:
    cast = people.build()
    report = people.blank(cast.education)
    cells = [place.key for place in report.format.tables["requests"].entered]
    together = Barrier(2, timeout=20)

    def fill(member: Member, share: list[str]) -> list[Saved]:
        try:
            saves = []
            for key in share:
                together.wait()
                typed = {**dict.fromkeys(cells, ""), key: "3"}
                saves.append(entry.save_table(report.pk, member, "requests", dict.fromkeys(cells, ""), typed))
            return saves
        finally:
            connection.close()

    mine, theirs = cells[:8], cells[8:16]
    with ThreadPoolExecutor(2) as threads:
        jobs = [threads.submit(fill, cast.clerk, mine), threads.submit(fill, cast.colleague, theirs)]
        saves = [saved for job in jobs for saved in job.result()]
    assert report.filing().figures == dict.fromkeys(mine + theirs, 3)
    assert sorted(saved.revision for saved in saves) == list(range(1, 17))
    assert all(saved.conflicts == () for saved in saves)


@pytest.mark.django_db(transaction=True)
def test_two_figures_for_one_cell_at_the_same_moment_conflict() -> None:
    cast = people.build()
    report = people.blank(cast.education)
    together = Barrier(2, timeout=20)

    def fill(member: Member, text: str) -> Saved:
        try:
            together.wait()
            return entry.save_table(report.pk, member, "requests", {RECEIVED: ""}, {RECEIVED: text})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        jobs = [threads.submit(fill, cast.clerk, "5"), threads.submit(fill, cast.colleague, "7")]
        saves = [job.result() for job in jobs]
    assert sorted(saved.changed for saved in saves) == [0, 1]
    assert sum(len(saved.conflicts) for saved in saves) == 1
    assert report.filing().figures[RECEIVED] in (5, 7)


def test_every_empty_cell_of_a_table_becomes_zero_and_no_other(cast: Cast) -> None:
    report = people.blank(cast.education)
    entry.save_table(
        report.pk, cast.clerk, "cases", {}, {"cases.review.upheld": "3", "cases.review.other": "/"}
    )
    assert entry.fill_zeros(report.pk, cast.clerk, "cases") == 10
    filing = Report.objects.get(pk=report.pk).filing()
    assert filing.value("cases.review.upheld") == 3
    assert filing.unread == {"cases.review.other": "/"}
    assert filing.value("cases.suit_after_review.total") == 0
    assert filing.missing("requests")
