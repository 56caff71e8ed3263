"""Editions: what was approved is drawn once, stored as bytes with their digests, entered in the ledger, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import chain, corrections, ledger, listing
from .editions import PDF, code_of, filing_of, printed_cells
from .filing import Filing, to_data
from .models import EditionFile, Event, LedgerEntry, Member, Publication, Report
from .picturing import PictureError
from .rendering import Cells, Imprint, RenderingError, Seal, edition_files, made_with
from .seals import seal_of
from .signing import SigningError
from .signing import configured as signing
from .workflow import Refused, Stale, act, findings, require

Reasons = Sequence[Mapping[str, Any]]
"""What is said publicly of single findings; see `public_reasons`."""


@dataclass(frozen=True)
class Edition:
    """An edition that is drawn and not stored yet: what it says, what its files say of themselves, and the files.

    `data` is the filing as it is stored; `unsigned` the digest of each file before it was signed.
    """

    filing: Filing
    data: Mapping[str, Any]
    imprint: Imprint
    at: datetime
    files: Mapping[str, bytes]
    reasons: Reasons = ()
    unsigned: Mapping[str, str] = field(default_factory=dict)


def carry_out(report: Report, name: str, member: Member, note: str = "") -> Event:
    """Do any action of the workflow, publishing and withdrawing included. Raises Refused or Stale."""
    if name == "publish":
        return publish(report, member, note)
    if name == "withdraw":
        return withdraw(report, member, note)
    return act(report, name, member, note)


def publish(report: Report, member: Member, note: str = "") -> Event:
    """Make the next edition of an approved report. Raises Refused, also where the report cannot be drawn; or Stale.

    The files are drawn before the transaction begins, so that nobody waits for the typesetter; the filing they were
    drawn from is the one the approval is bound to.
    """
    require(report, "publish", member, note)
    filing = report.filing()
    try:
        seal = seal_of(report.bureau)
        edition = signed(draw(report, filing, to_data(filing), reasons=public_reasons(report), seal=seal))
    except (RenderingError, PictureError, SigningError) as error:
        raise Refused(f"没有公布。{error}") from error

    def keep_edition(held: Report) -> int:
        if held.approved_digest != filing.digest or held.edition + 1 != edition.imprint.number:
            raise Stale
        return keep(held, edition, member, reason=_reason(held)).number

    return act(report, "publish", member, note, keep=keep_edition)


def withdraw(report: Report, member: Member, note: str) -> Event:
    """Take every edition of a report down; the notice with the reason stays. Raises Refused or Stale."""

    def keep_withdrawal(held: Report) -> int:
        current = held.publications.get(number=held.edition)
        ledger.enter(LedgerEntry.Act.WITHDRAW, current, note.strip(), _now())
        listing.leave(held)
        return 0

    return act(report, "withdraw", member, note, keep=keep_withdrawal)


def _now() -> datetime:
    """This second: what is printed and hashed has no fractions of it."""
    return timezone.now().replace(microsecond=0)


# --- Drawing and storing -------------------------------------------------------------------------------


def draw(
    report: Report,
    filing: Filing,
    data: Mapping[str, Any],
    cells: Cells | None = None,
    reasons: Reasons = (),
    seal: Seal | None = None,
) -> Edition:
    """The next edition of a report with all its files. Raises RenderingError.

    `cells` is what is printed in the tables where that is not the filing's figures with their derived totals.
    """
    at = _now()
    imprint = _imprint(report, filing, at, seal)
    return Edition(filing, data, imprint, at, edition_files(filing, imprint, cells, reasons, data), reasons)


def signed(edition: Edition) -> Edition:
    """The edition with its PDF signed, where the site signs. Raises SigningError."""
    by = signing.signer()
    if by is None:
        return edition
    pdf = edition.files[PDF]
    return replace(
        edition, files={**edition.files, PDF: signing.signed(pdf, by)}, unsigned={PDF: chain.sha256(pdf)}
    )


def _imprint(report: Report, filing: Filing, at: datetime, seal: Seal | None) -> Imprint:
    number = report.edition + 1
    code = code_of(report, number, filing)
    address = f"{settings.SITE_URL}/v/{code}/" if settings.SITE_URL else ""
    published = timezone.localdate(at)
    return Imprint(code, address, number, published, seal)


def keep(
    report: Report,
    edition: Edition,
    member: Member | None,
    reason: str = "",
    extra: Mapping[str, bytes] | None = None,
    **said: Any,
) -> Publication:
    """Store an edition and enter it in the ledger, within the transaction of the act. Raises Refused.

    `extra` are files that were not drawn, `said` further fields of the publication.
    """
    before = report.publications.order_by("-number").first()
    # What was taken down is not told again by saying what was changed of it.
    changes = _changes(before, edition) if before and not before.down else ()
    publication = Publication.objects.create(
        report=report,
        number=edition.imprint.number,
        code=edition.imprint.code,
        title=(edition.filing.title or edition.filing.official_title)[:200],
        imprint=edition.imprint.to_data(),
        made_with=made_with(),
        reason=reason,
        changes=[change.to_data() for change in changes],
        reasons=list(edition.reasons),
        by=member.user if member else None,
        at=edition.at,
        **said,
    )
    _keep_files(publication, {**edition.files, **(extra or {})}, edition.unsigned)
    kind = LedgerEntry.Act.CORRECT if before else LedgerEntry.Act.PUBLISH
    try:
        ledger.enter(kind, publication, reason, edition.at)
    except ledger.DayOver as over:
        raise Refused("刚过零点，文件上印的还是昨天的公布日期，没有公布。请再公布一次。") from over
    listing.enter(publication, edition.filing)
    return publication


def _changes(before: Publication, edition: Edition) -> tuple[corrections.Changed, ...]:
    return (
        *corrections.changed(filing_of(before), edition.filing),
        *corrections.reasons_changed(before.reasons, edition.reasons),
    )


def _keep_files(publication: Publication, files: Mapping[str, bytes], unsigned: Mapping[str, str]) -> None:
    EditionFile.objects.bulk_create(
        EditionFile(
            publication=publication,
            name=name,
            content=content,
            size=len(content),
            sha256=chain.sha256(content),
            unsigned_sha256=unsigned.get(name, ""),
        )
        for name, content in sorted(files.items())
    )


def rebuild(publication: Publication) -> Mapping[str, bytes]:
    """Draw the files of an edition again from what was stored of it. Raises RenderingError.

    With the versions in `made_with` the bytes are those that were published (before they were signed).
    """
    filing = filing_of(publication)
    cells = printed_cells(filing) if publication.source_name else None
    imprint = Imprint.from_data(publication.imprint)
    return edition_files(filing, imprint, cells, publication.reasons, publication.said)


# --- What is said --------------------------------------------------------------------------------------


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


def _reason(report: Report) -> str:
    """Why the edition before is corrected, in the words given when the correction was begun."""
    correction = report.events.filter(action="correct").order_by("-at", "-id").first()
    return correction.note if correction and report.edition else ""
