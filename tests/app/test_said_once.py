"""What an edition says is dropped from its column only while it stands in its file, and comes back from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from disclosure import auditing
from disclosure.models import EditionFile, Report
from tests import cast as people
from tests.cast import Cast

BEFORE, SAID_ONCE = ("disclosure", "0008_down_through"), "disclosure.migrations.0009_said_once"


@pytest.fixture
def report(cast: Cast) -> Report:
    report = people.published(cast.education, cast.clerk)
    people.edition(report, cast.clerk, "写错一格。")
    return report


@pytest.mark.parametrize(
    "change", ["UPDATE disclosure_editionfile SET content = {zero}", "DELETE FROM disclosure_editionfile"]
)
def test_the_last_copy_is_not_dropped(report: Report, change: str) -> None:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER disclosure_editionfile_unchanged{'' if sqlite else ' ON disclosure_editionfile'}"
        )
        zero = "X'00'" if sqlite else "'\\x00'::bytea"
        cursor.execute(f"{change.format(zero=zero)} WHERE name = 'report.json'")
    assert report.current is not None
    with pytest.raises(RuntimeError, match=report.current.code):
        import_module(SAID_ONCE).all_have_data(apps, None)


@pytest.fixture
def as_before() -> Iterator[MigrationExecutor]:
    yield MigrationExecutor(connection)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.django_db(transaction=True)
def test_there_and_back(as_before: MigrationExecutor, report: Report) -> None:
    as_before.migrate([BEFORE])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, filing FROM disclosure_publication")
        filled = {pk: json.loads(said) for pk, said in cursor.fetchall()}
    said = {
        file.publication_id: json.loads(file.whole())
        for file in EditionFile.objects.filter(name="report.json").order_by()
    }
    assert len(said) == 2
    assert filled == {pk: {k: v for k, v in each.items() if k != "reasons"} for pk, each in said.items()}
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert list(auditing.faults()) == []
