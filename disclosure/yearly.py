"""How a figure has changed since last year's report, in signs and in words. `static/js/changes.js` says the same."""

from __future__ import annotations

from dataclasses import dataclass

from .figures import as_text
from .filing import Figure

BASE = 10
"""Last year's figure from which a percentage says something: 1 after 2 is no fall by half."""
MOST = 1000
"""Percent from which a share of growth is no help any more."""


@dataclass(frozen=True)
class Change:
    """`signs` is the difference (＋24, －3, ＝), `percent` the same as a share (＋15%), "" where it says nothing."""

    signs: str
    percent: str
    words: str


NO_CHANGE = Change("", "", "")


def change(last: Figure | None, now: Figure | None) -> Change:
    """The change between two figures; nothing where one is missing or both are zero."""
    if last is None or now is None or not (last or now):
        return NO_CHANGE
    gap = now - last
    if not gap:
        return Change("＝", "", "没有变")
    sign, more, grown = ("＋", "多", "增加") if gap > 0 else ("－", "少", "减少")
    size, percent = as_text(abs(gap)), _percent(gap, last)
    if not percent:
        return Change(sign + size, "", more + size)
    return Change(sign + size, sign + percent, f"{more}{size}，{grown}{percent}")


def _percent(gap: Figure, last: Figure) -> str:
    """Whole percent, halves rounded up; "" where it would be 0, too many, or of too few. Only nothing is 100% less."""
    if last < BASE:
        return ""
    share = int((200 * abs(gap) + last) // (2 * last))
    share = min(share, 99) if -last < gap < 0 else share
    return f"{share}%" if 0 < share < MOST else ""
