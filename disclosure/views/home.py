"""The filer's first page: what is mine to do now, and am I done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ..access import members_only, own_report
from ..correcting import correction
from ..editions import seen_damage
from ..models import Event, Member, Report, Role, Season
from ..progress import Progress
from ..workflow import Refused, available
from ..workflow import start as begin
from .scripts import answered

_ELSEWHERE = {Role.SUPERVISOR: "review_queue", Role.ADMINISTRATOR: "admin:index"}


@require_GET
@members_only(Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR)
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """The season's report of the clerk's bureau; other roles are sent to their own first page."""
    if member.role != Role.CLERK:
        return redirect(_ELSEWHERE[Role(member.role)])
    season = Season.objects.first()
    report = Report.objects.filter(bureau=member.bureau, year=season.year).first() if season else None
    return render(request, "editing/home.html", _desk(member, season, report))


@require_GET
@answered
def here(request: HttpRequest) -> HttpResponse:
    """Whether the account of a page is still logged in: asked before a form is sent, so that nothing typed in it is lost."""
    return HttpResponse(status=204)


@require_GET
@members_only(Role.CLERK)
def report(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The same page for the report of any year."""
    found = own_report(member, pk)
    season = Season.objects.filter(year=found.year).first()
    return render(request, "editing/home.html", _desk(member, season, found))


@require_POST
@members_only(Role.CLERK)
def start(request: HttpRequest, member: Member, year: int) -> HttpResponse:
    """Begin the report of the clerk's own bureau on a year that is open."""
    try:
        begun = begin(member.bureau, year, member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("home")
    return redirect("report", begun.pk)


def _desk(member: Member, season: Season | None, report: Report | None) -> dict[str, Any]:
    earlier = Report.objects.filter(bureau=member.bureau).select_related("bureau")
    context: dict[str, Any] = {
        "nav": "home",
        "member": member,
        "season": season,
        "report": report,
        "days": season.days_left(timezone.localdate()) if season else None,
        "due": season is not None and (report is None or not report.edition),
        "published": earlier.filter(edition__gt=0).exists(),
        "earlier": earlier.exclude(pk=report.pk) if report else earlier,
    }
    if report is not None:
        progress = Progress(report)
        context |= {
            "progress": progress,
            "offers": available(report, member, progress.findings),
            "correction": correction(report, progress.filing),
            "withdrawal": _withdrawal(report),
            "damaged": seen_damage(report),
            "last": report.events.exclude(action="import").order_by("-at").first(),
        }
    return context


def _withdrawal(report: Report) -> Event | None:
    """The act that took the report down; None where it is not down."""
    acts = report.events.filter(action="withdraw").select_related("by")
    return acts.order_by("-at").first() if report.withdrawn else None
