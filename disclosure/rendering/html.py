"""The document as HTML: one page that stands on its own, and the page the PDF is printed from."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from . import qr
from .document import Document
from .imprint import Imprint

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def standalone(document: Document) -> str:
    """A whole HTML page in one file, with its style inside and nothing fetched from anywhere."""
    return render_template("official/page.html", {"document": document})


def for_print(document: Document) -> str:
    """The HTML the PDF is printed from."""
    return render_template("official/print.html", {"document": document, "created": document.created})


def for_edition(document: Document, imprint: Imprint) -> str:
    """The HTML the PDF of an edition is printed from: with its code at the end, and its seal where there is one."""
    context = {
        "document": document,
        "created": imprint.published.isoformat(),
        "imprint": imprint,
        "qr": _base64(qr.picture(imprint.address)) if imprint.address else "",
        "seal": {"data": _base64(imprint.seal.png), "alt": imprint.seal.alt} if imprint.seal else None,
    }
    return render_template("official/print.html", context)


def article(page: str) -> str:
    """The `<article class="official">` of a standalone page: the report without the page around it."""
    start = page.index('<article class="official"')
    return page[start : page.index("</article>", start) + len("</article>")]


def page_policy(page: bytes) -> str:
    """The Content-Security-Policy a standalone page is served under: its own styles, named by digest, nothing else."""
    digests = (base64.b64encode(hashlib.sha256(style).digest()).decode() for style in _STYLE.findall(page))
    styles = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def render_template(name: str, context: Mapping[str, Any]) -> str:
    """A template of the official documents, whatever the language and time zone of the site."""
    drawn = Context(dict(context), use_l10n=False, use_tz=False)
    return str(_engine().get_template(name).render(drawn))


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@cache
def _engine() -> Engine:
    """An engine of its own: documents look the same whatever the site's settings are, and need no settings at all."""
    return Engine(dirs=[str(TEMPLATES)], autoescape=True)
