"""Every published number at an address of its own: what it is, how it adds up, what it was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .. import chain
from ..access import published_report
from ..checks.linear import Line, balances_through
from ..editions import filing_of, in_force
from ..filing import Filing, as_number
from ..formats.schema import Place
from ..marks import name
from ..models import Publication, Report


class PlaceConverter:
    """A cell key in an address, its dots written as slashes: requests/received/total."""

    regex = r"(?:[a-z_]+/){1,4}[a-z_]+"

    def to_python(self, value: str) -> str:
        return value.replace("/", ".")

    def to_url(self, value: str) -> str:
        return value.replace(".", "/")


@require_safe
def public_cells(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Every number of a report in a list, each with its address."""
    publication = _current(code, year)
    filing = filing_of(publication)
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "filing": filing,
        "tables": [
            {"section": section, "cells": [_cell(filing, place) for place in section.table.places.values()]}
            for section in filing.format.sections
            if section.table
        ],
    }
    return render(request, "public/cells.html", context)


@require_safe
def figure(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    """One number."""
    publication = _current(code, year)
    filing = filing_of(publication)
    place = _place(filing, key)
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "filing": filing,
        "place": place,
        "cell": _cell(filing, place),
        "section": filing.format.section(key.split(".", 1)[0]),
        "parts": [_cell(filing, filing.format.places[part]) for part in place.parts] if place.derived else (),
        "wholes": [_cell(filing, whole) for whole in _wholes(filing, key)],
        "lines": [_line(line) for line in balances_through(filing, key)],
        "years": list(_years(publication.report, key)),
        "editions": list(_editions(publication.report, key)),
    }
    return render(request, "public/figure.html", context)


@require_safe
def figure_data(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    """The same as JSON."""
    publication = _current(code, year)
    filing = filing_of(publication)
    place = _place(filing, key)
    data = {
        **_cell(filing, place),
        "body": filing.body,
        "year": year,
        "edition": publication.code,
        "format": filing.format.id,
        "notice": filing.format.notice.number,
        "parts": list(place.parts) if place.derived else [],
        "years": list(_years(publication.report, key)),
        "editions": list(_editions(publication.report, key)),
    }
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["ETag"] = f'"{chain.sha256(response.content)}"'
    return response


def _current(code: str, year: int) -> Publication:
    report = published_report(code, year)
    if report.withdrawn:
        raise Http404
    publication = get_object_or_404(report.publications, number=report.edition)
    publication.report = report
    return publication


def _place(filing: Filing, key: str) -> Place:
    place = filing.format.places.get(key)
    if place is None:
        raise Http404
    return place


def _cell(filing: Filing, place: Place) -> dict[str, Any]:
    return {
        "key": place.key,
        "label": name(place),
        "unit": place.unit.label if not place.unit.signed else "件",
        "value": as_number(filing.values[place.key]),
        "text": filing.unread.get(place.key),
        "derived": place.derived,
    }


def _wholes(filing: Filing, key: str) -> Iterator[Place]:
    """The totals this cell is added to."""
    for place in filing.format.places.values():
        if place.derived and key in place.parts:
            yield place


def _line(line: Line) -> Mapping[str, Any]:
    return {
        "rule": line.rule.id,
        "sentence": line.rule.sentence,
        "left": line.left,
        "right": line.right,
        "holds": line.left.total == line.right.total,
    }


def _years(report: Report, key: str) -> Iterator[dict[str, Any]]:
    """The same cell in the editions in force of the body; None where the form of a year does not have it."""
    found = in_force().filter(report__bureau=report.bureau_id).order_by("report__year")
    for publication in found:
        filing = filing_of(publication)
        known = key in filing.format.places
        yield {
            "year": publication.report.year,
            "asked": known,
            "value": as_number(filing.values[key]) if known else None,
            "code": publication.report.bureau.code,
        }


def _editions(report: Report, key: str) -> Iterator[dict[str, Any]]:
    """The same cell in every edition of the report."""
    for publication in report.publications.filter(number__gt=report.down_through).order_by("number"):
        filing = filing_of(publication)
        value = filing.values.get(key)
        yield {
            "edition": publication.number,
            "code": publication.code,
            "at": publication.at.isoformat(),
            "value": as_number(value) if value is not None else None,
        }
