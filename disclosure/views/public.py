"""The public's pages: the list, a report, a body over the years, the stored files. They set no cookie and read none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_safe

from .. import summary
from ..access import published_report
from ..editions import article, filing_of, newest, status
from ..filing import Filing
from ..history import source_file
from ..models import Bureau, EditionFile, Publication, Report
from ..prose import clean
from ..rendering import page_policy

PAGE_LENGTH = 100
ARTICLE = "<!-- the stored article -->"
"""Where the page waits for the official text; a reader's words are escaped and cannot contain it."""


@dataclass(frozen=True)
class Served:
    """How a file of an edition is served: its type, whether a browser shows it or saves it, what the reader calls it."""

    type: str
    disposition: str
    label: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
SERVED = {
    "report.pdf": Served("application/pdf", "inline", "PDF，版式文件"),
    "report.docx": Served(f"{_OFFICE}.wordprocessingml.document", "attachment", "Word"),
    "report.html": Served("text/html; charset=utf-8", "inline", "网页，单个文件"),
    "fragment.html": Served("text/plain; charset=utf-8", "attachment", "网页正文，用于贴进网站"),
    "report.xlsx": Served(f"{_OFFICE}.spreadsheetml.sheet", "attachment", "表格（XLSX）"),
    "report.csv": Served("text/csv; charset=utf-8", "attachment", "表格（CSV）"),
    "report.json": Served("application/json; charset=utf-8", "attachment", "开放数据（JSON）"),
}
"""The files a reader can download, in the order of the page."""


# The list ---------------------------------------------------------------------------------------------------------


@require_safe
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


# One report -------------------------------------------------------------------------------------------------------


@require_safe
def public_report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The edition of a report that is in force."""
    report = published_report(code, year)
    return _edition_page(request, report, report.edition)


@require_safe
def public_edition(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    """One edition of a report, marked where a newer one has replaced it."""
    return _edition_page(request, published_report(code, year), number)


def _edition_page(request: HttpRequest, report: Report, number: int) -> HttpResponse:
    """The page around the stored article, into which the article is put byte for byte."""
    publication = get_object_or_404(report.publications.select_related("report__bureau"), number=number)
    if report.withdrawn:
        return _withdrawn(request, publication)
    text = article(publication)
    filing = filing_of(publication)
    context = {
        "nav": "public",
        "report": report,
        "publication": publication,
        "filing": filing,
        "files": _files(publication),
        "here": f"{report.year}年" if number == report.edition else f"{report.year}年第{number}版",
        "previous": number - 1,
        "newer": report.publications.defer("filing").filter(number=number + 1).first(),
        "current": number == report.edition,
        "figures": summary.public_figures(filing),
        "sentences": summary.sentences(filing),
        "contents": _contents(filing, text),
        "source_kind": source_kind(publication.source_name),
        "source_sha256": publication.digests.get(source_file(publication.source_name), ""),
        "pdf_sha256": publication.digests.get("report.pdf", ""),
    }
    response = render(request, "public/report.html", context)
    response.content = response.content.replace(ARTICLE.encode(), text, 1)
    return response


def _withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    """The notice in the place of a report that was taken down."""
    context = {
        "nav": "public",
        "report": publication.report,
        "publication": publication,
        "status": status(publication),
    }
    return render(request, "public/withdrawn.html", context, status=410)


def _files(publication: Publication) -> list[Mapping[str, Any]]:
    sizes = dict(publication.files.values_list("name", "size"))
    return [
        {
            "name": name,
            "label": served.label,
            "size": sizes[name],
            "saved": served.disposition == "attachment",
        }
        for name, served in SERVED.items()
        if name in sizes
    ]


def _contents(filing: Filing, text: bytes) -> list[Mapping[str, str]]:
    """The sections a reader can jump to: those the stored article has a name for."""
    sections = [{"key": s.key, "title": s.title} for s in filing.format.sections]
    return [section for section in sections if f'id="{section["key"]}"'.encode() in text]


# A body over the years --------------------------------------------------------------------------------------------


@require_safe
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


# The files --------------------------------------------------------------------------------------------------------


def _tag(request: HttpRequest, code: str, year: int, number: int, name: str) -> str | None:
    """The strong entity tag of a stored file: its SHA-256, known without reading the file."""
    digest = _stored(code, year, number, name).values_list("sha256", flat=True).first()
    return f'"{digest}"' if digest and name in SERVED else None


@require_safe
@condition(etag_func=_tag)
def public_file(request: HttpRequest, code: str, year: int, number: int, name: str) -> HttpResponse:
    """A file of an edition, as the bytes that were stored when it was published; they never change."""
    served = SERVED.get(name)
    found = served and _stored(code, year, number, name).values_list("content", "publication__title").first()
    if not served or not found:
        raise Http404
    response = HttpResponse(bytes(found[0]), content_type=served.type)
    response["Content-Disposition"] = content_disposition_header(
        served.disposition == "attachment", f"{found[1]}{_suffix(number)}.{name.rpartition('.')[2]}"
    )
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    if name == "report.html":
        response["Content-Security-Policy"] = page_policy(response.content)
    return response


@require_safe
def public_source(request: HttpRequest, code: str, year: int, number: int, kind: str) -> HttpResponse:
    """The document an edition was taken over from, as the bytes that were handed in; only ever saved, never shown."""
    found = (
        _stored(code, year, number, f"source.{kind}")
        .values_list("content", "publication__source_name")
        .first()
    )
    if not found:
        raise Http404
    response = HttpResponse(bytes(found[0]), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found[1])
    return response


def source_kind(name: str) -> str:
    """The end of a document's name, by which its address ends: docx, txt; "bin" where it has none."""
    return source_file(name).rpartition(".")[2]


def _stored(code: str, year: int, number: int, name: str) -> QuerySet[EditionFile]:
    """A file of an edition that is not taken down."""
    return EditionFile.objects.filter(
        publication__report__bureau__code=code,
        publication__report__year=year,
        publication__report__withdrawn_at=None,
        publication__number=number,
        name=name,
    )


def _suffix(number: int) -> str:
    return f"（第{number}版）" if number > 1 else ""
