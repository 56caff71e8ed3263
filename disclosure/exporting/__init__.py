"""The public pages as a folder of files: every link is relative, so it works under any address and from a disk.

An export into a folder that holds an earlier one draws only what can have changed: the site comes in parts (`scopes`),
and a part whose fingerprint is the one it was written with stays as it stands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from .. import fingerprints
from ..chain import sha256
from . import scopes, search
from .addresses import Address, matched, of_bodies, read
from .crew import Asked, Drawers, Drawn, drawers
from .drawing import MISSING, draw_missing, static_files
from .errors import ExportError
from .folder import GENERATOR, MANIFEST, Earlier, alone, draft, earlier, put, write
from .scopes import SITE, Scopes

__all__ = ["MANIFEST", "ExportError", "Written", "export"]


_FOR_MACHINES = ("public_sitemap", "public_robots")
"""Pages nothing leads to; they need to know under which address the site stands."""


@dataclass(frozen=True)
class Written:
    """The files of the folder (→ SHA-256), and how many of them were drawn, and written because they are new."""

    files: Mapping[str, str]
    drawn: int
    changed: int


def export(folder: Path, *, anew: bool = False, processes: int = 1) -> Written:
    """Write the public pages into a folder that does not exist, is empty, or is an earlier export.

    `anew` draws every page, as does a change of the program or of the names of the site, and reads every file that
    stands there instead of going by the time it was written. Several `processes` share the drawing, but for an export
    within a transaction. Raises ExportError.
    """
    target = folder.resolve()
    with alone(target):
        stood = earlier(target, read=anew)
        with draft(target) as new, drawers(new, processes) as by:
            walk = _Walk(new, stood, scopes.now(), fingerprints.program(), anew)
            walk.whole_site(by)
            manifest = walk.manifest()
            put(new, target, stood, manifest)
    return Written(manifest["files"], walk.drawn, walk.changed)


@dataclass
class _Growing:
    """A part that is being put together: pages that stay, and pages that are drawn."""

    state: str
    files: dict[str, str] = field(default_factory=dict)
    links: set[Address] = field(default_factory=set)
    statics: set[str] = field(default_factory=set)


@dataclass
class _Walk:
    """Goes from page to page; draws what can have changed into `new`, and leaves the other parts as they stand."""

    new: Path
    stood: Earlier
    now: Scopes
    program: str
    anew: bool
    drawn: int = 0
    changed: int = 0
    parts: dict[str, _Growing] = field(default_factory=dict)
    owners: dict[Address, str] = field(default_factory=dict)
    waiting: deque[Address] = field(default_factory=deque)
    standing: dict[str, str] = field(init=False)
    """File → its part, of every part that stays as it stands."""

    def __post_init__(self) -> None:
        stay = [name for name, state in self.now.states.items() if self._stays(name, state)]
        self.standing = {file: name for name in stay for file in self.stood.parts[name].files}

    def whole_site(self, by: Drawers) -> None:
        self._meet(Address(reverse("public_index")))
        for name in ("public_ledger_data", *(_FOR_MACHINES if settings.SITE_URL else ())):
            self._meet(Address(reverse(name)))
        for name, said in self.now.records():
            self._meet(Address(reverse(name, args=[said])))
        fresh = [code for code in self.now.bodies() if not self._part(scopes.body(code)).files]
        for address in of_bodies(fresh):
            self._meet(address)
        while (asked := self._asked()) or by.waiting:
            for page in by.some(asked):
                self._take(page)
        self._search()
        self._missing()
        self._statics()

    def manifest(self) -> dict[str, Any]:
        """What stands in the folder and what it was made from, as JSON-ready data."""
        return {
            "generator": GENERATOR,
            "made": timezone.now().isoformat(),
            "program": self.program,
            "files": {file: digest for part in self.parts.values() for file, digest in part.files.items()},
            "parts": {name: self._said(name, part) for name, part in self.parts.items()},
        }

    def _said(self, name: str, part: _Growing) -> dict[str, Any]:
        return {
            "state": part.state,
            "files": sorted(part.files),
            "links": sorted(str(link) for link in part.links if self.owners[link] != name),
            "statics": sorted(part.statics),
        }

    # --- Pages

    def _meet(self, address: Address) -> None:
        if address not in self.owners:
            # What an address belongs to takes long to find out; a page that stays belongs where it did.
            owner = self.standing.get(address.file)
            self.owners[address] = owner or self.now.of(address, matched(address))
            self.waiting.append(address)

    def _asked(self) -> list[Asked]:
        """What was met and does not stand: the next to be drawn, with the digest of the file in its place."""
        asked: dict[str, Asked] = {}
        while self.waiting:
            address = self.waiting.popleft()
            if address.file not in self._part(self.owners[address]).files:
                asked.setdefault(address.file, (address, self.stood.sound.get(address.file)))
        return list(asked.values())

    def _take(self, page: Drawn) -> None:
        part = self._part(self.owners[page.address])
        part.files[page.address.file] = page.digest
        part.links |= page.links
        part.statics |= page.statics
        self.drawn += 1
        self.changed += page.written
        for link in page.links:
            self._meet(link)

    def _part(self, name: str, state: str = "") -> _Growing:
        """A part: as it stands, where it was made from the same, and empty otherwise."""
        if name not in self.parts:
            state = state or self.now.states[name]
            self.parts[name] = part = _Growing(state)
            if self._stays(name, state):
                before = self.stood.parts[name]
                part.files |= before.files
                part.links |= {read(link) for link in before.links}
                part.statics |= set(before.statics)
                for link in part.links:
                    self._meet(link)
        return self.parts[name]

    def _stays(self, name: str, state: str) -> bool:
        return not self.anew and self.stood.program == self.program and self.stood.stays(name, state)

    # --- Files

    def _search(self) -> None:
        """The files of the search: those of a year stay with its list."""
        for year in self.now.years():
            part = self._part(f"search:{year}", self.now.states[scopes.year(year)])
            for file, content in () if part.files else search.year_files(year):
                self._write(part, file, content)
        for file, content in search.front_files():
            self._write(self._part(SITE), file, content)

    def _missing(self) -> None:
        """What a server shows where there is nothing: its links need to know at which path the site stands."""
        part = self._part(SITE)
        if not settings.SITE_URL or MISSING in part.files:
            return
        page = draw_missing(urlsplit(settings.SITE_URL).path)
        part.statics |= page.statics
        self._write(part, MISSING, page.content)

    def _statics(self) -> None:
        part = _Growing(self.program)
        for name in sorted({name for each in self.parts.values() for name in each.statics}):
            for file, content in static_files(name):
                self._write(part, file, content)
        self.parts["static"] = part

    def _write(self, part: _Growing, file: str, content: bytes) -> None:
        """Take a file into a part, and write it where it does not stand already."""
        digest = sha256(content)
        part.files[file] = digest
        if self.stood.sound.get(file) != digest:
            self.changed += 1
            write(self.new / file, content)
