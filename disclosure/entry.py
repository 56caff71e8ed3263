"""What is typed into a report: merged with what others have saved meanwhile, and never lost.

Every save runs in one transaction that holds the report. It carries the values its page was loaded with, so that a
cell or paragraph somebody else has changed is kept, and where both changed the same one both versions are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.db import transaction
from django.db.models import CharField

from . import prose
from .checks import Finding
from .figures import FigureError, as_text, bare, parse_figure
from .filing import Figure
from .formats.schema import Place, Severity
from .merging import NOTHING_CHOSEN, Choices, Merge, merge, merge_line
from .models import Member, Reason, Report, Role
from .models.report import WORDS
from .models.rows import store
from .reasons import refusal
from .resemblance import keep_marks
from .workflow import Refused, locked

Content = Figure | str | None
"""What stands in a cell: a figure, a text that is none, or nothing."""

Texts = Mapping[str, str]
"""Key of a cell, or name of a field → a text."""

NOT_ACCEPTED = {"accepted_by": None, "accepted_at": None}
UNREAD_LIMIT = 200
"""Characters kept of a text that is no figure."""

NEEDED = ("bureau_id", "format_id", "state", "edition", "withdrawn_at", "revision", "declared", "unread")
"""What of a report a save of cells needs: they are many, and its words are long."""


@dataclass(frozen=True)
class Conflict:
    """A cell or stretch of text two people changed at once: what stands there now, and what was typed and not saved."""

    key: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Saved:
    """What a save did. `changed` counts cells or fields; `errors` has a sentence for each text that was refused.

    `standing` has what stands afterwards in the cells that were sent and are kept, and in every cell of the table where somebody else
    has written since; `merges`, for every field of words that was read, what became of its paragraphs.
    """

    changed: int
    revision: int
    conflicts: tuple[Conflict, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, Content] = field(default_factory=dict)
    declared: bool = False
    merges: Mapping[str, Merge] = field(default_factory=dict)


Merged = Enum("Merged", "KEEP WRITE CONFLICT")
"""What becomes of one typed value."""


def _merge(base: Content, now: Content, typed: Content) -> Merged:
    """Keep what stands where nothing was typed anew or both typed the same; write where nobody else has written."""
    if typed in (base, now):
        return Merged.KEEP
    return Merged.WRITE if now == base else Merged.CONFLICT


# --- Tables --------------------------------------------------------------------------------------------


def save_table(
    report_id: int, member: Member, table: str, base: Texts, typed: Texts, seen: int | None = None
) -> Saved:
    """Merge the typed cells of a table into the report. Raises Refused.

    `base` and `typed` map cell keys to texts: what the page was loaded with, and what it was sent back with; cells
    that were not sent stay as they are. A text that is no figure is kept beside the emptied cell; one that is too long
    is not. `seen`: the revision the page knows; as long as it is the newest, nothing is told of cells that were not sent.
    """
    with transaction.atomic():
        report = writable(report_id, member, *NEEDED)
        now = standing(report, table, typed if report.revision == seen else None)
        changes: dict[str, Content] = {}
        conflicts: list[Conflict] = []
        errors: dict[str, str] = {}
        for place in report.format.tables[table].entered:
            if place.key not in typed:
                continue
            if len(typed[place.key]) > UNREAD_LIMIT:
                errors[place.key] = f"写了{len(typed[place.key])}个字，格子里只放数字，没有存。"
                del now[place.key]
                continue
            wanted, error = read_cell(typed[place.key], place)
            if error:
                errors[place.key] = error
            before, _ = read_cell(base.get(place.key, ""), place)
            merged = _merge(before, now[place.key], wanted)
            if merged is Merged.WRITE:
                changes[place.key] = wanted
            elif merged is Merged.CONFLICT:
                conflicts.append(Conflict(place.key, shown(now[place.key]), shown(wanted)))
        write_cells(report, table, changes)
        declared = table in report.declared
        return Saved(
            len(changes), report.revision, tuple(conflicts), errors, now | changes, declared=declared
        )


def declare_empty(report_id: int, member: Member, table: str) -> int:
    """Declare that a table has nothing to report (本年无此项): zero in every empty cell. Returns how many.

    Raises Refused where a figure other than zero stands, or a text that is no figure.
    """
    with transaction.atomic():
        report = writable(report_id, member)
        empty = declarable(report, table)
        write_cells(report, table, dict.fromkeys(empty, 0))
        report.declared = {**report.declared, table: empty}
        _touch(report, "declared")
        return len(empty)


def declarable(report: Report, table: str) -> list[str]:
    """The empty cells of a table that may be declared to have nothing. Raises Refused where something stands in it."""
    now = standing(report, table)
    if filled := [value for value in now.values() if value]:
        raise Refused(f"这张表里有{len(filled)}格填了数或文字，不能写“本年无此项”。先把它们改成0或清空。")
    return [key for key, value in now.items() if value is None]


def fill_zeros(report_id: int, member: Member, table: str) -> int:
    """Zero in every cell of a table in which nothing stands. Returns how many. Raises Refused."""
    with transaction.atomic():
        report = writable(report_id, member)
        empty = [key for key, value in standing(report, table).items() if value is None]
        write_cells(report, table, dict.fromkeys(empty, 0))
        return len(empty)


def undo_declaration(report_id: int, member: Member, table: str) -> int:
    """Take a declaration back: the cells that became zero with it are empty again. Returns how many."""
    with transaction.atomic():
        report = writable(report_id, member)
        if table not in report.declared:
            raise Refused("这张表没有写“本年无此项”，或者已经撤销了。")
        keys = [key for key in report.declared[table] if key in report.format.tables[table].places]
        write_cells(report, table, dict.fromkeys(keys, None))
        report.declared = {key: cells for key, cells in report.declared.items() if key != table}
        _touch(report, "declared")
        return len(keys)


def writable(report_id: int, member: Member, *only: str) -> Report:
    """The report, held, if this person may write in it now. `only`: as for `locked`."""
    report = locked(report_id, *only)
    if member.role != Role.CLERK or member.bureau_id != report.bureau_id:
        raise Refused("只有本单位的填报人员能改这份报告。")
    if not report.editable:
        raise Refused(f"这份报告现在是“{report.state_label}”，不能改。")
    return report


def standing(report: Report, table: str, keys: Collection[str] | None = None) -> dict[str, Content]:
    """What stands in every entered cell of a table, or in these. Raises Refused where the report has no such table."""
    if table not in report.format.tables:
        raise Refused("没有这张表。")
    asked = [place.key for place in report.format.tables[table].entered if keys is None or place.key in keys]
    figures = report.figures_of(table, None if keys is None else asked)
    return {key: figures.get(key, report.unread.get(key)) for key in asked}


def read_cell(text: str, place: Place) -> tuple[Content, str]:
    """(what a text puts into a cell, why it is no figure)."""
    plain = bare(prose.clean(text))[:UNREAD_LIMIT]
    if not plain:
        return None, ""
    try:
        return parse_figure(plain, place.unit), ""
    except FigureError as error:
        return plain, str(error)


def shown(content: Content) -> str:
    """What stands in a cell, as a form shows it."""
    return content if isinstance(content, str) else as_text(content)


def write_cells(report: Report, table: str, changes: Mapping[str, Content]) -> None:
    """Store cells; a declaration of the table falls with the first cell that is not zero."""
    if not changes:
        return
    figures = {key: None if isinstance(content, str) else content for key, content in changes.items()}
    store(report, table, figures)
    texts = {key: content for key, content in changes.items() if isinstance(content, str)}
    report.unread = {**{k: v for k, v in report.unread.items() if k not in changes}, **texts}
    if any(content != 0 for content in changes.values()):
        report.declared = {key: cells for key, cells in report.declared.items() if key != table}
    report.revision += 1
    _touch(report, "unread", "declared", "revision")


def _touch(report: Report, *fields: str) -> None:
    report.save(update_fields=[*fields, "changed_at"])


# --- Words ---------------------------------------------------------------------------------------------


def save_words(
    report_id: int, member: Member, base: Texts, typed: Texts, choices: Choices = NOTHING_CHOSEN
) -> Saved:
    """Merge typed narratives and head fields into the report. Raises Refused; KeyError: no such field.

    A field that would be too long is not saved and gets an error; its text stays with the caller.
    """
    with transaction.atomic():
        report = writable(report_id, member)
        found = {name: _merged(report, name, base.get(name, ""), typed[name], choices) for name in typed}
        errors = {name: error for name, it in found.items() if (error := too_long(name, it.stored))}
        merges = {name: it for name, it in found.items() if name not in errors}
        fresh = {name: prose.tidy(it.stored) for name, it in merges.items()}
        changes = {name: text for name, text in fresh.items() if text != getattr(report, name)}
        write_words(report, changes)
        clashes = [Conflict(name, c.theirs, c.yours) for name, it in merges.items() for c in it.clashes]
        return Saved(len(changes), report.revision, tuple(clashes), errors, merges=merges)


def _merged(report: Report, name: str, base: str, typed: str, choices: Choices) -> Merge:
    if name not in WORDS:
        raise KeyError(name)
    one_line = isinstance(Report._meta.get_field(name), CharField)
    texts = prose.tidy(base), prose.tidy(getattr(report, name)), prose.tidy(typed)
    return (merge_line if one_line else merge)(*texts, choices)


def too_long(name: str, text: str) -> str:
    limit = Report._meta.get_field(name).max_length or prose.REPORT_LIMIT  # type: ignore[union-attr]
    return prose.surplus(text, limit)


def write_words(report: Report, changes: Mapping[str, str]) -> None:
    for name, text in changes.items():
        setattr(report, name, text)
    if changes:
        report.revision += 1
        _touch(report, *changes, "revision")
        keep_marks(report, changes)


# --- Reasons -------------------------------------------------------------------------------------------


def give_reason(
    report: Report, finding: Finding, text: str, member: Member, *, public: bool = False
) -> Reason:
    """Keep the filer's own words on a query; words that were accepted before have to be accepted again.

    `public`: they are published with the report. Raises Refused for stock phrases, for
    findings that need no reason, and where the report may not be written in.
    """
    if finding.severity is not Severity.QUERY:
        raise Refused(
            "这一处要改，写原因不能代替。" if finding.severity is Severity.ERROR else "这一处不用写原因。"
        )
    words = prose.tidy(text)
    if why := refusal(words):
        raise Refused(why)
    with transaction.atomic():
        writable(report.pk, member)
        reason, _ = Reason.objects.update_or_create(
            report=report,
            fingerprint=finding.fingerprint,
            defaults={
                "rule": finding.rule,
                "text": words,
                "public": public,
                "by": member.user,
                **NOT_ACCEPTED,
            },
        )
    return reason
