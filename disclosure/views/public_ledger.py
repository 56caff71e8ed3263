"""The ledger for everybody: every public act in its order, and the records themselves for who wants to verify them."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from .. import chain, ledger
from ..ledger import PART
from ..models import LedgerEntry, LedgerHead
from ..opendata import verify_ledger
from . import conditional, sharing
from .paging import NarrowPaginator
from .reading_only import read_only

PAGE_LENGTH = 100


@read_only
@conditional.of_bytes
def public_ledger(request: HttpRequest) -> HttpResponse:
    """The newest acts first, and how the chain ended on each day."""
    entries = LedgerEntry.objects.select_related("publication__report__bureau").defer("publication__filing")
    context = {
        "nav": "ledger",
        "page": NarrowPaginator(entries.order_by("-number"), PAGE_LENGTH).get_page(request.GET.get("page")),
        "head": ledger.head(),
        "heads": LedgerHead.objects.order_by("-day")[:31],
    }
    return render(request, "public/ledger.html", context)


@sharing.with_everybody
@read_only
def public_ledger_data(request: HttpRequest) -> HttpResponse:
    """Where the records lie, and how the chain ends: now, and at the end of every day on which something was published."""
    head = ledger.head()
    count = head.number if head else 0
    parts = range(1, count + 1, PART)
    data = {
        "start": chain.START,
        "records": count,
        "head": head.digest if head else chain.START,
        "parts": [f"ledger/{first}.json" for first in parts],
        "heads": [
            {"day": day.isoformat(), "records": number, "head": digest}
            for day, number, digest in LedgerHead.objects.values_list("day", "number", "digest")
        ],
    }
    return JsonResponse(data)


@sharing.with_everybody
@read_only
def public_ledger_part(request: HttpRequest, first: int) -> HttpResponse:
    """A thousand records from this one on: number, text and digest, as they are hashed."""
    entries = LedgerEntry.objects.filter(number__gte=first, number__lt=first + PART)
    records = list(entries.order_by("number").values("number", "text", "digest"))
    if first % PART != 1 or not records:
        raise Http404
    return JsonResponse({"records": records}, json_dumps_params={"ensure_ascii": False})


@sharing.with_everybody
@read_only
def public_ledger_verifier(request: HttpRequest) -> HttpResponse:
    """The program with which anybody verifies the ledger and every published file without this one."""
    content = Path(verify_ledger.__file__).read_bytes()
    response = HttpResponse(content, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "verify.py")
    return response
