"""Words saved while they are typed: merged paragraph by paragraph, answered with what others wrote and what clashes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import workflow
from ..access import members_only, own_report
from ..entry import save_words
from ..forms import HeadForm, NarrativeForm, as_choices
from ..merging import Choices, Merge
from ..models import Member, Report, Role
from .desk import section_of

HEAD = "head"


@dataclass(frozen=True)
class Sent:
    """What a page sends: the texts it was loaded with, the texts typed, and the choices made, by field and by clash."""

    base: Mapping[str, str]
    typed: Mapping[str, str]
    choices: Choices


@require_POST
@members_only(Role.CLERK)
def save_typed(request: HttpRequest, member: Member, pk: int, section: str) -> JsonResponse:
    """Save the fields of a narrative's page, or of the page around the sections (`head`).

    200 even where a single field is refused: `errors` says so at its name. 409 where nothing can be written at all.
    """
    report = own_report(member, pk)
    sent = _read(request.body)
    typed, errors = _checked(report, section, sent)
    try:
        outcome = save_words(report.pk, member, sent.base, typed, sent.choices)
    except workflow.Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse(
        {
            "at": f"{timezone.localtime():%H:%M}",
            "revision": outcome.revision,
            "errors": {**errors, **outcome.errors},
            "fields": {name: _answer(merged) for name, merged in outcome.merges.items()},
        }
    )


def _read(body: bytes) -> Sent:
    """What was sent; anything of another shape counts as not sent."""
    try:
        found = json.loads(body)
    except ValueError:
        found = {}
    parts = {
        name: found.get(name) if isinstance(found, dict) else None for name in ("base", "typed", "choices")
    }
    base, typed, choices = (_texts(parts[name]) for name in ("base", "typed", "choices"))
    return Sent(base, typed, as_choices(choices))


def _texts(found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _checked(report: Report, section: str, sent: Sent) -> tuple[dict[str, str], dict[str, str]]:
    """(field → text that may be saved, field → why it may not). 404 for a section that has no words."""
    if section == HEAD:
        names: tuple[str, ...] = HeadForm.NAMES
        form: HeadForm | NarrativeForm = HeadForm(dict(sent.typed))
    else:
        part = section_of(report, section)
        if part.table is not None:
            raise Http404
        names, form = (part.key,), NarrativeForm(part, dict(sent.typed))
    form.is_valid()
    wanted = [name for name in names if name in sent.typed]
    errors = {name: str(form.errors[name][0]) for name in wanted if name in form.errors}
    return {name: form.cleaned_data[name] for name in wanted if name not in errors}, errors


def _answer(merged: Merge) -> dict[str, Any]:
    """What the page does next: the lines to change in its field, and what to measure the next change against."""
    return {
        "base": merged.base,
        "kept": merged.kept,
        "patches": [asdict(patch) for patch in merged.patches],
        "clashes": [{**asdict(clash), "id": clash.id} for clash in merged.clashes],
    }
