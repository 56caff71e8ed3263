"""Rates and the two numbers each should follow from: 受理86件，办结81件，办结率94.19%; 抽检6132批次，不合格141批次，合格率97.7%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .list_items import VAGUE_UNITS
from .percent import agree, ratio
from .quantities import BEFORE, Quantity
from .sentences import COUNT, EXTENT, MEASURE, MONEY, PLAIN, SHARE, Reading
from .wholes import whole_of

_FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
_RATE = re.compile(
    rf"(?P<stem>[一-龥]{{2,10}})率(?:已|均|同比)?(?:为|达到|达|是|：)?(?:{BEFORE})?(?P<share>{SHARE})"
)
_CHANGES = re.compile(r"(?:增长|提速|下降|增速|减少|压缩|上升|提升|增幅)$")
_SOURCES = (
    "群众|公众|用户|社会|代表|委员|总体|综合|网民|留言|来信|来电|信件|电话|热线|工单|诉求|信访|事项|申请|问卷|信息|问题|意见"
    "|建议|提案|资金|案件|调解|转接|平均|按规定|依法|总|任务|目标|计划"
)
_PREFIX = re.compile(f"^(?:{_SOURCES})+(?=..)")
_OVERALL = re.compile("总|综合|整体|合计")
_ONLINE = "网办|网上办理|网上办结|网上办件|网上受理"
_SYNONYMS = {
    "回收": "收回|回收",
    "答复": "答复|回复",
    "接通": "接通|接听",
    "结案": "结案|审结|办结",
    "回复": "回复|答复",
    "办结": "办结|办复",
    "差错": "差错|错误|发现错误",
    "有效回收": "(?:收回|回收)有效",
    "完成": "完成|实际[一-龥]{0,6}?",
    "整改完成": "整改完成|完成整改",
    "网办": _ONLINE,
    "网上办理": _ONLINE,
}
_DENIED = {stem: f"[不未]{stem}" for stem in ("合格", "达标", "通过", "检出", "履约")}
"""What is counted of those a rate leaves out."""
_PLACES = {
    "资产负债": (
        re.compile(rf"资产(?:总额|总计)?(?:共|有|为)?(?P<count>{MONEY})"),
        re.compile(rf"负债(?:总额|总计)?(?:共|有|为)?(?P<count>{MONEY})"),
    ),
    "入住": (
        re.compile(rf"床位(?:数|总数)?(?:共|有|为)?(?P<count>{COUNT})"),
        re.compile(rf"(?:入住|在住)[^{COUNT}-{MEASURE}，。；、占率]{{0,6}}(?P<count>{COUNT})"),
    ),
    "执行": (
        re.compile(rf"预算(?!执行|支出率)[^{COUNT}-{MEASURE}，。；、外]{{0,4}}(?P<count>{MONEY})"),
        re.compile(
            rf"(?<!项目)(?<!基本)(?<!人员)(?<!公用)(?<!专项)(?<!经费)(?:支出|执行)[^{COUNT}-{MEASURE}，。；、]{{0,2}}(?P<count>{MONEY})"
        ),
    ),
}
"""Rates of numbers that are not named alike, and may have different units: how many there are, how many are taken."""
_OF_A_BUDGET = re.compile("^(?:部门|经费|资金|支出|年度|全年)*预算(?:支出)?(?=执行$)")
_BEFORE = rf"(?:其中|已|均|共|实际|表示|回访|全部|当年|全年|累计|为|配套|完成|负责人|检[验测查]|{_SOURCES})*"
_KIND = f"(?!基本|部分|比较|初步)[^{COUNT}-{MEASURE}，、；：。未不非无应待需拟可超差期]{{1,2}}"
"""A word that names what is counted: 更新达标27个, 五星好评210条."""
_BEHIND = (
    "(?:了|的|数|量|件|修改|信息|资金|问卷|群众|意见|建议|人|问题|事项|产品|样品|(?:资格)?(?:审[查核]|验收|考[核试]|[初复]审|评审|笔试|面试))*"
    "(?:共|有|为)?"
)
_BOTH_BEHIND = re.compile(rf"(?:以上|左右|多)?(?:，{PLAIN}{{1,10}}{_FIGURE}){{2}}(?=[，。；）]|$)")
_OPENS = re.compile("(?:^|[。；！？])$")
"""Where a rate opens its sentence, what follows explains it."""
_RETURNED = re.compile(f"(?:收回|回收|收到)[^{COUNT}-{MEASURE}，。；]{{0,6}}$")
_CLOSED = re.compile(f"{SHARE}[^。]*[，；]")
"""节约资金7.4亿元，节资率4.3%；增值3.1亿元，增值率5.9%: what was said of the number before is over."""
_IN_HAND = re.compile(
    r"未到期|未逾期|延期|延长|正在办|在办|办理中|期限内|到期|应[^，。]{0,6}(?:办|答复|回复)|不予受理|不属于|撤[回销]"
)
NO_NUMBER = ("%", "个百分点", "百分点", "倍")


@dataclass(frozen=True)
class Claim:
    """A stated percentage and the two numbers it should follow from.

    `rest`    the part is what the percentage leaves.
    `likely`  no word says that it is of these two: only a slip of one digit shows that it was meant to be.
    """

    part: Quantity
    whole: Quantity
    stated: Quantity
    rest: bool = False
    likely: bool = False


def rates(reading: Reading) -> Iterator[Claim]:
    """受理86件，办结81件，办结率94.19%; of several rates of one number the first is its own."""
    opened = reading.with_brackets_opened()
    rated: set[int] = set()
    for found in _RATE.finditer(opened.pattern):
        stated = reading.marks[found.start("share")]
        stem = _PREFIX.sub("", found["stem"])
        stem = _OF_A_BUDGET.sub("", stem)
        if _CHANGES.search(stem):
            continue
        for begin, end in _around(reading, found):
            claim = _claim(opened, begin, end, stem, stated)
            if claim:
                is_own = claim.part.start not in rated
                rated.add(claim.part.start)
                is_open = _unsettled(reading, stated, begin, found.end()) or (
                    _OVERALL.search(found["stem"]) and _counted_twice(opened, begin, end, stem)
                )
                if is_own and not is_open:
                    yield claim
                break


def _counted_twice(reading: Reading, begin: int, end: int, stem: str) -> bool:
    """来电312个，答复312个，网上48件，答复47件，总答复率99.7%: what the rate of all of them is of is counted more than once."""
    words = _SYNONYMS.get(stem, re.escape(stem))
    counted = re.compile(f"(?:{words})(?!率){_BEHIND}{_FIGURE}")
    return len(counted.findall(reading.pattern, begin, end)) > 1


def _claim(reading: Reading, begin: int, end: int, stem: str, stated: Quantity) -> Claim | None:
    """The two numbers of a rate: of how many it is, and how many were so, or how many were not."""
    if stem in _PLACES:
        return _of_places(reading, begin, end, stem, stated)
    done = _done(reading, begin, end, _SYNONYMS.get(stem, re.escape(stem)))
    rest = done is None and stem in _DENIED
    if rest:
        done = _done(reading, begin, end, _DENIED[stem])
    if done is None:
        return _of_the_two_before(reading, begin, end, stem, stated)
    part = reading.marks[done]
    alike = [at for at in reading.places_within(begin, done) if reading.marks[at].unit == part.unit]
    if stem == "有效":
        alike = [at for at in alike if _RETURNED.search(reading.pattern[:at])]
    if alike and reading.pattern[done] == MONEY and _CLOSED.search(reading.pattern, alike[-1], done):
        return None
    whole = whole_of(reading, alike, part)
    if whole is None or (stated.value == 100 and _divides(reading, whole, part)):
        return None
    if not rest and _together(reading, whole, (done, end), stem, stated):
        return None
    return Claim(part, whole, stated, rest)


def _of_the_two_before(reading: Reading, begin: int, end: int, stem: str, stated: Quantity) -> Claim | None:
    """单位52个，开通政务公开专栏49个，开通率94.2%: the only two numbers before it, the clause of the last one has its word."""
    places = reading.places_within(begin, end)
    if len(places) != 2 or stated.value == 100:
        return None
    whole, part = (reading.marks[at] for at in places)
    counted = re.search(
        f"[，；：](?P<label>[^，；：]{{0,30}}){_FIGURE}{PLAIN}{{0,6}}，{PLAIN}{{0,4}}$",
        reading.pattern[begin:end],
    )
    named = counted and re.search(f"(?<![未不非无应待需拟没]){re.escape(stem)}", counted["label"])
    if not named or whole.unit != part.unit or whole.value <= part.value:
        return None
    return Claim(part, whole, stated, likely=whole.unit in VAGUE_UNITS)


def _together(reading: Reading, whole: Quantity, span: tuple[int, int], stem: str, stated: Quantity) -> bool:
    """查出16处，当场整改14处，限期整改2处，整改率100%: two numbers that both count it make the rate together."""
    begin, part = reading.position[whole.start] + 1, reading.marks[span[0]]
    counted = re.compile(
        f"(?<![未不非待应])(?:{_SYNONYMS.get(stem, re.escape(stem))})[^{COUNT}-{MEASURE}，；。]{{0,6}}(?P<count>{_FIGURE})"
    )
    each = [
        reading.marks[found.start("count")] for found in counted.finditer(reading.pattern, begin, span[1])
    ]
    alike = [quantity for quantity in each if quantity.unit == part.unit]
    total = sum((quantity.value for quantity in alike), start=Decimal())
    return len(alike) > 1 and agree(ratio((total, total), whole.extent), stated)


def _divides(reading: Reading, whole: Quantity, part: Quantity) -> bool:
    """登记1384处，新发现217处，复核1167处，复核率100%: the part is all there was of one kind."""
    between = reading.between(whole.end, part.start)
    return sum(q.value for q in between if q.unit == part.unit) + part.value == whole.value


def _of_places(reading: Reading, begin: int, end: int, stem: str, stated: Quantity) -> Claim | None:
    """床位120张，入住102人，入住率85%: the one number of places and the one of those who have them."""
    numbers = [
        [found.start("count") for found in words.finditer(reading.pattern, begin, end)]
        for words in _PLACES[stem]
    ]
    if any(len(found) != 1 for found in numbers):
        return None
    whole, part = (reading.marks[found[0]] for found in numbers)
    return Claim(part.in_unit(whole.unit) or part, whole, stated)


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


def _done(reading: Reading, begin: int, end: int, words: str) -> int | None:
    """Where the last number stands that counts what the rate is about, and nothing less than that.

    Else the only one before the word: 8家子公司中，已有6家公开.
    """
    for kind in ("", _KIND):
        counted = re.compile(
            rf"(?:^|[，、；：。]){_BEFORE}{kind}(?:{words})(?!率){_BEHIND}(?P<count>{_FIGURE})"
        )
        places = [found.start("count") for found in counted.finditer(reading.pattern, max(begin - 1, 0), end)]
        if places:
            return places[-1]
    before = re.compile(
        rf"[，；：中]{_BEFORE}有?(?P<count>{_FIGURE})(?:{words})(?!率|[了后前的]|{PLAIN}*[不未滞差缺慢漏错])"
    )
    places = [found.start("count") for found in before.finditer(reading.pattern, begin, end)]
    return places[0] if len(places) == 1 else None
