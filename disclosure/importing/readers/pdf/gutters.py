"""Pages set in two columns: where the gutter is, and in which order what stands beside it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ...figures import is_value
from .flow import Piece
from .glyphs import Row, rows, text_of
from .grids import Bands, Table

LEAST = 0.6
"""Ems between two columns of running text at least."""
SHIFT = 3.0
"""Points from the middle of a gutter to the column on its right."""
ROWS = 4
"""Lines that a gutter runs through at least."""
TRIED = 6
"""Places at which most lines begin that are tried for a column."""
APART = 2.2
"""Heights of type from one line to the next from which the next one stands apart."""
LONG = 8
"""Characters of a line of a column as a rule; the cells of a table hold less."""

_SECTION = re.compile("[一二三四五六七八九十]{1,3}、")


def gutter(found: Sequence[Row]) -> float | None:
    """Where the gap between two columns of running text is; None where there are none."""
    parts = sorted((part for row in found for part in _parts(row)), key=lambda part: part[0].middle[1])
    starts = Counter(round(part[0].x0) for part in parts)
    for start, _ in sorted(starts.items(), key=lambda item: -item[1])[:TRIED]:
        at = start - SHIFT
        if any(_has_columns(group, at) for group in _groups(parts, at)):
            return at
    return None


def _parts(row: Row) -> Iterator[Row]:
    """A line cut at every gap that may be a gutter."""
    part: Row = []
    for glyph in (glyph for glyph in row if not glyph.is_space):
        if part and glyph.x0 - part[-1].x1 > LEAST * max(part[-1].size, glyph.size):
            yield part
            part = []
        part.append(glyph)
    if part:
        yield part


def _groups(parts: Sequence[Row], at: float) -> Iterator[list[Row]]:
    """The lines between those that run over a gutter."""
    group: list[Row] = []
    for part in parts:
        if part[0].x0 < at < part[-1].x1:
            yield group
            group = []
        else:
            group.append(part)
    yield group


def _has_columns(group: Sequence[Row], at: float) -> bool:
    """Whether running text stands beside running text."""
    left = [part for part in group if part[-1].x1 <= at]
    right = [part for part in group if part[0].x0 >= at]
    if min(len(left), len(right)) < ROWS:
        return False
    first, last = right[0][0].top, right[-1][0].bottom
    beside = [part for part in left if first <= part[0].middle[1] <= last]
    return len(beside) >= ROWS and _is_prose(beside) and _is_prose(right)


def _is_prose(halves: Sequence[Row]) -> bool:
    """Whether the lines of a column are running text and no cells."""
    texts = [text_of(half) for half in halves]
    figures = sum(all(map(is_value, text.split())) for text in texts)
    return median(len(text) for text in texts) >= LONG and figures * 5 <= len(texts)


def cut(found: Sequence[Row], at: float | None) -> list[Row]:
    """The lines of a page, those of two columns put together anew, since they need not stand at the same heights."""
    if at is None:
        return list(found)
    whole = [row for row in found if any(part[0].x0 < at < part[-1].x1 for part in _parts(row))]
    free = [glyph for row in found if row not in whole for glyph in row]
    sides = ([g for g in free if g.middle[0] < at], [g for g in free if g.middle[0] >= at])
    return [*whole, *(row for side in sides for row in rows(side))]


def ordered(items: Iterable[Piece | Table | Bands], at: float | None) -> list[Piece | Table | Bands]:
    """What stands on a page in the order in which it is read: between lines over both columns the left one first."""
    found: list[Piece | Table | Bands] = []
    beside: list[Piece | Table | Bands] = []
    for item in sorted(items, key=lambda each: each.top):
        left, right = _sides(item)
        if at is None or (left < at < right):
            found += [*_by_column(beside, at), item]
            beside = []
        else:
            beside.append(item)
    return [*found, *_by_column(beside, at)]


def _by_column(items: Sequence[Piece | Table | Bands], at: float | None) -> list[Piece | Table | Bands]:
    """What stands on the left of a gutter, then what stands on its right, then what follows below both."""
    left = [item for item in items if at is None or _sides(item)[0] < at]
    right = [item for item in items if at is not None and _sides(item)[0] >= at]
    end = next(
        (n for n in range(1, len(left)) if right and _is_below(left[n - 1], left[n], right[-1])), len(left)
    )
    return [*left[:end], *right, *left[end:]]


def _is_below(
    before: Piece | Table | Bands, item: Piece | Table | Bands, right: Piece | Table | Bands
) -> bool:
    """Whether an item on the left stands below both columns and does not go on with its own."""
    if not isinstance(item, Piece) or item.top < right.top + item.size:
        return False
    apart = item.top - before.top > item.size * APART
    return apart or bool(_SECTION.match(item.text))


def _sides(item: Piece | Table | Bands) -> tuple[float, float]:
    return (item.x0, item.x1) if isinstance(item, Piece) else (item.box[0], item.box[2])


def framed(pieces: Sequence[Piece], at: float | None) -> list[tuple[float, float] | None]:
    """The edges of the column that each line stands in; None for one that stands in none."""
    right = [each for each in pieces if at is not None and each.x0 >= at]
    if at is None or not right:
        return [None] * len(pieces)
    first, last = min(each.top for each in right), max(each.bottom for each in right)
    left = [each for each in pieces if each.x1 <= at and each.bottom >= first and each.top <= last]
    edges = {
        id(each): (min(e.x0 for e in side), max(e.x1 for e in side))
        for side in (left, right)
        for each in side
    }
    return [edges.get(id(each)) for each in pieces]
