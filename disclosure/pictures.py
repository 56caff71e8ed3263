"""The pictures of a report: kept with it, and named in its words."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import Max

from .entry import save_words, too_long, writable
from .marks import picture_mark
from .models import Member, Picture, Report
from .picturing import Drawn
from .prose import is_row
from .workflow import Refused

MOST = 10
"""Pictures in one report."""
ALT_LIMIT, CAPTION_LIMIT = 300, 100
"""Characters of what a picture shows, and of the line below it."""


def add(
    report: Report,
    member: Member,
    section: str,
    drawn: Drawn,
    alt: str,
    caption: str,
    line: int | None = None,
) -> Picture:
    """Keep a picture and put its mark into a narrative: behind this line, counted from 0, else at the end.

    Raises Refused, also when there are enough and when the mark finds no room in the narrative.
    """
    with transaction.atomic():
        held = writable(report.pk, member)
        if held.pictures.count() >= MOST:
            raise Refused(f"一份报告最多放{MOST}张图。")
        number = last_given(held) + 1
        text = getattr(held, section)
        marked = _put_in(text, picture_mark(number), line)
        if why := too_long(section, marked):
            raise Refused(f"图没有存：正文再加一行{picture_mark(number)}就太长了，{why}请先把正文改短。")
        picture = Picture.objects.create(
            report=held,
            number=number,
            alt=alt,
            caption=caption,
            png=drawn.png,
            width=drawn.width,
            height=drawn.height,
            sha256=hashlib.sha256(drawn.png).hexdigest(),
        )
        save_words(held.pk, member, {section: text}, {section: marked})
    return picture


def _put_in(text: str, mark: str, line: int | None) -> str:
    """The text with a mark on a line of its own; the rows of a table stay together."""
    lines = text.split("\n")
    at = len(lines) if line is None else min(line + 1, len(lines))
    while at < len(lines) and is_row(lines[at - 1].strip()) and is_row(lines[at].strip()):
        at += 1
    return "\n".join([*lines[:at], mark, *lines[at:]]).strip()


def last_given(report: Report) -> int:
    """The highest number a picture of the report has or had; deleting one does not free its number."""
    there = report.pictures.aggregate(last=Max("number"))["last"] or 0
    return max(report.pictures_given, there)


def delete(report: Report, number: int, **as_it_was: str) -> None:
    """Delete a picture, but not its number. Call it in a transaction; `as_it_was`: only if it is still like this."""
    given = last_given(report)
    Report.objects.filter(pk=report.pk, pictures_given__lt=given).update(pictures_given=given)
    report.pictures_given = max(report.pictures_given, given)
    report.pictures.filter(number=number, **as_it_was).delete()


def describe(report: Report, member: Member, number: int, alt: str, caption: str) -> None:
    """Say anew what a picture shows, and what is printed below it. Raises Refused."""
    with transaction.atomic():
        held = writable(report.pk, member)
        if not held.pictures.filter(number=number).update(alt=alt, caption=caption):
            raise Refused(f"图{number}已经删去了。")
        held.revision += 1
        held.save(update_fields=["revision", "changed_at"])


def remove(report: Report, member: Member, number: int) -> None:
    """Take a picture away; its mark, where it still stands in the words, becomes a finding. Raises Refused."""
    with transaction.atomic():
        held = writable(report.pk, member)
        delete(held, number)
        held.revision += 1
        held.save(update_fields=["revision", "changed_at"])
