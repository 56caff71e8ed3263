"""The corpus of prose arithmetic: sentences with what the three rules are to find in each of them, or nothing."""

from __future__ import annotations

import tomllib
from functools import cache

from disclosure import formats
from disclosure.checks import Context
from disclosure.filing import Filing, empty_figures

from .corpus import CORPUS, Case

RULES = ("words.parts", "words.ratio", "words.growth")
_KNOWN = {"text", "expect", "missed"}


@cache
def sentences(pattern: str = "*") -> tuple[Case, ...]:
    """Each sentence of tests/corpus/arithmetic once for each rule, with the findings expected of that rule.

    Each file is a list of cases: `text`; `expect`, a list of rule and `numbers` (left out: nothing is found);
    `missed = true` where the fault is there and the rules are known not to find it.
    """
    found = []
    for path in sorted((CORPUS / "arithmetic").glob(f"{pattern}.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            if case.keys() - _KNOWN:
                raise ValueError(f"{path.name}: {case['text']}: {sorted(case.keys() - _KNOWN)}")
            found += [_case(rule, case) for rule in RULES]
    return tuple(found)


def _case(rule: str, case: dict[str, object]) -> Case:
    form = formats.get("notice_2021_30")
    text = str(case["text"])
    expected = case.get("expect", [])
    if not isinstance(expected, list):
        raise ValueError(f"{text}: expect is a list")
    own = tuple({"numbers": e["numbers"]} if "numbers" in e else {} for e in expected if e["rule"] == rule)
    filing = Filing(form, "示例局", 2023, empty_figures(form), {"overview": text})
    return Case(rule, text, filing, Context(), own, bool(case.get("missed", False)) and bool(own))
