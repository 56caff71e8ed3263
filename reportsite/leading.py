"""Whoever opens an address that only takes forms is shown the way to the page the form stands on.

That happens behind the log-in, when a session ran out before a form was sent, and when the address of an answer is opened anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

Answer = Callable[[HttpRequest], HttpResponse]


def lead_back(get_response: Answer) -> Answer:
    """Middleware: a page instead of an empty 405, for who is logged in."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or not request.user.is_authenticated:
            return response
        page = page_above(request.path_info)
        if not page:
            return response
        context = {"page": request.path.removesuffix(request.path_info) + page}
        shown = render(request, "405.html", context, status=405)
        shown["Allow"] = response["Allow"]
        return shown

    return answer


def page_above(path: str) -> str:
    """The nearest address above this one where there is something; "" below the root."""
    for above in PurePosixPath(path).parents:
        page = f"{above}/"
        if page == "//":
            return ""
        try:
            resolve(page)
        except Resolver404:
            continue
        return page
    return ""
