"""The running text of all pages put together to paragraphs: without page numbers, heads and feet of pages.

A line belongs to the one before it unless something says otherwise: the line before ends before the right edge, a wider
gap, other type, or an indent behind the end of a sentence. Where a page ends says nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ... import paragraphs
from ...document import Line
from .glyphs import Glyph, columns, text_of

MARGIN = 0.12
"""The share of the height of a page at its top and foot in which page numbers and repeated lines stand."""
NUMBER = re.compile(
    r"[-—–－─·•\s]*第?\s*\d{1,3}\s*页?\s*(?:[/／|]\s*\d{1,3}|[，,\s]*共\s*\d{1,3}\s*页)?[-—–－─·•\s]*"
)
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:/%+-=&?_#@~")
_NOT_BEHIND = frozenset("“‘\"'（《〈【「『〔([")
_NOT_BEFORE = frozenset("”’“‘\"'）》〉】」』〕，。、；：！？),.;:!?]%％‰…—-")
_LONGEST = 40
_RAGGED = 1.5
"""Ems that a line in the middle of a sentence may fall short of the edge, beside what its next word would have taken."""
_SAME = 4.0
_TYPE = 1.12


@dataclass(frozen=True)
class Piece:
    """A line of running text on a page, all measures in points. `line`: what it is if it is no running text; `frame`:
    the left and right edges of the cell that its text stands in."""

    page: int
    top: float
    bottom: float = 0.0
    x0: float = 0.0
    x1: float = 0.0
    size: float = 0.0
    text: str = ""
    line: Line | None = None
    frame: tuple[float, float] | None = None


def piece(row: Sequence[Glyph], page: int) -> Piece:
    """A line of characters; where gaps set it out in columns, a row whose cells are only guessed."""
    parts = columns(row)
    shown = [glyph for glyph in row if not glyph.is_space]
    text = text_of(row)
    line = None
    if len(parts) > 1:
        cells = tuple(text_of(part) for part in parts)
        line = Line("  ".join(cells), cells)
    return Piece(
        page,
        min(glyph.top for glyph in shown),
        max(glyph.bottom for glyph in shown),
        shown[0].x0,
        shown[-1].x1,
        median(glyph.size for glyph in shown),
        text,
        line,
    )


def margins(pieces: Sequence[Piece], heights: Sequence[float]) -> list[Piece]:
    """Page numbers, and what stands at the same place of several pages, at their top or foot."""
    alike: dict[str, list[Piece]] = defaultdict(list)
    for each in pieces:
        if _in_margin(each, heights[each.page] * MARGIN, heights[each.page]):
            alike[_numberless(each)].append(each)
    found = []
    for group in alike.values():
        for each in group:
            pages = {other.page for other in group if is_same(each, other)}
            if NUMBER.fullmatch(each.text) or (len(pages) > 1 and len(pages) * 2 >= len(heights)):
                found.append(each)
    return sorted(found, key=lambda each: (each.page, each.top))


def is_same(one: Piece, other: Piece) -> bool:
    """Whether two lines stand at the same place of their pages and differ in nothing but numbers."""
    return abs(one.top - other.top) < _SAME and _numberless(one) == _numberless(other)


def _numberless(each: Piece) -> str:
    return re.sub(r"\d+", "0", each.text)


def _in_margin(each: Piece, margin: float, height: float) -> bool:
    return each.bottom < margin or each.top > height - margin


def lines(pieces: Sequence[Piece]) -> list[Line]:
    """The document: rows of tables as they are, running text as paragraphs."""
    return list(_Flow(pieces).lines())


class _Flow:
    """The pieces of a document and how its text is set."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        text = [each for each in pieces if each.line is None]
        body = Counter(round(each.size) for each in text for _ in each.text).most_common(1)
        main = [each for each in text if body and round(each.size) == body[0][0]]
        starts, ends = sorted(each.x0 for each in main), sorted(each.x1 for each in main)
        self.left = starts[len(starts) // 20] if starts else 0.0
        self.right = ends[len(ends) * 19 // 20] if ends else 0.0
        full = [each for each in main if each.x1 > self.right - each.size * _RAGGED]
        broken = [each for each in full if not paragraphs.is_ended(each.text)]
        self.is_wrapped = len(broken) * 10 >= len(full) * 3
        pitches = [b.top - a.top for a, b in pairwise(main) if a.page == b.page and b.top > a.top]
        self.pitch = median(pitches) if pitches else 0.0

    def lines(self) -> Iterator[Line]:
        """The rows and paragraphs; what is left out on a page stands behind the paragraph that goes on over it."""
        paragraph, waiting = "", []
        before: Piece | None = None
        for each in self.pieces:
            if each.line and each.line.left_out:
                waiting.append(each.line)
                continue
            if before is None or each.line or self._begins(before, each):
                yield from ([Line(paragraph)] if paragraph else [])
                yield from waiting
                paragraph, waiting = "", []
            if each.line:
                yield each.line
            else:
                paragraph = _glued(paragraph, each.text)
            before = None if each.line else each
        yield from ([Line(paragraph)] if paragraph else [])
        yield from waiting

    def _begins(self, before: Piece, each: Piece) -> bool:
        """Whether a line begins a paragraph. Where hardly a line stops in a sentence, every line is one."""
        if not self.is_wrapped:
            return True
        small, large = sorted((before.size, each.size))
        own = each.frame or (self.left, self.right)
        edges = [_edges_before(before, each, own), own]
        if large > small * _TYPE or any(
            _is_centred(line, *edge) for line, edge in zip((before, each), edges, strict=True)
        ):
            return True
        if before.page == each.page and each.top - before.top > max(self.pitch, each.size) * 1.4:
            return True
        (left, right), (next_left, _) = edges
        indent, next_indent = before.x0 - left, each.x0 - next_left
        room = right - before.x1 - paragraphs.width(_unbroken(each.text)) * each.size / 2
        inside = next_indent > each.size and next_indent >= indent - 1
        address = before.text[-2:].isascii() and each.text[0].isascii() and each.text[0].isalnum()
        if paragraphs.is_ended(before.text) and not address:
            marked = paragraphs.is_marked(each.text)
            return room > each.size / 2 or marked or inside or next_indent > indent + each.size
        return room > each.size * _RAGGED


def _edges_before(before: Piece, each: Piece, own: tuple[float, float]) -> tuple[float, float]:
    """The edges of the line before: those of its own column where the text goes on at the top of the next one."""
    in_next_column = (
        before.frame is not None and before.frame[1] <= own[0] and each.top < before.top - each.size
    )
    return before.frame if before.frame and in_next_column else own


def _glued(left: str, right: str) -> str:
    """Two halves of a paragraph; Latin letters and digits are broken only where a space stood."""
    ends = left[-1:] + right[:1]
    words = len(ends) == 2 and ends.isascii() and ends.isalnum() and not ends.isdigit()
    return f"{left} {right}" if words else left + right


def _is_centred(each: Piece, left: float, right: float) -> bool:
    before, behind = each.x0 - left, right - each.x1
    return min(before, behind) > each.size * 3 and abs(before - behind) < each.size * 2


def _unbroken(text: str) -> str:
    """What of a line no program breaks off its beginning."""
    end = 1
    while end < min(len(text), _LONGEST) and _holds(text[end - 1], text[end]):
        end += 1
    return text[:end]


def _holds(left: str, right: str) -> bool:
    word = left in _WORD and right in _WORD
    return word or left in _NOT_BEHIND or right in _NOT_BEFORE
