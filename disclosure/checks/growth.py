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
from .growth_claims import Change, Grown, changes, grown, plain_changes
from .growth_judged import judged
from .passages import finding
from .quantities import Quantity
from .sentences import COUNT, PLAIN, Reading, readings

_WAYS = {1: "增长", -1: "下降"}
_SMALL = 100
_ALL = 100
_TOO_FAR = "下降不会超过100%"
_EARLIER = 20
"""How many numbers before it in its sentence a change may be said of."""
_LIST = re.compile("其中|（|包括")
_YEARS = re.compile(r"20\d\d年?[、和及与至]20\d\d年")
_LISTED = re.compile(f"(?:[、和及与]|以及){PLAIN}*")
_BESIDE = re.compile(f"(?:[，、和及与]|以及){PLAIN}*")
"""Between two numbers of one list, and between two that may be."""


def find_growth(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding for each growth that its numbers do not give."""
    for section in filing.format.narratives:
        for reading in readings(section.key, filing.text(section.key)):
            opened = reading.without_silent_brackets.with_brackets_opened()
            claimed = list(changes(opened))
            claimed += plain_changes(opened, {change.new.start for change in claimed})
            stated = [change for change in claimed if _decidable(change)]
            known = {q.start for change in stated for q in (change.new, change.old) if q}
            against = {change.by.start for change in stated if change.old and change.by}
            for change in stated:
                if change.old is None and change.by and change.by.start in against:
                    continue
                yield from _against_before(rule, filing, reading, _meant(opened, change, claimed))
            claims = [
                claim for claim in grown(reading.without_silent_brackets) if _exact(claim.new, claim.share)
            ]
            claims.sort(key=_place)
            for claim in claims:
                if claim.new.start not in known:
                    yield from _against_base(rule, filing, reading, claim, _parts(reading, claim, claims))


def _place(claim: Grown) -> int:
    return claim.new.start


def _meant(reading: Reading, change: Change, claimed: list[Change]) -> Change:
    """58起，其中当天回应51起，较上年的87起下降三分之一: said of an earlier number of the sentence where only that fits."""
    at = reading.position[change.new.start]
    said = change.old or change.by
    is_flat = not change.sign and change.by is None
    if said is None or not (is_flat or "，" in reading.pattern[at : reading.position[said.start]]):
        return change
    earlier = reading.within(reading.begin(at), at)[-_EARLIER:]
    of_these = [replace(change, new=number) for number in earlier if number.unit == change.new.unit]
    of_these += [replace(change, new=number) for number in _summed(reading, change.new, _BESIDE)]
    begin = reading.begin(at)
    of_these += [
        replace(change, new=other.new, old=other.old)
        for other in claimed
        if other.old and change.old and begin <= reading.position[other.new.start] < at
    ]
    fitting = [other for other in of_these if judged(other) is None]
    of_the_way = [] if _goes_as_said(change) else [other for other in of_these if _goes_as_said(other)]
    return next(iter(fitting + of_the_way), change)


def _summed(reading: Reading, last: Quantity, between: re.Pattern[str]) -> Iterator[Quantity]:
    """专职3人、兼职26人，较上年的25人增加4人: a number together with those listed right before it, as exact as it is.

    What happens is counted together whatever each kind of it is counted in: 培训3期、座谈2次，比上年的4次多1次.
    """
    at, total = reading.position[last.start], last.value
    for number in reversed(reading.within(reading.begin(at), at)[-_EARLIER:]):
        place = reading.position[number.start]
        alike = number.unit == last.unit or reading.pattern[place] == reading.pattern[at] == COUNT
        if not alike or not between.fullmatch(reading.pattern, place + 1, at):
            return
        at, total = place, total + number.value
        yield replace(last, value=total, text=f"{total / last.step:.0f}")


def _goes_as_said(change: Change) -> bool:
    return change.old is None or (change.new.value - change.old.value) * change.sign >= 0


def _exact(*quantities: Quantity | None) -> bool:
    return not any(quantity.approximate for quantity in quantities if quantity)


def _decidable(change: Change) -> bool:
    """Numbers written to the last digit; rounded ones too where it is said by what part of them they changed."""
    by = change.by
    if _exact(change.new, change.old, by):
        return True
    if change.doubled:
        return not any(number.vague for number in (change.new, change.old) if number)
    if change.old is None:
        return _exact(change.share) and not any(number.vague for number in (change.new, by) if number)
    if by and by.unit == change.new.unit and by.rounded and change.new.rounded and change.old.rounded:
        return True
    if by is None and change.sign:
        return not any(number.vague for number in (change.new, change.old))
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
    if not parts and (_may_be_of_the_whole(reading, claim) or _may_be_of_the_sum(reading, claim)):
        return
    new, share = percent.figure(claim.new.value), percent.figure(claim.share.value)
    stated = f"{_WAYS[claim.sign]}{wording.number(share)}%"
    working = [*_by_hand(claim)] if low > high and not _falls_too_far(claim) else []
    numbers: list[Figure] = [new, share]
    for part in parts:
        numbers += [percent.figure(part.new.value), percent.figure(part.share.value)]
    if parts:
        exact = percent.change(claim.new.value, Decimal(_base_of(parts)))
        working += _from_parts(claim, parts, exact)
        implied = f"{_WAYS[-1 if exact < 0 else 1]}{percent.written(abs(exact), claim.share)}"
        message = f"按各部分算{implied}，文中写{stated}"
    else:
        why = _TOO_FAR if _falls_too_far(claim) else "上年算不出整数"
        message = f"{wording.number(new)}{claim.new.unit}{stated}，{why}"
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


def _falls_too_far(claim: Grown) -> bool:
    return claim.sign < 0 and claim.share.value > _ALL


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


def _may_be_of_the_sum(reading: Reading, claim: Grown) -> bool:
    """来信21件、来电26件，同比增长9.3%: behind the last of a list, and possible for all of them together."""
    at, said = reading.position[claim.new.start], reading.position[claim.share.start]
    if "，" not in reading.pattern[at:said] or _YEARS.search(reading.pattern, reading.begin(at), at):
        return False
    sums = (percent.bases(q.value, claim.share, claim.sign) for q in _summed(reading, claim.new, _LISTED))
    return any(low <= high for low, high in sums)


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
    said = judged(change)
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
