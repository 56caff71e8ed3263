"""The column heads of a printed table, put beside the official ones: which column do the values stand in?

The heads of a table may be printed as the form nests them, written in one line, broken over lines or bracketed
(行政复议(结果维持,…)). A column counts as known only where its own label says so; values under heads that fit no
official column are never read by their position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..formats.schema import Block, Column, Table
from .document import Line
from .figures import is_value
from .labels import ALIKE, IN_PLACE, likeness, normal

STUB_NAMES = frozenset(("行", "项目", "事项", "类别", "指标", "内容", "名称"))
"""What people write into the corner of a table they retype; it belongs to the drawing."""
WEAK = 5
"""One head in so many may be told by its place rather than by its words."""
LINES = 8
"""How many lines the heads of one table may take."""
_BRACKETED = re.compile(r"(.+?)\(([^()]+)\)")
_SAME = frozenset(("同", "同上", "同前", "同左"))
_SKIP, _MISS, _NEVER = 0.05, 1.5, 1e9


@dataclass(frozen=True)
class Head:
    """An official heading: over a value column, or (column None) over several, over the labels, or in the corner."""

    text: str
    column: Column | None = None


@dataclass(frozen=True)
class Heads:
    """Printed heads that were recognised. `columns`: the official column of each printed value, None where it has
    none; `labels`: (printed, official heading) in reading order, the heading None for what only draws."""

    columns: tuple[Column | None, ...]
    labels: tuple[tuple[str, Head | None], ...]


def recognise(lines: Sequence[Line], table: Table, block: Block) -> tuple[int, int, Heads] | None:
    """(first, end, heads): which of the lines before the first row of a block are its heads, and what they say."""
    first = max(len(lines) - LINES, 0)
    if not all(_in_order(cells(line), table, block) for line in lines[first:]):
        return None
    spans = [(a, b) for a in range(first, len(lines)) for b in range(len(lines), a, -1)]
    for start, end in spans:
        for tokens in _readings(lines[start:end], table, block):
            if heads := _whole(tokens, table, block):
                return start, end, heads
    for at in range(len(lines) - 1, first - 1, -1):
        tokens = _named(lines[at])
        # A row whose label is mistyped ((六)其他) may look like a head of one column.
        if any(is_value(token) for token in tokens) or not (heads := _partly(tokens, table, block)):
            continue
        others = [cell for n, line in enumerate(lines) if n != at for cell in cells(line)]
        return None if _names_another(others, heads, block) else (at, at + 1, heads)
    return None


def _in_order(printed: Sequence[str], table: Table, block: Block) -> bool:
    """Whether the headings over several columns stand in a line as they do in the form. Where two have changed places,
    the columns below them have the same names, and nothing tells what is whose."""
    groups = [head.text for head in orders(table, block)[0] if head.column is None]
    places = [groups.index(text) for cell in printed for text in groups if normal(cell) == normal(text)]
    return places == sorted(places)


def _named(line: Line) -> list[str]:
    """The heads of a line; between and behind them an empty cell stands over a column without a name."""
    if not line.ruled:
        return [cell for cell in cells(line) if cell]
    filled = [at for at, cell in enumerate(line.cells) if cell]
    return list(line.cells[filled[0] :]) if filled else []


def _names_another(printed: Sequence[str], heads: Heads, block: Block) -> bool:
    """Whether a column these heads do not name stands in another line: then they are not all the heads there are."""
    missing = [column for column in block.columns if column not in heads.columns]
    return any(likeness(text, column.label) >= ALIKE for text in printed for column in missing if text)


def orders(table: Table, block: Block) -> tuple[tuple[Head, ...], ...]:
    """The orders in which official heads are written: line by line, group by group, and the columns alone."""
    return _orders(table.corner, block.stub, block.columns)


@lru_cache(maxsize=64)
def _orders(corner: str, stub: str, columns: tuple[Column, ...]) -> tuple[tuple[Head, ...], ...]:
    before = tuple(Head(text) for text in (corner, stub) if text)
    by_line = (*before, *_by_line(columns))
    by_group = (*before, *_by_group(columns))
    alone = (*before, *(Head(column.label, column) for column in columns))
    return tuple(dict.fromkeys((by_line, by_group, alone)))


def _by_line(columns: tuple[Column, ...]) -> Iterator[Head]:
    for level in range(1 + max(len(column.under) for column in columns)):
        path: tuple[str, ...] = ()
        for column in columns:
            if len(column.under) == level:
                yield Head(column.label, column)
            elif len(column.under) > level and column.under[: level + 1] != path:
                yield Head(column.under[level])
            path = column.under[: level + 1]


def _by_group(columns: tuple[Column, ...]) -> Iterator[Head]:
    path: tuple[str, ...] = ()
    for column in columns:
        kept = 0
        while kept < len(column.under) and column.under[: kept + 1] == path[: kept + 1]:
            kept += 1
        yield from (Head(text) for text in column.under[kept:])
        yield Head(column.label, column)
        path = column.under


# How heads may be written -----------------------------------------------------------------------------------------


def cells(line: Line) -> tuple[str, ...]:
    """The cells of a line of heads; words set apart by spaces where nothing else marks them."""
    return line.cells or tuple(line.text.split())


def _readings(lines: Sequence[Line], table: Table, block: Block) -> Iterator[list[str]]:
    """Ways to cut some lines into heads: cell by cell, cells broken over lines, lists in brackets, words by words."""
    flat = [cell for line in lines for cell in cells(line) if cell]
    yield flat
    rows = [cells(line) for line in lines]
    if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
        yield [text for text in ("".join(parts) for parts in zip(*rows, strict=True)) if text]
    opened = _open_brackets(flat)
    if len(opened) > len(flat):
        yield opened
    joined = "".join(normal(cell) for cell in flat)
    for order in orders(table, block):
        if (cut := _cut(joined, order)) and len(cut) != len(flat):
            yield cut


def _open_brackets(printed: Sequence[str]) -> list[str]:
    """行政复议(结果维持,总计) as three heads; 复议后起诉(同) repeats the last list."""
    heads: list[str] = []
    before: list[str] = []
    for cell in printed:
        match = _BRACKETED.fullmatch(normal(cell))
        inside = re.split("[,、;/]", match[2]) if match else []
        if match and (len(inside) > 1 or inside[0] in _SAME):
            before = before if inside[0] in _SAME else inside
            heads += [match[1], *before]
        else:
            heads.append(cell)
    return heads


def _cut(text: str, order: Sequence[Head]) -> list[str]:
    """A text without any gaps cut into these heads, where it is made of nothing else; [] where it is not."""
    found: list[str] = []
    for head in order:
        label = normal(head.text)
        if text.startswith(label):
            found.append(head.text)
            text = text[len(label) :]
        elif head.column:
            return []
    return found if not text else []


# Putting printed and official heads side by side ------------------------------------------------------------------


def _whole(tokens: Sequence[str], table: Table, block: Block) -> Heads | None:
    """The heads when every printed one has its place and no official column is missing."""
    for order in orders(table, block):
        pairs = _align(tokens, order, _NEVER)
        if pairs is None:
            continue
        weak = [printed for printed, head in pairs if head and likeness(printed, head.text) < ALIKE]
        if len(weak) * WEAK <= len(pairs) and not _any_names(weak, block.columns):
            return Heads(block.columns, tuple(pairs))
    return None


def _partly(tokens: Sequence[str], table: Table, block: Block) -> Heads | None:
    """The heads of one line where some columns are official and others are not."""
    order = orders(table, block)[-1]
    pairs = _align(tokens, order, _MISS)
    if pairs is None or sum(bool(token) for token in tokens) < 2:
        return None
    if pairs[0][1] is None and not _is_stub(*pairs[0]):
        return _behind_unknown_stub(tokens, table, block)
    known = {
        head.column
        for printed, head in pairs
        if head and head.column and likeness(printed, head.text) >= ALIKE
    }
    if any(_is_ambiguous(column, block) for column in known if column) and not _in_place(pairs, block):
        return None
    others = [p for p, head in pairs if p and (head is None or (head.column and head.column not in known))]
    if not known or _any_names(others, [column for column in known if column]):
        # A head printed twice: either of them may be the column.
        return None
    values = [(printed, head) for printed, head in pairs if not _is_stub(printed, head)]
    columns = tuple(head.column if head and head.column in known else None for _, head in values)
    labels = tuple(
        (p, h if h is None or h.column is None or h.column in known else None) for p, h in pairs if p
    )
    return Heads(columns, labels)


def _is_ambiguous(column: Column, block: Block) -> bool:
    """Whether other columns have the same label, below another heading over several."""
    return sum(normal(each.label) == normal(column.label) for each in block.columns) > 1


def _in_place(pairs: Sequence[tuple[str, Head | None]], block: Block) -> bool:
    """Whether as many heads are printed as there are columns, those that are known where they stand in the form."""
    values = [head.column if head else None for printed, head in pairs if not _is_stub(printed, head)]
    return len(values) == len(block.columns) and all(
        column in (None, official) for column, official in zip(values, block.columns, strict=True)
    )


def _any_names(printed: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether one of these heads, which are not told by their words, is the label of a column."""
    return any(likeness(text, column.label) >= ALIKE for text in printed for column in columns)


def _behind_unknown_stub(tokens: Sequence[str], table: Table, block: Block) -> Heads | None:
    """Heads behind a first one that fits nothing: it stands over the labels if the others are all there. It may as
    well be a column of its own otherwise, and then no value has a certain place."""
    rest = _whole(tokens[1:], table, block)
    return Heads(rest.columns, ((tokens[0], None), *rest.labels)) if rest else None


def _is_stub(printed: str, head: Head | None) -> bool:
    return (head is not None and head.column is None) or (head is None and normal(printed) in STUB_NAMES)


def _align(tokens: Sequence[str], order: Sequence[Head], miss: float) -> list[tuple[str, Head | None]] | None:
    """The cheapest way to put printed heads beside official ones in order. Official headings over several columns
    may be missing; a printed head that is none, or a missing column, costs `miss`."""
    cost = [[_NEVER] * (len(order) + 1) for _ in range(len(tokens) + 1)]
    step: dict[tuple[int, int], tuple[int, int]] = {}
    cost[0][0] = 0.0
    for i in range(len(tokens) + 1):
        for j in range(len(order) + 1):
            if cost[i][j] >= _NEVER:
                continue  # nothing leads here, and so nowhere from here
            for price, to in _steps(tokens, order, i, j, miss):
                if cost[i][j] + price < cost[to[0]][to[1]]:
                    cost[to[0]][to[1]] = cost[i][j] + price
                    step[to] = (i, j)
    if cost[-1][-1] >= _NEVER:
        return None
    return _walk_back(tokens, order, step)


def _steps(
    tokens: Sequence[str], order: Sequence[Head], i: int, j: int, miss: float
) -> Iterator[tuple[float, tuple[int, int]]]:
    if j < len(order):
        yield (_SKIP if order[j].column is None else miss), (i, j + 1)
    if i < len(tokens):
        yield (0.0 if normal(tokens[i]) in STUB_NAMES else miss), (i + 1, j)
    if i < len(tokens) and j < len(order):
        alike = likeness(tokens[i], order[j].text)
        if alike >= IN_PLACE and not _names_another_better(tokens[i], alike, order[j], order):
            yield 1 - alike, (i + 1, j + 1)


def _names_another_better(printed: str, alike: float, head: Head, order: Sequence[Head]) -> bool:
    """Whether a printed head says another column than this one: 本年新公开数量 is much like 本年新制作数量, and no mistyped
    form of it where two columns have changed places."""
    if head.column is None or alike == 1:
        return False
    return any(each.column and likeness(printed, each.text) > alike for each in order)


def _walk_back(
    tokens: Sequence[str], order: Sequence[Head], step: dict[tuple[int, int], tuple[int, int]]
) -> list[tuple[str, Head | None]]:
    pairs: list[tuple[str, Head | None]] = []
    at = (len(tokens), len(order))
    while at != (0, 0):
        i, j = step[at]
        if at[0] > i:
            pairs.append((tokens[i], order[j] if at[1] > j else None))
        at = (i, j)
    return pairs[::-1]
