"""A report's figures as rows of one long table, one cell a row: what its CSV holds and open data is made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from decimal import Decimal

from .filing import Figure, Filing
from .formats.schema import Place
from .marks import name

BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets in Chinese offices take UTF-8 for GBK."""


@dataclass(frozen=True)
class CellRow:
    """One cell. `section` is the title of its section, `place` the cell in words, `value` "" where no figure stands."""

    key: str
    section: str
    place: str
    unit: str
    derived: str
    value: str


_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
HEADINGS = {
    "key": "格",
    "section": "部分",
    "place": "位置",
    "unit": "单位",
    "derived": "合计",
    "value": "数值",
}
"""What the columns are called."""


def cell_rows(filing: Filing) -> Iterator[CellRow]:
    """Every cell of a report in printed order, totals included."""
    titles = {section.table.key: section.title for section in filing.format.sections if section.table}
    for key, place in filing.format.places.items():
        yield CellRow(
            key=key,
            section=titles[key.split(".", 1)[0]],
            place=name(place),
            unit=_unit(place),
            derived="是" if place.derived else "否",
            value=_written(filing.values[key]),
        )


def csv_file(filing: Filing) -> bytes:
    """The cells of a report as CSV (RFC 4180: CRLF, quotes where needed; UTF-8 with a byte order mark)."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(HEADINGS[each.name] for each in fields(CellRow))
    writer.writerows(astuple(row) for row in cell_rows(filing))
    return (BYTE_ORDER_MARK + target.getvalue()).encode("utf-8")


def as_text(value: object) -> object:
    """What somebody typed, so that no spreadsheet takes it for a formula: one that begins like one gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


def _unit(place: Place) -> str:
    return "件" if place.unit.signed else place.unit.label


def _written(value: Figure | None) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
