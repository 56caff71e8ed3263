"""Which cells stand beside a table, and which rows end before them, by the places at which cells begin and end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from disclosure.importing.beside import Bare, is_name, without
from disclosure.importing.document import Line, Span


def row(*cells: str, at: int = 0, spans: Sequence[Span] = (), shared: Sequence[int] = ()) -> Line:
    """Cells one column wide, from one column on, unless it is said where they stand."""
    places = tuple(spans) or tuple((at + n, at + n + 1) for n in range(len(cells)))
    return Line(" | ".join(cells), cells, ruled=True, spans=places, frame=1, shared=frozenset(shared))


def cells(*lines: Line) -> list[tuple[str, ...]]:
    return [bare.line.cells for bare in without(lines)]


REMARKED = row("项目", "新收", "办结", "备注")
NUMBERED = row("序号", "项目", "新收")


def test_remarks_are_cut_off_with_their_head() -> None:
    head, bare = without([REMARKED, row("甲", "3", "4", "补报")])
    assert (head.line, head.texts) == (row("项目", "新收", "办结"), ("备注",))
    assert (bare.line, bare.texts) == (row("甲", "3", "4"), ("补报",))


def test_numbers_are_cut_off_with_their_head() -> None:
    head, bare, empty = without([NUMBERED, row("1", "甲", "3"), row("", "乙", "4")])
    assert (head.line, head.texts) == (row("项目", "新收", at=1), ("序号",))
    assert (bare.line, bare.texts) == (row("甲", "3", at=1), ("1",))
    assert (empty.line, empty.texts) == (row("乙", "4", at=1), ("",))


@pytest.mark.parametrize("name", ["编号", "行号", "项目号", "备考"])
def test_numbers_of_rows_at_the_right_are_remarks(name: str) -> None:
    head = row("项目", "新收", "办结", name)
    figures = [row("甲", "3", "4", "5"), row("丁", "3", "4", "6")]
    assert cells(head, *figures, WHOLE) == [
        ("项目", "新收", "办结"),
        *(line.cells for line in figures),
        WHOLE.cells[:-1],
    ]


def test_a_figure_among_the_remarks_stays() -> None:
    assert cells(REMARKED, row("甲", "3", "4", "5"))[1] == ("甲", "3", "4", "5")


@pytest.mark.parametrize(
    "lines",
    [
        (row("备注"), row("甲", "字")),
        (row("序号"), row("1", "字")),
        (row("甲", "3", "备注"), row("乙", "4", "字")),
        (row("序号", "3", "字"), row("1", "4", "字")),
        (row("事项", "备注", at=5), row("3", "字")),
        (REMARKED, Line("一段文字"), row("甲", "3", "4", "补报")),
    ],
)
def test_one_cell_is_no_head_nor_is_a_row_with_a_figure_and_a_text_ends_a_table(
    lines: Sequence[Line],
) -> None:
    assert list(without(lines))[-1] == Bare(lines[-1])


@pytest.mark.parametrize(
    "line",
    [
        row("1", "3", spans=((0, 2), (2, 3))),
        row("（一）", "甲", "3"),
        row("甲", "乙", "丙"),
        row("序号", "3", "4"),
    ],
)
def test_what_reaches_beyond_the_numbers_or_is_none_stays(line: Line) -> None:
    assert list(without([NUMBERED, line]))[1] == Bare(line)


def test_a_row_that_ends_before_the_remarks_with_no_figure_has_lost_a_value() -> None:
    _, _, short, *_ = without([Line("一段文字"), REMARKED, row("甲", "3", "补报"), row("乙", "3", "4")])
    assert (short.line, short.texts) == (row("甲", "3"), ("补报",))


WHOLE = row("乙", "3", "4")


@pytest.mark.parametrize(
    ("others", "is_short"),
    [
        ([], True),
        ([WHOLE], False),
        ([row("甲", "3", "4", "补报")], False),
        ([row("甲", "3", "4", "5")], False),
        ([row("甲", "3", "4", "5")] * 2, True),
        ([row("甲", "3", "4", "5")] * 2 + [WHOLE], False),
        ([row("甲", "3", "4", ""), WHOLE], True),
        ([row("甲", "3", "4", "", shared=(3,)), WHOLE], False),
        ([row("甲", "3", "4", ""), row("丙", "3", "4", "补报", shared=(3,))], False),
        ([row("甲", "3", "4", "", shared=(2,))], True),
        ([row("3", "字", "丙", "丁")], True),
        ([Line("一段文字"), row("甲", "3", "4", "5"), row("甲", "3", "4", "5")], False),
    ],
)
def test_a_row_that_ends_with_a_figure_is_short_by_how_the_others_end(
    others: Sequence[Line], is_short: bool
) -> None:
    """Others between the head and it: remarks that are figures, blank, or none at all, where it stands alone."""
    expected = WHOLE.cells[:-1] if is_short else WHOLE.cells
    assert cells(REMARKED, *others, row(*WHOLE.cells))[-1] == expected


def test_tables_with_remarks_one_after_the_other_are_judged_apart() -> None:
    figures = [row("甲", "3", "4", "5")] * 2
    assert cells(REMARKED, *figures, REMARKED, WHOLE, WHOLE)[-1] == WHOLE.cells
    assert cells(REMARKED, *figures, WHOLE, REMARKED, WHOLE, WHOLE)[3] == WHOLE.cells[:-1]


def test_a_row_that_ends_within_the_remarks_is_left_as_it_is() -> None:
    head = row("项目", "新收", "备注", spans=((0, 1), (1, 2), (2, 4)))
    line = row("3", "字", spans=((0, 1), (1, 3)))
    assert list(without([head, line]))[1] == Bare(line)


def test_cells_over_several_rows_are_known_by_their_new_positions() -> None:
    remarked = list(without([REMARKED, row("甲", "3", "4", "补报", shared=(1, 3))]))[1]
    assert remarked.line.shared == {1}
    numbered = list(without([NUMBERED, row("1", "甲", "3", shared=(0, 2))]))[1]
    assert numbered.line.shared == {1}


NAMES = ("备注", "备　注", "说 明", "备考", "序号", "编号", "行号", "项目号")


def test_the_names_of_such_columns_and_the_numbers_of_rows() -> None:
    assert [text for text in (*NAMES, "12", "新收", "") if is_name(text)] == [*NAMES, "12"]
