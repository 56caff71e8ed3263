"""Where the cells of a workbook that was taken out stand when it comes back, and whether that is still their place.

The name of a cell follows it when lines are put in, and is lost when another cell is dropped on it. It does not follow
what is sorted, or pasted over its neighbours together with their labels: so the labels are compared as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ..filing import HEAD_LABELS
from ..formats.schema import Format, Table
from ..layout import HeadCell, grid, placed_cells
from ..workbook import ABOUT, BASE_SHEET, GUIDE, cell_name, words_name
from .harvest import Passage
from .labels import normal

GONE = "这一格在工作簿里找不到了"
MOVED = "这一格在工作簿里被移动或覆盖过"
RELABELLED = "旁边的名称和官方表格不同，分不清是哪一格的数"
ADDED = "这一页是后来加的，没有读"
OUTSIDE = "写在了表格或段落的格子外面，没有读"

_REFERENCE = re.compile(r"'?(.+?)'?!([A-Z]+\d+(?::[A-Z]+\d+)?)")


@dataclass(frozen=True)
class Spot:
    """The cells a name stands for: a sheet, the column, the first and the last row, from 1."""

    sheet: str
    column: int
    row: int
    last: int


def spot(reference: str) -> Spot | None:
    """What a reference names; None for one that was lost (#REF!)."""
    match = _REFERENCE.fullmatch(reference.lstrip("=").replace("$", ""))
    if match is None or "#REF" in reference:
        return None
    column, row, _, last = range_boundaries(match[2])
    return Spot(match[1].replace("''", "'"), column or 1, row or 1, last or row or 1)


class Places:
    """The names of a workbook. `then`: cell key → the reference of its cell when the workbook was taken out."""

    def __init__(self, book: Workbook, form: Format, then: Mapping[str, str]) -> None:
        self.book = book
        self.form = form
        self.then = {key: found for key, text in then.items() if (found := spot(text))}

    def of(self, name: str) -> Spot | None:
        """Where a name stands, None where it or its sheet is gone."""
        defined = self.book.defined_names.get(name)
        found = spot(defined.attr_text) if defined else None
        return found if found and found.sheet in self.book.sheetnames else None

    def doubt(self, key: str) -> str:
        """Why what stands in a cell may belong to another, "" where it does not."""
        if cell_name(key) not in self.book.defined_names:
            return GONE
        now, then = self.of(cell_name(key)), self.then.get(key)
        if now is None or (then and now != self._renamed(then)):
            return MOVED
        return RELABELLED if key in self._relabelled else ""

    def _renamed(self, then: Spot) -> Spot:
        return Spot(self._sheets.get(then.sheet, then.sheet), then.column, then.row, then.last)

    @cached_property
    def _sheets(self) -> dict[str, str]:
        """Sheet → what it is called now, where all its cells have gone to one and the same sheet."""
        found: dict[str, set[str]] = {}
        for key, then in self.then.items():
            if now := self.of(cell_name(key)):
                found.setdefault(then.sheet, set()).add(now.sheet)
        return {old: new.pop() for old, new in found.items() if len(new) == 1}

    @cached_property
    def _relabelled(self) -> frozenset[str]:
        return frozenset(key for table in self.form.tables.values() for key in self._mislabelled(table))

    def _mislabelled(self, table: Table) -> Iterator[str]:
        """The cells on lines with another label, and those below other heads."""
        corner = self.corner(table)
        if corner is None:
            return
        sheet, top, left = corner
        heads_differ, rows_differ, above_heads = False, 0, False
        taken: set[tuple[int, int]] = set()
        for at, line in enumerate(grid(table).lines):
            heads = [
                (cell, column) for column, cell in placed_cells(line, at, taken) if isinstance(cell, HeadCell)
            ]
            wrong = [cell for cell, column in heads if not _says(sheet, top + at, left + column, cell.text)]
            if not line.values:
                heads_differ = bool(wrong) or (above_heads and heads_differ)
                above_heads = True
                continue
            above_heads = False
            rows_differ = max([at + cell.rowspan for cell in wrong] + [rows_differ])
            if heads_differ or at < rows_differ:
                yield from (cell.key for cell in line.values)

    def corner(self, table: Table) -> tuple[Worksheet, int, int] | None:
        """(sheet, row, column) of the upper left corner of a table, by the first of its cells that has not moved."""
        taken: set[tuple[int, int]] = set()
        for at, line in enumerate(grid(table).lines):
            for column, cell in placed_cells(line, at, taken):
                if isinstance(cell, HeadCell) or cell.key not in self.then:
                    continue
                now = self.of(cell_name(cell.key))
                if now and now == self._renamed(self.then[cell.key]):
                    return self.book[now.sheet], now.row - at, now.column - column
        return None

    # What stands beside them

    def beside(self) -> Iterator[Passage]:
        """What somebody wrote where the workbook has no room for it: beside a table, below a part, on a sheet put in."""
        known = {self.book[name].title for name in (BASE_SHEET, GUIDE, ABOUT) if name in self.book.sheetnames}
        for table in self.form.tables.values():
            if corner := self.corner(table):
                known.add(corner[0].title)
                yield from self._beside_table(table, *corner)
        parts = {key: found for key in self._labels if (found := self.of(words_name(key)))}
        for title in dict.fromkeys(found.sheet for found in parts.values()):
            known.add(title)
            yield from self._beside_words(
                self.book[title], {k: v for k, v in parts.items() if v.sheet == title}
            )
        named = {found.sheet for key in self.form.places if (found := self.of(cell_name(key)))}
        for sheet in self.book.worksheets:
            if sheet.title not in known | named and (rows := list(_rows(sheet))):
                yield Passage("", f"工作表“{sheet.title}”：{'；'.join(rows)}", ADDED)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {**HEAD_LABELS, **{section.key: section.title for section in self.form.narratives}}

    def _beside_table(self, table: Table, sheet: Worksheet, top: int, left: int) -> Iterator[Passage]:
        """Titles and the sentences of the checks are the workbook's own."""
        shape = grid(table)
        bottom, right = top + len(list(shape.lines)), left + shape.width
        own = [self.form.section(table.key).title, *(rule.sentence for rule in self.form.rules)]
        for place, cell in sorted(sheet._cells.items()):
            inside = top <= place[0] < bottom and left <= place[1] < right
            text = "" if inside or cell.data_type == "f" else _text(cell.value)
            if text and not any(sentence in text for sentence in own):
                yield Passage(table.key, text, OUTSIDE)

    def _beside_words(self, sheet: Worksheet, parts: Mapping[str, Spot]) -> Iterator[Passage]:
        for (row, column), cell in sorted(sheet._cells.items()):
            text = _text(cell.value)
            inside = any(part.row <= row <= part.last and part.column == column for part in parts.values())
            if text and not inside and text not in self._labels.values():
                above = [key for key, part in parts.items() if part.row <= row]
                yield Passage(above[-1] if above else next(iter(parts)), text, OUTSIDE)


def _says(sheet: Worksheet, row: int, column: int, label: str) -> bool:
    return normal(_text(sheet.cell(row, column).value)) == normal(label)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _rows(sheet: Worksheet) -> Iterator[str]:
    """What stands in every row with something in it."""
    found: dict[int, list[str]] = {}
    for (row, _), cell in sorted(sheet._cells.items()):
        if text := _text(cell.value):
            found.setdefault(row, []).append(text)
    yield from map(" ".join, found.values())
