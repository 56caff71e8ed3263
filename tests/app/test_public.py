"""What the public sees: published editions only, as they were stored, without a cookie."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from disclosure import ledger
from disclosure.models import Bureau, Report, State
from disclosure.views import public, public_ledger
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


def bodies_in(page: str) -> list[str]:
    """The bodies named in a list, in its order."""
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', page)


# Who sees what ----------------------------------------------------------------------------------------------------


OF_THE_REPORT = (REPORT, f"{REPORT}1/", "/reports/shili-education/", *(f"{REPORT}1/{name}" for name in FILES))
ALL = ("/?year=all", "/search/?q=公开", "/years/", "/years/2025/", "/feed.atom", *OF_THE_REPORT)


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


@pytest.mark.parametrize("address", ["/", "/?year=all", "/years/2025/", "/search/?q=示例县"])
def test_bodies_stand_in_the_order_of_a_dictionary(cast: Cast, client: Client, address: str) -> None:
    def named() -> list[str]:
        return re.findall(">示例县([^<]+)</a>", text_of(client, address))

    for number, name in enumerate(("卫生局", "交通局", "公安局", "张家局")):
        bureau = Bureau.objects.create(code=f"o{number}", name=f"示例县{name}")
        people.published(bureau, cast.clerk)
    assert named() == ["公安局", "交通局", "卫生局", "张家局"]
    renamed = Bureau.objects.get(code="o3")
    renamed.name = "示例县北京局"
    renamed.save()
    if not address.startswith("/years/"):  # which names a body as its report does
        assert named()[0] == "北京局"


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


def test_the_list_is_narrowed_by_kind_and_region_with_plain_links(
    cast: Cast, client: Client, report: Report
) -> None:
    Bureau.objects.filter(pk=cast.water.pk).update(kind=Bureau.Kind.TOWNSHIP, region="昭阳区")
    Bureau.objects.filter(pk=cast.education.pk).update(region="鲁甸县")
    people.published(cast.water, cast.water_clerk)
    every = text_of(client, "/")
    assert every.index(">鲁甸县") < every.index(">昭阳区")  # as a dictionary has them, l before z
    for link in re.findall(r'<a href="(\?[^"]+)"', every):
        assert client.get("/" + unescape(link)).status_code == 200
    assert bodies_in(text_of(client, "/?kind=township")) == ["示例市水务局"]
    assert bodies_in(text_of(client, "/?region=鲁甸县")) == ["示例市教育局"]
    assert bodies_in(text_of(client, "/?kind=township&region=鲁甸县")) == []
    assert "看全部类别和地区" in text_of(client, "/?kind=township&region=鲁甸县")
    assert "year=all&amp;kind=department" in text_of(client, "/?year=all")


def test_every_list_has_a_title_and_an_address_of_its_own(
    cast: Cast, client: Client, report: Report, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.water, cast.water_clerk)
    Bureau.objects.update(kind=Bureau.Kind.TOWNSHIP, region="昭阳区")
    settings.SITE_URL = "https://www.shili.example"
    monkeypatch.setattr(public, "PAGE_LENGTH", 1)
    page = text_of(client, "/?year=2025&kind=township&region=昭阳区&page=2")
    assert "<title>2025年昭阳区乡镇街道年报目录，第2页 ·" in page
    assert re.search(r'rel="canonical" href="https://www.shili.example/\?year=2025[^"]*&amp;page=2"', page)
    assert '<meta name="SiteDomain" content="www.shili.example">' in page
    home = '<link rel="canonical" href="https://www.shili.example/">'
    assert home in text_of(client, "/") and home in text_of(client, "/?year=2025")
    assert home not in text_of(client, "/?year=all")


@pytest.mark.parametrize("address", ["/ledger/", "/rules/", "/check/", "/v/", f"{REPORT}cells/"])
def test_every_page_for_readers_says_where_it_is_at_home(
    client: Client, report: Report, settings: Settings, address: str
) -> None:
    settings.SITE_URL = "https://www.shili.example"
    page = text_of(client, f"{address}?from=elsewhere")
    assert page.count('rel="canonical"') == 1
    assert f'<link rel="canonical" href="https://www.shili.example{address}">' in page


def test_each_choice_says_how_many_reports_it_leads_to(cast: Cast, client: Client, report: Report) -> None:
    Bureau.objects.filter(pk=cast.water.pk).update(kind=Bureau.Kind.TOWNSHIP)
    people.published(cast.water, cast.water_clerk)
    people.published(cast.water, cast.water_clerk, 2024)
    page = text_of(client, "/?year=all")
    assert re.findall(r">(部门|乡镇街道) <small>(\d+)</small>", page) == [("部门", "1"), ("乡镇街道", "2")]


def test_a_report_that_was_taken_down_is_named_without_files(
    cast: Cast, client: Client, report: Report
) -> None:
    people.withdrawn(cast.water, cast.water_clerk, cast.supervisor)
    page = text_of(client, "/")
    assert "共2份，其中1份已撤下" in page
    line = page[page.index("示例市水务局") :]
    line = line[: line.index("</tr>")]
    assert "已撤下" in line
    assert "report.pdf" not in line


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense",
        "region=没有",
        "sort=name",
        "year=1999",
        "year=abcd",
        "year=٢٠٢٥",
        "page=99",
        "region=%00'\"<",
    ],
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
    assert len(one) <= 9
    monkeypatch.setattr(public, "PAGE_LENGTH", 1)
    assert "第1页，共2页，2条" in text_of(client, "/")
    assert "示例市水务局" in text_of(client, "/?page=2")


def test_a_long_list_sorts_and_skips_nothing_but_numbers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows with whole reports in them are read for the page that is shown only."""
    monkeypatch.setattr(public, "PAGE_LENGTH", 1)
    for bureau in (cast.education, cast.water, cast.office):
        people.published(bureau, cast.clerk)
    with CaptureQueriesContext(connection) as asked:
        page = Client().get(reverse("public_index"), {"page": 2}).content.decode()
    (skipping,) = [each["sql"] for each in asked if "OFFSET 1" in each["sql"]]
    (columns,) = re.findall(r"IN \(SELECT (.*?) FROM", skipping)
    assert (
        '."id"' in columns and "," not in columns and skipping.index("OFFSET") > skipping.index("IN (SELECT")
    )
    assert page.count("示例市") >= 1 and "page=3" in page


def test_a_page_of_the_ledger_that_is_full_stays_where_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ledger, public_ledger):
        monkeypatch.setattr(module, "PAGE", 1)
    reports = [people.published(bureau, cast.clerk) for bureau in (cast.education, cast.water)]
    client = Client()
    assert "?from=1" in (front := text_of(client, "/ledger/")) and "共2条" in front
    code = reports[1].publications.get().code
    assert '/ledger/?from=2#entry-2"' in text_of(client, f"/v/{code}/")
    assert 'id="entry-2"' in text_of(client, "/ledger/?from=2")
    full = text_of(client, "/ledger/?from=1")
    assert "示例市教育局" in full and "示例市水务局" not in full and "较新的记录" in full
    people.edition(reports[0], cast.clerk, "表三一格填错")
    later = text_of(client, "/ledger/?from=1")
    assert later == full
    for nonsense in ("0", "4", "-1", "x", "²", "01x", "9" * 5000):
        assert "共3条" in text_of(client, f"/ledger/?from={nonsense}")
