"""The exported site in a browser, from a plain server of files, below a path of another site and under its policy."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from disclosure import searching
from disclosure.exporting import export
from disclosure.models import Bureau, Publication
from tests import cast as people
from tests.browser.faults import faultless

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'"
WORDS = {
    "overview": "（一）主动公开。围绕𠮷林路改造，公开ＰＤＦ文件12份；依申请公开按期答复。\n（二）政府信息管理。公开信息前先审核。",
    "problems": "主要问题是信息公开的培训偏少。" + "下一步增加培训，" * 20 + "并把水务培训放在上半年。",
    "other": "甲乙2024.5" * 9 + "收费" + "丙丁1234567890" * 20,
}
QUERIES = [
    "培训",
    "依申请公开",
    "水",
    "水务 培训",
    "教育局 培训",
    "𠮷",
    "pdf",
    "ＰＤＦ文件",
    "息公",
    "公开信息",
    "没有这些字",
    "收费",
    "乙2024.5收费",
]
WIDTHS = [341, 390, 768, 1366]


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that sends the policy the exported site is served under."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[str]:
    """The address of an exported site below /gk/nb/ of a server of files."""
    cast = people.build()
    Bureau.objects.filter(pk=cast.water.pk).update(region="永善县")
    for bureau, member, year in (
        (cast.education, cast.clerk, 2025),
        (cast.education, cast.clerk, 2024),
        (cast.water, cast.water_clerk, 2025),
    ):
        report = people.published(bureau, member, year)
        if year == 2025 and bureau == cast.education:
            for name, text in WORDS.items():
                setattr(report, name, text)
            report.save()
            people.edition(report, member, "补充文字。")
    export(tmp_path / "gk" / "nb")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/gk/nb"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """The addresses the browser asks for; nothing it complains of on the console."""
    found: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: found.append(_path(request)))
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield found
    assert complaints == []


def _path(request: Request) -> str:
    return request.url.partition("/gk/nb/")[2]


def hits(page: Page) -> set[tuple[str, str]]:
    """(report and part, passage with its hits in brackets) of every hit on the page."""
    more = page.get_by_role("button", name="再找一些")
    expect(page.locator("#searching")).to_contain_text("找到")
    assert more.is_hidden()
    return {
        (
            item.locator("a").get_attribute("href") or "",
            item.locator(".passage").inner_html().replace("<mark>", "[").replace("</mark>", "]"),
        )
        for item in page.locator("#found li").all()
    }


def live(query: str) -> set[tuple[str, str]]:
    """What the live search finds, written the same way."""
    found = searching.search(query)
    return {
        (
            f"../reports/{hit.listed.bureau.code}/{hit.listed.year}/index.html#{hit.section}",
            "".join(f"[{words}]" if is_hit else words for words, is_hit in hit.passage),
        )
        for hit in searching.hits(found, found.keys)
    }


def test_it_finds_what_the_live_search_finds(site: str, page: Page, asked: list[str]) -> None:
    for query in QUERIES:
        page.goto(f"{site}/search/index.html?q={quote(query)}")
        assert hits(page) == live(query), query


def test_from_the_front_page_to_the_passage(site: str, page: Page, asked: list[str]) -> None:
    page.goto(f"{site}/index.html")
    page.get_by_label("找单位").fill("教育")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search/"))  # the front page names the body as well
    expect(page.get_by_role("heading", level=1)).to_have_text("查找“教育”")
    expect(page.get_by_role("link", name="示例市教育局", exact=True)).to_be_visible()
    page.get_by_label("找单位").fill("信息公开的培训")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("信息公开的培训")
    read = [path for path in asked if path.startswith("search/2025/") and path.split("/")[2][:-5].isdigit()]
    assert len(set(read)) <= 4  # of all the files of the year only those of its pairs
    page.locator("#found li a").first.click()
    expect(page).to_have_url(f"{site}/reports/shili-education/2025/index.html#problems")


@pytest.mark.parametrize(("query", "year"), [("教育局2024年年报", 2024), ("市教育局", 2025)])
def test_a_body_named_with_a_year_leads_to_the_report_of_it(
    site: str, page: Page, asked: list[str], query: str, year: int
) -> None:
    page.goto(f"{site}/search/index.html?q={quote(query)}")
    page.get_by_role("link", name=f"示例市教育局{year}年报告").click()
    expect(page).to_have_url(f"{site}/reports/shili-education/{year}/index.html")


@pytest.mark.parametrize("query", ["永善县 水务", "永善县示例市水务局", "永善"])
def test_a_body_is_found_by_its_district_though_its_name_does_not_tell_it(
    site: str, page: Page, asked: list[str], query: str
) -> None:
    page.goto(f"{site}/search/index.html?q={quote(query)}")
    expect(page.locator("#found-bodies li")).to_have_count(1)
    expect(page.locator("#found-bodies").get_by_role("link", name="示例市水务局", exact=True)).to_be_visible()


def test_all_bodies_are_named_some_of_them_folded_away(site: str, page: Page, asked: list[str]) -> None:
    page.route("**/site-search*.js", lambda route: route.fulfill(body=_one_body(route.fetch().text())))
    page.goto(f"{site}/search/index.html?q={quote('示例市')}")
    bodies = page.locator("#found-bodies")
    expect(bodies.locator("header span")).to_have_text("2家")
    expect(bodies.locator("li:visible")).to_have_count(1)
    bodies.locator("summary").click()
    expect(bodies.locator("li:visible")).to_have_count(2)


def test_a_year_can_be_chosen_and_a_long_list_goes_on(site: str, page: Page, asked: list[str]) -> None:
    page.route("**/site-search*.js", lambda route: route.fulfill(body=_short_steps(route.fetch().text())))
    page.goto(f"{site}/search/index.html?q={quote('公开')}")
    expect(page.locator("#searching")).to_have_text("先列出2处。")
    page.get_by_role("button", name="再找一些").click()
    expect(page.locator("#found li")).to_have_count(4)
    expect(page.locator("#found li:nth-child(3) a")).to_be_focused()
    page.get_by_role("link", name="2024", exact=True).click()
    expect(page.locator("#found h3").first).to_contain_text("2024年")


def _one_body(script: str) -> str:
    assert "BODIES = 12;" in script
    return script.replace("BODIES = 12;", "BODIES = 1;")


def _short_steps(script: str) -> str:
    assert "STEP = 10;" in script
    return script.replace("STEP = 10;", "STEP = 2;")


@pytest.mark.parametrize("query", ["", "培训", "没有这些字"])
def test_every_width(site: str, page: Page, asked: list[str], query: str) -> None:
    page.goto(f"{site}/search/index.html?q={quote(query)}")
    if query:
        hits(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, width
        faultless(page, str(width))


def test_without_a_script_every_body_is_named(site: str, new_context: object) -> None:
    context: BrowserContext = new_context(java_script_enabled=False)  # type: ignore[operator]
    page = context.new_page()
    page.goto(f"{site}/index.html")
    page.get_by_label("找单位").fill("水务")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("没有脚本时")).to_be_visible()
    page.get_by_role("link", name="示例市水务局").click()
    expect(page.get_by_role("heading", name="示例市水务局", level=1)).to_be_visible()


def test_without_a_script_a_code_is_looked_up_by_its_address(site: str, new_context: object) -> None:
    context: BrowserContext = new_context(java_script_enabled=False)  # type: ignore[operator]
    page = context.new_page()
    page.goto(f"{site}/v/index.html")
    expect(page.get_by_text("没有脚本时，按“核对”查不了")).to_be_visible()
    code = Publication.objects.earliest("at").code
    page.goto(f"{site}/v/{code}/")
    expect(page.get_by_text("有这份年报").first).to_be_visible()


def test_with_a_script_nobody_is_told_what_to_do_without(site: str, page: Page, asked: list[str]) -> None:
    page.goto(f"{site}/v/index.html")
    expect(page.get_by_label("选文件，或把文件拖到这里")).to_be_visible()
    expect(page.get_by_text("没有脚本时").first).to_be_hidden()
