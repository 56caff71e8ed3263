"""Who goes back finds the page as things stand now, and after a log-out nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.entry import save_words
from tests import cast as people

from .entering import admit
from .test_narrative import is_saved, open_words, stored, until_stored

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = "（一）存在的问题。解读形式单一。\n（二）改进情况。增加图解。"


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


def test_what_was_written_before_is_no_clash_with_oneself(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"problems": FIRST})
    admit(page, live_server.url, cast.clerk)
    text = open_words(page, live_server.url, report, "problems")
    text.press("Control+End")
    page.keyboard.type("每月一期。")
    until_stored(page, report, FIRST + "每月一期。", "problems")
    page.get_by_role("link", name="二、主动公开").first.click()
    expect(page.locator("#table-form")).to_be_visible()
    theirs = FIRST.replace("单一", "单一，更新慢") + "每月一期。"
    save_words(report.pk, cast.colleague, {"problems": FIRST + "每月一期。"}, {"problems": theirs})
    page.go_back()
    expect(text).to_have_value(theirs)
    text.press("Control+End")
    page.keyboard.type("由专人制作。")
    until_stored(page, report, theirs + "由专人制作。", "problems")
    is_saved(page)
    expect(page.locator("#clashes")).to_be_empty()
    assert stored(report, "problems") == theirs + "由专人制作。"


def test_a_report_that_was_submitted_is_not_offered_for_submission_again(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    admit(page, live_server.url, cast.clerk)
    page.goto(f"{live_server.url}/work/{report.pk}/check/")
    page.get_by_role("button", name="提交送审").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已送审，现在不用做什么")
    page.go_back()
    expect(page.locator(".subbar .state")).to_have_text("待审核")
    expect(page.get_by_role("button", name="提交送审")).to_have_count(0)


def test_nothing_of_a_report_is_shown_after_a_log_out(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"problems": FIRST})
    admit(page, live_server.url, cast.clerk)
    open_words(page, live_server.url, report, "problems")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="已退出")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("密码")).to_be_visible()


def test_without_a_script_nothing_older_is_put_over_what_a_colleague_has_written(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"problems": FIRST})
    page = new_context(java_script_enabled=False).new_page()
    admit(page, live_server.url, cast.clerk)
    text = open_words(page, live_server.url, report, "problems")
    mine = FIRST + "每月一期。"
    text.fill(mine)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    theirs = mine.replace("单一", "单一，更新慢")
    save_words(report.pk, cast.colleague, {"problems": mine}, {"problems": theirs})
    page.go_back()
    expect(text).to_have_value(theirs)


def test_what_a_form_has_answered_is_there_for_who_comes_back_to_it(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    words = "（一）主动公开。发布信息12条，依申请公开渠道畅通，信息管理有序，平台稳定。"
    report = people.draft(cast.education, words={"overview": words})
    admit(page, live_server.url, cast.clerk)
    page.goto(f"{live_server.url}/work/{report.pk}/check/")
    page.get_by_label("写明原因").fill("情况属实，已核实无误。")
    page.get_by_role("button", name="保存原因").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.get_by_role("link", name="到这一处").click()
    expect(page.locator("#words-form")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("写明原因")).to_have_value("情况属实，已核实无误。")
