"""What stands in a cell, as a figure; anything that cannot be decided is no figure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ..figures import FigureError, parse_figure
from ..filing import Figure
from ..formats.schema import Unit
from .labels import normal

_NUMBER = re.compile(r"(?P<sign>增加|减少|[-+增减])?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>\D*)")
_UNCERTAIN = re.compile(r"\d\s+[\d,.，．]|[,.，．]\s+\d")
_VALUE = re.compile(r"(?!附?[表图])[^\d、()]{0,3}\d[\d,.]*(?<!\.)[^\d年月日第:;。、.()]{0,3}")
_UNITS = {
    Unit.COUNT: ("件", "条", "个", "项", "宗", "次"),
    Unit.CHANGE: ("件", "个", "项"),
    Unit.WAN_YUAN: ("万元",),
    Unit.AMOUNT: ("万元",),
}
_MONEY = re.compile("[亿万千百]*(?:美|港|欧)?元")
_MULTIPLE = re.compile("[亿万千百]+(?:件|条|个|项|宗|次)")
_CAPTION = re.compile("单位(?:为|:)")
_CAPTION_LENGTH = 40
_BARE_YEAR = re.compile(r"(?i:FY)?20\d{2}")
_MARKS = frozenset(("", "/", "\\", "-", "--", "---", "----", "无", "空", "*", "×", "x", "_", "."))
NO_RESULT = "（公式没有算出结果）"
"""What a cell of a workbook shows whose formula no program has worked out, or came to nothing."""
_SIGNS = {"增": "+", "增加": "+", "减": "-", "减少": "-"}


@dataclass(frozen=True)
class Reading:
    """A figure and the unit that was printed behind it in the cell ("" as a rule)."""

    figure: Figure
    unit: str = ""


def parse(text: str, unit: Unit) -> Reading | None:
    """The figure in a cell; None where there is none or where it is not certain.

    What may be typed into a form is read, and also the column's own unit behind the number, 增加 and 减少 before a
    change, and a minus before a count, which is a fault of the report. Not read is what may be two cells (3 001), a
    number that lost a part (007) or carries a note (3², 3⑫), and a unit other than the column's.
    """
    match = _NUMBER.fullmatch(normal(text))
    if any(_is_sign(char) for char in text):
        return None
    if match is None or _UNCERTAIN.search(text.strip()) or re.match(r"0\d", match["number"]):
        return None
    if match["unit"] and match["unit"] not in _UNITS[unit]:
        return None
    sign = _SIGNS.get(match["sign"] or "", match["sign"] or "")
    negative = sign == "-" and not unit.signed
    try:
        found = parse_figure(match["number"] if negative else sign + match["number"], unit)
    except FigureError:
        return None
    return Reading(-found if negative else found, match["unit"])


def _is_sign(char: str) -> bool:
    """Whether a character is no digit and yet becomes some in half width (², ⑫, ½)."""
    return not char.isdecimal() and any(part.isdecimal() for part in unicodedata.normalize("NFKC", char))


def names_other_unit(label: str, unit: Unit) -> bool:
    """Whether a printed label says that something is counted otherwise than the form does (元 for 万元, 百件 for 件)."""
    if not unit.decimals:
        return _says_multiple(label)
    return any(each not in _UNITS[unit] for each in _MONEY.findall(normal(label)))


@lru_cache(maxsize=4096)
def _says_multiple(label: str) -> bool:
    """Asked of every label of a table with every one of its cells."""
    return bool(_MULTIPLE.search(normal(label)))


def is_unit_caption(text: str) -> bool:
    """Whether a line says in which units a table counts (单位：件)."""
    return len(text) <= _CAPTION_LENGTH and bool(_CAPTION.search(normal(text)))


def is_bare_year(text: str) -> bool:
    """Whether a line says nothing but a year (2022, FY2022), as it may stand above a table."""
    return bool(_BARE_YEAR.fullmatch(normal(text)))


def is_mark(text: str) -> bool:
    """Whether a cell is blank or holds one of the signs written for nothing (/ — 无)."""
    return normal(text).replace("—", "-") in _MARKS


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether a text looks like what stands in a value cell, not like a label or a sentence."""
    if is_mark(text) or text == NO_RESULT:
        return bool(text.strip())
    return bool(_VALUE.fullmatch(normal(text)))
