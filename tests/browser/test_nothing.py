"""A body with nothing to report in a browser: from the log-in to the submission in few acts, nothing typed but words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.models import Report, State
from tests import cast as people

from .entering import log_in
from .test_narrative import is_saved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


@pytest.fixture
def page(page: Page, live_server: LiveServer, cast: people.Cast) -> Page:
    page.set_viewport_size({"width": 1366, "height": 768})
    log_in(page, live_server.url, cast.clerk)
    return page


class Hand:
    """Somebody at the desk: every click counts as an act, and every field that is written into."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def press(self, name: str) -> None:
        self.acts += 1
        self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        self.acts += 1
        self.page.get_by_role("link", name=name).first.click()

    def write(self, field: Locator, text: str) -> None:
        self.acts += 1
        field.fill(text)
        is_saved(self.page)


def narrative(page: Page) -> Locator:
    return page.locator("#words-form textarea")


def test_a_body_with_nothing_to_report_is_done_in_fifteen_acts(page: Page, cast: people.Cast) -> None:
    hand = Hand(page)
    hand.press("开始填报")
    hand.follow("开始填")
    hand.write(narrative(page), people.WORDS["overview"])
    hand.follow("下一部分")
    for _ in range(3):
        hand.press("本年无此项")
        expect(page.get_by_text("整张表已声明“本年无此项”")).to_be_visible()
        hand.follow("下一部分")
    hand.write(narrative(page), people.WORDS["problems"])
    hand.follow("下一部分")
    hand.press("没有收取信息处理费")
    expect(narrative(page)).to_have_value("本年度没有发出信息处理费收费通知，没有收取信息处理费。")
    hand.follow("检查并提交")
    expect(page.get_by_role("heading", name="没有查出问题")).to_be_visible()
    hand.press("提交送审")
    expect(page.get_by_role("heading", level=1)).to_have_text("已送审，现在不用做什么")
    assert hand.acts == 15
    report = Report.objects.get(bureau=cast.education, year=people.YEAR)
    assert report.state == State.SUBMITTED
    assert not any(report.filing().figures.values())
