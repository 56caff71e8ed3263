"""A whole and its parts as a text lists them: 共N件，其中…；N件（…、…）；…、…，合计N件."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from .divisions import places
from .enumerated import whole_before
from .list_items import FIGURE, Item, lists_at, run_of
from .listed import Enumeration, Wording
from .quantities import Quantity
from .sentences import COUNT, DEEPEST, FURTHEST, LONGEST, MEASURE, OF_BEFORE, PLAIN, Reading
from .share_lists import share_lists
from .sides import DIVIDED, Sides, is_side
from .unmarked import divides_all, done_and_not, is_all, left_over

_AGAIN = re.compile(f"其中|{DIVIDED}")
"""Where a list ends because another one begins."""
_EACH = re.compile("分别")
_MARKER = re.compile(
    r"其中(?:包括|包含|含|有(?!效|关|限|偿))?|(?<!不)(?:包括|包含|分为|涵盖)|分别(?:[为是]|[一-龥]{0,3}[在自])(?!.{0,4}%)|由(?=[^。，]{0,20}组成)"
    rf"|{DIVIDED}|(?<={FIGURE})中，|(?<={FIGURE}申请)中，|(?<={FIGURE})：|(?<={FIGURE}.)：|(?<={FIGURE}..)："
)
_INSIDE = re.compile(
    r"^(其中(?:包括|包含|含|有(?!效|关|限|偿))?|包括|包含|分别[为是]|含|即|按[^，：]{1,10}[：，])?[，：]?"
)
_SOME = re.compile(r"(?<![、，；]中)等(?![次级])|主要|重点|仅|含|代表性|典型|优先|部分(?!公开)")
_STRESSED = re.compile("重点(?=[一-龥]{2,}类)")
"""Begins the name of a kind, where the list goes on to the kinds left over: 重点民生类1042条、其他类680条."""
_GOES_ON = re.compile("[、，；和及](?:其他|其它|其余)")
_EITHER = re.compile("(?P<one>[一-龥]{1,6})[（(](?P<other>[一-龥]{1,6})[)）]")
_BOTH = "和及、"
"""What is counted, by its two names: 23个乡镇（街道）, 63个部门和乡镇."""
_AND_MORE = re.compile(".{0,3}等")
_NOT_ALL = re.compile("其余|其他|另外|未[^，。]{0,6}(?:统计|计入|包括)")
_TWICE = re.compile(
    "同时[^，。]{0,4}[以在通用]|同时(?:面向|面对|走进|进入|服务|覆盖|涵盖|惠及|享受|列入|计入|纳入|属于?|兼|具有|具备|符合|涉及)|[均也]同时[为是]|兼[有具]|并存|多[个种](?:类别|类型)|同步|(?<![，、；中])重复|重复(?!信访|来访|来信|申请|投诉|举报|诉求)|交叉|重叠|两[种个项类](?:方式|渠道|以上)|多种(?:方式|渠道)|不止一|[可为]多选"
)
"""What a sentence says where parts overlap."""
_SUM = re.compile(
    rf"(?:(?P<word>合计|共计|总计|总共){PLAIN}{{0,12}}|(?<=[，；、])共(?:有|发布|办理|收取|收到|受理|公开|考核|检查|开展|举办|培训)?{PLAIN}{{0,8}}"
    # 36个部门共54个; 四季度25条，全年共98条; 两场共76名; 当面提交7件；总数92件
    rf"|(?<={FIGURE})[^{COUNT}-{MEASURE}，。；：、等]{{1,8}}共(?:计|有)?"
    rf"|(?<=[，；])(?:(?:全年|[上下]半年|前[两三]个?季度)共计?{PLAIN}{{0,4}}|累计为?|[两三四五六]{PLAIN}{{1,4}}?共计?(?:[一-龥]{{2}})?|总数为?)"
    # 馆内讲座31场、馆外讲座19场，全年讲座共50场
    rf"|(?<=[，；]){PLAIN}{{0,6}}?(?P<noun>[一-龥]{{2}})共(?:计|有)?)"
    rf"(?P<mark>{FIGURE})"
)
_RECEIVED = re.compile("收到|新收|受理|接收|登记|接到")
_ANSWERED = re.compile("答复|办结|完成|整改|审结|结案")
"""2023年收到50件，2024年收到41件，两年合计答复90件: what is answered is no sum of what came."""
_ADDED = re.compile("新|年度?")
"""新增专栏2个、改版3个，累计23个: behind these 累计 counts from the first year on."""
_THESE_YEARS = re.compile("近[两三四五]年来?(?=[^新]*分别)")
"""近三年分别收到21件、34件、29件，累计84件: the years that are summed."""
_THIS_MANY = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_TO_THE_END = re.compile("四季度|下半年")
_NEARBY = 80
_MOST_MARKERS = 40
"""In a stretch as long as the longest sentence: each of them costs a look at all that follows it there."""


def enumerations(reading: Reading, depth: int = DEEPEST) -> Iterator[Enumeration]:
    """Every whole of a paragraph that has parts listed, brackets first taken out, then looked into."""
    outer, inside = reading.with_items_opened().without_brackets()
    for find in _FINDERS:
        yield from (listed for listed in find(outer) if not _said_to_overlap(outer, listed, inside))
    for at, inner in inside if depth else ():
        yield from _in_brackets(outer, at, inner)
        yield from enumerations(inner, depth - 1)


def _said_to_overlap(reading: Reading, listed: Enumeration, inside: list[tuple[int, Reading]]) -> bool:
    """Whether a bracket of its sentence says that parts were counted twice, or how many: 其他140条（存在重复计算）.

    A number of just as many as the parts are too many stands behind the last of them: 原创420条、转载160条（20条为改编）.
    """
    begin = reading.position[min(listed.whole.start, listed.parts[0].start)]
    last = reading.position[max(listed.whole.start, listed.parts[-1].start)]
    end = reading.end(last)
    over = sum((part.value for part in listed.parts), start=-listed.whole.value)
    twice = (listed.whole.unit, over)
    return any(
        _TWICE.search(inner.pattern)
        or (at > last and twice in ((number.unit, number.value) for number in inner.marks.values()))
        for at, inner in inside
        if begin <= at <= end
    )


def _after_markers(reading: Reading) -> Iterator[Enumeration]:
    last_end = 0
    sides = Sides(reading)
    for marker in _sparse(_MARKER.finditer(reading.pattern)):
        columns = []
        is_nested = marker.start() < last_end and not is_side(marker)
        end = reading.end(marker.end())
        if marker.group().startswith("分别"):
            following = _EACH.search(reading.pattern, marker.end(), end)
            end = following.start() if following else end
        again = _AGAIN.search(reading.pattern, marker.end(), end)
        for items in lists_at(reading, marker.end(), again.start() if again else end):
            whole = sides.whole(marker, items)
            listed = reading.pattern[marker.start() : items[-1].at + 3]
            wording = _wording(marker.group(), listed)
            if wording is Wording.LISTED and whole and _names_both(reading, whole, items):
                wording = Wording.ALL
            if whole is not None and not _TWICE.search(reading.pattern, marker.end(), end):
                columns.append(_enumeration(reading, whole, items, wording, is_nested))
        if any(_adds_up(column) for column in columns):
            columns = [replace(column, wording=Wording.ALL) for column in columns]
        yield from columns
        last_end = max(last_end, end if columns else 0)


def _sparse(markers: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The words that begin a list, without those past the most that a sentence can have in earnest."""
    last: deque[int] = deque(maxlen=_MOST_MARKERS)
    for marker in markers:
        if len(last) < _MOST_MARKERS or marker.start() - last[0] > LONGEST:
            last.append(marker.start())
            yield marker


def _adds_up(column: Enumeration) -> bool:
    """Then its rows are all there are, and what else they list is complete too."""
    return sum((part.value for part in column.parts), start=Decimal()) == column.whole.value


def _before_sums(reading: Reading) -> Iterator[Enumeration]:
    """Parts first, then their sum: 建议31件、提案44件，合计75件."""
    behind_last = 0
    for found in _SUM.finditer(reading.pattern):
        whole = reading.marks[found.start("mark")]
        begin = max(reading.begin(found.start()), behind_last)
        behind_last = found.end()
        if OF_BEFORE.search(reading.pattern[max(begin, found.start() - FURTHEST) : found.start()]):
            continue
        run = _run_before(reading, begin, found.start(), whole.unit)
        markers = _MARKER.finditer(reading.pattern, begin, found.start())
        if len(run) < 2 or not all(marker.group().startswith(("分别", "按")) for marker in markers):
            continue
        between = run[-1].at + 1, found.start("mark")
        if found["noun"] and not all(found["noun"] in item.label for item in run):
            continue
        if _ANSWERED.search(found.group()) and all(_RECEIVED.search(item.label) for item in run):
            continue
        if found.group().startswith("累计") and any(
            _ADDED.search(_THESE_YEARS.sub("", item.label)) for item in run
        ):
            continue
        unnamed = _AND_MORE.match(reading.pattern, *between) or _NOT_ALL.search(reading.pattern, *between)
        if not unnamed and not reading.within(*between):
            is_all = found["word"] or found["noun"] or _counted(reading, run, found)
            yield _enumeration(reading, whole, run, Wording.ALL if is_all else Wording.SUMMED)


def _run_before(reading: Reading, begin: int, end: int, unit: str) -> list[Item]:
    """The listed quantities of a unit; who is counted as 人 each time is counted as 人次 in the sum."""
    run = run_of(reading, begin, end, unit)
    return run_of(reading, begin, end, "人") if len(run) < 2 and unit == "人次" else run


def _counted(reading: Reading, run: list[Item], found: re.Match[str]) -> bool:
    """Whether the sum is of as many as are listed, of each (分别) that is, or of the year whose quarters are."""
    if _THIS_MANY.get(found.group()[0]) == len(run) or (len(run) > 2 and "分别" in run[0].label):
        return True
    return "全年" in found.group() and bool(_TO_THE_END.search(reading.pattern, 0, run[-1].at))


def _left_over(reading: Reading) -> Iterator[Enumeration]:
    """23个乡镇中，19个已建成，剩余4个在建: what is done and what is left of it."""
    for whole, *parts in left_over(reading):
        yield Enumeration(whole, tuple(parts), ("已", "其余"), Wording.ALL)


def _without_marker(reading: Reading) -> Iterator[Enumeration]:
    """A whole and a list that says itself that it is all: 办理96件，予以公开52件，…，其他5件."""
    begin = 0
    for stop in (*re.finditer("[。！？]", reading.pattern), None):
        end = stop.start() if stop else len(reading.pattern)
        if not _MARKER.search(reading.pattern, begin, end) and not _SUM.search(reading.pattern, begin, end):
            run = run_of(reading, begin, end, "")
            if len(run) == 1:
                run = run_of(reading, _behind(reading, run[0].at, end), end, "")
                run = run if done_and_not(run) or divides_all(run) else []
            if len(run) > 1 and is_all(run):
                yield _enumeration(reading, run[0].quantity, run[1:], Wording.UNMARKED)
        begin = end + 1


def _behind(reading: Reading, at: int, end: int) -> int:
    """Where the clause behind the one of a number begins."""
    found = re.search("[，；]", reading.pattern[at:end])
    return at + found.end() if found else end


def _in_brackets(outer: Reading, at: int, inner: Reading) -> Iterator[Enumeration]:
    opening = _INSIDE.match(inner.pattern)
    start = opening.end() if opening else 0
    word = opening[1] if opening else None
    for items in lists_at(inner, start, inner.end(start)):
        whole = whole_before(outer, at, items, beside=not word)
        listed = inner.pattern[start : items[-1].at + 3]
        if whole is not None and (len(items) > 1 or word):
            wording = _wording(word or "分别为", listed)
            if word == "含" and places(tuple(item.label for item in items))[1]:
                wording = Wording.ALL
            yield _enumeration(outer, whole, items, wording)


def _enumeration(
    reading: Reading, whole: Quantity, items: list[Item], wording: Wording, nested: bool = False
) -> Enumeration:
    return Enumeration(
        whole,
        tuple(item.quantity for item in items),
        tuple(item.label for item in items),
        wording,
        _around(reading, whole, items),
        nested,
    )


_FINDERS = (
    _after_markers,
    _before_sums,
    _without_marker,
    _left_over,
    share_lists,
)


def _around(reading: Reading, whole: Quantity, items: list[Item]) -> tuple[Quantity, ...]:
    known = {whole.start, *(item.quantity.start for item in items)}
    first, last = min(known) - _NEARBY, max(known) + _NEARBY
    near = reading.between(first, last)
    return tuple(q for q in near if q.unit == whole.unit and q.start not in known)


def _names_both(reading: Reading, whole: Quantity, items: list[Item]) -> bool:
    """23个乡镇（街道），其中乡镇17个、街道6个: what is counted is one or the other, and both are listed."""
    found = _EITHER.match(reading.text, whole.end)
    labels = [item.label for item in items]
    if found is not None and {*found.groups()} == {*labels}:
        return True
    if len(labels) != 2 or "" in labels:
        return False
    told = tuple(f"{one}{both}{other}" for one, other in (labels, labels[::-1]) for both in _BOTH)
    return reading.text.startswith(told, whole.end)


def _wording(marker: str, listed: str) -> Wording:
    listed = _STRESSED.sub("", listed) if _GOES_ON.search(listed) else listed
    if _SOME.search(listed) or _SOME.search(marker):
        return Wording.SOME
    return Wording.ALL if re.match("分|由|：|按(?!.*(?:渠道|平台|载体|方式|看))", marker) else Wording.LISTED
