"""Cells saved while they are typed: merged, repeated without harm, refused in a sentence, and two people at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from threading import Barrier
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure.models import Report, State
from tests import cast as people
from tests.cast import Cast

RECEIVED = "requests.received.natural_person"
CARRIED = "requests.carried_in.natural_person"
GRANTED = "requests.granted.natural_person"


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.blank(cast.education)


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return people.client_of(cast.clerk)


@pytest.fixture
def colleague(cast: Cast) -> Client:
    return people.client_of(cast.colleague)


def address(report: Report, part: str = "cells", section: str = "requests") -> str:
    return f"/work/{report.pk}/{section}/{part}/"


def send(client: Client, report: Report, body: Any) -> HttpResponse:
    return client.post(address(report), body, content_type="application/json")


def save(
    client: Client, report: Report, typed: dict[str, str], base: dict[str, str] | None = None, **more: Any
) -> dict[str, Any]:
    answer = send(client, report, {"base": base or {}, "typed": typed, **more})
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def value(report: Report, key: str) -> object:
    return Report.objects.get(pk=report.pk).filing().value(key)


# --- What is saved ---------------------------------------------------------------------------------------


def test_a_typed_cell_is_saved_and_answered_as_it_stands(clerk: Client, report: Report) -> None:
    answer = save(clerk, report, {RECEIVED: " １,２３４"}, revision=0)
    assert (answer["cells"], answer["revision"]) == ({RECEIVED: "1234"}, 1)
    assert (answer["errors"], answer["conflicts"]) == ({}, [])
    hour, minute = answer["saved"].split(":")
    assert hour.isdigit() and minute.isdigit()
    assert value(report, RECEIVED) == 1234


def test_a_text_that_is_no_figure_is_kept_and_answered_with_a_sentence(clerk: Client, report: Report) -> None:
    answer = save(clerk, report, {RECEIVED: "/", CARRIED: "2"})
    assert answer["errors"] == {RECEIVED: "“/”不是数字。没有发生请填0。"}
    assert answer["cells"][RECEIVED] == "/"
    report.refresh_from_db()
    assert report.unread == {RECEIVED: "/"}
    assert value(report, CARRIED) == 2


def test_a_text_of_many_words_is_not_cut_in_silence(clerk: Client, report: Report) -> None:
    answer = save(clerk, report, {RECEIVED: "约" * 201, CARRIED: "2"})
    assert answer["errors"] == {RECEIVED: "写了201个字，格子里只放数字，没有存。"}
    assert RECEIVED not in answer["cells"], "what stands there is not what the next text is measured against"
    report.refresh_from_db()
    assert (report.unread, value(report, CARRIED)) == ({}, 2)


def test_a_save_whose_answer_was_lost_is_repeated_without_harm(clerk: Client, report: Report) -> None:
    first = save(clerk, report, {RECEIVED: "5", CARRIED: "/"}, revision=0)
    again = save(clerk, report, {RECEIVED: "5", CARRIED: "/"}, revision=0)
    assert again["revision"] == first["revision"] == 1
    assert again["conflicts"] == []
    assert again["errors"] == first["errors"], "the sentence is said again"
    assert again["cells"] | first["cells"] == again["cells"]


def test_a_save_asks_the_database_for_what_it_needs_only(clerk: Client, report: Report) -> None:
    """Of the words nothing, of the table the line that was typed in, and the person with member and bureau at once."""
    save(clerk, report, {RECEIVED: "4"}, revision=0)
    with CaptureQueriesContext(connection) as asked:
        save(clerk, report, {RECEIVED: "5"}, {RECEIVED: "4"}, revision=1)
    asked_for = [query["sql"] for query in asked if query["sql"].startswith(("SELECT", "UPDATE", "INSERT"))]
    assert len(asked_for) == 7, "session, person, report, report held, line; line written, report written"
    assert not any('"overview"' in sql for sql in asked_for)
    (read,) = [sql for sql in asked_for if sql.startswith("SELECT") and "requestrow" in sql]
    assert "'received'" in read


# --- Two people ------------------------------------------------------------------------------------------


def test_others_cells_come_with_the_answer(clerk: Client, colleague: Client, report: Report) -> None:
    save(colleague, report, {CARRIED: "3"}, revision=0)
    answer = save(clerk, report, {RECEIVED: "5"}, revision=0)
    assert answer["cells"][CARRIED] == "3"
    assert len(answer["cells"]) == len(report.format.tables["requests"].entered)
    quiet = save(clerk, report, {RECEIVED: "6"}, {RECEIVED: "5"}, revision=answer["revision"])
    assert quiet["cells"] == {RECEIVED: "6"}


def test_the_same_cell_of_two_people_is_a_conflict_until_one_is_chosen(
    clerk: Client, colleague: Client, report: Report
) -> None:
    save(colleague, report, {RECEIVED: "8"})
    answer = save(clerk, report, {RECEIVED: "9", CARRIED: "1"})
    assert answer["conflicts"] == [{"key": RECEIVED, "theirs": "8", "yours": "9"}]
    assert (value(report, RECEIVED), value(report, CARRIED)) == (8, 1)
    save(colleague, report, {RECEIVED: "7"}, {RECEIVED: "8"})
    chosen = save(clerk, report, {RECEIVED: "9"}, {RECEIVED: "8"})
    assert chosen["conflicts"] == [{"key": RECEIVED, "theirs": "7", "yours": "9"}], (
        "not seen, not overwritten"
    )
    assert save(clerk, report, {RECEIVED: "9"}, {RECEIVED: "7"})["conflicts"] == []
    assert value(report, RECEIVED) == 9


def test_who_looks_again_is_told_only_what_is_new(clerk: Client, colleague: Client, report: Report) -> None:
    quiet = clerk.get(address(report), {"revision": "0"})
    assert (quiet.status_code, quiet.content) == (204, b"")
    save(colleague, report, {CARRIED: "3"})
    news = clerk.get(address(report), {"revision": "0"}).json()
    assert (news["revision"], news["cells"][CARRIED], news["cells"][RECEIVED]) == (1, "3", "")
    assert (news["locked"], news["declared"]) == ("", False)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    assert clerk.get(address(report), {"revision": "1"}).json()["locked"] == "待审核"


@pytest.mark.django_db(transaction=True)
def test_saves_at_the_same_moment_lose_nothing(cast: Cast, report: Report) -> None:
    """Two people, forty cells each in turns, every pair at once; on both databases with real transactions."""
    keys = [place.key for place in report.format.tables["requests"].entered][:40]
    clients = [people.client_of(cast.clerk), people.client_of(cast.colleague)]
    barrier = Barrier(2)

    def fill(who: int) -> list[str]:
        clashes = []
        for number, key in enumerate(keys):
            mine = str(number) if number % 2 == who else ""
            barrier.wait()
            typed = {key: mine} if mine else {keys[number - 1]: "77"} if number == 39 else {}
            clashes += [c["key"] for c in save(clients[who], report, typed)["conflicts"]]
        connection.close()
        return clashes

    with ThreadPoolExecutor(2) as pool:
        clashes = [found for each in pool.map(fill, range(2)) for found in each]
    figures = Report.objects.get(pk=report.pk).filing().figures
    assert figures == {key: number for number, key in enumerate(keys)}
    assert clashes == [keys[38]]
    assert Report.objects.get(pk=report.pk).revision == 40


@pytest.mark.django_db(transaction=True)
def test_of_two_different_figures_at_the_same_moment_one_stands_and_one_is_shown(
    cast: Cast, report: Report
) -> None:
    clients = [people.client_of(cast.clerk), people.client_of(cast.colleague)]
    barrier = Barrier(2)

    def fill(who: int) -> dict[str, Any]:
        barrier.wait()
        answer = save(clients[who], report, {RECEIVED: str(8 + who)})
        connection.close()
        return answer

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(fill, range(2)))
    (clash,) = [conflict for answer in answers for conflict in answer["conflicts"]]
    assert {clash["theirs"], clash["yours"]} == {"8", "9"}
    assert str(value(report, RECEIVED)) == clash["theirs"]


# --- What is refused -------------------------------------------------------------------------------------


def test_who_is_no_longer_logged_in_is_told_so_and_not_led_away(clerk: Client, report: Report) -> None:
    Session.objects.all().delete()
    for answer in (
        send(clerk, report, {"typed": {RECEIVED: "5"}}),
        clerk.get(address(report)),
        clerk.get(address(report, "findings")),
    ):
        assert (answer.status_code, answer.json()) == (
            401,
            {"message": "登录到时间了，或者在别的页面退出了。"},
        )
    assert value(report, RECEIVED) is None


def test_a_page_of_somebody_else_does_not_save_in_the_name_of_who_came_after(
    cast: Cast, colleague: Client, report: Report
) -> None:
    page_of = {"X-Account": str(cast.clerk.user_id)}
    body = {"typed": {RECEIVED: "5"}}
    for came_after in (cast.colleague, cast.water_clerk, cast.supervisor):
        browser = people.client_of(came_after)
        for answer in (
            browser.post(address(report), body, content_type="application/json", headers=page_of),
            browser.get(address(report), headers=page_of),
        ):
            assert answer.status_code == 401
            assert answer.json() == {
                "message": f"这个浏览器里现在登录的是另一个账号：{came_after.name}。",
                "other": True,
            }
    assert value(report, RECEIVED) is None
    own = {"X-Account": str(cast.colleague.user_id)}
    assert (
        colleague.post(address(report), body, content_type="application/json", headers=own).status_code == 200
    )


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.PUBLISHED])
def test_a_report_on_its_way_takes_nothing_and_says_why(cast: Cast, clerk: Client, state: State) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    answer = send(clerk, report, {"base": {RECEIVED: "0"}, "typed": {RECEIVED: "5"}})
    assert answer.status_code == 409
    assert "不能改" in answer.json()["message"]
    assert value(report, RECEIVED) == 0


def test_another_body_is_told_that_the_report_is_not_its_own(cast: Cast, report: Report) -> None:
    answer = send(people.client_of(cast.water_clerk), report, {"typed": {RECEIVED: "5"}})
    assert answer.status_code == 403
    assert "别的单位" in answer.json()["message"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{broken",
        "[" * 5000,
        '{"typed": []}',
        '{"typed": {"requests.received.natural_person": 5}}',
        '{"typed": {"requests.received.natural_person": "5"}, "base": ["5"]}',
        '{"typed": {"requests.received.total": "5"}}',
        '{"typed": {"cases.review.upheld": "5"}}',
        '{"typed": {"requests.nowhere.other": "5", "requests.received.natural_person": "5"}}',
    ],
)
def test_what_no_page_sends_is_refused_whole(clerk: Client, report: Report, body: str) -> None:
    answer = send(clerk, report, body)
    assert answer.status_code == 400
    said = answer.json()["message"]
    assert said.endswith("。") and "重新打开" not in said  # the page says what to do, once
    assert value(report, RECEIVED) is None


def test_too_much_at_once_is_refused(clerk: Client, report: Report) -> None:
    whole = {place.key: "1" * 12 for place in report.format.tables["requests"].entered}
    body = json.dumps({"base": whole, "typed": whole})
    assert len(body) < 25_000
    assert send(clerk, report, body).status_code == 200
    answer = send(clerk, report, {"typed": {RECEIVED: "5" * 70_000}})
    assert (answer.status_code, answer.json()) == (413, {"message": "一次送来的太多了，请分几次填。"})


def test_a_section_without_a_table_has_no_cells(clerk: Client, report: Report) -> None:
    answer = clerk.post(address(report, section="overview"), "{}", content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (404, ["message"])
    assert clerk.get("/work/987654/requests/cells/").json().keys() == {"message"}


def test_a_save_asks_the_database_little(
    clerk: Client, report: Report, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    """Session, user, member, report; and between begin and commit: report, table, row, report."""
    save(clerk, report, {RECEIVED: "4"})
    with django_assert_max_num_queries(10):
        save(clerk, report, {RECEIVED: "5"}, {RECEIVED: "4"})
    with django_assert_max_num_queries(4):
        assert clerk.get(address(report), {"revision": "2"}).status_code == 204


# --- What the checks say meanwhile -----------------------------------------------------------------------


class Marks(HTMLParser):
    """The marks of a fragment: cell → (class, id of what explains it), and every id in it."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__()
        self.ids: set[str | None] = set()
        self.marks: dict[str, list[str]] = {}
        self.feed(answer.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id"))
        if "data-marks" in found:
            self.marks = json.loads(found["data-marks"] or "")


def test_a_mended_finding_goes_away(cast: Cast, clerk: Client) -> None:
    report = people.draft(cast.education, figures={RECEIVED: 5})
    found = Marks(answer := clerk.get(address(report, "findings")))
    assert "自然人：两边差5件" in answer.content.decode() and "处须更正" in answer.content.decode()
    ((key, (style, explained)),) = [(k, m) for k, m in found.marks.items() if m[0] == "err"]
    assert (style, explained in found.ids) == ("err", True)
    save(clerk, report, {GRANTED: "5"}, {GRANTED: "0"})
    mended = clerk.get(address(report, "findings"))
    assert key not in Marks(mended).marks
    assert "两边差" not in mended.content.decode() and "处须更正" not in mended.content.decode()
