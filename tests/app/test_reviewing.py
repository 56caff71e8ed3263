"""The supervisor's desk: the queue, one report, and decisions on its points."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure import review, workflow
from disclosure.checks import Finding
from disclosure.formats.schema import Severity
from disclosure.models import Event, Member, Reason, Remark, Report, State
from disclosure.workflow import Refused, Stale
from tests import cast as people
from tests.cast import Cast

Browser = Callable[[Member | None], Client]
FIGURES = {
    "requests.received.natural_person": 24,
    "requests.granted.natural_person": 20,
    "requests.carried_out.natural_person": 4,
}
SILENT = {
    "overview": people.WORDS["overview"].replace("（二）依申请公开。申请渠道畅通，答复依法依规。\n", "")
}
"""A narrative that leaves out an aspect: a query."""


@pytest.fixture
def report(cast: Cast) -> Report:
    """A submitted report with one query and no reason for it yet."""
    return people.submitted(cast.education, cast.clerk, figures=FIGURES, words=SILENT)


@pytest.fixture
def query(report: Report) -> Finding:
    (found,) = (f for f in workflow.findings(report) if f.severity is Severity.QUERY)
    return found


@pytest.fixture
def reason(cast: Cast, report: Report, query: Finding) -> Reason:
    return Reason.objects.create(
        report=report,
        fingerprint=query.fingerprint,
        rule=query.rule,
        text="这一方面写在第六部分，没有另写。",
        by=cast.clerk.user,
    )


def shown(client: Client, report: Report, query: str = "") -> str:
    response = client.get(f"/review/{report.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


# The queue --------------------------------------------------------------------------------------------------------


def test_what_was_submitted_first_stands_first(cast: Cast, browser_of: Browser) -> None:
    people.submitted(cast.education, cast.clerk)
    older = people.submitted(cast.water, cast.water_clerk)
    Report.objects.filter(pk=older.pk).update(submitted_at=timezone.now() - timedelta(days=2))
    page = browser_of(cast.supervisor).get("/review/").content.decode()
    assert "2份报告等您审核" in page
    assert page.index("示例市水务局</a>") < page.index("示例市教育局</a>")
    assert re.search(rf'class="btn btn-primary" href="/review/{older.pk}/"', page)


def test_the_queue_gives_figures_and_open_points(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason
) -> None:
    client = browser_of(cast.supervisor)
    page = client.get("/review/").content.decode()
    assert re.search(r'data-l="新收申请">24<', page)
    assert ">1处<" in page
    review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    assert "都定了" in client.get("/review/").content.decode()


def test_an_empty_queue_says_what_would_be_there(cast: Cast, browser_of: Browser) -> None:
    page = browser_of(cast.supervisor).get("/review/").content.decode()
    assert "没有待审的报告" in page
    assert 'href="/season/"' in page


def test_the_queue_holds_only_what_is_under_this_office(
    cast: Cast, browser_of: Browser, report: Report
) -> None:
    people.draft(cast.water)
    people.submitted(cast.elsewhere, cast.other_clerk)
    page = browser_of(cast.supervisor).get("/review/").content.decode()
    assert "示例市教育局" in page
    assert "示例邻市教育局" not in page
    assert "示例市水务局" not in page


def test_what_was_approved_waits_for_publication(cast: Cast, browser_of: Browser) -> None:
    approved = people.approved(cast.education, cast.clerk)
    page = browser_of(cast.supervisor).get("/review/").content.decode()
    assert "已通过，待公布" in page
    assert f'href="/review/{approved.pk}/"' in page


# One report -------------------------------------------------------------------------------------------------------


def test_the_review_page_leads_through_the_queue(cast: Cast, browser_of: Browser, report: Report) -> None:
    other = people.submitted(cast.water, cast.water_clerk)
    client = browser_of(cast.supervisor)
    page = shown(client, report)
    assert "下一份（还有1份）" in page
    assert f'href="/review/{other.pk}/"' in page
    assert "上一份" not in page
    assert "上一份" in shown(client, other)
    assert "回到待审" in shown(client, other)


def test_a_query_shows_its_reason_and_asks_for_a_decision(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason, query: Finding
) -> None:
    page = shown(browser_of(cast.supervisor), report)
    assert "要您定夺的1处" in page
    assert "单位已说明1处" in page
    assert query.message in page
    assert reason.text in page
    assert "认可" in page
    assert "请单位改" in page


def test_a_query_without_a_reason_cannot_be_accepted(
    cast: Cast, browser_of: Browser, report: Report, query: Finding
) -> None:
    client = browser_of(cast.supervisor)
    assert ">认可<" not in shown(client, report)
    client.post(f"/review/{report.pk}/accept/", {"fingerprint": query.fingerprint, "seen": ""})
    assert "单位还没有说明这一处，不能认可。" in shown(client, report)
    assert not Reason.objects.exists()


def test_accepting_opens_approval_and_can_be_undone(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason
) -> None:
    client = browser_of(cast.supervisor)
    assert "还有1处原因没有认可" in shown(client, report)
    sent = {"fingerprint": reason.fingerprint, "seen": review.version(reason)}
    response = client.post(f"/review/{report.pk}/accept/", sent)
    assert response["Location"] == f"/review/{report.pk}/#finding-{reason.fingerprint}"
    reason.refresh_from_db()
    assert reason.accepted_by == cast.supervisor.user
    page = shown(client, report)
    assert "已认可" in page
    assert "1处都定了" in page
    assert workflow.available(report, cast.supervisor)[-1].open
    client.post(f"/review/{report.pk}/accept/", {"fingerprint": reason.fingerprint, "undo": "1"})
    reason.refresh_from_db()
    assert (reason.accepted_by, reason.accepted_at) == (None, None)


def test_accepting_does_not_change_when_the_reason_was_written(
    cast: Cast, report: Report, reason: Reason
) -> None:
    review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    review.withdraw(report.pk, cast.supervisor, reason.fingerprint)
    assert Reason.objects.get().at == reason.at


def test_another_wording_is_not_accepted_unread(cast: Cast, report: Report, reason: Reason) -> None:
    seen = review.version(reason)
    reason.text = "换了一种说法，意思也不一样了。"
    reason.save()
    with pytest.raises(Stale):
        review.accept(report.pk, cast.supervisor, reason.fingerprint, seen)
    assert Reason.objects.get().accepted_at is None


def test_asking_for_a_change_on_a_query(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason, query: Finding
) -> None:
    review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    client = browser_of(cast.supervisor)
    sent = {"fingerprint": query.fingerprint, "place": "overview", "text": "请补写依申请公开。"}
    response = client.post(f"/review/{report.pk}/remark/", sent)
    assert response["Location"].endswith(f"#finding-{query.fingerprint}")
    remark = Remark.objects.get()
    assert (remark.place, remark.fingerprint, remark.text) == ("overview", query.fingerprint, sent["text"])
    reason.refresh_from_db()
    assert reason.accepted_at is None
    page = shown(client, report)
    assert "已请单位改" in page
    assert "退回修改（1处）" in page
    client.post(f"/review/{report.pk}/remark/", {"close": remark.pk})
    assert "已请单位改" not in shown(client, report)


def test_what_was_asked_for_is_decided_anew_once_the_report_is_submitted_again(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason, query: Finding
) -> None:
    review.remark(report.pk, cast.supervisor, "请补写依申请公开。", "overview", query.fingerprint)
    for action, who in (("return", cast.supervisor), ("submit", cast.clerk)):
        report.refresh_from_db()
        workflow.act(report, action, who)
    client = browser_of(cast.supervisor)
    page = shown(client, report)
    assert "要您定夺的1处" in page
    assert "上次请单位改的" in page
    assert ">认可<" in page
    client.post(
        f"/review/{report.pk}/accept/",
        {"fingerprint": query.fingerprint, "seen": review.version(reason)},
    )
    page = shown(client, report)
    assert "1处都定了" in page
    assert "还有" not in page.split('<div class="decide">')[1]


def test_accepting_withdraws_what_was_asked_for(
    cast: Cast, report: Report, reason: Reason, query: Finding
) -> None:
    review.remark(report.pk, cast.supervisor, "请改。", "overview", query.fingerprint)
    review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    assert Remark.objects.get().closed_at is not None


def test_remarks_of_ones_own_on_a_cell_a_section_and_the_whole(
    cast: Cast, browser_of: Browser, report: Report
) -> None:
    client = browser_of(cast.supervisor)
    cell = "requests.received.natural_person"
    assert f'<option value="{cell}" selected>' in shown(client, report, f"?place={cell}")
    for place in (cell, "problems", "", "no.such.place"):
        client.post(f"/review/{report.pk}/remark/", {"place": place, "text": f"说{place or '全文'}"})
    assert list(Remark.objects.values_list("place", flat=True)) == [cell, "problems", "", ""]
    page = shown(client, report)
    assert "三、申请办理：自然人" in page
    assert "退回修改（4处）" in page


def test_the_filer_reads_a_remark_where_it_is_met_and_not_before_the_report_is_sent_back(
    cast: Cast, browser_of: Browser, report: Report
) -> None:
    places = {"requests": "requests.received.natural_person", "problems": "problems", "head": "signature"}
    for part, place in places.items():
        review.remark(report.pk, cast.supervisor, f"{part}请对照原件。", place)
    client = browser_of(cast.clerk)

    def page(part: str) -> str:
        return client.get(f"/work/{report.pk}/{part}/").content.decode()

    for part in places:
        assert f"{part}请对照原件。" not in page(part)
    assert "处审核意见" not in page("overview")
    Report.objects.filter(pk=report.pk).update(state=State.RETURNED)
    for part in places:
        assert [other for other in places if f"{other}请对照原件。" in page(part)] == [part]
    assert 'data-cells="requests.received.natural_person"' in page("requests")
    assert [part for part in places if f"{part}请对照原件。" in page("check")] == list(places)
    assert page("overview").count("1处审核意见") == 2
    assert client.get(f"/work/{report.pk}/").content.decode().count("1处审核意见") == 2


def test_a_settled_remark_can_be_opened_again(cast: Cast, browser_of: Browser, report: Report) -> None:
    remark = review.remark(report.pk, cast.supervisor, "请核对落款。")
    client = browser_of(cast.supervisor)
    client.post(f"/review/{report.pk}/remark/", {"close": remark.pk})
    assert "已了结1条" in shown(client, report)
    client.post(f"/review/{report.pk}/remark/", {"reopen": remark.pk})
    remark.refresh_from_db()
    assert remark.closed_at is None


@pytest.mark.parametrize(
    ("text", "says"), [("  ", "请写要改什么。"), ("长" * 501, "写了501个字，最多500个字。")]
)
@pytest.mark.parametrize("on_finding", [True, False])
def test_a_remark_that_is_not_taken_keeps_what_was_typed(
    cast: Cast, browser_of: Browser, report: Report, query: Finding, text: str, says: str, on_finding: bool
) -> None:
    sent = {"text": text, "place": "problems", "fingerprint": query.fingerprint if on_finding else ""}
    response = browser_of(cast.supervisor).post(f"/review/{report.pk}/remark/", sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert text in page
    assert 'class="form-control is-invalid"' in page
    assert not Remark.objects.exists()


@pytest.mark.parametrize("number", ["0", "x", "99999", "٣", "9" * 5000])
def test_a_remark_there_is_not(cast: Cast, browser_of: Browser, report: Report, number: str) -> None:
    response = browser_of(cast.supervisor).post(f"/review/{report.pk}/remark/", {"close": number})
    assert response.status_code == 422
    assert "没有这条批注" in response.content.decode()


@pytest.mark.parametrize("odd", ["\x00", "é", "x" * 5000, "#finding"])
def test_odd_input_is_refused_or_dropped(cast: Cast, browser_of: Browser, report: Report, odd: str) -> None:
    client = browser_of(cast.supervisor)
    for sent in ({"fingerprint": odd, "seen": odd}, {"fingerprint": odd, "undo": odd}):
        assert client.post(f"/review/{report.pk}/accept/", sent).status_code == 302
    sent = {"text": f"请改\x00{odd[:9]}", "place": odd, "fingerprint": odd}
    assert client.post(f"/review/{report.pk}/remark/", sent).status_code == 302
    remark = Remark.objects.get()
    assert (remark.place, remark.fingerprint) == ("", "")
    assert "\x00" not in remark.text
    assert client.get(f"/review/{report.pk}/", {"place": odd}).status_code == 200


def test_a_remark_of_another_report_is_out_of_reach(cast: Cast, report: Report) -> None:
    other = people.submitted(cast.water, cast.water_clerk)
    remark = review.remark(other.pk, cast.supervisor, "请改。")
    with pytest.raises(Refused):
        review.close(report.pk, cast.supervisor, remark.pk)


def test_nobody_decides_on_what_they_submitted(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason
) -> None:
    Report.objects.filter(pk=report.pk).update(submitted_by=cast.supervisor.user)
    page = shown(browser_of(cast.supervisor), report)
    assert "这份报告是您提交的，请别的审核人员审核。" in page
    assert ">认可<" not in page
    assert 'id="write"' not in page
    with pytest.raises(Refused, match="您提交的"):
        review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    with pytest.raises(Refused, match="您提交的"):
        review.remark(report.pk, cast.supervisor, "请改。")
    review.accept(report.pk, cast.second_supervisor, reason.fingerprint, review.version(reason))


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.PUBLISHED])
def test_only_what_is_under_review_is_decided_on(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason, state: State
) -> None:
    Report.objects.filter(pk=report.pk).update(state=state)
    with pytest.raises(Refused, match="不在审核中"):
        review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    with pytest.raises(Refused, match="不在审核中"):
        review.remark(report.pk, cast.supervisor, "请改。")
    page = shown(browser_of(cast.supervisor), report)
    assert ">认可<" not in page
    assert 'id="write"' not in page


@pytest.mark.parametrize("who", ["clerk", "administrator", "other_supervisor"])
def test_the_guard_stands_without_the_page(cast: Cast, report: Report, reason: Reason, who: str) -> None:
    with pytest.raises(Refused):
        review.accept(report.pk, getattr(cast, who), reason.fingerprint, review.version(reason))
    with pytest.raises(Refused):
        review.remark(report.pk, getattr(cast, who), "请改。")


def test_an_approved_report_can_still_be_remarked_on_and_offers_publication(
    cast: Cast, browser_of: Browser
) -> None:
    report = people.approved(cast.education, cast.clerk)
    page = shown(browser_of(cast.supervisor), report)
    assert f'class="btn btn-primary" href="/work/{report.pk}/act/publish/"' in page
    assert 'id="write"' in page
    review.remark(report.pk, cast.supervisor, "落款日期写错了。")
    assert "退回修改（1处）" in shown(browser_of(cast.supervisor), report)


def test_one_filled_button_a_page(cast: Cast, browser_of: Browser, report: Report) -> None:
    page = shown(browser_of(cast.supervisor), report)
    assert page.count("btn-primary") == 1
    assert page.count("<h1") == 1


def test_approval_and_return_go_through_the_buttons_of_the_page(
    cast: Cast, browser_of: Browser, report: Report, reason: Reason
) -> None:
    client = browser_of(cast.supervisor)
    sent = {"fingerprint": reason.fingerprint, "seen": review.version(reason)}
    client.post(f"/review/{report.pk}/accept/", sent)
    page = client.post(f"/work/{report.pk}/act/approve/", {"revision": report.revision}, follow=True)
    assert "已通过" in page.content.decode()
    client.post(f"/review/{report.pk}/remark/", {"place": "problems", "text": "请写具体措施。"})
    client.post(f"/work/{report.pk}/act/return/", {"revision": report.revision})
    report.refresh_from_db()
    assert report.state == State.RETURNED
    assert "已退回，单位正在改" in shown(client, report)


# Differences ------------------------------------------------------------------------------------------------------


def test_what_changed_against_last_year_the_largest_first(
    cast: Cast, browser_of: Browser, report: Report
) -> None:
    last = people.draft(cast.education, 2024, figures={"requests.received.natural_person": 4})
    people.edition(last, cast.clerk)
    page = shown(browser_of(cast.supervisor), report)
    rows = re.findall(r'data-l="变化">([^<]+)<', page)
    assert rows == ["多20", "多20", "多4"]
    assert "变了3格" in page
    assert "去年4件，多20件" in page


def test_many_changes_unfold(cast: Cast, browser_of: Browser, report: Report) -> None:
    columns = ("enterprise", "research_institute", "legal_service")
    rows = ("refused.state_secret", "refused.internal_affairs", "unavailable.not_held")
    figures = {f"requests.{row}.{column}": 5 for row in rows for column in columns}
    people.edition(people.draft(cast.education, 2024, figures=figures), cast.clerk)
    page = shown(browser_of(cast.supervisor), report)
    assert "看其余4格" in page
    assert len(re.findall(r'data-l="变化"', page)) == 12


def test_without_a_report_of_last_year_nothing_is_compared(
    cast: Cast, browser_of: Browser, report: Report
) -> None:
    people.approved(cast.education, cast.clerk, 2024)
    page = shown(browser_of(cast.supervisor), report)
    assert "没有公布过上一年的报告" in page
    assert page.count("去年没有可比数字") == 4


def test_what_an_import_printed_otherwise(cast: Cast, browser_of: Browser, report: Report) -> None:
    difference = {"printed": "不分公开", "official": "部分公开", "where": "requests.partly_granted"}
    unread = [{"where": "requests", "text": "看不清的一行"}]
    Report.objects.filter(pk=report.pk).update(imported={"differences": [difference], "unread": unread})
    page = shown(browser_of(cast.supervisor), report)
    assert "<del>不</del>分公开" in page
    assert "三、申请办理" in page
    assert "还有1段没有读出来" in page


@pytest.mark.parametrize(("changed", "says"), [(False, "一个字也没有改"), (True, "退回后改过内容")])
def test_whether_anything_changed_since_it_was_returned(
    cast: Cast, browser_of: Browser, report: Report, changed: bool, says: str
) -> None:
    digest = "0" * 64 if changed else report.filing().digest
    Event.objects.create(
        report=report, action="return", target=State.RETURNED, by=cast.supervisor.user, digest=digest
    )
    assert says in shown(browser_of(cast.supervisor), report)


def test_a_correction_shows_its_reason_and_every_change(cast: Cast, browser_of: Browser) -> None:
    report = people.published(cast.education, cast.clerk)
    workflow.act(report, "correct", cast.clerk, "漏记了两件复议。")
    people.store(report, {"cases.review.upheld": 2})
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED, problems="问题已经改写。")
    page = shown(browser_of(cast.supervisor), report)
    assert "更正第1版" in page and "漏记了两件复议。" in page and "更正1格、1段" in page
    cells = re.findall(r'data-l="第1版">([^<]+)</td>\s*<td class="num" data-l="这一稿"><b>([^<]+)<', page)
    assert cells == [("0", "2")]
    assert "<ins>" in page and "问题已经改写" in page


def test_the_clerk_sees_what_the_correction_has_changed_so_far(cast: Cast, browser_of: Browser) -> None:
    report = people.published(cast.education, cast.clerk)
    workflow.act(report, "correct", cast.clerk, "漏记了两件复议。")
    desk = browser_of(cast.clerk)
    page = desk.get(reverse("report", args=[report.pk])).content.decode()
    assert "正在更正第1版，还没有改动" in page and "不更正了" in page
    people.store(report, {"cases.review.upheld": 2})
    page = desk.get(reverse("report", args=[report.pk])).content.decode()
    assert "更正1格" in page and "不更正了" not in page
