"""The ledger for everybody: every public act in its order, and the records themselves for who wants to verify them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from .. import chain, ledger
from ..ledger import PAGE, PART, page_of
from ..models import LedgerEntry, LedgerHead
from ..opendata import verify_ledger
from . import conditional, sharing
from .reading_only import read_only


@dataclass(frozen=True)
class Stretch:
    """The records a page shows, from `first` to `last`; where the pages before and after it begin, None where none is.

    Pages are counted from the first record, so that a record stays on its page, and a full page as it was written. The
    front page has the newest full one and what came after it.
    """

    first: int
    last: int
    older: int | None
    newer: int | None = None
    front: bool = True

    @property
    def entries(self) -> QuerySet[LedgerEntry]:
        """The records, newest first, with the bodies whose acts they are."""
        found = LedgerEntry.objects.filter(number__gte=self.first, number__lte=self.last)
        of_report = ("code", "number", "report__year", "report__bureau__name")
        columns = ("number", "at", "act", "digest", *(f"publication__{name}" for name in of_report))
        return found.select_related("publication__report__bureau").only(*columns).order_by("-number")


def stretch(count: int, asked: str) -> Stretch:
    """The page of a chain of so many records that begins with the record asked for; the front page where none does."""
    newest = max(count // PAGE - 1, 0) * PAGE + 1
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= len(str(count)) else 0
    if not 1 <= first <= count or page_of(first) != first:
        return Stretch(newest, count, newest - PAGE if newest > 1 else None)
    newer = first + PAGE if first + PAGE <= count else None
    last = min(first + PAGE - 1, count)
    return Stretch(first, last, first - PAGE if first > 1 else None, newer, front=False)


@read_only
@conditional.of_bytes
def public_ledger(request: HttpRequest) -> HttpResponse:
    """The newest acts first, and how the chain ended on each day."""
    head = ledger.head()
    shown = stretch(head.number if head else 0, request.GET.get("from", ""))
    heads = LedgerHead.objects.order_by("-day")[:31] if shown.front else ()
    return render(
        request, "public/ledger.html", {"nav": "ledger", "shown": shown, "head": head, "heads": heads}
    )


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
