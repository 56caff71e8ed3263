"""Tables whose merged cells were taken apart and whose rows and columns were put in, moved, cut or doubled: whatever
stands where, no number is read into a wrong cell."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from disclosure import formats
from disclosure.importing import UnreadableDocument, read_report
from tests.core import workbooks
from tests.core.disturbances import Box, Items, Row, items
from tests.core.drawn import as_docx, as_html
from tests.core.test_importing_disturbed import apart, as_text, copied
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_rivals import moved

CASES = 12
"""Reports drawn for each kind of file and each way to take merged cells apart."""
Table = list[Row]
Act = Callable[[Table, random.Random], Items]


def as_xlsx(found: Items) -> bytes:
    return workbooks.saved(workbooks.xlsx([workbooks.drawn(found)]))


WRITERS = {"text": as_text, "html": as_html, "docx": as_docx, "xlsx": as_xlsx}


def foreign(chance: random.Random) -> str:
    """A number that no cell of the report holds."""
    return str(chance.randint(10**6, 10**7))


def column_put_in(table: Table, chance: random.Random) -> Items:
    name, at = chance.choice(("", "序号", "上年", "备注", "占比")), chance.randint(0, len(table[0]))
    texts = [name] + [
        {"": "", "备注": "", "序号": str(n), "占比": "3%"}.get(name, foreign(chance))
        for n in range(1, len(table))
    ]
    return [[[*row[:at], Box(text), *row[at:]] for row, text in zip(table, texts, strict=True)]]


def columns_swapped(table: Table, chance: random.Random) -> Items:
    order = list(range(len(table[0])))
    one, other = chance.choice(order), chance.choice(order)
    order[one], order[other] = order[other], order[one]
    return [[[row[at] for at in order] for row in table]]


def column_left_out(table: Table, chance: random.Random) -> Items:
    at = chance.randrange(len(table[0]))
    return [[[*row[:at], *row[at + 1 :]] for row in table]]


def row_put_in(table: Table, chance: random.Random) -> Items:
    name, at = (
        chance.choice(("", "小计", "其中：线上", "单位：件", "12", "blank")),
        chance.randint(1, len(table)),
    )
    filled = name in ("", "小计", "其中：线上")
    rest = [Box(foreign(chance) if filled else "") for _ in table[0][1:]]
    return [[*table[:at], [Box("" if name == "blank" else name), *rest], *table[at:]]]


def rows_swapped(table: Table, chance: random.Random) -> Items:
    rows, one, other = list(table), chance.randrange(len(table)), chance.randrange(len(table))
    rows[one], rows[other] = rows[other], rows[one]
    return [rows]


def row_left_out(table: Table, chance: random.Random) -> Items:
    at = chance.randrange(len(table))
    return [[*table[:at], *table[at + 1 :]]]


def cut_in_two(table: Table, chance: random.Random) -> Items:
    at = chance.randint(1, len(table) - 1)
    between: Items = chance.choice(([], ["续表"], ["— 3 —"], ["全年收到申请 12 件，办结 9 件。"]))
    return [table[:at], *between, [*table[: chance.randint(0, 3)], *table[at:]]]


def other_year_beside(table: Table, chance: random.Random) -> Items:
    other = [[Box(foreign(chance) if box.text.isdigit() else box.text) for box in row] for row in table]
    return chance.choice(([table, "上年情况", other], ["上年情况", other, "本年情况", table], [other, table]))


def turned(table: Table, chance: random.Random) -> Items:
    return [[list(row) for row in zip(*table, strict=True)]]


def half_beside_half(table: Table, chance: random.Random) -> Items:
    at = (len(table) + 1) // 2
    lower = [*table[at:], *([[Box("") for _ in table[0]]] * (at * 2 - len(table)))]
    return [[[*left, *right] for left, right in zip(table[:at], lower, strict=True)]]


def cells_emptied(table: Table, chance: random.Random) -> Items:
    rows = [list(row) for row in table]
    for _ in range(chance.choice((1, 3, 9))):
        chance.choice(rows)[chance.randrange(len(rows[0]))] = Box(chance.choice(("", "/", "—")))
    return [rows]


ACTS: tuple[Act, ...] = (
    *(column_put_in, columns_swapped, column_left_out, row_put_in, rows_swapped, row_left_out),
    *(cut_in_two, other_year_beside, turned, half_beside_half, cells_emptied),
)


def rearranged(found: Items, chance: random.Random) -> Items:
    """The report after one to three acts, each on one of its tables; a table of another year is the last of them."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.choice([n for n, item in enumerate(found) if isinstance(item, list) and len(item) > 1])
        table = found[at]
        assert isinstance(table, list)
        act = chance.choice(ACTS)
        found[at : at + 1] = act(table, chance)
        if act is other_year_beside:
            break
    return found


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("taken_apart", [apart, copied])
def test_no_number_of_a_rearranged_table_is_read_into_a_wrong_cell(
    kind: str, taken_apart: Callable[[Items], Items]
) -> None:
    wrong = {}
    for seed in range(CASES):
        chance = random.Random(seed)
        filing = telling(chance.choice(sorted(formats.all_formats())))
        try:
            found = read_report(WRITERS[kind](rearranged(taken_apart(items(filing)), chance)), "a")
        except UnreadableDocument:
            continue
        if here := moved(found, filing):
            wrong[seed] = here
    assert wrong == {}
