"""Numbers and calculations as findings write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.checks import wording


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (41, "41"),
        (-3, "－3"),
        (0, "0"),
        (100, "100"),
        (Decimal("59237.2449"), "59237.2449"),
        (Decimal("2.50"), "2.5"),
        (Decimal("100.00"), "100"),
        (Decimal("1E+4"), "10000"),
    ],
)
def test_a_number_has_no_needless_digit(value: int | Decimal, written: str) -> None:
    assert wording.number(value) == written


@pytest.mark.parametrize(
    ("values", "signs", "written"),
    [
        ([41], (), "41"),
        ([41, 2], (), "41＋2＝43"),
        ([10, -2], (), "10－2＝8"),
        ([10, -1], (), "10－1＝9"),
        ([3, 0], (1, -1), "3－0＝3"),
        ([3, 0], (1, 1), "3＋0＝3"),
        ([3, 0], (), "3＋0＝3"),
    ],
)
def test_a_calculation_has_one_sign_between_two_figures(
    values: list[int], signs: tuple[int, ...], written: str
) -> None:
    assert wording.calculation(values, signs) == written


def test_words_of_a_report_are_cut_after_a_dozen_characters() -> None:
    assert wording.quoted("一二三四五六七八九十一二") == "“一二三四五六七八九十一二”"
    assert wording.quoted("一二三四五六七八九十一二三") == "“一二三四五六七八九十一二…”"
