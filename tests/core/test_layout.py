"""The grid of every table: a full rectangle, whatever the nesting of rows and headings; each cell with its own name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import formats
from disclosure.formats.schema import Block, Column, Row, Table, Unit
from disclosure.layout import Grid, HeadCell, Line, Scope, ValueCell, grid
from tests.formats.notice_invented import FORMAT as INVENTED

TABLES = [
    pytest.param(table, id=f"{form.id}-{table.key}")
    for form in (*formats.all_formats().values(), INVENTED)
    for table in form.tables.values()
]


def covered(lines: list[Line], width: int) -> list[list[int]]:
    """How many cells cover each square, drawn as a browser draws table rows with their spans."""
    squares = [[0] * width for _ in lines]
    for top, line in enumerate(lines):
        left = 0
        for cell in line.cells:
            while left < width and squares[top][left]:
                left += 1
            rowspan = cell.rowspan if isinstance(cell, HeadCell) else 1
            for row in range(top, top + rowspan):
                for column in range(left, left + cell.colspan):
                    squares[row][column] += 1
            left += cell.colspan
    return squares


def assert_full(drawn: Grid) -> None:
    """Head and bodies are rectangles of their own: no hole, no overlap, no cell reaching from one into the next."""
    for lines in (drawn.head, *drawn.bodies):
        assert covered(list(lines), drawn.width) == [[1] * drawn.width for _ in lines]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_full_rectangle(table: Table) -> None:
    assert_full(grid(table))


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_drawn_once_in_printed_order(table: Table) -> None:
    drawn = [cell for line in grid(table).lines for cell in line.values]
    assert [cell.key for cell in drawn] == list(table.places)
    assert [(cell.unit, cell.derived) for cell in drawn] == [
        (p.unit, p.derived) for p in table.places.values()
    ]


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_has_a_name_of_its_own(table: Table) -> None:
    names = [cell.name for line in grid(table).lines for cell in line.values]
    assert len(set(names)) == len(names)
    assert all(names)


@pytest.mark.parametrize("table", TABLES)
def test_broken_labels_say_the_same(table: Table) -> None:
    for line in grid(table).lines:
        for head in line.heads:
            assert "".join(head.lines) == head.text


def test_names_in_words() -> None:
    names = {cell.key: cell.name for table in TABLES[3:6] for cell in _values(table.values[0])}
    assert names["disclosure.regulations.issued"] == "本年制发件数，规章"
    assert names["requests.carried_out.enterprise"] == "商业企业，四、结转下年度继续办理"
    assert names["requests.refused.state_secret.other"] == "其他，（三）不予公开1.属于国家秘密"
    assert names["cases.suit_after_review.upheld"] == "行政诉讼，复议后起诉，结果维持"


def test_lines_of_requests() -> None:
    drawn = grid(formats.get("notice_2021_30").tables["requests"])
    lines = {line.row: line for line in drawn.bodies[0]}
    assert [cell.text for cell in lines["granted"].heads] == ["三、本年度办理结果", "（一）予以公开"]
    assert [cell.colspan for cell in lines["granted"].heads] == [1, 2]
    assert [cell.scope for cell in lines["refused.state_secret"].heads] == [Scope.ROWS, Scope.ROW]
    assert [line.row for line in drawn.bodies[0] if line.total] == ["handled"]
    assert {line.row for line in drawn.bodies[0] if line.opens} >= {
        "received",
        "granted",
        "refused.state_secret",
    }
    assert all(cell.derived for cell in lines["handled"].values)


def test_the_corner_heads_the_labels() -> None:
    table = formats.get("notice_2021_30").tables["requests"]
    corners = [cell for line in grid(table).head for cell in line.heads if cell.corner]
    assert [(cell.text, cell.colspan, cell.rowspan) for cell in corners] == [(table.corner, 3, 3)]


def test_the_same_table_gives_the_same_grid() -> None:
    table = formats.get("notice_2019_60").tables["cases"]
    assert grid(table) is grid(table)


def _values(table: Table) -> list[ValueCell]:
    return [cell for line in grid(table).lines for cell in line.values]


LABELS = st.text("甲乙丙丁戊己", min_size=1, max_size=4)
GROUPS = st.recursive(
    LABELS, lambda inner: st.tuples(LABELS, st.lists(inner, min_size=1, max_size=3)), max_leaves=7
)


def _row(tree: str | tuple[str, list[object]], key: str) -> Row:
    if isinstance(tree, str):
        return Row(key, tree)
    label, inner = tree
    return Row(key, label, rows=tuple(_row(t, f"{key}{i}") for i, t in enumerate(inner)))  # type: ignore[arg-type]


@st.composite
def blocks(draw: st.DrawFn, title: str = "") -> Block:
    trees = draw(st.lists(GROUPS, min_size=1, max_size=4))
    rows = tuple(_row(tree, f"r{index}") for index, tree in enumerate(trees))
    unders = draw(st.lists(st.lists(st.sampled_from("东西"), max_size=3).map(tuple), min_size=1, max_size=6))
    columns = tuple(
        Column(f"c{i}", draw(LABELS), draw(st.sampled_from(Unit)), under) for i, under in enumerate(unders)
    )
    return Block(columns=columns, rows=rows, title=title, stub="名")


@given(blocks())
@settings(max_examples=40, deadline=None)
def test_any_single_block_is_a_full_rectangle(block: Block) -> None:
    assert_full(grid(Table("any", (block,), corner="角")))


@given(st.lists(blocks(title="项"), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_blocks_under_each_other_are_full_rectangles(parts: list[Block]) -> None:
    assert_full(grid(Table("any", tuple(parts))))
