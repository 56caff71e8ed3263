"""The characters of a page put together to lines and to the text of cells.

What a page holds is characters at places. Two of them are one number only if they stand close to each other: where
that is not certain, a space stays between them, and a number with a space in it is not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import Any

from pdfplumber.utils.clustering import cluster_objects

COLUMN_GAP = 1.5
"""Ems between two characters that stand in different columns."""
FIGURE_GAP = 0.8
"""Ems between two figures that stand in different columns."""
_WORD_GAP = 0.2
_RAISED = 0.75
"""The size of a mark for a note against that of the number it stands beside."""
_LESS, _SHIFT = 0.95, 0.08
"""The size of such a mark that stands off the line of the number, and by what share of a height it stands off."""
_OVER = 0.4
"""The share of a figure that the next one of its number may cover."""
_MIDDLE = (0.3, 0.75)
"""Between which shares of the height of a figure a line strikes it out; one further down only underlines it."""
_THIN = 2.0
"""Points that a line which strikes something out is thick at most."""
_SURELY_BROKEN = 3
"""Digits a cell must hold at least in a line for the next line to go on with the same number."""

_TWICE = 1
"""Points within which the same character drawn again is drawn to look bold."""
_BACKGROUND = 2.0
"""How many times as large as usual type a character in the background is at least."""

_FIGURES = "0123456789０１２３４５６７８９.,．，"
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_FORMS = re.compile("[\u2015\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe4f]")
_UPRIGHT_FORMS = str.maketrans("﹁﹂﹃﹄―", "‘’“”—")
"""Quotation marks as they are set in vertical text, and the bar that many fonts name instead of the dash."""
_RADICALS = str.maketrans(
    "戶靑黃⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀"
    "⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "户青黄厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹"
    "虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
"""Radicals that programs write for the characters that look the same; those of Kangxi are mapped by NFKC, three of
them to forms that are not written in China today."""


class Turn(Enum):
    """Which way a character is set."""

    UPRIGHT = "upright"
    UP = "reads upwards"
    DOWN = "reads downwards"
    ASKEW = "askew"


Ink = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box in points from the top left of the page; `size` is that of its type.

    `ink`: its colour as the file says it; `struck`: a line is drawn through it.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    turn: Turn = Turn.UPRIGHT
    ink: Ink = ()
    struck: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def is_space(self) -> bool:
        return not self.text.strip()

    @property
    def is_wide(self) -> bool:
        return unicodedata.east_asian_width(self.text[-1]) in "WF" or self.text in "“”‘’—…"

    @property
    def is_figure(self) -> bool:
        return self.text in _FIGURES


Row = list[Glyph]
"""Characters that stand beside each other, from left to right."""


def glyphs(chars: Sequence[dict[str, Any]], lines: Sequence[dict[str, Any]] = ()) -> list[Glyph]:
    """The characters of a page as they were drawn one after the other; what was drawn twice for bold type once.

    `lines`: what else is drawn on the page, lines and filled boxes, some of which may strike characters out.
    """
    drawn = [_glyph(char) for char in _once(chars)]
    thin = [each for each in lines if each["bottom"] - each["top"] < min(_THIN, each["x1"] - each["x0"])]
    return [replace(each, struck=True) if _is_struck(each, thin) else each for each in drawn]


def _once(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of characters that stand within a point of the same, the first from the top and the left, in the order of drawing.

    The library's `dedupe_chars` looks each one up in the whole page.
    """
    same: dict[object, list[dict[str, Any]]] = {}
    for char in chars:
        same.setdefault((char["upright"], char["text"]), []).append(char)
    rows = (row for each in same.values() for row in cluster_objects(each, itemgetter("doctop"), _TWICE))
    places = (place for row in rows for place in cluster_objects(row, itemgetter("x0"), _TWICE))
    kept = {id(min(place, key=itemgetter("doctop", "x0"))) for place in places}
    return [char for char in chars if id(char) in kept]


def background(drawn: Sequence[Glyph]) -> list[Glyph]:
    """Large characters with others standing on them, as marks in the background of a page are."""
    upright = [glyph for glyph in drawn if glyph.turn is Turn.UPRIGHT]
    usual = median([glyph.size for glyph in upright if not glyph.is_space] or [0.0])
    large = [glyph for glyph in upright if glyph.size > usual * _BACKGROUND]
    small = [g for g in upright if g.size <= usual * _BACKGROUND and not g.is_space] if large else []
    return [each for each in large if any(_stands_on(other, each) for other in small)]


def _stands_on(small: Glyph, large: Glyph) -> bool:
    x, y = small.middle
    return large.x0 < x < large.x1 and large.top < y < large.bottom


def _is_struck(glyph: Glyph, thin: Sequence[dict[str, Any]]) -> bool:
    """Whether a line goes through the middle of a figure."""
    if not glyph.is_figure or glyph.turn is not Turn.UPRIGHT:
        return False
    x, _ = glyph.middle
    first, last = (glyph.top + (glyph.bottom - glyph.top) * share for share in _MIDDLE)
    return any(
        each["x0"] <= x <= each["x1"] and first < (each["top"] + each["bottom"]) / 2 < last for each in thin
    )


def _glyph(char: dict[str, Any]) -> Glyph:
    text = _UNMAPPED.sub("\ufffd", char["text"]) or "\ufffd"
    if _FORMS.match(text):
        text = unicodedata.normalize("NFKC", text.translate(_UPRIGHT_FORMS)).translate(_RADICALS)
    a, b, _, d, *_ = char["matrix"]
    turn = _turn(a, b, d)
    x0, x1, top, bottom = (float(char[side]) for side in ("x0", "x1", "top", "bottom"))
    size = bottom - top if turn is Turn.UPRIGHT else max(x1 - x0, bottom - top)
    ink = char.get("non_stroking_color")
    return Glyph(
        text, x0, x1, top, bottom, size, turn, tuple(ink) if isinstance(ink, tuple | list) else (ink,)
    )


def _turn(a: float, b: float, d: float) -> Turn:
    if abs(b) * 20 < abs(a):
        return Turn.UPRIGHT if a > 0 and d > 0 else Turn.ASKEW
    if abs(a) * 20 < abs(b):
        return Turn.UP if b > 0 else Turn.DOWN
    return Turn.ASKEW


# Lines ------------------------------------------------------------------------------------------------------------


def rows(found: Iterable[Glyph]) -> list[Row]:
    """Characters as lines from top to bottom: those whose heights overlap by half stand in one line."""
    lines: list[Row] = []
    tallest: Glyph | None = None
    for glyph in sorted(found, key=lambda each: each.middle[1]):
        if tallest and _beside(tallest, glyph):
            lines[-1].append(glyph)
            tallest = max(tallest, glyph, key=lambda each: each.size)
        else:
            lines.append([glyph])
            tallest = glyph
    return [sorted(line, key=lambda each: each.x0) for line in lines]


def _beside(one: Glyph, other: Glyph) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap * 2 > min(one.bottom - one.top, other.bottom - other.top)


def text_of(row: Sequence[Glyph]) -> str:
    """The text of a line. A space stands where one was set, or where words or figures stand apart; ^ before figures
    that are struck out or that differ so much from those before them that they are no part of the same number."""
    written = ""
    before: Glyph | None = None
    for glyph in row:
        if before and not glyph.is_space and not before.is_space and _apart(before, glyph):
            written += " "
        if (before and _is_other(before, glyph)) or (glyph.struck and not (before and before.struck)):
            written += "^"
        written += " " if glyph.is_space else glyph.text
        before = glyph
    return written.strip()


def _apart(left: Glyph, right: Glyph) -> bool:
    gap = (right.x0 - left.x1) / max(left.size, right.size, 1)
    if left.is_wide and right.is_wide:
        return gap > COLUMN_GAP
    return gap > (FIGURE_GAP if left.is_wide or right.is_wide else _WORD_GAP)


def _is_other(left: Glyph, right: Glyph) -> bool:
    """Whether two figures beside each other do not belong to one number: one is the mark of a note, or they are of
    different colours, as what stands in the background of a table is, or one is written over the other."""
    if not (left.is_figure and right.is_figure):
        return False
    small, large = sorted((left, right), key=lambda each: each.size)
    raised = abs(left.bottom - right.bottom) > large.size * _SHIFT and small.size < large.size * _LESS
    over = left.x1 - right.x0 > (left.x1 - left.x0) * _OVER
    return small.size < large.size * _RAISED or raised or over or left.ink != right.ink


def columns(row: Sequence[Glyph]) -> list[Row]:
    """A line cut where gaps are as wide as those between columns."""
    found: list[Row] = []
    for glyph in row:
        if glyph.is_space:
            continue
        if found and not _in_next_column(found[-1][-1], glyph):
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _in_next_column(left: Glyph, right: Glyph) -> bool:
    gap = (right.x0 - left.x1) / max(left.size, right.size, 1)
    return gap > (FIGURE_GAP if left.is_figure and right.is_figure else COLUMN_GAP)


# Cells ------------------------------------------------------------------------------------------------------------


def cell_text(found: Sequence[Glyph], width: float, padding: float) -> str:
    """The text of a cell `width` points wide in which a full line leaves `padding` points.

    A number goes on in the next line only where its first part leaves no room for another digit and no space was set
    between the two.
    """
    lines = cell_rows(found)
    written = ""
    for before, row in zip([None, *lines], lines, strict=False):
        if before and _meet(before, row) and not _goes_on(before, row, width, padding):
            written += " "
        written += text_of(row)
    return written


def cell_rows(found: Sequence[Glyph]) -> list[Row]:
    """The lines of a cell in reading order, also where its text is set vertically or turned."""
    drawn = [glyph for glyph in found if not glyph.is_space]
    turned = [glyph.turn for glyph in drawn]
    read: Iterable[Glyph] = found
    for turn in (Turn.UP, Turn.DOWN):
        if turned.count(turn) * 2 > len(drawn):
            read = _turned_back(found, turn)
            break
    else:
        if _is_vertical(drawn):
            read = _turned_back(found, Turn.DOWN)
    return [row for row in rows(read) if any(not glyph.is_space for glyph in row)]


def _is_vertical(drawn: Sequence[Glyph]) -> bool:
    """Whether upright characters were drawn one below the other, column by column."""
    down = across = 0
    for left, right in pairwise(drawn):
        down += abs(right.x0 - left.x0) < left.size / 2 and right.top > left.top + left.size / 2
        across += _beside(left, right)
    return down > across


def _turned_back(found: Iterable[Glyph], turn: Turn) -> Iterator[Glyph]:
    """Characters as if the page were turned so that they stand in lines."""
    for glyph in found:
        if turn is Turn.UP:
            box = (-glyph.bottom, -glyph.top, glyph.x0, glyph.x1)
        else:
            box = (glyph.top, glyph.bottom, -glyph.x1, -glyph.x0)
        yield Glyph(glyph.text, *box, glyph.size, ink=glyph.ink, struck=glyph.struck)


def _meet(before: Row, row: Row) -> bool:
    """Whether a line ends with a digit and the next begins with one, whatever spaces were set between them."""
    end, start = (next(glyph for glyph in line if not glyph.is_space) for line in (reversed(before), row))
    return end.is_figure and start.is_figure


def _goes_on(before: Row, row: Row, width: float, padding: float) -> bool:
    """Whether the digits at the end of a line and those of the next are one number that was broken."""
    return not before[-1].is_space and not row[0].is_space and _is_full(before, width, padding)


def _is_full(row: Row, width: float, padding: float) -> bool:
    digit = (row[-1].x1 - row[0].x0) / len(row)
    return len(row) >= _SURELY_BROKEN and width - (row[-1].x1 - row[0].x0) < padding + digit * 1.1
