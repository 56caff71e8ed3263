"""Shares listed as those of all there is: 自然人占81%，企业占15%，其他占4%; 网络、信函分别占58%、42%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from .divisions import names_the_rest, places
from .listed import Enumeration, Wording
from .quantities import Quantity
from .sentences import PLAIN, SHARE, Reading

_OF_ALL = re.compile(rf"(?:{PLAIN}{{1,24}}占?比?为?{SHARE}(?:[，；、]|(?=。)|$)){{2,}}")
_SUM_OF_SHARES = re.compile(
    rf"(?:{SHARE}(?:，{PLAIN}{{1,12}}占(?:比为?)?|[、和及]))+{SHARE}，(?:[两二三四五六][类项者种]|以上|上述)?(?:合计|共计|总计)(?:占|为)*{SHARE}"
)
_EACH_SHARE = re.compile(
    rf"(?:分别占|(?:占比|比例|比重)分别[为是达])(?:总[数量])?(?:的)?(?P<shares>{SHARE}(?:[、，和及与]{SHARE}){{1,5}})"
)

_ASKED = re.compile("问卷|调查|受访|填答|了解|知晓|[多复]选")


def share_lists(reading: Reading) -> Iterator[Enumeration]:
    """Every list of shares that must make up a hundred, or the share that is said of all of them."""
    for find in (_shares_of_all, _shares_of_each, _shares_summed):
        yield from find(reading)


def _shares_of_all(reading: Reading) -> Iterator[Enumeration]:
    """自然人占81%，企业占15%，其他占4%: what is left over completes a hundred; of two it is only known not to pass it."""
    for found in _OF_ALL.finditer(reading.pattern):
        shares = reading.within(found.start(), found.end())
        labels = re.split(f"{SHARE}[，；、]?", found.group())[: len(shares)]
        if len(labels) == 2 and not (places(tuple(labels))[0] and sum(share.value for share in shares) > 100):
            continue
        if all("占" in label for label in labels):
            whole = _all_of_it(shares[0])
            yield Enumeration(whole, tuple(shares), tuple(labels), Wording.UNMARKED)


def _shares_of_each(reading: Reading) -> Iterator[Enumeration]:
    """网络、信函、当面申请分别占58%、31%、15%: shares of what is divided without overlap."""
    for found in _EACH_SHARE.finditer(reading.pattern):
        shares = reading.within(*found.span("shares"))
        begin = max(reading.pattern.rfind(stop, 0, found.start()) for stop in "，。；：") + 1
        labels = tuple(re.split("以及|[、和及与]", reading.pattern[begin : found.start()]))
        if len(labels) == len(shares) and (places(labels)[0] or _leaves_the_rest(reading, found, labels)):
            whole = _all_of_it(shares[0])
            yield Enumeration(whole, tuple(shares), labels, Wording.UNMARKED)


def _leaves_the_rest(reading: Reading, found: re.Match[str], labels: tuple[str, ...]) -> bool:
    """咨询、投诉、其他分别占58%、31%、11%: all there is, unless who was asked may have chosen several."""
    around = reading.begin(found.start()), reading.end(found.end())
    return names_the_rest(labels[-1]) and not _ASKED.search(reading.pattern, *around)


def _shares_summed(reading: Reading) -> Iterator[Enumeration]:
    """自然人占81%，企业占15%，两类合计占96%."""
    for found in _SUM_OF_SHARES.finditer(reading.pattern):
        *shares, whole = reading.within(found.start(), found.end())
        yield Enumeration(whole, tuple(shares), ("",) * len(shares), Wording.ALL)


def _all_of_it(share: Quantity) -> Quantity:
    return replace(share, value=Decimal(100), text="100%")
