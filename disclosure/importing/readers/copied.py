"""Sheets of a workbook that was taken out, copied into another one: what they say of themselves is no text of the report.

Copied, they lack the hidden sheet and the names of the cells, and are read as any other sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...filing import HEAD_LABELS
from ...workbook import DONE, HOW, READ
from ..document import Line

_LABELS = tuple(HEAD_LABELS.values())
_BEHIND = HEAD_LABELS["signature"]
"""The first of the parts that stand behind the last section."""
_LEFT = re.compile(rf"[^：]{{1,20}}：(?:{DONE}|还有\d+格没填)")


@dataclass(frozen=True)
class Sorted:
    """The lines of a sheet: those at their place, those that belong behind all others, and what only labels them."""

    lines: tuple[Line, ...]
    behind: tuple[Line, ...] = ()
    layout: tuple[str, ...] = ()


def sort(lines: Sequence[Line], no_result: str) -> Sorted:
    """The lines of a sheet without what the workbook says of itself. `no_result`: what a formula shows that was not
    worked out."""
    texts = [line.text for line in lines if not line.left_out]
    if {*HOW, *READ}.intersection(texts):
        return _guide(lines, no_result)
    if [text for text in texts if text in _LABELS] == [*_LABELS] and not any(line.ruled for line in lines):
        return _around(lines)
    return Sorted(tuple(lines))


def _guide(lines: Sequence[Line], no_result: str) -> Sorted:
    """Its first sheet: how it is filled in, and how much of it is left."""
    own = [line for line in lines if line.text == no_result or _is_guide(line.text)]
    return Sorted(tuple(line for line in lines if line not in own), layout=tuple(line.text for line in own))


def _is_guide(text: str) -> bool:
    return text in (*HOW, *READ) or bool(_LEFT.fullmatch(text))


def _around(lines: Sequence[Line]) -> Sorted:
    """The sheet of what stands before the first section and behind the last."""
    at = next(n for n, line in enumerate(lines) if line.text == _BEHIND)
    before, behind = (
        tuple(line for line in part if line.text not in _LABELS) for part in (lines[:at], lines[at:])
    )
    return Sorted(before, behind, _LABELS)
