"""Pages that are not drawn again for who has them already: entity tags from what a page is made from.

A tag costs a few small queries. The query of an address is part of its tag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import condition

from .. import fingerprints

View = Callable[..., HttpResponse]


def of_body(view: View) -> View:
    """For pages about one body (`code` in the address): new when the body publishes, corrects or takes down anything."""

    def tag(request: HttpRequest, code: str, **said: Any) -> str | None:
        return _tag(request, lambda: fingerprints.body(code))

    return condition(etag_func=tag)(view)  # type: ignore[no-any-return]


def of_everything(view: View) -> View:
    """For lists: new when anybody publishes, corrects or takes down anything."""

    def tag(request: HttpRequest, **said: Any) -> str | None:
        return _tag(request, fingerprints.everything)

    return condition(etag_func=tag)(view)  # type: ignore[no-any-return]


def of_bytes(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For what is quickly made and seldom asked for: it is drawn each time, and not sent to who has these bytes."""

    @wraps(view)
    def answer(request: HttpRequest, **said: Any) -> HttpResponseBase:
        response = view(request, **said)
        if response.status_code != 200:
            return response
        if isinstance(response, HttpResponse) and "ETag" not in response:
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()}"'
        return get_conditional_response(request, etag=response.get("ETag"), response=response) or response

    return answer


def _tag(request: HttpRequest, made_from: Callable[[], str | None]) -> str | None:
    """The tag of a page; none where what is asked for does not exist, and none for a page that is drawn into a folder."""
    found = None if getattr(request, "exported", False) else made_from()
    return found and f'"{fingerprints.of(request.get_full_path(), found, fingerprints.program())}"'
