"""Entity tags of public pages: a page is sent again exactly when something of what it is made from has changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from disclosure import fingerprints, publishing
from disclosure.models import Bureau, Report
from tests import cast as people
from tests.cast import Cast

REPORT = "/reports/shili-education/2025/"
PAGES = (REPORT, f"{REPORT}1/", "/reports/shili-education/", "/", "/?year=all")


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.published(cast.education, cast.clerk)


def sent_again(client: Client, address: str, act: Callable[[], object]) -> bool:
    """Whether a reader who has a page is sent it again after something was done."""
    tag = client.get(address)["ETag"]
    act()
    return client.get(address, headers={"if-none-match": tag}).status_code != 304


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_has_not_changed_is_not_drawn(client: Client, report: Report, address: str) -> None:
    assert not sent_again(client, address, lambda: None)
    tag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        client.get(address, headers={"if-none-match": tag})
    assert len(asked) <= 3


@pytest.mark.parametrize("address", PAGES)
def test_every_public_act_and_every_new_name_sends_it_again(
    cast: Cast, client: Client, report: Report, address: str, settings: Settings
) -> None:
    def correct() -> None:
        people.edition(Report.objects.get(pk=report.pk), cast.clerk, "表三一格填错")

    def rename() -> None:
        Bureau.objects.filter(pk=cast.education.pk).update(name="示例市教育体育局")

    def name_site() -> None:
        settings.SITE = {"name": "另一个网站"}

    for act in (
        correct,
        lambda: people.published(cast.education, cast.clerk, 2024),
        lambda: publishing.withdraw(Report.objects.get(pk=report.pk), cast.supervisor, "有不应公开的信息。"),
        correct,
        rename,
        name_site,
    ):
        assert sent_again(client, address, act)


def test_what_another_body_does_concerns_the_lists_only(cast: Cast, client: Client, report: Report) -> None:
    years = iter((2024, 2023))

    def publish() -> None:
        people.published(cast.water, cast.water_clerk, next(years))

    assert not sent_again(client, REPORT, publish)
    assert sent_again(client, "/", publish)


def test_the_body_before_a_reform_belongs_to_the_one_after_it(
    cast: Cast, client: Client, report: Report
) -> None:
    Bureau.objects.filter(pk=cast.education.pk).update(predecessor=cast.water)
    assert sent_again(client, REPORT, lambda: people.published(cast.water, cast.water_clerk, 2024))


def test_two_questions_have_two_tags(client: Client, report: Report) -> None:
    assert client.get("/?year=2025")["ETag"] != client.get("/?year=all")["ETag"]


def test_the_program_has_one_fingerprint_as_long_as_its_files_stay(settings: Settings) -> None:
    settings.DEBUG = True
    assert fingerprints.program() == fingerprints.program()


def test_a_body_nobody_knows_has_none(client: Client, report: Report) -> None:
    assert fingerprints.body("nobody") is None
    assert "ETag" not in client.get("/reports/nobody/")
