"""A password somebody else gave opens nothing but the page on which it is changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from disclosure.models import Member, Report
from tests import cast as people
from tests.cast import Cast

BrowserOf = Callable[[Member | User | None], Client]

OWN = "自己想的一个长口令-2026"


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.draft(cast.education)


@pytest.fixture(params=["clerk", "supervisor", "administrator"])
def newcomer(request: pytest.FixtureRequest, cast: Cast) -> Member:
    member: Member = getattr(cast, request.param)
    Member.objects.filter(pk=member.pk).update(first_password=True)
    member.refresh_from_db()
    return member


def change(browser: Client, new: str, again: str = OWN) -> int:
    words = {"old_password": people.PASSWORD, "new_password1": new, "new_password2": again}
    return browser.post(reverse("password_change"), words).status_code


def test_every_page_leads_to_the_change(newcomer: Member, browser_of: BrowserOf) -> None:
    browser = browser_of(newcomer)
    for page in (
        "home",
        "review_queue",
        "admin:index",
        "admin:auth_user_changelist",
        "admin:password_change",
    ):
        answer = browser.get(reverse(page))
        if answer.status_code == 403:  # another role's page
            continue
        assert answer.status_code == 302
        assert answer["Location"].startswith((reverse("password_change"), reverse("admin:login"))), page


def test_nothing_is_saved_before(cast: Cast, report: Report, browser_of: BrowserOf) -> None:
    Member.objects.filter(pk=cast.clerk.pk).update(first_password=True)
    browser = browser_of(cast.clerk)
    saved = browser.post(
        reverse("save_typed", args=[report.pk, "requests"]), {}, content_type="application/json"
    )
    assert (saved.status_code, saved["Location"]) == (302, reverse("password_change"))


def test_the_way_out_stays_open(newcomer: Member, browser_of: BrowserOf) -> None:
    browser = browser_of(newcomer)
    assert browser.post(reverse("logout")).status_code == 200
    assert "_auth_user_id" not in browser.session
    if newcomer.user.is_staff:
        browser.force_login(newcomer.user)
        browser.post(reverse("admin:logout"))
        assert "_auth_user_id" not in browser.session


def test_with_a_password_of_their_own_they_go_on(newcomer: Member, browser_of: BrowserOf) -> None:
    browser = browser_of(newcomer)
    page = browser.get(reverse("password_change")).text
    assert "是别人给的" in page and "不改了" not in page
    assert change(browser, OWN, "另一个") == 200
    assert browser.get(reverse("home"))["Location"] == reverse("password_change")
    assert change(browser, OWN) == 302
    newcomer.refresh_from_db()
    assert newcomer.first_password is False
    assert browser.get(reverse("home")).get("Location", "") != reverse("password_change")


def test_who_has_their_own_is_told_nothing(cast: Cast, browser_of: BrowserOf) -> None:
    page = browser_of(cast.clerk).get(reverse("password_change")).text
    assert "是别人给的" not in page and "不改了" in page


def test_what_is_asked_of_a_password_is_said_in_our_words(cast: Cast, browser_of: BrowserOf) -> None:
    browser = browser_of(cast.clerk)
    page = browser.get(reverse("password_change")).text
    assert "至少10个字" in page and "你" not in page and "校验" not in page
    wrong = {"old_password": "不对", "new_password1": OWN, "new_password2": "另一个"}
    answer = browser.post(reverse("password_change"), wrong)
    assert "旧密码不对，请再写一次。" in answer.text and "两次写的新密码不一样。" in answer.text


def test_the_one_that_was_given_is_no_password_of_their_own(newcomer: Member, browser_of: BrowserOf) -> None:
    browser = browser_of(newcomer)
    answer = browser.post(
        reverse("password_change"),
        {
            "old_password": people.PASSWORD,
            "new_password1": people.PASSWORD,
            "new_password2": people.PASSWORD,
        },
    )
    assert "新密码和原来的一样" in answer.text
    newcomer.refresh_from_db()
    assert newcomer.first_password is True
