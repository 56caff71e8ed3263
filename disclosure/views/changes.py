"""What a correction changed, for the public: every figure and every paragraph, before and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import corrections
from ..access import published_report
from ..comparing import Stretch, compare
from ..models import Publication

FIGURES = ("cell", "total")


@require_safe
def public_changes(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """The changes of an edition against the one before it."""
    publication = _correction(code, year, number)
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "previous": number - 1,
        "counted": corrections.counted(publication.changes),
        "figures": [change for change in publication.changes if change["kind"] in FIGURES],
        "words": [_marked(change) for change in publication.changes if change["kind"] not in FIGURES],
    }
    return render(request, "public/changes.html", context)


@require_safe
def public_changes_data(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """The same as JSON."""
    publication = _correction(code, year, number)
    before = publication.report.publications.get(number=number - 1)
    data = {
        "edition": publication.code,
        "before": before.code,
        "reason": publication.reason,
        "at": publication.at.isoformat(),
        "changes": publication.changes,
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _correction(code: str, year: int, number: int) -> Publication:
    """An edition that corrects one that is not taken down; 404 for any other."""
    report = published_report(code, year)
    if number - 1 <= report.down_through:
        raise Http404
    publication = get_object_or_404(report.publications.defer("filing"), number=number)
    publication.report = report
    return publication


def _marked(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """A change of words with its paragraph in stretches that stayed, went and came."""
    compared = compare(str(change["before"] or ""), str(change["now"] or ""))
    stretches: Sequence[Stretch] = [stretch for row in compared.paragraphs for stretch in row]
    return {**change, "stretches": stretches}
