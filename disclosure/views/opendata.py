"""Open data: the files of each year, the schemas, the joints between formats, and the description of the interface."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response

from .. import formats, openfiles, summary
from ..checks import catalogue
from ..marks import name
from ..opendata import mapping
from ..opendata.interface import RESOURCES, openapi
from ..opendata.schema import report_schema
from . import conditional, sharing
from .reading_only import read_only

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@read_only
@conditional.of_bytes
def public_data(request: HttpRequest) -> HttpResponse:
    """What there is to compute with, on what terms, and where it comes from."""
    years = openfiles.years()
    exported = getattr(request, "exported", False)
    context = {
        "nav": "data",
        "years": [_line(year, count, exported) for year, count in years.items()],
        "all": None if exported else _line(None, sum(years.values()), exported),
        "newest": next(iter(years), None),
        "cell": summary.RECEIVED,
        "cell_name": name(formats.get(mapping.LATER).places[summary.RECEIVED]),
        "formats": [{"form": form, "size": _sizes()[form.id]} for form in formats.all_formats().values()],
        "sizes": _sizes(),
        "licence": settings.OPEN_DATA_LICENCE.splitlines(),
        "resources": list(RESOURCES.values()),
    }
    return render(request, "public/data.html", context)


def _line(year: int | None, count: int, exported: bool) -> dict[str, Any]:
    """The files of a year and about how large they are; those of the exported site lie there at once.

    It has none of all years: they would be made anew of every report with each that is published.
    """

    now = openfiles.state(year) if exported else ""

    def size(kind: str) -> int | None:
        file = openfiles.ready(year, kind, now) if exported else None
        return file.size if file else openfiles.made_size(year, kind)

    return {
        "label": f"{year}年" if year else "全部年度",
        "stem": str(year or "all"),
        "count": count,
        "files": [{"kind": kind, "name": kind.upper(), "size": size(kind)} for kind in openfiles.KINDS],
    }


@cache
def _sizes() -> dict[str, int]:
    """The sizes of the files that do not depend on what was published."""
    documents = {form.id: report_schema(form) for form in formats.all_formats().values()}
    documents |= {
        "mapping": _mapping(),
        "rules": {"digest": catalogue.digest(), "rules": catalogue.catalogue()},
    }
    return {stem: len(_text(data).encode()) for stem, data in documents.items()}


@sharing.with_everybody
@read_only
def public_data_file(request: HttpRequest, stem: str, kind: str) -> HttpResponseBase:
    """A file over all bodies: of one year ("2024"), or of all years ("all")."""
    year = _year(stem)
    now = openfiles.state(year) if kind in openfiles.KINDS else ""
    if not now:
        raise Http404
    response = get_conditional_response(request, etag=_tag(kind, now)) or _made(year, kind, now)
    response.setdefault("ETag", _tag(kind, now))
    response["Cache-Control"] = "public, max-age=300"
    return response


def _made(year: int | None, kind: str, now: str) -> FileResponse:
    """The answer to somebody who does not have the file in this state yet."""
    file = openfiles.ready(year, kind, now)
    if file is None:
        raise Http404
    saved = f"政府信息公开年报数据{f'{year}年' if year else ''}.{kind}"
    response = FileResponse(
        file.path.open("rb"), as_attachment=True, filename=saved, content_type=TYPES[kind]
    )
    response["ETag"] = _tag(kind, file.state)
    return response


def _tag(kind: str, state: str) -> str:
    return f'"{kind}-{state}"'


def _year(stem: str) -> int | None:
    """2024 for "2024", None for "all"; 404 for anything else."""
    if stem == "all":
        return None
    if not (stem.isascii() and stem.isdigit() and len(stem) == 4 and int(stem)):
        raise Http404
    return int(stem)


@sharing.with_everybody
@read_only
def public_mapping(request: HttpRequest) -> HttpResponse:
    """The joints between the formats, as JSON."""
    return _json(_mapping())


def _mapping() -> dict[str, Any]:
    joints = [joint.to_data() for joint in mapping.joints()]
    return {"earlier": mapping.EARLIER, "later": mapping.LATER, "joints": joints}


@sharing.with_everybody
@read_only
def public_schema(request: HttpRequest, format_id: str) -> HttpResponse:
    """The JSON Schema of a report in one format."""
    form = formats.all_formats().get(format_id)
    if form is None:
        raise Http404
    return _json(report_schema(form))


@sharing.with_everybody
@read_only
def public_openapi(request: HttpRequest) -> HttpResponse:
    """The interface for programs, described in OpenAPI 3.1."""
    server = f"{settings.SITE_URL}{reverse('api_v1')}".rstrip("/")
    return _json(openapi(server, f"{settings.SITE['name']}数据接口", settings.OPEN_DATA_LICENCE))


def _json(data: dict[str, Any]) -> HttpResponse:
    return HttpResponse(_text(data), content_type="application/json; charset=utf-8")


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
