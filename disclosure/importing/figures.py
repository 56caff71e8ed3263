"""What stands in a cell, as a figure; anything that cannot be decided is no figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ..filing import Figure
from ..formats.schema import Unit
from .labels import normal

DIGITS = 14
"""Digits before the decimal point that can be stored."""

_NUMBER = re.compile(
    r"(?P<sign>[-+]|增加?|减少?)?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?(?P<unit>\D*)"
)
_VALUE = re.compile(r"[^\d、()]{0,3}\d[\d,.]*(?<!\.)[^\d年月日第:;。、.()]{0,3}")
_UNITS = {
    Unit.COUNT: ("件", "条", "个", "项", "宗", "次"),
    Unit.CHANGE: ("件", "个", "项"),
    Unit.WAN_YUAN: ("万元",),
    Unit.AMOUNT: ("万元",),
}
_MARKS = frozenset(("", "/", "\\", "-", "--", "---", "----", "无", "空", "*", "×", "x", "_", "."))
_SIGNS = {"增": "+", "增加": "+", "减": "-", "减少": "-"}


@dataclass(frozen=True)
class Reading:
    """A figure and the unit that was printed behind it in the cell ("" as a rule)."""

    figure: Figure
    unit: str = ""


def parse(text: str, unit: Unit) -> Reading | None:
    """The figure in a cell; None where there is none or where it is not certain.

    Thousands separators, full-width digits and a sign are read (增3, 减3 where a change is asked for). Leading zeros,
    a plus before a count, decimals of a count, units other than the column's are not: what was meant is not certain.
    """
    match = _NUMBER.fullmatch(normal(text)) if _spaced_well(text) else None
    if match is None:
        return None
    whole = match["whole"].replace(",", "")
    sign = _SIGNS.get(match["sign"], match["sign"] or "")
    decimals = (match["part"] or "").rstrip("0").removesuffix(".")
    printed = match["unit"]
    uncertain = (
        (len(whole) > 1 and whole.startswith("0"))
        or len(whole) > DIGITS
        or (printed and printed not in _UNITS[unit])
        or (sign and match["sign"] != "-" and not unit.signed)
        or (match["part"] and (not unit.decimals or len(decimals) - 1 > unit.decimals))
    )
    if uncertain:
        return None
    exact = Decimal(f"{sign}{whole}{decimals}")
    return Reading(exact if unit.decimals else int(exact), printed)


def _spaced_well(text: str) -> bool:
    """A space inside a number (3 001) may hide two cells."""
    return not re.search(r"\d\s+[\d,.，．]|[,.，．]\s+\d", text.strip())


def is_mark(text: str) -> bool:
    """Whether a cell is blank or holds one of the signs written for nothing (/ — 无)."""
    return normal(text).replace("—", "-") in _MARKS


@lru_cache(maxsize=4096)
def is_value(text: str) -> bool:
    """Whether a text looks like what stands in a value cell, not like a label or a sentence."""
    if is_mark(text):
        return bool(text.strip())
    return bool(_VALUE.fullmatch(normal(text)))
