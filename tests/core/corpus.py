"""The corpus of sentences: what a rule is to find in a text beside a few cells, and how well it does on all of them.

Each file of tests/corpus names its rule and its usual case; a case says what is otherwise: a text, a few cells (all
others are zero) and the findings expected, or none. A fault the rule does not find stays in with `missed = true`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from disclosure import formats
from disclosure.checks import RULES, Context, Finding
from disclosure.filing import HEAD_FIELDS, Filing, empty_figures, figure

CORPUS = Path(__file__).parents[1] / "corpus"
_FIELDS = ("title", *HEAD_FIELDS)
_KNOWN = {
    *("name", "format", "body", "year", "bodies", "section", "text", "cells", "blank", "expect", "missed"),
    *_FIELDS,
}


@dataclass(frozen=True)
class Case:
    """One text and the findings of one rule that are expected in it; `missed`: the rule is known not to find them."""

    rule: str
    name: str
    filing: Filing
    context: Context
    expect: tuple[dict[str, Any], ...]
    missed: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rule says of the text, in the order of the page."""
        rule = next(rule for rule in RULES if rule.id == self.rule)
        found = rule.find(rule, self.filing, self.context) if rule.applies(self.filing) else ()
        return tuple(sorted(found, key=lambda finding: finding.place))

    @property
    def matched(self) -> int:
        """How many findings are as expected, each counted once."""
        left = list(self.expect)
        for finding in self.findings:
            fitting = next((expected for expected in left if fits(finding, expected)), None)
            if fitting is not None:
                left.remove(fitting)
        return len(self.expect) - len(left)


@dataclass(frozen=True)
class Score:
    """How many findings were expected, how many there were and how many of these were the expected ones."""

    expected: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def fits(finding: Finding, expected: dict[str, Any]) -> bool:
    """Whether a finding says what is expected: `numbers` exactly, `message` and `excerpt` somewhere in its own."""
    said = finding.to_data()
    return all(
        said[name] == value if isinstance(value, list) else value in said[name]
        for name, value in expected.items()
    )


def score(cases: Iterable[Case]) -> dict[str, Score]:
    """Rule → its score over its cases, those whose fault is missed included."""
    counts: dict[str, list[int]] = {}
    for case in cases:
        count = counts.setdefault(case.rule, [0, 0, 0])
        for index, number in enumerate((len(case.expect), len(case.findings), case.matched)):
            count[index] += number
    return {rule: Score(*count) for rule, count in counts.items()}


@cache
def cases(pattern: str) -> tuple[Case, ...]:
    """The cases of the files of tests/corpus whose name fits."""
    return tuple(case for path in sorted(CORPUS.glob(pattern)) for case in _cases(path))


def _cases(path: Path) -> Iterator[Case]:
    data = tomllib.loads(path.read_text("utf-8"))
    usual = data.get("usual", {})
    for written in data["case"]:
        unknown = written.keys() - _KNOWN
        if unknown:
            raise ValueError(f"{path.name}: {written['name']}: unknown words {sorted(unknown)}")
        said = {**usual, **written}
        yield Case(
            data["rule"],
            said["name"],
            _filing(said),
            Context(bodies=frozenset(said.get("bodies", ()))),
            tuple(said.get("expect", ())),
            said.get("missed", False),
        )


def _filing(said: dict[str, Any]) -> Filing:
    form = formats.get(said["format"])
    cells = {key: figure(form.places[key], number) for key, number in said.get("cells", {}).items()}
    figures = {**empty_figures(form), **cells}
    return Filing(
        form,
        said["body"],
        said["year"],
        {key: value for key, value in figures.items() if not key.startswith(tuple(said.get("blank", ())))},
        {said.get("section", "overview"): said["text"]} if "text" in said else {},
        **{name: said[name] for name in _FIELDS if name in said},
    )
