"""A Filing drawn: the official layout as PDF and as an HTML page that stands on its own.

`render_pdf` and `render_html` take a Filing, not a Report: what is printed is exactly what was checked. PDFs are drawn
in a process of their own with limits of time and memory (`pool`, `worker`); whatever goes wrong is a RenderingError
whose text is fit for the page.
"""

from __future__ import annotations

from ..filing import Filing
from .document import Document, block_views, document
from .edition import data_file, edition_files
from .errors import Busy, EngineError, MemoryLimit, MissingGlyphs, RenderingError, TimeLimit, TooLong
from .html import article, for_print, page_policy, standalone
from .imprint import Imprint, Seal
from .makers import ABSENT, PROGRAM, made_with
from .pool import POOL
from .sheet import Sheet
from .tables import Cells

__all__ = [
    "ABSENT",
    "PROGRAM",
    "Busy",
    "Cells",
    "Document",
    "EngineError",
    "Imprint",
    "MemoryLimit",
    "MissingGlyphs",
    "RenderingError",
    "Seal",
    "TimeLimit",
    "TooLong",
    "article",
    "block_views",
    "data_file",
    "document",
    "edition_files",
    "made_with",
    "page_policy",
    "print_html",
    "render_html",
    "render_pdf",
]


def render_pdf(filing: Filing, cells: Cells | None = None) -> bytes:
    """The report as PDF in the layout of GB/T 9704-2012; the same filing gives the same bytes. RenderingError.

    `cells` as for `document`.
    """
    return POOL.render(Sheet(print_html(filing, cells)))


def render_html(filing: Filing, cells: Cells | None = None) -> bytes:
    """The report as one HTML file (UTF-8) that needs nothing else. Raises TooLong."""
    return standalone(document(filing, cells)).encode("utf-8")


def print_html(filing: Filing, cells: Cells | None = None) -> str:
    """The HTML the PDF is printed from. Raises TooLong."""
    return for_print(document(filing, cells))
