"""The address of every act: it asks once before what becomes public, is bound to what was seen, and says what it did."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from disclosure.models import Remark, Report, State
from disclosure.rendering import TooLong
from disclosure.views.acting import DONE
from disclosure.workflow import ACTIONS
from tests import cast as people
from tests.cast import Cast


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return people.client_of(cast.clerk)


@pytest.fixture
def supervisor(cast: Cast) -> Client:
    return people.client_of(cast.supervisor)


def send(client: Client, report: Report, name: str, **data: str) -> HttpResponse:
    """Press the button of an act on the page as it is now."""
    report.refresh_from_db()
    words = {"revision": str(report.revision), **data}
    response = client.post(reverse("act", args=(report.pk, name)), words)
    report.refresh_from_db()
    return response


def said(response: HttpResponse) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def test_every_act_has_words_for_what_was_done() -> None:
    assert set(DONE) == set(ACTIONS)


def test_the_way_from_draft_to_edition_and_back(cast: Cast, clerk: Client, supervisor: Client) -> None:
    report = people.draft(cast.education)
    desk, review = reverse("report", args=(report.pk,)), reverse("review", args=(report.pk,))
    steps = [
        (clerk, "submit", State.SUBMITTED, desk),
        (clerk, "recall", State.DRAFT, desk),
        (clerk, "submit", State.SUBMITTED, desk),
        (supervisor, "approve", State.APPROVED, review),
        (supervisor, "publish", State.PUBLISHED, review),
        (clerk, "correct", State.DRAFT, desk),
    ]
    for client, name, state, back in steps:
        response = send(client, report, name, confirmed="1", note="条数写颠倒了。")
        assert (report.state, response.status_code, response["Location"]) == (state, 302, back), name
        assert said(response).endswith(DONE[name].format(edition=1))
    assert [event.action for event in report.events.all()] == [name for _, name, _, _ in steps]


def test_a_return_carries_the_remarks(cast: Cast, supervisor: Client) -> None:
    report = people.submitted(cast.education, cast.clerk)
    assert "先写批注" in said(send(supervisor, report, "return"))
    assert report.state == State.SUBMITTED
    Remark.objects.create(report=report, text="请核对第三部分", by=cast.supervisor.user)
    send(supervisor, report, "return")
    assert report.state == State.RETURNED


@pytest.mark.parametrize("method", ["get", "post"])
def test_publishing_asks_once_and_names_what_becomes_public(cast: Cast, clerk: Client, method: str) -> None:
    report = people.approved(cast.education, cast.clerk)
    response = getattr(clerk, method)(reverse("act", args=(report.pk, "publish")))
    page = response.content.decode()
    report.refresh_from_db()
    assert (response.status_code, report.state) == (200, State.APPROVED)
    for words in ("第1版", "PDF", "任何人都能看到和下载", 'name="confirmed"', f'value="{report.revision}"'):
        assert words in page


def test_a_correction_wants_a_reason_and_keeps_what_was_typed(cast: Cast, clerk: Client) -> None:
    report = people.published(cast.education, cast.clerk)
    empty = send(clerk, report, "correct", confirmed="1", note=" ")
    assert (empty.status_code, report.state) == (422, State.PUBLISHED)
    assert "请写原因。" in empty.content.decode()
    long = send(clerk, report, "correct", confirmed="1", note="错" * 501)
    assert "最多500个字" in long.content.decode()
    assert "错" * 501 in long.content.decode()


@pytest.mark.parametrize("revision", ["", "0", "999", "一"])
def test_an_act_on_another_revision_is_not_done(cast: Cast, supervisor: Client, revision: str) -> None:
    report = people.submitted(cast.education, cast.clerk)
    response = send(supervisor, report, "approve", revision=revision)
    assert report.state == State.SUBMITTED
    assert "请看过现在的内容再办" in said(response)


def test_publishing_another_revision_asks_again(cast: Cast, clerk: Client) -> None:
    report = people.approved(cast.education, cast.clerk)
    response = send(clerk, report, "publish", confirmed="1", revision="0")
    assert (response.status_code, report.state) == (422, State.APPROVED)
    assert "请看过现在的内容再办" in response.content.decode()


def test_what_cannot_be_drawn_says_so_where_it_was_asked(
    cast: Cast, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = people.approved(cast.education, cast.clerk)

    def too_long(*what: object) -> dict[str, bytes]:
        raise TooLong("全文有100001个字，最多100000个字。")

    monkeypatch.setattr("disclosure.publishing.edition_files", too_long)
    response = send(clerk, report, "publish", confirmed="1")
    assert (response.status_code, report.state) == (422, State.APPROVED)
    assert "没有公布。全文有100001个字" in response.content.decode()


def test_a_closed_act_leads_back_and_says_why(cast: Cast, clerk: Client) -> None:
    report = people.draft(cast.education, words={"problems": "无"})
    response = send(clerk, report, "submit")
    assert (response.status_code, report.state) == (302, State.DRAFT)
    assert said(response) == "还有1处必须更正。"
    assert "现在是“填报中”，不能公布" in said(send(clerk, report, "publish", confirmed="1"))
