"""Every address × every person × every state of a report: who gets in, who is sent to log in, who is refused.

The doors below are a second writing of the addresses. An address without a door fails the first test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from disclosure import urls
from disclosure.models import Member, Report, State
from tests import cast as people
from tests.cast import Cast

EDITABLE = (State.DRAFT, State.RETURNED)
NOBODY, STRANGER = "public", "stranger"
OWN = {"clerk", "colleague"}
CLERKS = OWN | {"water_clerk", "other_clerk"}
OFFICE = {"supervisor", "second_supervisor"}
SUPERVISORS = OFFICE | {"other_supervisor"}
MEMBERS = CLERKS | SUPERVISORS | {"administrator"}
ACCOUNTS = MEMBERS | {STRANGER}
EVERYBODY = ACCOUNTS | {NOBODY}
YEARS = dict(zip(State, range(2021, 2026), strict=True))
"""The walk meets one report in each state, of one body and five years."""

Standing = tuple[Cast, dict[State, Report]]

Answer = int | Mapping[State, int]


def where(states: tuple[State, ...], inside: int, outside: int) -> dict[State, int]:
    """One status in these states, another in the rest."""
    return {state: inside if state in states else outside for state in State}


@dataclass(frozen=True)
class Door:
    """One address asked in one way: who is let in and what they are answered, the others' answers following from that.

    `arguments` are those behind the report's: report pages take its number first, public ones its body and year.
    `others`  the answer of people for whom the address has another one.
    """

    view: str
    method: str
    who: set[str]
    answer: Answer
    arguments: tuple[object, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)

    def expected(self, who: str, state: State) -> int:
        if who in self.others:
            return self.others[who]
        if who in self.who:
            return self.answer if isinstance(self.answer, int) else self.answer[state]
        return 302 if who == NOBODY else 403

    def address(self, report: Report) -> str:
        if self.view in PUBLIC:
            first: tuple[object, ...] = (report.bureau.code, report.year)
            return reverse(self.view, args=(*first[: PUBLIC[self.view]], *self.arguments))
        on_report = "<int:pk>" in PATTERNS[self.view]
        return reverse(self.view, args=((report.pk,) if on_report else ()) + self.arguments)

    def ask(self, client: Client, report: Report) -> int:
        sender = client.post if self.method == "POST" else client.get
        return sender(self.address(report), dict(self.data)).status_code

    def __str__(self) -> str:
        return f"{self.method} {self.view} {' '.join(map(str, self.arguments))}".strip()


PUBLIC = {
    "public_body": 1,
    "public_report": 2,
    "public_edition": 2,
    "public_file": 2,
    "public_pack": 2,
    "public_source": 2,
    "public_cells": 2,
    "public_changes": 2,
    "public_changes_data": 2,
    "figure": 2,
    "figure_data": 2,
    "api_report": 2,
}
"""Public pages of a report, and how many of (code, year) they take."""


def _patterns(below: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    for each in below:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, route)
        else:
            yield str(each.name), route


PATTERNS = dict(_patterns(urls.urlpatterns))
PUBLISHED = where((State.PUBLISHED,), 200, 404)
WORDS = {"overview": people.WORDS["overview"], "base": people.WORDS["overview"]}

DOORS = (
    Door("login", "GET", EVERYBODY, 302, others={NOBODY: 200}),
    Door("logout", "POST", EVERYBODY, 200),
    Door("password_change", "GET", ACCOUNTS, 200),
    Door("password_change_done", "GET", ACCOUNTS, 200),
    # the filer's desk
    Door("home", "GET", MEMBERS, 302, others=dict.fromkeys(CLERKS, 200)),
    Door("here", "GET", ACCOUNTS, 204, others={NOBODY: 401}),
    Door("start", "POST", CLERKS, 302, (people.YEAR,)),
    Door("report", "GET", OWN, 200),
    Door("edit_head", "GET", OWN, 200),
    Door("edit_head", "POST", OWN, where(EDITABLE, 302, 409)),
    Door("check", "GET", OWN, 200),
    Door("findings_file", "GET", OWN | OFFICE, 200),
    Door("give_reason", "POST", OWN, 409),
    Door("history", "GET", OWN | OFFICE, 200),
    Door("preview", "GET", OWN | OFFICE, 200),
    Door("preview_pdf", "GET", OWN | OFFICE, 200),
    Door("draft_file", "GET", OWN | OFFICE, 200, ("xlsx",)),
    # a document handed in; without a file there is nothing to read
    Door("intake", "GET", OWN, 200),
    Door("intake", "POST", OWN, 422),
    Door("confirm_intake", "POST", OWN, 302),
    Door("put_away_intake", "POST", OWN, 302),
    Door("undo_intake", "POST", OWN, 302),
    Door("edit_section", "GET", OWN, 200, ("requests",)),
    Door("edit_section", "POST", OWN, where(EDITABLE, 302, 409), ("requests",)),
    Door("edit_section", "GET", OWN, 200, ("overview",)),
    Door("edit_section", "POST", OWN, where(EDITABLE, 302, 409), ("overview",), WORDS),
    Door("edit_section", "GET", OWN, 404, ("nonsense",)),
    # a script is told that it has to log in, and is not sent there; sent without cells there is nothing to save
    Door("cells", "GET", OWN, 200, ("requests",), others={NOBODY: 401}),
    Door("cells", "POST", OWN, 400, ("requests",), others={NOBODY: 401}),
    Door("findings", "GET", OWN, 200, ("requests",), others={NOBODY: 401}),
    Door("declare", "POST", OWN, 302, ("cases",)),
    Door("undeclare", "POST", OWN, 302, ("cases",)),
    Door("carry_over", "POST", OWN, 302, ("requests",)),
    Door("zeros", "POST", OWN, 302, ("requests",)),
    Door("add_picture", "POST", OWN, 422, ("overview",)),
    Door("remove_picture", "POST", OWN, 302, (1,)),
    Door("describe_picture", "POST", OWN, 302, ("overview", 1)),
    Door("picture", "GET", OWN | OFFICE, 404, (1,)),
    Door("preview_words", "POST", OWN, 200, ("overview",), WORDS),
    Door("save_typed", "GET", OWN, 200, ("overview",), others={NOBODY: 401}),
    Door("save_typed", "POST", OWN, 400, ("head",), others={NOBODY: 401}),
    Door("save_typed", "GET", OWN, 404, ("requests",), others={NOBODY: 401}),
    Door(
        "start_words",
        "POST",
        OWN,
        where(EDITABLE, 302, 409),
        ("problems",),
        {"answer:problems": "解读形式单一。"},
    ),
    Door("paste", "POST", OWN, 200, ("overview",), {"text": "甲,"}),
    # acts: sent without the revision, so that nothing is done; what is done is in test_acting.py
    Door("act", "POST", OWN, 302, ("submit",)),
    Door("act", "POST", OWN, 302, ("recall",)),
    Door("act", "POST", OFFICE, 302, ("return",)),
    Door("act", "POST", OFFICE, 302, ("approve",)),
    Door("act", "POST", OWN | OFFICE, where((State.APPROVED,), 200, 302), ("publish",)),
    Door("act", "GET", OWN | OFFICE, where((State.APPROVED,), 200, 302), ("publish",)),
    Door("act", "POST", OWN | OFFICE, where((State.PUBLISHED,), 200, 302), ("correct",)),
    Door("act", "GET", OWN | OFFICE, where((State.PUBLISHED,), 200, 302), ("correct",)),
    Door("act", "POST", OWN | OFFICE, 404, ("destroy",)),
    # review and season
    Door("review_queue", "GET", SUPERVISORS, 200),
    Door("review", "GET", OFFICE, 200),
    Door("accept_reason", "POST", OFFICE, 302),
    Door("remark", "POST", OFFICE, 422),
    Door("season_now", "GET", SUPERVISORS, 302),
    Door("season", "GET", SUPERVISORS, 200, (people.YEAR,)),
    # the public
    Door("public_index", "GET", EVERYBODY, 200),
    Door("public_search", "GET", EVERYBODY, 200),
    Door("public_years", "GET", EVERYBODY, 200),
    Door("public_year", "GET", EVERYBODY, 200, (YEARS[State.PUBLISHED],)),
    Door("public_feed", "GET", EVERYBODY, 200),
    Door("public_sitemap", "GET", EVERYBODY, 200),
    Door("public_sitemap_part", "GET", EVERYBODY, 404, (1,)),
    Door("public_robots", "GET", EVERYBODY, 200),
    Door("public_check", "GET", EVERYBODY, 200),
    Door("public_check", "POST", EVERYBODY, 422),
    Door("public_rules", "GET", EVERYBODY, 200),
    Door("public_rules_data", "GET", EVERYBODY, 200),
    # of a code nobody has, and of a report that was never corrected
    Door("public_verify_ask", "GET", EVERYBODY, 200),
    Door("public_verify", "GET", EVERYBODY, 404, ("7KQM-2F9X-4DHA",)),
    Door("public_verify_data", "GET", EVERYBODY, 404, ("7KQM-2F9X-4DHA",)),
    Door("public_digests", "GET", EVERYBODY, 200, ("00",)),
    Door("public_ledger", "GET", EVERYBODY, 200),
    Door("public_ledger_data", "GET", EVERYBODY, 200),
    Door("public_ledger_verifier", "GET", EVERYBODY, 200),
    Door("public_ledger_part", "GET", EVERYBODY, 200, (1,)),
    Door("public_changes", "GET", EVERYBODY, 404, (1,)),
    Door("public_changes_data", "GET", EVERYBODY, 404, (1,)),
    Door("public_cells", "GET", EVERYBODY, PUBLISHED),
    Door("figure", "GET", EVERYBODY, PUBLISHED, ("requests.received.total",)),
    Door("figure_data", "GET", EVERYBODY, PUBLISHED, ("requests.received.total",)),
    Door("public_data", "GET", EVERYBODY, 200),
    Door("public_data_file", "GET", EVERYBODY, 200, ("all", "csv")),
    Door("public_mapping", "GET", EVERYBODY, 200),
    Door("public_schema", "GET", EVERYBODY, 200, ("notice_2021_30",)),
    Door("public_openapi", "GET", EVERYBODY, 200),
    Door("api_v1", "GET", EVERYBODY, 200),
    Door("api_bodies", "GET", EVERYBODY, 200),
    Door("api_reports", "GET", EVERYBODY, 200),
    Door("api_report", "GET", EVERYBODY, PUBLISHED),
    Door("api_edition", "GET", EVERYBODY, 404, ("7KQM-2F9X-4DHA",)),
    Door("api_figures", "GET", EVERYBODY, 400),
    Door("api_formats", "GET", EVERYBODY, 200),
    Door("api_ledger", "GET", EVERYBODY, 200),
    Door("api_nothing", "GET", EVERYBODY, 404, ("nowhere",)),
    Door("public_body", "GET", EVERYBODY, 200),
    Door("public_report", "GET", EVERYBODY, PUBLISHED),
    Door("public_edition", "GET", EVERYBODY, PUBLISHED, (1,)),
    Door("public_file", "GET", EVERYBODY, PUBLISHED, (1, "report.pdf")),
    Door("public_pack", "GET", EVERYBODY, PUBLISHED, (1,)),
    Door("public_source", "GET", EVERYBODY, 404, (1, "txt")),
)

WITHOUT_TOKEN = {"public_check"}
"""What stores nothing and needs no cookie; it asks the browser where the file comes from (test_checker.py)."""
ONLY_READ = {
    *("findings", "home", "report", "check", "history", "preview", "preview_pdf"),
    *("review_queue", "review", "season_now", "season"),
    *(
        "public_rules",
        "public_rules_data",
        "public_index",
        *("public_search", "public_years", "public_year", "public_feed", "public_sitemap", "public_robots"),
        "public_body",
        "public_report",
        "public_edition",
        "public_file",
        "public_pack",
    ),
}
ONLY_DONE = {
    "logout",
    "start",
    "give_reason",
    "declare",
    "undeclare",
    "carry_over",
    "zeros",
    "add_picture",
    "remove_picture",
    "describe_picture",
    "preview_words",
    "start_words",
    "paste",
    "accept_reason",
    "remark",
    *("confirm_intake", "put_away_intake", "undo_intake"),
}


@pytest.fixture(scope="module")
def standing(module_db: DjangoDbBlocker) -> Standing:
    """The people, and one report of the same body in each state."""
    with module_db.unblock():
        cast = people.build()
        return cast, {s: people.in_state(s, cast.education, cast.clerk, YEARS[s]) for s in State}


@pytest.fixture
def scene(db: None, standing: Standing) -> Standing:
    return deepcopy(standing)


@pytest.fixture
def cast(scene: Standing) -> Cast:
    return scene[0]


@pytest.fixture
def reports(scene: Standing) -> dict[State, Report]:
    return scene[1]


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.views.printing.render_pdf", lambda filing: b"%PDF-1.7")


def person(cast: Cast, who: str) -> Member | User | None:
    return None if who == NOBODY else getattr(cast, who)


def named(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
    """The names of all addresses, those of included modules as well."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern.url_patterns)
        else:
            yield pattern.name


def test_every_address_has_a_door() -> None:
    ours = [p for p in get_resolver().url_patterns if getattr(p, "app_name", None) != "admin"]
    assert set(named(ours)) == {door.view for door in DOORS}
    assert {door.view for door in DOORS if door.method == "GET"} >= ONLY_READ


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_every_door_opens_to_whom_it_should(cast: Cast, reports: dict[State, Report], door: Door) -> None:
    answers, expected = {}, {}
    for who in sorted(EVERYBODY):
        client = people.client_of(person(cast, who))
        for state, report in reports.items():
            answers[who, state] = door.ask(client, report)
            expected[who, state] = door.expected(who, state)
    assert answers == expected


@pytest.mark.parametrize("door", [d for d in DOORS if d.view in ONLY_READ | ONLY_DONE], ids=str)
def test_what_is_read_is_not_posted_and_what_is_done_is_not_got(
    cast: Cast, reports: dict[State, Report], door: Door
) -> None:
    report = reports[State.PUBLISHED]
    for who in (NOBODY, "clerk", "supervisor"):
        client = people.client_of(person(cast, who))
        sender = client.get if door.view in ONLY_DONE else client.post
        assert sender(door.address(report)).status_code == 405


@pytest.mark.parametrize("state", [State.PUBLISHED, State.DRAFT])
def test_what_is_sent_to_a_public_page_is_refused_as_a_method_and_for_nothing_else(
    reports: dict[State, Report], state: State
) -> None:
    """No word of a token that ran out, and the same whether there is such a report or not."""
    client = Client(enforce_csrf_checks=True)
    doors = [door for door in READ_BY_ALL if door.view not in WITHOUT_TOKEN]
    answers = {str(door): client.post(door.address(reports[state])) for door in doors}
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code != 405} == {}
    assert not any(answer.cookies for answer in answers.values())


PRIVATE = [
    door for door in DOORS if door.method == "GET" and NOBODY not in door.who and NOBODY not in door.others
]


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("who", [NOBODY, "other_clerk", STRANGER])
def test_no_other_method_goes_round_a_door(
    cast: Cast, reports: dict[State, Report], method: str, who: str
) -> None:
    """A stranger learns nothing from HEAD or OPTIONS, and changes nothing by any method."""
    client = people.client_of(person(cast, who))
    for door in PRIVATE:
        if who in door.who:
            continue
        answer = getattr(client, method)(door.address(reports[State.DRAFT]))
        assert answer.status_code in (302, 403, 405), (str(door), answer.status_code)
        assert "location" not in answer.headers or answer["Location"].startswith(reverse("login"))


READ_BY_ALL = [
    door for door in DOORS if door.method == "GET" and door.who == EVERYBODY and door.view != "login"
]


@pytest.mark.parametrize("method", ["get", "head"])
def test_readers_are_given_no_cookie_and_every_answer_says_what_it_may(
    reports: dict[State, Report], method: str
) -> None:
    """On every public page there is, those that are not found included."""
    for door in READ_BY_ALL:
        for state in (State.PUBLISHED, State.DRAFT):
            answer = getattr(Client(), method)(door.address(reports[state]))
            assert not answer.cookies, str(door)
            assert answer.status_code != 200 or "Cookie" not in answer.get("Vary", ""), str(door)
            _says_what_it_may(answer, str(door))


def test_no_browser_keeps_a_page_of_the_staff(cast: Cast, reports: dict[State, Report]) -> None:
    pages = [door for door in DOORS if door.method == "GET" and door.who <= MEMBERS and "clerk" in door.who]
    client = people.client_of(cast.clerk)
    shown = {
        door.view: answer
        for door in pages
        if (answer := client.get(door.address(reports[State.DRAFT]))).status_code == 200
    }
    assert {"home", "edit_section", "check", "preview"} <= set(shown)
    assert [view for view, answer in shown.items() if "private" not in answer["Cache-Control"]] == []
    assert [view for view, answer in shown.items() if "no-store" not in answer["Cache-Control"]] == []


def _says_what_it_may(answer: Any, where: str) -> None:
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy, where
    assert answer["X-Content-Type-Options"] == "nosniff", where
    assert answer["Referrer-Policy"] == "same-origin", where
    assert "camera=()" in answer["Permissions-Policy"], where
    assert answer.get("X-Frame-Options", "DENY") in ("DENY", "SAMEORIGIN"), where
    assert "X-Accel-Redirect" not in answer, where


def test_errors_say_what_they_may_as_well(
    cast: Cast, reports: dict[State, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = people.client_of(cast.other_clerk)
    client.raise_request_exception = False
    private = reverse("report", args=(reports[State.DRAFT].pk,))
    answers = {403: client.get(private), 404: client.get("/nowhere/"), 405: client.post("/rules/")}
    answers[400] = client.get("/", headers={"host": "elsewhere.example"})
    monkeypatch.setattr("disclosure.views.rules.render", lambda *what: 1 / 0)
    answers[500] = client.get(reverse("public_rules"))
    for status, answer in answers.items():
        assert answer.status_code == status
        _says_what_it_may(answer, str(status))
        assert "elsewhere.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "..%2f..%2fdb.sqlite3",
        "..",
        "%2e%2e%2f1%2freport.pdf",
        "report.pdf%00.html",
        "source.txt",
        "REPORT.PDF",
        "report.html/",
        "pack.zip/..",
        "/etc/passwd",
    ],
)
def test_no_name_leads_out_of_an_edition(reports: dict[State, Report], name: str) -> None:
    address = f"/reports/shili-education/{YEARS[State.PUBLISHED]}/1/{name}"
    assert Client().get(address).status_code == 404


def test_a_log_in_begins_a_session_of_its_own_and_a_log_out_ends_it(cast: Cast) -> None:
    """Whoever planted a session beforehand does not hold the one behind the log-in."""
    client = Client()
    planted = client.session
    planted["planted"] = 1
    planted.save()
    client.cookies["sessionid"] = before = str(planted.session_key)
    client.post(reverse("login"), {"username": cast.clerk.user.username, "password": people.PASSWORD})
    after = client.cookies["sessionid"]
    assert after.value != before and (after["httponly"], after["samesite"]) == (True, "Lax")
    assert client.get(reverse("home")).status_code == 200
    client.post(reverse("logout"))
    thief = Client()
    thief.cookies["sessionid"] = after.value
    assert thief.get(reverse("home")).status_code == 302


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_a_log_in_leads_nowhere_else(cast: Cast, target: str) -> None:
    words = {"username": cast.clerk.user.username, "password": people.PASSWORD, "next": target}
    assert Client().post(reverse("login"), words)["Location"] == reverse("home")


@pytest.mark.parametrize("action", ["submit", "recall", "return", "approve"])
def test_an_act_that_does_not_ask_has_no_page(cast: Cast, reports: dict[State, Report], action: str) -> None:
    for who in ("clerk", "supervisor"):
        address = reverse("act", args=(reports[State.SUBMITTED].pk, action))
        assert people.client_of(person(cast, who)).get(address).status_code == 405


@pytest.mark.parametrize(
    "door", [d for d in DOORS if d.method == "POST" and d.view not in WITHOUT_TOKEN], ids=str
)
def test_nothing_is_done_from_another_site(cast: Cast, reports: dict[State, Report], door: Door) -> None:
    who = sorted(door.who & MEMBERS)[0]
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(cast, who).user)
    assert door.ask(client, reports[State.DRAFT]) == 403


def test_who_is_sent_to_log_in_comes_back(reports: dict[State, Report]) -> None:
    address = reverse("report", args=(reports[State.DRAFT].pk,))
    assert Client().get(address)["Location"] == f"{reverse('login')}?next={address}"


def test_a_report_that_does_not_exist_is_not_found(cast: Cast) -> None:
    client = people.client_of(cast.clerk)
    assert client.get(reverse("report", args=(987654,))).status_code == 404


# --- The administrator's pages -------------------------------------------------------------------------


def test_only_administrators_see_any_page_of_the_administration(cast: Cast) -> None:
    site = next(p for p in get_resolver().url_patterns if getattr(p, "app_name", None) == "admin")
    plain = [name for name in named(site.url_patterns) if name and not _wants_arguments(name)]
    assert len(plain) > 15
    for who in sorted(EVERYBODY - {"administrator"}):
        client = people.client_of(person(cast, who))
        for name in set(plain) - {"login", "logout"}:
            response = client.get(reverse(f"admin:{name}"))
            assert (name, response.status_code) == (name, 302)
            assert "/login/" in response["Location"]


def _wants_arguments(name: str) -> bool:
    return name.endswith(("_change", "_delete", "_history", "_password_change")) or name in (
        "view_on_site",
        "app_list",
    )
