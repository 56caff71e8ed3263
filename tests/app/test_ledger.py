"""The ledger: every public act is in it, in the same transaction, and every day has its head."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from disclosure import auditing, ledger, publishing
from disclosure.models import LedgerEntry, LedgerHead, Publication, Report
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast

TODAY = timezone.localdate


@pytest.fixture
def report(cast: Cast) -> Report:
    report = people.published(cast.education, cast.clerk)
    people.edition(report, cast.clerk, "写错一格。")
    report.refresh_from_db()
    return report


def test_an_edition_is_entered_with_the_digests_of_its_files(report: Report) -> None:
    first, second = LedgerEntry.objects.all()
    edition = report.publications.get(number=1)
    assert (first.act, second.act) == ("publish", "correct")
    assert first.record.said["files"] == edition.digests
    assert first.record.said["code"] == edition.code
    assert second.record.said["previous"] == first.digest
    assert second.record.said["reason"] == "写错一格。"


def test_a_withdrawal_is_entered_with_its_reason(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    entry = ledger.head()
    assert entry is not None
    assert (entry.act, entry.record.said["reason"]) == ("withdraw", "有个人信息。")
    assert list(auditing.faults()) == []


def test_an_act_that_fails_leaves_no_entry(cast: Cast, report: Report) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        people.edition(report, cast.clerk)
        raise ZeroDivisionError
    assert LedgerEntry.objects.count() == before


def test_the_head_of_a_day_is_recorded_once_the_day_is_over(report: Report) -> None:
    assert ledger.record_heads(TODAY()) == []
    (head,) = ledger.record_heads(TODAY() + timedelta(days=1))
    assert (head.day, head.number, head.digest) == (TODAY(), 2, LedgerEntry.objects.get(number=2).digest)
    assert ledger.record_heads(TODAY() + timedelta(days=1)) == []
    call_command("record_heads", stdout=StringIO())
    assert LedgerHead.objects.count() == 1


def test_what_was_drawn_before_midnight_is_not_entered_after_it(cast: Cast, report: Report) -> None:
    """Else the head of a day that is over would no longer be its last entry."""
    yesterday = timezone.now() - timedelta(days=1)
    with (
        patch("disclosure.publishing._now", return_value=yesterday),
        pytest.raises(Refused, match="刚过零点"),
    ):
        people.edition(report, cast.clerk)
    assert report.publications.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_only_written_within_an_act() -> None:
    cast = people.build()
    edition = people.published(cast.education, cast.clerk).current
    assert edition is not None
    with pytest.raises(RuntimeError, match="within the transaction"):
        ledger.enter(LedgerEntry.Act.CORRECT, edition, "", timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_bodies_that_publish_at_once_come_one_behind_the_other() -> None:
    cast = people.build()
    reports = [people.published(cast.education, cast.clerk), people.published(cast.water, cast.water_clerk)]
    start = threading.Barrier(2)

    def publish(report: Report, clerk: object) -> None:
        start.wait()
        try:
            people.edition(report, clerk)  # type: ignore[arg-type]
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=publish, args=pair)
        for pair in zip(reports, (cast.clerk, cast.water_clerk), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(LedgerEntry.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Publication.objects.count() == 4
    assert list(auditing.faults()) == []
