"""Whether a stated growth fits: with a whole number before, with the number stated for before, with its parts."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks import Context, Finding, growth
from disclosure.filing import Filing

(RULE,) = growth.RULES
ROUNDINGS = st.sampled_from([ROUND_DOWN, ROUND_HALF_UP])
STEPS = st.sampled_from(["1", "0.1", "0.01"])
COUNTS = st.integers(1, 10**5)


def found(text: str) -> list[Finding]:
    filing = Filing(formats.get("notice_2021_30"), "示例局", 2023, sections={"overview": text})
    return list(growth.find_growth(RULE, filing, Context()))


def stated(new: int, old: int, step: str, rounding: str) -> str:
    change = abs(Decimal(new - old)) / old * 100
    return f"{'增长' if new >= old else '下降'}{change.quantize(Decimal(step), rounding)}%"


@given(COUNTS, COUNTS, STEPS, ROUNDINGS)
def test_a_true_growth_is_never_asked_about(new: int, old: int, step: str, rounding: str) -> None:
    said = stated(new, old, step, rounding)
    assert found(f"收到申请{new}件，同比{said}，另有1件。") == []
    assert found(f"收到申请{new}件，上年为{old}件，{said}。") == []
    assert found(f"申请由{old}件变为{new}件，{said}。") == []


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300), st.integers(1, 300), STEPS, ROUNDINGS)
def test_true_growths_of_whole_and_parts_agree(
    one: int, two: int, old_one: int, old_two: int, step: str, rounding: str
) -> None:
    whole = stated(one + two, old_one + old_two, step, rounding)
    first, second = stated(one, old_one, step, rounding), stated(two, old_two, step, rounding)
    assert found(f"申请{one + two}件，同比{whole}，其中甲县{one}件、{first}，乙县{two}件、{second}。") == []


@pytest.mark.parametrize(
    ("text", "numbers", "message"),
    [
        (
            "部门21个、人员62名，分别比去年增长19.05%和51.22%。",
            (21, Decimal("19.05")),
            "21个增长19.05%，上年算不出整数",
        ),
        ("来信93件，下降18.5%。", (93, Decimal("18.5")), "93件下降18.5%，上年算不出整数"),
        ("账号由23个整合为15个，减少7个。", (15, 7, 23), "15－23＝－8，文中写减少7个"),
        ("来访198件，比上年的236件下降17.1%。", (198, Decimal("17.1"), 236), "（198－236）÷236＝－16.1"),
        ("视频90条，是上年40条的3.25倍。", (90, Decimal("3.25"), 40), "90÷40＝2.25倍，文中写3.25倍"),
        ("专题由6个增加到13个，翻一番。", (13, 6), "13÷6＝2.17倍，文中写翻一番"),
        ("发文12件，比上年减少4件，下降33.3%。", (12, Decimal("33.3"), 16), "4÷16＝25.00%，文中写33.3%"),
        (
            "满意度由90.6%提高到93.9%，提高2.3个百分点。",
            (Decimal("93.9"), Decimal("2.3"), Decimal("90.6")),
            "93.9－90.6＝3.3",
        ),
    ],
)
def test_a_growth_that_does_not_fit(text: str, numbers: tuple[object, ...], message: str) -> None:
    (finding,) = found(text)
    assert finding.numbers == numbers
    assert finding.message.startswith(message)
    assert finding.working
    assert finding.excerpt == text


def test_whole_and_parts_that_grew_from_different_numbers() -> None:
    (finding,) = found("申请225件，同比增长25%，其中市级150件，增长20%，县级75件，增长50%。")
    assert finding.message == "按各部分算增长28.57%，文中写增长25%"
    assert finding.working == ("各部分的上年数：125＋50＝175", "（225－175）÷175＝28.57%")


@pytest.mark.parametrize(
    "text",
    [
        "来信约21件，增长19.05%。",
        "来信21件，增长19.05%以上，办结20件。",
        "投资21万元，增长19.05%，共3件。",
        "新增用户21人，增长19.05%，共3件。",
        "来信21件，阅读量增长19.05%。",
        "来信21件，办结率提高19.05%。",
        "较上年增加21件，增长19.05%。",
        "访问1.2万次，增长19.05%，共3件。",
        "贷款21笔6.83亿元，同比分别下降8.7%和6.2%。",
    ],
)
def test_what_cannot_be_told_is_not_asked_about(text: str) -> None:
    assert found(text) == []
