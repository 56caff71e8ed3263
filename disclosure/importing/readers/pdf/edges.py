"""The lines drawn on a page, and those that are missing to close a table.

Tables without side lines, and tables cut by the edge of a page, have cells that are open on one side. What their lines
reach to is where they end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

NEAR = 3.0
"""Points by which lines that meet may miss each other."""
BAND = 150.0
"""Points between two rules of one table at most."""
TITLE = 60.0
"""Points from a table in which a rule still belongs to it."""
RULES = 4
"""Rules that make a table even without side lines."""
EDGE_LIMIT = 3_000
"""Lines of a page that are looked at; a drawing has more."""


@dataclass(frozen=True)
class Edge:
    """A straight line: horizontal where `top` is `bottom`."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def is_rule(self) -> bool:
        return self.bottom - self.top < self.x1 - self.x0

    def meets(self, other: Edge) -> bool:
        return (
            self.x0 - NEAR <= other.x1
            and other.x0 - NEAR <= self.x1
            and self.top - NEAR <= other.bottom
            and other.top - NEAR <= self.bottom
        )

    def as_line(self) -> dict[str, Any]:
        """The line as pdfplumber takes one that is not on the page."""
        return {
            "object_type": "line",
            "x0": self.x0,
            "x1": self.x1,
            "top": self.top,
            "bottom": self.bottom,
            "width": self.x1 - self.x0,
            "height": self.bottom - self.top,
        }


def edges(drawn: Sequence[dict[str, Any]]) -> list[Edge]:
    """The lines of a page; none where it holds a drawing."""
    if len(drawn) > EDGE_LIMIT:
        return []
    return [Edge(each["x0"], each["x1"], each["top"], each["bottom"]) for each in drawn]


def grids(found: Sequence[Edge]) -> list[list[Edge]]:
    """The lines that meet each other, directly or by others, where some of them stand upright."""
    left = list(found)
    groups = []
    while left:
        group = [left.pop()]
        for edge in group:
            touching = [other for other in left if other.is_rule != edge.is_rule and other.meets(edge)]
            group += touching
            left = [other for other in left if other not in touching]
        if sum(not edge.is_rule for edge in group) > 1:
            groups.append(group)
    return groups


def closing(group: Sequence[Edge]) -> Iterator[Edge]:
    """The four sides of a group of lines."""
    left, right = min(e.x0 for e in group), max(e.x1 for e in group)
    top, bottom = min(e.top for e in group), max(e.bottom for e in group)
    yield from (Edge(x, x, top, bottom) for x in (left, right))
    yield from (Edge(left, right, y, y) for y in (top, bottom))


def bands(found: Sequence[Edge]) -> list[list[Edge]]:
    """The rules of tables that have no upright lines at all, from top to bottom."""
    rules = sorted((edge for edge in found if edge.is_rule), key=lambda edge: edge.top)
    groups: list[list[Edge]] = []
    for rule in rules:
        fitting = next((group for group in groups if _goes_on(group[-1], rule)), None)
        if fitting is None:
            groups.append([rule])
        else:
            fitting.append(rule)
    return [group for group in groups if len({round(rule.top) for rule in group}) >= RULES]


def _goes_on(above: Edge, below: Edge) -> bool:
    """Whether two rules end at the same side and are no further apart than the rows of a table."""
    return abs(above.x1 - below.x1) < NEAR and below.top - above.top < BAND
