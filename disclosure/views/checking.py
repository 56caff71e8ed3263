"""Before a report is submitted: every finding with the way out of it, and what has happened so far."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from ..access import members_only, own_report, visible_report
from ..entry import give_reason as keep_reason
from ..formats.schema import Severity
from ..models import Member, Report, Role
from ..progress import Progress, finding_url, place_name
from ..workflow import HISTORY, Refused, available
from . import findings_file as table


@require_GET
@members_only(Role.CLERK)
def check(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """All findings on the report, and the button that submits it."""
    return render(request, "editing/check.html", _findings(own_report(member, pk), member))


@require_GET
@members_only(Role.CLERK, Role.SUPERVISOR)
def findings_file(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """All findings on the report with the reasons given, as a table to keep."""
    progress = Progress(visible_report(member, pk))
    content = table.findings_file(progress.filing, progress.findings, progress.reasons)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = table.file_name(progress.filing)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_POST
@members_only(Role.CLERK)
def give_reason(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Keep the filer's own words on one query; those that are not taken come back with what was typed."""
    report = own_report(member, pk)
    fingerprint, text = request.POST.get("fingerprint", ""), request.POST.get("text", "")
    public = "public" in request.POST
    context = _findings(report, member)
    card = next((card for card in context["cards"] if card["finding"].fingerprint == fingerprint), None)
    if card is None:
        context["unkept"] = {"why": "这一处的数字或文字刚才变了，原来的说明没有保存。", "text": text}
        return render(request, "editing/check.html", context, status=409)
    try:
        keep_reason(report, card["finding"], text, member, public=public)
    except Refused as refusal:
        if not report.editable:
            context["unkept"] = {"why": str(refusal), "text": text}
            return render(request, "editing/check.html", context, status=409)
        card |= {"error": str(refusal), "text": text, "public": public}
        return render(request, "editing/check.html", context, status=422)
    return redirect(f"{reverse('check', args=[pk])}#finding-{fingerprint}")


@require_GET
@members_only(Role.CLERK, Role.SUPERVISOR)
def history(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Who did what, when, from which state to which, and what they said."""
    report = visible_report(member, pk)
    events = [
        {"event": event, "label": HISTORY.get(event.action, event.action)}
        for event in report.events.select_related("by")
    ]
    reviewing = member.role == Role.SUPERVISOR
    context = {
        "nav": "review" if reviewing else "home",
        "member": member,
        "report": report,
        "events": events,
        "desk": "review" if reviewing else "report",
    }
    return render(request, "editing/history.html", context)


def _findings(report: Report, member: Member) -> dict[str, Any]:
    progress = Progress(report)
    cards = [
        {
            "finding": finding,
            "where": place_name(progress.filing, finding.section),
            "url": finding_url(report, finding),
            "reason": progress.reasons.get(finding.fingerprint),
            "asks": finding.severity is Severity.QUERY,
        }
        for finding in progress.findings
    ]
    return {
        "nav": "home",
        "member": member,
        "report": report,
        "progress": progress,
        "cards": cards,
        "offers": available(report, member, progress.findings),
        "here": "check",
    }
