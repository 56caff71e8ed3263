"""What the sheets of a workbook that was taken out say of themselves is told from what stands in them."""

from __future__ import annotations

import pytest

from disclosure.filing import HEAD_LABELS
from disclosure.importing.document import Line
from disclosure.importing.readers.copied import Sorted, sort
from disclosure.workbook import DONE, HOW, READ

NONE = "（公式没有结果）"
LABELS = tuple(HEAD_LABELS.values())


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def texts(found: Sorted) -> tuple[list[str], list[str], tuple[str, ...]]:
    return [line.text for line in found.lines], [line.text for line in found.behind], found.layout


@pytest.mark.parametrize("sentence", [HOW[0], READ[-1]])
def test_the_first_sheet_says_how_it_is_filled_in_and_what_is_left(sentence: str) -> None:
    sheet = lines("示例局年度报告", sentence, f"表一：{DONE}", "表二：还有12格没填", "表三：还没填", NONE)
    said = (sentence, f"表一：{DONE}", "表二：还有12格没填", NONE)
    assert texts(sort(sheet, NONE)) == (["示例局年度报告", "表三：还没填"], [], said)


def test_what_stands_around_the_sections_goes_to_its_place() -> None:
    addressee, preface, signature, date = LABELS
    sheet = lines(addressee, "各位：", preface, "引言一段。", signature, "示例局", date, "2024年1月9日")
    assert texts(sort(sheet, NONE)) == (["各位：", "引言一段。"], ["示例局", "2024年1月9日"], LABELS)


@pytest.mark.parametrize(
    "sheet",
    [
        lines("示例局", f"表一：{DONE}", NONE),
        lines(*LABELS[:-1], "2024年1月9日"),
        lines(*LABELS[::-1]),
        [*lines(*LABELS), Line("甲 | 3", ("甲", "3"), ruled=True)],
        [Line(HOW[0], left_out=True), *lines("示例局", NONE)],
    ],
)
def test_any_other_sheet_stays_as_it_is(sheet: list[Line]) -> None:
    assert sort(sheet, NONE) == Sorted(tuple(sheet))
