"""What a Word document or a workbook holds and does not show: no such figure is read, every one is listed."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from disclosure.importing import Imported, read_report
from disclosure.importing.readers import read
from tests.core import workbooks
from tests.core.disturbances import items
from tests.core.drawn import as_docx, run, word
from tests.core.test_importing_mangled import telling

KEY = "requests.granted.other"
FILING = telling("notice_2021_30")
FIGURE = FILING.figures[KEY]
DOCX = as_docx(items(FILING, cells={KEY: "@"}))


def with_runs(runs: str, cell: str = "") -> Imported:
    """The report with other runs in one cell of a Word document; `cell`: properties of that cell."""
    source, file = zipfile.ZipFile(io.BytesIO(DOCX)), io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = data.decode()
                at = text.index("@")
                start = text.rindex("<w:r>", 0, at)
                end = text.index("</w:r>", at) + 6
                before, behind = text[:start], text[end:]
                if cell:
                    place = before.rindex("<w:tcPr")
                    before = (
                        before[:place] + f"<w:tcPr>{cell}</w:tcPr>" + before[before.index("<w:p>", place) :]
                    )
                data = f"{before}{runs}{behind}".encode()
            target.writestr(name, data)
    return read_report(file.getvalue(), "年报.docx")


@pytest.mark.parametrize(
    ("properties", "cell"),
    [
        ("<w:vanish/>", ""),
        ('<w:color w:val="FFFFFF"/>', ""),
        ('<w:color w:val="FEFEFE"/>', ""),
        ('<w:sz w:val="2"/>', ""),
        ('<w:color w:val="FF0000"/><w:highlight w:val="red"/>', ""),
        ('<w:color w:val="333333"/><w:shd w:val="clear" w:fill="333333"/>', ""),
        ('<w:color w:val="CCFFCC"/>', '<w:shd w:val="clear" w:fill="CCFFCC"/>'),
    ],
)
def test_a_digit_in_a_document_that_does_not_show_is_listed(properties: str, cell: str) -> None:
    for runs in (run(str(FIGURE)) + run("9", properties), run("9", properties) + run(str(FIGURE))):
        found = with_runs(runs, cell)
        assert found.filing.figures == FILING.figures
        assert [each.text for each in found.unread] == ["［没有显示的文字：9］"]


@pytest.mark.parametrize(
    ("properties", "cell"),
    [
        ('<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F3864"/>'),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>', ""),
        ('<w:color w:val="000000"/>', ""),
        ('<w:color w:val="auto"/>', '<w:shd w:val="clear" w:fill="FFFFFF"/>'),
        ('<w:vanish w:val="0"/><w:sz w:val="18"/>', ""),
    ],
)
def test_a_figure_in_a_document_that_shows_is_read(properties: str, cell: str) -> None:
    found = with_runs(run(str(FIGURE), properties), cell)
    assert found.filing.figures == FILING.figures
    assert found.unread == ()


SMALL = run("1", '<w:sz w:val="12"/>')


@pytest.mark.parametrize(
    "runs",
    [
        run(str(FIGURE)) + SMALL,
        run(str(FIGURE), '<w:sz w:val="28"/>') + run("1"),
        run(str(FIGURE)) + run("1", '<w:color w:val="FF0000"/>'),
        run(str(FIGURE)) + run("1", '<w:w w:val="33"/>'),
        f'{run(str(FIGURE))}<w:hyperlink w:anchor="_ftn1">{run("1")}</w:hyperlink>',
        f'<w:bdo w:val="rtl">{run(str(FIGURE))}</w:bdo>',
    ],
)
def test_digits_of_a_document_that_do_not_belong_together_are_no_figure(runs: str) -> None:
    found = with_runs(runs)
    assert KEY not in found.filing.figures
    assert KEY in {passage.where for passage in found.unread}


def test_a_figure_of_a_document_set_in_one_small_type_is_read() -> None:
    digits = "".join(run(digit, '<w:sz w:val="12"/>') for digit in str(FIGURE))
    assert with_runs(digits).filing.figures[KEY] == FIGURE


def test_signs_in_the_place_of_digits_are_no_figure() -> None:
    found = with_runs(run("35", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'))
    assert KEY not in found.filing.figures
    assert [each.where for each in found.unread] == [KEY]


def test_an_automatic_number_beside_a_figure_is_not_lost() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = f"<w:p>{listed}{run('15')}</w:p><w:p>{run('一、总体情况')}</w:p>"
    assert read(word(body, numbering=numbering), "a.docx").lines[0].text == "1 15"


# Workbooks --------------------------------------------------------------------------------------------------------

STYLE = workbooks.Style(cells={KEY: FIGURE})


def sheet_with(change: object, row_shift: int = 0) -> Imported:
    """The report as a workbook in which `change` has altered the cell of one figure."""
    book = openpyxl.load_workbook(io.BytesIO(workbooks.write(FILING, "xlsx", STYLE)))
    sheet = book.worksheets[0]
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == FIGURE)
    change(sheet, cell)  # type: ignore[operator]
    file = io.BytesIO()
    book.save(file)
    return read_report(file.getvalue(), "年报.xlsx")


def white(sheet: object, cell: openpyxl.cell.Cell) -> None:
    cell.font = Font(color="FFFFFFFF")


def paper(sheet: object, cell: openpyxl.cell.Cell) -> None:
    cell.font = Font(color=Color(theme=0))


def filled(sheet: object, cell: openpyxl.cell.Cell) -> None:
    cell.font, cell.fill = Font(color="FFFF0000"), PatternFill("solid", fgColor="FFFF0000")


def tiny(sheet: object, cell: openpyxl.cell.Cell) -> None:
    cell.font = Font(sz=1)


@pytest.mark.parametrize("change", [white, paper, filled, tiny])
def test_a_figure_in_a_workbook_that_does_not_show_is_a_blank(change: object) -> None:
    found = sheet_with(change)
    assert found.filing.figures == {key: figure for key, figure in FILING.figures.items() if key != KEY}
    assert (KEY, "") in [(each.where, each.text) for each in found.unread]
    assert any(each.text.endswith(f"行有看不见的字，没有读：{FIGURE}") for each in found.unread)


def on_dark(sheet: object, cell: openpyxl.cell.Cell) -> None:
    cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF003366")


def ink(sheet: object, cell: openpyxl.cell.Cell) -> None:
    cell.font, cell.fill = Font(color=Color(theme=1)), PatternFill("solid", fgColor=Color(theme=4))


def marked(sheet: openpyxl.worksheet.worksheet.Worksheet, cell: openpyxl.cell.Cell) -> None:
    red = CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FFFF0000"))
    sheet.conditional_formatting.add(cell.coordinate, red)


@pytest.mark.parametrize("change", [on_dark, ink, marked])
def test_a_figure_in_a_workbook_that_shows_is_read(change: object) -> None:
    found = sheet_with(change)
    assert found.filing.figures == FILING.figures
    assert found.unread == ()


def white_if(sheet: openpyxl.worksheet.worksheet.Worksheet, cell: openpyxl.cell.Cell) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["1"], font=Font(color="FFFFFFFF"))
    sheet.conditional_formatting.add(cell.coordinate, rule)


def nothing_if(sheet: openpyxl.worksheet.worksheet.Worksheet, cell: openpyxl.cell.Cell) -> None:
    rule = CellIsRule(operator="greaterThan", formula=["1"])
    rule.dxf = DifferentialStyle(numFmt=NumberFormat(numFmtId=164, formatCode=";;;"))
    sheet.conditional_formatting.add(cell.coordinate, rule)


@pytest.mark.parametrize("change", [white_if, nothing_if])
def test_a_figure_that_a_condition_may_hide_is_not_read(change: object) -> None:
    found = sheet_with(change)
    assert KEY not in found.filing.figures
    assert [(each.where, each.text) for each in found.unread] == [(KEY, f"{FIGURE}（可能没有显示）")]


def test_a_column_without_a_width_is_hidden() -> None:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet, cell: openpyxl.cell.Cell) -> None:
        sheet.cell(cell.row, 30, 7)
        sheet.column_dimensions["AD"].width = 0.01

    found = sheet_with(change)
    assert found.filing.figures == FILING.figures
    assert [each.text for each in found.unread] == ["第30列是隐藏的，没有读：7"]


@pytest.mark.parametrize("pattern", ["font: colour white", "font: height 20"])
def test_a_figure_in_an_old_workbook_that_does_not_show_is_a_blank(pattern: str) -> None:
    page = workbooks.pages(FILING, STYLE)[0]
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(page.name)
    for box in page.boxes:
        style = xlwt.easyxf(pattern if box.value == FIGURE else "")
        place = (box.row, box.row + box.rows - 1, box.column, box.column + box.columns - 1)
        sheet.write_merge(*place, box.value, style)
    found = read_report(workbooks.saved(book), "年报.xls")
    assert found.filing.figures == {key: figure for key, figure in FILING.figures.items() if key != KEY}
    assert (KEY, "") in [(each.where, each.text) for each in found.unread]
