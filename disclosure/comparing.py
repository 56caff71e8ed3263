"""This year's narrative set against last year's: which paragraphs go together, and what was written anew in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from . import prose

COPIED = 8
"""Characters in a row, punctuation not counted, that have to be the same to count as taken over."""
ALIKE = 0.4
"""Share of pairs of characters two paragraphs have in common when one is a new version of the other."""
MOST_COMPARED = 1_000_000
"""Pairs of words, or of paragraphs, that are compared; beyond it everything counts as written anew."""


class Mark(Enum):
    """What became of a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, came in or went out."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class Comparison:
    """Paragraphs in the order of the new text, those that went out at their old place.

    `written` counts the characters of the new text, `copied` those of them taken over; punctuation counts in neither.
    """

    paragraphs: tuple[tuple[Stretch, ...], ...]
    written: int
    copied: int

    @property
    def share(self) -> int:
        """Per cent of the new text taken over, rounded; 0 where there is none."""
        return round(100 * self.copied / self.written) if self.written else 0


def compare(before: str, now: str) -> Comparison:
    """Compare two narratives as they are printed."""
    pairs = list(_pairs(prose.paragraphs(before), prose.paragraphs(now)))
    found = tuple(tuple(_stretches(old, new)) for old, new in pairs)
    same = [stretch.text for row in found for stretch in row if stretch.mark is Mark.SAME]
    copied = sum(count for text in same if (count := _letters(text)) >= COPIED)
    return Comparison(found, sum(_letters(new) for _, new in pairs), copied)


def _letters(text: str) -> int:
    return len(re.sub(r"[\W_]", "", text))


# --- Paragraphs ----------------------------------------------------------------------------------------


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(old, new) paragraphs that go together; "" where one has no counterpart."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
        else:
            yield from _matched(old[i:j], new[k:m])


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairing, in order, that has the most in common."""
    if len(old) * len(new) > MOST_COMPARED // 100:
        yield from ((text, "") for text in old)
        yield from (("", text) for text in new)
        return
    best = _best(old, new)
    i = j = 0
    while i < len(old) or j < len(new):
        if (
            i < len(old)
            and j < len(new)
            and best[i][j] == best[i + 1][j + 1] + _alike(old[i], new[j]) > best[i + 1][j + 1]
        ):
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i + 1][j] >= best[i][j + 1]):
            yield old[i], ""
            i += 1
        else:
            yield "", new[j]
            j += 1


def _best(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """How much the paragraphs from `i` and from `j` on can have in common at most."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + _alike(old[i], new[j]))
    return best


def _alike(one: str, other: str) -> float:
    """Share of pairs of neighbouring characters in common (Dice); 0 below `ALIKE`."""
    left, right = _bigrams(one), _bigrams(other)
    total = left.total() + right.total()
    share = 2 * (left & right).total() / total if total else 0.0
    return share if share >= ALIKE else 0.0


def _bigrams(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


# --- Words ---------------------------------------------------------------------------------------------

_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?[%％]?|[A-Za-z]+|.", re.DOTALL)


def _stretches(old: str, new: str) -> Iterator[Stretch]:
    if old == new:
        yield Stretch(new, Mark.SAME)
        return
    left, right = _WORD.findall(old), _WORD.findall(new)
    if not left or not right or len(left) * len(right) > MOST_COMPARED:
        yield from _changed(old, new)
        return
    out = came = ""
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        gone, fresh = "".join(left[i:j]), "".join(right[k:m])
        # One or two characters between two changes are chance; marking around them makes confetti.
        if kind == "equal" and (len(fresh) > 2 or j == len(left) or not i):
            yield from _changed(out, came)
            yield Stretch(fresh, Mark.SAME)
            out = came = ""
        else:
            out, came = out + gone, came + fresh
    yield from _changed(out, came)


def _changed(out: str, came: str) -> Iterator[Stretch]:
    if out:
        yield Stretch(out, Mark.REMOVED)
    if came:
        yield Stretch(came, Mark.ADDED)
