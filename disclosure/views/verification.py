"""Is this file genuine, and does it still hold: a code proves the record, only the file itself proves the file.

A file is hashed in the reader's browser and looked up by its digest; nothing is uploaded. The answers are plain JSON
at fixed addresses, so that the pages work from the static site when the application is gone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import chain, corrections
from ..editions import Standing, Status, status
from ..models import EditionFile, Publication

_PREFIX = re.compile(r"[0-9a-f]{2}")


@require_safe
def public_verify_ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a code that was typed leads to its page."""
    typed = request.GET.get("code", "")
    if code := chain.read_code(typed):
        return redirect("public_verify", code)
    context = {"nav": "verify", "typed": typed[:80], "wrong": bool(typed.strip())}
    return render(request, "public/verify.html", context, status=404 if context["wrong"] else 200)


@require_safe
def public_verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the record says of the edition with this code."""
    read = chain.read_code(code)
    publication = _edition(read)
    if publication is None:
        context = {"nav": "verify", "typed": code[:80], "wrong": True}
        return render(request, "public/verify.html", context, status=404)
    if code != read:
        return redirect("public_verify", read)
    context = {
        "nav": "verify",
        "typed": read,
        "publication": publication,
        "report": publication.report,
        "status": status(publication),
        "verdict": _verdict(status(publication)),
        "files": publication.files.defer("content").order_by("name"),
        "entry": publication.ledger.exclude(act="withdraw").first(),
        "editions": publication.report.edition,
        "counted": corrections.counted(_following_changes(publication)),
    }
    return render(request, "public/verify.html", context)


@require_safe
def public_verify_data(request: HttpRequest, code: str) -> HttpResponse:
    """The same as JSON: what the edition is, how it stands, the digest of every file."""
    publication = _edition(chain.read_code(code))
    if publication is None:
        raise Http404
    return JsonResponse(_data(publication), json_dumps_params={"ensure_ascii": False})


@require_safe
def public_digests(request: HttpRequest, prefix: str) -> HttpResponse:
    """SHA-256 → [code, file] of every published file whose digest begins with these two digits."""
    if not _PREFIX.fullmatch(prefix):
        raise Http404
    found = EditionFile.objects.filter(sha256__startswith=prefix).order_by("sha256", "publication_id")
    rows = found.values_list("sha256", "publication__code", "name")
    return JsonResponse({sha256: [code, name] for sha256, code, name in rows})


def _edition(code: str) -> Publication | None:
    found = Publication.objects.select_related("report__bureau").defer("filing")
    return found.filter(code=code).first() if code else None


def _verdict(standing: Status) -> Mapping[str, str]:
    """The sentence that answers, its look, and what it means for who holds a copy."""
    return {
        Standing.IN_FORCE: {
            "look": "ok",
            "title": "有这份年报，现行有效",
            "text": "验证码对应下面这份年报，公布后没有被更正，也没有撤下。",
        },
        Standing.SUPERSEDED: {
            "look": "query",
            "title": "有这份年报，但已被更正",
            "text": "验证码对应的是以前的一版，现在以新版为准。",
        },
        Standing.WITHDRAWN: {
            "look": "error",
            "title": "这份年报已经撤下",
            "text": "验证码对应的年报公布过，现在不再有效。",
        },
    }[standing.standing]


def _following_changes(publication: Publication) -> list[Mapping[str, Any]]:
    """What the next edition changed of this one."""
    following = publication.report.publications.filter(number=publication.number + 1)
    return following.values_list("changes", flat=True).first() or []


def _data(publication: Publication) -> dict[str, Any]:
    report = publication.report
    entry = publication.ledger.exclude(act="withdraw").first()
    return {
        "code": publication.code,
        "title": publication.title,
        "bureau": report.bureau.code,
        "year": report.year,
        "edition": publication.number,
        "published": publication.at.isoformat(),
        "status": status(publication).to_data(),
        "files": publication.digests,
        "ledger": {"number": entry.number, "digest": entry.digest} if entry else None,
    }
