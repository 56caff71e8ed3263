"""Whether the parts a text lists add up to the whole it states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from ..filing import Filing
from ..formats.schema import Citation, Severity
from . import divisions, wording
from .enumerations import Enumeration, Wording, enumerations
from .finding import Context, Finding, Rule
from .passages import finding
from .percent import figure
from .sentences import Reading, readings

_NEXT_TO = Decimal("0.005")
_NEAR_SHORT = Decimal("0.02")
_NEAR_SHORT_DIVIDED = Decimal("0.05")
_NEAR_OVER = Decimal("0.05")
_NEAR_SUM = Decimal("0.1")
_FAR = Decimal("0.3")
"""How far off, as shares of the whole, is a slip: two parts; three or more; dividing it; too many; 共; told complete."""
_VAGUE_UNITS = ("个", "项", "次", "类", "处")
"""Units of so many things that two quantities in them need not count the same."""


def find_parts(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each list whose parts cannot be those of its whole."""
    for section in filing.format.narratives:
        for reading in readings(section.key, filing.text(section.key)):
            for listed in enumerations(reading):
                if contradicts(listed):
                    yield _finding(rule, filing, reading, listed)


def contradicts(listed: Enumeration) -> bool:
    """Whether whole and parts cannot both be right, as far as the wording decides it."""
    quantities = (listed.whole, *listed.parts)
    if any(quantity.approximate for quantity in quantities) or not listed.whole.value:
        return False
    total = sum((part.value for part in listed.parts), start=Decimal())
    over = total - listed.whole.value
    if abs(over) <= _rounding(listed) or _explained(listed, total):
        return False
    if listed.wording is Wording.SUMMED:
        return abs(over) <= listed.whole.value * _NEAR_SUM
    if listed.wording is Wording.UNMARKED:
        return _complete(listed) and abs(over) <= listed.whole.value * _NEAR_SUM
    return _exceeds(listed, over) if over > 0 else _falls_short(listed, -over)


def _exceeds(listed: Enumeration, over: Decimal) -> bool:
    """More than the whole: where nothing can be counted under two parts, or where it is a near miss."""
    whole = listed.whole.value
    if listed.parts[0].value > whole and (len(listed.parts) == 1 or listed.nested):
        return listed.wording is not Wording.SOME and _same_things(listed)
    if listed.nested or len(listed.parts) == 1 or over > whole * _FAR:
        return False
    if _complete(listed) or divisions.places(listed.labels)[0] or divisions.parallel(listed.labels):
        return True
    return over <= whole * (_NEAR_OVER if len(listed.parts) > 2 else _NEXT_TO)


def _falls_short(listed: Enumeration, short: Decimal) -> bool:
    """Less than the whole: where the wording lists all parts, or where it is a near miss."""
    whole = listed.whole.value
    if listed.wording is Wording.SOME or listed.nested or len(listed.parts) < 2 or short > whole * _FAR:
        return False
    if _complete(listed):
        return True
    near = _NEAR_SHORT_DIVIDED if divisions.places(listed.labels)[0] else _NEAR_SHORT
    return short <= whole * (near if len(listed.parts) > 2 else _NEXT_TO)


def _complete(listed: Enumeration) -> bool:
    if listed.wording is Wording.SOME:
        return False
    return (
        listed.wording is Wording.ALL
        or divisions.names_the_rest(listed.labels[-1])
        or divisions.places(listed.labels)[1]
    )


def _same_things(listed: Enumeration) -> bool:
    return listed.whole.unit not in _VAGUE_UNITS


def _rounding(listed: Enumeration) -> Decimal:
    """What rounded amounts may be off by in all; counts are exact."""
    steps = [quantity.step for quantity in (listed.whole, *listed.parts)]
    rounded = min(steps) < 1 or listed.whole.unit == "%"
    return sum(steps, start=Decimal()) / 2 if rounded else Decimal()


def _explained(listed: Enumeration, total: Decimal) -> bool:
    """Whether another figure nearby may be the whole that was meant, or the part that is missing."""
    values = [quantity.value for quantity in listed.others]
    sums = {*values, *(one + other for one, other in combinations(values, 2))}
    return total in sums or listed.whole.value - total in values


def _finding(rule: Rule, filing: Filing, reading: Reading, listed: Enumeration) -> Finding:
    whole, parts = figure(listed.whole.value), [figure(part.value) for part in listed.parts]
    exact = sum((part.value for part in listed.parts), start=Decimal())
    total, off = figure(exact), figure(abs(exact - listed.whole.value))
    unit = listed.whole.unit
    name = "其中的" if len(parts) == 1 else "各部分相加"
    stated = "不是100%" if unit == "%" else f"总数写{wording.number(whole)}{unit}"
    quantities = sorted((listed.whole, *listed.parts), key=lambda quantity: quantity.start)
    more = "多" if exact > listed.whole.value else "少"
    return finding(
        rule,
        filing,
        reading.sentence(quantities[0], quantities[-1]),
        0,
        f"{name}是{wording.number(total)}{unit}，{stated}",
        "请核对总数和各部分；列的不是全部，写明其余的是什么。",
        (whole, *parts),
        (wording.calculation(parts), f"比{wording.number(whole)}{more}{wording.number(off)}"),
    )


RULES = (
    Rule(
        id="words.parts",
        severity=Severity.QUERY,
        sentence="“共N件，其中……”列出的各部分加起来等于总数，部分不大于总数",
        citation=Citation("填报惯例", "：文中数字前后一致"),
        find=find_parts,
        why="数字改过一处，总数或者别的部分往往忘了跟着改；读报告的人一加就看得出来。",
        example="“收到申请35件，其中自然人29件，法人或其他组织5件”：29＋5＝34。",
    ),
)
