"""Shares and multiples written in words, and what 近, 约 or 以上 around a share leave open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.checks import percent
from disclosure.checks.quantities import quantities
from disclosure.checks.spoken import tally


@pytest.mark.parametrize(
    ("text", "value", "unit", "words"),
    [
        ("占三成。", "30", "%", "三成"),
        ("占近三成，", "30", "%", "近三成"),
        ("约占三成二。", "32", "%", "三成二"),
        ("占六成半。", "65", "%", "六成半"),
        ("占两成以上。", "20", "%", "两成以上"),
        ("占比过半。", "50", "%", "过半"),
        ("达到半数以上。", "50", "%", "半数以上"),
        ("占一半。", "50", "%", "一半"),
        ("减少四分之一。", "25", "%", "四分之一"),
        ("占四分之三强。", "75", "%", "四分之三强"),
        ("增加两倍，", "2", "倍", "两倍"),
        ("是上年的近三倍。", "3", "倍", "近三倍"),
    ],
)
def test_reads_numbers_in_words(text: str, value: str, unit: str, words: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit, found.words) == (Decimal(value), unit, words)
    assert found.spoken
    assert found.step == 1


@pytest.mark.parametrize(
    "text", ["三成员单位", "一成不变的做法", "年过半百", "完成任务", "百分之三的", "5个强镇，三倍速"]
)
def test_words_that_only_look_like_a_share_are_none(text: str) -> None:
    assert [quantity.text for quantity in quantities(text)] in ([], ["5个"])


@pytest.mark.parametrize(
    ("text", "fitting", "off"),
    [
        ("三成。", ("24", "36"), ("23.9", "36.1")),
        ("近三成。", ("20", "31"), ("19.9", "31.1")),
        ("不到三成。", ("0", "30.5"), ("30.6",)),
        ("三成以上。", ("29.5", "99"), ("29.4",)),
        ("超过40%。", ("39.5", "100"), ("39.4",)),
        ("约35%。", ("32", "38"), ("31.9", "38.1")),
        ("约37%。", ("36", "38"), ("35.9", "38.1")),
        ("接近99.5%。", ("97.5", "99.55"), ("97.4", "99.6")),
        ("三分之一。", ("29.4", "37.3"), ("29.3", "37.4")),
    ],
)
def test_what_words_around_a_share_leave_open(
    text: str, fitting: tuple[str, ...], off: tuple[str, ...]
) -> None:
    (stated,) = quantities(text)
    assert all(percent.agree((Decimal(each), Decimal(each)), stated) for each in fitting)
    assert not any(percent.agree((Decimal(each), Decimal(each)), stated) for each in off)


@pytest.mark.parametrize("text", ["八成至九成", "80%-90%，", "六十余%"])
def test_a_span_of_shares_says_nothing_that_can_be_compared(text: str) -> None:
    assert all(quantity.approximate and not quantity.about for quantity in quantities(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("二百零五", 205),
        ("二百五十", 250),
        ("三千五百", 3500),
        ("一千零三", 1003),
        ("一百一十二", 112),
        ("十二", 12),
    ],
)
def test_counts_in_chinese_figures(text: str, number: int) -> None:
    assert tally(text) == number


@pytest.mark.parametrize("text", ["二百五", "一千二", "三千五"])
def test_what_is_short_for_a_rounder_number_is_not_read(text: str) -> None:
    """二百五 is 250 where it is said, and stands in no report."""
    assert tally(text) is None
