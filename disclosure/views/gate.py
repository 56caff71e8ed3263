"""The log-in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpRequest


class Gate(LoginView):
    """Logs somebody in; who is logged in already goes on at once, unless `other` in the address asks for another account."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.redirect_authenticated_user = "other" not in request.GET
