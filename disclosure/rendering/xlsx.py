"""The report as a workbook: filled in without a connection or published, with live totals, and read back without loss.

Every cell has a defined name made of its key, which follows it when lines are moved; a hidden sheet keeps what stood
in the report when the workbook was taken out, so that both sides' changes can be told apart afterwards.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from .. import prose
from ..figures import as_text
from ..filing import HEAD_LABELS, Filing
from ..layout import grid
from ..workbook import ABOUT, BASE_SHEET, GUIDE, HOW, META, READ, SPARE, cell_name, words_name
from .errors import TooLong
from .tables import table_view
from .xlsx_sheets import Looks, TableSheet, lines_of, looks, reference

AROUND = "引言和落款"
_SHORT = ("addressee", "signature", "date")
"""Parts of a single line."""
_WIDTH = 110


def render_xlsx(filing: Filing, published: bool = False) -> bytes:
    """The report as .xlsx; the same filing gives the same bytes. Raises TooLong for a text no cell can hold.

    One that is `published` speaks to its readers, and asks nobody to fill anything in.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made = datetime(filing.year + 1, 1, 1)
    book.set_properties({"title": filing.official_title, "author": filing.body, "created": made})
    style = looks(book)
    guide = _sheet(book, ABOUT if published else GUIDE)
    spare = 0 if published else SPARE
    _words(book, style, filing, AROUND, HEAD_LABELS, spare)
    sheets: list[TableSheet] = []
    places: dict[str, str] = {}
    for section in filing.format.sections:
        if section.table:
            sheets.append(_table(book, style, filing, section.key, places))
        else:
            _words(book, style, filing, section.short, {section.key: section.title}, spare)
    _guide(guide, style, filing, READ if published else HOW, [] if published else sheets)
    _base(book, filing, places)
    book.close()
    return target.getvalue()


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    return sheet


def _table(book: Workbook, style: Looks, filing: Filing, key: str, places: dict[str, str]) -> TableSheet:
    """The sheet of a table; `places` gets the cell that each of its names stands for."""
    section = filing.format.section(key)
    table = filing.format.tables[key]
    sheet = _sheet(book, section.short)
    drawn = TableSheet(sheet, style, filing, table_view(grid(table), filing.values, section.title))
    drawn.write()
    for place in table.places.values():
        places[place.key] = reference(section.short, drawn.at[place.key])
        book.define_name(cell_name(place.key), places[place.key])
    return drawn


def _words(
    book: Workbook, style: Looks, filing: Filing, name: str, parts: Mapping[str, str], spare: int
) -> None:
    """One paragraph a cell, with room for `spare` more below each part. `parts`: key → what stands above it."""
    sheet = _sheet(book, name)
    sheet.set_column(0, 0, _WIDTH)
    sheet.fit_to_pages(1, 0)
    row = 0
    for key, label in parts.items():
        sheet.write_string(row, 0, label, style.title)
        lines = _lines(filing, key)
        _check(label, lines)
        lines += [""] * (not lines if key in _SHORT else spare or not lines)
        for at, line in enumerate(lines, start=row + 1):
            sheet.set_row(at, 4 + 15 * lines_of(line, _WIDTH))
            sheet.write(at, 0, line or None, style.words)
        book.define_name(words_name(key), f"='{name}'!$A${row + 2}:$A${row + 1 + len(lines)}")
        row += len(lines) + 2
    sheet.protect("", {"insert_rows": True, "format_rows": True, "format_columns": True})


def _lines(filing: Filing, key: str) -> list[str]:
    text = filing.sections.get(key, getattr(filing, key, ""))
    return [line for line in prose.clean(text).split("\n") if line.strip()]


def _check(label: str, lines: list[str]) -> None:
    for number, line in enumerate(lines, start=1):
        if len(line) > prose.PARAGRAPH_LIMIT:
            raise TooLong(f"{label}第{number}段有{len(line)}个字，最多{prose.PARAGRAPH_LIMIT}个字。")


def _guide(
    sheet: Worksheet, style: Looks, filing: Filing, said: tuple[str, ...], sheets: list[TableSheet]
) -> None:
    """What the workbook is for, and how many cells of these sheets are still empty."""
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, filing.official_title, style.title)
    for row, sentence in enumerate(said, start=2):
        sheet.write_string(row, 0, sentence, style.plain)
    for row, table in enumerate(sheets, start=3 + len(said)):
        sheet.write_formula(row, 0, table.summary, style.plain, table.summary_now)
    sheet.protect()
    sheet.activate()


def _base(book: Workbook, filing: Filing, places: Mapping[str, str]) -> None:
    """What the workbook was filled in from: format, body, year, then every cell with its place and every part with words."""
    sheet = book.add_worksheet(BASE_SHEET)
    sheet.very_hidden()
    rows: list[tuple[str, ...]] = [*zip(META, (filing.format.id, filing.body, str(filing.year)), strict=True)]
    for key, place in filing.format.places.items():
        if not place.derived:
            figure = filing.figures.get(key)
            text = filing.unread.get(key, "") if figure is None else as_text(figure)
            rows.append((key, text, places[key].lstrip("=")))
    for key in (*HEAD_LABELS, *(section.key for section in filing.format.narratives)):
        rows += [(key, line) for line in _lines(filing, key)]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
