"""How findings write numbers, sums and the names of rows and columns; every official word comes from the format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ..filing import Figure
from ..formats.schema import Place, Unit

_NUMERAL = re.compile(r"（[一二三四五六七八九十]+）|[一二三四五六七八九十]+(?=、)")
_ITEM_NUMBER = re.compile(r"^\d+\.")
_LONGEST_QUOTE = 12


def number(value: Figure) -> str:
    """A figure as it is written in a sentence: 41, －3, 59237.2449."""
    text = f"{abs(Decimal(value)):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"－{text}" if value < 0 else text


def quantity(value: Figure, unit: Unit) -> str:
    """A figure with its unit, where the unit is one to speak: 2件, 3.5万元."""
    return number(value) + ("" if unit.signed else unit.label)


def quoted(text: str) -> str:
    """Words from the report in quotation marks, cut after a dozen characters."""
    return f"“{text}”" if len(text) <= _LONGEST_QUOTE else f"“{text[:_LONGEST_QUOTE]}…”"


def calculation(values: Sequence[Figure], signs: Sequence[int] = ()) -> str:
    """The calculation of a sum: 41＋2＝43, 10－2＝8; a single figure stands alone.

    `values` carry their signs; `signs` says how a zero is written (3－0＝3), and may be left out.
    """
    text = number(values[0])
    for index, value in enumerate(values[1:], start=1):
        minus = not value and bool(signs) and signs[index] < 0
        text += ("－0" if minus else f"＋{number(value)}") if value >= 0 else number(value)
    return text if len(values) == 1 else f"{text}＝{number(sum(values, start=0))}"


def joined(labels: Iterable[tuple[str, int]]) -> str:
    """Labels with their signs as one expression: 一＋二, 本年制发件数－本年废止件数."""
    text = ""
    for label, sign in labels:
        mark = "－" if sign < 0 else "＋" if text else ""
        text += mark + label
    return text


def row_label(place: Place) -> str:
    """The printed label of a row, after its group where it is only an item: （六）其他处理3.其他."""
    label = place.row.label
    above = place.above
    return above[-1].label + label if above and _ITEM_NUMBER.match(label) else label


def column_label(place: Place) -> str:
    """The printed label of a column, after its heading where another column has the same label."""
    column = place.column
    same = sum(other.label == column.label for other in place.block.columns) > 1
    return (column.under[-1] if same and column.under else "") + column.label


def cell_label(place: Place) -> str:
    """A cell in words: column, then row."""
    return "，".join(label for label in (column_label(place), row_label(place)) if label)


def short_row(place: Place) -> str:
    """A row by its number where it has one, after those of its groups: 一, 三（七）; else its label."""
    numerals = [_NUMERAL.match(row.label) for row in (*place.above, place.row)]
    return "".join(found.group() for found in numerals if found) if numerals[-1] else row_label(place)
