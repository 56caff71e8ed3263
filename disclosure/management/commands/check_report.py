"""Check a report from a file or from the database: the findings as JSON, exit code 1 while an error stands."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from disclosure.checks import Context, check
from disclosure.filing import Filing
from disclosure.formats.schema import Severity
from disclosure.importing import Imported
from disclosure.management.reports import ReportCommand, add_file_or_report, chosen, read_file, refuse
from disclosure.models import Report
from disclosure.workflow import context_of


class Command(ReportCommand):
    help = "Check a report by every rule. Exit code 1: an error finding stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_file_or_report(parser)
        parser.add_argument(
            "--previous", metavar="FILE", help="a document with last year's report of the body"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        imported, report = chosen(options)
        context = context_of(report) if report else Context()
        if options["previous"]:
            context = replace(context, previous=_last_year(options["previous"], imported.filing.year))
        findings = check(imported.filing, context)
        self.write_json(
            {
                "format": imported.filing.format.id,
                "body": imported.filing.body,
                "year": imported.filing.year,
                "findings": [finding.to_data() for finding in findings],
                **_remarks(imported, report),
            }
        )
        if any(finding.severity is Severity.ERROR for finding in findings):
            sys.exit(1)


def _last_year(file: str, year: int) -> Filing:
    """The report in a file, if it is the one on the year before."""
    filing = read_file(file).filing
    if filing.year != year - 1:
        refuse(f"上一年的报告应是{year - 1}年的，“{file}”是{filing.year}年的。")
    return filing


def _remarks(imported: Imported, report: Report | None) -> dict[str, Any]:
    """The differences in wording, and what could not be read; of a stored report, those noted at its import."""
    data = imported.to_data()
    kept = report.imported if report else {}
    return {name: data[name] or kept.get(name, []) for name in ("differences", "unread")}
