"""The supervisor's desk in a browser: decisions by keyboard, the printed page beside them, nothing axe complains of."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from disclosure import workflow
from disclosure.formats.schema import Severity
from disclosure.models import Member, Reason, Report, State
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit

WIDTHS = [390, 768, 1280, 1366]
SILENT = {
    "overview": people.WORDS["overview"].replace("（二）依申请公开。申请渠道畅通，答复依法依规。\n", "")
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(live_server: LiveServer) -> Report:
    """A submitted report with one explained query, and last year's to set it beside."""
    cast = people.build()
    people.published(cast.education, cast.clerk, 2024)
    figures = {"requests.received.enterprise": 3, "requests.granted.enterprise": 3}
    report = people.submitted(cast.education, cast.clerk, figures=figures, words=SILENT)
    people.approved(cast.water, cast.water_clerk)
    for finding in workflow.findings(report):
        if finding.severity is Severity.QUERY:
            Reason.objects.create(
                report=report,
                fingerprint=finding.fingerprint,
                rule=finding.rule,
                text="这一方面写在第六部分，没有另写。",
                by=cast.clerk.user,
            )
    return report


@pytest.fixture
def desk(page: Page, live_server: LiveServer, report: Report) -> Page:
    """The browser of the supervisor, logged in, at the queue."""
    admit(page, live_server.url, Member.objects.get(user__username="审核员"))
    page.goto(f"{live_server.url}/review/")
    return page


def test_every_page_at_every_width(desk: Page, live_server: LiveServer, report: Report) -> None:
    for path in ("/review/", f"/review/{report.pk}/", "/season/2025/", "/season/2025/?show=all"):
        desk.goto(f"{live_server.url}{path}")
        for summary in desk.locator("main summary").all():
            summary.click()
        for width in WIDTHS:
            desk.set_viewport_size({"width": width, "height": 800})
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            faultless(desk, f"{path} {width}")


def test_from_the_queue_to_the_approval_by_keyboard(desk: Page, report: Report) -> None:
    desk.get_by_role("link", name="从最早送审的开始").focus()
    desk.keyboard.press("Enter")
    approve = desk.get_by_role("button", name="通过")
    expect(approve).to_be_disabled()
    expect(desk.get_by_text("还有1处原因没有认可")).to_be_visible()
    desk.get_by_role("button", name="认可").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("已认可")).to_be_visible()
    approve.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".subbar .state")).to_have_text("已通过")
    report.refresh_from_db()
    assert report.state == State.APPROVED


def test_a_report_is_returned_with_the_points_that_were_marked(desk: Page, report: Report) -> None:
    desk.get_by_role("link", name="从最早送审的开始").click()
    desk.locator("summary", has_text="请单位改").click()
    desk.get_by_label("请单位改什么").fill("请补写依申请公开。")
    desk.get_by_role("button", name="记下").click()
    expect(desk.get_by_text("已请单位改")).to_be_visible()
    desk.get_by_role("link", name="批注：商业企业，一、").click()
    expect(desk.get_by_label("批注哪里")).to_have_value("requests.received.enterprise")
    desk.get_by_label("写什么").fill("请核对这3件。")
    desk.get_by_role("button", name="写批注").click()
    desk.get_by_role("button", name="退回修改（2处）").click()
    expect(desk.locator(".subbar .state")).to_have_text("退回修改")


def test_the_printed_page_turns_to_the_place_in_question(desk: Page, report: Report) -> None:
    desk.set_viewport_size({"width": 1366, "height": 768})
    desk.get_by_role("link", name="从最早送审的开始").click()
    printed = desk.frame_locator("iframe[name=printed]")
    expect(printed.locator("h1")).to_be_visible()
    desk.get_by_role("link", name="商业企业，（一）予以公开", exact=True).click()
    cell = printed.locator("[id='requests.granted.enterprise']")
    expect(cell).to_have_text("3")
    expect(cell).to_be_in_viewport()


def test_publishing_says_what_is_being_done_and_happens_once(desk: Page, live_server: LiveServer) -> None:
    """The answer is held back: 204 leaves the page as it is."""
    waiting = Report.objects.get(bureau__code="shili-water")
    sent: list[str] = []

    def held(route: Route) -> None:
        if route.request.method == "GET":
            route.continue_()
            return
        sent.append(route.request.url)
        route.fulfill(status=204)

    desk.route("**/act/publish/", held)
    desk.clock.install()
    desk.goto(f"{live_server.url}/work/{waiting.pk}/act/publish/")
    publish = desk.get_by_role("button", name="公布", exact=True)
    publish.click()
    publish.click()
    desk.clock.fast_forward(2000)
    expect(desk.get_by_text("正在生成PDF、网页和数据文件，已用2秒")).to_be_visible()
    assert len(sent) == 1
