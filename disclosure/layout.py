"""An official table as one computed grid of heading and value cells, from which every drawing of it is made.

The entry form, the page, the PDF and every other form of the report draw this grid, so they cannot disagree about a
label, a span or the order of cells. Rows and columns count from the top left; spans are derived from the nesting of
the rows and from the headings (`Column.under`) of the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import groupby
from math import lcm

from .formats.schema import Block, Column, Row, Table, Unit
from .marks import name


class Scope(Enum):
    """What a heading cell heads, in the words of the HTML scope attribute."""

    COLUMN = "col"
    COLUMNS = "colgroup"
    ROW = "row"
    ROWS = "rowgroup"


@dataclass(frozen=True)
class HeadCell:
    """A heading cell. `text` is the official wording; `lines` is the same text broken for a narrow column.

    `level`: for a stub cell its depth (0 the outermost), for a column heading its line in the head.
    """

    text: str
    scope: Scope
    colspan: int = 1
    rowspan: int = 1
    level: int = 0
    corner: bool = False
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ValueCell:
    """A cell that holds a figure. `name` says its column and its row, for who cannot see the table."""

    key: str
    unit: Unit
    derived: bool
    name: str
    colspan: int = 1


Cell = HeadCell | ValueCell


@dataclass(frozen=True)
class Line:
    """One printed line of a table. `row` is the key of its row, "" for a line of headings.

    `opens` is true where a new group or block begins; `total` where the whole row is derived.
    """

    cells: tuple[Cell, ...]
    row: str = ""
    opens: bool = False
    total: bool = False

    @property
    def heads(self) -> tuple[HeadCell, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, HeadCell))

    @property
    def values(self) -> tuple[ValueCell, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, ValueCell))


@dataclass(frozen=True)
class Grid:
    """A table as lines. `stub` columns of labels and `columns` columns of values; a value cell may span several.

    `head` is repeated on every page; `bodies` has one body per block and is not split where a page can hold it.
    """

    table: Table
    stub: int
    columns: int
    head: tuple[Line, ...]
    bodies: tuple[tuple[Line, ...], ...]

    @property
    def width(self) -> int:
        return self.stub + self.columns

    @property
    def lines(self) -> Iterator[Line]:
        yield from self.head
        for body in self.bodies:
            yield from body


@cache
def grid(table: Table) -> Grid:
    """The grid of an official table; the same table always gives the same object."""
    stub = max(_stub_depth(block) for block in table.blocks)
    columns = lcm(*(len(block.columns) for block in table.blocks))
    if len(table.blocks) == 1 and not table.blocks[0].title:
        block = table.blocks[0]
        head = tuple(_column_heads(block, columns, _corner(table, block, stub)))
        return Grid(table, stub, columns, head, (tuple(_value_lines(table, block, stub, columns)),))
    bodies = tuple(tuple(_titled_body(table, block, stub, columns)) for block in table.blocks)
    return Grid(table, stub, columns, (), bodies)


def placed_cells(line: Line, row: int, taken: set[tuple[int, int]]) -> Iterator[tuple[int, Cell]]:
    """(column, cell) for each cell of a line; cells spanning down from lines above push the others to the right."""
    column = 0
    for cell in line.cells:
        while (row, column) in taken:
            column += 1
        yield column, cell
        down = cell.rowspan if isinstance(cell, HeadCell) else 1
        taken.update((row + i, column + j) for i in range(down) for j in range(cell.colspan))
        column += cell.colspan


def _stub_depth(block: Block) -> int:
    if all(not row.label for row in block.leaves):
        return 0
    return max(row.depth for row in block.rows)


def _corner(table: Table, block: Block, stub: int) -> HeadCell | None:
    if not stub:
        return None
    text = table.corner or block.stub
    return HeadCell(text, Scope.COLUMN, stub, _head_depth(block), corner=True, lines=(text,))


def _head_depth(block: Block) -> int:
    return 1 + max(len(column.under) for column in block.columns)


def _titled_body(table: Table, block: Block, stub: int, columns: int) -> Iterator[Line]:
    """A block with its own title line and column heads inside the body, as section two prints them."""
    title = HeadCell(block.title, Scope.COLUMNS, stub + columns, lines=(block.title,))
    yield Line((title,), opens=True)
    heads = list(_column_heads(block, columns, None))
    first = HeadCell(block.stub, Scope.COLUMN, stub, len(heads), lines=(block.stub,))
    yield Line((first, *heads[0].cells))
    yield from heads[1:]
    yield from _value_lines(table, block, stub, columns)


def _column_heads(block: Block, columns: int, corner: HeadCell | None) -> Iterator[Line]:
    """The lines of headings above the value columns: equal neighbours in `under` become one spanning cell."""
    depth = _head_depth(block)
    span = columns // len(block.columns)
    for level in range(depth):
        cells: list[Cell] = [corner] if corner and level == 0 else []
        for path, group in groupby(block.columns, key=lambda c: _heading_path(c, level)):
            members = tuple(group)
            if path is None:
                continue
            if len(members[0].under) > level:
                text = members[0].under[level]
                cells.append(HeadCell(text, Scope.COLUMNS, span * len(members), level=level, lines=(text,)))
            else:
                cells += [_leaf_head(column, span, depth - level, level) for column in members]
        yield Line(tuple(cells))


def _heading_path(column: Column, level: int) -> tuple[str, ...] | None:
    """What groups columns on a heading line; None once the column's own label stands on a line above."""
    if level < len(column.under):
        return column.under[: level + 1]
    return (*column.under, "\0" + column.key) if level == len(column.under) else None


def _leaf_head(column: Column, span: int, rowspan: int, level: int) -> HeadCell:
    return HeadCell(
        column.label, Scope.COLUMN, span, rowspan, level, lines=_broken(column.label, column.wrap)
    )


def _broken(label: str, wrap: int) -> tuple[str, ...]:
    return (label[:wrap], label[wrap:]) if 0 < wrap < len(label) else (label,)


def _value_lines(table: Table, block: Block, stub: int, columns: int) -> Iterator[Line]:
    span = columns // len(block.columns)
    for row in block.rows:
        for index, (leaf, heads) in enumerate(_stub_cells(row, 0, stub)):
            values = tuple(_value_cell(table, block, leaf, column, span) for column in block.columns)
            opens = bool(row.rows) and (index == 0 or len(heads) > 1 or heads[0].level < stub - 1)
            cells: tuple[Cell, ...] = (*heads, *values) if stub else values
            yield Line(cells, leaf.key, opens or not row.rows, bool(leaf.sum_of))


def _stub_cells(row: Row, level: int, stub: int) -> Iterator[tuple[Row, tuple[HeadCell, ...]]]:
    """(leaf row, the label cells that begin on its line), outermost group first."""
    if not row.rows:
        yield row, (HeadCell(row.label, Scope.ROW, max(stub - level, 1), level=level, lines=(row.label,)),)
        return
    leaves = tuple(row.leaves)
    group = HeadCell(row.label, Scope.ROWS, 1, len(leaves), level, lines=(row.label,))
    first = True
    for child in row.rows:
        for leaf, heads in _stub_cells(child, level + 1, stub):
            yield leaf, (group, *heads) if first else heads
            first = False


def _value_cell(table: Table, block: Block, row: Row, column: Column, span: int) -> ValueCell:
    key = ".".join(part for part in (table.key, row.key, column.key) if part)
    place = table.places[key]
    return ValueCell(key, place.unit, place.derived, name(place), span)
