"""Whose address a request comes from when our own proxies stand before the application."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address the outermost of our ``PROXY_COUNT`` proxies saw.

    Each proxy appends the address it was called from to X-Forwarded-For, so the entry ``PROXY_COUNT`` from the
    right was written by our own outermost proxy; anything further left is whatever the visitor sent.
    """
    count: int = settings.PROXY_COUNT
    if count:
        forwarded: list[str] = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        ]
        if len(forwarded) >= count and forwarded[-count]:
            return forwarded[-count]
    address: str | None = request.META.get("REMOTE_ADDR")
    return address or None
