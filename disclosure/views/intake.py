"""Bringing a document into a report: handed in, looked at side by side with what it would change, confirmed, undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from .. import reading
from ..access import members_only, own_report
from ..filing import Picture
from ..importing import UnreadableDocument
from ..importing.trace import trace
from ..intake import store
from ..intake.merge import Kind
from ..intake.proposal import Choices, Part
from ..intake.propose import strays
from ..marks import picture_mark, pictures_named
from ..merging import Choice
from ..models import Member, Report, Role
from ..progress import Progress
from ..rendering.document import block_views
from ..review import place_label
from ..uploads import LARGEST, DocumentForm
from ..workflow import Refused, Stale
from .desk import context_of

NAMED = 5
"""Places an undo left alone that are named."""


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK)
def intake(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The document that waits, beside what it would change; the page to hand one in where none waits."""
    report = own_report(member, pk)
    if request.method == "POST":
        return _handed_in(request, member, report)
    found = store.waiting(report) if "other" not in request.GET else None
    if found is None:
        return _upload_page(request, member, report, DocumentForm())
    return _review_page(request, member, report, found, found.proposal.defaults)


def _handed_in(request: HttpRequest, member: Member, report: Report) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, member, report, form, 422)
    file = form.cleaned_data["file"]
    try:
        store.hand_in(report, member, file.name, file.read())
    except UnreadableDocument as error:
        form.add_error("file", str(error))
        return _upload_page(request, member, report, form, 503 if isinstance(error, reading.Busy) else 422)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _upload_page(request, member, report, DocumentForm(), 409)
    return redirect("intake", report.pk)


def _upload_page(
    request: HttpRequest, member: Member, report: Report, form: DocumentForm, status: int = 200
) -> HttpResponse:
    context = {**_desk(member, report), "form": form, "largest": LARGEST}
    return render(request, "intake/upload.html", context, status=status)


@require_POST
@members_only(Role.CLERK)
def confirm_intake(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Write what was chosen into the report; the choices stay on the page where something is still to be said."""
    report = own_report(member, pk)
    found = store.waiting(report)
    if found is None:
        messages.error(request, "这份文件已经导入或者放弃了。")
        return redirect("intake", pk)
    choices = _choices(request.POST)
    try:
        if request.POST.get("revision") != str(report.revision):
            raise Stale
        event = store.confirm(report, member, _number(request.POST.get("intake", "")), choices)
    except Refused as refusal:
        messages.error(request, str(refusal))
        report.refresh_from_db()
        status = 409 if isinstance(refusal, Stale) or not report.editable else 422
        return _review_page(request, member, report, found, choices, status)
    _, _, counted = event.note.rpartition("：")
    messages.success(request, f"已从“{found.intake.name}”导入：{counted}。")
    return redirect("report", pk)


@require_POST
@members_only(Role.CLERK)
def put_away_intake(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Forget the document; the report stays as it is."""
    report = own_report(member, pk)
    try:
        store.put_away(report, member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "没有导入，报告没有变。")
    return redirect("report", pk)


@require_POST
@members_only(Role.CLERK)
def undo_intake(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Take the last import back."""
    report = own_report(member, pk)
    try:
        done = store.undo(report, member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"已撤销导入，{done.restored}处恢复成原来的。{_left_alone(report, done.kept)}"
        )
    return redirect("report", pk)


def _left_alone(report: Report, places: Sequence[str]) -> str:
    """Which places an undo left alone, by name."""
    if not places:
        return ""
    named = "；".join(place_label(report.format, place) for place in places[:NAMED])
    return f"另有{len(places)}处导入后又改过，没有动：{named}{'等' if len(places) > NAMED else ''}。"


_KINDS_OF_CHOICE = frozenset(choice.value for choice in Choice)


def _choices(sent: MultiValueDict[str, str]) -> Choices:
    """What the form says: parts and fields taken, places the document wins, concerns seen."""
    chosen = (
        name.removeprefix("words:") for name in sent if name.startswith("words:") and sent[name] == "document"
    )
    return Choices(
        taken=frozenset(sent.getlist("take")),
        used=frozenset((*sent.getlist("use"), *chosen)),
        agreed=frozenset(sent.getlist("agree")),
        paragraphs={
            name.removeprefix("settle:"): Choice(sent[name])
            for name in sent
            if name.startswith("settle:") and sent[name] in _KINDS_OF_CHOICE
        },
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _review_page(
    request: HttpRequest,
    member: Member,
    report: Report,
    found: store.Waiting,
    choices: Choices,
    status: int = 200,
) -> HttpResponse:
    """The document with what was taken and what was left, beside what it would change in the report."""
    context = {
        **_desk(member, report),
        "intake": found.intake,
        "source_name": found.intake.name,
        "filing": found.imported.filing,
        "blocks": trace(found.document, found.imported, strays(found.imported)),
        "taken_out": bool(found.imported.base),
        "concerns": found.proposal.concerns,
        "foreign": len(found.proposal.foreign),
        "parts": [_shown(part, found.imported.filing.pictures, choices) for part in found.proposal.parts],
        "choices": choices,
        "left": len(strays(found.imported)),
        "changes": sum(len(part.taken) + len(part.clashes) for part in found.proposal.parts),
    }
    return render(request, "intake/review.html", context, status=status)


def _shown(part: Part, pictures: Iterable[Picture], choices: Choices) -> dict[str, Any]:
    """A part as the page shows it, its items by what becomes of them, and the pictures it would bring."""
    named = pictures_named(item.incoming for item in part.items if item.open and not part.table)
    return {
        "part": part,
        "new": part.of(Kind.NEW),
        "changed": part.of(Kind.CHANGED),
        "clashes": part.clashes,
        "paragraphs": [
            (
                item,
                [(choices.name(item, clash), clash, choices.of(item, clash).value) for clash in item.clashes],
            )
            for item in part.clashes
            if item.clashes
        ],
        "same": len(tuple(item for item in part.of(Kind.SAME) if item.incoming)),
        "kept": len(tuple(item for item in part.of(Kind.KEPT) if item.incoming)),
        "silent": len(part.silent),
        "pictures": [
            (picture, view.picture)
            for picture in pictures
            if picture.number in named
            for view in block_views(picture_mark(picture.number), [picture])
        ],
        "says": any(item.incoming for item in part.items),
    }


def _desk(member: Member, report: Report) -> dict[str, Any]:
    return {**context_of(member, report, None, Progress(report)), "here": "intake"}
