"""What a portal serves, compared with what was published.

A list says which edition belongs at which address (`lists`); each address is asked for once, within limits (`asking`),
and what it serves is compared by bytes and, where it is a page, by its numbers and words (`comparing`) and its pictures
(`showing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from ..picturing import SIZE_LIMIT
from .asking import Limits, NotReached, fetch, host
from .comparing import Seen, Verdict, absent, compare
from .lists import Place, UnusableList, derived, read_list, said

__all__ = ["Limits", "Place", "Seen", "UnusableList", "Verdict", "derived", "read_list", "said", "watch"]

_GONE = (404, 410)


def watch(places: Sequence[Place], limits: Limits) -> Iterator[Seen]:
    """Each place as it is served now. Only hosts that the places name are asked, redirects included."""
    hosts = frozenset(host(place.address) for place in places)
    for place in places:
        yield _look(place, hosts, limits)


def _look(place: Place, hosts: frozenset[str], limits: Limits) -> Seen:
    try:
        answer = fetch(place.address, hosts, limits)
    except NotReached as error:
        verdict = Verdict.REDIRECTED if error.led_away else Verdict.UNREACHABLE
        return Seen(place, verdict, str(error))
    if answer.status in _GONE:
        return absent(place, f"服务器回答{answer.status}")
    if answer.status != 200:
        return Seen(place, Verdict.UNREACHABLE, f"服务器回答{answer.status}", landed=answer.address)
    return compare(place, answer, partial(_picture, hosts=hosts, limits=limits))


def _picture(address: str, hosts: frozenset[str], limits: Limits) -> bytes | None:
    """A picture of a page, from a host that is listed."""
    try:
        if host(address) not in hosts:
            return None
        answer = fetch(address, hosts, replace(limits, bytes=min(limits.bytes, SIZE_LIMIT)))
    except (NotReached, ValueError):
        return None
    return answer.content if answer.status == 200 else None
