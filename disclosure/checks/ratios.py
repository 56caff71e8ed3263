"""Whether a stated rate or share follows from the two numbers stated beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from ..filing import Filing
from ..formats.schema import Citation, Severity
from . import percent, wording
from .averages import Average, averages
from .finding import Context, Finding, Rule
from .passages import finding
from .quantities import Quantity
from .rates import NO_NUMBER, Claim
from .ratio_claims import claims
from .sentences import Reading, readings
from .wholes import listed_between

_NEAREST, _NEARBY = 10, 150
_SLACK = 0.001
"""Far more than floating point loses on a percentage."""


def find_ratios(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A finding for each whole of which a rate or a share is stated that no two numbers near it give."""
    for section in filing.format.narratives:
        for reading in readings(section.key, filing.text(section.key)):
            yield from (
                _of_average(rule, filing, reading, each)
                for each in averages(reading)
                if not each.exactly and not each.holds
            )
            wrong = [claim for claim in claims(reading) if not _follows(reading, claim)]
            for claim in {claim.whole.start: claim for claim in reversed(wrong)}.values():
                yield _finding(rule, filing, reading, claim)


def _follows(reading: Reading, claim: Claim) -> bool:
    """Whether the percentage is what these two numbers give, or any two others nearby."""
    stated, part, whole = claim.stated, claim.part, claim.whole
    if part.vague or whole.vague or not whole.value:
        return True
    low, high = percent.ratio(part.extent, whole.extent)
    if claim.likely and (stated.approximate or low != high or not percent.is_slip(low, stated)):
        return True
    if stated.approximate:
        return (
            not stated.about
            or claim.rest
            or any(
                percent.agree(percent.ratio(part.extent, other.extent), stated)
                for other in _wholes(reading, claim)
            )
        )
    if percent.agree((100 - high, 100 - low), stated) or (stated.value == 100 and _is_all(reading, claim)):
        return True
    if any(percent.agree(percent.ratio(part.extent, of), stated) for of in _rated(reading, claim)):
        return True
    pairs = (pair for pair in _pairs(reading, claim) if _is_near(*pair, stated))
    return any(percent.agree(percent.ratio(*pair), stated) for pair in pairs)


def _rated(reading: Reading, claim: Claim) -> Iterator[percent.Extent]:
    """发放200份，回收率98%，满意182份，满意率92.9%: as many of the whole as a percentage before the part says.

    Not where that is what the whole is of a number before it: 发放600份，回收582份，回收率97%，满意561份.
    """
    whole = claim.whole
    before = reading.between(whole.start - _NEARBY, whole.start)
    for share in reading.between(whole.end, claim.part.start):
        known = any(
            other.unit == whole.unit and percent.agree(percent.ratio(whole.extent, other.extent), share)
            for other in before
            if other.value
        )
        if share.unit == "%" and not share.approximate and not known:
            low, high = (share.value - share.step / 2) / 100, (share.value + share.step) / 100
            yield whole.extent[0] * low, whole.extent[1] * high


def _is_all(reading: Reading, claim: Claim) -> bool:
    """就业397人，就业率100%（有意愿的397人）: the number is stated again, as that of all."""
    part = claim.part
    near = reading.between(part.start - _NEARBY, part.start + _NEARBY)
    return sum(other.unit == part.unit and other.value == part.value for other in near) > 1


def _wholes(reading: Reading, claim: Claim) -> Iterator[Quantity]:
    """The whole and whatever else nearby may be meant by it: about so much of it is soon said."""
    yield claim.whole
    for other in reading.between(claim.stated.start - _NEARBY, claim.stated.start):
        if other.unit == claim.part.unit and other.value > claim.part.value and not other.vague:
            yield other


def _is_near(part: percent.Extent, whole: percent.Extent, stated: Quantity) -> bool:
    """Whether two numbers come so near to a percentage that it is worth being exact: most pairs of a long text do not."""
    near = float(abs(stated.value)), 2 * float(stated.step) + _SLACK
    low, high = float(part[0]) / float(whole[1]) * 100, float(part[1]) / float(whole[0]) * 100
    return low <= near[0] + near[1] and high >= near[0] - near[1]


def _pairs(reading: Reading, claim: Claim) -> Iterator[tuple[percent.Extent, percent.Extent]]:
    """The two numbers, any two nearby, and sums of neighbours where the decimals leave little to chance.

    Two kinds side by side (投诉120件，举报45件，占27%) may be the whole together, unless one is listed under the other.
    """
    place = claim.stated.start
    around = reading.between(place - _NEARBY, place + _NEARBY)
    numbers = [q for q in around if q.unit not in NO_NUMBER and q.value]
    near = sorted(numbers, key=lambda q: abs(q.start - place))[:_NEAREST]
    near.sort(key=lambda q: q.start)
    singles = [q.extent for q in near]
    own = listed_between(reading, claim.whole, claim.part) and (claim.whole.start, claim.part.start)
    neighbours = [pair for pair in pairwise(near) if (pair[0].start, pair[1].start) != own]
    sums = [_both(*pair) for pair in neighbours] if claim.stated.step < 1 else []
    for part in (*singles, *sums):
        for whole in (*singles, *sums):
            if whole != part:
                yield part, whole
    yield claim.part.extent, claim.whole.extent
    if not own:
        yield claim.part.extent, _both(claim.part, claim.whole)


def _both(one: Quantity, other: Quantity) -> percent.Extent:
    return one.extent[0] + other.extent[0], one.extent[1] + other.extent[1]


def _finding(rule: Rule, filing: Filing, reading: Reading, claim: Claim) -> Finding:
    part, whole, stated = (percent.figure(q.value) for q in (claim.part, claim.whole, claim.stated))
    done = claim.whole.value - claim.part.value if claim.rest else claim.part.value
    exact = percent.written(done / claim.whole.value * 100, claim.stated)
    divided = f"（{wording.number(whole)}－{wording.number(part)}）" if claim.rest else wording.number(part)
    sum_done = f"{divided}÷{wording.number(whole)}＝{exact}"
    places = sorted((claim.part, claim.whole, claim.stated), key=lambda q: q.start)
    return finding(
        rule,
        filing,
        reading.sentence(places[0], places[-1]),
        0,
        f"{sum_done}，文中写{percent.said(claim.stated)}",
        "请核对两个数和百分比；百分比按别的数算的，写明是哪两个数。",
        (part, whole, stated),
        (sum_done,),
    )


def _of_average(rule: Rule, filing: Filing, reading: Reading, each: Average) -> Finding:
    whole, mean = each.all.in_unit(each.mean.unit) or each.all, each.mean
    numbers = tuple(percent.figure(value) for value in (whole.value, each.number, mean.value))
    exact = (whole.value / each.number).quantize(Decimal("0.01"))
    sum_done = f"{wording.number(numbers[0])}÷{wording.number(numbers[1])}＝{wording.number(exact)}"
    places = sorted((q for q in (each.all, each.times, mean) if q), key=lambda q: q.start)
    return finding(
        rule,
        filing,
        reading.sentence(places[0], places[-1]),
        0,
        f"{sum_done}，文中写{wording.number(numbers[2])}{mean.unit}",
        "请核对两个数和平均数；平均数按别的数算的，写明是哪两个数。",
        numbers,
        (sum_done,),
    )


RULES = (
    Rule(
        id="words.ratio",
        severity=Severity.QUERY,
        sentence="办结率、占比等百分比和人均、场均等平均数，同旁边写的两个数算出来的一样",
        citation=Citation("填报惯例", "：文中数字前后一致"),
        find=find_ratios,
        why="两个数和百分比常常来自不同时候的统计，读者用计算器一按就能发现对不上。",
        example="“收到来信86件，办结81件，办结率96.19%”：81÷86＝94.19%。",
    ),
)
