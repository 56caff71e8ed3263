"""Two people in one text: what either wrote stays, and what both changed is shown to choose from."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from disclosure.merging import Choice, merge, merge_line, split

BASE = "甲\n乙\n丙\n丁"

paragraphs = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "戊", "己", ""]), max_size=8)
texts = paragraphs.map(lambda lines: "\n".join(lines).strip("\n"))
choices = st.sampled_from(Choice)


def changed(base: str, now: str, typed: str) -> list[tuple[str, str]]:
    return [(clash.theirs, clash.yours) for clash in merge(base, now, typed).clashes]


# --- Different paragraphs ------------------------------------------------------------------------------


def test_edits_of_different_paragraphs_both_stay() -> None:
    found = merge(BASE, "甲一\n乙\n丙\n丁", "甲\n乙\n丙\n丁二")
    assert found.stored == found.shown == found.base == "甲一\n乙\n丙\n丁二"
    assert not found.clashes


def test_edits_of_neighbouring_paragraphs_both_stay() -> None:
    assert merge(BASE, "甲\n乙一\n丙\n丁", "甲\n乙\n丙二\n丁").stored == "甲\n乙一\n丙二\n丁"
    assert merge(BASE, "甲\n乙\n丙一\n丁", "甲\n乙二\n丙\n丁").stored == "甲\n乙二\n丙一\n丁"


def test_paragraphs_added_at_one_place_stand_one_behind_the_other() -> None:
    assert merge(BASE, f"{BASE}\n戊", f"{BASE}\n己").stored == f"{BASE}\n戊\n己"
    assert merge("", "戊", "己").stored == "戊\n己"


def test_a_paragraph_added_beside_one_that_was_changed_stays_in_its_order() -> None:
    assert merge(BASE, "甲\n新\n乙\n丙\n丁", "甲\n乙二\n丙\n丁").stored == "甲\n新\n乙二\n丙\n丁"
    assert merge(BASE, "甲\n乙\n新\n丙\n丁", "甲\n乙二\n丙\n丁").stored == "甲\n乙二\n新\n丙\n丁"


def test_what_one_took_out_and_the_other_left_alone_is_out() -> None:
    assert merge(BASE, "甲\n丙\n丁", "甲\n乙\n丙\n丁二").stored == "甲\n丙\n丁二"


def test_the_same_edit_by_both_is_made_once() -> None:
    assert merge(BASE, "甲\n乙一\n丙\n丁\n戊", "甲\n乙一\n丙\n丁\n戊").stored == "甲\n乙一\n丙\n丁\n戊"


def test_a_paragraph_stored_before_and_sent_again_stands_once() -> None:
    again = "甲\n乙\n新\n丙\n丁"
    for now in (
        "甲\n乙\n旁\n新\n丙\n丁",
        "甲\n乙\n新\n旁\n丙\n丁",
        "甲\n乙二\n新\n丙\n丁",
        "甲\n乙\n新\n丙二\n丁",
    ):
        found = merge(BASE, now, again)
        assert (found.stored, found.shown, found.clashes) == (now, now, ())


def test_where_a_paragraph_is_repeated_none_disappears_without_a_question() -> None:
    found = merge("己\n\n甲\n丙\n丙", "己\n己\n丁\n甲\n戊\n丙", "己\n\n丁\n甲\n丙")
    assert [(clash.base, clash.theirs, clash.yours) for clash in found.clashes] == [("丙", "戊", "")]
    assert found.stored.endswith("甲\n戊\n丙")


def test_edits_that_overlap_one_another_in_turn_are_one_question() -> None:
    base = "甲\n乙\n丙\n丁\n戊\n己"
    now, typed = "新甲\n丙\n新丁\n己", "甲\n新乙\n戊\n己"
    assert changed(base, now, typed) == [("新甲\n丙\n新丁", "甲\n新乙\n戊")]


def test_what_was_taken_out_from_between_lines_that_stay_is_found() -> None:
    long, short = "甲\n乙\n丙\n丁", "戊\n乙\n丁"
    assert merge(long, long, short).stored == merge(long, short, long).stored == short
    assert merge(short, short, long).stored == merge(short, long, short).stored == long


def test_lines_that_are_often_repeated_still_tell_edits_apart() -> None:
    lines = ["甲", "乙"] * 150
    now = [*lines[:100], "新", *lines[100:200], "又", *lines[200:]]
    typed = [*lines[:150], "丙", *lines[151:]]
    found = merge("\n".join(lines), "\n".join(now), "\n".join(typed))
    assert not found.clashes
    assert split(found.stored) == (*now[:151], "丙", *now[152:])


def test_edits_far_behind_in_a_long_text_are_told_apart() -> None:
    lines = [str(number) for number in range(50_100)]
    now = [*lines[:50_001], "新", *lines[50_001:50_099], "又", lines[50_099]]
    typed = [*lines[:50_050], "丙", *lines[50_051:]]
    assert not merge("\n".join(lines), "\n".join(now), "\n".join(typed)).clashes


# --- One line ------------------------------------------------------------------------------------------


def test_one_line_is_asked_about_as_a_whole() -> None:
    found = merge_line("示例局", "示例一局", "示例二局")
    assert [(clash.theirs, clash.yours) for clash in found.clashes] == [("示例一局", "示例二局")]
    assert (found.stored, found.shown) == ("示例一局", "示例二局")
    both = merge_line("示例局", "示例一局", "示例二局", {found.clashes[0].id: Choice.YOURS})
    assert both.stored == "示例二局"


def test_one_line_that_only_one_has_changed_needs_no_question() -> None:
    assert merge_line("", "示例局", "").stored == "示例局"
    assert merge_line("示例局", "示例局", "示例二局").stored == "示例二局"
    assert not merge_line("示例局", "示例局", "示例二局").clashes


# --- One paragraph -------------------------------------------------------------------------------------


def test_two_edits_of_one_paragraph_are_shown_and_nothing_else_waits() -> None:
    found = merge(BASE, "甲\n乙一\n丙\n丁", "甲\n乙二\n丙二\n丁")
    assert changed(BASE, "甲\n乙一\n丙\n丁", "甲\n乙二\n丙二\n丁") == [("乙一", "乙二")]
    assert found.stored == "甲\n乙一\n丙二\n丁", "what stands is not overwritten unseen; the rest is saved"
    assert found.shown == "甲\n乙二\n丙二\n丁", "the writer's words stay under the caret"
    assert found.base == "甲\n乙\n丙二\n丁", "so that the clash is found again until somebody has chosen"
    assert found.clashes[0].line == 1


def test_a_paragraph_one_changed_and_the_other_took_out_is_asked_about() -> None:
    assert changed(BASE, "甲\n乙一\n丙\n丁", "甲\n丙\n丁") == [("乙一", "")]
    assert changed(BASE, "甲\n丙\n丁", "甲\n乙二\n丙\n丁") == [("", "乙二")]


def test_a_clash_is_found_again_with_the_same_id_while_its_writer_goes_on() -> None:
    first = merge(BASE, "甲\n乙一\n丙\n丁", "甲\n乙二\n丙\n丁")
    again = merge(first.base, first.stored, "甲\n乙二三\n丙\n丁")
    assert [clash.id for clash in again.clashes] == [clash.id for clash in first.clashes]
    assert len(first.clashes[0].id) == 12
    other = merge(first.base, "甲\n乙四\n丙\n丁", "甲\n乙二\n丙\n丁")
    assert other.clashes[0].id != first.clashes[0].id, "what was not seen yet is asked about anew"


def test_each_choice_does_what_it_says() -> None:
    now, typed = "甲\n乙一\n丙\n丁", "甲\n乙二\n丙\n丁"
    clash = merge(BASE, now, typed).clashes[0].id
    assert merge(BASE, now, typed, {clash: Choice.THEIRS}).stored == now
    assert merge(BASE, now, typed, {clash: Choice.YOURS}).stored == typed
    assert merge(BASE, now, typed, {clash: Choice.BOTH}).stored == "甲\n乙一\n乙二\n丙\n丁"


# --- Whatever is written -------------------------------------------------------------------------------


def count(text: str) -> dict[str, int]:
    return {line: split(text).count(line) for line in split(text)}


@given(base=texts, now=texts, typed=texts)
def test_nothing_either_of_them_wrote_is_lost(base: str, now: str, typed: str) -> None:
    found = merge(base, now, typed)
    seen = "\n".join([found.stored, *(clash.yours for clash in found.clashes)])
    written = set(split(now)) | set(split(typed))
    assert written - set(split(base)) <= set(split(seen))


@given(base=texts, now=texts, typed=texts)
def test_without_a_clash_every_paragraph_added_by_either_is_there(base: str, now: str, typed: str) -> None:
    found = merge(base, now, typed)
    if not found.clashes:
        for line, times in {**count(now), **count(typed)}.items():
            added = times - split(base).count(line)
            assert split(found.stored).count(line) >= added


@given(base=texts, other=texts)
def test_where_only_one_has_written_the_outcome_is_theirs(base: str, other: str) -> None:
    for found in (merge(base, other, base), merge(base, base, other), merge(base, other, other)):
        assert (found.stored, found.shown, found.base) == (other, other, other)
        assert not found.clashes


@given(base=texts, now=texts, typed=texts, choice=choices)
def test_a_choice_for_every_clash_leaves_none(base: str, now: str, typed: str, choice: Choice) -> None:
    first = merge(base, now, typed)
    settled = merge(base, now, typed, {clash.id: choice for clash in first.clashes})
    assert not settled.clashes
    assert settled.stored == settled.shown == settled.base


@given(base=texts, now=texts, typed=texts)
def test_the_patches_turn_what_was_typed_into_what_is_shown(base: str, now: str, typed: str) -> None:
    found = merge(base, now, typed)
    lines = list(split(typed))
    for patch in reversed(found.patches):
        assert tuple(lines[patch.line : patch.line + len(patch.old)]) == patch.old
        lines[patch.line : patch.line + len(patch.old)] = patch.new
    assert "\n".join(lines) == found.shown


@given(base=texts, now=texts, typed=texts)
def test_saving_again_changes_nothing(base: str, now: str, typed: str) -> None:
    first = merge(base, now, typed)
    if not first.clashes:
        assert merge(first.base, first.stored, first.shown).stored == first.stored
        assert merge(first.kept, first.stored, typed).stored == first.stored


@given(base=texts, now=texts, typed=texts)
def test_saving_again_before_choosing_loses_nothing_either(base: str, now: str, typed: str) -> None:
    first = merge(base, now, typed)
    again = merge(first.base, first.stored, first.shown)
    seen = "\n".join([again.stored, *(clash.yours for clash in again.clashes)])
    assert (set(split(now)) | set(split(typed))) - set(split(base)) <= set(split(seen))


@given(base=texts, now=texts, typed=texts)
def test_who_goes_on_writing_before_the_answer_never_clashes_with_themselves(
    base: str, now: str, typed: str
) -> None:
    first = merge(base, now, typed)
    if not first.clashes:
        later = f"{typed}\n又写" if typed else "又写"
        assert not merge(first.kept, first.stored, later).clashes


def test_a_text_of_very_many_lines_is_merged_in_no_time() -> None:
    began = time.process_time()
    lines = "\n".join("甲乙"[number % 2] for number in range(50_000))
    found = merge(lines, f"始\n{lines[::-1]}\n终", f"{lines}\n戊")
    assert found.pieces
    assert time.process_time() - began < 2
