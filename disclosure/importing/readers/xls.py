"""Old Excel workbooks (.xls) to the neutral document: what the cells show."""

from __future__ import annotations

import io

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet as OldSheet

from ..document import Document, UnreadableDocument
from ..figures import NO_RESULT
from . import sheets
from .sheets import Sheet


def read(data: bytes, name: str) -> Document:
    """The document in a workbook. Raises UnreadableDocument."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        found = [_sheet(book, sheet) for sheet in book.sheets()]
    except Exception as error:  # xlrd says in many ways that a record makes no sense
        if "encrypted" in str(error):
            raise UnreadableDocument(f"“{name}”有打开密码，请去掉密码后再上传。") from None
        raise UnreadableDocument(f"“{name}”打不开，请用Excel或WPS另存为.xlsx再上传。") from None
    return sheets.document(found, name)


def _sheet(book: Book, sheet: OldSheet) -> Sheet:
    places = [(row, column) for row in range(sheet.nrows) for column in range(sheet.row_len(row))]
    cells = {(row + 1, column + 1): _text(book, sheet, row, column) for row, column in places}
    cells = {place: text for place, text in cells.items() if text}
    unseen = {place: text for place, text in cells.items() if _is_unseen(book, sheet, *place)}
    return Sheet(
        sheet.name,
        {place: text for place, text in cells.items() if place not in unseen},
        tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
        frozenset(row + 1 for row, shape in sheet.rowinfo_map.items() if shape.hidden),
        frozenset(
            column + 1 for column, shape in sheet.colinfo_map.items() if shape.hidden or not shape.width
        ),
        bool(sheet.visibility),
        unseen,
        {column + 1: shape.width / 256 for column, shape in sheet.colinfo_map.items() if shape.width},
    )


def _is_unseen(book: Book, sheet: OldSheet, row: int, column: int) -> bool:
    """Whether what stands in a cell is of the colour behind it, or too small to be read."""
    shape = book.xf_list[sheet.cell(row - 1, column - 1).xf_index or 0]
    font = book.font_list[shape.font_index]
    paint = shape.background
    pattern = paint.fill_pattern if paint else 0
    behind = (
        _hex(book, paint.pattern_colour_index) if paint and pattern == 1 else "" if pattern else sheets.WHITE
    )
    colour = _hex(book, font.colour_index) or sheets.BLACK
    return font.height <= sheets.TINY * 20 or bool(behind and sheets.is_alike(colour, behind))


def _hex(book: Book, index: int) -> str:
    """A colour of the palette as six hexadecimal digits; "" for one that the system chooses."""
    found = book.colour_map.get(index)
    return "".join(f"{part:02X}" for part in found) if found else ""


def _text(book: Book, sheet: OldSheet, row: int, column: int) -> str:
    """What a cell shows. Numbers that are crossed out or raised are marked, so that they are not read as figures."""
    cell = sheet.cell(row, column)
    shape = book.xf_list[cell.xf_index or 0]
    mark = _mark(book, shape.font_index)
    match cell.ctype, cell.value:
        case xlrd.XL_CELL_TEXT, str(text):
            runs = sheet.rich_text_runlist_map.get((row, column), [])
            return mark + _marked(book, text, runs) if text else NO_RESULT
        case xlrd.XL_CELL_NUMBER, float(number):
            return mark + sheets.seen(number, book.format_map[shape.format_key].format_str)
        case xlrd.XL_CELL_DATE, float(number):
            return _date(number, book.datemode)
        case xlrd.XL_CELL_BOOLEAN, value:
            return str(bool(value)).upper()
        case xlrd.XL_CELL_ERROR, int(code):
            return str(xlrd.error_text_from_code.get(code, "#ERR!"))
    return ""


def _date(number: float, mode: int) -> str:
    """A date; the first days of 1900, of which Excel itself is not sure, by their number."""
    try:
        return str(xlrd.xldate_as_datetime(number, 1 if mode else 0))
    except xlrd.xldate.XLDateError:
        return f"日期（{number:g}）"


def _marked(book: Book, text: str, runs: list[tuple[int, int]]) -> str:
    """A text with a mark before each run of it that is crossed out or raised."""
    for start, font in reversed(runs):
        text = text[:start] + _mark(book, font) + text[start:]
    return sheets.tidy(text)


def _mark(book: Book, font: int) -> str:
    shape = book.font_list[font]
    return "^" if shape.struck_out or shape.escapement else ""
