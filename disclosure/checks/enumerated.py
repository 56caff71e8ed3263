"""The whole that a list which follows it divides: 共96场次，其中…; 收到151件，主办98件、会办53件，其中…."""

from __future__ import annotations

import re

from .list_items import FIGURE, Item
from .quantities import Quantity
from .sentences import AVERAGE, FURTHEST, OF_BEFORE, PLAIN, Reading
from .wholes import whole_of, without_lists

_EVENTS = {"项": ("项次",), "场": ("场次",), "期": ("期次",), "批": ("批次",), "班": ("班次",)}
"""Units in which what happens is counted one by one, whichever of the two is written."""


def whole_before(reading: Reading, at: int, items: list[Item], beside: bool = False) -> Quantity | None:
    """The last quantity in the unit of the parts before a list: in its sentence, or in the one before."""
    unit = items[0].quantity.unit
    begin = reading.begin(at)
    before = _last_of_this_year(reading, begin, at, unit)
    if beside:
        near = re.search(rf"{FIGURE}{PLAIN}{{0,8}}$", reading.pattern[begin:at])
        is_beside = before and near and begin + near.start() == reading.position[before.start]
        return before if is_beside else None
    if before and before.value < items[0].quantity.value:
        before = _before_a_list(reading, begin, at, before, items)
    if not before and begin and not reading.within(begin, at):
        before = _last_of_this_year(reading, reading.begin(begin - 1), at, unit)
    return before


def _before_a_list(
    reading: Reading, begin: int, at: int, last: Quantity, items: list[Item]
) -> Quantity | None:
    """收到151件，主办98件、会办53件，其中已解决112件: not of the last number of a list where that has no room for it.

    Nor of a number another one stands behind: 检测412份，超标3份，达标率99.3%，其中管网末梢水218份.
    """
    places = [i for i in reading.places_within(begin, at) if reading.marks[i].in_unit(items[0].quantity.unit)]
    place = reading.position[last.start]
    if place in without_lists(reading, places) and not reading.within(place + 1, at):
        return last
    whole = whole_of(reading, places, items[0].quantity)
    return whole and whole.in_unit(items[0].quantity.unit)


def _last_of_this_year(reading: Reading, start: int, end: int, unit: str) -> Quantity | None:
    """The last quantity of a unit in a stretch that is neither the year before's, a difference nor an average.

    Of 217项次, 96场次 and the like the parts are said in 项, 场.
    """
    for quantity in reversed(reading.within(start, end)):
        said = quantity.in_unit(unit) or (quantity if quantity.unit in _EVENTS.get(unit, ()) else None)
        at = reading.position[quantity.start]
        before = reading.pattern[max(at - FURTHEST, 0) : at]
        if said and not OF_BEFORE.search(before) and not AVERAGE.search(before):
            return said
    return None
