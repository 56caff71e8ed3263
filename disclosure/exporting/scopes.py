"""Which pages change together: those of a body, those of a year, and those that every publication changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import ResolverMatch

from .. import fingerprints
from ..chain import read_code
from ..models import Publication
from .addresses import Address

SITE = "site"


def body(code: str) -> str:
    """The part of a body."""
    return f"body:{code}"


def year(number: int | str) -> str:
    """The part of a year."""
    return f"year:{number}"


@dataclass(frozen=True)
class Scopes:
    """The parts of the site as it is now: name → fingerprint of what its pages are made from.

    `editions` is verification code → the part of its body.
    """

    states: Mapping[str, str]
    editions: Mapping[str, str]

    def of(self, address: Address, match: ResolverMatch) -> str:
        """The part a page belongs to: what its address names decides, a body before a year."""
        said = [str(value) for value in (*match.args, *match.kwargs.values(), *dict(address.query).values())]
        return next(self._named(said), SITE)

    def bodies(self) -> Iterator[str]:
        """The codes of the bodies that have published something."""
        return (name.removeprefix("body:") for name in self.states if name.startswith("body:"))

    def years(self) -> Iterator[int]:
        """The years on which something was published."""
        return (int(name.removeprefix("year:")) for name in self.states if name.startswith("year:"))

    def _named(self, said: list[str]) -> Iterator[str]:
        yield from (body(each) for each in said if body(each) in self.states)
        yield from (self.editions[code] for each in said if (code := read_code(each)) in self.editions)
        yield from (year(each) for each in said if year(each) in self.states)


def now() -> Scopes:
    """The parts as the database has them."""
    states = {body(code): state for code, state in fingerprints.bodies().items()}
    states |= {year(number): state for number, state in fingerprints.years().items()}
    codes = Publication.objects.values_list("code", "report__bureau__code")
    return Scopes({**states, SITE: fingerprints.everything()}, {code: body(bureau) for code, bureau in codes})
