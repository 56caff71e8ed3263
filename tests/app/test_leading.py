"""Addresses that only take forms, opened: behind the log-in, or again from the address bar."""

from __future__ import annotations

import pytest
from django.test import Client

from reportsite.leading import page_above
from tests import cast as people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/work/8/problems/start/", "/work/8/problems/"),
        ("/work/8/reason/", "/work/8/"),
        ("/work/8/requests/declare/", "/work/8/requests/"),
        ("/work/8/intake/confirm/", "/work/8/intake/"),
        ("/work/start/2025/", "/work/"),
        ("/review/8/remark/", "/review/8/"),
        ("/logout/", ""),
    ],
)
def test_the_page_above_is_the_one_the_form_stands_on(path: str, page: str) -> None:
    assert page_above(path) == page


def test_who_logs_in_on_the_way_to_such_an_address_is_shown_the_way_to_its_page() -> None:
    cast = people.build()
    report = people.draft(cast.education)
    heard = people.client_of(cast.clerk).get(f"/work/{report.pk}/problems/start/")
    assert (heard.status_code, heard["Allow"]) == (405, "POST")
    assert f'href="/work/{report.pk}/problems/"' in heard.content.decode()
    assert "刚才那一步没有做完" in heard.content.decode()


def test_strangers_and_forms_sent_elsewhere_are_not_led_anywhere() -> None:
    cast = people.build()
    report = people.draft(cast.education)
    assert Client().get(f"/work/{report.pk}/reason/").content == b""
    assert people.client_of(cast.clerk).post("/work/").content == b""


def test_a_page_is_told_whether_its_account_is_still_logged_in() -> None:
    cast = people.build()
    client = people.client_of(cast.clerk)
    own, other = str(cast.clerk.user.pk), str(cast.colleague.user.pk)
    assert client.get("/work/here/", headers={"X-Account": own}).status_code == 204
    assert client.get("/work/here/", headers={"X-Account": other}).json()["other"]
    assert Client().get("/work/here/", headers={"X-Account": own}).status_code == 401
