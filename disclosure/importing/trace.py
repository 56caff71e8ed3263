"""A document as it was read, piece by piece: what was taken into the report, and what was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from ..filing import HEAD_FIELDS, Filing
from .document import Document, Line
from .harvest import Passage
from .labels import normal
from .recognise import Imported

SHORTEST = 2
"""Characters of a line that is looked for inside a longer passage."""


class Mark(Enum):
    """What became of a piece of the document."""

    TAKEN = "taken"
    LEFT = "left"
    PLAIN = ""


@dataclass(frozen=True)
class Piece:
    """A cell, or a line of running text. `stray` is the number of the passage it was left with, -1 for none.

    `span`: how many columns a cell takes, so that the rows of a table end together.
    """

    text: str
    mark: Mark = Mark.PLAIN
    stray: int = -1
    span: int = 1


@dataclass(frozen=True)
class Block:
    """Lines of running text, each with one piece, or the rows of a table."""

    table: bool
    rows: tuple[tuple[Piece, ...], ...]


def trace(document: Document, imported: Imported, strays: Sequence[Passage]) -> tuple[Block, ...]:
    """The document with the fate of every piece. `strays` are the passages that were not read, in reading order."""
    tracer = _Tracer(imported, strays)
    return tuple(
        Block(table, tuple(_aligned([tracer.row(line) if table else tracer.line(line) for line in lines])))
        for table, lines in groupby(document.lines, key=lambda line: bool(line.ruled and line.cells))
    )


def _aligned(rows: Sequence[tuple[Piece, ...]]) -> Iterator[tuple[Piece, ...]]:
    """Rows with merged cells: the first cell takes the columns that are missing."""
    width = max(len(row) for row in rows)
    for first, *rest in rows:
        yield (Piece(first.text, first.mark, first.stray, width - len(rest)), *rest)


class _Tracer:
    """Goes through the lines and strikes off what it has met."""

    def __init__(self, imported: Imported, strays: Sequence[Passage]) -> None:
        self.taken = Counter(normal(passage.text) for passage in imported.taken)
        self.words = _words(imported.filing)
        self.strays = [_flat(passage.text) for passage in strays]
        self.waiting = {number for number, text in enumerate(self.strays) if text}

    def row(self, line: Line) -> tuple[Piece, ...]:
        number = self._stray(_flat(line.text))
        if number >= 0:
            return tuple(Piece(cell, Mark.LEFT if cell else Mark.PLAIN, number) for cell in line.cells)
        refused, number = self._refused(line.cells)
        first = len(line.cells) - refused
        return tuple(
            Piece(cell, Mark.LEFT, number) if at >= first else self._cell(cell)
            for at, cell in enumerate(line.cells)
        )

    def line(self, line: Line) -> tuple[Piece, ...]:
        text = normal(line.text)
        number = self._stray(_flat(line.text), inside=True)
        if (line.left_out and not line.picture) or number >= 0:
            return (Piece(line.text, Mark.LEFT, number),)
        known = (
            line.picture
            or text in self.words
            or self._strike(text)
            or all(self._strike(normal(c)) for c in line.cells if c)
        )
        return (Piece(line.text, Mark.TAKEN if known and text else Mark.PLAIN),)

    def _cell(self, text: str) -> Piece:
        if not text.strip():
            return Piece(text)
        values = [normal(value) for value in text.split()]
        if self._strike(normal(text)) or all(self._strike(value) for value in values):
            return Piece(text, Mark.TAKEN)
        number = self._stray(_flat(text))
        return Piece(text, Mark.LEFT if number >= 0 else Mark.PLAIN, number)

    def _strike(self, text: str) -> bool:
        """Whether such a text was taken, as often as it was met before."""
        if self.taken[text] < 1:
            return False
        self.taken[text] -= 1
        return True

    def _stray(self, text: str, *, inside: bool = False) -> int:
        """The number of the passage a text was left with, -1 for none; `inside` it when passages join lines."""
        for number in sorted(self.waiting):
            if self.strays[number] == text:
                self.waiting.discard(number)
                return number
        if inside and len(text) >= SHORTEST:
            return next((n for n, stray in enumerate(self.strays) if text in stray), -1)
        return -1

    def _refused(self, cells: Sequence[str]) -> tuple[int, int]:
        """(how many cells at the end of a row, number) of values that could not be told apart; (0, -1) for none."""
        for count in range(len(cells), 1, -1):
            number = self._stray(_flat("".join(cells[-count:])))
            if number >= 0:
                return count, number
        return 0, -1


def _words(filing: Filing) -> str:
    """Everything the report says in words, without spaces."""
    around = (getattr(filing, name) for name in HEAD_FIELDS)
    return normal("".join([filing.title, filing.body, *around, *filing.sections.values()]))


def _flat(text: str) -> str:
    """A text without spaces and without the bars between its cells."""
    return normal(text).replace("|", "")
