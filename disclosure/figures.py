"""A typed text as the figure of a cell: what offices write for numbers is read, anything else is refused in a sentence."""

from __future__ import annotations

import re
from decimal import Decimal

from .filing import Figure
from .formats.schema import Unit

MOST_DIGITS = 12
"""Digits before the decimal point that a figure may have."""

_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""What the browser takes for white space, too: `str.strip` knows others."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a\u202c\u2060\u2066\u2068\u2069\ufeff]")
"""Characters nobody sees that come with what is copied; those that turn the order of figures round are not among them."""

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．＋－−–—﹢﹣", "0123456789.+----+-")
_SEPARATORS = ",，’'＇ \u3000\u00a0\u2009\u202f"
_SIGNED = re.compile(r"(?P<sign>[-+增减]?)(?P<rest>.*)", re.DOTALL)
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:[{_SEPARATORS}][0-9]{{3}})+")
_FIGURE = re.compile(r"(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]+))?")
_NEGATIVE = ("-", "减")


class FigureError(ValueError):
    """A text that is no figure for its cell; the message is Chinese and says what to type."""


class NoNumber(FigureError):
    """A text that is no number at all."""


def bare(text: str) -> str:
    """A text without white space around it and without what nobody sees."""
    return _UNSEEN.sub("", text).strip(_BLANKS)


def parse_figure(text: str, unit: Unit) -> Figure:
    """The figure a text stands for: an int for counts, a Decimal for amounts. Raises FigureError, also for a blank.

    Read are full-width digits, groups of three digits set apart by a comma, an apostrophe or a space, and, for
    changes only, a sign (+, -, 增, 减) in front.
    """
    plain = bare(text).translate(_HALF_WIDTH)
    signed = _SIGNED.fullmatch(plain)
    sign, rest = (signed["sign"], signed["rest"].strip(_BLANKS)) if signed else ("", plain)
    found = _FIGURE.fullmatch(_ungrouped(rest))
    if found is None:
        raise _no_figure(text, rest)
    _check_sign(sign, unit)
    _check_size(found["whole"], found["part"] or "", unit)
    value = Decimal(found.group())
    value = -value if sign in _NEGATIVE and value else value
    return _trimmed(value) if unit.decimals else int(value)


def as_text(value: Figure | None) -> str:
    """A figure as a form shows it and `parse_figure` reads it again: 1234, -3, 59237.2449; "" for none."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _ungrouped(text: str) -> str:
    whole, point, part = text.partition(".")
    if _GROUPED.fullmatch(whole):
        whole = re.sub(rf"[{_SEPARATORS}]", "", whole)
    return whole + point + part


def _no_figure(text: str, rest: str) -> FigureError:
    shown = bare(text)[:20]
    if not shown:
        return NoNumber("还没有填。没有发生请填0。")
    if re.fullmatch(rf"[0-9{_SEPARATORS}.]+", rest) and re.search("[0-9]", rest):
        return FigureError(f"“{shown}”读不出是多少，请只写数字。")
    return NoNumber(f"“{shown}”不是数字。没有发生请填0。")


def _check_sign(sign: str, unit: Unit) -> None:
    if sign and not unit.signed:
        raise FigureError(
            "这里不会小于0，请只写数字。" if sign in _NEGATIVE else "这里不用写增减，请只写数字。"
        )


def _check_size(whole: str, part: str, unit: Unit) -> None:
    digits = len(whole.lstrip("0"))
    if digits > MOST_DIGITS:
        raise FigureError(f"这个数有{digits}位，最多{MOST_DIGITS}位。")
    if part and not unit.decimals:
        raise FigureError("这里填整数，不带小数。")
    if len(part) > unit.decimals:
        raise FigureError(f"小数有{len(part)}位，最多{unit.decimals}位。")


def _trimmed(value: Decimal) -> Decimal:
    """Without the zeros behind the last decimal: 3.50 is 3.5, 100 stays 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
