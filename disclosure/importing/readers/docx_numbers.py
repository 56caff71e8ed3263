"""The numbers Word puts before paragraphs by itself, as they are printed: 一、 （一） 1."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .docx_styles import Styles, W, value

_DIGITS = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LAST_LEVEL = 8


def in_chinese(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text += sign * count
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)


def _enclosed(first: str) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"),
            *("japaneseDigitalTenThousand", "taiwaneseCounting", "taiwaneseCountingThousand"),
        ),
        in_chinese,
    ),
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _enclosed("①"),
    "decimalEnclosedCircleChinese": _enclosed("①"),
    "decimalEnclosedParen": _enclosed("⑴"),
    "decimalEnclosedFullstop": _enclosed("⒈"),
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


@dataclass(frozen=True)
class Level:
    """How the paragraphs of one level of a list are numbered. `text`: the number with %1 to %9 for the levels."""

    start: int
    format: str
    text: str
    style: str | None
    decimal: bool


class Numbers:
    """The lists of a document and how far each has been counted."""

    def __init__(self, element: Any, styles: Styles) -> None:
        self.styles = styles
        found = [] if element is None else list(element)
        self.lists = {e.get(f"{W}abstractNumId"): e for e in found if e.tag == f"{W}abstractNum"}
        self.nums = {e.get(f"{W}numId"): e for e in found if e.tag == f"{W}num"}
        self.levels: dict[str, dict[int, Level]] = {}
        self.counted: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def number(self, paragraph: Any) -> str:
        """The number that is printed before a paragraph, "" for none; asked once for each, in their order."""
        num, depth = self._list_of(paragraph)
        levels = self._levels(num) if num in self.nums else {}
        if depth not in levels:
            return ""
        counts = self._count(num, depth, levels)
        level = levels[depth]
        if level.format == "bullet":
            return ""
        return re.sub("%([1-9])", lambda sign: _shown(int(sign[1]) - 1, counts, levels, level), level.text)

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """(list, level) of a paragraph, by itself or by its style."""
        style = self.styles.of(paragraph)
        sources = [paragraph, *self.styles.chain(style)]
        num = next((v for s in sources if (v := value(s, "pPr", "numPr", "numId")) is not None), "")
        depth = next((v for s in sources if (v := value(s, "pPr", "numPr", "ilvl")) is not None), None)
        if depth is None:
            named = [n for n, level in self._levels(num).items() if level.style and level.style == style]
            return num, named[0] if named else 0
        return num, int(depth) if depth.isdecimal() else 0

    def _levels(self, num: str) -> dict[int, Level]:
        if num not in self.levels:
            self.levels[num] = self._declared(num) if num in self.nums else {}
        return self.levels[num]

    def _declared(self, num: str) -> dict[int, Level]:
        """The levels of a list, with what this use of it declares otherwise."""
        abstract = self.lists.get(value(self.nums[num], "abstractNumId") or "")
        link = value(abstract, "numStyleLink") if abstract is not None else None
        if link:
            linked = next(
                (v for s in self.styles.chain(link) if (v := value(s, "pPr", "numPr", "numId"))), ""
            )
            return self._levels(linked) if linked != num else {}
        found = [] if abstract is None else abstract.findall(f"{W}lvl")
        levels = {_depth(lvl): _level(lvl) for lvl in found}
        for override in self.nums[num].findall(f"{W}lvlOverride"):
            if (lvl := override.find(f"{W}lvl")) is not None:
                levels[_depth(override)] = _level(lvl)
        return levels

    def _count(self, num: str, depth: int, levels: dict[int, Level]) -> dict[int, int]:
        """Count one further; lists declared together are counted together until one of them begins anew."""
        counts = self.counted.setdefault(value(self.nums[num], "abstractNumId") or "", {})
        begin = levels[depth].start
        for override in self.nums[num].findall(f"{W}lvlOverride"):
            anew = value(override, "startOverride")
            if _depth(override) == depth and anew and anew.isdecimal() and (num, depth) not in self.begun:
                counts.pop(depth, None)
                begin = int(anew)
        self.begun.add((num, depth))
        counts[depth] = counts[depth] + 1 if depth in counts else begin
        for deeper in range(depth + 1, _LAST_LEVEL + 1):
            counts.pop(deeper, None)
        return counts


def _depth(element: Any) -> int:
    depth = element.get(f"{W}ilvl", "0")
    return int(depth) if depth.isdecimal() else 0


def _level(element: Any) -> Level:
    start = value(element, "start") or "1"
    return Level(
        start=int(start) if start.isdecimal() and len(start) < 5 else 1,
        format=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        style=value(element, "pStyle"),
        decimal=value(element, "isLgl") is not None,
    )


def _shown(depth: int, counts: dict[int, int], levels: dict[int, Level], level: Level) -> str:
    """The number of one level as it is printed as a part of another."""
    if depth not in levels:
        return ""
    number = counts.get(depth, levels[depth].start)
    return str(number) if level.decimal else _FORMATS.get(levels[depth].format, str)(number)
