"""What machines ask for: the feed of public acts, the sitemap, the rules for robots."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from disclosure import publishing
from disclosure.exporting import export
from disclosure.models import Report
from disclosure.views import feeds
from tests import cast as people
from tests.cast import Cast

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def acts(cast: Cast) -> Report:
    """A report that was published, corrected and taken down, and one in force."""
    people.published(cast.water, cast.water_clerk, 2024)
    report = people.published(cast.education, cast.clerk)
    people.edition(report, cast.clerk, "漏计3件 <b>。")
    publishing.withdraw(Report.objects.get(pk=report.pk), cast.supervisor, "有个人信息。")
    return report


@pytest.fixture
def site(settings: Any) -> str:
    settings.SITE_URL = "https://xxgk.example.cn"
    return "https://xxgk.example.cn"


def tree(client: Client, address: str) -> etree._Element:
    response = client.get(address)
    assert response.status_code == 200
    return etree.fromstring(response.content)


def test_the_feed_tells_every_public_act_newest_first(client: Client, acts: Report, site: str) -> None:
    feed = tree(client, "/feed.atom")
    titles = feed.xpath("a:entry/a:title/text()", namespaces=ATOM)
    assert [title.partition("：")[0] for title in titles] == ["撤下", "更正", "公布", "公布"]
    links = feed.xpath("a:entry/a:link/@href", namespaces=ATOM)
    assert links[0] == f"{site}/reports/shili-education/2025/"
    assert links[1] == f"{site}/reports/shili-education/2025/2/"
    said = feed.xpath("a:entry/a:summary/text()", namespaces=ATOM)
    assert said[0] == "撤下了这份报告，原因：有个人信息。"
    assert said[1] == "更正为第2版，原因：漏计3件 &lt;b&gt;。"  # HTML, as the summary says of itself
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"


def test_what_atom_asks_for_is_there(client: Client, acts: Report, site: str) -> None:
    feed = tree(client, "/feed.atom")
    for place in ("a:id", "a:title", "a:updated", "a:author/a:name", "a:link[@rel='self']/@href"):
        assert feed.xpath(place, namespaces=ATOM), place
    for entry in feed.xpath("a:entry", namespaces=ATOM):
        for name in ("id", "title", "updated", "published"):
            assert entry.findtext(f"a:{name}", namespaces=ATOM)
    ids = feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == len(ids)
    assert client.get("/feed.atom")["Content-Type"].startswith("application/atom+xml")


def test_the_sitemap_has_what_is_in_force_and_nothing_else(client: Client, acts: Report, site: str) -> None:
    places = tree(client, "/sitemap.xml").xpath("s:url/s:loc/text()", namespaces=MAP)
    assert places == [
        f"{site}{path}"
        for path in ("/", "/years/", "/years/2024/", "/reports/shili-water/", "/reports/shili-water/2024/")
    ]
    for place in places:
        assert client.get(place.removeprefix(site)).status_code == 200


def test_a_sitemap_is_drawn_once_until_something_is_published(
    cast: Cast, client: Client, acts: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = client.get("/sitemap.xml").content
    with monkeypatch.context() as drawn:
        drawn.setattr(feeds, "_stops", lambda: pytest.fail("drawn again"))
        assert client.get("/sitemap.xml").content == first
    people.published(cast.water, cast.water_clerk, 2019)
    assert b"/2019/" in client.get("/sitemap.xml").content


def test_a_large_site_has_several_sitemaps_and_an_index(
    client: Client, acts: Report, site: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = tree(client, "/sitemap.xml").xpath("s:url/s:loc/text()", namespaces=MAP)
    assert client.get("/sitemap-1.xml").status_code == 404
    monkeypatch.setattr(feeds, "SITEMAP_LIMIT", 2)
    index = tree(client, "/sitemap.xml")
    assert index.tag.endswith("}sitemapindex")
    parts = index.xpath("s:sitemap/s:loc/text()", namespaces=MAP)
    assert parts == [f"{site}/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert len(index.xpath("s:sitemap/s:lastmod", namespaces=MAP)) == 3
    found = [
        place
        for part in parts
        for place in tree(client, part.removeprefix(site)).xpath("s:url/s:loc/text()", namespaces=MAP)
    ]
    assert found == whole
    assert [client.get(f"/sitemap-{number}.xml").status_code for number in (0, 4)] == [404, 404]
    export(tmp_path / "site")
    assert {file.name for file in (tmp_path / "site").glob("sitemap*")} == {
        "sitemap.xml",
        *(f"sitemap-{number}.xml" for number in (1, 2, 3)),
    }


def test_without_a_set_address_it_is_the_one_the_visitor_used(client: Client, acts: Report) -> None:
    assert tree(client, "/sitemap.xml").xpath("s:url/s:loc/text()", namespaces=MAP)[0] == "http://testserver/"


def test_robots_leave_the_desks_alone_and_find_the_sitemap(client: Client, db: None, site: str) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /work/", "Disallow: /admin/", "Disallow: /search/"} <= set(lines)
    assert lines[-1] == f"Sitemap: {site}/sitemap.xml"
    assert not [line for line in lines if "/reports" in line or line == "Disallow: /"]


@pytest.mark.parametrize("address", ["/", "/years/", "/years/2024/", "/reports/shili-water/"])
def test_a_page_names_its_one_address_and_the_feed(
    client: Client, acts: Report, site: str, address: str
) -> None:
    page = client.get(address).content.decode()
    assert f'<link rel="canonical" href="{site}{address}' in page
    assert 'type="application/atom+xml"' in page
    assert '<html lang="zh-CN">' in page
    for name in ("SiteName", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"):
        assert f'<meta name="{name}" content="' in page
