"""What stands beside a narrative while it is written: its printed look with what the checks say, last year's, both compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from .. import prose
from ..access import members_only, own_report
from ..checks import Finding
from ..comparing import compare
from ..earlier import previous_filing
from ..formats.schema import Section
from ..margin import Passage, Spot, lines_of, passages
from ..models import Bureau, Member, Report, Role
from ..outline import Outline, Row, outline
from ..progress import Progress
from ..rendering.document import BlockView, block_views
from .desk import section_of
from .pasting import tell, widened


@dataclass(frozen=True)
class Heading:
    """A row of the outline, and how many findings under it still wait for somebody."""

    row: Row
    waiting: int


@dataclass(frozen=True)
class Remarked:
    """A paragraph with the findings that follow it; `views` draws a picture or a table between paragraphs."""

    passage: Passage
    findings: tuple[Finding, ...]
    views: tuple[BlockView, ...] = ()


def beside(report: Report, part: Section, text: str, shown: str = "look") -> dict[str, Any]:
    """The context of everything beside the field, for a text that need not be stored.

    `shown`: look, last or compare, the side that is open.
    """
    setattr(report, part.key, text)
    progress = Progress(report)
    findings = progress.of(part.key)
    printed = progress.filing.text(part.key)
    spots = [Spot(f.fingerprint, f.excerpt, f.place[1]) for f in findings if f.excerpt]
    lines = lines_of(printed, spots)
    waiting = [lines[f.fingerprint] for f in progress.open if f.fingerprint in lines]
    below = prose.untitled(printed, part.title)
    drawn = outline(part, prose.untitled(text, part.title), government=governs(report))
    return {
        "progress": progress,
        "headings": _headings(drawn, waiting),
        "missing": drawn.missing,
        "passages": [_remarked(passage, progress) for passage in passages(below, spots)],
        "titled": below != printed,
        "general": tuple(finding for finding in findings if finding.fingerprint not in lines),
        "widened": tell(widened(text)),
        **_last_year(report, part, below, shown),
    }


def _remarked(passage: Passage, progress: Progress) -> Remarked:
    found = tuple(f for f in progress.findings if f.fingerprint in passage.spots)
    views = block_views(passage.inset, progress.filing.pictures) if passage.inset else ()
    return Remarked(passage, found, views)


def governs(report: Report) -> bool:
    """Whether the report has the aspects of a government's own."""
    return report.bureau.kind == Bureau.Kind.GOVERNMENT


def _headings(drawn: Outline, waiting: list[int]) -> list[Heading]:
    """Each heading with what waits between it and the next one."""
    ends = [*(row.line for row in drawn.rows), 10**9][1:]
    return [
        Heading(row, sum(row.line <= line < end for line in waiting))
        for row, end in zip(drawn.rows, ends, strict=True)
    ]


# --- Last year -----------------------------------------------------------------------------------------


def _last_year(report: Report, part: Section, text: str, shown: str) -> dict[str, Any]:
    """Last year's text, and its comparison with this year's where that side is open."""
    before = previous_filing(report)
    last = prose.untitled(before.text(part.key), part.title) if before else ""
    return {
        "shown": shown if last and shown in ("last", "compare") else "look",
        "year_before": report.year - 1,
        "last": prose.paragraphs(last),
        "comparison": compare(last, text) if last and shown == "compare" else None,
    }


@require_POST
@members_only(Role.CLERK)
def preview_words(request: HttpRequest, member: Member, pk: int, section: str) -> HttpResponse:
    """What is being written, in the official look, and all that stands beside it; a text that cannot be set gets the reason."""
    report = own_report(member, pk)
    part = section_of(report, section)
    if part.table is not None:
        raise Http404
    text = request.POST.get(section, "")
    context = {"report": report, "section": part, "here": part.key, "fresh": True}
    try:
        prose.check([(part.title, text)])
    except prose.ProseError as error:
        drawn = outline(part, text, government=governs(report))
        context |= {"error": error, "headings": _headings(drawn, []), "missing": drawn.missing}
        return render(request, "editing/words_preview.html", context, status=422)
    context |= beside(report, part, text, request.POST.get("then", "look"))
    return render(request, "editing/words_preview.html", context)
