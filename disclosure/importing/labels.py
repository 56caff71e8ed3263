"""Printed labels compared with official ones: equal but for spaces and width, or alike.

Two labels are *equal* when they differ only in spaces, in full or half width, or in the form of quotation marks.
Everything else is a difference in wording, which is reported wherever the label is recognised all the same.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.7
"""Likeness from which a label may be taken for another, if no other one comes close."""
MARGIN = 0.08
"""By how much the best candidate must be better than the next."""
IN_PLACE = 0.4
"""Likeness that is enough where only one label is left for the place it stands in."""

_FORMS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "〔": "[", "〕": "]", "–": "-", "－": "-", "−": "-", "―": "—"}
)
_MARK = re.compile(
    r"\(([一二三四五六七八九十]{1,3}|\d{1,2})\)[、.]?|([一二三四五六七八九十]{1,3}|\d{1,2})[、.](?!\d)"
)
_REMARK = re.compile(r"\(.*\)$")


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """A label without spaces, in half width where there is one, with plain quotation marks."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_FORMS).split())


@lru_cache(maxsize=16384)
def mark(text: str) -> tuple[str, str]:
    """(its number, its words) of a normalised label: 一、… → ("一、", …), (三)… → ("(三)", …), 1.… → ("1.", …)."""
    match = _MARK.match(text)
    if match is None:
        return "", text
    inner, outer = match.groups()
    if inner:
        return f"({inner})", text[match.end() :]
    return outer + ("." if outer.isdigit() else "、"), text[match.end() :]


@lru_cache(maxsize=65536)
def likeness(printed: str, official: str) -> float:
    """From 0 to 1 how far a printed label agrees with an official one; 1 only if they are equal.

    A remark in brackets may be missing. Different numbers (1. and 2.) speak against the match.
    """
    left, right = normal(printed), normal(official)
    if left == right:
        return 1.0
    (left_mark, left_words), (right_mark, right_words) = mark(_usual(left)), mark(right)
    score = _ratio(left_words, right_words)
    short = _REMARK.sub("", right_words)
    if short and short != right_words:
        score = max(score, _ratio(left_words, short))
    if left_mark and right_mark and left_mark != right_mark:
        score -= 0.15
    return min(score, 0.99)


def _usual(label: str) -> str:
    """A label in the spelling of the form: 其它 is another way to write 其他."""
    return label.replace("其它", "其他")


def _ratio(left: str, right: str) -> float:
    if not left or not right or min(len(left), len(right)) * 4 < max(len(left), len(right)):
        return 0.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def shown(text: str) -> str:
    """A printed label as it is reported: its spaces taken out between Chinese characters, one elsewhere."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", " ".join(text.split()))
