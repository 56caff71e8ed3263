"""Whether the values of a row stand below the heads of their columns, where the document tells how wide its cells are.

Two slips in one row (a cell too many, two merged into one) may leave as many values as there are columns, each beside its
own place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..formats.schema import Column
from .document import Line, Span
from .figures import is_value
from .heads import Heads

Place = tuple[int, Span]
"""In which frame something stands, and from where to where."""


def places(lines: Sequence[Line], heads: Heads) -> dict[Column, Place]:
    """Where the heads of the columns stand; nothing where they were cut out of longer texts."""
    printed = [
        (text, place)
        for line in lines
        for text, place in zip(line.cells, _places(line), strict=False)
        if text
    ]
    if [text for text, _ in printed] != [text for text, _ in heads.labels]:
        return {}
    pairs = zip(printed, heads.labels, strict=True)
    return {head.column: place for (_, place), (_, head) in pairs if head and head.column}


def are_aside(
    lines: Sequence[Line],
    values: Sequence[str],
    columns: Sequence[Column | None],
    heads: Mapping[Column, Place],
) -> bool:
    """Whether one of the values of a row does not stand below the head of its column, or below that of another too.

    A row that lacks a cell before its label stands aside as a whole; then there has to be a figure for every column.
    """
    places = _of(lines, values)
    near = {each: span for each, (frame, span) in heads.items() if places and frame == places[0][0]}
    spans = {each: span for each, (_, span) in zip(columns, places, strict=False) if each and each in near}
    if not _differ(spans, near, 0):
        return False
    first = next(iter(spans))
    known = len(spans) > 1 and bool(lines[0].spans) and all(is_value(text) for text in values)
    return not known or _differ(spans, near, near[first][0] - spans[first][0])


def _differ(spans: Mapping[Column, Span], heads: Mapping[Column, Span], moved: int) -> bool:
    return any(_is_aside(each, (start + moved, end + moved), heads) for each, (start, end) in spans.items())


def _is_aside(column: Column, span: Span, heads: Mapping[Column, Span]) -> bool:
    start, end = span
    left, right = heads[column]
    others = (other for each, other in heads.items() if each != column)
    return end <= left or right <= start or any(start <= first and last <= end for first, last in others)


def _of(lines: Sequence[Line], values: Sequence[str]) -> Sequence[Place]:
    """Where the values of a row stand: at its end, or alone among empty cells."""
    for line in lines:
        found = _places(line)
        before = len(line.cells) - len(values)
        if before >= 0 and line.cells[before:] == tuple(values):
            return found[before:]
        if len(values) == 1 and line.cells.count(values[0]) == 1:
            at = line.cells.index(values[0])
            return found[at : at + 1]
    return ()


def _places(line: Line) -> Sequence[Place]:
    """Where the cells of a line stand. Where the document does not tell how wide they are, lines of as many cells have
    them one below the other."""
    if line.spans:
        return [(line.frame, span) for span in line.spans]
    return [(-len(line.cells), (at, at + 1)) for at in range(len(line.cells))] if line.ruled else ()
