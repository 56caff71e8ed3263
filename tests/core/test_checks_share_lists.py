"""Shares listed as those of all there is: which lists are taken for complete, and what they have to make up."""

from __future__ import annotations

import pytest

from disclosure.checks.listed import Wording
from disclosure.checks.sentences import readings
from disclosure.checks.share_lists import share_lists

Listed = tuple[str, int, list[int], tuple[str, ...], Wording]


def lists(text: str) -> list[Listed]:
    """Whole as written and as a number, shares, labels and wording of each list."""
    return [
        (
            each.whole.text,
            int(each.whole.value),
            [int(part.value) for part in each.parts],
            each.labels,
            each.wording,
        )
        for reading in readings("other", text)
        for each in share_lists(reading)
    ]


def test_shares_of_all_make_up_a_hundred() -> None:
    assert lists("个人占81%，单位占15%，其他占4%。") == [
        ("100%", 100, [81, 15, 4], ("个人占", "单位占", "其他占"), Wording.UNMARKED)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("男性占60%，女性占41%。", 1),  # two that exclude each other pass a hundred
        ("网络占60%，信函占41%。", 1),  # also where there are more than these two
        ("男性占60%，女性占40%。", 0),
        (
            "男性占60%，女性占40%。个人占81%，单位占15%，其他占4%。",
            1,
        ),  # the second list is looked at all the same
        ("男性占60%，女性占39%。", 0),  # what is neither may not be named
        ("读者占60%，市民占45%。", 0),  # somebody is both
        ("个人占81%，单位15%，其他占4%。", 0),  # 单位15% may have grown by so much
    ],
)
def test_two_shares_are_only_known_not_to_pass_a_hundred(text: str, found: int) -> None:
    assert len(lists(text)) == found


@pytest.mark.parametrize("before", ["", "全年共分三种，", "来件如下：", "统计如下；"])
def test_shares_of_each_have_the_labels_right_before_them(before: str) -> None:
    assert lists(f"{before}网络、信函以及当面申请分别占58%、31%、15%。") == [
        ("100%", 100, [58, 31, 15], ("网络", "信函", "当面申请"), Wording.UNMARKED)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "网络、信函、当面申请分别占58%、31%。",  # which one has no share is open
        "网络、教育、道路分别占58%、31%、15%。",  # no division
    ],
)
def test_shares_of_each_of_something_else_are_left_alone(text: str) -> None:
    assert lists(text) == []


def test_the_share_said_of_all_of_them_is_their_sum() -> None:
    summed = [each for each in lists("个人占81%，单位占15%，两类合计占97%。") if each[-1] is Wording.ALL]
    assert summed == [("97%", 97, [81, 15], ("", ""), Wording.ALL)]


@pytest.mark.parametrize(
    "text", ["个人占81%，单位占15%，其他占4%。", "网络、信函、当面申请分别占58%、31%、15%。"]
)
def test_a_hundred_that_nobody_wrote_stands_where_the_list_begins(text: str) -> None:
    (listed,) = (each for reading in readings("other", text) for each in share_lists(reading))
    assert listed.whole.start == listed.parts[0].start == min(part.start for part in listed.parts)
