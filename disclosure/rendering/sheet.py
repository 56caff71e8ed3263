"""What the drawing process is handed: the printed HTML and the files that go inside the PDF, as bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: its name, its media type, and what it is, in words."""

    name: str
    media: str
    description: str
    content: bytes


@dataclass(frozen=True)
class Sheet:
    """One PDF to draw.

    `archival` makes it PDF/A-3a and PDF/UA-1 at once, which editions are and drafts need not be; only then are there
    files inside. `day` is their date (YYYY-MM-DD), so that the same report gives the same bytes on any day.
    """

    html: str
    archival: bool = False
    day: str = ""
    attached: tuple[Attached, ...] = ()

    def to_bytes(self) -> bytes:
        """One line of JSON that says what follows, then the page and the files behind one another."""
        page = self.html.encode("utf-8")
        head = {
            "archival": self.archival,
            "day": self.day,
            "page": len(page),
            "attached": [[a.name, a.media, a.description, len(a.content)] for a in self.attached],
        }
        contents = b"".join(each.content for each in self.attached)
        return json.dumps(head, ensure_ascii=False).encode("utf-8") + b"\n" + page + contents

    @classmethod
    def from_bytes(cls, data: bytes) -> Sheet:
        """The sheet `to_bytes` wrote."""
        line, _, rest = data.partition(b"\n")
        head = json.loads(line)
        at = head["page"]
        attached = []
        for name, media, description, size in head["attached"]:
            attached.append(Attached(name, media, description, rest[at : at + size]))
            at += size
        return cls(rest[: head["page"]].decode("utf-8"), head["archival"], head["day"], tuple(attached))
