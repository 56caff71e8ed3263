"""The linear rules a format declares (勾稽关系), evaluated for every column or row they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ..filing import Figure, Filing, holds
from ..formats.schema import Axis, Format, LinearRule, Place, Relation, Table, Term
from . import wording
from .finding import Context, Finding, Rule, place_of_cell

_MOST_NAMED = 3
"""A title names at most this many columns or rows; the lines below it name all."""


@dataclass(frozen=True)
class Side:
    """One side of a relation in one line: its cells, and their figures with their signs."""

    places: tuple[Place, ...]
    terms: tuple[Term, ...]
    values: tuple[Figure, ...]

    @property
    def total(self) -> Figure:
        return sum(self.values, start=0)


@dataclass(frozen=True)
class Line:
    """A row or column of a linear rule with its figures."""

    rule: LinearRule
    key: str
    left: Side
    right: Side

    @property
    def places(self) -> tuple[Place, ...]:
        return self.left.places + self.right.places

    @property
    def focus(self) -> str:
        """The cell to look at first: what is carried out of a balance, what is compared in any other relation."""
        if self.rule.relation is not Relation.EQUAL:
            return self.left.places[0].key
        entered = [place.key for place in self.places if not place.derived]
        return entered[-1] if entered else self.places[-1].key

    @property
    def label(self) -> str:
        place = self.left.places[0]
        return wording.column_label(place) if self.rule.axis is Axis.COLUMN else wording.row_label(place)

    @property
    def holds(self) -> bool:
        return holds(self.left.total, self.rule.relation, self.right.total)

    @property
    def sums(self) -> tuple[str, str]:
        """Both sides with names and figures: 一＋二：41＋2＝43."""
        return _sum(self, self.left), _sum(self, self.right)

    @property
    def summed(self) -> tuple[str, ...]:
        """The lines this one adds up, where it is a total itself."""
        place = self.left.places[0]
        return place.column.sum_of if self.rule.axis is Axis.COLUMN else place.row.sum_of


def rules(form: Format) -> tuple[Rule, ...]:
    """The linear rules of a format as rules to run."""
    return tuple(
        Rule(
            id=rule.id,
            severity=rule.severity,
            sentence=rule.sentence,
            citation=rule.citation,
            find=partial(find, rule.id),
            formats=(form.id,),
            why=rule.why,
            example=rule.example,
        )
        for rule in form.rules
    )


def find(rule_id: str, rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding with a line for every column (or row) in which the rule does not hold."""
    declared = next(linear for linear in filing.format.rules if linear.id == rule_id)
    lines = _unexplained(tuple(broken_lines(declared, filing)))
    if lines:
        yield _finding(rule, filing, lines)


def broken_lines(rule: LinearRule, filing: Filing) -> Iterator[Line]:
    """The lines in which the rule does not hold; a line with a missing figure says nothing yet."""
    for line in _lines(rule, filing):
        if rule.skip_zero and not any(line.left.values + line.right.values):
            continue
        if not line.holds:
            yield line


def lines_of(filing: Filing, table: str) -> Iterator[Line]:
    """The lines of linear rules of a table, whether they hold or not; those with a missing figure say nothing."""
    for rule in filing.format.rules:
        if rule.table == table:
            yield from _lines(rule, filing)


def lines_through(filing: Filing, key: str) -> Iterator[Line]:
    """Those a cell takes part in."""
    for line in lines_of(filing, key.split(".", 1)[0]):
        if key in {place.key for place in line.places}:
            yield line


def _lines(rule: LinearRule, filing: Filing) -> Iterator[Line]:
    """The lines of a rule that have all their figures."""
    table = filing.format.tables[rule.table]
    for key, left_keys, right_keys in rule.lines(table):
        left = _side(filing, table, left_keys, rule.left)
        right = _side(filing, table, right_keys, rule.right)
        if left is not None and right is not None:
            yield Line(rule, key, left, right)


def _side(filing: Filing, table: Table, keys: tuple[str, ...], terms: tuple[Term, ...]) -> Side | None:
    figures = [filing.value(key) for key in keys]
    values = tuple(term.sign * value for term, value in zip(terms, figures, strict=True) if value is not None)
    if len(values) < len(keys):
        return None
    return Side(tuple(table.places[key] for key in keys), terms, values)


def _unexplained(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Without the totals that are only out because one of the lines they add up is."""
    broken = {line.key for line in lines}
    return tuple(line for line in lines if not broken.intersection(line.summed))


def _finding(rule: Rule, filing: Filing, lines: tuple[Line, ...]) -> Finding:
    focus = tuple(line.focus for line in lines)
    others = (place.key for line in lines for place in line.places)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=_title(lines),
        section=lines[0].rule.table,
        cells=tuple(dict.fromkeys((*focus, *others))),
        numbers=tuple(total for line in lines for total in (line.left.total, line.right.total)),
        working=_working(lines),
        advice=_advice(filing, lines[0]),
        focus=focus,
        place=place_of_cell(filing.format, focus[0]),
    )


def _title(lines: tuple[Line, ...]) -> str:
    named = [f"{line.label}：{_says(line)}" for line in lines[:_MOST_NAMED]]
    if len(lines) > _MOST_NAMED:
        what = "列" if lines[0].rule.axis is Axis.COLUMN else "行"
        named.append(f"还有{len(lines) - _MOST_NAMED}{what}")
    return "，".join(named)


def _says(line: Line) -> str:
    first = line.left.places[0]
    low, high = sorted((line.left.total, line.right.total))
    difference = wording.quantity(high - low, first.unit)
    if line.rule.relation is Relation.EQUAL:
        return f"两边差{difference}"
    name = _expression(line, line.left)
    if line.rule.relation is Relation.AT_LEAST:
        return f"{name}少了{difference}"
    return f"{name}正好是{_expression(line, line.right)}"


def _expression(line: Line, side: Side) -> str:
    """一＋二: the terms of a side by their short names."""
    name = wording.short_row if line.rule.axis is Axis.COLUMN else wording.column_label
    terms = zip(side.places, side.terms, strict=True)
    return wording.joined((name(place), term.sign) for place, term in terms)


def _working(lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Two lines for one column (一＋二：41＋2＝43), one line each for several."""
    sides = [line.sums for line in lines]
    if len(lines) == 1:
        return sides[0]
    return tuple(f"{line.label}　{'，'.join(sums)}" for line, sums in zip(lines, sides, strict=True))


def _sum(line: Line, side: Side) -> str:
    signs = [term.sign for term in side.terms]
    return f"{_expression(line, side)}：{wording.calculation(side.values, signs)}"


def _advice(filing: Filing, line: Line) -> str:
    place = filing.format.places[line.focus]
    item = wording.row_label(place) if line.rule.axis is Axis.COLUMN else wording.column_label(place)
    if line.rule.relation is Relation.EQUAL:
        return f"先看“{item}”，再看相加的各项有没有漏填、多填。"
    return f"{line.rule.sentence}。"
