"""The ledger: every public act is in it, in the same transaction; whatever is tampered with shows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from disclosure import chain, ledger, publishing
from disclosure.models import LedgerEntry, LedgerHead, Publication, Report
from tests import cast as people
from tests.cast import Cast

TODAY = timezone.localdate


@pytest.fixture
def report(cast: Cast) -> Report:
    report = people.published(cast.education, cast.clerk)
    people.edition(report, cast.clerk, "写错一格。")
    report.refresh_from_db()
    return report


@pytest.fixture
def tamper(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Run a statement on the database as somebody could who stops at nothing: with the triggers gone."""

    def run(statement: str) -> None:
        table = statement.split()[2 if statement.startswith("DELETE") else 1]
        place = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {table}_unchanged{place}")
            cursor.execute(statement)

    return run


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
    assert list(ledger.faults()) == []


def test_an_act_that_fails_leaves_no_entry(cast: Cast, report: Report) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        people.edition(report, cast.clerk)
        raise ZeroDivisionError
    assert LedgerEntry.objects.count() == before


def test_all_is_well_as_long_as_nobody_tampers(report: Report) -> None:
    assert list(ledger.faults()) == []
    out = StringIO()
    call_command("verify_chain", stdout=out)
    assert "都对：2条记录" in out.getvalue()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE disclosure_editionfile SET content = %s", "摘要对不上"),
        ("UPDATE disclosure_editionfile SET sha256 = '0' WHERE name = 'report.pdf'", "摘要对不上"),
        ("UPDATE disclosure_ledgerentry SET text = '{}' WHERE number = 1", "被改过"),
        ("UPDATE disclosure_ledgerentry SET act = 'correct' WHERE number = 1", "act"),
        ("DELETE FROM disclosure_ledgerentry WHERE number = 1", "少了记录"),
        ("DELETE FROM disclosure_ledgerentry WHERE number = 2", "没有进台账"),
        ("DELETE FROM disclosure_editionfile WHERE name = 'report.json'", "文件清单"),
        ("UPDATE disclosure_publication SET title = '另一个题目'", "title"),
        ("UPDATE disclosure_publication SET reason = '小改' WHERE number = 2", "更正原因"),
    ],
)
def test_whatever_is_tampered_with_shows(
    report: Report, tamper: Callable[[str], None], statement: str, fault: str
) -> None:
    content = "X'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea"
    tamper(statement.replace("%s", content))
    assert any(fault in said for said in ledger.faults())
    with pytest.raises(SystemExit):
        call_command("verify_chain", stdout=StringIO(), stderr=StringIO())


def test_a_chain_written_anew_from_its_end_is_caught_by_the_published_head(
    report: Report, tamper: Callable[[str], None]
) -> None:
    ledger.record_heads(TODAY() + timedelta(days=1))
    entry = LedgerEntry.objects.get(number=2)
    text = entry.text.replace("写错一格。", "小改。")
    digest = chain.sha256(text.encode())
    tamper(f"UPDATE disclosure_ledgerentry SET text = '{text}', digest = '{digest}' WHERE number = 2")
    with connection.cursor() as cursor:
        place = " ON disclosure_publication" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER disclosure_publication_unchanged{place}")
        cursor.execute("UPDATE disclosure_publication SET reason = '小改。' WHERE number = 2")
    assert [said for said in ledger.faults() if "公布的台账摘要" in said]


def test_the_head_of_a_day_is_recorded_once_the_day_is_over(report: Report) -> None:
    assert ledger.record_heads(TODAY()) == []
    (head,) = ledger.record_heads(TODAY() + timedelta(days=1))
    assert (head.day, head.number, head.digest) == (TODAY(), 2, LedgerEntry.objects.get(number=2).digest)
    assert ledger.record_heads(TODAY() + timedelta(days=1)) == []
    call_command("record_heads", stdout=StringIO())
    assert LedgerHead.objects.count() == 1


def test_a_head_whose_entries_are_gone_shows(report: Report) -> None:
    LedgerHead.objects.create(day=date(2026, 1, 31), number=9, digest="0" * 64)
    assert any("现在没有第9条" in said for said in ledger.faults())


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
    assert list(ledger.faults()) == []
