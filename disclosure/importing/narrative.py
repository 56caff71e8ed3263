"""The text of a narrative section: its paragraphs, and between them the pictures and simple tables a text can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .. import prose
from ..formats.schema import Format, Section
from ..marks import picture_mark
from . import paragraphs, rows
from .document import Document, Line, PictureFile
from .figures import is_value
from .harvest import Harvest

CAPTION_LIMIT = 100
"""Characters of the line below a picture; a longer one is a paragraph."""
_CAPTION = re.compile(
    r"图\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})[\s\u3000:：.．、]+(?P<words>[^。；！？]+)"
)


@dataclass(frozen=True)
class Narrative:
    """The text of a section, the pictures it names, and the rows of tables that are no part of it."""

    text: str
    pictures: tuple[PictureFile, ...]
    rest: tuple[Line, ...]


class Composer:
    """Puts the lines of a section together to its text. What it takes is noted in the harvest."""

    def __init__(self, document: Document, form: Format, harvest: Harvest) -> None:
        self.wrap = document.wrap
        self.files = {file.number: file for file in document.pictures}
        self.form = form
        self.harvest = harvest

    def own(self, lines: Sequence[Line]) -> list[Line]:
        """The rows of simple tables in which nothing is like an official table: these are never offered to one.

        A table whose rows have no labels takes any row of figures for its own.
        """
        tables = (piece for piece in _pieces(lines) if piece[0].ruled and self._is_simple(piece))
        return [line for table in tables if not self._is_like_official(table) for line in table]

    def compose(self, section: Section, lines: Sequence[Line], left: Sequence[Line]) -> Narrative:
        """The narrative in these lines. `left`: the rows that none of the official tables has taken."""
        free = {id(line) for line in left}
        parts: list[str] = []
        held: list[Line] = []
        pictures: list[PictureFile] = []
        for piece in _pieces(lines):
            if piece[0].picture:
                pictures.append(self._picture(section, piece))
                inset = [picture_mark(piece[0].picture)]
            elif piece[0].ruled and all(id(line) in free for line in piece) and self._is_simple(piece):
                inset = [self._row(section, line) for line in piece]
                free.difference_update(map(id, piece))
            else:
                held += prose_of(piece)
                continue
            parts += [*paragraphs.join(held, self.wrap), *inset]
            held = []
        parts += paragraphs.join(held, self.wrap)
        rest = tuple(line for line in left if id(line) in free)
        return Narrative("\n".join(parts), tuple(pictures), rest)

    def _picture(self, section: Section, piece: Sequence[Line]) -> PictureFile:
        """A picture with the caption that follows it."""
        line, *below = piece
        for caption in below:
            self.harvest.layout(caption.text, section.key)
        words = _caption(below[0]) if below else ""
        return replace(self.files[line.picture], caption=words, where=section.key)

    def _row(self, section: Section, line: Line) -> str:
        for text in line.cells:
            self.harvest.layout(text, section.key)
        return f"|{'|'.join(' '.join(text.split()) for text in line.cells)}|"

    def _is_simple(self, table: Sequence[Line]) -> bool:
        """Whether rows are a table a text can hold, and not one of the official ones that was not understood."""
        width = len(table[0].cells)
        fits = 2 <= len(table) <= prose.ROWS_LIMIT and 2 <= width <= prose.COLUMNS_LIMIT
        even = all(len(line.cells) == width and not line.shared for line in table)
        plain = not any(bar in text for line in table for text in line.cells for bar in "|｜")
        return fits and even and plain and not self._is_official(table)

    def _is_official(self, table: Sequence[Line]) -> bool:
        """Whether half of the rows or more have the labels of one official table."""
        return any(len(found) * 2 >= len(table) for found in self._labelled(table))

    def _is_like_official(self, table: Sequence[Line]) -> bool:
        """Whether a row has an official label, or as many values as a row without a label."""
        widths = {len(" ".join(line.cells).split()) for line in table}
        bare = {
            len(block.columns)
            for official in self.form.tables.values()
            for block in official.blocks
            if not all(row.label for row in block.leaves)
        }
        return any(self._labelled(table)) or bool(widths & bare)

    def _labelled(self, table: Sequence[Line]) -> Iterator[set[int]]:
        """For each official table the rows that have one of its labels."""
        for official in self.form.tables.values():
            yield {match.first for match in rows.find(official, table).values() if match.row.label}


def _pieces(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines one by one, but the rows of a table together, and a picture with its caption."""
    at = 0
    while at < len(lines):
        end = at + 1
        if lines[at].picture:
            end += end < len(lines) and bool(_caption(lines[end]))
        elif is_row(lines, at):
            while end < len(lines) and is_row(lines, end):
                end += 1
        yield lines[at:end]
        at = end


def _caption(line: Line) -> str:
    """What a line says as the caption of the picture above it, without its number; "" for any other line."""
    found = None if line.picture or line.ruled else _CAPTION.fullmatch(line.text)
    words = found["words"].strip() if found else line.text if line.caption else ""
    return words if len(words) <= CAPTION_LIMIT else ""


def prose_of(lines: Sequence[Line]) -> list[Line]:
    """The running text among some lines: all but pictures and the rows of tables. A bar alone does not make a row."""
    return [line for at, line in enumerate(lines) if not line.picture and not is_row(lines, at)]


def rows_of(lines: Sequence[Line]) -> list[Line]:
    """The rows of tables among some lines."""
    return [line for at, line in enumerate(lines) if is_row(lines, at)]


def is_row(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a row of a table: it is ruled, and so is one beside it, or it holds a figure."""
    if not lines[at].ruled:
        return False
    beside = [n for n in (at - 1, at + 1) if 0 <= n < len(lines) and lines[n].ruled]
    return bool(beside) or any(is_value(cell) for cell in lines[at].cells)


def without_pictures(lines: Sequence[Line]) -> list[Line]:
    """The lines that are no pictures."""
    return [line for line in lines if not line.picture]


def cut(lines: Sequence[Line], words: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """(the first lines, pictures behind them): as many lines as there are `words`, with the pictures among them."""
    seen = 0
    for at, line in enumerate(lines):
        if not line.picture and seen == words:
            return tuple(lines[:at]), tuple(each for each in lines[at:] if each.picture)
        seen += not line.picture
    return tuple(lines), ()
