"""Every published number at an address of its own: what it is, how it adds up, what it was before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from ..access import published_report
from ..checks import wording
from ..checks.linear import Line, lines_of, lines_through
from ..editions import filing_of, in_force, index_number
from ..filing import Figure, Filing, as_number
from ..formats.schema import Format, Place, Relation
from ..marks import column_path, name, row_path
from ..models import Publication, Report
from ..opendata.mapping import counterpart
from . import conditional, sharing
from .notice import taken_down
from .reading_only import read_only


class PlaceConverter:
    """A cell key in an address, its dots written as slashes: requests/received/total."""

    regex = r"(?:[a-z_]+/){1,4}[a-z_]+"

    def to_python(self, value: str) -> str:
        return value.replace("/", ".")

    def to_url(self, value: str) -> str:
        return value.replace(".", "/")


Read = tuple[Publication, Filing]
"""An edition and what it says."""


@dataclass(frozen=True)
class _Earlier:
    """What a number was: the editions in force of the body, by years, and the editions of the report."""

    years: Sequence[Read]
    editions: Sequence[Read]


@read_only
@conditional.of_body
def public_cells(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Every number of a report in a list, each with its address.

    In the exported site no number has a page of its own (175 a report): what such a page says stands in the list.
    """
    publication = _current(code, year)
    if publication is None:
        return taken_down(request, code, year)
    filing = filing_of(publication)
    earlier = _earlier(publication.report) if getattr(request, "exported", False) else None
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "filing": filing,
        "tables": [
            {
                "section": section,
                "cells": [_told(filing, place, earlier) for place in section.table.places.values()],
                "lines": [_line(line) for line in lines_of(filing, section.table.key)] if earlier else (),
            }
            for section in filing.format.sections
            if section.table
        ],
        "years": [each.report.year for each, _ in earlier.years] if earlier else (),
    }
    return render(request, "public/cells.html", context)


@read_only
@conditional.of_body
def figure(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    """One number."""
    publication = _current(code, year)
    if publication is None:
        return taken_down(request, code, year)
    filing = filing_of(publication)
    place = _place(filing, key)
    earlier = _earlier(publication.report)
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "filing": filing,
        "current": True,
        "index_number": index_number(publication.report),
        "place": place,
        "cell": _cell(filing, place),
        "section": filing.format.section(key.split(".", 1)[0]),
        "row_path": row_path(place),
        "column_path": column_path(place),
        "parts": [_cell(filing, filing.format.places[part]) for part in place.parts] if place.derived else (),
        "sum": _sum_of_parts(filing, place),
        "wholes": [_cell(filing, whole) for whole in _wholes(filing, key)],
        "lines": [_line(line) for line in lines_through(filing, key)],
        "years": _drawn(list(_years(earlier, filing.format, key))),
        "editions": list(_editions(earlier, key)),
    }
    return render(request, "public/figure.html", context)


@sharing.with_everybody
@read_only
@conditional.of_body
def figure_data(request: HttpRequest, code: str, year: int, key: str) -> HttpResponse:
    """The same as JSON."""
    publication = _current(code, year)
    if publication is None:
        return taken_down(request, code, year)
    filing = filing_of(publication)
    place = _place(filing, key)
    earlier = _earlier(publication.report)
    data = {
        **_cell(filing, place),
        "body": filing.body,
        "year": year,
        "edition": publication.code,
        "format": filing.format.id,
        "notice": filing.format.notice.number,
        "parts": list(place.parts) if place.derived else [],
        "years": list(_years(earlier, filing.format, key)),
        "editions": list(_editions(earlier, key)),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _current(code: str, year: int) -> Publication | None:
    """The edition in force; None where the report was taken down."""
    report = published_report(code, year)
    if report.withdrawn:
        return None
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


def _sum_of_parts(filing: Filing, place: Place) -> str:
    """The sum of a derived cell in figures, 3＋0＝3; "" for any other, and where one of them is missing."""
    values = [filing.values[part] for part in place.parts]
    known = [value for value in values if value is not None]
    return wording.calculation(known) if known and len(known) == len(values) else ""


_VERDICTS = {
    Relation.EQUAL: ("勾稽关系", "相等", "不相等"),
    Relation.AT_LEAST: ("检查规则", "符合", "不符合"),
    Relation.DIFFERENT: ("检查规则", "符合", "不符合"),
}


def _line(line: Line) -> Mapping[str, Any]:
    title, right, wrong = _VERDICTS[line.rule.relation]
    return {
        "rule": line.rule.id,
        "title": title,
        "label": line.label,
        "sentence": line.rule.sentence,
        "citation": line.rule.citation,
        "sums": line.sums,
        "holds": line.holds,
        "verdict": right if line.holds else wrong,
    }


def _told(filing: Filing, place: Place, earlier: _Earlier | None) -> dict[str, Any]:
    """A number of the list; with what is said of it where `earlier` is given."""
    cell = _cell(filing, place)
    if earlier is None:
        return cell
    editions = list(_editions(earlier, place.key))
    years = _years(earlier, filing.format, place.key)
    return {
        **cell,
        "sum": _sum_of_parts(filing, place),
        "years": "，".join(_short(said) for said in years if said["year"] != filing.year),
        "editions": editions if len(editions) > 1 else (),
    }


def _short(said: Mapping[str, Any]) -> str:
    """What compares in a year, in a line of many: a template would take several times as long for the whole list."""
    value = said["value"] if said["asked"] else "不能比"
    return f"{said['year']}年{'没有填' if value is None else value}"


def _earlier(report: Report) -> _Earlier:
    years = in_force().filter(report__bureau=report.bureau_id).with_said().order_by("report__year")
    editions = report.publications.filter(number__gt=report.down_through).with_said().order_by("number")
    return _Earlier(*([(each, filing_of(each)) for each in found] for found in (years, editions)))


def _years(earlier: _Earlier, form: Format, key: str) -> Iterator[dict[str, Any]]:
    """What compares with this cell in the editions in force of the body; `why` says what has to be known of a year."""
    for publication, filing in earlier.years:
        other = counterpart(key, form, filing.format)
        yield {
            "year": publication.report.year,
            "asked": bool(other.keys),
            "value": as_number(_added(filing, other.keys)),
            "code": publication.report.bureau.code,
            "keys": list(other.keys),
            "why": other.why,
            "format": filing.format.notice.number,
        }


def _added(filing: Filing, keys: Sequence[str]) -> Figure | None:
    """The sum of some cells; None where there are none, or one is not filled in."""
    values = [filing.values[key] for key in keys]
    known = [value for value in values if value is not None]
    return sum(known, start=0) if known and len(known) == len(values) else None


def _drawn(years: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The years newest first, each with the length of a bar in per cent; nothing is drawn of what is below zero.

    Where the year above (`after`) was filled in on another form, `known` says what has to be known of that.
    """
    longest = max((each["value"] or 0 for each in years), default=0)
    shown = []
    above: Mapping[str, Any] = {}
    for each in reversed(years):
        bar = round(100 * max(each["value"] or 0, 0) / longest, 1) if longest > 0 else 0
        shown.append({**each, "bar": bar})
        if above and above["format"] != each["format"]:
            shown[-1] |= {"after": above["format"], "known": each["why"] or above["why"]}
        above = each
    return shown


def _editions(earlier: _Earlier, key: str) -> Iterator[dict[str, Any]]:
    """The same cell in every edition of the report."""
    for publication, filing in earlier.editions:
        value = filing.values.get(key)
        yield {
            "edition": publication.number,
            "code": publication.code,
            "at": publication.at.isoformat(),
            "value": as_number(value) if value is not None else None,
        }
