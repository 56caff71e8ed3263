"""The notice in the place of a report that was taken down, wherever one of its addresses is asked for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..access import published_report
from ..editions import status
from ..models import Publication
from .problems import problem


def withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    """What is said of an edition that was taken down: when, and why; to who asks for JSON as JSON."""
    stands = status(publication)
    if request.path.endswith(".json"):
        detail = f"{publication.title}已经撤下，原因：{stands.why}"
        return problem(410, detail, edition=publication.code, since=stands.at.isoformat())
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "status": stands,
        "here": f"{publication.report.year}年",
    }
    return render(request, "public/withdrawn.html", context, status=410)


def taken_down(request: HttpRequest, code: str, year: int, number: int | None = None) -> HttpResponse:
    """The notice for what an edition no longer shows, the newest unless said; 404 where nothing was taken down."""
    report = published_report(code, year)
    editions = report.publications.select_related("report__bureau")
    publication = get_object_or_404(editions, number=report.edition if number is None else number)
    if not publication.down:
        raise Http404
    return withdrawn(request, publication)
