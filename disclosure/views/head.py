"""The page of the parts around the six sections: to whom, the opening, who signs, and when."""

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
from ..entry import Saved, save_words
from ..forms import HeadForm, choices_in
from ..models import Member, Report, Role
from ..progress import Progress
from .desk import context_of, stays


@require_http_methods(["GET", "POST"])
@members_only(Role.CLERK)
def edit_head(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """The addressee, the preface, the signature and the date."""
    report = own_report(member, pk)
    if request.method != "POST":
        stored = {name: getattr(report, name) for name in HeadForm.NAMES}
        return _head_page(
            request, member, report, HeadForm(report.year, initial={**stored, "base": _as_base(stored)})
        )
    form = HeadForm(report.year, request.POST)
    if not form.is_valid():
        return _head_page(request, member, report, form, status=422)
    typed = {name: form.cleaned_data[name] for name in HeadForm.NAMES}
    try:
        outcome = save_words(report.pk, member, form.cleaned_data["base"], typed, choices_in(request.POST))
    except workflow.Refused as refusal:
        stays(request, refusal)
        return _head_page(request, member, report, form, status=409)
    if outcome.errors or outcome.conflicts:
        return _head_page(request, member, report, _head_again(report, typed, outcome), outcome, status=422)
    messages.success(request, f"{timezone.localtime():%H:%M} 已保存")
    return redirect("edit_head", pk)


def _as_base(texts: Mapping[str, str]) -> str:
    return json.dumps(texts, ensure_ascii=False)


def _head_again(report: Report, typed: Mapping[str, str], outcome: Saved) -> HeadForm:
    """The form with what was typed, merged with what others wrote; a clash stays one until somebody has chosen."""
    merges = outcome.merges
    shown = {name: merges[name].shown if name in merges else text for name, text in typed.items()}
    base = {name: merged.base for name, merged in merges.items()}
    form = HeadForm(report.year, {**shown, "base": _as_base(base)})
    form.is_valid()
    for key, message in outcome.errors.items():
        form.add_error(key, message)
    return form


def _head_page(
    request: HttpRequest,
    member: Member,
    report: Report,
    form: HeadForm,
    outcome: Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    progress = Progress(report)
    if not report.editable:
        form.lock()
    context = {
        **context_of(member, report, None, progress),
        "form": form,
        "here": "head",
        "clashes": clashes_of(outcome),
    }
    return render(request, "editing/head.html", context, status=status)


def clashes_of(outcome: Saved | None) -> list[dict[str, object]]:
    """What two people changed at once: the name of its part, and the clash."""
    if outcome is None:
        return []
    return [
        {"part": Report._meta.get_field(name).verbose_name, "clash": clash}  # type: ignore[union-attr]
        for name, merged in outcome.merges.items()
        for clash in merged.clashes
    ]
