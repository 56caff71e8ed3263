"""A paragraph made ready for patterns: what each quantity becomes, where it stands, and the sentence around it."""

from __future__ import annotations

import pytest

from disclosure.checks.sentences import COUNT, EXTENT, MEASURE, MONEY, POINTS, SHARE, TIMES, Reading, readings


def reading(text: str) -> Reading:
    (found,) = readings("other", text)
    return found


def sentence(text: str, first: str, last: str) -> str:
    """The sentence from one quantity of a text to another one."""
    ready = reading(text)
    by_words = {quantity.text: quantity for quantity in ready.marks.values()}
    found = ready.sentence(by_words[first], by_words[last])
    assert text[found.start :].startswith(found.text)
    return found.text


def test_every_quantity_is_one_mark_of_its_kind() -> None:
    text = "收到3件, 用了5天、6小时和4个月，修路3公里，占2.5%；高1.2个百分点，是2倍，花7万元（均1.5件）"
    assert reading(text).pattern == (
        f"收到{COUNT}，用了{EXTENT}、{MEASURE}和{MEASURE}，修路{EXTENT}，占{SHARE}；高{POINTS}，是{TIMES}，花{MONEY}（均{MEASURE}）"
    )


def test_what_is_left_points_back_into_the_section() -> None:
    text = "没有数。\n 共 3件，\t其中甲2件。"
    ready = reading(text)
    assert ready.pattern == f"共{COUNT}，其中甲{COUNT}。"
    assert "".join(text[at] for at in ready.at) == "共3，其中甲2。"
    assert [text[each.start : each.end] for each in ready.marks.values()] == ["3件", "2件"]


def test_a_paragraph_with_one_number_cannot_contradict_itself() -> None:
    found = readings("other", "收到3件。\n办结4件，结转5件。\n结转6件。")
    assert [each.pattern for each in found] == [f"办结{COUNT}，结转{COUNT}。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前一句。收到3件，办结4件。后一句。", "收到3件，办结4件。"),
        ("收到3件，办结4件", "收到3件，办结4件"),
        ("前一行\n  收到3件，办结4件\n后一行", "收到3件，办结4件"),
        ("收到3件。中间一句！办结4件？后一句", "收到3件。中间一句！办结4件？"),
        ("收到3件，办结4件。", "收到3件，办结4件。"),
    ],
)
def test_the_sentences_from_one_quantity_to_another(text: str, expected: str) -> None:
    assert sentence(text, "3件", "4件") == expected


def test_a_sentence_without_an_end_is_cut_off() -> None:
    long = "字" * 2000
    assert sentence(f"{long}3件和4件{long}", "3件", "4件") == "字" * 1500 + "3件和4件" + "字" * 1501
    ready = reading(f"{long}3件和4件{long}")
    assert (ready.begin(2000), ready.end(2003)) == (500, 3503)


def test_where_the_sentence_around_a_place_begins_and_ends() -> None:
    ready = reading("甲。乙3件！丙4件丁？戊")
    assert [ready.pattern[ready.begin(at) : ready.end(at)] for at in (0, 3, 7)] == [
        "甲",
        f"乙{COUNT}",
        f"丙{COUNT}丁",
    ]
    assert ready.end(len(ready.pattern) - 1) == len(ready.pattern)


def test_brackets_are_read_by_themselves() -> None:
    outside, inside = reading("（甲1件）乙2件（丙3件（丁4件））（戊").without_brackets()
    assert outside.pattern == f"乙{COUNT}（戊"
    assert [(at, each.pattern) for at, each in inside] == [(0, f"甲{COUNT}"), (2, f"丙{COUNT}（丁{COUNT}）")]
    assert [quantity.text for quantity in outside.marks.values()] == ["2件"]
    assert [[quantity.text for quantity in each.marks.values()] for _, each in inside] == [
        ["1件"],
        ["3件", "4件"],
    ]


def test_a_reading_without_brackets_is_itself() -> None:
    ready = reading("甲1件，乙2件")
    assert ready.without_brackets() == (ready, [])
    assert reading("甲1件（乙2件）").with_brackets_opened().pattern == f"甲{COUNT}，乙{COUNT}，"


def test_the_quantities_between_two_places() -> None:
    ready = reading("甲1件，乙2件，丙3件")
    assert [quantity.text for quantity in ready.within(1, 7)] == ["1件", "2件"]
    assert [quantity.text for quantity in ready.between(1, 9)] == ["1件", "2件"]
    assert ready.places_within(1, 8) == [1, 4, 7]


def test_the_clauses_between_two_places_say_what_closed_them() -> None:
    ready = reading("甲1件，乙2件和丙3件")
    found = [
        (ready.pattern[each.start : each.end], each.closed) for each in ready.clauses(0, len(ready.pattern))
    ]
    assert found == [(f"甲{COUNT}", "，"), (f"乙{COUNT}", "和"), (f"丙{COUNT}", "")]
