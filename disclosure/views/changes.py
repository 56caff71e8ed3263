"""What a correction changed, for the public: every figure and every paragraph, before and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from .. import corrections
from ..access import published_report
from ..correcting import marked
from ..corrections import FIGURES
from ..formats.schema import Format
from ..models import Publication
from . import conditional, sharing
from .notice import taken_down
from .reading_only import read_only

_HEAD, _PICTURES, _REASONS = "head", "picture", "reason"


@read_only
@conditional.of_bytes
def public_changes(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """The changes of an edition against the one before it."""
    publication = _correction(code, year, number)
    if publication is None:
        return taken_down(request, code, year, number)
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "previous": publication.report.publications.get(number=number - 1),
        "counted": corrections.counted(publication.changes),
        "groups": _groups(publication.report.format, publication.changes),
    }
    return render(request, "public/changes.html", context)


@sharing.with_everybody
@read_only
def public_changes_data(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """The same as JSON."""
    publication = _correction(code, year, number)
    if publication is None:
        return taken_down(request, code, year, number)
    before = publication.report.publications.get(number=number - 1)
    data = {
        "edition": publication.code,
        "before": before.code,
        "reason": publication.reason,
        "at": publication.at.isoformat(),
        "changes": publication.changes,
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _correction(code: str, year: int, number: int) -> Publication | None:
    """An edition that corrects one that is not taken down; None for any other."""
    report = published_report(code, year)
    if number - 1 <= report.down_through:
        return None
    publication = get_object_or_404(report.publications, number=number)
    publication.report = report
    return publication


def _groups(form: Format, changes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The changes part by part, as the report has them: what stands around the sections, the sections, the rest."""
    sections = {each.key: each.title for each in form.sections}
    titles = {_HEAD: "题头和落款", **sections, _PICTURES: "图", _REASONS: "发布机构对个别数字的说明"}
    found: dict[str, list[Mapping[str, Any]]] = {key: [] for key in titles}
    for change in changes:
        part = str(change["place"]).split(".", 1)[0]
        key = _REASONS if change["kind"] == _REASONS else part if part in titles else _HEAD
        found[key].append(change)
    return [
        {
            "key": key,
            "title": titles[key],
            "counted": corrections.counted(of_part).removeprefix("更正"),
            "figures": [_compared(change) for change in of_part if change["kind"] in FIGURES],
            "words": [_marked(change) for change in of_part if change["kind"] not in FIGURES],
        }
        for key, of_part in found.items()
        if of_part
    ]


def _compared(change: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**change, "difference": corrections.difference(change)}


def _marked(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """A change of words with its paragraph in stretches that stayed, went and came."""
    return {**change, "stretches": marked(change["before"], change["now"])}
