"""What a typed text means in a cell, and what it cannot mean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.figures import FigureError, as_text, parse_figure
from disclosure.formats.schema import Unit

READ = [
    ("0", Unit.COUNT, 0),
    ("007", Unit.COUNT, 7),
    ("  12 ", Unit.COUNT, 12),
    ("１２３", Unit.COUNT, 123),
    ("1,234", Unit.COUNT, 1234),
    ("１，２３４，５６７", Unit.COUNT, 1_234_567),
    ("1 234", Unit.COUNT, 1234),
    ("1\u3000234", Unit.COUNT, 1234),
    ("1’234", Unit.COUNT, 1234),
    ("999999999999", Unit.COUNT, 999_999_999_999),
    ("59237.2449", Unit.WAN_YUAN, Decimal("59237.2449")),
    ("59,237．2449", Unit.WAN_YUAN, Decimal("59237.2449")),
    ("3.50", Unit.WAN_YUAN, Decimal("3.5")),
    ("100", Unit.AMOUNT, Decimal(100)),
    ("0.000001", Unit.WAN_YUAN, Decimal("0.000001")),
    ("+1", Unit.CHANGE, 1),
    ("＋1", Unit.CHANGE, 1),
    ("-1942", Unit.CHANGE, -1942),
    ("－3", Unit.CHANGE, -3),
    ("−3", Unit.CHANGE, -3),
    ("减3", Unit.CHANGE, -3),
    ("增 5", Unit.CHANGE, 5),
    ("-0", Unit.CHANGE, 0),
    ("8", Unit.CHANGE, 8),
    ("\ufeff12\u200b", Unit.COUNT, 12),
    ("\u200e1\u2060234", Unit.COUNT, 1234),
    ("\u200b-3", Unit.CHANGE, -3),
]

REFUSED = [
    ("", Unit.COUNT, "还没有填"),
    ("　", Unit.COUNT, "还没有填"),
    ("\u200b", Unit.COUNT, "还没有填"),
    ("1\u202e2", Unit.COUNT, "不是数字"),
    ("12\x85", Unit.COUNT, "不是数字"),
    ("/", Unit.COUNT, "不是数字"),
    ("-", Unit.CHANGE, "不是数字"),
    ("—", Unit.COUNT, "不是数字"),
    ("无", Unit.COUNT, "不是数字"),
    ("三", Unit.COUNT, "不是数字"),
    ("3件", Unit.COUNT, "不是数字"),
    ("1e3", Unit.COUNT, "不是数字"),
    ("²", Unit.COUNT, "不是数字"),
    ("٣", Unit.COUNT, "不是数字"),
    ("12,34", Unit.COUNT, "读不出"),
    ("12 3", Unit.COUNT, "读不出"),
    ("1.2.3", Unit.WAN_YUAN, "读不出"),
    (".5", Unit.WAN_YUAN, "读不出"),
    ("-1", Unit.COUNT, "不会小于0"),
    ("减1", Unit.WAN_YUAN, "不会小于0"),
    ("+1", Unit.COUNT, "不用写增减"),
    ("3.0", Unit.COUNT, "填整数"),
    ("0.5", Unit.CHANGE, "填整数"),
    ("1234567890123", Unit.COUNT, "有13位"),
    ("0.1234567", Unit.WAN_YUAN, "小数有7位"),
]


@pytest.mark.parametrize(("text", "unit", "value"), READ)
def test_read(text: str, unit: Unit, value: int | Decimal) -> None:
    found = parse_figure(text, unit)
    assert found == value
    assert isinstance(found, Decimal if unit.decimals else int)


@pytest.mark.parametrize(("text", "unit", "why"), REFUSED)
def test_refused(text: str, unit: Unit, why: str) -> None:
    with pytest.raises(FigureError, match=why):
        parse_figure(text, unit)


@given(st.text(max_size=30), st.sampled_from(Unit))
def test_any_text_is_a_figure_or_a_sentence(text: str, unit: Unit) -> None:
    try:
        value = parse_figure(text, unit)
    except FigureError as error:
        assert str(error).endswith("。")
    else:
        assert parse_figure(as_text(value), unit) == value


@given(st.decimals(0, 10**12 - 1, places=6))
def test_an_amount_shown_is_read_again_unchanged(amount: Decimal) -> None:
    assert parse_figure(as_text(amount), Unit.WAN_YUAN) == amount


def test_what_is_no_figure_is_quoted_up_to_twenty_characters() -> None:
    with pytest.raises(FigureError, match=f"^“{'无' * 20}”不是数字。没有发生请填0。$"):
        parse_figure("无" * 21, Unit.COUNT)


def test_nothing_is_shown_for_no_figure() -> None:
    assert as_text(None) == ""
