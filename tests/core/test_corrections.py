"""What a correction changed is worked out: every figure, every paragraph, every part around them, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.corrections import Changed, changed, counted, difference, reasons_changed
from disclosure.filing import Filing, Picture, empty_figures, with_figures

FORM = formats.get("notice_2021_30")
BEFORE = Filing(
    format=FORM,
    body="示例市水务局",
    year=2024,
    figures=empty_figures(FORM),
    sections={"overview": "甲段。\n乙段。\n丙段。", "problems": "问题。", "other": "没有。"},
    date="2025年1月20日",
)
RECEIVED = "requests.received.natural_person"


def said(now: Filing) -> list[tuple[str, str, object, object]]:
    return [(each.kind, each.place, each.before, each.now) for each in changed(BEFORE, now)]


def test_the_same_report_has_no_changes() -> None:
    assert changed(BEFORE, BEFORE) == ()


def test_a_figure_is_listed_with_the_totals_that_follow() -> None:
    assert said(with_figures(BEFORE, {RECEIVED: 3})) == [
        ("cell", RECEIVED, 0, 3),
        ("total", "requests.received.total", 0, 3),
    ]


def test_every_changed_figure_is_listed_however_small() -> None:
    keys = [key for key, place in FORM.places.items() if not place.derived]
    for key in keys:
        cells = [place for kind, place, *_ in said(with_figures(BEFORE, {key: 1})) if kind == "cell"]
        assert cells == [key]


def test_a_cell_that_was_no_figure_shows_what_stood_there() -> None:
    unread = replace(with_figures(BEFORE, {RECEIVED: None}), unread={RECEIVED: "/"})
    assert ("cell", RECEIVED, "/", 0) in [(c.kind, c.place, c.before, c.now) for c in changed(unread, BEFORE)]


def test_a_change_knows_its_section() -> None:
    now = with_figures(replace(BEFORE, date=""), {RECEIVED: 3})
    assert [each.section for each in changed(BEFORE, now)] == ["date", "requests", "requests"]


def test_what_is_taken_away_is_nothing_now() -> None:
    assert said(replace(BEFORE, date="")) == [("head", "date", "2025年1月20日", None)]
    assert said(replace(BEFORE, title=BEFORE.official_title)) == [], "no title is the official one"


def test_a_picture_is_told_by_its_caption_or_by_what_it_shows() -> None:
    plain = replace(BEFORE, pictures=(Picture(1, b"", 1, 1, "流程图"),))
    named = replace(BEFORE, pictures=(Picture(1, b"", 1, 1, "流程图", caption="图一 办理流程"),))
    assert said(plain) == [("picture", "picture.1", None, "流程图")]
    assert said(named) == [("picture", "picture.1", None, "图一 办理流程")]
    assert [(each.before, each.now) for each in changed(plain, named)] == [("流程图", "图一 办理流程")]
    assert [(each.before, each.now) for each in changed(named, BEFORE)] == [("图一 办理流程", None)]


def test_paragraphs_are_compared_one_by_one() -> None:
    now = replace(BEFORE, sections={**BEFORE.sections, "overview": "甲段。\n乙段改。\n丙段。\n丁段。"})
    assert said(now) == [
        ("paragraph", "overview", "乙段。", "乙段改。"),
        ("paragraph", "overview", None, "丁段。"),
    ]


def test_a_paragraph_that_went_is_listed() -> None:
    now = replace(BEFORE, sections={**BEFORE.sections, "overview": "甲段。\n丙段。"})
    assert said(now) == [("paragraph", "overview", "乙段。", None)]


def test_what_stands_around_the_sections_counts_too() -> None:
    now = replace(BEFORE, date="2025年1月21日", signature="示例市水务局", preface="前言。")
    assert [(kind, place) for kind, place, *_ in said(now)] == [
        ("head", "signature"),
        ("head", "date"),
        ("paragraph", "preface"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "甲段。\n乙段。\n丙段。\n",
        "\n甲段。\n\n乙段。\n丙段。",
        "  甲段。\n乙段。　\n丙段。",
        "甲段。\r\n乙段。\r\n丙段。",
    ],
)
def test_spaces_and_empty_lines_are_no_change(text: str) -> None:
    assert said(replace(BEFORE, sections={**BEFORE.sections, "overview": text})) == []


def test_a_title_that_is_printed_above_anyway_is_no_change() -> None:
    titled = f"{FORM.section('overview').title}\n{BEFORE.text('overview')}"
    assert said(replace(BEFORE, sections={**BEFORE.sections, "overview": titled})) == []


def test_a_blank_and_a_zero_are_two_things() -> None:
    assert ("cell", RECEIVED, 0, None) in said(with_figures(BEFORE, {RECEIVED: None}))


def test_a_cell_of_a_table_in_the_text_is_a_change() -> None:
    now = replace(BEFORE, sections={**BEFORE.sections, "other": "|项目|数|\n|培训|3|"})
    assert [kind for kind, place, *_ in said(now) if place == "other"] == ["paragraph", "paragraph"]


def test_a_public_reason_that_is_given_worded_anew_or_taken_back_is_a_change() -> None:
    one = {"rule": "jump", "finding": "比上年多", "text": "合并了两个单位。"}
    other = {**one, "text": "新设了窗口。"}
    assert reasons_changed([], [one]) == (Changed("reason", "jump", "比上年多", None, "合并了两个单位。"),)
    assert reasons_changed([one], [other]) == (
        Changed("reason", "jump", "比上年多", "合并了两个单位。", "新设了窗口。"),
    )
    assert reasons_changed([one], []) == (Changed("reason", "jump", "比上年多", "合并了两个单位。", None),)
    assert reasons_changed([one], [one]) == ()


def test_a_picture_described_anew_shows_both_descriptions() -> None:
    one, other = (Picture(1, b"1", 1, 1, alt, "流程图") for alt in ("办理流程", "办理流程，共五步"))
    found = changed(replace(BEFORE, pictures=(one,)), replace(BEFORE, pictures=(other,)))
    assert found == (Changed("picture", "picture.1", "图1", "办理流程", "办理流程，共五步"),)


def test_another_picture_is_a_change() -> None:
    one, other = (Picture(1, png, 1, 1, "流程图") for png in (b"1", b"2"))
    found = changed(replace(BEFORE, pictures=(one,)), replace(BEFORE, pictures=(other,)))
    assert found == (Changed("picture", "picture.1", "图1", "流程图", "流程图"),)


@given(st.sampled_from([key for key, p in FORM.places.items() if not p.derived]), st.integers(1, 10**8))
def test_nobody_can_call_a_changed_number_anything_else(key: str, value: int) -> None:
    changes = [each.to_data() for each in changed(BEFORE, with_figures(BEFORE, {key: value}))]
    assert counted(changes).startswith("更正1格")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (22, 27, "＋5"),
        (27, 22, "－5"),
        (1.1, 1, "－0.1"),
        (59237.2449, 59237.245, "＋0.0001"),
        (None, 3, ""),
        ("/", 0, ""),
    ],
)
def test_the_difference_of_a_figure(before: object, now: object, said: str) -> None:
    assert difference({"before": before, "now": now}) == said


def test_the_count_in_words() -> None:
    now = replace(with_figures(BEFORE, {RECEIVED: 3}), sections={**BEFORE.sections, "other": "有。"})
    assert counted([each.to_data() for each in changed(BEFORE, now)]) == "更正1格、1段"
    assert counted([]) == ""
