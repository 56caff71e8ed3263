"""Draw a report from a file or from the database in the official layout, or write it as JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from disclosure.filing import Filing
from disclosure.importing import Imported
from disclosure.management.reports import ReportCommand, add_file_or_report, chosen, refuse, write
from disclosure.prose import ProseError
from disclosure.rendering import RenderingError, render_html, render_pdf


class Command(ReportCommand):
    help = "Write a report as PDF, as a standalone HTML page or as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_file_or_report(parser)
        parser.add_argument("--to", required=True, choices=("pdf", "html", "json"), help="what to write")
        parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        imported, _ = chosen(options)
        write(options["output"], _content(imported, options["to"]))


def _content(imported: Imported, kind: str) -> bytes:
    if kind == "json":
        return (json.dumps(imported.to_data(), ensure_ascii=False, indent=2) + "\n").encode()
    draw = {"pdf": render_pdf, "html": render_html}[kind]
    return _drawn(draw, imported.filing)


def _drawn(draw: Any, filing: Filing) -> bytes:
    try:
        content: bytes = draw(filing)
    except (RenderingError, ProseError) as error:
        refuse(str(error))
    return content
