"""Putting a figure of a table and a picture into a narrative with a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.models import Report
from tests import cast as people

from .entering import log_in
from .test_entry import open_section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


@pytest.fixture
def report(cast: people.Cast) -> Report:
    return people.draft(cast.education, words={"overview": "全年新收申请件。"})


@pytest.fixture
def page(page: Page, live_server: LiveServer, cast: people.Cast, report: Report) -> Iterator[Page]:
    log_in(page, live_server.url, cast.clerk)
    open_section(page, live_server.url, report, "overview")
    yield page


def test_a_figure_goes_where_the_caret_stands_and_one_step_back_takes_it_out(
    page: Page, report: Report
) -> None:
    text = page.locator("#words-form textarea")
    text.focus()
    text.evaluate("field => field.setSelectionRange(6, 6)")
    page.get_by_text("插入表中数字").click()
    page.get_by_label("找一格").fill("新收 总计")
    page.get_by_label("找一格").press("Enter")
    expect(text).to_have_value("全年新收申请{总计，一、本年新收政府信息公开申请数量}件。")
    expect(page.locator("#preview")).to_contain_text("全年新收申请0件。", timeout=8000)
    text.press("Control+z")
    expect(text).to_have_value("全年新收申请件。")


def test_a_picture_is_handed_in_and_seen_as_it_will_be_printed(page: Page, report: Report) -> None:
    data = io.BytesIO()
    Image.new("RGB", (320, 200), (27, 85, 97)).save(data, "PNG")
    page.get_by_text("放一张图").click()
    page.get_by_label("图片文件").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": data.getvalue()}
    )
    page.get_by_label("图里画的是什么").fill("柱状图：三年的申请数量")
    page.get_by_role("button", name="传上来").click()
    expect(page.locator("#words-form textarea")).to_have_value("全年新收申请件。\n［图1］")
    expect(page.locator("#preview img")).to_have_attribute("alt", "柱状图：三年的申请数量")


def test_the_open_panels_have_nothing_axe_complains_of(page: Page) -> None:
    for words in ("插入表中数字", "放一张图", "放一张小表"):
        page.get_by_text(words).click()
    assert Axe().run(page).response["violations"] == []
