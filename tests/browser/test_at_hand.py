"""What is at hand while somebody types: figures that follow from last year, and what the cell asks for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit
from .test_entry import cell, open_section, stored, until_saved

YEAR = people.YEAR
STOCK = "disclosure.normative_documents"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    """The people, and what the bureau of the clerk published a year ago."""
    cast = people.build()
    last = people.published(cast.education, cast.clerk, YEAR - 1)
    people.store(last, {"requests.carried_out.enterprise": 3, f"{STOCK}.in_force": 420})
    people.edition(last, cast.clerk)
    return cast


@pytest.fixture
def page(page: Page, live_server: LiveServer, cast: people.Cast) -> Page:
    page.set_viewport_size({"width": 1366, "height": 768})
    admit(page, live_server.url, cast.clerk)
    return page


def test_what_was_carried_over_is_filled_in_where_one_stands_and_taken_back_in_one_step(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    open_section(page, live_server.url, report, "requests")
    low = page.locator(cell("requests.not_processed.duplicate.other"))
    low.focus()
    scrolled = page.evaluate("document.marked = true; scrollY")
    assert scrolled > 100
    offer = page.get_by_role("region", name="照去年的报告")
    offer.get_by_role("button", name="填上这6格").click()
    expect(low).to_be_focused()
    assert page.evaluate("document.marked && scrollY") == scrolled
    expect(page.locator(cell("requests.carried_in.enterprise"))).to_have_value("3")
    expect(offer).to_be_hidden()
    until_saved(page)
    assert stored(report, "requests.carried_in.total") == 3
    low.press("Control+z")
    expect(page.locator(cell("requests.carried_in.enterprise"))).to_have_value("")
    expect(offer).to_contain_text("还有6格没填")
    page.locator(cell("requests.carried_in.enterprise")).fill("2")
    expect(offer).to_contain_text("填上这5格")
    offer.get_by_role("button").click()
    findings = page.get_by_role("region", name="检查结果")
    expect(findings).to_contain_text("去年结转下来3件，今年写的是2件", timeout=8000)
    expect(findings.get_by_role("link", name="不用改，写明原因")).to_be_visible()
    faultless(page)


def test_what_is_said_of_the_cell_follows_cells_that_change_together(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    open_section(page, live_server.url, report, "requests")
    first = page.locator(cell("requests.carried_out.enterprise"))
    first.focus()
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData('text/plain', '21\\t31\\t41');
            document.activeElement.dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.get_by_role("group", name="贴进来的数").get_by_role("button", name="贴上").click()
    said = page.locator("#cell-change")
    expect(first).to_be_focused()
    expect(said).to_contain_text("今年多18")
    first.press("Control+z")
    expect(said).to_contain_text("今年少3")


def test_documents_in_force_are_offered_as_soon_as_they_can_be_worked_out(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    open_section(page, live_server.url, report, "disclosure")
    offer = page.locator("#offers")
    expect(offer).to_be_hidden()
    page.locator(cell(f"{STOCK}.issued")).fill("6")
    page.locator(cell(f"{STOCK}.repealed")).fill("4")
    expect(offer).to_contain_text("现行有效应是422件", timeout=8000)
    offer.get_by_role("button").click()
    expect(page.locator(cell(f"{STOCK}.in_force"))).to_have_value("422")


def test_what_last_year_gives_stays_in_sight_beside_many_findings(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    people.store(report, {f"requests.carried_in.{column}": 7 for column in ("natural_person", "enterprise")})
    open_section(page, live_server.url, report, "requests")
    page.locator(cell("requests.granted.natural_person")).fill("无")
    expect(page.get_by_role("region", name="检查结果")).to_contain_text("不是数字")
    expect(page.locator("#offers").get_by_role("button", name="填上这4格")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_what_the_cell_asks_for_stays_in_sight_and_covers_no_cell(
    page: Page, live_server: LiveServer, cast: people.Cast, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_section(page, live_server.url, people.draft(cast.education), "requests")
    meaning = page.locator("#this-cell")
    for row in ("received", "refused.third_party_rights", "not_processed.duplicate", "carried_out"):
        field = page.locator(cell(f"requests.{row}.enterprise"))
        field.focus()
        expect(meaning).to_contain_text("商业企业")
        expect(meaning).to_be_in_viewport(ratio=1)
        expect(field).to_be_in_viewport(ratio=1)
        assert apart(field.bounding_box(), meaning.bounding_box()), row
    faultless(page)


def apart(one: dict[str, float] | None, other: dict[str, float] | None) -> bool:
    assert one and other
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    return beside or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
