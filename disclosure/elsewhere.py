"""The labels by which a table of another section is known when it is pasted into the wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .formats.schema import Format, Table
from .layout import grid


@dataclass(frozen=True)
class Elsewhere:
    """The table of another section: the title of that section, and the labels it does not share with the table in hand."""

    title: str
    labels: tuple[str, ...]

    def to_data(self) -> dict[str, object]:
        """As the script of the page reads it."""
        return {"title": self.title, "labels": list(self.labels)}


@cache
def elsewhere(form: Format, table: str) -> tuple[Elsewhere, ...]:
    """The tables of the other sections of a format."""
    own = set(_labels(form.tables[table]))
    others = ((part.title, part.table) for part in form.sections if part.table and part.key != table)
    return tuple(
        Elsewhere(title, tuple(label for label in dict.fromkeys(_labels(other)) if label not in own))
        for title, other in others
    )


def _labels(table: Table) -> Iterator[str]:
    shape = grid(table)
    for line in shape.lines:
        yield from (head.text for head in line.heads if head.text)
