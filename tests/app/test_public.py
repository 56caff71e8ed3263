"""What the public sees: published editions only, as they were stored, without a cookie."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.filing import Filing
from disclosure.models import Report, State
from disclosure.publishing import article
from disclosure.rendering import render_html
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
    assert len(one) <= 4
    monkeypatch.setattr(public, "PAGE_LENGTH", 1)
    assert "第1页，共2页，2条" in text_of(client, "/")
    assert "示例市水务局" in text_of(client, "/?page=2")


# A report ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}1/"])
def test_the_official_text_stands_in_the_page_as_it_was_stored(
    client: Client, report: Report, address: str
) -> None:
    stored = article(report.publications.get()).decode()
    content = client.get(address).content.decode()
    assert content.count(stored) == 1
    assert public.ARTICLE not in content
    assert content.count("<h1") == 1


def test_figures_and_plain_words_precede_the_text(client: Client, corrected: Report) -> None:
    page = text_of(client, REPORT)
    words = page[: page.index('<article class="official"')]
    assert "新收政府信息公开申请3件" in words
    assert "<dd>3<small>件</small></dd>" in words


def test_the_contents_lead_into_the_text(client: Client, report: Report) -> None:
    page = text_of(client, REPORT)
    contents = page[page.index('class="body toc"') :]
    links = re.findall(r'href="#(\w+)"', contents)
    assert len(links) == 6
    assert all(page.count(f'id="{link}"') == 1 for link in links)


def test_an_edition_without_names_for_its_sections_has_no_contents(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_names(filing: Filing) -> bytes:
        return re.sub(rb'<section id="\w+"', b"<section", render_html(filing))

    monkeypatch.setattr(people, "render_html", without_names)
    people.published(cast.education, cast.clerk)
    assert "报告目录" not in text_of(client, REPORT)


def test_a_page_carries_the_meta_tags_of_a_government_site(
    client: Client, report: Report, settings: object
) -> None:
    settings.SITE = {"name": "示例市人民政府", "id_code": "0000000000"}  # type: ignore[attr-defined]
    page = text_of(client, REPORT)
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', page))
    assert tags["SiteName"] == "示例市人民政府"
    assert tags["SiteIDCode"] == "0000000000"
    assert tags["ColumnName"] == "政府信息公开年报"
    assert tags["ArticleTitle"] == "示例市教育局2025年政府信息公开工作年度报告"
    assert tags["ContentSource"] == "示例市教育局"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])


def test_facts_and_sizes_are_those_of_the_stored_files(client: Client, report: Report) -> None:
    page = text_of(client, REPORT)
    publication = report.publications.get()
    assert publication.pdf_sha256 in page
    assert "国办公开办函〔2021〕30号" in page
    assert f"{round(len(publication.html) / 1024)} KB" in page
    assert "没有更正" in page


def test_a_corrected_report_and_its_older_edition_lead_to_each_other(
    client: Client, corrected: Report
) -> None:
    newest = text_of(client, REPORT)
    assert "更正，这是第2版" in newest
    assert "新收申请漏计3件。" in newest
    assert f'href="{REPORT}1/"' in newest
    old = text_of(client, f"{REPORT}1/")
    assert "已被第2版更正" in old
    assert '<li aria-current="page">2025年第1版</li>' in old
    assert "新收申请漏计3件。" in old
    assert f'href="{REPORT}"' in old
    assert "没有更正" not in old


def test_the_newest_edition_by_its_number_is_not_marked_as_old(client: Client, corrected: Report) -> None:
    page = text_of(client, f"{REPORT}2/")
    assert "已被" not in page
    assert f'<link rel="canonical" href="{REPORT}">' in page


def test_words_of_a_report_are_never_mark_up(cast: Cast, client: Client) -> None:
    words = {"overview": "<script>alert(1)</script><!-- the stored article -->", "signature": '"><img src=x>'}
    report = people.draft(cast.education, words=words)
    people.edition(report, cast.clerk)
    report.refresh_from_db()
    people.edition(report, cast.clerk, '<b onclick="x">原因</b>')
    page = (
        text_of(client, REPORT)
        + text_of(client, f"{REPORT}1/")
        + text_of(client, "/reports/shili-education/")
    )
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert '<b onclick="x">' not in page
    assert "&lt;script&gt;alert(1)" in page


# A body over the years --------------------------------------------------------------------------------------------


def test_a_body_shows_its_years_newest_first(cast: Cast, client: Client, corrected: Report) -> None:
    people.published(cast.education, cast.clerk, 2020)
    people.approved(cast.education, cast.clerk, 2022)
    page = text_of(client, "/reports/shili-education/")
    assert re.findall(r'<th scope="row"[^>]*>(\d{4})年', page) == ["2025", "2020"]
    assert "2020—2025年，共2份年报" in page
    assert "国办公开办函〔2019〕60号" in page
    assert "更正，第2版" in page


# The files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "type_", "way"),
    [
        ("report.pdf", "application/pdf", "inline"),
        ("report.html", "text/html; charset=utf-8", "inline"),
        ("report.json", "application/json; charset=utf-8", "attachment"),
    ],
)
def test_a_file_is_served_as_it_was_stored(
    client: Client, report: Report, name: str, type_: str, way: str
) -> None:
    response = client.get(f"{REPORT}1/{name}")
    stored = bytes(getattr(report.publications.get(), name.split(".")[1]))
    assert response.content == stored
    assert response["Content-Type"] == type_
    assert response["ETag"] == f'"{hashlib.sha256(stored).hexdigest()}"'
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Disposition"].startswith(f"{way}; filename*=utf-8''%E7%A4%BA")
    assert int(response["Content-Length"]) == len(stored)


def test_a_file_that_is_known_is_not_sent_again(client: Client, report: Report) -> None:
    tag = client.get(f"{REPORT}1/report.pdf")["ETag"]
    again = client.get(f"{REPORT}1/report.pdf", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == tag
    other = client.get(f"{REPORT}1/report.pdf", headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_the_files_of_an_older_edition_stay(client: Client, corrected: Report) -> None:
    old = json.loads(client.get(f"{REPORT}1/report.json").content)
    new = json.loads(client.get(f"{REPORT}2/report.json").content)
    assert old["cells"]["requests.received.total"] == 0
    assert new["cells"]["requests.received.total"] == 3
    assert "%E7%AC%AC2%E7%89%88" in client.get(f"{REPORT}2/report.pdf")["Content-Disposition"]


def test_a_stored_page_may_use_its_own_style_and_nothing_else(client: Client, report: Report) -> None:
    policy = client.get(f"{REPORT}1/report.html")["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
