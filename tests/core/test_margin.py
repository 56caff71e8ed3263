"""A narrative beside its editor: the words in question are marked, and each remark follows its paragraph."""

from __future__ import annotations

from disclosure.margin import Passage, Spot, Words, lines_of, passages
from disclosure.prose import untitled

TEXT = "（一）主动公开。全年发布信息12条,其中解读XX条。\n\n转接5873次，成功率89.52%。\n"


def words(found: tuple[Words, ...]) -> list[tuple[str, str]]:
    return [(piece.text, piece.spot) for piece in found]


def test_the_words_in_question_are_marked_in_the_printed_paragraph() -> None:
    first, second = passages(TEXT, [Spot("rate", "成功率89.52%", at=40), Spot("gap", "解读XX条", at=20)])
    assert first.tag == "h3" and words(first.head) == [("（一）主动公开。", "")]
    assert words(first.body) == [("全年发布信息12条，其中", ""), ("解读XX条", "gap"), ("。", "")]
    assert words(second.body) == [("转接5873次，", ""), ("成功率89.52%", "rate"), ("。", "")]
    assert (first.line, first.spots, second.line, second.spots) == (0, ("gap",), 2, ("rate",))


def test_words_are_found_though_their_punctuation_is_printed_wide() -> None:
    (found,) = passages("发布12条,其中3条。", [Spot("sum", "12条,其中3条")])
    assert words(found.body) == [("发布", ""), ("12条，其中3条", "sum"), ("。", "")]


def test_words_that_stand_twice_are_found_where_the_remark_says() -> None:
    text = "收到12件。\n办结12件。\n结转12件。"
    assert lines_of(text, [Spot("a", "12件", at=text.rindex("12件")), Spot("b", "12件")]) == {"a": 2, "b": 0}


def test_words_below_a_title_that_is_not_printed_are_found_where_the_remark_says() -> None:
    text = "一、总体情况\n收到12件。\n收到12件。"
    below = untitled(text, "一、总体情况")
    first, second = passages(below, [Spot("a", "收到12件。", at=text.index("12"))])
    assert (first.line, first.spots, second.spots) == (1, ("a",), ())


def test_what_is_not_in_the_text_belongs_to_no_paragraph() -> None:
    assert lines_of(TEXT, [Spot("gone", "没有这句"), Spot("none", "")]) == {}
    assert all(passage.spots == () for passage in passages(TEXT, [Spot("gone", "没有这句")]))


def test_marks_cross_the_end_of_a_heading_and_never_overlap() -> None:
    (found,) = passages("（一）公开。全年12条。", [Spot("a", "公开。全年"), Spot("b", "全年12条")])
    assert words(found.head) == [("（一）", ""), ("公开。", "a")]
    assert words(found.body) == [("全年", "a"), ("12条。", "")]
    assert found.spots == ("a", "b"), "the second keeps its remark though it has no mark"


def test_a_paragraph_that_is_a_heading_alone_has_no_body() -> None:
    assert passages("（二）依申请公开", []) == (Passage(0, 2, (Words("（二）依申请公开"),), (), ()),)


def test_a_table_between_paragraphs_is_one_passage_and_a_picture_another() -> None:
    text = "前文。\n|年度|件数|\n|2025|XX|\n［图1］\n后文。"
    found = passages(text, [Spot("gap", "|2025|XX|", at=0)])
    assert [(passage.line, passage.inset, passage.spots) for passage in found] == [
        (0, "", ()),
        (1, "|年度|件数|\n|2025|XX|", ("gap",)),
        (3, "［图1］", ()),
        (4, "", ()),
    ]
