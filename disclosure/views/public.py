"""The public's way to the reports: the list, and a body over the years. They set no cookie and read none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import summary
from ..editions import filing_of, newest
from ..models import Bureau, Publication
from ..prose import clean
from . import conditional

PAGE_LENGTH = 100


# The list ---------------------------------------------------------------------------------------------------------


@require_safe
@conditional.of_everything
def public_index(request: HttpRequest) -> HttpResponse:
    """Every published report: by year, and by a part of the body's name."""
    words = clean(request.GET.get("q", "")).strip()[:80]
    every = newest()
    years = sorted(every.order_by().values_list("report__year", flat=True).distinct(), reverse=True)
    year = _chosen(request.GET.get("year", ""), years, everything=bool(words))
    named = every.filter(report__bureau__name__icontains=words) if words else every
    found = named.filter(report__year=year) if year else named
    found = (
        found.order_by("-report__year", "report__bureau__name")
        .defer("filing")
        .annotate(received=KeyTextTransform(summary.RECEIVED, KeyTextTransform("cells", "filing")))
    )
    context = {
        "nav": "public",
        "words": words,
        "years": years,
        "year": year,
        "page": Paginator(found, PAGE_LENGTH).get_page(request.GET.get("page")),
        "elsewhere": named.count() if words and year else 0,
    }
    return render(request, "public/index.html", context)


def _chosen(asked: str, years: list[int], *, everything: bool) -> int | None:
    """The year to show; None for all of them, which is also where a search begins."""
    if asked.isascii() and asked.isdigit() and len(asked) == 4:
        return int(asked)
    if asked == "all" or everything or not years:
        return None
    return years[0]


# A body over the years --------------------------------------------------------------------------------------------


@require_safe
@conditional.of_body
def public_body(request: HttpRequest, code: str) -> HttpResponse:
    """Every report of a body, one line a year."""
    bureau = get_object_or_404(Bureau, code=code)
    publications = list(newest().filter(report__bureau=bureau).order_by("-report__year"))
    if not publications:
        raise Http404
    lines = [_line(publication) for publication in publications]
    headings = [heading for heading, _ in summary.OVER_THE_YEARS]
    return render(
        request,
        "public/body.html",
        {
            "nav": "public",
            "bureau": bureau,
            "lines": lines,
            "headings": headings,
            "first": lines[-1]["publication"].report.year,
            "last": lines[0]["publication"].report.year,
        },
    )


def _line(publication: Publication) -> Mapping[str, Any]:
    filing = filing_of(publication)
    figures = [
        {"heading": heading, "value": filing.values.get(key)} for heading, key in summary.OVER_THE_YEARS
    ]
    return {"publication": publication, "figures": figures, "notice": filing.format.notice.number}
