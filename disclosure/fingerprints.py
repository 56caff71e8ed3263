"""Fingerprints of what public pages are made from: where they are the same, the page is the same.

An edition never changes and every act of publishing raises an edition's number or sets a date of withdrawal, so that
a few columns stand for everything a page says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Count, Max, Q
from django.db.models.functions import Substr

from .ledger import PAGE, PART, head
from .models import Bureau, EditionFile, LedgerEntry, LedgerHead, Publication

_PROGRAM = ("disclosure", "reportsite", "templates")
_ENDS = {".py", ".html", ".txt", ".xml", ".css", ".toml"}


def of(*parts: Any) -> str:
    """One fingerprint of JSON-ready parts, dates included."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def program() -> str:
    """Of the program, its templates and static files, the names of the site and the terms of its data: what every page
    is made with."""
    files = _program_files() if settings.DEBUG else _program_once()
    return of(files, settings.SITE, settings.SITE_URL, settings.STATIC_URL, settings.OPEN_DATA_LICENCE)


@lru_cache(maxsize=1)
def _program_once() -> str:
    return _program_files()


def _program_files() -> str:
    digest = hashlib.sha256(version("django").encode())
    for path in sorted(_files()):
        digest.update(f"\0{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for part in _PROGRAM:
        for path in (settings.BASE_DIR / part).rglob("*"):
            if path.suffix in _ENDS and "__pycache__" not in path.parts:
                yield path
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            if not name.startswith("admin/"):
                yield Path(storage.path(name))


# --- What was published --------------------------------------------------------------------------------

_BUREAU = [field.attname for field in Bureau._meta.concrete_fields]


@dataclass(frozen=True)
class _Rows:
    """What is known of bodies and their editions: bureau id → its columns; bureau id → one line an edition."""

    bureaus: Mapping[int, Mapping[str, Any]]
    editions: Mapping[int, list[tuple[Any, ...]]]

    @cached_property
    def successors(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for pk, bureau in self.bureaus.items():
            found.setdefault(bureau["predecessor_id"], []).append(pk)
        return found

    def of_body(self, pk: int) -> str:
        """Of a body: its name and place, its editions, and those of its predecessor and successors."""
        own = self.bureaus[pk]
        near = [self.bureaus.get(own["predecessor_id"]), self.bureaus.get(own["supervisor_id"])]
        kin = [pk, own["predecessor_id"], *self.successors.get(pk, ())]
        return of(own, near, [[self.bureaus.get(each), self.editions.get(each)] for each in kin])


def _rows(bureaus: Iterable[Mapping[str, Any]], editions: Iterable[tuple[Any, ...]]) -> _Rows:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for bureau, *line in editions:
        found.setdefault(bureau, []).append(tuple(line))
    return _Rows({bureau["id"]: bureau for bureau in bureaus}, found)


def _editions() -> Any:
    """One line an edition: its body, then what tells it and its standing from any other."""
    return Publication.objects.order_by("report__year", "number").values_list(
        "report__bureau_id", "report__year", "number", "code", "report__edition", "report__withdrawn_at"
    )


def body(code: str) -> str | None:
    """Of everything the pages of one body are made from; None where there is no such body. Two queries."""
    near = Q(code=code) | Q(predecessor__code=code) | Q(successors__code=code) | Q(supervised__code=code)
    bureaus = list(Bureau.objects.filter(near).order_by("id").distinct().values(*_BUREAU))
    own = next((bureau["id"] for bureau in bureaus if bureau["code"] == code), None)
    if own is None:
        return None
    editions = _editions().filter(report__bureau__in=[bureau["id"] for bureau in bureaus])
    return _rows(bureaus, editions).of_body(own)


def bodies() -> dict[str, str]:
    """The same for every body that has published something, by its code. Two queries."""
    rows = _rows(Bureau.objects.order_by("id").values(*_BUREAU), _editions())
    return {rows.bureaus[pk]["code"]: rows.of_body(pk) for pk in rows.editions}


def years() -> dict[int, str]:
    """Of the lists of each year on which something was published: its editions.

    With them the years, kinds and regions there are, which every list offers. No list says anything of another year:
    only the pages of a body do. Two queries.
    """
    rows = _rows(Bureau.objects.order_by("id").values(*_BUREAU), _editions())
    lines: dict[int, list[Any]] = {}
    for pk, editions in sorted(rows.editions.items()):
        for edition in editions:
            lines.setdefault(edition[0], []).append((rows.bureaus[pk], edition))
    shape = [
        sorted(lines),
        *(sorted({str(rows.bureaus[pk][each]) for pk in rows.editions}) for each in ("kind", "region")),
    ]
    return {year: of(shape, editions) for year, editions in lines.items()}


def everything() -> str:
    """Of all that was published and of all bodies: what a list is made from. Three small queries."""
    last, day = head(), LedgerHead.objects.order_by("-day").values_list("day", "digest").first()
    bureaus = list(Bureau.objects.order_by("id").values_list(*_BUREAU))
    return of(last.digest if last else "", day, bureaus)


def ledger_pages() -> dict[int, str]:
    """Of the pages of the ledger, by their first record: what they show, and whether there is a newer one. One query.

    The front page, which shows the newest of them, is not among them.
    """
    columns = ("number", "digest", "publication__report__bureau__name")
    lines = list(LedgerEntry.objects.order_by("number").values_list(*columns))
    starts = range(0, len(lines), PAGE)
    return {first + 1: of(lines[first : first + PAGE], first == starts[-1]) for first in starts}


def ledger_parts() -> dict[int, str]:
    """Of the data files of the ledger, by their first record: the digest of the last record in each. One query."""
    digests = list(LedgerEntry.objects.order_by("number").values_list("digest", flat=True))
    return {first + 1: digests[first : first + PART][-1] for first in range(0, len(digests), PART)}


def digest_lists() -> dict[str, str]:
    """Of the lists of digests, by the two digits they begin with. No published file is ever taken off. One query."""
    lists = EditionFile.objects.order_by().values_list(Substr("sha256", 1, 2))
    return {prefix: of(*said) for prefix, *said in lists.annotate(Count("pk"), Max("pk"))}
