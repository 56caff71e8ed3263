"""The report as an HTML fragment that survives being pasted into the editor of a government portal.

Such editors drop classes, ids, style sheets and scripts and keep attributes and a few inline styles: that is the one
place where a style stands on the element. Nothing is fetched; pictures stand in the text as data.
"""

from __future__ import annotations

from .document import Document
from .html import render_template


def fragment(document: Document) -> str:
    """Headings, paragraphs and tables of a document, ready to be pasted."""
    return render_template("official/fragment/page.html", {"document": document})
