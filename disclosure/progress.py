"""What is left to do on a report: how far each of its six sections is, and the list of things to mend, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from . import checks, prose
from .checks import Finding
from .filing import HEAD_LABELS, Filing
from .formats.schema import Section, Severity
from .models import Reason, Remark, Report, Season, State
from .review import place_label
from .workflow import context_of

_VERBS = {"figures.missing": "去填", "other.processing_fee": "去写", "overview.aspects": "去写"}


@dataclass(frozen=True)
class Part:
    """One of the six sections as the filer's pages show it. `mark` is ok, err, query or todo; `note` says it in words."""

    section: Section
    url: str
    mark: str
    note: str


@dataclass(frozen=True)
class Task:
    """One thing to do: a finding without an answer, where it is mended, and the verb of the link that leads there."""

    finding: Finding
    section: str
    url: str
    verb: str


class Progress:
    """A report with everything the pages say of how far it is; the checks are run once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.filing: Filing = report.filing()
        self.context = context_of(report)
        self.findings: tuple[Finding, ...] = checks.check(self.filing, self.context)

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        """Fingerprint → the reason given for that finding."""
        return {reason.fingerprint: reason for reason in self.report.reasons.all()}

    @cached_property
    def season(self) -> Season | None:
        """The season the report belongs to."""
        return Season.objects.filter(year=self.report.year).first()

    @property
    def days(self) -> int | None:
        """Whole days until the deadline, negative once it has passed; None where there is none or nothing is due."""
        published = self.report.edition > 0
        return None if self.season is None or published else self.season.days_left(timezone.localdate())

    @cached_property
    def open(self) -> tuple[Finding, ...]:
        """What still has to be done: every error, and every query without a reason."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.ERROR
            or (finding.severity is Severity.QUERY and finding.fingerprint not in self.reasons)
        )

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(
            Task(
                finding,
                place_name(self.filing, finding.section),
                finding_url(self.report, finding),
                _verb(finding, self.filing),
            )
            for finding in self.open
        )

    @cached_property
    def remarks(self) -> tuple[tuple[Remark, str, str], ...]:
        """The supervisor's open points, each with the name and the address of the place it speaks of.

        None while the supervisor is still writing them.
        """
        if not self.report.editable:
            return ()
        points = self.report.remarks.filter(closed_at=None)
        form = self.filing.format
        return tuple((p, place_label(form, p.place), remark_url(self.report, p.place)) for p in points)

    def remarks_on(self, part: str) -> tuple[tuple[Remark, str, str], ...]:
        """Those of a section, its cells included, or of a part around the sections."""
        return tuple(point for point in self.remarks if point[0].place.split(".", 1)[0] == part)

    @property
    def left(self) -> int:
        """How many things there are to do: what the checks found and what the supervisor asked for."""
        return len(self.tasks) + len(self.remarks)

    @cached_property
    def begun(self) -> bool:
        """Whether anything was written into it: what an empty report lacks is no mistake of anybody."""
        filing = self.filing
        around = (filing.addressee, filing.preface, filing.signature, filing.date)
        written = any(around) or filing.unread or any(part.mark != "todo" for part in self.parts)
        return bool(written or self.report.edition or self.remarks)

    @cached_property
    def unchanged(self) -> bool:
        """Sent back, and nothing has been written into it since."""
        back = self.report.events.filter(action="return").order_by("-at").first()
        return self.report.state == State.RETURNED and back is not None and back.digest == self.filing.digest

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self._part(section) for section in self.filing.format.sections)

    def of(self, section: str) -> tuple[Finding, ...]:
        """The findings of one section, answered ones included."""
        return tuple(finding for finding in self.findings if finding.section == section)

    def _part(self, section: Section) -> Part:
        url = reverse("edit_section", args=[self.report.pk, section.key])
        waiting = [finding for finding in self.open if finding.section == section.key]
        if self._untouched(section):
            return Part(section, url, "todo", "未填")
        if waiting:
            errors = sum(finding.severity is Severity.ERROR for finding in waiting)
            return Part(section, url, "err" if errors else "query", _counted(errors, len(waiting) - errors))
        if remarks := self.remarks_on(section.key):
            return Part(section, url, "query", f"{len(remarks)}处审核意见")
        return Part(section, url, "ok", self._done(section))

    def _untouched(self, section: Section) -> bool:
        if section.table is None:
            return not _written(self.filing, section.key)
        return len(self.filing.missing(section.key)) == len(section.table.entered)

    def _done(self, section: Section) -> str:
        if section.table is None:
            return f"{len(_written(self.filing, section.key))}字"
        figures = [self.filing.value(place.key) for place in section.table.entered]
        return "全为0" if not any(figures) else f"{len(figures)}格填完"


def _written(filing: Filing, section: str) -> str:
    """A narrative without white space and without the title of its section: that alone says nothing."""
    return "".join(prose.untitled(filing.text(section), filing.format.section(section).title).split())


def _counted(errors: int, queries: int) -> str:
    words = [f"{errors}处须更正"] if errors else []
    return "，".join(words + ([f"{queries}处待核实"] if queries else []))


def _verb(finding: Finding, filing: Filing) -> str:
    narratives = {section.key for section in filing.format.narratives}
    if finding.section in narratives and not _written(filing, finding.section):
        return "去写"
    return _VERBS.get(finding.rule, "去改" if finding.severity is Severity.ERROR else "去看")


def place_name(filing: Filing, section: str) -> str:
    """The title of a section, or the name of the part around the sections."""
    titles = {part.key: part.title for part in filing.format.sections}
    return titles.get(section, "标题、引言和落款")


def place_url(report: Report, section: str, focus: Sequence[str] = ()) -> str:
    """Where a place is mended: the page of its section, at its cell when it has one; around the sections, at its field."""
    if section not in {part.key for part in report.format.sections}:
        head = reverse("edit_head", args=[report.pk])
        return f"{head}#id_{section}" if section in HEAD_LABELS else head
    url = reverse("edit_section", args=[report.pk, section])
    return f"{url}#{focus[0]}" if focus and focus[0].startswith(f"{section}.") else url


def finding_url(report: Report, finding: Finding) -> str:
    """Where a finding is mended: at its cell; where it is of words, at the finding beside them."""
    if finding.focus and not finding.quoted:
        return remark_url(report, finding.focus[0])
    url = place_url(report, finding.section)
    return url if "#" in url or not finding.quoted else f"{url}#finding-{finding.fingerprint}"


def remark_url(report: Report, place: str) -> str:
    """Where a remark's place is: a cell, a section, or the page of the whole report."""
    if not place:
        return reverse("report", args=[report.pk])
    return place_url(report, place.split(".", 1)[0], (place,) if "." in place else ())
