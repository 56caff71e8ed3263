"""The list of the published reports, narrowed by year, kind of body and region. It sets no cookie and reads none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..editions import newest, published_years
from ..models import Publication
from . import conditional
from .choosing import Chosen, chosen, counted
from .paging import NarrowPaginator, remembered
from .reading_only import read_only

PAGE_LENGTH = 100


class Line(NamedTuple):
    """What a line of the list is made from; `dated` where it tells the year, because the list has several."""

    code: str
    name: str
    demo: bool
    kind: str
    region: str
    year: int
    dated: bool
    number: int
    at: datetime
    withdrawn_at: datetime | None
    received: int | None
    title: str

    @property
    def html(self) -> SafeString:
        """The row as it stands in the table."""
        return _row(self)


@remembered
def _row(line: Line) -> SafeString:
    return render_to_string("public/line.html", {"line": line})


@read_only
@conditional.of_everything
def public_index(request: HttpRequest) -> HttpResponse:
    """Every published report, the newest year first; those taken down are named and lead to their notice."""
    every = newest()
    years = published_years()
    asked = chosen(request, years, newest=True)
    page = NarrowPaginator(_listed(every, asked), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "nav": "public",
        "asked": asked,
        "home": asked == _front(asked.single, years),
        "page": page,
        "lines": [_line(publication, dated=not asked.year) for publication in page.object_list],
        "withdrawn": every.filter(report__withdrawn_at__isnull=False, **asked.reports("report__")).count(),
        "years": asked.years(years),
        "kinds": asked.kinds(_counts(every, asked, "kind")),
        "regions": asked.regions(_counts(every, asked, "region")),
        "narrowed": bool(asked.kind or asked.region),
        "everywhere": asked.link(kind="", region=""),
    }
    return render(request, "public/index.html", context)


def _front(exported: bool, years: Sequence[int]) -> Chosen:
    """What the front page shows: the newest year."""
    return Chosen(year=max(years, default=None), single=exported)


_OF_A_LINE = (
    "number",
    "at",
    "report__year",
    "report__withdrawn_at",
    *(f"report__bureau__{name}" for name in ("code", "name", "kind", "region", "demo")),
    "report__listed__received",
)
"""The columns a line of the list is made from: a report has much more."""


def _listed(every: QuerySet[Publication], asked: Chosen) -> QuerySet[Publication]:
    """The lines of the list; the figure shown is that of `Listed`, which a report that was taken down has not."""
    found = every.filter(**asked.reports("report__")).select_related("report__listed")
    return found.only(*_OF_A_LINE).order_by("-report__year", "report__bureau__spoken")


def _line(publication: Publication, *, dated: bool) -> Line:
    report = publication.report
    bureau = report.bureau
    listed = getattr(report, "listed", None)  # not of a report that was taken down
    return Line(
        code=bureau.code,
        name=bureau.name,
        demo=bureau.demo,
        kind=bureau.get_kind_display(),
        region=bureau.region,
        year=report.year,
        dated=dated,
        number=publication.number,
        at=publication.at,
        withdrawn_at=report.withdrawn_at,
        received=listed.received if listed else None,
        title=str(report),
    )


def _counts(every: QuerySet[Publication], asked: Chosen, by: str) -> dict[str, int]:
    """Kind or region → how many reports there would be, whatever else is chosen."""
    others = {name: value for name, value in asked.reports("report__").items() if not name.endswith(by)}
    if asked.single:
        others = {name: value for name, value in others.items() if name.endswith("year")}
    return counted(every.filter(**others), f"report__bureau__{by}")
