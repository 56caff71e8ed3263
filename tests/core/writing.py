"""A filing written out as plain text in the shapes in which offices write reports, for the importer to read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from disclosure.filing import Filing, as_number
from disclosure.formats.schema import Row, Table
from disclosure.layout import HeadCell, grid

Cells = list[str]


@dataclass(frozen=True)
class Shape:
    """How tables are written. `row` joins cells; `path`: labels carry the numbers of their groups, heads stand in one
    line; `labels` and `cells` replace official labels and single values (by cell key)."""

    row: Callable[[Cells], str]
    path: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)


SHAPES: dict[str, Shape] = {
    "bars behind every cell": Shape(lambda cells: "".join(f"{cell} | " for cell in cells).rstrip()),
    "bars between cells": Shape(" | ".join),
    "bars around": Shape(lambda cells: "| " + " | ".join(cells) + " |"),
    "tabs": Shape("\t".join),
    "columns of spaces": Shape(lambda cells: "   ".join(cells)),
    "path before the label": Shape(" | ".join, path=True),
    "single spaces": Shape(" ".join, path=True),
}


def write(filing: Filing, shape: Shape) -> str:
    """The whole report, one paragraph a line."""
    parts = [filing.title, filing.addressee, filing.preface]
    for section in filing.format.sections:
        parts.append(shape.labels.get(section.title, section.title))
        parts += table(filing, section.table, shape) if section.table else [filing.text(section.key)]
    return "\n".join(part for part in (*parts, filing.signature, filing.date) if part) + "\n"


def table(filing: Filing, official: Table, shape: Shape) -> list[str]:
    """The lines of one table."""
    if not shape.path:
        lines = [[_cell(filing, cell, shape) for cell in line.cells] for line in grid(official).lines]
        return [shape.row(cells) for cells in lines]
    return list(_flat(filing, official, shape))


def _flat(filing: Filing, official: Table, shape: Shape) -> Iterator[str]:
    """A table with its heads in one line, and the numbers of the groups before each label."""
    for block in official.blocks:
        labelled = all(row.label for row in block.leaves)
        if block.title:
            yield block.title
        if labelled:
            yield shape.row(
                [block.stub or "行", *(shape.labels.get(c.label, c.label) for c in block.columns)]
            )
        else:
            yield from (shape.row([cell.text for cell in line.heads]) for line in grid(official).head)
        for row, prefix in _rows(block.rows, ""):
            keys = (".".join(filter(None, (official.key, row.key, column.key))) for column in block.columns)
            label = [prefix + shape.labels.get(row.label, row.label)] if row.label else []
            yield shape.row(label + [_value(filing, key, shape) for key in keys])


def _rows(rows: tuple[Row, ...], prefix: str) -> Iterator[tuple[Row, str]]:
    """Each row that carries values, with the numbers of its groups."""
    for row in rows:
        if row.rows:
            number = row.label[: row.label.index("、") + 1] if "、" in row.label[:3] else row.label[:3]
            yield from _rows(row.rows, prefix + number)
        else:
            yield row, prefix


def _cell(filing: Filing, cell: object, shape: Shape) -> str:
    if isinstance(cell, HeadCell):
        return shape.labels.get(cell.text, cell.text)
    return _value(filing, cell.key, shape)  # type: ignore[attr-defined]


def _value(filing: Filing, key: str, shape: Shape) -> str:
    if key in shape.cells:
        return shape.cells[key]
    number = as_number(filing.value(key))
    return "" if number is None else str(number)
