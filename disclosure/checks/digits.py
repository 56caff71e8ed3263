"""The slip of the hand that a sum can prove: two neighbouring digits of a number in each other's place."""

from __future__ import annotations

from collections.abc import Iterator

from ..filing import Figure


def with_digits_swapped(figure: Figure) -> Iterator[int]:
    """Every other number a whole number becomes when two of its neighbouring digits change places."""
    digits = str(figure)
    if not digits.isdecimal():
        return
    for at in range(len(digits) - 1):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if swapped != digits and not swapped.startswith("0"):
            yield int(swapped)
