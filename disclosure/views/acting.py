"""Doing what the workflow offers: at once, or after a page that says what it means."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..access import members_only, visible_report
from ..editions import seen_damage
from ..models import Event, Member, Report, Role
from ..prose import clean
from ..publishing import carry_out
from ..workflow import ACTIONS, NOTE_LIMIT, Action, Refused, Stale, available, concerns

DONE = {
    "submit": "已送审。审核有了结果，待办页会写明。",
    "recall": "已撤回，可以接着改。",
    "return": "已退回，意见已转给填报单位。",
    "approve": "已通过。公布时用这一稿。",
    "publish": "已公布第{edition}版。公众现在可以看到和下载。",
    "correct": "开始更正。新的一版公布以前，公众看到的不变。",
    "keep": "不更正了。已公布的一版照旧。",
    "withdraw": "已撤下。公众现在看到的是撤下的日期和原因。",
}
"""What is said after each act."""


@require_http_methods(["GET", "HEAD", "POST"])
@members_only(Role.CLERK, Role.SUPERVISOR)
def act(request: HttpRequest, member: Member, pk: int, action: str) -> HttpResponse:
    """Do it (POST); an act that publishes or needs a note asks once first, on GET and on a POST that is not the answer."""
    report = visible_report(member, pk)
    wanted = ACTIONS.get(action)
    if wanted is None:
        raise Http404
    if request.method != "POST" and not wanted.asks:
        return HttpResponseNotAllowed(["POST"])
    if not concerns(wanted, report, member):
        raise PermissionDenied("这件事不归您办。")
    if wanted.asks and "confirmed" not in request.POST:
        return _ask(request, member, report, wanted)
    return _do(request, member, report, wanted)


def _do(request: HttpRequest, member: Member, report: Report, wanted: Action) -> HttpResponse:
    """Carry the act out on the revision its button was shown with; a refusal is said where the act was asked for."""
    try:
        if request.POST.get("revision") != str(report.revision):
            raise Stale
        event = carry_out(report, wanted.name, member, request.POST.get("note", ""))
    except Refused as refusal:
        if wanted.asks and not _closed(report, member, wanted):
            return _confirm(request, member, report, wanted, str(refusal))
        note = clean(request.POST.get("note", "")).strip()[:NOTE_LIMIT]
        messages.error(request, f"{refusal}您写的是：{note}" if note else str(refusal))
        return redirect(_desk(member), report.pk)
    messages.success(request, _said(event))
    return redirect(_desk(member), report.pk)


def _ask(request: HttpRequest, member: Member, report: Report, wanted: Action) -> HttpResponse:
    """The question; where the act is closed there is none, and the page before says why."""
    if why := _closed(report, member, wanted):
        messages.error(request, why)
        return redirect(_desk(member), report.pk)
    return _confirm(request, member, report, wanted)


def _confirm(
    request: HttpRequest, member: Member, report: Report, wanted: Action, error: str = ""
) -> HttpResponse:
    """The page that names what becomes public, or asks for the note."""
    context = {
        "nav": "review" if member.role == Role.SUPERVISOR else "home",
        "member": member,
        "report": report,
        "action": wanted,
        "damaged": seen_damage(report) if wanted.name == "correct" else None,
        "next_edition": report.edition + 1,
        "note": request.POST.get("note", ""),
        "error": error,
        "desk": _desk(member),
    }
    return render(request, "acting/confirm.html", context, status=422 if error else 200)


def _closed(report: Report, member: Member, wanted: Action) -> str:
    """Why the act is closed to this person now, "" when it is open."""
    offers = {offer.action.name: offer.why for offer in available(report, member)}
    return offers.get(wanted.name, f"这份报告现在是“{report.state_label}”，不能{wanted.label}。")


def _said(event: Event) -> str:
    return DONE[event.action].format(edition=event.edition)


def _desk(member: Member) -> str:
    """The name of the page on which this person works on a report."""
    return "review" if member.role == Role.SUPERVISOR else "report"
