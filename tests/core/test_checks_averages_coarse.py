"""How coarse an average is taken to be that ends in noughts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.checks.averages import _coarse
from disclosure.checks.quantities import quantities


@pytest.mark.parametrize(
    ("text", "coarse"),
    [
        ("250000", "1000"),  # no more than thousands, however many noughts
        ("25500", "100"),
        ("25550", "10"),
        ("25555", "1"),
        ("200", "10"),  # and no more than a part of the average itself
    ],
)
def test_an_average_is_as_coarse_as_its_noughts(text: str, coarse: str) -> None:
    (mean,) = quantities(f"平均{text}件。")
    assert _coarse(mean) == Decimal(coarse)
