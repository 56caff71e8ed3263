"""Editions: what was approved is drawn once, stored as bytes with their digests, and never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from .filing import Filing, to_data
from .models import Event, Member, Publication, Report
from .rendering import RenderingError, render_html, render_pdf
from .rendering import article as article_of
from .workflow import Refused, Stale, act, findings, require

Reasons = Sequence[Mapping[str, Any]]
"""What is said publicly of single findings; see `public_reasons`."""


def carry_out(report: Report, name: str, member: Member, note: str = "") -> Event:
    """Do any action of the workflow, publishing included. Raises Refused or Stale."""
    return publish(report, member, note) if name == "publish" else act(report, name, member, note)


def publish(report: Report, member: Member, note: str = "") -> Event:
    """Make the next edition of an approved report. Raises Refused, also where the report cannot be drawn; or Stale.

    The files are drawn before the transaction begins, so that nobody waits for the typesetter; the filing they were
    drawn from is the one the approval is bound to.
    """
    require(report, "publish", member, note)
    filing = report.filing()
    reasons = public_reasons(report)
    files = _drawn(filing, reasons)

    def keep(held: Report) -> int:
        if held.approved_digest != filing.digest:
            raise Stale
        return _store(held, filing, files, reasons, member).number

    return act(report, "publish", member, note, keep=keep)


def article(publication: Publication) -> bytes:
    """The official text of an edition (UTF-8): its `<article class="official">`, as it stands in the stored page."""
    return article_of(bytes(publication.html).decode()).encode()


def data_file(filing: Filing, reasons: Reasons = ()) -> bytes:
    """The report as the JSON file the public downloads (UTF-8), with what the filer says publicly of single findings."""
    data = to_data(filing) | ({"reasons": list(reasons)} if reasons else {})
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def public_reasons(report: Report) -> Reasons:
    """What the filer says publicly of findings that stand, in the order of the page.

    `{"rule", "section", "cells", "finding", "text"}`
    """
    given = {reason.fingerprint: reason for reason in report.reasons.filter(public=True)}
    return [
        {
            "rule": finding.rule,
            "section": finding.section,
            "cells": list(finding.cells),
            "finding": finding.message,
            "text": given[finding.fingerprint].text,
        }
        for finding in findings(report)
        if finding.fingerprint in given
    ]


def _drawn(filing: Filing, reasons: Reasons) -> Mapping[str, bytes]:
    try:
        return {"json": data_file(filing, reasons), "html": render_html(filing), "pdf": render_pdf(filing)}
    except RenderingError as error:
        raise Refused(f"没有公布。{error}") from error


def _store(
    report: Report, filing: Filing, files: Mapping[str, bytes], reasons: Reasons, member: Member
) -> Publication:
    return Publication.objects.create(
        report=report,
        number=report.edition + 1,
        title=filing.official_title,
        filing=to_data(filing),
        json=files["json"],
        html=files["html"],
        pdf=files["pdf"],
        json_sha256=hashlib.sha256(files["json"]).hexdigest(),
        html_sha256=hashlib.sha256(files["html"]).hexdigest(),
        pdf_sha256=hashlib.sha256(files["pdf"]).hexdigest(),
        reason=_reason(report),
        reasons=list(reasons),
        by=member.user,
        at=timezone.now(),
    )


def _reason(report: Report) -> str:
    """Why the edition before is corrected, in the words given when the correction was begun."""
    correction = report.events.filter(action="correct").order_by("-at", "-id").first()
    return correction.note if correction and report.edition else ""
