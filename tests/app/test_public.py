"""What the public sees: published editions only, as they were stored, without a cookie."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.models import Report, State
from disclosure.views import public
from tests import cast as people
from tests.cast import Cast

REPORT = "/reports/shili-education/2025/"
FILES = ("report.pdf", "report.html", "report.json")


@pytest.fixture
def report(cast: Cast) -> Report:
    """A published report of the education bureau."""
    return people.published(cast.education, cast.clerk)


@pytest.fixture
def corrected(cast: Cast, report: Report) -> Report:
    """The same report after a correction: two editions."""
    people.store(report, {"requests.received.enterprise": 3, "requests.granted.enterprise": 3})
    people.edition(report, cast.clerk, "新收申请漏计3件。")
    report.refresh_from_db()
    return report


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


# Who sees what ----------------------------------------------------------------------------------------------------


OF_THE_REPORT = (REPORT, f"{REPORT}1/", "/reports/shili-education/", *(f"{REPORT}1/{name}" for name in FILES))
ALL = ("/?year=all&q=教育", *OF_THE_REPORT)


@pytest.mark.parametrize("address", ALL)
def test_a_reader_needs_no_cookie_and_is_given_none(client: Client, report: Report, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not client.cookies


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLISHED])
@pytest.mark.parametrize("address", OF_THE_REPORT)
def test_nothing_is_seen_before_it_is_published(
    cast: Cast, client: Client, state: State, address: str
) -> None:
    people.in_state(state, cast.education, cast.clerk)
    assert client.get(address).status_code == 404


def test_the_list_names_no_unpublished_report(cast: Cast, client: Client) -> None:
    people.approved(cast.education, cast.clerk)
    page = text_of(client, "/")
    assert "还没有公布年报" in page
    assert "示例市教育局" not in page


def test_while_a_correction_is_being_written_the_public_reads_the_edition_in_force(
    cast: Cast, client: Client, report: Report
) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.DRAFT, overview="还没有定稿的话。")
    page = text_of(client, REPORT)
    assert "还没有定稿的话" not in page
    assert "公开政府信息36条" in page
    assert "示例市教育局" in text_of(client, "/")


@pytest.mark.parametrize(
    "address",
    [
        "/reports/nobody/",
        "/reports/nobody/2025/",
        "/reports/shili-education/1999/",
        f"{REPORT}2/",
        f"{REPORT}0/",
        f"{REPORT}2/report.pdf",
        f"{REPORT}1/report.docx",
        f"{REPORT}1/report_pdf",
    ],
)
def test_what_there_is_not(client: Client, report: Report, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ALL)
def test_pages_are_only_read(client: Client, report: Report, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.head(address).content == b""
    assert client.post(address).status_code == 405


# The list ---------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_the_newest_year(cast: Cast, client: Client, report: Report) -> None:
    people.published(cast.water, cast.water_clerk, 2024)
    page = text_of(client, "/")
    assert "示例市教育局" in page
    assert "示例市水务局" not in page
    assert "示例市水务局" in text_of(client, "/?year=2024")
    both = text_of(client, "/?year=all")
    assert "示例市教育局" in both
    assert "示例市水务局" in both


def test_a_body_is_found_by_a_part_of_its_name_in_every_year(
    cast: Cast, client: Client, report: Report
) -> None:
    people.published(cast.water, cast.water_clerk, 2024)
    page = text_of(client, "/?q=水务")
    assert "示例市水务局" in page
    assert "示例市教育局" not in page
    assert 'value="水务"' in page


def test_a_search_in_the_wrong_year_leads_to_the_right_one(
    cast: Cast, client: Client, report: Report
) -> None:
    people.published(cast.water, cast.water_clerk, 2024)
    page = text_of(client, "/?q=水务&year=2025")
    assert "其他年度有1份" in page
    assert "year=all" in page


@pytest.mark.parametrize(
    "query", ["q=没有这个单位", "year=1999", "year=abcd", "year=٢٠٢٥", "page=99", "q=%00'\"<"]
)
def test_a_list_without_a_match_or_sense_says_what_to_do(client: Client, report: Report, query: str) -> None:
    page = text_of(client, f"/?{query}")
    assert 'class="empty-note"' in page or "示例市教育局" in page
    assert '<"' not in page


def test_a_line_gives_one_figure_and_every_file(client: Client, corrected: Report) -> None:
    page = text_of(client, "/")
    line = page[page.index("<tbody>") : page.index("</tbody>")]
    assert ">3件<" in line
    assert "已更正" in line
    assert [name for name in FILES if f"{REPORT}2/{name}" in line] == list(FILES)


def test_a_long_list_turns_pages_and_asks_the_database_little(
    cast: Cast, client: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.water, cast.water_clerk)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/")
    assert len(one) <= 7
    monkeypatch.setattr(public, "PAGE_LENGTH", 1)
    assert "第1页，共2页，2条" in text_of(client, "/")
    assert "示例市水务局" in text_of(client, "/?page=2")


# A body over the years --------------------------------------------------------------------------------------------


def test_a_body_shows_its_years_newest_first(cast: Cast, client: Client, corrected: Report) -> None:
    people.published(cast.education, cast.clerk, 2020)
    people.approved(cast.education, cast.clerk, 2022)
    page = text_of(client, "/reports/shili-education/")
    assert re.findall(r'<th scope="row"[^>]*>(\d{4})年', page) == ["2025", "2020"]
    assert "2020—2025年，共2份年报" in page
    assert "国办公开办函〔2019〕60号" in page
    assert "更正，第2版" in page
