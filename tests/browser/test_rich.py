"""A rich report walked in a browser: paste from Word, a live figure, a picture with its words, a simple table, submission."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.marks import picture_mark
from disclosure.models import State
from disclosure.rendering.docx import render_docx
from tests import cast as people
from tests.browser.faults import faultless

from .entering import log_in
from .test_entry import open_section, until_saved
from .test_narrative import paste

CLAUSES = (
    "（一）主动公开。全年通过门户网站主动公开政府信息36条.",
    "（二）依申请公开。申请渠道畅通,答复依法依规。",
    "（三）政府信息管理。发布前逐条审核，定期清理失效文件。",
    "（四）政府信息公开平台建设。专栏由专人维护，每周检查一次。",
    "（五）监督保障。指定专人负责，组织培训2次。",
)
FROM_WORD = "".join(
    f"<p class=MsoNormal><span lang=EN-US>{clause}</span><o:p></o:p></p>" for clause in CLAUSES
)
TABLE = "|季度|公开条数|\n|上半年|20|\n|下半年|16|"
ALT = "柱状图：上半年公开20条，下半年公开16条"
CAPTION = "各季度主动公开的条数"

pytestmark = pytest.mark.django_db(transaction=True)


def drawing() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (320, 200), (27, 85, 97)).save(data, "PNG")
    return data.getvalue()


def test_a_rich_narrative_from_the_paste_to_the_submission(page: Page, live_server: LiveServer) -> None:
    cast = people.build()
    report = people.draft(
        cast.education,
        figures={"requests.received.enterprise": 4, "requests.granted.enterprise": 4},
        words={"overview": ""},
    )
    page.set_viewport_size({"width": 1366, "height": 768})
    log_in(page, live_server.url, cast.clerk)
    open_section(page, live_server.url, report, "overview")
    text = page.locator("#words-form textarea")
    text.focus()
    paste(text, "\n".join(CLAUSES), FROM_WORD)
    expect(page.locator("#notices")).to_contain_text("改了2处标点")
    expect(text).to_have_value("\n".join(CLAUSES).replace("36条.", "36条。").replace(",", "，"))

    insert_figure(page)
    until_saved(page)
    hand_in_picture(page)
    text.press("Control+End")
    page.keyboard.insert_text(f"\n{TABLE}")
    printed = page.locator("#preview")
    expect(printed).to_contain_text("全年新收申请4件。", timeout=8000)
    expect(printed.locator("table")).to_contain_text("下半年")
    expect(printed.locator("img")).to_have_attribute("alt", ALT)
    expect(printed.locator("figcaption")).to_have_text(f"图1　{CAPTION}")
    faultless(page)
    until_saved(page)

    page.get_by_role("link", name="检查并提交").click()
    page.get_by_role("button", name="提交送审").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已送审，现在不用做什么")
    report.refresh_from_db()
    filing = report.filing()
    assert report.state == State.SUBMITTED
    assert "全年新收申请4件。" in filing.text("overview")
    assert [(one.alt, one.caption) for one in filing.pictures] == [(ALT, CAPTION)]
    assert picture_mark(1) in filing.text("overview")
    assert render_docx(filing).startswith(b"PK")


def insert_figure(page: Page) -> None:
    """The total of the applications, as a figure that follows its table."""
    text = page.locator("#words-form textarea")
    text.evaluate("field => { const at = field.value.indexOf('申请渠道'); field.setSelectionRange(at, at); }")
    page.keyboard.insert_text("全年新收申请件。")
    text.evaluate("field => { const at = field.value.indexOf('件。申请'); field.setSelectionRange(at, at); }")
    page.get_by_text("插入表中数字").click()
    page.get_by_label("找一格").fill("新收 总计")
    page.get_by_label("找一格").press("Enter")
    expect(text).to_have_value(
        re.compile(re.escape("全年新收申请{总计，一、本年新收政府信息公开申请数量}件。"))
    )


def hand_in_picture(page: Page) -> None:
    page.get_by_text("放一张图").click()
    page.get_by_label("图片文件").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": drawing()}
    )
    form = page.locator("#picture-form")
    form.get_by_label("图里画的是什么").fill(ALT)
    form.locator("[name=caption]").fill(f"图1 {CAPTION}")
    form.get_by_role("button", name="传上来").click()
    expect(page.locator("#words-form textarea")).to_have_value(re.compile(re.escape(picture_mark(1))))
