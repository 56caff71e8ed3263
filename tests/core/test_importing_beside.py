"""Columns beside a table, of remarks or of the numbers of its rows, keep nothing from being read and move no value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from disclosure.importing import read_report
from tests.core import workbooks
from tests.core.disturbances import Box, Items, Row, items, row_keys
from tests.core.test_importing_aside import (
    EXTRA,
    ROW,
    WIDE,
    WRITERS,
    in_row,
    on_every_form,
    on_requests,
    without,
)
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_rivals import moved, table_of
from tests.core.writing import SHAPES


def beside(table: list[Row], name: str, texts: Callable[[int], str], *, right: bool) -> list[Row]:
    """One more column at the right or the left of a table, over which a name stands."""
    first = next(at for at, row in enumerate(table) if any(box.key for box in row))
    boxes = {0: Box(name, down=first), **{at: Box(texts(at)) for at in range(first, len(table))}}
    put = {at: [box] for at, box in boxes.items()}
    return [[*row, *put.get(at, ())] if right else [*put.get(at, ()), *row] for at, row in enumerate(table)]


def with_beside(form: str, label: str, **column: object) -> Items:
    found = items(telling(form))
    at = table_of(found, label)
    return [*found[:at], beside(found[at], **column), *found[at + 1 :]]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
@pytest.mark.parametrize("label", ["一、本年新收", "结果维持"])
@pytest.mark.parametrize("text", ["", "含镇办"])
def test_a_column_of_remarks_beside_a_table_keeps_nothing_from_being_read(
    kind: str, form: str, label: str, text: str
) -> None:
    found = with_beside(form, label, name="备注", texts=lambda at: text, right=True)
    back = read_report(WRITERS[kind](found), "a")
    assert back.filing.figures == telling(form).figures
    assert {passage.text for passage in back.unread} == {text} - {""}


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
@pytest.mark.parametrize("label", ["一、本年新收", "结果维持"])
def test_numbers_of_rows_beside_a_table_keep_nothing_from_being_read(
    kind: str, form: str, label: str
) -> None:
    back = read_report(WRITERS[kind](with_beside(form, label, name="序号", texts=str, right=False)), "a")
    assert back.filing.figures == telling(form).figures
    assert back.unread == ()


@pytest.mark.parametrize("kind", WIDE)
@on_every_form
@pytest.mark.parametrize("at", [1, 4, 7])
def test_a_row_whose_values_reach_into_the_remarks_is_not_read(kind: str, form: str, at: int) -> None:
    """A number was put in; the last value stands where the remark was."""
    filing = telling(form)
    found = with_beside(form, "一、本年新收", name="备注", texts=lambda at: "", right=True)
    put_in = in_row(lambda row: [*row[:at], Box(EXTRA), *row[at:-1]])
    back = read_report(WRITERS[kind](on_requests(found, put_in)), "a")
    assert moved(back, filing) == {}
    assert not row_keys(ROW)(filing) & back.filing.figures.keys()


@pytest.mark.parametrize("kind", ["html", "docx"])
@on_every_form
@pytest.mark.parametrize("remark", ["", "含镇办", "/", "3"])
@pytest.mark.parametrize("column", ["natural_person", "research_institute", "total"])
def test_a_row_that_lost_a_value_is_not_filled_up_with_its_remark(
    kind: str, form: str, remark: str, column: str
) -> None:
    found = with_beside(form, "一、本年新收", name="备注", texts=lambda at: remark, right=True)
    back = read_report(WRITERS[kind](on_requests(found, in_row(without(column)))), "a")
    assert moved(back, telling(form)) == {}


@pytest.mark.parametrize("kind", ["html", "docx"])
@on_every_form
def test_the_only_row_is_not_filled_up_with_its_remark(kind: str, form: str) -> None:
    found = with_beside(form, "结果维持", name="备注", texts=lambda at: "", right=True)
    at = table_of(found, "结果维持")
    table: list[Row] = found[at]  # type: ignore[assignment]
    line = next(row for row in table if any(box.key.startswith("cases.review") for box in row))
    line.remove(next(box for box in line if box.key == "cases.review.corrected"))
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, telling(form)) == {}


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
@pytest.mark.parametrize("filled", [0, 1, 5, 9])
def test_remarks_in_some_rows_leave_the_others_as_they_are(kind: str, form: str, filled: int) -> None:
    found = with_beside(
        form, "一、本年新收", name="备注", texts=lambda at: "含镇办" if at % 10 < filled else "", right=True
    )
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, telling(form)) == {}
    assert telling(form).figures.keys() <= back.filing.figures.keys()


@pytest.mark.parametrize("kind", ["html", "docx"])
@on_every_form
@pytest.mark.parametrize("remark", ["", "含镇办", "3", "/"])
@pytest.mark.parametrize("dropped", [1, 2])
def test_the_only_row_that_lost_values_is_not_read(kind: str, form: str, remark: str, dropped: int) -> None:
    found = with_beside(form, "结果维持", name="备注", texts=lambda at: remark, right=True)
    at = table_of(found, "结果维持")
    found[at] = [
        row[:1] + row[1 + dropped :] if any(box.key.startswith("cases.review") for box in row) else row
        for row in found[at]
    ]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, telling(form)) == {}
    assert not any(key.startswith("cases.") for key in back.filing.figures)


@pytest.mark.parametrize("kind", ["html", "docx"])
@on_every_form
def test_a_row_that_lost_a_value_is_not_filled_up_with_the_only_remark(kind: str, form: str) -> None:
    filing = telling(form)
    found = with_beside(form, "一、本年新收", name="备注", texts=str, right=True)
    at = table_of(found, "一、本年新收")
    line = next(n for n, row in enumerate(found[at]) if any(box.key.startswith(f"{ROW}.") for box in row))
    blank = [
        row if n in (0, line) or not row[-1].text.isdecimal() or row[-1].key else [*row[:-1], Box("")]
        for n, row in enumerate(found[at])
    ]
    found[at] = in_row(without("enterprise"))(blank)  # type: ignore[arg-type]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert filing.figures.keys() - back.filing.figures.keys() == row_keys(ROW)(filing)


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "xls"])
@on_every_form
def test_a_blank_total_beside_remarks_of_some_rows_leaves_the_rest_of_its_row(kind: str, form: str) -> None:
    filing = telling(form)
    key = f"{ROW}.total"
    found = with_beside(
        form, "一、本年新收", name="备注", texts=lambda at: "含镇办" if at % 4 == 0 else "", right=True
    )
    blank = in_row(lambda row: [replace(box, text="") if box.key == key else box for box in row])
    write = as_xls if kind == "xls" else WRITERS[kind]
    back = read_report(write(on_requests(found, blank)), "a")
    assert filing.figures == back.filing.figures


@pytest.mark.parametrize("kind", ["html", "docx"])
@on_every_form
@pytest.mark.parametrize(("name", "right"), [("备注", True), ("序号", False)])
def test_columns_beside_the_table_of_section_two_keep_nothing_from_being_read(
    kind: str, form: str, name: str, right: bool
) -> None:
    """Its first head is one cell."""
    texts: Callable[[int], str] = (lambda at: "") if right else str
    back = read_report(WRITERS[kind](with_beside(form, "行政许可", name=name, texts=texts, right=right)), "a")
    assert back.filing.figures == telling(form).figures


@on_every_form
def test_numbered_heads_of_blocks_beside_remarks_lose_no_column(form: str) -> None:
    """The remarks of all blocks are one cell."""
    found = with_beside(form, "行政许可", name="备注", texts=lambda at: "", right=True)
    at = table_of(found, "行政许可")
    table = [[box for box in row if box.key or box.text] for row in found[at] if isinstance(row, list)]
    found[at] = beside(table, "序号", str, right=False)
    assert read_report(WRITERS["html"](found), "a").filing.figures == telling(form).figures


def as_xls(found: Items) -> bytes:
    return workbooks.saved(workbooks.xls([workbooks.drawn(found)]))


@on_every_form
@pytest.mark.parametrize(
    "shape", ["bars between cells", "bars around", "tabs", "columns of spaces", "single spaces"]
)
@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("序号", "1", False),
        ("序 号", "1", False),
        ("备注", "3", True),
        ("备 注", "3", True),
        ("备注", "/", True),
        ("备注", "", True),
    ],
)
@pytest.mark.parametrize("dropped", [0, 7, 14])
def test_in_a_text_no_remark_or_number_of_the_only_row_stands_for_a_value_it_lost(
    form: str, shape: str, name: str, text: str, right: bool, dropped: int
) -> None:
    found = with_beside(form, "结果维持", name=name, texts=lambda at: text, right=right)
    at = table_of(found, "结果维持")
    *heads, line = found[at]
    first = next(n for n, box in enumerate(line) if isinstance(box, Box) and box.key)
    found[at] = [*heads, [*line[: first + dropped], *line[first + dropped + 1 :]]]  # type: ignore[list-item]
    lines = [
        written
        for item in found
        for written in (
            [item]
            if isinstance(item, str)
            else [SHAPES[shape].row([box.text for box in row]) for row in item]
        )
    ]
    back = read_report("\n".join(lines).encode(), "a")
    assert moved(back, telling(form)) == {}
    assert not any(key.startswith("cases.") for key in back.filing.figures)
    assert any(passage.where.startswith("cases.") for passage in back.unread)


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
def test_a_paragraph_keeps_nothing_from_being_read_where_the_cells_of_a_table_have_places(
    kind: str, form: str
) -> None:
    found = items(telling(form))
    found.insert(table_of(found, "结果维持"), "数据 说明")
    assert read_report(WRITERS[kind](found), "a").filing.figures == telling(form).figures


@on_every_form
def test_a_line_below_a_table_of_a_text_that_ends_with_a_word_for_remarks_keeps_nothing_from_being_read(
    form: str,
) -> None:
    found = [*items(telling(form))]
    found.insert(table_of(found, "结果维持") + 1, "填报人：甲 审核人：乙 备注")
    assert read_report(WRITERS["text"](found), "a").filing.figures == telling(form).figures


def with_short_row(form: str, name: str, text: str, *, right: bool, dropped: int) -> Items:
    """The one row of table four has a remark and lost a value."""
    found = with_beside(form, "结果维持", name=name, texts=lambda at: text, right=right)
    at = table_of(found, "结果维持")
    *heads, line = found[at]
    assert isinstance(line, list)
    key = [box.key for box in line if box.key][dropped]
    found[at] = [*heads, [box for box in line if box.key != key]]  # type: ignore[list-item]
    return found


@pytest.mark.parametrize(("kind", "right"), [("html", True), ("docx", True), ("text", True), ("text", False)])
@on_every_form
@pytest.mark.parametrize("name", ["备考", "备　注", "说明", "编号", "行号", "项目号"])
@pytest.mark.parametrize("dropped", [0, 7])
def test_no_figure_below_another_name_of_remarks_stands_for_a_value_that_was_lost(
    kind: str, right: bool, form: str, name: str, dropped: int
) -> None:
    found = with_short_row(form, name, "3", right=right, dropped=dropped)
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, telling(form)) == {}
    assert not any(key.startswith("cases.") for key in back.filing.figures)
    assert any(passage.where.startswith("cases.") for passage in back.unread)


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
@pytest.mark.parametrize(("name", "right"), [("备考", True), ("行号", False), ("项目号", False)])
@pytest.mark.parametrize("label", ["一、本年新收", "结果维持"])
def test_columns_of_other_names_keep_nothing_from_being_read(
    kind: str, form: str, name: str, right: bool, label: str
) -> None:
    texts: Callable[[int], str] = (lambda at: "含镇办") if right else str
    back = read_report(WRITERS[kind](with_beside(form, label, name=name, texts=texts, right=right)), "a")
    assert back.filing.figures == telling(form).figures
    assert {passage.text for passage in back.unread} == ({"含镇办"} if right else set())
