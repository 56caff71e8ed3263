"""Findings as JSON: how they leave the child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from ..checks import Finding
from ..filing import Figure
from ..formats.schema import Severity


def finding_to_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON-ready data; its numbers are texts, so that no decimal is lost."""
    numbers = [str(number) for number in finding.numbers]
    return {**asdict(finding), "severity": finding.severity.value, "numbers": numbers}


def finding_from_data(data: Mapping[str, Any]) -> Finding:
    """The finding `finding_to_data` wrote."""
    lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
    numbers = tuple(_figure(text) for text in data["numbers"])
    return Finding(**{**data, **lists, "severity": Severity(data["severity"]), "numbers": numbers})


def _figure(text: str) -> Figure:
    return int(text) if text.removeprefix("-").isdigit() else Decimal(text)
