"""Stated percentages beside computed ones: what rounding and cutting off the last digit leave open."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor

from ..filing import Figure
from .quantities import Quantity


def agrees(exact: Decimal, stated: Quantity) -> bool:
    """Whether a figure is what was stated, once rounded or cut off after the last stated digit."""
    return -stated.step / 2 <= abs(exact) - abs(stated.value) < stated.step


Extent = tuple[Decimal, Decimal]
"""The least and the greatest an exact number may be that was written rounded; twice the same for an exact one."""


def ratio(part: Extent, whole: Extent) -> Extent:
    """Between which percentages a share lies."""
    return part[0] / whole[1] * 100, part[1] / whole[0] * 100


def agree(exact: Extent, stated: Quantity) -> bool:
    """Whether a percentage between two bounds is what was stated, once rounded or cut off."""
    low, high = exact
    if low == high:
        return agrees(low, stated)
    return low < abs(stated.value) + stated.step and high >= abs(stated.value) - stated.step / 2


def bases(count: Decimal, stated: Quantity, sign: int) -> tuple[int, int]:
    """The smallest and the largest whole number that grows (or, sign −1, falls) to `count` by the stated percentage.

    The smallest is greater than the largest where no whole number does.
    """
    least = abs(stated.value) - stated.step / 2
    most = abs(stated.value) + stated.step
    ends = [Decimal(1) + sign * bound / 100 for bound in (least, most)]
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


def figure(value: Decimal) -> Figure:
    """A whole number as an int."""
    return value if value % 1 else int(value)
