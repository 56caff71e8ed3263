"""Where two places of a document may be meant by one row or one head, neither is read: it would be a guess."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from disclosure import formats
from disclosure.filing import Filing
from disclosure.importing import Imported, read_report
from tests.core.disturbances import Box, Items, items
from tests.core.drawn import as_docx, as_html
from tests.core.test_importing_disturbed import as_text
from tests.core.test_importing_mangled import telling
from tests.core.writing import SHAPES, write

FORMATS = sorted(formats.all_formats())
WRITERS = {"text": as_text, "html": as_html, "docx": as_docx}
on_every_form = pytest.mark.parametrize("form", FORMATS)
by_every_writer = pytest.mark.parametrize("kind", WRITERS)


def moved(found: Imported, filing: Filing) -> dict[str, object]:
    """The cells that were read otherwise than they are printed."""
    return {k: v for k, v in found.filing.figures.items() if v != filing.figures.get(k)}


def table_of(found: Items, label: str) -> int:
    return next(n for n, item in enumerate(found) if isinstance(item, list) and label in _words(item))


def _words(table: list[list[Box]]) -> str:
    return "|".join(box.text for row in table for box in row)


def other_year(table: list[list[Box]]) -> list[list[Box]]:
    """The same table with other figures."""
    return [[replace(box, text=box.text + "7") if box.key else box for box in row] for row in table]


@by_every_writer
@on_every_form
@pytest.mark.parametrize(
    ("captions", "unread"),
    [(("情况之一", "情况之二"), "requests."), (("上年情况", "本年情况"), "requests.received.")],
)
def test_a_row_that_stands_twice_is_not_read_where_one_of_both_has_a_value_too_few(
    kind: str, form: str, captions: tuple[str, str], unread: str
) -> None:
    """Where the captions tell whose table is whose, the rest of the report's own is read."""
    filing, key = telling(form), "requests.received"
    found = items(filing)
    at = table_of(found, "一、本年新收")
    short = [row[:-1] if any(box.key.startswith(key) for box in row) else row for row in found[at]]
    found[at : at + 1] = [captions[0], other_year(found[at]), captions[1], short]
    back = read_report(WRITERS[kind](found), "a")
    assert not any(each.startswith(unread) for each in back.filing.figures)
    assert moved(back, filing) == {}


@by_every_writer
@on_every_form
def test_of_two_tables_no_row_is_read_that_stands_in_one_of_them_only(kind: str, form: str) -> None:
    """A label broken over two rows of this year's table leaves that of the other year alone."""
    filing, label = telling(form), "4.无正当理由大量反复申请"
    found = items(filing)
    at = table_of(found, label)
    lost = [[replace(box, text=box.text.replace(label, "4.无正")) for box in row] for row in found[at]]
    found[at : at + 1] = [other_year(found[at]), lost]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}


@by_every_writer
@on_every_form
def test_a_row_without_labels_is_not_read_beside_one_that_holds_two_figures_in_a_cell(
    kind: str, form: str
) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, "结果维持")
    table = found[at]
    assert isinstance(table, list)
    joined = [*table[:-1], [replace(table[-1][0], text="699/7629"), *table[-1][2:]]]
    found[at : at + 1] = [joined, "上年情况", other_year(table)]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}


@by_every_writer
@on_every_form
def test_a_number_alone_in_a_row_is_not_the_row_without_labels(kind: str, form: str) -> None:
    filing = telling(form)
    found = items(filing)
    table = found[table_of(found, "结果维持")]
    assert isinstance(table, list)
    table.insert(-1, [Box("12"), *(Box("") for _ in table[-1][1:])])
    assert moved(read_report(WRITERS[kind](found), "a"), filing) == {}


@on_every_form
@pytest.mark.parametrize("lines", [1, 2])
def test_heads_of_the_same_name_are_told_only_where_all_of_them_stand(form: str, lines: int) -> None:
    """Of the three groups of 结果维持、结果纠正… one only is printed above the values, or below them."""
    filing = telling(form)
    found = items(filing)
    table = found[table_of(found, "结果维持")]
    assert isinstance(table, list)
    apart = [[Box(text) for text in _spread(row, 15)] for row in table]
    last = apart.pop(-2)
    found[found.index(table)] = apart if lines == 1 else [apart[-2], apart[-1], last, *apart[:-2]]
    back = read_report(as_text(found), "a.txt")
    assert moved(back, filing) == {}


def _spread(row: list[Box], width: int) -> list[str]:
    texts = [text for box in row for text in (box.text, *[""] * (box.across - 1))]
    return [*texts, *[""] * (width - len(texts))]


@on_every_form
@pytest.mark.parametrize("name", ["tabs", "columns of spaces"])
def test_figures_on_a_line_of_their_own_leave_the_rows_beside_them_unread(form: str, name: str) -> None:
    """12345 over 67 is 1234567 in a narrow column, whatever stands in the columns beside it."""
    filing = telling(form)
    lines = write(filing, SHAPES[name]).split("\n")
    at = next(n for n, line in enumerate(lines) if "4.保护第三方" in line)
    lines.insert(at + 1, " " * 60 + "67")
    back = read_report("\n".join(lines).encode(), "a.txt")
    beside = ("requests.refused.third_party_rights.", "requests.refused.internal_affairs.")
    rows = {key for key in filing.figures if key.startswith(beside)}
    assert filing.figures.keys() - back.filing.figures.keys() == rows
    assert rows <= {passage.where for passage in back.unread}


def test_the_form_of_a_report_is_that_in_which_most_cells_have_a_place() -> None:
    """Rows with a value too many are a smaller part of the longer form, and no sign for the shorter one."""
    filing = telling("notice_2021_30")
    found = items(filing)
    at = table_of(found, "4.保护第三方")
    keys = ("requests.unavailable.needs_creation.", "requests.other_handling.")
    found[at] = [[*row, Box("5")] if any(b.key.startswith(keys) for b in row) else row for row in found[at]]
    del found[table_of(found, "行政许可")]
    assert read_report(as_text(found), "a.txt").filing.format.id == filing.format.id


@on_every_form
def test_of_two_tables_whose_labels_are_broken_over_lines_neither_is_read(form: str) -> None:
    """Laid out in columns of spaces, as programs take text out of a PDF."""
    filing = telling(form)
    lines = write(filing, SHAPES["columns of spaces"]).split("\n")
    start = next(n for n, line in enumerate(lines) if "申请人情况" in line)
    end = next(n for n, line in enumerate(lines) if line.startswith("四、政府信息公开行政复议"))
    table = [part for line in lines[start:end] for part in _broken(line)]
    lines[start:end] = [*(re.sub(r"\b(\d{3,})\b", r"\g<1>7", line) for line in table), *table]
    assert moved(read_report("\n".join(lines).encode(), "a.txt"), filing) == {}


def _broken(line: str) -> list[str]:
    """A row with the last characters of its label on the next line."""
    match = re.match(r"(.*\D{3})(\D{2})(   \d.*)", line)
    return [match[1] + match[3], match[2]] if match else [line]
