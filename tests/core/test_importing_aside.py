"""Two slips that leave as many values in a row as the table has columns: no value is read into its neighbour's place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from disclosure.importing import read_report
from disclosure.importing.standing import are_aside
from disclosure.importing.tables import ASIDE, UNEVEN
from tests.core import pdfs
from tests.core.disturbances import Box, Items, Row, items, row_keys
from tests.core.drawn import as_docx, as_html
from tests.core.test_importing_disturbed import as_text
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_rearranged import as_xlsx
from tests.core.test_importing_rivals import moved, table_of

WRITERS = {"text": as_text, "html": as_html, "docx": as_docx, "xlsx": as_xlsx, "pdf": pdfs.write}
WIDE = ("html", "docx", "xlsx", "pdf")
"""Those that tell how wide a cell is."""
ROW = "requests.received"
EXTRA = "77777"
on_every_form = pytest.mark.parametrize("form", ["notice_2019_60", "notice_2021_30"])


def on_requests(found: Items, change: Callable[[list[Row]], list[Row]]) -> Items:
    at = table_of(found, "一、本年新收")
    table = found[at]
    assert isinstance(table, list)
    return [*found[:at], change(table), *found[at + 1 :]]


def with_column(table: list[Row]) -> list[Row]:
    """One more column at the right, over which nothing stands."""
    heads = next(at for at, row in enumerate(table) if any(box.key for box in row))
    return [
        [*row, Box("", down=heads)] if at == 0 else row if at < heads else [*row, Box(EXTRA)]
        for at, row in enumerate(table)
    ]


def in_row(change: Callable[[Row], Row]) -> Callable[[list[Row]], list[Row]]:
    return lambda table: [
        change(row) if any(box.key.startswith(f"{ROW}.") for box in row) else row for row in table
    ]


def without(column: str) -> Callable[[Row], Row]:
    return lambda row: [box for box in row if box.key != f"{ROW}.{column}"]


def put_in_and_merged(row: Row) -> Row:
    """A number behind the first value, and the two behind it in one cell."""
    first = next(at for at, box in enumerate(row) if box.key)
    values = row[first:]
    return [*row[:first], values[0], Box(EXTRA), replace(values[1], across=2), *values[3:]]


@pytest.mark.parametrize("kind", WRITERS)
@on_every_form
@pytest.mark.parametrize("column", ["natural_person", "research_institute", "total"])
def test_a_row_without_one_of_its_values_is_not_read_beside_rows_with_one_more(
    kind: str, form: str, column: str
) -> None:
    filing = telling(form)
    found = on_requests(items(filing), lambda table: in_row(without(column))(with_column(table)))
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    lost = row_keys(ROW)(filing)
    assert lost <= {passage.where for passage in back.unread}
    assert not lost & back.filing.figures.keys()
    assert {passage.why for passage in back.unread} & {UNEVEN, ASIDE} or kind in ("xlsx", "pdf")


@pytest.mark.parametrize("kind", WIDE)
@on_every_form
def test_a_row_with_a_value_put_in_and_two_merged_is_not_read(kind: str, form: str) -> None:
    filing = telling(form)
    found = on_requests(items(filing), in_row(put_in_and_merged))
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert row_keys(ROW)(filing) <= {passage.where for passage in back.unread}
    assert filing.figures.keys() - back.filing.figures.keys() == row_keys(ROW)(filing)


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_figure_below_an_empty_head_is_not_that_of_the_column_beside(kind: str) -> None:
    """The only column of a block stands beside one that nothing names, and its own cell is empty."""
    filing = telling("notice_2021_30")
    found = items(filing)
    at = table_of(found, "行政许可")
    table = found[at]
    assert isinstance(table, list)
    key = "disclosure.licences.decisions"
    line = next(n for n, row in enumerate(table) if any(box.key == key for box in row))
    table[line - 1] = [table[line - 1][0], Box(""), replace(table[line - 1][1], across=2)]
    table[line] = [table[line][0], Box(EXTRA), Box("", across=2)]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert key not in back.filing.figures


def test_what_is_not_known_to_stand_anywhere_is_not_aside() -> None:
    assert not are_aside((), ("1",), (None,), {})
