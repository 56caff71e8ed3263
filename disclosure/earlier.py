"""What a body published the year before: the figures and words a report is held against."""

from __future__ import annotations

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
            return found
        bureau = bureau.predecessor
    return None


def _published(bureau: Bureau, year: int) -> Filing | None:
    editions = Publication.objects.filter(
        report__bureau=bureau, report__year=year, report__withdrawn_at=None
    ).order_by("-number")
    newest = editions.first()
    return from_data(newest.said) if newest else None
