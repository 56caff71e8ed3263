"""Rectangles in the entry table: pasted from a spreadsheet or a document, copied out, one step back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.formats.schema import Format
from disclosure.models import Report, State
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit
from .test_entry import cell, open_section, stored, until_saved

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = (
    "natural_person",
    "enterprise",
    "research_institute",
    "social_welfare_organisation",
    "legal_service",
)


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


@pytest.fixture
def report(cast: people.Cast) -> Report:
    return people.blank(cast.education)


@pytest.fixture
def page(page: Page, live_server: LiveServer, cast: people.Cast, report: Report) -> Iterator[Page]:
    """The clerk before table three of an empty report."""
    admit(page, live_server.url, cast.clerk)
    open_section(page, live_server.url, report, "requests")
    yield page


def paste(page: Page, key: str, text: str = "", html: str = "") -> None:
    """What the browser does on Ctrl+V with this on the clipboard."""
    page.locator(cell(key)).focus()
    page.evaluate(
        """([key, text, html]) => {
            const data = new DataTransfer();
            data.setData('text/plain', text);
            if (html) { data.setData('text/html', html); }
            const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
            document.getElementById(key).dispatchEvent(event);
        }""",
        [key, text, html],
    )


def copied(page: Page, key: str, act: str = "copy") -> str:
    """What Ctrl+C, or Ctrl+X, puts on the clipboard."""
    return page.evaluate(
        """([key, act]) => {
            const data = new DataTransfer();
            document.getElementById(key).dispatchEvent(
                new ClipboardEvent(act, { clipboardData: data, bubbles: true, cancelable: true }));
            return data.getData('text/plain');
        }""",
        [key, act],
    )


def panel(page: Page):
    return page.get_by_role("group", name="贴进来的数")


def accept(page: Page) -> None:
    panel(page).get_by_role("button", name="贴上").click()


def values(page: Page, row: str, columns: tuple[str, ...] = COLUMNS) -> list[str]:
    return [page.locator(cell(f"requests.{row}.{column}")).input_value() for column in columns]


def label(form: Format, row: str) -> str:
    return next(p.row.label for p in form.tables["requests"].places.values() if p.row.key == row)


def test_nothing_is_changed_before_the_preview_is_accepted(page: Page) -> None:
    paste(page, "requests.received.natural_person", "12\t3\n4\t5")
    expect(panel(page)).to_contain_text("会改4格")
    assert values(page, "received", COLUMNS[:2]) == ["", ""]
    assert page.locator(".cell.will").count() == 4
    panel(page).get_by_role("button", name="不贴").click()
    assert page.locator(".cell.will").count() == 0
    assert values(page, "received", COLUMNS[:2]) == ["", ""]


def test_a_rectangle_from_a_spreadsheet_is_pasted_and_adds_up(page: Page) -> None:
    paste(page, "requests.received.natural_person", "１2\t3,001\n4\t5\n")
    accept(page)
    assert values(page, "received", COLUMNS[:2]) == ["１2", "3,001"]
    assert values(page, "carried_in", COLUMNS[:2]) == ["4", "5"]
    expect(page.locator('tfoot td[data-column="enterprise"]')).to_contain_text("没填全")
    expect(page.locator("#toast")).to_contain_text("已贴上4格")


def test_one_step_back_restores_what_stood_there(page: Page) -> None:
    page.locator(cell("requests.received.natural_person")).fill("7")
    paste(page, "requests.received.natural_person", "12\t3\n4\t5")
    expect(panel(page)).to_contain_text("其中1格原来有数")
    accept(page)
    page.locator(cell("requests.received.natural_person")).press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["7", ""]
    assert values(page, "carried_in", COLUMNS[:2]) == ["", ""]


def test_signs_for_nothing_are_asked_about_and_blanks_change_nothing(page: Page) -> None:
    page.locator(cell("requests.carried_in.enterprise")).fill("9")
    paste(page, "requests.received.natural_person", "/\t—\n4\t")
    expect(panel(page)).to_contain_text("2格是“/”、“—”，不是数字")
    expect(panel(page)).to_contain_text("1格是空的，那里不动")
    accept(page)
    assert values(page, "received", COLUMNS[:2]) == ["/", "—"]
    assert values(page, "carried_in", COLUMNS[:2]) == ["4", "9"]


def test_numbers_a_cell_cannot_hold_are_asked_about(page: Page) -> None:
    paste(page, "requests.received.natural_person", "3.5\t-2\t1,200")
    expect(panel(page)).to_contain_text("2格是“3.5”、“-2”，这里不能这样填")
    accept(page)
    assert values(page, "received", COLUMNS[:3]) == ["3.5", "-2", "1,200"]


TABLE_FOUR = (
    "行政复议\t\t\t\t\t行政诉讼\n"
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t\t\t\t\t复议后起诉\n"
    "1\t0\t0\t2\t3\t0\t0\t0\t0\t0\t0\t0\t0\t0\t0"
)
TABLE_TWO = "行政许可\t12\n第二十条第（六）项\n信息内容\t本年处理决定数量\n行政处罚\t3\n行政强制\t4"


@pytest.mark.parametrize(("text", "number"), [(TABLE_FOUR, "四、"), (TABLE_TWO, "二、")])
def test_the_table_of_another_section_is_refused_with_its_name(page: Page, text: str, number: str) -> None:
    paste(page, "requests.received.natural_person", text)
    expect(panel(page)).to_contain_text(f"贴来的是“{number}")
    expect(panel(page)).to_contain_text("不是这一部分的，没有贴")
    expect(panel(page).get_by_role("button", name="贴上")).to_have_count(0)
    assert page.locator(".cell.will").count() == 0


def test_labelled_lines_go_where_their_labels_stand(page: Page, report: Report) -> None:
    rows = ("carried_in", "received")
    lines = "".join(
        f"<tr><td>{label(report.format, row)}</td>"
        + "".join(f"<td>{n + at}</td>" for at in range(6))
        + "<td>0</td></tr>"
        for n, row in ((10, rows[0]), (20, rows[1]))
    )
    paste(page, "requests.granted.other", html=f"<table>{lines}</table>")
    accept(page)
    assert values(page, "received") == ["20", "21", "22", "23", "24"]
    assert values(page, "carried_in") == ["10", "11", "12", "13", "14"]
    assert values(page, "granted") == [""] * 5


def test_merged_labels_of_a_word_table_do_not_shift_the_figures(page: Page, report: Report) -> None:
    first, second = (label(report.format, f"refused.{row}") for row in ("state_secret", "forbidden_by_law"))
    group = "<td rowspan=2>三、</td><td rowspan=2>（三）</td>"
    html = (
        f"<table><tr>{group}<td>{first}</td><td>1</td><td>2</td></tr>"
        f"<tr><td>{second}</td><td>3</td><td>4</td></tr></table>"
    )
    paste(page, "requests.received.natural_person", html=html)
    accept(page)
    assert values(page, "refused.state_secret", COLUMNS[:2]) == ["1", "2"]
    assert values(page, "refused.forbidden_by_law", COLUMNS[:2]) == ["3", "4"]


def test_labels_of_another_table_are_refused(page: Page) -> None:
    paste(page, "requests.received.natural_person", "人数\t1\t2\n车辆\t3\t4")
    expect(panel(page)).to_contain_text("这张表里没有这样的行，或者不止一行：“人数”、“车辆”")
    assert page.locator(".cell.will").count() == 0


def test_nothing_is_pasted_into_a_table_that_was_closed_meanwhile(page: Page, report: Report) -> None:
    paste(page, "requests.received.natural_person", "1\t2")
    accept(page)
    until_saved(page)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(cell("requests.received.natural_person"))).not_to_be_editable()
    paste(page, "requests.received.natural_person", "7\t8")
    expect(panel(page)).to_be_hidden()
    page.keyboard.press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["1", "2"]


def test_figures_beyond_the_table_are_told(page: Page) -> None:
    paste(page, "requests.carried_out.other", "1\t2\t3\n4\t5\t6")
    expect(panel(page)).to_contain_text("个数在表外，贴不进去")


def test_a_rectangle_chosen_with_the_keyboard_is_copied_out(page: Page) -> None:
    paste(page, "requests.received.natural_person", "12\t3\n4\t5")
    accept(page)
    page.locator(cell("requests.received.natural_person")).press("Shift+ArrowDown")
    page.locator(cell("requests.received.natural_person")).press("Shift+ArrowRight")
    assert page.locator(".cell.sel").count() == 4
    assert copied(page, "requests.received.natural_person") == "12\t3\n4\t5"


def test_a_chosen_rectangle_is_cut_out_with_one_step_back(page: Page) -> None:
    paste(page, "requests.received.natural_person", "1\t2\n3\t4")
    accept(page)
    page.locator(cell("requests.received.natural_person")).press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    taken = copied(page, "requests.received.natural_person", "cut")
    assert taken == "1\t2\n3\t4"
    assert values(page, "received", COLUMNS[:2]) + values(page, "carried_in", COLUMNS[:2]) == [""] * 4
    expect(page.locator("#toast")).to_contain_text("已剪切4格")
    page.keyboard.press("Escape")
    assert values(page, "received", COLUMNS[:2]) == ["", ""]
    page.keyboard.press("Control+z")
    assert values(page, "carried_in", COLUMNS[:2]) == ["3", "4"]


@pytest.mark.parametrize("way", ["ArrowDown", "Enter", "Tab"])
def test_who_walks_on_leaves_the_chosen_rectangle(page: Page, way: str) -> None:
    paste(page, "requests.received.natural_person", "1\t2\t3")
    accept(page)
    page.locator(cell("requests.received.natural_person")).press("Shift+ArrowRight")
    assert page.locator(".cell.sel").count() == 2
    page.keyboard.press(way)
    assert page.locator(".cell.sel").count() == 0
    page.keyboard.press("Delete")
    assert values(page, "received", COLUMNS[:1]) == ["1"]
    here = page.evaluate("document.activeElement.id")
    paste(page, here, "5\t6")
    accept(page)
    assert page.locator(cell(here)).input_value() == "5"


def test_what_was_cut_and_pasted_elsewhere_is_put_back_step_by_step(page: Page, report: Report) -> None:
    paste(page, "requests.received.natural_person", "1\t2\t3")
    accept(page)
    page.locator(cell("requests.received.natural_person")).click()
    page.locator(cell("requests.received.research_institute")).click(modifiers=["Shift"])
    text = copied(page, "requests.received.natural_person", "cut")
    paste(page, "requests.granted.natural_person", text)
    accept(page)
    until_saved(page)
    assert values(page, "received", COLUMNS[:3]) == ["", "", ""]
    open_section(page, page.url.split("/work/")[0], report, "cases")
    open_section(page, page.url.split("/work/")[0], report, "requests")
    page.locator(cell("requests.partly_granted.natural_person")).focus()
    page.keyboard.press("Control+z")
    assert values(page, "granted", COLUMNS[:3]) == ["", "", ""]
    page.keyboard.press("Control+z")
    assert values(page, "received", COLUMNS[:3]) == ["1", "2", "3"]
    until_saved(page)
    assert stored(report, "requests.received.enterprise") == 2


def test_a_chosen_rectangle_is_emptied_in_one_step(page: Page) -> None:
    paste(page, "requests.received.natural_person", "12\t3\n4\t5")
    accept(page)
    page.locator(cell("requests.received.natural_person")).press("Shift+ArrowDown")
    page.locator(cell("requests.received.natural_person")).press("Delete")
    assert values(page, "received", COLUMNS[:2]) == ["", "3"]
    page.locator(cell("requests.received.natural_person")).press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["12", "3"]


def test_all_empty_cells_become_zero_and_one_step_back_empties_them(page: Page, report: Report) -> None:
    page.locator(cell("requests.granted.enterprise")).fill("5")
    page.get_by_role("button", name="没填的都填0").click()
    count = len(report.format.tables["requests"].entered) - 1
    expect(page.locator("#toast")).to_contain_text(f"{count}格")
    assert values(page, "granted") == ["0", "5", "0", "0", "0"]
    page.locator("#toast").get_by_role("button", name="撤销").click()
    assert values(page, "granted") == ["", "5", "", "", ""]


def test_the_name_of_a_group_stands_for_its_cells(page: Page) -> None:
    page.locator("th.grp", has_text="（三）").click()
    assert page.locator(".cell.sel").count() == 8 * 6
    page.keyboard.type("0")
    page.keyboard.press("Control+Enter")
    assert values(page, "refused.state_secret") == ["0"] * 5
    assert values(page, "refused.administrative_query") == ["0"] * 5
    assert values(page, "granted") == [""] * 5


@pytest.mark.parametrize(
    ("head", "blocks"), [("行政复议", ["review"]), ("行政诉讼", ["direct_suit", "suit_after_review"])]
)
def test_the_name_of_a_block_stands_for_its_cells(
    page: Page, live_server: LiveServer, report: Report, head: str, blocks: list[str]
) -> None:
    open_section(page, live_server.url, report, "cases")
    page.locator("thead th", has_text=head).first.click()
    page.keyboard.type("0")
    page.keyboard.press("Control+Enter")
    until_saved(page)
    filled = {key.split(".")[1] for key, figure in report.filing().figures.items() if figure == 0}
    assert filled == set(blocks)
    page.locator(cell(f"cases.{blocks[0]}.upheld")).press("Control+z")
    expect(page.locator(cell(f"cases.{blocks[-1]}.pending"))).to_have_value("")


def test_the_name_of_a_column_stands_for_its_cells(page: Page) -> None:
    page.locator("thead th", has_text="科研").click()
    page.keyboard.type("0")
    page.keyboard.press("Control+Enter")
    assert values(page, "received") == ["", "", "0", "", ""]
    assert values(page, "carried_out") == ["", "", "0", "", ""]


def test_home_end_and_control_with_an_arrow_go_to_the_edge(page: Page) -> None:
    page.locator(cell("requests.granted.enterprise")).focus()
    page.keyboard.press("End")
    expect(page.locator(cell("requests.granted.other"))).to_be_focused()
    page.keyboard.press("Home")
    expect(page.locator(cell("requests.granted.natural_person"))).to_be_focused()
    page.keyboard.press("Control+ArrowDown")
    expect(page.locator(cell("requests.carried_out.natural_person"))).to_be_focused()
    page.keyboard.press("Control+Home")
    expect(page.locator(cell("requests.received.natural_person"))).to_be_focused()


def test_wide_cells_of_section_two_take_one_figure_each(
    page: Page, live_server: LiveServer, report: Report
) -> None:
    open_section(page, live_server.url, report, "disclosure")
    paste(page, "disclosure.penalties.decisions", "31\t\t\n32\t\t")
    accept(page)
    assert page.locator(cell("disclosure.penalties.decisions")).input_value() == "31"
    assert page.locator(cell("disclosure.compulsory_measures.decisions")).input_value() == "32"


OLD_HEADS = "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n"
OLD = ("previous", "change", "decisions")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("10\t＋3\t25\n7\t减2\t9", ""),
        ("10\t\t＋3\t\t25\t\n7\t\t减2\t\t9\t", ""),
        (f"{OLD_HEADS}行政许可\t10\t＋3\t25\n其他对外管理服务事项\t7\t减2\t9", ""),
        (
            "",
            "<table><tr><td colspan=2>10</td><td colspan=2>＋3</td><td colspan=2>25</td></tr>"
            "<tr><td colspan=2>7</td><td colspan=2>减2</td><td colspan=2>9</td></tr></table>",
        ),
        ("", "<table><tr><td>10<td colspan=3>＋3<td>25<tr><td>7<td colspan=3>减2<td>9</table>"),
    ],
    ids=["cells", "merged", "labelled", "spans", "other spans"],
)
def test_cells_over_several_columns_take_one_figure_each_and_lose_none(
    page: Page, live_server: LiveServer, cast: people.Cast, text: str, html: str
) -> None:
    open_section(page, live_server.url, people.blank(cast.education, 2020), "disclosure")
    paste(page, "disclosure.licences.previous", text, html)
    expect(panel(page)).to_contain_text("会改6格")
    accept(page)
    found = [
        [page.locator(cell(f"disclosure.{row}.{column}")).input_value() for column in OLD]
        for row in ("licences", "other_services")
    ]
    assert found == [["10", "＋3", "25"], ["7", "减2", "9"]]
    page.locator(cell("disclosure.licences.previous")).press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert copied(page, "disclosure.licences.previous").split("\n")[1].split("\t")[1:] == ["减2", "9"]


def test_a_chosen_rectangle_cuts_no_wide_cell_and_goes_back_where_it_came_from(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    open_section(page, live_server.url, people.blank(cast.education, 2020), "disclosure")
    keys = [
        "disclosure.compulsory_measures.previous",
        "disclosure.compulsory_measures.change",
        "disclosure.compulsory_measures.decisions",
        "disclosure.administrative_fees.previous",
        "disclosure.administrative_fees.change",
    ]
    for at, key in enumerate(keys, 1):
        page.locator(cell(key)).fill(str(at))
    page.locator(cell("disclosure.compulsory_measures.decisions")).press("Shift+ArrowDown")
    taken = copied(page, "disclosure.compulsory_measures.decisions")
    assert taken == "1\t2\t3\n4\t5"
    page.keyboard.press("Delete")
    assert [page.locator(cell(key)).input_value() for key in keys] == [""] * 5
    paste(page, "disclosure.compulsory_measures.previous", taken)
    accept(page)
    assert [page.locator(cell(key)).input_value() for key in keys] == ["1", "2", "3", "4", "5"]


def test_two_figures_for_one_wide_cell_are_told(page: Page, live_server: LiveServer, report: Report) -> None:
    open_section(page, live_server.url, report, "disclosure")
    paste(page, "disclosure.licences.decisions", "12\t7")
    expect(panel(page)).to_contain_text("1个数在表外，贴不进去")
    accept(page)
    expect(page.locator(cell("disclosure.licences.decisions"))).to_have_value("12")


@pytest.mark.parametrize("row", ["received", "not_processed.duplicate"])
def test_the_preview_does_not_cover_the_cells_it_speaks_of_at_twice_the_size(page: Page, row: str) -> None:
    page.set_viewport_size({"width": 683, "height": 384})
    paste(page, f"requests.{row}.natural_person", "1\t/\t-2\t0\t0\t0")
    changed, said = page.locator(".cell.will").first, panel(page)
    expect(changed).to_be_in_viewport(ratio=1)
    expect(said).to_be_in_viewport(ratio=1)
    assert changed.bounding_box()["y"] + changed.bounding_box()["height"] <= said.bounding_box()["y"]
    expect(said.get_by_role("button", name="贴上（6格）")).to_be_focused()


def test_the_preview_has_nothing_axe_complains_of(page: Page) -> None:
    paste(page, "requests.received.natural_person", "/\t3\n4\t5")
    expect(panel(page)).to_be_visible()
    faultless(page)


def test_a_label_merged_over_three_columns_does_not_shift_its_figures(page: Page, report: Report) -> None:
    rows = "".join(
        f"<tr><td colspan=3>{label(report.format, row)}</td>"
        + "".join(f"<td>{n}</td>" for n in figures)
        + "</tr>"
        for row, figures in (("received", (1, 2, 3, 4, 5, 6)), ("carried_in", (7, 8, 9, 10, 11, 12)))
    )
    paste(page, "requests.received.natural_person", html=f"<table>{rows}</table>")
    accept(page)
    assert values(page, "received") == ["1", "2", "3", "4", "5"]
    assert values(page, "carried_in") == ["7", "8", "9", "10", "11"]


@pytest.mark.parametrize("html", [False, True])
def test_characters_nobody_sees_are_no_part_of_a_figure(page: Page, report: Report, html: bool) -> None:
    cells = ["\ufeff1", "\u200b2\u200b", "\u200e3", "4\u2060"]
    paste(
        page, "requests.received.natural_person", "\t".join(cells), table_of("|".join(cells)) if html else ""
    )
    expect(panel(page)).to_contain_text("会改4格")
    expect(panel(page)).not_to_contain_text("不是数字")
    accept(page)
    assert values(page, "received", COLUMNS[:4]) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr style='height:0;display:none'><td>9</td><td>9</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table><tr hidden><td>9</td></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table><col><col style='display:none;mso-width-source:userset'><col>"
        "<tr><td>1</td><td>9</td><td>2</td></tr></table>",
        "<table><tr><td style='display:none'>9</td><td>1</td><td>2</td></tr></table>",
    ],
)
def test_what_the_source_hides_is_left_out_and_told(page: Page, html: str) -> None:
    paste(page, "requests.received.natural_person", "x", html)
    expect(panel(page)).to_contain_text("会改2格")
    expect(panel(page)).to_contain_text("原表里有1处隐藏的行、列或格子，没有贴。")
    accept(page)
    assert values(page, "received", COLUMNS[:2]) == ["1", "2"]


def test_a_merged_label_that_begins_in_a_hidden_row_shifts_nothing(page: Page, report: Report) -> None:
    row = label(report.format, "granted")
    html = (
        f"<table><tr style='display:none'><td rowspan=2>{row}</td><td>9</td><td>9</td></tr>"
        "<tr><td>1</td><td>2</td></tr></table>"
    )
    paste(page, "requests.received.natural_person", "x", html)
    accept(page)
    assert values(page, "granted", COLUMNS[:2]) == ["1", "2"]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("5<script>alert(1)</script><style>td{}</style>", "5"),
        ("<input value='5'><input type='hidden' value='7'>", "5"),
        ("<select><option>1</option><option>2</option></select>", "1／2"),
        ("<a style='mso-comment-reference:x_1'>5</a><span class=MsoCommentReference>[x1]</span>", "5"),
        ("12<a href='#_ftn1'>[1]</a>", "12[1]"),
    ],
)
def test_what_is_no_text_of_a_cell_makes_no_other_number(page: Page, inside: str, shown: str) -> None:
    paste(page, "requests.received.natural_person", "x", table_of(f"{inside}|3"))
    accept(page)
    assert values(page, "received", COLUMNS[:2]) == [shown, "3"]


def table_of(*rows: str) -> str:
    """A table as HTML; cells of a row are separated by bars and may hold HTML themselves."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


@pytest.mark.parametrize(
    "text", ["1\t2\n3\t待定\n5\t6", "1\t2\n待定\t待定\n5\t6", "1\t2\t3\n1\t待定\t9\n5\t6\t7"]
)
def test_a_line_with_words_keeps_its_place_and_is_asked_about(page: Page, text: str) -> None:
    paste(page, "requests.received.natural_person", text)
    expect(panel(page)).to_contain_text("“待定”，不是数字")
    accept(page)
    assert values(page, "granted", COLUMNS[:2]) == ["5", "6"]


def test_figures_with_a_unit_are_asked_about_and_labels_stay_with_their_line(
    page: Page, report: Report
) -> None:
    name = label(report.format, "granted")
    paste(page, "requests.received.natural_person", f"{name}\t3\t待定\t4件\t0\t0\t0")
    expect(panel(page)).to_contain_text("2格是“待定”、“4件”，不是数字")
    accept(page)
    assert values(page, "granted") == ["3", "待定", "4件", "0", "0"]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<p>3</p><p>400</p>", "3／400"),
        ("3<br>400", "3／400"),
        ("12<sup>1</sup>", "12／1"),
        ("12<small>1</small>", "12／1"),
        ("12<span style='font-size:7pt'>1</span>", "12／1"),
        ("<font color='black'>12</font><font color='red'>1</font>", "12／1"),
        ("<s>3</s>4", "划去：3／4"),
        ("<span style='text-decoration:line-through'>3</span>4", "划去：3／4"),
        ("3<span style='display:none'>4</span>", "3／4"),
    ],
)
def test_digits_that_do_not_belong_together_make_no_number(page: Page, inside: str, shown: str) -> None:
    paste(page, "requests.received.natural_person", "x", table_of(f"{inside}|5"))
    expect(panel(page)).to_contain_text(f"“{shown}”，不是数字")
    accept(page)
    assert values(page, "received", COLUMNS[:2]) == [shown, "5"]


@pytest.mark.parametrize(
    ("text", "html"), [("3\n400", "<table><tr><td><p>3</p><p>400</p></td></tr></table>")]
)
def test_one_cell_of_several_paragraphs_is_refused(page: Page, text: str, html: str) -> None:
    paste(page, "requests.received.natural_person", text, html)
    expect(panel(page)).to_contain_text("贴来的一格里有几段：3／400")
    panel(page).get_by_role("button", name="知道了").click()
    assert values(page, "received", COLUMNS[:1]) == [""]
    expect(page.locator(cell("requests.received.natural_person"))).to_be_focused()


def test_a_table_inside_the_tables_of_a_page_is_the_one_that_is_meant(page: Page) -> None:
    paste(page, "requests.received.natural_person", "x", table_of(table_of("1|2", "3|4")))
    accept(page)
    assert values(page, "carried_in", COLUMNS[:2]) == ["3", "4"]


def test_figures_of_a_second_table_on_the_clipboard_are_told(page: Page, report: Report) -> None:
    lower = f"{label(report.format, 'carried_in')}|7|8"
    halves = table_of(f"{label(report.format, 'received')}|1|2", f"{label(report.format, 'granted')}|3|4")
    paste(page, "requests.received.natural_person", "x", f"{halves}<p></p>{table_of(lower)}")
    expect(panel(page)).to_contain_text("会改4格")
    expect(panel(page)).to_contain_text(
        "一起复制的别的表里还有2个数，没有贴；是这张表的，请单独复制那一张再贴。"
    )
    accept(page)
    paste(page, "requests.received.natural_person", "x", f"{halves}{table_of(lower)}")
    expect(panel(page)).to_contain_text("没有要改的格子，4格和现在一样。一起复制的别的表里还有2个数")
    panel(page).get_by_role("button", name="知道了").click()
    paste(page, "requests.received.natural_person", "x", table_of(lower))
    accept(page)
    assert values(page, "carried_in", COLUMNS[:2]) == ["7", "8"]


def test_a_figure_in_a_table_beside_another_is_not_pasted_alone(page: Page) -> None:
    paste(page, "requests.received.natural_person", "1\n2", table_of("1") + table_of("2"))
    expect(panel(page)).to_contain_text("会改1格")
    expect(panel(page)).to_contain_text("别的表里还有1个数")
    assert values(page, "received", COLUMNS[:1]) == [""]


def test_figures_go_below_the_heads_they_came_with(page: Page, report: Report) -> None:
    name = label(report.format, "received")
    paste(
        page, "requests.received.natural_person", "x", table_of("|科研<br>机构|社会公益组织", f"{name}|5|6")
    )
    accept(page)
    assert values(page, "received") == ["", "", "5", "6", ""]


def test_heads_in_another_order_are_refused(page: Page) -> None:
    paste(page, "requests.received.natural_person", "商业企业\t自然人\n1\t2")
    expect(panel(page)).to_contain_text("贴来的表头和这张表的次序不同")
    assert page.locator(".cell.will").count() == 0


def test_a_label_may_carry_another_sign_behind_its_number_but_not_two_in_its_words(page: Page) -> None:
    paste(page, "requests.received.natural_person", "1、属于国家秘密\t7\t0\t0\t0\t0\t0")
    accept(page)
    assert values(page, "refused.state_secret", COLUMNS[:1]) == ["7"]
    paste(page, "requests.received.natural_person", "（一）予以公开\t1\t0\n（二）不公开\t2\t0")
    expect(panel(page)).to_contain_text("这张表里没有这样的行，或者不止一行：“（二）不公开”")


@pytest.mark.parametrize("typed", ["（二）不分公开", "（二）部份分公开", "部分公幵"])
def test_a_label_mistyped_by_one_sign_names_its_line_which_is_said(page: Page, typed: str) -> None:
    paste(page, "requests.received.natural_person", f"（一）予以公开\t1\t0\n{typed}\t2\t0")
    expect(panel(page)).to_contain_text(
        f"行名“{typed}”和表里的不一样，当作“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”。"
    )
    accept(page)
    assert [values(page, row, COLUMNS[:1]) for row in ("granted", "partly_granted")] == [["1"], ["2"]]


@pytest.mark.parametrize(
    "typed",
    [
        "一、去年新收政府信息公开申请数量",
        "本年结转政府信息公开申请数量",
        "二、下年结转政府信息公开申请数量",
        "四、结转上年度继续办理",
        "非重复申请",
        "不属于国家秘密",
        "1.本机关掌握相关政府信息",
    ],
)
def test_a_sign_that_says_another_year_or_the_contrary_is_no_slip(page: Page, typed: str) -> None:
    paste(page, "requests.received.natural_person", f"（一）予以公开\t1\t0\n{typed}\t2\t0")
    expect(panel(page)).to_contain_text(f"这张表里没有这样的行，或者不止一行：“{typed[:1]}")
    assert page.locator(".cell.will").count() == 0


def test_last_year_may_be_called_otherwise(page: Page) -> None:
    paste(page, "requests.received.natural_person", "二、去年结转政府信息公开申请数量\t2\t0")
    accept(page)
    assert values(page, "carried_in", COLUMNS[:1]) == ["2"]


@pytest.mark.parametrize("typed", ["（二）不分公开", "（二）部分公开"])
def test_two_lines_of_one_name_are_not_pasted(page: Page, typed: str) -> None:
    paste(page, "requests.received.natural_person", f"（二）部分公开\t1\t0\n{typed}\t2\t0")
    expect(panel(page)).to_contain_text(
        "贴来的不止一行是“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”，分不清要哪一行，没有贴。"
    )
    assert page.locator(".cell.will").count() == 0


def test_a_label_without_its_number_names_its_line_and_one_with_another_number_none(page: Page) -> None:
    paste(
        page,
        "requests.granted.natural_person",
        "本年新收政府信息公开申请数量\t5\t1\n属于国家秘密\t2\t0\n予以公开\t3\t1",
    )
    accept(page)
    named = ("received", "refused.state_secret", "granted")
    assert [values(page, row, COLUMNS[:2]) for row in named] == [["5", "1"], ["2", "0"], ["3", "1"]]
    paste(page, "requests.received.natural_person", "2.属于国家秘密\t7\t0")
    expect(panel(page)).to_contain_text("这张表里没有这样的行，或者不止一行：“2.属于国家秘密”")


def test_a_step_back_belongs_to_what_was_typed_last(page: Page) -> None:
    paste(page, "requests.received.natural_person", "12\t3")
    accept(page)
    page.locator(cell("requests.granted.natural_person")).focus()
    page.keyboard.type("9")
    page.keyboard.press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["12", "3"]
    assert values(page, "granted", COLUMNS[:1]) == [""]
    page.keyboard.press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["", ""]


def test_one_step_back_restores_what_stood_there_after_it_was_saved(page: Page, report: Report) -> None:
    paste(page, "requests.received.natural_person", "１２\t3,001\n1 234\t5")
    accept(page)
    expect(page.locator(cell("requests.received.enterprise"))).to_have_value("3001")
    until_saved(page)
    page.locator(cell("requests.granted.natural_person")).press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["", ""]
    assert values(page, "carried_in", COLUMNS[:2]) == ["", ""]
    until_saved(page)
    assert stored(report, "requests.received.enterprise") is None


def test_the_same_figure_written_otherwise_is_no_change(page: Page) -> None:
    page.locator(cell("requests.received.natural_person")).fill("3001")
    page.locator(cell("requests.received.enterprise")).fill("12")
    paste(page, "requests.received.natural_person", "3,001\t１２\t5")
    expect(panel(page)).to_contain_text("会改1格")
    expect(panel(page)).to_contain_text("2格和现在一样")
    accept(page)
    assert values(page, "received", COLUMNS[:3]) == ["3001", "12", "5"]


def test_what_changes_nothing_leaves_the_step_back_alone(page: Page) -> None:
    paste(page, "requests.received.natural_person", "12\t3")
    accept(page)
    page.locator(cell("requests.granted.natural_person")).press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    page.locator(cell("requests.granted.natural_person")).press("Control+z")
    assert values(page, "received", COLUMNS[:2]) == ["", ""]


def test_pasted_totals_are_held_against_what_is_pasted_with_them(page: Page) -> None:
    paste(page, "requests.received.natural_person", "1\t0\t0\t0\t0\t0\t1")
    accept(page)
    paste(page, "requests.received.natural_person", "5\t1\t0\t0\t0\t0\t6")
    expect(panel(page)).to_contain_text("会改2格")
    expect(panel(page)).not_to_contain_text("总计")
    paste(page, "requests.carried_in.natural_person", "2\t1\t0\t0\t0\t0\t1,002")
    expect(panel(page)).to_contain_text(
        "1个总计与各项相加的不同，不会贴：“二、上年结转政府信息公开申请数量，总计”贴来的是1,002，相加是3。"
    )


def test_the_step_back_is_still_there_for_who_has_been_on_another_page(
    page: Page, live_server: LiveServer, report: Report
) -> None:
    page.locator(cell("requests.received.natural_person")).fill("7")
    paste(page, "requests.received.natural_person", "1,012\t3\n4\t5")
    accept(page)
    page.get_by_role("link", name="一、总体情况").first.click()
    page.wait_for_url("**/overview/")
    open_section(page, live_server.url, report, "requests")
    expect(page.locator("#toast")).to_contain_text("刚才已贴上4格")
    page.locator("#toast").get_by_role("button", name="撤销").click()
    assert values(page, "received", COLUMNS[:2]) == ["7", ""]
    until_saved(page)
    assert stored(report, "requests.received.natural_person") == 7
    page.reload()
    expect(page.locator(cell("requests.received.natural_person"))).to_have_value("7")
    expect(page.locator("#toast")).to_be_empty()
