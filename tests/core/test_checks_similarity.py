"""How much of a text stands in another one, and the few marks by which texts that share much are found."""

from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks import RULES, Context, Copied, similarity
from disclosure.checks.boilerplate import without_boilerplate
from disclosure.checks.similarity import likeness, marks, own, sample
from tests.core.cases import usual_filing, usual_texts

OUTLINE = Path(__file__).parents[1] / "corpus" / "similarity" / "outline.toml"
CHARACTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 400)]


def text_of(seed: int, length: int) -> str:
    """Characters that make no words, the same for the same seed."""
    return "".join(random.Random(seed).choices(CHARACTERS, k=length))


ONE, OTHER = text_of(1, 400), text_of(2, 400)


def share(text: str, other: str) -> int:
    found = likeness(text, other)
    assert found is not None
    return found.share


def test_the_same_text_and_another_one() -> None:
    assert share(ONE, ONE) == 100
    assert share(ONE, OTHER) == 0


def test_the_share_is_that_of_the_text_asked_about() -> None:
    assert share(ONE[:200] + OTHER[:200], ONE) == 50
    assert share(ONE[:200], ONE + OTHER) == 100
    assert share(ONE + OTHER, ONE[:200]) == 25


def test_numbers_punctuation_and_line_breaks_make_no_difference() -> None:
    written = "，".join((ONE[:100], "共41件", ONE[100:200]))
    again = "。\n".join((ONE[:100], "共3.5件", ONE[100:200]))
    live = "".join((ONE[:100], "共{总计，一、本年新收政府信息公开申请数量}件", ONE[100:200]))
    assert share(written, again) == share(written, live) == 100
    assert marks(written) == marks(again) == marks(live)


def test_the_passage_is_quoted_as_it_stands_in_the_text() -> None:
    text = OTHER[:150] + "，" + ONE[:30] + "；\n" + ONE[30:70] + OTHER[150:300]
    found = likeness(text, ONE)
    assert found is not None
    assert found.passage in text
    assert found.passage == text[found.start :][: len(found.passage)]
    assert found.passage == ONE[30:70]


def test_of_two_passages_the_longer_one_is_quoted() -> None:
    for text in (
        ONE[:40] + "\n" + ONE[40:70] + OTHER[:150],
        OTHER[:90] + ONE[:40] + OTHER[90:200] + ONE[80:110],
    ):
        found = likeness(text, ONE)
        assert found is not None
        assert (found.passage, found.start) == (ONE[:40], text.index(ONE[:40]))


def test_texts_with_nothing_in_common_have_no_passage() -> None:
    assert likeness(ONE, OTHER) == similarity.Likeness(0, "", 0)


def test_a_passage_is_quoted_in_part() -> None:
    found = likeness(ONE, ONE)
    assert found is not None
    assert found.passage == ONE[:60]


def test_short_texts_say_nothing() -> None:
    assert likeness(ONE[:119], ONE) is None
    assert likeness(ONE, ONE[:119]) is None
    assert marks(ONE[:119]) == frozenset()
    assert marks("") == frozenset()
    assert likeness(ONE[:120], ONE) is not None
    assert marks(ONE[:120]) != frozenset()


def test_more_than_half_of_a_text_may_not_be_another_ones() -> None:
    (rule,) = (rule for rule in RULES if rule.id == "years.copied_text")
    filing = usual_filing(formats.get("notice_2021_30"), "示例市水务局", 2023)

    def found(length: int) -> list[tuple[int, ...]]:
        written = replace(filing, sections={"problems": ONE[:length] + OTHER[: 400 - length]})
        known = Context(copied=(Copied("problems", "示例市教育局", 2023, ONE),))
        return [finding.numbers for finding in rule.find(rule, written, known)]

    assert found(203) == []
    assert found(204) == [(2023, 50)]


def test_the_usual_texts_say_nothing() -> None:
    for texts in usual_texts().values():
        assert [likeness(text, text) for text in texts.values()] == [None] * len(texts)


def test_two_bodies_that_fill_the_same_outline_with_facts_of_their_own_have_little_in_common() -> None:
    water, education = (it["text"] for it in tomllib.loads(OUTLINE.read_text("utf-8"))["texts"])
    assert 0 < share(water, education) < 30
    assert 0 < share(education, water) < 30
    assert share(water + education, water) > 40


def test_set_phrases_are_left_out_and_everything_else_keeps_its_place() -> None:
    text = (
        "（一）主动公开。\n按照《中华人民共和国政府信息公开条例》（以下简称《条例》）的规定，水库开闸12次。"
    )
    left = without_boilerplate(text)
    assert len(left) == len(text)
    assert left.split() == ["，水库开闸12次。"]
    assert left.index("水库") == text.index("水库")


def test_of_two_set_phrases_with_the_same_beginning_the_longer_one_is_left_out() -> None:
    assert without_boilerplate("自然人申请，法人或其他组织申请，本机关不掌握相关政府信息").split() == [
        "，",
        "，",
    ]


def test_marks_are_numbers_a_database_can_hold() -> None:
    found = marks(ONE)
    assert all(0 <= mark < 2**63 for mark in found)
    assert len(found) < len(ONE) / 4


def test_a_sample_is_a_few_of_the_marks_the_smallest() -> None:
    long = text_of(3, 3000)
    assert sorted(sample(long)) == sorted(marks(long))[:32]
    assert sample(ONE[:150]) == marks(ONE[:150]) != frozenset()


def test_the_last_passage_of_a_text_has_its_mark() -> None:
    for seed in range(20):
        end = text_of(seed, 27)
        assert marks(ONE + end) & marks(end + OTHER), seed


@given(st.integers(0, 10_000), st.integers(0, 300), st.integers(0, 300))
def test_a_long_enough_common_passage_gives_a_mark_in_common(seed: int, before: int, behind: int) -> None:
    common = text_of(seed, 27)
    one = text_of(seed + 1, 150) + common + text_of(seed + 2, before)
    other = text_of(seed + 3, behind) + common + text_of(seed + 4, 150)
    assert marks(one) & marks(other)


@given(st.integers(0, 10_000))
def test_marks_tell_the_share_well_enough_to_look_closer(seed: int) -> None:
    mine = text_of(seed, 1200)
    half = mine[:650] + text_of(seed + 1, 550)
    common = len(marks(half) & marks(mine)) / len(marks(half))
    assert share(half, mine) > 50
    assert common > 0.35


@given(st.text(max_size=300), st.text(max_size=300))
def test_a_share_is_a_share(text: str, other: str) -> None:
    found = likeness(text, other)
    assert found is None or 0 <= found.share <= 100


def test_letters_point_back_into_the_text() -> None:
    text = "全年  Ａ1,234.5 件（水库）。"
    found = own(text)
    assert found.letters == "全年A0件水库"
    assert "".join(text[at] for at in found.at) == "全年Ａ1件水库"
    assert similarity.own(text) is found
