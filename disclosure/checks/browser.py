"""The linear rules and the totals of a format as plain data, for the script that evaluates them while one types."""

from __future__ import annotations

from typing import Any

from ..formats.schema import Axis, Format, LinearRule, Table, Term
from . import wording


def linear_rules(form: Format) -> list[dict[str, Any]]:
    """The linear rules of a format, every line with its cells.

    `{"id", "severity", "sentence", "table", "axis": "column|row", "relation": "=|≥|≠", "skip_zero",
    "lines": [{"line": column or row key, "label", "left": [[cell key, sign], …], "right": […]}, …]}`.
    A line holds when Σ left `relation` Σ right; it says nothing while a cell of it is empty, nor, with `skip_zero`,
    where every cell is zero.
    """
    return [_rule(rule, form.tables[rule.table]) for rule in form.rules]


def totals(form: Format) -> dict[str, list[str]]:
    """Derived cell key → the keys it adds up, each after those of its own parts; empty as soon as one part is."""
    ordered: dict[str, list[str]] = {}
    for place in form.places.values():
        _add(form, place.key, ordered)
    return ordered


def _add(form: Format, key: str, ordered: dict[str, list[str]]) -> None:
    place = form.places[key]
    if place.derived and key not in ordered:
        for part in place.parts:
            _add(form, part, ordered)
        ordered[key] = list(place.parts)


def _rule(rule: LinearRule, table: Table) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "sentence": rule.sentence,
        "table": rule.table,
        "axis": rule.axis.value,
        "relation": rule.relation.value,
        "skip_zero": rule.skip_zero,
        "lines": [
            {
                "line": line,
                "label": _label(rule, table, left[0]),
                "left": _terms(left, rule.left),
                "right": _terms(right, rule.right),
            }
            for line, left, right in rule.lines(table)
        ],
    }


def _label(rule: LinearRule, table: Table, key: str) -> str:
    place = table.places[key]
    return wording.column_label(place) if rule.axis is Axis.COLUMN else wording.row_label(place)


def _terms(keys: tuple[str, ...], terms: tuple[Term, ...]) -> list[list[str | int]]:
    return [[key, term.sign] for key, term in zip(keys, terms, strict=True)]
