"""What a supervisor says of a report: reasons accepted, changes asked for, remarks on a cell, a section or the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from .access import visible_bureaus
from .checks import Finding
from .filing import HEAD_LABELS
from .formats.schema import Format, Severity
from .marks import name
from .models import Member, Reason, Remark, Report, Role, State
from .prose import clean
from .workflow import Refused, Stale, locked

REMARK_LIMIT = 500
"""Characters of a remark."""
_FINGERPRINT = re.compile(r"[0-9a-f]{12}")
UNDER_REVIEW = (State.SUBMITTED, State.APPROVED)
WHOLE = "整份报告"
AROUND = {"title": "标题", **HEAD_LABELS}
"""The parts around the sections a finding may speak of."""


@dataclass(frozen=True)
class Point:
    """A finding that needs a decision, the filer's reason for it and what the supervisor has asked for, if anything."""

    finding: Finding
    reason: Reason | None
    remark: Remark | None

    @property
    def place(self) -> str:
        """What a remark on this finding is made on: the cell to look at first, else the part of the report."""
        return self.finding.focus[0] if self.finding.focus else self.finding.section

    @property
    def seen(self) -> str:
        """Which wording of the reason this is, sent back when it is accepted."""
        return version(self.reason) if self.reason else ""

    @property
    def accepted(self) -> bool:
        return self.reason is not None and self.reason.accepted_at is not None

    @property
    def answered(self) -> bool:
        """Whether the report was submitted again since a change was asked for."""
        submitted = self.remark.report.submitted_at if self.remark else None
        return self.remark is not None and submitted is not None and self.remark.at < submitted

    @property
    def decided(self) -> bool:
        return self.accepted or (self.remark is not None and not self.answered)


def points(report: Report, findings: Sequence[Finding]) -> tuple[Point, ...]:
    """Every error and query of the report with what was said of it, in the order of the findings."""
    reasons = {r.fingerprint: r for r in report.reasons.select_related("by", "accepted_by")}
    remarks = {r.fingerprint: r for r in report.remarks.filter(closed_at=None).select_related("by")}
    return tuple(
        Point(finding, reasons.get(finding.fingerprint), remarks.get(finding.fingerprint))
        for finding in findings
        if finding.severity is not Severity.NOTE
    )


def place_label(form: Format, place: str) -> str:
    """What a remark is made on, in words: a section by its title, a cell by section, column and row."""
    if place in form.places:
        return f"{form.section(place.split('.', 1)[0]).short}：{name(form.places[place])}"
    titles = {section.key: section.title for section in form.sections}
    return titles.get(place) or AROUND.get(place, WHOLE)


def accept(report_id: int, member: Member, fingerprint: str, seen: str) -> None:
    """Accept the filer's reason for a query; a change asked for on the same query is withdrawn. Raises Refused.

    `seen` is the `version` of the reason the supervisor read: another wording is not accepted unread (Stale).
    """
    with transaction.atomic():
        report = _held(report_id, member, (State.SUBMITTED,))
        reason = _reason(report, fingerprint)
        if version(reason) != seen:
            raise Stale
        _accepted(reason, member)
        report.remarks.filter(fingerprint=fingerprint, closed_at=None).update(closed_at=timezone.now())


def withdraw(report_id: int, member: Member, fingerprint: str) -> None:
    """Take an acceptance back. Raises Refused."""
    with transaction.atomic():
        report = _held(report_id, member, (State.SUBMITTED,))
        _accepted(_reason(report, fingerprint), None)


def remark(report_id: int, member: Member, text: str, place: str = "", fingerprint: str = "") -> Remark:
    """Ask for a change, on a finding where `fingerprint` names one; its acceptance is withdrawn. Raises Refused.

    `place` is a cell key or the key of a part of the report; anything else is the report as a whole.
    """
    with transaction.atomic():
        report = _held(report_id, member, UNDER_REVIEW)
        words = _worded(text)
        fingerprint = fingerprint if _FINGERPRINT.fullmatch(fingerprint) else ""
        known = place_label(report.format, place) != WHOLE
        for reason in report.reasons.filter(fingerprint=fingerprint) if fingerprint else ():
            _accepted(reason, None)
        return Remark.objects.create(
            report=report, place=place if known else "", fingerprint=fingerprint, text=words, by=member.user
        )


def close(report_id: int, member: Member, remark_id: int) -> Remark:
    """Settle a remark: it was met or is withdrawn. Raises Refused."""
    return _settle(report_id, member, remark_id, closed=True)


def reopen(report_id: int, member: Member, remark_id: int) -> Remark:
    """Open a settled remark again. Raises Refused."""
    return _settle(report_id, member, remark_id, closed=False)


def version(reason: Reason) -> str:
    """Which wording of a reason this is."""
    return reason.at.isoformat()


def _held(report_id: int, member: Member, states: Sequence[State]) -> Report:
    """The report, locked, if this member may decide on it now."""
    report = locked(report_id)
    if member.role != Role.SUPERVISOR or not visible_bureaus(member).filter(pk=report.bureau_id).exists():
        raise Refused("审核由主管部门办理。")
    if report.submitted_by_id == member.user_id:
        raise Refused("这份报告是您提交的，请别的审核人员审核。")
    if report.state not in states:
        raise Refused(f"这份报告现在是“{report.state_label}”，不在审核中。")
    return report


def _reason(report: Report, fingerprint: str) -> Reason:
    known = _FINGERPRINT.fullmatch(fingerprint)
    reason = report.reasons.filter(fingerprint=fingerprint).first() if known else None
    if reason is None:
        raise Refused("单位还没有说明这一处，不能认可。")
    return reason


def _accepted(reason: Reason, member: Member | None) -> None:
    """Set or clear the acceptance without touching when the reason was written."""
    Reason.objects.filter(pk=reason.pk).update(
        accepted_by=member.user if member else None, accepted_at=timezone.now() if member else None
    )


def _worded(text: str) -> str:
    words = clean(text).strip()
    if not words:
        raise Refused("请写要改什么。")
    if len(words) > REMARK_LIMIT:
        raise Refused(f"写了{len(words)}个字，最多{REMARK_LIMIT}个字。")
    return words


def _settle(report_id: int, member: Member, remark_id: int, *, closed: bool) -> Remark:
    with transaction.atomic():
        report = _held(report_id, member, UNDER_REVIEW)
        found = report.remarks.filter(pk=remark_id).first()
        if found is None:
            raise Refused("没有这条批注。")
        found.closed_at = timezone.now() if closed else None
        found.save(update_fields=["closed_at"])
        return found
