"""What a narrative may hold besides its words: the places of pictures, and figures that follow a table.

A picture stands on a line of its own (［图1］). A figure of a table stands in braces under the name of its cell
({总计，一、本年新收…}); it is written out each time the report is checked or printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache

from .formats.schema import Format, Place, Row

Figures = Callable[[str], int | Decimal | None]
"""What gives the figure of a cell by its key; None where there is none."""

UNDESCRIBED = "（没有文字说明）"
"""How what is read out for a picture ends where nobody has described it."""
_PICTURE = re.compile(r"[［\[]图(\d{1,4})[］\]]")
_FIGURE = re.compile(r"\{([^{}\n]{2,120})\}")


def picture_mark(number: int) -> str:
    """The line that stands for a picture."""
    return f"［图{number}］"


def picture_number(line: str) -> int | None:
    """The number of the picture whose place a line is; None for any other line."""
    match = _PICTURE.fullmatch(line.strip())
    return int(match[1]) if match else None


def description(alt: str) -> str:
    """What a document says a picture shows; "" where it only says that nobody described it."""
    return "" if alt.endswith(UNDESCRIBED) else alt


def pictures_named(texts: Iterable[str]) -> set[int]:
    """The numbers of all pictures that some texts name."""
    lines = (line for text in texts if "图" in text for line in text.split("\n"))
    return {number for line in lines if (number := picture_number(line)) is not None}


@cache
def names(form: Format) -> dict[str, str]:
    """Name of a cell → its key, for every cell of a format, totals included."""
    return {name(place): place.key for place in form.places.values()}


@cache
def name(place: Place) -> str:
    """A cell in words: its column with the heading that tells it apart, then its row.

    商业企业，四、结转下年度继续办理 · 规章，本年制发件数 · 行政诉讼，复议后起诉，结果维持
    """
    column = place.column
    same = sum(other.label == column.label for other in place.block.columns)
    words = [*column.under, column.label] if same > 1 and not place.row.label else [column.label]
    if place.row.label:
        words.append(_row_path(place.block.rows, place.row))
    return "，".join(words)


def row_path(place: Place) -> tuple[str, ...]:
    """Where a cell stands from the left: heading of the block, groups, row. Empty where a table has one unnamed row."""
    labels = (place.block.title, *(row.label for row in place.above), place.row.label)
    return tuple(label for label in labels if label)


def column_path(place: Place) -> tuple[str, ...]:
    """Where a cell stands from above: the headings over its column, and the column."""
    return (*place.column.under, place.column.label)


def figure_mark(place: Place) -> str:
    """What stands in a text for the figure of a cell."""
    return f"{{{name(place)}}}"


def written_out(text: str, form: Format, figures: Figures) -> str:
    """A text with its figures written out; a name no cell has, or an empty cell, leaves its mark as it stands."""
    return _FIGURE.sub(lambda match: _figure(match, form, figures), text) if "{" in text else text


def left_over(text: str) -> list[str]:
    """The marks of figures that are still in a text."""
    return [match.group() for match in _FIGURE.finditer(text)]


def _figure(match: re.Match[str], form: Format, figures: Figures) -> str:
    key = names(form).get(match[1].strip())
    value = figures(key) if key else None
    return (
        match.group() if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)
    )


def _row_path(rows: Iterable[Row], leaf: Row) -> str:
    """The label of a row, after the label of the group that a bare number (1.属于国家秘密) needs to be understood."""
    for row in rows:
        if row is leaf:
            return leaf.label
        if any(found is leaf for found in row.leaves):
            inner = _row_path(row.rows, leaf)
            return f"{row.label}{inner}" if leaf in row.rows and not leaf.label.startswith("（") else inner
    return leaf.label
