"""Doing what the workflow offers: at once, or after a page that says what it means."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..access import members_only, visible_report
from ..models import Member, Report, Role
from ..publishing import carry_out
from ..workflow import ACTIONS, Action, Refused, Stale, require

DONE = {
    "submit": "已送审。审核有了结果，待办页会写明。",
    "recall": "已撤回，可以接着改。",
    "return": "已退回，意见已转给填报单位。",
    "approve": "已通过。公布时用这一稿。",
    "publish": "已公布。公众现在可以看到和下载。",
    "correct": "开始更正。新的一版公布以前，公众看到的仍是现在这一版。",
}


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK, Role.SUPERVISOR)
def act(request: HttpRequest, member: Member, pk: int, action: str) -> HttpResponse:
    """Carry an action out; one that publishes or needs a note asks once first."""
    report = visible_report(member, pk)
    wanted = ACTIONS.get(action)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, member, report, wanted)
    note = request.POST.get("note", "")
    if wanted.needs_note and not note.strip():
        return _confirm(request, member, report, wanted, note, "请写原因。", 422)
    try:
        _same_revision(request, report)
        carry_out(report, action, member, note)
    except Refused as refusal:
        if wanted.asks:
            return _confirm(request, member, report, wanted, note, str(refusal), 409)
        messages.error(request, str(refusal))
        return redirect(_back(member, report))
    messages.success(request, DONE[action])
    return redirect(_back(member, report))


def _ask(request: HttpRequest, member: Member, report: Report, action: Action) -> HttpResponse:
    """The page before an act that publishes or needs a note; where it is closed, it says why."""
    try:
        require(report, action.name, member, note="…")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_back(member, report))
    return _confirm(request, member, report, action)


def _confirm(
    request: HttpRequest,
    member: Member,
    report: Report,
    action: Action,
    note: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "member": member,
        "report": report,
        "action": action,
        "note": note,
        "error": error,
        "back": _back(member, report),
    }
    return render(request, "acting/confirm.html", context, status=status)


def _same_revision(request: HttpRequest, report: Report) -> None:
    """The act is bound to the content its button was shown with. Raises Stale."""
    if request.POST.get("revision", str(report.revision)) != str(report.revision):
        raise Stale


def _back(member: Member, report: Report) -> str:
    return reverse("review" if member.role == Role.SUPERVISOR else "report", args=[report.pk])
