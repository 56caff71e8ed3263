"""The administration as a whole: its names, and that nobody works there with a password somebody else gave."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class Administration(AdminSite):
    """Bodies, accounts and seasons."""

    site_title = "政府信息公开年报"
    site_header = "政府信息公开年报 管理"
    index_title = "单位、账号和填报季"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        """Every page of it but the way out asks for a password of one's own first."""
        inner = super().admin_view(view, cacheable)
        if view == self.logout:
            return inner

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            from .access import own_password_first  # models are not there yet when the site is made

            return own_password_first(request) or inner(request, *args, **kwargs)

        return guarded

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one page to change one's password."""
        return redirect("password_change")
