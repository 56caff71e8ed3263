"""What a slow server had not answered for when its page was left: said on the other pages of the report, and sent from there."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from disclosure import entry
from disclosure.models import Report, State
from disclosure.views import cells, saving
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit, log_in
from .test_entry import cell, kept, open_section, stored, until_saved

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVED = "requests.received.natural_person"
CARRIED = "requests.carried_in.natural_person"
SAVING = "**/{cells,words}/"


class Gate:
    """A server that is busy: it takes saves, and writes nothing until the gate is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = Event()
        for module, name in ((cells, "save_table"), (saving, "save_words")):
            monkeypatch.setattr(module, name, self._behind(getattr(entry, name)))

    def _behind(self, save: Any) -> Any:
        def saves(*given: Any) -> Any:
            self._open.wait(60)
            return save(*given)

        return saves

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


@pytest.fixture
def report(cast: people.Cast) -> Report:
    return people.draft(cast.education)


@pytest.fixture
def clerk(page: Page, live_server: LiveServer, cast: people.Cast, report: Report) -> Page:
    admit(page, live_server.url, cast.clerk)
    open_section(page, live_server.url, report, "requests")
    return page


@pytest.fixture
def busy(clerk: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(monkeypatch)
    yield gate
    gate.open()


def told(page: Page) -> Locator:
    return page.locator("#unsent[role=status] .band")


def places(page: Page) -> Locator:
    return told(page).get_by_role("link")


def submit(page: Page) -> Locator:
    return page.get_by_role("button", name="提交送审")


def type_in(page: Page, key: str, text: str) -> None:
    page.locator(cell(key)).fill(text)


def check(page: Page) -> None:
    page.get_by_role("link", name="检查并提交").click()
    page.wait_for_url("**/check/")


def test_a_page_left_before_a_slow_server_has_answered_is_told_of_and_made_good(
    clerk: Page, busy: Gate, report: Report
) -> None:
    type_in(clerk, RECEIVED, "5")
    clerk.keyboard.press("Tab")
    expect(clerk.locator("#saved")).to_have_text("正在保存")
    type_in(clerk, CARRIED, "6")
    check(clerk)
    expect(told(clerk)).to_contain_text("本浏览器中还有2处未保存：")
    expect(places(clerk)).to_have_text("三、申请办理（2处）")
    expect(submit(clerk)).to_be_disabled()
    expect(submit(clerk)).to_have_accessible_description("本浏览器中还有2处未保存，保存以后才能提交。")
    faultless(clerk)
    busy.open()
    expect(clerk.get_by_text("自然人：两边差11件")).to_be_visible()
    expect(told(clerk)).to_be_hidden()
    assert kept(clerk) == []
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (5, 6)


def test_the_printed_page_has_the_words_typed_last(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    open_section(clerk, live_server.url, report, "overview")
    clerk.locator("#words-form textarea").press("Control+End")
    clerk.keyboard.type("最后写的一句。")
    with clerk.expect_popup() as opened:
        clerk.get_by_role("link", name="预览打印稿").click()
    expect(opened.value.locator("body")).to_contain_text("最后写的一句。")


def test_the_other_tab_says_that_nobody_answers_once_the_network_is_dead(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    other = clerk.context.new_page()
    other.goto(f"{live_server.url}/work/{report.pk}/check/")
    clerk.context.set_offline(True)
    type_in(clerk, RECEIVED, "5")
    expect(told(other)).to_contain_text("没有连上，连上后自动保存。")
    clerk.context.set_offline(False)
    expect(told(other)).not_to_contain_text("没有连上")


def test_words_left_behind_are_sent_before_the_report_is_submitted(
    clerk: Page, live_server: LiveServer, busy: Gate, report: Report
) -> None:
    open_section(clerk, live_server.url, report, "overview")
    text = f"{people.WORDS['overview']}\n（六）其他。另有一事。"
    clerk.locator("#words-form textarea").fill(text)
    check(clerk)
    expect(places(clerk)).to_have_text("一、总体情况（1处）")
    expect(submit(clerk)).to_be_disabled()
    busy.open()
    expect(submit(clerk)).to_be_enabled()
    submit(clerk).click()
    expect(clerk.get_by_role("heading", level=1)).to_have_text("已送审，现在不用做什么")
    assert Report.objects.get(pk=report.pk).overview == text


def test_the_first_page_and_the_other_sections_tell_of_it_and_send_it(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "5")
    clerk.get_by_role("link", name="待办").click()
    expect(told(clerk)).to_contain_text("本浏览器中还有1处未保存：")
    expect(places(clerk)).to_have_text("三、申请办理（1处）")
    expect(told(clerk)).to_contain_text("没存上，正在重试。")
    faultless(clerk)
    clerk.goto(f"{live_server.url}/work/{report.pk}/")
    expect(places(clerk)).to_have_text("三、申请办理（1处）")
    open_section(clerk, live_server.url, report, "problems")
    expect(places(clerk)).to_have_text("三、申请办理（1处）")
    faultless(clerk)
    clerk.goto(f"{live_server.url}/work/{report.pk}/history/")
    expect(places(clerk)).to_have_text("三、申请办理（1处）")
    faultless(clerk)
    open_section(clerk, live_server.url, report, "problems")
    clerk.unroute(SAVING)
    expect(told(clerk)).to_contain_text("上次没保存的1处补存好了。", timeout=15_000)
    faultless(clerk)
    assert stored(report, RECEIVED) == 5


def refused_to_the_page_of_checks(route: Route) -> None:
    """It tries again by itself, and what it has sent could no longer be opened."""
    if route.request.frame.url.endswith("/check/"):
        route.fulfill(status=503)
    else:
        route.continue_()


def test_opening_the_part_sends_it(clerk: Page, report: Report) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "5")
    check(clerk)
    expect(told(clerk)).to_contain_text("没存上，正在重试。")
    clerk.route(SAVING, refused_to_the_page_of_checks)
    places(clerk).click()
    until_saved(clerk)
    assert stored(report, RECEIVED) == 5
    expect(told(clerk)).to_be_hidden()


def test_what_a_colleague_has_written_meanwhile_is_not_overwritten_but_asked_about(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "5")
    type_in(clerk, CARRIED, "6")
    clerk.locator(cell(CARRIED)).blur()
    people.store(report, {RECEIVED: 8})
    clerk.unroute(SAVING)
    clerk.goto(f"{live_server.url}/work/{report.pk}/check/")
    expect(told(clerk)).to_contain_text("本浏览器中还有1处未保存：")
    expect(told(clerk)).to_contain_text("别人也改了")
    expect(submit(clerk)).to_be_disabled()
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (8, 6)
    places(clerk).click()
    expect(clerk.locator(cell(RECEIVED)).locator("xpath=..")).to_have_class("cell conf")


def test_a_paragraph_two_people_changed_waits_for_its_page(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    open_section(clerk, live_server.url, report, "problems")
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    clerk.locator("#words-form textarea").fill("我写的问题。")
    clerk.wait_for_timeout(100)
    Report.objects.filter(pk=report.pk).update(problems="同事写的问题。", revision=2)
    clerk.unroute(SAVING)
    check(clerk)
    expect(told(clerk)).to_contain_text("别人也改了")
    assert Report.objects.get(pk=report.pk).problems == "同事写的问题。"
    places(clerk).click()
    expect(clerk.locator("#clashes .clash")).to_contain_text("我写的问题。")


def test_without_a_network_and_after_a_session_it_says_so_and_keeps_it(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    saves = []

    def dead(route: Route) -> None:
        saves.append(route.request.url)
        route.abort("connectionreset")

    clerk.route(SAVING, dead)
    type_in(clerk, RECEIVED, "5")
    check(clerk)
    expect(told(clerk)).to_contain_text("没有连上，连上后自动保存。")
    clerk.unroute(SAVING)
    Session.objects.all().delete()
    clerk.evaluate("window.dispatchEvent(new Event('online'))")
    expect(told(clerk)).to_contain_text("登录后接着存。")
    assert saves and len(kept(clerk)) == 1


def test_a_report_that_was_sent_in_meanwhile_keeps_it_and_says_why(
    clerk: Page, live_server: LiveServer, cast: people.Cast, report: Report
) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "5")
    check(clerk)
    expect(told(clerk)).to_be_visible()
    Report.objects.filter(pk=report.pk).update(
        state=State.SUBMITTED, submitted_by=cast.clerk.user, submitted_at=timezone.now()
    )
    clerk.unroute(SAVING)
    clerk.goto(f"{live_server.url}/work/")
    expect(told(clerk)).to_contain_text("不能改")
    assert len(kept(clerk)) == 1


def test_a_reason_that_is_being_written_is_not_lost_when_the_rest_arrives(
    clerk: Page, live_server: LiveServer, busy: Gate, report: Report
) -> None:
    Report.objects.filter(pk=report.pk).update(overview="（一）主动公开。全年公开36条。")
    type_in(clerk, RECEIVED, "5")
    check(clerk)
    reason = clerk.get_by_label("写明原因").first
    reason.fill("监督保障由办公室统一组织。")
    busy.open()
    expect(told(clerk)).to_contain_text("上次没保存的1处补存好了。")
    expect(reason).to_have_value("监督保障由办公室统一组织。")


def test_another_account_in_the_same_browser_is_not_told_of_it(
    clerk: Page, live_server: LiveServer, cast: people.Cast, report: Report
) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "5")
    clerk.context.clear_cookies()
    log_in(clerk, live_server.url, cast.colleague)
    clerk.wait_for_load_state("networkidle")
    expect(told(clerk)).to_be_hidden()
    assert len(kept(clerk)) == 1
