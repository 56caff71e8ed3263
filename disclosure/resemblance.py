"""Which reports of a year look alike: the marks of their narratives, kept with every save, and the search for copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from .checks import Copied, similarity
from .models import Report, State, TextMark

_WORTH = 30
"""Per cent of a narrative's marks another one must have to be read and compared in full."""


def keep_marks(report: Report, changed: Iterable[str]) -> None:
    """Store the marks of those changed fields that are narratives; only what differs is written."""
    for section in {part.key for part in report.format.narratives}.intersection(changed):
        wanted = similarity.marks(getattr(report, section))
        kept = TextMark.objects.filter(report=report, section=section)
        standing = set(kept.values_list("mark", flat=True))
        if gone := standing - wanted:
            kept.filter(mark__in=gone).delete()
        fresh = (TextMark(report=report, section=section, mark=mark) for mark in wanted - standing)
        TextMark.objects.bulk_create(fresh, ignore_conflicts=True)


def copies(report: Report) -> tuple[Copied, ...]:
    """For each narrative the one of another body on the same year that has most in common with it, if that is much.

    Compared is what others have published, or handed in to the same office, before this report was handed in: the one
    who wrote first is not asked, and no draft is shown to another body.
    """
    own = TextMark.objects.filter(report=report)
    counts = own.values_list("section").annotate(Count("pk"))
    enough = [Q(section=section, common__gte=max(count * _WORTH // 100, 1)) for section, count in counts]
    if not enough:
        return ()
    alike = (
        TextMark.objects.filter(_open_to(report), mark__in=own.values("mark"), report__year=report.year)
        .exclude(report__bureau=report.bureau_id)
        .values("section", "report")
        .annotate(common=Count("pk"))
        .filter(reduce(or_, enough))
        .order_by("common", "-report")
    )
    return _read({row["section"]: row["report"] for row in alike})


def _open_to(report: Report) -> Q:
    """The reports of others that count as written before this one, and may be held against it."""
    offices = {report.bureau_id, report.bureau.supervisor_id} - {None}
    near = Q(report__bureau__in=offices) | Q(report__bureau__supervisor__in=offices)
    handed_in = Q(report__state__in=(State.SUBMITTED, State.APPROVED)) & near
    seen = Q(report__state=State.PUBLISHED) | handed_in
    if report.editable or report.submitted_at is None:
        return seen
    return seen & (Q(report__submitted_at=None) | Q(report__submitted_at__lt=report.submitted_at))


def _read(likeliest: Mapping[str, int]) -> tuple[Copied, ...]:
    """The narratives to compare with, by section and report."""
    if not likeliest:
        return ()
    found = Report.objects.select_related("bureau").in_bulk(set(likeliest.values()))
    return tuple(
        Copied(section, found[pk].bureau.name, found[pk].year, getattr(found[pk], section))
        for section, pk in sorted(likeliest.items())
    )
