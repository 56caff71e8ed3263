"""A body over the years: its reports, and a few of their figures as charts and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .. import summary
from ..editions import filing_of, newest
from ..filing import Filing
from ..models import Bureau, Publication
from ..trends import TOPICS, trend
from . import conditional
from .reading_only import read_only


@read_only
@conditional.of_body
def public_body(request: HttpRequest, code: str) -> HttpResponse:
    """Every report of a body, newest first; the year of one that was taken down is named and has no figures."""
    bureau = get_object_or_404(Bureau, code=code)
    publications = list(newest().filter(report__bureau=bureau).with_said().order_by("-report__year"))
    if not publications:
        raise Http404
    filings = {each.report.year: None if each.report.withdrawn else filing_of(each) for each in publications}
    down = sum(each.report.withdrawn for each in publications)
    context = {
        "nav": "public",
        "bureau": bureau,
        "predecessor": _published(bureau.predecessor),
        "successors": [each for each in bureau.successors.order_by("spoken") if _published(each)],
        "trends": [trend(topic, filings) for topic in TOPICS] if len(publications) - down > 1 else [],
        "lines": [_line(each, filings[each.report.year]) for each in publications],
        "headings": [heading for heading, _ in summary.OVER_THE_YEARS],
        "latest": _latest(publications),
        "down": down,
        "first": publications[-1].report.year,
        "last": publications[0].report.year,
    }
    return render(request, "public/body.html", context)


def _published(bureau: Bureau | None) -> Bureau | None:
    """A body with a page of its own."""
    return bureau if bureau and newest().filter(report__bureau=bureau).exists() else None


def _latest(publications: Sequence[Publication]) -> Publication | None:
    """The newest report in force."""
    return next((each for each in publications if not each.report.withdrawn), None)


def _line(publication: Publication, filing: Filing | None) -> Mapping[str, Any]:
    figures = [
        {"heading": heading, "value": filing.values.get(key) if filing else None}
        for heading, key in summary.OVER_THE_YEARS
    ]
    notice = filing.format.notice.number if filing else ""
    return {"publication": publication, "figures": figures, "notice": notice}
