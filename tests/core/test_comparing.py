"""A narrative against last year's: paragraphs find each other, new words are marked, what was taken over is counted."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from disclosure.comparing import Mark, compare
from disclosure.prose import paragraphs

LAST = "（一）主动公开。2024年通过门户网站公开政府信息120条。\n（二）监督保障。全年组织业务培训2次，覆盖全部科室。"


def marks(before: str, now: str) -> list[list[tuple[str, str]]]:
    return [[(s.mark.value, s.text) for s in row] for row in compare(before, now).paragraphs]


def test_changed_words_are_marked_within_their_paragraph() -> None:
    now = LAST.replace("2024", "2025").replace("120条", "134条")
    assert marks(LAST, now)[0] == [
        ("same", "（一）主动公开。"),
        ("removed", "2024"),
        ("added", "2025"),
        ("same", "年通过门户网站公开政府信息"),
        ("removed", "120"),
        ("added", "134"),
        ("same", "条。"),
    ]


def test_a_paragraph_finds_its_counterpart_though_others_came_and_went() -> None:
    now = "开头的话另写一段，与往年完全不同。\n（二）监督保障。全年组织业务培训5次，覆盖全部科室。"
    rows = marks(LAST, now)
    assert [row[0][0] for row in rows] == ["removed", "added", "same"]
    assert ("added", "5") in rows[2] and ("removed", "2") in rows[2]


def test_a_single_character_between_two_changes_is_no_match() -> None:
    (row,) = marks("我们认真做好信息公开，各项的工作", "我们认真做好信息公开，全部的职责")
    assert ("same", "的") not in row


def test_only_longer_stretches_count_as_taken_over() -> None:
    found = compare("全年组织业务培训两次。甲乙。", "全年组织业务培训两次。丙乙。")
    assert (found.written, found.copied, found.share) == (12, 10, 83)
    assert compare("甲乙丙丁。", "甲乙丙丁。").copied == 0
    assert compare("", "").share == compare(LAST, "").share == compare("", LAST).share == 0
    assert compare(LAST, LAST).share == 100


def test_of_two_paragraphs_the_one_with_more_in_common_is_the_counterpart() -> None:
    short, long = "全年组织业务培训若干次。", "全年组织业务培训5次，覆盖全部科室。"
    last = "全年组织业务培训2次，覆盖全部科室。"
    assert [row[0][0] for row in marks(last, f"{short}\n{long}")] == ["added", "same"]
    assert [row[0][0] for row in marks(last, f"{long}\n{short}")] == ["same", "added"]
    assert [row[0][0] for row in marks(f"{short}\n{long}", last)] == ["removed", "same"]
    assert [row[0][0] for row in marks(f"{long}\n{short}", last)] == ["same", "removed"]


def test_paragraphs_without_a_counterpart_stand_where_they_stood() -> None:
    assert marks("甲甲甲\n乙乙乙", "丙丙丙\n丁丁丁") == [
        [("removed", "甲甲甲")],
        [("removed", "乙乙乙")],
        [("added", "丙丙丙")],
        [("added", "丁丁丁")],
    ]


def test_of_very_many_new_paragraphs_none_is_paired() -> None:
    before, now = (["".join((sign, str(n), sign)) for n in range(101)] for sign in "甲乙")
    rows = marks("\n".join(before), "\n".join(now))
    assert rows == [[("removed", text)] for text in before] + [[("added", text)] for text in now]


def test_a_new_text_has_no_counterpart_anywhere() -> None:
    assert marks("", "甲乙丙") == [[("added", "甲乙丙")]]
    assert marks("甲乙丙", "") == [[("removed", "甲乙丙")]]


@given(*[st.text(alphabet="甲乙丙丁12，。\n", max_size=60)] * 2)
def test_both_texts_can_be_read_from_the_comparison(before: str, now: str) -> None:
    rows = compare(before, now).paragraphs
    for text, leave in ((before, Mark.ADDED), (now, Mark.REMOVED)):
        read = ["".join(s.text for s in row if s.mark is not leave) for row in rows]
        assert [line for line in read if line] == paragraphs(text)


def test_long_texts_are_compared_in_reasonable_time() -> None:
    began = time.process_time()
    one = "\n".join(f"第{n}段写的是今年第{n}项工作的开展情况和下一步打算。" * 8 for n in range(60))
    compare(one, one.replace("今年", "去年"))
    compare("甲\n" * 20_000, "乙\n" * 20_000)
    compare("甲乙" * 2_500, "乙甲" * 2_500)
    assert time.process_time() - began < 5
