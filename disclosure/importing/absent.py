"""What of the official tables a document does not have: a row that was deleted, a column, a whole table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..formats.schema import Format, Place, Table
from .harvest import Harvest

NO_TABLE = "文件里没有找到这张表"
NO_ROW = "文件里没有找到这一行"
NO_CELL = "文件里没有找到这一格"


def note(form: Format, harvest: Harvest) -> None:
    """List what was not found: it is as empty as a blank the filer left, and nobody would know why."""
    known = harvest.reached | harvest.figures.keys() | harvest.printed.keys() | harvest.marks.keys()
    for table in form.tables.values():
        for where, why in _absent(table, known):
            harvest.lack(where, why)


def _absent(table: Table, known: set[str]) -> Iterator[tuple[str, str]]:
    """(place, what is not there): the table, else its rows, else single cells."""
    if not known & table.places.keys():
        yield table.key, NO_TABLE
        return
    for row, cells in groupby(table.entered, key=_row):
        gone = [(cell.key, cell.key in known) for cell in cells]
        if not any(there for _, there in gone):
            yield row, NO_ROW
        else:
            yield from ((key, NO_CELL) for key, there in gone if not there)


def _row(place: Place) -> str:
    return place.key.rpartition(".")[0]
