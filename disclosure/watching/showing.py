"""The pictures of a page that is served, beside those of the edition that belongs there.

Portals store pictures anew, under addresses of their own, as JPEG or smaller. A published picture is therefore looked for
among all that the page shows, in the order of the report; what else a page shows is its own affair.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from ..corrections import Changed
from ..filing import Picture
from ..picturing import SIZE_LIMIT, Likeness, Uncompared, likeness
from .asking import Answer

Ask = Callable[[str], bytes | None]
"""The bytes at an address; None where it may not be asked for, or does not answer."""

MOST = 60
"""Pictures of one page that are looked at."""
_TAG = re.compile(rb"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(rb"""\s(?:src|data-src|data-original)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_WITHIN = re.compile(r"data:image/[a-z.+-]+;base64,", re.IGNORECASE)


@dataclass(frozen=True)
class Shown:
    """What became of the published pictures: those a page does not show, and what has to be said of the others.

    `unseen`: a picture is missing, and not every picture of the page could be looked at: it may be one of these.
    """

    missing: tuple[Changed, ...] = ()
    note: str = ""
    unseen: bool = False


class _Page:
    """The pictures of a page, in its order, each fetched when somebody looks at it."""

    def __init__(self, answer: Answer, ask: Ask) -> None:
        self.sources = list(_sources(answer))[:MOST]
        self._ask = ask
        self._seen: dict[str, bytes | None] = {}
        self._uncompared = False

    def __getitem__(self, at: int) -> bytes | None:
        source = self.sources[at]
        if source not in self._seen:
            self._seen[source] = _within(source) if _WITHIN.match(source) else self._ask(source)
        return self._seen[source]

    def beside(self, at: int, published: bytes) -> Likeness:
        """How a picture of the page looks beside a published one."""
        served = self[at]
        try:
            return likeness(published, served) if served else Likeness.OTHER
        except Uncompared:
            self._uncompared = True
            return Likeness.OTHER

    @property
    def unseen(self) -> bool:
        return self._uncompared or None in self._seen.values()


def shown(published: Sequence[Picture], answer: Answer, ask: Ask) -> Shown:
    """How the pictures of an edition stand in a page that is served."""
    page = _Page(answer, ask)
    missing: list[Changed] = []
    resized: list[str] = []
    first = 0
    for picture in published:
        found, how = _found(picture, page, first)
        if how is Likeness.OTHER:
            told = picture.caption or picture.alt
            missing.append(Changed("picture", f"picture.{picture.number}", f"图{picture.number}", told, None))
            continue
        first = found + 1
        if how is Likeness.RESIZED:
            resized.append(f"图{picture.number}")
    note = f"{'、'.join(resized)}改过大小，小的地方没有比" if resized else ""
    return Shown(tuple(missing), note, bool(missing) and page.unseen)


def _found(picture: Picture, page: _Page, first: int) -> tuple[int, Likeness]:
    """Where a picture stands from a place on, and how well it was kept."""
    for at in range(first, len(page.sources)):
        how = page.beside(at, picture.png)
        if how is not Likeness.OTHER:
            return at, how
    return first, Likeness.OTHER


def _sources(answer: Answer) -> Iterator[str]:
    """The addresses of the pictures, or what stands in the page itself. Tags are plain bytes in every encoding of pages."""
    for tag in _TAG.findall(answer.content):
        for found in _SOURCE.findall(tag):
            source = html.unescape(found.strip(b"\"'").decode("utf-8", "replace")).strip()
            if source:
                yield source if source[:5].lower() == "data:" else _joined(answer.address, source)


def _joined(address: str, source: str) -> str:
    try:
        return urljoin(address, source)
    except ValueError:
        return source


def _within(source: str) -> bytes | None:
    """The bytes of a picture that stands in the page itself."""
    try:
        data = base64.b64decode(source.partition(",")[2])
    except (binascii.Error, ValueError):
        return None
    return data if len(data) <= SIZE_LIMIT else None


def said_of(numbers: Iterable[Changed]) -> str:
    """The pictures that may be among those nobody could look at."""
    return f"{'、'.join(each.label for each in numbers)}没有找到，网页里有的图看不到"
