"""Reports published before this system: taken over as they were, with their documents and with what the rules say of them.

Nothing is mended: totals are printed as the document has them, and a cell that holds no figure shows what it holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import reading
from .checks import Finding, check
from .filing import Figure, Filing, as_number, figure, from_data
from .importing import Imported
from .intake import fill
from .intake.pictures import redrawn
from .intake.propose import doubts
from .models import Bureau, Event, Publication, Report, State
from .rendering import Cells, RenderingError, render_html, render_pdf
from .workflow import Refused, context_of


class Present(Exception):
    """There is a report on the year already; the message is Chinese and says how far it is."""


@dataclass(frozen=True)
class Document:
    """A report as it was published: the body and year it is listed under, the file, and what was read in it.

    `doubts` are sentences on why it may belong somewhere else.
    """

    bureau: Bureau
    year: int
    name: str
    content: bytes
    imported: Imported
    doubts: tuple[str, ...]


def open_document(bureau: Bureau, year: int, name: str, content: bytes) -> Document:
    """Read a file as the report of a body on a year. Raises Present, or UnreadableDocument."""
    _check_absent(bureau, year)
    found, year_known = reading.read_for(year, content, name)
    imported = redrawn(found.imported)
    said = imported.filing
    return Document(
        bureau,
        year,
        name,
        content,
        replace(imported, filing=replace(said, body=bureau.name, year=year)),
        tuple(doubt.sentence for doubt in doubts(bureau.name, year, said, year_known)),
    )


def take_over(document: Document) -> Publication:
    """Make a document the published edition of its year. Raises Present, or Refused where it cannot be drawn or stored.

    Findings do not stop it; they are kept with the edition.
    """
    filing = document.imported.filing
    files = _drawn(document.imported)
    with transaction.atomic():
        _check_absent(document.bureau, document.year)
        report = Report.objects.create(
            bureau=document.bureau,
            year=document.year,
            format_id=filing.format.id,
            state=State.PUBLISHED,
            edition=1,
        )
        fill.put(report, document.imported, document.name)
        publication = _store(report, document, files, check(filing, context_of(report)))
        Event.objects.create(
            report=report,
            action="import_history",
            target=State.PUBLISHED,
            note=document.name,
            digest=filing.digest,
            revision=report.revision,
            edition=publication.number,
        )
    return publication


class AsPrinted(Filing):
    """A report whose totals are those its document printed, right or wrong."""

    @cached_property
    def values(self) -> dict[str, Figure | None]:
        """Every cell of the format, in printed order."""
        return {**super().values, **self.printed}


def as_printed(filing: Filing) -> Cells:
    """What stands in each cell of a document: its own totals, and the texts that are no figures."""
    return {**filing.values, **filing.printed, **filing.unread}


def data(imported: Imported) -> dict[str, Any]:
    """The report as data: totals as printed, the wording that differs and what was not read beside them."""
    found = imported.to_data()
    printed = {key: as_number(value) for key, value in imported.filing.printed.items()}
    return {**found, "cells": {**found["cells"], **printed}, "printed": printed}


def published(publication: Publication) -> Filing:
    """What an edition says: its own totals where it was taken over, derived ones otherwise."""
    filing = from_data(publication.filing)
    said = publication.filing.get("printed", {})
    if not said:
        return filing
    printed = {key: figure(filing.format.places[key], value) for key, value in said.items()}
    parts = {each.name: getattr(filing, each.name) for each in fields(filing)}
    return AsPrinted(**{**parts, "printed": printed})


def _check_absent(bureau: Bureau, year: int) -> None:
    present = Report.objects.filter(bureau=bureau, year=year).first()
    if present is not None:
        raise Present(f"{bureau}{year}年的报告已经有了（{present.state_label}），没有动。")


def _drawn(imported: Imported) -> Mapping[str, bytes]:
    cells = as_printed(imported.filing)
    try:
        return {
            "json": (json.dumps(data(imported), ensure_ascii=False, indent=2) + "\n").encode(),
            "html": render_html(imported.filing, cells),
            "pdf": render_pdf(imported.filing, cells),
        }
    except RenderingError as error:
        raise Refused(f"没有导入。{error}") from error


def _store(
    report: Report, document: Document, files: Mapping[str, bytes], findings: Sequence[Finding]
) -> Publication:
    filing = document.imported.filing
    digests = {f"{kind}_sha256": hashlib.sha256(content).hexdigest() for kind, content in files.items()}
    return Publication.objects.create(
        report=report,
        number=1,
        title=(filing.title or filing.official_title)[:200],
        filing=data(document.imported),
        **files,
        **digests,
        findings=[finding.to_data() for finding in findings],
        source_name=document.name[:200],
        source=document.content,
        source_sha256=hashlib.sha256(document.content).hexdigest(),
        at=timezone.now(),
    )
