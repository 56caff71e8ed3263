"""A form sent after the session has ended, or without a network: the page stays, and so does what was typed in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure import review
from disclosure.intake import store
from disclosure.models import Member, Reason, Remark, Report
from disclosure.workflow import Refused
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit, log_in_by_hand

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "专栏由市政务服务局统一维护，本局今年没有另建平台。"
SILENT = people.WORDS["overview"].replace("（二）依申请公开。申请渠道畅通，答复依法依规。\n", "")


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    return people.build()


def band(page: Page) -> Locator:
    return page.locator(".band[role=alert]")


def log_in_again(page: Page, member: Member, link: str = "去登录") -> None:
    """Through the link of the band, in a tab of its own."""
    with page.context.expect_page() as opened:
        band(page).get_by_role("link", name=link).click()
    gate = opened.value
    gate.get_by_label("用户名").fill(member.user.username)
    gate.get_by_label("密码").fill(people.PASSWORD)
    gate.get_by_role("button", name="登录").click()
    gate.wait_for_url(lambda address: "/login/" not in address)
    page.bring_to_front()


def a_reason(page: Page, site: str, cast: people.Cast) -> Report:
    """The clerk has written a reason and not sent it."""
    report = people.draft(cast.education, words={"overview": SILENT})
    people.store(report, {"requests.received.enterprise": 3, "requests.granted.enterprise": 3})
    admit(page, site, cast.clerk)
    page.goto(f"{site}/work/{report.pk}/check/")
    page.locator("textarea[name=text]").first.fill(WORDS)
    return report


def test_a_reason_is_kept_by_its_page_when_the_session_has_ended(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = a_reason(page, live_server.url, cast)
    Session.objects.all().delete()
    page.get_by_role("button", name="保存原因").first.click()
    expect(band(page)).to_have_text(
        "登录到时间了，或者在别的页面退出了。您填的都还在这一页上，登录以后再按一次。去登录"
    )
    expect(page.locator("textarea[name=text]").first).to_have_value(WORDS)
    faultless(page)
    log_in_again(page, cast.clerk)
    page.get_by_role("button", name="保存原因").first.click()
    expect(page.locator(".find").filter(has_text=WORDS)).to_be_visible()
    assert Reason.objects.get(report=report).text == WORDS


def test_nothing_is_sent_in_the_name_of_who_has_logged_in_meanwhile(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    a_reason(page, live_server.url, cast)
    other = page.context.new_page()
    page.context.clear_cookies()
    log_in_by_hand(other, live_server.url, cast.colleague)
    page.bring_to_front()
    page.get_by_role("button", name="保存原因").first.click()
    expect(band(page)).to_contain_text(f"现在登录的是另一个账号：{cast.colleague.name}。您填的都还在这一页上")
    assert not Reason.objects.exists()
    log_in_again(page, cast.clerk, "换回原来的账号")
    page.get_by_role("button", name="保存原因").first.click()
    expect(page.locator(".find").filter(has_text=WORDS)).to_be_visible()
    assert Reason.objects.get().by == cast.clerk.user


def test_a_form_pressed_twice_is_sent_once(page: Page, live_server: LiveServer, cast: people.Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    admit(page, live_server.url, cast.supervisor)
    page.goto(f"{live_server.url}/review/{report.pk}/")
    page.get_by_label("写什么").fill("请核对第二部分的件数。")
    page.get_by_role("button", name="写批注").evaluate(
        "button => { button.click(); setInterval(() => button.click(), 20); }"
    )
    expect(page.get_by_text("请核对第二部分的件数。").first).to_be_visible()
    assert Remark.objects.count() == 1


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Filled each time the server takes a remark or a file; it answers with a refusal, the first time much later."""
    came: list[object] = []
    end = threading.Event()

    def refuse(*args: object) -> None:
        came.append(args)
        if len(came) == 1:
            end.wait(20)
        raise Refused("这次没有收下。")

    monkeypatch.setattr(review, "remark", refuse)
    monkeypatch.setattr(store, "hand_in", refuse)
    yield came
    end.set()


def press_and_stop(page: Page, name: str, reached: list[object]) -> None:
    """Press a button, and stop the browser by hand once words about waiting would be there."""
    hand = page.context.new_cdp_session(page)
    page.get_by_role("button", name=name, exact=True).evaluate(
        "button => { setTimeout(() => button.click()); }"
    )
    for _ in range(200):
        if reached:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(1200)
    hand.send("Page.stopLoading")


def test_a_form_stopped_by_hand_is_sent_again(
    page: Page, live_server: LiveServer, cast: people.Cast, reached: list[object]
) -> None:
    report = people.submitted(cast.education, cast.clerk)
    admit(page, live_server.url, cast.supervisor)
    page.goto(f"{live_server.url}/review/{report.pk}/")
    page.get_by_label("写什么").fill("请核对第二部分的件数。")
    press_and_stop(page, "写批注", reached)
    page.get_by_role("button", name="写批注").click()
    expect(page.get_by_text("这次没有收下。")).to_be_visible()
    assert len(reached) == 2


def test_a_file_stopped_by_hand_is_sent_again(
    page: Page, live_server: LiveServer, cast: people.Cast, reached: list[object]
) -> None:
    report = people.draft(cast.education)
    admit(page, live_server.url, cast.clerk)
    page.goto(f"{live_server.url}/work/{report.pk}/intake/")
    file = {"name": "nianbao.txt", "mimeType": "text/plain", "buffer": "一、总体情况".encode()}
    page.locator("input[type=file]").set_input_files(file)
    press_and_stop(page, "读取", reached)
    expect(page.locator("[data-waiting-said]")).to_be_empty()
    page.get_by_role("button", name="读取", exact=True).click()
    expect(page.get_by_text("这次没有收下。")).to_be_visible()
    assert len(reached) == 2


def test_answers_stay_on_their_page_without_a_network(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"problems": ""})
    admit(page, live_server.url, cast.clerk)
    page.goto(f"{live_server.url}/work/{report.pk}/problems/")
    page.get_by_text("答2个问题，起一份草稿").click()
    page.get_by_label("存在的问题").fill("解读形式单一。")
    page.context.set_offline(True)
    page.get_by_role("button", name="写成草稿").click()
    expect(band(page)).to_have_text("没有连上，您填的都还在这一页上，连上以后再按一次。")
    page.context.set_offline(False)
    page.get_by_role("button", name="写成草稿").click()
    expect(page.locator("#id_problems")).to_have_value("（一）存在的问题。解读形式单一。")


def test_a_remark_is_kept_by_its_page_when_the_session_has_ended(
    page: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.submitted(cast.education, cast.clerk)
    admit(page, live_server.url, cast.supervisor)
    page.goto(f"{live_server.url}/review/{report.pk}/")
    page.get_by_label("写什么").fill("请核对第二部分的件数。")
    Session.objects.all().delete()
    page.get_by_role("button", name="写批注").click()
    expect(band(page)).to_contain_text("您填的都还在这一页上")
    log_in_again(page, cast.supervisor)
    page.get_by_role("button", name="写批注").click()
    expect(page.get_by_text("请核对第二部分的件数。").first).to_be_visible()
    assert Remark.objects.get().text == "请核对第二部分的件数。"
