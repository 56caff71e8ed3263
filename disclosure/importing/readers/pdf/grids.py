"""The tables of a page: which cells its lines make, and what stands in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdfplumber.page import Page

from ...document import Line, Span
from ...figures import is_value
from ...labels import mark, normal
from . import edges
from .edges import NEAR, Edge
from .glyphs import Glyph, Row, cell_rows, cell_text, columns, rows, text_of

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in points from the top left of the page."""


COLUMNS = 3
"""Columns that a table has at least which is told by its rules alone."""
LONGEST = 80
"""Characters of a cell that can still be a label."""
PADDING = 12.0
"""Points that a word processor leaves beside the text of a cell, left and right together."""


@dataclass
class Cell:
    """A cell and the characters in it; `more`: what goes on of it on the next page."""

    box: Box
    glyphs: list[Glyph] = field(default_factory=list)
    more: str = ""

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    def span(self, shift: float) -> Span:
        """From where to where it reaches, in points, short of the rules around it."""
        return round(self.box[0] + shift + NEAR), round(self.box[2] + shift - NEAR)

    @property
    def area(self) -> float:
        return self.width * (self.box[3] - self.box[1])

    @property
    def slack(self) -> float | None:
        """The points that the fullest line of a wrapped label leaves; None for figures and what is not wrapped."""
        lines = cell_rows(self.glyphs)
        if len(lines) < 2 or all(glyph.is_figure for row in lines for glyph in row):
            return None
        return max(self.width - max(row[-1].x1 - row[0].x0 for row in lines), 0.0)

    def holds(self, glyph: Glyph) -> bool:
        x, y = glyph.middle
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]

    def text(self, padding: float) -> str:
        written = cell_text(self.glyphs, self.width, padding)
        apart = written[-1:].isdigit() and self.more[:1].isdigit()
        return f"{written} {self.more}" if apart else written + self.more


@dataclass
class Table:
    """The cells of a table; `opened`, `unclosed`: no rule is drawn above, or below it, as where a page ends; `shift`: how
    much farther left it stands than on the page on which it began."""

    cells: list[Cell]
    opened: bool = False
    unclosed: bool = False
    shift: float = 0.0

    @property
    def box(self) -> Box:
        lefts, tops, rights, bottoms = zip(*(cell.box for cell in self.cells), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def padding(self) -> float:
        """The points that a full line of a cell leaves, as the labels of the table show."""
        known = [slack for cell in self.cells if (slack := cell.slack) is not None]
        return min([*known, PADDING]) if known else NEAR

    def rows(self) -> dict[float, list[Cell]]:
        """Top → the cells that begin there, from left to right."""
        found: dict[float, list[Cell]] = defaultdict(list)
        for cell in sorted(self.cells, key=lambda each: (each.box[1], each.box[0])):
            top = next((known for known in found if abs(known - cell.box[1]) < NEAR), cell.box[1])
            found[top].append(cell)
        return {top: sorted(row, key=lambda each: each.box[0]) for top, row in found.items()}

    def lines(self) -> Iterator[tuple[float, Line | list[Cell]]]:
        """(top, line) of every row, or its cells where they hold running text. A cell stands where it begins."""
        padding = self.padding
        for top, row in self.rows().items():
            line = _line(row, padding, self.shift)
            if any(line.cells):
                yield top, (row if _is_prose(line) else line)


def _line(row: Sequence[Cell], padding: float, shift: float) -> Line:
    """A row. Empty cells along several rows are no cells of it: they are where a label goes on, or the open space
    beside a row that is wider than others."""
    below = min(cell.box[3] for cell in row) + NEAR
    texts = [(cell.text(padding), cell.box[3] > below, cell.span(shift)) for cell in row]
    kept = [(text, tall, span) for text, tall, span in texts if text or not tall]
    cells = tuple(text for text, _, _ in kept)
    return Line(
        " | ".join(cells),
        cells,
        ruled=True,
        shared=frozenset(at for at, (_, tall, _) in enumerate(kept) if tall),
        spans=tuple(span for _, _, span in kept),
    )


def _is_prose(line: Line) -> bool:
    """Whether the cells of a row only frame running text."""
    words = any(len(text) > LONGEST or "。" in text for text in line.cells)
    return words and not any(is_value(text) for text in line.cells)


@dataclass
class Bands:
    """The rows of a table that has rules but no upright lines; its columns are guessed from gaps."""

    box: Box
    tops: tuple[float, ...]
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def is_table(self) -> bool:
        """Whether something stands in columns between the rules, and not only lines of text."""
        return any(len(line.cells) >= COLUMNS for _, line in self.lines())

    def lines(self) -> list[tuple[float, Line]]:
        """(top, line) of every row that holds something."""
        found = []
        for top, below in pairwise((*self.tops, self.box[3] + NEAR)):
            cells = _guessed([glyph for glyph in self.glyphs if top <= glyph.middle[1] < below])
            if cells:
                found.append((top, Line("  ".join(cells), cells if len(cells) > 1 else ())))
        return found


def _guessed(found: Sequence[Glyph]) -> tuple[str, ...]:
    """The cells of a row without upright lines: what stands above each other belongs together."""
    cells: list[list[Row]] = []
    for part in (part for row in rows(found) for part in columns(row)):
        for cell in cells:
            if any(part[0].x0 < other[-1].x1 and other[0].x0 < part[-1].x1 for other in cell):
                cell.append(part)
                break
        else:
            cells.append([part])
    cells.sort(key=lambda cell: min(part[0].x0 for part in cell))
    return tuple(_joined([text_of(part) for part in cell]) for cell in cells)


def _joined(texts: Sequence[str]) -> str:
    """The lines of a guessed cell; between figures a space, so that they are not taken for one number."""
    written = ""
    for text in texts:
        written += f" {text}" if written[-1:].isdigit() and text[:1].isdigit() else text
    return written


# Finding tables ---------------------------------------------------------------------------------------------------


def tables(page: Page, found: Iterable[Glyph]) -> tuple[list[Table | Bands], list[Glyph]]:
    """(the tables of a page with their characters, the characters outside them)."""
    drawn = edges.edges(page.debug_tablefinder().edges)
    groups = edges.grids(drawn)
    sides = [side for group in groups for side in edges.closing(group)]
    finder = page.debug_tablefinder(
        {
            "explicit_vertical_lines": [side.as_line() for side in sides if not side.is_rule],
            "explicit_horizontal_lines": [side.as_line() for side in sides if side.is_rule],
        }
    )
    ruled = [_table(table.cells, drawn) for table in finder.tables if len(table.cells) > 2]
    left = [edge for edge in drawn if not any(_is_near(edge, table) for table in ruled)]
    banded = [_bands(rules) for rules in edges.bands(left)]
    outside = [glyph for glyph in found if not _put_into(ruled, banded, glyph)]
    for each in ruled:
        outside = _take_beside(each, outside)
    for words in (band for band in banded if not band.is_table):
        outside += words.glyphs
    return [*ruled, *(band for band in banded if band.is_table)], outside


def _table(cells: Sequence[Box], drawn: Sequence[Edge]) -> Table:
    table = Table([Cell(box) for box in cells if min(box[2] - box[0], box[3] - box[1]) > NEAR])
    left, top, right, bottom = table.box

    def is_drawn(y: float) -> bool:
        width = sum(
            e.x1 - e.x0
            for e in drawn
            if e.is_rule and abs(e.top - y) < NEAR and e.meets(Edge(left, right, y, y))
        )
        return width * 2 > right - left

    table.opened, table.unclosed = not is_drawn(top), not is_drawn(bottom)
    return table


def _is_near(edge: Edge, table: Table) -> bool:
    """Whether a line belongs to a table or to a title above or below it."""
    return table.top - edges.TITLE <= edge.top and edge.bottom <= table.box[3] + edges.TITLE


def _bands(rules: Sequence[Edge]) -> Bands:
    left, right = min(rule.x0 for rule in rules), max(rule.x1 for rule in rules)
    tops = sorted({round(rule.top, 1) for rule in rules})
    return Bands((left, tops[0], right, tops[-1]), tuple(tops[:-1]))


def _put_into(ruled: Sequence[Table], banded: Sequence[Bands], glyph: Glyph) -> bool:
    """Put a character into its cell, or into its table without upright lines."""
    for table in ruled:
        if held := [cell for cell in table.cells if cell.holds(glyph)]:
            min(held, key=lambda cell: cell.area).glyphs.append(glyph)
            return True
    x, y = glyph.middle
    for each in banded:
        if each.box[0] - NEAR <= x <= each.box[2] + NEAR and each.box[1] <= y <= each.box[3]:
            each.glyphs.append(glyph)
            return True
    return False


def _take_beside(table: Table, outside: Sequence[Glyph]) -> list[Glyph]:
    """What stands left of the cells is the label of a group that began on the page before. The rest is given back."""
    left, top, _, bottom = table.box
    beside = [each for each in outside if each.x1 <= left + NEAR and top <= each.middle[1] <= bottom]
    if beside:
        start = max(row for row in table.rows() if row <= beside[0].middle[1])
        box = (min(each.x0 for each in beside), start, left, bottom)
        table.cells.append(Cell(box, beside))
    return [each for each in outside if each not in beside]


# Tables over several pages ----------------------------------------------------------------------------------------


def join(upper: Table, lower: Table) -> None:
    """Let what goes on at the top of a page stand where it began on the page before.

    That is the label of a group beside rows of both pages, and a row that the edge of the page cuts in two.
    """
    lower.shift = upper.shift + _aside(upper, lower)
    bottom, last = upper.box[3], max(upper.rows())
    first = next(iter(lower.rows().values()))
    texts = [cell.text(lower.padding) for cell in first]
    ends = [cell for cell in upper.cells if abs(cell.box[3] - bottom) < NEAR]
    pairs = [
        (above, cell, text)
        for cell, text in zip(first, texts, strict=True)
        for above in ends
        if _same_column(above, cell, lower.shift - upper.shift)
    ]
    drawn = not (upper.unclosed and lower.opened)
    words = any(texts) and all(_may_go_on(text) for text in texts)
    row_goes_on = len(pairs) == len(first) and (not drawn or words)
    height = min(cell.box[3] for cell in first) + NEAR
    for above, cell, text in pairs:
        group = above.box[1] < last - NEAR and bool(text) and _may_go_on(text)
        if row_goes_on or group:
            above.more = text
            cell.glyphs.clear()
        if row_goes_on and cell.box[3] < height and len(lower.cells) > len(first):
            lower.cells.remove(cell)


def _may_go_on(text: str) -> bool:
    """Whether a text may be the rest of a label: it is no figure and has no number of its own."""
    return not is_value(text) and not mark(normal(text))[0]


def _aside(upper: Table, lower: Table) -> float:
    """How much farther left a table of the same width goes on, as where the inner margins of pages are wider."""
    (left, _, right, _), (x0, _, x1, _) = upper.box, lower.box
    return left - x0 if abs((right - left) - (x1 - x0)) < NEAR else 0.0


def _same_column(one: Cell, other: Cell, shift: float) -> bool:
    return all(abs(one.box[at] - other.box[at] - shift) < NEAR for at in (0, 2))
