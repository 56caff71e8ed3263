"""An official table as a sheet: cells to fill in, totals as formulas, and the checks that a formula can say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format as Style
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ..filing import Figure, Filing, add, holds
from ..formats.schema import Axis, LinearRule, Place, Relation, Term
from ..workbook import DONE
from .tables import CellView, TableView, positions

STUB_WIDTH = {0: (), 1: (26,), 2: (16, 34), 3: (5, 16, 34)}
COLUMN_WIDTH = 11
TITLE_ROWS = 2
"""Lines above the table: its title, and an empty one."""

At = tuple[int, int]
"""Row and column of a cell in its sheet, from 0."""

_HOLDS = {Relation.EQUAL: "=", Relation.AT_LEAST: ">=", Relation.DIFFERENT: "<>"}


@dataclass(frozen=True)
class Looks:
    """The styles of a workbook."""

    title: Style
    plain: Style
    words: Style
    head: Style
    label: Style
    entry: Style
    amount: Style
    total: Style
    check: Style
    wrong: Style
    empty: Style


def looks(book: Workbook) -> Looks:
    """Make the styles: quiet, and the cells to fill in white."""
    framed = {"border": 1, "border_color": "#868C88", "valign": "vcenter", "font_size": 10}
    middle = {**framed, "align": "center", "text_wrap": True, "bg_color": "#F1F6F6"}
    entry = {**framed, "align": "right", "locked": False, "num_format": "0"}
    return Looks(
        title=book.add_format({"bold": True, "font_size": 13, "valign": "vcenter"}),
        plain=book.add_format({"text_wrap": True, "valign": "top"}),
        words=book.add_format(
            {
                **framed,
                "font_size": 11,
                "text_wrap": True,
                "valign": "top",
                "locked": False,
                "num_format": "@",
            }
        ),
        head=book.add_format(middle),
        label=book.add_format({**middle, "align": "left"}),
        entry=book.add_format(entry),
        amount=book.add_format({**entry, "num_format": "0.######"}),
        total=book.add_format({**framed, "align": "right", "bold": True, "bg_color": "#F1F6F6"}),
        check=book.add_format({**middle, "font_size": 9}),
        wrong=book.add_format({"bg_color": "#FBEBE8", "font_color": "#A32A1C"}),
        empty=book.add_format({"bg_color": "#FDF2DC"}),
    )


def reference(sheet: str, at: At) -> str:
    """A cell as a formula of the workbook names it."""
    return f"='{sheet}'!{xl_rowcol_to_cell(*at, row_abs=True, col_abs=True)}"


class TableSheet:
    """One official table of one report on its sheet. `at`: cell key → where it stands."""

    def __init__(self, sheet: Worksheet, style: Looks, filing: Filing, view: TableView) -> None:
        self.sheet = sheet
        self.style = style
        self.filing = filing
        self.view = view
        self.table = filing.format.tables[view.key]
        self.cells = [(row + TITLE_ROWS, column, cell) for row, column, cell in positions(view)]
        self.at: dict[str, At] = {cell.key: (row, column) for row, column, cell in self.cells if cell.key}
        self.foot = max(row for row, _, _ in self.cells) + 1

    def write(self) -> None:
        for column, width in enumerate(self._widths):
            self.sheet.set_column(column, column, width)
        for row in range(TITLE_ROWS, self.foot):
            self.sheet.set_row(row, self._height(row))
        self.sheet.write_string(0, 0, self.view.caption, self.style.title)
        for row, column, cell in self.cells:
            self._cell(row, column, cell)
        self._checks()
        self.sheet.freeze_panes(TITLE_ROWS + len(self.view.head), self.view.stub)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.protect("", {"format_columns": True, "format_rows": True})

    @property
    def _widths(self) -> tuple[int, ...]:
        return (*STUB_WIDTH[self.view.stub], *[COLUMN_WIDTH] * self.view.columns)

    def _height(self, row: int) -> int:
        """Points that the highest cell of a line needs; cells over several lines find room in them."""
        lines = [
            sum(lines_of(text, sum(self._widths[column : column + cell.colspan])) for text in cell.lines)
            for at, column, cell in self.cells
            if at == row and cell.header and cell.rowspan == 1
        ]
        return 6 + 14 * max(lines, default=1)

    # Cells

    def _cell(self, row: int, column: int, cell: CellView) -> None:
        if cell.header:
            text = "\n".join(cell.lines)
            self._spread(
                row, column, cell, text, self.style.label if "label" in cell.kind else self.style.head
            )
            return
        place = self.table.places[cell.key]
        if place.derived:
            self._spread(row, column, cell, "", self.style.total)
            self._formula(row, column, self._sum(place), self.filing.value(cell.key), self.style.total)
        else:
            self._entry(row, column, cell, place)

    def _spread(self, row: int, column: int, cell: CellView, text: str, style: Style) -> None:
        if cell.rowspan == cell.colspan == 1:
            self.sheet.write_string(row, column, text, style)
        else:
            last = row + cell.rowspan - 1, column + cell.colspan - 1
            self.sheet.merge_range(row, column, *last, text, style)

    def _entry(self, row: int, column: int, cell: CellView, place: Place) -> None:
        style = self.style.amount if place.unit.decimals else self.style.entry
        self._spread(row, column, cell, "", style)
        figure = self.filing.figures.get(place.key)
        if figure is not None and exact(figure):
            self.sheet.write_number(row, column, float(figure), style)
        elif text := self.filing.unread.get(place.key, "") if figure is None else str(figure):
            self.sheet.write_string(row, column, text, style)
        else:
            self.sheet.write_blank(row, column, None, style)
        self._validate(row, column, place)

    def _validate(self, row: int, column: int, place: Place) -> None:
        least = -999_999_999_999 if place.unit.signed else 0
        said = "没有发生请填0。" if place.unit.decimals else "请填整数。没有发生请填0。"
        self.sheet.data_validation(
            row,
            column,
            row,
            column,
            {
                "validate": "decimal" if place.unit.decimals else "integer",
                "criteria": "between",
                "minimum": least,
                "maximum": 999_999_999_999,
                "error_title": "这里填数字",
                "error_message": said,
            },
        )
        self.sheet.conditional_format(
            row, column, row, column, {"type": "blanks", "format": self.style.empty}
        )

    def _sum(self, place: Place) -> str:
        """The sum of the parts, nothing as long as one of them is empty."""
        cells = ",".join(self._name(key) for key in place.parts)
        return f'=IF(COUNT({cells})<{len(place.parts)},"",SUM({cells}))'

    def _formula(self, row: int, column: int, formula: str, now: Figure | str | None, style: Style) -> None:
        value = "" if now is None else now if isinstance(now, str) else float(now)
        self.sheet.write_formula(row, column, formula, style, value)

    def _name(self, key: str) -> str:
        return xl_rowcol_to_cell(*self.at[key])

    # Checks

    def _checks(self) -> None:
        """Below the table: a line under the columns for a balance, a sentence with its answer for every other rule."""
        row = self.foot + 1
        for rule in self.filing.format.rules:
            if rule.table != self.view.key:
                continue
            width = self.view.stub + self.view.columns - 1
            if rule.axis is Axis.COLUMN and self.view.stub:
                self.sheet.merge_range(row, 0, row, self.view.stub - 1, rule.sentence, self.style.check)
                for _, left, right in rule.lines(self.table):
                    self._answer(row, self.at[left[0]][1], rule, left, right)
                self.sheet.set_row(row, 30)
                row += 1
                continue
            for _, left, right in rule.lines(self.table):
                said = f"{self.table.places[left[0]].row.label}：{rule.sentence}"
                self.sheet.merge_range(row, 0, row, width - 1, said, self.style.check)
                self._answer(row, width, rule, left, right)
                row += 1

    def _answer(
        self, row: int, column: int, rule: LinearRule, left: tuple[str, ...], right: tuple[str, ...]
    ) -> None:
        one, other = self._side(left, rule.left), self._side(right, rule.right)
        cells = ",".join(self._name(key) for key in (*left, *right))
        count = len(left) + len(right)
        zero = f"AND({one}=0,{other}=0)," if rule.skip_zero else ""
        good = f"OR({zero}{one}{_HOLDS[rule.relation]}{other})"
        formula = f'=IF(COUNT({cells})<{count},"没填全",IF({good},"相符","差"&ABS(({one})-({other}))))'
        self._formula(row, column, formula, self._now(rule, left, right), self.style.check)
        where = xl_range_abs(row, column, row, column)
        self.sheet.conditional_format(
            where, {"type": "text", "criteria": "begins with", "value": "差", "format": self.style.wrong}
        )

    def _side(self, keys: tuple[str, ...], terms: tuple[Term, ...]) -> str:
        signed = zip(keys, terms, strict=True)
        return "".join(f"{'+' if term.sign > 0 else '-'}{self._name(key)}" for key, term in signed).lstrip(
            "+"
        )

    def _now(self, rule: LinearRule, left: tuple[str, ...], right: tuple[str, ...]) -> str:
        sides = [
            add(
                None if (value := self.filing.value(key)) is None else term.sign * value
                for key, term in zip(keys, terms, strict=True)
            )
            for keys, terms in ((left, rule.left), (right, rule.right))
        ]
        one, other = sides
        if one is None or other is None:
            return "没填全"
        if holds(one, rule.relation, other) or (rule.skip_zero and not one and not other):
            return "相符"
        return f"差{abs(one - other)}"

    # How far it is

    @property
    def summary(self) -> str:
        """A formula that counts the cells of the table in which no number stands."""
        cells = ",".join(self._entries())
        short, count = self.sheet.get_name(), len(self.table.entered)
        return (
            f'=IF(COUNT({cells})={count},"{short}：{DONE}","{short}：还有"&{count}-COUNT({cells})&"格没填")'
        )

    @property
    def summary_now(self) -> str:
        missing = len(self.filing.missing(self.view.key))
        short = self.sheet.get_name()
        return f"{short}：还有{missing}格没填" if missing else f"{short}：{DONE}"

    def _entries(self) -> Iterator[str]:
        for place in self.table.entered:
            yield f"'{self.sheet.get_name()}'!{self._name(place.key)}"


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of this many half-width characters."""
    return max(1, -(-sum(1 if char.isascii() else 2 for char in text) // max(width - 1, 1)))


def exact(figure: Figure) -> bool:
    """Whether a number of a workbook (15 digits) holds the figure unchanged."""
    return Decimal(repr(float(figure))) == figure
