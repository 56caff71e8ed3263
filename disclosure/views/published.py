"""The page of a published report: the edition in force, each edition by its number, the notice of one taken down."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls.converters import IntConverter

from .. import corrections, summary
from ..access import published_report
from ..editions import article, filing_of, index_number
from ..filing import Filing
from ..history import source_file
from ..models import Report
from . import conditional, notice
from .files import downloads, source_kind
from .reading_only import read_only

ARTICLE = "<!-- the stored article -->"
"""Where the page waits for the official text; a reader's words are escaped and cannot contain it."""


class NumberConverter(IntConverter):
    """A year or a number in the address of something published: with no nought before it, so that it has one address."""

    regex = "0|[1-9][0-9]*"


@read_only
@conditional.of_body
def public_report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The edition of a report that is in force."""
    report = published_report(code, year)
    return _edition_page(request, report, report.edition)


@read_only
@conditional.of_body
def public_edition(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """One edition of a report, marked where a newer one has replaced it."""
    return _edition_page(request, published_report(code, year), number)


def _edition_page(request: HttpRequest, report: Report, number: int) -> HttpResponse:
    """The page around the stored article, into which the article is put byte for byte."""
    publication = get_object_or_404(report.publications.select_related("report__bureau"), number=number)
    if publication.down:
        return notice.withdrawn(request, publication)
    text = article(publication)
    filing = filing_of(publication)
    context = {
        "nav": "public",
        "report": report,
        "publication": publication,
        "filing": filing,
        "files": downloads(publication),
        "here": f"{report.year}年" if number == report.edition else f"{report.year}年第{number}版",
        "previous": number - 1,
        "earlier": number - 1 > report.down_through,
        "newer": report.publications.filter(number=number + 1).first(),
        "current": number == report.edition,
        "figures": summary.public_figures(filing),
        "sentences": summary.sentences(filing),
        "contents": _contents(filing, text),
        "source_kind": source_kind(publication.source_name),
        "source_sha256": publication.digests.get(source_file(publication.source_name), ""),
        "counted": corrections.counted(publication.changes),
        "index_number": index_number(report),
    }
    response = render(request, "public/report.html", context)
    response.content = response.content.replace(ARTICLE.encode(), text, 1)
    return response


def _contents(filing: Filing, text: bytes) -> list[Mapping[str, str]]:
    """The sections a reader can jump to: those the stored article has a name for."""
    sections = [{"key": s.key, "title": s.title} for s in filing.format.sections]
    return [section for section in sections if f'id="{section["key"]}"'.encode() in text]
