"""What is read out of a sentence as a quantity, and what is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.checks.quantities import quantities


def read(text: str) -> list[tuple[str, str, bool]]:
    return [(f"{q.value:f}", q.unit, q.approximate) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请35件", ("35", "件", False)),
        ("发布信息１２３条", ("123", "条", False)),
        ("发布信息1,234条", ("1234", "条", False)),
        ("发布信息1，234条", ("1234", "条", False)),
        ("受理来电 56 次", ("56", "次", False)),
        ("培训80人次", ("80", "人次", False)),
        ("访问量1.2万人次", ("12000.0", "人次", True)),
        ("公开18万余条", ("180000", "条", True)),
        ("公开二十六条", ("26", "条", False)),
        ("比上年的871条多了", ("871", "条", False)),
        ("公开870条多", ("870", "条", True)),
        ("公开一百零八条", ("108", "条", False)),
        ("公开两千一百一十条", ("2110", "条", False)),
        ("公开十五条", ("15", "条", False)),
        ("公开一百二十余条", ("120", "条", True)),
        ("开展200余场", ("200", "场", True)),
        ("开展约30次", ("30", "次", True)),
        ("不少于12次", ("12", "次", True)),
        ("公开率98.5%以上", ("98.5", "%", True)),
        ("满意率96.3％", ("96.3", "%", False)),
        ("提速率-9.67%", ("-9.67", "%", False)),
        ("提高2.5个百分点", ("2.5", "个百分点", False)),
        ("是上年的1.5倍", ("1.5", "倍", False)),
        ("投资3380.85亿元", ("3380.85", "亿元", False)),
        ("节约350余万元", ("350", "万元", True)),
        ("收取420元", ("420", "元", False)),
        ("每人3-5件", ("5", "件", True)),
        ("每人3件至5件", ("5", "件", True)),
        ("每月2、3次", ("3", "次", True)),
        ("在20个工作日内", ("20", "个工作日", False)),
    ],
)
def test_reads_one_quantity(text: str, expected: tuple[str, str, bool]) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "2024年，2023年度，2020-2022年",
        "2024年1月1日至12月31日，3月份",
        "第二十条，第36条，第3、4期，第1至12期",
        "国办公开办函〔2021〕30号、(2020)109号",
        "电话0527-84368123，13812345678",
        "上午8:30至11时30分",
        "1.\n2、\n（1）",
        "“12345”热线，7×24，1/3，V2.0.1，5G",
        "5部门、12处室",
    ],
)
def test_leaves_alone_what_is_no_quantity(text: str) -> None:
    assert read(text) == []


def test_a_change_from_one_to_another_is_no_range() -> None:
    assert read("从3件增至5件，由2个到4个") == [
        ("3", "件", False),
        ("5", "件", False),
        ("2", "个", False),
        ("4", "个", False),
    ]


def test_the_step_is_what_the_last_digit_counts() -> None:
    steps = [q.step for q in quantities("21件，4.35%，1.2万件，1,234.5万元")]
    assert steps == [Decimal(1), Decimal("0.01"), Decimal(1000), Decimal("0.1")]


@given(
    st.integers(0, 10**7),
    st.sampled_from(["件", "条", "人次", "个", "万元", "%"]),
    st.text("，。、于共约和内外局", max_size=8),
)
def test_any_count_is_read_at_its_place(number: int, unit: str, words: str) -> None:
    text = f"{words}甲{number}{unit}，"
    (found,) = quantities(text)
    assert (found.value, found.unit) == (number, unit)
    assert text[found.start : found.end] == found.text == f"{number}{unit}"


@pytest.mark.parametrize(
    ("text", "rounded", "vague"),
    [
        ("8.19万件", True, False),
        ("23.4万件", True, False),
        ("126万件", True, False),
        ("8万件", True, False),
        ("1.2万件", True, False),
        ("约8.19万件", False, True),
        ("8.19万余件", False, True),
        ("81900件", False, False),
    ],
)
def test_a_number_in_ten_thousands_is_rounded_or_vague(text: str, rounded: bool, vague: bool) -> None:
    (quantity,) = quantities(text)
    assert (quantity.rounded, quantity.vague) == (rounded, vague)


def test_the_extent_of_a_rounded_number_leaves_open_whether_it_was_cut_off() -> None:
    rounded, exact = quantities("8.19万件，81900件")
    assert rounded.extent == (81850, 82000)
    assert exact.extent == (81900, 81900)


def test_an_amount_in_another_unit_of_money() -> None:
    amount, count, foreign = quantities("1.8亿元，3件，5美元")
    converted = amount.in_unit("万元")
    assert converted is not None
    assert (converted.value, converted.unit, converted.step) == (18000, "万元", 1000)
    assert amount.in_unit("亿元") is amount
    assert count.in_unit("万元") is None
    assert foreign.in_unit("元") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3百件", 300),
        ("3千件", 3_000),
        ("3万件", 30_000),
        ("3百万件", 3_000_000),
        ("3千万件", 30_000_000),
        ("3亿件", 300_000_000),
    ],
)
def test_a_numeral_multiplies(text: str, value: int) -> None:
    (found,) = quantities(text)
    assert found.value == value


@pytest.mark.parametrize(
    "text",
    [
        "坚持一件事一次办，做到两个维护",
        "依据第二十一条、二十二条和第三十六条答复",
        "依照《条例》二十二条的规定",
        "落实“二十条”措施",
        "用好二十四节气",
        "十百千条",
    ],
)
def test_words_with_figures_in_them_are_no_counts(text: str) -> None:
    assert quantities(text) == ()


def test_a_single_figure_is_a_count_only_beside_a_larger_one_of_its_sentence() -> None:
    assert read("共二十六件，其中公开九件。办好一件事。") == [("26", "件", False), ("9", "件", False)]
