"""Stocks with what came and what went: the sentence must state all of it before it is added up."""

from __future__ import annotations

import pytest

from disclosure.checks.balances import balances
from disclosure.checks.sentences import readings


def told(text: str) -> list[tuple[int, bool]]:
    (reading,) = readings("other", text)
    return [(int(balance.left), balance.holds) for balance in balances(reading)]


@pytest.mark.parametrize(
    ("text", "left", "holds"),
    [
        ("年初362本，新发42本，注销17本，年末387本。", 387, True),
        ("上年末共有362本，本年新发42本，注销17本，年末有378本。", 387, False),
        ("年初86件，新制定5件，修订4件，废止12件，年末79件。", 79, True),
        ("由去年底的86件变为81件，本年新制定5件，废止12件。", 79, False),
        ("政务新媒体由14个整合为9个，注销6个。", 8, False),
        ("政务新媒体由14个整合为9个，注销5个。", 9, True),
        ("收到申请42件，上年结转3件，办结44件，结转下年度2件。", 1, False),
        ("收到申请42件，上年结转3件，办结43件，结转下年度2件。", 2, True),
        ("收到申请42件，上年结转3件，共办理46件。", -1, False),
        ("上年结转3件，本年收到42件，已办结44件，结转下年度2件。", 1, False),
        ("上年结转3件，本年收到42件，已办结43件，结转下年度2件。", 2, True),
        ("收到申请42件，上年结转3件，共办理40件。", 5, True),
    ],
)
def test_a_balance_stated_in_full(text: str, left: int, holds: bool) -> None:
    assert told(text) == [(left, holds)]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("采购预算5.6亿元，成交额5.21亿元，节约资金3900万元。", True),
        ("采购预算5.6亿元，成交额5.21亿元，节约资金4900万元。", False),
        ("采购预算5600万元，成交额0.52亿元，节约资金370万元。", True),
        ("采购预算5600万元，成交额0.52亿元，节约资金270万元。", False),
        ("基金收入12亿元，支出11.42亿元，当期结余0.83亿元。", True),
        ("基金收入12亿元，支出11.42亿元，当期结余1.83亿元。", False),
    ],
)
def test_amounts_may_be_written_coarsely_and_in_several_units(text: str, holds: bool) -> None:
    assert [said for _, said in told(text)] == [holds]


@pytest.mark.parametrize(
    "text",
    [
        "年初86件，废止12件，年末79件。",
        "年初86件，新制定5件，公开60件，废止12件，年末79件。",
        "由86件变为91件，新制定5件。",
        "政务新媒体由14个整合为9个，减少6个。",
        "年初86件，新制定5件，废止12件。",
        "账号由12个调整为9个，减少3个；栏目由9个增加到12个。",
        "收到申请42件，上年结转3件，答复咨询120件。",
        "上年结转3件，收到申请42件，合计办理46件。",
    ],
)
def test_what_is_not_stated_in_full_is_no_balance(text: str) -> None:
    assert told(text) == []


def test_about_so_many_cannot_be_told() -> None:
    assert told("年初约362本，新发42本，注销17本，年末378本。") == [(387, True)]
