"""One number looked at from several sides: 收到63件，按申请人分：…；按方式分：…; 从渠道看，…."""

from __future__ import annotations

import re

from .enumerated import whole_before
from .list_items import Item
from .quantities import Quantity
from .sentences import Reading
from .wholes import follows_a_side, seen_from

DIVIDED = (
    r"按[^，：。]{1,8}(?:划分|统计|分|看)[，：]"
    r"|从[^，：。]{0,6}(?:申请人|主体|渠道|方式|途径|类型|类别|结果|级别|来源)[^，：。]{0,2}看[，：]"
)
"""The words that begin a list from another side."""
_FIRST = "按从"


def is_side(marker: re.Match[str]) -> bool:
    """Whether the words before a list look at a number from a side."""
    return marker.group()[0] in _FIRST


class Sides:
    """One number looked at from several sides of a sentence: 收到63件，按申请人分：…；按方式分：….

    What the second list divides is what the first one does, and no part of it.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._end = 0
        self._whole: Quantity | None = None

    def whole(self, marker: re.Match[str], items: list[Item]) -> Quantity | None:
        """The whole that a list behind a marker divides."""
        if not is_side(marker):
            return whole_before(self._reading, marker.start(), items)
        if marker.start() < self._end:
            return self._whole and self._whole.in_unit(items[0].quantity.unit)
        begin = self._reading.begin(marker.start())
        if begin == marker.start() and follows_a_side(self._reading, begin):
            self._whole = seen_from(self._reading, begin, items[0].quantity)
        else:
            self._whole = whole_before(self._reading, marker.start(), items)
        self._end = self._reading.end(marker.end())
        return self._whole
