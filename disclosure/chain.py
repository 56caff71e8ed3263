"""The chain of what was published: each record names the digest of the one before, so that no change goes unseen.

A record is text in canonical JSON; its digest is the SHA-256 of that text. Whoever holds the records can work every
digest out again without this program (RFC 8785 in spirit: sorted keys, no spaces, UTF-8, whole numbers only).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

START = "0" * 64
"""What the first record names as the one before."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, so that a code read from paper is not mistaken."""
CODE_LENGTH = 12
_GROUP = 4
_MISREAD = str.maketrans("ILO", "110")
_DIGEST = re.compile(r"(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])")


@dataclass(frozen=True)
class Record:
    """One act of publishing as it stands in the chain: its place, its text, and the digest of that text."""

    number: int
    text: str
    digest: str

    @property
    def said(self) -> Mapping[str, Any]:
        """What the text says. Raises ValueError for a text that is no JSON object."""
        said = json.loads(self.text)
        if not isinstance(said, dict):
            raise ValueError("not a JSON object")
        return said


def canonical(data: Any) -> str:
    """JSON-ready data as the text that is hashed."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def follow(last: Record | None, said: Mapping[str, Any]) -> Record:
    """The record that comes behind `last` (None: the first) and says this."""
    number = last.number + 1 if last else 1
    previous = last.digest if last else START
    text = canonical({**said, "number": number, "previous": previous})
    return Record(number, text, sha256(text.encode()))


def faults(records: Iterable[Record]) -> Iterator[str]:
    """What is wrong with a chain, in Chinese: records missing, moved, or changed. Nothing for a whole one."""
    last: Record | None = None
    for record in records:
        yield from _faults(last, record)
        last = record


def _faults(last: Record | None, record: Record) -> Iterator[str]:
    where = f"第{record.number}条记录"
    wanted = last.number + 1 if last else 1
    if record.number != wanted:
        yield f"{where}前面少了记录（应是第{wanted}条）"
    if sha256(record.text.encode()) != record.digest:
        yield f"{where}的内容被改过：摘要对不上"
    try:
        said = record.said
    except ValueError:
        yield f"{where}读不出来"
        return
    if said.get("number") != record.number:
        yield f"{where}里写的序号是{said.get('number')}"
    if said.get("previous") != (last.digest if last else START):
        yield f"{where}没有接上前一条：它写的前一条摘要不对"


# --- Codes ---------------------------------------------------------------------------------------------


def code(parts: Sequence[object]) -> str:
    """The verification code of an edition: 60 bits of the SHA-256 over what identifies it, as 7KQM-2F9X-4DHA."""
    digest = int.from_bytes(hashlib.sha256("/".join(map(str, parts)).encode()).digest())
    letters = "".join(_ALPHABET[digest >> 5 * at & 31] for at in range(CODE_LENGTH))
    return grouped(letters)


def grouped(letters: str) -> str:
    """Twelve letters as they are printed, in groups of four."""
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def read_code(typed: str) -> str:
    """A code as somebody typed or pasted it, as it is stored; "" if it is none.

    Any case and width, with or without dashes and spaces, O for 0; with words before it, or as the end of an address.
    `static/js/verify.js` reads codes the same way.
    """
    said = unicodedata.normalize("NFKC", typed).upper().strip().rstrip("/")
    letters = re.sub(r"[^0-9A-Z]", "", re.split("[/:]", said)[-1]).translate(_MISREAD)
    fits = len(letters) == CODE_LENGTH and all(letter in _ALPHABET for letter in letters)
    return grouped(letters) if fits else ""


def read_digest(typed: str) -> str:
    """A SHA-256 as somebody typed it or a program printed it (with the file's name, or in pairs); "" if it is none."""
    said = unicodedata.normalize("NFKC", typed).lower()
    found = _DIGEST.search(said) or _DIGEST.fullmatch(re.sub(r"[\s:-]", "", said))
    return found.group() if found else ""


def sha256(content: bytes) -> str:
    """The digest of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
