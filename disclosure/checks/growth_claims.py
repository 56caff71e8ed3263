"""What a text says of growth: a count and its percentage, the number of the year before, the number it changed by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .growth_plain import plain, series
from .quantities import BEFORE, Quantity
from .sentences import (
    ANY,
    AVERAGE,
    COUNT,
    DEEPEST,
    DOWN,
    EXTENT,
    FURTHEST,
    MEASURE,
    MONEY,
    OF_BEFORE,
    PLAIN,
    SHARE,
    TIMES,
    UP,
    Reading,
)

_YEAR = r"(?:(?:上一?年度?|去年|前一?年|20\d\d年度?)(?:同期|全年|年?[底末])?|年初|(?:法定|规定|承诺)(?:办理|答复)?(?:时限|期限|时间)?)"
_CARRIED = re.compile("结转|结余|转入|遗留|剩余|滚存|留存|未|无|不")
_ONLY_IS = re.compile(
    "^(?:共计?|总共|累计|合计|全年|同期|已|均|为|是|有|达到?|的|约|则|数量?|总数|仅|只)*|(?:共计?|为|有|达到?|了)*$"
)
"""Says only that there were so many."""
_DONE = re.compile("(?:完成|实现|收到|办理|发布|公开|开展|举办|受理)?")
"""Says no more where the other year has no word of its own: 上年36件，今年收到40件."""
_NOUN = 4
"""As far behind a number as what it counts is named."""
_THINGS = re.compile(
    "[量数额率分度值比]$|成本|时[间限长]|时效|水平|收入|费用|面积|规模|效率|积极性|意识|能力|质量"
)
"""What is said to have grown, behind a number, is not the number: 48家单位办件量增长7.7%."""
_OWN = re.compile("(?:案?件|人|户|家|场|批?次|总)+[数量]$")
"""What is said to have grown is the number: 受理86件、办结81件，件数分别增长7.5%、8%."""
_AGAINST = re.compile("(?:同比|环比|均|又)+$")
_CALENDAR = re.compile(r"20\d\d(?=年)")
_COMPARED = (
    rf"(?:同比|环比|同期|总体|(?:[与较比和同]|相较于|相比){_YEAR}(?:的)?(?:相比|数量)?|相比|，|又|均)*"
)
_WAY = rf"(?P<way>{UP}|{DOWN}|[多少](?=了?[{COUNT}-{MEASURE}]))(?:了|率|幅度|幅|比例)?(?:为|达到|达)?"
_BY = rf"(?:{_WAY}|(?P<rise>[增涨升]幅|增速)(?:为|达)?|(?P<fall>[降减]幅)(?:为|达)?)"
_GROWN = re.compile(
    rf"(?P<new>{COUNT})(?P<noun>{PLAIN}{{0,10}}?)(?P<apart>[，、]?){_COMPARED}{_BY}"
    rf"(?P<share>{SHARE})(?!至|到|的(?!{PLAIN}{{0,6}}(?:[，。；]|$))|[、和及与]{SHARE})"
)
_EACH = re.compile(
    rf"(?<!前[两三四][者项类个家])(?:[，；、]|(?<={ANY}))(?P<said>(?:{PLAIN}|、){{0,16}}?)分别{_COMPARED}{_WAY}(?P<shares>{SHARE}(?:[、，和及与]{SHARE}){{1,5}})"
)
_FIGURE = f"[{COUNT}{MONEY}{EXTENT}{MEASURE}]"
_THEN = rf"[，、]*(?:同比|共|净|总计|较{_YEAR}|比{_YEAR})*{_BY}(?:{BEFORE})?(?P<by>[{COUNT}-{MEASURE}])"
_ALSO = rf"(?:[，、]{_COMPARED}(?:[增涨升降减]幅|(?:{UP}|{DOWN})(?:了|率|幅度|比例)?)(?:为|达)?(?P<also>{SHARE}))?"
_DOUBLE = "(?P<double>翻了?[一两]?番|翻倍)(?![多有不])"
_CHANGES = (
    # 由23个整合为15个，减少8个; 由90.6%提高到93.9%，提高3.3个百分点
    re.compile(
        rf"[由从]{PLAIN}{{0,12}}?(?P<old>{_FIGURE}|{SHARE}){PLAIN}{{0,4}}，?{PLAIN}{{0,8}}?"
        rf"[到至为]了?{PLAIN}{{0,6}}(?P<new>{_FIGURE}|{SHARE}){PLAIN}{{0,6}}"
        rf"(?:{_THEN}{_ALSO}|，?(?:实现)?{_DOUBLE}|，?[是为达](?:{_YEAR}|原来|之前)的?(?P<times>{TIMES}))"
    ),
    # 同比下降31.4%，由1016件降至697件
    re.compile(
        rf"(?:{_BY}(?:{BEFORE})?(?P<by>{SHARE})|{_DOUBLE})(?:以上|左右|多)?，[由从]{PLAIN}{{0,8}}?(?P<old>{_FIGURE}){PLAIN}{{0,4}}"
        rf"[到至为]了?{PLAIN}{{0,6}}(?P<new>{_FIGURE})"
    ),
    # 比上年多了12篇，由36篇增至48篇
    re.compile(
        rf"(?P<way>增加|减少|[多少](?=了))了?(?P<by>{COUNT})，[由从]{PLAIN}{{0,8}}?(?P<old>{COUNT}){PLAIN}{{0,2}}[到至为]"
        rf"(?P<new>{COUNT})(?=[，。；]|$)"
    ),
    # 214件，上年为250件，同比下降14.4%
    re.compile(
        rf"(?P<new>{_FIGURE}){PLAIN}{{0,10}}，{_YEAR}(?P<before>{PLAIN}{{0,6}}?)(?P<old>{_FIGURE}){PLAIN}{{0,4}}{_THEN}{_ALSO}"
    ),
    # 198件，比上年的236件下降16.1%
    re.compile(
        rf"(?P<new>{_FIGURE}|{SHARE}){PLAIN}{{0,10}}，?[较比与](?:{_YEAR}|(?:年初)?预算数?|年初计划)的?(?:同期|总数|数量)?(?P<old>{_FIGURE}|{SHARE})(?:相比)?"
        rf"(?:{_THEN}{_ALSO}|，?(?:实现)?{_DOUBLE})"
    ),
    # 上年收到36件，今年收到40件，增长11.1%
    re.compile(
        rf"{_YEAR}(?P<before>{PLAIN}{{0,12}})(?P<old>{_FIGURE}){PLAIN}{{0,4}}[，；](?:今年|本年度?|20\d\d年)(?P<now>{PLAIN}{{0,12}})"
        rf"(?P<new>{_FIGURE}){PLAIN}{{0,8}}(?:{_THEN}{_ALSO}|，(?:同比|实现)*{_DOUBLE})"
    ),
    # 75件，比上年增加18件（上年57件）
    re.compile(
        rf"(?P<new>{_FIGURE}|{SHARE}){PLAIN}{{0,10}}{_THEN}，{_YEAR}[为是]?(?P<old>{_FIGURE}|{SHARE})(?=[，；。]|$)"
    ),
    # 较上年的52个减少8个，现有44个
    re.compile(
        rf"[较比]{_YEAR}的?(?P<old>{_FIGURE})(?:{_WAY})(?P<by>{_FIGURE})，?(?:现有|[为达至]到?|共有?)(?P<new>{_FIGURE})(?=[，。；]|$)"
    ),
    # 126万次，同比由98万次增长28.6%
    re.compile(rf"(?P<new>{_FIGURE}){PLAIN}{{0,10}}，同比由(?P<old>{_FIGURE}){_THEN}(?=[，。；]|$)"),
    # 150条，是上年60条的2.5倍
    re.compile(
        rf"(?P<new>{_FIGURE}){PLAIN}{{0,10}}，?[是为达]{_YEAR}的?，?{PLAIN}{{0,4}}(?P<old>{_FIGURE})，?的?(?P<times>{TIMES})"
    ),
    # 线上受理4800件，是线下1200件的4倍
    re.compile(
        rf"(?P<new>{_FIGURE}){PLAIN}{{0,4}}，?[是为](?!{_YEAR}){PLAIN}{{1,10}}(?P<old>{_FIGURE})的(?P<times>{TIMES})"
    ),
    # 150条，是上年的2.5倍（上年60条）
    re.compile(
        rf"(?P<new>{_FIGURE}){PLAIN}{{0,10}}，?[是为达]{_YEAR}的?(?P<times>{TIMES})，{_YEAR}[为是]?(?P<old>{_FIGURE})"
        r"(?=[，；。]|$)"
    ),
)
_ADDED = re.compile(
    rf"(?P<new>{_FIGURE}){PLAIN}{{0,10}}[，（、]{_COMPARED}(?P<added>{UP}|{DOWN}|[多少])(?:了|[一-龥]{{2}})?(?P<by>{_FIGURE}){PLAIN}{{0,4}}"
    rf"[，、]{_COMPARED}{_BY}(?:{BEFORE})?(?P<share>{SHARE})"
)
_BOTH_WAYS = re.compile(
    rf"{PLAIN}{{0,4}}[，、；](?:其中)?(?:取消|调[出减]|退出|核减|撤[并销]|注销|废止|淘汰|整合|{UP}|{DOWN}){PLAIN}{{0,4}}{COUNT}"
)
"""Behind 新增15项 says that some went as well, so that the difference is not what came."""
_AIM = "(?:计划|目标|任务|预期|指标|定额|要求|预算|限额|标准|均值|平均(?:水平|值|数)?)[数量值线]?"
"""What is set for a year beforehand."""
_BEYOND = re.compile(
    rf"(?:[较比]{PLAIN}{{1,12}}[多少][了出收办发报]?|超(?:额|(?:出|额|过)?(?:完成)?{PLAIN}{{0,6}}{_AIM})(?:完成)?(?:了|达|近|共)?"
    rf"|[较比](?!{_YEAR}){PLAIN}{{0,8}}{_AIM}{PLAIN}{{0,4}}|(?:[多少缺]|高|低|领先|落后|相差|差距|缺口)(?:出|于|过)?(?:完成)?(?:(?!上|去|前){PLAIN}){{0,6}}{_AIM})$"
)
"""Before a count that is the difference to something else than a year: 较年初计划多206条, 超额160条, 超省定任务160条."""
_BESIDE_IT = re.compile(rf"(?:{UP}|{DOWN}|[多少增减])了?(?:{ANY}(?:[、和及与]|以及))+$")
"""Before a count that is a difference as the one before it is: 同比分别减少18起和9人."""
_NEW_ONES = re.compile("新增|净增|增加|新[建开招录设聘]|发展|吸收|招[录聘]|引进|补充")
_TAKEN_OFF = re.compile(rf"(?:压[减缩]|精[简减]|减少|缩减|取消|核减){PLAIN}{{0,10}}$|前$")
"""Before a count that is what has gone, or a rank: 压减环节3个, 前3名."""
_OF_LAST_YEAR = re.compile(rf"(?:上一?年度?|去年|前一?年){PLAIN}{{0,8}}$")
"""Before a count of last year, whatever is said of it: 上年结转3件."""


@dataclass(frozen=True)
class Grown:
    """A count that grew (sign 1) or fell (sign −1) by a stated percentage."""

    new: Quantity
    share: Quantity
    sign: int


@dataclass(frozen=True)
class Change:
    """A number of before and one of now with what is said of their difference: `by` a quantity, or twice as many.

    `sign` 0: `by` says how many times the old one the new one is.  `doubled`: how often it has doubled (翻两番: 2).
    Without both only the way is said, or (`sign` 0) that nothing has changed.
    """

    new: Quantity
    old: Quantity | None
    by: Quantity | None
    sign: int
    share: Quantity | None = None
    doubled: int = 0


def grown(reading: Reading, depth: int = DEEPEST) -> Iterator[Grown]:
    """Every count with the percentage it grew by, outside of brackets and inside."""
    outer, inside = reading.without_brackets()
    yield from _grown(outer)
    for _, inner in inside if depth else ():
        yield from grown(inner, depth - 1)


def _grown(reading: Reading) -> Iterator[Grown]:
    for found in _GROWN.finditer(reading.pattern):
        at = found.start("new")
        if not _may_be_another(reading, found):
            yield Grown(reading.marks[at], reading.marks[found.start("share")], _sign(found))
    for found in _EACH.finditer(reading.pattern):
        shares = reading.within(found.start("shares"), found.end())
        stated = reading.within(reading.begin(found.start()), found.start())
        before = stated[-len(shares) :]
        said = _AGAINST.sub("", found["said"])
        if _THINGS.search(said) and not _OWN.search(said):
            continue
        if len(before) < len(shares) or (len(stated) > len(shares) and _has_rate(before)):
            continue
        if not _is_of_before(reading, before[0]):
            pairs = zip(before, shares, strict=True)
            yield from (Grown(new, share, _sign(found)) for new, share in pairs if _is_count(reading, new))


def _has_rate(numbers: list[Quantity]) -> bool:
    """218件，结案203件，结案率93.1%，分别增长12.4%、9.7%: a rate among the counts may be passed over in pairing."""
    return 0 < sum(number.unit == "%" for number in numbers) < len(numbers)


def _is_of_before(reading: Reading, quantity: Quantity) -> bool:
    at = reading.position[quantity.start]
    return bool(OF_BEFORE.search(reading.pattern[max(at - FURTHEST, 0) : at]))


def _is_count(reading: Reading, quantity: Quantity) -> bool:
    return reading.pattern[reading.position[quantity.start]] == COUNT


def changes(reading: Reading) -> Iterator[Change]:
    """Every number with the one it grew from, and what is said of the two."""
    for pattern in _CHANGES:
        for found in pattern.finditer(reading.pattern):
            groups = found.groupdict()
            if groups.get("way") and _goes_both_ways(reading, found):
                continue
            if _is_turned_round(reading, found) or not _counts_the_same(reading, found):
                continue
            new, old = reading.marks[found.start("new")], reading.marks[found.start("old")]
            if groups.get("times"):
                yield Change(new, old, reading.marks[found.start("times")], 0)
            elif groups.get("double"):
                yield Change(new, old, None, 1, doubled=2 if "两" in groups["double"] else 1)
            else:
                yield Change(new, old, reading.marks[found.start("by")], _sign(found))
                if groups.get("also") and new.unit != "%":
                    yield Change(new, old, reading.marks[found.start("also")], _sign(found))
    for found in _ADDED.finditer(reading.pattern):
        sign = 1 if re.fullmatch(f"{UP}|多", found["added"]) else -1
        by, share = reading.marks[found.start("by")], reading.marks[found.start("share")]
        if sign == _sign(found) and not _is_of_before(reading, reading.marks[found.start("new")]):
            yield Change(reading.marks[found.start("new")], None, by, sign, share)
    for step in series(reading):
        yield Change(step.new, step.old, step.share, step.sign)


def plain_changes(reading: Reading, known: set[int]) -> Iterator[Change]:
    """Every number of which only the way is said that it changed, those left out that begin where something is known."""
    for each in plain(reading):
        if each.new.start not in known:
            yield Change(each.new, each.old, None, each.sign)


def _goes_both_ways(reading: Reading, found: re.Match[str]) -> bool:
    also = _BOTH_WAYS.match(reading.pattern, found.end())
    return also is not None and reading.marks[also.end() - 1].unit == reading.marks[found.start("new")].unit


def _is_turned_round(reading: Reading, found: re.Match[str]) -> bool:
    """2023年80条，2024年100条: what is taken for the number of before is of the later year."""
    begin = reading.begin(found.start())
    named = [_CALENDAR.findall(reading.pattern, begin, found.start(name)) for name in ("old", "new")]
    return all(named) and named[0][-1] > named[1][-1]


def _counts_the_same(reading: Reading, found: re.Match[str]) -> bool:
    """Whether what is counted of the one year is named as what is counted of the other.

    Not of 收到46件，上年结转3件; 上年在编12人，今年新招5人; 去年全年12次，今年上半年8次.
    """
    groups = found.groupdict()
    before, now = groups.get("before"), groups.get("now")
    if before is None:
        return True
    if _CARRIED.search(before) or any(_left_over(reading, found.end(name)) for name in ("old", "new")):
        return False
    if now is None:
        said, end = _ONLY_IS.sub("", before), found.start("before")
    else:
        said, end = _ONLY_IS.sub("", now), found.end("old") + _NOUN
        if not _ONLY_IS.sub("", before) and _DONE.fullmatch(said):
            return True
    return said in reading.pattern[reading.begin(found.start()) : end]


def _left_over(reading: Reading, at: int) -> bool:
    """Whether words right behind a number say that it is of some only: 上年1件未审结."""
    return bool(re.match(f"{PLAIN}{{0,4}}[未无]", reading.pattern[at : at + FURTHEST]))


def _sign(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("rise") or groups.get("fall"):
        return 1 if groups.get("rise") else -1
    return 1 if re.fullmatch(f"{UP}|多", found["way"]) else -1


def _may_be_another(reading: Reading, found: re.Match[str]) -> bool:
    """Another year's count, a difference, an average (日均40架次), or new ones: 新增26家，增长8.5% may be of all of them."""
    if _is_of_before(reading, reading.marks[found.start("new")]):
        return True
    if not found["apart"] and _THINGS.search(found["noun"]):
        return True
    before = reading.pattern[max(found.start() - FURTHEST, 0) : found.start()]
    if any(words.search(before) for words in (AVERAGE, _BEYOND, _BESIDE_IT, _OF_LAST_YEAR, _TAKEN_OFF)):
        return True
    return bool(_NEW_ONES.search(before) and "同比" not in found.group())
