"""The list of the published reports, narrowed by year, kind of body and region. It sets no cookie and reads none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..editions import newest
from ..models import Publication
from . import conditional
from .choosing import Chosen, chosen, counted
from .paging import NarrowPaginator
from .reading_only import read_only

PAGE_LENGTH = 100


@read_only
@conditional.of_everything
def public_index(request: HttpRequest) -> HttpResponse:
    """Every published report, the newest year first; those taken down are named and lead to their notice."""
    every = newest()
    years = list(every.order_by().values_list("report__year", flat=True).distinct())
    asked = chosen(request, years, newest=True)
    context = {
        "nav": "public",
        "asked": asked,
        "home": asked == _front(asked.single, years),
        "page": NarrowPaginator(_listed(every, asked), PAGE_LENGTH).get_page(request.GET.get("page")),
        "withdrawn": every.filter(report__withdrawn_at__isnull=False, **asked.reports("report__")).count(),
        "years": asked.years(years),
        "kinds": asked.kinds(_counts(every, asked, "kind")),
        "regions": asked.regions(_counts(every, asked, "region")),
        "narrowed": bool(asked.kind or asked.region),
        "everywhere": asked.link(kind="", region=""),
    }
    return render(request, "public/index.html", context)


def _front(exported: bool, years: Sequence[int]) -> Chosen:
    """What the front page shows: the newest year, on the exported site every year."""
    return Chosen(year=None if exported else max(years, default=None), single=exported)


def _listed(every: QuerySet[Publication], asked: Chosen) -> QuerySet[Publication]:
    """The lines of the list; the figure shown is that of `Listed`, which a report that was taken down has not."""
    found = every.filter(**asked.reports("report__")).select_related("report__listed")
    return found.defer("filing").order_by("-report__year", "report__bureau__name")


def _counts(every: QuerySet[Publication], asked: Chosen, by: str) -> dict[str, int]:
    """Kind or region → how many reports there would be, whatever else is chosen."""
    others = {name: value for name, value in asked.reports("report__").items() if not name.endswith(by)}
    if asked.single:
        others = {name: value for name, value in others.items() if name.endswith("year")}
    return counted(every.filter(**others), f"report__bureau__{by}")
