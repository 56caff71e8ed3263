"""The first page of whoever fills a report in: it says how the report stands, what is left and what the public sees."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client

from disclosure import review, workflow
from disclosure.models import Report, State
from tests import cast as people
from tests.app.test_earlier_damaged import DAMAGES, overwrite
from tests.cast import Cast


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return people.client_of(cast.clerk)


def desk(clerk: Client) -> str:
    return clerk.get("/work/").content.decode()


def steps(page: str) -> list[tuple[bool, str]]:
    """The way of the report: whether each step is the one it stands at, and its words."""
    (way,) = re.findall(r'<ol class="path.*?</ol>', page, re.DOTALL)
    found = re.findall(r"<li([^>]*)>(.*?)</li>", way, re.DOTALL)
    return [("aria-current" in attributes, words) for attributes, words in found]


def here(page: str) -> list[str]:
    return [words for at, words in steps(page) if at]


# --- Not begun -------------------------------------------------------------------------------------------


def test_a_report_nobody_has_written_in_is_not_begun_and_holds_no_mistakes(cast: Cast, clerk: Client) -> None:
    report = people.blank(cast.education)
    for page in (desk(clerk), clerk.get(f"/work/{report.pk}/").content.decode()):
        assert "还没有开始填" in page and "可以先填“一、总体情况”" in page
        assert "必须更正" not in page and page.count("未填") == 6
    assert clerk.get(f"/work/{report.pk}/check/").content.decode().count("必须更正</span>") == 6
    clerk.post(f"/work/{report.pk}/act/submit/", {"revision": report.revision})
    report.refresh_from_db()
    assert report.state == State.DRAFT


@pytest.mark.parametrize(
    "written",
    [
        {"overview": "（一）主动公开。全年公开36条。"},
        {"unread": {"requests.received.enterprise": "无"}},
        {"date": "二月三十日"},
    ],
)
def test_whatever_was_written_is_a_beginning(cast: Cast, clerk: Client, written: dict[str, object]) -> None:
    report = people.blank(cast.education)
    Report.objects.filter(pk=report.pk).update(revision=1, **written)
    page = desk(clerk)
    assert "还没有开始填" not in page and "件事，办完就能提交" in page and "必须更正" in page


# --- What is left ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["recall", "return"])
def test_what_was_asked_for_and_what_was_found_is_one_list_with_one_count(
    cast: Cast, clerk: Client, way: str
) -> None:
    report = people.submitted(cast.education, cast.clerk, words={"problems": ""})
    review.remark(report.pk, cast.supervisor, "请写清楚培训的情况。", "overview")
    workflow.act(report, way, cast.clerk if way == "recall" else cast.supervisor)
    page = desk(clerk)
    (count,) = re.findall(r"<h1>还有(\d)件事，办完就能提交</h1>", page)
    (todo,) = re.findall(r'<ul class="plain todo.*?</ul>', page, re.DOTALL)
    assert "请写清楚培训的情况。" in todo and "五、存在的主要问题及改进情况，还没有写" in todo
    assert todo.count("<li>") == int(count) > 1
    assert "其中1件是审核的意见。" in page


def test_when_only_what_was_asked_for_is_left_it_is_counted(cast: Cast, clerk: Client) -> None:
    report = people.submitted(cast.education, cast.clerk)
    review.remark(report.pk, cast.supervisor, "请写清楚培训的情况。", "overview")
    workflow.act(report, "recall", cast.clerk)
    page = desk(clerk)
    assert "请对照1处审核的意见，都改了就能提交" in page and "检查并提交" in page
    assert "都办完了，可以提交" not in page


# --- Taken down ------------------------------------------------------------------------------------------


def test_a_report_that_was_taken_down_says_why_and_by_whom(cast: Cast, clerk: Client) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor)
    page = desk(clerk)
    assert "第五部分有不应公开的个人信息。" in page
    assert re.search(r"今天\d\d:\d\d，审核员<", page)
    assert here(page) == ["更正：要重新公布，从这一步开始"]


def test_the_reason_stays_until_the_report_is_published_again(cast: Cast, clerk: Client) -> None:
    report = people.withdrawn(cast.education, cast.clerk, cast.supervisor)
    workflow.act(report, "correct", cast.clerk, "去掉个人信息。")
    page = desk(clerk)
    assert "第五部分有不应公开的个人信息。" in page and "去掉个人信息。" in page
    assert here(page) == ["填报：您在这一步"]


def test_of_a_report_that_is_public_no_withdrawal_is_told(cast: Cast, clerk: Client) -> None:
    people.published(cast.education, cast.clerk)
    page = desk(clerk)
    assert "撤下的原因" not in page
    assert here(page) == ["公众查阅、下载"]


# --- The way back ---------------------------------------------------------------------------------------


def test_the_history_leads_back_to_the_desk_of_who_reads_it(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    for who, desk_of in ((cast.clerk, f"/work/{report.pk}/"), (cast.supervisor, f"/review/{report.pk}/")):
        page = people.client_of(who).get(f"/work/{report.pk}/history/").text
        assert f'<a href="{desk_of}">回到报告</a>' in page
        assert page.count('aria-current="page"') == 1


# --- Its own file damaged ---------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ["report.json", "report.html"])
def test_a_report_whose_page_is_closed_is_not_said_to_be_read(
    cast: Cast, clerk: Client, damage: str, file: str
) -> None:
    report = people.published(cast.education, cast.clerk)
    break_file(damage, file)
    page = desk(clerk)
    assert "已公布，但公众现在看不到" in page and "请告诉管理员" in page
    assert "公众可以在线看" not in page and "看公布的报告" not in page
    assert here(page) == ["公众查阅、下载：现在看不到"]
    assert clerk.get(f"/work/{report.pk}/history/").status_code == 200


def test_a_file_that_cannot_be_downloaded_is_told(cast: Cast, clerk: Client) -> None:
    people.published(cast.education, cast.clerk)
    break_file("changed", "report.pdf")
    page = desk(clerk)
    assert "公众可以在线看。有1个文件和公布时不一样，查清以前不能下载。" in page
    assert "看公布的报告" in page and here(page) == ["公众查阅、下载"]


def test_a_report_that_is_whole_is_read_and_downloaded(cast: Cast, clerk: Client) -> None:
    people.published(cast.education, cast.clerk)
    assert "公众可以在线看，也可以下载。" in desk(clerk)


def break_file(damage: str, file: str) -> None:
    zero = "X'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea"
    overwrite(DAMAGES[damage].format(zero=zero).replace("report.json", file))
