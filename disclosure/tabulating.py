"""A report's figures as rows of one long table, one cell a row: what its CSV holds and open data is made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from .filing import Figure, Filing
from .formats.schema import Format, Place
from .marks import name

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets in Chinese offices take UTF-8 for GBK."""


_END = "\r\n"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_HEADINGS = ("格", "部分", "位置", "单位", "合计", "数值")
"""What the columns are called: the key of a cell, the title of its section, the cell in words, what it counts, whether
it is a total, and its figure, "" where none stands."""


def csv_file(filing: Filing) -> bytes:
    """The cells of a report as CSV (RFC 4180: CRLF, quotes where needed; UTF-8 with a byte order mark)."""
    return (BYTE_ORDER_MARK + csv_head() + csv_lines(filing)).encode("utf-8")


def csv_head(*before: str) -> str:
    """The headings of the CSV, after those of other columns."""
    return _csv_line((*before, *_HEADINGS))


def csv_lines(filing: Filing, *before: object) -> str:
    """Every cell of a report in printed order, totals included; each after the same other columns."""
    front = _csv_line(before).removesuffix(_END) + "," if before else ""
    return "".join(
        f"{front}{line}{_written(filing.values[key])}{_END}" for key, line in _lines(filing.format)
    )


def csv_table(rows: Iterable[Iterable[object]]) -> bytes:
    """Any rows as CSV like that of a report; what begins like a formula is written as text."""
    return (BYTE_ORDER_MARK + "".join(_csv_line(map(as_text, row)) for row in rows)).encode("utf-8")


def _csv_line(fields: Iterable[object]) -> str:
    """One line of CSV with its end."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator=_END).writerow(fields)
    return target.getvalue()


@cache
def _lines(form: Format) -> tuple[tuple[str, str], ...]:
    """The key of each cell, and its line up to the figure, which stands last and is never quoted."""
    titles = {section.table.key: section.title for section in form.sections if section.table}
    said = (
        (key, titles[key.split(".", 1)[0]], name(place), _unit(place), "是" if place.derived else "否", "")
        for key, place in form.places.items()
    )
    return tuple((row[0], _csv_line(row).removesuffix(_END)) for row in said)


def as_text(value: object) -> object:
    """What somebody typed, so that no spreadsheet takes it for a formula: one that begins like one gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


def _unit(place: Place) -> str:
    return "件" if place.unit.signed else place.unit.label


def _written(value: Figure | None) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
