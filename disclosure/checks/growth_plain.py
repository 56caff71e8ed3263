"""Changes said without a number of their own, and those of a series of years: 由7件增加至5件; 与上年的35件持平; 分别为20、25、30."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .quantities import Quantity
from .sentences import COUNT, DOWN, EXTENT, MEASURE, MONEY, PLAIN, SHARE, UP, Reading

_LAST_YEAR = "(?:上一?年度?|去年|前一?年|20\\d\\d年度?)"
_FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
_TURNED = re.compile(
    rf"[由从](?P<label>{PLAIN}{{0,10}}?)(?P<old>[{COUNT}{MONEY}{SHARE}])(?:(?P<up>{UP}|攀升|[增升])|{DOWN}|[减降])[到至为]了?"
    rf"(?P<later>{PLAIN}{{0,6}}?)(?P<new>[{COUNT}{MONEY}{SHARE}])"
)
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
_EACH_TIME = re.compile("每|均|第")
"""由每季度2次提高到每月1次 is no fall."""
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
    for found in _TURNED.finditer(reading.pattern):
        new, old = reading.marks[found.start("new")], reading.marks[found.start("old")]
        if new.unit not in _RANKS and not _is_in_part(reading, found):
            yield Plain(new, old, 1 if found["up"] else -1)
    for found in _FLAT.finditer(reading.pattern):
        yield Plain(reading.marks[found.start("new")], reading.marks[found.start("old")], 0)


def _is_in_part(reading: Reading, found: re.Match[str]) -> bool:
    """Whether the number of now may be only one of several, or of another time than the one of before."""
    label, later = found["label"], found["later"]
    is_of_a_kind = later not in label and not _NOW.fullmatch(later)
    listed = _GOES_ON.match(reading.pattern, found.end())
    return bool(is_of_a_kind or listed or _EACH_TIME.search(label + later))


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
