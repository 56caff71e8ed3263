"""A filing written as a workbook in the shapes in which offices keep reports, for the importer to read back."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import openpyxl
import xlwt

from disclosure.filing import Filing, as_number
from disclosure.formats.schema import Table
from disclosure.layout import HeadCell, grid
from tests.core.disturbances import Box as Cell
from tests.core.disturbances import Items

WIDTH = 10
"""Columns that titles, headings and paragraphs are merged over."""


@dataclass(frozen=True)
class Box:
    """A cell, or merged cells, by the place of its upper left corner from 0."""

    row: int
    column: int
    value: object
    rows: int = 1
    columns: int = 1


@dataclass
class Page:
    """A sheet on its way: what stands in it, and where the next line goes."""

    name: str
    boxes: list[Box] = field(default_factory=list)
    row: int = 0

    def words(self, text: str, columns: int = WIDTH) -> None:
        if text:
            self.boxes.append(Box(self.row, 0, text, columns=columns))
            self.row += 1


@dataclass(frozen=True)
class Style:
    """How a workbook is laid out. `labels` and `cells` replace official labels and single values (by cell key)."""

    merged: bool = True
    sheet_each: bool = False
    texts: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, object] = field(default_factory=dict)


STYLES = {
    "one sheet": Style(),
    "a sheet for each section": Style(sheet_each=True),
    "nothing merged": Style(merged=False),
    "numbers as text": Style(texts=True),
}


def pages(filing: Filing, style: Style) -> list[Page]:
    """The sheets of a report."""
    found = [Page("封面" if style.sheet_each else "年报")]
    for text in (filing.title, filing.addressee, filing.preface):
        found[-1].words(text)
    for section in filing.format.sections:
        if style.sheet_each:
            found.append(Page(section.title[:2]))
        page = found[-1]
        page.words(style.labels.get(section.title, section.title))
        if section.table:
            for box in boxes(filing, section.table, style):
                page.boxes.append(Box(box.row + page.row, box.column, box.value, box.rows, box.columns))
            page.row += len(list(grid(section.table).lines)) + 1
        else:
            page.words(filing.text(section.key))
    for text in (filing.signature, filing.date):
        found[-1].words(text)
    return found


def boxes(filing: Filing, table: Table, style: Style) -> Iterator[Box]:
    """The cells of a table where the official grid has them."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(grid(table).lines):
        column = 0
        for cell in line.cells:
            while (row, column) in taken:
                column += 1
            rows = cell.rowspan if isinstance(cell, HeadCell) else 1
            if isinstance(cell, HeadCell):
                value: object = style.labels.get(cell.text, cell.text)
            else:
                value = style.cells.get(cell.key, _value(filing, cell.key, style))
            yield Box(row, column, value, rows, cell.colspan)
            taken.update((row + r, column + c) for r in range(rows) for c in range(cell.colspan))


def drawn(items: Items) -> Page:
    """A disturbed report on one sheet."""
    page = Page("年报")
    for item in items:
        if isinstance(item, str):
            page.words(item)
        else:
            page.boxes += [replace(box, row=box.row + page.row) for box in placed(item)]
            page.row += len(item)
    return page


def placed(table: list[list[Cell]]) -> Iterator[Box]:
    """The cells of a table at their places. A line that lacks cells lacks its first ones, as under merged labels."""
    width = sum(cell.across for cell in table[0])
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table):
        free = [column for column in range(width + 1) if (row, column) not in taken]
        needed = sum(cell.across for cell in line)
        free = free[max(len(free) - 1 - needed, 0) :]
        for cell in line:
            column = free[0]
            yield Box(row, column, cell.text, cell.down, cell.across)
            taken.update((row + r, column + c) for r in range(cell.down) for c in range(cell.across))
            free = free[cell.across :]


def _value(filing: Filing, key: str, style: Style) -> object:
    number = as_number(filing.value(key))
    return "" if number is None else str(number) if style.texts else number


def xlsx(sheets: list[Page], merged: bool = True) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for page in sheets:
        sheet = book.create_sheet(page.name)
        for box in page.boxes:
            sheet.cell(box.row + 1, box.column + 1, box.value)  # type: ignore[arg-type]
            if merged and (box.rows > 1 or box.columns > 1):
                sheet.merge_cells(
                    start_row=box.row + 1,
                    start_column=box.column + 1,
                    end_row=box.row + box.rows,
                    end_column=box.column + box.columns,
                )
    return book


def xls(sheets: list[Page], merged: bool = True) -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    for page in sheets:
        sheet = book.add_sheet(page.name)
        for box in page.boxes:
            place = (box.row, box.row + box.rows - 1, box.column, box.column + box.columns - 1)
            if merged:
                sheet.write_merge(*place, box.value)
            else:
                sheet.write(box.row, box.column, box.value)
    return book


def saved(book: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write(filing: Filing, kind: str, style: Style) -> bytes:
    """The bytes of a workbook; `kind` is xlsx or xls."""
    found = pages(filing, style)
    return saved(xlsx(found, style.merged) if kind == "xlsx" else xls(found, style.merged))
