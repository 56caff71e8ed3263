"""The public pages in a browser: nothing axe complains of, at every width, by keyboard, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.models import Bureau, Publication, Report
from tests import cast as people
from tests.browser.faults import complaints_of_axe

WIDTHS = [320, 768, 1366]
"""A narrow phone, which is as wide as a desktop at 400 per cent; a tablet; a desktop."""
REPORT = "/reports/shili-education/2025/"
PAGES = [
    "/",
    "/?year=all",
    "/?year=2019",
    "/search/",
    "/search/?q=没有这个单位",
    "/search/?q=公开",
    "/years/",
    "/years/2025/",
    "/years/2025/?sort=received",
    REPORT,
    f"{REPORT}1/",
    f"{REPORT}cells/",
    f"{REPORT}2/changes/",
    f"{REPORT}requests/received/total/",
    f"{REPORT}requests/granted/natural_person/",
    f"{REPORT}2/report.html",
    "/reports/shili-education/",
    "/reports/linshi-education/2025/",
    "/reports/linshi-education/",
    "/reports/nobody/",
    "/v/",
    "/v/?code=ABCD",
    f"/v/?code={'ab' * 32}",
    "/v/ZZZZ-ZZZZ-ZZZZ/",
    "/ledger/",
    "/data/",
    "/rules/",
    "/check/",
]
LONG_NAME = "示例邻市高新技术产业开发区太平街道办事处综合便民服务中心（党群服务中心）筹备领导小组办公室"
FIGURES = {
    "requests.received.natural_person": 240,
    "requests.granted.natural_person": 214,
    "requests.carried_out.natural_person": 26,
    "cases.review.upheld": 3,
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server: LiveServer) -> str:
    """The address of a site with a report in two editions, one of another body and year, and a body with a long name."""
    cast = people.build()
    Bureau.objects.filter(pk=cast.elsewhere.pk).update(name=LONG_NAME, region=LONG_NAME[:14])
    cast.elsewhere.refresh_from_db()
    report = people.published(cast.education, cast.clerk)
    people.store(report, FIGURES)
    people.edition(Report.objects.get(pk=report.pk), cast.clerk, "新收申请漏计，现予更正。")
    people.published(cast.water, cast.water_clerk, 2020)
    people.published(cast.education, cast.clerk, 2020)
    people.withdrawn(cast.elsewhere, cast.other_clerk, cast.other_supervisor)
    return str(live_server.url)


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of on the console; a page that is not there, or no more, is no complaint."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not re.search("404|410", message.text):
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


SMALL = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
    .filter(each => each.checkVisibility() && !each.matches('.skip'))
    .filter(each => getComputedStyle(each).display !== 'inline'
        || ![...each.parentElement.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24)
    .map(([text, box]) => `${text}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""
"""What is touched or clicked and stands alone, not within a sentence, and is narrower or lower than 24 px."""


def not_printed(page: Page) -> bool:
    """Whether a page belongs to the site and is not an edition as it is printed."""
    return not page.url.endswith("report.html")


def faults_of(page: Page) -> Iterator[str]:
    """What is wrong with a page at any width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over:
            yield f"{width}: the page is {over} pixels too wide"
        results = complaints_of_axe(page)
        if results.violations_count:
            yield f"{width}: {results.generate_report()}"
        if small := not_printed(page) and page.evaluate(SMALL):
            yield f"{width}: too small to be touched: {small}"
    if page.locator("h1").count() != 1:
        yield "not one h1"


def test_every_page_at_every_width(site: str, page: Page, complaints: list[str]) -> None:
    standing = [f"/v/{code}/" for code in Publication.objects.order_by("pk").values_list("code", flat=True)]
    found = []
    for path in [*PAGES, *standing]:
        page.goto(f"{site}{path}")
        found += [f"{path}: {fault}" for fault in faults_of(page)]
    assert found == []


def test_from_the_list_to_the_file_by_keyboard(site: str, page: Page, complaints: list[str]) -> None:
    page.goto(site)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.get_by_label("找单位").fill("教育")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/search/?q=%E6%95%99%E8%82%B2")
    page.get_by_role("link", name="示例市教育局", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="看2025年报告").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}{REPORT}")
    expect(page.get_by_text("这是第2版")).to_be_visible()
    expect(page.locator(".figs dd").first).to_have_text("240件")
    page.get_by_role("link", name="三、收到和处理政府信息公开申请情况").click()
    expect(page.locator("#requests h2")).to_be_in_viewport()
    with page.expect_download() as download:
        page.get_by_role("link", name="开放数据（JSON）").click()
    assert download.value.suggested_filename == "示例市教育局2025年政府信息公开工作年度报告（第2版）.json"


STOPS = """() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    return {
        what: at.outerHTML.slice(0, 80), top: at === document.body, outlined: style.outlineStyle !== "none",
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


@pytest.mark.parametrize("path", ["/years/2025/", REPORT, "/v/", "/data/"])
def test_the_focus_is_seen_at_every_stop(site: str, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}{path}")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOPS)
        if stop["top"]:
            break
        stops.append(stop)
    assert len(stops) > 8
    assert "跳到正文" in stops[0]["what"]
    assert [stop["what"] for stop in stops if not (stop["outlined"] and stop["seen"])] == []


def test_the_skip_link_goes_past_the_navigation(site: str, page: Page) -> None:
    page.goto(f"{site}/v/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_phone_leads_from_the_front_page_to_a_body_in_three_touches(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(site)
    page.get_by_label("找单位").fill("水务")
    page.get_by_role("button", name="查找").click()
    body = page.get_by_role("link", name="示例市水务局", exact=True).first
    expect(body).to_be_in_viewport(ratio=1)
    body.click()
    expect(page.get_by_role("link", name="看2020年报告").first).to_be_in_viewport(ratio=1)


def test_everything_works_without_a_script(site: str, browser: object, new_context: object) -> None:
    context: BrowserContext = new_context(java_script_enabled=False)  # type: ignore[operator]
    page = context.new_page()
    page.goto(f"{site}/?year=all")
    page.get_by_label("找单位").fill("水务")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="示例市水务局", exact=True).click()
    page.get_by_role("link", name="看2020年报告").first.click()
    expect(page.locator("article.official h1")).to_contain_text("2020年政府信息公开工作年度报告")
    assert context.cookies() == []


def test_a_cell_has_an_address_of_its_own(site: str, page: Page, complaints: list[str]) -> None:
    page.goto(f"{site}{REPORT}#cases.review.upheld")
    cell = page.locator("[id='cases.review.upheld']")
    expect(cell).to_be_in_viewport()
    expect(cell).to_have_text("3")


def test_the_page_of_a_phone_leads_to_the_files_at_once(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}{REPORT}")
    page.get_by_role("link", name="下载这份报告").click()
    expect(page.get_by_role("heading", name="下载")).to_be_in_viewport()
    heights = page.locator(".dl a, .toc a").evaluate_all("links => links.map(l => l.offsetHeight)")
    assert min(heights) >= 44


@pytest.mark.parametrize("path", ["/reports/shili-education/", "/years/2025/"])
def test_no_column_is_cut_off_on_a_tablet(site: str, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(f"{site}{path}")
    hidden = page.locator(".scroll").evaluate_all(
        "boxes => boxes.map(box => box.scrollWidth - box.clientWidth)"
    )
    assert hidden and not any(hidden)


def test_the_list_of_all_years_fits_a_tablet(site: str, page: Page) -> None:
    Bureau.objects.filter(code="shili-education").update(
        name="示例住房和城乡建设局", kind=Bureau.Kind.TOWNSHIP, region="示例市本级", demo=True
    )
    page.goto(f"{site}/?year=all")
    for width in (768, 800):
        page.set_viewport_size({"width": width, "height": 1024})
        list_, panel = (page.locator(each).bounding_box() for each in (".listed", ".panel:has(.listed)"))
        assert list_ and panel
        assert list_["width"] <= panel["width"], width
        assert not page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


def test_a_phone_is_given_bars_drawn_for_its_width(site: str, page: Page) -> None:
    page.goto(f"{site}/reports/shili-education/")
    columns, lying = page.locator("svg.columns").first, page.locator(".lying").first
    expect(columns).to_be_visible()
    expect(lying).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(columns).to_be_hidden()
    expect(lying.get_by_text("240")).to_be_visible()


def test_words_of_a_chart_are_as_large_as_the_readers_text(site: str, page: Page) -> None:
    page.goto(f"{site}/reports/shili-education/")
    value = page.locator("svg.columns .value").first
    before = value.bounding_box()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after = value.bounding_box()
    assert before and after
    assert after["height"] > 1.8 * before["height"]


HEAD = "() => document.querySelector('.stub-3 thead tr:last-child th').getBoundingClientRect()"
STAYS = "box => box.scrollHeight > box.clientHeight"


def test_the_names_of_the_columns_and_lines_stay_in_sight_on_a_phone(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(f"{site}{REPORT}")
    box = page.locator(".grid-box:has(.stub-3)")
    box.evaluate("box => box.scrollTo(150, box.scrollHeight)")
    box.scroll_into_view_if_needed()
    frame = box.bounding_box()
    head = page.evaluate(HEAD)
    label = page.locator(".stub-3 .label").last.bounding_box()
    assert frame is not None and label is not None
    assert head["top"] >= frame["y"]
    assert frame["height"] <= 667 * 0.8 + 1
    assert label["x"] + label["width"] <= frame["x"] + frame["width"] / 2


WORDS = """head => {
    const words = document.createRange();
    words.selectNodeContents(head);
    return words.getBoundingClientRect().right;
}"""
"""Where the words of a cell end."""


@pytest.mark.parametrize("head", ["申请人情况", "行政复议", "行政诉讼"])
def test_what_columns_have_in_common_is_read_at_once_on_a_phone(site: str, page: Page, head: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}{REPORT}")
    assert page.get_by_role("columnheader", name=head, exact=True).evaluate(WORDS) < 390


@pytest.mark.parametrize(("width", "height"), [(320, 256), (1366, 768)])
def test_no_table_is_a_window_at_400_per_cent_or_on_a_desktop(
    site: str, page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{site}{REPORT}")
    assert not page.locator(".grid-box:has(.stub-3)").evaluate(STAYS)


def test_a_table_is_printed_whole_from_a_phone(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    page.goto(f"{site}{REPORT}")
    page.emulate_media(media="print")
    box = page.locator(".grid-box:has(.stub-3)")
    assert not box.evaluate(STAYS)
    assert box.evaluate("box => getComputedStyle(box.querySelector('thead')).position") == "static"


def test_paper_has_the_official_text_and_what_it_is_but_no_links(site: str, page: Page) -> None:
    page.goto(f"{site}{REPORT}")
    page.emulate_media(media="print")
    expect(page.locator(".official h1")).to_be_visible()
    expect(page.get_by_role("heading", name="文件信息")).to_be_visible()
    for dead in ("#files", ".pubhead", ".toc", ".figs", ".band a"):
        expect(page.locator(dead).first).to_be_hidden()


def test_only_the_present_page_is_underlined_in_forced_colours(site: str, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(site)
    drawn = page.locator(".pubhead nav a").evaluate_all(
        "all => all.map(a => getComputedStyle(a).borderBottomColor)"
    )
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [colour == ground for colour in drawn] == [False, True, True, True, True, True]


@pytest.mark.parametrize(("path", "width"), [("reports/shili-education/", 1366), ("years/2025/", 390)])
def test_the_words_of_a_chart_are_read_in_forced_colours(
    site: str, page: Page, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/{path}")
    ink = page.evaluate("getComputedStyle(document.body).color")
    drawn = page.locator(":is(.columns, .lying) text").evaluate_all(
        "all => all.map(text => getComputedStyle(text).fill)"
    )
    assert set(drawn) == {ink}


def test_the_orders_of_a_years_table_stand_apart(site: str, page: Page) -> None:
    page.goto(f"{site}/years/2025/")
    boxes = [link.bounding_box() for link in page.locator(".sorts a").all()]
    rows: dict[float, list[tuple[float, float]]] = {}
    for box in filter(None, boxes):
        rows.setdefault(box["y"], []).append((box["x"], box["x"] + box["width"]))
    between = [after - before for row in rows.values() for (_, before), (after, _) in pairwise(row)]
    assert between and min(between) >= 8
