"""The notice a report cites for its format: the one its format was issued by, with its number and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ..filing import Filing
from ..formats import all_formats
from ..formats.schema import Citation, Notice, Severity
from .finding import Context, Finding, Rule
from .passages import Sentence, finding, parts, sentences

_NUMBER = re.compile(r"(?P<series>\D+)〔(?P<year>\d{4})〕(?P<number>\d+)号")
_CITED = re.compile(
    r"(?P<series>国办[一-龥]{1,8}?)\s{0,3}(?P<open>[〔\[（(【［﹝<〈]?)\s{0,3}(?P<year>\d{4})\s{0,3}(?P<close>[〕\]）)】］﹞>〉]?)\s{0,3}第?\s{0,3}"
    r"(?P<number>\d+)\s{0,3}号"
)
_SERIES = "国办公开"
_BASIS = re.compile(r"年度报告|年报|本报告|格式|编制")
_FORMAT = re.compile(r"年度报告[^。]{0,4}格式")
_PAST = re.compile(r"废止|停止(?:执行|使用)|失效|替代|代替|取代|原有?(?:的)?格式|旧格式|修订后|不再")
_TRIAL_BRACKETS = str.maketrans("()", "（）")


def find_notices(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each sentence that cites another notice than the format's, or cites it with a slip."""
    for part, text in parts(filing):
        for sentence in sentences(part, text):
            fault = _fault(sentence, filing)
            if fault:
                offset, message = fault
                advice = f"本报告的格式是{filing.format.notice.number}发布的。"
                yield finding(rule, filing, sentence, offset, message, advice)


def _fault(sentence: Sentence, filing: Filing) -> tuple[int, str] | None:
    own = filing.format.notice
    cited = [(found, _slip(found, own, sentence.text)) for found in _CITED.finditer(sentence.text)]
    right = any(slip == "" for _, slip in cited)
    for found, slip in cited:
        if slip and not (right and slip.startswith("引用")):
            return found.start(), slip
    return None if right else _older_title(sentence, own)


def _slip(found: re.Match[str], own: Notice, text: str) -> str | None:
    """What is wrong with a cited number; "" when it is the format's own, None when it is about something else."""
    series, year, number = found["series"], found["year"], found["number"]
    wanted = _parsed(own)
    same_number = (year, number) == wanted[1:]
    said = found.group().replace(" ", "")
    if series != wanted[0]:
        return (
            f"发文字号写成{said}"
            if same_number and (series.startswith(_SERIES) or _FORMAT.search(text))
            else None
        )
    if same_number:
        return "" if found["open"] + found["close"] == "〔〕" else f"文号的括号写成{said}"
    known = any((series, year, number) == _parsed(notice) for notice in _notices())
    if _PAST.search(text) or not (known or _BASIS.search(text)):
        return None
    return f"引用的格式文件是{said}"


def _older_title(sentence: Sentence, own: Notice) -> tuple[int, str] | None:
    """A title that only another notice has: what it adds to the own one (试行) gives it away."""
    text = sentence.text.translate(_TRIAL_BRACKETS)
    for notice in _notices():
        longer = own.title != notice.title and own.title in notice.title
        if longer and notice.title in text and not _PAST.search(text):
            return text.index(notice.title), f"引用的格式文件是《{notice.title}》"
    return None


@cache
def _notices() -> tuple[Notice, ...]:
    return tuple(form.notice for form in all_formats().values())


def _parsed(notice: Notice) -> tuple[str, str, str]:
    """Series, year and number of a notice; a notice without such a number matches nothing."""
    found = _NUMBER.fullmatch(notice.number)
    return (found["series"], found["year"], found["number"]) if found else ("", "", "")


RULES = (
    Rule(
        id="words.notice",
        severity=Severity.QUERY,
        sentence="引用的格式文件是现行的那一份，文号用六角括号〔〕",
        citation=Citation("《党政机关公文格式》", "（GB/T 9704—2012）7.2.5"),
        find=find_notices,
        why="格式换过一次，旧文号常常留在新报告的前言里。",
        example="2022年的报告写“按照国办公开办函〔2019〕60号编制”，或者把〔2021〕写成[2021]。",
    ),
)
