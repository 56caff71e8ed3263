"""Lists that no word marks: when the first number is of all, and when it is a part beside the others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.checks.list_items import Item
from disclosure.checks.quantities import quantities
from disclosure.checks.unmarked import divides_all, done_and_not, is_all


def run(labels: str, figures: tuple[int, ...] = (), closed: str = "") -> list[Item]:
    """Items of these labels; the first is the largest, and commas stand between them, unless said otherwise."""
    names = labels.split()
    values = figures or (100, *range(1, len(names)))
    stops = closed or "，" * (len(names) - 1) + "。"
    items = []
    for name, value, stop in zip(names, values, stops, strict=True):
        (quantity,) = quantities(f"{name}{value}件。")
        assert quantity.value == Decimal(value)
        items.append(Item(name, quantity, 0, stop))
    return items


@pytest.mark.parametrize("labels", ["已公开 未公开", "工单 已公开 未公开 其余"])
def test_done_and_not_done_are_two_behind_a_whole(labels: str) -> None:
    assert not done_and_not(run(labels))
    assert done_and_not(run("工单 已公开 未公开"))


def test_a_whole_is_larger_than_each_of_its_parts() -> None:
    assert is_all(run("收到工单 城东 城西 其余", (10, 9, 1, 0)))
    assert not is_all(run("收到工单 城东 城西 其余", (10, 10, 0, 0)))


def test_the_first_of_a_row_that_ends_alike_is_no_whole() -> None:
    assert is_all(run("全域 东山县 西山 其余", closed="，、、。"))
    assert not is_all(run("南山县 东山县 西山 其余", closed="，、、。"))


def test_a_part_of_the_division_of_the_others_stands_beside_them() -> None:
    assert not is_all(run("举报 咨询 投诉 求助", closed="，、、。"))
    assert is_all(run("举报 邻里 投诉 咨询", closed="，、、。"))


@pytest.mark.parametrize("closed", ["，、，。", "，，、。", "、、、。"])
def test_a_comma_sets_a_whole_apart_where_it_is_the_only_one(closed: str) -> None:
    assert not is_all(run("工单 城东 城西 城南", closed=closed))
    assert is_all(run("工单 城东 城西 城南", closed="，、、。"))


def test_not_apart_where_some_parts_end_as_the_whole_does() -> None:
    assert not is_all(run("工单 城东 城西 城南 城北", closed="，、，、。"))


def test_parts_of_one_division_need_nothing_that_sets_the_whole_apart() -> None:
    assert is_all(run("工单 咨询 求助 投诉"))
    assert not is_all(run("工单 城东 求助 投诉"))


def test_the_word_of_a_number_of_all_is_looked_for_before_the_first() -> None:
    assert is_all(run("收到工单 城东 城西 城南"))
    assert not is_all(run("工单 收到工单 城西 城南"))


def test_all_parts_of_a_known_division_stand_behind_a_number() -> None:
    assert divides_all(run("工单 上半年 下半年"))
    assert divides_all(run("工单 第一批 第二批 第三批"))
    assert not divides_all(run("工单 城东 城西 城南"))
    assert not divides_all(run("工单 上半年"))
