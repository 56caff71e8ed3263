"""A second table of the same labels anywhere in the document: where one of both cannot be read, nothing tells which of
them is the report's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..formats.schema import Table
from . import stubs, tables
from .cuts import likely
from .document import Line
from .figures import is_mark, is_value
from .harvest import Harvest
from .labels import normal

WHY = "文件里还有一张这样的表，读出来的不一样，分不清哪张是这份报告的"
_MOST = 2 / 3
"""The share of the labels of a table that make another table one of the same labels."""


def doubt(table: Table, left: Iterable[Sequence[Line]], harvest: Harvest) -> None:
    """Take back what was read of a table where another of its labels stands among what was left over."""
    if any(_is_second(table, lines, harvest) for part in left for lines in _stretches(part)):
        harvest.take_back(table.places, WHY)


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """The rows of tables among some lines, those of one part together."""
    rows = [line for line in lines if not line.refused and (line.ruled or likely(line).values)]
    return [rows] if rows else []


def _is_second(table: Table, lines: Sequence[Line], harvest: Harvest) -> bool:
    cells = [cell for line in lines for cell in line.cells or line.text.split()]
    if not any(is_value(word) and not is_mark(word) for cell in cells for word in cell.split()):
        return False
    return _holds_labels(table, cells) and not _says_the_same(table, lines, harvest)


def _holds_labels(table: Table, cells: Sequence[str]) -> bool:
    text = "|".join(normal(cell) for cell in cells)
    wanted = Counter(_labels(table))
    found = sum(min(text.count(label), times) for label, times in wanted.items())
    return found >= _MOST * wanted.total()


def _labels(table: Table) -> list[str]:
    """The labels of the rows, or where they have none those of the columns."""
    rows = [normal(leaf.row.label) for leaf in stubs.index(table).leaves if leaf.row.label]
    return rows or [normal(column.label) for block in table.blocks for column in block.columns]


def _says_the_same(table: Table, lines: Sequence[Line], harvest: Harvest) -> bool:
    """Whether the other table is a copy: it is read, and nothing in it says anything else."""
    copy = Harvest()
    tables.read(table, lines, copy)
    known = {**harvest.figures, **harvest.printed}
    found = {**copy.figures, **copy.printed}
    mine = {key for key in known if key in table.places}
    return mine == found.keys() and all(found[key] == known[key] for key in mine)
