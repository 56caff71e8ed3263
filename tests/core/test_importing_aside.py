"""Two slips that leave as many values in a row as the table has columns: no value is read into its neighbour's place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from itertools import pairwise

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from disclosure.importing import read_report
from disclosure.importing.standing import are_aside
from disclosure.importing.tables import ASIDE, UNEVEN
from tests.core import pdfs, workbooks
from tests.core.disturbances import Box, Items, Row, items, row_keys
from tests.core.drawn import as_docx, as_html, p, page, run, tc, word
from tests.core.test_importing_disturbed import as_text
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_rearranged import as_xlsx
from tests.core.test_importing_rivals import moved, table_of

WRITERS = {"text": as_text, "html": as_html, "docx": as_docx, "xlsx": as_xlsx, "pdf": pdfs.write}
WIDE = ("html", "docx", "xlsx", "pdf")
"""Those that tell how wide a cell is."""
ROW = "requests.received"
EXTRA = "77777"
on_every_form = pytest.mark.parametrize("form", ["notice_2019_60", "notice_2021_30"])


def on_requests(found: Items, change: Callable[[list[Row]], list[Row]]) -> Items:
    at = table_of(found, "一、本年新收")
    table = found[at]
    assert isinstance(table, list)
    return [*found[:at], change(table), *found[at + 1 :]]


def with_column(table: list[Row]) -> list[Row]:
    """One more column at the right, over which nothing stands."""
    heads = next(at for at, row in enumerate(table) if any(box.key for box in row))
    return [
        [*row, Box("", down=heads)] if at == 0 else row if at < heads else [*row, Box(EXTRA)]
        for at, row in enumerate(table)
    ]


def in_row(change: Callable[[Row], Row]) -> Callable[[list[Row]], list[Row]]:
    return lambda table: [
        change(row) if any(box.key.startswith(f"{ROW}.") for box in row) else row for row in table
    ]


def without(column: str) -> Callable[[Row], Row]:
    return lambda row: [box for box in row if box.key != f"{ROW}.{column}"]


def put_in_and_merged(row: Row) -> Row:
    """A number behind the first value, and the two behind it in one cell."""
    first = next(at for at, box in enumerate(row) if box.key)
    values = row[first:]
    return [*row[:first], values[0], Box(EXTRA), replace(values[1], across=2), *values[3:]]


@pytest.mark.parametrize("kind", WRITERS)
@on_every_form
@pytest.mark.parametrize("column", ["natural_person", "research_institute", "total"])
def test_a_row_without_one_of_its_values_is_not_read_beside_rows_with_one_more(
    kind: str, form: str, column: str
) -> None:
    filing = telling(form)
    found = on_requests(items(filing), lambda table: in_row(without(column))(with_column(table)))
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    lost = row_keys(ROW)(filing)
    assert lost <= {passage.where for passage in back.unread}
    assert not lost & back.filing.figures.keys()
    assert {passage.why for passage in back.unread} & {UNEVEN, ASIDE} or kind in ("xlsx", "pdf")


@pytest.mark.parametrize("kind", WIDE)
@on_every_form
def test_a_row_with_a_value_put_in_and_two_merged_is_not_read(kind: str, form: str) -> None:
    filing = telling(form)
    found = on_requests(items(filing), in_row(put_in_and_merged))
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert row_keys(ROW)(filing) <= {passage.where for passage in back.unread}
    assert filing.figures.keys() - back.filing.figures.keys() == row_keys(ROW)(filing)


LAST = "disclosure.normative_documents"


def in_line(table: list[Row], key: str, change: Callable[[Row], Row]) -> list[Row]:
    return [change(row) if any(box.key.startswith(f"{key}.") for box in row) else row for row in table]


def wide(box: Box, columns: int) -> Box:
    return replace(box, across=box.across + columns)


TWO_SLIPS: dict[str, Callable[[Row], Row]] = {
    "a number put in, the last two merged beyond the table": lambda row: [
        row[0],
        Box(EXTRA),
        *row[1:-2],
        replace(row[-2], across=2),
    ],
    "a number put in, the last two merged": lambda row: [
        row[0],
        Box(EXTRA),
        *row[1:-2],
        wide(row[-2], row[-1].across),
    ],
    "a number put in, the first two merged": lambda row: [
        row[0],
        Box(EXTRA),
        wide(row[1], row[2].across),
        *row[3:],
    ],
    "the label merged with a value, a number put in": lambda row: [
        wide(row[0], row[1].across),
        row[2],
        row[3],
        Box(EXTRA, row[1].across),
    ],
    "the label merged with a value, a number between": lambda row: [
        wide(row[0], row[1].across),
        Box(EXTRA, row[1].across),
        *row[2:],
    ],
    "a number put in that takes the last cell": lambda row: [*row[:-1], Box(EXTRA, row[-1].across + 1)],
    "a value dropped, one in two columns": lambda row: [
        row[0],
        wide(row[2], row[1].across),
        row[3],
        Box(EXTRA),
    ],
}


@pytest.mark.parametrize("kind", WIDE)
@on_every_form
@pytest.mark.parametrize("slips", TWO_SLIPS)
def test_values_that_reach_out_of_the_table_or_over_two_columns_are_not_read(
    kind: str, form: str, slips: str
) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, "行政许可")
    found[at] = in_line(found[at], LAST, TWO_SLIPS[slips])  # type: ignore[arg-type]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    lost = filing.figures.keys() - back.filing.figures.keys()
    assert lost == row_keys(LAST)(filing)
    assert lost <= {passage.where for passage in back.unread}


@pytest.mark.parametrize("kind", WIDE)
@on_every_form
@pytest.mark.parametrize("row", ["requests.refused.third_party_rights", "requests.carried_out"])
def test_a_label_merged_with_the_first_value_moves_no_other(kind: str, form: str, row: str) -> None:
    """A number at the end makes up for the value that is gone, and all values stand one column too far right."""
    filing = telling(form)

    def change(cells: Row) -> Row:
        label, *values = cells[-8:]
        return [*cells[:-8], wide(label, 1), *values[1:], Box(EXTRA)]

    found = on_requests(items(filing), lambda table: in_line(table, row, change))
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert filing.figures.keys() - back.filing.figures.keys() == row_keys(row)(filing)


@pytest.mark.parametrize("kind", WIDE)
@pytest.mark.parametrize("dropped", [1, 2, 3])
def test_a_number_at_the_end_that_is_narrower_than_its_head_is_not_that_of_a_value_dropped(
    kind: str, dropped: int
) -> None:
    filing = telling("notice_2019_60")
    found = items(filing)
    at = table_of(found, "行政许可")
    table = found[at]
    assert isinstance(table, list)
    found[at] = in_line(table, LAST, lambda row: [*row[:dropped], *row[dropped + 1 :], Box(EXTRA)])
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert filing.figures.keys() - back.filing.figures.keys() == row_keys(LAST)(filing)


# What stands a little aside ---------------------------------------------------------------------------------------


def drawn_by_hand(
    table: list[Row], width: int, borders: tuple[int, ...] = (), first: int = 0
) -> list[tuple[list[tuple[Box, int, int]], int]]:
    """A table in which every other line, or each from `first` on, has its borders a little farther right, all of them or
    only those given:
    (box, from, to) of each cell, in points, and how far the line reaches."""
    places = list(workbooks.placed(table))
    columns = max(place.column + place.columns for place in places)
    tall = {place.row + n for place in places if place.rows > 1 for n in range(place.rows)}
    lines = []
    for at, row in enumerate(table):
        off = 4 if (at >= first if first else at % 2 and at not in tall) else 0
        here = [place for place in places if place.row == at]
        aside = {columns + 1 + each for each in borders} or {*range(1, columns + 1)}
        edge = {column: column * width + off * (column in aside) for column in range(columns + 1)}
        cells = [(place.column, place.column + place.columns) for place in here]
        lines.append(
            (
                [(box, edge[a], edge[b]) for box, (a, b) in zip(row, cells, strict=True)],
                edge[columns],
            )
        )
    return lines


@on_every_form
@pytest.mark.parametrize("unit", ["pt", "px", "%", "col"])
def test_cells_a_little_aside_are_read_by_their_widths_in_a_web_page(form: str, unit: str) -> None:
    filing = telling(form)
    body = "".join(
        f"<p>{escape(item)}</p>" if isinstance(item, str) else _ragged_table(item, unit)
        for item in items(filing)
    )
    back = read_report(page(body), "a.html")
    assert back.filing.figures == filing.figures


@on_every_form
def test_cells_a_little_aside_are_read_in_a_web_page_without_widths(form: str) -> None:
    """One border of every other line stands aside: no cell is as narrow as what lies between the two. Of tables of
    few rows nothing tells that."""
    filing = telling(form)
    body = "".join(
        f"<p>{escape(item)}</p>" if isinstance(item, str) else _ragged_table(item, "", (-2,))
        for item in items(filing)
    )
    back = read_report(page(body), "a.html")
    lost = filing.figures.keys() - back.filing.figures.keys()
    assert moved(back, filing) == {}
    assert not any(key.startswith("requests.") for key in lost)
    assert lost <= {passage.where for passage in back.unread}


@on_every_form
def test_values_whose_borders_all_stand_aside_of_those_of_the_heads_are_read_without_widths(
    form: str,
) -> None:
    """No two lines have a border on both sides of what lies between."""
    filing = telling(form)
    body = "".join(
        f"<p>{escape(item)}</p>"
        if isinstance(item, str)
        else _ragged_table(item, "", (-2, -3, -4, -5, -6) if len(item) > 20 else (-2,), 4)
        for item in items(filing)
    )
    back = read_report(page(body), "a.html")
    assert moved(back, filing) == {}
    lost = filing.figures.keys() - back.filing.figures.keys()
    assert not any(key.startswith("requests.") for key in lost)
    assert lost <= {passage.where for passage in back.unread}


def _ragged_table(table: list[Row], unit: str, borders: tuple[int, ...] = (), first: int = 0) -> str:
    lines = drawn_by_hand(table, 40, borders, first)
    edges = sorted({edge for cells, _ in lines for _, a, b in cells for edge in (a, b)})
    rows = (
        "".join(
            f'<td colspan="{edges.index(b) - edges.index(a)}" rowspan="{box.down}"{_said(b - a, unit, edges[-1])}>'
            f"{escape(box.text)}</td>"
            for box, a, b in cells
        )
        for cells, _ in lines
    )
    cols = "".join(f'<col width="{b - a}">' for a, b in pairwise(edges)) if unit == "col" else ""
    return f"<table>{cols}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _said(width: int, unit: str, whole: int) -> str:
    return {
        "pt": f' style="border:0;width:{width}pt"',
        "px": f' width="{round(width / 0.75)}"',
        "%": f' width="{width / whole:.1%}"',
    }.get(unit, "")


HEADS_TOO_WIDE = {"applications": "一、本年新收", "reviews and suits": "结果维持"}


def last_cells(table: list[Row], change: Callable[[Box], Box], *, heads: bool) -> list[Row]:
    """Change what stands at the right end of a table: the last head, or the last value of each row."""
    places = list(workbooks.placed(table))
    edge = max(place.column + place.columns for place in places)
    last = {place.row for place in places if place.column + place.columns == edge}
    found = [[*row] for row in table]
    for at in last:
        box = found[at][-1]
        if bool(box.key) != heads and (box.key or box.across == 1):
            found[at][-1] = change(box)
    return found


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
@pytest.mark.parametrize("label", HEADS_TOO_WIDE.values(), ids=HEADS_TOO_WIDE)
def test_a_last_head_merged_over_a_column_too_many_keeps_nothing_from_being_read(
    kind: str, form: str, label: str
) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, label)
    found[at] = last_cells(found[at], lambda box: wide(box, 1), heads=True)  # type: ignore[arg-type]
    assert read_report(WRITERS[kind](found), "a").filing.figures == filing.figures


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx"])
@on_every_form
def test_last_values_that_all_reach_a_column_beyond_their_head_are_read(kind: str, form: str) -> None:
    filing = telling(form)
    found = on_requests(items(filing), lambda table: last_cells(table, lambda box: wide(box, 1), heads=False))
    assert read_report(WRITERS[kind](found), "a").filing.figures == filing.figures


@on_every_form
@pytest.mark.parametrize("which", ["all", "heads", "one column"])
def test_widths_of_nothing_say_nothing_in_a_web_page(form: str, which: str) -> None:
    """A browser makes such cells as wide as what stands in them."""
    filing = telling(form)

    def drawn(table: list[Row]) -> str:
        places = iter(workbooks.placed(table))
        edge = max(place.column + place.columns for place in workbooks.placed(table))

        def cell(box: Box) -> str:
            place = next(places)
            nothing = {
                "all": True,
                "heads": not box.key,
                "one column": place.column == edge - 2,
            }[which]
            width = 0 if nothing else 60 * box.across
            return f'<td colspan="{box.across}" rowspan="{box.down}" width="{width}">{escape(box.text)}</td>'

        rows = "".join(f"<tr>{''.join(cell(box) for box in row)}</tr>" for row in table)
        return f"<table>{rows}</table>"

    body = "".join(
        f"<p>{escape(item)}</p>" if isinstance(item, str) else drawn(item) for item in items(filing)
    )
    assert read_report(page(body), "a.html").filing.figures == filing.figures


@on_every_form
def test_cells_a_little_aside_are_read_by_their_widths_in_a_word_document(form: str) -> None:
    filing = telling(form)
    body = "".join(p(run(item)) if isinstance(item, str) else _ragged_tbl(item) for item in items(filing))
    assert read_report(word(body), "a.docx").filing.figures == filing.figures


GRIDS: dict[str, Callable[[list[int]], list[int]]] = {
    "none": lambda widths: [],
    "of nothing": lambda widths: [0] * len(widths),
    "too short": lambda widths: widths[:-1],
    "of equal columns": lambda widths: [600] * len(widths),
}
"""What word processors write for the columns of a table and do not keep up with its cells."""


@on_every_form
@pytest.mark.parametrize("grid", GRIDS)
def test_the_widths_of_cells_count_where_a_word_document_has_no_good_grid(form: str, grid: str) -> None:
    body = "".join(
        p(run(item)) if isinstance(item, str) else _ragged_tbl(item, GRIDS[grid], said=True)
        for item in items(telling(form))
    )
    assert read_report(word(body), "a.docx").filing.figures == telling(form).figures


@on_every_form
def test_the_grid_counts_where_the_widths_of_cells_in_a_word_document_contradict_one_another(
    form: str,
) -> None:
    """Every cell is said to be as wide as any other, however many columns it stands over."""
    body = "".join(
        p(run(item)) if isinstance(item, str) else _ragged_tbl(item, said=True, wide=lambda width: 700)
        for item in items(telling(form))
    )
    assert read_report(word(body), "a.docx").filing.figures == telling(form).figures


@on_every_form
@pytest.mark.parametrize("digits", [6, 400, 5000])
@pytest.mark.parametrize("where", ["gridCol", "tcW"])
def test_widths_of_more_digits_than_any_say_nothing_in_a_word_document(
    form: str, where: str, digits: int
) -> None:
    long = "9" * digits
    body = "".join(
        p(run(item))
        if isinstance(item, str)
        else re.sub(
            rf'(<w:{where} w:w=")\d+', rf"\g<1>{long}", _ragged_tbl(item, said=where == "tcW"), count=1
        )
        for item in items(telling(form))
    )
    back = read_report(word(body), "a.docx")
    assert moved(back, telling(form)) == {}
    assert any(key.startswith("disclosure.") for key in back.filing.figures)


def _ragged_tbl(
    table: list[Row],
    grid_of: Callable[[list[int]], list[int]] = list,
    *,
    said: bool = False,
    wide: Callable[[int], int] = lambda width: width * 20,
) -> str:
    """Below merged cells the lines stand where those above do, so that each continued cell has its own. `said`: the cells
    say how wide they are."""
    lines = drawn_by_hand(table, 40)
    edges = sorted({edge for cells, _ in lines for _, a, b in cells for edge in (a, b)})
    columns = grid_of([(b - a) * 20 for a, b in pairwise(edges)])
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    open_cells: dict[tuple[int, int], int] = {}
    rows = []
    for cells, _ in lines:
        here = [
            (a, b, tc("", edges.index(b) - edges.index(a), _tcw(b - a, said, wide) + "<w:vMerge/>"))
            for a, b in open_cells
        ]
        open_cells = {each: left - 1 for each, left in open_cells.items() if left > 1}
        for box, a, b in cells:
            merge = _tcw(b - a, said, wide) + '<w:vMerge w:val="restart"/>' * (box.down > 1)
            here.append((a, b, tc(box.text, edges.index(b) - edges.index(a), merge)))
            if box.down > 1:
                open_cells[a, b] = box.down - 1
        rows.append(f"<w:tr>{''.join(cell for _, _, cell in sorted(here))}</w:tr>")
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _tcw(width: int, said: bool, wide: Callable[[int], int]) -> str:
    return f'<w:tcW w:w="{wide(width)}" w:type="dxa"/>' * said


@on_every_form
def test_cells_a_little_aside_are_read_by_their_widths_in_a_workbook(form: str) -> None:
    """As a table is that was copied from Word."""
    filing = telling(form)
    book = openpyxl.Workbook()
    for item in items(filing):
        sheet = book.create_sheet()
        if isinstance(item, str):
            sheet.append([item])
            continue
        lines = drawn_by_hand(item, 40)
        edges = sorted({edge for cells, _ in lines for _, a, b in cells for edge in (a, b)})
        for at, (a, b) in enumerate(pairwise(edges), 1):
            sheet.column_dimensions[get_column_letter(at)].width = (b - a) / 5
        for line, (cells, _) in enumerate(lines, 1):
            for box, a, b in cells:
                first, last = edges.index(a) + 1, edges.index(b)
                sheet.cell(line, first).value = box.text
                sheet.merge_cells(None, line, first, line + box.down - 1, last)
    del book["Sheet"]
    assert read_report(workbooks.saved(book), "a.xlsx").filing.figures == filing.figures


@on_every_form
def test_figures_below_merged_heads_need_not_be_merged_in_a_workbook(form: str) -> None:
    filing = telling(form)
    page = workbooks.drawn(items(filing))
    figures = {str(figure) for figure in filing.figures.values()}
    page.boxes = [replace(box, columns=1) if str(box.value) in figures else box for box in page.boxes]
    assert read_report(workbooks.saved(workbooks.xlsx([page])), "a.xlsx").filing.figures == filing.figures


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_figure_below_an_empty_head_is_not_that_of_the_column_beside(kind: str) -> None:
    """The only column of a block stands beside one that nothing names, and its own cell is empty."""
    filing = telling("notice_2021_30")
    found = items(filing)
    at = table_of(found, "行政许可")
    table = found[at]
    assert isinstance(table, list)
    key = "disclosure.licences.decisions"
    line = next(n for n, row in enumerate(table) if any(box.key == key for box in row))
    table[line - 1] = [table[line - 1][0], Box(""), replace(table[line - 1][1], across=2)]
    table[line] = [table[line][0], Box(EXTRA), Box("", across=2)]
    back = read_report(WRITERS[kind](found), "a")
    assert moved(back, filing) == {}
    assert key not in back.filing.figures


def test_what_is_not_known_to_stand_anywhere_is_not_aside() -> None:
    assert not are_aside((), ("1",), (None,), {}, set(), {})


@on_every_form
@pytest.mark.parametrize("two", ["8077 32889", "32889 8534", "32889\u30008534"])
def test_two_numbers_of_a_cell_of_a_pdf_are_not_one_that_goes_on_in_the_next_line(
    form: str, two: str
) -> None:
    """A space stands between them, where the narrow cell breaks them: at the end of a line or at the start of the next."""
    filing = telling(form)
    key = "cases.review.pending"
    filing = replace(filing, figures={**filing.figures, key: int(two.split()[0])})
    found = items(filing)
    at = table_of(found, "结果维持")
    found[at] = in_line(  # type: ignore[arg-type]
        found[at],  # type: ignore[arg-type]
        "cases.review",
        lambda row: [replace(box, text=two) if box.key == key else box for box in row],
    )
    back = read_report(pdfs.write(found), "a.pdf")
    assert filing.figures.keys() - back.filing.figures.keys() == {key}
    assert " ".join(two.split()) in {passage.text for passage in back.unread}
