"""The written cases of the checks: small reports in words and figures, and the findings they are to have.

Each file of tests/reports is named after a rule, together.toml holds reports that several rules speak of. What a case
does not say is as in usual.toml: every figure zero, every text such that no rule has anything to say.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from disclosure import formats
from disclosure.checks import Context, Copied, Finding, check
from disclosure.filing import HEAD_FIELDS, Filing, Picture, empty_figures, figure, with_figures
from disclosure.formats.schema import Format

REPORTS = Path(__file__).parents[1] / "reports"
_KNOWN = {
    *("name", "why", "format", "body", "year", "cells", "blank", "unread", "printed", "sections", "title"),
    *("rulemaking", "government", "bodies", "previous", "copied", "pictures", "expect", *HEAD_FIELDS),
}
TOGETHER = "together"
"""The file of the cases that are of no single rule."""


@dataclass(frozen=True)
class Case:
    """One written report and the findings expected of it, in order."""

    rule: str
    name: str
    why: str
    filing: Filing
    context: Context
    expect: tuple[dict[str, Any], ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return check(self.filing, self.context)

    @property
    def fails(self) -> bool:
        """Whether the rule the file is named after is to find something."""
        return any(expected["id"] == self.rule for expected in self.expect)


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case of every file, by file."""
    return tuple(case for path in rule_files() for case in _cases(path))


def rule_files() -> list[Path]:
    """The files of cases, by name: one for each rule, and the one of cases of several."""
    return [*sorted(REPORTS.glob("*.*.toml")), REPORTS / f"{TOGETHER}.toml"]


@cache
def usual_texts() -> dict[str, dict[str, str]]:
    """Format id → the texts of a report that has nothing to report and says so properly."""
    return tomllib.loads((REPORTS / "usual.toml").read_text("utf-8"))


def usual_filing(form: Format, body: str, year: int) -> Filing:
    """A report on a year in which nothing happened, written as it should be."""
    return Filing(form, body, year, empty_figures(form), dict(usual_texts()[form.id]))


def _cases(path: Path) -> Iterator[Case]:
    for written in tomllib.loads(path.read_text("utf-8"))["case"]:
        unknown = written.keys() - _KNOWN
        if unknown:
            raise ValueError(f"{path.name}: {written['name']}: unknown words {sorted(unknown)}")
        context = _context(written)
        rule = path.name.removesuffix(".toml")
        expect = tuple(written["expect"])
        yield Case(rule, written["name"], written["why"], _filing(written), context, expect)


def _context(written: dict[str, Any]) -> Context:
    """What is known beside the report.

    `previous` is last year's, in the same format where it names none; `copied` holds narratives of others, by section.
    """
    previous = None
    if "previous" in written:
        usual = {"format": written["format"], "body": written["body"], "year": written["year"] - 1}
        previous = _filing({**usual, **written["previous"]})
    return Context(
        written.get("rulemaking"),
        written.get("government"),
        frozenset(written.get("bodies", ())),
        previous,
        tuple(Copied(year=written["year"], **copied) for copied in written.get("copied", ())),
    )


def _filing(written: dict[str, Any]) -> Filing:
    form = formats.get(written["format"])
    filing = usual_filing(form, written["body"], written["year"])
    cells = {key: figure(form.places[key], number) for key, number in written.get("cells", {}).items()}
    gone = dict.fromkeys([*written.get("blank", []), *written.get("unread", {})])
    filled = with_figures(filing, {**cells, **gone})
    return Filing(
        form,
        filing.body,
        filing.year,
        filled.figures,
        {**filing.sections, **written.get("sections", {})},
        title=written.get("title", ""),
        unread=written.get("unread", {}),
        pictures=tuple(
            Picture(int(number), b"", 1, 1, alt) for number, alt in written.get("pictures", {}).items()
        ),
        printed={key: figure(form.places[key], number) for key, number in written.get("printed", {}).items()},
        **{name: written.get(name, "") for name in HEAD_FIELDS},
    )
