"""The vocabulary in which an official form is declared: sections, tables, rows, columns, units and rules.

A format is data. It holds no behaviour, no expressions written as strings and no inheritance; whoever transcribes the
next notice copies the shape of the last one. Declarations check themselves when they are made, and the error says
which format and key is wrong and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property


class FormatError(ValueError):
    """A declaration contradicts itself: the message names the format, the key and the way out."""


class Unit(Enum):
    """What a cell counts: its printed unit, whether it may be negative and how many decimals it may have."""

    COUNT = ("件", False, 0)
    CHANGE = ("增/减", True, 0)
    WAN_YUAN = ("万元", False, 6)
    """万元; six decimals reach one 分, the smallest amount there is."""
    AMOUNT = ("", False, 6)
    """An amount for which the notice gives no unit."""

    def __init__(self, label: str, signed: bool, decimals: int) -> None:
        self.label = label
        self.signed = signed
        self.decimals = decimals


class Severity(Enum):
    """How much a finding asks: an error stops submission, a query asks for a reason, a note asks for nothing."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"error": "必须更正", "query": "请核实", "note": "提示"}[self.value]


@dataclass(frozen=True)
class Citation:
    """Where a declaration comes from: the document and the place in it."""

    source: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.source}{self.place}"


@dataclass(frozen=True)
class Notice:
    """The notice that issued a format: title, document number, issuer and, where it is known, the date."""

    title: str
    number: str
    issuer: str
    issued: date | None = None


@dataclass(frozen=True)
class Column:
    """A value column. `under` names the heading cells above it, outermost first; `sum_of` makes it derived.

    `wrap`: after how many characters the label breaks in a narrow column (0: it does not). `meaning` explains the
    column in a sentence or two.
    """

    key: str
    label: str
    unit: Unit = Unit.COUNT
    under: tuple[str, ...] = ()
    sum_of: tuple[str, ...] = ()
    wrap: int = 0
    meaning: str = ""


@dataclass(frozen=True)
class Row:
    """A printed row, or a group of rows when `rows` is not empty; `sum_of` makes it derived.

    `article` is the article of the regulation (条例) the row rests on; `meaning` explains it in a sentence or two.
    """

    key: str
    label: str
    rows: tuple[Row, ...] = ()
    sum_of: tuple[str, ...] = ()
    article: str = ""
    meaning: str = ""

    @property
    def leaves(self) -> Iterator[Row]:
        """The rows that carry values, in printed order."""
        if not self.rows:
            yield self
        for row in self.rows:
            yield from row.leaves

    @property
    def depth(self) -> int:
        """How many levels of stub cells this row needs: 1 for a plain row."""
        return 1 + max((row.depth for row in self.rows), default=0)


@dataclass(frozen=True)
class Block:
    """Rows that share their columns. Section two has one per item of article 20; the other tables have one each.

    `title` is a heading line over the whole width, `stub` the heading of the label column ("" when none is printed).
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    stub: str = ""

    @property
    def leaves(self) -> Iterator[Row]:
        for row in self.rows:
            yield from row.leaves

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True, eq=False)
class Place:
    """One cell of a table: its key everywhere, and the block, row and column it belongs to.

    Two places are the same only when they are one object: what is worked out from a place is kept by it.
    """

    key: str
    block: Block
    row: Row
    column: Column

    @cached_property
    def derived(self) -> bool:
        return bool(self.row.sum_of or self.column.sum_of)

    @property
    def unit(self) -> Unit:
        return self.column.unit

    @cached_property
    def above(self) -> tuple[Row, ...]:
        """The groups its row stands in, outermost first."""
        return _groups_above(self.block.rows, self.row)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The keys this derived cell adds up: down its column when the row is a sum, else across its row."""
        table = self.key.split(".", 1)[0]
        if self.row.sum_of:
            return tuple(_key(table, row, self.column.key) for row in self.row.sum_of)
        return tuple(_key(table, self.row.key, column) for column in self.column.sum_of)


def _groups_above(rows: Sequence[Row], leaf: Row) -> tuple[Row, ...]:
    for row in rows:
        if row is not leaf and any(found is leaf for found in row.leaves):
            return (row, *_groups_above(row.rows, leaf))
    return ()


@dataclass(frozen=True, eq=False)
class Table:
    """An official table. `corner` is the text printed in the corner of its head.

    Two tables are the same only when they are one object: what is drawn from a table is kept by it.
    """

    key: str
    blocks: tuple[Block, ...]
    corner: str = ""

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every value cell by its key, in printed order (row by row)."""
        return {
            _key(self.key, row.key, column.key): Place(
                _key(self.key, row.key, column.key), block, row, column
            )
            for block in self.blocks
            for row in block.leaves
            for column in block.columns
        }

    @cached_property
    def entered(self) -> tuple[Place, ...]:
        """The cells somebody fills in: all but the derived ones."""
        return tuple(place for place in self.places.values() if not place.derived)

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(dict.fromkeys(place.unit for place in self.places.values()))


@dataclass(frozen=True)
class Aspect:
    """A matter a narrative has to speak of, the words by which it is recognised, and what to ask to get it written."""

    key: str
    label: str
    words: tuple[str, ...]
    government_only: bool = False
    question: str = ""


@dataclass(frozen=True)
class Section:
    """One of the six sections: a table or a narrative. `short` is its name in a narrow place."""

    key: str
    title: str
    short: str
    table: Table | None = None
    aspects: tuple[Aspect, ...] = ()
    hint: str = ""


class Axis(Enum):
    """Along what a linear rule runs: once per column (its terms name rows) or per row (its terms name columns)."""

    COLUMN = "column"
    ROW = "row"


class Relation(Enum):
    EQUAL = "="
    AT_LEAST = "≥"
    DIFFERENT = "≠"


@dataclass(frozen=True)
class Term:
    """One summand of a linear rule: the key of a row (or column) and its sign."""

    key: str
    sign: int = 1


@dataclass(frozen=True)
class LinearRule:
    """`left relation right`, evaluated once per column or row of a table, on the server and in the browser alike.

    `over` limits the rows (Axis.ROW) or columns (Axis.COLUMN) it runs over; empty means all that have every term.
    `skip_zero`: nothing is said where every term is zero. `why` and `example` are for the page of rules.
    """

    id: str
    severity: Severity
    table: str
    axis: Axis
    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]
    sentence: str
    citation: Citation
    over: tuple[str, ...] = ()
    skip_zero: bool = False
    why: str = ""
    example: str = ""

    def lines(self, table: Table) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """(row or column key, left cell keys, right cell keys) for every line the rule speaks of."""
        for line in self._candidates(table):
            left = tuple(self._cell(term.key, line) for term in self.left)
            right = tuple(self._cell(term.key, line) for term in self.right)
            if all(key in table.places for key in left + right):
                yield line, left, right

    def _candidates(self, table: Table) -> tuple[str, ...]:
        if self.over:
            return self.over
        parts = (p.column.key if self.axis is Axis.COLUMN else p.row.key for p in table.places.values())
        return tuple(dict.fromkeys(parts))

    def _cell(self, term: str, line: str) -> str:
        row, column = (term, line) if self.axis is Axis.COLUMN else (line, term)
        return _key(self.table, row, column)


@dataclass(frozen=True, eq=False)
class Format:
    """An official format: the notice, the years it is used for, its six sections and its linear rules.

    Like a table, a format is the same only as itself.
    """

    id: str
    notice: Notice
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    rules: tuple[LinearRule, ...] = ()
    title: str = "{body}{year}年政府信息公开工作年度报告"

    def __post_init__(self) -> None:
        _check_unique(self)
        _check_references(self)

    @cached_property
    def tables(self) -> dict[str, Table]:
        return {section.table.key: section.table for section in self.sections if section.table}

    @cached_property
    def narratives(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.table is None)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every value cell of the format by its key, in printed order."""
        return {key: place for table in self.tables.values() for key, place in table.places.items()}

    @cached_property
    def reckoning(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The key of every cell with those it adds up, none for one that is entered; each after its parts."""
        found: dict[str, tuple[str, ...]] = {}

        def reckon(place: Place) -> None:
            if place.key not in found:
                parts = place.parts if place.derived else ()
                for part in parts:
                    reckon(self.places[part])
                found[place.key] = parts

        for place in self.places.values():
            reckon(place)
        return tuple(found.items())

    def section(self, key: str) -> Section:
        """The section with this key; KeyError when there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)


def _key(table: str, row: str, column: str) -> str:
    return ".".join(part for part in (table, row, column) if part)


def _check_unique(form: Format) -> None:
    keys = [section.key for section in form.sections] + [rule.id for rule in form.rules]
    for section in form.sections:
        if section.table is None:
            continue
        if section.table.key != section.key:
            _refuse(form, section.key, f"its table is keyed {section.table.key}; give both the same key")
        for block in section.table.blocks:
            keys += [
                _key(section.key, row.key, column.key) for row in block.leaves for column in block.columns
            ]
    for key in keys:
        if keys.count(key) > 1:
            _refuse(form, key, "declared twice; give one of the two another key")


def _check_references(form: Format) -> None:
    for table in form.tables.values():
        for place in table.places.values():
            for part in place.parts:
                if part not in table.places:
                    _refuse(form, place.key, f"adds up {part}, which the table does not have")
            _check_cycle(form, table, place.key, ())
    for rule in form.rules:
        if rule.table not in form.tables:
            _refuse(form, rule.id, f"speaks of the table {rule.table}, which the format does not have")
        if not any(True for _ in rule.lines(form.tables[rule.table])):
            _refuse(form, rule.id, "matches no line of its table; check the keys of its terms")


def _check_cycle(form: Format, table: Table, key: str, above: tuple[str, ...]) -> None:
    if key in above:
        _refuse(form, key, "is a sum of itself; break the circle " + " → ".join((*above, key)))
    for part in table.places[key].parts:
        _check_cycle(form, table, part, (*above, key))


def _refuse(form: Format, key: str, why: str) -> None:
    raise FormatError(f"format {form.id}: {key}: {why}")
