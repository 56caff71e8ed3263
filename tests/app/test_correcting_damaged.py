"""A correction of an edition whose stored data are damaged: the desk opens, the work goes on, only what needs them waits."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from disclosure import entry, publishing, workflow
from disclosure.models import Member, Report, State
from disclosure.workflow import Refused
from tests import cast as people
from tests.app.test_access import DOORS, MEMBERS, YEARS, Door
from tests.app.test_desk import break_file
from tests.app.test_earlier_damaged import DAMAGES
from tests.cast import Cast

BrowserOf = Callable[[Member | User | None], Client]

NOTICE = "第1版存下的数据和公布时不一样，不能拿来比较"
NOT_PUBLISHED = "改了什么列不出来，不能公布更正"
NOT_KEPT = "比不出这一稿和它是不是一样"


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)
    monkeypatch.setattr("disclosure.views.printing.render_pdf", lambda filing: b"%PDF-1.7")


@pytest.fixture(params=DAMAGES)
def begun(request: pytest.FixtureRequest, cast: Cast) -> Report:
    """A correction in which nothing was changed yet when the data of the edition were damaged."""
    report = people.published(cast.education, cast.clerk)
    workflow.act(report, "correct", cast.clerk, "漏了一句话。")
    break_file(request.param, "report.json")
    return report


def write(report: Report, cast: Cast) -> None:
    changed = report.other.replace("。", "，其他没有需要报告的事项。", 1)
    entry.save_words(report.pk, cast.clerk, {"other": report.other}, {"other": changed})
    report.refresh_from_db()


def offered(report: Report, member: Member) -> dict[str, str]:
    return {offer.action.name: offer.why for offer in workflow.available(report, member)}


def approve(report: Report, cast: Cast) -> None:
    workflow.act(report, "submit", cast.clerk)
    workflow.act(report, "approve", cast.supervisor)


def test_the_desk_opens_and_says_what_is_damaged_and_who_mends_it(
    begun: Report, cast: Cast, browser_of: BrowserOf
) -> None:
    write(begun, cast)
    page = browser_of(cast.clerk).get(reverse("report", args=[begun.pk])).text
    last = begun.current
    assert last is not None
    assert page.count(NOTICE) == 1
    assert "可以接着改、提交送审" in page and "恢复以前不能公布" in page and "“不更正了”" in page
    assert f"请把验证码{last.code}告诉管理员" in page and "从备份里恢复" in page
    assert "改了哪些，现在列不出来" in page and "还没有改动" not in page
    assert "更正的内容改好了，可以提交" in page
    assert "公众看到的仍是" not in page and "公众现在也看不到" in page


def test_what_was_typed_stays_and_is_gone_on_with(begun: Report, cast: Cast, browser_of: BrowserOf) -> None:
    write(begun, cast)
    browser = browser_of(cast.clerk)
    address = reverse("edit_section", args=[begun.pk, "other"])
    assert begun.other in browser.get(address).text
    assert browser.post(address, {"other": "再写一句。", "base": begun.other}).status_code == 302
    begun.refresh_from_db()
    assert begun.other == "再写一句。"


def test_a_correction_without_a_change_is_known_as_such(
    begun: Report, cast: Cast, browser_of: BrowserOf
) -> None:
    """The code of the edition was made of what it says, so that it tells without its files."""
    page = browser_of(cast.clerk).get(reverse("report", args=[begun.pk])).text
    assert NOTICE in page and "还没有改动" in page and "公众现在看不到第1版" in page
    assert "和已公布的第1版完全一样" in offered(begun, cast.clerk)["submit"]
    workflow.act(begun, "keep", cast.clerk)
    assert (begun.state, begun.edition) == (State.PUBLISHED, 1)


def test_what_may_have_been_changed_is_not_left_off(begun: Report, cast: Cast) -> None:
    write(begun, cast)
    with pytest.raises(Refused, match=NOT_KEPT):
        workflow.act(begun, "keep", cast.clerk)


def test_it_is_submitted_and_approved_but_published_only_when_mended(
    begun: Report, cast: Cast, browser_of: BrowserOf
) -> None:
    write(begun, cast)
    approve(begun, cast)
    assert NOT_PUBLISHED in offered(begun, cast.clerk)["publish"]
    with pytest.raises(Refused, match=NOT_PUBLISHED):
        publishing.publish(begun, cast.supervisor)
    page = browser_of(cast.clerk).get(reverse("report", args=[begun.pk])).text
    assert "已通过，现在还不能公布" in page and NOT_PUBLISHED in page
    asked = browser_of(cast.clerk).get(reverse("act", args=[begun.pk, "publish"]), follow=True)
    assert asked.status_code == 200 and NOT_PUBLISHED in asked.text
    assert begun.publications.count() == 1


def test_the_reviewer_is_told_too(begun: Report, cast: Cast, browser_of: BrowserOf) -> None:
    write(begun, cast)
    workflow.act(begun, "submit", cast.clerk)
    page = browser_of(cast.supervisor).get(reverse("review", args=[begun.pk])).text
    assert NOTICE in page and "请对照打印稿看全文" in page and "告诉管理员" in page


def test_where_nothing_can_be_restored_the_old_edition_is_taken_down_first(
    begun: Report, cast: Cast, browser_of: BrowserOf
) -> None:
    write(begun, cast)
    approve(begun, cast)
    publishing.withdraw(begun, cast.supervisor, "存下的文件损坏。")
    page = browser_of(cast.clerk).get(reverse("report", args=[begun.pk])).text
    assert "已通过，可以公布" in page
    assert NOTICE in page and "也照常可以公布" in page and "不能公布" not in page
    publishing.publish(begun, cast.supervisor)
    newest = begun.current
    assert newest is not None
    assert (newest.number, newest.changes, begun.withdrawn) == (2, [], False)


def test_who_begins_a_correction_is_told_before(cast: Cast, browser_of: BrowserOf) -> None:
    report = people.published(cast.education, cast.clerk)
    address = reverse("act", args=[report.pk, "correct"])
    assert "公众看到的仍是第1版" in browser_of(cast.clerk).get(address).text
    break_file("changed", "report.json")
    page = browser_of(cast.clerk).get(address).text
    assert "管理员恢复第1版以后才能公布" in page and "公众看到的仍是" not in page


def test_an_edition_without_its_data_is_not_drawn_again(begun: Report) -> None:
    last = begun.current
    assert last is not None
    with pytest.raises(CommandError, match="从备份里恢复") as refused:
        call_command("rebuild_edition", last.code, stdout=StringIO())
    assert refused.value.returncode == 2


# --- Every page, every person, every state --------------------------------------------------------------

STAFF = [door for door in DOORS if door.who <= MEMBERS]
WHO = ("clerk", "other_clerk", "supervisor", "other_supervisor", "administrator")


@pytest.fixture
def corrected(cast: Cast) -> dict[State, Report]:
    """One report of the same body in each state, each of them published before and its data damaged since."""
    reports = {}
    for state in State:
        report = people.in_state(state, cast.education, cast.clerk, YEARS[state])
        if state != State.PUBLISHED:
            people.edition(report, cast.clerk)
            Report.objects.filter(pk=report.pk).update(other="另一句话。", revision=2)
            _approved_again(report)
        report.refresh_from_db()
        reports[state] = report
    break_file("changed", "report.json")
    return reports


def _approved_again(report: Report) -> None:
    report.refresh_from_db()
    if report.state == State.APPROVED:
        Report.objects.filter(pk=report.pk).update(approved_digest=report.filing().digest)


@pytest.mark.parametrize("door", STAFF, ids=str)
def test_it_closes_no_door_but_that_of_publishing(
    cast: Cast, corrected: dict[State, Report], door: Door
) -> None:
    for who in WHO:
        client = people.client_of(getattr(cast, who))
        for state, report in corrected.items():
            expected = door.expected(who, state)
            if door.view == "act" and door.arguments == ("publish",) and expected == 200:
                expected = 302
            assert door.ask(client, report) == expected, (who, state)
