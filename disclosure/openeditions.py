"""Which editions open data speaks of: those in force today, or those that were at the end of a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from .editions import in_force
from .models import Editions, LedgerEntry, Publication

_FILTERS = {
    "year": "report__year",
    "body": "report__bureau__code",
    "kind": "report__bureau__kind",
    "region": "report__bureau__region",
    "format": "report__format_id",
}


def editions(asked: Mapping[str, Any]) -> Editions:
    """The editions that fit what is asked. `as_of` is a day, the other names those of `_FILTERS`."""
    found = as_of(asked["as_of"]) if "as_of" in asked else in_force()
    narrow = {field: asked[name] for name, field in _FILTERS.items() if name in asked}
    return found.filter(**narrow)


def as_of(day: date) -> Editions:
    """The editions that were in force when a day ended, as the ledger says: corrected or taken down later is not."""
    end = timezone.make_aware(datetime.combine(day, time()) + timedelta(days=1)) if day < date.max else None
    entries = LedgerEntry.objects.filter(publication__report=OuterRef("report"))
    if end is not None:
        entries = entries.filter(at__lt=end)
    last = entries.order_by("-number")
    found = Publication.objects.select_related("report__bureau").annotate(
        last_act=Subquery(last.values("act")[:1]), last_edition=Subquery(last.values("publication")[:1])
    )
    return found.filter(pk=F("last_edition")).exclude(last_act=LedgerEntry.Act.WITHDRAW)
