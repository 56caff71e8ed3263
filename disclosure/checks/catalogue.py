"""Every rule as published data: what it asks, why, an example, what it rests on, and which reports it is for."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from . import RULES
from .finding import Rule


@cache
def catalogue() -> tuple[dict[str, Any], ...]:
    """The rules in the order of their ids.

    `{"id", "severity", "sentence", "why", "example", "citation", "formats": [ids; empty: every format], "section",
    "first_year"}`
    """
    return tuple(_data(rule) for rule in sorted(RULES, key=lambda rule: rule.id))


@cache
def digest() -> str:
    """SHA-256 (hex) over the catalogue: which rules a report was checked with."""
    canonical = json.dumps(catalogue(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@cache
def rule(rule_id: str) -> dict[str, Any] | None:
    """One rule by its id; None for an id there is no rule of."""
    return next((data for data in catalogue() if data["id"] == rule_id), None)


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "sentence": rule.sentence,
        "why": rule.why,
        "example": rule.example,
        "citation": str(rule.citation),
        "formats": list(rule.formats),
        "section": rule.section,
        "first_year": rule.first_year,
    }
