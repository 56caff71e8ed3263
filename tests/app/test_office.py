"""The season: every body once, counted by state, without a ranking; late ones in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from disclosure.models import Bureau, Event, Member, Season, State
from disclosure.views import office
from tests import cast as people
from tests.cast import Cast

Browser = Callable[[Member | None], Client]


@pytest.fixture
def season(cast: Cast) -> Season:
    """The season of the cast with its deadline nine days from today."""
    cast.season.deadline = timezone.localdate() + timedelta(days=9)
    cast.season.save()
    return cast.season


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/season/{people.YEAR}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'class="name"[^>]*>([^<]+)<', page)


def test_the_title_is_the_sentence(cast: Cast, browser_of: Browser, season: Season) -> None:
    people.submitted(cast.education, cast.clerk)
    people.returned(cast.water, cast.water_clerk)
    page = shown(browser_of(cast.supervisor))
    assert "<h1>2025年年报：3家单位，1家已送审</h1>" in page
    assert "还有9天" in page
    assert "晚" not in page


def test_no_space_stands_between_the_two_deadlines(cast: Cast, browser_of: Browser, season: Season) -> None:
    season.local_deadline = season.deadline - timedelta(days=2)
    season.save()
    assert "法定期限还有9天。本地约定" in shown(browser_of(cast.supervisor))


def test_the_bar_says_in_words_what_it_draws(cast: Cast, browser_of: Browser, season: Season) -> None:
    people.published(cast.education, cast.clerk)
    page = shown(browser_of(cast.supervisor))
    assert 'aria-label="已公布1家，未开始2家"' in page
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', page)]
    assert sum(widths) == pytest.approx(office.BAR_WIDTH - office.GAP, abs=0.2)
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)
    assert re.search(r"未开始 <b>2</b>", page)


def test_whom_to_look_after(cast: Cast, browser_of: Browser, season: Season) -> None:
    people.returned(cast.education, cast.clerk)
    people.blank(cast.water)
    page = shown(browser_of(cast.supervisor))
    assert names(page) == ["示例市政府办公室", "示例市教育局", "示例市水务局"]
    assert "0 / 6" in page
    assert "6 / 6" in page
    assert "处须更正" in page


def test_what_waits_for_me_and_everybody(cast: Cast, browser_of: Browser, season: Season) -> None:
    report = people.submitted(cast.education, cast.clerk)
    client = browser_of(cast.supervisor)
    page = shown(client, "?show=mine")
    assert names(page) == ["示例市教育局"]
    assert f'href="/review/{report.pk}/"' in page
    assert sorted(names(shown(client, "?show=all"))) == sorted(
        ["示例市政府办公室", "示例市教育局", "示例市水务局"]
    )
    assert names(shown(client, "?show=nonsense")) == names(shown(client))


def test_bodies_of_others_and_bodies_no_longer_in_use_are_not_counted(
    cast: Cast, browser_of: Browser, season: Season
) -> None:
    Bureau.objects.filter(pk=cast.water.pk).update(active=False)
    page = shown(browser_of(cast.supervisor), "?show=all")
    assert sorted(names(page)) == sorted(["示例市政府办公室", "示例市教育局"])


def test_late_ones_are_named_in_words_unless_published(
    cast: Cast, browser_of: Browser, season: Season
) -> None:
    Season.objects.update(deadline=timezone.localdate() - timedelta(days=3))
    people.published(cast.education, cast.clerk)
    people.approved(cast.water, cast.water_clerk)
    page = shown(browser_of(cast.supervisor), "?show=all")
    assert "法定期限已过" in page
    assert page.count("晚3天") == 2
    assert "看公布的报告" in page


def test_the_last_day_and_the_local_day(cast: Cast, browser_of: Browser, season: Season) -> None:
    today = timezone.localdate()
    Season.objects.update(deadline=today, local_deadline=today - timedelta(days=5))
    page = shown(browser_of(cast.supervisor))
    assert "法定期限到今天为止" in page
    assert "前送审，已过" in page
    assert "晚" not in page


def test_a_returned_report_that_nobody_touches(cast: Cast, browser_of: Browser, season: Season) -> None:
    before = timezone.now() - timedelta(days=4)
    with patch("django.utils.timezone.now", return_value=before):
        people.returned(cast.education, cast.clerk)
    assert "退回，4天没动" in shown(browser_of(cast.supervisor))


def test_a_body_is_listed_once_whatever_has_happened(cast: Cast, browser_of: Browser, season: Season) -> None:
    report = people.submitted(cast.education, cast.clerk)
    for _ in range(3):
        Event.objects.create(report=report, action="submit", target=State.SUBMITTED, by=cast.clerk.user)
    assert names(shown(browser_of(cast.supervisor), "?show=mine")) == ["示例市教育局"]


def test_everybody_done(cast: Cast, browser_of: Browser, season: Season) -> None:
    for bureau in (cast.office, cast.education, cast.water):
        people.submitted(bureau, cast.clerk)
    assert "没有要盯的" in shown(browser_of(cast.supervisor))


def test_a_long_list_turns_pages(
    cast: Cast, browser_of: Browser, season: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "PAGE_LENGTH", 2)
    page = shown(browser_of(cast.supervisor), "?show=all&page=2")
    assert len(names(page)) == 1
    assert "第2页，共2页，3条" in page


def test_the_newest_season_is_the_present_one(cast: Cast, browser_of: Browser) -> None:
    Season.objects.create(year=2026, deadline=date(2027, 1, 31))
    client = browser_of(cast.supervisor)
    assert client.get("/season/")["Location"] == "/season/2026/"
    assert client.get("/season/1999/").status_code == 404


def test_where_there_is_no_season_it_is_said_where_one_comes_from(cast: Cast, browser_of: Browser) -> None:
    Season.objects.all().delete()
    answer = browser_of(cast.supervisor).get("/season/")
    assert answer.status_code == 200
    assert "还没有填报季" in answer.content.decode()
