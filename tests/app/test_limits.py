"""Words of which too many came are told by how many, and stay: no field of the staff cuts what is pasted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from disclosure.models import Member, Report
from tests import cast as people
from tests.cast import Cast

BrowserOf = Callable[[Member | User | None], Client]
OVERVIEW = "主动公开政府信息120条。"


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.draft(cast.education, words={"overview": OVERVIEW})


def cutting(page: str) -> list[str]:
    return re.findall(r"<(?:input|textarea)[^>]*maxlength[^>]*>", page)


@pytest.mark.parametrize("section", ["head", "overview", "requests"])
def test_no_field_of_the_desk_cuts(cast: Cast, browser_of: BrowserOf, report: Report, section: str) -> None:
    page = browser_of(cast.clerk).get(reverse("edit_section", args=[report.pk, section])).text
    assert "<input" in page
    assert cutting(page) == []


def test_no_field_of_the_review_cuts(cast: Cast, browser_of: BrowserOf) -> None:
    report = people.submitted(cast.education, cast.clerk)
    page = browser_of(cast.supervisor).get(reverse("review", args=[report.pk])).text
    assert "<textarea" in page
    assert cutting(page) == []


def test_no_reason_of_an_act_is_cut(cast: Cast, browser_of: BrowserOf) -> None:
    report = people.published(cast.education, cast.clerk)
    asked = {"revision": report.revision, "confirmed": "1", "note": " "}
    page = browser_of(cast.clerk).post(reverse("act", args=[report.pk, "correct"]), asked).text
    assert "<textarea" in page
    assert cutting(page) == []


@pytest.mark.parametrize(("field", "limit"), [("addressee", 200), ("signature", 200), ("date", 40)])
def test_a_line_that_is_too_long_stays_and_is_told(
    cast: Cast, browser_of: BrowserOf, report: Report, field: str, limit: int
) -> None:
    typed = "市" * (limit + 5)
    page = (
        browser_of(cast.clerk)
        .post(reverse("edit_section", args=[report.pk, "head"]), {field: typed, "base": "{}"})
        .text
    )
    assert f"写了{limit + 5}个字，最多{limit}个字，多出5个字。" in page
    assert typed in page
    report.refresh_from_db()
    assert getattr(report, field) != typed
