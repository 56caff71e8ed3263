"""What the checks found as a table to keep, to pass round and to work through: CSV, one finding a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..checks import Finding
from ..filing import Filing
from ..marks import name
from ..models import Reason
from ..progress import place_name
from ..tabulating import csv_table

_HEADINGS = ("轻重", "部分", "查出的问题", "算式", "文中写", "怎么办", "格", "规则")

_OF_REASONS = ("本单位说明", "随报告公开")


def findings_file(
    filing: Filing, findings: Sequence[Finding], reasons: Mapping[str, Reason] | None = None
) -> bytes:
    """The findings in the order of the page; `reasons`, by fingerprint, add what the filer wrote on each."""
    return csv_table(_rows(filing, findings, reasons))


def file_name(filing: Filing) -> str:
    return f"{filing.official_title}检查结果.csv"


def _rows(
    filing: Filing, findings: Sequence[Finding], reasons: Mapping[str, Reason] | None
) -> Iterator[tuple[str, ...]]:
    yield _HEADINGS if reasons is None else (*_HEADINGS, *_OF_REASONS)
    for finding in findings:
        row = (
            finding.severity.label,
            place_name(filing, finding.section),
            finding.message,
            "；".join(finding.working),
            finding.quoted,
            finding.advice,
            "；".join(name(filing.format.places[key]) for key in finding.focus),
            finding.rule,
        )
        yield row if reasons is None else (*row, *_said(reasons.get(finding.fingerprint)))


def _said(reason: Reason | None) -> tuple[str, str]:
    """What the filer wrote on a finding, and whether it is published with the report."""
    return (reason.text, "是" if reason.public else "否") if reason else ("", "")
