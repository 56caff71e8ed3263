"""What the checks found as a table to keep, to pass round and to work through: CSV, one finding a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..checks import Finding
from ..filing import Filing
from ..marks import name
from ..progress import place_name
from ..tabulating import csv_table

_HEADINGS = ("轻重", "部分", "查出的问题", "算式", "文中写", "怎么办", "格", "规则")


def findings_file(
    filing: Filing, findings: Sequence[Finding], reasons: Mapping[str, str] | None = None
) -> bytes:
    """The findings in the order of the page; `reasons`, by fingerprint, add what the filer wrote on each."""
    return csv_table(_rows(filing, findings, reasons))


def file_name(filing: Filing) -> str:
    return f"{filing.official_title}检查结果.csv"


def _rows(
    filing: Filing, findings: Sequence[Finding], reasons: Mapping[str, str] | None
) -> Iterator[tuple[str, ...]]:
    yield _HEADINGS if reasons is None else (*_HEADINGS, "本单位说明")
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
        yield row if reasons is None else (*row, reasons.get(finding.fingerprint, ""))
