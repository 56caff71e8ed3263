"""The public's pages: the list, a report, a body over the years, the stored files. They set no cookie and read none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_safe

from .. import summary
from ..access import published_report
from ..filing import Filing
from ..history import published
from ..models import Bureau, Publication, Report
from ..prose import clean
from ..publishing import article
from ..rendering import page_policy

PAGE_LENGTH = 100
ARTICLE = "<!-- the stored article -->"
"""Where the page waits for the official text; a reader's words are escaped and cannot contain it."""
FILES = ("json", "html", "pdf", "source")


@dataclass(frozen=True)
class File:
    """A stored file as it is served: its type, whether a browser shows it or saves it, what the reader calls it."""

    field: str
    type: str
    disposition: str
    label: str


SERVED = {
    "report.pdf": File("pdf", "application/pdf", "inline", "PDF，版式文件"),
    "report.html": File("html", "text/html; charset=utf-8", "inline", "网页，单个文件"),
    "report.json": File("json", "application/json; charset=utf-8", "attachment", "开放数据（JSON）"),
}


def _newest() -> QuerySet[Publication]:
    """The edition in force of every published report, without its bytes."""
    editions = Publication.objects.filter(number=F("report__edition")).select_related("report__bureau")
    return editions.defer(*FILES).order_by("-report__year", "report__bureau__name")


# The list ---------------------------------------------------------------------------------------------------------


@require_safe
def public_index(request: HttpRequest) -> HttpResponse:
    """Every published report: by year, and by a part of the body's name."""
    words = clean(request.GET.get("q", "")).strip()[:80]
    newest = _newest()
    years = sorted(newest.order_by().values_list("report__year", flat=True).distinct(), reverse=True)
    year = _chosen(request.GET.get("year", ""), years, everything=bool(words))
    named = newest.filter(report__bureau__name__icontains=words) if words else newest
    found = named.filter(report__year=year) if year else named
    found = found.defer(*FILES, "filing").annotate(
        received=KeyTextTransform(summary.RECEIVED, KeyTextTransform("cells", "filing"))
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
    editions = report.publications.defer("json", "pdf", "source").annotate(
        json_size=Length("json"), html_size=Length("html"), pdf_size=Length("pdf")
    )
    publication = get_object_or_404(editions, number=number)
    text = article(publication)
    filing = published(publication)
    context = {
        "nav": "public",
        "report": report,
        "publication": publication,
        "filing": filing,
        "files": _files(publication),
        "here": f"{report.year}年" if number == report.edition else f"{report.year}年第{number}版",
        "previous": number - 1,
        "newer": report.publications.defer(*FILES).filter(number=number + 1).first(),
        "current": number == report.edition,
        "figures": summary.public_figures(filing),
        "sentences": summary.sentences(filing),
        "contents": _contents(filing, text),
        "source_kind": source_kind(publication.source_name),
    }
    response = render(request, "public/report.html", context)
    response.content = response.content.replace(ARTICLE.encode(), text, 1)
    return response


def _files(publication: Publication) -> list[Mapping[str, Any]]:
    return [
        {
            "name": name,
            "label": file.label,
            "size": getattr(publication, f"{file.field}_size"),
            "saved": file.disposition == "attachment",
        }
        for name, file in SERVED.items()
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
    publications = list(_newest().filter(report__bureau=bureau))
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
    filing = published(publication)
    figures = [
        {"heading": heading, "value": filing.values.get(key)} for heading, key in summary.OVER_THE_YEARS
    ]
    return {"publication": publication, "figures": figures, "notice": filing.format.notice.number}


# The files --------------------------------------------------------------------------------------------------------


def _tag(request: HttpRequest, code: str, year: int, number: int, name: str) -> str | None:
    """The strong entity tag of a stored file: its SHA-256, known without reading the file."""
    file = SERVED.get(name)
    if file is None:
        return None
    digest = _stored(code, year, number).values_list(f"{file.field}_sha256", flat=True).first()
    return f'"{digest}"' if digest else None


@require_safe
@condition(etag_func=_tag)
def public_file(request: HttpRequest, code: str, year: int, number: int, name: str) -> HttpResponse:
    """A file of an edition, as the bytes that were stored when it was published; they never change."""
    file = SERVED.get(name)
    content = file and _stored(code, year, number).values_list(file.field, "title").first()
    if not file or not content:
        raise Http404
    response = HttpResponse(bytes(content[0]), content_type=file.type)
    response["Content-Disposition"] = content_disposition_header(
        file.disposition == "attachment", f"{content[1]}{_suffix(number)}.{file.field}"
    )
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    if file.field == "html":
        response["Content-Security-Policy"] = page_policy(response.content)
    return response


@require_safe
def public_source(request: HttpRequest, code: str, year: int, number: int, kind: str) -> HttpResponse:
    """The document an edition was taken over from, as the bytes that were handed in; only ever saved, never shown."""
    found = _stored(code, year, number).exclude(source=None).values_list("source", "source_name").first()
    if not found or source_kind(found[1]) != kind:
        raise Http404
    response = HttpResponse(bytes(found[0]), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found[1])
    return response


def source_kind(name: str) -> str:
    """The end of a document's name, by which its address ends: docx, txt; "bin" where it has none."""
    end = name.rpartition(".")[2].lower()
    return end if end.isascii() and end.isalnum() and "." in name else "bin"


def _stored(code: str, year: int, number: int) -> QuerySet[Publication]:
    return Publication.objects.filter(report__bureau__code=code, report__year=year, number=number)


def _suffix(number: int) -> str:
    return f"（第{number}版）" if number > 1 else ""
