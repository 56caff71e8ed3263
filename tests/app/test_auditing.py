"""Whatever is tampered with shows, and is named: done as somebody would who has the database and stops at nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from disclosure import auditing, chain, ledger, openfiles, publishing, shelf
from disclosure.models import Damaged, EditionFile, LedgerEntry, LedgerHead, Publication, Report
from disclosure.opendata.interface import PROBLEM, RESOURCES
from tests import cast as people
from tests.cast import Cast

TODAY = timezone.localdate
TABLES = ("publication", "editionfile", "ledgerentry", "ledgerhead", "event")
Tamper = Callable[..., None]


@pytest.fixture
def report(cast: Cast) -> Report:
    """A report in its second edition, beside a report that was taken down."""
    report = people.published(cast.education, cast.clerk)
    people.edition(report, cast.clerk, "写错一格。")
    people.withdrawn(cast.water, cast.water_clerk, cast.supervisor)
    report.refresh_from_db()
    return report


@pytest.fixture(autouse=True)
def own_shelf(settings: Settings, tmp_path: Path) -> None:
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.OPEN_DATA_ROOT = tmp_path / "open-data"


@pytest.fixture
def tamper(report: Report) -> Iterator[Tamper]:
    """Run statements with triggers and references gone. ZERO is one zero byte, EDUCATION the report of two editions."""
    sqlite = connection.vendor == "sqlite"
    names = {"ZERO": "X'00'" if sqlite else "'\\x00'::bytea", "EDUCATION": str(report.pk)}

    def run(*statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                for name, value in names.items():
                    statement = statement.replace(name, value)
                cursor.execute(statement)

    with transaction.atomic():  # undone at the end: the database would not keep what hangs in the air
        for table in TABLES:
            place = "" if sqlite else f" ON disclosure_{table}"
            run(f"DROP TRIGGER disclosure_{table}_unchanged{place}")
        run("PRAGMA defer_foreign_keys = ON" if sqlite else "SET session_replication_role = replica")
        yield run
        transaction.set_rollback(True)


def found() -> list[str]:
    return list(auditing.faults())


def test_all_is_well_as_long_as_nobody_tampers(report: Report) -> None:
    assert found() == []
    out = StringIO()
    call_command("verify_chain", stdout=out)
    assert "都对：4条记录" in out.getvalue()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE disclosure_editionfile SET content = ZERO", "的report.pdf被改过"),
        ("UPDATE disclosure_editionfile SET sha256 = '0' WHERE name = 'report.pdf'", "的report.pdf被改过"),
        ("UPDATE disclosure_editionfile SET name = 'report.xlsx' WHERE name = 'report.pdf'", "文件清单"),
        ("DELETE FROM disclosure_editionfile WHERE name = 'report.json'", "文件清单"),
        ("UPDATE disclosure_ledgerentry SET text = '{}' WHERE number = 1", "第1条记录的内容被改过"),
        ("UPDATE disclosure_ledgerentry SET text = '[1]' WHERE number = 1", "第1条记录读不出来"),
        ("UPDATE disclosure_ledgerentry SET act = 'correct' WHERE number = 1", "第1条记录写的act"),
        ("UPDATE disclosure_ledgerentry SET at = '2020-01-01 00:00:00Z' WHERE number = 1", "第1条记录写的at"),
        ("UPDATE disclosure_ledgerentry SET number = 9 WHERE number = 1", "第9条记录里写的序号是1"),
        ("DELETE FROM disclosure_ledgerentry WHERE number = 1", "第2条记录前面少了记录"),
        ("DELETE FROM disclosure_ledgerentry WHERE number = 4", "现在已撤下，和台账不一样"),
        ("UPDATE disclosure_publication SET title = '另一个题目'", "写的title"),
        ("UPDATE disclosure_publication SET code = '0000-0000-0000' WHERE number = 2", "写的code"),
        ("UPDATE disclosure_publication SET number = 7 WHERE number = 2", "写的edition"),
        ("UPDATE disclosure_publication SET reason = '小改' WHERE number = 2", "第2条记录的更正原因"),
        (
            "UPDATE disclosure_publication SET at = '2020-01-01 00:00:00Z' WHERE number = 2",
            "版本上的公布时间",
        ),
        ("UPDATE disclosure_publication SET changes = '[1]' WHERE number = 2", "写的changes"),
        ("UPDATE disclosure_publication SET imprint = '{}' WHERE number = 2", "写的kept"),
        ("UPDATE disclosure_publication SET reasons = '[1]' WHERE number = 2", "和公布的report.json不一样"),
        ("DELETE FROM disclosure_publication WHERE number = 2", "第2条记录的版本不见了"),
        ("UPDATE disclosure_report SET year = 2019 WHERE id = EDUCATION", "写的year"),
        ("UPDATE disclosure_report SET edition = 1 WHERE id = EDUCATION", "现在是第1版，台账里到第2版"),
        (
            "UPDATE disclosure_report SET down_through = 1 WHERE id = EDUCATION",
            "撤下到第1版，台账里撤下到第0版",
        ),
        (
            "UPDATE disclosure_report SET withdrawn_at = '2026-01-01 00:00:00Z' WHERE id = EDUCATION",
            "现在已撤下",
        ),
        ("UPDATE disclosure_report SET withdrawn_at = NULL", "现在没有撤下"),
        ("UPDATE disclosure_report SET down_through = 0", "撤下到第0版，台账里撤下到第1版"),
        (
            "UPDATE disclosure_report SET withdrawn_at = '2020-01-01 00:00:00Z' WHERE id <> EDUCATION",
            "撤下时间",
        ),
        ("UPDATE disclosure_bureau SET code = 'another' WHERE code = 'shili-education'", "写的bureau"),
        ("UPDATE disclosure_listed SET received = 9", "公开目录里"),
        ("UPDATE disclosure_searchtext SET text = '别的话。'", "供搜索的"),
        ("UPDATE disclosure_searchtext SET plain = ''", "供搜索的"),
        ("UPDATE disclosure_searchtext SET tokens = ''", "供搜索的"),
        ("UPDATE disclosure_listed SET plain = ''", "公开目录里"),
        ("UPDATE disclosure_listed SET report_id = 0", "不在公开目录里"),
        (
            "UPDATE disclosure_report SET format_id = 'notice_2019_60' WHERE id = EDUCATION",
            "的格式是notice_2019_60，公布的是notice_2021_30",
        ),
    ],
)
def test_whatever_is_tampered_with_is_named(tamper: Tamper, statement: str, fault: str) -> None:
    tamper(statement)
    assert any(fault in said for said in found()), found()
    with pytest.raises(SystemExit):
        call_command("verify_chain", stdout=StringIO(), stderr=StringIO())


def _changed_figure(tamper: Tamper) -> Publication:
    """The edition in force, one figure of whose stored contents is another."""
    edition = Publication.objects.get(number=2)
    changed = {**edition.said, "cells": {**edition.said["cells"], "requests.received.total": 7}}
    content = json.dumps(changed, ensure_ascii=False).encode().hex()
    written = f"X'{content}'" if connection.vendor == "sqlite" else f"'\\x{content}'::bytea"
    tamper(
        f"UPDATE disclosure_editionfile SET content = {written}"
        f" WHERE name = 'report.json' AND publication_id = {edition.pk}"
    )
    return edition


def test_a_figure_changed_in_the_stored_contents_shows(tamper: Tamper) -> None:
    _changed_figure(tamper)
    assert any("report.json被改过" in said for said in found())


@pytest.mark.parametrize(
    "address",
    [
        "/reports/{body}/{year}/",
        "/reports/{body}/",
        "/reports/{body}/{year}/requests/received/total/",
        "/api/v1/reports/{body}/{year}",
    ],
)
def test_no_reader_is_told_a_figure_that_was_changed(tamper: Tamper, client: Client, address: str) -> None:
    edition = _changed_figure(tamper)
    asked = address.format(body=edition.report.bureau.code, year=edition.report.year)
    client.raise_request_exception = False
    answer = client.get(asked)
    assert answer.status_code == 500
    assert "和公布时不一样" in answer.text


def test_a_damaged_report_can_still_be_taken_down(tamper: Tamper, cast: Cast) -> None:
    edition = _changed_figure(tamper)
    publishing.withdraw(edition.report, cast.supervisor, "文件损坏，核实后重新公布。")
    edition.report.refresh_from_db()
    assert edition.report.withdrawn


def test_two_entries_that_change_places_show(tamper: Tamper) -> None:
    tamper(
        "UPDATE disclosure_ledgerentry SET number = 9 WHERE number = 1",
        "UPDATE disclosure_ledgerentry SET number = 1 WHERE number = 2",
        "UPDATE disclosure_ledgerentry SET number = 2 WHERE number = 9",
    )
    said = found()
    assert "第1条记录里写的序号是2" in said and "第2条记录里写的序号是1" in said


def test_the_last_edition_with_everything_about_it_but_its_history_leaves_a_trace(
    tamper: Tamper, report: Report, cast: Cast
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("disclosure.publishing.edition_files", people.quick_files)
        publishing.publish(people.approved(cast.office, cast.clerk), cast.supervisor)
    tamper(
        "DELETE FROM disclosure_editionfile WHERE publication_id IN"
        " (SELECT publication_id FROM disclosure_ledgerentry WHERE number = 5)",
        "DELETE FROM disclosure_listed WHERE publication_id IN"
        " (SELECT publication_id FROM disclosure_ledgerentry WHERE number = 5)",
        "DELETE FROM disclosure_publication WHERE id IN"
        " (SELECT publication_id FROM disclosure_ledgerentry WHERE number = 5)",
        "DELETE FROM disclosure_ledgerentry WHERE number = 5",
        "UPDATE disclosure_report SET edition = 0, state = 'draft' WHERE NOT edition = 2",
    )
    assert any("办理记录里公布过第1版，现在没有这一版" in said for said in found())


# --- The chain written anew ----------------------------------------------------------------------------


def write_anew(tamper: Tamper) -> None:
    """The whole chain with another reason, every digest worked out again, and the edition to match."""
    last = None
    for entry in LedgerEntry.objects.order_by("number"):
        said = {**entry.record.said, "reason": entry.record.said["reason"].replace("写错一格", "小改")}
        last = chain.follow(last, said)
        tamper(
            f"UPDATE disclosure_ledgerentry SET text = '{last.text}', digest = '{last.digest}'"
            f" WHERE number = {entry.number}"
        )
    tamper("UPDATE disclosure_publication SET reason = '小改。' WHERE number = 2")


def test_a_chain_written_anew_is_caught_by_a_head_that_was_recorded(tamper: Tamper) -> None:
    ledger.record_heads(TODAY() + timedelta(days=1))
    write_anew(tamper)
    assert any("公布的台账摘要" in said for said in found())


def test_with_its_heads_written_anew_as_well_it_is_caught_by_a_copy_kept_elsewhere(
    tamper: Tamper, tmp_path: Path
) -> None:
    ledger.record_heads(TODAY() + timedelta(days=1))
    copy = tmp_path / "ledger.json"
    copy.write_bytes(Client().get(reverse("public_ledger_data")).content)
    call_command("verify_chain", earlier=copy, stdout=StringIO())
    write_anew(tamper)
    LedgerHead.objects.all().delete()
    ledger.record_heads(TODAY() + timedelta(days=1))
    assert found() == []
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_chain", earlier=copy, stdout=out, stderr=StringIO())
    assert "第4条记录的摘要和存下的台账不一样" in out.getvalue()


def test_entries_that_are_gone_are_missed_by_a_copy_kept_elsewhere(report: Report) -> None:
    kept = {"records": 9, "head": "0" * 64, "heads": []}
    assert list(auditing.faults_against(kept)) == ["存下的台账有9条，现在没有第9条"]


@pytest.mark.parametrize("text", ["", "[]", '{"records": 1}'])
def test_what_is_no_copy_of_the_ledger_is_told(db: None, tmp_path: Path, text: str) -> None:
    (tmp_path / "kept.json").write_text(text)
    with pytest.raises(CommandError, match="不是存下来的"):
        call_command("verify_chain", earlier=tmp_path / "kept.json")


# --- The heads -----------------------------------------------------------------------------------------


def predate(tamper: Tamper, number: int, days: int) -> None:
    """As if the entry were that old; what it says of its date does not matter here."""
    at = timezone.now() - timedelta(days=days)
    tamper(f"UPDATE disclosure_ledgerentry SET at = '{at.isoformat()}' WHERE number = {number}")


def test_a_head_whose_entries_are_gone_shows(report: Report) -> None:
    LedgerHead.objects.create(day=date(2026, 1, 31), number=9, digest="0" * 64)
    assert any("2026-01-31公布的台账有9条，现在没有第9条" in said for said in found())


def test_a_head_that_was_taken_away_shows(tamper: Tamper) -> None:
    predate(tamper, 1, 2)
    ledger.record_heads(TODAY() + timedelta(days=1))
    day = TODAY() - timedelta(days=2)
    tamper(f"DELETE FROM disclosure_ledgerhead WHERE day = '{day}'")
    assert f"{day}公布过台账末条，现在没有记录" in found()


def test_an_entry_put_into_a_day_that_is_over_shows(tamper: Tamper) -> None:
    for number in (1, 2, 3):
        predate(tamper, number, 2)
    ledger.record_heads()
    predate(tamper, 4, 2)
    assert any(said.startswith("第4条记录写的日期是") and "后来补进去" in said for said in found())


# --- The copies ----------------------------------------------------------------------------------------


def test_a_copy_with_other_bytes_shows(report: Report, settings: Settings) -> None:
    file = EditionFile.objects.filter(name="report.pdf").first()
    assert file is not None
    path = settings.PUBLISHED_ROOT / shelf.shelve(file.sha256, file.size)
    assert found() == []
    path.write_bytes(b"%PDF-1.7\n%other\n%%EOF\n")
    assert found() == [f"供下载的文件{path}被改过：摘要对不上"]


@pytest.mark.parametrize("kind", openfiles.KINDS)
def test_a_file_of_a_year_with_another_figure_shows(report: Report, kind: str) -> None:
    for year in (2025, None):
        openfiles.ready(year, kind)
    assert found() == []
    ready = openfiles.ready(2025, kind)
    assert ready is not None
    ready.path.write_bytes(ready.path.read_bytes()[:-8])
    assert f"供下载的数据文件{ready.path}被改过：和公布的数据不一样" in found()


@pytest.mark.parametrize("name", ["report.html", "report.json"])
@pytest.mark.parametrize("content", ["ZERO", "'text'"])
def test_what_was_damaged_is_named_and_handed_out_by_nothing(
    report: Report, tamper: Tamper, client: Client, tmp_path: Path, name: str, content: str
) -> None:
    tamper(f"UPDATE disclosure_editionfile SET content = {content} WHERE name = '{name}'")
    assert all(f"{each.code}的{name}被改过：摘要对不上" in found() for each in report.publications.all())
    page = reverse("public_report", args=["shili-education", 2025])
    for address in (page if name == "report.html" else f"{page}2/{name}", f"{page}2/pack.zip"):
        with pytest.raises(Damaged):
            client.get(address)
    pack, site = str(tmp_path / "pack.zip"), str(tmp_path / "site")
    commands = [("portal_pack", "shili-education/2025", "-o", pack), ("export_site", site)]
    for command in commands + ([("make_open_data",)] if name == "report.json" else []):
        with pytest.raises(CommandError, match="和公布时不一样"):
            call_command(*command, stdout=StringIO())
    assert not Path(pack).exists() and not Path(site).exists()


def test_the_interface_names_what_is_damaged_and_goes_on_with_the_rest(
    report: Report, cast: Cast, tamper: Tamper, client: Client
) -> None:
    whole = people.published(cast.education, cast.clerk, 2024)
    damaged = report.publications.get(number=2)
    tamper(
        f"UPDATE disclosure_editionfile SET content = ZERO WHERE name = 'report.json' AND publication_id = {damaged.pk}"
    )
    page = client.get("/api/v1/figures?cell=requests.received.total&body=shili-education")
    jsonschema.validate(page.json(), RESOURCES["figures"].answer)
    assert [each["year"] for each in page.json()["items"]] == [whole.year]
    assert (page.json()["count"], page.json()["damaged"]) == (2, [damaged.code])
    for address in ("reports/shili-education/2025", f"editions/{damaged.code}"):
        answer = client.get(f"/api/v1/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (
            500,
            "application/problem+json; charset=utf-8",
        )
        jsonschema.validate(answer.json(), PROBLEM)
        assert f"{damaged.title}（{damaged.code}）" in answer.json()["detail"]
    assert client.get("/api/v1/reports/shili-education/2024").status_code == 200
