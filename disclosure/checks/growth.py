"""Whether a stated growth fits: a whole number before, the number stated for before, the growth of the parts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from ..filing import Figure, Filing
from ..formats.schema import Citation, Severity
from . import percent, wording
from .finding import Context, Finding, Rule
from .growth_claims import Change, Grown, changes, grown
from .passages import finding
from .quantities import Quantity
from .sentences import Reading, readings

_AS_TWICE = (Decimal("0.975"), Decimal("1.05"))
"""How far off twice as much, as a factor, may be what is said to be twice as much."""
_WAYS = {1: "增长", -1: "下降"}
_SMALL = 100
_LIST = re.compile("其中|（|包括")


def find_growth(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each growth that its numbers do not give."""
    for section in filing.format.narratives:
        for reading in readings(section.key, filing.text(section.key)):
            opened = reading.without_silent_brackets.with_brackets_opened()
            stated = [change for change in changes(opened) if _decidable(change)]
            known = {q.start for change in stated for q in (change.new, change.old) if q}
            against = {change.by.start for change in stated if change.old and change.by}
            for change in stated:
                if change.old is None and change.by and change.by.start in against:
                    continue
                yield from _against_before(rule, filing, reading, _meant(opened, change))
            claims = [claim for claim in grown(reading.without_silent_brackets) if _exact(claim.new, claim.share)]
            claims.sort(key=_place)
            for claim in claims:
                if claim.new.start not in known:
                    yield from _against_base(rule, filing, reading, claim, _parts(reading, claim, claims))


def _place(claim: Grown) -> int:
    return claim.new.start


def _meant(reading: Reading, change: Change) -> Change:
    """58起，其中当天回应51起，较上年的87起下降三分之一: said of an earlier number of the sentence where only that fits."""
    at = reading.position[change.new.start]
    if change.old is None or "，" not in reading.pattern[at : reading.position[change.old.start]]:
        return change
    earlier = reading.within(reading.begin(at), at)
    of_these = [replace(change, new=number) for number in earlier if number.unit == change.new.unit]
    fitting = [other for other in of_these if _judged(other) is None]
    of_the_way = [] if _goes_as_said(change) else [other for other in of_these if _goes_as_said(other)]
    return next(iter(fitting + of_the_way), change)


def _goes_as_said(change: Change) -> bool:
    return change.old is None or (change.new.value - change.old.value) * change.sign >= 0


def _exact(*quantities: Quantity | None) -> bool:
    return not any(quantity.approximate for quantity in quantities if quantity)


def _decidable(change: Change) -> bool:
    """Numbers written to the last digit; rounded ones too where it is said by what part of them they changed."""
    by = change.by
    if _exact(change.new, change.old, by):
        return True
    if change.old is None:
        return _exact(change.share) and not any(number.vague for number in (change.new, by) if number)
    if by is None or by.unit not in ("%", "倍") or (by.approximate and not (by.unit == "%" and by.about)):
        return False
    return not any(number.vague for number in (change.new, change.old) if number)


def _against_base(
    rule: Rule, filing: Filing, reading: Reading, claim: Grown, parts: list[Grown]
) -> Iterator[Finding]:
    """A count has grown from a whole number; from the sum of what its parts have grown from, where these are stated."""
    low, high = percent.bases(claim.new.value, claim.share, claim.sign)
    below, above = _bases_of(parts)
    if low <= high and (not parts or (low <= above and below <= high)):
        return
    if not parts and _may_be_of_the_whole(reading, claim):
        return
    new, share = percent.figure(claim.new.value), percent.figure(claim.share.value)
    stated = f"{_WAYS[claim.sign]}{wording.number(share)}%"
    working = [*_by_hand(claim)] if low > high else []
    numbers: list[Figure] = [new, share]
    for part in parts:
        numbers += [percent.figure(part.new.value), percent.figure(part.share.value)]
    if parts:
        exact = percent.change(claim.new.value, Decimal(_base_of(parts)))
        working += _from_parts(claim, parts, exact)
        implied = f"{_WAYS[-1 if exact < 0 else 1]}{percent.written(abs(exact), claim.share)}"
        message = f"按各部分算{implied}，文中写{stated}"
    else:
        message = f"{wording.number(new)}{claim.new.unit}{stated}，上年算不出整数"
    last = parts[-1] if parts else claim
    yield finding(
        rule,
        filing,
        reading.sentence(claim.new, last.share),
        0,
        message,
        "请核对今年、上年的数和百分比。",
        tuple(numbers),
        tuple(working),
    )


def _may_be_of_the_whole(reading: Reading, claim: Grown) -> bool:
    """412件，其中来信108件、网上208件，下降6.4%: behind the last part of a list, and possible for the whole."""
    at, said = reading.position[claim.new.start], reading.position[claim.share.start]
    begin = reading.begin(at)
    lists = list(_LIST.finditer(reading.pattern, begin, at))
    if not lists or "，" not in reading.pattern[at:said] or not reading.within(lists[-1].end(), at):
        return False
    unit = claim.new.unit.removesuffix("次")
    wholes = [q for q in reading.within(begin, lists[-1].start()) if q.unit.removesuffix("次") == unit]
    low, high = percent.bases(wholes[-1].value, claim.share, claim.sign) if wholes else (1, 0)
    return low <= high


def _by_hand(claim: Grown) -> Iterator[str]:
    """The whole numbers next to the base the percentage would need, with the growth each of them gives."""
    new = claim.new.value
    base = new / (1 + claim.sign * abs(claim.share.value) / 100)
    for near in (int(base), int(base) + 1):
        if near:
            exact = percent.written(abs(percent.change(new, Decimal(near))), claim.share)
            yield f"上年{near}：（{wording.number(percent.figure(new))}－{near}）÷{near}＝{_signed(new, near)}{exact}"
    by = round(new * abs(claim.share.value) / 100)
    if new <= _SMALL and by and percent.agrees(by / new * 100, claim.share):
        exact = percent.written(by / new * 100, claim.share)
        yield f"用今年的数去除：{by}÷{wording.number(percent.figure(new))}＝{exact}"


def _signed(new: Decimal, near: int) -> str:
    return "－" if new < near else ""


def _parts(reading: Reading, whole: Grown, claims: list[Grown]) -> list[Grown]:
    """The growths of the parts a sentence lists of a whole, where the parts are all of it."""
    place = reading.position
    begin = place[whole.new.start]
    end = reading.end(begin)
    listed = _LIST.search(reading.pattern, begin, end)
    if listed is None:
        return []
    behind = claims[bisect_right(claims, whole.new.start, key=_place) :]
    behind = list(takewhile(lambda claim: place[claim.new.start] < end, behind))
    parts = [claim for claim in behind if listed.start() < place[claim.new.start]]
    parts = [claim for claim in parts if claim.new.unit == whole.new.unit]
    between = [claim for claim in behind if place[claim.new.start] < listed.start()]
    if between or sum((part.new.value for part in parts), start=Decimal()) != whole.new.value:
        return []
    return parts if all(_bases_of([part]) != (0, 0) for part in parts) else []


def _bases_of(parts: list[Grown]) -> tuple[int, int]:
    """The smallest and the largest sum of what parts have grown from; (0, 0) where one has no whole-number base."""
    bounds = [percent.bases(part.new.value, part.share, part.sign) for part in parts]
    if any(low > high for low, high in bounds):
        return 0, 0
    return sum(low for low, _ in bounds), sum(high for _, high in bounds)


def _base_of(parts: list[Grown]) -> int:
    return sum(percent.base(part.new.value, part.share, part.sign) for part in parts)


def _from_parts(claim: Grown, parts: list[Grown], exact: Decimal) -> Iterator[str]:
    bases = [percent.base(part.new.value, part.share, part.sign) for part in parts]
    yield f"各部分的上年数：{wording.calculation(bases)}"
    new, base = wording.number(percent.figure(claim.new.value)), sum(bases)
    yield f"（{new}－{base}）÷{base}＝{percent.written(exact, claim.share)}"


def _against_before(rule: Rule, filing: Filing, reading: Reading, change: Change) -> Iterator[Finding]:
    """The number of before is stated too: difference, percentage or multiple follow from the two."""
    said = _judged(change)
    if said is None:
        return
    message, working, numbers = said
    places = [q for q in (change.new, change.old, change.by, change.share) if q]
    places.sort(key=lambda quantity: quantity.start)
    yield finding(
        rule,
        filing,
        reading.sentence(places[0], places[-1]),
        0,
        message,
        "请核对今年、上年的数和增减的数。",
        numbers,
        (working,),
    )


_Said = tuple[str, str, tuple[Figure, ...]]
"""Title, working and numbers."""


def _judged(change: Change) -> _Said | None:
    """What is said of a change that does not add up; None where it does, or cannot be told."""
    new, by = change.new.value, change.by
    if change.old is None:
        return _from_difference(change)
    old = change.old.value
    if change.old.unit != change.new.unit or not old:
        return None
    figures = (percent.figure(new), percent.figure(old))
    if by is None:
        return _doubled(change, new / old, figures)
    numbers = (figures[0], percent.figure(by.value), figures[1])
    if by.unit == "倍":
        return _multiplied(change, by, figures)
    if by.unit == "%" and change.new.unit != "%":
        exact = percent.change(new, old)
        low, high = sorted(
            change.sign * bound for bound in percent.changes(change.new.extent, change.old.extent)
        )
        if percent.agree((low, high), by) and high >= 0:
            return None
        return _said(f"{_grown(*figures)}＝{percent.written(exact, by)}", _stated(change), numbers)
    if by.unit == change.new.unit or by.unit.endswith("百分点"):
        if (new - old) * change.sign == by.value or _grown_in_percent(change):
            return None
        return _said(wording.calculation((figures[0], -figures[1])), _stated(change), numbers)
    return None


def _doubled(change: Change, times: Decimal, figures: tuple[Figure, Figure]) -> _Said | None:
    """翻一番, 翻两番: two and four times as many."""
    least, most = (2**change.doubled * factor for factor in _AS_TWICE)
    if least <= times < most:
        return None
    return _said(f"{_divided(*figures)}倍", f"翻{'一两'[change.doubled - 1]}番", figures)


def _multiplied(change: Change, by: Quantity, figures: tuple[Figure, Figure]) -> _Said | None:
    """是上年的3倍; 增长2倍, which are three times as many. Nothing falls by multiples."""
    if change.old is None or change.sign < 0:
        return None
    low, high = (bound / 100 - change.sign for bound in percent.ratio(change.new.extent, change.old.extent))
    if percent.agree((low, high), by):
        return None
    numbers = (figures[0], percent.figure(by.value), figures[1])
    stated = f"{wording.number(numbers[1])}倍"
    if not change.sign:
        return _said(f"{_divided(*figures)}倍", stated, numbers)
    exact = (change.new.value / change.old.value - 1).quantize(Decimal("0.01"))
    return _said(f"{_grown(*figures)}＝{wording.number(exact)}倍", f"增加{stated}", numbers)


def _grown(new: Figure, old: Figure) -> str:
    return f"（{wording.number(new)}－{wording.number(old)}）÷{wording.number(old)}"


def _grown_in_percent(change: Change) -> bool:
    """从80%提升到92%，提升15%: said of the percentage itself, not of its points."""
    if change.old is None or change.by is None or change.by.unit != "%":
        return False
    exact = percent.change(change.new.value, change.old.value)
    return percent.agrees(exact, change.by) and (exact >= 0) == (change.sign > 0)


def _from_difference(change: Change) -> _Said | None:
    """12件，比上年减少4件，下降25%: the difference gives the number of before."""
    if change.by is None or change.share is None or change.by.unit != change.new.unit:
        return None
    old = change.new.value - change.sign * change.by.value
    if old <= 0 or percent.agree(_least_and_most(_extent(change.new), _extent(change.by), change.sign), change.share):
        return None
    exact = change.by.value / old * 100
    by, base = wording.number(percent.figure(change.by.value)), wording.number(percent.figure(old))
    numbers = tuple(percent.figure(value) for value in (change.new.value, change.share.value, old))
    return _said(f"{by}÷{base}＝{percent.written(exact, change.share)}", percent.said(change.share), numbers)


def _extent(number: Quantity) -> percent.Extent:
    """Between which numbers the exact one lies: amounts and decimals were rounded, counts were not."""
    if number.rounded or not (number.unit.endswith("元") or number.step < 1):
        return number.extent
    return number.value - number.step / 2, number.value + number.step / 2


def _least_and_most(new: percent.Extent, by: percent.Extent, sign: int) -> percent.Extent:
    """Between which percentages a difference lies of what it has made, or left, `new`."""
    shares = [part / base * 100 for part in by for end in new if (base := end - sign * part) > 0]
    return min(shares), max(shares)


def _stated(change: Change) -> str:
    way = "增加" if change.sign > 0 else "减少"
    if change.by and change.by.unit == "%":
        return f"{way}{percent.said(change.by)}"
    return f"{way}{wording.number(percent.figure(change.by.value))}{change.by.unit}" if change.by else way


def _divided(new: Figure, old: Figure) -> str:
    exact = (Decimal(new) / Decimal(old)).quantize(Decimal("0.01"))
    return f"{wording.number(new)}÷{wording.number(old)}＝{wording.number(exact)}"


def _said(working: str, stated: str, numbers: tuple[Figure, ...]) -> _Said:
    return f"{working}，文中写{stated}", working, numbers


RULES = (
    Rule(
        id="words.growth",
        severity=Severity.QUERY,
        sentence="增长、下降的百分比同今年和上年的数相符；件数的上年数应是整数，各部分的增长同总数的增长相符",
        citation=Citation("填报惯例", "：文中数字前后一致"),
        find=find_growth,
        why="增长率算错，或者今年的数改了、增长率没有跟着改，单看一句话是看不出来的。",
        example="“部门21个，增长19.05%”：上年18个是16.67%，17个是23.53%，没有哪个整数能得出19.05%。",
    ),
)
