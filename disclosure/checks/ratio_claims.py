"""What a text says of rates and shares: a percentage, and the two numbers it should follow from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .quantities import BEFORE, Quantity
from .rates import NO_NUMBER, Claim, rates
from .sentences import COUNT, DOWN, EXTENT, FURTHEST, MONEY, PLAIN, SHARE, UP, Reading
from .wholes import counted_as, listed_under, says_all, seen_from

_FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
_SHARE_OF = re.compile(
    rf"占(?:到)?(?P<of>{PLAIN}{{0,18}}?(?P<whole>{_FIGURE})?{PLAIN}{{0,8}}?)"
    rf"(?:比|的?(?:比例|比重))?(?:为|达到|达|是|的)?(?:{BEFORE})?(?P<share>{SHARE})"
)
_OF_THE_TARGET = re.compile(
    rf"(?P<part>{_FIGURE})[，（]{PLAIN}{{0,2}}"
    r"(?:(?:完成|占|[是为达]到?)(?:全年|年度|年初|市|县|区|省|下达|的)*(?:任务|目标|计划|指标|预算)[数量]?(?:任务)?的?"
    r"|达到?(?:设计|核定|规划)(?:能力|规模|容量|人数)的?)"
    rf"(?:（)?(?P<whole>{_FIGURE})(?:）)?的(?:{BEFORE})?(?P<share>{SHARE})"
)
_OF_THE_PLAN = re.compile(
    rf"(?:计划|目标|任务|预算)(?:数|为|是)*{PLAIN}{{0,16}}(?P<whole>{_FIGURE}){PLAIN}{{0,4}}，(?:全年|本年|今年)?(?:实际|已|共|完成|实现|决算|支出)+{PLAIN}{{0,4}}"
    rf"(?P<part>{_FIGURE}){PLAIN}{{0,4}}，(?:完成|占)(?:全年|年度|年初)*(?:计划|目标|任务|预算)[数量]?的?(?P<share>{SHARE})"
)
"""计划招生13200人，实际录取13167人，完成计划的99.8%."""
_SHARE_EACH = re.compile(
    rf"(?:占比|(?:各|分别)占|占总?[数量件]*的?(?:比例|比重))(?:分别)?(?:占|为|是|达)?(?P<shares>{SHARE}(?:[、，和及与]{SHARE}){{1,5}})"
)
_TOGETHER = re.compile(r"合计|共|总计|[两二三四五六七八九][类项者种]|以上|上述|均")
"""Between a number and its share says that the share is of several numbers together."""
_DIFFERENCE = re.compile(rf"(?:同比|环比|[较比]{PLAIN}{{1,10}})(?:{UP}|{DOWN}|[多少增减])了?$")
"""Before a count that is the difference to another: 31件，比上年减少4件，占26.5% is said of the 31."""
_NAMED = re.compile(
    f"[，；](?P<words>{PLAIN}*?)(?:其?(?:件数|数量|总量|人数|金额|面积|比例)|其|约|已|总|仅|只|也|大约|即)*$"
)
"""What is named between a number and its share."""
_LABEL = 20


def claims(reading: Reading) -> Iterator[Claim]:
    """Every rate and share of a paragraph whose two numbers are stated as well."""
    if SHARE in reading.pattern:
        for find in (rates, _shares, _shares_each, _of_the_target):
            yield from find(reading.without_silent_brackets)


def _shares(reading: Reading) -> Iterator[Claim]:
    """共124件，其中视频31件，占25%; 占全部事项439项的55.81%."""
    opened = reading.with_brackets_opened()
    for found in _SHARE_OF.finditer(opened.pattern):
        stated = reading.marks[found.start("share")]
        begin = reading.begin(found.start())
        if begin and opened.pattern.startswith("其中", begin):
            begin = reading.begin(begin - 1)
        before = reading.places_within(begin, found.start())
        parts = [at for at in before if opened.pattern[at] in COUNT + MONEY + EXTENT]
        if not parts or before[-1] != parts[-1] or _of_another(opened, parts[-1], found.start()):
            continue
        part = reading.marks[parts[-1]]
        if found["whole"]:
            whole: Quantity | None = reading.marks[found.start("whole")]
        elif says_all(found["of"]):
            whole = seen_from(reading, begin, part) or listed_under(reading, begin, parts[-1])
        else:
            whole = counted_as(opened, begin, parts[-1], found["of"])
        if whole and whole.unit == part.unit:
            yield Claim(part, whole, stated)
        elif whole is None and says_all(found["of"]):
            alike = [opened.marks[at] for at in parts[:-1] if opened.marks[at].unit == part.unit]
            if len(alike) == 1 and alike[0].value > part.value:
                yield Claim(part, alike[0], stated, likely=True)


def _of_another(reading: Reading, part: int, at: int) -> bool:
    """Whether a share is of several numbers, of one before a difference, or of what is named: 旱地1.7万亩，高标准农田占七成."""
    between = reading.pattern[part + 1 : at]
    if _TOGETHER.search(between) or _DIFFERENCE.search(reading.pattern[max(part - FURTHEST, 0) : part]):
        return True
    named = _NAMED.search(between)
    first = max(part - _LABEL, 0)
    label = reading.pattern[max([first, *reading.places_within(first, part)]) : part]
    return named is not None and named["words"] not in label


def _shares_each(reading: Reading) -> Iterator[Claim]:
    """共88件，自然人72件、法人16件，占比分别为81.8%、18.2%."""
    opened = reading.with_brackets_opened()
    for found in _SHARE_EACH.finditer(opened.pattern):
        shares = reading.within(found.start("shares"), found.end())
        before = reading.within(reading.begin(found.start()), found.start())
        parts, rest = before[-len(shares) :], before[: -len(shares)]
        units = {part.unit for part in parts}
        if len(units) == 1 and not units & {*NO_NUMBER} and len(parts) == len(shares):
            largest = max(part.value for part in parts)
            whole = next((q for q in reversed(rest) if q.unit in units and q.value >= largest), None)
            if whole:
                yield from (Claim(part, whole, share) for part, share in zip(parts, shares, strict=True))


def _of_the_target(reading: Reading) -> Iterator[Claim]:
    """新增就业12846人，完成年度任务12000人的107.1%; 处理2.6万吨，达到设计能力3万吨的八成六."""
    patterns = (_OF_THE_TARGET, _OF_THE_PLAN)
    for found in (found for pattern in patterns for found in pattern.finditer(reading.pattern)):
        part, whole, stated = (reading.marks[found.start(name)] for name in ("part", "whole", "share"))
        if part.unit == whole.unit:
            yield Claim(part, whole, stated)
