"""The address behind a verification code as a picture that a phone reads (ISO/IEC 18004)."""

from __future__ import annotations

import io

import segno

SCALE = 8
"""Pixels of a module: 22 mm wide, it is printed at more than 300 dpi."""


def picture(address: str) -> bytes:
    """The address as PNG, black on white, of the error correction that survives a stamp (M)."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="png", scale=SCALE, border=2)
    return target.getvalue()
