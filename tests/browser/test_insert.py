"""Putting a figure of a table and a picture into a narrative with a browser."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.models import Report
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit
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
    admit(page, live_server.url, cast.clerk)
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


PASTED_PICTURE = """async (text) => {
    const drawing = Object.assign(document.createElement('canvas'), { width: 320, height: 200 });
    const picture = await new Promise((done) => { drawing.toBlob(done, 'image/png'); });
    const data = new DataTransfer();
    data.items.add(new File([picture], 'image.png', { type: 'image/png' }));
    data.setData('text/html', '<p><img src="file:///C:/clip_image002.png"></p>');
    if (text) { data.setData('text/plain', text); }
    document.querySelector('#words-form textarea').dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_picture_goes_into_the_form_that_asks_what_it_shows(page: Page, report: Report) -> None:
    page.evaluate(PASTED_PICTURE, "")
    expect(page.get_by_label("图里画的是什么")).to_be_focused()
    page.keyboard.type("柱状图：三年的申请数量")
    page.get_by_role("button", name="传上来").click()
    expect(page.locator("#words-form textarea")).to_have_value("全年新收申请件。\n［图1］")
    expect(page.locator("#preview img")).to_have_attribute("alt", "柱状图：三年的申请数量")


def test_a_picture_goes_behind_the_paragraph_the_caret_is_in(page: Page, report: Report) -> None:
    text = page.locator("#words-form textarea")
    text.fill("甲段。\n乙段。\n丙段。")
    text.evaluate("field => field.setSelectionRange(5, 5)")
    page.evaluate(PASTED_PICTURE, "")
    page.get_by_label("图里画的是什么").fill("柱状图：三年的申请数量")
    page.get_by_role("button", name="传上来").click()
    expect(page.get_by_role("status").filter(has_text="在光标所在那一段的后面")).to_be_visible()
    expect(text).to_have_value("甲段。\n乙段。\n［图1］\n丙段。")


def test_a_picture_is_deleted_after_one_question(page: Page, report: Report) -> None:
    page.evaluate(PASTED_PICTURE, "")
    page.keyboard.type("柱状图：三年的申请数量")
    page.get_by_role("button", name="传上来").click()
    page.get_by_role("button", name="删去图1").click()
    expect(page.get_by_role("heading", name="删去图1？")).to_be_visible()
    faultless(page)
    page.get_by_role("link", name="不删").click()
    page.get_by_role("button", name="删去图1").click()
    page.get_by_role("button", name="删去", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="图1已删去")).to_be_visible()
    assert report.pictures.count() == 0


def test_a_picture_that_only_its_program_can_give_is_said_to_be_missing(page: Page) -> None:
    page.evaluate(PASTED_PICTURE.replace("data.items.add(", "void ("), "")
    expect(page.locator("#notices")).to_contain_text("1张图片没有放进来")
    expect(page.locator("#notices").get_by_role("button", name="撤销整理")).to_have_count(0)
    expect(page.locator("#words-form textarea")).to_have_value("全年新收申请件。")


def test_the_open_panels_have_nothing_axe_complains_of(page: Page) -> None:
    for words in ("插入表中数字", "放一张图", "放一张小表"):
        page.get_by_text(words).click()
    faultless(page)
