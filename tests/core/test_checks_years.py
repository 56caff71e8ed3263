"""This year beside last year: what is compared, what is big enough to ask about, and how it is said."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks import Context, Finding, check, years
from disclosure.checks.figures import SLIP
from disclosure.filing import Figure, Filing, with_figures
from disclosure.formats.schema import Format, Unit
from tests.core.cases import usual_filing

OLD, NEW = formats.get("notice_2019_60"), formats.get("notice_2021_30")
DECISIONS = "disclosure.penalties.decisions"
FEE = "disclosure.administrative_fees.amount"
PEOPLE = tuple(column.key for column in NEW.tables["requests"].blocks[0].columns if not column.sum_of)


def report(year: int, figures: dict[str, Figure], form: Format = NEW) -> Filing:
    return with_figures(usual_filing(form, "示例市水务局", year), figures)


def found(before: Filing | None, now: Filing) -> list[Finding]:
    return [it for it in check(now, Context(previous=before)) if it.rule.startswith("years.")]


def moved(before: Figure, now: Figure, key: str = DECISIONS) -> list[str]:
    return [it.rule for it in found(report(2022, {key: before}), report(2023, {key: now}))]


@pytest.mark.parametrize("form", [OLD, NEW], ids=lambda form: form.id)
def test_a_year_like_the_last_one_has_nothing_to_explain(form: Format) -> None:
    now = report(form.first_year + 1, {}, form)
    assert found(replace(now, year=form.first_year), now) == []


def test_nothing_is_said_without_last_years_report() -> None:
    assert found(None, report(2023, {DECISIONS: 90_000, "requests.carried_in.other": 3})) == []


def test_a_missing_figure_on_either_side_says_nothing() -> None:
    full, empty = report(2023, {DECISIONS: 900}), report(2023, {DECISIONS: None})
    assert found(replace(empty, year=2022), full) == found(replace(full, year=2022), empty) == []


def test_the_real_series_of_documents_in_force_holds() -> None:
    series = [(597, 40, 180), (420, 50, 227), (422, 61, 59)]
    row = "disclosure.normative_documents"
    reports = [
        report(2021 + at, {f"{row}.in_force": stock, f"{row}.issued": issued, f"{row}.repealed": gone})
        for at, (stock, issued, gone) in enumerate(series)
    ]
    for before, now in pairwise(reports):
        assert found(before, now) == []
    wrong = with_figures(reports[2], {f"{row}.in_force": 423})
    assert [(it.rule, it.numbers) for it in found(reports[1], wrong)] == [("years.stock", (422, 423))]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_applicant_is_carried_over_on_its_own(person: str) -> None:
    before = report(2022, {f"requests.carried_out.{person}": 2})
    wrong = found(before, report(2023, {}))
    assert [(it.rule, it.cells) for it in wrong] == [("years.carried", (f"requests.carried_in.{person}",))]
    assert found(before, report(2023, {f"requests.carried_in.{person}": 2})) == []


def test_a_swap_of_applicants_is_seen_although_the_total_holds() -> None:
    before = report(2022, {"requests.carried_out.enterprise": 2})
    now = report(2023, {"requests.carried_in.legal_service": 2})
    assert [it.cells for it in found(before, now)] == [
        ("requests.carried_in.enterprise", "requests.carried_in.legal_service")
    ]


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_jump_is_one_in_both_directions(one: int, other: int) -> None:
    if min(one, other) > 0:
        assert moved(one, other) == moved(other, one)


@given(st.integers(0, years.LEAST[Unit.COUNT] - 1), st.integers(0, years.LEAST[Unit.COUNT] - 1))
def test_a_small_body_is_asked_for_nothing(one: int, other: int) -> None:
    assert moved(one, other) == []


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        (20, 0, True),
        (19, 0, False),
        (0, 50, True),
        (0, 49, False),
        (10, 50, False),
        (10, 51, True),
        (50, 10, False),
        (51, 10, True),
        (1, 20, True),
        (1, 19, False),
    ],
)
def test_where_a_jump_begins(before: int, now: int, asked: bool) -> None:
    assert moved(before, now) == ["years.jump"] * asked


def test_an_amount_in_yuan_is_asked_about_once() -> None:
    before, now = report(2022, {FEE: 30}), report(2023, {FEE: 30 * SLIP})
    rules = [it.rule for it in check(now, Context(previous=before))]
    assert rules == ["disclosure.unit_slip"]
    assert moved(30, 30 * SLIP - 1, FEE) == ["years.jump"]


def test_one_question_for_each_table_with_a_line_for_each_figure() -> None:
    keys = (DECISIONS, "disclosure.licences.decisions", "cases.review.upheld")
    asked = found(report(2022, {}), report(2023, dict.fromkeys(keys, 500)))
    assert [(it.section, len(it.working)) for it in asked] == [("disclosure", 2), ("cases", 1)]
    assert asked[1].working == ("行政复议总计：去年0件，今年500件",)
    assert asked[1].focus == ("cases.review.total",)


def test_only_what_both_forms_ask_for_is_compared() -> None:
    figures = {place.key: 400 for place in OLD.tables["disclosure"].entered}
    asked = found(report(2020, figures, OLD), report(2021, {}))
    assert {key for it in asked for key in it.cells} == {
        "disclosure.licences.decisions",
        "disclosure.penalties.decisions",
        "disclosure.compulsory_measures.decisions",
    }
