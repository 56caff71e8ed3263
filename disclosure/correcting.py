"""A correction while it is written: which edition it corrects, why, and what it has changed so far."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from .comparing import Stretch, compare
from .corrections import FIGURES, Changed, changed, counted, reasons_changed
from .editions import filing_of, readable, was_made_of
from .filing import Filing
from .models import Event, Publication, Report, State
from .publishing import public_reasons


@dataclass(frozen=True)
class Correction:
    """The edition that is being corrected; the act that began it; every difference from it.

    `readable` is false where the edition's data are damaged: then of `changes` only the public reasons are known.
    `untouched` says that this is what was published, as far as can be told.
    """

    last: Publication
    begun: Event | None
    changes: tuple[Changed, ...]
    readable: bool
    untouched: bool

    @property
    def edition(self) -> int:
        """The number of the edition that is being corrected."""
        return self.last.number

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
    if not readable(last):
        return Correction(last, begun, said, readable=False, untouched=not said and was_made_of(last, filing))
    changes = (*changed(filing_of(last), filing), *said)
    return Correction(last, begun, changes, readable=True, untouched=not changes)


def marked(before: object, now: object) -> tuple[Stretch, ...]:
    """A paragraph in stretches; nothing where neither edition has words there."""
    compared = compare(str(before or ""), str(now or ""))
    return tuple(stretch for row in compared.paragraphs for stretch in row)
