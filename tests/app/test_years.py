"""A year over all bodies: sums kind by kind with how many reported, how a figure is spread, and no ranking."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from disclosure.bigrams import spoken
from disclosure.models import Bureau, Listed
from tests import cast as people
from tests.cast import Cast


@pytest.fixture
def city(cast: Cast) -> Cast:
    """Three bodies of two kinds on one year, one of which leaves a figure open, and one report taken down."""
    counts = {cast.education: 30, cast.water: 7, cast.elsewhere: 500}
    for bureau, count in counts.items():
        report = people.published(bureau, cast.clerk)
        cells = {"requests.received.enterprise": count, "requests.granted.enterprise": count}
        people.store(report, cells)
        people.edition(report, cast.clerk, "更正。")
    Bureau.objects.filter(pk=cast.elsewhere.pk).update(kind=Bureau.Kind.GOVERNMENT, region="邻县")
    Listed.objects.filter(bureau=cast.water).update(reviews=None)
    people.withdrawn(cast.office, cast.clerk, cast.supervisor)
    return cast


def page_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<a class="name" href="/reports/[^"]+">([^<]+)</a>', page)


def row(page: str, head: str) -> list[str]:
    """The cells of a row of the table of sums, without mark-up."""
    found = re.search(rf'<th scope="row">{head}</th>(.*?)</tr>', page, re.DOTALL)
    assert found
    return [re.sub(r"<[^>]+>", " ", cell).split() for cell in re.findall(r"<td.*?</td>", found[1], re.DOTALL)]  # type: ignore[misc]


def test_sums_stand_kind_by_kind_with_who_reported(city: Cast, client: Client) -> None:
    page = page_of(client, "/years/2025/")
    assert "3家单位公布了2025年的年报，另有1份已撤下" in page
    departments, governments = row(page, "部门"), row(page, "县区政府")
    assert departments[:2] == [["2家"], ["37"]]
    assert departments[5] == ["0", "1家没填"]
    assert governments[:2] == [["1家"], ["500"]]
    assert "不同类别不相加" in page
    assert "537" not in page


def test_the_table_is_sorted_by_plain_links(city: Cast, client: Client) -> None:
    page = page_of(client, "/years/2025/")
    by_name = names(page)
    assert by_name == sorted(by_name, key=spoken)
    links = dict(re.findall(r'<a href="(\?sort=[^"]+)"[^>]*>([^<]+)</a>', page))
    largest = next(unescape(link) for link, label in links.items() if label == "新收")
    assert names(page_of(client, f"/years/2025/{largest}")) == [
        "示例邻市教育局",
        "示例市教育局",
        "示例市水务局",
    ]
    assert names(page_of(client, "/years/2025/?sort=reviews"))[-1] == "示例市水务局"
    assert names(page_of(client, "/years/2025/?sort=password")) == by_name


def test_the_table_is_narrowed_and_the_spread_with_it(city: Cast, client: Client) -> None:
    page = page_of(client, "/years/2025/?kind=department")
    assert names(page) == ["示例市教育局", "示例市水务局"]
    assert "2家单位中，每家都收到了申请，一半的单位不超过7件" in re.sub("<[^>]+>", "", page)
    assert names(page_of(client, "/years/2025/?region=邻县")) == ["示例邻市教育局"]
    assert "没有这一类单位" in page_of(client, "/years/2025/?kind=zone")


def test_the_page_leads_to_the_files_of_its_year(city: Cast, client: Client) -> None:
    links = re.findall(r'href="(/data/[^"]+)"', page_of(client, "/years/2025/"))
    assert {"/data/2025.csv", "/data/2025.xlsx", "/data/2025.zip"} <= set(links)
    for link in links:
        assert client.get(link).status_code == 200


def test_the_years_tell_how_many_bodies_reported(city: Cast, client: Client) -> None:
    people.published(city.water, city.water_clerk, 2020)
    page = page_of(client, "/years/")
    assert re.findall(r'href="(/years/\d+/)"', page) == ["/years/2025/", "/years/2020/"]
    assert "<b>3</b>" in page


def test_a_year_without_a_report_is_not_there(city: Cast, client: Client) -> None:
    assert client.get("/years/1999/").status_code == 404
    assert client.get("/years/2026/").status_code == 404


def test_a_year_of_which_everything_is_taken_down_says_so(cast: Cast, client: Client) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor)
    assert "2025年的年报都已撤下" in page_of(client, "/years/2025/")


def test_before_anything_is_published(db: None, client: Client) -> None:
    assert "还没有公布年报" in page_of(client, "/years/")
