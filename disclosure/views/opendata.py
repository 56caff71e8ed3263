"""Open data: the files of each year, the schemas, the joints between formats, and the description of the interface."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from .. import formats, openfiles
from ..opendata import mapping
from ..opendata.interface import RESOURCES, openapi
from ..opendata.schema import report_schema

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@require_safe
def public_data(request: HttpRequest) -> HttpResponse:
    """What there is to compute with, on what terms, and where it comes from."""
    context = {
        "nav": "data",
        "years": openfiles.years(),
        "formats": list(formats.all_formats().values()),
        "licence": settings.OPEN_DATA_LICENCE.splitlines(),
        "resources": list(RESOURCES.values()),
    }
    return render(request, "public/data.html", context)


def _tag(request: HttpRequest, stem: str, kind: str) -> str | None:
    state = openfiles.state(_year(stem))
    return f'"{kind}-{state}"' if state else None


@require_safe
@condition(etag_func=_tag)
def public_data_file(request: HttpRequest, stem: str, kind: str) -> HttpResponse | FileResponse:
    """A file over all bodies: of one year ("2024"), or of all years ("all")."""
    year = _year(stem)
    file = openfiles.ready(year, kind) if kind in openfiles.KINDS else None
    if file is None:
        raise Http404
    name = f"政府信息公开年报数据{f'{year}年' if year else ''}.{kind}"
    response = FileResponse(file.path.open("rb"), as_attachment=True, filename=name, content_type=TYPES[kind])
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _year(stem: str) -> int | None:
    """2024 for "2024", None for "all"; 404 for anything else."""
    if stem == "all":
        return None
    if not (stem.isascii() and stem.isdigit() and len(stem) == 4):
        raise Http404
    return int(stem)


@require_safe
def public_mapping(request: HttpRequest) -> HttpResponse:
    """The joints between the formats, as JSON."""
    joints = [joint.to_data() for joint in mapping.joints()]
    return _json({"earlier": mapping.EARLIER, "later": mapping.LATER, "joints": joints})


@require_safe
def public_schema(request: HttpRequest, format_id: str) -> HttpResponse:
    """The JSON Schema of a report in one format."""
    form = formats.all_formats().get(format_id)
    if form is None:
        raise Http404
    return _json(report_schema(form))


@require_safe
def public_openapi(request: HttpRequest) -> HttpResponse:
    """The interface for programs, described in OpenAPI 3.1."""
    server = f"{settings.SITE_URL}{reverse('api_v1')}".rstrip("/")
    return _json(openapi(server, f"{settings.SITE['name']}数据接口"))


def _json(data: dict[str, Any]) -> HttpResponse:
    content = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
