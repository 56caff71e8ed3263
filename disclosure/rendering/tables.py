"""An official table with its figures written out: every cell with its text, its spans and the headings it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..filing import Figure
from ..formats.schema import Unit
from ..layout import Grid, HeadCell, Line, Scope, ValueCell, placed_cells

AREA = 156.0
"""Width of the type area in mm."""

NARROW = 8
"""From this many columns on a figure of more than five digits has to be set smaller (10 pt, then 8.5, 6.8, 5.5 and 4.6)."""

LABELS = {0: 0, 1: 28, 2: 40}
"""Per cent of a table's width that its columns of labels take, by their number; more of them take MOST_LABELS."""
MOST_LABELS = 44
GROUPS = (5, 13)
"""Per cent that the groups of rows take, the outermost first; the labels of the rows have what is left."""

LONGEST_TEXT = 8
"""Characters shown of what stands in a cell and is no figure."""

Cells = Mapping[str, Figure | str | None]
"""Cell key → what is printed there: a figure, a text that is none, or nothing."""


@dataclass(frozen=True)
class CellView:
    """One drawn cell. `id` of a heading; `headers`, the ids of the headings of a figure; `key` of the figure.

    `share`: per cent of the table's width that its columns take, where it heads columns or groups rows.
    """

    header: bool
    lines: tuple[str, ...]
    colspan: int
    rowspan: int
    kind: str
    scope: str = ""
    id: str = ""
    headers: str = ""
    key: str = ""
    share: str = ""


@dataclass(frozen=True)
class LineView:
    cells: tuple[CellView, ...]
    kind: str = ""


@dataclass(frozen=True)
class TableView:
    """A drawn table. `stub` columns of labels, then `columns` of figures; `head` repeats on every page."""

    key: str
    caption: str
    stub: int
    columns: int
    head: tuple[LineView, ...]
    bodies: tuple[tuple[LineView, ...], ...]

    @property
    def columns_range(self) -> range:
        """One entry per column, for templates."""
        return range(self.stub + self.columns)


@dataclass(frozen=True)
class _Placed:
    """A heading cell at its place in the grid."""

    cell: HeadCell
    id: str
    row: int
    column: int

    def covers_row(self, row: int) -> bool:
        return self.row <= row < self.row + self.cell.rowspan

    def covers_column(self, column: int, span: int) -> bool:
        return self.column < column + span and column < self.column + self.cell.colspan


def table_view(grid: Grid, values: Cells, caption: str) -> TableView:
    """A table with the figures of a filing."""
    narrow = grid.width >= NARROW
    head, placed = _draw(grid.head, grid, values, (), 0, narrow)
    bodies, row = [], len(grid.head)
    for body in grid.bodies:
        lines, _ = _draw(body, grid, values, placed, row, narrow)
        bodies.append(lines)
        row += len(body)
    return TableView(grid.table.key, caption, grid.stub, grid.columns, head, tuple(bodies))


def _draw(
    lines: Sequence[Line],
    grid: Grid,
    values: Cells,
    above: tuple[_Placed, ...],
    row: int,
    narrow: bool,
) -> tuple[tuple[LineView, ...], tuple[_Placed, ...]]:
    """The lines of a head or body that begins at grid line `row`, and the headings placed so far."""
    headings = list(above)
    drawn = []
    taken: set[tuple[int, int]] = set()
    for index, line in enumerate(lines, start=row):
        cells = []
        for column, cell in placed_cells(line, index, taken):
            if isinstance(cell, HeadCell):
                placed = _Placed(cell, f"{grid.table.key}-{index}-{column}", index, column)
                headings.append(placed)
                cells.append(_head_view(placed, grid))
            else:
                cells.append(
                    _value_view(cell, values.get(cell.key), _headers(headings, index, column, cell), narrow)
                )
        drawn.append(LineView(tuple(cells), _line_kind(line)))
    return tuple(drawn), tuple(headings)


def positions(view: TableView) -> Iterator[tuple[int, int, CellView]]:
    """(line, column, cell) for each cell of a drawn table, head and bodies counted through."""
    lines = (*view.head, *(line for body in view.bodies for line in body))
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        column = 0
        for cell in line.cells:
            while (row, column) in taken:
                column += 1
            taken.update((row + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan))
            yield row, column, cell
            column += cell.colspan


def _headers(headings: Sequence[_Placed], row: int, column: int, cell: ValueCell) -> str:
    """The ids of the headings of a figure: those above it, then those to its left."""
    above = (h.id for h in headings if _heads_column(h) and h.covers_column(column, cell.colspan))
    left = (h.id for h in headings if not _heads_column(h) and h.covers_row(row))
    return " ".join((*above, *left))


def _heads_column(placed: _Placed) -> bool:
    return placed.cell.scope in (Scope.COLUMN, Scope.COLUMNS)


def _head_view(placed: _Placed, grid: Grid) -> CellView:
    cell = placed.cell
    return CellView(
        header=True,
        lines=cell.lines or (cell.text,),
        colspan=cell.colspan,
        rowspan=cell.rowspan,
        kind=_head_kind(cell),
        scope=cell.scope.value,
        id=placed.id,
        share=_share(placed, grid),
    )


def _share(placed: _Placed, grid: Grid) -> str:
    cell = placed.cell
    labels = LABELS.get(grid.stub, MOST_LABELS)
    if cell.scope is Scope.COLUMN and not cell.corner:
        own = labels if placed.column < grid.stub else (100 - labels) * cell.colspan / grid.columns
        return f"{own:.4g}"
    grouped = cell.scope is Scope.ROWS and cell.level < len(GROUPS)
    return str(GROUPS[cell.level]) if grouped else ""


def _head_kind(cell: HeadCell) -> str:
    if cell.corner:
        return "corner"
    if cell.scope is Scope.ROW:
        return "label"
    if cell.scope is Scope.ROWS:
        return "group outer" if cell.level == 0 else "group"
    return "heading"


def _line_kind(line: Line) -> str:
    if line.opens and not line.row and len(line.cells) == 1:
        return "title"
    return "total" if line.total else ""


def _value_view(cell: ValueCell, value: Figure | str | None, headers: str, narrow: bool) -> CellView:
    text = written(value, cell.unit)
    size = _size(text) if narrow else ""
    return CellView(
        header=False,
        lines=(text,),
        colspan=cell.colspan,
        rowspan=1,
        kind=f"figure {size}".strip(),
        headers=headers,
        key=cell.key,
    )


def written(value: Figure | str | None, unit: Unit) -> str:
    """A figure as it is printed: digits without separators, a sign where the unit has one (+3), "" when empty."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1]}…"
    if value is None:
        return ""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return f"+{text}" if unit.signed and value > 0 else text


def _size(text: str) -> str:
    for length, name in ((11, "smallest"), (9, "longest"), (7, "longer"), (6, "long")):
        if len(text) >= length:
            return name
    return ""
