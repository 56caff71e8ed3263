"""How far the values of a row may stand from the heads of their columns, and how far a row may be moved as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from disclosure.formats.schema import Column
from disclosure.importing.document import Line, Span
from disclosure.importing.heads import Head, Heads
from disclosure.importing.standing import Place, are_aside, edges, places

A, B, C = (Column(key, key.upper()) for key in "abc")
HEADS: dict[Column, Place] = {A: (0, (200, 300)), B: (0, (300, 400)), C: (0, (400, 500))}
LABEL = (0, 200)
WHERE = ((200, 300), (300, 400), (400, 500))


def aside(
    *spans: Span,
    label: Span = LABEL,
    texts: Sequence[str] = ("1", "2", "3"),
    columns: Sequence[Column | None] = (A, B, C),
    heads: Mapping[Column, Place] = HEADS,
    usual: Sequence[Place] = (),
    ends: Mapping[int, int] | None = None,
) -> bool:
    """Whether values are aside that stand there, in a row whose label stands before them."""
    values = tuple(texts[: len(spans)])
    line = Line("", ("甲", *values), ruled=True, spans=(label, *spans))
    return are_aside([line], values, columns, heads, set(usual), ends or {})


def moved(by: int, *, blank: bool = False, **said: object) -> bool:
    """The same of a row moved to the right by so much, label and all."""
    spans = [(start + by, end + by) for start, end in WHERE]
    texts = ("1", "", "3") if blank else ("1", "2", "3")
    label = (LABEL[0] + by, LABEL[1] + by)
    return aside(*spans, label=label, texts=texts, **said)  # type: ignore[arg-type]


def test_values_below_their_heads_are_not_aside_and_tell_where_labels_stand() -> None:
    usual: set[Place] = set()
    line = Line("", ("一", "甲", "1", "2", "3"), ruled=True, spans=((0, 50), (50, 200), *WHERE))
    assert not are_aside([Line("", ("一",)), line], ("1", "2", "3"), (A, B, C), HEADS, usual, {})
    assert usual == {(0, (50, 200))}


def test_a_row_without_a_label_tells_of_none() -> None:
    usual: set[Place] = set()
    line = Line("", ("1", "2", "3"), ruled=True, spans=WHERE)
    assert not are_aside([line], ("1", "2", "3"), (A, B, C), HEADS, usual, {})
    assert usual == set()
    short = Line("", ("1", "2", "3"), ruled=True, spans=((200, 300), (300, 350), (350, 500)))
    assert are_aside([short], ("1", "2", "3"), (A, B, C), HEADS, usual, {})


@pytest.mark.parametrize(
    ("second", "is_aside"),
    [
        ((300, 351), False),
        ((300, 350), True),
        ((349, 400), False),
        ((350, 400), True),
        ((250, 400), False),
        ((200, 400), True),
    ],
)
def test_a_value_and_its_head_have_more_than_half_in_common(second: Span, is_aside: bool) -> None:
    assert aside(WHERE[0], second, WHERE[2]) is is_aside


def test_values_of_columns_without_a_head_stand_anywhere() -> None:
    assert not aside(WHERE[0], (350, 400), WHERE[2], columns=(A, None, C))
    assert not aside(WHERE[0], (350, 400), WHERE[2], heads={A: HEADS[A], C: HEADS[C]})


def test_of_another_frame_nothing_is_known() -> None:
    assert not moved(40, heads={column: (1, span) for column, (_, span) in HEADS.items()}, blank=True)


@pytest.mark.parametrize(("end", "is_aside"), [(549, False), (550, True)])
def test_the_last_value_reaches_out_by_less_than_half_its_column(end: int, is_aside: bool) -> None:
    assert aside(*WHERE[:2], (400, end)) is is_aside


def test_a_last_value_may_be_wider_than_its_head_up_to_where_most_rows_end() -> None:
    assert not aside(*WHERE[:2], (400, 600), ends={0: 600})
    assert aside(*WHERE[:2], (400, 600), ends={0: 700})
    assert aside(*WHERE[:2], (400, 600), ends={1: 600})


def test_the_value_of_the_only_column_stands_anywhere_below_its_head() -> None:
    only = {A: HEADS[A]}
    assert not aside((100, 600), columns=(A,), heads=only)
    assert not aside((299, 400), columns=(A,), heads=only)
    assert aside((300, 400), columns=(A,), heads=only)
    assert aside((190, 200), columns=(A,), heads=only, label=(0, 190))


# Rows that are moved as a whole -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "is_aside"), [(-40, False), (-89, False), (-90, True), (40, False), (89, False), (90, True)]
)
def test_a_row_moved_by_less_than_nine_tenths_of_a_column_may_have_blanks(by: int, is_aside: bool) -> None:
    assert moved(by, blank=True) is is_aside


def test_a_row_without_the_cell_before_its_label_stands_left_where_it_has_every_figure() -> None:
    assert not moved(-100)
    assert moved(-100, blank=True)


def test_a_row_behind_a_cell_that_reaches_down_too_far_stands_right_with_its_label() -> None:
    assert moved(100)
    assert not moved(100, usual=[(0, LABEL)])
    assert not moved(100, usual=[(0, (10, 190))])
    assert moved(100, usual=[(0, (11, 200))])
    assert moved(100, usual=[(0, (0, 189))])
    assert moved(100, usual=[(1, LABEL)])
    assert moved(100, usual=[(0, LABEL)], blank=True)


def test_two_columns_are_enough_to_tell_that_a_row_is_moved() -> None:
    two = {A: HEADS[A], B: HEADS[B]}
    assert not aside((240, 340), (340, 440), texts=("1", ""), heads=two)
    assert aside((300, 400), (400, 500), texts=("1", ""), heads=two)
    assert aside(WHERE[0], (350, 400), heads=two)


def test_values_that_are_not_all_moved_as_much_are_aside() -> None:
    assert aside((160, 260), (260, 360), (320, 360))
    assert aside((160, 260), WHERE[1], (480, 580))


def test_one_value_alone_is_not_moved() -> None:
    assert aside((160, 230), columns=(A, None, None), texts=("1",))


# A value alone among empty cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "is_aside"),
    [(("", "5", "", ""), True), (("", "", "5", ""), False), (("", "5", "5", ""), False)],
)
def test_a_value_alone_stands_where_it_is_found(cells: tuple[str, ...], is_aside: bool) -> None:
    line = Line("", cells, ruled=True, spans=(LABEL, *WHERE))
    usual: set[Place] = set()
    assert are_aside([line], ("5",), (B,), HEADS, usual, {}) is is_aside
    assert usual == set()


# Where the document tells no widths ---------------------------------------------------------------------------------


def test_cells_of_lines_with_as_many_stand_one_below_the_other() -> None:
    heads = Heads((A, B), (("甲", None), ("A", Head("A", A)), ("B", Head("B", B))))
    found = places([Line("", ("甲", "A", "B"), ruled=True)], heads, {})
    assert found == {A: (-3, (1, 2)), B: (-3, (2, 3))}
    row = Line("", ("甲", "1", "2"), ruled=True)
    assert not are_aside([row], ("1", "2"), (A, B), found, set(), {})
    assert are_aside([row], ("1", "2"), (B, A), found, set(), {})
    longer = Line("", ("甲", "乙", "1", "2"), ruled=True)
    assert not are_aside([longer], ("1", "2"), (B, A), found, set(), {})
    assert places([Line("", ("甲", "A", "B"))], heads, {}) == {}


# Heads and ends -----------------------------------------------------------------------------------------------------


def test_heads_stand_where_they_are_printed_up_to_where_most_rows_end() -> None:
    line = Line(
        "", ("", "项目", "A", "B", "C"), spans=((0, 9), (10, 20), (20, 30), (30, 50), (40, 60)), frame=7
    )
    labels = (("项目", Head("项目")), ("A", Head("A", A)), ("B", Head("B", B)), ("C", Head("C", C)))
    heads = Heads((A, B, C), labels)
    assert places([line], heads, {}) == {A: (7, (20, 30)), B: (7, (30, 50)), C: (7, (40, 60))}
    assert places([line], heads, {7: 40}) == {A: (7, (20, 30)), B: (7, (30, 40)), C: (7, (40, 60))}
    assert places([line], heads, {6: 40}) == places([line], heads, {})


def test_heads_cut_out_of_longer_texts_stand_nowhere() -> None:
    line = Line("", ("A B",), spans=((0, 9),))
    assert places([line], Heads((A, B), (("A", Head("A", A)), ("B", Head("B", B)))), {}) == {}


def ending(*ends: int, frame: int = 0) -> list[Line]:
    return [Line("", ("甲", "1", "2"), spans=((0, 5), (5, 40), (40, end)), frame=frame) for end in ends]


def test_a_frame_ends_where_more_than_half_of_its_rows_do() -> None:
    assert edges(ending(50, 50, 60)) == {0: 50}
    assert edges(ending(50, 50, 60, 70)) == {}
    assert edges([*ending(50), *ending(60, 60, frame=1)]) == {0: 50, 1: 60}
    titles = [Line("", ("标题",), spans=((0, 90),))] * 3
    assert edges([*titles, *ending(50)]) == {0: 50}
    assert edges(titles) == {}
