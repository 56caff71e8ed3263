"""The search of the public: bodies by their names, and the parts of reports in which words stand."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import bigrams
from ..models import Bureau, Listed
from ..searching import LIMIT, Found, bodies, hits, search
from . import conditional
from .choosing import Chosen, chosen, section_names
from .reading_only import read_only

PAGE_LENGTH = 20
BODIES = 12
"""Bodies named above the hits at once; the others are folded away below them."""
NAMED = 100
"""Bodies that are named at most: a district has fewer."""


@read_only
@conditional.of_everything
def public_search(request: HttpRequest) -> HttpResponse:
    """What is found in names and texts of the reports in force; narrowed as the list is, and by part of a report."""
    if getattr(request, "exported", False):
        return _exported(request)
    years = list(Listed.objects.order_by().values_list("year", flat=True).distinct())
    asked = chosen(request, years)
    found = search(asked.words, _narrowed(asked))
    page = Paginator(found.keys, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "nav": "public",
        "asked": asked,
        "found": found,
        "limit": LIMIT,
        "page": page,
        "hits": _shown(found, page),
        **(_bodies(asked) if page.number == 1 else {}),
        "years": asked.years(years),
        "sections": asked.sections(),
        "narrowed": bool(asked.year or asked.kind or asked.region or asked.section),
        "only": asked.only,
        "wider": asked.link(kind="", region=""),
        "everywhere": asked.link(year=None, kind="", region="", section=""),
    }
    return render(request, "public/search.html", context)


def _exported(request: HttpRequest) -> HttpResponse:
    """The page on which a reader's browser searches the exported site, and without a script the names of all bodies."""
    names: dict[tuple[str, str], dict[str, None]] = {}
    groups: dict[str, list[dict[str, object]]] = {}
    years: dict[str, list[int]] = {}
    governments = set(Bureau.objects.filter(kind=Bureau.Kind.GOVERNMENT).values_list("code", flat=True))
    lines = Listed.objects.order_by("bureau__spoken", "-year")
    for region, code, today, then, year in lines.values_list(
        "bureau__region", "bureau__code", "bureau__name", "name", "year"
    ):
        names.setdefault((region, code), {today: None})[then] = None
        years.setdefault(code, []).append(year)
    for (region, code), each in names.items():
        today, *earlier = each
        first = code in governments
        said = {"code": code, "name": today, "earlier": earlier, "years": years[code], "first": first}
        groups.setdefault(region, []).append(said)
    context = {
        "nav": "public",
        "regions": dict(sorted(groups.items(), key=_by_region)),
        "sections": section_names(),
    }
    return render(request, "public/search_exported.html", context)


def _by_region(group: tuple[str, object]) -> str:
    return bigrams.spoken(group[0])


def _narrowed(asked: Chosen) -> dict[str, object]:
    return {**asked.reports("listed__"), **({"section": asked.section} if asked.section else {})}


def _shown(found: Found, page: Page[int]) -> list[dict[str, object]]:
    names = section_names()
    return [
        {"listed": hit.listed, "section": hit.section, "label": names[hit.section], "passage": hit.passage}
        for hit in hits(found, page.object_list)
    ]


def _bodies(asked: Chosen) -> dict[str, object]:
    """Bodies by name, of the kind and region chosen; each leads to all its years and to one report.

    A government comes before its departments: who writes the name of a district mostly wants its report.
    """
    found = bodies(asked.words)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.region:
        found = found.filter(region=asked.region)
    _, named = bigrams.named(asked.words)
    years = Prefetch("listed", Listed.objects.only("bureau", "year"))
    lines = [
        {"bureau": bureau, "year": _offered(bureau, named or asked.year)}
        for bureau in found.prefetch_related(years)[: NAMED + 1]
    ]
    return {
        "bodies": lines[:BODIES],
        "further": lines[BODIES:NAMED],
        "named": f"多于{NAMED}家" if len(lines) > NAMED else f"{len(lines)}家",
    }


def _offered(bureau: Bureau, wanted: int | None) -> int:
    """The year whose report a reader is led to: the one asked for, where there is none the newest."""
    years = [listed.year for listed in bureau.listed.all()]
    return wanted if wanted in years else max(years)
