"""A correction while it is written: which edition it corrects, why, and what it has changed so far."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from .comparing import Stretch, compare
from .corrections import FIGURES, Changed, changed, counted, reasons_changed
from .editions import filing_of
from .filing import Filing
from .models import Event, Report, State
from .publishing import public_reasons


@dataclass(frozen=True)
class Correction:
    """The edition that is being corrected, by number; the act that began it; every difference from it."""

    edition: int
    begun: Event | None
    changes: tuple[Changed, ...]

    @property
    def counted(self) -> str:
        """How much has changed, in words: 更正2格、1段; "" as long as nothing has."""
        return counted([asdict(change) for change in self.changes])

    @property
    def figures(self) -> tuple[Changed, ...]:
        """The figures that changed. Totals are left out: they follow from their cells."""
        return tuple(change for change in self.changes if change.kind == "cell")

    @property
    def words(self) -> tuple[tuple[Changed, tuple[Stretch, ...]], ...]:
        """The words and pictures that changed, each with its text in stretches that stayed, went and came."""
        return tuple(
            (change, marked(change.before, change.now))
            for change in self.changes
            if change.kind not in FIGURES
        )


def correction(report: Report, filing: Filing) -> Correction | None:
    """The correction this report is in, None where nothing was published or nothing is on its way to be."""
    last = report.current if report.state != State.PUBLISHED else None
    if last is None:
        return None
    begun = report.events.filter(action="correct").select_related("by").last()
    said = reasons_changed(last.reasons, public_reasons(report))
    return Correction(last.number, begun, (*changed(filing_of(last), filing), *said))


def marked(before: object, now: object) -> tuple[Stretch, ...]:
    """A paragraph in stretches; nothing where neither edition has words there."""
    compared = compare(str(before or ""), str(now or ""))
    return tuple(stretch for row in compared.paragraphs for stretch in row)
