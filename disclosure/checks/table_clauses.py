"""Sentences cut into clauses: each quantity with the words that belong to it, before and behind."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from .quantities import Quantity, quantities

_MARK = re.compile(
    r"\s*(?:（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|（\d+）|\d+[.．、](?!\d))?"
    r"\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九]，)?"
)
_DELIMITER = re.compile(r"[，,；;。！？：:（）()]")
_ASIDE = re.compile(r"（[^（）\d]*）|\([^()\d]*\)")
_CHANGES = re.compile(r"[除不仅]|(?:含|包括)(?!撤[回销])|其中")
"""What was withdrawn is counted in the tables: an aside that takes it in changes nothing."""
_JOINT = re.compile(r"[、和及与]|以及")
_TAIL_ENDS = re.compile(r"均|全部|都|皆|较|比|同比|占|与(?:上|去|20)|[、]")
GAP = "\u2003"
"""Stands for what was left out; the offsets of the text stay."""
_UNKNOWN = "※"


@dataclass(frozen=True)
class Clause:
    """A quantity and the words around it, or a clause without one.

    `start`  offset of the quantity, or of the clause, in the sentence.
    `opens`  the delimiter before it: （, ；, ，, or "" where it follows another quantity.
    `depth`  how many brackets it stands in.
    """

    before: str
    after: str
    quantity: Quantity | None
    start: int
    opens: str
    depth: int

    @property
    def text(self) -> str:
        return self.before + (self.quantity.text if self.quantity else "") + self.after


def cut(sentence: str) -> Iterator[Clause]:
    """The clauses of a sentence in their order, without the number of a heading in front."""
    mark = _MARK.match(sentence)
    at = mark.end() if mark else 0
    waiting = deque(each for each in quantities(sentence) if each.start >= at)
    plain = _ASIDE.sub(_aside, sentence)
    held: list[Quantity] = []
    depth, opens = 0, ""
    for delimiter in (*_DELIMITER.finditer(plain, at), None):
        end = delimiter.start() if delimiter else len(plain)
        while waiting and waiting[0].start < end:
            held.append(waiting.popleft())
        if delimiter and (_inside(held, end) or (delimiter.group() in "：:" and _at_once(waiting, end))):
            continue
        yield from _clauses(plain, at, end, held, opens, depth)
        if delimiter:
            opens, at, held = delimiter.group(), delimiter.end(), []
            depth = max(depth + {"（": 1, "(": 1, "）": -1, ")": -1}.get(opens, 0), 0)


def _inside(held: list[Quantity], at: int) -> bool:
    """Whether a comma belongs to a number: 1,234件."""
    return bool(held) and at < held[-1].end


def _at_once(waiting: deque[Quantity], at: int) -> bool:
    """Whether a quantity follows a colon directly, so that the words before it are its own."""
    return bool(waiting) and waiting[0].start == at + 1


def _clauses(text: str, at: int, end: int, held: list[Quantity], opens: str, depth: int) -> Iterator[Clause]:
    """The stretch between two delimiters: one clause for each quantity in it, or one without."""
    if not held:
        if text[at:end].strip(f"、 {GAP}\n\t　"):
            yield Clause(text[at:end], "", None, at, opens, depth)
        return
    start = at
    for index, quantity in enumerate(held):
        following = held[index + 1].start if index + 1 < len(held) else end
        border = _border(text, quantity.end, following) if index + 1 < len(held) else end
        before, after = text[start : quantity.start], text[quantity.end : border]
        ends = _TAIL_ENDS.search(after)
        yield Clause(
            before.lstrip("、"),
            after[: ends.start()] if ends else after,
            quantity,
            quantity.start,
            opens,
            depth,
        )
        start, opens = border, ""
        if text[start : start + 1] in tuple("、和及与"):
            start += 1


def _border(text: str, at: int, end: int) -> int:
    """Where the words of one quantity end and those of the next begin: at 、 or 和, else all belong to both."""
    between = text[at:end]
    joints = list(_JOINT.finditer(between))
    if not joints:
        return at
    return at + (joints[0] if joints[0].group() == "、" else joints[-1]).start()


def _aside(found: re.Match[str]) -> str:
    """An aside is left out where it changes nothing; else it makes its clause unknown."""
    return (_UNKNOWN if _CHANGES.search(found.group()) else GAP) * len(found.group())
