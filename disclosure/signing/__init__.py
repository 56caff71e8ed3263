"""Signatures over what is published: who signs is a setting, and a service of the government plugs in as one more signer.

The PDF is signed in the process that publishes: what is parsed here is the PDF that was drawn a moment ago, while the
processes that open what people send never come near a key. The signature is an addition at the end of the file, so the
bytes before it are those that were drawn, and their digest stays provable.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol


class SigningError(Exception):
    """Nothing was signed; the message is Chinese and says what to look at."""


class Signer(Protocol):
    """Who signs.

    A government seal service (SM2 by GM/T 0031, say) is a class with these three, named by its dotted path in SIGNING; it
    is made without arguments and reads its own settings. It may call out to the service: that is the site's decision.
    Whatever it raises is told as a SigningError, and it is waited for no longer than SIGNING_TIMEOUT.
    """

    identity: str
    """Whose signature it is, in words."""
    until: datetime | None
    """Until when it can sign; None where it does not know."""

    def sign(self, pdf: bytes) -> bytes:
        """The same file with a signature behind it. Raises SigningError."""


def unsigned(signed: bytes, digest: str) -> bytes:
    """The file as it was before it was signed: the beginning of the signed one whose SHA-256 is `digest`.

    Raises ValueError where there is none, that is where what was signed is not what was drawn.
    """
    end = signed.rfind(b"%%EOF")
    while end > 0:
        for line_end in (b"", b"\n", b"\r\n", b"\r"):
            at = end + len(b"%%EOF") + len(line_end)
            if signed[:at].endswith(line_end) and hashlib.sha256(signed[:at]).hexdigest() == digest:
                return signed[:at]
        end = signed.rfind(b"%%EOF", 0, end)
    raise ValueError("no part of the file has this digest")
