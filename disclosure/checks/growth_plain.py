"""Changes said without a number of their own, and those of a series of years: 由7件增加至5件; 与上年的35件持平; 分别为20、25、30."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .quantities import Quantity
from .sentences import COUNT, DOWN, EXTENT, FURTHEST, MEASURE, MONEY, PLAIN, SHARE, UP, Reading

_LAST_YEAR = "(?:上一?年度?|去年|前一?年|20\\d\\d年度?)"
_FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
_MORE, _LESS = f"{UP}|攀升|扩[充容]|增[配补派设]|充实|壮大|发展|延长|[增升]", f"{DOWN}|精减|压降|缩小|[减降]"
_TURNED = re.compile(
    rf"[由从](?P<label>{PLAIN}{{0,10}}?)(?P<old>[{COUNT}-{MEASURE}])(?P<way>(?P<up>{_MORE})|{_LESS})[到至为]了?"
    rf"(?P<later>{PLAIN}{{0,6}}?)(?P<new>[{COUNT}-{MEASURE}])"
)
_TURNED_SINCE = re.compile(
    rf"{_LAST_YEAR}(?:同期)?(?P<label>{PLAIN}{{0,12}}?)(?P<old>[{COUNT}{MONEY}])[，；](?:今年|本年度?|20\d\d年度?)(?:则|已|又)?"
    rf"(?P<way>(?P<up>{_MORE})|{_LESS})[到至为]了?(?P<later>{PLAIN}{{0,6}}?)(?P<new>[{COUNT}{MONEY}])"
)
"""上年有联络员12名，今年增加到9名."""
_SOMEWHAT = re.compile(
    rf"(?P<new>[{COUNT}{MONEY}{SHARE}]){PLAIN}{{0,6}}，?[与和同较比]{_LAST_YEAR}(?:同期)?的?(?P<old>[{COUNT}{MONEY}{SHARE}])(?:相比)?，?"
    rf"(?:有所|略有|稍有|明显|大幅|小幅|显著|有了?明显)(?P<way>(?P<up>{UP}|攀升)|{DOWN})(?=[，。；）]|$)"
)
"""9件，较上年的12件有所增加."""
_FLAT = re.compile(
    rf"(?P<new>{_FIGURE}){PLAIN}{{0,10}}，?[与和同较]{_LAST_YEAR}(?:同期)?的?(?P<old>{_FIGURE})(?:相比)?持平"
)
_COUNTED = f"[{COUNT}{MONEY}{EXTENT}]"
_GOES_ON = re.compile(
    # 到专职2人、兼职5人; 到2人和若干人兼职; 到2人+5人
    rf"{PLAIN}{{0,8}}(?:(?:[、和及与加]|以及)(?:(?![由从]){PLAIN}){{0,12}}?(?:[{COUNT}{MONEY}{SHARE}]|若干|数[十百]?[名人个家])|[/／+＋])"
    # 到2人，另聘兼职5人; 到2人兼职5人
    rf"|{PLAIN}{{0,8}}[，；]?(?:另|还有|外加|再加|并[有配设]){PLAIN}{{0,12}}{_COUNTED}"
    rf"|{PLAIN}{{1,8}}{_COUNTED}"
    # 到2人专职，5人兼职; 到2人（专职），5人（兼职）
    rf"|(?:{PLAIN}{{1,8}}|，{PLAIN}{{1,8}}，)[，；、]{_COUNTED}"
)
"""What follows is of the number of now as well."""
_NOW = re.compile(r"(?:今年|全年|本年度?|当年|20\d\d年度?|现[在有]|目前|当前|如今|[年期][末底]|的|共|仅)*")
"""Before the number of now says only that it is; any other word may name a kind of which the rest follows: 到市级3家，县级8家."""
_RANKS = ("位", "名")
_RANKED = re.compile("排名|名次|位次|排位|排序|座次|位列|位居|名列")
_EITHER_WAY = re.compile("上升|提[高升]|上涨|攀升|[升降]|下[降滑]|回落|降低")
"""A rank that rises is a smaller number; so is a better resolution, and a quicker answer."""
_EACH_TIME = re.compile("每|均|第")
"""由每季度2次提高到每月1次 is no fall."""
_ONCE = re.compile(f"{PLAIN}{{0,2}}(?:一|每|{COUNT})")
"""由10天增加到5天一次 is no fall."""
_SERIES = re.compile(
    rf"分别{PLAIN}{{0,6}}?(?P<numbers>[{COUNT}-{MEASURE}](?:[、，和及与][{COUNT}-{MEASURE}]){{2,4}})，(?P<then>{PLAIN}{{0,8}}?)"
    rf"(?:(?P<rise>增幅|增速|增长率)|降幅)?(?:分别|依次)(?:(?P<up>{UP})|{DOWN})?(?:为|是|达)?"
    rf"(?P<shares>{SHARE}(?:[、，和及与]{SHARE}){{1,3}})"
)
_YEAR_BY_YEAR = re.compile("后[两三四]年|逐年|连年|环比")
_CALENDAR = re.compile(r"20\d\d(?=[年、至])")
_THESE_YEARS = re.compile("近[三四五]年")


@dataclass(frozen=True)
class Plain:
    """A number of before and one of now; `sign` says which is said to be the greater, 0 that they are the same."""

    new: Quantity
    old: Quantity
    sign: int


@dataclass(frozen=True)
class Step:
    """A number of a series of years, the one before it and the stated growth between the two."""

    new: Quantity
    old: Quantity
    share: Quantity
    sign: int


def plain(reading: Reading) -> Iterator[Plain]:
    """Every change of which only the way is said."""
    for pattern in (_TURNED, _TURNED_SINCE):
        for found in pattern.finditer(reading.pattern):
            if not _is_rank(reading, found) and not _is_in_part(reading, found):
                yield _turned(reading, found)
    for found in _SOMEWHAT.finditer(reading.pattern):
        if not _is_rank(reading, found):
            yield _turned(reading, found)
    for found in _FLAT.finditer(reading.pattern):
        yield Plain(reading.marks[found.start("new")], reading.marks[found.start("old")], 0)


def _turned(reading: Reading, found: re.Match[str]) -> Plain:
    new, old = reading.marks[found.start("new")], reading.marks[found.start("old")]
    return Plain(new, old, 1 if found["up"] else -1)


def _is_rank(reading: Reading, found: re.Match[str]) -> bool:
    """Whether the smaller number may be the better one: 由12名上升到9名, 排名由12位升至9位, 由30米提高到10米."""
    at = found.start("new")
    is_ranked = reading.marks[at].unit in _RANKS or reading.pattern[at] in EXTENT + MEASURE
    if not is_ranked:
        return False
    said = reading.pattern[max(found.start() - FURTHEST, 0) : at]
    return bool(_EITHER_WAY.fullmatch(found["way"]) or _RANKED.search(said))


def _is_in_part(reading: Reading, found: re.Match[str]) -> bool:
    """Whether the number of now may be only one of several, or of another time than the one of before."""
    label, later = found["label"], found["later"]
    is_of_a_kind = later not in label and not _NOW.fullmatch(later)
    listed = _GOES_ON.match(reading.pattern, found.end())
    is_time = reading.pattern[found.start("new")] in EXTENT + MEASURE
    is_interval = is_time and _ONCE.match(reading.pattern, found.end())
    return bool(is_of_a_kind or listed or is_interval or _EACH_TIME.search(label + later))


def series(reading: Reading) -> Iterator[Step]:
    """2022年、2023年、2024年分别为120万次、138万次和152万次，后两年增幅分别为15%和10%."""
    for found in _SERIES.finditer(reading.pattern):
        numbers, shares = (reading.within(*found.span(name)) for name in ("numbers", "shares"))
        is_series = len({number.unit for number in numbers}) == 1 and len(numbers) == len(shares) + 1
        if is_series and _goes_on_by_years(reading, found, len(numbers)):
            sign = 1 if found["rise"] or found["up"] else -1
            for (old, new), share in zip(pairwise(numbers), shares, strict=True):
                yield Step(new, old, share, sign)


def _goes_on_by_years(reading: Reading, found: re.Match[str], years: int) -> bool:
    """Whether the numbers are of one year after another, not of several things."""
    if _YEAR_BY_YEAR.search(found["then"]):
        return True
    before = reading.pattern[reading.begin(found.start()) : found.start()]
    return len(_CALENDAR.findall(before)) == years or bool(_THESE_YEARS.search(before))
