"""What the files of one edition say of themselves: its number, its verification code, when it was published."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Seal:
    """The picture of a seal (PNG) and what it shows, in words."""

    png: bytes
    alt: str


@dataclass(frozen=True)
class Imprint:
    """The edition a file belongs to.

    `code` is the verification code (7KQM-2F9X-4DHA), `address` the absolute address behind the QR ("" where the site
    has none), `number` the edition, `published` its date.
    """

    code: str
    address: str
    number: int
    published: date
    seal: Seal | None = None

    def to_data(self) -> dict[str, Any]:
        """The imprint as JSON-ready data."""
        data = {
            "code": self.code,
            "address": self.address,
            "number": self.number,
            "published": self.published.isoformat(),
        }
        if self.seal is None:
            return data
        return data | {"seal": {"png": base64.b64encode(self.seal.png).decode(), "alt": self.seal.alt}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Imprint:
        """The imprint `to_data` wrote."""
        seal = data.get("seal")
        return cls(
            code=data["code"],
            address=data["address"],
            number=data["number"],
            published=date.fromisoformat(data["published"]),
            seal=Seal(base64.b64decode(seal["png"]), seal["alt"]) if seal else None,
        )
