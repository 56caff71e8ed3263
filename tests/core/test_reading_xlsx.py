"""Workbooks read as reports: every cell comes back right or is listed as unread, whatever the sheet looks like."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from PIL import Image as Picture

from disclosure import formats
from disclosure.filing import Filing
from disclosure.importing import Imported, UnreadableDocument, read_report
from disclosure.importing.readers import read as read_document
from disclosure.importing.readers import sheets, xlsx
from tests.core import workbooks
from tests.core.disturbances import CASES, stands
from tests.core.test_importing_disturbed import row_of, wrong
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_properties import TYPOS, invented, wrong_figures
from tests.core.workbooks import STYLES, Box, Page, Style, write

KINDS = ("xlsx", "xls")
FORMATS = sorted(formats.all_formats())
ROW = "requests.refused.third_party_rights"
CELL = f"{ROW}.enterprise"
XLS = {kind: f"年报.{kind}" for kind in KINDS}


def read(data: bytes, kind: str = "xlsx") -> Imported:
    return read_report(data, XLS[kind])


def disturbed(filing: Filing, kind: str, cells: dict[str, object]) -> Imported:
    return read(write(filing, kind, Style(cells=cells)), kind)


def place(sheets: list[Page], text: str) -> tuple[Page, Box]:
    """The sheet and the cell that hold a text."""
    return next((page, box) for page in sheets for box in page.boxes if box.value == text)


# Whole reports ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", KINDS)
@given(form=st.sampled_from(FORMATS), seed=st.integers(0, 10**6))
@settings(max_examples=5, deadline=None)
def test_every_layout_is_read_back_whole(kind: str, style: str, form: str, seed: int) -> None:
    filing = invented(form, seed)
    found = read(write(filing, kind, STYLES[style]), kind)
    assert wrong_figures(found, filing) == {}
    assert found.differences == found.unread == ()
    assert found.filing.digest == filing.digest


@pytest.mark.parametrize("kind", KINDS)
def test_mistyped_labels_are_recognised_and_reported(kind: str) -> None:
    filing = invented("notice_2021_30", 4)
    found = read(write(filing, kind, Style(labels=TYPOS)), kind)
    assert wrong_figures(found, filing) == {}
    assert ("商业机构", "商业企业") in {(each.printed, each.official) for each in found.differences}


def test_paragraphs_are_the_lines_of_a_cell() -> None:
    filing = invented("notice_2021_30", 4)
    text = "（一）第一段。\n\n　　（二）第二段，有“引号”。"
    found = read(
        write(replace(filing, sections={**filing.sections, "overview": text}), "xlsx", Style(sheet_each=True))
    )
    assert found.filing.text("overview") == "（一）第一段。\n（二）第二段，有“引号”。"


def test_a_heading_beside_its_text_is_found() -> None:
    filing = invented("notice_2021_30", 4)
    page = workbooks.pages(filing, Style())[0]
    title = filing.format.section("problems").title
    _, box = place([page], title)
    text = next(each for each in page.boxes if each.row == box.row + 1)
    page.boxes[page.boxes.index(box)] = replace(box, columns=1)
    page.boxes[page.boxes.index(text)] = Box(box.row, 1, text.value)
    found = read(workbooks.saved(workbooks.xlsx([page])))
    assert found.filing.sections == filing.sections


def test_the_name_of_a_sheet_stands_for_a_missing_heading() -> None:
    filing = invented("notice_2021_30", 4)
    found = workbooks.pages(filing, Style(sheet_each=True))
    for page, section in zip(found[1:], filing.format.sections, strict=True):
        page.name = section.title
        page.boxes = [box for box in page.boxes if box.value != section.title]
    assert read(workbooks.saved(workbooks.xlsx(found))).filing.digest == filing.digest


@pytest.mark.parametrize("form", FORMATS)
def test_a_shorter_name_of_a_sheet_is_no_heading_beside_its_own(form: str) -> None:
    """The sheets of the workbook to fill in, copied into another one."""
    filing = invented(form, 4)
    found = workbooks.pages(filing, Style(sheet_each=True))
    for page, section in zip(found[1:], filing.format.sections, strict=True):
        page.name = section.short
    back = read(workbooks.saved(workbooks.xlsx(found)))
    assert back.filing.digest == filing.digest
    assert back.unread == ()


@pytest.mark.parametrize("form", FORMATS)
def test_totals_whose_formulas_were_not_worked_out_keep_no_row_from_being_read(form: str) -> None:
    """As a program leaves a workbook that it copies; the rows of reviews and suits have no label to be told by."""
    filing = invented(form, 4)
    totals = {place.key: "=1+1" for place in filing.format.places.values() if place.derived}
    back = read(workbooks.saved(workbooks.xlsx(workbooks.pages(filing, Style(cells=totals)))))
    assert back.filing.figures == filing.figures
    assert {passage.where for passage in back.unread} == totals.keys()


# Cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("written", [3001.0, "3001", "3,001", "３００１", " 3001 ", "3001件"])
def test_numbers_as_offices_write_them(kind: str, written: object) -> None:
    filing = replace(good := invented("notice_2021_30", 20), figures={**good.figures, CELL: 3001})
    assert wrong(disturbed(filing, kind, {CELL: written}), filing) == {}


UNREAD = {
    "a share": (3.5, "3.5"),
    "text": ("约3", "约3"),
    "a slash": ("/", "/"),
    "two numbers": ("3 001", "3 001"),
    "two lines": ("12\n345", "12 345"),
    "a date": (date(2024, 1, 3), "2024-01-03 00:00:00"),
    "yes": (True, "TRUE"),
    "blank": ("", ""),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", UNREAD)
def test_what_is_no_certain_count_is_not_read(kind: str, name: str) -> None:
    filing, (written, shown) = invented("notice_2021_30", 20), UNREAD[name]
    if kind == "xls" and isinstance(written, date):
        return
    found = disturbed(filing, kind, {CELL: written})
    assert wrong(found, filing) == {CELL: None}
    assert [(each.where, each.text) for each in found.unread] == [(CELL, shown)]


def edited(filing: Filing, change: Callable[[openpyxl.worksheet.worksheet.Worksheet, str], None]) -> Imported:
    """The report read back after a change to the cell of the sheet that stands for CELL."""
    page = workbooks.pages(filing, Style(cells={CELL: "here"}))[0]
    book = workbooks.xlsx([page])
    _, box = place([page], "here")
    cell = book.worksheets[0].cell(box.row + 1, box.column + 1)
    cell.value = 3
    change(book.worksheets[0], cell.coordinate)
    return read(workbooks.saved(book))


def show(pattern: str) -> Callable[[openpyxl.worksheet.worksheet.Worksheet, str], None]:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet, at: str) -> None:
        sheet[at].number_format = pattern

    return change


@pytest.mark.parametrize(
    "pattern", ["0", "#,##0", "0_ ", '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ', '0"件"', "[Red]0;[Blue]-0"]
)
def test_formats_that_change_nothing(pattern: str) -> None:
    filing = replace(good := invented("notice_2021_30", 20), figures={**good.figures, CELL: 3})
    assert wrong(edited(filing, show(pattern)), filing) == {}


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("0%", "300%"),
        ('0"元"', "3元"),
        ("¥#,##0.00", "3¥"),
        ("0\\元", "3元"),
        ("0元", "3元"),
        ("[$¥-804]#,##0.00", "3¥"),
        ("0!.0,", "3（显示时缩小了）"),
        ("0!.0000", "3（显示时加了别的字）"),
        ('0"."0000', "3（显示时加了别的字）"),
        ('"1"0', "3（显示时加了别的字）"),
        (";;;", "3（显示为“”）"),
        ("yyyy-mm-dd", "1900-01-03 00:00:00"),
    ],
)
def test_a_number_that_is_shown_as_something_else_is_not_read(pattern: str, shown: str) -> None:
    filing = invented("notice_2021_30", 20)
    found = edited(filing, show(pattern))
    assert wrong(found, filing) == {CELL: None}
    assert found.filing.unread == {CELL: shown}


def formula(sheet: openpyxl.worksheet.worksheet.Worksheet, at: str) -> None:
    sheet[at] = "=1+2"


def broken(sheet: openpyxl.worksheet.worksheet.Worksheet, at: str) -> None:
    sheet[at] = "#REF!"


def struck(sheet: openpyxl.worksheet.worksheet.Worksheet, at: str) -> None:
    sheet[at].font = Font(strike=True)


def footnote(sheet: openpyxl.worksheet.worksheet.Worksheet, at: str) -> None:
    sheet[at] = CellRichText("3", TextBlock(InlineFont(vertAlign="superscript"), "1"))


@pytest.mark.parametrize(
    ("change", "shown"),
    [(formula, "（公式没有算出结果）"), (broken, "#REF!"), (struck, "^3"), (footnote, "3^1")],
)
def test_formulas_errors_and_marks_are_not_read(
    change: Callable[[openpyxl.worksheet.worksheet.Worksheet, str], None], shown: str
) -> None:
    filing = invented("notice_2021_30", 20)
    found = edited(filing, change)
    assert wrong(found, filing) == {CELL: None}
    assert found.filing.unread == {CELL: shown}


def with_formula(result: str, calculation: str) -> bytes:
    """A workbook with one formula as another program may have saved it."""
    filing = invented("notice_2021_30", 20)
    page = workbooks.pages(filing, Style(cells={CELL: "=1+2"}))[0]
    data = workbooks.saved(workbooks.xlsx([page]))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name).replace(b"<f>1+2</f><v></v>", f"<f>1+2</f><v>{result}</v>".encode())
            copy.writestr(name, part.replace(b' fullCalcOnLoad="1"', calculation.encode()))
    return target.getvalue()


def test_a_formula_stands_for_its_result_when_it_has_one() -> None:
    assert read(with_formula("3", "")).filing.figures[CELL] == 3


def test_results_that_the_workbook_itself_does_not_trust_are_not_read() -> None:
    assert read(with_formula("0", ' fullCalcOnLoad="1"')).filing.unread == {CELL: "（公式没有算出结果）"}


def test_a_formula_in_an_old_workbook_that_was_never_worked_out() -> None:
    filing = invented("notice_2021_30", 20)
    found = disturbed(filing, "xls", {CELL: xlwt.Formula("1+2")})
    assert found.filing.unread == {CELL: "（公式没有算出结果）"}
    assert wrong(found, filing) == {CELL: None}


def test_a_share_in_an_old_workbook() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("年报")
    for at, pattern in enumerate(("0%", "yyyy-mm-dd", "0")):
        sheet.write(0, at, 3, xlwt.easyxf(num_format_str=pattern))
    line = read_document(workbooks.saved(book), "a.xls").lines[0]
    assert line.cells == ("300%", "1900-01-03 00:00:00", "3")


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_merged_over_two_rows_belongs_to_none(kind: str) -> None:
    filing = invented("notice_2021_30", 20)
    page = workbooks.pages(filing, Style(cells={CELL: "here"}))[0]
    _, box = place([page], "here")
    below = next(each for each in page.boxes if (each.row, each.column) == (box.row + 1, box.column))
    page.boxes.remove(below)
    page.boxes[page.boxes.index(box)] = replace(box, value=7, rows=2)
    book = workbooks.xlsx([page]) if kind == "xlsx" else workbooks.xls([page])
    found = read(workbooks.saved(book), kind)
    lost = {CELL: None, **row_of(filing, "requests.refused.internal_affairs")}
    assert wrong(found, filing) == lost


# Disturbances -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_disturbed_report_is_read_right_or_listed(name: str, form: str, kind: str) -> None:
    book = workbooks.xlsx if kind == "xlsx" else workbooks.xls
    stands(name, form, lambda items: workbooks.saved(book([workbooks.drawn(items)])), XLS[kind])


# What is hidden or lies over the cells ----------------------------------------------------------------------------


def hide(kind: str, filing: Filing, text: str, what: str) -> Imported:
    """The report read back with the row or the column of a text hidden."""
    page = workbooks.pages(filing, Style())[0]
    _, box = place([page], text)
    if kind == "xlsx":
        book = workbooks.xlsx([page])
        sheet = book.worksheets[0]
        letter = openpyxl.utils.get_column_letter(box.column + 1)
        shape = sheet.row_dimensions[box.row + 1] if what == "row" else sheet.column_dimensions[letter]
    else:
        book = workbooks.xls([page])
        sheet = book.get_sheet(0)
        shape = sheet.row(box.row) if what == "row" else sheet.col(box.column)
    shape.hidden = True
    return read(workbooks.saved(book), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_row_is_listed_and_not_read(kind: str) -> None:
    filing = invented("notice_2021_30", 20)
    found = hide(kind, filing, "2.重复申请", "row")
    assert wrong(found, filing) == row_of(filing, "requests.not_processed.duplicate")
    assert [each.where for each in found.unread] == ["requests", "requests.not_processed.duplicate"]
    assert "是隐藏的，没有读：2.重复申请 | " in found.unread[0].text


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_column_moves_nothing(kind: str) -> None:
    filing = telling("notice_2021_30")
    found = hide(kind, filing, "商业企业", "column")
    read_wrong = {k: v for k, v in found.filing.figures.items() if v != filing.figures.get(k)}
    assert read_wrong == {}
    assert any("第5列是隐藏的，没有读" in each.text for each in found.unread)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_sheet_is_named_and_not_read(kind: str) -> None:
    filing = invented("notice_2021_30", 20)
    last_year = Page(
        "上年", [replace(box, value=box.value) for box in workbooks.pages(filing, Style())[0].boxes]
    )
    this_year = workbooks.pages(other := invented("notice_2021_30", 21), Style())[0]
    if kind == "xlsx":
        book = workbooks.xlsx([last_year, this_year])
        book.worksheets[0].sheet_state = "hidden"
        book.active = 1
    else:
        book = workbooks.xls([last_year, this_year])
        book.get_sheet(0).visibility = 1
        book.active_sheet = 1
    found = read(workbooks.saved(book), kind)
    assert found.filing.digest == other.digest
    assert [each.text for each in found.unread] == ["工作表“上年”是隐藏的，没有读。"]


def test_pictures_and_text_boxes_are_listed() -> None:
    book = workbooks.xlsx(workbooks.pages(filing := invented("notice_2021_30", 20), Style()))
    file = io.BytesIO()
    Picture.new("RGB", (40, 40)).save(file, "PNG")
    book.worksheets[0].add_image(Image(file), "A1")
    found = read(workbooks.saved(book))
    assert found.filing.digest == filing.digest
    assert [each.text for each in found.unread] == ["工作簿里有1张图片，图片里的字没有读。"]
    parts = {"xl/drawings/drawing1.xml": "<xdr:sp><a:t>说明</a:t></xdr:sp>".encode()}
    assert [line.text for line in xlsx._drawings(parts)] == ["文本框里的字没有读：说明"]


# Nothing moves ----------------------------------------------------------------------------------------------------


def lose_row(page: Page, chance: random.Random) -> None:
    row = chance.randrange(page.row)
    page.boxes = [box for box in page.boxes if box.row != row]


def add_column(page: Page, chance: random.Random) -> None:
    """A column of other numbers in the middle of the tables."""
    at = chance.randrange(1, 9)
    page.boxes = [replace(box, column=box.column + (box.column >= at)) for box in page.boxes]
    page.boxes += [Box(row, at, chance.randrange(50)) for row in range(8, page.row, 2)]


def blank(page: Page, chance: random.Random) -> None:
    for _ in range(12):
        at = chance.randrange(len(page.boxes))
        page.boxes[at] = replace(page.boxes[at], value=chance.choice(("", "/", "无", "如-8", "12 3")))


def cut_label(page: Page, chance: random.Random) -> None:
    labels = [at for at, box in enumerate(page.boxes) if re.search("[^0-9]{4}", str(box.value))]
    for at in chance.sample(labels, 4):
        text = str(page.boxes[at].value)
        page.boxes[at] = replace(page.boxes[at], value=text[: chance.randrange(1, len(text))])


def subtotal(page: Page, chance: random.Random) -> None:
    """A row of sums between the rows of the form."""
    at = chance.randrange(10, page.row)
    page.boxes = [replace(box, row=box.row + (box.row >= at)) for box in page.boxes]
    page.boxes += [Box(at, 0, "小计")] + [Box(at, column, chance.randrange(99)) for column in range(3, 10)]


def shift(page: Page, chance: random.Random) -> None:
    """One row pushed to the right by one cell."""
    row = chance.randrange(page.row)
    page.boxes = [replace(box, column=box.column + (box.row == row)) for box in page.boxes]


DISTURB = (lose_row, add_column, blank, cut_label, subtotal, shift)


@given(
    form=st.sampled_from(FORMATS),
    style=st.sampled_from(sorted(STYLES)),
    seed=st.integers(0, 10**6),
    kind=st.sampled_from(KINDS),
)
@settings(max_examples=60, deadline=None)
def test_no_number_of_a_disturbed_workbook_is_read_into_a_wrong_cell(
    form: str, style: str, seed: int, kind: str
) -> None:
    filing, chance = telling(form), random.Random(seed)
    shape = replace(STYLES[style], merged=False)
    found = workbooks.pages(filing, shape)
    for _ in range(chance.randint(1, 3)):
        page = chance.choice([page for page in found if page.row > 12] or found)
        if page.row > 12:
            chance.choice(DISTURB)(page, chance)
    book = workbooks.xlsx(found, False) if kind == "xlsx" else workbooks.xls(found, False)
    figures = read_report(workbooks.saved(book), XLS[kind], form, "示例市水务局", filing.year).filing.figures
    assert {key: value for key, value in figures.items() if value != filing.figures.get(key)} == {}


# What is refused --------------------------------------------------------------------------------------------------


def refused(data: bytes, name: str = "年报.xlsx") -> str:
    began = time.process_time()
    with pytest.raises(UnreadableDocument) as refusal:
        read_report(data, name)
    assert time.process_time() - began < 20
    return str(refusal.value)


def with_part(data: bytes, name: str, text: bytes) -> bytes:
    """A workbook with one part replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for each in source.namelist():
            copy.writestr(each, text if each == name else source.read(each))
    return target.getvalue()


GOOD = write(invented("notice_2021_30", 20), "xlsx", Style())
SHEET = "xl/worksheets/sheet1.xml"


def test_a_damaged_workbook_is_refused() -> None:
    assert refused(with_part(GOOD, SHEET, b"<worksheet><sheetData><row")) == (
        "“年报.xlsx”打不开，请用Excel或WPS重新保存后再上传。"
    )
    assert "打不开" in refused(with_part(GOOD, "xl/styles.xml", b""))
    assert "不完整或已损坏" in refused(GOOD[: len(GOOD) // 2])


def test_an_old_workbook_that_is_cut_off_is_refused() -> None:
    data = write(invented("notice_2021_30", 20), "xls", Style())
    assert "打不开" in refused(data[: len(data) // 2] + "Workbook".encode("utf-16-le") + b"\0\0", "年报.xls")


def test_an_old_workbook_with_a_password_is_refused() -> None:
    data = write(invented("notice_2021_30", 20), "xls", Style())
    locked = data.replace(b"\xe1\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\x00\x00", 1)
    assert refused(locked, "年报.xls") == "“年报.xls”有打开密码，请去掉密码后再上传。"


def test_a_workbook_with_a_password_or_macros_is_refused() -> None:
    locked = b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    assert refused(locked) == "“年报.xlsx”有打开密码，请去掉密码后再上传。"
    types = zipfile.ZipFile(io.BytesIO(GOOD)).read("[Content_Types].xml")
    macros = types.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    assert "带有宏" in refused(with_part(GOOD, "[Content_Types].xml", macros))


def test_a_workbook_of_a_million_formatted_rows_is_refused() -> None:
    rows = b"".join(b'<row r="%d" ht="20"/>' % at for at in range(1, xlsx.CELL_LIMIT + 2))
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sentence = refused(with_part(GOOD, SHEET, start + rows + b"</sheetData></worksheet>"))
    assert sentence == (
        "“年报.xlsx”里设了格式的行和单元格有100001个，最多100000个；请删掉表格下面和右边的空行、空列再上传。"
    )


def test_a_workbook_whose_rows_are_merged_to_the_last_column_is_refused() -> None:
    """Each of the cells would be made, 17 thousand million of a whole sheet."""
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read(SHEET)
    for place, count in (("A200:XFD207", 131_072), ("A200:XFD1048576", 17_000_000_000)):
        merged = sheet.replace(b"<mergeCell ", b'<mergeCell ref="%s"/><mergeCell ' % place.encode(), 1)
        sentence = refused(with_part(GOOD, SHEET, merged))
        assert int(re.search(r"有(\d+)个", sentence)[1]) >= count  # type: ignore[index]
        assert sentence.endswith("最多100000个；请不要合并整行、整列，改过再上传。")


@pytest.mark.parametrize("width", ["INF", "NaN", "1e300", "256"])
def test_widths_no_column_has_say_nothing(width: str) -> None:
    filing = telling("notice_2021_30")
    book = workbooks.xlsx(workbooks.pages(filing, Style()))
    book.worksheets[0].column_dimensions["B"].width = 12.5
    with zipfile.ZipFile(io.BytesIO(workbooks.saved(book))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert b'width="12.5"' in parts[name]
    parts[name] = parts[name].replace(b'width="12.5"', f'width="{width}"'.encode())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for each, data in parts.items():
            archive.writestr(each, data)
    assert read_report(file.getvalue(), "a.xlsx").filing.figures == filing.figures


def test_columns_no_sheet_has_are_not_counted() -> None:
    columns = b'<cols><col min="300" max="999999999" hidden="1"/></cols><sheetData>'
    sheet = zipfile.ZipFile(io.BytesIO(GOOD)).read(SHEET).replace(b"<sheetData>", columns)
    assert read(with_part(GOOD, SHEET, sheet)).filing.digest == read(GOOD).filing.digest


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("row", "column", "said"), [(60_000, 0, "60001行"), (0, 200, "201列")])
def test_a_cell_far_away_is_refused(kind: str, row: int, column: int, said: str) -> None:
    pages = workbooks.pages(invented("notice_2021_30", 20), Style())
    pages[0].boxes.append(Box(row, column, "远"))
    book = workbooks.xlsx(pages) if kind == "xlsx" else workbooks.xls(pages)
    sentence = refused(workbooks.saved(book), XLS[kind])
    assert said in sentence and "请删掉年度报告以外的内容" in sentence


def test_rows_that_only_have_a_format_are_no_rows() -> None:
    filing = invented("notice_2021_30", 20)
    book = workbooks.xlsx(workbooks.pages(filing, Style()))
    for row in range(100, 5_000):
        book.worksheets[0].cell(row, 1).number_format = "0.00"
    assert read(workbooks.saved(book)).filing.digest == filing.digest


def test_an_empty_workbook_is_refused() -> None:
    assert refused(workbooks.saved(openpyxl.Workbook())) == "“年报.xlsx”里没有文字。"


def test_seen() -> None:
    assert sheets.seen(0.1 + 0.2, "General") == "0.3"
    assert sheets.seen(59237.2449, "#,##0.0000") == "59237.2449"
    assert sheets.seen(-3.0, "0_);(0)") == "-3"
