"""Data that everybody may read, readable from the pages of any other site: no cookie decides about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from . import conditional

View = Callable[..., HttpResponseBase]
METHODS = "GET, HEAD, OPTIONS"


def with_everybody(view: View) -> View:
    """For data: any page may read it, may ask whether it has changed since, and is not sent what it has."""
    tagged = conditional.of_bytes(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **said: Any) -> HttpResponseBase:
        response = _asked_first() if request.method == "OPTIONS" else tagged(request, **said)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
        return response

    return answer


def _asked_first() -> HttpResponse:
    """What a browser is told that asks beforehand: a page that sends an entity tag makes it ask."""
    response = HttpResponse(status=204, headers={"Allow": METHODS, "Access-Control-Allow-Methods": METHODS})
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    del response["Content-Type"]
    return response
