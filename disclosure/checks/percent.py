"""Stated percentages beside computed ones: what rounding and cutting off the last digit leave open."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from math import ceil, floor

from ..filing import Figure
from . import wording
from .quantities import Quantity
from .spoken import grain

_AT_MOST = re.compile("不足|不到|以下|以内|不超过|最多|最高")
_AT_LEAST = re.compile("[超逾过多余强]|突破|以上|不少于|不低于|至少|最低")
_NEARLY = re.compile("近|弱")
_WITHOUT_END = Decimal(10) ** 6


def agrees(exact: Decimal, stated: Quantity) -> bool:
    """Whether a figure is what was stated, once rounded or cut off after the last stated digit."""
    return -stated.step / 2 <= abs(exact) - abs(stated.value) < stated.step


Extent = tuple[Decimal, Decimal]
"""The least and the greatest an exact number may be that was written rounded; twice the same for an exact one."""


def ratio(part: Extent, whole: Extent) -> Extent:
    """Between which percentages a share lies."""
    return part[0] / whole[1] * 100, part[1] / whole[0] * 100


def agree(exact: Extent, stated: Quantity) -> bool:
    """Whether a figure between two bounds is what was stated, once rounded or cut off, or about that."""
    low, high = exact
    if stated.about:
        least, most = about(stated)
        return high >= least and low <= most
    if low == high:
        return agrees(low, stated)
    return low < abs(stated.value) + stated.step and high >= abs(stated.value) - stated.step / 2


def about(stated: Quantity) -> Extent:
    """Between which percentages the exact one may lie where 近三成, 超过60% or 约35% is written, generously read."""
    coarse, slack = grain(stated.value, stated.step), min(stated.step, Decimal(1)) / 2
    if _AT_MOST.search(stated.about):
        return Decimal(0), stated.value + slack
    if _AT_LEAST.search(stated.about):
        return stated.value - slack, _WITHOUT_END
    if _NEARLY.search(stated.about):
        return stated.value - max(coarse, Decimal(2)), stated.value + max(coarse / 10, slack)
    around = max(coarse * Decimal("0.6"), Decimal(1))
    return stated.value - around, stated.value + around


def is_slip(exact: Decimal, stated: Quantity) -> bool:
    """Whether what was stated has one digit of the computed figure wrong, or two neighbours in each other's place."""
    said = f"{abs(stated.value):f}".replace(".", "")
    for way in (ROUND_HALF_UP, ROUND_DOWN):
        right = f"{abs(exact).quantize(stated.step, way):f}".replace(".", "")
        if len(right) == len(said):
            wrong = [at for at, (one, other) in enumerate(zip(right, said, strict=True)) if one != other]
            neighbours = len(wrong) == 2 and wrong[1] - wrong[0] == 1
            swapped = neighbours and right[wrong[0]] + right[wrong[1]] == said[wrong[1]] + said[wrong[0]]
            if len(wrong) == 1 or swapped:
                return True
    return False


def bases(count: Decimal, stated: Quantity, sign: int) -> tuple[int, int]:
    """The smallest and the largest whole number that grows (or, sign −1, falls) to `count` by the stated percentage.

    The smallest is greater than the largest where no whole number does.
    """
    least = abs(stated.value) - stated.step / 2
    most = abs(stated.value) + stated.step
    ends = [Decimal(1) + sign * bound / 100 for bound in (least, most)]
    if max(ends) < 0:
        return 1, 0
    if min(ends) <= 0:
        return 0, 10**12
    low, high = sorted(count / end for end in ends)
    # Where a bound is itself a whole number it may not belong to the range: then the next one does.
    near = (ceil(low), ceil(low) + 1, floor(high) - 1, floor(high))
    fitting = [base for base in near if base > 0 and agrees(change(count, Decimal(base)), stated)]
    return (min(fitting), max(fitting)) if fitting else (1, 0)


def base(count: Decimal, stated: Quantity, sign: int) -> int:
    """The whole number next to what grows (or falls) to `count` by exactly the stated percentage; at least 1."""
    rest = 1 + sign * abs(stated.value) / 100
    return max(round(count / rest), 1) if rest > 0 else 1


def change(new: Decimal, old: Decimal) -> Decimal:
    """Growth in per cent, negative for a fall."""
    return (new - old) / old * 100


def changes(new: Extent, old: Extent) -> Extent:
    """Between which percentages a growth lies; a fall is negative."""
    low, high = ratio(new, old)
    return low - 100, high - 100


def written(value: Decimal, stated: Quantity) -> str:
    """A computed percentage with at least two decimals, never fewer than the stated one has."""
    step = min(stated.step, Decimal("0.01"))
    return f"{value.quantize(step, ROUND_HALF_UP):f}%".replace("-", "－")


def said(stated: Quantity) -> str:
    """A stated percentage as a finding repeats it: 41.5%, 七成以上."""
    return stated.words if stated.about else f"{wording.number(figure(stated.value))}%"


def figure(value: Decimal) -> Figure:
    """A whole number as an int."""
    return value if value % 1 else int(value)
