"""The size of the type on a web page, in points: digits of different sizes make no number."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from .html_sheets import Declarations

USUAL = 12.0
"""Points of the type of a page that says nothing of it."""

_POINTS = {"px": 0.75, "pt": 1.0, "rem": USUAL, "cm": 28.35, "mm": 2.835, "in": 72.0, "pc": 12.0}
_OF_ABOVE = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}
_LENGTH = re.compile(r"(\d+\.?\d*|\.\d+)(px|pt|rem|em|ex|ch|cm|mm|in|pc|%)", re.IGNORECASE)
_NAMED = {
    "xx-small": 0.5625,
    "x-small": 0.625,
    "small": 0.8125,
    "medium": 1.0,
    "large": 1.125,
    "x-large": 1.5,
    "xx-large": 2.0,
}
_STEP = 1.2
_STEPS = {"smaller": 1 / _STEP, "larger": _STEP}
_TAGS = {"small": "smaller", "big": "larger"}
_FONT = ("x-small", "small", "medium", "large", "x-large", "xx-large", "xx-large")
"""What <font size="1"> to "7" are called."""
_BASE = 3


def size(element: HtmlElement, said: Declarations, above: float) -> float:
    """The size of the type of an element; `above`: that of the element it stands in."""
    written = said.get("font-size") or said.get("font") or _by_tag(element)
    return _size(written.lower(), above) * _zoom(said.get("zoom", ""))


def _by_tag(element: HtmlElement) -> str:
    if element.tag != "font":
        return _TAGS.get(element.tag, "")
    number = re.fullmatch(r"([+-]?)(\d)", element.get("size", "").strip())
    if number is None:
        return ""
    steps = {"+": _BASE + int(number[2]), "-": _BASE - int(number[2])}.get(number[1], int(number[2]))
    return _FONT[min(max(steps, 1), len(_FONT)) - 1]


def _size(written: str, above: float) -> float:
    length = _LENGTH.search(written)
    if length:
        number, unit = float(length[1]), length[2]
        return number * _POINTS[unit] if unit in _POINTS else number * _OF_ABOVE[unit] * above
    words = [word for word in written.split() if word in _NAMED or word in _STEPS]
    if not words:
        return above
    return USUAL * _NAMED[words[0]] if words[0] in _NAMED else above * _STEPS[words[0]]


def _zoom(written: str) -> float:
    number = re.fullmatch(r"(\d*\.?\d+)(%?)", written.strip())
    return float(number[1]) / (100 if number[2] else 1) if number else 1.0
