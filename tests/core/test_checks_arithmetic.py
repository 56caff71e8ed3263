"""The arithmetic of prose on a corpus of sentences: each has exactly the findings expected, and nearly all are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.checks import check
from disclosure.importing import read_report
from tests.core import arithmetic
from tests.core.corpus import Case, score

CASES = arithmetic.sentences()
SEED = Path(__file__).parents[2] / "disclosure" / "demo" / "zhaotong_2018.txt"
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.9


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.name}")
def test_a_sentence_has_the_findings_it_expects(case: Case) -> None:
    said = [(finding.message, finding.numbers) for finding in case.findings]
    assert len(said) == case.matched, said
    assert (case.matched == len(case.expect)) is not case.missed, said


def test_precision_and_recall() -> None:
    scores = score(CASES)
    assert sum(s.right for s in scores.values()) >= LEAST_PRECISION * sum(s.found for s in scores.values())
    for rule, each in scores.items():
        assert each.precision >= LEAST_PRECISION, (rule, each)
        assert each.recall >= LEAST_RECALL, (rule, each)


def test_the_corpus_is_large_varied_and_without_doubles() -> None:
    texts = [case.name for case in CASES if case.rule == "words.parts"]
    faulty = {case.name for case in CASES if case.expect}
    assert len(texts) == len(set(texts)) > 260
    assert len(faulty) > 60
    assert len(texts) - len(faulty) > 150


def test_the_published_report_has_three_faults_that_can_be_proved() -> None:
    filing = read_report(SEED.read_bytes(), SEED.name).filing
    found = [finding for finding in check(filing) if finding.rule in arithmetic.RULES]
    assert [finding.to_data()["numbers"] for finding in found] == [
        [4382, 5873, 89.52],
        [21, 19.05],
        [2998, 89.33, 2424, 86.46, 574, 102.11],
    ]
    assert found[0].message == "4382÷5873＝74.61%，文中写89.52%"
    assert found[2].message == "按各部分算增长89.27%，文中写增长89.33%"
    assert "各部分的上年数：1300＋284＝1584" in found[2].working
    for finding in found:
        assert filing.text(finding.section)[finding.place[1] :].startswith(finding.excerpt)
