"""What every page of the filer's desk shares: the bars around it, its sections in order, and the answer to a save."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ..carrying import Offer, offers
from ..formats.schema import Section
from ..models import Member, Report
from ..progress import Progress
from ..review import AROUND
from ..workflow import Refused


def section_of(report: Report, key: str) -> Section:
    """The section with this key; 404 when the format has none."""
    try:
        return report.format.section(key)
    except KeyError as missing:
        raise Http404 from missing


def following(report: Report, part: Section) -> Section | None:
    """The section after this one, None for the last."""
    sections = report.format.sections
    place = sections.index(part) + 1
    return sections[place] if place < len(sections) else None


def saved(request: HttpRequest, report: Report, part: Section) -> HttpResponse:
    """Back to the page, or on to the next section where that was asked for."""
    messages.success(request, f"{timezone.localtime():%H:%M} 已保存")
    then = following(report, part) if request.POST.get("then") == "next" else None
    return redirect("edit_section", report.pk, (then or part).key)


def stays(request: HttpRequest, refusal: Refused) -> None:
    """Say why nothing was saved; what was typed is shown again."""
    messages.error(request, f"{refusal}您填的还在这一页上，离开以前请先复制一份。")


def offers_of(progress: Progress, part: Section) -> tuple[Offer, ...]:
    """What last year's report gives for the empty cells of a section, while they can be filled in."""
    if not progress.report.editable:
        return ()
    return offers(progress.filing, progress.context.previous, part.key)


def context_of(member: Member, report: Report, part: Section | None, progress: Progress) -> dict[str, Any]:
    """What the templates of the desk use on every page; `part` is None around the sections."""
    return {
        "nav": "home",
        "member": member,
        "report": report,
        "progress": progress,
        "remarks": [
            point for place in ((part.key,) if part else AROUND) for point in progress.remarks_on(place)
        ],
        "section": part,
        "here": part.key if part else "head",
        "following": following(report, part) if part else None,
    }
