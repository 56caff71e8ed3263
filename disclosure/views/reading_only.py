"""Pages that are only read: whoever sends anything there is told so (405), whatever else he sends or does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def read_only(view: View) -> View:
    """For a page that does nothing: no token is asked for, since nothing it could guard is ever done."""
    return csrf_exempt(require_safe(view))  # type: ignore[no-any-return]
