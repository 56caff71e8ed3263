"""A workbook that was taken out of a report and filled in elsewhere, read back cell by cell by the names of its cells."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.workbook import Workbook

from .. import formats
from ..filing import HEAD_FIELDS, Figure, Filing
from ..formats.schema import Format, Place
from ..workbook import BASE_SHEET, META, cell_name, words_name
from . import figures
from .document import UnreadableDocument
from .harvest import Passage
from .readers.xlsx import text_of
from .workbook_places import Places, Spot


@dataclass
class TakenOut:
    """A workbook read back. `base`: cell or field key → what stood in the report when the workbook was taken out."""

    filing: Filing
    base: Mapping[str, str]
    unread: tuple[Passage, ...] = ()
    taken: tuple[Passage, ...] = ()


def read_back(data: bytes, name: str) -> TakenOut:
    """The report in a workbook that was taken out. Raises UnreadableDocument where its hidden sheet was damaged."""
    book = load_workbook(io.BytesIO(data), rich_text=True)
    meta, base, places = _base(book)
    form = formats.all_formats().get(meta.get("format", ""))
    if form is None or not meta.get("year", "").isdecimal():
        raise UnreadableDocument(f"“{name}”里记原值的一页被改动过，请重新下载工作簿再填。")
    return _Reading(book, data, form, base, Places(book, form, places)).taken_out(
        meta["body"], int(meta["year"])
    )


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
    places: Places
    figures: dict[str, Figure] = field(default_factory=dict)
    printed: dict[str, Figure] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    unread: list[Passage] = field(default_factory=list)
    taken: list[Passage] = field(default_factory=list)

    def taken_out(self, body: str, year: int) -> TakenOut:
        entered = [place for place in self.form.places.values() if not place.derived]
        for place in self.form.places.values():
            self._total(place) if place.derived else self._cell(place)
        parts = (*HEAD_FIELDS, *(section.key for section in self.form.narratives))
        words = {key: self._words(key) for key in parts}
        self.unread += self.places.beside()
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
            printed=self.printed,
        )
        base = {key: self.base.get(key, "") for key in (*parts, *(place.key for place in entered))}
        return TakenOut(filing, base, tuple(self.unread), tuple(self.taken))

    def _cell(self, place: Place) -> None:
        if doubt := self.places.doubt(place.key):
            self._leave(place.key, self.base.get(place.key, ""), "", doubt)
            return
        text = self._figure(place.key)
        reading = figures.parse(text, place.unit) if text else None
        if reading is not None:
            self.figures[place.key] = reading.figure
            self.taken.append(Passage(place.key, text))
        elif text:
            self._leave(place.key, text, text)

    def _total(self, place: Place) -> None:
        """A total somebody typed over its formula: it is held against the sum like one that is printed."""
        if self.places.doubt(place.key) or self._is_formula(self._spot(place.key)):
            return
        text = self._figure(place.key)
        reading = figures.parse(text, place.unit) if text else None
        if reading is not None:
            self.printed[place.key] = reading.figure
        elif text:
            self.unread.append(Passage(place.key, text))

    def _is_formula(self, where: Spot) -> bool:
        return self._at(where, where.row).data_type == "f"

    def _leave(self, key: str, mark: str, text: str, why: str = "") -> None:
        if mark:
            self.marks[key] = mark
        self.unread.append(Passage(key, text, why))

    def _words(self, key: str) -> str:
        where = self.places.of(words_name(key))
        if where is None:
            self.unread.append(Passage(key, "", "这一部分在工作簿里找不到了"))
            return self.base.get(key, "")
        cells = (self._shown(where, row) for row in range(where.row, where.last + 1))
        return "\n".join(text for cell in cells if (text := written(cell.value)))

    def _figure(self, key: str) -> str:
        """What a cell shows, so that a figure that is struck out or shown in other units is none."""
        where = self._spot(key)
        shown = text_of(self._shown(where, where.row))
        return shown or ("" if (value := self._at(where, where.row).value) is None else str(value))

    def _spot(self, key: str) -> Spot:
        where = self.places.of(cell_name(key))
        assert where is not None  # noqa: S101 - a cell that is gone is in doubt
        return where

    def _at(self, where: Spot, row: int) -> Cell | MergedCell:
        return self.book[where.sheet].cell(row, where.column)

    def _shown(self, where: Spot, row: int) -> Cell | MergedCell:
        """A cell with what its formula came to, nothing where no program has worked it out."""
        cell = self._at(where, row)
        return cell if cell.data_type != "f" else self._computed[where.sheet].cell(row, where.column)

    @cached_property
    def _computed(self) -> Workbook:
        """The same workbook with what its formulas came to when it was saved."""
        return load_workbook(io.BytesIO(self.data), data_only=True)


def written(value: Any) -> str:
    """What stands in a cell of words, as a person would type it: 3.0 is 3, and a date has no hours."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return format(value, ".15g")
    return str(value).strip()
