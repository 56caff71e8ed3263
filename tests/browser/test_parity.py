"""One rule, one place: the browser's engine and the server's say the same of the same few thousand reports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from disclosure import formats
from disclosure.checks.browser import linear_rules, totals
from disclosure.checks.linear import broken_lines
from disclosure.filing import Filing
from disclosure.formats.schema import Format
from tests.formats.notice_invented import FORMAT as INVENTED

ENGINE = Path(__file__).parents[2] / "static" / "js" / "linear.js"
REPORTS = 1_500
"""Reports of each format."""
FORMS = [*formats.all_formats().values(), INVENTED]


def reports(form: Format) -> Iterator[Filing]:
    """Reports whose figures are small, so that rules hold about as often as not, large, or missing."""
    draw = random.Random(form.id)
    entered = [place for place in form.places.values() if not place.derived]
    for number in range(REPORTS):
        most = draw.choice([0, 1, 2, 9, 10**6])
        gaps = draw.choice([0, 0, 0.02])
        figures = {
            place.key: draw.randint(-most if place.unit.signed else 0, most)
            for place in entered
            if draw.random() >= gaps
        }
        yield Filing(form, f"示例{number}", 2023, figures)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_both_engines_say_the_same_of_every_report(page: Page, form: Format) -> None:
    filings = list(reports(form))
    page.add_script_tag(path=ENGINE)
    answers = page.evaluate(
        """([rules, totals, reports]) => reports.map((figures) => {
            const all = window.linear.addTotals(totals, figures);
            const broken = window.linear.evaluate(rules, all).filter((verdict) => verdict.holds === false);
            return [Object.keys(totals).map((key) => all[key]), broken.map((each) => [each.rule.id, each.line.line])];
        })""",
        [linear_rules(form), totals(form), [dict(filing.figures) for filing in filings]],
    )
    broken = 0
    for filing, (sums, lines) in zip(filings, answers, strict=True):
        assert sums == [filing.value(key) for key in totals(form)]
        expected = [[rule.id, line.key] for rule in form.rules for line in broken_lines(rule, filing)]
        assert sorted(lines) == sorted(expected)
        broken += bool(expected)
    assert REPORTS * 0.1 < broken < REPORTS * 0.95
