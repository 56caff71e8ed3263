"""The damaged file of last year's report closes nobody's desk: the pages open, and say that nothing was held against it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from disclosure.earlier import previous_filing
from disclosure.models import Damaged, Member, Publication, Report, State
from tests import cast as people
from tests.cast import Cast

BrowserOf = Callable[[Member | User | None], Client]

NOTICE = "今年的也没有和去年的核对"


def overwrite(change: str) -> None:
    """Change stored files, with their trigger out of the way until the test is undone."""
    place = "" if connection.vendor == "sqlite" else " ON disclosure_editionfile"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER disclosure_editionfile_unchanged{place}")
        cursor.execute(change)


DAMAGES = {
    "changed": "UPDATE disclosure_editionfile SET content = {zero} WHERE name = 'report.json'",
    "gone": "DELETE FROM disclosure_editionfile WHERE name = 'report.json'",
}


@pytest.fixture(params=DAMAGES)
def damaged(request: pytest.FixtureRequest, cast: Cast) -> Publication:
    """Last year's report, whose stored report.json is not the one that was published."""
    edition = people.published(cast.education, cast.clerk, people.YEAR - 1).current
    assert edition is not None
    zero = "X'00'" if connection.vendor == "sqlite" else "'\\x00'::bytea"
    overwrite(DAMAGES[request.param].format(zero=zero))
    return edition


def test_what_it_says_is_not_told(damaged: Publication) -> None:
    for edition in (Publication.objects.get(), Publication.objects.with_said().get()):
        with pytest.raises(Damaged):
            _ = edition.said


def test_the_desk_opens_and_says_so(damaged: Publication, cast: Cast, browser_of: BrowserOf) -> None:
    report = people.draft(cast.education)
    assert previous_filing(report) is None
    browser = browser_of(cast.clerk)
    for address in (
        reverse("home"),
        reverse("report", args=[report.pk]),
        reverse("check", args=[report.pk]),
        *(reverse("edit_section", args=[report.pk, section.key]) for section in report.format.sections),
    ):
        page = browser.get(address)
        assert (page.status_code, NOTICE in page.text) == (200, True), address


def test_the_report_can_be_submitted(damaged: Publication, cast: Cast, browser_of: BrowserOf) -> None:
    report = people.draft(cast.education)
    browser_of(cast.clerk).post(reverse("act", args=[report.pk, "submit"]), {"revision": report.revision})
    assert Report.objects.get(pk=report.pk).state == State.SUBMITTED


def test_the_queue_opens_and_the_review_says_so(
    damaged: Publication, cast: Cast, browser_of: BrowserOf
) -> None:
    report = people.submitted(cast.education, cast.clerk)
    browser = browser_of(cast.supervisor)
    assert browser.get(reverse("review_queue")).status_code == 200
    page = browser.get(reverse("review", args=[report.pk]))
    assert (page.status_code, NOTICE in page.text) == (200, True)
    assert "现在不能逐格比" in page.text and "没有公布过上一年" not in page.text


def test_nothing_is_said_where_all_is_well(cast: Cast, browser_of: BrowserOf) -> None:
    people.published(cast.education, cast.clerk, people.YEAR - 1)
    report = people.draft(cast.education)
    assert NOTICE not in browser_of(cast.clerk).get(reverse("check", args=[report.pk])).text
