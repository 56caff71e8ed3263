"""PDF files read as reports: every cell comes back right or is listed as unread, wherever a page ends."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from disclosure import formats
from disclosure.filing import Filing
from disclosure.importing import Document, Imported, UnreadableDocument, read_report
from disclosure.importing.readers import read as read_document
from disclosure.importing.readers.pdf import guard
from tests.core import pdfs
from tests.core.disturbances import CASES, CELL, ROW, Box, Items, items, stands
from tests.core.pdfs import LEFT, Page, Style, saved, write
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_properties import TYPOS

FORMATS = sorted(formats.all_formats())
STYLES = dict(pdfs.styles())
NAME = "年报.pdf"


def read(data: bytes) -> Imported:
    return read_report(data, NAME)


def wrong(found: Imported, filing: Filing) -> dict[str, object]:
    """The entered cells that are not as printed: key → what was read (None: not read)."""
    figures = found.filing.figures
    return {key: figures.get(key) for key, value in filing.figures.items() if figures.get(key) != value}


def document(*pages: Page) -> Document:
    return read_document(saved(pages), NAME)


# Whole reports ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("style", STYLES)
def test_every_setting_is_read_back_whole(style: str, form: str) -> None:
    filing = telling(form)
    found = read(write(items(filing), STYLES[style]))
    assert wrong(found, filing) == {}
    assert found.unread == found.differences == ()
    assert found.filing.digest == filing.digest


@pytest.mark.parametrize(("name", "form"), [case for case in CASES if case[1] == "notice_2021_30"])
def test_a_disturbed_report_is_read_right_or_listed(name: str, form: str) -> None:
    stands(name, form, lambda found: write(found, STYLES["short pages"]), NAME)


def test_a_table_without_any_lines_moves_no_number() -> None:
    filing = telling("notice_2021_30")
    found = read(write(items(filing, cells={CELL: "", f"{ROW}.other": "/"}), Style(ruled=False)))
    figures = found.filing.figures
    assert {key: figure for key, figure in figures.items() if figure != filing.figures[key]} == {}
    assert not any(key.startswith(ROW) for key in figures)
    assert figures["disclosure.licences.decisions"] == filing.figures["disclosure.licences.decisions"]


@given(form=st.sampled_from(FORMATS), seed=st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_no_number_of_a_report_set_anyhow_is_read_into_a_wrong_cell(form: str, seed: int) -> None:
    filing, chance = telling(form), random.Random(seed)
    blank = {key: chance.choice(("", "/", "12 3")) for key in chance.sample(list(filing.figures), 8)}
    style = Style(
        size=chance.choice((10, 12, 16)),
        small=chance.choice((6, 8, 11)),
        foot=chance.choice((300, 400, 520, 770)),
        ruled=chance.random() < 0.7,
        sides=chance.random() < 0.7,
        edges=chance.random() < 0.5,
        cut=chance.random() < 0.5,
        stub=chance.choice(((40, 50, 120), (30, 36, 60), (20, 20, 150))),
    )
    data = write(items(filing, cells=blank), style)
    figures = read_report(data, NAME, form, filing.body, filing.year).filing.figures
    assert {key: figure for key, figure in figures.items() if figure != filing.figures[key]} == {}


def test_mistyped_labels_are_reported() -> None:
    filing = telling("notice_2021_30")
    found = read(write(items(filing, TYPOS)))
    assert wrong(found, filing) == {}
    assert ("商业机构", "商业企业") in {(each.printed, each.official) for each in found.differences}


# Running text -----------------------------------------------------------------------------------------------------

LONG = (
    "（一）主动公开。全年发布各类政府信息129条，办理“12345”热线转来的留言，在门户网站公开3,001件，做到应公开尽公开，方便群众查阅。"
    * 12
)
TEXTS = {
    "a paragraph over pages": LONG,
    "several paragraphs": f"{LONG}\n（二）依申请公开。收到申请3件。\n1.当面申请。\n2.网上申请。",
    "a short line": "全年没有需要报告的事项",
}


@pytest.mark.parametrize("style", ["usual", "short pages", "large type"])
@pytest.mark.parametrize("name", TEXTS)
def test_paragraphs_come_back_whole(name: str, style: str) -> None:
    filing = telling("notice_2021_30")
    filing = replace(filing, sections={**filing.sections, "overview": TEXTS[name]})
    assert read(write(items(filing), STYLES[style])).filing.text("overview") == TEXTS[name]


def test_page_numbers_and_repeated_heads_are_no_text() -> None:
    found = read_document(write([LONG, LONG, LONG, LONG]), NAME)
    assert {line.text for line in found.lines} == {LONG}
    assert [text for text in found.layout if "—" in text] == ["— 1 —", "— 2 —"]


@pytest.mark.parametrize("number", ["1", "- 1 -", "－1－", "第1页", "第 1 页 共 3 页", "1/3", "— 1 —"])
def test_page_numbers_in_many_forms(number: str) -> None:
    page = Page()
    page.text(LEFT, 100, 12, "一、总体情况")
    page.text(280, 800, 9, number)
    assert document(page).layout == (number,)


def test_a_number_in_the_text_is_no_page_number() -> None:
    page = Page()
    page.text(LEFT, 400, 12, "12")
    assert [line.text for line in document(page).lines] == ["12"]


def test_radicals_and_vertical_forms_are_the_characters_they_stand_for() -> None:
    page = Page()
    page.text(LEFT, 100, 12, "⼀、⼾⼝与⻔⼾⽹站︵⻓期︶﹃﹄")
    assert [line.text for line in document(page).lines] == ["一、户口与门户网站(长期)“”"]


def test_type_drawn_twice_to_look_bold_is_read_once() -> None:
    page = Page()
    for shift in (0, 0.3):
        page.text(LEFT + shift, 100, 12, "收到申请12件")
    assert [line.text for line in document(page).lines] == ["收到申请12件"]


def test_words_that_stand_askew_are_listed() -> None:
    page = Page()
    page.text(LEFT, 100, 12, "一、总体情况")
    page.text(200, 400, 40, "样本", turn="0.7 0.7 -0.7 0.7")
    found = document(page)
    assert [(line.text, line.left_out) for line in found.lines] == [
        ("一、总体情况", False),
        ("第1页斜排的字没有读：样本", True),
    ]


# Cells ------------------------------------------------------------------------------------------------------------


def cells(fill: Callable[[Page], None], wide: float = 60.0) -> tuple[str, ...]:
    """The last row of a small ruled table, filled by `fill` in its last cell (120 to 120 + wide, 130 to 190)."""
    page = Page()
    right = 120 + wide
    for top in (100, 130, 190):
        page.line(60, top, right, top)
    for x in (60, 120, right):
        page.line(x, 100, x, 190)
    page.text(65, 110, 10, "项目")
    page.text(125, 110, 10, "数")
    page.text(65, 150, 10, "申请")
    fill(page)
    return document(page).lines[-1].cells


def upright(*lines: str, left: float = 122.0) -> Callable[[Page], None]:
    def fill(page: Page) -> None:
        for number, line in enumerate(lines):
            page.text(left, 140 + 13 * number, 10, line)

    return fill


def test_a_wrapped_label_is_one_label() -> None:
    assert cells(upright("社会公", "益组织")) == ("申请", "社会公益组织")


def test_a_number_is_one_number_only_where_its_cell_was_full() -> None:
    assert cells(upright("12044", "17"), wide=29) == ("申请", "1204417")
    assert cells(upright("12044", "17"), wide=60) == ("申请", "12044 17")
    assert cells(upright("12", "345"), wide=18) == ("申请", "12 345")


def test_two_numbers_in_a_cell_stay_two() -> None:
    def fill(page: Page) -> None:
        page.text(122, 150, 10, "3")
        page.text(130, 150, 10, "001")

    assert cells(fill) == ("申请", "3 001")


def test_a_raised_figure_is_a_note_and_no_digit() -> None:
    def fill(page: Page) -> None:
        page.text(122, 150, 10, "3")
        page.text(127, 148, 6, "1")

    assert cells(fill) == ("申请", "3^1")


def test_a_note_of_a_browser_is_a_note_and_no_digit() -> None:
    def fill(page: Page) -> None:
        page.text(122, 150, 12, "3")
        page.text(128, 147, 10, "1")

    assert cells(fill) == ("申请", "3^1")


def test_figures_of_different_colours_are_no_number() -> None:
    def fill(page: Page) -> None:
        page.text(122, 150, 10, "3")
        page.operations.append("0.9 g")
        page.text(127, 150, 10, "2023")

    assert cells(fill) == ("申请", "3^2023")


def test_figures_written_over_each_other_are_no_number() -> None:
    def fill(page: Page) -> None:
        page.text(122, 150, 10, "35")
        page.text(124.5, 150, 10, "8")

    assert cells(fill) == ("申请", "3^8^5")


@pytest.mark.parametrize(("top", "read"), [(155.5, "^12"), (160.0, "12")])
def test_a_figure_that_is_struck_out_is_marked_and_one_underlined_is_not(top: float, read: str) -> None:
    def fill(page: Page) -> None:
        page.text(122, 150, 10, "12")
        page.line(122, top, 132, top)

    assert cells(fill) == ("申请", read)


def test_text_set_vertically_is_read_downwards_column_by_column() -> None:
    def fill(page: Page) -> None:
        for x, words in ((160, "三、本年度"), (140, "办理结果")):
            for number, char in enumerate(words):
                page.text(x, 132 + 11 * number, 10, char)

    assert cells(fill) == ("申请", "三、本年度办理结果")


@pytest.mark.parametrize(("turn", "x", "top"), [("0 1 -1 0", 150, 178), ("0 -1 1 0", 140, 128)])
def test_turned_text_is_read_along_its_line(turn: str, x: float, top: float) -> None:
    assert cells(lambda page: page.text(x, top, 10, "办理结果", turn)) == ("申请", "办理结果")


def test_characters_without_a_meaning_leave_a_mark() -> None:
    data = saved([page_of("申请1件")])
    assert [line.text for line in read_document(data, NAME).lines] == ["申请1件"]
    unmapped = data.replace(b"/ToUnicode 5 0 R", b"                ")
    assert {*read_document(unmapped, NAME).lines[0].text} == {"\ufffd"}


def page_of(text: str) -> Page:
    page = Page()
    page.text(LEFT, 100, 12, text)
    return page


def test_running_text_in_a_frame_is_running_text() -> None:
    page, words = Page(), "全年发布信息129条，都在网站公开。" * 12
    for x in (LEFT, 140, 500):
        page.line(x, 100, x, 300)
    for y in (100, 280, 300):
        page.line(LEFT, y, 500, y)
    page.text(80, 110, 12, "总体情况")
    for number, line in enumerate(pdfs.wrapped(words, 12, 350)):
        page.text(145, 110 + 16 * number, 12, line)
    texts = [(line.text, line.ruled) for line in document(page).lines]
    assert texts == [("总体情况", False), (words, False)]


def test_lines_between_paragraphs_make_no_table() -> None:
    page = Page()
    for number in range(6):
        page.text(LEFT, 100 + 30 * number, 12, f"第{number}段。")
        page.line(LEFT, 95 + 30 * number, 500, 95 + 30 * number)
    assert [line.text for line in document(page).lines] == [f"第{number}段。" for number in range(6)]


def test_rules_without_upright_lines_only_guess_at_columns() -> None:
    page = Page()
    for number, row in enumerate((("项目", "一", "二"), ("申请", "3", "4"), ("答复", "", "5"))):
        page.line(LEFT, 100 + 30 * number, 400, 100 + 30 * number)
        for column, text in enumerate(row):
            page.text(LEFT + 100 * column, 110 + 30 * number, 10, text)
    page.line(LEFT, 190, 400, 190)
    found = document(page).lines
    assert [line.cells for line in found] == [("项目", "一", "二"), ("申请", "3", "4"), ("答复", "5")]
    assert not any(line.ruled for line in found)


# Several pages ----------------------------------------------------------------------------------------------------

HEAD = [Box("项目"), Box("一"), Box("二")]


def rows(*found: list[Box]) -> list[tuple[str, ...]]:
    """The lines of a table that is set on short pages."""
    page_items: Items = [[HEAD, *found]]
    return [
        line.cells for line in read_document(write(page_items, Style(foot=150, numbers=False)), NAME).lines
    ]


def test_a_group_that_goes_on_is_named_where_it_began() -> None:
    found = rows(
        [Box("（一）申请", down=6), Box("1"), Box("2")],
        *[[Box(str(n)), Box(str(n + 1))] for n in range(3, 8)],
    )
    assert found == [
        ("项目", "一", "二"),
        ("（一）申请", "1", "2"),
        *((str(n), str(n + 1)) for n in range(3, 8)),
    ]


# What is refused --------------------------------------------------------------------------------------------------


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as refusal:
        read_report(data, NAME)
    return str(refusal.value)


GOOD = write(items(telling("notice_2021_30")))


def pictured(page: Page, width: float, height: float) -> bytes:
    """A page with a picture of this size."""
    page.operations.insert(0, f"q {width} 0 0 {height} 0 0 cm /I Do Q")
    data = saved([page], {"resources": "/XObject << /I 8 0 R >>"})
    picture = (
        b"<< /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    objects = [
        part.partition(b" obj\n")[2].rpartition(b"\nendobj")[0] for part in data.split(b"\nendobj")[:-1]
    ]
    objects = [part.partition(b" obj\n")[2] for part in data.split(b"\nendobj\n")[:-1]]
    return pdfs.assembled([*objects, picture + b"\nstream\n0\nendstream"])


def test_a_scanned_document_is_refused() -> None:
    assert refused(pictured(Page(), 595, 842)) == (
        "“年报.pdf”是扫描件，没有文字。请上传原来的Word、Excel文件或由它导出的PDF。"
    )


def test_words_that_a_program_guessed_from_a_picture_are_refused() -> None:
    page = page_of("收到申请12件")
    page.operations.insert(0, "3 Tr")
    assert "是程序认出来的，数字可能认错" in refused(pictured(page, 595, 842))


def test_a_picture_in_a_report_is_listed() -> None:
    found = read_document(pictured(page_of("一、总体情况"), 400, 200), NAME)
    assert found.lines[-1].left_out and found.lines[-1].text == "第1页有1张图片，图片里的字没有读。"
    assert len(read_document(pictured(page_of("一、总体情况"), 90, 90), NAME).lines) == 1


def test_a_paragraph_goes_on_over_a_page_with_a_picture() -> None:
    filing = telling("notice_2021_30")
    pages = pdfs.drawn(items(replace(filing, sections={**filing.sections, "overview": LONG})))
    pages[0].text(200, 400, 40, "样本", turn="0.7 0.7 -0.7 0.7")
    found = read(saved(pages))
    assert found.filing.text("overview") == LONG
    assert [each.text for each in found.unread] == ["第1页斜排的字没有读：样本"]


def test_notes_and_fields_are_listed() -> None:
    note = "/Annots [<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] >>]"
    found = read_document(saved([page_of("一、总体情况")], {"page": note}), NAME)
    assert found.lines[-1].text == "第1页有批注、印章或表单，上面的字没有读。"


@pytest.mark.parametrize(("password", "is_read"), [("", True), ("secret", False)])
def test_a_password_is_asked_for_only_where_one_is_needed(password: str, is_read: bool) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(GOOD))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    if is_read:
        assert read(file.getvalue()).filing.digest == telling("notice_2021_30").digest
    else:
        assert refused(file.getvalue()) == "“年报.pdf”有打开密码，请去掉密码后再上传。"


def test_an_attached_report_is_no_shortcut() -> None:
    names = {"catalogue": "/Names << /EmbeddedFiles << /Names [(report.json) << /Type /Filespec >>] >> >>"}
    assert document(page_of("一、总体情况")) == read_document(saved([page_of("一、总体情况")], names), NAME)


def test_a_document_that_is_cut_off_is_refused() -> None:
    for share in (0.3, 0.6, 0.9):
        assert "这个PDF文件不完整" in refused(GOOD[: int(len(GOOD) * share)])


def test_a_document_of_too_many_pages_is_refused() -> None:
    pages = [page_of("一、总体情况") for _ in range(guard.PAGE_LIMIT + 1)]
    assert refused(saved(pages)) == "“年报.pdf”有61页，最多60页，请只留年度报告再上传。"
    few = saved([page_of("一、总体情况")])
    assert "有90000000页" in refused(few.replace(b"/Count 1 ", b"/Count 90000000 "))


def test_a_document_that_lacks_pages_is_refused() -> None:
    assert "这个PDF文件不完整" in refused(GOOD.replace(b"/Count 2", b"/Count 9"))


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF",
        b"%PDF-1.4\n" + b"[" * 90_000 + b"%%EOF",
    ],
)
def test_a_document_that_makes_no_sense_is_refused(data: bytes) -> None:
    assert "PDF文件" in refused(data)


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    bomb = zlib.compress(b" " * (guard.UNPACKED_LIMIT + 1), 9)
    part = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    assert "解开后太大" in refused(pdfs.assembled([b"<< /Type /Catalog >>", part]))
    twice = zlib.compress(bomb)
    part = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (
        len(twice),
        twice,
    )
    assert "解开后太大" in refused(pdfs.assembled([b"<< /Type /Catalog >>", part]))


def test_a_part_that_was_damaged_on_its_way_is_refused() -> None:
    """What comes out of it may look whole and hold other figures."""
    whole = saved([page_of("一、总体情况")])
    packed = whole.rindex(b"stream\n", 0, whole.rindex(b"endstream")) + 7
    at = (packed + whole.index(b"\nendstream", packed)) // 2
    assert "不完整" in refused(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])


def test_a_huge_page_and_deep_objects_do_no_harm() -> None:
    page = page_of("一、总体情况")
    wide = saved([page]).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 9000000 9000000]")
    read_document(wide, NAME)
    deep = saved([page], {"catalogue": "/Deep " + "[" * 20_000 + "]" * 20_000})
    try:
        read_document(deep, NAME)
    except UnreadableDocument as refusal:
        assert "打不开" in str(refusal)
