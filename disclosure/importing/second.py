"""A second table of the same labels anywhere in the document: where one of both cannot be read, nothing tells which of
them is the report's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..filing import Figure
from ..formats.schema import Table
from . import stubs, tables
from .cuts import likely
from .document import Line
from .figures import is_mark, is_value
from .harvest import Harvest
from .labels import normal

WHY = "文件里还有一张这样的表，读出来的不一样，分不清哪张是这份报告的"
SHORT = 2
"""Characters of a head that may stand over any table (总计, 其他)."""
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
    if not _holds_labels(table, cells) or _has_other_heads(table, lines):
        return False
    return not _says_the_same(table, lines, harvest)


def _has_other_heads(table: Table, lines: Sequence[Line]) -> bool:
    """Whether some rows have heads, and none of them is one of the form's: a table in a narrative that sets years side by
    side, or tells how much there is of each."""
    heads = [line.cells for line in lines if _is_head(table, line)]
    text = "|".join(normal(cell) for line in lines for cell in line.cells)
    return bool(heads) and not any(label in text for label in _telling_columns(table))


def _is_head(table: Table, line: Line) -> bool:
    """Whether a row names columns: it has no values, and is no row of the table that was not filled in."""
    labels = stubs.index(table)
    texts = {normal(cell) for cell in line.cells if cell}
    own = texts & (labels.exact.keys() | labels.groups.keys())
    return len(texts) > 1 and not own and not any(map(is_value, line.cells))


def _telling_columns(table: Table) -> set[str]:
    """The labels of the columns that are no label of a row as well, nor a word that any table may have."""
    rows = "|".join(normal(leaf.row.label) for leaf in stubs.index(table).leaves)
    labels = {normal(column.label) for block in table.blocks for column in block.columns}
    return {label for label in labels if len(label) > SHORT and label not in rows}


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
    """Whether the other table is a copy: all of it is read, and nothing in it says anything else. Nothing may stand in it
    for a zero."""
    copy = Harvest()
    tables.read(table, lines, copy)
    mine, found = _other_than_zero(table, harvest), _other_than_zero(table, copy)
    return mine == found and table.places.keys() & harvest.reached <= copy.reached


def _other_than_zero(table: Table, harvest: Harvest) -> dict[str, Figure]:
    known = {**harvest.figures, **harvest.printed}
    return {key: figure for key, figure in known.items() if key in table.places and figure}
