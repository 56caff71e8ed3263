"""What is said of two numbers and their difference: the limits within which they fit, and the words for what does not."""

from __future__ import annotations

import pytest

from disclosure.checks.growth_claims import Change
from disclosure.checks.growth_judged import judged
from disclosure.checks.quantities import Quantity, quantities


def read(text: str) -> Quantity:
    (quantity,) = quantities(f"{text}。")
    return quantity


def said_of(new: str, old: str, by: str = "", sign: int = 1, doubled: int = 0) -> str:
    """The working and what is stated of a change, "" where nothing is."""
    said = judged(Change(read(new), read(old), read(by) if by else None, sign, doubled=doubled))
    return " ".join(said[:2]) if said else ""


@pytest.mark.parametrize(("new", "fits"), [(1949, False), (1950, True), (2099, True), (2100, False)])
def test_twice_as_many_is_from_a_fortieth_less_to_short_of_a_twentieth_more(new: int, fits: bool) -> None:
    assert (said_of(f"{new}件", "1000件", doubled=1) == "") is fits


def test_twice_and_four_times_are_named_by_their_words() -> None:
    assert "翻一番" in said_of("90件", "40件", doubled=1)
    assert "翻两番" in said_of("90件", "40件", doubled=2)


def test_a_rise_by_multiples_is_told_without_the_old_number() -> None:
    assert "＝1.25倍" in said_of("90件", "40件", "3.25倍")
    assert said_of("90件", "40件", "1.25倍") == ""


def test_of_a_fall_by_multiples_nothing_is_said() -> None:
    assert said_of("20件", "40件", "3倍", sign=-1) == ""


def test_a_wrong_difference_is_told_with_its_direction() -> None:
    assert "增加4个" in said_of("15个", "10个", "4个", sign=1)
    assert "减少4个" in said_of("10个", "15个", "4个", sign=-1)


def test_a_wrong_percentage_is_told_with_its_direction() -> None:
    assert "增加20%" in said_of("15件", "10件", "20%", sign=1)
    assert "减少20%" in said_of("10件", "15件", "20%", sign=-1)


def test_a_small_fall_is_no_rise_by_as_much() -> None:
    assert "增加0.5%" in said_of("199件", "200件", "0.5%", sign=1)
    assert said_of("199件", "200件", "0.5%", sign=-1) == ""


def test_a_rounded_difference_is_one_the_numbers_may_have() -> None:
    assert said_of("50000件", "29000件", "2.1万件") == ""
    assert said_of("50000件", "29600件", "2.1万件") != ""


@pytest.mark.parametrize(
    ("new", "old", "by", "sign", "fits"),
    [
        ("92%", "80%", "15%", 1, True),
        ("92%", "80%", "16%", 1, False),
        ("80.40%", "80.00%", "0.50%", 1, True),
        ("80.00%", "80.40%", "0.50%", -1, True),
        ("80.00%", "80.40%", "0.50%", 1, False),
    ],
)
def test_a_percentage_may_grow_by_so_much_of_itself(
    new: str, old: str, by: str, sign: int, fits: bool
) -> None:
    assert (said_of(new, old, by, sign) == "") is fits


def test_a_direction_is_wrong_where_the_numbers_go_the_other_way() -> None:
    assert said_of("5件", "7件", sign=1) == "5－7＝－2，文中写增加 5－7＝－2"
    assert said_of("7件", "5件", sign=-1) == "7－5＝2，文中写减少 7－5＝2"
    assert said_of("7件", "7件", sign=1) == said_of("7件", "7件", sign=-1) == ""


def test_the_same_is_what_differs_by_less_than_the_last_digit_counts() -> None:
    assert said_of("33件", "32件", sign=0) == "33－32＝1，文中写持平 33－32＝1"
    assert said_of("32件", "32件", sign=0) == ""
    assert said_of("3.2万件", "32500件", sign=0) == ""


def of_difference(new: str, by: str, share: str, sign: int) -> str:
    said = judged(Change(read(new), None, read(by), sign, read(share)))
    return " ".join(said[:2]) if said else ""


@pytest.mark.parametrize(
    ("share", "fits"), [("24.2%", False), ("24.3%", True), ("25.0%", True), ("25.1%", False)]
)
def test_a_difference_of_measures_leaves_open_what_half_a_last_digit_makes(share: str, fits: bool) -> None:
    """4.05 of 12.55 + 4.05 is 24.4 %, 4.15 of 12.45 + 4.15 is 25.0 %."""
    assert (of_difference("12.5公里", "4.1公里", share, -1) == "") is fits


def test_a_difference_may_be_nearly_all_there_is() -> None:
    assert of_difference("5件", "4件", "300%", 1) == "4÷1＝400.00%，文中写300% 4÷1＝400.00%"
    assert of_difference("4件", "4件", "300%", 1) == ""
    assert of_difference("1.0公里", "0.9公里", "900%", 1) == ""


def test_of_measures_the_last_digit_is_rounded_and_of_counts_it_is_not() -> None:
    share = read("24.5%")
    assert judged(Change(read("12.5公里"), None, read("4.1公里"), -1, share)) is None
    assert judged(Change(read("125件"), None, read("41件"), -1, share)) is not None
