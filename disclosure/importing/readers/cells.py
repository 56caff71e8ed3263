"""What the readers of real tables have in common: a row as a line, and words that are shown struck out."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Line


def row_line(cells: Sequence[str], shared: frozenset[int] = frozenset()) -> Line:
    """A row of a real table; `shared`: the positions of cells that stand over several rows."""
    return Line(" | ".join(cells), tuple(cells), ruled=True, shared=shared)


def without_struck(text: str) -> list[str]:
    """What is said of words that are struck out: they are not read, and not lost either."""
    words = " ".join(text.split())
    return [f"［划掉的文字：{words}］"] if words else []
