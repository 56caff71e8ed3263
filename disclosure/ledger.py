"""The ledger of what was published: entries are added to one chain, and every day its head is put on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from . import chain
from .models import EditionFile, LedgerEntry, LedgerHead, Publication

PART = 1000
"""Records of one data file: a part that is full never changes."""
_TABLE = LedgerEntry._meta.db_table


def enter(act: LedgerEntry.Act, publication: Publication, reason: str, at: datetime) -> LedgerEntry:
    """Add an act to the chain. Must run in the transaction of the act itself, so that there is never one without the other."""
    _wait_for_turn()
    last = LedgerEntry.objects.order_by("-number").first()
    record = chain.follow(last.record if last else None, _said(act, publication, reason, at))
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


def _said(act: str, publication: Publication, reason: str, at: datetime) -> Mapping[str, Any]:
    report = publication.report
    return {
        "act": str(act),
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "body": publication.filing["body"],
        "bureau": report.bureau.code,
        "code": publication.code,
        "edition": publication.number,
        "files": publication.digests,
        "reason": reason,
        "title": publication.title,
        "year": report.year,
    }


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


def head() -> LedgerEntry | None:
    """The last entry of the chain as it stands now."""
    return LedgerEntry.objects.order_by("-number").first()


# --- Is all as it was ----------------------------------------------------------------------------------


def faults() -> Iterator[str]:
    """Everything in the database that is not as the chain says, in Chinese; nothing where all is as it was."""
    entries = list(
        LedgerEntry.objects.select_related("publication__report__bureau").defer("publication__filing")
    )
    yield from chain.faults(entry.record for entry in entries)
    for entry in entries:
        yield from _entry_faults(entry)
    yield from _file_faults()
    yield from _unentered(entries)
    yield from _head_faults({entry.number: entry for entry in entries})


def _entry_faults(entry: LedgerEntry) -> Iterator[str]:
    """Where the columns beside an entry's text, or its edition, say something else than the text."""
    try:
        said = entry.record.said
    except ValueError:
        return  # said by the chain already
    publication, report = entry.publication, entry.publication.report
    now = {
        "act": entry.act,
        "at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bureau": report.bureau.code,
        "code": publication.code,
        "edition": publication.number,
        "title": publication.title,
        "year": report.year,
    }
    for name, value in now.items():
        if said.get(name) != value:
            yield f"第{entry.number}条记录写的{name}是“{said.get(name)}”，现在是“{value}”"
    if entry.act != LedgerEntry.Act.WITHDRAW and said.get("reason") != publication.reason:
        yield f"第{entry.number}条记录的更正原因和版本上写的不一样"
    if said.get("files") != publication.digests:
        yield f"第{entry.number}条记录的文件清单和{publication.code}现有的文件不一样"


def _file_faults() -> Iterator[str]:
    """Files whose bytes no longer have the digest they are listed with."""
    for file in (
        EditionFile.objects.select_related("publication__report").defer("publication__filing").iterator(8)
    ):
        content = bytes(file.content)
        if chain.sha256(content) != file.sha256 or len(content) != file.size:
            yield f"{file.publication.code}的{file.name}被改过：摘要对不上"


def _unentered(entries: list[LedgerEntry]) -> Iterator[str]:
    """Editions the chain knows nothing of."""
    known = {entry.publication_id for entry in entries if entry.act != LedgerEntry.Act.WITHDRAW}
    for publication in Publication.objects.exclude(pk__in=known).only("code", "title", "number"):
        yield f"{publication}（{publication.code}）没有进台账"


def _head_faults(entries: Mapping[int, LedgerEntry]) -> Iterator[str]:
    """Days whose published head is not what the chain says it was: entries were taken away or written anew."""
    for day in LedgerHead.objects.all():
        entry = entries.get(day.number)
        if entry is None:
            yield f"{day.day:%Y-%m-%d}公布的台账有{day.number}条，现在没有第{day.number}条"
        elif entry.digest != day.digest:
            yield f"{day.day:%Y-%m-%d}公布的台账摘要和第{day.number}条记录对不上"
