"""A report's words about itself, year, notice and name: a corpus of texts, each with exactly the findings expected."""

from __future__ import annotations

import pytest

from disclosure.checks import RULES
from tests.core.corpus import Case, cases, score

CASES = cases("words_*.toml")
LEAST_RECALL = {"words.year": 0.9, "words.notice": 0.9, "words.name": 0.9}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.name}")
def test_a_text_has_the_findings_it_expects(case: Case) -> None:
    said = [(finding.message, finding.excerpt) for finding in case.findings]
    assert len(said) == case.matched, said
    assert (case.matched == len(case.expect)) is not case.missed, said


def test_precision_and_recall() -> None:
    scores = score(CASES)
    assert scores.keys() == LEAST_RECALL.keys()
    right, found = (sum(getattr(each, name) for each in scores.values()) for name in ("right", "found"))
    assert right / found >= 0.98
    for rule, each in scores.items():
        assert each.recall >= LEAST_RECALL[rule], (rule, each)


def test_each_rule_says_why_and_gives_an_example() -> None:
    told = {rule.id: rule for rule in RULES if rule.id in LEAST_RECALL}
    assert told.keys() == LEAST_RECALL.keys()
    assert all(rule.why.endswith("。") and rule.example.endswith("。") for rule in told.values())
