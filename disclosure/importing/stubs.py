"""The labels of the rows of a table, in every form in which they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ..formats.schema import Row, Table
from .labels import likeness, mark, normal

TELLING = 6
"""Characters of a label from which its beginning says that it is printed there."""


@dataclass(frozen=True)
class Leaf:
    """A row that carries values, its place in the table and the groups around it, the outermost first."""

    row: Row
    at: int
    groups: tuple[Row, ...]


class Index:
    """The labels of a table in every form in which they may be printed without being mistyped."""

    def __init__(self, table: Table) -> None:
        self.leaves = tuple(_leaves(table))
        self.exact: dict[str, Leaf] = {}
        self.groups: dict[str, tuple[Row, ...]] = {}
        doubled: set[str] = set()
        for leaf in self.leaves:
            for prefix in _prefixes(leaf.groups):
                key = prefix + normal(leaf.row.label)
                if key and self.exact.setdefault(key, leaf) is not leaf:
                    doubled.add(key)
            for depth in range(1, len(leaf.groups) + 1):
                path = leaf.groups[:depth]
                self.groups.update((p + normal(path[-1].label), path) for p in _prefixes(path[:-1]))
        for key in doubled:
            del self.exact[key]
        self.beginnings = frozenset(key[:end] for key in self.exact for end in range(1, len(key)))
        self.telling = frozenset(key for key in self.exact if len(key) >= TELLING)
        self.unlabelled = next((leaf for leaf in self.leaves if not leaf.row.label), None)


@lru_cache(maxsize=32)
def index(table: Table) -> Index:
    """The labels of a table; made once."""
    return Index(table)


def _leaves(table: Table) -> Iterator[Leaf]:
    at = 0
    for block in table.blocks:
        for row in block.rows:
            for leaf, groups in _walk(row, ()):
                yield Leaf(leaf, at, groups)
                at += 1


def _walk(row: Row, groups: tuple[Row, ...]) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    if not row.rows:
        yield row, groups
    for child in row.rows:
        yield from _walk(child, (*groups, row))


def _prefixes(groups: Sequence[Row]) -> Iterator[str]:
    """What may stand before a label: of each group nothing, its number or its whole label."""
    forms = [dict.fromkeys(("", mark(normal(g.label))[0], normal(g.label))) for g in groups]
    return ("".join(parts) for parts in product(*forms))


def alike(printed: Sequence[str], leaf: Leaf) -> float:
    """How far some label cells agree with a row: by the last cell, or by all of them without the groups."""
    return max(
        likeness(printed[-1], leaf.row.label),
        likeness(without_groups("".join(printed), leaf), leaf.row.label),
    )


def without_groups(text: str, leaf: Leaf) -> str:
    """A label without the numbers or labels of its groups before it."""
    for group in leaf.groups:
        label = normal(group.label)
        for prefix in (label, mark(label)[0]):
            rest = after(text, prefix)
            if prefix and rest:
                text = rest
                break
    return text


def after(text: str, prefix: str) -> str:
    """What stands in a text behind a normalised prefix, "" if it does not begin with it."""
    for end in range(1, min(len(text), len(prefix) * 3) + 1):
        head = normal(text[:end])
        if head == prefix:
            return text[end:].lstrip()
        if not prefix.startswith(head):
            return ""
    return ""
