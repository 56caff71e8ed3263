"""How a figure is spread over the bodies of a year: how many have none, a few, many; the finding in words, by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

STEPS = (0, 1, 10, 50, 100, 500)
"""Where the groups begin."""
LYING = 0.8
"""How much of the width the longest bar fills."""


@dataclass(frozen=True)
class Group:
    """Bodies with a figure in a range: what the range is called, how many they are, and that in per cent of the longest."""

    label: str
    count: int
    size: float

    @property
    def lying(self) -> float:
        """The length of its bar, which leaves room for the count."""
        return round(self.size * LYING, 2)


@dataclass(frozen=True)
class Spread:
    """The groups from small to large, the bodies that leave the figure open, and the finding."""

    groups: tuple[Group, ...]
    missing: int
    title: str

    @property
    def label(self) -> str:
        """Every group and its count, for who does not see the bars."""
        return "，".join(f"{group.label}的{group.count}家" for group in self.groups)


def spread(values: Iterable[int | None]) -> Spread | None:
    """The spread of a figure; None where no body gives it."""
    every = list(values)
    known = [value for value in every if value is not None]
    if not known:
        return None
    counts = [
        sum(first <= value < last for value in known) for first, last in pairwise((*STEPS, max(known) + 1))
    ]
    counts[0] += sum(value < 0 for value in known)
    longest = max(counts)
    groups = tuple(
        Group(label, count, round(100 * count / longest, 2))
        for label, count in zip(_labels(), counts, strict=True)
    )
    return Spread(groups, len(every) - len(known), _title(known))


def _labels() -> list[str]:
    inner = [
        f"{first}件" if last == first + 1 else f"{first}—{last - 1}件" for first, last in pairwise(STEPS)
    ]
    return [*inner, f"{STEPS[-1]}件以上"]


def _title(known: list[int]) -> str:
    """How many received none, and what half of them do not exceed."""
    none = sum(not value for value in known)
    if none == len(known):
        return f"{len(known)}家单位都没有收到申请" if len(known) > 1 else "没有收到申请"
    if len(known) == 1:
        return f"1家单位收到申请{known[0]}件"
    without = f"{none}家没有收到申请" if none else "每家都收到了申请"
    middle = median_low(known)
    half = f"，一半的单位不超过{middle}件" if middle else ""
    return f"{len(known)}家单位中，{without}{half}"
