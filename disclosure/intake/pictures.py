"""The pictures a document brings: drawn anew before anybody sees them, kept with the report when their text is taken."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count

from .. import marks, models
from ..filing import Picture
from ..importing import Imported, Passage, PictureFile
from ..models import Report
from ..models.report import WORDS
from ..pictures import ALT_LIMIT, MOST, delete, last_given
from ..picturing import PictureError, redraw
from ..workflow import Refused

TOGETHER = 20.0
"""Seconds in which all pictures of one document have to be begun."""

Brought = Mapping[str, Mapping[str, str]]
"""Number of a picture an import has brought → its digest and its words, as they were then (JSON)."""


def redrawn(imported: Imported) -> Imported:
    """The same with its pictures drawn anew, as the report shows them.

    One that cannot be drawn leaves the text and is listed as unread, with the sentence that says why.
    """
    if not imported.pictures:
        return imported
    until = time.monotonic() + TOGETHER
    drawn: list[Picture] = []
    unread: list[Passage] = []
    gone: set[int] = set()
    for file in imported.pictures:
        try:
            drawn.append(_drawn(file, until))
        except PictureError as error:
            gone.add(file.number)
            unread.append(Passage(file.where, f"{_named(file)}：{error}"))
        else:
            unread += _too_long(file)
    sections = {key: _without(text, gone) for key, text in imported.filing.sections.items()}
    filing = replace(imported.filing, sections=sections, pictures=tuple(drawn))
    return replace(
        imported,
        filing=filing,
        pictures=(),
        unread=(*imported.unread, *unread),
        strays=(*imported.strays, *unread),
    )


def _drawn(file: PictureFile, until: float) -> Picture:
    if time.monotonic() > until:
        raise PictureError("文件里的图太大太多，读到这里停下了。请一张一张地放。")
    fresh = redraw(file.data, f"图{file.number}")
    return Picture(file.number, fresh.png, fresh.width, fresh.height, file.alt[:ALT_LIMIT], file.caption)


def _named(file: PictureFile) -> str:
    said = f"［图{file.number}：{file.alt}］" if file.alt else marks.picture_mark(file.number)
    return f"{said}{file.caption}"


def _too_long(file: PictureFile) -> list[Passage]:
    if len(file.alt) <= ALT_LIMIT:
        return []
    return [
        Passage(file.where, f"图{file.number}的说明超过{ALT_LIMIT}字，后面的没有取：{file.alt[ALT_LIMIT:]}")
    ]


def _without(text: str, gone: Collection[int]) -> str:
    return "\n".join(line for line in text.split("\n") if marks.picture_number(line) not in gone)


# --- In a report ---------------------------------------------------------------------------------------


def placed(report: Report, imported: Imported) -> Imported:
    """The same with numbers that are free in the report; a picture the report has already keeps its number there."""
    pictures = imported.filing.pictures
    if not pictures:
        return imported
    known = dict(report.pictures.values_list("sha256", "number"))
    named = marks.pictures_named(getattr(report, name) for name in WORDS)
    free = (number for number in count(last_given(report) + 1) if number not in named)
    numbers = {
        picture.number: known[digest] if (digest := _digest(picture)) in known else next(free)
        for picture in pictures
    }
    filing = replace(
        imported.filing,
        pictures=tuple(replace(picture, number=numbers[picture.number]) for picture in pictures),
        sections={key: _renumbered(text, numbers) for key, text in imported.filing.sections.items()},
    )
    return replace(imported, filing=filing)


def _renumbered(text: str, numbers: Mapping[int, int]) -> str:
    return "\n".join(_at_new_number(line, numbers) for line in text.split("\n"))


def _at_new_number(line: str, numbers: Mapping[int, int]) -> str:
    number = marks.picture_number(line)
    return line if number is None or number not in numbers else marks.picture_mark(numbers[number])


def keep(report: Report, pictures: Iterable[Picture], texts: Iterable[str]) -> Brought:
    """Store those pictures that the texts name and the report has not. Raises Refused where they become too many."""
    there = set(report.pictures.values_list("number", flat=True))
    named = marks.pictures_named(texts) - there
    fresh = [picture for picture in pictures if picture.number in named]
    if fresh and len(there) + len(fresh) > MOST:
        raise Refused(
            f"报告里已有{len(there)}张图，文件里要放进来{len(fresh)}张，一份报告最多{MOST}张。"
            "先在报告里删去几张，或者不选有图的那一处文字。"
        )
    stored = models.Picture.objects.bulk_create(_row(report, picture) for picture in fresh)
    return {str(row.number): {"sha256": row.sha256, "alt": row.alt, "caption": row.caption} for row in stored}


def take_back(report: Report, brought: Brought) -> None:
    """Remove what an import has brought, but for pictures that a text still names or somebody has described since."""
    named = marks.pictures_named(getattr(report, name) for name in WORDS)
    for number, as_it_was in brought.items():
        if int(number) not in named:
            delete(report, int(number), **as_it_was)


def _row(report: Report, picture: Picture) -> models.Picture:
    return models.Picture(
        report=report,
        number=picture.number,
        alt=picture.alt,
        caption=picture.caption,
        png=picture.png,
        width=picture.width,
        height=picture.height,
        sha256=_digest(picture),
    )


def _digest(picture: Picture) -> str:
    return hashlib.sha256(picture.png).hexdigest()
