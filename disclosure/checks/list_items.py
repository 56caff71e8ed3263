"""The items of a list in running text: each quantity with the words before it, in one run or in rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from .divisions import names_the_rest
from .quantities import Quantity
from .sentences import ANY, COUNT, EXTENT, MEASURE, MONEY, SHARE, Clause, Reading

FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
VAGUE_UNITS = ("个", "项", "次", "类", "处")
"""Units of so many things that two quantities in them need not count the same."""
_ITEM = re.compile(
    rf"(?P<label>(?:[^{COUNT}-{MEASURE}]|[{EXTENT}{MEASURE}](?:以|之)?[内外上下前后]){{0,30}}?)(?P<mark>{FIGURE})(?P<tail>(?:[^{COUNT}-{MEASURE}\d，。；、]|\d{{4}}年|\d{{1,2}}[月日]){{0,12}})$"
)
_NO_ITEM = re.compile(
    rf"^(?:合计|共计|总计|总共)|累计|同比|环比|上年|去年|同期|上一年|增加|减少|增长|下降|(?:目标|(?<!列入)计划(?![停性]|生育))(?=.*{FIGURE})|平均|[人日月年户篇场]均|每[^一]|较(?![差好])|比|结转"
)
_CARRIED_IN = re.compile("^(?:上年|上一年|去年)度?(?:结转|转入)")
"""Carried in from last year: a part of the whole where the list begins with it or with what is new, else something else."""
_NEW = re.compile("(?:本年|今年|当年)?度?新?(?:收|增|受理)")
_CARRIED_OUT = re.compile("^结转[至到]?(?:下|次)")
"""Carried out to next year: a part of the whole right behind what is done, and the last one."""
DONE = re.compile(
    "(?:截[至止][^，。]{0,8}?(?=[已完办答整解均全]))?(?:均|全部|按[期时]|及时|当场|现场|即时)*(?:已|完成|办结|答复|整改|解决)"
)
_OWN_RATE = re.compile(f"(?<!比)率[^{COUNT}-{MEASURE}]{{0,3}}{SHARE}")
"""整改率98.9%，剩余1个: what is left over behind a rate is left of those the rate is of, not of the list."""
_MOST_ITEMS = 150
"""More of them than a sentence can list in earnest."""
_LEAD = re.compile(r"^(?:以及|和|及|与|另有?|还有|同时|此外)")


@dataclass(frozen=True)
class Item:
    """A listed quantity: the words before it, its place in the pattern, the separator behind it."""

    label: str
    quantity: Quantity
    at: int
    closed: str


def lists_at(reading: Reading, start: int, end: int) -> list[list[Item]]:
    """The listed quantities that begin at `start`, one list for each unit."""
    rows = _rows(reading, start, end)
    if rows:
        return [list(column) for column in zip(*rows, strict=True)]
    run = run_of(reading, start, end, "")
    return [run] if run else []


def run_of(reading: Reading, start: int, end: int, unit: str) -> list[Item]:
    """The listed quantities of one unit, of the first one found where it is left open."""
    items: list[Item] = []
    prefix, rated = "", False
    for clause in reading.clauses(start, end):
        words = reading.pattern[clause.start : clause.end]
        marks = reading.within(clause.start, clause.end)
        if not marks:
            if items and clause.closed != "、" and words:
                break
            prefix = prefix + words if clause.closed == "、" else ""
            continue
        if items and _only_shares(words):
            items[-1] = replace(items[-1], closed=clause.closed)
            rated = bool(_OWN_RATE.search(words))
            continue
        item = _item(reading, clause, prefix, _carried(items))
        prefix = ""
        unit = unit or (item.quantity.unit if item else "")
        if rated and len(items) > 1 and item and names_the_rest(item.label):
            break
        if item is None or item.quantity.unit != unit:
            if items or item is None:
                break
            continue
        items.append(item)
        if len(items) > _MOST_ITEMS:
            return []
        if item.closed == "；" and any(other.closed != "；" for other in items):
            break
    return items


def _rows(reading: Reading, start: int, end: int) -> list[list[Item]]:
    """甲局1件，收取20元；乙局2件，收取60元: rows with the same units in the same order."""
    for separator in "；，、":
        bounds = [start, *(at + 1 for at in range(start, end) if reading.pattern[at] == separator), end + 1]
        first = _row(reading, *bounds[:2]) if len(bounds) > 2 else []
        if len(first) > (separator != "；") and len(set(_units(first))) == len(first):
            rows = [first, *_like(first, (_row(reading, *bound) for bound in pairwise(bounds[1:])))]
            if len(rows) > 1:
                return rows
    return []


def _like(first: list[Item], rows: Iterator[list[Item]]) -> Iterator[list[Item]]:
    """The rows up to the first that has other units than the first one of all."""
    return takewhile(lambda row: _units(row) == _units(first), rows)


def _row(reading: Reading, start: int, end: int) -> list[Item]:
    clauses = [c for c in reading.clauses(start, end - 1) if reading.within(c.start, c.end)]
    items = [_item(reading, clause, "") for clause in clauses]
    found = [replace(item, closed="；") for item in items if item]
    return found if len(found) == len(items) else []


def _units(row: list[Item]) -> list[str]:
    return [item.quantity.unit for item in row]


def _carried(items: list[Item]) -> re.Pattern[str] | None:
    """What is carried over and is a part of the whole where it stands next in a list."""
    if not items:
        return _CARRIED_IN
    if len(items) > 1:
        return None
    if DONE.match(items[0].label):
        return _CARRIED_OUT
    return _CARRIED_IN if _NEW.match(items[0].label) else None


def _item(
    reading: Reading, clause: Clause, prefix: str, carried: re.Pattern[str] | None = None
) -> Item | None:
    words = reading.pattern[clause.start : clause.end]
    lead = _LEAD.match(words)
    found = _ITEM.match(words, lead.end() if lead else 0)
    if found is None or (_NO_ITEM.search(words) and not (carried and carried.match(words))):
        return None
    at = clause.start + found.start("mark")
    return Item(prefix + found["label"] + found["tail"], reading.marks[at], at, clause.closed)


def _only_shares(words: str) -> bool:
    return SHARE in words and set(re.findall(ANY, words)) == {SHARE}
