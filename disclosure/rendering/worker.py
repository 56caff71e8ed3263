"""The process that draws PDFs: it loads engine and fonts once; every page is drawn in a limited child (`workers`)."""

from __future__ import annotations

from functools import cache

from ..workers.errors import Rejected
from ..workers.server import serve
from . import pdf


def draw(html: bytes) -> bytes:
    """The PDF of a printed page (UTF-8). Raises Rejected with the characters that none of the fonts has."""
    page = html.decode("utf-8")
    if missing := pdf.missing_glyphs(page, coverage()):
        raise Rejected(missing)
    return pdf.pdf(page)


@cache
def coverage() -> frozenset[int]:
    return pdf.coverage()


if __name__ == "__main__":
    coverage()
    serve(draw)
