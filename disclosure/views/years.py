"""A year over all bodies: how many reported, sums kind by kind, how applications spread, and the table of them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ..editions import newest, published_years
from ..listing import FIGURES
from ..models import Listed
from ..openfiles import KINDS as KINDS_OF_FILE
from ..spread import spread
from . import conditional
from .choosing import KINDS, Chosen, chosen, counted
from .paging import remembered
from .reading_only import read_only

PAGE_LENGTH = 100
HEADINGS = {name: str(Listed._meta.get_field(name).verbose_name) for name in FIGURES}
"""Column of `Listed` → what it is called at the head of a table."""


class Line(NamedTuple):
    """What a line of the table is made from; the figures are in the order of `FIGURES`."""

    code: str
    name: str
    demo: bool
    year: int
    figures: tuple[int | None, ...]

    @property
    def told(self) -> Iterator[tuple[str, int | None]]:
        """What each figure is called, and the figure."""
        return zip(HEADINGS.values(), self.figures, strict=True)

    @property
    def html(self) -> SafeString:
        """The row as it stands in the table."""
        return _row(self)


@remembered
def _row(line: Line) -> SafeString:
    return render_to_string("public/year_line.html", {"line": line})


@read_only
@conditional.of_everything
def public_years(request: HttpRequest) -> HttpResponse:
    """Every year of which there is a report, with how many bodies of each kind reported."""
    counts = Listed.objects.order_by().values_list("year", "bureau__kind").annotate(Count("pk"))
    by_kind = {(year, kind): count for year, kind, count in counts}
    kinds = [kind for kind in KINDS if any(kind == each for _, each in by_kind)]
    years = published_years()
    lines = [
        {
            "year": year,
            "counts": [{"label": KINDS[kind], "count": by_kind.get((year, kind), 0)} for kind in kinds],
            "total": sum(by_kind.get((year, kind), 0) for kind in kinds),
        }
        for year in years
    ]
    context = {"nav": "years", "lines": lines, "kinds": [KINDS[kind] for kind in kinds]}
    return render(request, "public/years.html", context)


@read_only
@conditional.of_everything
def public_year(request: HttpRequest, year: int) -> HttpResponse:
    """The reports on one year. A government's report holds those of its departments: kinds are never added up."""
    years = published_years()
    if year not in years:
        raise Http404
    every = Listed.objects.filter(year=year)
    asked = chosen(request, (), sorts=FIGURES, dated=False)
    found = every.filter(**asked.reports(""))
    page = Paginator(_sorted(found, asked), PAGE_LENGTH).get_page(request.GET.get("page"))
    first = page.number == 1  # what follows goes on with the table
    context = {
        "nav": "years",
        "year": year,
        "years": years,
        "asked": asked,
        "total": every.count(),
        "withdrawn": newest().filter(report__year=year, report__withdrawn_at__isnull=False).count(),
        "kinds_of_file": KINDS_OF_FILE,
        "kinds": asked.kinds(_counts(every, asked, "kind")),
        "regions": asked.regions(_counts(every, asked, "region")),
        "sums": list(_sums(every)) if first else (),
        "spread": spread(found.values_list("received", flat=True)) if first else None,
        "headings": _headings(asked),
        "by_name": asked.link(sort=""),
        "page": page,
        "lines": [_line(listed) for listed in page.object_list],
    }
    return render(request, "public/year.html", context)


def _counts(every: QuerySet[Listed], asked: Chosen, by: str) -> dict[str, int]:
    """Kind or region → how many reports there would be, whatever else is chosen."""
    others = {} if asked.single else asked.reports("")
    others = {name: value for name, value in others.items() if not name.endswith(by)}
    return counted(every.filter(**others), f"bureau__{by}")


def _sums(every: QuerySet[Listed]) -> Iterator[Mapping[str, Any]]:
    """Kind by kind: how many bodies reported, and the sum of each figure with how many of them give it."""
    totals = {f"{name}_sum": Sum(name) for name in FIGURES} | {
        f"{name}_known": Count(name) for name in FIGURES
    }
    rows = {
        row["bureau__kind"]: row
        for row in every.order_by().values("bureau__kind").annotate(count=Count("pk"), **totals)
    }
    for kind, label in KINDS.items():
        if row := rows.get(kind):
            figures = [
                {
                    "heading": HEADINGS[name],
                    "sum": row[f"{name}_sum"],
                    "open": row["count"] - row[f"{name}_known"],
                }
                for name in FIGURES
            ]
            yield {"label": label, "count": row["count"], "figures": figures}


def _headings(asked: Chosen) -> list[Mapping[str, Any]]:
    """The heads of the table, each with the link that sorts by it."""
    return [
        {"label": label, "link": asked.link(sort=name), "current": asked.sort == name}
        for name, label in HEADINGS.items()
    ]


def _sorted(found: QuerySet[Listed], asked: Chosen) -> QuerySet[Listed]:
    """By name, or the largest figure first; who leaves it open stands at the end."""
    order = [F(asked.sort).desc(nulls_last=True)] if asked.sort else []
    shown = found.select_related("bureau").only("name", "year", *FIGURES, "bureau__code", "bureau__demo")
    return shown.order_by(*order, "spoken")


def _line(listed: Listed) -> Line:
    figures = tuple(getattr(listed, name) for name in FIGURES)
    return Line(listed.bureau.code, listed.name, listed.bureau.demo, listed.year, figures)
