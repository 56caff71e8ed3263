"""The page of a published report and its files: what was stored, byte for byte, and how an edition stands."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from disclosure.editions import article
from disclosure.filing import Filing
from disclosure.models import Report
from disclosure.rendering import render_html
from disclosure.views import published
from tests import cast as people
from tests.cast import Cast

REPORT = "/reports/shili-education/2025/"


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


# A report ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}1/"])
def test_the_official_text_stands_in_the_page_as_it_was_stored(
    client: Client, report: Report, address: str
) -> None:
    stored = article(report.publications.get()).decode()
    content = client.get(address).content.decode()
    assert content.count(stored) == 1
    assert published.ARTICLE not in content
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
    def without_names(filing: Filing, cells: object = None) -> bytes:
        return re.sub(rb'<section id="\w+"', b"<section", render_html(filing, None))

    monkeypatch.setattr(people, "drawn_page", without_names)
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
    assert publication.code in page
    assert "国办公开办函〔2021〕30号" in page
    assert f"{round(len(publication.content('report.html')) / 1024)} KB" in page
    assert "没有更正" in page


def test_a_corrected_report_and_its_older_edition_lead_to_each_other(
    client: Client, corrected: Report
) -> None:
    newest = text_of(client, REPORT)
    assert "更正2格，这是第2版" in newest
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
    stored = report.publications.get().content(name)
    assert response.content == stored
    assert response["Content-Type"] == type_
    assert response["ETag"] == f'"{hashlib.sha256(stored).hexdigest()}"'
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Content-Disposition"].startswith(f"{way}; filename*=utf-8''%E7%A4%BA")
    assert int(response["Content-Length"]) == len(stored)


def test_a_file_that_is_known_is_not_sent_again(client: Client, report: Report) -> None:
    tag = client.get(f"{REPORT}1/report.pdf")["ETag"]
    again = client.get(f"{REPORT}1/report.pdf", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (tag, "public, no-cache")
    other = client.get(f"{REPORT}1/report.pdf", headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_the_files_of_an_older_edition_stay(client: Client, corrected: Report) -> None:
    old = json.loads(client.get(f"{REPORT}1/report.json").content)
    new = json.loads(client.get(f"{REPORT}2/report.json").content)
    assert old["cells"]["requests.received.total"] == 0
    assert new["cells"]["requests.received.total"] == 3
    assert "%E7%AC%AC2%E7%89%88" in client.get(f"{REPORT}2/report.pdf")["Content-Disposition"]


def test_a_stored_page_may_use_its_own_style_and_nothing_else(client: Client, report: Report) -> None:
    page = client.get(f"{REPORT}1/report.html")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    again = client.get(f"{REPORT}1/report.html", headers={"if-none-match": page["ETag"]})
    assert (again.status_code, again["Content-Security-Policy"]) == (304, policy)


@pytest.mark.parametrize("who", ["", "clerk"])
def test_a_page_that_is_not_there_leads_on_to_where_its_reader_belongs(cast: Cast, who: str) -> None:
    answer = people.client_of(getattr(cast, who) if who else None).get("/reports/nobody/")
    said = answer.content.decode()
    assert answer.status_code == 404
    assert ("回到首页" in said) == bool(who)
    assert (f'action="{reverse("public_search")}"' in said) == (not who)
    assert not answer.cookies


@pytest.mark.parametrize(
    "address",
    [
        "/years/02025/",
        "/reports/shili-education/02025/",
        "/reports/shili-education/2025/01/",
        "/reports/shili-education/2025/01/report.pdf",
        "/reports/shili-education/02025/requests/received/total/",
        "/ledger/01.json",
        "/api/v1/reports/shili-education/02025",
    ],
)
def test_a_number_with_noughts_before_it_is_no_second_address(
    client: Client, report: Report, address: str
) -> None:
    assert client.get(address).status_code in (400, 404)
    assert client.get(address.replace("/0", "/")).status_code == 200
