"""An official table as the entry form shows it: the one grid with what stands in each cell and what is to say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from .checks import Finding
from .checks.browser import linear_rules, totals
from .checks.wording import short_row
from .entry import Conflict
from .figures import as_text
from .filing import Figure, Filing, add
from .formats.schema import Axis, Format, LinearRule, Relation, Severity, Table
from .layout import HeadCell, Line, Scope, ValueCell, grid
from .yearly import NO_CHANGE, change

ROOM = 8
"""Characters that a figure and what stands beside it, last year's or the change, fit in together."""
LONG = 6
"""Characters of a figure from which it is set smaller."""
_STUB_CLASSES = {0: [], 1: ["c-l"], 2: ["c-b", "c-l"], 3: ["c-a", "c-b", "c-l"]}


@dataclass(frozen=True)
class Typed:
    """What came back from the browser and was not all saved: the texts, and what is wrong with some of them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    conflicts: Sequence[Conflict] = ()


NOTHING_TYPED = Typed()


class Matrix:
    """One table of one report. Its cells are plain dictionaries, the fastest thing a template reads."""

    def __init__(
        self,
        filing: Filing,
        table: Table,
        *,
        locked: bool,
        before: Filing | None = None,
        findings: Sequence[Finding] = (),
        typed: Typed = NOTHING_TYPED,
        changes: bool = False,
    ) -> None:
        self.filing = filing
        self.table = table
        self.frame = _frame(table)
        self.locked = locked
        self.declared = table.key in filing.declared
        self.typed = typed
        self.conflicts = {conflict.key: conflict for conflict in typed.conflicts}
        self.last = _known(before, table)
        self.changes = changes and bool(self.last)
        self.marks = marks_of(findings)

    @property
    def base(self) -> dict[str, str]:
        """Cell key → what stands in the report now: what the next save is merged against."""
        return {place.key: self._stored(place.key) for place in self.table.entered}

    @property
    def clashes(self) -> list[dict[str, str]]:
        """The cells two people changed at once, by name, with both values."""
        names = {cell.key: cell.name for line in grid(self.table).lines for cell in line.values}
        return [
            {"key": c.key, "name": names[c.key], "theirs": c.theirs, "yours": c.yours}
            for c in self.typed.conflicts
        ]

    @cached_property
    def bodies(self) -> list[list[dict[str, Any]]]:
        """The lines of each body: `style`, `heads` (HTML) and `cells`."""
        return [
            [
                {"style": style, "heads": heads, "cells": [self._cell(slot) for slot in slots]}
                for style, heads, slots in body
            ]
            for body in self.frame.bodies
        ]

    @cached_property
    def foot(self) -> list[dict[str, Any]]:
        """The balance of every column, for each rule that runs down the columns."""
        rules = (r for r in self.filing.format.rules if r.table == self.table.key and r.axis is Axis.COLUMN)
        return [self._balance(rule) for rule in rules if rule.relation is Relation.EQUAL]

    @property
    def rules(self) -> dict[str, Any]:
        """What the browser computes with: the same rules and sums as the server's."""
        return _rules(self.filing.format, self.table.key)

    @property
    def last_year(self) -> dict[str, Any]:
        """What the browser computes the changes with: last year's figures but the zeros, and the cells without any."""
        return {
            "year": self.filing.year - 1,
            "figures": {key: as_text(figure) for key, figure in self.last.items() if figure},
            "unknown": [key for key in self.table.places if key not in self.last],
        }

    def _stored(self, key: str) -> str:
        figure = self.filing.figures.get(key)
        return self.filing.unread.get(key, "") if figure is None else as_text(figure)

    def _cell(self, slot: Slot) -> dict[str, Any]:
        key = slot.key
        if slot.derived:
            text = as_text(self.filing.value(key))
        else:
            text = self.typed.texts[key] if key in self.typed.texts else self._stored(key)
        mark, described = self._mark(key)
        was = as_text(self.last.get(key) or None)
        changed = change(self.last.get(key), self.filing.value(key)) if self.changes else NO_CHANGE
        beside = max(changed.signs, changed.percent, key=len) if self.changes else was
        entered = not (slot.derived or self.locked or self.declared)
        return {
            "plain": entered and not was and not changed.signs and not mark and slot.span == 1,
            "slot": slot.attributes,
            "key": key,
            "span": slot.span,
            "text": text,
            "was": was,
            "change": changed,
            "entered": entered,
            "marked": mark,
            "described": described,
            "style": self._style(slot.derived, text, beside, mark),
        }

    def _mark(self, key: str) -> tuple[str, str]:
        """(class of the frame, id of what explains it): what was typed goes before what the checks found."""
        if key in self.typed.errors:
            return "err", f"error-{key}"
        if key in self.conflicts:
            return "conf", f"error-{key}"
        return self.marks.get(key, ("", ""))

    def _style(self, derived: bool, text: str, beside: str, mark: str) -> str:
        names = "cell"
        if derived:
            names += " derived"
        elif self.declared:
            names += " declared"
        elif self.locked:
            names += " locked"
        elif not text:
            names += " empty"
        if text == "0":
            names += " zero"
        if mark:
            names += f" {mark}"
        if len(text) > LONG:
            names += " long"
        if len(text) + len(beside) > ROOM:
            names += " full"
        return names

    def _balance(self, rule: LinearRule) -> dict[str, Any]:
        lines = {line: (left, right) for line, left, right in rule.lines(self.table)}
        sides = []
        for column in self.table.blocks[0].columns:
            left, right = lines.get(column.key, ((), ()))
            sides.append(_sides(column.key, self._sum(left), self._sum(right)))
        numerals = _numerals(self.table)
        return {
            "left": [numerals[term.key] for term in rule.left],
            "right": [numerals[term.key] for term in rule.right],
            "id": rule.id,
            "columns": sides,
            "stub": self.frame.stub,
        }

    def _sum(self, keys: Sequence[str]) -> Figure | None:
        return add(self.filing.value(key) for key in keys)


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


def _known(before: Filing | None, table: Table) -> dict[str, Figure]:
    """Last year's figures of a table by cell key. A 0 is not drawn, but is what a change is measured against."""
    return {key: value for key, value in before.values.items() if key in table.places} if before else {}


def marks_of(findings: Sequence[Finding]) -> dict[str, tuple[str, str]]:
    """Cell key → (class, id of the title that explains it); an error goes before a query, a blank is not framed."""
    marks: dict[str, tuple[str, str]] = {}
    for finding in reversed(findings):
        mark = {Severity.ERROR: "err", Severity.QUERY: "qry"}.get(finding.severity)
        blank = finding.rule == "figures.missing" and not finding.excerpt
        if mark and not blank:
            marks |= dict.fromkeys(finding.focus, (mark, f"title-{finding.fingerprint}"))
    return marks


@cache
def _rules(form: Format, table: str) -> dict[str, Any]:
    return {
        "rules": [rule for rule in linear_rules(form) if rule["table"] == table],
        "totals": {key: parts for key, parts in totals(form).items() if key.startswith(f"{table}.")},
    }


@cache
def _numerals(table: Table) -> dict[str, str]:
    """Row key → its printed number with those of its groups: 一, 三（七）."""
    return {place.row.key: short_row(place) for place in table.places.values()}


# --- What does not depend on the values: drawn once for each table ----------------------------------------


@dataclass(frozen=True)
class Slot:
    """A place for a figure; `attributes` are those of its input that never change, as HTML."""

    key: str
    derived: bool
    span: int
    attributes: SafeString


@dataclass(frozen=True)
class Frame:
    """A table without its figures. `head` is HTML; a body's lines are (classes, HTML of the headings, slots)."""

    stub: int
    decimals: bool
    columns: tuple[str, ...]
    head: SafeString
    bodies: tuple[tuple[tuple[str, SafeString, tuple[Slot, ...]], ...], ...]


@cache
def _frame(table: Table) -> Frame:
    shape = grid(table)
    head = [{"heads": [_head(cell) for cell in line.heads]} for line in shape.head]
    return Frame(
        stub=shape.stub,
        decimals=any(unit.decimals for unit in table.units),
        columns=(*_STUB_CLASSES[shape.stub], *["c-v"] * shape.columns),
        head=render_to_string("editing/matrix_head.html", {"lines": head}),
        bodies=tuple(tuple(_lines(body, shape.stub)) for body in shape.bodies),
    )


def _lines(body: Sequence[Line], stub: int) -> Iterator[tuple[str, SafeString, tuple[Slot, ...]]]:
    depth = 0
    for line in body:
        heads = render_to_string("editing/matrix_heads.html", {"heads": [_head(cell) for cell in line.heads]})
        yield _line_style(line, stub, depth), heads, tuple(map(_slot, line.values))
        depth = line.heads[-1].level if line.heads else 0


def _line_style(line: Line, stub: int, depth: int) -> str:
    """`depth` is the level of the line above: a heavier rule stands where a group begins or ends."""
    if not line.values:
        return "block" if line.opens else "heads"
    if not line.heads:
        return ""
    grouped = any(head.scope is Scope.ROWS for head in line.heads)
    names = ["first"] if grouped or line.heads[0].level < depth else []
    if line.total:
        names.append("sum")
    if stub > 1 and line.heads[0].level == 0 and not grouped:
        names.append("krow")
    return " ".join(names)


def _slot(cell: ValueCell) -> Slot:
    mode = "text" if cell.unit.signed else "decimal" if cell.unit.decimals else "numeric"
    attributes = render_to_string("editing/matrix_input.html", {"cell": cell, "mode": mode})
    return Slot(cell.key, cell.derived, cell.colspan, attributes)


def _head(head: HeadCell) -> dict[str, Any]:
    group = head.scope is Scope.ROWS
    classes = {"corner": head.corner, "grp": group, "grp1": group and head.level == 0}
    label, note = _with_note(head.text)
    broken = len(head.lines) > 1
    return {
        "label": "" if broken else label,
        "note": "" if broken else note,
        "lines": head.lines if broken else (),
        "scope": head.scope.value,
        "colspan": head.colspan,
        "rowspan": head.rowspan,
        "style": " ".join(name for name, applies in classes.items() if applies),
        "group": group,
        "corner": head.corner,
        "pieces": re.findall(r"[^：]+：?", head.text),
    }


def _with_note(text: str) -> tuple[str, str]:
    """A label and the bracket it ends with, which is printed lighter; the bracket of a number （一） is none."""
    start = text.rfind("（")
    return (text[:start], text[start:]) if start > 3 and text.endswith("）") else (text, "")
