"""The document that waits for a report: handed in, looked at, confirmed or put away; and a confirmed one undone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from .. import entry, prose, reading
from ..importing import Document, Imported
from ..models import Event, Intake, Member, Report
from ..reading import wire
from ..workflow import Refused, Stale
from . import pictures
from .proposal import Choices, Proposal
from .propose import propose, values

NAME_LIMIT = 200
"""Characters kept of a file's name."""


@dataclass(frozen=True)
class Waiting:
    """A document that waits: what was found in it, and what it would change in the report as it stands now."""

    intake: Intake
    document: Document
    imported: Imported
    proposal: Proposal


# --- Handing in ----------------------------------------------------------------------------------------


def hand_in(report: Report, member: Member, name: str, content: bytes) -> Intake:
    """Read a file and let it wait for the report, in place of one that waited before.

    Raises UnreadableDocument with what is wrong with the file, Refused where the report may not be written in.
    """
    plain = prose.clean(name).strip()[:NAME_LIMIT] or "没有名字的文件"
    found, year_known = reading.read_for(report.year, content, plain)
    imported = pictures.redrawn(found.imported)
    with transaction.atomic():
        held = entry.writable(report.pk, member)
        Intake.objects.filter(report=held).delete()
        return Intake.objects.create(
            report=held,
            name=plain,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            document=wire.document_to_data(found.document),
            imported={**wire.imported_to_data(imported), "year_known": year_known},
            base=dict(imported.base),
            by=member.user,
        )


def waiting(report: Report) -> Waiting | None:
    """The document that waits for a report, set against the report as it stands; None when there is none."""
    intake = Intake.objects.filter(report=report).select_related("by").first()
    if intake is None:
        return None
    try:
        document, imported = (
            wire.document_from_data(intake.document),
            wire.imported_from_data(intake.imported),
        )
        year_known = intake.imported["year_known"]
    except (
        KeyError,
        TypeError,
    ):  # Kept by another version of the program: the document itself is there still.
        found, year_known = reading.read_for(report.year, bytes(intake.content), intake.name)
        document, imported = found.document, pictures.redrawn(found.imported)
    imported = pictures.placed(report, imported)
    proposal = propose(report.draft(), imported, year_known=year_known)
    return Waiting(intake, document, imported, proposal)


def put_away(report: Report, member: Member) -> None:
    """Forget the document that waits; the report stays as it is. Raises Refused."""
    with transaction.atomic():
        Intake.objects.filter(report=entry.writable(report.pk, member)).delete()


# --- Confirming ----------------------------------------------------------------------------------------


def confirm(report: Report, member: Member, intake_id: int, choices: Choices) -> Event:
    """Write what was chosen into the report and note what stood there before. Raises Refused or Stale.

    `report` is the report as the person saw it: the choices were made against its revision and this document.
    """
    with transaction.atomic():
        held = entry.writable(report.pk, member)
        found = waiting(held)
        if found is None or found.intake.pk != intake_id or held.revision != report.revision:
            raise Stale
        if open_ := found.proposal.unanswered(choices):
            raise Refused(f"请先确认：{open_[0].sentence}")
        fresh = found.proposal.outcome(choices)
        if not fresh:
            raise Refused("没有选要导入的内容。不想导入，点“不导入”。")
        brought = pictures.keep(held, found.imported.filing.pictures, fresh.values())
        undo = {**_replaced(held, fresh), "pictures": brought, "said": _without_undo(held.imported)}
        held.imported = {**_said(found), "undo": undo}
        held.save(update_fields=["imported", "changed_at"])
        found.intake.delete()
        counted = _counted(found.proposal, fresh, len(brought))
        return _note(held, member, "import", f"{found.intake.name}：{counted}")


def _replaced(report: Report, fresh: Mapping[str, str]) -> dict[str, Any]:
    """Write texts into cells and fields; returns what is needed to take that back."""
    stood = values(report.draft())
    kept = {
        "before": {key: stood[key] for key in fresh},
        "after": dict(fresh),
        "declared": dict(report.declared),
    }
    _write(report, fresh)
    return kept


def _write(report: Report, texts: Mapping[str, str]) -> None:
    places = report.format.places
    for table in report.format.tables:
        cells = {key: text for key, text in texts.items() if key in places and key.startswith(f"{table}.")}
        entry.write_cells(
            report, table, {key: entry.read_cell(text, places[key])[0] for key, text in cells.items()}
        )
    words = {key: text for key, text in texts.items() if key not in places}
    for name, text in words.items():
        if error := entry.too_long(name, text):
            raise Refused(f"{Report._meta.get_field(name).verbose_name}{error}")  # type: ignore[union-attr]
    entry.write_words(report, words)


def _said(found: Waiting) -> dict[str, Any]:
    """What the reviewer is told of the document: its name, wording that differs, what was not read."""
    return {
        "source": found.intake.name,
        "differences": [difference.to_data() for difference in found.imported.differences],
        "unread": [passage.to_data() for passage in found.imported.unread],
    }


def _without_undo(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "undo"}


def _counted(proposal: Proposal, fresh: Mapping[str, str], brought: int) -> str:
    """填上168格，改动2格，文字3处，图1张."""
    cells = [item for key, item in proposal.items.items() if key in fresh and key in proposal.form.places]
    filled = sum(not item.now for item in cells)
    counts = (
        ("填上", filled, "格"),
        ("改动", len(cells) - filled, "格"),
        ("文字", len(fresh) - len(cells), "处"),
        ("图", brought, "张"),
    )
    return "，".join(f"{verb}{count}{unit}" for verb, count, unit in counts if count)


def _note(report: Report, member: Member, action: str, note: str) -> Event:
    state = report.state
    return Event.objects.create(
        report=report,
        action=action,
        source=state,
        target=state,
        by=member.user,
        note=note,
        digest=report.filing().digest,
        revision=report.revision,
    )


# --- Undoing -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undone:
    """What an undo did: how many places are as they were, and which ones were changed since and stay."""

    restored: int
    kept: tuple[str, ...]


def can_undo(report: Report) -> bool:
    """Whether the last import can still be taken back."""
    return report.editable and "undo" in report.imported


def undo(report: Report, member: Member) -> Undone:
    """Take the last import back: every cell and field that still says what it brought says what it said before.

    Raises Refused. What somebody has changed since stays.
    """
    with transaction.atomic():
        held = entry.writable(report.pk, member)
        record = held.imported.get("undo")
        if record is None:
            raise Refused("没有可以撤销的导入。")
        now = values(held.draft())
        places = {key: text for key, text in record["after"].items() if key in now}
        same = {key for key, text in places.items() if now[key] == text}
        _write(held, {key: record["before"][key] for key in same})
        pictures.take_back(held, record.get("pictures", {}))
        held.declared = {**_whole(record["declared"], places.keys() - same), **held.declared}
        held.imported = record["said"]
        held.save(update_fields=["declared", "imported", "changed_at"])
        done = Undone(len(same), tuple(key for key in now if key in places and key not in same))
        changed = f"，{len(done.kept)}处导入后又改过，没有动" if done.kept else ""
        _note(held, member, "undo_import", f"恢复{done.restored}处{changed}")
        return done


def _whole(declared: Mapping[str, Any], changed: set[str]) -> dict[str, Any]:
    """The declarations of tables in which nothing was changed since."""
    tables = {key.split(".", 1)[0] for key in changed}
    return {table: cells for table, cells in declared.items() if table not in tables}
