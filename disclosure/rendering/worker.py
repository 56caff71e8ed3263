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


WARMING = Sheet(
    "<!DOCTYPE html><html lang=zh-CN><title>公开</title><h1>公开</h1><p>公开<table><tr><th>一<td>1</table>",
    archival=True,
    day="2000-01-01",
)
"""A page drawn before the first job: what is loaded for it, from modules to fonts, every child then has."""


if __name__ == "__main__":
    coverage()
    pdf.pdf(WARMING)
    serve(draw)
