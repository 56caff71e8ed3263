"""What went wrong, told to a program: JSON as RFC 9457 has it."""

from __future__ import annotations

import json

from django.http import HttpResponse

TITLES = {400: "参数写得不对", 404: "没有", 405: "只能读", 410: "已经撤下", 500: "没有读出来"}


def problem(code: int, detail: str, **more: str | None) -> HttpResponse:
    """An answer that says in Chinese what went wrong; `more` are members of its own."""
    said = {"type": "about:blank", "title": TITLES[code], "status": code, "detail": detail, **more}
    content = json.dumps(said, ensure_ascii=False)
    return HttpResponse(content, content_type="application/problem+json; charset=utf-8", status=code)
