"""The pages of a report's words: one for each narrative, with its outline and its printed look, one for the parts around."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import workflow
from ..access import members_only, own_report
from ..checks.bodies import is_government
from ..entry import Conflict, Saved, save_words
from ..formats.schema import Section
from ..forms import HeadForm, NarrativeForm
from ..models import Member, Report, Role
from ..outline import outline
from ..progress import Progress
from ..rendering import block_views
from .desk import context_of, saved


def narrative(request: HttpRequest, member: Member, report: Report, part: Section) -> HttpResponse:
    """A narrative: shown, looked at in its printed form, or saved."""
    stored = getattr(report, part.key)
    if request.method != "POST":
        form = NarrativeForm(part, initial={part.key: stored, "base": stored})
        return _narrative_page(request, member, report, part, form, stored)
    form = NarrativeForm(part, request.POST)
    text = request.POST.get(part.key, "")
    if not form.is_valid():
        return _narrative_page(request, member, report, part, form, text, status=422)
    if request.POST.get("then") == "look":
        return _narrative_page(request, member, report, part, form, text)
    base = {part.key: form.cleaned_data["base"]}
    try:
        outcome = save_words(report.pk, member, base, {part.key: text})
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
        return _narrative_page(request, member, report, part, form, text, status=409)
    if outcome.errors or outcome.conflicts:
        form = _again(part, text, base[part.key], outcome)
        return _narrative_page(request, member, report, part, form, text, outcome.conflicts, status=422)
    return saved(request, report, part)


def _again(part: Section, text: str, base: str, outcome: Saved) -> NarrativeForm:
    """The form with what was typed; after a conflict its base is the other text, so that saving again is meant."""
    seen = next((conflict.theirs for conflict in outcome.conflicts), base)
    form = NarrativeForm(part, {part.key: text, "base": seen})
    form.is_valid()
    for key, message in outcome.errors.items():
        form.add_error(key, message)
    return form


def _narrative_page(
    request: HttpRequest,
    member: Member,
    report: Report,
    part: Section,
    form: NarrativeForm,
    text: str,
    conflicts: tuple[Conflict, ...] = (),
    status: int = 200,
) -> HttpResponse:
    progress = Progress(report)
    if not report.editable:
        form.lock()
    context = {
        **context_of(member, report, part, progress),
        "form": form,
        "findings": progress.of(part.key),
        "conflicts": conflicts,
        "outline": outline(part, text, government=governs(report)),
        "preview": block_views(text),
        "count": len("".join(text.split())),
    }
    return render(request, "editing/narrative.html", context, status=status)


def governs(report: Report) -> bool:
    """Whether the report has the aspects of a government's own."""
    return is_government(report.bureau.name, workflow.context_of(report.bureau))


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK)
def edit_head(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The addressee, the preface, the signature and the date."""
    report = own_report(member, pk)
    stored = {name: getattr(report, name) for name in HeadForm.NAMES}
    if request.method != "POST":
        form = HeadForm(initial={**stored, "base": json.dumps(stored, ensure_ascii=False)})
        return _head_page(request, member, report, form)
    form = HeadForm(request.POST)
    if not form.is_valid():
        return _head_page(request, member, report, form, status=422)
    typed = {name: form.cleaned_data[name] for name in HeadForm.NAMES}
    try:
        outcome = save_words(report.pk, member, form.cleaned_data["base"], typed)
    except workflow.Refused as refusal:
        messages.error(request, str(refusal))
        return _head_page(request, member, report, form, status=409)
    if outcome.errors or outcome.conflicts:
        return _head_page(request, member, report, _head_again(typed, outcome, report), status=422)
    messages.success(request, f"{timezone.localtime():%H:%M} 已保存")
    return redirect("edit_head", pk)


def _head_again(typed: Mapping[str, str], outcome: Saved, report: Report) -> HeadForm:
    """The form with what was typed and not saved; every other field shows what stands now, which is its base."""
    report.refresh_from_db()
    stored = {name: getattr(report, name) for name in HeadForm.NAMES}
    kept = {name: typed[name] for name in [*outcome.errors, *(c.key for c in outcome.conflicts)]}
    form = HeadForm({**stored, **kept, "base": json.dumps(stored, ensure_ascii=False)})
    form.is_valid()
    for conflict in outcome.conflicts:
        now = conflict.theirs or "空的"
        form.add_error(conflict.key, f"有人刚才也改了，现在是：{now}。再保存一次就用您填的。")
    for key, message in outcome.errors.items():
        form.add_error(key, message)
    return form


def _head_page(
    request: HttpRequest, member: Member, report: Report, form: HeadForm, status: int = 200
) -> HttpResponse:
    progress = Progress(report)
    if not report.editable:
        form.lock()
    context = {**context_of(member, report, None, progress), "form": form, "here": "head"}
    return render(request, "editing/head.html", context, status=status)
