"""Where the columns of a table begin, by the widths its cells and columns are said to have, or by the cells alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from disclosure.importing.readers.widths import Sized, between, edges

PART = 20
"""So many to a point, or to a hundredth of the table."""


def row(*widths: str) -> list[Sized]:
    """Cells one column wide."""
    return [((at, at + 1), width) for at, width in enumerate(widths)]


def merged(*cells: tuple[int, int]) -> list[Sized]:
    return [(cell, "") for cell in cells]


def steps(places: object) -> list[int]:
    """How wide the columns are."""
    assert isinstance(places, dict)
    assert list(places) == list(range(len(places)))
    return [end - start for start, end in pairwise(places.values())]


# By what is said ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "points"),
    [("40", 30), ("40px", 30), ("40pt", 40), (" 2cm ", 56.7), ("20mm", 56.7), ("1in", 72), ("12.5%", 12.5)],
)
def test_a_width_is_told_in_points_or_hundredths(width: str, points: float) -> None:
    assert steps(between(row(width, width), [])) == [points * PART, points * PART]


def test_the_cells_of_rows_say_what_the_columns_do_not() -> None:
    assert steps(between(row("30pt", ""), [row("", "50pt")])) == [600, 1000]
    assert steps(between(row("30pt", "50pt"), [row("10pt", "10pt")])) == [600, 1000]


def test_a_wide_cell_tells_the_width_of_what_is_left_of_it() -> None:
    assert steps(between([((0, 2), "70pt"), ((2, 3), "20pt")], [[((0, 1), "30pt")]])) == [600, 800, 400]
    assert steps(between([((0, 2), "70pt"), ((2, 3), "20pt")], [[((1, 2), "30pt")]])) == [800, 600, 400]


def test_of_hundredths_and_points_hundredths_count() -> None:
    assert steps(between([*row("30%", "70%"), ((0, 1), "5pt")], [])) == [600, 1400]
    assert steps(between([((0, 1), "5pt"), ((1, 2), "70%"), ((0, 2), "100%")], [])) == [600, 1400]
    assert steps(between([((0, 1), "5pt"), ((1, 2), "70%")], [])) == [PART, PART]


def test_narrow_cells_count_before_wide_ones() -> None:
    assert steps(between([((0, 2), "50pt"), ((0, 1), "20pt"), ((1, 2), "20pt")], [])) == [400, 400]


@pytest.mark.parametrize("width", ["", "0", "0pt", "auto", "3em", "123456pt"])
def test_a_width_of_nothing_leaves_columns_to_be_counted(width: str) -> None:
    assert steps(between(row("30pt", width), [row("", ""), row("", "")])) == [PART, PART]


@pytest.mark.parametrize(("wide", "found"), [("17.05pt", [400, -59]), ("17pt", [PART, PART])])
def test_columns_may_stand_in_the_wrong_order_by_less_than_three_points(wide: str, found: list[int]) -> None:
    assert steps(between([((0, 1), "20pt"), ((0, 2), wide)], [])) == found


def test_a_table_of_very_many_columns_is_not_worked_out() -> None:
    assert between(row(*["10pt"] * 99), []) == {at: 10 * PART * at for at in range(100)}
    assert between(row(*["10pt"] * 100), []) == {at: PART * at for at in range(101)}
    assert between(row(*["10pt"] * 101), []) == {}


# A table whose columns are said too ---------------------------------------------------------------------------------


def test_the_cells_count_before_the_columns_of_a_table() -> None:
    assert steps(edges(["100", "100"], [row("30pt", "50pt")])) == [600, 1000]


def test_the_columns_count_where_less_than_three_quarters_of_the_cells_bear_themselves_out() -> None:
    said = row("30pt", "50pt")
    good, bad = row("30pt", "53pt"), row("30pt", "53.1pt")
    assert steps(edges(["100", "200"], [said, good])) == [600, 1000]
    assert steps(edges(["100", "200"], [said, bad])) == [600, 1000]
    assert steps(edges(["100", "200"], [said, row("27pt", "53.1pt")])) == [600, 1000]
    assert steps(edges(["100", "200"], [said, row("26.9pt", "53.1pt")])) == [100, 200]


def test_two_of_three_cells_are_too_few() -> None:
    assert steps(edges(["100", "200"], [row("30pt", "50pt"), row("35pt", "")])) == [100, 200]


def test_a_width_of_thousands_of_digits_is_none() -> None:
    rows = [merged((0, 1), (1, 2)), merged((0, 1), (1, 2))]
    assert steps(edges(["1" * 5000, "200"], rows)) == [PART, PART]


def test_the_columns_count_only_where_all_have_a_width() -> None:
    rows = [merged((0, 1), (1, 2)), merged((0, 1), (1, 2))]
    assert steps(edges(["100", "200"], rows)) == [100, 200]
    assert steps(edges(["100", "200", "300"], rows)) == [100, 200, 300]
    for widths in (["100"], ["100", "0"], ["100", "auto"]):
        assert steps(edges(widths, rows)) == [PART, PART]


def test_places_stand_for_themselves_where_there_are_too_many_columns() -> None:
    assert edges([], [merged((0, 60), (60, 101))]) == {0: 0, 60: 60, 101: 101}


# By the cells alone -------------------------------------------------------------------------------------------------


def test_a_column_in_which_no_two_cells_stand_alone_is_next_to_nothing() -> None:
    rows = [merged((0, 1), (1, 3)), merged((0, 1), (1, 3)), merged((0, 1), (1, 2), (2, 3))]
    assert steps(between([], rows)) == [PART, 1, PART]
    assert steps(between([], [*rows, rows[2]])) == [PART, PART, PART]
    assert steps(between(merged((1, 2)), rows)) == [PART, PART, PART]


def test_columns_count_beyond_where_three_rows_end() -> None:
    table, beyond = [merged((0, 1), (1, 2))] * 3, [merged((0, 1), (1, 5))]
    assert steps(between([], [*table, *beyond])) == [PART] * 5
    assert steps(between([], [*table, *beyond * 2])) == [PART] * 5
    assert steps(between([], [*table, *beyond * 3])) == [PART, PART, 1, 1, 1]


def test_two_rows_do_not_tell_where_a_table_ends() -> None:
    assert steps(between([], [merged((0, 1), (1, 3))] * 2)) == [PART, PART, PART]
    assert steps(between([], [merged((0, 1), (1, 3))] * 3)) == [PART, PART, 1]


def test_the_first_column_counts() -> None:
    assert steps(between([], [merged((0, 2), (2, 3)), *[merged((1, 2), (2, 3))] * 3])) == [PART, PART, PART]


def test_nothing_is_known_of_no_cells() -> None:
    assert between([], []) == {0: 0}
