"""Columns that stand beside a table and belong to none of its heads: remarks at its right, numbers of its rows at its left.

They are told by what stands over them and by where their cells stand. A figure among the remarks may be a value that was
moved there; its row is left as it is, and has one too many. So has a row that ends before the remarks with what may be one:
a value was dropped, and everything behind it stands one column too far left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .document import Line
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
    short = _short(lines)
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
        if remarks and remarks[0] == line.frame and line.spans[-1][0] >= remarks[1][0]:
            bare = _cut(bare, -1) if not is_value(line.cells[-1]) else bare
        elif id(line) in short:
            bare = Bare(_with_one_more(line))
        if (
            numbers
            and numbers[0] == line.frame
            and line.spans[0][1] <= numbers[1][1]
            and _is_number(line, head)
        ):
            bare = _cut(bare, 0)
        yield bare


def _short(lines: Sequence[Line]) -> set[int]:
    """The rows of figures (by `id`) that end before the remarks of their table: with no figure, or with one where most
    remarks are figures. A workbook leaves out blanks, so that a row which ends with its total may well be whole."""
    remarks: dict[int, int] = {}
    figures: Counter[int] = Counter()
    ends: list[Line] = []
    for line in lines:
        if not line.spans:
            continue
        if not any(map(is_value, line.cells)):
            if len(line.cells) > 2 and normal(line.cells[-1]) in _REMARKS:
                remarks[line.frame] = line.spans[-1][0]
        elif line.spans[-1][1] <= remarks.get(line.frame, 0):
            ends.append(line)
            figures[line.frame] -= 1
        elif line.frame in remarks and is_value(line.cells[-1]):
            figures[line.frame] += 1
    return {id(each) for each in ends if figures[each.frame] > 0 or not is_value(each.cells[-1])}


def _with_one_more(line: Line) -> Line:
    end = line.spans[-1][1]
    cells = (*line.cells, "")
    return replace(line, text=" | ".join(cells), cells=cells, spans=(*line.spans, (end, end + 1)))


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
