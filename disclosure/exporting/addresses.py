"""The addresses of the public pages: which there are, where each lies in the folder, which view draws it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.urls import Resolver404, ResolverMatch, resolve, reverse

from ..editions import shown
from ..models import EditionFile, Publication
from .errors import ExportError

_BEGINNING = ("page", "1")
"""What goes without saying: a list begins at its beginning."""
_NAME = re.compile(r"[a-z]+")
_NO_LETTER = re.compile(r"[^\w-]")
_ASKED_OF_PEOPLE = {"q"}
"""What only a running site can answer."""


@dataclass(frozen=True)
class Address:
    """A page of the site: its path, and what is asked of it, sorted and without what goes without saying."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> str:
        """Where the page lies in the folder: /reports/a/2024/ is reports/a/2024/index.html."""
        path = self.path.lstrip("/")
        if not self.path.endswith("/"):
            return path
        asked = "-".join(f"{name}-{_plain(value)}" for name, value in self.query)
        return f"{path}{asked or 'index'}.html"

    def __str__(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


def read(text: str, page: str = "") -> Address:
    """The address in a link, without its fragment. Raises ExportError where its query cannot be part of a file's name.

    `page` is where the link stands.
    """
    path, _, query = text.partition("?")
    if not query:
        return Address(path)
    pairs = [(name, value) for name, value in parse_qsl(query) if (name, value) != _BEGINNING]
    if any(not _NAME.fullmatch(name) or name in _ASKED_OF_PEOPLE for name, _ in pairs):
        raise ExportError(f"{page}上的链接“?{query}”不能写成文件名。")
    return Address(path, tuple(sorted(pairs)))


def _plain(value: str) -> str:
    """A value in letters every file system and server can write; that of a region is a name somebody typed."""
    letters = value if value.isascii() else value.encode("punycode").decode()
    return _NO_LETTER.sub(lambda found: f"_{ord(found.group()):x}", letters)


def matched(address: Address) -> ResolverMatch:
    """The view behind a public address; everything else stays out of the folder. Raises ExportError."""
    match = _resolved(address.path)
    if match is None or not (match.url_name or "").startswith("public_"):
        raise ExportError(f"公开网页上有链接通到“{address.path}”，它不是公开的网页。")
    return match


@lru_cache(maxsize=20_000)
def _resolved(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def number_in_list(path: str) -> tuple[str, str] | None:
    """Where in the folder a number stands that has a page of its own on the running site: a page, a place in it."""
    match = _resolved(path)
    if match is None or match.url_name != "figure":
        return None
    return reverse("public_cells", args=[match.kwargs["code"], match.kwargs["year"]]), match.kwargs["key"]


def of_bodies(codes: Iterable[str]) -> Iterator[Address]:
    """Every edition of some bodies with its files, so that none is missed that no page leads to."""
    editions = Publication.objects.filter(report__bureau__code__in=list(codes)).order_by(
        "report_id", "number"
    )
    files = EditionFile.objects.filter(publication__in=shown()).order_by("name")
    names: dict[int, list[str]] = {}
    for edition, name in files.filter(publication__in=editions).values_list("publication_id", "name"):
        names.setdefault(edition, []).append(name)
    for pk, code, year, number, record in editions.values_list(
        "pk", "report__bureau__code", "report__year", "number", "code"
    ):
        yield Address(reverse("public_verify", args=[record]))
        yield Address(reverse("public_verify_data", args=[record]))
        yield Address(reverse("public_body", args=[code]))
        yield Address(reverse("public_report", args=[code, year]))
        yield Address(reverse("public_edition", args=[code, year, number]))
        for name in names.get(pk, ()):
            yield Address(reverse("public_file", args=[code, year, number, name]))
