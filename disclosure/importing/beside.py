"""Columns that stand beside a table and belong to none of its heads: remarks at its right, numbers of its rows at its left.

They are told by what stands over them and by where their cells stand. A figure among the remarks may be a value that was
moved there; its row is left as it is, and has one too many. So has a row whose last cell stands before the remarks and may
be its remark: a value was dropped, and everything behind it stands one column too far left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .document import Line, Span
from .figures import is_value
from .labels import normal

_REMARKS = frozenset(("备注", "说明"))
_NUMBERS = frozenset(("序号", "编号"))


@dataclass(frozen=True)
class Bare:
    """A line without what stands beside its table; `texts`: what that was."""

    line: Line
    texts: tuple[str, ...] = ()


def without(lines: Sequence[Line]) -> Iterator[Bare]:
    """The lines of a section without the columns beside its tables; those that have none are the same objects."""
    remarks = numbers = None
    reaches_down = False
    for line in lines:
        if not line.spans:
            remarks = numbers = None
            yield Bare(line)
            continue
        head = len(line.cells) > 2 and not any(map(is_value, line.cells))
        if head and normal(line.cells[-1]) in _REMARKS:
            remarks = line.frame, line.spans[-1]
        if head and normal(line.cells[0]) in _NUMBERS:
            numbers = line.frame, line.spans[0]
        bare = Bare(line)
        if remarks and remarks[0] == line.frame:
            if line.spans[-1][0] >= remarks[1][0]:
                reaches_down = not head and len(line.cells) - 1 in line.shared
                bare = _cut(bare, -1) if not is_value(line.cells[-1]) else bare
            elif _may_be_short(line, remarks[1], reaches_down):
                bare = Bare(_with_one_more(line, remarks[1]))
        if (
            numbers
            and numbers[0] == line.frame
            and line.spans[0][1] <= numbers[1][1]
            and _is_number(line, head)
        ):
            bare = _cut(bare, 0)
        yield bare


def _may_be_short(line: Line, remarks: Span, reaches_down: bool) -> bool:
    """Whether the last cell of a row of figures, right before the remarks, may be its remark: no remark reaches down to it."""
    before = line.spans[-1][1] <= remarks[0] and any(map(is_value, line.cells))
    return before and not (reaches_down and is_value(line.cells[-1]))


def _with_one_more(line: Line, span: Span) -> Line:
    cells = (*line.cells, "")
    return replace(line, text=" | ".join(cells), cells=cells, spans=(*line.spans, span))


def _is_number(line: Line, head: bool) -> bool:
    first = normal(line.cells[0])
    return not first or first.isdecimal() or (head and first in _NUMBERS)


def _cut(bare: Bare, at: int) -> Bare:
    line = bare.line
    kept = slice(1, None) if at == 0 else slice(None, -1)
    cells, spans = line.cells[kept], line.spans[kept]
    shared = frozenset(n - (at == 0) for n in line.shared if n != at % len(line.cells))
    cut = replace(line, text=" | ".join(cells), cells=cells, spans=spans, shared=shared)
    return Bare(cut, (*bare.texts, line.cells[at]))


def is_name(text: str) -> bool:
    """Whether a text is the head of such a column or the number of a row."""
    return normal(text) in _REMARKS | _NUMBERS or normal(text).isdecimal()
