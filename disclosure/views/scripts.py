"""What the script of a page is answered: data or a sentence in JSON, never a page and never the way to the log-in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from ..access import member_of
from ..models import Report
from ..workflow import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

ACCOUNT = "X-Account"
"""Header with the id of the account a page was drawn for: somebody else may have logged in since, in another tab."""


class Unfit(Exception):
    """A request no page of ours sends: a sentence, and the status that goes with it."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def answered(view: View[P]) -> View[P]:
    """Tell a script in JSON (`message`) what a person would be told by a page.

    401 when the session has ended or the page is of another account (`other`), 403 and 404 as everywhere, 409 where the
    report may not be written in now.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return refused("登录到时间了，或者在别的页面退出了。", 401)
        if _somebody_else(request):
            return JsonResponse({"message": _who_is_here(request), "other": True}, status=401)
        try:
            return view(request, *args, **kwargs)
        except Unfit as unfit:
            return refused(str(unfit), unfit.status)
        except PermissionDenied as denial:
            return refused(str(denial), 403)
        except (Http404, Report.DoesNotExist):
            return refused("没有这份报告，或者没有这一部分。", 404)
        except Refused as refusal:
            return refused(str(refusal), 409)

    return guarded


def _somebody_else(request: HttpRequest) -> bool:
    return request.headers.get(ACCOUNT, str(request.user.pk)) != str(request.user.pk)


def _who_is_here(request: HttpRequest) -> str:
    member = member_of(request)
    return f"这个浏览器里现在登录的是另一个账号：{member.name if member else request.user.get_username()}。"


def refused(message: str, status: int) -> JsonResponse:
    """A sentence for the person before the page."""
    return JsonResponse({"message": message}, status=status)


def sent(request: HttpRequest, limit: int) -> dict[str, Any]:
    """The object a script sent, of at most `limit` bytes. Raises Unfit."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise Unfit("一次送来的太多了，请分几次填。", 413)
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Unfit("送来的内容读不出来。") from error
    if not isinstance(found, dict):
        raise Unfit("送来的内容读不出来。")
    return found


def texts(found: dict[str, Any], name: str) -> dict[str, str]:
    """One part of what was sent, as texts by key. Raises Unfit."""
    part = found.get(name, {})
    if not isinstance(part, dict) or not all(isinstance(text, str) for text in part.values()):
        raise Unfit("送来的内容读不出来。")
    return part
