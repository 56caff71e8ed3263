"""What every staff page knows without its view saying so: who is logged in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .access import member_of


def member(request: HttpRequest) -> dict[str, object]:
    """Give templates ``member``, looked up only where a template asks; empty for the public.

    A view that hands its own ``member`` to the template saves the query.
    """
    return {"member": SimpleLazyObject(lambda: member_of(request))}
