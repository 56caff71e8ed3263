"""Excel workbooks (.xlsx) to the neutral document: what the cells show, and whether their formulas were worked out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils.cell import column_index_from_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ..document import Document, Line, UnreadableDocument
from ..figures import NO_RESULT
from . import sheets
from .sheets import Sheet

CELL_LIMIT = 100_000
"""Rows and cells that a workbook may declare, empty ones with a format included: each costs time and memory."""

COLUMNS = 16_384
"""Columns a sheet has at most."""
_WIDEST = 256
"""No column is as wide, in characters."""

MAYBE = "（可能没有显示）"
"""What a cell shows that a conditional format may hide."""

_BOOK = "xl/workbook.xml"
_READ = re.compile("xl/(?:workbook|(?:worksheets|drawings)/[^/]*)[.]xml")
_ELEMENT = re.compile(rb"<(?:\w+:)?(?:row|c)[ />]")
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell [^>]*?ref=["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_STALE = re.compile(rb"""<(?:\w+:)?calcPr [^>]*fullCalcOnLoad=["'](?:1|true)""")
_DRAWN = re.compile(rb"<a:t(?: [^>]*)?>([^<]*)</a:t>")
_PICTURE = re.compile(rb"<(?:\w+:)?pic[ >]")


def read(data: bytes, name: str) -> Document:
    """The document in a workbook. Raises UnreadableDocument."""
    try:
        parts = _parts(data)
        _measure(parts, name)
        book = load_workbook(io.BytesIO(data), data_only=True, rich_text=True, keep_links=False)
        calculated = any(_FORMULA.search(part) for part in parts.values())
        formulas = load_workbook(io.BytesIO(data), keep_links=False) if calculated else None
        stale = bool(_STALE.search(parts[_BOOK]))
        found = [_sheet(sheet, formulas, stale) for sheet in book.worksheets]
    except UnreadableDocument:
        raise
    except Exception:  # openpyxl says in many ways that a part is missing or makes no sense
        raise UnreadableDocument(f"“{name}”打不开，请用Excel或WPS重新保存后再上传。") from None
    read = sheets.document(found, name)
    drawn = tuple(_drawings(parts))
    return Document((*read.lines, *drawn), layout=read.layout)


def _parts(data: bytes) -> dict[str, bytes]:
    """The catalogue, the sheets and the drawings of a workbook by the names of their parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if _READ.fullmatch(name)}


def _measure(parts: dict[str, bytes], name: str) -> None:
    count = sum(1 for part in parts.values() for _ in _ELEMENT.finditer(part))
    if count > CELL_LIMIT:
        raise UnreadableDocument(
            f"“{name}”里设了格式的行和单元格有{count}个，最多{CELL_LIMIT}个；"
            "请删掉表格下面和右边的空行、空列再上传。"
        )
    merged = sum(_area(*match.groups()) for part in parts.values() for match in _MERGED.finditer(part))
    if merged > CELL_LIMIT:
        raise UnreadableDocument(
            f"“{name}”里合并起来的单元格有{merged}个，最多{CELL_LIMIT}个；请不要合并整行、整列，改过再上传。"
        )


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    """How many cells are merged: openpyxl makes each of them."""
    columns = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
    return abs(columns * (int(bottom) - int(top) + 1))


def _drawings(parts: dict[str, bytes]) -> Iterator[Line]:
    """What lies over the cells: text boxes and pictures are not read."""
    drawn = [part for name, part in sorted(parts.items()) if "drawings/" in name]
    for part in drawn:
        if words := b"".join(_DRAWN.findall(part)).decode("utf-8", "replace").strip():
            yield Line(f"文本框里的字没有读：{words}", left_out=True)
    if pictures := sum(len(_PICTURE.findall(part)) for part in drawn):
        yield Line(f"工作簿里有{pictures}张图片，图片里的字没有读。", left_out=True)


def _sheet(sheet: Worksheet, formulas: Workbook | None, stale: bool) -> Sheet:
    """A sheet as it is seen. `formulas`: the same workbook with its formulas, if there are any; `stale`: it asks for
    them to be worked out anew, as programs do that write a zero for every result."""
    waiting = _without_result(sheet, formulas, stale)
    # iter_rows would make every cell up to the farthest one.
    doubtful = _doubtful(sheet)
    cells = {place: waiting.get(place) or text_of(cell) for place, cell in sheet._cells.items()}
    cells = {place: f"{text}{MAYBE * (place in doubtful)}" for place, text in cells.items() if text}
    unseen = {place: text for place, text in cells.items() if _is_unseen(sheet._cells[place])}
    columns = sheet.column_dimensions.values()
    return Sheet(
        sheet.title,
        {place: text for place, text in cells.items() if place not in unseen},
        tuple((area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges),
        frozenset(
            row for row, shape in sheet.row_dimensions.items() if shape.hidden or _is_flat(shape.height)
        ),
        frozenset(
            at
            for shape in columns
            if shape.hidden or _is_flat(shape.width)
            for at in range(shape.min or 1, min(shape.max or 0, COLUMNS) + 1)
        ),
        sheet.sheet_state != "visible",
        unseen,
        {
            at: shape.width
            for shape in columns
            if shape.customWidth and shape.width and 0 < shape.width < _WIDEST
            for at in range(shape.min or 1, min(shape.max or 0, sheets.COLUMN_LIMIT) + 1)
        },
    )


def _is_flat(size: float | None) -> bool:
    """Whether a row or column takes no room."""
    return size is not None and size < 0.1


def _is_unseen(cell: Cell | MergedCell) -> bool:
    """Whether what stands in a cell is of the colour behind it, or too small to be read."""
    if isinstance(cell, MergedCell) or not cell.has_style:
        return False
    filled = cell.fill.fill_type
    behind = sheets.WHITE if filled is None else _hex(cell.fill.fgColor, "") if filled == "solid" else ""
    colour = _hex(cell.font.color, sheets.BLACK)
    size = cell.font.sz
    tiny = size is not None and size <= sheets.TINY
    return tiny or bool(colour and behind and sheets.is_alike(colour, behind))


def _hex(colour: Color | None, otherwise: str) -> str:
    """A colour as six hexadecimal digits; "" where it depends on the theme and is neither its paper nor its ink."""
    if colour is None:
        return otherwise
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour.rgb[-6:]
    if colour.type == "theme" and not colour.tint and colour.theme in (0, 1):
        return sheets.BLACK if colour.theme else sheets.WHITE
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return COLOR_INDEX[colour.indexed][-6:]
    return sheets.BLACK if colour.type == "indexed" else ""


def _doubtful(sheet: Worksheet) -> frozenset[tuple[int, int]]:
    """The cells that a conditional format may write in white, or not at all."""
    found: set[tuple[int, int]] = set()
    for each in sheet.conditional_formatting:
        if not any(_may_hide(rule.dxf) for rule in each.rules if rule.dxf):
            continue
        for area in each.cells.ranges:
            found.update(place for place in sheet._cells if _is_in(place, area))
    return frozenset(place for place in found if sheet.cell(*place).value not in (None, "", 0))


def _is_in(place: tuple[int, int], area: CellRange) -> bool:
    return area.min_row <= place[0] <= area.max_row and area.min_col <= place[1] <= area.max_col


def _may_hide(shape: DifferentialStyle) -> bool:
    white = bool(shape.font and shape.font.color and _hex(shape.font.color, "") == sheets.WHITE)
    paint = getattr(shape.fill, "bgColor", None)
    dark = _hex(paint, "") not in ("", sheets.WHITE)
    blank = shape.numFmt is not None and not re.search("[0#?@]|General", shape.numFmt.formatCode or "")
    return (white and not dark) or blank


def _without_result(sheet: Worksheet, formulas: Workbook | None, stale: bool) -> dict[tuple[int, int], str]:
    """The cells whose formula has no result that can be trusted."""
    if formulas is None:
        return {}
    written = formulas[sheet.title]._cells
    return {
        place: NO_RESULT
        for place, cell in written.items()
        if cell.data_type == "f" and (stale or sheet.cell(*place).value in (None, ""))
    }


def text_of(cell: Cell | MergedCell) -> str:
    """What a cell shows. Numbers that are crossed out or raised are marked, so that they are not read as figures."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, CellRichText):
        return sheets.tidy("".join(_run(part) for part in value))
    mark = "^" if cell.font and (cell.font.strike or cell.font.vertAlign) else ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return mark + sheets.seen(value, cell.number_format)
    if isinstance(value, date | datetime | time | timedelta):
        return str(value)
    return mark + sheets.tidy(str(value))


def _run(part: str | TextBlock) -> str:
    if isinstance(part, str):
        return part
    return f"^{part.text}" if part.font.vertAlign or part.font.strike else part.text
