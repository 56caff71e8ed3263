"""Rules run over a report: each says what is wrong, with the numbers, the calculation and the place."""

from __future__ import annotations

from dataclasses import replace

from ..filing import Filing
from ..formats import all_formats
from ..formats.schema import Format, Severity
from . import (
    figures,
    growth,
    inserted,
    linear,
    names,
    narratives,
    notices,
    parts,
    period,
    placeholders,
    privacy,
    ratios,
    similarity,
    table_words,
    totals,
    years,
)
from .finding import Context, Copied, Finding, Rule

__all__ = ["RULES", "Context", "Copied", "Finding", "Rule", "check", "rules_for"]

_OF_EVERY_FORMAT = (
    *figures.RULES,
    *years.RULES,
    *similarity.RULES,
    *narratives.RULES,
    *placeholders.RULES,
    *privacy.RULES,
    *inserted.RULES,
    *period.RULES,
    *notices.RULES,
    *names.RULES,
    *table_words.RULES,
    *parts.RULES,
    *ratios.RULES,
    *growth.RULES,
)
_ORDER = list(Severity)
NOTHING_KNOWN = Context()


def rules_for(form: Format) -> tuple[Rule, ...]:
    """Every rule for reports in this format: those it declares, those of its totals, those of every format."""
    return (*linear.rules(form), *totals.rules(form), *_OF_EVERY_FORMAT)


def check(filing: Filing, context: Context = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Every finding on one report, the gravest first, then in the order of the page."""
    found = [
        finding
        for rule in rules_for(filing.format)
        if rule.applies(filing)
        for finding in rule.find(rule, filing, context)
    ]
    ranked = sorted(found, key=lambda finding: (_ORDER.index(finding.severity), finding.place))
    return privacy.without_private(filing, tuple(ranked))


def _official_rules() -> tuple[Rule, ...]:
    """The rules of all official formats, one by id: what the same rule says of several formats is said once."""
    rules: dict[str, Rule] = {}
    for form in all_formats().values():
        for rule in rules_for(form):
            known = rules.get(rule.id)
            rules[rule.id] = rule if known is None or known == rule else _merged(known, rule)
    return tuple(rules.values())


def _merged(older: Rule, newer: Rule) -> Rule:
    return replace(newer, formats=older.formats + newer.formats)


RULES = _official_rules()
"""Every rule there is for the official formats, with the newest citation; `formats` names those it is for."""
