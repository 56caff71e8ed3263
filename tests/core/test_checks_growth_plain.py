"""Changes of which only the way is said, and the growths of a series of years."""

from __future__ import annotations

import pytest

from disclosure.checks.growth_plain import plain, series
from disclosure.checks.sentences import readings


def ways(text: str) -> list[tuple[int, int, int]]:
    """New number, old number and sign of each change."""
    return [
        (int(each.new.value), int(each.old.value), each.sign)
        for reading in readings("other", text)
        for each in plain(reading)
    ]


def steps(text: str) -> list[tuple[int, int, int, int]]:
    """New number, old number, share and sign of each step of a series."""
    return [
        (int(each.new.value), int(each.old.value), int(each.share.value), each.sign)
        for reading in readings("other", text)
        for each in series(reading)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("超期件由7件增加至5件。", [(5, 7, 1)]),
        ("超期件由7件减少到9件。", [(9, 7, -1)]),
        ("来访32批次，与上年的35批次持平。", [(32, 35, 0)]),
        # Another time to count by, or ranks, of which the smaller is the better.
        ("通报由每季度2次提高到1次。", []),
        ("通报由2次提高到每月1次。", []),
        ("测评由7名上升到5名。", []),
        ("测评名次由7名增加到5名。", []),
        ("精度由30米提高到10米。", []),
        ("巡查由10天增加到5天一次。", []),
        # Persons, and times, of which more is more.
        ("人员由7名增加到5名。", [(5, 7, 1)]),
        ("时限由12天缩短至15天。", [(15, 12, -1)]),
        ("上年有专栏7个，今年增加到5个。", [(5, 7, 1)]),
        ("来访9批，较上年的12批有所增加。", [(9, 12, 1)]),
        ("来访9批，较上年的12批有所增加5批。", []),
        # What follows is of the number of now as well.
        ("人员由3人增加到专职2人、兼职5人。", []),
        ("投诉由7件减少至9件、信访由3件减少至2件。", [(9, 7, -1), (2, 3, -1)]),
        ("专栏由8个增加至一级5个和二级12个。", []),
        ("专栏由8个增加至一级5个，二级12个。", []),
        ("专栏由8个增加至5个一级，12个二级。", []),
        ("专栏由8个增加至5个，另有12个在建。", []),
        ("专栏由8个增加至5个/12个两级。", []),
        ("专栏由8个增加至5个和若干小专栏。", []),
        # The number of now alone, or of the same kind as the one of before.
        ("专栏由8个增加至5个，其中一级2个、二级3个。", [(5, 8, 1)]),
        ("专栏由一级8个增加至一级5个，二级12个。", [(5, 8, 1)]),
        ("专栏由8个增加至目前的5个，浏览12人次。", [(5, 8, 1)]),
    ],
)
def test_the_way_of_a_change(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert ways(text) == expected


RISE = [(25, 20, 25, 1), (30, 25, 20, 1)]
FALL = [(25, 30, 17, -1), (20, 25, 20, -1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近三年分别来访20批、25批、30批，增长率分别为25%、20%。", RISE),
        ("近三年分别来访20批、25批、30批，分别增长25%、20%。", RISE),
        ("近三年分别来访30批、25批、20批，分别下降17%、20%。", FALL),
        ("2022年、2023年、2024年分别来访30批、25批、20批，降幅分别为17%、20%。", FALL),
        ("先后分别来访20批、25批、30批，后两年分别增长25%、20%。", RISE),
    ],
)
def test_the_steps_of_a_series_of_years(text: str, expected: list[tuple[int, int, int, int]]) -> None:
    assert steps(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "东、中、西三区分别来访20批、25批、30批，分别增长25%、20%。",  # places, not years
        "近三年成绩明显。分别来访20批、25批、30批，分别增长25%、20%。",  # the years of another sentence
        "2022年、2023年分别来访20批、25批、30批，分别增长25%、20%。",  # two years, three numbers
        "近三年分别来访20批、25批、30人，分别增长25%、20%。",  # not all of one kind
        "近三年分别来访20批、25批、30批，分别增长25%、20%、10%。",  # a growth for the first year too
    ],
)
def test_what_is_no_series_of_years_is_left_alone(text: str) -> None:
    assert steps(text) == []
