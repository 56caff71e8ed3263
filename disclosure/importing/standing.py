"""Whether the values of a row stand below the heads of their columns, where the document tells how wide its cells are.

Two slips in one row (a cell too many, two merged into one) may leave as many values as there are columns, each beside its
own place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..formats.schema import Column
from .document import Line, Span
from .figures import is_value
from .heads import Heads

Place = tuple[int, Span]
"""In which frame something stands, and from where to where."""


def edges(lines: Sequence[Line]) -> dict[int, int]:
    """Frame → where most of its rows end; nothing of one whose rows end at many places."""
    ends: dict[int, Counter[int]] = {}
    for line in lines:
        if len(line.spans) > 1:
            ends.setdefault(line.frame, Counter())[line.spans[-1][1]] += 1
    most = {frame: found.most_common(1)[0] for frame, found in ends.items()}
    return {frame: at for frame, (at, rows) in most.items() if rows * 2 > ends[frame].total()}


def places(lines: Sequence[Line], heads: Heads, edges: Mapping[int, int]) -> dict[Column, Place]:
    """Where the heads of the columns stand; nothing where they were cut out of longer texts. What of a head reaches beyond
    the place at which most rows end stands over nothing: it was merged over a column too many."""
    printed = [
        (text, _up_to(edges.get(place[0], place[1][1]), place))
        for line in lines
        for text, place in zip(line.cells, _places(line), strict=False)
        if text
    ]
    if [text for text, _ in printed] != [text for text, _ in heads.labels]:
        return {}
    pairs = zip(printed, heads.labels, strict=True)
    return {head.column: place for (_, place), (_, head) in pairs if head and head.column}


def _up_to(edge: int, place: Place) -> Place:
    """What of a place lies before an edge, where it reaches over it."""
    frame, (start, end) = place
    return (frame, (start, min(end, edge))) if start < edge else place


def are_aside(
    lines: Sequence[Line],
    values: Sequence[str],
    columns: Sequence[Column | None],
    heads: Mapping[Column, Place],
    usual: set[Place],
    edges: Mapping[int, int],
) -> bool:
    """Whether one of the values of a row does not stand below the head of its column, or below that of another too.

    A row that lacks a cell before its label stands left of the heads as a whole, one before which a cell reaches down too
    far stands right of them, its label moved as much (else its first value may be merged into that). Then there has to be
    a figure for every column. `usual`: where the labels of such rows stand; that of this one is added. `edges`: where most
    rows of a frame end; up to there a last value may be wider than its head.
    """
    before, places = _of(lines, values)
    near = {each: span for each, (frame, span) in heads.items() if places and frame == places[0][0]}
    last = max((end for _, end in near.values()), default=0)
    places = [_up_to(last, place) if place[1][1] == edges.get(place[0]) else place for place in places]
    spans = {each: span for each, (_, span) in zip(columns, places, strict=False) if each and each in near}
    if not _differ(spans, near, 0):
        usual.update(before)
        return False
    first = next(iter(spans))
    moved = near[first][0] - spans[first][0]
    starts = sorted(start for start, _ in near.values())
    pitch = starts[1] - starts[0] if len(starts) > 1 else 0
    labels = [(frame, (start + moved, end + moved)) for frame, (start, end) in before]
    right = any(_is_near(label, other, pitch) for label in labels for other in usual)
    whole = all(is_value(text) for text in values) and (moved > 0 or right)
    known = len(spans) > 1 and bool(lines[0].spans) and (abs(moved) * 10 < pitch * 9 or whole)
    return not known or _differ(spans, near, moved)


def _is_near(one: Place, other: Place, pitch: int) -> bool:
    """Whether two labels stand at the same place, but for a tenth of the distance between two columns."""
    apart = max(abs(one[1][at] - other[1][at]) for at in (0, 1))
    return one[0] == other[0] and apart * 10 <= pitch


def _differ(spans: Mapping[Column, Span], heads: Mapping[Column, Span], moved: int) -> bool:
    """Whether some values do not stand below their heads, all of them moved by so much.

    The only column of a block may be wider than its head, or the head than the value: nothing else can be meant.
    """
    edge = max((end for _, end in heads.values()), default=0)
    for column, (start, end) in spans.items():
        span, head = (start + moved, end + moved), heads[column]
        if _shared(span, head) <= 0 or (
            len(heads) > 1 and (_is_aside(span, head) or _reaches_out(span, head, edge))
        ):
            return True
    return False


def _shared(one: Span, other: Span) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])


def _is_aside(span: Span, head: Span) -> bool:
    """Whether a value and its head have at most half of what both take in common."""
    return _shared(span, head) * 2 <= max(span[1], head[1]) - min(span[0], head[0])


def _reaches_out(span: Span, head: Span, edge: int) -> bool:
    """Whether a value reaches beyond all heads by half its column: it was merged with something that stood there."""
    return (span[1] - edge) * 2 >= head[1] - head[0]


def _of(lines: Sequence[Line], values: Sequence[str]) -> tuple[Sequence[Place], Sequence[Place]]:
    """Where the label of a row and its values stand: at its end, or alone among empty cells."""
    for line in lines:
        found = _places(line)
        before = len(line.cells) - len(values)
        if before >= 0 and line.cells[before:] == tuple(values):
            return found[max(before - 1, 0) : before], found[before:]
        if len(values) == 1 and line.cells.count(values[0]) == 1:
            at = line.cells.index(values[0])
            return (), found[at : at + 1]
    return (), ()


def _places(line: Line) -> Sequence[Place]:
    """Where the cells of a line stand. Where the document does not tell how wide they are, lines of as many cells have
    them one below the other."""
    if line.spans:
        return [(line.frame, span) for span in line.spans]
    return [(-len(line.cells), (at, at + 1)) for at in range(len(line.cells))] if line.ruled else ()
