"""A document handed in: nothing enters the report until it is confirmed, only what was chosen, and it can be undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import load_workbook

from disclosure import entry
from disclosure.filing import Filing
from disclosure.importing import Imported
from disclosure.importing.absent import NO_ROW, NO_TABLE
from disclosure.intake import store
from disclosure.intake.merge import Kind, merge
from disclosure.intake.proposal import Choices
from disclosure.intake.propose import propose
from disclosure.merging import Choice
from disclosure.models import Event, Intake, Report, State
from disclosure.rendering import render_html, render_pdf
from disclosure.rendering.docx import render_docx
from disclosure.rendering.xlsx import render_xlsx
from disclosure.workflow import Refused, Stale
from tests import cast as people
from tests.cast import Cast

RECEIVED = "requests.received.natural_person"
GRANTED = "requests.granted.natural_person"
SLASH = "requests.carried_in.enterprise"
NAME = "报告.txt"


def page(received: str = "12", granted: str = "12", carried: str = "0", body: str = "示例市教育局") -> str:
    """A short report whose table of applications has four rows, with a cell that is no figure and a wrong total."""
    return "\n".join(
        (
            f"{body}2025年政府信息公开工作年度报告",
            "一、总体情况",
            "（一）主动公开。全年公开政府信息36条。",
            "三、收到和处理政府信息公开申请情况",
            "| 申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |",
            f"| 一、本年新收政府信息公开申请数量 | {received} | 0 | 0 | 0 | 0 | 0 | {received} |",
            f"| 二、上年结转政府信息公开申请数量 | {carried} | / | 0 | 0 | 0 | 0 | 0 |",
            f"| （一）予以公开 | {granted} | 0 | 0 | 0 | 0 | 0 | 99 |",
            f"| 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 {'| 0 ' * 7}|",
            "五、存在的主要问题及改进情况",
            "存在的主要问题是解读材料形式单一。",
        )
    )


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.blank(cast.education)


def hand_in(report: Report, cast: Cast, text: str) -> store.Waiting:
    store.hand_in(report, cast.clerk, NAME, text.encode())
    found = store.waiting(report)
    assert found is not None
    return found


def take(report: Report, cast: Cast, found: store.Waiting, choices: Choices | None = None) -> Event:
    event = store.confirm(report, cast.clerk, found.intake.pk, choices or found.proposal.defaults)
    report.refresh_from_db()
    return event


# --- Reading and looking -------------------------------------------------------------------------------


def test_nothing_enters_the_report_before_it_is_confirmed(cast: Cast, report: Report) -> None:
    digest = report.filing().digest
    found = hand_in(report, cast, page())
    report.refresh_from_db()
    assert (report.filing().digest, report.revision) == (digest, 0)
    assert found.intake.content == page().encode()
    items = found.proposal.items
    assert (items[RECEIVED].incoming, items[RECEIVED].kind) == ("12", Kind.NEW)
    assert items["overview"].kind is Kind.NEW


def test_what_enters_and_what_was_left_is_told_by_section(cast: Cast, report: Report) -> None:
    found = hand_in(report, cast, page())
    parts = {part.key: part for part in found.proposal.parts}
    assert len(parts["requests"].taken) == 23
    left = [(stray.label, stray.text, stray.why) for stray in parts["requests"].strays]
    assert left[0] == ("商业企业，二、上年结转政府信息公开申请数量", "/", "")
    assert ("2.重复申请", "", NO_ROW) in left and len(left) == 21
    assert [(stray.label, stray.why) for stray in parts["cases"].strays] == [
        ("四、政府信息公开行政复议、行政诉讼情况", NO_TABLE)
    ]
    assert [(where, d.printed, d.official) for where, d in parts["requests"].totals] == [
        ("总计，（一）予以公开", "99", "12")
    ]
    assert SLASH not in {item.key for item in parts["requests"].taken}


def test_a_second_document_takes_the_place_of_the_first(cast: Cast, report: Report) -> None:
    hand_in(report, cast, page())
    assert hand_in(report, cast, page(received="13")).proposal.items[RECEIVED].incoming == "13"
    assert Intake.objects.count() == 1
    store.put_away(report, cast.clerk)
    assert store.waiting(report) is None


def test_a_document_kept_by_another_version_is_read_again(cast: Cast, report: Report) -> None:
    kept = hand_in(report, cast, page())
    Intake.objects.update(imported={}, document={})
    found = store.waiting(report)
    assert found is not None
    assert (found.proposal, found.document) == (kept.proposal, kept.document)


# --- Confirming ----------------------------------------------------------------------------------------


def test_what_is_empty_is_filled_and_the_history_counts_it(cast: Cast, report: Report) -> None:
    event = take(report, cast, hand_in(report, cast, page()))
    filing = report.filing()
    assert filing.figures[RECEIVED] == 12
    assert SLASH not in filing.figures
    assert filing.text("problems") == "存在的主要问题是解读材料形式单一。"
    assert (event.action, event.by, event.note) == ("import", cast.clerk.user, f"{NAME}：填上23格，文字2处")
    assert event.digest == filing.digest
    assert store.waiting(report) is None
    assert report.imported["source"] == NAME
    assert {"printed": "99", "official": "12", "where": "requests.granted.total"} in report.imported[
        "differences"
    ]


def test_a_section_that_is_not_ticked_stays_out(cast: Cast, report: Report) -> None:
    found = hand_in(report, cast, page())
    event = take(report, cast, found, Choices(taken={"overview"}))
    assert report.filing().figures == {}
    assert (report.overview, report.problems) == ("（一）主动公开。全年公开政府信息36条。", "")
    assert event.note == f"{NAME}：文字1处"


def test_a_cell_that_differs_is_changed_only_where_the_filer_chose_the_document(
    cast: Cast, report: Report
) -> None:
    entry.save_table(report.pk, cast.clerk, "requests", {}, {RECEIVED: "10", GRANTED: "10"})
    report.refresh_from_db()
    found = hand_in(report, cast, page())
    assert {item.key for item in found.proposal.parts[3].clashes} == {RECEIVED, GRANTED}
    event = take(report, cast, found, Choices(taken={"requests"}, used={GRANTED}))
    assert (report.filing().figures[RECEIVED], report.filing().figures[GRANTED]) == (10, 12)
    assert event.note == f"{NAME}：填上21格，改动1格"


def test_words_that_differ_are_kept_unless_the_filer_chose_the_document(cast: Cast, report: Report) -> None:
    entry.save_words(report.pk, cast.clerk, {}, {"problems": "问题是人手不足。改进办法是培训。"})
    report.refresh_from_db()
    found = hand_in(report, cast, page())
    take(report, cast, found, Choices(taken={"overview", "problems"}))
    assert report.problems == "问题是人手不足。改进办法是培训。"
    take(report, cast, hand_in(report, cast, page()), Choices(used={"problems"}))
    assert report.problems == "存在的主要问题是解读材料形式单一。"


def test_empty_cells_of_the_document_never_overwrite(cast: Cast, report: Report) -> None:
    entry.save_table(report.pk, cast.clerk, "requests", {}, {SLASH: "3", RECEIVED: "10"})
    report.refresh_from_db()
    found = hand_in(report, cast, page(received=" "))
    everything = Choices(taken={part.key for part in found.proposal.parts}, used=set(found.proposal.items))
    take(report, cast, found, everything)
    assert (report.filing().figures[SLASH], report.filing().figures[RECEIVED]) == (3, 10)


def test_a_count_below_zero_is_not_taken_and_is_shown(cast: Cast, report: Report) -> None:
    found = hand_in(report, cast, page(carried="-3"))
    part = found.proposal.parts[3]
    assert "-3" in [stray.text for stray in part.strays]
    take(report, cast, found)
    assert "requests.carried_in.natural_person" not in report.filing().figures


def test_another_body_or_year_has_to_be_said_to_be_right(cast: Cast, report: Report) -> None:
    text = page(body="示例市水务局").replace("2025年", "2023年")
    found = hand_in(report, cast, text)
    assert {concern.key for concern in found.proposal.concerns} == {"year", "body"}
    with pytest.raises(Refused, match="请先确认：文件写的是2023年"):
        take(report, cast, found)
    assert report.filing().figures == {}
    taken = found.proposal.defaults.taken
    take(report, cast, found, Choices(taken=taken, agreed={"year", "body"}))
    assert report.filing().figures[RECEIVED] == 12


def test_the_tables_of_the_year_are_read_where_the_title_names_another(cast: Cast, report: Report) -> None:
    heading = "三、收到和处理政府信息公开申请情况"
    text = page().replace("2025年", "2024年").replace(heading, f"{heading}\n2025年度情况")
    found = hand_in(report, cast, text)
    assert [concern.key for concern in found.proposal.concerns] == ["year"]
    assert found.proposal.items[RECEIVED].incoming == "12"


def test_a_document_without_a_year_is_asked_about(cast: Cast, report: Report) -> None:
    text = page().replace("示例市教育局2025年政府信息公开工作年度报告\n", "")
    found = hand_in(report, cast, text)
    assert [concern.sentence for concern in found.proposal.concerns] == [
        "文件里没有写明是哪一年的报告，请确认是2025年的。"
    ]


def test_another_format_gives_only_the_cells_both_have(cast: Cast) -> None:
    old = Report.objects.create(bureau=cast.education, year=2020, format_id="notice_2019_60")
    filing = Filing(
        people.draft(cast.water).format,
        "示例市教育局",
        2020,
        {RECEIVED: 4, "requests.other_handling.fee_unpaid.other": 1},
    )
    proposal = propose(old.filing(), Imported(filing))
    assert [concern.key for concern in proposal.concerns] == ["format"]
    assert proposal.foreign == ("requests.other_handling.fee_unpaid.other",)
    assert proposal.items[RECEIVED].kind is Kind.NEW


def test_choices_made_before_somebody_else_wrote_are_not_carried_out(cast: Cast, report: Report) -> None:
    found = hand_in(report, cast, page())
    entry.save_table(report.pk, cast.colleague, "requests", {}, {RECEIVED: "9"})
    with pytest.raises(Stale):
        store.confirm(report, cast.clerk, found.intake.pk, found.proposal.defaults)
    assert report.filing().figures == {RECEIVED: 9}


def test_nobody_else_and_no_locked_report_takes_a_document(cast: Cast, report: Report) -> None:
    found = hand_in(report, cast, page())
    for other in (cast.water_clerk, cast.supervisor):
        with pytest.raises(Refused):
            store.confirm(report, other, found.intake.pk, found.proposal.defaults)
        with pytest.raises(Refused):
            store.hand_in(report, other, NAME, page().encode())
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    with pytest.raises(Refused, match="不能改"):
        store.confirm(report, cast.clerk, found.intake.pk, found.proposal.defaults)


# --- Undoing -------------------------------------------------------------------------------------------


def test_an_import_can_be_undone_exactly(cast: Cast, report: Report) -> None:
    entry.save_table(report.pk, cast.clerk, "requests", {}, {RECEIVED: "10", GRANTED: "/"})
    entry.save_words(report.pk, cast.clerk, {}, {"problems": "问题是人手不足。"})
    entry.declare_empty(report.pk, cast.clerk, "cases")
    report.refresh_from_db()
    before, declared, said = report.filing(), report.declared, report.imported
    found = hand_in(report, cast, page())
    take(report, cast, found, Choices(found.proposal.defaults.taken, {RECEIVED, GRANTED, "problems"}))
    assert report.filing() != before
    done = store.undo(report, cast.clerk)
    report.refresh_from_db()
    assert (report.filing(), report.declared, report.imported) == (before, declared, said)
    assert (done.restored, done.kept) == (25, ())
    assert list(report.events.values_list("action", "note"))[-1] == ("undo_import", "恢复25处")
    with pytest.raises(Refused, match="没有可以撤销的导入"):
        store.undo(report, cast.clerk)


def test_a_declaration_comes_back_with_the_undo(cast: Cast, report: Report) -> None:
    entry.declare_empty(report.pk, cast.clerk, "requests")
    report.refresh_from_db()
    before = report.filing()
    take(report, cast, hand_in(report, cast, page()), Choices(used={RECEIVED}))
    assert report.declared == {}
    store.undo(report, cast.clerk)
    report.refresh_from_db()
    assert report.filing() == before


def test_what_was_changed_since_the_import_stays_at_the_undo(cast: Cast, report: Report) -> None:
    take(report, cast, hand_in(report, cast, page()))
    entry.save_table(report.pk, cast.clerk, "requests", {RECEIVED: "12"}, {RECEIVED: "15"})
    done = store.undo(report, cast.clerk)
    report.refresh_from_db()
    assert (report.filing().figures, done.kept) == ({RECEIVED: 15}, (RECEIVED,))
    assert report.events.last().note == "恢复24处，1处导入后又改过，没有动"


def test_what_an_undo_leaves_alone_is_named(cast: Cast, report: Report) -> None:
    take(report, cast, hand_in(report, cast, page()))
    entry.save_table(report.pk, cast.colleague, "requests", {RECEIVED: "12"}, {RECEIVED: "15"})
    entry.save_words(report.pk, cast.colleague, {"problems": report.problems}, {"problems": "同事写的。"})
    browser = people.client_of(cast.clerk)
    said = browser.post(reverse("undo_intake", args=[report.pk]), follow=True).text
    assert "另有2处导入后又改过，没有动：三、申请办理：自然人，一、本年新收政府信息公开申请数量；" in said
    assert "；五、存在的主要问题及改进情况。" in said


# --- Three-way merge -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "now", "incoming", "kind"),
    [
        ("", "", "5", Kind.NEW),
        ("5", "5", "6", Kind.CHANGED),
        ("5", "7", "5", Kind.KEPT),
        ("5", "7", "6", Kind.CLASH),
        ("", "7", "6", Kind.CLASH),
        ("5", "6", "6", Kind.SAME),
        ("5", "5", "", Kind.CLASH),
        ("5", "7", "", Kind.CLASH),
        ("5", "", "5", Kind.KEPT),
        ("5", "", "6", Kind.CLASH),
    ],
)
def test_a_value_is_written_where_only_the_document_has_changed(
    base: str, now: str, incoming: str, kind: Kind
) -> None:
    assert merge({"k": base}, {"k": now}, {"k": incoming}) == {"k": kind}


def test_without_a_base_only_empty_places_are_written() -> None:
    assert merge({}, {"a": "1"}, {"a": "2", "b": "3"}) == {"a": Kind.CLASH, "b": Kind.NEW}


def test_paragraphs_both_have_changed_apart_from_each_other_are_put_together(
    cast: Cast, report: Report
) -> None:
    entry.save_words(report.pk, cast.clerk, {}, {"overview": "甲改\n乙\n丙"})
    report.refresh_from_db()
    filing = Filing(report.format, "示例市教育局", 2025, sections={"overview": "甲\n乙\n丙改"})
    item = propose(report.filing(), Imported(filing, base={"overview": "甲\n乙\n丙"})).items["overview"]
    assert (item.kind, item.outcome) == (Kind.CHANGED, "甲改\n乙\n丙改")
    clash = propose(report.filing(), Imported(filing, base={"overview": "甲原\n乙\n丙"})).items["overview"]
    assert (clash.kind, clash.outcome) == (Kind.CLASH, "甲\n乙\n丙改")


def test_paragraphs_both_have_changed_are_chosen_one_by_one(cast: Cast, report: Report) -> None:
    entry.save_words(report.pk, cast.clerk, {}, {"overview": "甲今\n乙\n丙今\n丁"})
    report.refresh_from_db()
    filing = Filing(report.format, "示例市教育局", 2025, sections={"overview": "甲文\n乙\n丙文\n丁文"})
    proposal = propose(report.filing(), Imported(filing, base={"overview": "甲\n乙\n丙\n丁"}))
    item = proposal.items["overview"]
    assert [(clash.theirs, clash.yours) for clash in item.clashes] == [("甲今", "甲文"), ("丙今", "丙文")]
    first, second = (Choices.name(item, clash) for clash in item.clashes)
    assert proposal.outcome(Choices()) == {}
    assert item.apart == "甲今\n乙\n丙今\n丁文"
    assert proposal.outcome(proposal.defaults) == {"overview": "甲今\n乙\n丙今\n丁文"}
    chosen = Choices(taken={"overview"}, paragraphs={first: Choice.YOURS, second: Choice.BOTH})
    assert proposal.outcome(chosen) == {"overview": "甲文\n乙\n丙今\n丙文\n丁文"}


def test_the_page_asks_for_each_paragraph_of_a_workbook(cast: Cast, report: Report) -> None:
    entry.save_words(report.pk, cast.clerk, {}, {"overview": "甲。\n乙。\n丙。"})
    report.refresh_from_db()
    taken_out = load_workbook(BytesIO(render_xlsx(report.filing())))
    entry.save_words(
        report.pk, cast.clerk, {"overview": "甲。\n乙。\n丙。"}, {"overview": "甲今。\n乙。\n丙今。"}
    )
    ((sheet, cells),) = taken_out.defined_names["words.overview"].destinations
    for (cell,) in taken_out[sheet][cells]:
        cell.value = {"甲。": "甲文。", "丙。": "丙文。"}.get(cell.value, cell.value)
    content = BytesIO()
    taken_out.save(content)
    store.hand_in(report, cast.clerk, "填好的.xlsx", content.getvalue())
    clerk = people.client_of(cast.clerk)
    page = clerk.get(reverse("intake", args=(report.pk,))).content.decode()
    names = re.findall(r'name="(settle:overview:[0-9a-f]{12})" value="yours"', page)
    assert len(names) == 2
    found = store.waiting(report)
    assert found is not None
    report.refresh_from_db()
    sent = {"intake": found.intake.pk, "revision": report.revision, "take": "overview", names[1]: "yours"}
    clerk.post(reverse("confirm_intake", args=(report.pk,)), {**sent, names[0]: "all"})
    report.refresh_from_db()
    assert report.overview == "甲今。\n乙。\n丙文。"


def workbook(content: bytes, **typed: object) -> bytes:
    """A workbook that was taken out, with other values in these cells."""
    book = load_workbook(BytesIO(content))
    for name, value in typed.items():
        ((sheet, cell),) = book.defined_names[name].destinations
        book[sheet][cell] = value
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_workbook_brings_back_what_was_filled_in_elsewhere_and_nothing_else(
    cast: Cast, report: Report
) -> None:
    entry.save_table(report.pk, cast.clerk, "requests", {}, {RECEIVED: "10", GRANTED: "8", SLASH: "2"})
    report.refresh_from_db()
    taken_out = render_xlsx(report.filing())
    entry.save_table(
        report.pk, cast.colleague, "requests", {GRANTED: "8", SLASH: "2"}, {GRANTED: "9", SLASH: "3"}
    )
    report.refresh_from_db()
    back = workbook(taken_out, **{RECEIVED: 11, SLASH: 4, "cases.review.upheld": 1})
    store.hand_in(report, cast.clerk, "填好的.xlsx", back)
    found = store.waiting(report)
    assert found is not None and not found.proposal.concerns
    kinds = {key: item.kind for key, item in found.proposal.items.items() if item.incoming}
    assert {kinds[RECEIVED], kinds["cases.review.upheld"]} == {Kind.CHANGED, Kind.NEW}
    assert (kinds[GRANTED], kinds[SLASH]) == (Kind.KEPT, Kind.CLASH)
    take(report, cast, found)
    figures = report.filing().figures
    assert (figures[RECEIVED], figures[GRANTED], figures[SLASH]) == (11, 9, 3)
    assert figures["cases.review.upheld"] == 1


def test_what_a_workbook_has_that_is_no_figure_is_listed_and_nothing_is_emptied(
    cast: Cast, report: Report
) -> None:
    entry.save_table(report.pk, cast.clerk, "requests", {}, {RECEIVED: "10", SLASH: "/"})
    report.refresh_from_db()
    back = workbook(render_xlsx(report.filing()), **{RECEIVED: "待定"})
    store.hand_in(report, cast.clerk, "填好的.xlsx", back)
    found = store.waiting(report)
    assert found is not None
    assert {found.proposal.items[key].kind for key in (RECEIVED, SLASH)} == {Kind.KEPT}
    strays = {stray.text for part in found.proposal.parts for stray in part.strays}
    assert {"待定", "/"} <= strays


@pytest.mark.parametrize("draw", [render_docx, render_html, render_pdf])
def test_a_report_drawn_in_any_form_comes_back_whole(
    cast: Cast, report: Report, draw: Callable[[Filing], bytes]
) -> None:
    filing = people.draft(cast.water, figures={RECEIVED: 12, GRANTED: 12}).filing()
    other = replace(filing, body="示例市教育局", date="2026年1月20日")
    store.hand_in(report, cast.clerk, "年报", draw(other))
    found = store.waiting(report)
    assert found is not None and not found.proposal.concerns
    take(report, cast, found)
    assert report.filing().figures == filing.figures
    assert report.filing().sections == filing.sections


# --- The pages -----------------------------------------------------------------------------------------


def send(cast: Cast, report: Report, content: bytes, name: str = NAME) -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return people.client_of(cast.clerk).post(reverse("intake", args=(report.pk,)), {"file": file})


def test_the_page_asks_for_a_file_and_then_shows_both_sides(cast: Cast, report: Report) -> None:
    clerk = people.client_of(cast.clerk)
    address = reverse("intake", args=(report.pk,))
    assert 'type="file"' in clerk.get(address).content.decode()
    assert send(cast, report, page().encode())["Location"] == address
    shown = clerk.get(address).content.decode()
    for said in (NAME, "填上23格", "99", "没有读出来", "示例市教育局", "国办公开办函〔2021〕30号"):
        assert said in shown
    assert 'id="left-0"' in shown and 'href="#left-0"' in shown
    assert NAME in clerk.get(reverse("report", args=(report.pk,))).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.txt", b" ", "是空文件"),
        ("大.txt", b"x" * (5 * 1024 * 1024 + 1), "最大5MB"),
        ("随笔.txt", "天气很好。".encode(), "没有找到年度报告的标题和表格"),
        ("图.png", b"\x89PNG\r\n", "图片"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_at_its_place(
    cast: Cast, report: Report, name: str, content: bytes, sentence: str
) -> None:
    answer = send(cast, report, content, name)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text and 'aria-invalid="true"' in text
    assert not Intake.objects.exists()


def test_no_file_is_asked_for_again(cast: Cast, report: Report) -> None:
    answer = people.client_of(cast.clerk).post(reverse("intake", args=(report.pk,)))
    assert answer.status_code == 422
    assert "请选一个文件" in answer.content.decode()


def confirming(found: store.Waiting, report: Report, **choices: object) -> dict[str, object]:
    return {"intake": found.intake.pk, "revision": report.revision, **choices}


def test_the_form_writes_what_is_ticked_and_offers_the_undo(cast: Cast, report: Report) -> None:
    clerk = people.client_of(cast.clerk)
    found = hand_in(report, cast, page())
    sent = confirming(found, report, take=["requests", "overview"])
    answer = clerk.post(reverse("confirm_intake", args=(report.pk,)), sent, follow=True)
    shown = answer.content.decode()
    assert "已从“报告.txt”导入：填上23格，文字1处" in shown and "撤销导入" in shown
    clerk.post(reverse("undo_intake", args=(report.pk,)))
    report.refresh_from_db()
    assert report.filing().figures == {}


def test_what_was_ticked_stays_ticked_where_something_is_still_to_be_said(cast: Cast, report: Report) -> None:
    entry.save_table(report.pk, cast.clerk, "requests", {}, {RECEIVED: "10"})
    report.refresh_from_db()
    found = hand_in(report, cast, page(body="示例市水务局"))
    sent = confirming(found, report, take=["overview"], use=[RECEIVED])
    answer = people.client_of(cast.clerk).post(reverse("confirm_intake", args=(report.pk,)), sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请先确认：文件写的单位是“示例市水务局”" in shown
    assert f'name="use" value="{RECEIVED}" checked' in shown
    assert 'name="take" value="overview" checked' in shown
    assert 'name="take" value="requests" checked' not in shown


def test_a_stale_form_is_shown_anew_and_writes_nothing(cast: Cast, report: Report) -> None:
    found = hand_in(report, cast, page())
    sent = confirming(found, report, take=["requests"])
    entry.save_table(report.pk, cast.colleague, "requests", {}, {RECEIVED: "9"})
    answer = people.client_of(cast.clerk).post(reverse("confirm_intake", args=(report.pk,)), sent)
    assert answer.status_code == 409
    assert "请看过现在的内容再办" in answer.content.decode()
    assert report.filing().figures == {RECEIVED: 9}


def test_a_document_is_shown_as_text_whatever_is_in_it(cast: Cast, report: Report) -> None:
    send(cast, report, (page() + "\n<script>alert(1)</script>").encode())
    shown = people.client_of(cast.clerk).get(reverse("intake", args=(report.pk,))).content.decode()
    assert "&lt;script&gt;alert(1)" in shown and "<script>alert" not in shown
