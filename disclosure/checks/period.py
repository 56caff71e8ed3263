"""The year a report speaks of: in its title, its preface, its statistical period, its first words and its date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .. import prose
from ..filing import Filing
from ..formats.schema import Citation, Severity
from .finding import Context, Finding, Rule
from .passages import Sentence, finding, parts, sentences

_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_DIGITS |= dict.fromkeys("零○ＯO", "0")
_GAP = r"\s{0,3}"
_YEAR = r"(?<!\d)(?:(?:20|２０)\d\d|二[〇零○ＯO][〇零○ＯO一二三四五六七八九]{2})"
_REPORT = r"(?:政府)?信息公开(?:工作)?(?:情况)?(?:年度(?:工作)?报告|年报|工作报告)"
_OWN_REPORT = re.compile(rf"({_YEAR}){_GAP}年度?{_GAP}(?:的)?{_REPORT}")
_ANY_YEAR = re.compile(rf"({_YEAR}){_GAP}年")
_QUOTED = re.compile(r"《[^》]*》")
_NOTICE = re.compile(r"通知|意见|办法|方案|要点|的函")
_ANNOUNCED = re.compile(r"现公布|现将|现予|本报告|公布如下|报告如下")

_COUNTED = re.compile(
    r"统计(?:数据)?的?(?:期限|时间|期间|周期|时限|时段|范围|区间|起止|截[至止])"
    r"|(?:所列|报告|有关|各项|相关|本年度)的?数据|数据的?(?:统计|期限|起止|截[至止]|时间)|报告期限?[为是自从：]"
)
_TO = r"起?\s{0,3}[，,]?\s{0,3}(?:至|到|—+|－|-+|~|～|―+)\s{0,3}"
_DAY = r"\s{0,3}(\d{1,2})\s{0,3}月(?:\s{0,3}(\d{1,2})\s{0,3}(?:日|(?=[-—－–~～―至到，。；）)]|$)))?"
_PERIOD = re.compile(rf"(?:({_YEAR}){_GAP}年)?{_DAY}{_TO}(?:({_YEAR}){_GAP}年)?{_DAY}")
_UNTIL = re.compile(rf"截[至止]到?{_GAP}({_YEAR}){_GAP}年{_DAY}")
_DOTTED = re.compile(rf"({_YEAR})[.．](\d{{1,2}})[.．](\d{{1,2}})(?!\d)")
"""2023.1.1: as long as 2023年1月1, so that offsets stay."""
_FOUNDED = re.compile(r"成立|组建|挂牌|新设|撤销|划转")
_BEGIN, _END = (1, 1), (12, 31)

_DUE = re.compile(rf"({_YEAR}){_GAP}年{_GAP}1{_GAP}月{_GAP}31{_GAP}日(?:之|以)?前")
_OPENING = re.compile(rf"{_GAP}(?:（一）[^。]*。)?{_GAP}({_YEAR}){_GAP}年度?{_GAP}[，,]")
_COUNTS = re.compile(r"\d[件条次份个项]")
"""A first sentence with figures may well speak of another year; one that only sets the scene does not."""
_DATED = re.compile(rf"({_YEAR}){_GAP}年{_GAP}(\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){_GAP}月")


def find_years(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each sentence whose year, or whose statistical period, is not the report's."""
    for part, text in parts(filing):
        for sentence in sentences(part, text):
            look = _LOOKS.get(part, _in_narrative)
            for offset, words, advice in look(sentence, filing):
                yield finding(rule, filing, sentence, offset, words, advice)
                break


def year_of(text: str) -> int:
    """2023 for 2023, ２０２３ and 二〇二三."""
    return int("".join(_DIGITS.get(character, character) for character in text))


Fault = tuple[int, str, str]
"""Offset in the sentence, title of the finding, advice."""


def _in_title(sentence: Sentence, filing: Filing) -> Iterator[Fault]:
    named = list(_OWN_REPORT.finditer(sentence.text)) or list(_ANY_YEAR.finditer(sentence.text))
    if named and all(year_of(found[1]) != filing.year for found in named):
        yield _wrong_year(named[0], "题目里", filing)


def _in_preface(sentence: Sentence, filing: Filing) -> Iterator[Fault]:
    text = _without_notices(sentence.text)
    for found in _OWN_REPORT.finditer(text):
        if year_of(found[1]) != filing.year:
            yield _wrong_year(found, "前言里", filing)
    yield from _periods(sentence, filing)
    for found in _DUE.finditer(text):
        if year_of(found[1]) <= filing.year:
            advice = f"{filing.year}年的报告在{filing.year + 1}年公布。"
            yield found.start(), f"公布期限写成{found[1]}年1月31日前", advice


def _in_narrative(sentence: Sentence, filing: Filing) -> Iterator[Fault]:
    first = sentence.part == "overview" and not _overview(filing)[: sentence.start].strip()
    opening = _OPENING.match(sentence.text) if first else None
    if opening and not _COUNTS.search(sentence.text) and _never_said(filing):
        yield _wrong_year(opening, "开头", filing)
    for found in _OWN_REPORT.finditer(_without_notices(sentence.text)):
        announced = _ANNOUNCED.search(sentence.text[max(found.start() - 30, 0) : found.start()])
        if announced and year_of(found[1]) != filing.year:
            yield _wrong_year(found, "文中", filing)
    yield from _periods(sentence, filing)


def _in_date(sentence: Sentence, filing: Filing) -> Iterator[Fault]:
    found = _DATED.search(sentence.text)
    if found is None:
        return
    year, december = year_of(found[1]), found[2] in ("12", "十二")
    if year < filing.year or (year == filing.year and not december):
        advice = f"{filing.year}年的报告应在{filing.year + 1}年公布，请核对日期。"
        yield found.start(), f"落款日期是{sentence.text.strip()}，报告年度还没有结束", advice


def _nothing(sentence: Sentence, filing: Filing) -> Iterator[Fault]:
    yield from ()


_LOOKS: dict[str, Callable[[Sentence, Filing], Iterator[Fault]]] = {
    "title": _in_title,
    "preface": _in_preface,
    "addressee": _nothing,
    "signature": _nothing,
    "date": _in_date,
}


def _wrong_year(found: re.Match[str], where: str, filing: Filing) -> Fault:
    return found.start(1), f"{where}写的是{found[1]}年，报告年度是{filing.year}年", "请核对年份。"


def _never_said(filing: Filing) -> bool:
    """Whether section one opens with a year and does not name the report's own in the same paragraph."""
    paragraph = _overview(filing).lstrip().split("\n", 1)[0]
    return all(year_of(found[1]) != filing.year for found in _ANY_YEAR.finditer(paragraph))


def _overview(filing: Filing) -> str:
    """Section one with its title, where that is typed as well, left blank."""
    return prose.untitled(filing.text("overview"), filing.format.section("overview").title)


def _without_notices(text: str) -> str:
    """The text with the titles of notices blanked: the year in a notice's title is the notice's."""
    return _QUOTED.sub(lambda q: "　" * len(q.group()) if _NOTICE.search(q.group()) else q.group(), text)


def _periods(sentence: Sentence, filing: Filing) -> Iterator[Fault]:
    """The statistical period: from 1 January to 31 December of the report's year."""
    text = _DOTTED.sub(r"\1年\2月\3", sentence.text)
    counted = _COUNTED.search(text)
    if counted is None:
        return
    found = _PERIOD.search(text, counted.start())
    until = None if found else _UNTIL.search(text, counted.start())
    faults: list[str] = []
    if found:
        first, month, day, last, end_month, end_day = found.groups()
        if not _FOUNDED.search(sentence.text):
            faults += _day_fault(first, month, day, filing, _BEGIN, "从")
        faults += _day_fault(last, end_month, end_day, filing, _END, "到")
    elif until:
        faults += _day_fault(until[1], until[2], until[3], filing, _END, "到")
    at = found or until
    if at and faults:
        yield at.start(), f"统计期限{'、'.join(faults)}", f"统计期限是{filing.year}年1月1日到12月31日。"


def _day_fault(
    year: str | None, month: str, day: str | None, filing: Filing, right: tuple[int, int], word: str
) -> list[str]:
    """The date as written where it is not the right one; what is left out of it is not held against it."""
    said = (int(month), int(day) if day else right[1])
    if said == right and (year is None or year_of(year) == filing.year):
        return []
    return [f"{word}{f'{year}年' if year else ''}{month}月{f'{day}日' if day else ''}"]


RULES = (
    Rule(
        id="words.year",
        severity=Severity.QUERY,
        sentence="题目、前言和统计期限里的年份是报告年度，统计期限从1月1日到12月31日",
        citation=Citation("《中华人民共和国政府信息公开条例》", "第四十九条"),
        find=find_years,
        why="照着去年的报告改写，最容易漏改的是年份和起止日期。",
        example="2023年的报告，前言写“统计期限为2022年1月1日至12月30日”。",
    ),
)
