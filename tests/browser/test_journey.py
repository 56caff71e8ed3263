"""The whole way of one report in a browser: log-in, filling in, checking, return, approval, publication, public PDF.

With SCREENSHOTS set to a directory, every stage leaves a picture there.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from disclosure.models import Member, Publication, Report, State
from tests import cast as people

RECEIVED = {"natural_person": "１2", "enterprise": "3"}
GRANTED = {"natural_person": "10", "enterprise": "3"}
CARRIED_OUT = {"natural_person": "2"}
OVERVIEW = (
    "（一）主动公开。全年通过门户网站主动公开政府信息36条。\n"
    "（二）依申请公开。全年新收申请15件，答复13件，结转下年度2件。\n"
    "（三）政府信息管理。发布前逐条审核，定期清理失效文件。\n"
    "（四）政府信息公开平台建设。专栏由专人维护，每周检查一次。"
)
OVERSIGHT = "（五）监督保障。指定专人负责，组织培训2次。"
REASON = "监督保障由市政府办公室统一组织，写在市里的报告中。"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


Desk = Callable[[Member | None], Page]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    """Give the browser of a person, logged in; for None, that of the public."""
    contexts = []

    def open_for(member: Member | None) -> Page:
        context = browser.new_context(
            locale="zh-CN", base_url=live_server.url, viewport={"width": 1366, "height": 768}
        )
        contexts.append(context)
        page = context.new_page()
        if member is not None:
            page.goto("/")
            page.get_by_role("link", name="单位登录").click()
            page.get_by_label("用户名").fill(member.user.username)
            page.get_by_label("密码").fill(people.PASSWORD)
            page.get_by_role("button", name="登录").click()
        return page

    yield open_for
    for context in contexts:
        context.close()


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.bring_to_front()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_report_goes_from_log_in_to_the_public_pdf(cast: people.Cast, desk: Desk) -> None:
    clerk = desk(cast.clerk)
    begin(clerk)
    fill_tables(clerk)
    write(clerk)
    explain_and_submit(clerk)
    supervisor = desk(cast.supervisor)
    send_back(supervisor)
    amend(clerk)
    approve(supervisor)
    publish(clerk)
    read_in_public(desk(None))
    report = Report.objects.get(bureau=cast.education, year=people.YEAR)
    actions = list(report.events.values_list("action", flat=True))
    assert actions == ["start", "submit", "return", "submit", "approve", "publish"]


def begin(clerk: Page) -> None:
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("还没有开始填")
    picture(clerk, "01-not-started")
    clerk.get_by_role("button", name="开始填报").click()
    expect(clerk.get_by_role("link", name="开始填")).to_be_visible()
    expect(clerk.get_by_text("必须更正")).to_have_count(0)
    picture(clerk, "02-started")


def fill_tables(clerk: Page) -> None:
    clerk.get_by_role("link", name="二、主动公开").first.click()
    clerk.get_by_role("button", name="本年无此项").click()
    expect(clerk.get_by_text("整张表已声明“本年无此项”")).to_be_visible()
    clerk.get_by_role("link", name="三、申请办理").first.click()
    expect(clerk.locator('[id="requests.received.natural_person"]')).to_be_visible()
    for index in range(clerk.locator("table.mx input").count()):
        clerk.locator("table.mx input").nth(index).fill("0")
    for row, figures in (("received", RECEIVED), ("granted", GRANTED), ("carried_out", {})):
        for column, figure in figures.items():
            clerk.locator(f'[id="requests.{row}.{column}"]').fill(figure)
    foot = clerk.locator('tfoot td[data-column="natural_person"]')
    expect(foot).to_contain_text("12 ≠ 10")
    picture(clerk, "03-out-of-balance")
    clerk.locator('[id="requests.carried_out.natural_person"]').fill(CARRIED_OUT["natural_person"])
    expect(foot).to_contain_text("12 = 12")
    expect(clerk.locator("tfoot .bal-ok")).to_have_count(7)
    expect(clerk.locator("#saved")).to_contain_text("已保存")
    until(clerk, lambda report: not report.filing().missing("requests"))
    until(clerk, lambda report: report.filing().figures["requests.carried_out.natural_person"] == 2)
    picture(clerk, "04-balanced-and-saved")
    clerk.get_by_role("link", name="四、复议诉讼").first.click()
    clerk.get_by_role("button", name="本年无此项").click()
    picture(clerk, "05-declared")


def write(clerk: Page) -> None:
    texts = {
        "一、总体情况": OVERVIEW,
        "五、问题改进": people.WORDS["problems"],
        "六、其他事项": people.WORDS["other"],
    }
    for section, text in texts.items():
        clerk.get_by_role("navigation", name="报告各部分").get_by_role("link", name=section).click()
        expect(clerk.locator("#section-title")).to_contain_text(section[:2])
        clerk.locator("#words-form textarea").fill(text)
        expect(clerk.locator("#preview article.official")).to_contain_text(text[-12:])
        if section.startswith("一"):
            expect(clerk.locator("#outline")).to_contain_text("补写：监督保障")
            picture(clerk, "06-narrative")
        clerk.keyboard.press("Control+s")
        expect(clerk.locator("#saved")).to_contain_text("已保存")
        until(clerk, partial(says, text))
    clerk.get_by_role("link", name="引言和落款").click()
    clerk.get_by_label("落款").fill("示例市教育局")
    clerk.get_by_label("成文日期").fill("2026年01月20日")
    clerk.get_by_label("成文日期").blur()
    expect(clerk.get_by_label("成文日期")).to_have_value("2026年1月20日")
    until(clerk, lambda report: report.date == "2026年1月20日")


def says(text: str, report: Report) -> bool:
    return text in (report.overview, report.problems, report.other)


def until(clerk: Page, stored: Callable[[Report], bool]) -> None:
    """Wait for the server to hold it: on a slow machine a page is left before, with the text kept in the browser."""
    for _ in range(200):
        if stored(Report.objects.latest("pk")):
            return
        clerk.wait_for_timeout(100)
    pytest.fail("what was typed is not stored")


def explain_and_submit(clerk: Page) -> None:
    clerk.get_by_role("link", name="检查并提交").click()
    expect(clerk.get_by_role("button", name="提交送审")).to_be_disabled()
    expect(clerk.get_by_text("没有写到监督保障")).to_be_visible()
    clerk.get_by_label("写明原因").fill("情况属实，已核实无误。")
    clerk.get_by_role("button", name="保存原因").click()
    expect(clerk.locator(".invalid-feedback")).to_contain_text("请写这一处的具体原因")
    picture(clerk, "07-stock-phrase-refused")
    clerk.get_by_label("写明原因").fill(REASON)
    clerk.get_by_role("button", name="保存原因").click()
    expect(clerk.locator(".said", has_text=REASON)).to_be_visible()
    picture(clerk, "08-ready")
    clerk.get_by_role("button", name="提交送审").click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已送审，现在不用做什么")
    picture(clerk, "09-submitted")


def send_back(supervisor: Page) -> None:
    picture(supervisor, "10-queue")
    supervisor.get_by_role("link", name="从最早送审的开始").click()
    expect(supervisor.get_by_text(REASON)).to_be_visible()
    picture(supervisor, "11-review")
    supervisor.locator("summary", has_text="请单位改").click()
    supervisor.get_by_label("请单位改什么").fill("培训的情况请写进总体情况。")
    supervisor.get_by_role("button", name="记下").click()
    supervisor.get_by_role("button", name="退回修改（1处）").click()
    expect(supervisor.locator(".subbar .state")).to_have_text("退回修改")


def amend(clerk: Page) -> None:
    clerk.goto("/work/")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("有1处要改")
    expect(clerk.get_by_text("培训的情况请写进总体情况。", exact=True)).to_be_visible()
    picture(clerk, "12-returned")
    clerk.get_by_role("link", name="去改").first.click()
    clerk.locator("#words-form textarea").fill(f"{OVERVIEW}\n{OVERSIGHT}")
    clerk.get_by_role("link", name="检查并提交").click()
    expect(clerk.get_by_role("heading", name="没有查出问题")).to_be_visible()
    clerk.get_by_role("button", name="提交送审").click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已送审，现在不用做什么")


def approve(supervisor: Page) -> None:
    supervisor.goto("/review/")
    supervisor.get_by_role("link", name="从最早送审的开始").click()
    expect(supervisor.get_by_role("button", name="通过", exact=True)).to_be_disabled()
    supervisor.get_by_role("button", name="了结").first.click()
    picture(supervisor, "13-nothing-left-to-decide")
    supervisor.get_by_role("button", name="通过", exact=True).click()
    expect(supervisor.locator(".subbar .state")).to_have_text("已通过")


def publish(clerk: Page) -> None:
    clerk.goto("/work/")
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已通过，可以公布")
    picture(clerk, "14-approved")
    clerk.get_by_role("link", name="公布", exact=True).click()
    picture(clerk, "15-asked-once")
    clerk.get_by_role("button", name="公布", exact=True).click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已公布", timeout=60_000)
    picture(clerk, "16-published")


def read_in_public(reader: Page) -> None:
    reader.goto("/")
    picture(reader, "17-public-list")
    reader.goto(f"/reports/shili-education/{people.YEAR}/")
    expect(reader.locator("article.official h1")).to_contain_text("示例市教育局")
    expect(reader.locator('[data-cell="requests.received.total"]')).to_have_text("15")
    picture(reader, "18-public-report")
    stored = Publication.objects.get()
    address = reader.locator('#files a[href$="report.pdf"]').get_attribute("href")
    assert address
    answer = reader.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert hashlib.sha256(answer.body()).hexdigest() == stored.digests["report.pdf"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    words = "".join(text.split())
    for said in (
        "示例市教育局",
        f"{people.YEAR}年政府信息公开工作年度报告",
        "（五）监督保障。",
        "2026年1月20日",
    ):
        assert said in words
    assert Report.objects.get().state == State.PUBLISHED
