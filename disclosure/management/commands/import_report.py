"""Read a document as a report: JSON on stdout, and with --save a draft of the bureau it belongs to."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.db import transaction

from disclosure import workflow
from disclosure.importing import Imported
from disclosure.intake import fill
from disclosure.management.reports import ReportCommand, a_year, bureau, read_file, refuse
from disclosure.models import Bureau


class Command(ReportCommand):
    help = "Read a document as a report. With --save it becomes the draft of a bureau that has not begun its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a document with a report")
        parser.add_argument("--format", metavar="ID", help="id of the official format; recognised by default")
        parser.add_argument("--bureau", metavar="CODE", help="code of the bureau the report is of")
        parser.add_argument("--year", type=a_year, metavar="Y", help="year of the report")
        parser.add_argument(
            "--save", action="store_true", help="keep it as a draft; needs --bureau and --year"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code, year = options["bureau"], options["year"]
        if options["save"] and (code is None or year is None):
            refuse("参数不对：--save要写明--bureau和--year。")
        owner = bureau(code) if code is not None else None
        imported = read_file(options["file"], options["format"], owner.name if owner else None, year)
        if options["save"] and owner is not None:
            _save(imported, owner, _printable(Path(options["file"]).name))
        self.write_json(imported.to_data())


def _save(imported: Imported, owner: Bureau, source: str) -> None:
    """Make the report the draft of its body; nothing of what stands there already is overwritten."""
    try:
        with transaction.atomic():
            report = workflow.start(owner, imported.filing.year, None, imported.filing.format.id)
            fill.take_in(report, imported, None, source)
    except workflow.Refused as error:
        refuse(str(error))


def _printable(name: str) -> str:
    """A file name as text a database takes, whatever bytes it is made of."""
    return name.encode(errors="replace").decode()
