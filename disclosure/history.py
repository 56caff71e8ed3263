"""Reports published before this system: taken over as they were, with their documents and with what the rules say of them.

Nothing is mended: totals are printed as the document has them, and a cell that holds no figure shows what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction

from . import reading
from .checks import check
from .editions import as_printed, printed_cells
from .filing import as_number
from .importing import Imported
from .intake import fill
from .intake.pictures import redrawn
from .intake.propose import doubts
from .models import Bureau, Event, Publication, Report, State
from .publishing import Edition, draw, keep
from .rendering import RenderingError
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
    edition = _drawn(Report(bureau=document.bureau, year=document.year), document)
    try:
        with transaction.atomic():
            return _stored(document, edition)
    except IntegrityError:
        _check_absent(document.bureau, document.year)  # somebody else took it over at the same moment
        raise


def _stored(document: Document, edition: Edition) -> Publication:
    filing = document.imported.filing
    _check_absent(document.bureau, document.year)
    report = Report.objects.create(
        bureau=document.bureau,
        year=document.year,
        format_id=filing.format.id,
        state=State.PUBLISHED,
    )
    fill.put(report, document.imported, document.name)
    publication = keep(
        report,
        edition,
        None,
        extra={source_file(document.name): document.content},
        source_name=document.name[:200],
        findings=[finding.to_data() for finding in check(filing, context_of(report))],
    )
    Report.objects.filter(pk=report.pk).update(edition=publication.number)
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


def data(imported: Imported) -> dict[str, Any]:
    """The report as data: totals as printed, the wording that differs and what was not read beside them."""
    found = imported.to_data()
    printed = {key: as_number(value) for key, value in imported.filing.printed.items()}
    return {**found, "cells": {**found["cells"], **printed}, "printed": printed}


def _check_absent(bureau: Bureau, year: int) -> None:
    present = Report.objects.filter(bureau=bureau, year=year).first()
    if present is not None:
        raise Present(f"{bureau}{year}年的报告已经有了（{present.state_label}），没有动。")


def _drawn(report: Report, document: Document) -> Edition:
    filing = as_printed(document.imported.filing)
    try:
        return draw(report, filing, data(document.imported), printed_cells(filing))
    except RenderingError as error:
        raise Refused(f"没有导入。{error}") from error


def source_file(name: str) -> str:
    """What the document an edition was read from is called among its files: source.docx; "source.bin" without an end."""
    end = name.rpartition(".")[2].lower()
    return f"source.{end}" if end.isascii() and end.isalnum() and "." in name else "source.bin"
