"""Published files handed over: by the web server where it can, from the database where it cannot."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse

from .. import shelf
from ..rendering import page_policy


def hand_over(digest: str, size: int, media: str) -> HttpResponse:
    """The answer with a published file. With ACCEL_PREFIX it holds no bytes but the place from which nginx sends them."""
    if not settings.ACCEL_PREFIX:
        return HttpResponse(shelf.stored(digest), content_type=media)
    response = HttpResponse(content_type=media)
    response["X-Accel-Redirect"] = f"{settings.ACCEL_PREFIX}{shelf.shelve(digest, size)}"
    return response


@lru_cache(maxsize=1024)
def policy_of(digest: str) -> str:
    """The content security policy of a published page; the same bytes have the same."""
    return page_policy(shelf.stored(digest))
