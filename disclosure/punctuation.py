"""Punctuation of Chinese text: half-width marks become full-width ones, and every change can be listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STOP = "."
_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）", _STOP: "。"}
_CJK = "\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·"
_HAS_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_IS_WIDE = re.compile(f"[{_CJK}]")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII | re.IGNORECASE)
_ADDRESS_END = re.compile(r"[,;:!?)]+\Z")
_ROUNDS = 5
"""There and back once reaches every mark in a row; each pair of brackets between them may take one more."""
_SPACED = re.compile(r" *([，：；？！（）。]) *")
_ENDS_WORDS = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff）》」』】”’％%]")
"""What a Chinese sentence ends with before its full stop."""
_QUOTE, _QUOTES = '"', ("“", "”")
_LATIN = re.compile(r"[0-9A-Za-z]")
_CLOSES = "”’）》」』】)"
_NUMBER = re.compile(r"[（(]?第?[一二三四五六七八九十百零〇]+[）)]?")
"""The number of a heading or an item: the point behind it ends no sentence."""


def normalise(line: str) -> str:
    """One paragraph with half-width , : ; ? ! ( ) made full-width where they stand in Chinese text, and . where it ends a sentence.

    Straight quotation marks around Chinese words become “ and ”.
    Inside figures (1,234 12:30), Latin words and web or mail addresses they stay. A line without Chinese is left alone.
    """
    line = re.sub(" {2,}", " ", line.strip(" \u3000\n"))
    if not _HAS_HAN.search(line):
        return line
    wide = _widen(line)
    return line if wide == line else _SPACED.sub(r"\1", wide)


@dataclass(frozen=True)
class Correction:
    """One thing `normalise` does: at character `at` stood `before`, and now `after`; "" for spaces taken away."""

    at: int
    before: str
    after: str


def corrections(line: str) -> tuple[Correction, ...]:
    """Everything `normalise` changes in a paragraph, in its order."""
    found: list[Correction] = []
    result = iter(normalise(line))
    awaited = next(result, "")
    for at, char in enumerate(line):
        if char == awaited or _WIDE.get(char) == awaited or (char == _QUOTE and awaited in _QUOTES):
            if char != awaited:
                found.append(Correction(at, char, awaited))
            awaited = next(result, "")
        elif found and not found[-1].after and found[-1].at + len(found[-1].before) == at:
            found[-1] = Correction(found[-1].at, found[-1].before + char, "")
        else:
            found.append(Correction(at, char, ""))
    return tuple(found)


def _kept(line: str) -> set[int]:
    """The positions inside web and mail addresses."""
    kept: set[int] = set()
    for match in _ADDRESS.finditer(line):
        address = match.group()
        tail = _ADDRESS_END.search(address)
        kept.update(range(match.start(), match.end() - (len(tail.group()) if tail else 0)))
    return kept


def _bracket_pairs(line: str) -> dict[int, int]:
    """Position of each half-width bracket → position of its partner."""
    pairs: dict[int, int] = {}
    open_at: list[int] = []
    for index, char in enumerate(line):
        if char == "(":
            open_at.append(index)
        elif char == ")" and open_at:
            start = open_at.pop()
            pairs[start], pairs[index] = index, start
    return pairs


def _widen(line: str) -> str:
    """A line with every mark widened that stands in Chinese text. A widened mark is Chinese to the next one."""
    kept, pairs = _kept(line), _bracket_pairs(line)
    marks = _quoted(line, kept)
    throughout = line.endswith(_STOP) and "。" not in line
    there, back = range(len(marks)), range(len(marks) - 1, -1, -1)
    for _ in range(_ROUNDS):
        before = list(marks)
        for index in (*there, *back):
            if marks[index] == _STOP:
                ends = index not in kept and _ends_sentence(marks, index, throughout)
                marks[index] = _WIDE[_STOP] if ends else _STOP
            else:
                marks[index] = _widened(marks, index, kept, pairs)
        if marks == before:
            break
    return "".join(marks)


def _quoted(line: str, kept: set[int]) -> list[str]:
    """The characters of a line, its straight quotation marks turned inwards.

    Only where all of them go in pairs around Chinese words: behind a figure or a Latin word such a mark is one of inches.
    """
    marks = list(line)
    at = [index for index, char in enumerate(line) if char == _QUOTE and index not in kept]
    pairs = list(zip(at[::2], at[1::2], strict=False))
    if len(at) % 2 or not all(_quotes(line, start, end) for start, end in pairs):
        return marks
    for start, end in pairs:
        marks[start], marks[end] = _QUOTES
    return marks


def _quotes(line: str, start: int, end: int) -> bool:
    return bool(_HAS_HAN.search(line[start + 1 : end])) and not _LATIN.match(line[start - 1 : start])


def _widened(line: Sequence[str], index: int, kept: set[int], pairs: dict[int, int]) -> str:
    char = line[index]
    if char not in _WIDE or index in kept:
        return char
    if index in pairs:
        start, end = sorted((index, pairs[index]))
        inside = _IS_WIDE.search("".join(line[start:end]))
        return _WIDE[char] if inside or _beside_wide(line, start, end) else char
    if _between_digits(line, index):
        return char
    return _WIDE[char] if _beside_wide(line, index, index) else char


def _ends_sentence(line: Sequence[str], index: int, throughout: bool) -> bool:
    """Whether a point stands behind Chinese words at the end of a paragraph, a quotation or a stretch with a space behind.

    `throughout`: the paragraph knows no other full stop, so that a point between two Chinese words is one as well. Elsewhere
    it may belong to a name (阿不都.热合曼). Points behind figures and Latin words, points in a row and those behind the
    number of a heading stay.
    """
    before = "".join(line[:index]).rstrip(" ")
    behind = "".join(line[index + 1 :])
    if not _ENDS_WORDS.match(before[-1:]) or _NUMBER.fullmatch(before):
        return False
    next_to = behind.lstrip(" ")[:1]
    if not next_to or next_to in _CLOSES:
        return True
    return bool(_HAS_HAN.match(next_to)) and (throughout or behind[0] == " ")


def _beside_wide(line: Sequence[str], start: int, end: int) -> bool:
    """Whether Chinese, or the end of the line, stands directly before or behind a stretch (spaces not counted)."""
    sides = _neighbour(line, start - 1, -1), _neighbour(line, end + 1, 1)
    return any(not side or bool(_IS_WIDE.match(side)) for side in sides)


def _neighbour(line: Sequence[str], index: int, step: int) -> str:
    """The character at an index, or the next one in a direction that is no space; "" beyond the ends."""
    while 0 <= index < len(line) and line[index] == " ":
        index += step
    return line[index] if 0 <= index < len(line) else ""


def _between_digits(line: Sequence[str], index: int) -> bool:
    around = "".join(line[max(index - 1, 0) : index]) + "".join(line[index + 1 : index + 2])
    return len(around) == 2 and around.isascii() and around.isdigit()
