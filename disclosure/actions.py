"""The table of what can be done with a report: from which states to which, by whom, under which conditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from . import checks, corrections
from .checks import Finding
from .corrections import Changed
from .earlier import previous_filing
from .editions import readable, was_made_of
from .filing import Filing, from_data
from .formats.schema import Severity
from .models import Bureau, Member, Publication, Report, Role, State
from .resemblance import copies


@dataclass(frozen=True)
class Case:
    """One person before one report; what the guards look at is computed at most once."""

    report: Report
    member: Member

    @cached_property
    def filing(self) -> Filing:
        return self.report.filing()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return checks.check(self.filing, context_of(self.report))

    @cached_property
    def last(self) -> Publication | None:
        """The newest edition, None as long as nothing was published."""
        return self.report.current


Guard = Callable[[Case], str]
"""Why an action is closed in this case, in a sentence; "" when it is open."""


@dataclass(frozen=True)
class Action:
    """One thing that can be done with a report: from which states to which, by which roles, under which conditions.

    `target`   None leaves the report where it is.
    `applies`  whether there is any sense in it for this report; where not, nobody is offered it.
    `asks`     the act is confirmed on a page of its own, because it publishes, or needs a note.
    """

    name: str
    label: str
    sources: tuple[State, ...]
    target: State | None
    roles: tuple[Role, ...]
    guards: tuple[Guard, ...] = ()
    applies: Callable[[Report], bool] = lambda report: True
    needs_note: bool = False
    asks: bool = False


# --- Conditions ----------------------------------------------------------------------------------------


def no_errors(case: Case) -> str:
    count = sum(finding.severity is Severity.ERROR for finding in case.findings)
    return f"还有{count}处必须更正。" if count else ""


def queries_explained(case: Case) -> str:
    count = len(open_queries(case.report, case.findings))
    return f"还有{count}处请核实，没有改也没有写原因。" if count else ""


def reasons_accepted(case: Case) -> str:
    count = len(undecided_queries(case.report, case.findings))
    return f"还有{count}处原因没有认可。" if count else ""


def no_open_remarks(case: Case) -> str:
    count = case.report.remarks.filter(closed_at=None).count()
    return f"还有{count}条批注没有了结。" if count else ""


def something_to_change(case: Case) -> str:
    return "" if no_open_remarks(case) else "先写批注，说明要改哪一处。"


def not_their_own(case: Case) -> str:
    own = case.report.submitted_by_id == case.member.user_id
    return "这份报告是您提交的，请别的审核人员审核。" if own else ""


def as_approved(case: Case) -> str:
    same = case.report.approved_digest == case.filing.digest
    return "" if same else "通过以后内容有变，要退回重新审核。"


def something_corrected(case: Case) -> str:
    """An edition that says what the last one says corrects nothing; one that was taken down may be published again."""
    last = case.last
    if last is None or case.report.withdrawn or not _same_reasons(last, case):
        return ""
    same = not _changed(last, case) if readable(last) else was_made_of(last, case.filing)
    return f"和已公布的第{last.number}版完全一样，没有要更正的。" if same else ""


def changes_told(case: Case) -> str:
    """A correction is published with what it changed, worked out from the edition before; of one taken down nothing is told."""
    last = case.last
    if last is None or last.down or readable(last):
        return ""
    return (
        f"第{last.number}版存下的数据和公布时不一样，改了什么列不出来，不能公布更正。请管理员先恢复；"
        f"恢复不了，由主管部门撤下第{last.number}版，再公布这一稿。"
    )


def nothing_corrected(case: Case) -> str:
    """Whether the report says what its last edition says; a title of its own, as of one taken over, is no part of it."""
    last = case.last
    if last and not readable(last) and not was_made_of(last, case.filing):
        return f"第{last.number}版存下的数据和公布时不一样，比不出这一稿和它是不是一样。请管理员先恢复，才能不更正。"
    if last and _same_reasons(last, case) and _nothing_told(last, case):
        return ""
    return "内容已经改了。改回和已公布的一样，才能不更正。"


def _nothing_told(publication: Publication, case: Case) -> bool:
    """Whether a reader would be told of nothing but a title."""
    if was_made_of(publication, case.filing):
        return True
    return {each.place for each in _changed(publication, case)} <= {"title"}


def _changed(publication: Publication, case: Case) -> tuple[Changed, ...]:
    """What a reader would be told was changed since an edition; spaces and empty lines are not."""
    return corrections.changed(from_data(publication.said), case.filing)


def _same_reasons(publication: Publication, case: Case) -> bool:
    given = case.report.reasons.filter(public=True).values_list("fingerprint", "text")
    stand = {finding.fingerprint for finding in case.findings}
    return sorted(text for mark, text in given if mark in stand) == sorted(
        reason["text"] for reason in publication.reasons
    )


def is_public(report: Report) -> bool:
    return bool(report.edition) and not report.withdrawn


# --- The table -----------------------------------------------------------------------------------------

_ALL = (
    Action(
        "submit",
        "提交送审",
        sources=(State.DRAFT, State.RETURNED),
        target=State.SUBMITTED,
        roles=(Role.CLERK,),
        guards=(no_errors, queries_explained, something_corrected),
    ),
    Action("recall", "撤回送审", sources=(State.SUBMITTED,), target=State.DRAFT, roles=(Role.CLERK,)),
    Action(
        "return",
        "退回修改",
        sources=(State.SUBMITTED, State.APPROVED),
        target=State.RETURNED,
        roles=(Role.SUPERVISOR,),
        guards=(something_to_change,),
    ),
    Action(
        "approve",
        "通过",
        sources=(State.SUBMITTED,),
        target=State.APPROVED,
        roles=(Role.SUPERVISOR,),
        guards=(not_their_own, no_errors, reasons_accepted, no_open_remarks),
    ),
    Action(
        "publish",
        "公布",
        sources=(State.APPROVED,),
        target=State.PUBLISHED,
        roles=(Role.CLERK, Role.SUPERVISOR),
        guards=(as_approved, no_open_remarks, something_corrected, changes_told),
        asks=True,
    ),
    Action(
        "correct",
        "更正",
        sources=(State.PUBLISHED,),
        target=State.DRAFT,
        roles=(Role.CLERK, Role.SUPERVISOR),
        needs_note=True,
        asks=True,
    ),
    Action(
        "keep",
        "不更正了",
        sources=(State.DRAFT, State.RETURNED),
        target=State.PUBLISHED,
        roles=(Role.CLERK,),
        guards=(nothing_corrected,),
        applies=lambda report: bool(report.edition),
    ),
    Action(
        "withdraw",
        "撤下",
        sources=tuple(State),
        target=None,
        roles=(Role.SUPERVISOR,),
        applies=is_public,
        needs_note=True,
        asks=True,
    ),
)

ACTIONS: dict[str, Action] = {action.name: action for action in _ALL}
"""Every action by its name, in the order in which buttons stand."""

HISTORY = {
    "start": "开始填报",
    "import": "导入",
    "undo_import": "撤销导入",
    "import_history": "导入往年报告",
    **{action.name: action.label for action in _ALL},
}
"""How the history names an event's action."""


# --- What the checks say -------------------------------------------------------------------------------


def context_of(report: Report) -> checks.Context:
    """What the rules have to know beside the report: its body, the other bodies, and what they and it said."""
    bureau = report.bureau
    return checks.Context(
        rulemaking=bureau.rulemaking,
        government=bureau.kind == Bureau.Kind.GOVERNMENT,
        previous=previous_filing(report),
        copied=copies(report),
        bodies=frozenset(Bureau.objects.exclude(pk=bureau.pk).values_list("name", flat=True)),
    )


def findings(report: Report) -> tuple[Finding, ...]:
    """Everything the rules say of the report as it stands, the gravest first."""
    return checks.check(report.filing(), context_of(report))


def open_queries(report: Report, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The queries nobody has given a reason for."""
    return _queries_without(findings, set(report.reasons.values_list("fingerprint", flat=True)))


def undecided_queries(report: Report, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The queries without a reason that a supervisor has accepted."""
    accepted = report.reasons.exclude(accepted_at=None)
    return _queries_without(findings, set(accepted.values_list("fingerprint", flat=True)))


def _queries_without(findings: Sequence[Finding], answered: set[str]) -> tuple[Finding, ...]:
    queries = (finding for finding in findings if finding.severity is Severity.QUERY)
    return tuple(query for query in queries if query.fingerprint not in answered)
