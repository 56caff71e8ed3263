"""Every keystroke is safe: dead network, an answer that is lost, a session that ends, a tab that closes, two people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import APIResponse, Browser, BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from disclosure import entry
from disclosure.models import Member, Report, State
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit, log_in_by_hand
from .test_entry import cell, kept, open_section, stored, until_saved
from .test_paste import accept, paste

pytestmark = pytest.mark.django_db(transaction=True)

RECEIVED = "requests.received.natural_person"
CARRIED = "requests.carried_in.natural_person"
GRANTED = "requests.granted.natural_person"
NAME = "自然人，一、本年新收政府信息公开申请数量"
SAVING = "**/cells/"


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


@pytest.fixture
def report(cast: people.Cast) -> Report:
    return people.draft(cast.education)


Desk = Callable[[Member], Page]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, report: Report) -> Iterator[Desk]:
    """Give the browser of a person, before table three of the report."""
    contexts: list[BrowserContext] = []

    def open_for(member: Member) -> Page:
        context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        contexts.append(context)
        page = context.new_page()
        admit(page, live_server.url, member)
        open_section(page, live_server.url, report, "requests")
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def clerk(desk: Desk, cast: people.Cast) -> Page:
    return desk(cast.clerk)


def box(page: Page, key: str) -> Locator:
    return page.locator(cell(key))


def frame(page: Page, key: str) -> Locator:
    """What is drawn around a cell's input."""
    return box(page, key).locator("xpath=..")


def type_in(page: Page, key: str, text: str) -> None:
    box(page, key).click()
    box(page, key).press("Control+a")
    page.keyboard.type(text)


def bar(page: Page) -> Locator:
    return page.locator("#saved")


def band(page: Page) -> Locator:
    return page.locator(".band[role=alert]")


def looks(page: Page) -> None:
    """What the page does every twenty seconds, and whenever somebody comes back to it."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


# --- The plain case --------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_by_itself(clerk: Page, report: Report) -> None:
    expect(clerk.get_by_role("button", name="保存", exact=True)).to_be_hidden()
    type_in(clerk, RECEIVED, "１2")
    expect(bar(clerk)).to_contain_text("已保存")
    until_saved(clerk)
    assert stored(report, RECEIVED) == 12
    clerk.keyboard.press("Tab")
    type_in(clerk, CARRIED, "1")
    expect(box(clerk, RECEIVED)).to_have_value("１2", timeout=1)
    clerk.keyboard.press("Control+s")
    until_saved(clerk)
    assert stored(report, CARRIED) == 1
    clerk.reload()
    expect(box(clerk, RECEIVED)).to_have_value("12")


def test_only_what_changed_is_sent_and_one_request_at_a_time(clerk: Page, report: Report) -> None:
    sent: list[dict[str, Any]] = []
    under_way = []

    def slowly(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["typed"])
        under_way.append(route)

    clerk.route(SAVING, slowly)
    type_in(clerk, RECEIVED, "5")
    clerk.keyboard.press("Tab")
    expect(bar(clerk)).to_have_text("正在保存")
    expect(frame(clerk, RECEIVED)).to_have_class("cell saving")
    type_in(clerk, CARRIED, "6")
    type_in(clerk, GRANTED, "7")
    type_in(clerk, RECEIVED, "51")
    clerk.wait_for_timeout(900)
    assert sent == [{RECEIVED: "5"}]
    under_way.pop().continue_()
    clerk.wait_for_timeout(900)
    assert sent[1:] == [{CARRIED: "6", GRANTED: "7", RECEIVED: "51"}]
    under_way.pop().continue_()
    until_saved(clerk)
    assert [stored(report, key) for key in (RECEIVED, CARRIED, GRANTED)] == [51, 6, 7]


def test_a_figure_put_back_before_it_was_sent_is_not_sent(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "5")
    clerk.keyboard.press("Escape")
    expect(box(clerk, RECEIVED)).to_have_value("0")
    clerk.wait_for_timeout(800)
    assert Report.objects.get(pk=report.pk).revision == 1
    assert kept(clerk) == []


def test_a_figure_put_back_after_it_was_sent_is_sent(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "5")
    until_saved(clerk)
    clerk.keyboard.press("Escape")
    until_saved(clerk)
    clerk.wait_for_timeout(700)
    until_saved(clerk)
    assert stored(report, RECEIVED) == 0


def test_a_text_that_is_no_figure_is_framed_at_once_and_mended_at_once(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "/")
    expect(frame(clerk, RECEIVED)).to_have_class("cell err")
    expect(box(clerk, RECEIVED)).to_have_attribute("aria-describedby", f"error-{RECEIVED}")
    expect(clerk.locator(cell(f"error-{RECEIVED}"))).to_have_text("“/”不是数字。没有发生请填0。")
    expect(clerk.locator(cell(f"error-{RECEIVED}"))).to_be_visible()
    expect(clerk.get_by_role("status").filter(has_text=f"{NAME}：“/”不是数字")).to_have_count(1)
    expect(clerk.locator(".find")).to_have_count(1)
    expect(clerk.locator("nav.steps a[aria-current]")).to_contain_text("1处须更正")
    faultless(clerk)
    type_in(clerk, RECEIVED, "0")
    expect(frame(clerk, RECEIVED)).not_to_have_class("cell err")
    expect(clerk.locator(".find")).to_have_count(0)
    expect(clerk.locator("nav.steps a[aria-current]")).to_contain_text("✓")
    assert box(clerk, RECEIVED).get_attribute("aria-invalid") is None


def test_a_mended_finding_goes_away_without_a_reload(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "5")
    card = clerk.locator(".find", has_text="自然人：两边差5件")
    expect(card).to_be_visible()
    expect(clerk.locator("#findings-count")).to_have_text("1处")
    pointed = clerk.locator(".cell.err input").get_attribute("id")
    assert pointed
    clerk.keyboard.press("F8")
    expect(box(clerk, pointed)).to_be_focused()
    expect(clerk.locator(".find.on")).to_have_count(1)
    type_in(clerk, GRANTED, "5")
    expect(card).to_have_count(0)
    expect(clerk.locator(".cell.err")).to_have_count(0)


def test_leaving_at_once_takes_what_was_typed_along(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "5")
    clerk.get_by_role("link", name="四、复议诉讼").first.click()
    clerk.wait_for_url("**/cases/")
    assert stored(report, RECEIVED) == 5
    assert kept(clerk) == []
    clerk.go_back()
    expect(box(clerk, RECEIVED)).to_have_value("5")
    type_in(clerk, RECEIVED, "6")
    clerk.get_by_role("button", name="本年无此项").click()
    clerk.wait_for_url("**/requests/")
    expect(clerk.locator(".bands")).to_contain_text("这张表里有1格填了数")
    assert stored(report, RECEIVED) == 6


def test_what_is_pasted_is_saved_in_one_request(clerk: Page, report: Report) -> None:
    sent: list[dict[str, str]] = []
    clerk.on(
        "request",
        lambda request: (
            sent.append(json.loads(request.post_data or "{}")["typed"])
            if request.url.endswith("/cells/") and request.method == "POST"
            else None
        ),
    )
    keys = [
        f"requests.received.{column}" for column in ("natural_person", "enterprise", "research_institute")
    ]
    clerk.evaluate(
        """(keys) => keys.forEach((key, at) => {
            const input = document.getElementById(key);
            input.value = String(at + 3);
            input.dispatchEvent(new Event('input', { bubbles: true }));
        })""",
        keys,
    )
    until_saved(clerk)
    assert sent == [dict(zip(keys, ("3", "4", "5"), strict=True))]


# --- When it does not go well ------------------------------------------------------------------------------


def test_a_dead_network_loses_nothing_and_is_said_once(clerk: Page, report: Report) -> None:
    clerk.context.set_offline(True)
    type_in(clerk, RECEIVED, "5")
    expect(bar(clerk)).to_have_text("没存上，正在重试")
    expect(bar(clerk)).to_have_class("saved failed")
    expect(band(clerk)).to_have_text("没有连上，您填的都还在这台电脑上，连上后自动保存。")
    expect(band(clerk)).to_have_count(1)
    first = band(clerk).element_handle()
    type_in(clerk, CARRIED, "6")
    clerk.wait_for_timeout(1500)
    assert band(clerk).element_handle().evaluate("(now, first) => now === first", first), "not said again"
    faultless(clerk)
    assert len(kept(clerk)) == 2
    clerk.context.set_offline(False)
    until_saved(clerk)
    expect(bar(clerk)).to_contain_text("已保存")
    expect(band(clerk)).to_have_count(0)
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (5, 6)


def test_a_server_that_dies_after_it_has_saved_is_asked_again(clerk: Page, report: Report) -> None:
    saves = []

    def die(route: Route) -> None:
        saves.append(json.loads(route.request.post_data or "{}")["typed"])
        if len(saves) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    clerk.route(SAVING, die)
    type_in(clerk, RECEIVED, "5")
    expect(bar(clerk)).to_have_text("没存上，正在重试")
    type_in(clerk, RECEIVED, "57")
    until_saved(clerk)
    assert saves == [{RECEIVED: "5"}, {RECEIVED: "5"}, {RECEIVED: "57"}]
    assert stored(report, RECEIVED) == 57
    expect(clerk.locator(".cell.conf")).to_have_count(0)


def test_a_server_in_trouble_is_asked_again(clerk: Page, report: Report) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503, body="<html>"), times=1)
    type_in(clerk, RECEIVED, "5")
    expect(band(clerk)).to_have_text("没存上，正在重试。您填的都还在这台电脑上。")
    until_saved(clerk)
    assert stored(report, RECEIVED) == 5


def test_the_page_of_a_gateway_is_no_answer(clerk: Page, report: Report) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(content_type="text/html", body="<p>请先上网认证"))
    type_in(clerk, RECEIVED, "5")
    expect(band(clerk)).to_have_text("没有连上，您填的都还在这台电脑上，连上后自动保存。")
    assert len(kept(clerk)) == 1
    clerk.unroute(SAVING)
    until_saved(clerk)
    assert stored(report, RECEIVED) == 5


def test_a_request_refused_as_too_large_does_not_stop_those_behind_it(clerk: Page, report: Report) -> None:
    box(clerk, RECEIVED).fill("字" * 30_000)
    expect(band(clerk)).to_contain_text("一次送来的太多了")
    assert len(kept(clerk)) == 1
    type_in(clerk, RECEIVED, "5")
    type_in(clerk, CARRIED, "6")
    until_saved(clerk)
    expect(band(clerk)).to_have_count(0)
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (5, 6)


@pytest.mark.parametrize("typed_on", [True, False])
def test_a_figure_in_place_of_a_text_that_was_too_long_is_no_conflict_with_oneself(
    clerk: Page, report: Report, typed_on: bool
) -> None:
    under_way: list[Route] = []
    clerk.route(SAVING, lambda route: under_way.append(route), times=1)
    box(clerk, RECEIVED).fill("长" * 201)
    expect(bar(clerk)).to_have_text("正在保存")
    if typed_on:
        type_in(clerk, RECEIVED, "5")
    under_way.pop().continue_()
    if not typed_on:
        expect(clerk.locator(cell(f"error-{RECEIVED}"))).to_contain_text("没有存")
        type_in(clerk, RECEIVED, "5")
    until_saved(clerk)
    expect(clerk.locator(".cell.conf")).to_have_count(0)
    assert stored(report, RECEIVED) == 5


def test_a_tab_closed_without_a_network_is_made_good_at_the_next_visit(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    context = clerk.context
    context.set_offline(True)
    type_in(clerk, RECEIVED, "5")
    type_in(clerk, CARRIED, "6")
    expect(bar(clerk)).to_have_class("saved failed")
    session = context.cookies()
    context.clear_cookies()  # what slips out of a closing tab, which is offline no more, has no session to save in
    clerk.close()
    context.set_offline(False)
    context.add_cookies(session)
    people.store(report, {CARRIED: 8})
    again = context.new_page()
    open_section(again, live_server.url, report, "requests")
    note = again.locator(".band[role=status]")
    expect(note).to_contain_text("有2格上次没存上，已补存。")
    expect(note).to_contain_text(f"{NAME}：5")
    expect(note).to_contain_text("有人填了8，您填的是6")
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (5, 8)
    expect(frame(again, CARRIED)).to_have_class("cell conf")
    faultless(again)
    note.get_by_role("button", name="知道了").click()
    expect(note).to_have_count(0)
    assert len(kept(again)) == 1
    again.reload()
    expect(frame(again, CARRIED)).to_have_class("cell conf")


def test_a_tab_that_closes_half_a_second_too_early_has_sent_it(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "5")
    clerk.close(run_before_unload=False)
    for _ in range(50):
        if stored(report, RECEIVED) == 5:
            break
    assert stored(report, RECEIVED) == 5


def test_a_session_that_ends_keeps_the_work_and_goes_on_after_log_in(
    clerk: Page, live_server: LiveServer, cast: people.Cast, report: Report
) -> None:
    Session.objects.all().delete()
    type_in(clerk, RECEIVED, "5")
    expect(band(clerk)).to_have_text(
        "登录到时间了，或者在别的页面退出了。您填的都还在这台电脑上。登录后接着填"
    )
    expect(bar(clerk)).to_have_text("没存上，登录后接着填")
    faultless(clerk)
    type_in(clerk, CARRIED, "6")
    with clerk.context.expect_page() as opened:
        bar(clerk).get_by_role("link", name="登录后接着填").click()
    gate = opened.value
    gate.get_by_label("用户名").fill(cast.clerk.user.username)
    gate.get_by_label("密码").fill(people.PASSWORD)
    gate.get_by_role("button", name="登录").click()
    gate.wait_for_url("**/requests/")
    expect(box(gate, RECEIVED)).to_have_value("5")
    until_saved(gate)
    clerk.bring_to_front()
    looks(clerk)
    expect(band(clerk)).to_have_count(0)
    type_in(clerk, GRANTED, "7")
    until_saved(clerk)
    assert [stored(report, key) for key in (RECEIVED, CARRIED, GRANTED)] == [5, 6, 7]


def test_a_session_that_ended_is_noticed_before_anything_is_typed(clerk: Page, report: Report) -> None:
    Session.objects.all().delete()
    looks(clerk)
    expect(band(clerk)).to_contain_text("登录后接着填")
    expect(bar(clerk)).to_have_text("登录后接着填")


def test_nothing_is_saved_in_the_name_of_who_logs_in_next(
    clerk: Page, live_server: LiveServer, cast: people.Cast, report: Report
) -> None:
    other = clerk.context.new_page()
    clerk.context.clear_cookies()
    log_in_by_hand(other, live_server.url, cast.colleague)
    type_in(clerk, RECEIVED, "5")
    expect(band(clerk)).to_contain_text(
        f"现在登录的是另一个账号：{cast.colleague.name}。您填的都还在这台电脑上。"
    )
    assert stored(report, RECEIVED) == 0
    open_section(other, live_server.url, report, "requests")
    expect(box(other, RECEIVED)).to_have_value("0")
    assert len(kept(clerk)) == 1


@pytest.mark.parametrize("came_after", ["colleague", "water_clerk"])
def test_another_account_in_a_second_tab_is_told_and_changed_back(
    clerk: Page, live_server: LiveServer, cast: people.Cast, report: Report, came_after: str
) -> None:
    somebody = getattr(cast, came_after)
    other = clerk.context.new_page()
    clerk.context.clear_cookies()
    log_in_by_hand(other, live_server.url, somebody)
    looks(clerk)
    expect(band(clerk)).to_have_text(f"这个浏览器里现在登录的是另一个账号：{somebody.name}。换回原来的账号")
    type_in(clerk, RECEIVED, "5")
    expect(band(clerk)).to_contain_text("您填的都还在这台电脑上。")
    faultless(clerk)
    with clerk.context.expect_page() as opened:
        band(clerk).get_by_role("link", name="换回原来的账号").click()
    gate = opened.value
    expect(gate.locator(".band")).to_contain_text("用原来的账号登录，接着填。")
    faultless(gate)
    gate.get_by_label("用户名").fill(cast.clerk.user.username)
    gate.get_by_label("密码").fill(people.PASSWORD)
    gate.get_by_role("button", name="登录").click()
    gate.wait_for_url("**/requests/")
    clerk.bring_to_front()
    looks(clerk)
    expect(band(clerk)).to_have_count(0)
    until_saved(clerk)
    assert stored(report, RECEIVED) == 5


def test_a_report_sent_in_meanwhile_takes_nothing_and_keeps_what_was_typed(
    clerk: Page, live_server: LiveServer, report: Report
) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    type_in(clerk, RECEIVED, "5")
    expect(band(clerk)).to_have_text(
        "这份报告现在是“待审核”，不能改。您填的都还在这台电脑上。"
        "请重新打开这一页：能改的话，会放回原处接着存；不能改，会列出来，可以复制。"
    )
    expect(bar(clerk)).to_have_text("没存上")
    expect(clerk.locator(f"[id='{RECEIVED}']")).not_to_be_editable()
    expect(clerk.locator(f"[id='{RECEIVED}']")).to_have_value("5")
    clerk.reload()
    note = clerk.locator(".band[role=status]")
    expect(note).to_contain_text("上次有1格没存上")
    expect(note).to_contain_text(f"{NAME}：5")
    faultless(clerk)
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED)
    clerk.reload()
    expect(clerk.locator(".band[role=status]")).to_contain_text("有1格上次没存上，已补存。")
    assert stored(report, RECEIVED) == 5


def test_what_can_no_longer_be_saved_can_be_let_go(clerk: Page, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    type_in(clerk, RECEIVED, "5")
    expect(bar(clerk)).to_have_text("没存上")
    clerk.reload()
    clerk.get_by_role("button", name="不要了").click()
    assert kept(clerk) == []
    clerk.reload()
    expect(clerk.get_by_role("button", name="不要了")).to_have_count(0)


def test_leaving_is_asked_about_only_where_this_browser_cannot_keep_what_was_typed(
    clerk: Page, report: Report
) -> None:
    clerk.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    clerk.reload()
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "3")
    expect(band(clerk)).to_have_text("没存上，正在重试。您填的都还在这一页上，先别关这一页。")
    with clerk.expect_event("dialog") as asked:  # which comes when the last attempt to save has failed
        clerk.get_by_role("link", name="待办").click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(box(clerk, RECEIVED)).to_have_value("3")
    clerk.unroute(SAVING)
    clerk.keyboard.press("Control+s")
    expect(bar(clerk)).to_contain_text("已保存")
    assert stored(report, RECEIVED) == 3


def test_who_logs_out_saves_first_and_leaves_nothing_behind(clerk: Page, report: Report) -> None:
    type_in(clerk, RECEIVED, "5")
    clerk.get_by_role("button", name="退出").click()
    clerk.wait_for_url(lambda url: "/work/" not in url)
    assert stored(report, RECEIVED) == 5
    assert kept(clerk) == []


def test_what_cannot_be_saved_is_not_thrown_away_by_logging_out_unasked(clerk: Page, report: Report) -> None:
    clerk.route(SAVING, lambda route: route.fulfill(status=503))
    type_in(clerk, RECEIVED, "5")
    expect(bar(clerk)).to_have_text("没存上，正在重试")
    clerk.get_by_role("button", name="退出").click()
    asked = clerk.locator("#leaving")
    expect(asked).to_contain_text("还有1处填了没存上，退出后就没有了")
    faultless(clerk)
    asked.get_by_role("button", name="先不退出").click()
    expect(asked).to_have_count(0)
    clerk.goto(clerk.url.replace("/requests/", "/check/"))
    clerk.get_by_role("button", name="退出").click()
    asked.get_by_role("button", name="不要了，退出").click()
    clerk.wait_for_url(lambda url: "/work/" not in url)
    assert kept(clerk) == []


# --- Two people --------------------------------------------------------------------------------------------


def test_a_colleagues_figure_appears(desk: Desk, cast: people.Cast, report: Report) -> None:
    mine, theirs = desk(cast.clerk), desk(cast.colleague)
    type_in(theirs, RECEIVED, "8")
    until_saved(theirs)
    looks(mine)
    expect(box(mine, RECEIVED)).to_have_value("8")
    expect(frame(mine, RECEIVED)).to_have_class("cell fresh")
    expect(mine.locator(cell("requests.received.total"))).to_have_text("8")
    expect(mine.get_by_role("status").filter(has_text="刚有人改了1格")).to_have_count(1)
    type_in(theirs, CARRIED, "3")
    until_saved(theirs)
    type_in(mine, GRANTED, "4")
    expect(box(mine, CARRIED)).to_have_value("3")
    until_saved(mine)
    assert [stored(report, key) for key in (RECEIVED, CARRIED, GRANTED)] == [8, 3, 4]


def test_an_older_answer_puts_no_older_figure_back(clerk: Page, report: Report) -> None:
    people.store(report, {GRANTED: 3})
    Report.objects.filter(pk=report.pk).update(revision=2)
    late: list[tuple[Route, APIResponse]] = []
    clerk.route("**/cells/?*", lambda route: late.append((route, route.fetch())), times=1)
    looks(clerk)
    type_in(clerk, RECEIVED, "5")
    clerk.keyboard.press("Tab")
    until_saved(clerk)
    expect(box(clerk, GRANTED)).to_have_value("3")
    route, answer = late.pop()
    with clerk.expect_response("**/cells/?*"):
        route.fulfill(response=answer)
    clerk.wait_for_timeout(200)
    expect(box(clerk, RECEIVED)).to_have_value("5")
    type_in(clerk, RECEIVED, "6")
    until_saved(clerk)
    expect(clerk.locator(".cell.conf")).to_have_count(0)
    assert stored(report, RECEIVED) == 6


@pytest.mark.parametrize("typing", [True, False])
def test_who_is_in_a_table_that_a_colleague_declares_is_told(
    clerk: Page, cast: people.Cast, report: Report, typing: bool
) -> None:
    people.store(report, {RECEIVED: None, CARRIED: None})
    clerk.reload()
    entry.declare_empty(report.pk, cast.colleague, "requests")
    if typing:
        type_in(clerk, RECEIVED, "0")
    else:
        looks(clerk)
    told = clerk.locator(".band[role=status]").filter(has_text="有人写了“本年无此项”")
    expect(told).to_have_count(1)
    expect(box(clerk, CARRIED)).to_have_value("0")
    faultless(clerk)
    type_in(clerk, CARRIED, "3")
    until_saved(clerk)
    assert Report.objects.get(pk=report.pk).declared == {}
    expect(told).to_have_count(1)


def test_a_declaration_that_a_colleagues_figure_ended_is_no_longer_offered_to_be_taken_back(
    clerk: Page, cast: people.Cast, report: Report
) -> None:
    people.store(report, {RECEIVED: None, CARRIED: None})
    clerk.reload()
    clerk.get_by_role("button", name="本年无此项").click()
    undo = clerk.get_by_role("button", name="撤销“本年无此项”")
    expect(undo).to_be_visible()
    entry.save_table(report.pk, cast.colleague, "requests", {CARRIED: "0"}, {CARRIED: "3"})
    looks(clerk)
    told = clerk.locator(".band[role=status]").filter(has_text="“本年无此项”已经取消")
    expect(told).to_have_count(1)
    expect(undo).to_have_count(0)
    expect(clerk.get_by_text("整张表已声明“本年无此项”")).to_have_count(0)
    expect(clerk.get_by_text("要撤销，点表头右边的按钮")).to_have_count(0)
    faultless(clerk)
    told.get_by_role("button", name="重新打开这一页").click()
    expect(box(clerk, CARRIED)).to_have_value("3")


def test_a_declaration_in_a_report_that_is_sent_in_is_no_longer_offered_to_be_taken_back(
    clerk: Page, cast: people.Cast, report: Report
) -> None:
    people.store(report, {RECEIVED: None, CARRIED: None})
    entry.declare_empty(report.pk, cast.colleague, "requests")
    clerk.reload()
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    looks(clerk)
    expect(band(clerk)).to_have_text("这份报告现在是“待审核”，不能改了。")
    expect(clerk.get_by_text("整张表已声明“本年无此项”")).to_be_visible()
    expect(clerk.get_by_role("button", name="撤销“本年无此项”")).to_have_count(0)


def test_a_paste_is_taken_back_but_for_what_a_colleague_has_changed(
    desk: Desk, cast: people.Cast, report: Report
) -> None:
    mine = desk(cast.clerk)
    before = box(mine, CARRIED).input_value()
    paste(mine, RECEIVED, "1\n2")
    accept(mine)
    until_saved(mine)
    theirs = desk(cast.colleague)
    type_in(theirs, RECEIVED, "8")
    until_saved(theirs)
    looks(mine)
    expect(box(mine, RECEIVED)).to_have_value("8")
    box(mine, GRANTED).press("Control+z")
    expect(box(mine, CARRIED)).to_have_value(before)
    told = mine.get_by_role("status").filter(has_text="已撤销，1格后来又改过，没有动")
    expect(told).to_have_count(1)
    expect(told).to_be_in_viewport()
    expect(told).not_to_have_class("visually-hidden")
    until_saved(mine)
    assert [str(stored(report, key)) for key in (RECEIVED, CARRIED)] == ["8", before]


def test_a_figure_that_arrives_while_a_paste_is_looked_at_is_shown_before_it_is_replaced(
    desk: Desk, cast: people.Cast, report: Report
) -> None:
    mine, theirs = desk(cast.clerk), desk(cast.colleague)
    paste(mine, RECEIVED, "1\n2")
    type_in(theirs, RECEIVED, "8")
    until_saved(theirs)
    looks(mine)
    expect(box(mine, RECEIVED)).to_have_value("8")
    accept(mine)
    expect(mine.get_by_role("group", name="贴进来的数")).to_contain_text(
        "有1格在您看的时候改过了，请再看一遍。"
    )
    expect(frame(mine, RECEIVED)).to_have_attribute("data-will", "8 → 1")
    expect(box(mine, RECEIVED)).to_have_value("8")
    accept(mine)
    until_saved(mine)
    assert stored(report, RECEIVED) == 1


def test_a_paste_stays_once_one_of_its_cells_is_typed_anew_however_the_figure_is_written(
    desk: Desk, cast: people.Cast, report: Report
) -> None:
    mine = desk(cast.clerk)
    paste(mine, RECEIVED, "1\n2")
    accept(mine)
    until_saved(mine)
    box(mine, RECEIVED).focus()
    mine.keyboard.press("Control+a")
    mine.keyboard.type("０５")
    mine.keyboard.press("Tab")
    expect(box(mine, RECEIVED)).to_have_value("5")
    box(mine, GRANTED).press("Control+z")
    expect(box(mine, CARRIED)).to_have_value("2")


def test_the_same_cell_of_two_people_is_shown_and_chosen_with_the_keyboard(
    desk: Desk, cast: people.Cast, report: Report
) -> None:
    mine, theirs = desk(cast.clerk), desk(cast.colleague)
    for key, text in ((RECEIVED, "8"), (CARRIED, "3")):
        type_in(theirs, key, text)
    until_saved(theirs)
    mine.context.set_offline(True)
    for key, text in ((RECEIVED, "9"), (CARRIED, "4"), (GRANTED, "1")):
        type_in(mine, key, text)
    mine.context.set_offline(False)
    expect(frame(mine, RECEIVED)).to_have_class("cell conf")
    expect(frame(mine, RECEIVED).locator(".both")).to_have_text("8 / 9")
    expect(frame(mine, CARRIED)).to_have_class("cell conf")
    expect(bar(mine)).to_have_text("有2格要选用哪一个")
    expect(mine.get_by_role("alert").filter(has_text="有人填了")).to_have_count(1)
    faultless(mine)
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (8, 3)
    mine.keyboard.press("F8")
    mine.keyboard.press("F8")
    bar(mine).get_by_role("link", name="有2格要选用哪一个").click()
    expect(box(mine, RECEIVED)).to_be_focused()
    choice = mine.get_by_role("group", name="有人填了8，您填的是9，还没有存。")
    expect(choice).to_be_visible()
    faultless(mine)
    mine.keyboard.press("Tab")
    expect(choice.get_by_role("button", name="用他的：8")).to_be_focused()
    mine.keyboard.press("Enter")
    expect(box(mine, RECEIVED)).to_have_value("8")
    expect(box(mine, RECEIVED)).to_be_focused()
    box(mine, CARRIED).focus()
    mine.keyboard.press("Tab")
    mine.keyboard.press("Tab")
    mine.keyboard.press("Enter")
    until_saved(mine)
    expect(bar(mine)).to_contain_text("已保存")
    assert (stored(report, RECEIVED), stored(report, CARRIED)) == (8, 4)
    looks(theirs)
    expect(box(theirs, CARRIED)).to_have_value("4")


@pytest.mark.parametrize("column", ("upheld", "corrected", "other", "pending"))
def test_both_values_of_a_cell_at_the_edge_of_the_page_are_seen_whole(
    clerk: Page, live_server: LiveServer, report: Report, column: str
) -> None:
    key = f"cases.review.{column}"
    open_section(clerk, live_server.url, report, "cases")
    people.store(report, {key: 8123})
    type_in(clerk, key, "912")
    choice = clerk.get_by_role("group", name="有人填了8123，您填的是912，还没有存。")
    expect(choice).to_be_visible()
    for name in ("用他的：8123", "用我的：912"):
        expect(choice.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    choice.get_by_role("button", name="用他的：8123").click()
    expect(box(clerk, key)).to_have_value("8123")


def test_both_values_of_a_cell_at_the_foot_of_the_window_are_brought_into_sight(
    clerk: Page, report: Report
) -> None:
    key = "requests.unavailable.not_held.enterprise"
    people.store(report, {key: 8})
    type_in(clerk, key, "9")
    choice = clerk.get_by_role("group", name="有人填了8，您填的是9，还没有存。")
    for name in ("用他的：8", "用我的：9"):
        expect(choice.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    expect(box(clerk, key)).to_be_in_viewport(ratio=1)


def test_a_report_that_a_colleague_sends_in_is_closed_on_the_page(clerk: Page, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    looks(clerk)
    expect(band(clerk)).to_have_text("这份报告现在是“待审核”，不能改了。")
    for act in ("没填的都填0", "本年无此项"):
        expect(clerk.get_by_role("button", name=act)).to_have_count(0)
    faultless(clerk)
    expect(bar(clerk)).not_to_contain_text("没存上")
    assert box(clerk, RECEIVED).get_attribute("readonly") is not None


# --- Without JavaScript ------------------------------------------------------------------------------------


def test_without_javascript_the_button_saves(
    browser: Browser, live_server: LiveServer, cast: people.Cast, report: Report
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in_by_hand(page, live_server.url, cast.clerk)
    open_section(page, live_server.url, report, "requests")
    box(page, RECEIVED).fill("5")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".bands")).to_contain_text("已保存")
    box(page, RECEIVED).fill("/")
    page.get_by_role("button", name="保存，去下一部分").click()
    expect(page.get_by_role("alert")).to_contain_text("没有发生请填0")
    context.close()
    assert Report.objects.get(pk=report.pk).unread == {RECEIVED: "/"}
