"""Columns that stand beside a table and belong to none of its heads: remarks at its right, numbers of its rows at its left,
or at its right as well.

They are told by what stands over them and by where their cells stand. A figure among the remarks may be a value that was
moved there; its row is left as it is, and has one too many. A row that ends before the remarks with what may be one has too
few without it: a value was dropped, and everything behind it stands one column too far left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .document import Line
from .figures import is_value
from .labels import normal

_NUMBERS = frozenset(("序号", "编号", "行次", "行号", "项目号"))
REMARKS = frozenset(("备注", "备考", "说明", "备注栏", "备注说明")) | _NUMBERS
"""What may stand over the last column: numbers of the rows may stand at either side."""


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
        head = _is_head(line)
        if head and normal(line.cells[-1]) in REMARKS:
            remarks = line.frame, line.spans[-1]
        if head and normal(line.cells[0]) in _NUMBERS:
            numbers = line.frame, line.spans[0]
        bare = Bare(line)
        if remarks and remarks[0] == line.frame and line.spans[-1][0] >= remarks[1][0]:
            bare = _cut(bare, -1) if not is_value(line.cells[-1]) else bare
        elif id(line) in short:
            bare = _cut(bare, -1)
        if (
            numbers
            and numbers[0] == line.frame
            and line.spans[0][1] <= numbers[1][1]
            and _is_number(line, head)
        ):
            bare = _cut(bare, 0)
        yield bare


def _is_head(line: Line) -> bool:
    return len(line.cells) > 1 and not any(map(is_value, line.cells))


@dataclass
class _Ends:
    """How the rows of figures of a table end: `before` its remarks, which begin `at` a place, or, as all `others`, with one,
    be it a figure, a blank, or one that stands beside several rows."""

    at: int
    before: list[Line] = field(default_factory=list)
    others: int = 0
    figures: int = 0
    blanks: int = 0
    tall: int = 0

    def add(self, line: Line) -> None:
        if line.spans[-1][1] <= self.at:
            self.before.append(line)
            return
        self.others += 1
        self.figures += is_value(line.cells[-1])
        self.blanks += not line.cells[-1]
        self.tall += len(line.cells) - 1 in line.shared

    def short(self, line: Line) -> bool:
        filled = self.figures > len(self.before) or (self.blanks > 0 and not self.tall)
        alone = len(self.before) == 1 and not self.others
        return filled or alone or not is_value(line.cells[-1])


def _short(lines: Sequence[Line]) -> set[int]:
    """The rows of figures (by `id`) that end before the remarks of their table: with no figure, or with one where most
    remarks are figures, where other rows have a blank there, or where there is no other row."""
    found: list[_Ends] = []
    ends: dict[int, _Ends] = {}
    for line in lines:
        if not line.spans:
            ends = {}
        elif _is_head(line) and normal(line.cells[-1]) in REMARKS:
            ends[line.frame] = _Ends(line.spans[-1][0])
            found.append(ends[line.frame])
        elif line.frame in ends and any(map(is_value, line.cells[1:])):
            ends[line.frame].add(line)
    return {id(line) for each in found for line in each.before if each.short(line)}


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


def stand_anywhere(lines: Sequence[Line]) -> bool:
    """Whether such a column stands beside a table and nothing tells where its cells do: in a row without a label, one of
    them may stand for a value that was lost."""
    rows = (line.cells or line.text.split() for line in lines if not line.spans)
    filled = ([normal(text) for text in cells if text] for cells in rows)
    heads = (texts for texts in filled if len(texts) > 1 and not any(map(is_value, texts)))
    return any(_begins_or_ends_with_name(texts) for texts in heads)


def _begins_or_ends_with_name(texts: Sequence[str]) -> bool:
    """Whether such a name stands at a side of a head, also one printed as two texts: 序 号."""
    sides = texts[0], "".join(texts[:2]), texts[-1], "".join(texts[-2:])
    return not REMARKS.isdisjoint(sides)


def is_name(text: str) -> bool:
    """Whether a text is the head of such a column or the number of a row."""
    return normal(text) in REMARKS or normal(text).isdecimal()
