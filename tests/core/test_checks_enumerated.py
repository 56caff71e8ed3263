"""Which number the parts of a list are parts of, where several stand before it."""

from __future__ import annotations

import pytest

from disclosure import formats
from disclosure.checks import Context, parts
from disclosure.filing import Filing

(RULE,) = parts.RULES


def numbers(text: str) -> list[tuple[object, ...]]:
    filing = Filing(formats.get("notice_2021_30"), "示例局", 2023, sections={"overview": text})
    return [finding.numbers for finding in parts.find_parts(RULE, filing, Context())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The last one before the list, though its first part is just as large.
        ("受理工单20件，办结12件，其中城东12件、其他3件。", (12, 12, 3)),
        # In the sentence before, where its own begins with the list.
        ("受理工单20件。其中城东12件、其他3件。", (20, 12, 3)),
        ("去年有些不同。受理工单20件。其中城东12件、其他3件。", (20, 12, 3)),
        # Not the last of a list that has no room for the first part, nor one another number stands behind.
        ("受理工单151件，主办98件、会办53件，其中城东112件、其他30件。", (151, 112, 30)),
        ("受理工单412件，超期3件，按期率99.3%，其中城东218件、其他100件。", (412, 218, 100)),
    ],
)
def test_the_whole_of_a_list(text: str, expected: tuple[int, ...]) -> None:
    assert numbers(text) == [expected]


def test_a_sentence_with_a_number_of_its_own_is_not_read_with_the_one_before() -> None:
    assert numbers("受理工单20件。召开会议2次，其中城东12件、其他3件。") == []


def test_a_list_larger_than_the_number_right_before_it_is_of_no_earlier_one() -> None:
    assert numbers("受理工单20件，办结10件，其中城东12件、其他3件。") == []
