"""What a body published the year before: the figures and words a report is held against."""

from __future__ import annotations

from .editions import readable
from .filing import Filing, from_data
from .models import Bureau, Publication, Report

_LONGEST = 10
"""Predecessors that are followed at most, so that a circle of them ends."""


def previous_filing(report: Report) -> Filing | None:
    """The newest edition of last year's report of the same body, or of its nearest predecessor that published one."""
    bureau: Bureau | None = report.bureau
    for _ in range(_LONGEST):
        if bureau is None:
            return None
        if (found := _published(bureau, report.year - 1)) is not None:
            return said_before(report, found)
        bureau = bureau.predecessor
    return None


def said_before(report: Report, edition: Publication) -> Filing | None:
    """What an earlier edition says, for who works on a report; None where its file is damaged, which is noted on the report.

    The file of another year must not close the desk: it opens, and says that nothing could be held against that year.
    """
    if readable(edition):
        return from_data(edition.said)
    report.earlier_damaged = True
    return None


def _published(bureau: Bureau, year: int) -> Publication | None:
    editions = Publication.objects.filter(report__bureau=bureau, report__year=year, report__withdrawn_at=None)
    return editions.order_by("-number").first()
