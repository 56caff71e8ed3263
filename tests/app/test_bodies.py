"""A body over the years: its figures as charts and as a table, gaps and formats told."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from disclosure.models import Bureau, Report
from tests import cast as people
from tests.cast import Cast

BODY = "/reports/shili-education/"
CELLS = {"requests.received.enterprise": 3, "requests.granted.enterprise": 3}


@pytest.fixture
def years(cast: Cast) -> list[Report]:
    """Four reports in two formats; the year between is missing, and one was corrected."""
    made = [people.published(cast.education, cast.clerk, year) for year in (2020, 2022, 2023, 2025)]
    people.store(made[-1], CELLS)
    people.edition(made[-1], cast.clerk, "新收申请漏计3件。")
    people.approved(cast.education, cast.clerk, 2024)
    return made


@pytest.fixture
def page(client: Client, years: list[Report]) -> str:
    return client.get(BODY).content.decode()


def test_the_years_stand_newest_first(page: str) -> None:
    table = page[page.index("各年的数字") :]
    assert re.findall(r'<th scope="row"[^>]*>(\d{4})年', table) == ["2025", "2023", "2022", "2020"]
    assert "2020—2025年，共4份年报" in page
    assert "国办公开办函〔2019〕60号" in page
    assert "更正，第2版" in page


def test_a_chart_has_its_finding_as_title_and_its_figures_in_words(page: str) -> None:
    titles = [re.sub("<[^>]+>", "", title) for title in re.findall("<h2[^>]*>(.+?)</h2>", page)]
    assert "新收申请：2025年3件，上一年没有数字，是有数字的4年里最多的" in titles
    assert "2020年0件，2021年没有报告，2022年0件" in page
    assert "2022年起用新格式，这个数的算法没有变" in page


def test_a_report_that_was_taken_down_is_a_gap(cast: Cast, client: Client, years: list[Report]) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor, 2019)
    page = client.get(BODY).content.decode()
    assert "2019年报告已撤下" in page
    assert "看原因" in page
    assert "其中1份已撤下" in page
    assert f"{BODY}2019/1/report.pdf" not in page


def test_no_space_stands_between_the_sentences_on_a_body(cast: Cast, client: Client) -> None:
    Bureau.objects.filter(pk=cast.education.pk).update(predecessor=cast.water)
    people.published(cast.water, cast.water_clerk, 2020)
    people.published(cast.education, cast.clerk)
    page = client.get(BODY).content.decode()
    assert '年，共1份年报。机构改革以前的年报在<a href="/reports/shili-water/">示例市水务局</a>。' in page


def test_a_body_with_every_report_taken_down_has_no_chart(cast: Cast, client: Client) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor)
    page = client.get(BODY).content.decode()
    assert "已撤下" in page
    assert '<svg class="columns"' not in page
    assert "看2025年报告</a>" not in page


def test_one_year_beside_one_that_was_taken_down_is_no_chart(cast: Cast, client: Client) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor, 2024)
    people.published(cast.education, cast.clerk)
    page = client.get(BODY).content.decode()
    assert '<svg class="columns"' not in page
    assert "其中1份已撤下" in page


def test_one_year_is_no_chart_and_its_report_is_one_step_away(cast: Cast, client: Client) -> None:
    people.published(cast.education, cast.clerk)
    page = client.get(BODY).content.decode()
    assert '<svg class="columns"' not in page
    assert f'href="{BODY}2025/">看2025年报告</a>' in page


def test_bodies_before_and_after_a_reform_lead_to_each_other(cast: Cast, client: Client) -> None:
    Bureau.objects.filter(pk=cast.education.pk).update(predecessor=cast.water)
    people.published(cast.education, cast.clerk)
    assert "机构改革以前" not in client.get(BODY).content.decode()
    people.published(cast.water, cast.water_clerk, 2020)
    assert 'href="/reports/shili-water/">示例市水务局' in client.get(BODY).content.decode()
    assert (
        'href="/reports/shili-education/">示例市教育局'
        in client.get("/reports/shili-water/").content.decode()
    )
