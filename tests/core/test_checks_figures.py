"""The limits beyond which an amount is taken for 元: by kind of body, and beside last year's."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure import formats
from disclosure.checks import RULES, Context
from disclosure.checks.figures import most_fees
from disclosure.filing import Filing, with_figures
from tests.core.cases import usual_filing

FORM = formats.get("notice_2021_30")
FEES = "disclosure.administrative_fees.amount"
(RULE,) = (rule for rule in RULES if rule.id == "disclosure.unit_slip")
LIMITS = {
    "示例县石桥镇人民政府": 10_000,
    "示例市水务局": 500_000,
    "示例经济开发区管理委员会": 1_000_000,
    "示例县人民政府": 1_000_000,
    "示例市人民政府": 5_000_000,
    "示例省人民政府": 20_000_000,
    "示例省水利厅": 20_000_000,
    "示例": 20_000_000,
}


def collected(body: str, year: int, amount: str) -> Filing:
    return with_figures(usual_filing(FORM, body, year), {FEES: Decimal(amount)})


def asked(filing: Filing, context: Context) -> bool:
    return bool(list(RULE.find(RULE, filing, context)))


@pytest.mark.parametrize(("body", "most"), LIMITS.items())
def test_a_body_can_collect_what_its_kind_can(body: str, most: int) -> None:
    assert most_fees(body) == most
    assert not asked(collected(body, 2023, str(most)), Context())
    assert asked(collected(body, 2023, f"{most}.01"), Context())


def test_ten_thousand_times_last_year_is_no_growth_but_half_of_it_may_be() -> None:
    known = Context(previous=collected("示例市水务局", 2022, "10"))
    assert not asked(collected("示例市水务局", 2023, "49999.99"), known)
    assert asked(collected("示例市水务局", 2023, "50000"), known)


def test_after_a_year_without_fees_only_the_limit_counts() -> None:
    known = Context(previous=collected("示例市水务局", 2022, "0"))
    assert not asked(collected("示例市水务局", 2023, "500000"), known)
