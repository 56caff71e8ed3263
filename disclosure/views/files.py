"""The files of an edition, as the bytes that were stored when it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from ..editions import PAGE
from ..history import source_file
from ..models import EditionFile, Publication
from . import sharing
from .handing import hand_over, policy_of
from .notice import taken_down
from .reading_only import read_only


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
KEPT = "public, no-cache"
"""Whoever keeps a file of an edition asks each time whether it is still there."""


def downloads(publication: Publication) -> list[Mapping[str, Any]]:
    """The files of an edition that are handed out, each with its name, label and size, and whether it is saved."""
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


def label(name: str) -> str:
    """What a reader calls a file of an edition; the document an edition was taken over from has no name of ours."""
    return SERVED[name].label if name in SERVED else "导入的原件"


@sharing.with_everybody
@read_only
def public_file(request: HttpRequest, code: str, year: int, number: int, name: str) -> HttpResponse:
    """A file of an edition, as the bytes that were stored when it was published.

    They never change, but they can be taken down: whoever keeps a copy asks each time whether it is still there.
    """
    if name not in SERVED:  # PostgreSQL is asked for no name it could not hold
        raise Http404
    found = _stored(code, year, number, name).values_list("sha256", "size", "publication__title").first()
    if not found:
        return taken_down(request, code, year, number)
    digest, size, title = found
    tag = f'"{digest}"'
    response = get_conditional_response(request, etag=tag) or _handed_over(digest, size, title, number, name)
    response["ETag"] = tag
    response["Cache-Control"] = KEPT
    # Also of an answer without bytes: a browser takes its headers for those of the page it has.
    if name == PAGE:
        response["Content-Security-Policy"] = policy_of(digest)
    return response


def _handed_over(digest: str, size: int, title: str, number: int, name: str) -> HttpResponse:
    """The answer to somebody who does not have the file yet."""
    served = SERVED[name]
    response = hand_over(digest, size, served.type)
    response["Content-Disposition"] = content_disposition_header(
        served.disposition == "attachment", f"{title}{_suffix(number)}.{name.rpartition('.')[2]}"
    )
    return response


@sharing.with_everybody
@read_only
def public_source(request: HttpRequest, code: str, year: int, number: int, kind: str) -> HttpResponse:
    """The document an edition was taken over from, as the bytes that were handed in; only ever saved, never shown."""
    if not kind.isalnum():
        raise Http404
    stored = _stored(code, year, number, f"source.{kind}").select_related("publication")
    file = stored.only("content", "sha256", "publication__source_name").first()
    if file is None:
        return taken_down(request, code, year, number)
    response = HttpResponse(file.whole(), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.publication.source_name)
    response["Cache-Control"] = KEPT
    return response


def source_kind(name: str) -> str:
    """The end of a document's name, by which its address ends: docx, txt; "bin" where it has none."""
    return source_file(name).rpartition(".")[2]


def _stored(code: str, year: int, number: int, name: str) -> QuerySet[EditionFile]:
    """A file of an edition that is not taken down."""
    return EditionFile.objects.filter(
        publication__report__bureau__code=code,
        publication__report__year=year,
        publication__number__gt=F("publication__report__down_through"),
        publication__number=number,
        name=name,
    )


def _suffix(number: int) -> str:
    return f"（第{number}版）" if number > 1 else ""
