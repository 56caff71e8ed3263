"""The public checker (年报自查): any report, read and checked by the same rules, of which nothing is kept."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import checking, reading, summary
from ..checks import Finding
from ..filing import Filing
from ..formats.schema import Severity
from ..importing import UnreadableDocument
from ..importing.trace import trace
from ..intake.pictures import redrawn
from ..intake.propose import label, strays
from ..progress import place_name
from ..prose import REPORT_LIMIT
from ..reading import Reading
from ..rendering import Document, RenderingError, document
from ..uploads import LARGEST, CheckForm
from .findings_file import file_name, findings_file

AT_MOST, WITHIN = 20, 10 * 60
"""How many reports one address may have checked in so many seconds, counted by each process of the server."""
SOON = 30
"""Seconds after which it is worth sending a report again that found every reader at work."""
SHOWN_CHANGES = 20
"""Cells that differ from last year's which are listed."""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public_check(request: HttpRequest) -> HttpResponse:
    """The form; on POST what the rules say of the report that was sent, and of last year's beside it.

    Readers are given no cookie, hence no token either: nothing is stored and nobody is asked who they are. Where the
    browser says from which site a file was sent, it has to be this one.
    """
    if request.method != "POST":
        return _page(request, "public/check.html", {"form": CheckForm()})
    if _from_another_site(request):
        raise PermissionDenied("这份文件是从别的网站发来的，没有查。")
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, "public/check.html", {"form": form}, 422)
    if _too_often(request):
        form.add_error(None, f"这个网络地址{WITHIN // 60}分钟里查了{AT_MOST}份，请过一会儿再查。")
        return _page(request, "public/check.html", {"form": form}, 429)
    try:
        found, last = _read(form, "file", form.cleaned_data["year"]), _read(form, "last")
        if found is None or form.errors:
            return _page(request, "public/check.html", {"form": form}, 422)
        findings = checking.check(found.imported.filing, last.imported.filing if last else None)
    except (reading.Busy, checking.Busy) as error:
        return _later(request, form, error)
    except checking.Unchecked as error:
        form.add_error("file", str(error))
        return _page(request, "public/check.html", {"form": form}, 422)
    return _page(request, "public/checked.html", _result(form, found, last, findings))


def _later(request: HttpRequest, form: CheckForm, why: Exception) -> HttpResponse:
    """Nothing is wrong with what was sent: it should be sent again, by a person or by a program."""
    form.add_error(None, str(why))
    response = _page(request, "public/check.html", {"form": form}, 503)
    response["Retry-After"] = str(SOON)
    return response


def _from_another_site(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    return bool(origin) and not (
        urlsplit(origin).netloc == request.get_host() or origin in settings.CSRF_TRUSTED_ORIGINS
    )


def _too_often(request: HttpRequest) -> bool:
    """Count one more report of this address. The count is in memory and falls away by itself."""
    key = f"check:{get_client_ip_address(request)}"
    cache.add(key, 0, WITHIN)
    return cache.incr(key) > AT_MOST


def _read(form: CheckForm, field: str, year: int | None = None) -> Reading | None:
    """The report in a file; None where none was sent or it cannot be read, which the form then says. Raises Busy."""
    file = form.cleaned_data[field]
    if file is None:
        return None
    try:
        found = reading.read(file.read(), file.name, year=year)
        _of_a_length_to_check(found.imported.filing)
        return Reading(found.document, redrawn(found.imported))
    except reading.Busy:
        raise
    except UnreadableDocument as error:
        form.add_error(field, str(error))
        return None


def _of_a_length_to_check(filing: Filing) -> None:
    """Refuse words no report can have: the time of the checks grows with the text."""
    length = sum(len(text) for text in (filing.title, filing.preface, *filing.sections.values()))
    if length > REPORT_LIMIT:
        raise UnreadableDocument(f"文字部分有{length}个字，最多{REPORT_LIMIT}个字，没有检查。")


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, {**context, "nav": "check", "largest": LARGEST}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _result(
    form: CheckForm, found: Reading, last: Reading | None, findings: Sequence[Finding]
) -> dict[str, Any]:
    imported = found.imported
    filing = imported.filing
    before = last.imported.filing if last else None
    left = strays(imported)
    return {
        "source_name": form.cleaned_data["file"].name,
        "filing": filing,
        "findings": [
            {"finding": finding, "where": place_name(filing, finding.section)} for finding in findings
        ],
        "counts": _counts(findings),
        # Nothing is kept that could be asked for later: the table is in the page.
        "table": base64.b64encode(findings_file(filing, findings)).decode(),
        "table_name": file_name(filing),
        "strays": [
            {"where": label(filing.format, stray.where), "text": stray.text, "why": stray.why}
            for stray in left
        ],
        "wording": [d for d in imported.differences if d.where not in filing.format.places],
        "blocks": trace(found.document, imported, left),
        "tables": _drawn(filing),
        **(_beside(filing, before) if before else {}),
    }


def _counts(findings: Sequence[Finding]) -> list[tuple[Severity, int]]:
    counts = ((severity, sum(f.severity is severity for f in findings)) for severity in Severity)
    return [(severity, count) for severity, count in counts if count]


def _drawn(filing: Filing) -> Document | None:
    """The report in the official layout; None where its text is too long to be set."""
    try:
        return document(filing)
    except RenderingError:
        return None


def _beside(filing: Filing, last: Filing) -> dict[str, Any]:
    """The cells that differ from the other report, the largest changes first."""
    changes = summary.changes(filing, last)
    return {"last": last, "changes": changes[:SHOWN_CHANGES], "changed": len(changes)}
