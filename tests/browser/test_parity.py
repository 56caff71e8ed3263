"""One rule, one place: the browser and the server say the same of the same few thousand reports and typed texts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from disclosure import formats
from disclosure.checks.browser import linear_rules, totals
from disclosure.checks.linear import broken_lines
from disclosure.figures import FigureError, as_text, parse_figure
from disclosure.filing import Filing
from disclosure.formats.schema import Format, Unit
from tests.formats.notice_invented import FORMAT as INVENTED

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
ENGINE = SCRIPTS / "linear.js"
FIGURES = SCRIPTS / "figures.js"
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
    given = [linear_rules(form), totals(form), [dict(filing.figures) for filing in filings]]
    answered = page.evaluate(  # as one text each way: the driver would wrap every one of some 300,000 figures
        """(given) => {
            const [rules, totals, reports] = JSON.parse(given);
            return JSON.stringify(reports.map((figures) => {
                const all = window.linear.addTotals(totals, figures);
                const broken = window.linear.evaluate(rules, all).filter((verdict) => verdict.holds === false);
                const sums = Object.keys(totals).map((key) => all[key]);
                return [sums, broken.map((each) => [each.rule.id, each.line.line])];
            }));
        }""",
        json.dumps(given),
    )
    answers = json.loads(answered)
    broken = 0
    for filing, (sums, lines) in zip(filings, answers, strict=True):
        assert sums == [filing.value(key) for key in totals(form)]
        expected = [[rule.id, line.key] for rule in form.rules for line in broken_lines(rule, filing)]
        assert sorted(lines) == sorted(expected)
        broken += bool(expected)
    assert REPORTS * 0.1 < broken < REPORTS * 0.95


TYPED = 4_000
"""Typed texts of each unit."""
CHARACTERS = (
    "0123456789" * 4
    + "００１２９٣①²．.。,，、’'＇+-＋－−–—﹢﹣增减/／％%件 \u3000\u00a0\u2009\u202f\t\n\v\x1c\x85\u2028"
    + "\u00ad\u200b\u200d\u200e\u202a\u202c\u202e\u2060\ufeff"
)


def typed_texts(unit: Unit) -> Iterator[str]:
    """Texts that are figures about as often as not, with all that comes along from other programs."""
    draw = random.Random(unit.name)
    yield from (
        "\ufeff12",
        "1\u200b2",
        "\u200e-3",
        "12\x85",
        "1,234.50",
        "- 5",
        "0" * 20,
        "9" * 13,
        "1.0",
        ".5",
        "",
    )
    for _ in range(TYPED):
        yield "".join(draw.choice(CHARACTERS) for _ in range(draw.randint(1, 6)))


def as_the_server_reads(text: str, unit: Unit) -> str | None:
    try:
        return as_text(parse_figure(text, unit))
    except FigureError:
        return None


@pytest.mark.parametrize("unit", Unit)
def test_both_read_the_same_figure_from_every_typed_text(page: Page, unit: Unit) -> None:
    texts = list(typed_texts(unit))
    page.set_content(f"<table{' data-decimals' if unit.decimals else ''}></table>")
    page.add_script_tag(path=FIGURES)
    answers = page.evaluate(
        """([texts, signed]) => texts.map((text) => {
            const figure = window.figures.read(text, signed);
            return figure === null ? null : window.figures.shown(figure);
        })""",
        [texts, unit.signed],
    )
    wanted = [as_the_server_reads(text, unit) for text in texts]
    different = [
        (text, mine, theirs)
        for text, mine, theirs in zip(texts, wanted, answers, strict=True)
        if mine != theirs
    ]
    assert different == []
    assert TYPED * 0.1 < sum(one is not None for one in wanted) < TYPED * 0.9
