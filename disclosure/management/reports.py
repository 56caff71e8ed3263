"""What the commands on reports share: which report is meant, JSON on stdout, one clear line on stderr.

Exit codes: 0 done, 1 the report has an error that stands, 2 the input cannot be used.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from disclosure import reading
from disclosure.importing import Imported, UnreadableDocument
from disclosure.importing.readers import SIZE_LIMIT
from disclosure.intake.pictures import redrawn
from disclosure.models import Bureau, Report

UNUSABLE = 2
_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "没有这个文件或目录"),
    (IsADirectoryError, "这是一个目录"),
    (NotADirectoryError, "路径里有一段不是目录"),
    (PermissionError, "没有权限"),
)


def refuse(sentence: str) -> NoReturn:
    """End the command: its input cannot be used, and the sentence says why."""
    raise CommandError(" ".join(sentence.split()), returncode=UNUSABLE)


class ReportCommand(BaseCommand):
    """A command on one report; whatever is wrong with its input ends it with one line and exit code 2."""

    requires_system_checks = ()
    _called_from_command_line: bool

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = _misused  # type: ignore[method-assign]
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            self._end(error)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            reason = str(error).split("\n")[0]
            problem = CommandError(f"数据库不能用，请先运行migrate：{reason}", returncode=UNUSABLE)
        except CommandError as error:
            problem = error
        if self._called_from_command_line and not options.get("traceback"):
            self._end(problem)
        raise problem

    def _end(self, error: CommandError) -> NoReturn:
        self.stderr.write(str(error))
        sys.exit(error.returncode)

    def write_json(self, data: Any) -> None:
        """Data as indented JSON on stdout, in UTF-8 whatever the terminal's encoding is."""
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        binary = getattr(self.stdout, "buffer", None)
        if binary is None:
            self.stdout.write(text, ending="")
            return
        try:
            binary.write(text.encode())
            binary.flush()
        except BrokenPipeError:  # Whoever reads the output has read enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _misused(message: str) -> NoReturn:
    refuse(f"参数不对：{message}")


# Which report -----------------------------------------------------------------------------------------------------


def add_file_or_report(parser: ArgumentParser) -> None:
    """FILE [--format ID] | --bureau CODE --year Y."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="a document with a report")
    parser.add_argument("--format", metavar="ID", help="id of the official format; recognised by default")
    parser.add_argument("--bureau", metavar="CODE", help="instead of FILE: code of a bureau in the database")
    parser.add_argument("--year", type=a_year, metavar="Y", help="year of the report")


def a_year(text: str) -> int:
    """The value of --year."""
    if not text.isdecimal() or not 2000 <= int(text) <= 2099:
        raise ArgumentTypeError(f"“{text}”不是2000到2099之间的年份")
    return int(text)


def read_file(
    name: str, form: str | None = None, body: str | None = None, year: int | None = None
) -> Imported:
    """The report in a file, read where it can do no harm, its pictures drawn anew."""
    try:
        return redrawn(reading.read(_content(Path(name)), Path(name).name, form, body, year).imported)
    except UnreadableDocument as error:
        refuse(str(error))


def stored(code: str, year: int) -> Report:
    """The report of a bureau on a year, from the database."""
    owner = bureau(code)
    report = Report.objects.filter(bureau=owner, year=year).first()
    return report or refuse(f"{owner}没有{year}年的报告。")


def bureau(code: str) -> Bureau:
    """The bureau with this code."""
    return Bureau.objects.filter(code=code).first() or refuse(f"没有代码是“{code}”的单位。")


def chosen(options: dict[str, Any]) -> tuple[Imported, Report | None]:
    """What FILE or --bureau and --year name: the report as it was read, and the stored one if it is from there."""
    file, code, year = options["file"], options["bureau"], options["year"]
    if file is not None:
        if code is not None:
            refuse("参数不对：文件和--bureau只能给一个。")
        return read_file(file, options["format"], year=year), None
    if code is None or year is None:
        refuse("参数不对：请给一个文件，或者--bureau和--year。")
    if options["format"] is not None:
        refuse("参数不对：--format只用于文件。")
    report = stored(code, year)
    return Imported(report.filing()), report


def write(path: str, content: bytes) -> None:
    """Write a file the user named."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        refuse(f"写不了“{path}”：{_reason(error)}。")


def _content(path: Path) -> bytes:
    """The bytes of a file, no more than are needed to see that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        refuse(f"读不了“{path}”：{_reason(error)}。")


def _reason(error: OSError | ValueError) -> str:
    for kind, words in _REASONS:
        if isinstance(error, kind):
            return words
    return str(getattr(error, "strerror", None) or error)
