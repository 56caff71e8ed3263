"""A figure over the years: the title of a chart is a finding, made by rule, and a gap stays a gap."""

from __future__ import annotations

import pytest

from disclosure import formats
from disclosure.filing import Filing, empty_figures
from disclosure.spread import spread
from disclosure.trends import TOPICS, Topic, Trend, trend

RECEIVED = TOPICS[0]
CELL = "requests.received.natural_person"


def received(**counts: int | None) -> Trend:
    """Applications received: y2019=96; None for a report that was taken down."""
    return trend(RECEIVED, {int(year[1:]): _filing(int(year[1:]), count) for year, count in counts.items()})


def _filing(year: int, count: int | None) -> Filing | None:
    form = formats.for_year(year)
    return None if count is None else Filing(form, "示例局", year, {**empty_figures(form), CELL: count})


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ({"y2025": 240}, "新收申请：2025年240件"),
        ({"y2024": 209, "y2025": 240}, "新收申请：2025年240件，比上年多31件"),
        ({"y2024": 209, "y2025": 209}, "新收申请：2025年209件，与上年相同"),
        ({"y2024": 209, "y2025": 200}, "新收申请：2025年200件，比上年少9件"),
        (
            {"y2019": 96, "y2020": 88, "y2021": 121, "y2022": 143, "y2023": 158},
            "2021年以来新收申请逐年增加，2023年158件，比上年多15件",
        ),
        (
            {"y2021": 9, "y2022": 8, "y2023": 5, "y2024": 1},
            "2022年以来新收申请逐年减少，2024年1件，比上年少4件",
        ),
        (
            {"y2021": 9, "y2022": 30, "y2023": 5, "y2024": 31},
            "新收申请：2024年31件，比上年多26件，是有数字的4年里最多的",
        ),
        ({"y2021": 9, "y2023": 5}, "新收申请：2023年5件，上一年没有数字"),
        ({"y2023": 0, "y2024": 0, "y2025": 0}, "新收申请：2023—2025年各年都是0件"),
        ({"y2023": 0, "y2025": 0}, "新收申请：2023—2025年各年（有数字的年份）都是0件"),
        ({"y2024": None, "y2025": 0}, "新收申请：2025年0件"),
        ({"y2023": 4, "y2024": None}, "新收申请：2023年4件"),
        ({"y2024": None}, "新收申请：各年都没有数字"),
    ],
)
def test_the_title_is_the_finding(counts: dict[str, int | None], title: str) -> None:
    assert received(**counts).title == title


def test_a_gap_stays_a_gap_and_says_why() -> None:
    found = received(y2021=9, y2023=None, y2024=5)
    assert [(bar.year, bar.value, bar.why) for bar in found.bars] == [
        (2021, 9, ""),
        (2022, None, "没有报告"),
        (2023, None, "报告已撤下"),
        (2024, 5, ""),
    ]
    assert "2022年没有报告" in found.label


def test_a_figure_left_open_is_no_zero() -> None:
    form = formats.for_year(2025)
    found = trend(RECEIVED, {2025: Filing(form, "示例局", 2025, {})})
    assert [(bar.value, bar.why) for bar in found.bars] == [(None, "没有填")]


def test_bars_are_as_long_as_their_figures() -> None:
    assert [bar.size for bar in received(y2023=0, y2024=50, y2025=200).bars] == [0, 25, 100]
    assert [bar.size for bar in received(y2024=0, y2025=0).bars] == [0, 0]


def test_a_new_format_is_a_line_between_two_years() -> None:
    found = received(y2019=1, y2020=2, y2021=3, y2022=4)
    assert [(mark.at, mark.words) for mark in found.marks] == [(50.0, "2021年起用新格式，这个数的算法没有变")]


def test_what_is_counted_otherwise_is_not_compared() -> None:
    key = "disclosure.regulations.in_force"
    forms = {year: formats.for_year(year) for year in range(2020, 2023)}
    figures = {year: {key: year - 2000} if key in form.places else {} for year, form in forms.items()}
    found = trend(
        Topic(key, "现行有效的规章", "现行有效的规章（件）"),
        {year: Filing(form, "示例局", year, figures[year]) for year, form in forms.items()},
    )
    assert not found.joined(2021)
    assert found.bars[0].why == "格式里没有"
    assert found.marks[0].words.endswith("算法变了")
    assert "最" not in found.title


# Over all bodies of a year ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ([0, 0, 3, 12, 700], "5家单位中，2家没有收到申请，一半的单位不超过3件"),
        ([0, 0], "2家单位都没有收到申请"),
        ([4, 9], "2家单位中，每家都收到了申请，一半的单位不超过4件"),
        ([0, 0, 1], "3家单位中，2家没有收到申请"),
        ([7, None], "1家单位收到申请7件"),
        ([0], "没有收到申请"),
    ],
)
def test_how_a_figure_is_spread(values: list[int | None], title: str) -> None:
    found = spread(values)
    assert found
    assert found.title == title


def test_every_body_is_in_one_group() -> None:
    found = spread([0, 1, 9, 10, 49, 50, 100, 499, 500, 99999999, None])
    assert found
    assert [group.count for group in found.groups] == [1, 2, 2, 1, 2, 2]
    assert found.groups[-1].label == "500件以上"
    assert found.missing == 1
    assert spread([None]) is None
