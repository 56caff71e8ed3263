"""What a browser is told of every page beside what Django's own middleware says."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
"""What no page of this site ever asks a browser for."""


def permissions_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whatever finds its way into a page, it may not use the reader's devices."""
    policy = ", ".join(f"{name}=()" for name in UNUSED)

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = policy
        return response

    return middleware
