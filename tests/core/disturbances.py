"""What real reports do to their tables, for every reader alike: each cell is read right or listed as unread.

A report is written as `Items`: paragraphs, and tables of boxes that may be merged. A reader's test draws the items in
its kind of file (`as_bytes`) and calls `stands` for every name in DISTURBANCES and every format.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from disclosure.filing import Figure, Filing, as_number, with_figures
from disclosure.importing import Imported, read_report
from disclosure.layout import HeadCell, grid
from tests.core.test_importing_mangled import telling


@dataclass(frozen=True)
class Box:
    """A cell of a table that may stand over several columns and rows. `key`: the cell of the form it holds."""

    text: str
    across: int = 1
    down: int = 1
    key: str = ""


Row = list[Box]
Item = str | list[Row]
Items = list[Item]


def items(
    filing: Filing, labels: Mapping[str, str] | None = None, cells: Mapping[str, str] | None = None
) -> Items:
    """A whole report; `labels` and `cells` replace official labels and single values (by cell key)."""
    labels, cells = labels or {}, cells or {}
    found: Items = [text for text in (filing.title, filing.addressee, *filing.preface.split("\n")) if text]
    for section in filing.format.sections:
        found.append(labels.get(section.title, section.title))
        if not section.table:
            found += filing.text(section.key).split("\n")
            continue
        found.append(
            [[_box(filing, cell, labels, cells) for cell in line.cells] for line in grid(section.table).lines]
        )
    return [*found, *(text for text in (filing.signature, filing.date) if text)]


def _box(filing: Filing, cell: object, labels: Mapping[str, str], cells: Mapping[str, str]) -> Box:
    if isinstance(cell, HeadCell):
        return Box(labels.get(cell.text, cell.text), cell.colspan, cell.rowspan)
    number = as_number(filing.value(cell.key))  # type: ignore[attr-defined]
    text = cells.get(cell.key, "" if number is None else str(number))  # type: ignore[attr-defined]
    return Box(text, cell.colspan, key=cell.key)  # type: ignore[attr-defined]


# Disturbances -----------------------------------------------------------------------------------------------------

Change = Callable[[Items], Items]
ROW = "requests.refused.third_party_rights"
NAME = "4.保护第三方合法权益"
NEXT = "requests.refused.internal_affairs"
CELL = f"{ROW}.enterprise"
REISSUE = "requests.not_processed.reissue"


def row_keys(*rows: str) -> Callable[[Filing], set[str]]:
    """The entered cells of some rows."""
    return lambda filing: {key for key in filing.figures if key.rpartition(".")[0] in rows}


def _nothing(filing: Filing) -> set[str]:
    return set()


@dataclass(frozen=True)
class Disturbance:
    """`figures`, `cells`, `labels`: what is entered, and what is printed instead; `change`: what else is otherwise.

    `lost` names the entered cells that must not be read, `listed` what must stand in the list of what is unread;
    `absent`: those of the lost cells whose labels are not printed, so that only their lines can be listed.
    """

    figures: Mapping[str, Figure] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    change: Change = list
    lost: Callable[[Filing], set[str]] = _nothing
    listed: tuple[str, ...] = ()
    absent: Callable[[Filing], set[str]] = _nothing
    formats: tuple[str, ...] = ("notice_2019_60", "notice_2021_30")


def _only(*keys: str) -> Callable[[Filing], set[str]]:
    return lambda filing: set(keys)


def table_at(found: Items, key: str) -> int:
    """The item that is the table which holds a cell or row."""
    return next(n for n, item in enumerate(found) if isinstance(item, list) and _line(item, key) >= 0)


def _line(table: list[Row], key: str) -> int:
    return next(
        (n for n, row in enumerate(table) if any(f"{box.key}.".startswith(f"{key}.") for box in row)), -1
    )


def _on_table(key: str, change: Callable[[list[Row], int], list[Row]]) -> Change:
    """Change the table that holds a row; `change` gets the table and the number of the row's line."""

    def changed(found: Items) -> Items:
        at = table_at(found, key)
        table = found[at]
        assert isinstance(table, list)
        return [*found[:at], change([list(row) for row in table], _line(table, key)), *found[at + 1 :]]

    return changed


def _on_row(key: str, change: Callable[[Row], Row]) -> Change:
    return _on_table(key, lambda table, at: [*table[:at], change(table[at]), *table[at + 1 :]])


def _put_in(key: str, row: Row) -> Change:
    """Put a line in front of a row; the merged labels it stands beside become one line longer."""

    def change(table: list[Row], at: int) -> list[Row]:
        return [*_stretched(table[:at], at), row, *table[at:]]

    return _on_table(key, change)


def _stretched(above: list[Row], at: int) -> list[Row]:
    """The lines above a line that is put in: what reaches over the place becomes longer."""
    return [[replace(box, down=box.down + (n + box.down > at)) for box in row] for n, row in enumerate(above)]


def _before(title: str, text: str) -> Change:
    def change(found: Items) -> Items:
        at = next(n for n, item in enumerate(found) if isinstance(item, str) and title in item)
        return [*found[: at + 1], text, *found[at + 1 :]]

    return change


def _unmerged_groups(found: Items) -> Items:
    """The labels of the groups are not printed at all."""
    return [item if isinstance(item, str) else [_without_groups(row) for row in item] for item in found]


def _without_groups(row: Row) -> Row:
    return [box for box in row if box.key or box.down < 3 or box.across > 1]


def _over_two_pages(found: Items) -> Items:
    """The table of applications is cut in two, the heads are printed again above the second half."""
    at = table_at(found, ROW)
    table = found[at]
    assert isinstance(table, list)
    cut, head = _line(table, "requests.not_processed.duplicate"), _line(table, "requests.received")
    upper = [[replace(b, down=min(b.down, cut - n)) for b in row] for n, row in enumerate(table[:cut])]
    return [*found[:at], upper, [*table[:head], *table[cut:]], *found[at + 1 :]]


def _halved_label(values_first: bool) -> Change:
    """A label is broken over two lines, the values stand beside the first or the second."""

    def change(table: list[Row], at: int) -> list[Row]:
        label = next(n for n, box in enumerate(table[at]) if box.text.startswith("5."))
        before, box, values = table[at][:label], table[at][label], table[at][label + 1 :]
        blank = [replace(value, text="", key="") for value in values]
        halves = (replace(box, text=box.text[:12]), replace(box, text=box.text[12:]))
        lines = [values, blank] if values_first else [blank, values]
        upper, lower = [*before, halves[0], *lines[0]], [halves[1], *lines[1]]
        return [*_stretched(table[:at], at + 1), upper, lower, *table[at + 1 :]]

    return _on_table(REISSUE, change)


def _old_row(table: list[Row], at: int) -> list[Row]:
    """The one row 其他处理 of the notice of 2019 instead of the three of 2021."""
    values = [box for box in table[at] if box.key]
    row = [Box("（六）其他处理", 2), *(replace(box, key="") for box in values)]
    above = [
        [replace(box, down=box.down - 2 if n + box.down > at else box.down) for box in line]
        for n, line in enumerate(table[:at])
    ]
    return [*above, row, *table[at + 3 :]]


def _merged_across(row: Row) -> Row:
    at = next(n for n, box in enumerate(row) if box.key == CELL)
    return [*row[:at], replace(row[at], across=2), *row[at + 2 :]]


def _merged_down(table: list[Row], at: int) -> list[Row]:
    """A figure stands in one cell beside two rows."""
    column = CELL.rpartition(".")[2]
    upper = [replace(box, down=2) if box.key == CELL else box for box in table[at]]
    lower = [box for box in table[at + 1] if not box.key.endswith(column)]
    return [*table[:at], upper, lower, *table[at + 2 :]]


def _swapped(table: list[Row], at: int) -> list[Row]:
    label = [box for box in table[at] if not box.key]
    other = [box for box in table[at + 1] if not box.key]
    upper, lower = ([box for box in row if box.key] for row in (table[at], table[at + 1]))
    return [*table[:at], [*label[:-1], other[-1], *lower], [label[-1], *upper], *table[at + 2 :]]


def _blank_row(table: list[Row], at: int) -> list[Row]:
    row = [replace(box, text="", key="") for box in table[at] if box.key or box.down == 1]
    return [*_stretched(table[:at], at), row, *table[at:]]


_OTHERS = tuple(f"requests.other_handling.{row}" for row in ("not_corrected", "fee_unpaid", "other"))
_SUBTOTAL = [Box("小计"), *(Box(str(n)) for n in (91, 92, 93, 94, 95, 96, 561))]

DISTURBANCES: dict[str, Disturbance] = {
    "nothing": Disturbance(),
    "a slash": Disturbance(cells={CELL: "/"}, lost=_only(CELL), listed=("/",)),
    "a dash": Disturbance(cells={CELL: "——"}, lost=_only(CELL), listed=("——",)),
    "a row of slashes": Disturbance(
        cells={
            f"{ROW}.{c}": "/"
            for c in ("natural_person", "enterprise", "research_institute", "other", "total")
        },
        lost=lambda filing: {
            key for key in row_keys(ROW)(filing) if not key.endswith(("organisation", "service"))
        },
    ),
    "a blank": Disturbance(cells={CELL: ""}, lost=_only(CELL), listed=("",)),
    "a space": Disturbance(cells={CELL: "\u3000"}, lost=_only(CELL), listed=("",)),
    "a blank first": Disturbance(
        cells={f"{ROW}.natural_person": ""}, lost=_only(f"{ROW}.natural_person"), listed=("",)
    ),
    "thousands": Disturbance(figures={CELL: 3001}, cells={CELL: "3,001"}),
    "full-width digits": Disturbance(figures={CELL: 3001}, cells={CELL: "３，００１"}),
    "a unit": Disturbance(figures={CELL: 41}, cells={CELL: "41件"}),
    "a note mark": Disturbance(cells={CELL: "3①"}, lost=_only(CELL), listed=("3①",)),
    "a note mark of two digits": Disturbance(cells={CELL: "3⑫"}, lost=_only(CELL), listed=("3⑫",)),
    "a note in brackets": Disturbance(cells={CELL: "3[1]"}, lost=_only(CELL), listed=("3[1]",)),
    "two numbers in a cell": Disturbance(cells={CELL: "3 5"}, lost=_only(CELL), listed=("3 5",)),
    "a letter for zero": Disturbance(cells={CELL: "1O"}, lost=_only(CELL), listed=("1O",)),
    "a sentence before a table": Disturbance(
        change=_before("三、收到和处理", "全年收到申请 12 件，办结 9 件。"),
        listed=("全年收到申请 12 件，办结 9 件。",),
    ),
    "a mistyped row": Disturbance(
        labels={
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）不分公开（区分处理的，只计这一情形，不计其他情形）",
            "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或重新出具以获取信息",
        }
    ),
    "a label copied from the row below": Disturbance(
        labels={NAME: "5.属于三类内部事务信息"},
        lost=row_keys(ROW, NEXT),
        listed=("5.属于三类内部事务信息",),
        absent=row_keys(ROW),
    ),
    "a label copied from the row above": Disturbance(
        labels={"5.属于三类内部事务信息": "4.保护第三方合法权益"},
        lost=row_keys(ROW, NEXT),
        listed=(NAME,),
        absent=row_keys(NEXT),
    ),
    "a label run into another": Disturbance(
        labels={
            "4.保护第三方合法权益": "4.保护第三方合法权益期不补正、行政机关不再处理其政府信息公开申请",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.申请人无正当理由逾",
        },
        lost=row_keys(ROW, _OTHERS[0]),
        listed=("期不补正",),
        absent=row_keys(ROW, _OTHERS[0]),
        formats=("notice_2021_30",),
    ),
    "a head copied from the column beside": Disturbance(
        labels={"结果维持": "结果纠正"},
        lost=lambda filing: {key for key in filing.figures if key.startswith("cases.")},
        listed=("结果纠正",),
    ),
    "heads over several columns swapped": Disturbance(
        labels={"未经复议直接起诉": "复议后起诉", "复议后起诉": "未经复议直接起诉"},
        lost=lambda filing: {key for key in filing.figures if key.startswith("cases.")},
        listed=("结果维持",),
    ),
    "blocks swapped": Disturbance(
        labels={"行政复议": "行政诉讼", "行政诉讼": "行政复议"},
        lost=lambda filing: {key for key in filing.figures if key.startswith("cases.")},
        listed=("结果维持",),
    ),
    "its own unit above a table": Disturbance(
        change=_before("三、收到和处理", "单位：件"), listed=("单位：件",)
    ),
    "another unit above a table": Disturbance(
        change=_before("三、收到和处理", "（单位：百件）"),
        lost=lambda filing: {key for key in filing.figures if key.startswith("requests.")},
        listed=("（单位：百件）",),
    ),
    "another unit of money above a table": Disturbance(
        change=_before("二、主动公开", "单位：件、元"),
        lost=_only("disclosure.administrative_fees.amount"),
        listed=("单位：件、元",),
        formats=("notice_2021_30",),
    ),
    "another unit in a head": Disturbance(
        labels={"本年收费金额（单位：万元）": "本年收费金额（单位：元）"},
        lost=_only("disclosure.administrative_fees.amount"),
        listed=("",),
        formats=("notice_2021_30",),
    ),
    "another unit in a label": Disturbance(
        labels={"行政事业性收费": "行政事业性收费（元）"},
        lost=_only("disclosure.administrative_fees.amount"),
        listed=("",),
        formats=("notice_2021_30",),
    ),
    "mistyped heads": Disturbance(
        labels={"商业企业": "商业机构", "尚未审结": "尚末审结", "采购总金额": "采购金额"}
    ),
    "another spelling": Disturbance(
        labels={
            "3.其他": "3.其它",
            "其他": "其它",
            "其他结果": "其它结果",
            "（六）其他处理": "（六）其它处理",
        }
    ),
    "spaces in labels": Disturbance(
        labels={
            "2.重复申请": "2. 重复 申请",
            "总计": "总 计",
            "四、结转下年度继续办理": "四、结转下年度 继续办理",
        }
    ),
    "a subtotal row": Disturbance(
        change=_put_in("requests.not_processed.petition", _SUBTOTAL), listed=("小计",)
    ),
    "another row": Disturbance(
        change=_put_in("requests.carried_out", [Box("其中：线上", 3), *_SUBTOTAL[1:]]), listed=("其中：线上",)
    ),
    "no group labels": Disturbance(change=_unmerged_groups),
    "over two pages": Disturbance(change=_over_two_pages),
    "half a label below": Disturbance(change=_halved_label(True)),
    "half a label above": Disturbance(change=_halved_label(False)),
    "the row of the old notice": Disturbance(
        change=_on_table(_OTHERS[0], _old_row),
        lost=row_keys(*_OTHERS),
        listed=("（六）其他处理",),
        absent=row_keys(*_OTHERS),
        formats=("notice_2021_30",),
    ),
    "a value too few": Disturbance(change=_on_row(ROW, lambda row: row[:-1]), lost=row_keys(ROW)),
    "a value too many": Disturbance(change=_on_row(ROW, lambda row: [*row, Box("0")]), lost=row_keys(ROW)),
    "a label where a value was": Disturbance(
        change=_on_row(
            ROW,
            lambda row: [
                replace(b, text=NAME, key="") if b.key.endswith("natural_person") else b for b in row
            ],
        ),
        lost=row_keys(ROW),
        listed=(NAME,),
    ),
    "merged across": Disturbance(change=_on_row(ROW, _merged_across), lost=row_keys(ROW)),
    "merged down": Disturbance(
        change=_on_table(ROW, _merged_down),
        lost=lambda filing: {CELL, *row_keys(NEXT)(filing)},
    ),
    "rows swapped": Disturbance(change=_on_table(ROW, _swapped)),
    "a blank row": Disturbance(change=_on_table(ROW, _blank_row)),
}
CASES = [(name, form) for name, each in DISTURBANCES.items() for form in each.formats]
"""(name, format) of every disturbance, for parametrize."""


def stands(name: str, form: str, as_bytes: Callable[[Items], bytes], file: str) -> Imported:
    """Assert that a report disturbed in this way is read right or listed: no number moves, no cell is lost unsaid."""
    each = DISTURBANCES[name]
    filing = with_figures(telling(form), dict(each.figures))
    found = read_report(as_bytes(each.change(items(filing, each.labels, each.cells))), file)
    read = found.filing.figures
    assert found.filing.format.id == form
    assert {key: figure for key, figure in read.items() if figure != filing.figures.get(key)} == {}
    missing = filing.figures.keys() - read.keys()
    assert missing == each.lost(filing)
    assert missing - {passage.where for passage in found.unread} - each.absent(filing) == set()
    texts = [passage.text.strip() for passage in found.unread]
    assert [text for text in each.listed if not any(text in other for other in texts)] == []
    if not missing and not each.listed:
        assert texts == []
    assert found.filing.sections == filing.sections
    return found
