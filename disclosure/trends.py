"""One figure of a body over the years: the finding in words, by rule, and where a chart draws its bars.

A year without a report, or without the figure, is a gap and stays one. Nothing is called good or bad.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import summary
from .filing import Figure, Filing
from .formats.schema import Format
from .opendata.mapping import counterpart

RUN = 3
"""Years in a row that make a movement."""

FILLED, WIDEST = 0.5, 12.0
"""How much of its place a standing bar fills, and how wide it gets, in per cent of the drawing."""
LYING = 0.8
"""How much of the width the longest lying bar fills."""


@dataclass(frozen=True)
class Topic:
    """What a chart shows: the cell, its name in a sentence, and what it counts, for the line above the bars."""

    key: str
    said: str
    counted: str


TOPICS = (
    Topic(summary.RECEIVED, "新收申请", "当年新收到的政府信息公开申请（件）"),
    Topic(summary.CARRIED_OUT, "结转下年度的申请", "年底还没有办结、结转下年度的申请（件）"),
    Topic(summary.REVIEWS, "行政复议", "因政府信息公开引起的行政复议（件）"),
)


@dataclass(frozen=True)
class Year:
    """One year of a chart; `why` says why there is no figure."""

    year: int
    value: Figure | None
    why: str = ""


@dataclass(frozen=True)
class Break:
    """From `year` on another format is used; `same` where the figure is counted as before."""

    year: int
    same: bool


@dataclass(frozen=True)
class Bar:
    """A bar in per cent of the drawing: the `left` of its place and how `wide`, its `size`; `last` the newest year.

    `note`  what has to be said between this year and the one before.
    """

    year: int
    value: Figure | None
    why: str
    left: float
    wide: float
    size: float
    last: bool
    note: str = ""

    @property
    def at(self) -> float:
        """The middle of its place."""
        return round(self.left + self.wide / 2, 2)

    @property
    def top(self) -> float:
        """How far a standing bar ends below the top of the drawing."""
        return round(100 - self.size, 2)

    @property
    def lying(self) -> float:
        """The length of a lying bar, which leaves room for its value."""
        return round(self.size * LYING, 2)


@dataclass(frozen=True)
class Mark:
    """A line across the drawing, in per cent, and the words beside it."""

    at: float
    words: str


@dataclass(frozen=True)
class Trend:
    """A figure over the years, oldest first, without a year left out."""

    topic: Topic
    years: Sequence[Year]
    breaks: Sequence[Break] = ()

    @property
    def known(self) -> list[Year]:
        """The years with a figure."""
        return [each for each in self.years if each.value is not None]

    def joined(self, year: int) -> bool:
        """Whether the figure of a year is counted as that of the year before."""
        return all(each.same or each.year != year for each in self.breaks)

    @property
    def title(self) -> str:
        """The finding in words."""
        return _finding(self)

    @property
    def label(self) -> str:
        """Every year and its figure, for who does not see the bars."""
        said = "，".join(
            f"{each.year}年{each.value}件" if each.value is not None else f"{each.year}年{each.why}"
            for each in self.years
        )
        return f"{self.topic.counted.removesuffix('（件）')}：{said}"

    @cached_property
    def bars(self) -> list[Bar]:
        """The bars, oldest first; the longest is 100."""
        longest = max((each.value for each in self.known if each.value is not None), default=0)
        step = 100 / len(self.years)
        wide = min(step * FILLED, WIDEST)
        return [
            Bar(
                year=each.year,
                value=each.value,
                why=each.why,
                left=round((place + 0.5) * step - wide / 2, 2),
                wide=round(wide, 2),
                size=round(float(100 * max(each.value or 0, 0) / longest), 2) if longest > 0 else 0.0,
                last=place == len(self.years) - 1,
                note=self._note(each.year),
            )
            for place, each in enumerate(self.years)
        ]

    @property
    def newest_first(self) -> list[Bar]:
        """The bars as a narrow page has them."""
        return self.bars[::-1]

    @property
    def marks(self) -> list[Mark]:
        """Where another format begins: a line between two years."""
        step = 100 / len(self.years)
        first = self.years[0].year
        return [Mark(round((each.year - first) * step, 2), self._note(each.year)) for each in self.breaks]

    def _note(self, year: int) -> str:
        found = [each for each in self.breaks if each.year == year]
        if not found:
            return ""
        counting = "这个数的算法没有变" if found[0].same else "这个数的算法变了"
        return f"{year}年起用新格式，{counting}"


def trend(topic: Topic, filings: Mapping[int, Filing | None]) -> Trend:
    """A figure in the reports of a body: year → filing, None where the report was taken down."""
    years = [_year(topic, year, filings) for year in range(min(filings), max(filings) + 1)]
    return Trend(topic, years, tuple(_breaks(topic, filings)))


def _year(topic: Topic, year: int, filings: Mapping[int, Filing | None]) -> Year:
    if year not in filings:
        return Year(year, None, "没有报告")
    filing = filings[year]
    if filing is None:
        return Year(year, None, "报告已撤下")
    if topic.key not in filing.format.places:
        return Year(year, None, "格式里没有")
    value = filing.values[topic.key]
    return Year(year, value, "" if value is not None else "没有填")


def _breaks(topic: Topic, filings: Mapping[int, Filing | None]) -> list[Break]:
    known = [(year, filing.format) for year, filing in sorted(filings.items()) if filing is not None]
    return [
        Break(year, _same(topic.key, before, form))
        for (_, before), (year, form) in itertools.pairwise(known)
        if form.id != before.id
    ]


def _same(key: str, one: Format, other: Format) -> bool:
    """Whether two formats count a figure alike."""
    return key in other.places and counterpart(key, other, one).keys == (key,)


# The finding ------------------------------------------------------------------------------------------------------


def _finding(trend: Trend) -> str:
    said, known = trend.topic.said, trend.known
    if not known:
        return f"{said}：各年都没有数字"
    last = known[-1]
    if not any(each.value for each in known):
        return _all_zero(trend)
    moving = _run(trend)
    lead = f"{moving[0]}年以来{said}逐年{moving[1]}，" if moving else f"{said}："
    return (
        f"{lead}{last.year}年{last.value}件{_against(trend, last)}{'' if moving else _extreme(trend, last)}"
    )


def _all_zero(trend: Trend) -> str:
    first, last = trend.known[0].year, trend.known[-1].year
    if first == last:
        return f"{trend.topic.said}：{last}年0件"
    gaps = "（有数字的年份）" if len(trend.known) < last - first + 1 else ""
    return f"{trend.topic.said}：{first}—{last}年各年{gaps}都是0件"


def _against(trend: Trend, last: Year) -> str:
    if len(trend.known) == 1 or last.value is None:
        return ""
    if not trend.joined(last.year):
        return "，算法变了，不和上年比"
    before = next((each.value for each in trend.known if each.year == last.year - 1), None)
    if before is None:
        return "，上一年没有数字"
    if last.value == before:
        return "，与上年相同"
    return f"，比上年{'多' if last.value > before else '少'}{abs(last.value - before)}件"


def _run(trend: Trend) -> tuple[int, str] | None:
    """The first year of a movement in one direction that goes on to the last year, and 增加 or 减少."""
    years = trend.years
    for sign, word in ((1, "增加"), (-1, "减少")):
        start = len(years) - 1
        while start > 0 and trend.joined(years[start].year) and _moves(years[start - 1], years[start], sign):
            start -= 1
        if len(years) - 1 - start >= RUN:
            return years[start + 1].year, word
    return None


def _moves(before: Year, after: Year, sign: int) -> bool:
    if before.value is None or after.value is None:
        return False
    return (after.value - before.value) * sign > 0


def _extreme(trend: Trend, last: Year) -> str:
    """That the last year has the most of all, or the fewest, where there are enough years to say so."""
    values = [each.value for each in trend.known if each.value is not None and each is not last]
    if len(values) < RUN or last.value is None or any(not each.same for each in trend.breaks):
        return ""
    many = f"，是有数字的{len(values) + 1}年里最"
    if last.value > max(values):
        return f"{many}多的"
    return f"{many}少的" if last.value < min(values) else ""
