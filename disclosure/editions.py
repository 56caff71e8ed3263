"""What was published, read back: the editions in force, what an edition says, and how it stands today."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import F

from . import chain
from .filing import Figure, Filing, figure, from_data
from .models import DATA, Damaged, EditionFile, Editions, LedgerEntry, Publication, Report
from .rendering import Cells
from .rendering import article as article_of

logger = logging.getLogger(__name__)

PAGE, PDF = "report.html", "report.pdf"


class AsPrinted(Filing):
    """A report whose totals are those its document printed, right or wrong."""

    @cached_property
    def values(self) -> dict[str, Figure | None]:
        """Every cell of the format, in printed order."""
        return {**super().values, **self.printed}


def filing_of(publication: Publication) -> Filing:
    """What an edition says: its own totals where it was taken over, derived ones otherwise."""
    filing = from_data(publication.said)
    said = publication.said.get("printed", {})
    printed = {key: figure(filing.format.places[key], value) for key, value in said.items()}
    return as_printed(replace(filing, printed=printed)) if printed else filing


def as_printed(filing: Filing) -> Filing:
    """The same report with the totals its document printed."""
    return AsPrinted(**{each.name: getattr(filing, each.name) for each in fields(filing)})


def printed_cells(filing: Filing) -> Cells:
    """What stands in each cell of a document: its own totals, and the texts that are no figures."""
    return {**filing.values, **filing.printed, **filing.unread}


def readable(publication: Publication) -> bool:
    """Whether what an edition says is what was published; where it is not, that is noted in the log."""
    try:
        _ = publication.said
    except Damaged:
        logger.error("the stored %s of %s is not the one that was published", DATA, publication.code)
        return False
    return True


def code_of(report: Report, number: int, filing: Filing) -> str:
    """The verification code of an edition of a report that says this."""
    return chain.code((report.bureau.code, report.year, number, filing.digest))


def was_made_of(publication: Publication, filing: Filing) -> bool:
    """Whether an edition was published with these very figures and words: its code tells, also where its files are damaged."""
    return publication.code == code_of(publication.report, publication.number, filing)


def article(publication: Publication) -> bytes:
    """The official text of an edition (UTF-8): its `<article class="official">`, as it stands in the stored page."""
    return article_of(publication.content(PAGE).decode()).encode()


@dataclass(frozen=True)
class Damage:
    """The files of an edition that are not those that were published, by name."""

    files: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether its page does not open."""
        return PAGE in self.files or self.unreadable

    @property
    def unreadable(self) -> bool:
        """Whether what it says is not known for sure."""
        return DATA in self.files


def damage(publication: Publication) -> Damage:
    """What of an edition is not as it was published, gone ones of what its page is drawn from included."""
    files = publication.files.order_by("name").iterator(1)
    gone = {PAGE, DATA} - set(publication.digests)
    return Damage((*sorted(gone), *(file.name for file in files if not _is_whole(file))))


def seen_damage(report: Report) -> Damage | None:
    """What of the edition the public should see is not as it was published; None where there is none to see."""
    edition = report.current if report.edition and not report.withdrawn else None
    return damage(edition) if edition else None


def _is_whole(file: EditionFile) -> bool:
    try:
        file.whole()
    except Damaged:
        return False
    return True


# Which editions count ---------------------------------------------------------------------------------------------


def shown() -> Editions:
    """Every edition that is not taken down, superseded ones included."""
    return Publication.objects.filter(number__gt=F("report__down_through")).select_related("report__bureau")


def newest() -> Editions:
    """The newest edition of every published report, those taken down included."""
    return Publication.objects.filter(number=F("report__edition")).select_related("report__bureau")


def in_force() -> Editions:
    """The newest edition of every report that is not taken down."""
    return newest().filter(report__withdrawn_at=None)


def published_years() -> list[int]:
    """The years on which a report was published, those taken down included; the newest first."""
    years = Report.objects.filter(edition__gt=0).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def named(said: str) -> Publication | None:
    """The edition somebody names: by its verification code, or by body/year or body/year/number, as in its address.

    body/year is the newest edition. None where there is no such edition, taken down or not.
    """
    editions = Publication.objects.select_related("report__bureau")
    parts = said.strip().strip("/").split("/")
    if len(parts) == 1:
        return editions.filter(code=chain.read_code(said)).first()
    bureau, *numbers = parts
    if len(numbers) > 2 or not all(each.isascii() and each.isdigit() and len(each) < 6 for each in numbers):
        return None
    number = int(numbers[1]) if len(numbers) == 2 else F("report__edition")
    return editions.filter(report__bureau__code=bureau, report__year=int(numbers[0]), number=number).first()


def index_number(report: Report) -> str:
    """索引号: body, year and the place in the ledger of the first edition; it never changes (《政府网站发展指引》)."""
    first = LedgerEntry.objects.filter(publication__report=report.pk).order_by("number").first()
    return f"{report.bureau.code}/{report.year}-{first.number if first else 0:05}"


# How an edition stands --------------------------------------------------------------------------------------------


class Standing(Enum):
    """What became of an edition; the words a reader is told."""

    IN_FORCE = "现行有效"
    SUPERSEDED = "已被更正"
    WITHDRAWN = "已撤下"


@dataclass(frozen=True)
class Status:
    """How an edition stands today: `by` is the edition in its place, `why` and `at` say why and since when."""

    standing: Standing
    at: datetime
    why: str = ""
    by: Publication | None = None

    def to_data(self) -> Mapping[str, Any]:
        """The status as JSON-ready data."""
        return {
            "standing": self.standing.name.lower(),
            "since": self.at.isoformat(),
            "reason": self.why,
            "superseded_by": self.by.code if self.by else None,
        }


def status(publication: Publication) -> Status:
    """How an edition stands: in force, superseded by the next one, or taken down, which it stays."""
    report = publication.report
    current = report.publications.filter(number=report.edition, number__gt=report.down_through).first()
    if publication.down:
        entry = _withdrawal(publication)
        return Status(Standing.WITHDRAWN, entry.at, str(entry.record.said["reason"]), current)
    if publication.number < report.edition:
        following = report.publications.only("at", "reason").get(number=publication.number + 1)
        return Status(Standing.SUPERSEDED, following.at, following.reason, current)
    return Status(Standing.IN_FORCE, publication.at)


def _withdrawal(publication: Publication) -> LedgerEntry:
    """The act that took an edition down: the first one at which it or a later edition was in force."""
    entries = LedgerEntry.objects.filter(
        publication__report=publication.report_id, act=LedgerEntry.Act.WITHDRAW
    )
    return entries.filter(publication__number__gte=publication.number).earliest("number")
