"""A report in which nothing stands, filled at once with what a document says."""

from __future__ import annotations

from django.db import transaction

from .. import entry, prose
from ..importing import Imported
from ..models import Event, Member, Report
from ..models.report import WORDS
from ..models.rows import store
from ..resemblance import keep_marks
from ..workflow import Refused, locked
from . import pictures


def take_in(report: Report, imported: Imported, member: Member | None, source: str = "") -> None:
    """Fill a report in which nothing stands with what a document says; what it could not read is kept beside it.

    `member` is a clerk of the bureau, or None for whoever keeps the site; `source` names the document. Raises Refused.
    """
    imported = pictures.redrawn(imported)
    with transaction.atomic():
        held = entry.writable(report.pk, member) if member else locked(report.pk)
        if not held.editable or _holds_anything(held):
            raise Refused("这份报告里已经填了内容，不能导入。")
        put(held, pictures.placed(held, imported), source)
        _note_import(held, member, source)
    report.refresh_from_db()


def put(report: Report, imported: Imported, source: str) -> None:
    """Store what a document says in a report, over whatever stands there. Raises Refused for a text no field can hold."""
    filing = imported.for_draft().filing
    report.format_id = filing.format.id
    report.unread = dict(filing.unread)
    report.imported = {
        "source": source,
        "differences": [difference.to_data() for difference in imported.differences],
        "unread": [passage.to_data() for passage in imported.unread],
    }
    for name in WORDS:
        text = prose.tidy(filing.sections.get(name, getattr(filing, name, "")))
        if error := entry.too_long(name, text):
            raise Refused(f"文件里的{Report._meta.get_field(name).verbose_name}{error}")  # type: ignore[union-attr]
        setattr(report, name, text)
    for table in filing.format.tables.values():
        keys = (place.key for place in table.entered)
        store(report, table.key, {key: filing.figures.get(key) for key in keys})
    pictures.keep(report, filing.pictures, filing.sections.values())
    report.revision += 1
    report.save()
    keep_marks(report, WORDS)


def _note_import(report: Report, member: Member | None, source: str) -> None:
    by, state = member.user if member else None, report.state
    Event.objects.create(report=report, action="import", source=state, target=state, by=by, note=source)


def _holds_anything(report: Report) -> bool:
    return bool(
        report.edition
        or report.unread
        or report.declared
        or any(getattr(report, name).strip() for name in WORDS)
        or report.filing().figures
    )
