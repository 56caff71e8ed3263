"""A sheet of a workbook as a person sees it, turned into lines: merged cells once, what is hidden left out and listed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate

from ... import formats, prose
from ..beside import REMARKS
from ..document import Document, Line, UnreadableDocument
from ..figures import NO_RESULT, is_value
from ..labels import mark, normal
from . import copied

ROW_LIMIT = 2_000
"""Rows of one sheet down to the last one that holds something."""
COLUMN_LIMIT = 100
USUAL = 9.0
"""Characters that fit into a column whose width nobody has set."""
_FINE = 20
"""Parts of a character in which places are counted."""

NEAR = 16
"""By how much each of red, green and blue (0 to 255) must differ for a text to stand out against what is behind it."""
TINY = 1.0
"""Points of type in which nothing can be read."""
WHITE, BLACK = "FFFFFF", "000000"

_Place = tuple[int, int]
_LONGEST = 80
"""Characters of a cell that can still be a label."""
_QUOTED = re.compile(r'"([^"]*)"')
_PIECE = re.compile(
    r"([0#?.,]|E[+-])|([_*].|\[(?!\$)[^\]]*\])"  # a place of the number; room, colours and conditions
    r'|"([^"]*)"|[\\!](.)|\[\$([^-\]]*)[^\]]*\]|(.)',
    re.DOTALL,
)
"""The pieces of a number format: (place, skipped, quoted, escaped, currency, other), of which one is not empty."""
_SCALED = re.compile(r"[0#?],+(?![0#?,])")


@dataclass(frozen=True)
class Sheet:
    """A sheet. Cells by (row, column) from 1, none of them empty; `merged`: (first row, first column, last row, last
    column), all inclusive; `unseen`: what stands in cells and does not show; `widths`: how wide some columns are, in
    characters."""

    name: str
    cells: Mapping[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    unseen: Mapping[tuple[int, int], str] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)

    @cached_property
    def edges(self) -> Sequence[int]:
        """Where the columns begin, from 0: what is hidden takes no room."""
        wide = [
            0 if at in self.hidden_columns else self.widths.get(at, USUAL) for at in range(COLUMN_LIMIT + 2)
        ]
        return [round(at * _FINE) for at in accumulate(wide, initial=0.0)]


@dataclass(frozen=True)
class _Row:
    """A row: the text of each cell that begins in it, by its column; `shared`: merged with rows below;
    `ends`: the column behind a cell that is merged with those on its right.

    `hidden` is what a hidden row holds, which has no cells.
    """

    cells: Mapping[int, str]
    shared: frozenset[int] = frozenset()
    hidden: str = ""
    ends: Mapping[int, int] = field(default_factory=dict)

    @property
    def filled(self) -> dict[int, str]:
        return {column: text for column, text in self.cells.items() if text}

    @property
    def values(self) -> set[int]:
        return {column for column, text in self.filled.items() if is_value(text)}

    @property
    def remarks(self) -> list[int]:
        """The column of remarks at the right of a table, if this is its head."""
        return [at for at, text in [*self.filled.items()][-1:] if normal(text) in REMARKS]

    @property
    def in_table(self) -> bool:
        """Whether the row belongs to a table and is not a heading, a paragraph or nothing."""
        words = any(len(text) > _LONGEST or "。" in text for text in self.filled.values())
        return len(self.filled) > 1 and (not words or bool(self.values))


@dataclass(frozen=True)
class _Columns:
    """The columns of a table: those with a head, where a blank counts, and those that hold labels only; `ends`: the column
    behind the narrowest head that begins in one."""

    headed: frozenset[int] = frozenset()
    stub: frozenset[int] = frozenset()
    ends: Mapping[int, int] = field(default_factory=dict)

    def of(self, rows: Sequence[_Row]) -> _Columns:
        """The columns of some rows; rows without heads of their own go on with the table above."""
        heads = frozenset(column for row in rows if not row.values for column in row.filled)
        values = frozenset(column for row in rows for column in row.values)
        remarks = frozenset(column for row in rows if not row.values for column in row.remarks)
        stub = frozenset(column for row in rows if row.values for column in row.filled) - values - remarks
        ends: dict[int, int] = {}
        for head, at in ((row, at) for row in rows if not row.values for at in row.filled):
            ends[at] = min(head.ends.get(at, at + 1), ends.get(at, COLUMN_LIMIT + 1))
        if heads:
            return _Columns(heads, stub, ends)
        return _Columns(self.headed, (stub | self.stub) - values, self.ends)

    def line(self, row: _Row, frame: int, edges: Sequence[int]) -> Line:
        """The row without the places that no head stands over and without empty labels."""
        if row.hidden:
            return _left_out(row.hidden)
        kept = [at for at, text in row.cells.items() if text or at in self.headed - self.stub]
        cells = tuple(" ".join(row.cells[at].split("\n")) for at in kept)
        shared = frozenset(place for place, at in enumerate(kept) if at in row.shared)
        spans = tuple((edges[at], edges[self._end(row, at, kept)]) for at in kept)
        return Line(" | ".join(cells), cells, ruled=True, shared=shared, spans=spans, frame=frame)

    def _end(self, row: _Row, at: int, kept: Sequence[int]) -> int:
        """The column behind a cell. Blanks under the head of its column, which is merged, are of it as well."""
        end = row.ends.get(at, at + 1)
        while end < self.ends.get(at, 0) and end in row.cells and end not in kept:
            end += 1
        return min(end, COLUMN_LIMIT + 2)


def document(sheets: Iterable[Sheet], name: str) -> Document:
    """The document that the sheets make in their order. Raises UnreadableDocument."""
    found: list[Line] = []
    behind: list[Line] = []
    layout: list[str] = []
    for number, sheet in enumerate(sheets):
        if sheet.hidden:
            found += [_left_out(f"工作表“{sheet.name}”是隐藏的，没有读。")] if sheet.cells else []
            continue
        _measure(sheet, name)
        if _is_heading(sheet):
            found.append(Line(sheet.name))
        else:
            layout.append(sheet.name)
        part = copied.sort(list(_lines(sheet, number)), NO_RESULT)
        found += part.lines
        behind += part.behind
        layout += part.layout
    if not any(not line.left_out for line in found):
        raise UnreadableDocument(f"“{name}”里没有文字。")
    return Document((*found, *behind), layout=tuple(layout))


def seen(number: float, pattern: str) -> str:
    """A number as its cell shows it, so far as that says what is meant: 3.0 is 3, and 0.5 under 0% is 50%.

    What the format writes behind the number stands behind it; a number that is shown scaled down, with signs between
    its digits or not at all, is said to be. A zero is 0 however it is shown (formats for money show a dash).
    """
    parts = pattern.split(";")
    shown = _PIECE.findall(parts[1] if number < 0 and len(parts) > 1 else parts[0])
    digits = [at for at, (place, *_) in enumerate(shown) if place]
    if not digits:
        words = "".join(_literal(*piece) for piece in shown)
        plain = pattern in ("", "@") or "General" in pattern or not number
        return _plain(number) if plain else f"{_plain(number)}（显示为“{words.strip()}”）"
    before, inside, behind = (
        "".join(_literal(*piece) for piece in pieces)
        for pieces in (shown[: digits[0]], shown[digits[0] : digits[-1]], shown[digits[-1] :])
    )
    if _SCALED.search(_QUOTED.sub("", re.sub(r"[\\!_*].", "", parts[0]))):
        return f"{_plain(number)}（显示时缩小了）"
    if re.search(r"\d", before + behind) or re.sub(r"[-\s/%]", "", inside):
        return f"{_plain(number)}（显示时加了别的字）"
    mark = re.sub(r"[-+()（）\s]", "", behind + before)
    if "%" in mark:
        return f"{_plain(number * 100)}{mark}"
    return f"{_plain(number)}{mark}"


def _literal(place: str, skipped: str, quoted: str, escaped: str, currency: str, other: str) -> str:
    """What a piece of a format writes itself."""
    return quoted or escaped or currency or other


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else format(number, ".15g")


def _measure(sheet: Sheet, name: str) -> None:
    rows, columns = (max((place[at] for place in sheet.cells), default=0) for at in (0, 1))
    if rows > ROW_LIMIT or columns > COLUMN_LIMIT:
        raise UnreadableDocument(
            f"“{name}”的工作表“{sheet.name}”有{rows}行{columns}列，最多{ROW_LIMIT}行{COLUMN_LIMIT}列，"
            "请删掉年度报告以外的内容。"
        )


def _is_heading(sheet: Sheet) -> bool:
    """Whether the name of a sheet stands for a heading that the sheet itself lacks."""
    name = normal(sheet.name)
    number, words = mark(name)
    texts = [normal(text) for text in sheet.cells.values()]
    said = any(text.startswith(name) or (text in _titles() and mark(text)[0] == number) for text in texts)
    return number.endswith("、") and len(words) > 1 and not said


@cache
def _titles() -> frozenset[str]:
    """The headings of the sections, which a sheet may have a shorter name for (六、其他事项)."""
    forms = formats.all_formats().values()
    return frozenset(normal(section.title) for form in forms for section in form.sections)


def _lines(sheet: Sheet, number: int) -> Iterator[Line]:
    """The rows of tables, the paragraphs between them, and what is hidden."""
    table: list[_Row] = []
    columns = _Columns()
    for row in (*_rows(sheet), _Row({})):
        if row.in_table or row.hidden:
            table.append(row)
            continue
        if table:
            columns = columns.of(table)
            yield from (columns.line(each, number, sheet.edges) for each in table)
            table = []
        for text in row.filled.values():
            yield from (Line(part.strip()) for part in text.split("\n") if part.strip())
    yield from _hidden_columns(sheet)
    for row_number in sorted({at for at, _ in sheet.unseen}):
        texts = [text for (at, _), text in sorted(sheet.unseen.items()) if at == row_number]
        yield _left_out(f"第{row_number}行有看不见的字，没有读：{' | '.join(texts)}")


def _rows(sheet: Sheet) -> Iterator[_Row]:
    """The rows from the first to the last that holds something."""
    if not sheet.cells:
        return
    cells, covered, tall, ends = _unmerged(sheet)
    alone = _alone(sheet)
    last, end = max(row for row, _ in cells), max(column for _, column in cells)
    columns = [column for column in range(1, end + 1) if column not in sheet.hidden_columns]
    for row in range(1, last + 1):
        if row in sheet.hidden_rows:
            texts = [text for (at, _), text in sorted(alone.items()) if at == row]
            if texts:
                yield _Row({}, hidden=f"第{row}行是隐藏的，没有读：{' | '.join(texts)}")
        else:
            kept = {at: cells.get((row, at), "") for at in columns if (row, at) not in covered}
            shared = frozenset(at for at in kept if (row, at) in tall)
            yield _Row(kept, shared, ends={at: ends[row, at] for at in kept if (row, at) in ends})


def _unmerged(sheet: Sheet) -> tuple[dict[_Place, str], set[_Place], set[_Place], dict[_Place, int]]:
    """(text by place, the places that merged cells cover, those of the ones that stand over several rows, the columns
    behind them).

    A merged cell stands at its first place that is not hidden.
    """
    cells = dict(sheet.cells)
    end = max(row for row, _ in cells)
    covered: set[_Place] = set()
    tall: set[_Place] = set()
    ends: dict[_Place, int] = {}
    for top, left, bottom, right in sheet.merged:
        rows = [row for row in range(top, min(bottom, end) + 1) if row not in sheet.hidden_rows]
        across = range(left, min(right, COLUMN_LIMIT) + 1)
        shown = [(row, at) for row in rows for at in across if at not in sheet.hidden_columns]
        if shown:
            covered.update(shown[1:])
            tall.update(shown[:1] if len(rows) > 1 else ())
            ends[shown[0]] = right + 1
            cells[shown[0]] = cells.pop((top, left), "")
    return cells, covered, tall, ends


def _alone(sheet: Sheet) -> dict[_Place, str]:
    """The cells that are not merged with others, which may reach out of what is hidden."""
    merged = {(top, left) for top, left, bottom, right in sheet.merged if (top, left) != (bottom, right)}
    return {place: text for place, text in sheet.cells.items() if place not in merged}


def _hidden_columns(sheet: Sheet) -> Iterator[Line]:
    alone = _alone(sheet)
    for column in sorted(sheet.hidden_columns & {column for _, column in alone}):
        texts = [
            text for (row, at), text in sorted(alone.items()) if at == column and row not in sheet.hidden_rows
        ]
        yield _left_out(f"第{column}列是隐藏的，没有读：{' | '.join(texts)}")


def _left_out(text: str) -> Line:
    return Line(" ".join(text.split()), left_out=True)


def is_alike(one: str, other: str) -> bool:
    """Whether two colours, written as six hexadecimal digits, cannot be told apart."""
    return all(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) < NEAR for n in (0, 2, 4))


def tidy(text: str) -> str:
    """The text of a cell without what is not writing; its line ends stay."""
    lines = prose.clean(text.replace("_x000D_", "")).split("\n")
    return "\n".join(line.strip(" \u3000") for line in lines).strip("\n")
