"""The data of a report as this program publishes them (report.json), read back: taken as they are, or refused.

Nothing is guessed. A file of another shape is no report; a number that its cell cannot hold, and a key the format does
not know, are listed as unread.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

from .. import formats, prose
from ..filing import HEAD_FIELDS, Figure, Filing
from ..formats.schema import Format, Place
from ..layout import HeadCell, ValueCell, grid
from ..marks import pictures_named
from . import figures
from .document import Document, Line, PictureFile, UnreadableDocument
from .harvest import Passage

KNOWN = frozenset(
    (
        *("format", "body", "year", "title", *HEAD_FIELDS, "sections", "cells", "pictures"),
        *("unread", "differences", "reasons"),
    )
)
"""The parts of the data. `differences` and `reasons` tell of the report and are no part of it."""
YEARS = range(2000, 2100)
MOST_UNKNOWN = 200
"""Keys nobody knows that are listed; data with more of them are something else."""
MOST_LINES = 5_000
_LONGEST_NUMBER = 40


class _Misshapen(ValueError):
    """Data of another shape; the message is what is wrong with them."""


@dataclass(frozen=True)
class Published:
    """A report read back. `texts`: cell key → what the data say of it, as a text."""

    filing: Filing
    texts: Mapping[str, str]
    unread: tuple[Passage, ...]
    pictures: tuple[PictureFile, ...]


def is_published(data: bytes) -> bool:
    """Whether the bytes are data of this kind and not text: an object that begins with a key."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"cells"' in data and b'"format"' in data


def read_back(data: bytes, name: str) -> Published:
    """The report in the data. Raises UnreadableDocument."""
    try:
        return _Reading(_parsed(data)).published()
    except _Misshapen as error:
        raise UnreadableDocument(f"“{name}”不是本系统公开的年报数据：{error}。") from None


def laid_out(found: Published) -> Document:
    """The data as the lines of a report, for whoever looks at them."""
    filing = found.filing
    texts = [filing.title, filing.addressee, *filing.preface.split("\n")]
    lines = [Line(text) for text in texts if text]
    for section in filing.format.sections:
        lines.append(Line(section.title))
        if section.table:
            lines += [_row(line.cells, found.texts) for line in grid(section.table).lines]
        else:
            lines += [Line(text) for text in filing.text(section.key).split("\n") if text]
    lines += [Line(text) for text in (filing.signature, filing.date) if text]
    return Document(tuple(lines), pictures=found.pictures)


def _row(cells: Iterable[HeadCell | ValueCell], texts: Mapping[str, str]) -> Line:
    row = tuple(cell.text if isinstance(cell, HeadCell) else texts.get(cell.key, "") for cell in cells)
    return Line(" | ".join(row), row, ruled=True)


# The file ---------------------------------------------------------------------------------------------------------


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_number,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise _Misshapen("文件不完整或已损坏") from None
    if not isinstance(found, dict):
        raise _Misshapen("文件不完整或已损坏")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Misshapen("同一项写了两次")
    return found


def _number(text: str) -> Decimal | str:
    """A number; one in powers of ten or of endless digits stays a text, which no cell takes for a figure."""
    plain = len(text) <= _LONGEST_NUMBER and text.lstrip("-").replace(".", "", 1).isdigit()
    return Decimal(text) if plain else f"{text[:_LONGEST_NUMBER]}……"


def _no_number(text: str) -> NoReturn:
    raise _Misshapen(f"有的数是{text}")


# The report -------------------------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """Data on their way back into a report."""

    data: dict[str, Any]
    figures: dict[str, Figure] = field(default_factory=dict)
    printed: dict[str, Figure] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    unread: list[Passage] = field(default_factory=list)

    def published(self) -> Published:
        form = self._form()
        self._cells(form)
        sections = self._sections(form)
        filing = Filing(
            form,
            self._text("body"),
            self._year(),
            self.figures,
            sections,
            title=self._text("title"),
            preface=self._text("preface"),
            addressee=self._text("addressee"),
            signature=self._text("signature"),
            date=self._text("date"),
            unread=self.marks,
            printed=self.printed,
        )
        pictures = self._pictures(sections)
        self.unread += [Passage("preface", key) for key in self.data.keys() - KNOWN]
        if len(self.unread) > len(form.places) + MOST_UNKNOWN:
            raise _Misshapen("不认识的项太多")
        return Published(filing, self.texts, tuple(self.unread), pictures)

    def _form(self) -> Format:
        known = formats.all_formats()
        name = self._text("format")
        if name not in known:
            raise _Misshapen(f"没有“{name[:40]}”这种格式")
        return known[name]

    def _year(self) -> int:
        year = self.data.get("year")
        if not isinstance(year, Decimal) or year not in YEARS:
            raise _Misshapen("没有写明是哪一年的")
        return int(year)

    def _text(self, key: str) -> str:
        text = self.data.get(key, "")
        if not isinstance(text, str):
            raise _Misshapen(f"{key}不是文字")
        return _tidy(text)

    def _part(self, key: str, kind: type, missing: Any) -> Any:
        part = self.data.get(key, missing)
        if not isinstance(part, kind):
            raise _Misshapen(f"{key}的写法不对")
        return part

    def _sections(self, form: Format) -> dict[str, str]:
        said = self._part("sections", dict, None)
        narratives = [section.key for section in form.narratives]
        for key in said.keys() - narratives:
            self.unread.append(Passage("preface", f"{key}：{said[key]}"))
        found = {key: said.get(key, "") for key in narratives}
        if not all(isinstance(text, str) for text in found.values()):
            raise _Misshapen("sections的写法不对")
        return {key: _tidy(text) for key, text in found.items()}

    # Cells

    def _cells(self, form: Format) -> None:
        said = self._part("cells", dict, None)
        marks = self._marks()
        for key in said.keys() - form.places.keys():
            self.unread.append(Passage("preface", f"{key}：{_written(said[key])}"))
        for place in form.places.values():
            self._cell(place, _written(said.get(place.key)) or marks.get(place.key, ""))

    def _marks(self) -> dict[str, str]:
        """What stands in cells that hold no figure, as the data list it."""
        said = self._part("unread", list, [])
        pairs = [(item.get("where"), item.get("text")) for item in said if isinstance(item, dict)]
        return {where: text for where, text in pairs if isinstance(where, str) and isinstance(text, str)}

    def _cell(self, place: Place, text: str) -> None:
        self.texts[place.key] = text
        reading = figures.parse(text, place.unit)
        if reading is not None and not reading.unit:
            (self.printed if place.derived else self.figures)[place.key] = reading.figure
            return
        self.unread.append(Passage(place.key, text))
        if not place.derived:
            self.marks[place.key] = text

    # Pictures

    def _pictures(self, sections: Mapping[str, str]) -> tuple[PictureFile, ...]:
        found = {file.number: file for file in map(_picture, self._part("pictures", list, []))}
        if len(found) < len(self.data.get("pictures", [])):
            raise _Misshapen("两张图的编号一样")
        homes = {number: key for key, text in sections.items() for number in pictures_named([text])}
        for number in found.keys() - homes.keys():
            self.unread.append(Passage("preface", f"［图{number}：{found[number].alt}］"))
        return tuple(
            PictureFile(file.number, file.data, file.alt, file.caption, homes[file.number])
            for file in found.values()
            if file.number in homes
        )


def _tidy(text: str) -> str:
    if text.count("\n") > MOST_LINES:
        raise _Misshapen(f"一处文字超过{MOST_LINES}行")
    return prose.tidy(text)


def _written(value: Any) -> str:
    """What the data say of a cell, as a person would type it."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _picture(said: Any) -> PictureFile:
    try:
        number, alt, caption = said["number"], said["alt"], said.get("caption", "")
        png = base64.b64decode(said["png"], validate=True)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _Misshapen("图的写法不对") from None
    whole = isinstance(number, Decimal) and number in range(1, 100)
    if not (whole and isinstance(alt, str) and isinstance(caption, str)):
        raise _Misshapen("图的写法不对")
    return PictureFile(int(number), png, prose.clean(alt), prose.clean(caption))
