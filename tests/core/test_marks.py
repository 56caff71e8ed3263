"""Figures and pictures in a narrative: every cell has a name of its own, and a mark without a figure stays visible."""

from dataclasses import replace
from decimal import Decimal

import pytest

from disclosure import formats, marks
from disclosure.checks import check
from disclosure.filing import Filing, Picture, empty_figures, from_data, to_data

FORM = formats.get("notice_2021_30")


@pytest.fixture(params=list(formats.all_formats()))
def form(request):
    return formats.get(request.param)


def total(form):
    return next(place for place in form.places.values() if place.key == "requests.received.total")


def test_every_cell_has_a_name_of_its_own(form):
    assert len(marks.names(form)) == len(form.places)
    assert all("{" not in name and "\n" not in name and len(name) <= 120 for name in marks.names(form))


def test_a_figure_is_written_out(form):
    text = f"全年收到申请{marks.figure_mark(total(form))}件。"
    assert marks.written_out(text, form, {"requests.received.total": 43}.get) == "全年收到申请43件。"


def test_an_amount_is_written_as_it_is_printed():
    place = FORM.places["disclosure.administrative_fees.amount"]
    written = marks.written_out(marks.figure_mark(place), FORM, lambda key: Decimal("59237.2449"))
    assert written == "59237.2449"


@pytest.mark.parametrize("text", ["共{没有这一格}件。", "集合{1,2}。", "{", "{}", "a{b\nc}d"])
def test_what_names_no_cell_stays_as_it_stands(text):
    assert marks.written_out(text, FORM, lambda key: 1) == text


def test_an_empty_cell_leaves_the_mark_and_a_finding():
    mark = marks.figure_mark(total(FORM))
    filing = Filing(FORM, "示例市水务局", 2024, sections={"overview": f"收到申请{mark}件。"})
    assert marks.written_out(filing.text("overview"), FORM, filing.value) == filing.text("overview")
    assert [found.excerpt for found in check(filing) if found.rule == "words.live_figure"] == [mark]


@pytest.mark.parametrize(("line", "number"), [("［图1］", 1), ("[图12]", 12), (" ［图3］ ", 3)])
def test_a_line_that_stands_for_a_picture(line, number):
    assert marks.picture_number(line) == number


@pytest.mark.parametrize("line", ["见［图1］", "图1", "［图］", "［图一］", "［图12345］", ""])
def test_other_lines_do_not(line):
    assert marks.picture_number(line) is None


PICTURE = Picture(1, b"\x89PNG...", 400, 300, "柱状图：三年的申请数量", "申请数量")


def test_a_picture_that_is_not_there_is_a_finding():
    texts = {"overview": "情况见下图。\n［图1］\n［图2］"}
    filing = Filing(FORM, "示例市水务局", 2024, empty_figures(FORM), texts, pictures=(PICTURE,))
    assert [found.excerpt for found in check(filing) if found.rule == "words.picture"] == ["［图2］"]


def test_pictures_travel_with_the_data_and_count_for_the_digest():
    filing = Filing(FORM, "示例市水务局", 2024, pictures=(PICTURE,))
    assert from_data(to_data(filing)).pictures == (PICTURE,)
    assert filing.digest != Filing(FORM, "示例市水务局", 2024).digest


def test_a_picture_of_which_nobody_says_what_it_shows_is_a_finding():
    texts = {"overview": "情况见下图。\n［图1］"}
    silent = replace(PICTURE, alt=" ")
    filing = Filing(FORM, "示例市水务局", 2024, empty_figures(FORM), texts, pictures=(silent,))
    found = [finding for finding in check(filing) if finding.rule == "words.picture"]
    assert [(f.message, f.section, f.excerpt) for f in found] == [
        ("图1没有说明图里画的是什么", "overview", "［图1］")
    ]
