"""A paragraph made ready for patterns: every quantity is one mark, punctuation has one width, blanks are gone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from . import spoken
from .passages import Sentence
from .quantities import Quantity, quantities

COUNT, SHARE, POINTS, TIMES, MONEY, EXTENT, MEASURE = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"
"""An extent can be divided as a count can: 公里, 亩, 吨, 天; a measure (小时, 分, 字) is no sum of parts."""
ANY = f"[{COUNT}-{MEASURE}]"
DEEPEST = 3
"""How many brackets within brackets are looked into."""
PLAIN = f"[^{COUNT}-{MEASURE}，。；：、]"
"""What may stand in a clause beside quantities."""

UP = "增长|上升|增加|提高|提升|上涨|增多|扩大|新增|净增"
DOWN = "下降|减少|降低|回落|下滑|精简|压减|缩减|压缩|缩短|节省"
OF_BEFORE = re.compile(
    rf"(?:(?:{UP}|{DOWN}|(?<=[，；：、（年期度比{COUNT}-{MEASURE}])(?:[多少][了出收办发报]?|[增减]))了?共?|(?:上一?年度?|去年|前一?年|同期|[较比与从由]20\d\d年度?)(?:同期|收到|共|为|是|的)*"
    rf"|[较比](?:上一?年度?|去年|前一?年|同期)(?:同期)?[^，。；：、{COUNT}-{MEASURE}]{{0,6}})$"
)
"""Before a count that is not this year's: the year before's, or the difference."""
FURTHEST = 16
"""As far before a count as the longest of these words reach, and a little further."""

AVERAGE = re.compile(
    rf"(?:[年月日周天人户亩件笔场次期批班案村企家车校生镇县所处]均|平均每?|每[十百千万]{{0,2}}[年月日周天人户亩件笔场次期批班村家车校生镇县所处]){PLAIN}{{0,6}}$"
)
"""Before a count that is no total."""

_EXTENTS = ("米", "里", "吨", "亩", "公顷", "公斤")
_MEASURES = ("小时", "分钟", "分", "字", "工作日", "自然日")
_PERIODS = ("星期", "月", "年", "季度", "小时")
_ONE_WIDTH = str.maketrans(",;:()!?〔〕", "，；：（）！？（）")
_NO_BLANK = re.compile(r"\S+")
_STOPS = "。！？"
_BREAKS = f"{_STOPS}\n"
_STOP = re.compile(f"[{_STOPS}]")
_BREAK = re.compile(f"[{_BREAKS}]")
LONGEST = 1500
"""A sentence without an end is cut off here, so that looking around a place takes a bounded time."""
_ITEMS_IN_BRACKETS = re.compile(
    rf"(?:[^{COUNT}-{MEASURE}，。；：、（）]{{1,20}}（[{COUNT}{MONEY}{EXTENT}]）[、和及与]?){{2,}}"
)
_BRACKET = re.compile("[（）]")
_NUMBERS = re.compile(rf"\d+|[{spoken.FIGURES}]+")
_SILENT = re.compile(f"(?<=[一-龥])（(?![^）]*[含括除不按即计])[^{COUNT}-{MEASURE}（）]{{1,8}}）")
_CLAUSE = re.compile(
    rf"[，、；：。！？]|(?<={ANY})(?:以及|和|及|与)(?=[^，、；。]*{ANY})|(?<={ANY})(?={ANY})"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a reading between two separators; `closed` is the separator behind it, "" at the end."""

    start: int
    end: int
    closed: str


@dataclass(frozen=True)
class Reading:
    """A paragraph, or what stands in one pair of its brackets.

    `pattern`  the text with a mark (`COUNT`, `SHARE`, …) for each quantity, full-width punctuation and no blanks.
    `at`       for each character of the pattern its offset in the text of the section.
    `marks`    position in the pattern → the quantity there; its `start` and `end` count from the section's beginning.
    """

    part: str
    text: str
    pattern: str
    at: tuple[int, ...]
    marks: dict[int, Quantity]

    def clauses(self, start: int, end: int) -> Iterator[Clause]:
        """The clauses between two positions of the pattern."""
        for found in _CLAUSE.finditer(self.pattern, start, end):
            yield Clause(start, found.start(), found.group() or "、")
            start = found.end()
        yield Clause(start, end, "")

    @cached_property
    def position(self) -> dict[int, int]:
        """Where a quantity that begins at an offset of the section has its mark."""
        return {quantity.start: at for at, quantity in self.marks.items()}

    @cached_property
    def starts(self) -> list[int]:
        """The offsets in the section at which quantities begin, in order."""
        return sorted(self.position)

    @cached_property
    def places(self) -> list[int]:
        """The positions of the marks, in order."""
        return sorted(self.marks)

    def within(self, start: int, end: int) -> list[Quantity]:
        """The quantities between two positions of the pattern."""
        return [self.marks[at] for at in self.places_within(start, end)]

    def places_within(self, start: int, end: int) -> list[int]:
        """The positions of the marks between two positions of the pattern."""
        return self.places[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def between(self, first: int, last: int) -> list[Quantity]:
        """The quantities that begin between two offsets in the section."""
        low, high = bisect_left(self.starts, first), bisect_left(self.starts, last)
        return [self.marks[self.position[at]] for at in self.starts[low:high]]

    def begin(self, at: int) -> int:
        """Where the sentence around a position begins."""
        first = max(at - LONGEST, 0)
        return max(first, *(self.pattern.rfind(stop, first, at) + 1 for stop in _STOPS))

    def end(self, at: int) -> int:
        """Where the sentence around a position ends, its full stop left out."""
        found = _STOP.search(self.pattern, at, at + LONGEST)
        return found.start() if found else min(at + LONGEST, len(self.pattern))

    def sentence(self, first: Quantity, last: Quantity) -> Sentence:
        """The sentence, or the sentences, from one quantity to another, as they stand in the section."""
        earliest = max(first.start - LONGEST, 0)
        begin = max(earliest, *(self.text.rfind(stop, earliest, first.start) + 1 for stop in _BREAKS))
        found = _BREAK.search(self.text, last.end, last.end + LONGEST)
        end = found.start() if found else min(last.end + LONGEST, len(self.text))
        end += end < len(self.text) and self.text[end] != "\n"
        begin += len(self.text[begin:end]) - len(self.text[begin:end].lstrip())
        return Sentence(self.part, self.text[begin:end], begin)

    def without_brackets(self) -> tuple[Reading, list[tuple[int, Reading]]]:
        """The reading outside of brackets, and for each pair of brackets its place there and the reading inside."""
        return self._outside_and_inside

    @cached_property
    def _outside_and_inside(self) -> tuple[Reading, list[tuple[int, Reading]]]:
        kept: list[int] = []
        inside: list[tuple[int, Reading]] = []
        at = 0
        for opening, closing in sorted(_pairs(self.pattern).items()):
            if opening >= at:
                kept.extend(range(at, opening))
                inside.append((len(kept), self._only(range(opening + 1, closing))))
                at = closing + 1
        if not inside:
            return self, []
        kept.extend(range(at, len(self.pattern)))
        return self._only(kept), inside

    def with_items_opened(self) -> Reading:
        """The same reading where each item of a list has its number in brackets, without these: 甲类（3件）、乙类（2件）."""
        left_out = {
            at
            for run in _ITEMS_IN_BRACKETS.finditer(self.pattern)
            for at in range(*run.span())
            if self.pattern[at] in "（）"
        }
        return self._only([at for at in range(len(self.pattern)) if at not in left_out]) if left_out else self

    @cached_property
    def without_silent_brackets(self) -> Reading:
        """The same reading without short brackets that hold no number and stand within a noun: 村（居）."""
        silent = {at for found in _SILENT.finditer(self.pattern) for at in range(*found.span())}
        return self._only([at for at in range(len(self.pattern)) if at not in silent]) if silent else self

    def with_brackets_opened(self) -> Reading:
        """The same reading with brackets written as commas."""
        return self._opened

    @cached_property
    def _opened(self) -> Reading:
        opened = self.pattern.replace("（", "，").replace("）", "，")
        return replace(self, pattern=opened) if opened != self.pattern else self

    def _only(self, kept: Sequence[int]) -> Reading:
        places = [(bisect_left(kept, old), old) for old in self.marks]
        return Reading(
            self.part,
            self.text,
            "".join([self.pattern[at] for at in kept]),
            tuple([self.at[at] for at in kept]),
            {new: self.marks[old] for new, old in places if new < len(kept) and kept[new] == old},
        )


@lru_cache(maxsize=64)
def readings(part: str, text: str) -> tuple[Reading, ...]:
    """The paragraphs of a section with at least two quantities: fewer cannot contradict each other."""
    return tuple(
        _reading(part, text, found.start(), found.group())
        for found in re.finditer(r"[^\n]+", text)
        if len(_NUMBERS.findall(found.group())) > 1
    )


def _reading(part: str, text: str, offset: int, paragraph: str) -> Reading:
    plain = paragraph.translate(_ONE_WIDTH)
    pattern: list[str] = []
    at: list[int] = []
    marks: dict[int, Quantity] = {}
    done = 0
    for quantity in (*quantities(paragraph), None):
        start = quantity.start if quantity else len(paragraph)
        for words in _NO_BLANK.finditer(plain, done, start):
            pattern.extend(words.group())
            at.extend(range(offset + words.start(), offset + words.end()))
        if quantity:
            marks[len(pattern)] = replace(quantity, start=offset + start, end=offset + quantity.end)
            pattern.append(_mark(quantity))
            at.append(offset + start)
            done = quantity.end
    return Reading(part, text, "".join(pattern), tuple(at), marks)


def _mark(quantity: Quantity) -> str:
    if quantity.unit == "%":
        return SHARE
    if quantity.unit.endswith("百分点"):
        return POINTS
    if quantity.unit == "倍":
        return TIMES
    if quantity.unit.endswith("元"):
        return MONEY
    if quantity.unit.endswith(_EXTENTS) or quantity.unit == "天":
        return EXTENT
    measure = quantity.unit.endswith(_MEASURES) or quantity.unit.removeprefix("个") in _PERIODS
    return MEASURE if measure or quantity.value % 1 else COUNT


def _pairs(pattern: str) -> dict[int, int]:
    """Where the bracket closes that opens at a position; brackets that never close are left out."""
    opened: list[int] = []
    pairs = {}
    for found in _BRACKET.finditer(pattern):
        if found.group() == "（":
            opened.append(found.start())
        elif opened:
            pairs[opened.pop()] = found.start()
    return pairs
