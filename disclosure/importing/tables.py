"""A printed table read into cells: rows by their labels, columns by their heads, values never moved.

A row whose values are more or fewer than the columns of its heads is not read at all: which value belongs to which
column would be a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ..formats.schema import Block, Column, Place, Row, Table
from . import beside, heads, paragraphs, rows, standing, stubs
from .cuts import Cut
from .document import Line
from .figures import is_unit_caption, is_value, names_other_unit
from .harvest import Harvest
from .heads import Heads
from .labels import ALIKE, likeness, normal, shown
from .rows import Match

COPIED = "另一行印着同样的名称，分不清哪行是哪行"
TWICE = "这张表里还有一行数，分不清该取哪行"
BROKEN = "旁边一行还有一个数，分不清是不是一个数断成了两行"
ASIDE = "数没有对着表头，分不清各是哪一列的"
UNEVEN = "这张表里别的行和表头对不上，这一行的数也分不清各是哪一列的"
_STOP = "※"
"""What stands in the place of a row that is not to be read: no label goes on behind it."""
OTHER_UNIT = "原件印的是“{printed}”，单位和官方格式不同"


def read(table: Table, lines: Sequence[Line], harvest: Harvest) -> list[Line]:
    """Read a table from the lines of its section; the lines that are not understood are given back."""
    bare = list(beside.without(lines))
    kept = [Line(_STOP) if each.line.refused else each.line for each in bare]
    origin = {id(each): line for each, line in zip(kept, lines, strict=True)}
    stray = _Reader(table, harvest).read(kept)
    left = {id(line) for line in stray}
    for text in (text for each in bare if id(each.line) not in left for text in each.texts if text):
        if beside.is_name(text):
            harvest.layout(text, table.key)
        else:
            harvest.leave(table.key, text)
    return [origin[id(line)] for line in stray]


def leave(where: str, lines: Sequence[Line], wrap: int, harvest: Harvest) -> None:
    """Put lines that nothing understands into the list of what is unread, sentences as whole paragraphs."""
    prose: list[Line] = []
    for line in lines:
        if line.ruled or line.refused:
            _leave_prose(where, prose, wrap, harvest)
            prose = []
            if any(line.cells) or line.refused:
                harvest.leave(where, line.text, line.refused)
        else:
            prose.append(line)
    _leave_prose(where, prose, wrap, harvest)


def _leave_prose(where: str, lines: Sequence[Line], wrap: int, harvest: Harvest) -> None:
    for text in paragraphs.join(lines, wrap):
        harvest.leave(where, text)


class _Reader:
    """One table on its way from lines to cells.

    `columns`: for each block, the column of each printed value; `standing`: where the heads of these stand; `above`: what
    is printed over those values; `usual`: where the labels of the rows stand that are in as many groups; `even`,
    `uneven`: the rows of each block that have as many values as it has columns, and those that have more, or fewer where a
    column has no official head;
    `edges`: where most rows of a frame end; `captions`: the lines that name the units of the whole table, wherever they stand.
    """

    def __init__(self, table: Table, harvest: Harvest) -> None:
        self.table = table
        self.harvest = harvest
        self.places = {(p.row.key, p.column.key): p for p in table.places.values()}
        self.block_of = {row.key: block for block in table.blocks for row in block.leaves}
        self.columns: dict[int, tuple[Column | None, ...] | None] = {}
        self.standing: dict[int, dict[Column, standing.Place]] = {}
        self.usual: dict[tuple[int, int], set[standing.Place]] = {}
        self.even: dict[int, list[Row]] = {}
        self.uneven = Counter[int]()
        self.above: dict[int, list[str]] = {}
        self.captions: list[str] = []
        self.lines: Sequence[Line] = ()
        self.edges: Mapping[int, int] = {}
        self.stray: list[Line] = []

    def read(self, lines: Sequence[Line]) -> list[Line]:
        alone = (line.text for line in lines if sum(map(bool, line.cells)) < 2)
        self.captions = [text for text in alone if is_unit_caption(text)]
        found = rows.find(self.table, lines)
        self.lines = lines
        self.edges = standing.edges(lines)
        waiting: list[Line] = []
        previous: Block | None = None
        for at, line in enumerate(lines):
            match = found.get(at)
            if match is None:
                waiting.append(line)
            elif match.row.rows:
                self._group(match)
            elif match.first == at:
                block = self.block_of[match.row.key]
                self._open(block, previous, waiting)
                self._row(match, block, lines[match.first : match.last + 1])
                waiting, previous = [], block
        self.stray += waiting
        self._doubt_uneven()
        return self.stray

    # Heads

    def _open(self, block: Block, previous: Block | None, waiting: list[Line]) -> None:
        """Take what stands before a row: the title and the heads of its block."""
        at = self.table.blocks.index(block)
        self.above.setdefault(at, []).extend(cell for line in waiting for cell in heads.cells(line))
        body = self._title(block, waiting)
        known = heads.recognise(body, self.table, block)
        if known:
            start, end, head = known
            self.stray += [*body[:start], *body[end:]]
            self.columns[at] = head.columns
            self.standing[at] = standing.places(body[start:end], head, self.edges)
            self._labels(head, [cell for line in body[start:end] for cell in heads.cells(line) if cell])
            return
        self.stray += body
        if any(_like_heads(line) for line in body):
            self.columns[at] = None
        elif at not in self.columns and previous and previous.columns == block.columns:
            self.columns[at] = self.columns.get(self.table.blocks.index(previous))
            self.standing[at] = self.standing.get(self.table.blocks.index(previous), {})

    def _title(self, block: Block, waiting: list[Line]) -> list[Line]:
        """The lines behind the title of a block; the title is taken, what stands before it is not understood."""
        best, at = 0.0, -1
        for number, line in enumerate(waiting):
            filled = [cell for cell in line.cells or (line.text,) if cell]
            score = likeness(filled[0], block.title) if block.title and len(filled) == 1 else 0.0
            if score >= max(best, ALIKE):
                best, at = score, number
        if at < 0:
            return waiting
        self.stray += waiting[:at]
        self.harvest.label(waiting[at].text.strip("|｜ "), block.title, self.table.key)
        return waiting[at + 1 :]

    def _labels(self, head: Heads, printed: list[str]) -> None:
        """Note the heads; where they were cut out of longer texts, those stand for them in what was taken."""
        cut = sorted(printed) != sorted(text for text, _ in head.labels)
        for text, official in head.labels:
            where = self.table.key
            if official is None and normal(text) not in heads.STUB_NAMES:
                self.harvest.leave(where, text)
                continue
            if official and official.column:
                where = f"{where}.{official.column.key}"
            self.harvest.label(text, official.text if official else text, where, "" if cut else text)
        for text in printed if cut else ():
            self.harvest.layout(text, self.table.key)

    # Rows

    def _group(self, match: Match) -> None:
        self._stub(match)

    def _row(self, match: Match, block: Block, lines: Sequence[Line]) -> None:
        self._stub(match)
        at_block = self.table.blocks.index(block)
        columns = self.columns.get(at_block)
        behind = self._behind_label(match.cut, lines, columns) if columns else ()
        values = flatten(behind, len(columns)) if columns else None
        if columns and values is None:
            self.uneven[at_block] += len(behind) > len(columns) or None in columns
        aside = columns and values and self._is_aside(match, lines, values, columns)
        if (
            columns is None
            or values is None
            or match.doubtful
            or match.broken
            or aside
            or self._holds_label(values)
        ):
            places = tuple(self.places[match.row.key, column.key] for column in block.columns)
            why = (COPIED if match.row.label else TWICE) if match.doubtful else BROKEN * match.broken
            why = why or ASIDE * bool(aside)
            self.harvest.refuse(self._key(match.row), places, " | ".join(match.cut.values), why)
            return
        self.even.setdefault(at_block, []).append(match.row)
        shared = _shared(lines, values)
        above = self.above.get(self.table.blocks.index(block), ())
        printed = (*above, *match.cut.labels, *self.captions)
        for at, (column, text) in enumerate(zip(columns, values, strict=True)):
            if column is None:
                self.harvest.leave(self._key(match.row), text)
            elif other_unit := next((e for e in printed if names_other_unit(e, column.unit)), ""):
                why = OTHER_UNIT.format(printed=shown(other_unit))
                self.harvest.refuse(self._key(match.row), (self._place(match.row, column),), text, why)
            elif at in shared:
                self.harvest.refuse(self._key(match.row), (self._place(match.row, column),), text)
            else:
                self.harvest.cell(self._place(match.row, column), text)

    def _is_aside(
        self, match: Match, lines: Sequence[Line], values: Sequence[str], columns: Sequence[Column | None]
    ) -> bool:
        if not (match.row.label or lines[0].spans) and beside.stand_anywhere(self._above(lines[0])):
            return True
        at_block = self.table.blocks.index(self.block_of[match.row.key])
        usual = self.usual.setdefault((at_block, len(match.groups)), set())
        heads = self.standing.get(at_block, {})
        return standing.are_aside(lines, values, columns, heads, usual, self.edges)

    def _above(self, line: Line) -> Sequence[Line]:
        at = next((at for at, each in enumerate(self.lines) if each is line), len(self.lines))
        return self.lines[:at]

    def _doubt_uneven(self) -> None:
        """Take back rows that have the right number of values where most rows of their block, or of the table, have not:
        the table has a column that its heads do not name, and of such a row that column, or any other, may be missing."""
        all_even = sum(map(len, self.even.values()))
        table = self.uneven.total() >= max(all_even, 1)
        for at, found in self.even.items():
            if table or self.uneven[at] >= len(found):
                columns = self.table.blocks[at].columns
                keys = [self._place(row, column).key for row in found for column in columns]
                self.harvest.take_back(keys, UNEVEN)

    def _behind_label(
        self, cut: Cut, lines: Sequence[Line], columns: Sequence[Column | None]
    ) -> tuple[str, ...]:
        """The values of a row without what is left of its label where merged cells were taken apart: blanks, or the label
        once more. Only where every value behind them is there, and the head of the first column stands over the first of
        them: else a blank may be one of the values, and the last one belong to no column."""
        before, rest = cut.values[: -len(columns)], cut.values[-len(columns) :]
        own = {"", *(normal(label) for label in cut.labels)}
        width = len(lines[0].cells) if len(lines) == 1 and lines[0].ruled else 0
        aside = width > len(columns) and self._stands(columns[0], width - len(columns), width)
        if aside and all(normal(text) in own for text in before) and all(is_value(text) for text in rest):
            return rest
        return cut.values

    def _stands(self, column: Column | None, at: int, width: int) -> bool:
        """Whether in a line of as many cells the head of a column begins at this place, or one over it and those behind it.

        Taken apart, such a head may stand over each of its columns: it begins with the first.
        """
        printed = {normal(text) for text in (column.label, *column.under)} if column else set()
        grid = [line.cells for line in self.lines if len(line.cells) == width]
        return any(normal(cells[at]) in printed and normal(cells[at - 1]) not in printed for cells in grid)

    def _holds_label(self, values: Sequence[str]) -> bool:
        """Whether a label of the form stands where a value should: then a value is missing, nobody knows which."""
        labels = stubs.index(self.table)
        return any(normal(text) in labels.telling or normal(text) in labels.groups for text in values)

    def _place(self, row: Row, column: Column) -> Place:
        return self.places[row.key, column.key]

    def _stub(self, match: Match) -> None:
        """Note the label of a row or group, and those of the groups printed before it."""
        where = self._key(match.row)
        leaf = stubs.Leaf(match.row, 0, match.groups)
        labels = stubs.index(self.table)
        if not match.cut.labels:
            return
        if match.cut.label in labels.exact or match.cut.label in labels.groups:
            for text in match.cut.labels:
                self.harvest.layout(text, where)
            return
        *before, last = match.cut.labels
        rest = stubs.without_groups(last, leaf)
        whole = "".join(match.cut.labels)
        if likeness(whole, match.row.label) > likeness(rest, match.row.label):
            self.harvest.label(whole, match.row.label, where)
            return
        for text in before:
            self._group_label(text, match.groups)
        self.harvest.layout(last[: len(last) - len(rest)], where)
        self.harvest.label(rest, match.row.label, where)

    def _group_label(self, text: str, groups: tuple[Row, ...]) -> None:
        scored = [(likeness(text, group.label), group) for group in groups]
        best = max(scored, key=lambda item: item[0], default=None)
        if best and best[0] >= ALIKE:
            self.harvest.label(text, best[1].label, self._key(best[1]))
        else:
            self.harvest.leave(self.table.key, text)

    def _key(self, row: Row) -> str:
        return ".".join(part for part in (self.table.key, row.key) if part)


def _shared(lines: Sequence[Line], values: Sequence[str]) -> frozenset[int]:
    """Which of the values of a row stand in cells that it shares with other rows."""
    for line in lines:
        before = len(line.cells) - len(values)
        if line.shared and before >= 0 and line.cells[before:] == tuple(values):
            return frozenset(at - before for at in line.shared)
    return frozenset()


def _like_heads(line: Line) -> bool:
    """Whether a line that was not understood may be the heads of the values below it."""
    cells = [cell for cell in line.cells or line.text.split() if cell]
    return len(cells) > 1 and "。" not in line.text and not any(is_value(cell) for cell in cells)


def flatten(values: Sequence[str], wanted: int) -> tuple[str, ...] | None:
    """The values of a row, one for each of its columns; None where they cannot be told apart.

    Cells that hold several values each (one per column of a group) are opened, if all hold equally many. The empty
    cells that a single wide column leaves in a grid are passed over.
    """
    if len(values) == wanted:
        return tuple(values)
    filled = [text for text in values if text.strip()]
    if wanted == 1 and len(filled) == 1:
        return (filled[0],)
    parts = [text.split() for text in values]
    sizes = {len(part) for part in parts}
    if len(sizes) == 1 and sizes.pop() * len(values) == wanted:
        words = tuple(word for part in parts for word in part)
        return words if all(is_value(word) for word in words) else None
    return None
