"""Is everything as it was published? The chain, the editions, their files and copies, how reports stand, the lists
and the search, the files of the years.

Each part names what it finds in Chinese. Nothing is held in memory but a line for each act of publishing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import chain, ledger, listing, openfiles, searching
from .models import DATA, Damaged, EditionFile, Event, LedgerEntry, LedgerHead, Listed, Publication, Report

_PART = 200
_SECONDS = timedelta(minutes=1)
"""How far apart the record of a withdrawal and the report's own date may be: they are written in one transaction."""


def faults() -> Iterator[str]:
    """Everything that is not as the ledger says; nothing where all is as it was."""
    yield from chain.faults(_records())
    yield from _entry_faults()
    yield from _edition_faults()
    yield from searching.index_faults()
    yield from _standing_faults()
    yield from _event_faults()
    yield from _head_faults()
    yield from _shelf_faults()
    yield from openfiles.faults()


def _records() -> Iterator[chain.Record]:
    for entry in LedgerEntry.objects.order_by("number").only("number", "text", "digest").iterator(_PART):
        yield entry.record


def faults_against(earlier: Mapping[str, Any]) -> Iterator[str]:
    """Where the chain is not the one of an earlier /ledger.json that somebody kept outside this database.

    Only such a copy shows that the whole chain was written anew, heads included.
    """
    digests = dict(LedgerEntry.objects.values_list("number", "digest"))
    ends = [
        (earlier["records"], earlier["head"]),
        *((day["records"], day["head"]) for day in earlier["heads"]),
    ]
    for number, digest in dict(ends).items():
        if number and number not in digests:
            yield f"存下的台账有{number}条，现在没有第{number}条"
        elif number and digests[number] != digest:
            yield f"第{number}条记录的摘要和存下的台账不一样：台账被重写过"


# --- The entries, beside their text --------------------------------------------------------------------


def _entry_faults() -> Iterator[str]:
    entries = list(LedgerEntry.objects.order_by("number").values_list("number", "publication_id"))
    for at in range(0, len(entries), _PART):
        part = entries[at : at + _PART]
        editions = Publication.objects.select_related("report__bureau")
        known = {each.pk: each for each in editions.filter(pk__in={pk for _, pk in part})}
        for entry in LedgerEntry.objects.filter(number__in=[number for number, _ in part]).order_by("number"):
            yield from _compared(entry, known.get(entry.publication_id))


def _compared(entry: LedgerEntry, publication: Publication | None) -> Iterator[str]:
    """Where the columns beside an entry's text, or its edition, say something else than the text."""
    where = f"第{entry.number}条记录"
    if publication is None:
        yield f"{where}的版本不见了"
        return
    try:
        said = entry.record.said
    except ValueError:
        return  # said by the chain already
    for name, value in ledger.columns(LedgerEntry.Act(entry.act), publication, entry.at).items():
        if name in said and said[name] != value:
            yield f"{where}写的{name}是“{said[name]}”，现在是“{value}”"
    if said.get("files") != publication.digests:
        yield f"{where}的文件清单和{publication.code}现有的文件不一样"
    if entry.act == LedgerEntry.Act.WITHDRAW:
        return
    if said.get("reason") != publication.reason:
        yield f"{where}的更正原因和版本上写的不一样"
    if said.get("at") != _written(publication.at):
        yield f"{where}的时间是{said.get('at')}，版本上的公布时间是{_written(publication.at)}"


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- The editions and their files ----------------------------------------------------------------------


def _edition_faults() -> Iterator[str]:
    """Editions the chain knows nothing of, files with other bytes, data and lines of the lists that say something else."""
    entered = set(
        LedgerEntry.objects.exclude(act=LedgerEntry.Act.WITHDRAW).values_list("publication_id", flat=True)
    )
    listed = set(Listed.objects.values_list("publication_id", flat=True))
    for publication in Publication.objects.select_related("report__bureau").order_by("pk").iterator(20):
        if publication.pk not in entered:
            yield f"{publication}（{publication.code}）没有进台账"
        damaged = list(_file_faults(publication))
        yield from damaged
        if _in_force(publication) and not damaged:
            yield from _format_faults(publication)
            yield from listing.faults(publication)
        if publication.pk in listed and not _in_force(publication):
            yield f"{publication}（{publication.code}）不是现行有效的一版，却在公开目录里"


def _format_faults(publication: Publication) -> Iterator[str]:
    """A report that is held for one of another official form: its figures would be looked for among those."""
    said, now = publication.said["format"], publication.report.format_id
    if said != now:
        yield f"{publication.report}的格式是{now}，公布的是{said}"


def _in_force(publication: Publication) -> bool:
    report = publication.report
    return publication.number == report.edition and not report.withdrawn


def _file_faults(publication: Publication) -> Iterator[str]:
    if DATA not in publication.digests:
        yield f"{publication.code}的{DATA}不见了"
    for file in publication.files.order_by("name").iterator(1):
        content = _whole(file)
        if content is None or len(content) != file.size:
            yield f"{publication.code}的{file.name}被改过：摘要对不上"
        elif file.name == DATA and json.loads(content).get("reasons", []) != publication.reasons:
            yield f"{publication.code}的公开说明被改过：和公布的{DATA}不一样"


def _whole(file: EditionFile) -> bytes | None:
    try:
        return file.whole()
    except Damaged:
        return None


# --- How reports stand ---------------------------------------------------------------------------------


@dataclass
class _Standing:
    """What the ledger says of a report: its newest edition, through which one it is taken down, and since when."""

    edition: int = 0
    down_through: int = 0
    withdrawn_at: datetime | None = None

    def add(self, act: str, number: int, at: datetime) -> None:
        if act == LedgerEntry.Act.WITHDRAW:
            self.down_through, self.withdrawn_at = number, at
        else:
            self.edition, self.withdrawn_at = number, None


def _standing_faults() -> Iterator[str]:
    """Reports that stand otherwise than the acts in the ledger have left them."""
    standings: dict[int, _Standing] = {}
    acts = LedgerEntry.objects.order_by("number").values_list(
        "publication__report_id", "act", "publication__number", "at"
    )
    for report, act, number, at in acts.iterator():
        standings.setdefault(report, _Standing()).add(act, number, at)
    for report in Report.objects.select_related("bureau").order_by("pk").iterator(_PART):
        yield from _stands(report, standings.get(report.pk, _Standing()))


def _stands(report: Report, said: _Standing) -> Iterator[str]:
    if report.edition != said.edition:
        yield f"{report}现在是第{report.edition}版，台账里到第{said.edition}版"
    if report.down_through != said.down_through:
        yield f"{report}撤下到第{report.down_through}版，台账里撤下到第{said.down_through}版"
    if bool(report.withdrawn_at) != bool(said.withdrawn_at):
        now = "已撤下" if report.withdrawn_at else "没有撤下"
        yield f"{report}现在{now}，和台账不一样"
    elif (
        report.withdrawn_at and said.withdrawn_at and abs(report.withdrawn_at - said.withdrawn_at) > _SECONDS
    ):
        yield f"{report}的撤下时间和台账不一样"


def _event_faults() -> Iterator[str]:
    """Acts in the history of a report that made an edition there is none of."""
    present = set(Publication.objects.values_list("report_id", "number"))
    made = Event.objects.filter(edition__gt=0).order_by("pk").select_related("report__bureau")
    for event in made.iterator(_PART):
        if (event.report_id, event.edition) not in present:
            yield f"{event.report}的办理记录里公布过第{event.edition}版，现在没有这一版"


# --- The heads of the days -----------------------------------------------------------------------------


def _head_faults() -> Iterator[str]:
    """Days whose head is not what the chain says: entries were taken away, written anew, or put in afterwards."""
    entries = {
        number: (digest, timezone.localdate(at))
        for number, digest, at in LedgerEntry.objects.values_list("number", "digest", "at").iterator()
    }
    heads = list(LedgerHead.objects.order_by("day"))
    for head in heads:
        yield from _head_compared(head, entries)
    yield from _days_without({day for _, day in entries.values()}, heads)


def _head_compared(head: LedgerHead, entries: Mapping[int, tuple[str, date]]) -> Iterator[str]:
    digest, day = entries.get(head.number, ("", head.day))
    if not digest:
        yield f"{head.day:%Y-%m-%d}公布的台账有{head.number}条，现在没有第{head.number}条"
    elif digest != head.digest:
        yield f"{head.day:%Y-%m-%d}公布的台账摘要和第{head.number}条记录对不上"
    if day != head.day:
        yield f"{head.day:%Y-%m-%d}公布的末条是第{head.number}条，它写的日期是{day:%Y-%m-%d}"
    _, following = entries.get(head.number + 1, ("", date.max))
    if following <= head.day:
        yield f"第{head.number + 1}条记录写的日期是{following:%Y-%m-%d}，是后来补进去的"


def _days_without(days: set[date], heads: list[LedgerHead]) -> Iterator[str]:
    """Heads are recorded for every day up to the last one: a gap is a head somebody has taken away."""
    last = heads[-1].day if heads else date.min
    for day in sorted(days - {head.day for head in heads}):
        if day < last:
            yield f"{day:%Y-%m-%d}公布过台账末条，现在没有记录"


# --- The copies the web server hands over --------------------------------------------------------------


def _shelf_faults() -> Iterator[str]:
    """Copies of published files (`shelf`) with other bytes than their names say."""
    for path in sorted(settings.PUBLISHED_ROOT.glob("??/[0-9a-f]*")):
        if chain.sha256(path.read_bytes()) != path.name:
            yield f"供下载的文件{path}被改过：摘要对不上"
