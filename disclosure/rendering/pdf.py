"""The printed HTML as PDF: the only module that imports WeasyPrint, and it is only ever imported in a worker process.

The same HTML gives the same bytes: dates and media types come from the data, nothing is fetched, and only the vendored
fonts are known.
"""

from __future__ import annotations

import io
import logging
import os
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if not Path(os.environ.get("FONTCONFIG_FILE", "")).is_absolute():
    raise ImportError(
        "FONTCONFIG_FILE must be an absolute path: else the fonts of the system would be used unseen"
    )

from weasyprint import HTML, Attachment, URLFetcher
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from . import archival, embedding, fontset, typesetting
from .sheet import Attached, Sheet

typesetting.install()
embedding.install()


class EngineWarning(Exception):
    """WeasyPrint had something to say about a page that has to be faultless."""


class NothingFetched(URLFetcher):  # type: ignore[misc]
    """A fetcher that refuses every address: the printed page brings its pictures with it and needs nothing else."""

    def fetch(self, url: str, headers: object = None) -> object:
        if url.startswith("data:image/png;base64,"):
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"refused to fetch {url[:200]}")


class _Warnings(logging.Handler):
    """Keeps what WeasyPrint logs from warnings upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def missing_glyphs(text: str, coverage: frozenset[int]) -> str:
    """The characters of a text that none of the fonts has, each once, in the order of their first appearance."""
    return "".join(
        dict.fromkeys(char for char in text if ord(char) not in coverage and char not in "\n\u3000")
    )


def pdf(sheet: Sheet) -> bytes:
    """The PDF of a printed page, tagged and with an outline. Raises EngineWarning on any warning of WeasyPrint."""
    warnings = _Warnings()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(warnings)
    try:
        page = HTML(string=sheet.html, base_url="about:blank", url_fetcher=NothingFetched())
        document = page.render(font_config=FontConfiguration(), **_variant(sheet))
        if sheet.archival:
            archival.claim_universal_access(document)
        written = document.write_pdf(finisher=archival.finish, **_variant(sheet))
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise EngineWarning("; ".join(warnings.messages[:5]))
    return bytes(written)


def _variant(sheet: Sheet) -> dict[str, Any]:
    if not sheet.archival:
        return {"pdf_tags": True}
    day = datetime.fromisoformat(sheet.day).replace(tzinfo=UTC)
    return {"pdf_variant": "pdf/a-3a", "attachments": [_inside(each, day) for each in sheet.attached]}


def _inside(file: Attached, day: datetime) -> Attachment:
    """A file inside the PDF, of the media type we say it has: WeasyPrint would ask the tables of the machine."""
    made = Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=day,
        modified=day,
        relationship="Data",
    )
    made.source = nullcontext((io.BytesIO(file.content), None, None, file.media))
    return made


def coverage() -> frozenset[int]:
    """The code points that can be printed."""
    return fontset.coverage()
