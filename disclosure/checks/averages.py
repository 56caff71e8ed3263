"""An average, or what each one has, beside the two numbers it follows from: 6期，870人次，场均145人次; 8期，每期1200册，共9600册."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .list_items import FIGURE, VAGUE_UNITS
from .quantities import Quantity
from .sentences import COUNT, EXTENT, MEASURE, MONEY, PLAIN, Reading

_COUNTED = {
    "人": ("人", "名", "位", "人次"),
    "名": ("人", "名"),
    "户": ("户", "户次"),
    "件": ("件",),
    "场": ("场", "场次", "期", "次"),
    "次": ("次", "场", "场次", "期"),
    "期": ("期",),
    "批": ("批", "批次"),
    "班": ("班", "班次"),
    "个": ("个",),
    "家": ("家",),
    "处": ("处",),
    "所": ("所",),
    "笔": ("笔",),
    "案": ("件", "起", "宗"),
}
_FIGURE = f"[{COUNT}{MONEY}{EXTENT}{MEASURE}]"
_PLACE = "乡镇|镇街|镇|乡|街道|社区|村|县区|县|学校|校"
_PLACES = {"镇": ("镇", "乡镇"), "乡": ("乡", "乡镇"), "校": ("校", "学校")}
"""How those are named of which each has so much, where not by the same noun."""
_AVERAGE = re.compile(
    rf"(?:^|[，；：（])(?:平均每(?P<each>[人名户件场次期批班个家处所笔案])次?(?P<noun>{PLAIN}{{0,4}}?)"
    rf"|平均每(?P<place>{_PLACE})(?P<done>{PLAIN}{{0,4}}?)"
    rf"|每(?P<every>[人名户件场期批班])平均|(?P<by>[人户件场次期案笔])均(?P<said>{PLAIN}{{0,4}}?))"
    rf"(?:约|达|达到|为)?(?P<mean>{_FIGURE})"
)
_EVERY = re.compile(rf"，每(?P<by>[人名户件期次批场])(?P<mean>{COUNT}|{MONEY})(?=[，。；）]|$)")
"""Each one has just so much: 分5期举办，每期248人."""
_DAILY = re.compile(
    rf"(?P<all>{COUNT}){PLAIN}{{0,4}}，(?:平均每[天日]|日均){PLAIN}{{0,4}}(?P<mean>{COUNT})，"
    rf"按(?:全年)?(?P<days>{MEASURE}|{EXTENT})[计算]"
)
"""办件46.8万件，日均办件1872件（按250个工作日计）."""
_OPENED = re.compile(
    rf"(?P<all>{COUNT}|{MEASURE}){PLAIN}{{0,4}}，(?:全年)?(?:开[馆放园诊]|营业|运行|服务){PLAIN}{{0,2}}(?P<days>{EXTENT})，"
    rf"(?:平均每[天日]|日均){PLAIN}{{0,4}}(?P<mean>{COUNT}|{MEASURE})(?=[，；。]|$)"
)
"""接待读者51.2万人次，开馆352天，日均1455人次."""
_OPENED_FIRST = re.compile(
    rf"(?:开[馆放园诊]|营业){PLAIN}{{0,2}}(?P<days>{EXTENT})，"
    rf"(?:共|累计)*(?:接待|服务|接诊)(?:读者|观众|群众|市民|游客|患者)*(?P<all>{COUNT})，"
    rf"(?:平均每[天日]|日均){PLAIN}{{0,4}}(?P<mean>{COUNT}|{MEASURE})(?=[，；。]|$)"
)
"""开馆251天，接待群众3012人次，日均12人次."""
_MONTHLY = re.compile(
    rf"(?:全年|20\d\d年)(?![初中]){PLAIN}{{0,14}}(?P<all>{COUNT}){PLAIN}{{0,4}}，(?:平均每月|月均){PLAIN}{{0,4}}(?P<mean>{COUNT}|{MEASURE})"
)
_EACH = re.compile(
    rf"(?P<times>{COUNT}){PLAIN}{{0,4}}，每(?P<by>[人名户件期次批场])(?P<first>(?:(?![年月日周天季每]){PLAIN}){{0,6}})"
    rf"(?P<each>{FIGURE}){PLAIN}{{0,4}}，(?:全年|累计)?(?:共计?|合计|总计)(?P<second>{PLAIN}{{0,4}})(?P<all>{FIGURE})"
)
_GIVEN_OUT = re.compile("印[发制刷]?|编印|发[放行]|刊发|支出|补助|补贴|救助|奖励")
_VISITS = re.compile(
    rf"(?:全年|20\d\d年)(?![初中]){PLAIN}{{0,14}}(?:访问|浏览|点击)总?量?{PLAIN}{{0,4}}(?P<all>{COUNT}){PLAIN}{{0,2}}，"
    rf"(?:平均每[天日]|日均)(?:访问|浏览|点击)?量?为?(?P<mean>{COUNT}|{MEASURE})"
)
"""A page is visited on every day of a year: 全年访问量365万次，日均访问1万次."""
_OPENED_LATE = re.compile("月|上线|开通|启用|运行|关[停闭]|迁移|改版|工作日")
_MONTHS, _ALL_DAYS = Decimal(12), Decimal(365)
_ROUNDED = Decimal("0.05")
"""What part of it an average loses at most by being rounded to tens."""
_DAYS = ("天", "个工作日", "工作日")


@dataclass(frozen=True)
class Average:
    """`all` of `times` things, of which each has `mean`; `exactly`: each one, not one with another.

    `of_year`  how many months, or days, a year has, where `times` is not stated.
    """

    all: Quantity
    times: Quantity | None
    mean: Quantity
    exactly: bool = False
    of_year: Decimal = _MONTHS

    @property
    def number(self) -> Decimal:
        """How many there are: those stated, or the months or days of a year."""
        return self.times.value if self.times else self.of_year

    @property
    def holds(self) -> bool:
        """Whether the average follows from the two numbers, or cannot be told."""
        mean, whole = self.mean, self.all.in_unit(self.mean.unit) or self.all
        if mean.vague or whole.vague or (self.times and self.times.vague):
            return True
        least, most = self.times.extent if self.times else (self.of_year, self.of_year)
        low, high = whole.extent
        if whole.unit.endswith("元"):
            low, high = low - whole.step, high + whole.step
        if self.exactly:
            return low <= mean.value * most and high >= mean.value * least
        coarse = _coarse(mean)
        return low / most < mean.value + coarse and high / least > mean.value - coarse


def averages(reading: Reading) -> Iterator[Average]:
    """Every average of a paragraph that has just one whole and one number of things beside it."""
    opened = reading.without_silent_brackets.with_brackets_opened()
    for found in _AVERAGE.finditer(opened.pattern):
        yield from _of_the_sentence(opened, found)
    for found in _MONTHLY.finditer(opened.pattern):
        whole, mean = opened.marks[found.start("all")], opened.marks[found.start("mean")]
        if whole.unit == mean.unit:
            yield Average(whole, None, mean)
    for found in _VISITS.finditer(opened.pattern):
        if _OPENED_LATE.search(opened.pattern, opened.begin(found.start()), found.end()):
            continue
        whole, mean = opened.marks[found.start("all")], opened.marks[found.start("mean")]
        if whole.unit.removeprefix("人") == mean.unit.removeprefix("人"):
            yield Average(whole, None, mean, of_year=_ALL_DAYS)
    for found in _EVERY.finditer(opened.pattern):
        yield from _of_the_sentence(opened, found)
    for found in (
        found for pattern in (_DAILY, _OPENED, _OPENED_FIRST) for found in pattern.finditer(opened.pattern)
    ):
        whole, mean, days = (opened.marks[found.start(name)] for name in ("all", "mean", "days"))
        if whole.unit == mean.unit and days.unit in _DAYS:
            yield Average(whole, days, mean)
    for found in _EACH.finditer(opened.pattern):
        times, each, whole = (opened.marks[found.start(name)] for name in ("times", "each", "all"))
        is_said = times.unit in _COUNTED[found["by"]] and _alike(each, whole) and not _alike(times, whole)
        if is_said and _same_things(found, each):
            yield Average(whole, times, each, exactly=True)


def _same_things(found: re.Match[str], each: Quantity) -> bool:
    """Whether all that is counted is what each one has: 每次覆盖12个镇，共通报问题36个 counts something else."""
    words = found["second"]
    return each.unit not in VAGUE_UNITS and (words in found["first"] or bool(_GIVEN_OUT.fullmatch(words)))


def _of_the_sentence(reading: Reading, found: re.Match[str]) -> Iterator[Average]:
    mean, groups = reading.marks[found.start("mean")], found.groupdict()
    before = reading.within(reading.begin(found.start()), found.start())
    if groups.get("place"):
        yield from _of_places(reading, before, groups["place"], mean)
        return
    counted = _COUNTED[groups.get("each") or groups.get("every") or found["by"]]
    noun = groups.get("noun") or groups.get("said")
    named = [q for q in before if groups.get("noun") and _is_of(reading, q, groups["noun"])]
    wholes = [q for q in before if _alike(q, mean) and q not in named]
    times = [q for q in before if q.unit in counted and (q in named or not _alike(q, mean))]
    if len(wholes) != 1 or len(times) != 1 or not times[0].value:
        return
    if mean.unit.endswith("次") and wholes[0].value < times[0].value:
        return  # 培训6次，覆盖480人次，人均培训2.4次
    if not noun or times == named or any(noun in _label(reading, q) for q in (*wholes, *times)):
        yield Average(wholes[0], times[0], mean)


def _of_places(reading: Reading, before: list[Quantity], noun: str, mean: Quantity) -> Iterator[Average]:
    """8个镇共公开1736条，平均每镇217条: as many as are counted by the same noun, one whole beside them."""
    times = [q for q in before if any(_is_of(reading, q, said) for said in _PLACES.get(noun, (noun,)))]
    wholes = [q for q in before if _alike(q, mean) and q not in times]
    if len(times) == len(wholes) == 1 and times[0].value and times[0].start < wholes[0].start:
        yield Average(wholes[0], times[0], mean)


def _is_of(reading: Reading, quantity: Quantity, noun: str) -> bool:
    """Whether a number counts what an average is of: 18个单位 beside 平均每个单位3个."""
    return reading.pattern.startswith(noun, reading.position[quantity.start] + 1)


def _label(reading: Reading, quantity: Quantity) -> str:
    """The words right before a number."""
    return re.split("[，；。：、（]", reading.pattern[: reading.position[quantity.start]])[-1]


def _alike(quantity: Quantity, mean: Quantity) -> bool:
    return quantity.in_unit(mean.unit) is not None or (
        quantity.unit.removesuffix("次") == mean.unit.removesuffix("次") != ""
    )


def _coarse(mean: Quantity) -> Decimal:
    """What an average may be off by: its last digit, or the tens it was rounded to."""
    tens = (Decimal(10) ** power for power in range(3, 0, -1))
    coarse = next((ten for ten in tens if not mean.value % ten), mean.step)
    return max(mean.step, min(coarse, mean.value * _ROUNDED))
