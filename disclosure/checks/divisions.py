"""Words that divide a whole without overlap: by half-year, by kind of applicant, by result, by level, by channel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .division_words import DIVISIONS, OUTCOMES, Division

_NAMED = (frozenset({"优", "良"}),)
"""Divisions named by words too short to be looked for in other words."""
_ATTRIBUTES = tuple(
    re.compile(words)
    for words in (
        "党员|团员",
        "[男女]",
        "职称|[高中初]级|工程师|教授",
        "学历|大专|本科|研究生|硕士|博士",
        "民族",
        "[周]?岁|退休",
        "出席|参加|主持|到会",
        "邀请",
        "^(?:走?进|深入)",
    )
)
"""What is said in different respects of people, or of meetings: who comes, who is invited, where; one may be under two."""
_BOUND = re.compile("(?P<of>.*?)(?P<self>（?[及含]）?)?以(?P<way>[上下])")
_HELD = re.compile("(?:承担|具有|具备|拥有|行使|履行|负有)[一-龥]{0,12}(?:职能|职责|职权|权|资质|资格)")
"""What one and the same can have several of: 承担行政许可职能的7个、承担行政处罚职能的8个."""
_PARALLEL = re.compile(r"(?:类|级|区|县|市|镇|乡|街道|局|村|社区|学校|中心|分局)$")
_ORDINAL = re.compile("第(?P<number>[一二三四五六七八九])(?P<of>[批期轮次])")
_NUMBERS = "一二三四五六七八九"
_REST = re.compile(r"^(?:[一-龥]{0,6}?(?:及|和))?(?:其他|其它|其余|剩余|余下)")
_DENIED = re.compile("(?:不予|[未不非])(?P<stem>[一-龥]{2})")
_YEAR = re.compile(r"20\d\d年(?!来|以来)")
_EMPTY = re.compile(r"(?:发布|公开|办理|受理|收到|事项|信息|申请|案件|方面|共|为|有|是|的)+$")


def places(labels: tuple[str, ...]) -> tuple[bool, bool]:
    """(whether labels stand for different parts of one division, whether these are all parts of it)."""
    if frozenset(labels) in _NAMED or _above_and_below(labels):
        return True, True
    divides = False
    for division in DIVISIONS:
        if _are_apart(labels, division):
            if len(labels) == len(division):
                return True, True
            divides = True
    return divides or contrary(labels), False


def is_beside(label: str, others: tuple[str, ...]) -> bool:
    """Whether a label ends with a word of the division that others are of: 咨询 beside 投诉, 举报, 其他."""
    named = [other for other in others if not names_the_rest(other)]
    for division in DIVISIONS:
        if named and _are_apart(named, division):
            found = [_place(other, division) for other in named]
            at = next((i for i, words in enumerate(division) if label.endswith(words)), None)
            if at is not None and at not in found:
                return True
    return False


def contrary(labels: tuple[str, ...]) -> bool:
    """Whether of two labels one denies the other: 已公开答复 and 未公开, 站内 and 站外."""
    if len(labels) != 2:
        return False
    for label, other in (labels, labels[::-1]):
        denied = _DENIED.search(label)
        if denied and denied["stem"] in other and not _DENIED.search(other):
            return True
    return _in_and_out(labels)


def _in_and_out(labels: tuple[str, ...]) -> bool:
    """站内救助、站外救助: inside and outside of the same."""
    inside, outside = (set(re.findall(f"([一-龥]){side}", " ".join(labels))) for side in "内外")
    return bool(inside & outside) and all(len(re.findall("[一-龥][内外]", label)) == 1 for label in labels)


def _above_and_below(labels: tuple[str, ...]) -> bool:
    """35岁以上、35岁及以下: those above a bound and those below it, where one of them has the bound itself."""
    found = [each for each in map(_BOUND.search, labels) if each]
    return (
        len(found) == len(labels) == 2
        and found[0]["of"] == found[1]["of"]
        and {found[0]["way"], found[1]["way"]} == {"上", "下"}
        and bool(found[0]["self"]) is not bool(found[1]["self"])
    )


def outcomes(labels: tuple[str, ...]) -> bool:
    """Whether labels are what can become of an application, each named once."""
    return _are_apart(labels, OUTCOMES)


def parallel(labels: tuple[str, ...]) -> bool:
    """Whether labels end alike (甲县、乙县; 救助类、福利类) or count on (第一批、第二批): nothing is counted under two."""
    if (len(labels) > 1 and len({*map(_year, labels)} - {""}) == len(labels)) or in_order(labels):
        return True
    endings = {found.group() if found else "" for found in map(_PARALLEL.search, map(_bare, labels))}
    return len(labels) > 1 and len(set(labels)) == len(labels) and len(endings) == 1 and "" not in endings


def _year(label: str) -> str:
    found = _YEAR.match(label)
    return found.group() if found else ""


def crosswise(labels: tuple[str, ...]) -> bool:
    """Whether labels name people in different respects (高级职称、党员), so that somebody is counted under two."""
    return (
        sum(any(map(words.search, labels)) for words in _ATTRIBUTES) > 1
        or sum("涉及" in label for label in labels) > 1
        or sum(bool(_HELD.search(label)) for label in labels) > 1
    )


def in_order(labels: tuple[str, ...]) -> bool:
    """Whether labels are those of one series from its first on: 第一批、第二批、第三批."""
    found = [each for each in map(_ORDINAL.match, labels) if each]
    numbers = "".join(each["number"] for each in found)
    series = len({each["of"] for each in found}) == 1
    return len(found) == len(labels) > 1 and series and _NUMBERS.startswith(numbers)


def names_the_rest(label: str) -> bool:
    """Whether a part is what the others leave over: 其他, 其余."""
    return bool(_REST.match(label))


def _are_apart(labels: Sequence[str], division: Division) -> bool:
    """Whether each label is another part of a division; the first that is none, or that comes twice, decides."""
    found: set[int] = set()
    for label in labels:
        place = _place(label, division)
        if place is None or place in found:
            return False
        found.add(place)
    return True


def _place(label: str, division: Division) -> int | None:
    fitting = [
        (label.rfind(word) + len(word), len(word), i)
        for i, words in enumerate(division)
        for word in words
        if word in label
    ]
    return max(fitting)[2] if fitting else None


def _bare(label: str) -> str:
    return _EMPTY.sub("", label)
