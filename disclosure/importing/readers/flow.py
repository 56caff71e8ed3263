"""A document on its way into lines: the line being read, and what stands in it that is no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...marks import description
from ..document import Line, PictureFile, Span

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A small raised number is a note, no part of the figure before it."""

MOVED = "^"
"""Stands before what is not seen in the cell or in the order it is written in, so that it is not read as its figure."""


@dataclass(frozen=True)
class Cell:
    """A cell of a real table: its text, what it holds that is not read, over how many rows it stands, and over which
    columns of the table (from, to): () where that is not known."""

    text: str
    left_out: tuple[Line, ...] = ()
    rows: int = 1
    span: Span | tuple[()] = ()


class Flow:
    """The lines found so far and the text of the one being read."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self.text: list[str] = []
        self.asides: list[Line] = []
        self.pictures: list[PictureFile] = []
        self.frame = 0
        self.gap = True
        self.raised = 0
        self.struck: list[str] | None = None
        self.in_cell = False
        self.face: object = None

    def add(self, text: str | None, face: object = None) -> None:
        """More of the line; what is struck out is set aside. `face`: size and colour of its type, None where unknown."""
        if not text:
            return
        part = text.translate(RAISED) if self.raised else text
        if self.struck is not None:
            self.struck.append(part)
            return
        self.text.append(" " * self._is_another(part, face) + part)
        self.face = face or self.face

    def _is_another(self, part: str, face: object) -> bool:
        """Whether digits in a cell are set otherwise than those right before them: 12 and a small 1 are not 121."""
        differs = self.in_cell and not self.raised and face is not None and self.face not in (None, face)
        return differs and part[0].isdigit() and bool(self.text) and self.text[-1][-1:].isdigit()

    def strike_ends(self) -> None:
        """What was struck out is not read, and not lost either."""
        words = " ".join("".join(self.struck or ()).split())
        self.struck = None
        if words:
            self.aside(f"［划掉的文字：{words}］")

    def aside(self, said: str) -> None:
        """Something in the line that is not read; `said` stands behind the line."""
        self.asides.append(Line(said, left_out=True))

    def picture(self, data: bytes, alt: str, said: str) -> None:
        """A picture in the line that can be taken over, in the order in which it was met."""
        self.pictures.append(PictureFile(len(self.pictures) + 1, data, description(alt)))
        self.asides.append(Line(said, left_out=True, picture=len(self.pictures)))

    def end(self, *, gap: bool = False) -> None:
        """The line ends; `gap`: what follows is set apart from it."""
        raw = self.shown("".join(self.text))
        text = raw.strip(" \u3000")
        if text:
            before = raw[: len(raw) - len(raw.lstrip(" \u3000"))]
            self.emit(Line(text, indent=sum(2 if c == "\u3000" else 1 for c in before), gap=self.gap))
            self.gap = False
        for aside in self.asides:
            self.emit(aside)
        self.text, self.asides, self.face = [], [], None
        self.gap = self.gap or gap

    def shown(self, text: str) -> str:
        """The text of a line as it is shown."""
        return text

    def emit(self, line: Line) -> None:
        """A line is found."""
        self.found.append(line)

    def row(self, cells: Sequence[Cell], *, last: bool) -> None:
        """A row of a real table, and under it what its cells hold that is not read; `last`: none follows it."""
        shared = frozenset(at for at, cell in enumerate(cells) if cell.rows > 1 and not last)
        texts = tuple(cell.text for cell in cells)
        spans = tuple(cell.span for cell in cells if cell.span)
        known = spans if len(spans) == len(cells) else ()
        if texts:
            line = Line(" | ".join(texts), texts, ruled=True, shared=shared, spans=known, frame=self.frame)
            self.emit(line)
        for cell in cells:
            for line in cell.left_out:
                self.emit(line)


def cell(lines: Sequence[Line], rows: int = 1) -> Cell:
    """A cell with these lines in it. A picture in a cell is listed only: a text has no place for it."""
    text = " ".join(line.text for line in lines if not line.left_out)
    return Cell(text, tuple(replace(line, picture=0) for line in lines if line.left_out), rows)
