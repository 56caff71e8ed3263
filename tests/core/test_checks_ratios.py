"""Whether a stated rate or share follows from the numbers beside it, as far as rounding and cutting off leave it open."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks import Context, Finding, ratios
from disclosure.filing import Filing

(RULE,) = ratios.RULES


def found(text: str) -> list[Finding]:
    filing = Filing(formats.get("notice_2021_30"), "示例局", 2023, sections={"overview": text})
    return list(ratios.find_ratios(RULE, filing, Context()))


@given(
    st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(1, whole), st.just(whole))),
    st.sampled_from(["1", "0.1", "0.01", "0.001"]),
    st.sampled_from([ROUND_DOWN, ROUND_HALF_UP]),
)
def test_rounded_or_cut_off_a_true_share_is_never_asked_about(
    numbers: tuple[int, int], step: str, rounding: str
) -> None:
    part, whole = numbers
    share = (Decimal(part) / whole * 100).quantize(Decimal(step), rounding)
    assert found(f"收到{whole}件，办结{part}件，办结率{share}%。") == []
    assert found(f"收到{whole}件，其中网上提交{part}件，占{share}%。") == []


@given(st.integers(50, 10**6), st.integers(2, 40))
def test_a_rate_that_is_points_off_is_asked_about(whole: int, points: int) -> None:
    part = whole * 9 // 10
    stated = Decimal(part * 100) / whole - points - Decimal("0.03")
    texts = found(f"收到{whole}件，办结{part}件，办结率{stated.quantize(Decimal('0.01'))}%。")
    assert [finding.numbers[:2] for finding in texts] in ([(part, whole)], [])
    assert texts or points in _coincidences(part, whole, stated)


def _coincidences(part: int, whole: int, stated: Decimal) -> list[int]:
    """Points off by which the rate is just that of another pair of the two numbers."""
    both = part + whole
    others = (part / both, whole / both, 1 - part / whole, whole / part)
    return [round(part * 100 / whole - other * 100) for other in map(float, others)]


@pytest.mark.parametrize(
    "text",
    [
        "收到86件，办结率96.2%。",
        "收到约86件，办结81件，办结率96.2%。",
        "收到86件，办结81件，办结率94%以上。",
        "收到86件，办结81件，办结率93%至96%。",
        "收到86件，办结81件，其余未到期，办结率100%。",
        "收到86件，未办结5件，办结率96.2%。",
        "办结81件，占全市办结总数的1.2%。",
        "收到86件，其中网上提交31件，占比由40.2%上升。",
        "收到86件，办结81件，同比增长率12.5%。",
        "收到86件，办结81件，办结率提高2.5个百分点。",
    ],
)
def test_what_cannot_be_told_is_not_asked_about(text: str) -> None:
    assert found(text) == []


def test_the_numbers_may_stand_behind_in_brackets() -> None:
    (finding,) = found("按期办结率96.8%（应办结125件，按期办结123件）。")
    assert finding.message == "123÷125＝98.40%，文中写96.8%"


def test_one_finding_for_the_shares_of_one_whole() -> None:
    (finding,) = found("受理200件。其中，咨询50件，占35%；求助100件，占60%。")
    assert finding.numbers == (50, 200, 35)
    assert finding.excerpt == "受理200件。其中，咨询50件，占35%；求助100件，占60%。"
