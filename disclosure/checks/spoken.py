"""Numbers said in words: the shares 七成, 三成二, 过半, 三分之一, the multiple 两倍, the count 二十六."""

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
SIGNS = "[成半倍十百]|分之"
"""What every one of these has, and every count from ten on."""
FIGURES = "一二两三四五六七八九十百千零"
_TALLY = re.compile(
    rf"(?:(?P<thousands>{_DIGIT})千零?)?(?:(?P<hundreds>{_DIGIT})百零?)?(?:(?P<tens>{_DIGIT}?)(?P<ten>十))?(?:(?<![百千])(?P<ones>{_DIGIT}))?"
)
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


def tally(text: str) -> Decimal | None:
    """The count said by Chinese figures, 216 for 二百一十六; None where they are not one."""
    found = _TALLY.fullmatch(text)
    if found is None or not text:
        return None
    tens = _DIGITS[found["tens"] or "一"] if found["ten"] else 0
    thousands, hundreds, ones = (
        _DIGITS.get(found[name] or "", 0) for name in ("thousands", "hundreds", "ones")
    )
    return Decimal(1000 * thousands + 100 * hundreds + 10 * tens + ones)


def grain(value: Decimal, step: Decimal) -> Decimal:
    """How coarse a share is said: in tens, in fives, to the last digit, by the fifth of a fraction."""
    if value % 1 and step >= 1:
        return value / 5
    return next((coarse for coarse in (Decimal(10), Decimal(5)) if not value % coarse), step)
