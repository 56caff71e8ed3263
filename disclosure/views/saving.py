"""Words saved while they are typed: merged paragraph by paragraph, answered with what others wrote and what clashes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..access import members_only, own_report
from ..entry import save_words
from ..forms import HeadForm, NarrativeForm, as_choices
from ..merging import Merge
from ..models import Member, Report, Role
from .desk import section_of
from .scripts import answered, sent, texts

HEAD = "head"
BODY_LIMIT = 2 * 1024 * 1024
"""Bytes of one request: the longest narrative twice, as it was loaded and as it was typed."""


@require_http_methods(["GET", "POST"])
@answered
@members_only(Role.CLERK)
def save_typed(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """GET: whether anything is new, 204 as long as `revision` is the newest. POST: save what was typed.

    `section` is a narrative, or `head` for the parts around. A POST carries `base` and `typed` (field → text) and
    `choices` (id of a clash → theirs, yours or both). A single field that is refused has its sentence in `errors`; the
    others are saved.
    """
    report = own_report(member, pk)
    names = _names(report, section)
    if request.method == "GET":
        return _news(report, request.GET.get("revision", ""))
    found = sent(request, BODY_LIMIT)
    wanted = {name: text for name, text in texts(found, "typed").items() if name in names}
    typed, errors = _checked(report, section, wanted)
    choices = as_choices(texts(found, "choices"))
    outcome = save_words(report.pk, member, texts(found, "base"), typed, choices)
    return JsonResponse(
        {
            "saved": f"{timezone.localtime():%H:%M}",
            "revision": outcome.revision,
            "errors": {**errors, **outcome.errors},
            "fields": {name: _answer(merged) for name, merged in outcome.merges.items()},
        }
    )


def _names(report: Report, section: str) -> tuple[str, ...]:
    """The fields of a page. 404 for a section that has no words."""
    if section == HEAD:
        return HeadForm.NAMES
    if section_of(report, section).table is not None:
        raise Http404
    return (section,)


def _news(report: Report, revision: str) -> HttpResponse:
    if revision == str(report.revision) and report.editable:
        return HttpResponse(status=204)
    locked = "" if report.editable else report.state_label
    return JsonResponse({"revision": report.revision, "locked": locked})


def _checked(report: Report, section: str, typed: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(field → text that may be saved, field → why it may not)."""
    form: HeadForm | NarrativeForm
    form = (
        HeadForm(report.year, typed) if section == HEAD else NarrativeForm(section_of(report, section), typed)
    )
    form.is_valid()
    errors = {name: str(form.errors[name][0]) for name in typed if name in form.errors}
    return {name: form.cleaned_data[name] for name in typed if name not in errors}, errors


def _answer(merged: Merge) -> dict[str, Any]:
    """What the page does next: the lines to change in its field, and what to measure the next change against."""
    return {
        "base": merged.base,
        "kept": merged.kept,
        "patches": [asdict(patch) for patch in merged.patches],
        "clashes": [{**asdict(clash), "id": clash.id} for clash in merged.clashes],
    }
