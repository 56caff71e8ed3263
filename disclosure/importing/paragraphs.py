"""Hard-wrapped lines put together to the paragraphs they were.

A line belongs to the one before it unless something says otherwise: a blank line, the end of a sentence before the
right edge, the end of a sentence followed by the number of a heading or by an indent. A line that stops in the middle
of a sentence always goes on, whatever the next one begins with.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from .document import Line

_ENDED = re.compile('[。！？：；…!?:;][”’）】》」』")]*$')
_MARK = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\\d{1,2}[.．、](?!\\d)|[（(]\\d{1,2}[）)]"
)
_TOKEN = re.compile("[“‘（《〈【「『(]*(?:[0-9A-Za-z.%％/+-]+|.)[”’）》〉】」』，。、；：！？),.;:!?]*")
_STOPS = re.compile("[，。；]")
_PAGE = re.compile(
    r"[ \t\u3000]*(?:[—–―－-]{1,2} ?(\d{1,4}) ?[—–―－-]{1,2}|第 ?(\d{1,4}) ?页(?:[，,/ ]*共 ?\d{1,4} ?页)?)[ \t\u3000]*"
)
_FULL = 40
"""Half-width columns a line must have to count as evidence of wrapping."""
_WIDEST = 160
_SLACK = 6
"""Columns by which a full line may fall short of the edge, beside what its next word would have taken."""


def width(text: str) -> int:
    """The printed width of a text in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def page_numbers(lines: Sequence[str]) -> set[int]:
    """The lines that number the pages a text was copied from: — 3 —, 第3页. They count on, one by one, to the end."""
    found = {at: match for at, line in enumerate(lines) if (match := _PAGE.fullmatch(line))}
    numbers = [int(match[1] or match[2]) for match in found.values()]
    return set(found) if all(b - a == 1 for a, b in itertools.pairwise(numbers)) else set()


def like_row(line: Line) -> bool:
    """Whether a line looks like a row of a table and says nothing about where sentences are broken."""
    spaced = len(line.text.split()) > 2 and not _STOPS.search(line.text)
    return line.ruled or spaced or bool(line.cells and line.cells[0])


def wrap_width(lines: Iterable[Line]) -> int:
    """The width at which the running text of a document is wrapped; 0 when its lines are whole paragraphs."""
    long = [(width(line.text), line.text) for line in lines if not like_row(line)]
    long = [(size, text) for size, text in long if size >= _FULL]
    broken = sorted(size for size, text in long if not _ENDED.search(text))
    if len(broken) < 3 or len(broken) * 10 < len(long) * 3:
        return 0
    edge = broken[len(broken) * 3 // 4]
    return edge if edge <= _WIDEST else 0


def join(lines: Sequence[Line], wrap: int) -> list[str]:
    """The paragraphs of a stretch of running text."""
    found: list[str] = []
    before: Line | None = None
    alone = False
    for line in lines:
        if before is None or _begins(before, line, wrap, alone):
            found.append(line.text)
            alone = bool(_MARK.match(line.text))
        else:
            found[-1] = glue(found[-1], line.text)
            alone = False
        before = line
    return found


def goes_on(before: Line, line: Line, wrap: int) -> bool:
    """Whether a line goes on with a sentence the line before it broke off at the right edge."""
    full = width(before.text) + width(first_token(line.text)) > wrap - _SLACK
    return bool(wrap) and not line.gap and not like_row(before) and full and not _ENDED.search(before.text)


def _begins(before: Line, line: Line, wrap: int, alone: bool) -> bool:
    """Whether a line begins a paragraph. `alone`: the line before stands by itself and has the number of a heading."""
    if not wrap or line.gap:
        return True
    short = width(before.text) + width(first_token(line.text)) <= wrap - _SLACK
    marked = bool(_MARK.match(line.text))
    indented = line.indent > before.indent + 1
    if _ENDED.search(before.text):
        return short or marked or indented
    return short and (marked or indented or alone)


def is_ended(text: str) -> bool:
    """Whether a line ends with the end of a sentence."""
    return bool(_ENDED.search(text))


def is_marked(text: str) -> bool:
    """Whether a line begins with the number of a heading or of an item."""
    return bool(_MARK.match(text))


def first_token(text: str) -> str:
    """What of a line cannot be broken off its beginning: a character, a number, a word, with its punctuation."""
    match = _TOKEN.match(text)
    return match.group() if match else text[:1]


def glue(left: str, right: str) -> str:
    """Two halves of a wrapped line; a space only between two Latin words."""
    latin = left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()
    return f"{left} {right}" if latin else left + right
