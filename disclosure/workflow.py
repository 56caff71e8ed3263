"""What is done with a report: who is offered which action, and how it is carried out.

`available` says what a person is offered, `act` does it: it refuses whatever `available` would not offer, changes the
state by an UPDATE that names the state and revision it saw, and writes the event in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import formats
from .access import visible_bureaus
from .actions import ACTIONS, HISTORY, Action, Case, context_of, findings, open_queries, undecided_queries
from .checks import Finding, catalogue
from .models import Bureau, Event, Member, Report, Role, Season, State

__all__ = [
    "ACTIONS",
    "HISTORY",
    "Action",
    "Offer",
    "Refused",
    "Stale",
    "act",
    "available",
    "context_of",
    "findings",
    "locked",
    "open_queries",
    "require",
    "start",
    "undecided_queries",
]

NOTE_LIMIT = 500
"""Characters of a note."""

PUBLIC_ACTS = ("publish", "withdraw")
"""The acts that change what the public sees; `publishing` does them."""


class Refused(Exception):
    """An act that is not open; the message is Chinese and says why."""


class Stale(Refused):
    """The report has changed since the person saw it."""

    def __init__(self) -> None:
        super().__init__("这份报告刚才有变动，请看过现在的内容再办。")


@dataclass(frozen=True)
class Offer:
    """An action as one person is offered it now; closed when `why` says something."""

    action: Action
    why: str = ""

    @property
    def open(self) -> bool:
        return not self.why


def available(report: Report, member: Member, findings: Sequence[Finding] | None = None) -> tuple[Offer, ...]:
    """What this person is offered to do with the report in its present state, closed offers included.

    `findings` spares a second run of the checks where the caller has them already.
    """
    case = Case(report, member)
    if findings is not None:
        case.__dict__["findings"] = tuple(findings)
    fitting = (
        action
        for action in ACTIONS.values()
        if report.state in action.sources and concerns(action, report, member) and action.applies(report)
    )
    return tuple(Offer(action, _closed(action, case)) for action in fitting)


def concerns(action: Action, report: Report, member: Member) -> bool:
    """Whether the action on this report is this person's business at all: role and bureau, whatever the state."""
    if member.role not in action.roles:
        return False
    if member.role == Role.CLERK:
        return report.bureau_id == member.bureau_id
    return visible_bureaus(member).filter(pk=report.bureau_id).exists()


def require(report: Report, name: str, member: Member, note: str = "") -> Action:
    """The action, if this person may do it now. Raises Refused with the reason otherwise."""
    return _required(Case(report, member), name, note)


def _required(case: Case, name: str, note: str) -> Action:
    action = ACTIONS.get(name)
    if action is None or not concerns(action, case.report, case.member):
        raise Refused("这件事不归您办。")
    if case.report.state not in action.sources or not action.applies(case.report):
        raise Refused(f"这份报告现在是“{case.report.state_label}”，不能{action.label}。")
    if action.needs_note and not note.strip():
        raise Refused("请写原因。")
    if len(note) > NOTE_LIMIT:
        raise Refused(f"写了{len(note)}个字，最多{NOTE_LIMIT}个字。")
    if why := _closed(action, case):
        raise Refused(why)
    return action


def _closed(action: Action, case: Case) -> str:
    """The first reason why the action is closed, "" when it is open."""
    return next((why for guard in action.guards if (why := guard(case))), "")


# --- What is done --------------------------------------------------------------------------------------


def act(
    report: Report, name: str, member: Member, note: str = "", keep: Callable[[Report], int] | None = None
) -> Event:
    """Do it: change the state and write the event, both or neither. Raises Refused or Stale.

    `report` is the report as the person saw it; its state and revision are what the act is bound to. `keep` stores
    inside the same transaction what the act makes public, and returns the number of the edition it made (0: none).
    """
    if (name in PUBLIC_ACTS) != (keep is not None):
        raise ValueError("publishing keeps what these acts make public; no other act makes anything public")
    with transaction.atomic():
        case = Case(locked(report.pk), member)
        if (case.report.state, case.report.revision) != (report.state, report.revision):
            raise Stale
        action = _required(case, name, note)
        edition = keep(case.report) if keep else 0
        _change(case, action, edition)
        event = _record(case, action, note.strip(), edition)
    report.refresh_from_db()
    return event


def locked(pk: int, *only: str) -> Report:
    """The report, held by this transaction until it ends; SQLite holds the whole database from its beginning.

    `only` names the fields that are needed, where it is not the whole report with its bureau.
    """
    held = Report.objects.select_for_update(of=("self",))
    return (held.only(*only) if only else held.select_related("bureau")).get(pk=pk)


def _change(case: Case, action: Action, edition: int) -> None:
    report = case.report
    same = Report.objects.filter(pk=report.pk, state__in=action.sources, revision=report.revision)
    changes: dict[str, object] = {"state": action.target or report.state}
    if action.name == "submit":
        changes |= {"submitted_by": case.member.user, "submitted_at": timezone.now()}
    changes["approved_digest"] = _digest_kept(case, action)
    if edition:
        changes |= {"edition": edition, "withdrawn_at": None}
    if action.name == "withdraw":
        changes |= {"withdrawn_at": timezone.now(), "down_through": report.edition}
    if same.update(**changes) != 1:
        raise Stale


def _digest_kept(case: Case, action: Action) -> str:
    """What the report's approval is bound to after the action: the content that was approved, until it is undone."""
    if action.target is State.APPROVED:
        return case.filing.digest
    return case.report.approved_digest if action.target in (State.PUBLISHED, None) else ""


def _record(case: Case, action: Action, note: str, edition: int) -> Event:
    return Event.objects.create(
        report=case.report,
        action=action.name,
        source=case.report.state,
        target=action.target or case.report.state,
        by=case.member.user,
        note=note,
        digest=case.filing.digest,
        rules=catalogue.digest(),
        revision=case.report.revision,
        edition=edition,
    )


def start(bureau: Bureau, year: int, member: Member | None, format_id: str = "") -> Report:
    """Begin the report of a bureau on a year, or find the one that was begun: 未开始 → 填报中.

    `member` is a clerk of the bureau; None for whoever keeps the site and imports a report. The format is the one
    proposed for the year unless another is named. Raises Refused.
    """
    if member is not None:
        _check_start(bureau, year, member)
    form = format_id or formats.for_year(year).id
    try:
        with transaction.atomic():
            report = Report.objects.create(bureau=bureau, year=year, format_id=form)
            by = member.user if member else None
            Event.objects.create(report=report, action="start", target=State.DRAFT, by=by)
    except IntegrityError:
        return Report.objects.select_related("bureau").get(bureau=bureau, year=year)
    return report


def _check_start(bureau: Bureau, year: int, member: Member) -> None:
    if member.role != Role.CLERK or member.bureau_id != bureau.pk:
        raise Refused("只有本单位的填报人员能开始填报。")
    if not Season.objects.filter(year=year).exists():
        raise Refused(f"还没有开{year}年的填报，请管理员先定期限。")
