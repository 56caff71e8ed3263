"""The totals a document printed, compared with the sums of its own figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ..filing import Figure, Filing
from ..formats.schema import Citation, Format, Place, Severity, Table
from . import wording
from .finding import Context, Finding, Rule, place_of_cell


@dataclass(frozen=True)
class Difference:
    """A printed total, and what its parts add up to."""

    place: Place
    printed: Figure
    derived: Figure


def rules(form: Format) -> tuple[Rule, ...]:
    """One rule for each table of the format that has totals."""
    return tuple(
        Rule(
            id=f"{key}.printed_total",
            severity=Severity.ERROR,
            sentence="读入的报告里印的总计，等于各项相加的和",
            citation=Citation(form.notice.number, f"，{form.section(key).title}"),
            find=partial(find, key),
            formats=(form.id,),
            why="总计由各项相加得出；印出的总计不同，说明有一项抄错或者漏了。",
            example="六列依次是3、1、0、0、0、2，总计印的是5。",
        )
        for key, table in form.tables.items()
        if _has_totals(table)
    )


def find(table: str, rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding per table, with a line for every printed total that its parts do not add up to."""
    found = tuple(_differences(table, filing))
    if not found:
        return
    first = found[0]
    title = f"{wording.cell_label(first.place)}：印的是{wording.number(first.printed)}"
    title += f"，各项相加是{wording.number(first.derived)}"
    keys = tuple(each.place.key for each in found)
    yield Finding(
        rule=rule.id,
        severity=rule.severity,
        message=title if len(found) == 1 else f"{len(found)}个印出的总计与各项相加不等",
        section=table,
        cells=keys,
        numbers=tuple(number for each in found for number in (each.printed, each.derived)),
        working=tuple(_working(each, filing) for each in found),
        advice="总计由各项自动相加，请对照原件看是哪一项不对。",
        focus=keys,
        place=place_of_cell(filing.format, keys[0]),
    )


def _has_totals(table: Table) -> bool:
    return any(place.derived for place in table.places.values())


def _differences(table: str, filing: Filing) -> Iterator[Difference]:
    for key, place in filing.format.tables[table].places.items():
        printed, derived = filing.printed.get(key), filing.value(key)
        if place.derived and printed is not None and derived is not None and printed != derived:
            yield Difference(place, printed, derived)


def _working(each: Difference, filing: Filing) -> str:
    """总计，一、本年新收…：印的是45，40＋3＋1＝44; parts that are zero are left out."""
    values = [value for key in each.place.parts if (value := filing.value(key))]
    total = wording.calculation(values) if values else wording.number(each.derived)
    return f"{wording.cell_label(each.place)}：印的是{wording.number(each.printed)}，相加是{total}"
