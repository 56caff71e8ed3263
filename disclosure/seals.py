"""The seal of a body, where the site keeps one: a picture named after its code, drawn over signature and date."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .models import Bureau
from .picturing import redraw
from .rendering import Seal


def seal_of(bureau: Bureau) -> Seal | None:
    """The seal from SEAL_DIR/<code>.png, decoded and encoded anew; None where there is none. Raises PictureError."""
    if not settings.SEAL_DIR:
        return None
    file = Path(settings.SEAL_DIR) / f"{bureau.code}.png"
    if not file.is_file():
        return None
    return Seal(redraw(file.read_bytes(), file.name).png, f"{bureau.name}印章")
