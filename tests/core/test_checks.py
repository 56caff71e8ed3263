"""The checks against their written cases: every rule has passing and failing ones, every case exactly its findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from disclosure import formats
from disclosure.checks import RULES, Finding, check, rules_for
from disclosure.filing import Filing, empty_figures, with_figures
from disclosure.formats.schema import Severity
from tests.core.cases import REPORTS, TOGETHER, Case, all_cases, usual_filing
from tests.formats.notice_invented import FORMAT as INVENTED

OFFICIAL = list(formats.all_formats().values())
SEVERITIES = {
    "narratives.missing": "error",
    "requests.balance": "error",
    "requests.printed_total": "error",
    "cases.printed_total": "error",
    "figures.missing": "error",
    "figures.sign": "error",
    "disclosure.no_rulemaking_power": "error",
    "disclosure.stock": "query",
    "disclosure.unit_slip": "query",
    "disclosure.items_not_decisions": "query",
    "other.processing_fee": "error",
    "problems.substance": "error",
    "overview.aspects": "query",
    "words.placeholder": "error",
    "words.live_figure": "error",
    "words.picture": "error",
    "years.carried": "query",
    "years.stock": "query",
    "years.jump": "query",
    "years.copied_text": "query",
    "words.private": "error",
    "words.table": "query",
    "words.parts": "query",
    "words.ratio": "query",
    "words.growth": "query",
    "words.year": "query",
    "words.notice": "query",
    "words.name": "query",
}


def said(finding: Finding) -> dict[str, Any]:
    """What a case may expect of a finding."""
    return {
        **finding.to_data(),
        "working": list(finding.working),
        "advice": finding.advice,
        "focus": list(finding.focus),
    }


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.rule}-{case.name}")
def test_a_case_has_exactly_the_findings_it_expects(case: Case) -> None:
    found = [said(finding) for finding in case.findings]
    assert [finding["id"] for finding in found] == [expected["id"] for expected in case.expect], found
    for finding, expected in zip(found, case.expect, strict=True):
        assert {name: finding[name] for name in expected} == expected


def test_every_rule_has_passing_and_failing_cases_and_every_file_a_rule() -> None:
    known = {rule.id for rule in RULES}
    assert {path.name.removesuffix(".toml") for path in REPORTS.glob("*.*.toml")} == known
    assert {case.rule for case in all_cases() if case.fails} == known
    assert {case.rule for case in all_cases() if not case.fails} == known | {TOGETHER}


def test_every_rule_has_several_cases_in_each_format_it_is_for() -> None:
    for rule in RULES:
        cases = [case for case in all_cases() if case.rule == rule.id]
        assert sum(case.fails for case in cases) > 2, rule.id
        assert sum(not case.fails for case in cases) > 2, rule.id
        formats_of_rule = set(rule.formats or formats.all_formats())
        assert {case.filing.format.id for case in cases} >= formats_of_rule, rule.id


def test_every_case_of_a_rule_has_a_name_of_its_own() -> None:
    names = [(case.rule, case.name) for case in all_cases()]
    assert len(names) == len(set(names)) > 250


def test_every_expected_finding_is_of_a_rule() -> None:
    expected = {finding["id"] for case in all_cases() for finding in case.expect}
    assert expected == {rule.id for rule in RULES}


def test_rules_and_their_severities() -> None:
    assert {rule.id: rule.severity.value for rule in RULES} == SEVERITIES
    assert len(RULES) == len(SEVERITIES)
    for rule in RULES:
        assert rule.sentence and rule.citation.source
        assert rule.module.startswith("disclosure.checks.")


def test_findings_carry_the_severity_of_their_rule() -> None:
    severities = {rule.id: rule.severity for rule in RULES}
    for case in all_cases():
        for finding in case.findings:
            assert finding.severity is severities[finding.rule]


def test_every_finding_points_into_the_report() -> None:
    for case in all_cases():
        for finding in case.findings:
            assert set(finding.focus) <= set(finding.cells) <= set(case.filing.format.places)
            assert finding.message and finding.advice.endswith("。")
            assert "\n" not in finding.message


def test_the_text_a_finding_was_read_in_stands_in_the_report() -> None:
    for case in all_cases():
        for finding in case.findings:
            if finding.excerpt and not finding.cells:
                source = getattr(case.filing, finding.section, "") or case.filing.text(finding.section)
                assert finding.excerpt in source


@pytest.mark.parametrize("form", OFFICIAL, ids=lambda form: form.id)
def test_the_usual_report_has_no_findings(form: Any) -> None:
    assert check(usual_filing(form, "示例市水务局", form.first_year)) == ()


def test_the_gravest_first_then_the_order_of_the_page() -> None:
    form = formats.get("notice_2021_30")
    figures = {**empty_figures(form), "disclosure.regulations.issued": 2, "cases.review.upheld": -1}
    filing = Filing(form, "示例市水务局", 2023, figures, {"problems": "无", "overview": "XX"}, date="X月")
    found = [(finding.rule, finding.section) for finding in check(filing)]
    assert found == [
        ("words.placeholder", "overview"),
        ("disclosure.no_rulemaking_power", "disclosure"),
        ("figures.sign", "cases"),
        ("problems.substance", "problems"),
        ("other.processing_fee", "other"),
        ("words.placeholder", "date"),
        ("overview.aspects", "overview"),
        ("disclosure.stock", "disclosure"),
    ]


def test_an_empty_report_is_told_all_that_is_missing() -> None:
    form = formats.get("notice_2021_30")
    found = check(Filing(form, "示例市水务局", 2023))
    messages = [finding.message for finding in found if finding.rule == "figures.missing"]
    assert messages == ["还有10格没填", "还有144格没填", "还有12格没填"]
    assert {finding.rule for finding in found} == {
        "figures.missing",
        "narratives.missing",
        "problems.substance",
        "other.processing_fee",
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [("", "还没有写"), ("\n无。", "只写了“无”"), ("\n一切正常。", "没有写存在的问题和改进的办法")],
)
def test_the_title_of_section_five_is_no_word_on_problems(words: str, message: str) -> None:
    form = formats.get("notice_2021_30")
    found = check(
        Filing(form, "示例市水务局", 2023, {}, {"problems": form.section("problems").title + words})
    )
    assert [one.message for one in found if one.rule == "problems.substance"] == [message]


def test_a_reason_holds_until_the_numbers_change() -> None:
    form = formats.get("notice_2021_30")
    usual = usual_filing(form, "示例市水务局", 2023)
    first = with_figures(usual, {"disclosure.normative_documents.issued": 3})
    elsewhere = with_figures(first, {"cases.review.upheld": 1})
    changed = with_figures(first, {"disclosure.normative_documents.issued": 4})
    prints = [check(filing)[0].fingerprint for filing in (first, elsewhere, changed)]
    assert prints[0] == prints[1] != prints[2]
    assert all(len(fingerprint) == 12 for fingerprint in prints)


def test_a_reason_for_one_aspect_left_out_is_none_for_the_others() -> None:
    form = formats.get("notice_2021_30")
    texts = ("主动公开、依申请公开、政府信息管理、平台建设。", "主动公开、依申请公开。", "主动公开。")
    found = [
        finding
        for text in texts
        for finding in check(Filing(form, "示例市水务局", 2023, {}, {"overview": text}))
        if finding.rule == "overview.aspects"
    ]
    assert len({finding.fingerprint for finding in found}) == len(texts)


def test_a_title_stays_short_whatever_stands_in_the_report() -> None:
    form = formats.get("notice_2021_30")
    usual = usual_filing(form, "示例市水务局", 2023)
    gaps = "，".join(("X" * 500, "某局", "（）", "××", "____"))
    unread = {"cases.review.upheld": "没有" * 300}
    figures = {key: value for key, value in usual.figures.items() if key not in unread}
    found = check(replace(usual, preface=gaps, figures=figures, unread=unread))
    assert [finding.message for finding in found] == [
        "留着没有填的“XXXXXXXXXXXX…”、“某局”、“（）”、“××”等",
        "1格写着“没有没有没有没有没有没有…”，不是数字",
    ]


def test_findings_as_data() -> None:
    finding = Finding(
        "figures.sign", Severity.ERROR, "－1是负数", "cases", ("cases.review.upheld",), numbers=(-1,)
    )
    assert finding.to_data() == {
        "id": "figures.sign",
        "severity": "error",
        "message": "－1是负数",
        "cells": ["cases.review.upheld"],
        "section": "cases",
        "excerpt": "",
        "numbers": [-1],
    }


def test_a_format_nobody_has_issued_is_checked_by_its_own_rules() -> None:
    assert [rule.id for rule in rules_for(INVENTED)][:3] == [
        "letters.balance",
        "costs.within_plan",
        "letters.printed_total",
    ]
    figures = {
        **empty_figures(INVENTED),
        "letters.arrived.window": 7,
        "letters.outcome.forwarded.across.window": 4,
        "costs.staff.planned": 3,
        "costs.staff.spent": 5,
    }
    filing = Filing(INVENTED, "示例", 2100, figures, printed={"letters.finished.all": 5})
    found = {finding.rule: finding for finding in check(replace(filing, sections={"remarks": "（）"}))}
    assert list(found) == [
        "letters.printed_total",
        "letters.balance",
        "narratives.missing",
        "words.placeholder",
        "costs.within_plan",
    ]
    assert found["letters.balance"].message == "窗口递交：两边差3件"
    assert found["letters.balance"].working == ("一＋二：0＋7＝7", "三（三）＋四：4＋0＝4")
    assert found["costs.within_plan"].message == "人员：预算（万元）＋调整（万元）少了2万元"
    assert found["letters.printed_total"].numbers == (5, 4)
    assert found["narratives.missing"].section == "overview"
