"""Shares and multiples said in words: 七成, 三成二, 过半, 三分之一, 两倍."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_DIGIT = "[一二两三四五六七八九]"
_ENDS = r"(?=以上|以下|左右|上下|[多余强弱的和及与，。；、,;）)\s]|$)"
"""What may follow: 三成员单位 and 一成不变 are no shares."""
PATTERN = (
    rf"(?P<tenths>(?<![成%][至到—~-]){_DIGIT}成(?:半|{_DIGIT})?){_ENDS}"
    rf"|(?P<half>[过超近]半数?|一半|半数){_ENDS}"
    rf"|(?P<fraction>[二三四五六七八九十]分之{_DIGIT}){_ENDS}"
    rf"|(?P<times>[一二两三四五六七八九十]倍){_ENDS}"
)
SIGNS = "[成半倍]|分之"
"""What every one of these has."""
_HUNDRED, _HUNDREDTH = Decimal(100), Decimal("0.01")


def read(found: re.Match[str]) -> tuple[Decimal, str]:
    """Value and unit of what the pattern found: 30 and % for 三成, 2 and 倍 for 两倍."""
    if found["half"]:
        return _HUNDRED / 2, "%"
    if found["times"]:
        return Decimal(_DIGITS[found["times"][0]]), "倍"
    if found["fraction"]:
        below, above = found["fraction"].split("分之")
        return (_HUNDRED * _DIGITS[above] / _DIGITS[below]).quantize(_HUNDREDTH), "%"
    tenths, _, more = found["tenths"].partition("成")
    return Decimal(10 * _DIGITS[tenths] + (5 if more == "半" else _DIGITS.get(more, 0))), "%"


def grain(value: Decimal, step: Decimal) -> Decimal:
    """How coarse a share is said: in tens, in fives, to the last digit, by the fifth of a fraction."""
    if value % 1 and step >= 1:
        return value / 5
    return next((coarse for coarse in (Decimal(10), Decimal(5)) if not value % coarse), step)
