"""Which pages change together: those of a body, those of a year, a page of the ledger that is full, and the rest, which
every publication changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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


def ledger_page(first: int | str) -> str:
    """The part of a page of the ledger, by its first record."""
    return f"ledger:{first}"


def ledger_part(first: int | str) -> str:
    """The part of a data file of the ledger, by its first record."""
    return f"records:{first}"


def digest_list(prefix: str) -> str:
    """The part of a list of digests, by the two digits they begin with."""
    return f"digests:{prefix}"


_RECORDS: Mapping[str, Callable[[str], str]] = {
    "public_digests": digest_list,
    "public_ledger_part": ledger_part,
}


@dataclass(frozen=True)
class Scopes:
    """The parts of the site as it is now: name → fingerprint of what its pages are made from.

    `editions` is verification code → the part of its body.
    """

    states: Mapping[str, str]
    editions: Mapping[str, str]

    def of(self, address: Address, match: ResolverMatch) -> str:
        """The part a page belongs to: what its address names decides, a body before a year.

        What was published while the site is being written has no part yet, and is taken for what changes with all.
        """
        said = {name: str(value) for name, value in (match.kwargs | dict(address.query)).items()}
        return next(
            (part for part in _named(match.url_name or "", said, self.editions) if part in self.states), SITE
        )

    def bodies(self) -> Iterator[str]:
        """The codes of the bodies that have published something."""
        return self._all(body(""))

    def years(self) -> Iterator[int]:
        """The years on which something was published."""
        return map(int, self._all(year("")))

    def records(self) -> Iterator[tuple[str, str]]:
        """The files by which a reader's browser verifies a file, and the ledger as data, which no page leads to: the name
        of the address of each, and what it begins with."""
        for name, part in _RECORDS.items():
            yield from ((name, begins) for begins in self._all(part("")))

    def _all(self, kind: str) -> Iterator[str]:
        return (name.removeprefix(kind) for name in self.states if name.startswith(kind))


def _named(page: str, said: Mapping[str, str], editions: Mapping[str, str]) -> Iterator[str]:
    """The parts an address can mean by what it says under each name: a body may have the code of a kind or a year."""
    if page == "public_ledger" and "from" in said:
        yield ledger_page(said["from"])
    if page in _RECORDS:
        yield from map(_RECORDS[page], said.values())
    if code := said.get("code"):
        yield body(code)
        yield editions.get(read_code(code), SITE)
    yield from (year(said[name]) for name in ("year", "stem") if name in said)


def now() -> Scopes:
    """The parts as the database has them."""
    states = {body(code): state for code, state in fingerprints.bodies().items()}
    states |= {year(number): state for number, state in fingerprints.years().items()}
    states |= {ledger_page(first): state for first, state in fingerprints.ledger_pages().items()}
    states |= {ledger_part(first): state for first, state in fingerprints.ledger_parts().items()}
    states |= {digest_list(prefix): state for prefix, state in fingerprints.digest_lists().items()}
    codes = Publication.objects.values_list("code", "report__bureau__code")
    return Scopes({**states, SITE: fingerprints.everything()}, {code: body(bureau) for code, bureau in codes})
