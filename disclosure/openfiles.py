"""The figures of a year over all bodies as files: one long CSV, one workbook, one ZIP with every report.

A file is made when it is first asked for and kept beside its state: the editions it was made from. As long as these
are the same, so are its bytes; when one is corrected or taken down, the next reader has the file made anew.
"""

from __future__ import annotations

import fcntl
import filecmp
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from django.conf import settings
from django.db.models import Count

from .editions import filing_of, in_force
from .formats.schema import Format
from .marks import name
from .models import Damaged, EditionFile, Editions, Publication
from .tabulating import BYTE_ORDER_MARK, as_text, csv_head, csv_lines

MADE = "3"
"""Raised when a file of the same editions comes out with other bytes: older copies are then made anew."""
_OF_BODY = ("code", "name", "kind", "region")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_FRONT = ("单位代码", "单位名称", "类别", "地区", "年度", "格式", "版次", "验证码")
_NEW = ".new-"
"""What the name of a file begins with that is being made."""
INSIDE = ("report.json", "report.csv")


@dataclass(frozen=True)
class OpenFile:
    """A file that is ready: where it lies, its size in bytes, and its state, which serves as its entity tag."""

    path: Path
    size: int
    state: str


def editions_of(year: int | None) -> Editions:
    """The editions in force of one year, or of all, in the order of the files."""
    found = in_force().order_by("report__year", "report__bureau__code")
    return found.filter(report__year=year) if year else found


def years() -> dict[int, int]:
    """The years of which there is anything, newest first → how many reports are in the files."""
    counted = in_force().order_by().values_list("report__year").annotate(Count("pk"))
    return dict(sorted(counted, reverse=True))


def state(year: int | None) -> str:
    """What the files of a year are made from, as a digest; "" where there is nothing."""
    digest = hashlib.sha256(f"{MADE}\n{settings.OPEN_DATA_LICENCE}".encode())
    lines = editions_of(year).values_list("code", *(f"report__bureau__{each}" for each in _OF_BODY))
    count = 0
    for line in lines.iterator():
        digest.update("\t".join(("\n", *line)).encode())
        count += 1
    return digest.hexdigest() if count else ""


def ready(year: int | None, kind: str, now: str | None = None) -> OpenFile | None:
    """The file of a year ("csv", "xlsx" or "zip"), made if need be; None where there is nothing to put into it.

    `now` is the state of the year, for who has it already.
    """
    now = state(year) if now is None else now
    if not now:
        return None
    path = _place(year, kind, now)
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent):
            # Who waited for his turn may have waited through an act: what is made is called what it is made from.
            now = state(year)
            path = _place(year, kind, now)
            if not now:
                return None
            _make_if_missing(path, year, kind)
    return OpenFile(path, path.stat().st_size, now)


def made_size(year: int | None, kind: str) -> int | None:
    """The size in bytes of the copy made last, of the editions of then; None where nobody has asked for one yet."""
    for path in Path(settings.OPEN_DATA_ROOT).glob(f"{year or 'all'}-*.{kind}"):
        with suppress(FileNotFoundError):  # somebody is making it anew
            return path.stat().st_size
    return None


def faults() -> Iterator[str]:
    """Files that are handed out and are not what would be made of the same editions today, in Chinese."""
    for year in (*years(), None):
        now = state(year)
        for kind in KINDS:
            path = _place(year, kind, now)
            if now and path.is_file() and not _as_made(path, year, kind):
                yield f"供下载的数据文件{path}被改过：和公布的数据不一样"


def _as_made(path: Path, year: int | None, kind: str) -> bool:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".again-") as folder:
        anew = Path(folder, path.name)
        try:
            _WRITERS[kind](anew, year)
        except Damaged:
            return True  # of the file that is damaged it is told by its name
        return filecmp.cmp(anew, path, shallow=False)


def _place(year: int | None, kind: str, state: str) -> Path:
    return Path(settings.OPEN_DATA_ROOT) / f"{year or 'all'}-{state}.{kind}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One file is made at a time, in whatever process: a hundred readers of a new one have it made once.

    Half a file can only be left of a process that was killed.
    """
    with (folder / ".making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in folder.glob(f"{_NEW}*"):
            left.unlink()
        yield


def _make_if_missing(path: Path, year: int | None, kind: str) -> None:
    """Write beside the place and move there when whole, so that nobody is handed half a file. Within `_alone`."""
    if path.is_file():
        return
    handle, name_of_new = tempfile.mkstemp(dir=path.parent, prefix=_NEW)
    os.close(handle)
    new = Path(name_of_new)
    try:
        _WRITERS[kind](new, year)
        new.chmod(0o644)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    _drop_older(path.parent, year, kind, path)


def _drop_older(folder: Path, year: int | None, kind: str, kept: Path) -> None:
    for path in folder.glob(f"{year or 'all'}-*.{kind}"):
        if path != kept:
            path.unlink(missing_ok=True)


# The three kinds --------------------------------------------------------------------------------------------------


def _front(publication: Publication) -> tuple[Any, ...]:
    report = publication.report
    bureau = report.bureau
    kind = bureau.get_kind_display()
    edition = (report.year, report.format_id, publication.number, publication.code)
    return (bureau.code, bureau.name, kind, bureau.region, *edition)


def _write_csv(path: Path, year: int | None) -> None:
    """One line a cell. That of all years is put together from those of each, so that a correction costs one year."""
    with path.open("wb") as file:
        if year is None:
            for at, each in enumerate(reversed(years())):
                _append(file, each, whole=not at)
            return
        file.write(f"{BYTE_ORDER_MARK}{csv_head(*_FRONT)}".encode())
        for publication in editions_of(year).with_said().iterator(50):
            front = (as_text(each) for each in _front(publication))
            file.write(csv_lines(filing_of(publication), *front).encode())


def _append(file: BinaryIO, year: int, *, whole: bool) -> None:
    part = _place(year, "csv", state(year))
    _make_if_missing(part, year, "csv")
    with part.open("rb") as lines:
        if not whole:
            lines.readline()  # the heading
        shutil.copyfileobj(lines, file, 1024 * 1024)


def _write_xlsx(path: Path, year: int | None) -> None:
    """One sheet for each official form, one row for each report, one column for each cell."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,  # a row is written when the next one begins
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "use_zip64": True,
        },
    )
    book.set_properties({"title": "政府信息公开工作年度报告数据", "created": datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True})
    sheets: dict[str, list[Any]] = {}
    for publication in editions_of(year).with_said().iterator(50):
        form = publication.report.format
        if form.id not in sheets:
            sheets[form.id] = [_sheet(book, form, bold), 2]
        sheet, row = sheets[form.id]
        sheet.write_row(row, 0, _front(publication))
        values = filing_of(publication).values
        for column, key in enumerate(form.places, len(_FRONT)):
            if values[key] is not None:
                sheet.write_number(row, column, values[key])
        sheets[form.id][1] += 1
    book.close()


def _sheet(book: Any, form: Format, bold: Any) -> Any:
    sheet = book.add_worksheet(form.id)
    sheet.write_row(0, 0, (*_FRONT, *(name(place) for place in form.places.values())), bold)
    sheet.write_row(1, len(_FRONT), tuple(form.places))
    sheet.freeze_panes(2, 2)
    return sheet


def _write_zip(path: Path, year: int | None) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(_entry("README.txt"), settings.OPEN_DATA_LICENCE + "\r\n")
        for publication in editions_of(year).iterator(50):
            report = publication.report
            for file, content in _inside(publication):
                target.writestr(_entry(f"{report.year}/{report.bureau.code}/{file}"), content)


def _inside(publication: Publication) -> Iterator[tuple[str, bytes]]:
    files = EditionFile.objects.filter(publication=publication.pk, name__in=INSIDE).order_by("name")
    for file in files.only("name", "content", "sha256"):
        yield file.name, file.whole()


def _entry(name_of_file: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name_of_file, _ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


_WRITERS = {"csv": _write_csv, "xlsx": _write_xlsx, "zip": _write_zip}
KINDS = tuple(_WRITERS)
