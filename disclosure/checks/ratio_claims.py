"""What a text says of rates and shares: a percentage, and the two numbers it should follow from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .quantities import BEFORE, Quantity
from .sentences import COUNT, EXTENT, MEASURE, MONEY, OF_BEFORE, PLAIN, SHARE, Reading

_FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
_RATE = re.compile(
    rf"(?P<stem>[一-龥]{{2,10}})率(?:已|均|同比)?(?:为|达到|达|是|：)?(?:{BEFORE})?(?P<share>{SHARE})"
)
_SHARE_OF = re.compile(
    rf"占(?:到)?(?P<of>{PLAIN}{{0,18}}?(?P<whole>{_FIGURE})?{PLAIN}{{0,8}}?)"
    rf"(?:比|的?(?:比例|比重))?(?:为|达到|达|是|的)?(?:{BEFORE})?(?P<share>{SHARE})"
)
_OF_THE_WHOLE = re.compile(
    r"(?:其|全部|所有|全年|本年|本单位|全局|受理|收到|办理|发布|公开|申请|信息|办件|事项|诉求)*(?:总[数量件]|总数量)?(?:的)?$"
)
_GENERIC = re.compile("总?(?:[人件户家次个场台]数|数量?|量|金?额|面积)?的?$")
"""What says of a noun that all of it is counted: 录用人数, 查出资金总额."""
_LIST = re.compile(rf"其中|包括|（|分别|{_FIGURE}{PLAIN}{{0,8}}[中里]，")
_OF_THE_TARGET = re.compile(
    rf"(?P<part>{_FIGURE})[，（]{PLAIN}{{0,2}}"
    r"(?:(?:完成|占)(?:全年|年度|年初|市|县|区|省|下达|的)*(?:任务|目标|计划|指标|预算)[数量]?(?:任务)?的?"
    r"|达到?(?:设计|核定|规划)(?:能力|规模|容量|人数)的?)"
    rf"(?:（)?(?P<whole>{_FIGURE})(?:）)?的(?:{BEFORE})?(?P<share>{SHARE})"
)
_SUCH = re.compile(r"的(?:有|共|为)?$")
"""Before a number says that it is of those just counted: 共27场，主要负责人参加的6场."""
_SHARE_EACH = re.compile(
    rf"(?:占比|(?:各|分别)占|占总?[数量件]*的?(?:比例|比重))(?:分别)?(?:占|为|是|达)?(?P<shares>{SHARE}(?:[、，和及与]{SHARE}){{1,5}})"
)
_TOGETHER = re.compile(r"合计|共|总计|[两二三四五六七八九][类项者种]|以上|上述|均")
"""Between a number and its share says that the share is of several numbers together."""
_NAMED = re.compile(
    f"[，；](?P<words>{PLAIN}*?)(?:其?(?:件数|数量|总量|人数|金额|面积|比例)|其|约|已|总|仅|只|也|大约|即)*$"
)
"""What is named between a number and its share."""
_LABEL = 20
_OUTCOME = re.compile(
    r"(?:予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|自然人|法人|[按逾]期|及时)[^，。]{0,6}$"
)
_ALL_OF_THEM = re.compile(r"(?:收到|受理|答复|办结|办理|处理|申请)[^，。]{0,10}$")
_CHANGES = re.compile(r"(?:增长|提速|下降|增速|减少|压缩|上升|提升|增幅)$")
_SOURCES = (
    "群众|公众|用户|社会|代表|委员|总体|综合|网民|留言|来信|来电|信件|电话|热线|工单|诉求|信访|事项|申请|问卷|信息|问题|意见"
    "|建议|提案|平均|按规定|依法|总|任务|目标|计划"
)
_PREFIX = re.compile(f"^(?:{_SOURCES})+(?=..)")
_SYNONYMS = {
    "回收": "收回|回收",
    "答复": "答复|回复",
    "回复": "回复|答复",
    "办结": "办结|办复",
    "差错": "差错|错误|发现错误",
    "有效回收": "(?:收回|回收)有效",
    "完成": "完成|实际[一-龥]{0,6}?",
    "整改完成": "整改完成|完成整改",
    "网办": "网办|网上办理|网上办结",
    "网上办理": "网办|网上办理|网上办结",
}
_BEFORE = rf"(?:其中|已|均|共|实际|表示|回访|全部|当年|全年|累计|为|配套|完成|负责人|检[验测查]|{_SOURCES})*"
_KIND = f"(?!基本|部分|比较|初步)[^{COUNT}-{MEASURE}，、；：。未不非无应待需拟可超差期]{{1,2}}"
"""A word that names what is counted: 更新达标27个, 五星好评210条."""
_BEHIND = (
    "(?:了|的|数|量|件|修改|有效|资金|问卷|群众|意见|建议|人|问题|事项|(?:资格)?(?:审[查核]|验收|考[核试]|[初复]审|评审|笔试|面试))*"
    "(?:共|有|为)?"
)
_BOTH_BEHIND = re.compile(rf"(?:以上|左右|多)?(?:，{PLAIN}{{1,10}}{_FIGURE}){{2}}(?=[，。；）]|$)")
_OPENS = re.compile("(?:^|[。；！？])$")
"""Where a rate opens its sentence, what follows explains it."""
_IN_HAND = re.compile(
    r"未到期|未逾期|正在办|在办|办理中|期限内|到期|应[^，。]{0,6}(?:办|答复|回复)|不予受理|不属于|撤[回销]"
)
NO_NUMBER = ("%", "个百分点", "百分点", "倍")


@dataclass(frozen=True)
class Claim:
    """A stated percentage and the two numbers it should follow from."""

    part: Quantity
    whole: Quantity
    stated: Quantity


def claims(reading: Reading) -> Iterator[Claim]:
    """Every rate and share of a paragraph whose two numbers are stated as well."""
    if SHARE in reading.pattern:
        for find in (_rates, _shares, _shares_each, _of_the_target):
            yield from find(reading)


def _rates(reading: Reading) -> Iterator[Claim]:
    """受理86件，办结81件，办结率94.19%."""
    opened = reading.with_brackets_opened()
    for found in _RATE.finditer(opened.pattern):
        stated = reading.marks[found.start("share")]
        stem = _PREFIX.sub("", found["stem"])
        if _CHANGES.search(stem):
            continue
        for begin, end in _around(reading, found):
            part_at = _done(opened, begin, end, stem)
            if part_at is not None:
                part = reading.marks[part_at]
                wholes = [q for q in reading.within(begin, part_at) if q.unit == part.unit]
                if wholes and not _unsettled(reading, stated, begin, found.end()):
                    yield Claim(part, wholes[-1], stated)
                break


def _around(reading: Reading, found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Where the numbers of a rate stand: before it in its sentence, or behind it in brackets or the next two clauses."""
    yield reading.begin(found.start()), found.start()
    behind = _BOTH_BEHIND.match(reading.pattern, found.end())
    if behind and _OPENS.search(reading.pattern[: found.start()]):
        yield found.end(), behind.end()
    if reading.pattern[found.end() : found.end() + 1] == "（":
        closing = reading.pattern.find("）", found.end())
        if closing > 0:
            yield found.end(), closing


def _unsettled(reading: Reading, stated: Quantity, begin: int, at: int) -> bool:
    """Whether a full hundred, or about so much, may leave aside what is still in hand."""
    return (stated.value == 100 or bool(stated.about)) and bool(
        _IN_HAND.search(reading.pattern, begin, reading.end(at))
    )


def _done(reading: Reading, begin: int, end: int, stem: str) -> int | None:
    """Where the last number stands that counts what the rate is about, and nothing less than that."""
    words = _SYNONYMS.get(stem, re.escape(stem))
    for kind in ("", _KIND):
        counted = re.compile(
            rf"(?:^|[，、；：。]){_BEFORE}{kind}(?:{words})(?!率){_BEHIND}(?P<count>{_FIGURE})"
        )
        places = [found.start("count") for found in counted.finditer(reading.pattern, max(begin - 1, 0), end)]
        if places:
            return places[-1]
    return None


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
        elif _OF_THE_WHOLE.fullmatch(found["of"]):
            whole = _listed_under(reading, begin, parts[-1])
        else:
            whole = _counted_as(opened, begin, parts[-1], found["of"])
        if whole and whole.unit == part.unit:
            yield Claim(part, whole, stated)


def _of_another(reading: Reading, part: int, at: int) -> bool:
    """Whether a share is of several numbers together, or of what is named between: 旱地1.7万亩，高标准农田占七成."""
    between = reading.pattern[part + 1 : at]
    if _TOGETHER.search(between):
        return True
    named = _NAMED.search(between)
    return named is not None and named["words"] not in reading.pattern[max(part - _LABEL, 0) : part]


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
    for found in _OF_THE_TARGET.finditer(reading.pattern):
        part, whole, stated = (reading.marks[found.start(name)] for name in ("part", "whole", "share"))
        if part.unit == whole.unit:
            yield Claim(part, whole, stated)


def _listed_under(reading: Reading, begin: int, at: int) -> Quantity | None:
    """The whole of the list in which a quantity stands."""
    lists = list(_LIST.finditer(reading.pattern, begin, at))
    unit = reading.marks[at].unit
    if not lists:
        return _of_those_counted(reading, begin, at) or _outcome_of(reading, begin, at)
    before = [at for at in reading.places_within(begin, lists[-1].end()) if reading.marks[at].unit == unit]
    own = [at for at in before if not OF_BEFORE.search(reading.pattern[max(at - 12, 0) : at])] or before
    return reading.marks[own[-1]] if own else None


def _counted_as(reading: Reading, begin: int, part: int, words: str) -> Quantity | None:
    """实际录用207名，其中研究生63名，占录用人数的三成: the one number before it that is said to count just that."""
    stem = _GENERIC.sub("", words)
    pairs = [stem[at : at + 2] for at in range(0, len(stem), 2)]
    if len(stem) < 2 or len(stem) % 2:
        return None
    labels = re.compile(f"(?P<label>[^{COUNT}-{MEASURE}，；。：（）]{{0,30}})(?P<mark>{_FIGURE})")
    fitting = [
        found.start("mark")
        for found in labels.finditer(reading.pattern, begin, part)
        if all(pair in found["label"] for pair in pairs)
    ]
    return reading.marks[fitting[0]] if len(fitting) == 1 else None


def _of_those_counted(reading: Reading, begin: int, at: int) -> Quantity | None:
    """共27场，主要负责人参加的6场: the one number of the unit before it."""
    before = [i for i in reading.places_within(begin, at) if reading.marks[i].unit == reading.marks[at].unit]
    if len(before) != 1 or not _SUCH.search(reading.pattern[begin:at]):
        return None
    is_another = _SUCH.search(reading.pattern[begin : before[0]]) or re.search(
        f"[；{SHARE}]", reading.pattern[before[0] : at]
    )
    return None if is_another else reading.marks[before[0]]


def _outcome_of(reading: Reading, begin: int, at: int) -> Quantity | None:
    """答复申请62件，予以公开25件: the one count before an outcome, where it counts all applications."""
    before = reading.places_within(begin, at)
    if len(before) != 1 or not _OUTCOME.search(reading.pattern, before[0], at):
        return None
    whole = reading.marks[before[0]]
    counts_all = _ALL_OF_THEM.search(reading.pattern[begin : before[0]])
    return whole if counts_all and whole.unit == reading.marks[at].unit else None
