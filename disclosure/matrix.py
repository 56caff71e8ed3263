"""An official table as the entry form shows it: the one grid with what stands in each cell and what is to say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .checks import Finding
from .checks.browser import linear_rules, totals
from .checks.wording import short_row
from .entry import Conflict
from .figures import as_text
from .filing import Figure, Filing, add
from .formats.schema import Axis, Format, LinearRule, Relation, Severity, Table
from .layout import Grid, HeadCell, Line, ValueCell, grid

ROOM = 8
"""Characters that a figure and last year's fit in together."""
LONG = 6


@dataclass(frozen=True)
class Typed:
    """What came back from the browser and was not all saved: the texts, and what is wrong with some of them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()


NOTHING_TYPED = Typed()


class Matrix:
    """One table of one report. Its lines hold plain dictionaries, the fastest thing a template reads."""

    def __init__(
        self,
        filing: Filing,
        table: Table,
        *,
        locked: bool,
        before: Filing | None = None,
        findings: Sequence[Finding] = (),
        typed: Typed = NOTHING_TYPED,
    ) -> None:
        self.filing = filing
        self.table = table
        self.grid: Grid = grid(table)
        self.locked = locked
        self.declared = table.key in filing.declared
        self.typed = typed
        self.conflicts = {conflict.key: conflict for conflict in typed.conflicts}
        self.before = _comparable(before, filing.format)
        self.marks = _marks(findings)

    @property
    def base(self) -> dict[str, str]:
        """Cell key → what stands in the report now: what the next save is merged against."""
        return {place.key: self._stored(place.key) for place in self.table.entered}

    @property
    def clashes(self) -> list[dict[str, str]]:
        """The cells two people changed at once, by name, with both values."""
        names = {cell.key: cell.name for line in self.grid.lines for cell in line.values}
        return [
            {"key": c.key, "name": names[c.key], "theirs": c.theirs, "yours": c.yours}
            for c in self.typed.conflicts
        ]

    @property
    def columns(self) -> list[str]:
        return [*_STUB_CLASSES[self.grid.stub], *["c-v"] * self.grid.columns]

    @property
    def head(self) -> list[dict[str, Any]]:
        return [_drawn(line, self._cell) for line in self.grid.head]

    @property
    def bodies(self) -> list[list[dict[str, Any]]]:
        return [[_drawn(line, self._cell) for line in body] for body in self.grid.bodies]

    @property
    def foot(self) -> list[dict[str, Any]]:
        """The balance of every column, for each rule that runs down the columns."""
        rules = (r for r in self.filing.format.rules if r.table == self.table.key and r.axis is Axis.COLUMN)
        return [self._balance(rule) for rule in rules if rule.relation is Relation.EQUAL]

    @property
    def rules(self) -> dict[str, Any]:
        """What the browser computes with: the same rules and sums as the server's."""
        return _rules(self.filing.format, self.table.key)

    def _stored(self, key: str) -> str:
        figure = self.filing.figures.get(key)
        return self.filing.unread.get(key, "") if figure is None else as_text(figure)

    def _cell(self, cell: ValueCell) -> dict[str, Any]:
        key = cell.key
        text = (
            as_text(self.filing.value(key)) if cell.derived else self.typed.texts.get(key, self._stored(key))
        )
        error = self.typed.errors.get(key) or self._unread(key)
        conflict = self.conflicts.get(key)
        mark, described = self.marks.get(key, ("", ""))
        was = self.before.get(key, "")
        return {
            "key": key,
            "name": cell.name,
            "span": cell.colspan,
            "text": text,
            "was": was,
            "input": not (cell.derived or self.locked or self.declared),
            "derived": cell.derived,
            "error": error,
            "theirs": conflict.theirs if conflict else None,
            "described": f"error-{key}" if error or conflict else described,
            "invalid": bool(error),
            "mark": "!" if error else {"err": "!", "qry": "?"}.get(mark, ""),
            "style": self._style(cell, text, was, "err" if error else "conf" if conflict else mark),
        }

    def _unread(self, key: str) -> str:
        text = self.filing.unread.get(key)
        if not text or key in self.typed.texts:
            return ""
        return f"“{text}”不是数字。没有发生请填0。"

    def _style(self, cell: ValueCell, text: str, was: str, mark: str) -> str:
        names = ["cell"]
        if cell.derived:
            names.append("derived")
        elif self.declared:
            names.append("declared")
        elif self.locked:
            names.append("locked")
        elif not text:
            names.append("empty")
        if text == "0":
            names.append("zero")
        if mark:
            names.append(mark)
        if len(text) > LONG:
            names.append("long")
        if len(text) + len(was) > ROOM:
            names.append("full")
        return " ".join(names)

    def _balance(self, rule: LinearRule) -> dict[str, Any]:
        lines = {line: (left, right) for line, left, right in rule.lines(self.table)}
        sides = []
        for column in self.table.blocks[0].columns:
            left, right = lines.get(column.key, ((), ()))
            sides.append(_sides(column.key, self._sum(left), self._sum(right)))
        numerals = {place.row.key: short_row(place) for place in self.table.places.values()}
        return {
            "left": [numerals[term.key] for term in rule.left],
            "right": [numerals[term.key] for term in rule.right],
            "id": rule.id,
            "columns": sides,
            "stub": self.grid.stub,
        }

    def _sum(self, keys: Sequence[str]) -> Figure | None:
        return add(self.filing.value(key) for key in keys)


_STUB_CLASSES = {0: [], 1: ["c-l"], 2: ["c-b", "c-l"], 3: ["c-a", "c-b", "c-l"]}


def _sides(column: str, left: Figure | None, right: Figure | None) -> dict[str, Any]:
    known = left is not None and right is not None
    return {
        "column": column,
        "left": as_text(left),
        "right": as_text(right),
        "known": known,
        "equal": known and left == right,
        "gap": as_text(abs(left - right)) if left is not None and right is not None else "",
    }


def _comparable(before: Filing | None, form: Format) -> dict[str, str]:
    """Last year's figures by cell key, zeros left out: a 0 is not drawn."""
    if before is None:
        return {}
    return {key: as_text(value) for key, value in before.values.items() if value and key in form.places}


def _marks(findings: Sequence[Finding]) -> dict[str, tuple[str, str]]:
    """Cell key → (class, id of the card it points at); an error goes before a query."""
    marks: dict[str, tuple[str, str]] = {}
    for finding in reversed(findings):
        if finding.rule == "figures.missing":
            continue
        mark = {Severity.ERROR: "err", Severity.QUERY: "qry"}.get(finding.severity)
        if mark:
            marks |= dict.fromkeys(finding.focus, (mark, f"finding-{finding.fingerprint}"))
    return marks


def _drawn(line: Line, cell: Any) -> dict[str, Any]:
    return {
        "style": _line_style(line),
        "heads": [_head(head) for head in line.heads],
        "values": [cell(value) for value in line.values],
    }


def _line_style(line: Line) -> str:
    names = []
    if not line.values:
        names.append("block" if line.opens else "heads")
    elif line.opens and line.heads:
        names.append("first")
    if line.total:
        names.append("sum")
    if line.values and line.heads and line.heads[0].level == 0 and line.heads[-1].level == 0:
        names.append("krow")
    return " ".join(names)


def _with_note(text: str) -> tuple[str, str]:
    """A label and the bracket it ends with, which is printed lighter; the bracket of a number （一） is none."""
    start = text.rfind("（")
    return (text[:start], text[start:]) if start > 3 and text.endswith("）") else (text, "")


@cache
def _head(head: HeadCell) -> dict[str, Any]:
    group = head.scope.value == "rowgroup"
    style = " ".join(
        name
        for name, applies in (
            ("corner", head.corner),
            ("grp", group),
            ("grp1", group and head.level == 0),
        )
        if applies
    )
    label, note = _with_note(head.text)
    return {
        "label": "" if len(head.lines) > 1 else label,
        "note": "" if len(head.lines) > 1 else note,
        "lines": head.lines if len(head.lines) > 1 else (),
        "scope": head.scope.value,
        "colspan": head.colspan,
        "rowspan": head.rowspan,
        "style": style,
        "group": group,
    }


@cache
def _rules(form: Format, table: str) -> dict[str, Any]:
    return {
        "rules": [rule for rule in linear_rules(form) if rule["table"] == table],
        "totals": {key: parts for key, parts in totals(form).items() if key.startswith(f"{table}.")},
    }
