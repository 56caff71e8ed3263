"""What the name of a body says of its powers; where it does not say, nothing is held against the body."""

from __future__ import annotations

import pytest

from disclosure.checks import Context
from disclosure.checks.bodies import Kind, is_government, kind, may_make_rules
from disclosure.checks.figures import MOST_FEES, most_fees

KINDS = [
    ("示例省人民政府", Kind.PROVINCE),
    ("示例自治区人民政府", Kind.PROVINCE),
    ("上海市人民政府", Kind.PROVINCE),
    ("示例市人民政府", Kind.CITY),
    ("示例自治州人民政府", Kind.CITY),
    ("示例县人民政府", Kind.COUNTY),
    ("示例自治县人民政府", Kind.COUNTY),
    ("示例市河东区人民政府", Kind.COUNTY),
    ("示例旗人民政府", Kind.COUNTY),
    ("示例县石桥镇人民政府", Kind.TOWNSHIP),
    ("示例县东山民族乡人民政府", Kind.TOWNSHIP),
    ("示例区东门街道办事处", Kind.TOWNSHIP),
    ("示例经济技术开发区管理委员会", Kind.ZONE),
    ("示例产业园管委会", Kind.ZONE),
    ("示例市国有资产监督管理委员会", Kind.DEPARTMENT),
    ("示例市人民政府办公室", Kind.DEPARTMENT),
    ("昭通市政务服务管理局", Kind.DEPARTMENT),
    ("示例省教育厅", Kind.DEPARTMENT),
    ("示例市卫生健康委", Kind.DEPARTMENT),
    ("国家示例管理局", Kind.UNKNOWN),
    ("国务院办公厅", Kind.UNKNOWN),
    ("教育部", Kind.UNKNOWN),
    ("示例图书馆", Kind.UNKNOWN),
]


@pytest.mark.parametrize(("body", "expected"), KINDS, ids=[body for body, _ in KINDS])
def test_kind(body: str, expected: Kind) -> None:
    assert kind(body) is expected


@pytest.mark.parametrize(("body", "expected"), KINDS, ids=[body for body, _ in KINDS])
def test_only_the_sure_cannot_make_rules(body: str, expected: Kind) -> None:
    sure = expected in (Kind.COUNTY, Kind.TOWNSHIP, Kind.ZONE, Kind.DEPARTMENT)
    assert may_make_rules(body, Context()) is not sure
    assert may_make_rules(body, Context(rulemaking=False)) is False
    assert may_make_rules(body, Context(rulemaking=True)) is True


def test_governments_from_the_county_up() -> None:
    governments = [body for body, _ in KINDS if is_government(body, Context())]
    assert governments == [body for body, found in KINDS if found in (Kind.PROVINCE, Kind.CITY, Kind.COUNTY)]
    assert is_government("示例新区管理委员会", Context(government=True))
    assert not is_government("示例市人民政府", Context(government=False))


def test_limits_of_fees() -> None:
    """What a city of millions collects (several hundred million 元) lies far below its limit."""
    assert most_fees("示例市人民政府") > 10 * 72701
    assert most_fees("示例省教育厅") == most_fees("北京市教育委员会") == MOST_FEES[Kind.PROVINCE]
    assert most_fees("示例县石桥镇人民政府") < most_fees("示例市水务局") < most_fees("示例县人民政府")
    assert MOST_FEES.keys() == set(Kind)
