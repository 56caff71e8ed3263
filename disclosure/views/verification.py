"""Is this file genuine, and does it still hold: a code proves the record, only the file itself proves the file.

A file is hashed in the reader's browser and looked up by its digest; nothing is uploaded. Who hashed it elsewhere may
write the digest where the code goes. The answers are plain JSON at fixed addresses, so that the pages work from the
static site when the application is gone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from .. import chain, corrections
from ..editions import Standing, status
from ..ledger import page_of
from ..models import EditionFile, Publication
from . import conditional, sharing
from .files import SERVED, label
from .reading_only import read_only

_PREFIX = re.compile(r"[0-9a-f]{2}")
_SHOWN = 200
"""Of what was typed, so many characters are shown again."""


@dataclass(frozen=True)
class Verdict:
    """The sentence that answers, its look, and what it means for who holds a copy."""

    look: str
    title: str
    text: str = ""


OF_CODES = {
    Standing.IN_FORCE: Verdict(
        "ok", "有这份年报，现行有效", "验证码对应下面这份年报，公布后没有被更正，也没有撤下。"
    ),
    Standing.SUPERSEDED: Verdict(
        "query", "有这份年报，但已被更正", "验证码对应的是以前的一版，现在以新版为准。"
    ),
    Standing.WITHDRAWN: Verdict("error", "这份年报已经撤下", "验证码对应的年报公布过，现在不再有效。"),
}
"""What is said of an edition that is named by its code."""

OF_FILES = {
    Standing.IN_FORCE: Verdict("ok", "是原件，现行有效"),
    Standing.SUPERSEDED: Verdict("query", "是原件，但已被更正", "现在以新版为准。"),
    Standing.WITHDRAWN: Verdict("error", "是原件，但已经撤下", "现在不再有效。"),
}
"""What is said of a file that was published."""

UNKNOWN_CODE = Verdict(
    "error",
    "没有查到这个验证码",
    "请对着文件再看一遍。没有抄错的话，文件就不是从这里公布的，请以网上公布的为准。",
)
UNKNOWN_FILE = Verdict(
    "error",
    "对不上",
    "和这里公布过的任何一个文件都不同：被改动过、另存过，或者不是从这里下载的。请以网上公布的为准。",
)


@read_only
@conditional.of_bytes
def public_verify_ask(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a code that was typed leads to its page, a digest to the file it is that of."""
    typed = request.GET.get("code", "").strip()
    if digest := chain.read_digest(typed):
        return _digest_page(request, digest)
    if code := chain.read_code(typed):
        return redirect("public_verify", code)
    return _page(request, {"typed": typed[:_SHOWN], "unread": bool(typed)}, 404 if typed else 200)


@read_only
@conditional.of_bytes
def public_verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the record says of the edition with this code."""
    read = chain.read_code(code)
    publication = _edition(read)
    if publication is None:
        said = {"verdict": UNKNOWN_CODE} if read else {"unread": True}
        return _page(request, {"typed": read or code[:_SHOWN], **said}, 404)
    if code != read:
        return redirect("public_verify", read)
    return _page(request, {"typed": read, **_record(publication, OF_CODES)})


def _digest_page(request: HttpRequest, digest: str) -> HttpResponse:
    """Which published file has this digest."""
    file = (
        EditionFile.objects.filter(sha256=digest)
        .order_by("publication_id")
        .only("name", "publication")
        .last()
    )
    publication = file and _editions().get(pk=file.publication_id)
    if not file or not publication:
        return _page(request, {"typed": digest, "verdict": UNKNOWN_FILE, "subject": "这个SHA-256"}, 404)
    return _page(
        request,
        {
            "typed": digest,
            "matched": file.name,
            "matched_label": label(file.name),
            **_record(publication, OF_FILES),
        },
    )


def _page(request: HttpRequest, context: dict[str, Any], status_code: int = 200) -> HttpResponse:
    said = {
        "files": {name: served.label for name, served in SERVED.items()},
        "verdicts": {standing.name.lower(): _said(verdict) for standing, verdict in OF_FILES.items()},
        "unknown": _said(UNKNOWN_FILE),
        "unknown_code": _said(UNKNOWN_CODE),
    }
    return render(
        request, "public/verify.html", {"nav": "verify", "said": said, **context}, status=status_code
    )


def _said(verdict: Verdict) -> Mapping[str, str]:
    """A verdict as the script of the page reads it."""
    return {"look": verdict.look, "title": verdict.title, "text": verdict.text}


def _record(publication: Publication, verdicts: Mapping[Standing, Verdict]) -> dict[str, Any]:
    """What the page tells of an edition."""
    standing = status(publication)
    stored = publication.files.order_by("name").values("name", "size", "sha256")
    entry = publication.ledger.exclude(act="withdraw").first()
    return {
        "publication": publication,
        "report": publication.report,
        "status": standing,
        "verdict": verdicts[standing.standing],
        "stored": [{**file, "label": label(file["name"])} for file in stored],
        "entry": entry,
        "entry_page": entry and page_of(entry.number),
        "editions": publication.report.edition,
        "compared": publication.changes and publication.number - 1 > publication.report.down_through,
        "counted": corrections.counted(_following_changes(publication)),
    }


@sharing.with_everybody
@read_only
def public_verify_data(request: HttpRequest, code: str) -> HttpResponse:
    """The same as JSON: what the edition is, how it stands, the digest of every file."""
    publication = _edition(chain.read_code(code))
    if publication is None:
        raise Http404
    return JsonResponse(_data(publication), json_dumps_params={"ensure_ascii": False})


@sharing.with_everybody
@read_only
def public_digests(request: HttpRequest, prefix: str) -> HttpResponse:
    """SHA-256 → [code, file] of every published file whose digest begins with these two digits."""
    if not _PREFIX.fullmatch(prefix):
        raise Http404
    # A range is looked up in the index, where "begins with" reads every file on SQLite; no digit is behind "f".
    within = EditionFile.objects.filter(sha256__gte=prefix, sha256__lt=f"{prefix}g")
    found = within.order_by("sha256", "publication_id")
    rows = found.values_list("sha256", "publication__code", "name")
    return JsonResponse({sha256: [code, name] for sha256, code, name in rows})


def _editions() -> QuerySet[Publication]:
    return Publication.objects.select_related("report__bureau")


def _edition(code: str) -> Publication | None:
    return _editions().filter(code=code).first() if code else None


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
