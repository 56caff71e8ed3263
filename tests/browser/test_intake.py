"""A document brought into a report in a browser: handed in, looked at side by side, confirmed, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure import entry
from disclosure.models import Member, Report, State
from tests import cast as people
from tests.browser.faults import faultless

from .entering import log_in

DOCUMENT = Path(__file__).parents[1] / "documents" / "education_2022.txt"
RECEIVED = "requests.received.natural_person"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report(live_server: LiveServer) -> Report:
    """A report on the document's year in which one cell says something else."""
    cast = people.build()
    report = people.blank(cast.education, 2022)
    entry.save_table(report.pk, cast.clerk, "requests", {}, {RECEIVED: "9"})
    return report


@pytest.fixture
def desk(page: Page, live_server: LiveServer, report: Report) -> Page:
    """The clerk's browser at the report."""
    page.set_viewport_size({"width": 1366, "height": 768})
    log_in(page, live_server.url, Member.objects.get(user__username="教育填报员"))
    page.goto(f"{live_server.url}/work/{report.pk}/")
    return page


def hand_in(desk: Page) -> None:
    desk.get_by_role("link", name="导入文件").click()
    desk.get_by_label("文件", exact=True).set_input_files(DOCUMENT)
    desk.get_by_role("button", name="读取").click()
    expect(desk.get_by_role("heading", name=DOCUMENT.name)).to_be_visible()


def clean(desk: Page) -> None:
    faultless(desk)
    width = desk.viewport_size["width"]  # type: ignore[index]
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_a_document_is_handed_in_confirmed_and_undone(desk: Page, report: Report) -> None:
    hand_in(desk)
    row = desk.get_by_role("row", name="自然人，一、本年新收政府信息公开申请数量")
    expect(row).to_contain_text("9")
    expect(row).to_contain_text("6")
    row.get_by_role("checkbox").check()
    desk.get_by_label("写上这一处文字（75字）").uncheck()
    desk.get_by_role("button", name="导入选中的").click()
    expect(desk.locator(".bands")).to_contain_text("已从“education_2022.txt”导入")
    report.refresh_from_db()
    assert report.filing().figures[RECEIVED] == 6
    assert (bool(report.overview), report.problems) == (True, "")
    desk.get_by_role("button", name="撤销导入").click()
    expect(desk.locator(".bands")).to_contain_text("已撤销导入")
    report.refresh_from_db()
    assert report.filing().figures == {RECEIVED: 9}
    assert report.overview == ""


def test_the_page_of_a_report_that_is_closed_complains_of_nothing(desk: Page, report: Report) -> None:
    complaints: list[str] = []
    desk.on("pageerror", lambda error: complaints.append(str(error)))
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    desk.goto(f"{desk.url}intake/")
    expect(desk.get_by_role("button", name="读取")).to_have_count(0)
    desk.wait_for_load_state("load")
    assert complaints == []


def test_what_was_not_read_leads_to_its_place_in_the_document(desk: Page) -> None:
    hand_in(desk)
    desk.get_by_role("link", name="商业企业，（五）不予处理2.重复申请").click()
    place = desk.locator(".paper .left:target")
    expect(place).to_contain_text("/")
    expect(place).to_be_in_viewport()


def test_all_cells_that_differ_can_be_ticked_at_once(desk: Page, report: Report) -> None:
    entry_of = {f"requests.received.{column}": "7" for column in ("enterprise", "other")}
    member = people.Member.objects.get(user__username="教育填报员")
    entry.save_table(report.pk, member, "requests", {}, entry_of)
    hand_in(desk)
    every = desk.get_by_label("都用文件里的")
    every.check()
    assert desk.locator("input[name=use]:checked").count() == desk.locator("input[name=use]").count() == 3
    desk.locator("input[name=use]").first.uncheck()
    expect(every).not_to_be_checked()


def test_a_file_can_be_dropped_on_its_field(desk: Page) -> None:
    desk.get_by_role("link", name="导入文件").click()
    expect(desk.get_by_text("也可以把文件拖到这里")).to_be_visible()
    drop = """(zone) => {
        const data = new DataTransfer();
        data.items.add(new File(['天气很好。'], '随笔.txt', { type: 'text/plain' }));
        zone.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }"""
    desk.locator("[data-drop]").evaluate(drop)
    desk.get_by_role("button", name="读取").click()
    expect(desk.locator(".invalid-feedback")).to_contain_text("“随笔.txt”里没有找到年度报告的标题和表格")
    clean(desk)


@pytest.mark.parametrize("width", [390, 768, 1366])
def test_both_pages_are_clean_at_every_width(desk: Page, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    desk.get_by_role("link", name="导入文件").click()
    expect(desk.get_by_label("文件", exact=True)).to_be_visible()
    clean(desk)
    desk.get_by_label("文件", exact=True).set_input_files(DOCUMENT)
    desk.get_by_role("button", name="读取").click()
    expect(desk.get_by_role("heading", name="文件认出来是")).to_be_visible()
    for summary in desk.locator("main summary").all():
        summary.click()
    clean(desk)


def test_everything_works_without_a_script(
    new_context: object, live_server: LiveServer, report: Report
) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()  # type: ignore[operator]
    page.goto(f"{live_server.url}/login/?next=/work/{report.pk}/intake/")
    page.get_by_label("用户名").fill("教育填报员")
    page.get_by_label("密码").fill(people.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("文件", exact=True).set_input_files(DOCUMENT)
    page.get_by_role("button", name="读取").click()
    page.get_by_role("button", name="导入选中的").click()
    expect(page.locator(".bands")).to_contain_text("导入：")
    assert report.filing().figures[RECEIVED] == 9
