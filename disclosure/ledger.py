"""The ledger of what was published: entries are added to one chain, and every day its head is put on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from . import chain, shelf
from .models import LedgerEntry, LedgerHead, Publication

PART = 1000
"""Records of one data file: a part that is full never changes."""
PAGE = 100
"""Records of one page of the ledger; neither does a page that is full."""
_TABLE = LedgerEntry._meta.db_table
_KEPT = ("findings", "imprint", "made_with", "source_name")
"""What is kept of an edition beside its files."""


class DayOver(Exception):
    """The day of the act has ended meanwhile, and with it the part of the chain its head stands for."""


def enter(act: LedgerEntry.Act, publication: Publication, reason: str, at: datetime) -> LedgerEntry:
    """Add an act to the chain. Must run in the transaction of the act itself, so that there is never one without the other.

    Raises DayOver where `at` is of another day than today.
    """
    _wait_for_turn()
    transaction.on_commit(shelf.turn, robust=True)
    if timezone.localdate(at) != timezone.localdate():
        raise DayOver
    last = LedgerEntry.objects.order_by("-number").first()
    record = chain.follow(last.record if last else None, said(act, publication, reason, at))
    return LedgerEntry.objects.create(
        number=record.number,
        act=act,
        publication=publication,
        at=at,
        text=record.text,
        digest=record.digest,
    )


def _wait_for_turn() -> None:
    """One entry at a time. On SQLite a transaction holds the whole database from its beginning."""
    if not connection.in_atomic_block:
        raise RuntimeError("the ledger is only written within the transaction of the act")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_TABLE} IN SHARE ROW EXCLUSIVE MODE")


def said(act: str, publication: Publication, reason: str, at: datetime) -> Mapping[str, Any]:
    """What a record says of an act. Its keys are public: whoever verifies the ledger reads them."""
    known = {"body": _body(publication), "files": publication.digests, "reason": reason}
    return {**columns(act, publication, at), **known}


def _body(publication: Publication) -> str:
    """The name an edition was published under; a damaged one can be taken down as well."""
    entered = LedgerEntry.objects.filter(publication=publication.pk).order_by("number").first()
    return str((entered.record.said if entered else publication.said)["body"])


def columns(act: str, publication: Publication, at: datetime) -> Mapping[str, Any]:
    """What a record says of an act that stands in the columns of its edition and report as well."""
    report = publication.report
    return {
        "act": str(act),
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bureau": report.bureau.code,
        "changes": _digest(publication.changes),
        "code": publication.code,
        "edition": publication.number,
        "kept": _digest([getattr(publication, name) for name in _KEPT]),
        "title": publication.title,
        "year": report.year,
    }


def _digest(data: Any) -> str:
    """The digest of JSON-ready data, whatever order a database gives it back in."""
    return chain.sha256(chain.canonical(data).encode())


# --- The head of each day ------------------------------------------------------------------------------


def record_heads(today: date | None = None) -> list[LedgerHead]:
    """Put on record how the chain ended on every day before today that has entries and no head yet, and return them.

    Days in which nothing was published have the head of the day before and are not written down.
    """
    today = today or timezone.localdate()
    with transaction.atomic():
        _wait_for_turn()
        known = set(LedgerHead.objects.values_list("day", flat=True))
        ends = {
            timezone.localdate(entry.at): entry
            for entry in LedgerEntry.objects.order_by("number").only("number", "at", "digest")
        }
        return [
            LedgerHead.objects.create(day=day, number=entry.number, digest=entry.digest)
            for day, entry in sorted(ends.items())
            if day < today and day not in known
        ]


def page_of(number: int) -> int:
    """The first record of the page on which a record stands."""
    return (number - 1) // PAGE * PAGE + 1


def head() -> LedgerEntry | None:
    """The last entry of the chain as it stands now."""
    return LedgerEntry.objects.order_by("-number").first()
