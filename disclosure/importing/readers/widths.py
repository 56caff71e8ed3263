"""How wide the columns of a table are, so far as the document says it: rows that somebody drew by hand divide a table into
columns of which some are next to nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from ..document import Span

COLUMNS = 100
"""Columns of a table whose widths are worked out."""
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d{1,8})?)\s*(pt|px|cm|mm|in|%)?\s*")
_WHOLE = re.compile(r"\d{1,5}")
_POINTS = {"": 0.75, "px": 0.75, "pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0}
_FINE = 20
"""Parts of a point, or of a hundredth of the table, in which places are counted."""

_SEVERAL = 3
"""Rows that end at the same place by no slip."""
_ROUGH = 60
"""By how much of that columns may stand in the wrong order, where their widths were rounded."""


Sized = tuple[Span, str]
"""The columns over which a cell stands, and how wide it is said to be."""


def edges(widths: Sequence[str], rows: Sequence[Sequence[Sized]]) -> Mapping[int, int]:
    """Where columns begin, and the last one ends, from how wide the cells of their rows are, or else from what the table
    says of its columns, which not all word processors keep up with its cells."""
    cells = [each for row in rows for each in row]
    if (places := _stated(cells)) and _bear_out(cells, places):
        return places
    columns = max((end for (_, end), _ in cells), default=0)
    if len(widths) >= columns and all(_WHOLE.fullmatch(width) and int(width) for width in widths):
        return dict(enumerate(accumulate(map(int, widths), initial=0)))
    return _counted((), rows) or {at: at for span, _ in cells for at in span}


def between(columns: Sequence[Sized], rows: Sequence[Sequence[Sized]]) -> Mapping[int, int]:
    """The same, from how wide some columns and cells are; where that leaves one of them unknown, as near as the cells
    themselves tell it. A width of nothing says as little as none: a browser makes such a cell as wide as its text."""
    return _stated([*columns, *(each for row in rows for each in row)]) or _counted(columns, rows)


def _stated(cells: Sequence[Sized]) -> Mapping[int, int]:
    """Where columns begin by what is said of how wide cells are; nothing where that leaves one of them unknown."""
    said: dict[Span, re.Match[str]] = {}
    for span, width in cells:
        if (match := _LENGTH.fullmatch(width)) and float(match[1]):
            said.setdefault(span, match)
    share = any(match[2] == "%" for match in said.values())
    fit = {span: match for span, match in said.items() if (match[2] == "%") == share}
    found = {0: 0.0}
    for start, end in _in_turn(fit):
        wide = _long(fit[start, end])
        at, place = (end, found[start] + wide) if start in found else (start, found[end] - wide)
        found.setdefault(at, place)
    ends = {at for span, _ in cells for at in span}
    places = {at: round(found[at] * _FINE) for at in sorted(found)}
    known = ends <= found.keys() and all(one < other + _ROUGH for one, other in pairwise(places.values()))
    return places if known else {}


def _long(length: re.Match[str]) -> float:
    """Points, or hundredths of the table."""
    return float(length[1]) * (1.0 if length[2] == "%" else _POINTS[length[2] or ""])


def _bear_out(cells: Sequence[Sized], places: Mapping[int, int]) -> bool:
    """Whether most cells are as wide as it is said of them."""
    said = [(span, match) for span, width in cells if (match := _LENGTH.fullmatch(width))]
    fit = sum(
        abs(places[end] - places[start] - _long(match) * _FINE) <= _ROUGH for (start, end), match in said
    )
    return fit * 4 >= len(said) * 3


def _counted(columns: Sequence[Sized], rows: Sequence[Sequence[Sized]]) -> Mapping[int, int]:
    """Where columns begin that are as wide as one another, but for those in which no two cells stand alone and that no two rows
    have a border on both sides of: rows drawn by hand leave such columns. The first counts, and those beyond the place at
    which several rows end: a cell of one row may be merged beyond the table."""
    spans = [span for row in (columns, *rows) for span, _ in row]
    single = Counter(start for start, end in spans if end - start == 1)
    alone = {start for start, cells in single.items() if cells > 1}
    ends = Counter(end for _, end in spans)
    last = max(ends, default=0)
    edge = max((end for end, rows in ends.items() if rows >= _SEVERAL), default=0)
    if last > COLUMNS:
        return {}
    wide = alone | _apart([{at for span, _ in row for at in span} for row in rows])
    steps = (_FINE if not at or at in wide or at >= edge else 1 for at in range(last))
    return dict(enumerate(accumulate(steps, initial=0)))


def _apart(rows: Sequence[set[int]]) -> set[int]:
    """The columns between borders that are not one and the same, drawn by hand: several rows have them both."""
    found: set[int] = set()
    same: list[int] = []
    for border in sorted(set().union(*rows)):
        if sum(border in row and not row.isdisjoint(same) for row in rows) > 1:
            found.add(same[-1])
            same = []
        same.append(border)
    return found


def _in_turn(spans: Iterable[Span]) -> Iterator[Span]:
    """Narrow cells first, each when it is known where one of its sides stands."""
    known = {0}
    waiting = sorted(spans, key=lambda span: (span[1] - span[0], span))
    if len({at for span in waiting for at in span}) > COLUMNS:
        return
    while fit := [span for span in waiting if (span[0] in known) != (span[1] in known)]:
        known.update(fit[0])
        yield fit[0]
