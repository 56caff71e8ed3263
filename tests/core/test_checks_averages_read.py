"""Which numbers an average is said of: of visits and days, of as many as there are visits, of places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.checks.averages import _coarse, averages
from disclosure.checks.quantities import quantities
from disclosure.checks.sentences import readings


def told(text: str) -> list[bool]:
    return [each.holds for reading in readings("other", text) for each in averages(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A page that went online in the middle of the year says nothing of the next sentence.
        ("3月改版以来，全年访问量365万次，日均访问3万次。全年浏览量365万次，日均浏览3万次。", [False]),
        ("全年访问量3650次，日均访问10次。", [True]),
        ("全年访问量3650次，日均访问12次。", [False]),
        ("全年访问量3650人次，日均访问12次。", [False]),
        ("全年访问量3650次，日均访问12条。", []),
        # Days are days, and what is counted on each of them is what was counted of all.
        ("受理来件4680件，日均受理28件，按250个工作日计。", [False]),
        ("受理来件4680件，日均受理19件，按250个工作日计。", [True]),
        ("受理来件4680件，日均受理28件，按250小时计。", []),
        ("接待来人4680人，日均受理28件，按250天计。", []),
        # Who is counted once each time he comes is alike to who is counted.
        ("开办讲座6期，听众870人，场均145人次。", [True]),
        ("开办讲座6期，听众870人，场均154人次。", [False]),
        # As many times as there are things may be their average, fewer times may not.
        ("抽查企业6家，抽查6次，平均每家2次。", [False]),
        ("抽查企业6家，抽查5次，平均每家2次。", []),
        # Places: as many as are named by the same noun, and the one whole behind it.
        ("8个镇共张贴1736份，平均每镇217份。", [True]),
        ("8个镇共张贴1736份，平均每镇271份。", [False]),
        ("张贴1736份，另有8个镇自行印制，平均每镇271份。", []),
        ("8个乡共张贴1736份，平均每镇271份。", []),
        ("8个镇共张贴1736份，其中图解200份，平均每镇271份。", []),
        ("8个镇、2个镇共张贴1736份，平均每镇271份。", []),
    ],
)
def test_what_an_average_is_of(text: str, expected: list[bool]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("text", "coarse"), [("25.0", "0.1"), ("25", "1"), ("40", "2")])
def test_a_nought_behind_the_point_is_written_on_purpose(text: str, coarse: str) -> None:
    (mean,) = quantities(f"平均{text}件。")
    assert _coarse(mean) == Decimal(coarse)
