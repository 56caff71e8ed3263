"""Which reports of a year look alike: the marks of their narratives, kept with every save, and the search for copies."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from .checks import Copied, similarity
from .models import Report, State, TextMark

_WORTH = 25
"""Per cent of the marks looked for another one must have to be read and compared in full: half of what the rule asks about."""


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
    alike = _alike(report)
    if not alike:
        return ()
    others = Report.objects.filter(_open_to(report), pk__in={pk for _, pk in alike}, year=report.year)
    found = others.exclude(bureau=report.bureau_id).select_related("bureau").in_bulk()
    likeliest = {section: found[pk] for section, pk in alike if pk in found}
    return tuple(
        Copied(section, other.bureau.name, other.year, getattr(other, section))
        for section, other in sorted(likeliest.items(), key=lambda item: item[0])
    )


def _alike(report: Report) -> list[tuple[str, int]]:
    """(section, report) of all narratives of any year that have many marks of this report's, the likeliest last."""
    samples = {part.key: similarity.sample(getattr(report, part.key)) for part in report.format.narratives}
    looked_for = frozenset[int]().union(*samples.values())
    if not looked_for:
        return []
    found = TextMark.objects.filter(mark__in=looked_for).exclude(report=report)
    counted = found.values_list("section", "report").annotate(Count("pk")).order_by()
    many = [
        (common, -pk, section)
        for section, pk, common in counted
        if common * 100 >= len(samples.get(section, ())) * _WORTH > 0
    ]
    return [(section, -pk) for _, pk, section in sorted(many)]


def _open_to(report: Report) -> Q:
    """The reports of others that count as written before this one, and may be held against it."""
    offices = {report.bureau_id, report.bureau.supervisor_id} - {None}
    near = Q(bureau__in=offices) | Q(bureau__supervisor__in=offices)
    handed_in = Q(state__in=(State.SUBMITTED, State.APPROVED)) & near
    seen = Q(state=State.PUBLISHED) | handed_in
    if report.editable or report.submitted_at is None:
        return seen
    return seen & (Q(submitted_at=None) | Q(submitted_at__lt=report.submitted_at))
