"""The office's view of a season: how many bodies have submitted, which ones to look after, how many days are left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import summary, workflow
from ..access import members_only, visible_bureaus
from ..formats.schema import Severity
from ..models import Bureau, Member, Report, Role, Season, State

PAGE_LENGTH = 50
BAR_WIDTH = 1200
GAP = 2
ORDER = (State.PUBLISHED, State.APPROVED, State.SUBMITTED, State.RETURNED, State.DRAFT, None)
"""The states from the last to the first, as the bar shows them; None is 未开始."""
WATCHED = (None, State.RETURNED, State.DRAFT)
"""The states to look after, in the order of the list."""
HANDED_IN = (State.SUBMITTED, State.APPROVED, State.PUBLISHED)
LISTS = {"watch": "要盯的", "mine": "待我审核", "all": "全部"}


@dataclass(frozen=True)
class Line:
    """A body in the season and its report, None where it has not begun one."""

    bureau: Bureau
    report: Report | None

    @property
    def state(self) -> State | None:
        return State(self.report.state) if self.report else None

    @property
    def handed_in(self) -> bool:
        return self.state in HANDED_IN


@require_safe
@members_only(Role.SUPERVISOR)
def season_now(request: HttpRequest, member: Member) -> HttpResponse:
    """The newest season, or where one comes from."""
    season = Season.objects.first()
    if season is None:
        return render(request, "office/no_season.html", {"nav": "season", "member": member})
    return redirect("season", year=season.year)


@require_safe
@members_only(Role.SUPERVISOR)
def season(request: HttpRequest, member: Member, year: int) -> HttpResponse:
    """Where every body under this office stands; without a ranking."""
    found = get_object_or_404(Season, year=year)
    lines = _lines(member, year)
    groups = {
        "watch": sorted((line for line in lines if not line.handed_in), key=lambda x: WATCHED.index(x.state)),
        "mine": [line for line in lines if line.state is State.SUBMITTED],
        "all": sorted(lines, key=lambda line: line.bureau.spoken),
    }
    shown = request.GET.get("show", "watch")
    shown = shown if shown in LISTS else "watch"
    page = Paginator(groups[shown], PAGE_LENGTH).get_page(request.GET.get("page"))
    days = found.days_left(timezone.localdate())
    context = {
        "nav": "season",
        "member": member,
        "season": found,
        "seasons": Season.objects.values_list("year", flat=True),
        "days": days,
        "local_days": _local_days(found),
        "total": len(lines),
        "handed_in": sum(line.handed_in for line in lines),
        "shares": _shares(lines),
        "shown": shown,
        "title": LISTS[shown],
        "tabs": [{"key": key, "label": label, "count": len(groups[key])} for key, label in LISTS.items()],
        "page": page,
        "rows": [_row(line, days) for line in page.object_list],
    }
    return render(request, "office/season.html", context)


def _lines(member: Member, year: int) -> list[Line]:
    """The bodies in use under this office, ordered by how far they are and then by name."""
    bureaus = visible_bureaus(member).filter(active=True).order_by("spoken")
    reports = Report.objects.filter(bureau__in=bureaus, year=year).select_related("bureau")
    by_bureau = {report.bureau_id: report for report in reports.annotate(acted_at=Max("events__at"))}
    lines = [Line(bureau, by_bureau.get(bureau.pk)) for bureau in bureaus]
    return sorted(lines, key=lambda line: ORDER.index(line.state))


def _local_days(season: Season) -> int | None:
    """Days until the day agreed on locally, None without one; negative once it has passed."""
    return (season.local_deadline - timezone.localdate()).days if season.local_deadline else None


def _shares(lines: Sequence[Line]) -> list[Mapping[str, Any]]:
    """The states as parts of one bar: label, count, left edge and width in units of the drawing."""
    counts = Counter(line.state for line in lines)
    present = [state for state in ORDER if counts[state]]
    room = BAR_WIDTH - GAP * max(len(present) - 1, 0)
    shares, left = [], 0.0
    for state in present:
        width = room * counts[state] / len(lines)
        shares.append(
            {
                "state": state.value if state else "none",
                "label": state.label if state else "未开始",
                "count": counts[state],
                "left": f"{left:.1f}",
                "width": f"{width:.1f}",
            }
        )
        left += width + GAP
    return shares


def _row(line: Line, days: int) -> Mapping[str, Any]:
    """One line of the list; what is done and found is worked out only where somebody still has to act."""
    open_ = line.report is not None and line.state not in (State.APPROVED, State.PUBLISHED)
    return {
        "bureau": line.bureau,
        "report": line.report,
        "state": line.state,
        "late": -days if days < 0 and line.state is not State.PUBLISHED else 0,
        "done": _done(line),
        "found": _found(line.report) if open_ and line.report else "",
        "news": _news(line),
    }


def _done(line: Line) -> str:
    """How many of the sections are complete: 4 / 6; "" where nothing has begun."""
    if line.report is None:
        return ""
    sections = len(line.report.format.sections)
    done = sections if line.handed_in else summary.sections_done(line.report.filing())
    return f"{done} / {sections}"


def _found(report: Report) -> str:
    """What the checks ask for, the gravest first: 2处须更正，1处待核实; a submitted report has explained its queries."""
    found = Counter(finding.severity for finding in workflow.findings(report))
    errors, queries = found[Severity.ERROR], found[Severity.QUERY]
    words = [f"{errors}处须更正"] if errors else []
    if queries:
        words.append(f"{queries}处{'已说明' if report.state == State.SUBMITTED else '待核实'}")
    return "，".join(words)


def _news(line: Line) -> Mapping[str, Any]:
    """The latest that happened: when, in which words, and for how many days nothing has since."""
    report = line.report
    if report is None:
        return {"at": None, "words": "还没有动", "idle": 0}
    if report.state == State.DRAFT:
        return {"at": report.changed_at, "words": "", "idle": _days_since(report.changed_at)}
    if report.state == State.SUBMITTED:
        return {"at": report.submitted_at, "words": "送审", "idle": 0}
    at = getattr(report, "acted_at", None)
    words = {State.RETURNED: "退回", State.APPROVED: "通过", State.PUBLISHED: "公布"}[State(report.state)]
    latest = max(at or report.changed_at, report.changed_at)
    return {"at": at, "words": words, "idle": _days_since(latest) if report.state == State.RETURNED else 0}


def _days_since(moment: datetime) -> int:
    return (timezone.localdate() - timezone.localtime(moment).date()).days
