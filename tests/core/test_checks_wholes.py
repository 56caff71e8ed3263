"""Of which number before it a part is said: in lists, behind another sentence, by its name and by its outcome."""

from __future__ import annotations

import pytest

from disclosure.checks.sentences import Reading, readings
from disclosure.checks.wholes import (
    counted_as,
    follows_a_side,
    listed_between,
    listed_under,
    says_all,
    seen_from,
    whole_of,
    without_lists,
)


def read(text: str) -> Reading:
    (reading,) = readings("other", text)
    return reading


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("登记112批，接待98批，办妥60批。", "98批"),
        ("登记112批，接待98批，办妥98批。", "98批"),  # just as large is large enough
        ("登记112批，接待98批，办妥99批。", "112批"),
        ("登记30批，接待20批，办妥99批。", "20批"),  # too small all of them: the last one
        ("登记112批，东门98批、西门53批，办妥60批。", "112批"),
        ("东门98批、西门53批，办妥60批。", None),
    ],
)
def test_the_whole_of_a_part_is_the_last_that_can_be(text: str, whole: str | None) -> None:
    reading = read(text)
    *places, part = reading.places
    found = whole_of(reading, places, reading.marks[part])
    assert (found and found.text) == whole


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("登记112批，接待98批。", ["112批", "98批"]),
        ("登记112批，东门98批、西门53批。", ["112批"]),
        ("登记112批，东门98批、西门53批和南门9批。", ["112批"]),
        ("东门98批、西门53批。", []),
        # Lists right before the last one go with it; what stands behind a list leaves it where it is.
        ("登记112批，甲馆3批、乙馆4批，东门98批、西门53批。", ["112批"]),
        ("东门98批、西门53批，登记112批。", ["98批", "53批", "112批"]),
    ],
)
def test_numbers_without_the_list_they_end_in(text: str, left: list[str]) -> None:
    reading = read(text)
    assert [reading.marks[at].text for at in without_lists(reading, reading.places)] == left


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        # Behind a word that begins a list: the last of the unit, not last year's, whatever its size where there is one.
        ("共124段，其中航拍31段。", "124段"),
        ("共124段，剪辑90段，其中航拍31段。", "90段"),
        ("共124段，9人出镜，其中航拍31段。", "124段"),
        ("共124段，其中航拍31段，其中夜景5段。", "31段"),
        ("收到124段，比上年增加90段，其中航拍31段。", "124段"),
        ("比上年增加90段，其中航拍31段。", "90段"),
        ("上年收到124段，本年收到20段，其中航拍31段。", "20段"),
        ("共24段，其中航拍31段。", "24段"),
        # The only number before it.
        ("登记表格73份，网上填写66份。", "73份"),
        ("登记表格73份，网上填写73份。", "73份"),
        ("登记表格73份，网上填写74份。", None),
        ("登记表格73份，到场填写66人。", None),
        ("登记表格73份，退回7份，网上填写66份。", None),
        ("比上年增加73份，网上填写66份。", None),
        # Of units of many things only what is done of them.
        ("排查隐患78处，已整治71处。", "78处"),
        ("排查隐患78处，整治71处。", None),
        # Those just counted, of one kind.
        ("共27场，9人讲解，馆长主持的6场。", "27场"),
        ("共27场，馆外的8场，馆长主持的6场。", None),
        ("共27场，9人讲解，馆长主持6场。", None),
        ("馆外的共27场，9人讲解，馆长主持的6场。", None),
        ("共27场，占总数的9%，馆长主持的6场。", None),
        ("共27场，9人讲解；馆长主持的6场。", None),
        # Outcomes are those of applications.
        ("答复申请62项，予以公开25项。", "62项"),
        ("召开会议62项，予以公开25项。", None),
        ("答复申请62项，涉及公开25项。", None),
        ("答复申请62处，予以公开25项。", None),
        ("答复申请62项，网上40项，予以公开25项。", None),
    ],
)
def test_the_number_a_part_is_under(text: str, whole: str | None) -> None:
    reading = read(text)
    found = listed_under(reading, 0, reading.places[-1])
    assert (found and found.text) == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("共登记52件。从来源看，本地42件。", "52件"),
        ("共登记52件，9人经办。从来源看，本地42件。", "52件"),
        ("共登记52件，退回4件。从来源看，本地42件。", None),
        ("共登记52件。从来源看，本地42人。", None),
        ("共登记52件。本地42件。", None),
        ("从来源看，外地9件，本地42件。", None),
        ("上周9件。共登记52件。按来源看，本地42件。按时间看，上午3件。", "52件"),
        (
            "上周9件。共登记52件。按来源看，本地42件。按时间看，上午3件。按地点看，窗口4件。按级别看，高级2件。",
            "52件",
        ),
        # So far back nobody looks.
        (
            "共登记52件。按来源看，本地42件。按时间看，上午3件。按地点看，窗口4件。按级别看，高级2件。按内容看，咨询1件。",
            None,
        ),
        ("按来源看，本地42件。按时间看，上午3件。", None),
    ],
)
def test_what_is_seen_from_a_side_is_counted_in_the_sentence_before(text: str, whole: str | None) -> None:
    reading = read(text)
    last = reading.places[-1]
    found = seen_from(reading, reading.begin(last), reading.marks[last])
    assert (found and found.text) == whole


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("共登记52件。按来源看，本地42件。按时间看，上午3件。", True),
        ("共登记52件。按来源看，本地42件。", False),
        ("按来源看，本地42件，外地3件。", False),
    ],
)
def test_a_sentence_behind_one_that_divides(text: str, follows: bool) -> None:
    reading = read(text)
    assert follows_a_side(reading, reading.begin(reading.places[-1])) is follows


@pytest.mark.parametrize(
    ("text", "of", "whole"),
    [
        ("实际聘用207名，其中硕士63名。", "聘用人数", "207名"),
        ("实际聘用207名，报名900名，硕士63名。", "聘用人数", "207名"),
        ("当年聘用207名，硕士63名。", "当年聘用人数", "207名"),
        ("实际聘用207名，又聘用90名，硕士63名。", "聘用人数", None),  # which of the two?
        ("追缴资金207万元，上交63万元。", "追缴资金总额", "207万元"),
        ("资金追缴207万元，上交63万元。", "追缴资金总额", "207万元"),
        ("追缴资金涉案207万元，上交63万元。", "追缴涉案资金总额", "207万元"),
        ("追缴207万元，上交63万元。", "追缴资金总额", None),  # not all of what is named
        ("聘硕用士207名，硕士63名。", "硕士", None),
        ("聘207名，硕士63名。", "聘", None),
        ("来函件207封，答复63封。", "来函件", None),
        ("硕士63名，聘用207名。", "聘用", None),  # it stands before, not behind
    ],
)
def test_the_one_number_that_is_said_to_count_just_that(text: str, of: str, whole: str | None) -> None:
    reading = read(text)
    found = counted_as(reading, 0, reading.places[-1], of)
    assert (found and found.text) == whole


@pytest.mark.parametrize(
    ("words", "all_of_it"),
    [
        ("总数的", True),
        ("受理总量", True),
        ("全局总数的", True),
        ("", True),
        ("女性", False),
        ("总数的半", False),
    ],
)
def test_words_that_only_say_of_all(words: str, all_of_it: bool) -> None:
    assert says_all(words) is all_of_it


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("共124段，其中航拍31段。", True),
        ("共124段（航拍31段）。", True),
        ("共124段，航拍31段。", False),
        ("其中共124段，航拍31段。", False),
        ("共124段，航拍31段，其中夜景5段。", False),
    ],
)
def test_words_between_two_numbers_list_the_second_under_the_first(text: str, listed: bool) -> None:
    reading = read(text)
    first, second = (reading.marks[at] for at in reading.places[:2])
    assert listed_between(reading, first, second) is listed
