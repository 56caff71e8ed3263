"""The public checker in a browser: a file chosen, the findings read, their places visited; with and without a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.faults import faultless

DOCUMENT = Path(__file__).parents[1] / "documents" / "education_2022.txt"
WIDTHS = [390, 768, 1366]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form(page: Page, live_server: LiveServer) -> Page:
    """The checker's form, reached from the front page."""
    cache.clear()
    page.goto(live_server.url)
    page.get_by_role("link", name="年报自查").click()
    return page


def check(page: Page) -> None:
    page.get_by_label("年报文件").set_input_files(DOCUMENT)
    page.get_by_role("button", name="查一遍").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("查出")


def clean(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        faultless(page, str(width))


def test_the_form_and_the_result_are_clean_at_every_width(form: Page) -> None:
    form.get_by_text("和上一年对照").click()
    clean(form)
    check(form)
    clean(form)


def test_a_finding_leads_to_its_cell_and_a_passage_to_its_place(form: Page) -> None:
    check(form)
    form.get_by_role("link", name="到这一格").first.click()
    expect(form.locator(".official td:target")).to_be_in_viewport()
    form.get_by_role("link", name="商业企业，（五）不予处理2.重复申请").click()
    expect(form.locator(".paper .left:target")).to_be_in_viewport()


def test_the_findings_are_kept_as_a_table(form: Page) -> None:
    check(form)
    with form.expect_download() as kept:
        form.get_by_role("link", name="存成表格").click()
    assert kept.value.suggested_filename.endswith("检查结果.csv")
    lines = Path(kept.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "轻重,部分,查出的问题,算式,文中写,怎么办,格,规则"
    assert len(lines) > form.locator(".find").count()


def test_it_works_without_a_script_and_sets_no_cookie(new_context: object, live_server: LiveServer) -> None:
    cache.clear()
    context = new_context(java_script_enabled=False)  # type: ignore[operator]
    page: Page = context.new_page()
    page.goto(f"{live_server.url}/check/")
    check(page)
    assert context.cookies() == []
