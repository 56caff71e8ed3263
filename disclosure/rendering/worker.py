"""The process that draws PDFs: it loads engine and fonts once; every page is drawn in a limited child (`workers`)."""

from __future__ import annotations

from functools import cache

from ..workers.errors import Rejected
from ..workers.server import serve
from . import pdf
from .sheet import Sheet


def draw(job: bytes) -> bytes:
    """The PDF of a `Sheet`. Raises Rejected with the characters that none of the fonts has."""
    sheet = Sheet.from_bytes(job)
    if missing := pdf.missing_glyphs(sheet.html, coverage()):
        raise Rejected(missing)
    return pdf.pdf(sheet)


@cache
def coverage() -> frozenset[int]:
    return pdf.coverage()


if __name__ == "__main__":
    coverage()
    serve(draw)
