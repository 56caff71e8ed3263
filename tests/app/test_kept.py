"""What was typed into a form is read again on the page that answers, where it can no longer be taken."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse

from disclosure import review, workflow
from disclosure.formats.schema import Severity
from disclosure.models import Reason, Remark, Report, State
from disclosure.prose import REPORT_LIMIT
from tests import cast as people
from tests.cast import Cast

WORDS = "监督检查由市政府办公室统一组织，本局没有单独开展。"
SILENT = {"overview": "（一）主动公开。发布信息12条，依申请公开渠道畅通，信息管理有序，平台稳定。"}


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.draft(cast.education, words=SILENT)


def put(report: Report, state: State) -> None:
    Report.objects.filter(pk=report.pk).update(state=state)


def query(report: Report) -> str:
    (found,) = (each for each in workflow.findings(report) if each.severity is Severity.QUERY)
    return found.fingerprint


def told(answer: HttpResponse) -> str:
    return "".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_reason_for_a_report_that_was_submitted_meanwhile(cast: Cast, report: Report) -> None:
    put(report, State.SUBMITTED)
    sent = {"fingerprint": query(report), "text": WORDS}
    answer = people.client_of(cast.clerk).post(f"/work/{report.pk}/reason/", sent)
    assert answer.status_code == 409
    assert f"这份报告现在是“待审核”，不能改。您写的是：{WORDS}" in answer.content.decode()
    assert not Reason.objects.exists()


def test_a_remark_on_a_report_that_was_taken_back_meanwhile(cast: Cast, report: Report) -> None:
    answer = people.client_of(cast.supervisor).post(f"/review/{report.pk}/remark/", {"text": WORDS})
    assert answer.status_code == 422
    assert f"不在审核中。您写的是：{WORDS}" in answer.content.decode()
    assert not Remark.objects.exists()


def test_a_remark_on_a_point_that_is_gone_or_was_remarked_on_meanwhile(cast: Cast, report: Report) -> None:
    put(report, State.SUBMITTED)
    supervisor = people.client_of(cast.supervisor)
    review.remark(report.pk, cast.second_supervisor, "请补写。", "overview", query(report))
    for point in (query(report), "0" * 12):
        sent = {"text": "长" * 501, "fingerprint": point, "place": "overview"}
        answer = supervisor.post(f"/review/{report.pk}/remark/", sent)
        assert "您写的是：" + sent["text"] in answer.content.decode()


def test_the_note_of_an_act_that_is_closed_now(cast: Cast) -> None:
    report = people.published(cast.education, cast.clerk)
    sent = {"revision": str(report.revision), "confirmed": "1", "note": WORDS}
    put(report, State.DRAFT)
    answer = people.client_of(cast.clerk).post(f"/work/{report.pk}/act/correct/", sent)
    assert told(answer) == f"这份报告现在是“填报中”，不能更正。您写的是：{WORDS}"


def test_answers_for_which_there_is_no_room_beside_what_somebody_else_wrote(cast: Cast) -> None:
    long = "同事写的一段。" * (REPORT_LIMIT // 7)
    report = people.draft(cast.education, words={"problems": long})
    answer = people.client_of(cast.clerk).post(
        f"/work/{report.pk}/problems/start/", {"answer:problems": "解读形式单一。"}
    )
    assert answer.status_code == 422
    assert "解读形式单一。" in answer.content.decode()
    report.refresh_from_db()
    assert report.problems == long


def test_what_stays_on_the_page_is_said_to_stay_there_and_nothing_else_is(cast: Cast, report: Report) -> None:
    put(report, State.SUBMITTED)
    clerk = people.client_of(cast.clerk)
    typed = clerk.post(f"/work/{report.pk}/other/", {"other": "刚写的话。", "base": ""})
    kept = "不能改。您填的还在这一页上，离开以前请先复制一份。"
    assert kept in typed.content.decode() and "刚写的话。" in typed.content.decode()
    assert told(clerk.post(f"/work/{report.pk}/cases/declare/")).endswith("不能改。")
