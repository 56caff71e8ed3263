"""What is said of two numbers and their difference: the limits of what is called twice as much, and the words for it."""

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


@pytest.mark.parametrize(("new", "fits"), [(77, False), (78, True), (83, True), (84, False)])
def test_twice_as_many_is_from_a_fortieth_less_to_short_of_a_twentieth_more(new: int, fits: bool) -> None:
    assert (said_of(f"{new}件", "40件", doubled=1) == "") is fits


def test_twice_and_four_times_are_named_by_their_words() -> None:
    assert "翻一番" in said_of("90件", "40件", doubled=1)
    assert "翻两番" in said_of("90件", "40件", doubled=2)


def test_a_rise_by_multiples_is_told_without_the_old_number() -> None:
    assert "＝1.25倍" in said_of("90件", "40件", "3.25倍")
    assert said_of("90件", "40件", "1.25倍") == ""


def test_a_wrong_difference_is_told_with_its_direction() -> None:
    assert "增加4个" in said_of("15个", "10个", "4个", sign=1)
    assert "减少4个" in said_of("10个", "15个", "4个", sign=-1)


def test_of_measures_the_last_digit_is_rounded_and_of_counts_it_is_not() -> None:
    share = read("24.5%")
    assert judged(Change(read("12.5公里"), None, read("4.1公里"), -1, share)) is None
    assert judged(Change(read("125件"), None, read("41件"), -1, share)) is not None
