"""Whether the parts a text lists add up to the whole it states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, combinations

from ..filing import Filing
from ..formats.schema import Citation, Severity
from ..summary import HANDLED
from . import divisions, wording
from .averages import Average, averages
from .balances import Balance, balances
from .digits import with_digits_swapped
from .enumerations import enumerations
from .finding import Context, Finding, Rule
from .list_items import DONE, VAGUE_UNITS
from .listed import Enumeration, Wording
from .passages import finding
from .percent import figure
from .quantities import Quantity
from .sentences import Reading, readings

_NEXT_TO = Decimal("0.005")
_NEAR_SHORT = Decimal("0.02")
_NEAR_SHORT_DIVIDED = Decimal("0.05")
_NEAR_OVER = Decimal("0.05")
_NEAR_SUM = Decimal("0.1")
_FAR_OVER = Decimal("0.2")
_FAR = Decimal("0.3")
"""How far off, as shares of the whole, is a slip: two parts; three or more; dividing it; too many; 共; all of a division; told complete."""
_FAR_DIVIDED = Decimal("0.5")
_NEAR_SWAPPED = Decimal("0.03")
_ONE = Decimal(1)
_LARGE = 1000
"""From here on it is no accident that a list adds up as soon as two digits change places."""


def find_parts(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each list whose parts cannot be those of its whole."""
    for section in filing.format.narratives:
        for reading in readings(section.key, filing.text(section.key)):
            told: set[int] = set()
            for listed in enumerations(reading):
                if listed.whole.start in told:
                    continue
                if contradicts(listed) and not _all_handled(filing, listed):
                    told.add(listed.whole.start)
                    yield _finding(rule, filing, reading, listed)
            yield from (_of_balance(rule, filing, reading, b) for b in balances(reading) if not b.holds)
            for each in averages(reading):
                if each.exactly and not each.holds:
                    yield _of_product(rule, filing, reading, each)


def _all_handled(filing: Filing, listed: Enumeration) -> bool:
    """Whether the parts are outcomes and make up what the table has handled: what was carried over explains the rest."""
    total = sum((part.value for part in listed.parts), start=Decimal())
    return divisions.outcomes(listed.labels) and total == filing.value(HANDLED)


def contradicts(listed: Enumeration) -> bool:
    """Whether whole and parts cannot both be right, as far as the wording decides it."""
    quantities = (listed.whole, *listed.parts)
    if any(quantity.vague for quantity in quantities) or not listed.whole.value:
        return False
    total = sum((part.value for part in listed.parts), start=Decimal())
    over = total - listed.whole.value
    if _is_rounding(listed, over) or _explained(listed, total) or divisions.crosswise(listed.labels):
        return False
    if listed.wording is Wording.SUMMED:
        known = divisions.places(listed.labels)[1]
        return abs(over) <= listed.whole.value * (_FAR if known else _NEAR_SUM)
    if listed.wording is Wording.UNMARKED:
        exclude = divisions.places(listed.labels)[0] or divisions.in_order(listed.labels)
        near = _NEAR_SUM if exclude or _complete(listed) or divisions.parallel(listed.labels) else _NEAR_OVER
        too_many = over > 0 and (listed.whole.unit == "%" or exclude)
        if over > 0 and (divisions.places(listed.labels)[1] or divisions.in_order(listed.labels)):
            near = _FAR_OVER
        return (_complete(listed) or too_many) and abs(over) <= listed.whole.value * near
    return _exceeds(listed, over) if over > 0 else _falls_short(listed, -over)


def _exceeds(listed: Enumeration, over: Decimal) -> bool:
    """More than the whole: where nothing can be counted under two parts, or where it is a near miss."""
    whole = listed.whole.value
    if listed.parts[0].value > whole and (len(listed.parts) == 1 or listed.nested):
        return listed.wording is not Wording.SOME and _same_things(listed) and not _of_another(listed)
    divided = divisions.places(listed.labels)[0]
    if listed.nested or len(listed.parts) == 1 or over > whole * (_FAR_DIVIDED if divided else _FAR):
        return False
    if divided or _complete(listed) or divisions.parallel(listed.labels):
        return True
    money = listed.whole.unit.endswith("元")
    near = max(whole * (_NEAR_SUM if money else _NEAR_OVER), _ONE)
    if len(listed.parts) == 2 and all(part.value <= whole for part in listed.parts):
        near = whole * (_NEAR_OVER if money else _NEXT_TO)
    return over <= near or _slipped(listed, over)


def _of_another(listed: Enumeration) -> bool:
    """注销1208户，净增2918户，其中民营企业2716户: a number between whole and part that has room for the part."""
    part = listed.parts[0]
    return any(listed.whole.start < q.start < part.start and q.value >= part.value for q in listed.others)


def _falls_short(listed: Enumeration, short: Decimal) -> bool:
    """Less than the whole: where the wording lists all parts, or where it is a near miss."""
    whole = listed.whole.value
    if listed.wording is Wording.SOME or listed.nested or len(listed.parts) < 2 or short > whole * _FAR:
        return False
    if _complete(listed):
        return True
    near = _NEAR_SHORT_DIVIDED if divisions.places(listed.labels)[0] else _NEAR_SHORT
    return short <= whole * (near if len(listed.parts) > 2 else _NEXT_TO) or _slipped(listed, -short)


def _slipped(listed: Enumeration, over: Decimal) -> bool:
    """Whether the list would add up with two neighbouring digits of one large number swapped: 1257 written for 1275."""
    if listed.whole.value < _LARGE or abs(over) > listed.whole.value * _NEAR_SWAPPED:
        return False
    signed = ((listed.whole, 1), *((part, -1) for part in listed.parts))
    return any(swapped - each.value == sign * over for each, sign in signed for swapped in _swapped(each))


def _swapped(quantity: Quantity) -> Iterator[Decimal]:
    """What the number becomes with two neighbouring digits in each other's place, the point staying where it is."""
    digits = quantity.value / quantity.step
    if digits == int(digits):
        yield from (swapped * quantity.step for swapped in with_digits_swapped(int(digits)))


def _complete(listed: Enumeration) -> bool:
    if listed.wording is Wording.SOME:
        return False
    return (
        listed.wording is Wording.ALL
        or divisions.names_the_rest(listed.labels[-1])
        or divisions.places(listed.labels)[1]
    )


def _same_things(listed: Enumeration) -> bool:
    return listed.whole.unit not in VAGUE_UNITS


def _is_rounding(listed: Enumeration, over: Decimal) -> bool:
    """Whether rounded numbers may be off by so much in all; counts written to the last digit are exact."""
    if any(quantity.rounded for quantity in (listed.whole, *listed.parts)):
        least, most = (sum((part.extent[end] for part in listed.parts), start=Decimal()) for end in (0, 1))
        return (least < listed.whole.extent[1] and most > listed.whole.extent[0]) or not over
    return abs(over) <= _rounding(listed)


def _rounding(listed: Enumeration) -> Decimal:
    """What amounts, shares and numbers with decimals may be off by, added up."""
    steps = [quantity.step for quantity in (listed.whole, *listed.parts)]
    if listed.whole.unit.endswith("元") and len(set(steps)) > 1:
        return listed.whole.step + sum(steps[1:], start=Decimal()) / 2
    rounded = min(steps) < 1 or listed.whole.unit == "%"
    return sum(steps, start=Decimal()) / 2 if rounded else Decimal()


def _explained(listed: Enumeration, total: Decimal) -> bool:
    """Whether another figure nearby may be the whole that was meant, or the part that is missing."""
    values = [quantity.value for quantity in listed.others]
    sums = set(values)
    before = [quantity.value for quantity in listed.others if quantity.start < listed.parts[0].start]
    if listed.whole.start < listed.parts[0].start:
        sums |= {one + other for one, other in combinations(before, 2)}
    if listed.wording is Wording.UNMARKED and total - listed.whole.value in values:
        return True  # 上年结转3件，收到42件，办结40件，正在办理5件
    if total in sums or listed.whole.value - total in values:
        return True
    return _complete_before_its_end(listed) or _leaves_of_a_part(listed)


def _leaves_of_a_part(listed: Enumeration) -> bool:
    """线索318条，其中转办126条，办结119条，剩余7条: what is left over is left of a part, beside what is done of it."""
    if (
        len(listed.labels) < 3
        or not divisions.names_the_rest(listed.labels[-1])
        or not DONE.match(listed.labels[-2])
    ):
        return False
    values = [part.value for part in listed.parts]
    return values[-3] == values[-2] + values[-1]


def _complete_before_its_end(listed: Enumeration) -> bool:
    """Whether the first parts are already the whole: what follows them in the sentence is said of something else."""
    if listed.whole.start > listed.parts[0].start or divisions.names_the_rest(listed.labels[-1]):
        return False
    if divisions.places(listed.labels)[0]:
        return False
    sums = accumulate(part.value for part in listed.parts)
    return listed.whole.value in list(sums)[1:]


def _finding(rule: Rule, filing: Filing, reading: Reading, listed: Enumeration) -> Finding:
    whole, parts = figure(listed.whole.value), [figure(part.value) for part in listed.parts]
    exact = sum((part.value for part in listed.parts), start=Decimal())
    total, off = figure(exact), figure(abs(exact - listed.whole.value))
    unit = listed.whole.unit
    name = "其中的" if len(parts) == 1 else "各部分相加"
    stated = f"{'不是' if unit == '%' else '总数写'}{wording.number(whole)}{unit}"
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


def _of_balance(rule: Rule, filing: Filing, reading: Reading, balance: Balance) -> Finding:
    places = balance.quantities
    signed = (balance.start.value, *(sign * quantity.value for quantity, sign in balance.flows))
    sum_done = wording.calculation([figure(value) for value in signed])
    numbers = tuple(figure(abs(value)) for value in signed)
    unit = balance.start.unit
    if balance.end:
        said = f"{wording.number(figure(balance.end.value))}{unit}"
        stated = f"文中写{said if balance.end.text.endswith(unit) else balance.end.text}"
        numbers = (figure(balance.end.value), *numbers)
    else:
        stated = "办理的比收到和结转的还多"
    return finding(
        rule,
        filing,
        reading.sentence(places[0], places[-1]),
        0,
        f"{sum_done}，{stated}",
        "请核对原有、增减和现有的数；还有别的增减的，一并写明。",
        numbers,
        (sum_done,),
    )


def _of_product(rule: Rule, filing: Filing, reading: Reading, each: Average) -> Finding:
    one = each.mean.in_unit(each.all.unit) or each.mean
    whole, times, mean = (figure(value) for value in (each.all.value, each.number, one.value))
    product = figure(each.number * one.value)
    sum_done = f"{wording.number(times)}×{wording.number(mean)}＝{wording.number(product)}"
    return finding(
        rule,
        filing,
        reading.sentence(each.mean, each.all),
        0,
        f"{sum_done}，文中写{wording.number(whole)}{each.all.unit}",
        "请核对总数和每一次的数。",
        (whole, product),
        (sum_done,),
    )


RULES = (
    Rule(
        id="words.parts",
        severity=Severity.QUERY,
        sentence="“共N件，其中……”列出的各部分加起来等于总数，部分不大于总数；年初、增减和年末的数接得上",
        citation=Citation("填报惯例", "：文中数字前后一致"),
        find=find_parts,
        why="数字改过一处，总数或者别的部分往往忘了跟着改；读报告的人一加就看得出来。",
        example="“收到申请35件，其中自然人29件，法人或其他组织5件”：29＋5＝34。",
    ),
)
