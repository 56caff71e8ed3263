"""Take over reports published before this system: a folder of documents, and a list that says whose and when each is.

The oldest come first, so that each is checked against the one before it.

Exit codes: 0 every report is there now, 1 at least one document was not taken over, 2 the folder or list cannot be used.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from disclosure import history
from disclosure.importing import UnreadableDocument
from disclosure.importing.readers import SIZE_LIMIT
from disclosure.management.lists import read_list
from disclosure.management.reports import ReportCommand, refuse
from disclosure.models import Bureau
from disclosure.workflow import Refused

COLUMNS = ("file", "bureau", "year")
CONFIRMED = ("yes", "是")
LAST = 9999
"""Where a line without a year stands: behind all others."""
_YEAR = re.compile(r"0*(20\d\d)年?")


@dataclass(frozen=True)
class Entry:
    """A line of the list. `written`: the year as it stands there, which is None where it is none; `confirmed`: somebody
    has looked at what the document says of body and year."""

    file: str
    bureau: str
    year: int | None
    written: str
    confirmed: bool

    @property
    def whose(self) -> str:
        """The report the file is listed as."""
        return f"{self.bureau}，{self.year or self.written}年"

    def __str__(self) -> str:
        return f"{self.file}（{self.whose}）"


class NotTaken(Exception):
    """A document that was not taken over; the message is Chinese and says why and what to do."""


class Command(ReportCommand):
    help = (
        "Take over published reports. The list has the columns file, bureau (code) and year; a fourth column, confirmed, "
        "says yes where a document names another body or year and is right all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", help="where the documents lie")
        parser.add_argument("--list", required=True, metavar="CSV", help="which document is whose")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"]).resolve()
        if not folder.is_dir():
            refuse(f"“{options['folder']}”不是一个文件夹。")
        entries = sorted(_entries(Path(options["list"])), key=lambda entry: entry.year or LAST)
        outcomes = [
            self._one(folder, entry, entries, f"[{number}/{len(entries)}]")
            for number, entry in enumerate(entries, start=1)
        ]
        taken, present, failed = (outcomes.count(outcome) for outcome in ("taken", "present", "failed"))
        self.stdout.write(f"共{len(entries)}份：导入{taken}份，已经有的{present}份，没有导入{failed}份。")
        if failed:
            sys.exit(1)

    def _one(self, folder: Path, entry: Entry, entries: Sequence[Entry], number: str) -> str:
        """Take one document over and say in a line how it went; "taken", "present" or "failed"."""
        place = f"{number} {entry}"
        try:
            _check_listed_once(entry, entries)
            document = _document(folder, entry)
            publication = history.take_over(document)
        except history.Present as sentence:
            self._say(f"{place}：{sentence}")
            return "present"
        except (NotTaken, Refused, UnreadableDocument) as sentence:
            self._say(f"{place}：没有导入。{str(sentence).removeprefix('没有导入。')}")
            return "failed"
        found, unread = len(publication.findings), len(document.imported.strays)
        said = f"查出{found}处，记在案上" if found else "没有查出问题"
        left = f"没有读出来{unread}处，和原件一起记在数据里。" if unread else ""
        self._say(f"{place}：已导入，{said}。{left}")
        return "taken"

    def _say(self, line: str) -> None:
        self.stdout.write(" ".join(line.split()))
        self.stdout.flush()


def _entries(path: Path) -> Iterator[Entry]:
    for line in read_list(path, COLUMNS, ("confirmed",)):
        file, bureau, written = (line[name] for name in COLUMNS)
        match = _YEAR.fullmatch(unicodedata.normalize("NFKC", written))
        year = int(match[1]) if match else None
        yield Entry(file, bureau, year, written, line["confirmed"].lower() in CONFIRMED)


def _check_listed_once(entry: Entry, entries: Sequence[Entry]) -> None:
    """Raises NotTaken where the list has other files for the same report, or has the file as the report of others too."""
    whose, file = (entry.bureau, entry.year), Path(entry.file)
    files = dict.fromkeys(each.file for each in entries if (each.bureau, each.year) == whose)
    if len(files) > 1:
        raise NotTaken(
            f"清单里这个单位这一年有{len(files)}份文件：{'、'.join(files)}。只留公布的那一份，再运行一次。"
        )
    reports = dict.fromkeys(each.whose for each in entries if each.file and Path(each.file) == file)
    if len(reports) > 1 and not entry.confirmed:
        raise NotTaken(
            f"清单里这份文件写了{len(reports)}次：{'；'.join(reports)}。写错的一行改过再运行一次；"
            "看过没有错，就在confirmed列写“是”。"
        )


def _document(folder: Path, entry: Entry) -> history.Document:
    """The document of a line, read. Raises NotTaken, Present or UnreadableDocument."""
    bureau = Bureau.objects.filter(code=entry.bureau).first()
    if bureau is None:
        raise NotTaken(f"没有代码是“{entry.bureau}”的单位。")
    if entry.year is None:
        raise NotTaken(f"“{entry.written}”不是2000到2099之间的年份。")
    if entry.year >= timezone.localdate().year:
        raise NotTaken(f"{entry.year}年还没有过完，没有公布过的报告。")
    path = _path(folder, entry.file)
    document = history.open_document(bureau, entry.year, path.name, _content(path))
    if document.doubts and not entry.confirmed:
        raise NotTaken(
            f"{''.join(document.doubts)}看过没有错，就在清单这一行的confirmed列写“是”，再运行一次。"
        )
    return document


def _path(folder: Path, name: str) -> Path:
    """Where a file of the folder lies. Raises NotTaken where the name leads anywhere else."""
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise NotTaken("没有这样的文件名，或者链接绕成了一圈。") from error
    if not path.is_relative_to(folder):
        raise NotTaken("文件不在这个文件夹里。")
    return path


def _content(path: Path) -> bytes:
    """What a file holds, one byte more than is read at most. A pipe is never opened: nobody may write into it."""
    try:
        if path.exists() and not path.is_file():
            raise NotTaken("这不是一个文件。")
        with path.open("rb") as file:
            return file.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise NotTaken("文件夹里没有这个文件。") from error
    except OSError as error:
        raise NotTaken("读不了这个文件，请看看文件名和读它的权限。") from error
