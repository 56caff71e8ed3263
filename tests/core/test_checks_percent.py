"""Stated percentages at their limits: what rounding and cutting off leave open, and nothing more."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.checks import percent
from disclosure.checks.quantities import Quantity, quantities


def stated(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("low", "high", "agrees"),
    [
        ("36", "37", False),
        ("35.9", "37", True),
        ("34", "34.5", True),
        ("34", "34.4", False),
        ("35.2", "35.4", True),
    ],
)
def test_a_share_of_rounded_numbers_lies_between_two_bounds(low: str, high: str, agrees: bool) -> None:
    assert percent.agree((Decimal(low), Decimal(high)), stated("35%")) is agrees


def test_the_whole_numbers_a_count_may_have_grown_from() -> None:
    assert percent.bases(Decimal(53), stated("165%"), 1) == (20, 20)
    assert percent.bases(Decimal(2016), stated("20%"), 1) == (1667, 1687)
    assert percent.bases(Decimal(21), stated("19.05%"), 1) == (1, 0)
    assert percent.bases(Decimal(0), stated("100%"), -1) == (0, 10**12)


def test_a_share_is_least_for_the_least_part_of_the_greatest_whole() -> None:
    assert percent.ratio((Decimal(1), Decimal(2)), (Decimal(4), Decimal(5))) == (20, 50)


def test_a_whole_number_at_the_limit_that_is_not_reached_is_left_out() -> None:
    assert percent.bases(Decimal(121), stated("20%"), 1) == (101, 101), "100 would have grown by 21 %"
    assert percent.bases(Decimal(79), stated("20%"), -1) == (99, 99), "100 would have fallen by 21 %"


def test_the_whole_number_next_to_the_base() -> None:
    assert percent.base(Decimal(53), stated("165%"), 1) == 20
    assert percent.base(Decimal(3), stated("100%"), -1) == 1
    assert percent.base(Decimal(0), stated("50%"), -1) == 1
    assert percent.base(Decimal(40), stated("20%"), -1) == 50


def test_a_percentage_is_written_with_two_decimals_or_more() -> None:
    assert percent.written(Decimal("18.567"), stated("18%")) == "18.57%"
    assert percent.written(Decimal("18.5673"), stated("18.567%")) == "18.567%"


@pytest.mark.parametrize(
    ("exact", "said", "slip"),
    [
        ("69.23", "62.9%", True),
        ("12.34", "32.1%", False),
        ("69.23", "63.2%", True),
        ("69.23", "96.2%", True),
        ("69.23", "69.2%", False),
        ("98.71", "96.7%", True),
        ("98.71", "89.7%", True),
        ("98.71", "9.87%", False),
        ("69.25", "68.3%", True),
        ("69.25", "68.2%", True),
        ("37.5", "42.5%", False),
    ],
)
def test_a_slip_is_one_digit_or_two_neighbours(exact: str, said: str, slip: bool) -> None:
    assert percent.is_slip(Decimal(exact), stated(f"占{said}")) is slip
