"""Which edition belongs at which address: from a list, or worked out from what was published."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from ..editions import in_force, named, newest
from ..models import EditionFile, Publication
from .asking import host

COLUMNS = ("edition", "url")


class UnusableList(ValueError):
    """A list nobody can go by; the message is Chinese."""


@dataclass(frozen=True)
class Place:
    """An address, and the edition that belongs there.

    `kept`: it is the address of this very edition, also when a newer one is there; else that of the report.
    """

    address: str
    edition: Publication
    kept: bool = False


def said(edition: str, address: str) -> Place:
    """The place a line of a list names. Raises UnusableList.

    A verification code or body/year is the report, whatever its newest edition; body/year/number this edition.
    """
    found = named(edition)
    if found is None:
        raise UnusableList(f"没有“{edition}”这个版本。")
    try:
        host(address)
    except ValueError:
        raise UnusableList(f"“{address}”不是http或https的网址。") from None
    kept = edition.strip().strip("/").count("/") == 2
    return Place(address, found, kept)


def read_list(raw: bytes) -> list[Place]:
    """The places of a CSV list with the columns edition and url, as UTF-8 or as Excel writes it. Raises UnusableList."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if missing := [name for name in COLUMNS if name not in names]:
        raise UnusableList(f"清单的第一行要有{'、'.join(COLUMNS)}这几列，缺{'、'.join(missing)}。")
    rows.fieldnames = names
    return list(_places(rows))


def _places(rows: csv.DictReader[str]) -> Iterator[Place]:
    for row in rows:
        edition, address = ((row.get(name) or "").strip() for name in COLUMNS)
        if not edition and not address:
            continue
        try:
            yield said(edition, address)
        except UnusableList as error:
            raise UnusableList(f"清单第{rows.line_num}行：{error}") from None


def derived(base: str, years: Iterable[int] = ()) -> list[Place]:
    """The page of every report below an address, and the files of its edition in force. Raises UnusableList.

    A report that was taken down has its page only, which has to hold a notice.
    """
    try:
        host(base)
    except ValueError:
        raise UnusableList(f"“{base}”不是http或https的网址。") from None
    wanted = {"report__year__in": list(years)} if years else {}
    files: dict[int, list[str]] = {}
    held = EditionFile.objects.filter(publication__in=in_force().filter(**wanted)).order_by("name")
    for edition, name in held.values_list("publication_id", "name"):
        files.setdefault(edition, []).append(name)
    at = base.rstrip("/")
    places = []
    for edition in newest().filter(**wanted).order_by("-report__year", "report__bureau__code"):
        where = [edition.report.bureau.code, edition.report.year]
        places.append(Place(f"{at}{reverse('public_report', args=where)}", edition))
        places += [
            Place(f"{at}{reverse('public_file', args=[*where, edition.number, name])}", edition)
            for name in files.get(edition.pk, ())
            if not name.startswith("source.")
        ]
    return places
