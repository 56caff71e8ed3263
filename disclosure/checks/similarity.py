"""How much of a narrative stands word for word in another one: last year's, or that of another body.

Set phrases are left out and every number counts as the same, so that new figures in an old text do not make it new.
Two texts are compared by their shingles, all runs of `SHINGLE` characters; to find, among many reports, those worth
comparing, each text is also known by a few marks (winnowing: Schleimer, Wilkerson and Aiken 2003): whatever two texts
have in common over `SHINGLE + WINDOW - 1` characters gives them a mark in common.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest

from ..filing import Filing
from ..formats.schema import Citation, Severity
from .boilerplate import without_boilerplate
from .finding import Context, Finding, Rule, part_of_page

SHINGLE = 12
"""Characters; shorter runs are shared by texts that have nothing to do with each other."""
WINDOW = 16
"""Of so many shingles in a row one becomes a mark: about every eighth."""
SAMPLE = 32
"""Marks of a text that are looked for in others."""
LEAST = 120
"""Characters of its own a text needs to say anything about where it comes from."""
MOST = 50
"""Per cent of a text that may stand in another one; cities deduct points beyond."""
_STEP = 10
"""Shares are told in steps of so many per cent, so that a reason holds while single words are mended."""
_LONGEST_PASSAGE = 60
_NUMBER = re.compile(r"\{[^{}\n]*\}|\d[\d.,，]*")


@dataclass(frozen=True)
class Own:
    """What is a text's own: its letters with every number as 0, and for each of them its place in the text."""

    letters: str
    at: tuple[int, ...]
    shingles: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """How much of a text stands in another one (0 to 100 per cent), and the longest passage, as the text has it."""

    share: int
    passage: str
    start: int


@lru_cache(maxsize=32)
def own(text: str) -> Own:
    """A text without set phrases, punctuation and blanks."""
    plain = without_boilerplate(text)
    numbers = {found.start(): found.end() for found in _NUMBER.finditer(plain)}
    letters: list[str] = []
    at: list[int] = []
    done = 0
    for place, character in enumerate(plain):
        if place < done:
            continue
        if place in numbers:
            done = numbers[place]
            letters.append("0")
            at.append(place)
        elif character.isalnum():
            letters.append(unicodedata.normalize("NFKC", character)[0])
            at.append(place)
    joined = "".join(letters)
    return Own(joined, tuple(at), frozenset(_shingles(joined)))


def marks(text: str) -> frozenset[int]:
    """The marks of a text as 63-bit numbers; none where it has too little of its own to be compared."""
    letters = own(text).letters
    if len(letters) < LEAST:
        return frozenset()
    hashes = [_hash(shingle) for shingle in _shingles(letters)]
    return frozenset(min(hashes[at : at + WINDOW]) for at in range(len(hashes) - WINDOW + 1))


@lru_cache(maxsize=64)
def sample(text: str) -> frozenset[int]:
    """A few of the marks of a text: the smallest. Marks are hashes, so that any few of them stand for all."""
    return frozenset(nsmallest(SAMPLE, marks(text)))


def likeness(text: str, other: str) -> Likeness | None:
    """How much of a text stands in another one; None where one of them has too little of its own."""
    mine, theirs = own(text), own(other)
    if min(len(mine.letters), len(theirs.letters)) < LEAST:
        return None
    covered = bytearray(len(mine.letters))
    for at, shingle in enumerate(_shingles(mine.letters)):
        if shingle in theirs.shingles:
            covered[at : at + SHINGLE] = b"\x01" * SHINGLE
    start, end = _longest(text, mine, covered)
    return Likeness(100 * sum(covered) // len(covered), text[start:end], start)


def _shingles(letters: str) -> Iterator[str]:
    return (letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1))


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big") >> 1


def _longest(text: str, mine: Own, covered: bytearray) -> tuple[int, int]:
    """Where the longest passage lies that stands in both texts, within one line and not longer than is quoted."""
    start = length = 0
    for run in re.finditer(b"\x01+", covered):
        first, last = mine.at[run.start()], mine.at[run.end() - 1] + 1
        for line in re.finditer(r"[^\n]+", text[first:last]):
            if len(line.group()) > length:
                start, length = first + line.start(), len(line.group())
    return start, start + min(length, _LONGEST_PASSAGE)


# --- The rule ------------------------------------------------------------------------------------------


def find_copied(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each narrative and each text most of it stands in."""
    for section in filing.format.narratives:
        text = filing.text(section.key)
        for body, year, other in _others(section.key, filing, context):
            alike = likeness(text, other)
            if alike is not None and alike.share > MOST:
                yield _finding(rule, filing, section.key, body, year, alike)


def _others(section: str, filing: Filing, context: Context) -> Iterator[tuple[str, int, str]]:
    """(body, year, text) of everything a narrative is compared with; "" for what the body itself said a year ago."""
    if context.previous is not None:
        yield "", context.previous.year, context.previous.text(section)
    for copied in context.copied:
        if copied.section == section:
            yield copied.body, copied.year, copied.text


def _finding(rule: Rule, filing: Filing, section: str, body: str, year: int, alike: Likeness) -> Finding:
    share = alike.share - alike.share % _STEP
    much = f"{share}%以上" if share < 100 else "全部"
    whose = f"{body}{year}年的报告" if body else f"去年（{year}年）的报告"
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"自己写的文字里，{much}与{whose}相同",
        section=section,
        excerpt=alike.passage.strip(),
        numbers=(year, share),
        advice=f"改写成{'本单位自己' if body else '今年'}的做法、数字和变化；确实一样的，写明原因。",
        place=(part_of_page(filing.format, section), alike.start),
    )


RULES = (
    Rule(
        id="years.copied_text",
        severity=Severity.QUERY,
        sentence="每一部分自己写的文字，一半以上不与去年的报告或者别的单位同年的报告相同；法规名称、标题和套语不计",
        citation=Citation("填报惯例", "：第三方评估对雷同的报告扣分"),
        why="换个年份照抄，看不出今年做了什么；几家单位一样的话，谁也没有说自己的事。",
        example="第五部分去年写“解读形式单一”，今年一字不改又写一遍。",
        find=find_copied,
    ),
)
