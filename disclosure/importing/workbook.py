"""A workbook that was taken out of a report and filled in elsewhere, read back cell by cell by the names of its cells."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from .. import formats
from ..filing import HEAD_FIELDS, Figure, Filing
from ..formats.schema import Format, Place
from ..workbook import BASE_SHEET, META, cell_name, words_name
from . import figures
from .document import UnreadableDocument
from .harvest import Passage


@dataclass
class TakenOut:
    """A workbook read back. `base`: cell or field key → what stood in the report when the workbook was taken out."""

    filing: Filing
    base: Mapping[str, str]
    unread: tuple[Passage, ...] = ()
    taken: tuple[Passage, ...] = ()


def read_back(data: bytes, name: str) -> TakenOut:
    """The report in a workbook that was taken out. Raises UnreadableDocument where its hidden sheet was damaged."""
    book = load_workbook(io.BytesIO(data))
    meta, base, places = _base(book)
    form = formats.all_formats().get(meta.get("format", ""))
    if form is None or not meta.get("year", "").isdecimal():
        raise UnreadableDocument(f"“{name}”里记原值的一页被改动过，请重新下载工作簿再填。")
    return _Reading(book, data, form, base, places).taken_out(meta["body"], int(meta["year"]))


def _base(book: Workbook) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """(format, body and year, what stood in every cell and part, the place of every cell then); the paragraphs of a
    part are joined to its text. Workbooks of older versions do not know the places."""
    kept: dict[str, str] = {}
    places: dict[str, str] = {}
    for key, text, place in book[BASE_SHEET].iter_rows(values_only=True, min_col=1, max_col=3):
        if isinstance(key, str):
            if place:
                places[key] = str(place)
            words = "" if text is None else str(text)
            kept[key] = f"{kept[key]}\n{words}" if key in kept else words
    return {key: kept.pop(key) for key in META if key in kept}, kept, places


@dataclass
class _Reading:
    """A workbook on its way back into a report."""

    book: Workbook
    data: bytes
    form: Format
    base: dict[str, str]
    places: dict[str, str]
    figures: dict[str, Figure] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    unread: list[Passage] = field(default_factory=list)
    taken: list[Passage] = field(default_factory=list)

    def taken_out(self, body: str, year: int) -> TakenOut:
        entered = [place for place in self.form.places.values() if not place.derived]
        for place in entered:
            self._cell(place)
        parts = (*HEAD_FIELDS, *(section.key for section in self.form.narratives))
        words = {key: self._words(key) for key in parts}
        sections = {section.key: words.pop(section.key) for section in self.form.narratives}
        filing = Filing(
            self.form,
            body,
            year,
            self.figures,
            sections,
            preface=words["preface"],
            addressee=words["addressee"],
            signature=words["signature"],
            date=words["date"],
            unread=self.marks,
        )
        base = {key: self.base.get(key, "") for key in (*parts, *(place.key for place in entered))}
        return TakenOut(filing, base, tuple(self.unread), tuple(self.taken))

    def _cell(self, place: Place) -> None:
        name = cell_name(place.key)
        if name not in self.book.defined_names:
            self._leave(place.key, self.base.get(place.key, ""), "这一格在工作簿里找不到了")
            return
        if self._is_moved(place.key):
            self._leave(place.key, self.base.get(place.key, ""), "这一格在工作簿里被移动或覆盖过")
            return
        text = next(self._texts(name), "")
        reading = figures.parse(text, place.unit) if text else None
        if reading is not None:
            self.figures[place.key] = reading.figure
            self.taken.append(Passage(place.key, text))
        elif text:
            self._leave(place.key, text, text)

    def _is_moved(self, key: str) -> bool:
        """Whether a name stands for another cell than it did: who drags a figure to another cell drags its name along,
        and the name of the cell it is dropped on is lost."""
        known = self.places.get(key)
        now = self.book.defined_names[cell_name(key)].attr_text
        return "#REF!" in now or (known is not None and _plain(now) != _plain(known))

    def _leave(self, key: str, mark: str, said: str) -> None:
        if mark:
            self.marks[key] = mark
        self.unread.append(Passage(key, said))

    def _words(self, key: str) -> str:
        name = words_name(key)
        if name not in self.book.defined_names:
            self.unread.append(Passage(key, "这一部分在工作簿里找不到了"))
            return self.base.get(key, "")
        return "\n".join(text for text in self._texts(name) if text)

    def _texts(self, name: str) -> Iterator[str]:
        """What stands in the cells of a name, from top to bottom."""
        for sheet, cells in self.book.defined_names[name].destinations:
            column, first, _, last = range_boundaries(cells)
            for row in range(first or 1, (last or first or 1) + 1):
                yield self._text(sheet, row, column or 1)

    def _text(self, sheet: str, row: int, column: int) -> str:
        if sheet not in self.book.sheetnames:
            return ""
        cell = self.book[sheet].cell(row, column)
        value = cell.value
        if cell.data_type == "f":
            value = self._computed[sheet].cell(row, column).value
            if value is None:
                return str(cell.value)
        return written(value)

    @cached_property
    def _computed(self) -> Workbook:
        """The same workbook with what its formulas came to when it was saved."""
        return load_workbook(io.BytesIO(self.data), data_only=True)


def _plain(place: str) -> str:
    return place.replace("'", "").replace("$", "").upper()


def written(value: Any) -> str:
    """What stands in a cell of a workbook, as a person would type it: 3.0 is 3."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value).strip()
