"""Open data: whole years as files, the interface by its own description, and what was in force on any day."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import schemathesis
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, settings
from pytest_django import Settings

from disclosure import openfiles, publishing
from disclosure.models import Bureau, LedgerEntry, Publication, Report
from disclosure.opendata.interface import PROBLEM, RESOURCES, openapi
from disclosure.opendata.schema import report_schema
from disclosure.templatetags.official import size_cn
from reportsite.wsgi import application
from tests import cast as people
from tests.cast import YEAR, Cast

CELL = "requests.received.enterprise"
TOTAL = "requests.received.total"


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.published(cast.education, cast.clerk)


@pytest.fixture
def city(cast: Cast, report: Report) -> Cast:
    """Two bodies with reports, one of which was corrected."""
    people.published(cast.water, cast.water_clerk)
    people.store(report, {CELL: 3, "requests.granted.enterprise": 3})
    people.edition(report, cast.clerk, "漏了收到的申请。")
    return cast


@pytest.fixture(autouse=True)
def fresh(settings: Settings, tmp_path: Any) -> None:
    settings.OPEN_DATA_ROOT = str(tmp_path / "open-data")


def ask(path: str, **asked: object) -> Any:
    answer = Client().get(f"/api/v1/{path}", asked)
    assert answer.status_code == 200, answer.content.decode()
    return json.loads(answer.content)


def download(kind: str, stem: str = str(YEAR)) -> bytes:
    answer = Client().get(reverse("public_data_file", args=(stem, kind)))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


# --- Whole years ---------------------------------------------------------------------------------------


def test_the_csv_of_a_year_has_every_cell_of_every_body(city: Cast, report: Report) -> None:
    reader = csv.DictReader(io.StringIO(download("csv").decode("utf-8-sig")))
    rows = list(reader)
    assert reader.fieldnames and len(set(reader.fieldnames)) == len(reader.fieldnames)
    assert len(rows) == 2 * len(report.format.places)
    (found,) = [row for row in rows if row["单位代码"] == "shili-education" and row["格"] == TOTAL]
    assert (found["数值"], found["版次"], found["合计"]) == ("3", "2", "是")


def test_the_workbook_has_one_row_a_body(city: Cast, report: Report) -> None:
    book = openpyxl.load_workbook(io.BytesIO(download("xlsx")), read_only=True)
    heads, keys, *rows = book[report.format_id].iter_rows(values_only=True)
    at = keys.index(TOTAL)
    assert {row[0]: row[at] for row in rows} == {"shili-education": 3, "shili-water": 0}
    assert "总计" in str(heads[at])


def test_the_zip_holds_the_published_bytes_and_the_terms(city: Cast, report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(download("zip"))) as archive:
        edition = report.publications.get(number=2)
        assert archive.read(f"{YEAR}/shili-education/report.json") == edition.content("report.json")
        assert "注明出处" in archive.read("README.txt").decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_the_same_editions_give_the_same_bytes_and_a_correction_new_ones(
    city: Cast, kind: str, settings: Settings, tmp_path: Any
) -> None:
    address = reverse("public_data_file", args=(YEAR, kind))
    tag = Client().get(address)["ETag"]
    first = download(kind)
    settings.OPEN_DATA_ROOT = str(tmp_path / "elsewhere")
    assert download(kind) == first
    assert Client().get(address, headers={"if-none-match": tag}).status_code == 304
    publishing.withdraw(Report.objects.get(bureau=city.water), city.supervisor, "有个人信息。")
    assert Client().get(address)["ETag"] != tag
    assert download(kind) != first


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "＝1"])
def test_a_name_is_no_formula_in_any_spreadsheet(city: Cast, name: str) -> None:
    Bureau.objects.filter(pk=city.water.pk).update(name=f"{name}局", region=name)
    rows = list(csv.DictReader(io.StringIO(download("csv").decode("utf-8-sig"))))
    assert {row["单位名称"] for row in rows if row["单位代码"] == "shili-water"} == {f"'{name}局"}
    assert not any(text and text[0] in "=+@\t＝" for row in rows for text in row.values())
    book = openpyxl.load_workbook(io.BytesIO(download("xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_many_who_ask_at_once_have_a_file_made_once(city: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int | None] = []

    def slow(path: Path, year: int | None) -> None:
        made.append(year)
        time.sleep(0.05)
        path.write_bytes(b"made")

    monkeypatch.setitem(openfiles._WRITERS, "csv", slow)
    monkeypatch.setattr(openfiles, "state", lambda year: "the-same")
    with ThreadPoolExecutor(4) as pool:
        files = list(pool.map(lambda _: openfiles.ready(YEAR, "csv"), range(4)))
    assert made == [YEAR]
    assert all(file is not None and file.path.read_bytes() == b"made" for file in files)


def test_what_a_killed_process_left_half_made_goes(city: Cast, settings: Settings) -> None:
    root = Path(settings.OPEN_DATA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    (root / ".new-half").write_bytes(b"x" * 1000)
    for stem in (YEAR, None):
        assert openfiles.ready(stem, "csv")
    assert not list(root.glob(".new-*"))


def test_a_file_that_waited_through_an_act_is_called_what_it_is_made_from(
    city: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = openfiles.state(YEAR)
    alone = openfiles._alone

    @contextmanager
    def after_an_act(folder: Path) -> Iterator[None]:
        publishing.withdraw(Report.objects.get(bureau=city.water), city.supervisor, "有不应公开的信息。")
        with alone(folder):
            yield

    monkeypatch.setattr(openfiles, "_alone", after_an_act)
    file = openfiles.ready(YEAR, "csv", before)
    assert file and file.state == openfiles.state(YEAR) != before
    assert file.state in file.path.name
    assert "shili-water" not in file.path.read_text(encoding="utf-8")


def test_the_csv_of_all_years_is_those_of_each_behind_one_heading(city: Cast, settings: Settings) -> None:
    people.published(city.education, city.clerk, YEAR - 1)
    heading, *before = download("csv", str(YEAR - 1)).splitlines()
    _, *after = download("csv").splitlines()
    Path(
        settings.OPEN_DATA_ROOT, next(p.name for p in Path(settings.OPEN_DATA_ROOT).glob(f"{YEAR}-*"))
    ).unlink()
    assert download("csv", "all").splitlines() == [heading, *before, *after]


@pytest.mark.parametrize("address", ["1999.csv", "2025.exe", "20255.csv", "x.csv", "²025.csv", "0000.csv"])
def test_a_file_there_is_none_of_is_not_found(report: Report, address: str) -> None:
    assert Client().get(f"/data/{address}").status_code == 404


def test_the_page_lists_the_files_and_the_terms(city: Cast) -> None:
    page = Client().get(reverse("public_data")).content.decode()
    assert f"/data/{YEAR}.csv" in page and "/data/all.zip" in page and "注明出处" in page
    assert "/data/schemas/notice_2021_30.json" in page


def test_the_page_tells_the_size_of_a_file_once_it_is_made(city: Cast) -> None:
    size = len(download("csv"))
    page = Client().get(reverse("public_data")).content.decode()
    assert f'CSV</a> <small class="muted">{size_cn(size)}</small>' in page
    assert "XLSX</a></td>" in page


def test_what_is_made_beforehand_is_made_by_no_reader(
    city: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("make_open_data")
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines()] == [
        f"{stem}.{kind}" for stem in (YEAR, "all") for kind in openfiles.KINDS
    ]
    monkeypatch.setattr(openfiles, "_WRITERS", {})
    for stem in (str(YEAR), "all"):
        assert all(download(kind, stem) for kind in openfiles.KINDS)
    call_command("make_open_data")
    assert capsys.readouterr().out == told


def test_the_columns_of_the_csv_have_different_names(city: Cast) -> None:
    heads = next(csv.reader(io.StringIO(download("csv").decode("utf-8-sig"))))
    assert len(set(heads)) == len(heads)


def test_the_example_on_the_page_gives_the_sum(
    city: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Client().get(reverse("public_data")).content.decode()
    (program,) = re.findall('id="program-example"><code>(.*?)</code>', page, re.DOTALL)
    asked: list[str] = []

    def urlopen(address: str) -> io.BytesIO:
        asked.append(address)
        return io.BytesIO(download("csv"))

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    exec(unescape(program), {})
    assert capsys.readouterr().out == "3\n"
    assert asked == [f"http://testserver/data/{YEAR}.csv"]


# --- The interface -------------------------------------------------------------------------------------

ANSWERS = [
    ("bodies", "bodies", {}),
    ("reports", "reports", {"year": YEAR}),
    ("report", f"reports/shili-education/{YEAR}", {}),
    ("figures", "figures", {"cell": TOTAL}),
    ("formats", "formats", {}),
    ("ledger", "ledger", {}),
]


@pytest.mark.parametrize(("name", "path", "asked"), ANSWERS)
def test_every_answer_is_as_described(city: Cast, name: str, path: str, asked: dict[str, object]) -> None:
    jsonschema.validate(ask(path, **asked), dict(RESOURCES[name].answer))


def test_an_edition_is_found_by_its_code_whatever_became_of_it(city: Cast, report: Report) -> None:
    old = report.publications.get(number=1)
    found = ask(f"editions/{old.code}")
    jsonschema.validate(found, dict(RESOURCES["edition"].answer))
    assert found["status"]["standing"] == "superseded"
    publishing.withdraw(Report.objects.get(pk=report.pk), city.supervisor, "有个人信息。")
    gone = ask(f"editions/{old.code}")
    assert (gone["status"]["standing"], gone["report"], gone["changes"]) == ("withdrawn", None, [])
    answer = Client().get(f"/api/v1/reports/{report.bureau.code}/{report.year}")
    newest = report.publications.latest("number")
    assert answer.status_code == 404
    assert json.loads(answer.content)["detail"].endswith(
        f"已经撤下，日期和原因见/api/v1/editions/{newest.code}。"
    )


def test_one_cell_over_all_bodies(city: Cast) -> None:
    found = ask("figures", cell=TOTAL, year=YEAR)
    assert {item["body"]: item["value"] for item in found["items"]} == {
        "shili-education": 3,
        "shili-water": 0,
    }


def test_pages_lead_to_the_next(city: Cast) -> None:
    first = ask("reports", per_page=1)
    assert first["count"] == 2 and len(first["items"]) == 1
    second = json.loads(Client().get(first["next"]).content)
    assert second["next"] is None and second["items"] != first["items"]


def every(path: str, **asked: object) -> list[Any]:
    """All items, from page to page."""
    found = ask(path, per_page=1, **asked)
    items = list(found["items"])
    while found["next"]:
        found = json.loads(Client().get(found["next"]).content)
        items += found["items"]
    return items


@pytest.mark.parametrize("path", ["bodies", "reports", "ledger", f"figures?cell={TOTAL}"])
def test_pages_put_together_are_the_whole(city: Cast, path: str) -> None:
    people.published(city.office, city.clerk, YEAR - 1)
    path, _, query = path.partition("?")
    asked = dict([query.split("=")]) if query else {}
    whole = ask(path, **asked)
    assert every(path, **asked) == whole["items"] and len(whole["items"]) == whole["count"] > 2


def test_what_is_published_between_two_pages_moves_nothing(city: Cast) -> None:
    """Nothing comes twice and nothing is left out, whatever comes before the place where the reader stands."""
    first = ask("reports", per_page=1)
    assert [item["body"] for item in first["items"]] == ["shili-education"]
    people.published(city.elsewhere, city.other_clerk)  # stands before it
    people.published(city.education, city.clerk, YEAR + 1)
    second = json.loads(Client().get(first["next"]).content)
    assert [item["body"] for item in second["items"]] == ["shili-water"] and second["next"] is None
    publishing.withdraw(Report.objects.get(bureau=city.education, year=YEAR), city.supervisor, "有个人信息。")
    again = json.loads(Client().get(first["next"]).content)
    assert again["items"] == second["items"]


def test_every_published_report_fits_its_schema(city: Cast) -> None:
    for edition in Publication.objects.all():
        data = json.loads(edition.content("report.json"))
        jsonschema.validate(data, report_schema(edition.report.format))
        assert ask(f"editions/{edition.code}")["report"] == edition.said


def test_what_was_in_force_on_a_day_is_known_ever_after(cast: Cast, report: Report) -> None:
    """The ledger tells, whatever was corrected or taken down later."""
    today = timezone.localdate()
    first = report.publications.get()
    people.edition(report, cast.clerk, "更正。")
    report.refresh_from_db()
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    shifts = {1: 20, 2: 10, 3: 0}
    for entry in LedgerEntry.objects.all():
        _predate(entry, shifts[entry.number])

    def code_on(days_ago: int) -> list[str]:
        found = ask("reports", as_of=(today - timedelta(days=days_ago)).isoformat())
        return [item["code"] for item in found["items"]]

    second = report.publications.get(number=2)
    assert code_on(30) == []
    assert code_on(15) == [first.code]
    assert code_on(5) == [second.code]
    assert code_on(0) == []


def _predate(entry: LedgerEntry, days: int) -> None:
    """As if the act had been days ago; the ledger refuses changes, so it is written anew."""
    fields = {f.attname: getattr(entry, f.attname) for f in LedgerEntry._meta.fields}
    entry.delete()
    LedgerEntry.objects.create(**{**fields, "at": entry.at - timedelta(days=days)})


@pytest.mark.parametrize(
    "path",
    ["reports?year=abc", "figures", "figures?cell=requests.nonsense.total", "bodies?kind=x", "reports?x=1"],
)
def test_a_wrong_parameter_is_answered_in_words(db: None, path: str) -> None:
    answer = Client().get(f"/api/v1/{path}")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("application/problem+json")
    problem = json.loads(answer.content)
    jsonschema.validate(problem, PROBLEM)
    assert problem["status"] == 400 and problem["parameter"] and problem["detail"].endswith("。")


@pytest.mark.parametrize("path", ["nowhere", "reports/nobody/2025", "editions/7KQM-2F9X-4DHA", "reports/"])
def test_what_there_is_not_is_answered_in_json(db: None, path: str) -> None:
    answer = Client().get(f"/api/v1/{path}")
    assert (answer.status_code, json.loads(answer.content)["status"]) == (404, 404)
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_and_is_told_so_in_json(db: None, method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/reports")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert json.loads(answer.content)["detail"] == "只能用GET和HEAD。"


def test_any_page_may_read_and_nobody_may_write(report: Report) -> None:
    answer = Client().get("/api/v1/reports")
    assert answer["Access-Control-Allow-Origin"] == "*" and not answer.cookies
    assert Client().get("/api/v1/reports", headers={"if-none-match": answer["ETag"]}).status_code == 304


DATA = (
    "/api/v1/",
    "/api/v1/reports",
    "/reports/shili-education/2025/1/report.json",
    "/reports/shili-education/2025/1/pack.zip",
    "/reports/shili-education/2025/requests/received/total.json",
    "/ledger.json",
    "/ledger/1.json",
    "/ledger/verify.py",
    "/data/2025.csv",
    "/data/openapi.json",
    "/data/mapping.json",
    "/data/schemas/notice_2021_30.json",
    "/rules.json",
    "/v/digests/00.json",
    "/feed.atom",
)


@pytest.mark.parametrize("path", DATA)
def test_any_site_may_read_any_data_and_ask_whether_it_has_changed(report: Report, path: str) -> None:
    answer = Client().get(path)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert "ETag" in answer["Access-Control-Expose-Headers"] and not answer["ETag"].startswith("W/")
    again = Client().get(path, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    assert again.get("Cache-Control") == answer.get("Cache-Control")
    first = Client(enforce_csrf_checks=True).options(path)
    assert (first.status_code, first.content, first["Access-Control-Allow-Methods"]) == (
        204,
        b"",
        "GET, HEAD, OPTIONS",
    )
    assert "If-None-Match" in first["Access-Control-Allow-Headers"]


PAGES = (
    "/data/",
    "/ledger/",
    "/rules/",
    "/v/",
    "/robots.txt",
    "/reports/shili-education/2025/cells/",
    "/reports/shili-education/2025/requests/received/total/",
)


def test_the_changes_of_a_correction_are_not_sent_again_to_who_has_them(cast: Cast, report: Report) -> None:
    people.edition(report, cast.clerk, "表三一格填错。")
    path = "/reports/shili-education/2025/2/changes/"
    tag = Client().get(path)["ETag"]
    assert Client().get(path, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_sent_again_to_who_has_it(report: Report, path: str) -> None:
    tag = Client().get(path)["ETag"]
    assert not tag.startswith("W/")
    assert Client().get(path, headers={"if-none-match": tag}).status_code == 304


def test_nothing_but_keys_is_carried_through_the_sorting(city: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        ask("reports", year=2025)
    (page,) = [query["sql"] for query in asked if '"imprint"' in query["sql"] and "ORDER BY" in query["sql"]]
    assert page.count("SELECT") == 2
    assert "LIMIT" in page[page.rindex("SELECT") :] and '"imprint"' not in page[page.rindex("SELECT") :]


def test_a_page_costs_the_same_number_of_queries_however_long(
    city: Cast, django_assert_max_num_queries: Any
) -> None:
    for path in ("bodies", "reports", f"figures?cell={TOTAL}", "ledger"):
        with django_assert_max_num_queries(4):
            Client().get(f"/api/v1/{path}")


# --- A client that was not written here ----------------------------------------------------------------

schema = schemathesis.openapi.from_dict(openapi("http://testserver/api/v1", "数据接口", "可以自由使用。"))


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.django_db(transaction=True)
def test_a_generic_client_finds_no_answer_that_is_not_described(case: Any) -> None:
    if not Publication.objects.exists():
        cast = people.build()
        people.published(cast.education, cast.clerk)
    response = case.call(
        app=_at_root, base_url="http://testserver/api/v1", headers={"Accept-Encoding": "identity"}
    )
    case.validate_response(response, excluded_checks=[_unsupported])


def _at_root(environ: dict[str, Any], start_response: Any) -> Any:
    return application(environ, start_response)


_unsupported = schemathesis.checks.CHECKS.get_one("unsupported_method")
