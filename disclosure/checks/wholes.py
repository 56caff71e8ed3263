"""Of which number of its sentence a part or a share is said."""

from __future__ import annotations

import re

from .list_items import VAGUE_UNITS
from .quantities import Quantity
from .sentences import COUNT, EXTENT, FURTHEST, MEASURE, MONEY, OF_BEFORE, PLAIN, SHARE, Reading

_FIGURE = f"[{COUNT}{MONEY}{EXTENT}]"
_OF_THE_WHOLE = re.compile(
    r"(?:其|全部|所有|全年|本年|本单位|全局|受理|收到|办理|发布|公开|申请|信息|办件|事项|诉求)*(?:总[数量件]|总数量)?(?:的)?$"
)
_OF_THE_YEAR = re.compile("^(?:当年|全年|本年度?|同期|全部|所有)")
_GENERIC = re.compile("总?(?:[人件户家次个场台]数|数量?|量|金?额|面积)?的?$")
"""What says of a noun that all of it is counted: 录用人数, 查出资金总额."""
_SEEN_FROM = re.compile("[从按][^，。]{1,12}(?:看|分|统计)[，：]")
"""Where a sentence begins so, it divides what was counted before."""
_SIDES = 4
"""From how many sides one number is looked at."""
_LIST = re.compile(
    rf"其中|包括|（(?![^{COUNT}-{MEASURE}（）]{{0,30}}）)|分别|{_FIGURE}{PLAIN}{{0,8}}[中里]，"
)
"""Where a list begins; a bracket without a number begins none: A类（已解决）86件."""
_BESIDE = re.compile(rf"{PLAIN}{{0,4}}(?:、|以及|和|及|与){PLAIN}{{0,20}}")
_SUCH = re.compile(r"的(?:有|共|为)?$")
"""Before a number says that it is of those just counted: 共27场，主要负责人参加的6场."""
_OUTCOME = re.compile(
    r"(?:予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|自然人|法人|[按逾]期|及时)[^，。]{0,6}$"
)
_DONE_OF_THEM = re.compile("，(?:均|全部|按[期时])?已(?:完成)?[一-龥]{2}(?:完[成毕])?")
_ALL_OF_THEM = re.compile(r"(?:收到|受理|答复|办结|办理|处理|申请)[^，。]{0,10}$")


def says_all(words: str) -> bool:
    """Whether what stands behind 占 only says that it is of all: 占总数的, 占受理总量."""
    return bool(_OF_THE_WHOLE.fullmatch(words))


def listed_between(reading: Reading, whole: Quantity, part: Quantity) -> bool:
    """Whether words between two numbers say that the second is one of the first."""
    first, second = (reading.position[quantity.start] for quantity in (whole, part))
    return bool(_LIST.search(reading.pattern, first, second))


def whole_of(reading: Reading, places: list[int], part: Quantity) -> Quantity | None:
    """The last number before a part that can be its whole: no item of a list before it (甲98件、乙53件), none too small."""
    found = [reading.marks[at] for at in without_lists(reading, places)]
    large = [quantity for quantity in found if quantity.value >= part.value]
    fitting = large or found
    return fitting[-1] if fitting else None


def without_lists(reading: Reading, places: list[int]) -> list[int]:
    """Places of numbers without those that end in a list of two or more: whether a list or its last item is meant is open."""
    left = list(places)
    while len(left) > 1 and is_listed(reading, left[-2], left[-1]):
        while len(left) > 1 and is_listed(reading, left[-2], left[-1]):
            left.pop()
        left.pop()
    return left


def is_listed(reading: Reading, first: int, second: int) -> bool:
    """Whether two numbers stand side by side in a list: 主办98件、会办53件."""
    return bool(_BESIDE.fullmatch(reading.pattern, first + 1, second))


def listed_under(reading: Reading, begin: int, at: int) -> Quantity | None:
    """The whole of the list in which a quantity stands."""
    lists = list(_LIST.finditer(reading.pattern, begin, at))
    unit = reading.marks[at].unit
    if not lists:
        return (
            _of_those_counted(reading, begin, at)
            or _outcome_of(reading, begin, at)
            or _the_only_one(reading, begin, at)
        )
    before = [at for at in reading.places_within(begin, lists[-1].end()) if reading.marks[at].unit == unit]
    own = [at for at in before if not OF_BEFORE.search(reading.pattern[max(at - FURTHEST, 0) : at])] or before
    return whole_of(reading, own, reading.marks[at])


def seen_from(reading: Reading, begin: int, part: Quantity) -> Quantity | None:
    """共收到52件。从申请人看，自然人42件，占80.8%: the number of the sentence before those that divide it."""
    if not begin or not _SEEN_FROM.match(reading.pattern, begin):
        return None
    for _ in range(_SIDES):
        if begin and _SEEN_FROM.match(reading.pattern, begin):
            begin = reading.begin(begin - 1)
    places = reading.places_within(begin, reading.end(begin))
    alike = [at for at in places if reading.marks[at].unit == part.unit]
    return (
        reading.marks[alike[0]] if len(alike) == 1 and not _SEEN_FROM.match(reading.pattern, begin) else None
    )


def follows_a_side(reading: Reading, begin: int) -> bool:
    """Whether the sentence before one that begins there divides a number, and is not what the next one divides."""
    return bool(begin and _SEEN_FROM.match(reading.pattern, reading.begin(begin - 1)))


def _the_only_one(reading: Reading, begin: int, at: int) -> Quantity | None:
    """受理1673件，线上办件1506件，占90%: the one number before it, where both count the same things."""
    before, part = reading.places_within(begin, at), reading.marks[at]
    if (
        len(before) != 1
        or (part.unit in VAGUE_UNITS and not _done(reading, before[0], at))
        or OF_BEFORE.search(reading.pattern[begin : before[0]])
    ):
        return None
    whole = reading.marks[before[0]]
    return whole if whole.unit == part.unit and whole.value >= part.value else None


def _done(reading: Reading, whole: int, part: int) -> bool:
    """发现问题78个，已整改71个: what is done of what was found, with nothing else named."""
    return bool(_DONE_OF_THEM.fullmatch(reading.pattern, whole + 1, part))


def counted_as(reading: Reading, begin: int, part: int, words: str) -> Quantity | None:
    """实际录用207名，其中研究生63名，占录用人数的三成: the one number before it that is said to count just that."""
    stem = _OF_THE_YEAR.sub("", _GENERIC.sub("", words))
    pairs = [stem[at : at + 2] for at in range(0, len(stem), 2)]
    if len(stem) < 2 or len(stem) % 2:
        return None
    labels = re.compile(f"(?P<label>[^{COUNT}-{MEASURE}，；。：（）]{{0,30}})(?P<mark>{_FIGURE})")
    fitting = [
        found.start("mark")
        for found in labels.finditer(reading.pattern, begin, part)
        if all(pair in found["label"] for pair in pairs)
    ]
    return reading.marks[fitting[0]] if len(fitting) == 1 else None


def _of_those_counted(reading: Reading, begin: int, at: int) -> Quantity | None:
    """共27场，主要负责人参加的6场: the one number of the unit before it."""
    before = [i for i in reading.places_within(begin, at) if reading.marks[i].unit == reading.marks[at].unit]
    if len(before) != 1 or not _SUCH.search(reading.pattern[begin:at]):
        return None
    is_another = _SUCH.search(reading.pattern[begin : before[0]]) or re.search(
        f"[；{SHARE}]", reading.pattern[before[0] : at]
    )
    return None if is_another else reading.marks[before[0]]


def _outcome_of(reading: Reading, begin: int, at: int) -> Quantity | None:
    """答复申请62件，予以公开25件: the one count before an outcome, where it counts all applications."""
    before = reading.places_within(begin, at)
    if len(before) != 1 or not _OUTCOME.search(reading.pattern, before[0], at):
        return None
    whole = reading.marks[before[0]]
    counts_all = _ALL_OF_THEM.search(reading.pattern[begin : before[0]])
    return whole if counts_all and whole.unit == reading.marks[at].unit else None
