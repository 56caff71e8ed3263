"""The interface for programs, version 1: read-only JSON, for everybody, without cookie or log-in."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .. import chain, formats, openeditions
from ..editions import status
from ..formats.schema import Format
from ..marks import name
from ..models import Bureau, Damaged, LedgerEntry, Publication
from ..opendata.interface import RESOURCES, BadParameter
from . import sharing
from .problems import problem

logger = logging.getLogger(__name__)

PAGE_LENGTH = 50
Asked = Mapping[str, Any]
Answer = Callable[..., HttpResponse]


class Missing(LookupError):
    """There is nothing at this address; the message is Chinese."""


class Withheld(Exception):
    """What was stored is not what was published; the message is Chinese and names the report."""


def _resource(resource: str) -> Callable[[Callable[..., dict[str, Any]]], Answer]:
    """Make a view of what answers a resource: parameters read, errors as JSON, entity tags, open to any page."""

    def decorate(view: Callable[..., dict[str, Any]]) -> Answer:
        @_only_read
        @wraps(view)
        def answer(request: HttpRequest, **path: str) -> HttpResponse:
            try:
                asked = RESOURCES[resource].read(dict(request.GET.lists()))
                return _json(view(request, asked, **RESOURCES[resource].read_path(path)))
            except BadParameter as error:
                return _failed(400, str(error), error.name)
            except Missing as error:
                return _failed(404, str(error))
            except Withheld as error:
                logger.error("%s", error)
                return _failed(500, str(error))

        return answer

    return decorate


def _only_read(view: Answer) -> Answer:
    """Nobody writes here, so that nothing has to be protected from other sites: whoever tries is told in JSON."""

    @sharing.with_everybody
    @wraps(view)
    def answer(request: HttpRequest, **path: str) -> HttpResponse:
        return (
            view(request, **path) if request.method in ("GET", "HEAD") else _failed(405, "只能用GET和HEAD。")
        )

    return answer  # type: ignore[return-value]


def _json(data: Mapping[str, Any]) -> HttpResponse:
    content = json.dumps(data, ensure_ascii=False).encode()
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response


def _failed(code: int, detail: str, parameter: str | None = None) -> HttpResponse:
    """What went wrong, and with which parameter."""
    response = problem(code, detail, parameter=parameter)
    if code == 405:
        response["Allow"] = sharing.METHODS
    return response


@dataclass(frozen=True)
class Order:
    """In which order items come, and how a place in it is written; a page begins behind such a place.

    What is published or taken down meanwhile moves no item to another page: none comes twice, none is left out.
    """

    fields: tuple[str, ...]
    behind: Callable[[Any], Q]
    place: Callable[[Any], str]


def _after_report(place: str) -> Q:
    year, code = place.split("/")
    return Q(report__year__lt=int(year)) | Q(report__year=int(year), report__bureau__code__gt=code)


BY_REPORT = Order(
    ("-report__year", "report__bureau__code"),
    _after_report,
    lambda each: f"{each.report.year}/{each.report.bureau.code}",
)
BY_BODY = Order(("code",), lambda code: Q(code__gt=code), lambda body: str(body.code))
BY_NUMBER = Order(("number",), lambda number: Q(number__gt=number), lambda entry: str(entry["number"]))


def _page(
    request: HttpRequest,
    asked: Asked,
    found: QuerySet[Any],
    order: Order,
    draw: Callable[[Sequence[Any]], Iterable[Any]],
) -> dict[str, Any]:
    """One page of what was found, with the address of the next."""
    length = asked.get("per_page", PAGE_LENGTH)
    rest = found.filter(order.behind(asked["after"])) if "after" in asked else found
    # What is shown is read once it is known which that is: an edition has much more to carry through the sorting.
    keys = rest.order_by(*order.fields).values("pk")[: length + 1]
    page = list(found.filter(pk__in=keys).order_by(*order.fields))
    shown = page[:length]
    following = {**request.GET.dict(), "after": order.place(shown[-1])} if len(page) > length else None
    return {
        "count": found.order_by().count(),
        "next": f"{request.path}?{urlencode(following, safe='/')}" if following else None,
        "items": list(draw(shown)),
    }


@_only_read
def index(request: HttpRequest) -> HttpResponse:
    """Where the interface begins: the address of its description."""
    return _json({"openapi": reverse("public_openapi"), "resources": sorted(RESOURCES)})


@_only_read
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address: a program is told in JSON as well."""
    return _failed(404, f"没有{rest[:80]}。有哪些，见{reverse('public_openapi')}。")


# What can be asked for --------------------------------------------------------------------------------------------


@_resource("bodies")
def bodies(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The bodies that have published a report."""
    names = ("kind", "region")
    narrow = {each: asked[each] for each in names if each in asked}
    found = Bureau.objects.filter(reports__edition__gt=0, **narrow).distinct()
    return _page(request, asked, found, BY_BODY, _bodies)


def _bodies(page: Sequence[Bureau]) -> Iterable[dict[str, Any]]:
    years: dict[int, list[int]] = {}
    published = Publication.objects.filter(report__bureau__in=page, number=1)
    for bureau, year in published.order_by("report__year").values_list("report__bureau_id", "report__year"):
        years.setdefault(bureau, []).append(year)
    for body in page:
        said = {"code": body.code, "name": body.name, "kind": body.kind, "region": body.region}
        yield said | {"years": years.get(body.pk, [])}


@_resource("reports")
def reports(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The editions in force, or those that were on a day."""
    found = openeditions.editions(asked).defer("changes", "findings")
    return _page(request, asked, found, BY_REPORT, lambda page: [_edition(request, each) for each in page])


@_resource("report")
def report(request: HttpRequest, asked: Asked, body: str, year: int) -> dict[str, Any]:
    """Everything one report says."""
    publication = openeditions.editions({**asked, "body": body, "year": year}).first()
    if publication is None:
        raise Missing(_why_not(body, year))
    return _full(request, publication)


def _why_not(body: str, year: int) -> str:
    """That a report is not there, or that it was taken down and where the reason stands."""
    editions = Publication.objects.filter(report__bureau__code=body, report__year=year)
    gone = editions.filter(report__withdrawn_at__isnull=False).order_by("-number").first()
    if gone is None:
        return f"没有{body}的{year}年年报。"
    return f"{gone.title}已经撤下，日期和原因见{reverse('api_edition', args=[gone.code])}。"


@_resource("edition")
def edition(request: HttpRequest, asked: Asked, code: str) -> dict[str, Any]:
    """One edition by its code, whatever became of it."""
    found = Publication.objects.select_related("report__bureau").filter(code=chain.read_code(code))
    publication = found.first()
    if publication is None:
        raise Missing("没有这个验证码的版本。")
    return _full(request, publication)


@_resource("figures")
def figures(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """One cell over bodies and years."""
    cell = asked["cell"]
    asks = [form.id for form in formats.all_formats().values() if cell in form.places]
    found = openeditions.editions(asked).filter(report__format_id__in=asks)
    found = found.filter(number__gt=F("report__down_through"))  # of what is taken down no number is told
    found = found.defer("changes", "findings").with_said()
    damaged: list[str] = []
    page = _page(request, asked, found, BY_REPORT, lambda page: _figures(page, cell, damaged))
    return {**page, "damaged": damaged}


def _figures(page: Sequence[Publication], cell: str, damaged: list[str]) -> Iterable[dict[str, Any]]:
    """The cell of each edition; the codes of those that are not what was published, without a figure, in `damaged`."""
    for each in page:
        try:
            yield _figure(each, cell)
        except Withheld as error:
            logger.error("%s", error)
            damaged.append(each.code)


@_resource("formats")
def forms(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The official forms, cell by cell."""
    every = [_format(form) for form in formats.all_formats().values()]
    return {"count": len(every), "next": None, "items": every}


@_resource("ledger")
def ledger(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The ledger, from its beginning."""
    found = LedgerEntry.objects.values("number", "text", "digest")
    return _page(request, asked, found, BY_NUMBER, list)


# How it is said ---------------------------------------------------------------------------------------------------


def _edition(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    report = publication.report
    where = (report.bureau.code, report.year, publication.number)
    return {
        "body": report.bureau.code,
        "name": report.bureau.name,
        "year": report.year,
        "format": report.format_id,
        "title": publication.title,
        "edition": publication.number,
        "code": publication.code,
        "published": publication.at.isoformat(),
        "files": {
            file: reverse("public_file", args=[*where, file])
            for file in ("report.json", "report.csv", "report.pdf")
        },
    }


def _full(request: HttpRequest, publication: Publication) -> dict[str, Any]:
    """An edition with its contents; of one that is taken down only that it was there, and why it is gone."""
    gone = publication.down
    return {
        "edition": _edition(request, publication),
        "status": status(publication).to_data(),
        "report": None if gone else _said(publication),
        "changes": [] if gone else publication.changes,
    }


def _figure(publication: Any, cell: str) -> dict[str, Any]:
    report = publication.report
    return {
        "body": report.bureau.code,
        "name": report.bureau.name,
        "year": report.year,
        "format": report.format_id,
        "code": publication.code,
        "cell": cell,
        "value": _said(publication)["cells"].get(cell),
    }


def _said(publication: Publication) -> dict[str, Any]:
    """What an edition says. Raises Withheld."""
    try:
        return publication.said
    except Damaged as damaged:
        said = f"存下的{publication.title}（{publication.code}）和公布时不一样，查清以前不提供。"
        raise Withheld(said) from damaged


def _format(form: Format) -> dict[str, Any]:
    return {
        "id": form.id,
        "notice": form.notice.number,
        "title": form.notice.title,
        "cells": [
            {"key": key, "label": name(place), "unit": place.unit.label, "derived": place.derived}
            for key, place in form.places.items()
        ],
    }
