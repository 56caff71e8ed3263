"""What one job in a worker may use, and the few bytes parent and worker exchange about it."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from enum import Enum


@dataclass(frozen=True)
class Limits:
    """Limits of one job: processor time and time on the clock in seconds, address space in bytes."""

    cpu: float = 30
    wall: float = 60
    memory: int = 2 * 1024**3

    def to_argument(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_argument(cls, text: str) -> Limits:
        return cls(**json.loads(text))


class Answer(Enum):
    """The first byte of a worker's answer; the rest is what the job made, or UTF-8 text."""

    DONE = b"D"
    REJECTED = b"R"
    NO_MEMORY = b"M"
    FAILED = b"F"


TRAILER = struct.Struct(">ci")
"""Ends every answer, written when the job's process is gone: b"X" and its exit code, or minus the signal."""


def trailer(code: int) -> bytes:
    return TRAILER.pack(b"X", code)


def split(reply: bytes) -> tuple[bytes, int] | None:
    """(answer, exit code) of a whole reply; None when it was cut off because the worker itself is gone."""
    if len(reply) < TRAILER.size:
        return None
    mark, code = TRAILER.unpack(reply[-TRAILER.size :])
    return (reply[: -TRAILER.size], code) if mark == b"X" else None
