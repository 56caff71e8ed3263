"""Events and editions are never changed: the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from disclosure.models import EditionFile, Event, LedgerEntry, LedgerHead, Publication, Report
from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def report(cast: Cast) -> Report:
    made = people.published(cast.education, cast.clerk)
    LedgerHead.objects.create(day=date(2026, 1, 20), number=1, digest="0" * 64)
    return made


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Event, {"note": "改"}),
        (Publication, {"reason": "改"}),
        (EditionFile, {"content": b"%PDF-1.7"}),
        (LedgerEntry, {"text": "改"}),
        (LedgerHead, {"digest": "1" * 64}),
    ],
)
def test_a_row_is_not_updated(report: Report, model: type[Event], changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        model.objects.update(**changes)


@pytest.mark.parametrize("model", [Event, Publication, EditionFile, LedgerEntry, LedgerHead])
def test_a_row_is_not_saved_again(report: Report, model: type[Event]) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        model.objects.first().save()


@pytest.mark.parametrize("table", ["disclosure_event", "disclosure_publication", "disclosure_ledgerentry"])
def test_not_even_by_hand(report: Report, table: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET at = NULL")


def test_nothing_that_happened_goes_with_its_report(report: Report) -> None:
    with pytest.raises(ProtectedError):
        report.delete()
    with pytest.raises(ProtectedError):
        report.events.first().by.delete()
