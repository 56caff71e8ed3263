"""What somebody is told where the program could not go on."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from ..models import Damaged


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault; where published bytes were changed, that this is why they are not shown. Within `except`."""
    damaged = isinstance(sys.exc_info()[1], Damaged)
    return defaults.server_error(request, "damaged.html" if damaged else "500.html")
