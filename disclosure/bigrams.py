"""Text cut so that any database finds any word in it: pairs of neighbouring characters, written in plain letters.

Chinese has no spaces, and what counts as a word differs from database to database. A text is therefore cut here, into
the pairs 信息, 息公, 公开 of every unbroken run of letters and figures; a run ends with its last character alone, so that
every character begins exactly one token. A term of two or more characters stands in a text where its pairs follow each
other; a single character where a token begins with it. Tokens are written in the letters a to z, four a character, so
that no database has an opinion on them.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

WIDTH = 4
"""Letters a character is written with: 26⁴ is room for every plane in which there are characters to be read."""

QUERY_LIMIT = 80
"""Characters of a query that are looked at."""
TERMS_LIMIT = 8
"""Terms of a query that are looked for."""

_REPORT = re.compile("的?(?:政府信息公开)?(?:工作)?(?:年度报告|年报|报告)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年度?)?(?!\d)")
"""How a reader names a report and its year behind the name of a body."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROOM = len(_LETTERS) ** WIDTH
_SEPARATOR = " "

Pieces = tuple[tuple[str, bool], ...]
"""A passage in pieces, each with whether it is a hit."""


@lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    """A character as it is looked for: full-width and capital letters as plain ones, what is no letter as a space."""
    plain = unicodedata.normalize("NFKC", char)
    plain = plain if len(plain) == 1 else char
    lower = plain.lower()
    plain = lower if len(lower) == 1 else plain
    return plain if plain.isalnum() and ord(plain) < _ROOM else _SEPARATOR


def folded(text: str) -> str:
    """A text as it is looked through: of the same length, with nothing but letters, figures and spaces."""
    return "".join(map(_folded, text))


def cut(plain: str) -> Iterator[str]:
    """The pairs of a folded text, in order: of each run every two neighbours, and its last character alone."""
    for run in plain.split():
        yield from map("".join, itertools.pairwise(run))
        yield run[-1]


def tokens(text: str) -> Iterator[str]:
    """The tokens of a text, in order."""
    return map(_token, cut(folded(text)))


def pairs(term: str) -> tuple[str, ...]:
    """The tokens that follow each other where a term stands; for a single character the beginning of one token."""
    letters = [_written(char) for char in term]
    return tuple(map("".join, itertools.pairwise(letters))) or tuple(letters)


@lru_cache(maxsize=200_000)
def _token(pair: str) -> str:
    return "".join(map(_written, pair))


@lru_cache(maxsize=20_000)
def _written(char: str) -> str:
    rest, written = ord(char), ""
    for _ in range(WIDTH):
        rest, letter = divmod(rest, len(_LETTERS))
        written = _LETTERS[letter] + written
    return written


def terms(query: str) -> tuple[str, ...]:
    """What a reader looks for: the runs of letters and figures in a query, each once, folded."""
    return tuple(dict.fromkeys(folded(query[:QUERY_LIMIT]).split()))[:TERMS_LIMIT]


def named(query: str) -> tuple[tuple[str, ...], int | None]:
    """The terms of a query that may stand in the name of a body, and the year it names: 水务局 and 2025 of 水务局2025年年报."""
    plain = _REPORT.sub(_SEPARATOR, folded(query[:QUERY_LIMIT]))
    year = _YEAR.search(plain)
    return terms(_YEAR.sub(_SEPARATOR, plain)), int(year[1]) if year else None


def spoken(name: str) -> str:
    """By what a name is sorted, the same on either database: the characters in common use stand in GB 18030 in the order of
    their pronunciation, as in a dictionary."""
    return name.encode("gb18030", "replace").hex()


# The passage around a hit -----------------------------------------------------------------------------------------

BEFORE, LENGTH = 30, 110
"""Characters shown before the first hit at most, and of the whole passage, but for a figure that is shown whole."""
FIGURES, LONGEST = frozenset("0123456789０１２３４５６７８９.．"), 16
"""What figures are written with, and the characters of one that is kept whole."""
_SENTENCE_END = re.compile(r"[。；！？\n]")
_SPACES = re.compile(r"\s+")


def passage(text: str, looked_for: Iterable[str]) -> Pieces:
    """The words around the first place at which a term stands in a text; its beginning where none does."""
    wanted = tuple(looked_for)
    hits = _hits(folded(text), wanted)
    start = _start(text, hits[0][0]) if hits else 0
    end = _around_figures(text, min(len(text), start + LENGTH), 1)
    within = [(max(first, start), min(last, end)) for first, last in hits if first < end and last > start]
    pieces: list[tuple[str, bool]] = [("…", False)] if start and text[start - 1] not in "。；！？\n" else []
    place = start
    for first, last in within:
        pieces += [(text[place:first], False), (text[first:last], True)]
        place = last
    pieces += [(text[place:end], False), ("…" if end < len(text) else "", False)]
    return tuple((_SPACES.sub(" ", words), hit) for words, hit in pieces if words)


def _hits(plain: str, wanted: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where terms stand in a folded text: (first, behind the last), in order, overlapping ones as one."""
    if not wanted:
        return []
    pattern = "|".join(re.escape(term) for term in sorted(wanted, key=len, reverse=True))
    return [found.span() for found in re.finditer(pattern, plain)]


def _start(text: str, hit: int) -> int:
    """Where the passage begins: with the sentence of the hit where that is near, else some characters before it."""
    earliest = max(0, hit - BEFORE)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, earliest, hit)]
    return ends[-1] if ends else _around_figures(text, earliest, -1)


def _around_figures(text: str, at: int, step: int) -> int:
    """A place to cut a text near another one: a figure cut in two would be another figure, 4年 of 2024年."""
    for place in range(at, at + step * LONGEST, step):
        if not 0 < place < len(text) or not (text[place - 1] in FIGURES and text[place] in FIGURES):
            return place
    return at
