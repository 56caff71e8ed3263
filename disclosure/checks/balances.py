"""What there was, what came and went, and what is left, where a sentence states all of it: 年初86件，新增5件，废止12件，年末79件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from .divisions import outcomes
from .list_items import FIGURE, run_of
from .quantities import Quantity
from .sentences import COUNT, MONEY, PLAIN, Reading

_BEGINNING = "(?:上一?年度?|去年|上年度?)(?:末|底|年末|年底|结转)|[年期]初"
_END = "年末|年底|期末|现有|现存|实有|现行有效"
_CAME = re.compile(
    "新[制发建办设签招录开成增登纳收接核排受辟购置添聘引认]|拨入|到账|增加|制定|制发|印发|出台|核发|调入|招录|招聘|纳入|吸纳"
)
_WENT = re.compile(
    "支出|剔[旧除]|废止|失效|注销|撤[销并]|取消|核减|减少|退出|调出|退休|辞职|离职|淘汰|拆除|解除|关停|清退|吊销|下放|划转|移交|销号|完工|竣工|办结|结案"
)
_NEITHER = re.compile("修订|修改|变更|调整|延续|换发")
_FLOW = rf"[，、；](?:(?![由从](?!于)){PLAIN}){{0,14}}{FIGURE}{PLAIN}{{0,4}}"
"""Not what changes from one number to another: 由12名调整为9名，减少3名；联络员由9名增加到12名."""
_TO = "变为|调整为|增至|增加[到至]|减至|减少[到至]|降至"
_MERGED = "整合[为至]|精简[为至]|压[减缩]为?至?"
_STOCKS = (
    # 年初362本，新发42本，注销17本，年末387本
    re.compile(
        rf"(?:{_BEGINNING}){PLAIN}{{0,12}}(?P<start>{FIGURE}){PLAIN}{{0,4}}(?P<flows>(?:{_FLOW}){{2,4}}?)"
        rf"[，；](?:截至)?(?:{_END}){PLAIN}{{0,12}}(?P<end>{FIGURE})"
    ),
    # 由去年底的86件变为79件，新制定5件，废止12件
    re.compile(
        rf"[由从](?:(?:{_BEGINNING})的?)?{PLAIN}{{0,6}}(?P<start>{FIGURE}){PLAIN}{{0,2}}(?:{_TO}|(?P<merged>{_MERGED}))"
        rf"{PLAIN}{{0,6}}(?P<end>{FIGURE}){PLAIN}{{0,4}}(?P<flows>(?:{_FLOW}){{1,4}})"
    ),
)
_CAME_IN = rf"(?:收到|新收|受理){PLAIN}{{0,16}}(?P<came>{FIGURE})"
_CARRIED = rf"(?:上一?年度?|去年)(?:结转|转入){PLAIN}{{0,8}}(?P<start>{FIGURE})"
_DEALT_WITH = (
    rf"(?:办理|处理|办结|答复)完?(?:的|共|了|上述|各类|政府|信息|依申请公开|公开|申请|事项|答复|其中)*(?P<went>{FIGURE})"
    rf"(?:，结转[至到]?(?:下|次)年?度?{PLAIN}{{0,8}}(?P<end>{FIGURE}))?(?![^，。；]*(?:不含|包括|其中))"
)
_REQUESTS = (
    re.compile(f"{_CAME_IN}，{_CARRIED}，(?:共|全年|合计|累计|总计|已|均)*{_DEALT_WITH}"),
    # 上年结转3件，本年收到41件，已答复40件，结转下年度4件
    re.compile(
        rf"{_CARRIED}，(?:本年度?|今年|当年|全年|20\d\d年度?)*{_CAME_IN}，(?:全年|已|均)*{_DEALT_WITH}"
    ),
)
_LEFT_OF_ALL = re.compile(
    rf"(?:共|合计|共计|累计)[需应]要?(?:办理|处理|答复){PLAIN}{{0,8}}(?P<start>{FIGURE})，(?:共|全年|已|均)*(?:办结|答复|办理)完?"
    rf"{PLAIN}{{0,6}}(?P<went>{FIGURE})，结转[至到]?(?:(?:下|次)年?度?|20\d\d年度?){PLAIN}{{0,8}}(?P<end>{FIGURE})"
)
_NOTHING_CARRIED_IN = re.compile(
    rf"(?:收到|新收|受理){PLAIN}{{0,16}}(?P<start>{FIGURE})，(?:上一?年度?|去年)(?:无|没有)(?:结转|转入){PLAIN}{{0,4}}，"
    rf"(?:共|全年|当年|年内|已|均)*(?:办结|答复|办理)完?{PLAIN}{{0,6}}(?P<went>{FIGURE})，"
    rf"结转[至到]?(?:(?:下|次)年?度?|20\d\d年度?){PLAIN}{{0,8}}(?P<end>{FIGURE})"
)
"""受理申请8件，上年无结转，当年办结7件，结转下年度1件."""
_SUMMED = re.compile(
    rf"(?:上一?年度?|去年)(?:结转|转入){PLAIN}{{0,8}}{FIGURE}，(?:本年|今年|当年)?度?新?[收受]{PLAIN}{{0,10}}{FIGURE}，(?:合计|共计|共)"
    rf"(?P<start>{FIGURE}){PLAIN}{{0,4}}，(?:共|全年|已|均)*(?:办结|答复|办理)完?{PLAIN}{{0,6}}(?P<went>{FIGURE})，"
    rf"结转[至到]?(?:(?:下|次)年?度?|20\d\d年度?){PLAIN}{{0,8}}(?P<end>{FIGURE})"
)
"""上年结转4件，本年新收63件，共67件，已办结61件，结转下年度6件."""
_RECEIVED = re.compile(
    rf"(?:收到|新收|受理){PLAIN}{{0,16}}(?P<came>{FIGURE})，(?:上一?年度?|去年)(?:结转|转入){PLAIN}{{0,8}}(?P<start>{FIGURE})[，。；]"
)
_LEFT_OPEN = re.compile(
    rf"[^，。；、]{{0,2}}[，；、]结转[至到]?(?:(?:下|次)年?度?|20\d\d年度?){PLAIN}{{0,8}}(?P<end>{FIGURE})"
)
_MADE = re.compile(
    rf"(?<![^，。；])(?:(?!上年|结转){PLAIN}){{0,12}}(?:收入|预算|概算){PLAIN}{{0,4}}(?P<start>{MONEY})，"
    rf"(?:支出|中标|成交|实际{PLAIN}{{2,4}}){PLAIN}{{0,4}}?(?P<went>{MONEY})，(?:[当本]期结余|[当本]年结余|节约(?:资金|财政资金)?)(?P<end>{MONEY})"
)
"""基金收入38.6亿元，支出35.2亿元，当期结余3.4亿元; 采购预算8.64亿元，实际采购8.12亿元，节约0.52亿元."""
_POSTS = re.compile(
    rf"编制(?:总?数)?(?:为|共)?(?P<start>{COUNT})，(?:实有|在编|在岗|在职|实际在编)(?:人员|人数)?(?P<went>{COUNT})，(?:空编|缺编|空缺)(?P<end>{COUNT})"
)
"""核定编制64名，实有52名，空编12名."""
_OTHERS_AMONG = re.compile("[（(][^）)]*(?:含|包括|其中|另有)")
"""在职82名（含工勤3名）: some of the people may hold no such post."""
_PEOPLE = ("个", "名", "人")
_NET = (
    # 净增47处，其中新设93处、撤并46处
    re.compile(
        rf"净(?P<way>[增减])加?(?:了|少)?(?P<end>{FIGURE})，(?:其中)?(?P<flows>{PLAIN}{{0,14}}{FIGURE}(?:{_FLOW}){{1,3}})(?=，?(?:[；。]|$))"
    ),
    # 新增38家，取消14家，净增24家
    re.compile(
        rf"(?P<flows>(?<![^。；]){PLAIN}{{0,24}}{FIGURE}(?:{_FLOW}){{1,3}})，净(?P<way>[增减])加?(?:了|少)?(?P<end>{FIGURE})"
    ),
)


@dataclass(frozen=True)
class Balance:
    """A stock at the beginning, what was added to it and taken from it in this order, and the stock at the end.

    `end` None: what is left is not stated; it cannot be less than nothing.
    `merged`: some went without being counted, as several became one; the end can be less than what must be left.
    """

    start: Quantity
    flows: tuple[tuple[Quantity, int], ...]
    end: Quantity | None
    merged: bool = False

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All the stated numbers, in the order of the text."""
        found = (self.start, *(quantity for quantity, _ in self.flows), *((self.end,) if self.end else ()))
        return tuple(sorted(found, key=lambda quantity: quantity.start))

    @property
    def left(self) -> Decimal:
        """What must be left."""
        return self.start.value + sum((sign * flow.value for flow, sign in self.flows), start=Decimal())

    @property
    def holds(self) -> bool:
        """Whether the stated end is what must be left, or whether that cannot be told."""
        units = {quantity.unit for quantity in self.quantities}
        if len(units) > 1 or any(quantity.approximate for quantity in self.quantities):
            return True
        if self.end is None:
            return self.left >= 0
        written = [quantity.step for quantity in self.quantities]
        rounded = self.start.unit.endswith("元") and len({*written}) > 1
        steps = sum(step for step in written if rounded or step < 1)
        return abs(self.left - self.end.value) <= steps / 2 or (self.merged and self.left > self.end.value)


def balances(reading: Reading) -> Iterator[Balance]:
    """Every balance a paragraph states in full, brackets left out."""
    outer, _ = reading.without_brackets()
    for pattern in _STOCKS:
        for found in pattern.finditer(outer.pattern):
            flows = _flows(outer, *found.span("flows"))
            signs = {sign for _, sign in flows}
            merged = bool(found.groupdict().get("merged")) and "减少" not in found["flows"]
            if signs == {1, -1} or (signs == {-1} and merged):
                first, last = (outer.marks[found.start(name)] for name in ("start", "end"))
                yield Balance(first, tuple(flows), last, merged)
    for found in (found for pattern in _REQUESTS for found in pattern.finditer(outer.pattern)):
        came, start, went = (outer.marks[found.start(name)] for name in ("came", "start", "went"))
        end = outer.marks[found.start("end")] if found["end"] else None
        yield Balance(start, ((came, 1), (went, -1)), end)
    for found in (
        found
        for pattern in (_LEFT_OF_ALL, _NOTHING_CARRIED_IN, _SUMMED, _MADE, _POSTS)
        for found in pattern.finditer(outer.pattern)
    ):
        start, went, left = (outer.marks[found.start(name)] for name in ("start", "went", "end"))
        if found.re is _POSTS:
            if _OTHERS_AMONG.search(outer.text, start.end, left.start):
                continue
            start, went = (_of_people(number, left.unit) for number in (start, went))
        elif found.re is _MADE:
            coarsest = "亿元" if "亿元" in {start.unit, went.unit, left.unit} else start.unit
            start, went, left = (number.in_unit(coarsest) or number for number in (start, went, left))
        yield Balance(start, ((went, -1),), left)
    yield from _answered(outer)
    yield from _net(reading.with_brackets_opened())


def _of_people(number: Quantity, unit: str) -> Quantity:
    """核定编制64个，实有52人: posts and those who hold them, in the unit of those that are free."""
    return replace(number, unit=unit) if {number.unit, unit} <= {*_PEOPLE} else number


def _answered(reading: Reading) -> Iterator[Balance]:
    """新收53件，上年结转2件，其中予以公开30件，部分公开10件，…，结转下年度3件: an outcome may be passed over, none can be too many."""
    for found in _RECEIVED.finditer(reading.pattern):
        came, start = (reading.marks[found.start(name)] for name in ("came", "start"))
        run = run_of(reading, found.end(), reading.end(found.end()), came.unit)
        left = _LEFT_OPEN.match(reading.pattern, run[-1].at + 1) if run else None
        if left and len(run) > 1 and outcomes(tuple(item.label for item in run)):
            flows = ((came, 1), *((item.quantity, -1) for item in run))
            yield Balance(start, flows, reading.marks[left.start("end")], merged=True)


def _net(reading: Reading) -> Iterator[Balance]:
    """What came and what went beside the difference of the two; what makes it a gain, or a loss, stands first."""
    for found in (found for pattern in _NET for found in pattern.finditer(reading.pattern)):
        way = 1 if found["way"] == "增" else -1
        flows = [(quantity, sign * way) for quantity, sign in _flows(reading, *found.span("flows"))]
        flows.sort(key=lambda flow: -flow[1])
        if {sign for _, sign in flows} == {1, -1}:
            yield Balance(flows[0][0], tuple(flows[1:]), reading.marks[found.start("end")])


def _flows(reading: Reading, start: int, end: int) -> list[tuple[Quantity, int]]:
    """What came (1) and went (−1) between two positions; none where one of the numbers is neither."""
    flows = []
    for clause in reading.clauses(start, end):
        marks = reading.within(clause.start, clause.end)
        words = reading.pattern[clause.start : clause.end]
        came, went = bool(_CAME.search(words)), bool(_WENT.search(words))
        if not marks or (_NEITHER.search(words) and not came and not went):
            continue
        if came is went or len(marks) > 1:
            return []
        flows.append((marks[0], 1 if came else -1))
    return flows
