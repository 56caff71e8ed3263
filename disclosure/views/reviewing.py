"""The supervisor's desk: the reports that wait, and one report with what has to be decided on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from .. import review as reviewing
from .. import summary, workflow
from ..access import members_only, reviewable_report, visible_bureaus
from ..correcting import correction
from ..earlier import said_before
from ..filing import Filing
from ..formats.schema import Format
from ..models import Member, Report, Role, State
from ..review import place_label

QUEUE_LENGTH = 25
SHOWN_CHANGES = 8
"""Changes against last year that are in sight; the others unfold."""


def _waiting(member: Member) -> QuerySet[Report]:
    """The reports under this supervisor that wait for a decision, the one that has waited longest first."""
    reports = Report.objects.filter(bureau__in=visible_bureaus(member), state=State.SUBMITTED)
    return reports.select_related("bureau", "submitted_by").order_by("submitted_at", "pk")


@require_safe
@members_only(Role.SUPERVISOR)
def review_queue(request: HttpRequest, member: Member) -> HttpResponse:
    """What waits for a decision, and what was approved and is not published yet."""
    page = Paginator(_waiting(member), QUEUE_LENGTH).get_page(request.GET.get("page"))
    approved = Report.objects.filter(bureau__in=visible_bureaus(member), state=State.APPROVED)
    context = {
        "nav": "review",
        "member": member,
        "page": page,
        "lines": [_queued(report) for report in page.object_list],
        "approved": approved.select_related("bureau").order_by("bureau__spoken"),
        "figures": summary.KEY_FIGURES,
    }
    return render(request, "reviewing/queue.html", context)


def _queued(report: Report) -> Mapping[str, Any]:
    filing = report.filing()
    found = reviewing.points(report, workflow.findings(report))
    return {
        "report": report,
        "figures": [{"label": label, "value": filing.values.get(key)} for label, key in summary.KEY_FIGURES],
        "points": len(found),
        "open": sum(not point.decided for point in found),
        "asked": report.remarks.filter(closed_at=None).count(),
    }


# One report -------------------------------------------------------------------------------------------------------


@require_safe
@members_only(Role.SUPERVISOR)
def review(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """A report as its supervisor sees it: figures, points to decide, differences, the printed page, the decision."""
    report = reviewable_report(member, pk)
    return _desk(request, member, report, {"place": request.GET.get("place", "")})


def _desk(
    request: HttpRequest, member: Member, report: Report, typed: Mapping[str, str], status: int = 200
) -> HttpResponse:
    """The page; `typed` is what was sent and not taken (place, text, fingerprint, error)."""
    filing = report.filing()
    found = workflow.findings(report)
    points = reviewing.points(report, found)
    last = _last_year(report)
    context = {
        "nav": "review",
        "member": member,
        "report": report,
        "figures": summary.review_figures(filing, last),
        "points": points,
        "notes": [finding for finding in found if finding.severity.value == "note"],
        "undecided": sum(not point.decided for point in points),
        "explained": sum(point.reason is not None for point in points),
        "deciding": report.state == State.SUBMITTED and report.submitted_by_id != member.user_id,
        "remarking": _remarking(report, member),
        "places": _places(filing.format, typed.get("place", "")),
        "typed": typed,
        "unkept": _unkept(report, member, points, typed),
        "offers": workflow.available(report, member, found),
        **_remarks(report, points),
        **_neighbours(member, report),
        "correction": correction(report, filing),
        **_differences(report, filing, last),
    }
    return render(request, "reviewing/review.html", context, status=status)


def _remarking(report: Report, member: Member) -> bool:
    return report.state in reviewing.UNDER_REVIEW and report.submitted_by_id != member.user_id


def _unkept(
    report: Report, member: Member, points: tuple[reviewing.Point, ...], typed: Mapping[str, str]
) -> bool:
    """Whether what was sent and not taken has no form any more in which it would stand."""
    asked = typed.get("fingerprint", "")
    forms = {"", *(point.finding.fingerprint for point in points if not point.remark)}
    return bool(typed.get("error")) and not (_remarking(report, member) and asked in forms)


def _last_year(report: Report) -> Filing | None:
    """What the body published on the year before."""
    before = Report.objects.filter(bureau=report.bureau_id, year=report.year - 1, edition__gt=0).first()
    publication = before.current if before else None
    return said_before(report, publication) if publication else None


def _remarks(report: Report, points: tuple[reviewing.Point, ...]) -> Mapping[str, Any]:
    """The remarks that stand on their own: those not shown with a finding, the settled ones apart."""
    shown = {point.remark.pk for point in points if point.remark}
    remarks = [
        {"remark": remark, "label": place_label(report.format, remark.place)}
        for remark in report.remarks.select_related("by")
    ]
    standing = [r for r in remarks if not r["remark"].closed_at]
    return {
        "remarks": [r for r in standing if r["remark"].pk not in shown],
        "settled": [r for r in remarks if r["remark"].closed_at],
        "asked": len(standing),
    }


def _neighbours(member: Member, report: Report) -> Mapping[str, Any]:
    """The reports before and behind this one in the queue, and how many are behind."""
    queue = list(_waiting(member).values_list("pk", flat=True))
    if report.pk not in queue:
        return {"previous": None, "following": queue[0] if queue else None, "behind": len(queue)}
    at = queue.index(report.pk)
    return {
        "previous": queue[at - 1] if at else None,
        "following": queue[at + 1] if at + 1 < len(queue) else None,
        "behind": len(queue) - at - 1,
    }


def _differences(report: Report, filing: Filing, last: Filing | None) -> Mapping[str, Any]:
    """What differs from the official wording, from last year and from what was returned."""
    changes = summary.changes(filing, last) if last else ()
    returned = report.events.filter(action="return").last()
    return {
        "last": last,
        "compared": len(summary.comparable(filing, last)) if last else 0,
        "changed": len(changes),
        "changes": changes[:SHOWN_CHANGES],
        "more_changes": changes[SHOWN_CHANGES:],
        "wording": _wording(report, filing.format),
        "unread": report.imported.get("unread", ()),
        "returned": returned,
        "unchanged_since": returned is not None and returned.digest == filing.digest,
    }


def _wording(report: Report, form: Format) -> list[Mapping[str, Any]]:
    """What an imported document printed otherwise than the official form, each with the section it stands in."""
    short = {section.key: section.short for section in form.sections}
    return [
        {
            "section": short.get(difference["where"].split(".", 1)[0], ""),
            "printed": summary.strayed(difference["printed"], difference["official"]),
            "official": difference["official"],
        }
        for difference in report.imported.get("differences", ())
    ]


def _places(form: Format, chosen: str) -> list[tuple[str, str]]:
    """What a remark can be made on: the whole, each section, and the cell that was asked for."""
    places = [("", reviewing.WHOLE), *((section.key, section.title) for section in form.sections)]
    if chosen in form.places:
        places.insert(0, (chosen, place_label(form, chosen)))
    return places


# Decisions on single points ---------------------------------------------------------------------------------------


@require_POST
@members_only(Role.SUPERVISOR)
def accept_reason(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Accept the reason given for a query, or take that back."""
    report = reviewable_report(member, pk)
    fingerprint = request.POST.get("fingerprint", "")
    try:
        if "undo" in request.POST:
            reviewing.withdraw(report.pk, member, fingerprint)
        else:
            reviewing.accept(report.pk, member, fingerprint, request.POST.get("seen", ""))
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
    return _back(report, fingerprint)


@require_POST
@members_only(Role.SUPERVISOR)
def remark(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Write a remark, settle one, or open a settled one again; what was typed stays where it is not taken."""
    report = reviewable_report(member, pk)
    typed = {name: request.POST.get(name, "") for name in ("text", "place", "fingerprint")}
    try:
        fingerprint = _remarked(report, member, request.POST, typed)
    except workflow.Refused as refusal:
        return _desk(request, member, report, {**typed, "error": str(refusal)}, status=422)
    return _back(report, fingerprint)


def _remarked(report: Report, member: Member, sent: Mapping[str, str], typed: Mapping[str, str]) -> str:
    """Do what the remark form asks for; the fingerprint of the finding it concerns, "" for none."""
    for name, settle in (("close", reviewing.close), ("reopen", reviewing.reopen)):
        if name in sent:
            number = sent[name]
            return settle(
                report.pk, member, int(number) if number.isdecimal() and len(number) < 19 else 0
            ).fingerprint
    return reviewing.remark(
        report.pk, member, typed["text"], typed["place"], typed["fingerprint"]
    ).fingerprint


def _back(report: Report, fingerprint: str) -> HttpResponse:
    """To the finding the decision was made on, else to the remarks."""
    anchor = f"finding-{fingerprint}" if fingerprint.isalnum() else "remarks"
    return redirect(f"{reverse('review', args=[report.pk])}#{anchor}")
