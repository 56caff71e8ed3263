"""Nothing private in what is published: the rule, and texts with what is private covered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from ..filing import Filing
from ..formats.schema import Citation, Severity
from .finding import Context, Finding, Rule, part_of_page
from .passages import Sentence, parts, sentences
from .personal import MOBILE, Personal, personal

ID = "words.private"
_HEAD, _TAIL = 3, 2
"""Characters that stay readable at the two ends of what is covered."""
_MOST_NAMED = 3
_EXCERPT = 40
_SEAL = 2
"""Hex digits that tell two numbers with the same ends apart; of a mobile number they leave some 4,000 possible."""


def find_private(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each sentence that lays a person open; what it names is covered in the middle."""
    for part, text in parts(filing):
        for sentence in sentences(part, text):
            if found := personal(sentence.text):
                yield _finding(rule, filing, sentence, found)


def without_private(filing: Filing, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings of a report, with the excerpts of other rules covered as well where there is anything private."""
    if all(finding.rule != ID for finding in findings):
        return findings
    texts = {name: (text, _covered_text(text)) for name, text in parts(filing)}
    return tuple(
        replace(it, excerpt=_quoted(it.excerpt, *texts.get(it.section, ("", "")))) for it in findings
    )


def _quoted(excerpt: str, text: str, hidden: str) -> str:
    """An excerpt, covered as its text is: it may begin or end within a number, or behind the words that name it."""
    at = text.find(excerpt)
    return covered(excerpt) if at < 0 else hidden[at : at + len(excerpt)]


def _covered_text(text: str) -> str:
    for sentence in sentences("", text):
        text = text[: sentence.start] + covered(sentence.text) + text[sentence.start + len(sentence.text) :]
    return text


def covered(text: str) -> str:
    """The text with everything private in it covered in the middle, of the same length."""
    for found in personal(text):
        text = text[: found.start] + _covered(text, found) + text[found.end :]
    return text


def _covered(text: str, found: Personal) -> str:
    words = text[found.start : found.end]
    return words[:_HEAD] + "*" * (len(words) - _HEAD - _TAIL) + words[-_TAIL:]


def _finding(rule: Rule, filing: Filing, sentence: Sentence, found: tuple[Personal, ...]) -> Finding:
    named = [f"{it.kind}{_covered(sentence.text, it)}" for it in found[:_MOST_NAMED]]
    more = f"等{len(found)}处" if len(found) > _MOST_NAMED else ""
    first = found[0].start
    phone = "本机关的电话，前面写明“联系电话”。" if any(it.kind == MOBILE for it in found) else ""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"写着{'、'.join(named)}{more}",
        section=sentence.part,
        excerpt=_up_to(sentence.text, first + _HEAD),
        advice=f"删去，或者把中间几位换成*号。{phone}",
        seal=_seal(sentence.text, found),
        place=(part_of_page(filing.format, sentence.part), sentence.start + first),
    )


def _seal(text: str, found: tuple[Personal, ...]) -> str:
    hidden = [text[it.start : it.end] for it in found]
    digest = hashlib.sha256("\n".join(hidden).encode()).hexdigest()[:_SEAL]
    return "".join(words[-_TAIL:] for words in hidden) + digest


def _up_to(text: str, end: int) -> str:
    """The words up to a place in the middle of what is private: they stand in the report as they are quoted."""
    return text[max(end - _EXCERPT, 0) : end].strip()


RULES = (
    Rule(
        id=ID,
        severity=Severity.ERROR,
        sentence="报告里没有个人的身份证号码、手机号码、银行卡号和家庭住址",
        citation=Citation("《中华人民共和国政府信息公开条例》", "第十五条"),
        why="报告对外公布，写进去的个人信息收不回来；本机关公开的联系电话不在此列。",
        example="第六部分写“申请人李某，手机138……”，十一位号码一位不少。",
        find=find_private,
    ),
)
