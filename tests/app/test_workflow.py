"""The table of actions: who may do what in which state, under which conditions, and what is left behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from disclosure import entry, publishing, review, workflow
from disclosure.checks import Finding
from disclosure.models import Bureau, Event, Member, Reason, Remark, Report, Role, Season, State
from disclosure.workflow import ACTIONS, Refused, Stale
from tests import cast as people
from tests.cast import Cast

EVERYBODY = (
    *("clerk", "colleague", "water_clerk", "other_clerk"),
    *("supervisor", "second_supervisor", "other_supervisor", "administrator"),
)
OWN = {"clerk", "colleague"}
OFFICE = {"supervisor", "second_supervisor"}

# The second writing of the table: state → action → who is offered it.
OFFERED: dict[State, dict[str, set[str]]] = {
    State.DRAFT: {"submit": OWN},
    State.RETURNED: {"submit": OWN},
    State.SUBMITTED: {"recall": OWN, "return": OFFICE, "approve": OFFICE},
    State.APPROVED: {"return": OFFICE, "publish": OWN | OFFICE},
    State.PUBLISHED: {"correct": OWN | OFFICE, "withdraw": OFFICE},
}
TARGETS = {
    "submit": State.SUBMITTED,
    "recall": State.DRAFT,
    "return": State.RETURNED,
    "approve": State.APPROVED,
    "publish": State.PUBLISHED,
    "correct": State.DRAFT,
    "withdraw": State.PUBLISHED,
}
STOCK = {"disclosure.normative_documents.issued": 9, "disclosure.normative_documents.in_force": 3}
"""In force are fewer than were issued: the rules ask."""
REASON = "其中6件是对旧文件的修改，不单独计入现行有效件数。"


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


def query_of(report: Report) -> Finding:
    return workflow.open_queries(report, workflow.findings(report))[0]


def remark_on(report: Report, by: Member) -> Remark:
    return Remark.objects.create(report=report, text="请核对这一部分", by=by.user)


def explained(cast: Cast) -> Report:
    """A submitted report with one query, for which the clerk gave a reason."""
    report = people.draft(cast.education, figures=STOCK)
    entry.give_reason(report, query_of(report), REASON, cast.clerk)
    workflow.act(report, "submit", cast.clerk)
    return report


# --- Who, what, when -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_everybody_is_offered_what_the_table_says(cast: Cast, state: State) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    for who in EVERYBODY:
        offers = {offer.action.name for offer in workflow.available(report, getattr(cast, who))}
        assert offers == {name for name, those in OFFERED[state].items() if who in those}, who


@pytest.mark.parametrize("state", State)
def test_nobody_does_what_they_are_not_offered(cast: Cast, state: State) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    remark_on(report, cast.supervisor)
    before = report.events.count()
    for who in EVERYBODY:
        for name in ACTIONS:
            if who in OFFERED[state].get(name, ()):
                continue
            with pytest.raises(Refused):
                publishing.carry_out(report, name, getattr(cast, who), "原因")
    report.refresh_from_db()
    assert (report.state, report.events.count()) == (state, before)


@pytest.mark.parametrize(
    ("state", "name", "who"),
    [
        (state, name, who)
        for state in State
        for name, those in OFFERED[state].items()
        for who in sorted(those)
    ],
)
def test_everybody_does_what_they_are_offered(cast: Cast, state: State, name: str, who: str) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    member = getattr(cast, who)
    if name == "return":
        remark_on(report, cast.supervisor)
    event = publishing.carry_out(report, name, member, "写错一格")
    stored = Report.objects.get(pk=report.pk)
    assert stored.state == report.state == TARGETS[name]
    assert (event.action, event.source, event.target) == (name, state, TARGETS[name])
    assert (event.by, event.note, event.digest) == (member.user, "写错一格", stored.filing().digest)


def test_an_action_nobody_has_heard_of_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        workflow.act(people.draft(cast.education), "destroy", cast.clerk)


def test_an_office_far_above_acts_on_a_bureau_below_a_bureau(cast: Cast) -> None:
    school = Bureau.objects.create(code="shili-school", name="示例市实验学校", supervisor=cast.education)
    report = people.submitted(school, cast.clerk)
    assert {offer.action.name for offer in workflow.available(report, cast.supervisor)} == {
        "return",
        "approve",
    }
    workflow.act(report, "approve", cast.supervisor)
    assert report.state == State.APPROVED


# --- Conditions ----------------------------------------------------------------------------------------


def why(report: Report, name: str, member: Member) -> str:
    """Why the offer is closed; `act` refuses with the same words."""
    offer = next(o for o in workflow.available(report, member) if o.action.name == name)
    assert not offer.open
    with pytest.raises(Refused, match=offer.why):
        workflow.act(report, name, member)
    return offer.why


def test_errors_stop_submission(cast: Cast) -> None:
    report = people.draft(cast.education, figures={"requests.received.other": 1}, words={"problems": "无"})
    assert why(report, "submit", cast.clerk) == "还有2处必须更正。"


def test_a_query_wants_a_reason(cast: Cast) -> None:
    report = people.draft(cast.education, figures=STOCK)
    assert "1处请核实" in why(report, "submit", cast.clerk)
    entry.give_reason(report, query_of(report), REASON, cast.clerk)
    workflow.act(report, "submit", cast.clerk)
    assert report.state == State.SUBMITTED


def test_a_reason_falls_away_with_its_numbers(cast: Cast) -> None:
    report = people.draft(cast.education, figures=STOCK)
    entry.give_reason(report, query_of(report), REASON, cast.clerk)
    key = "disclosure.normative_documents.in_force"
    entry.save_table(report.pk, cast.clerk, "disclosure", {key: "3"}, {key: "2"})
    report.refresh_from_db()
    assert "1处请核实" in why(report, "submit", cast.clerk)


def test_approval_wants_every_reason_accepted(cast: Cast) -> None:
    report = explained(cast)
    assert why(report, "approve", cast.supervisor) == "还有1处原因没有认可。"
    reason = Reason.objects.get(report=report)
    review.accept(report.pk, cast.supervisor, reason.fingerprint, review.version(reason))
    workflow.act(report, "approve", cast.supervisor)
    assert report.state == State.APPROVED


def test_approval_and_publication_wait_for_open_remarks(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    remark = remark_on(report, cast.supervisor)
    assert why(report, "approve", cast.supervisor) == "还有1条批注没有了结。"
    Remark.objects.update(closed_at=timezone.now())
    workflow.act(report, "approve", cast.supervisor)
    Remark.objects.filter(pk=remark.pk).update(closed_at=None)
    with pytest.raises(Refused, match="1条批注"):
        publishing.publish(report, cast.clerk)


def test_a_return_names_what_to_change(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    assert "先写批注" in why(report, "return", cast.supervisor)


@pytest.mark.parametrize("note", ["", "  "])
def test_a_correction_says_why(cast: Cast, note: str) -> None:
    report = people.published(cast.education, cast.clerk)
    with pytest.raises(Refused, match="请写原因"):
        workflow.act(report, "correct", cast.clerk, note)


def test_a_note_has_an_end(cast: Cast) -> None:
    report = people.published(cast.education, cast.clerk)
    with pytest.raises(Refused, match="最多500个字"):
        workflow.act(report, "correct", cast.clerk, "错" * 501)


def test_nobody_approves_what_they_submitted(cast: Cast) -> None:
    report = people.draft(cast.office)
    clerk = Member.objects.get(pk=cast.clerk.pk)
    clerk.bureau = cast.office
    clerk.save()
    workflow.act(report, "submit", clerk)
    clerk.role = Role.SUPERVISOR
    clerk.save()
    assert "您提交的" in why(report, "approve", clerk)
    workflow.act(report, "approve", cast.supervisor)
    assert report.state == State.APPROVED


# --- What an approval is bound to ----------------------------------------------------------------------


def test_an_approval_is_bound_to_the_content_it_saw(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    workflow.act(report, "approve", cast.supervisor)
    assert report.approved_digest == report.filing().digest
    people.store(report, {"requests.received.other": 1, "requests.granted.other": 1})
    with pytest.raises(Refused, match="内容有变"):
        publishing.publish(report, cast.clerk)
    assert not report.publications.exists()


@pytest.mark.parametrize(("state", "name"), [(State.APPROVED, "return"), (State.PUBLISHED, "correct")])
def test_an_approval_ends_when_the_report_goes_back(cast: Cast, state: State, name: str) -> None:
    report = people.in_state(state, cast.education, cast.clerk)
    if name == "return":
        remark_on(report, cast.supervisor)
    workflow.act(report, name, cast.supervisor, "原因")
    assert report.approved_digest == ""


def test_publishing_goes_through_its_own_door(cast: Cast) -> None:
    report = people.approved(cast.education, cast.clerk)
    with pytest.raises(ValueError, match="keeps what these acts make public"):
        workflow.act(report, "publish", cast.clerk)


# --- Two at once ---------------------------------------------------------------------------------------


def test_an_act_on_what_has_changed_since_is_stale(cast: Cast) -> None:
    report = people.draft(cast.education)
    entry.save_words(report.pk, cast.colleague, {"signature": ""}, {"signature": "示例市教育局"})
    with pytest.raises(Stale):
        workflow.act(report, "submit", cast.clerk)
    report.refresh_from_db()
    workflow.act(report, "submit", cast.clerk)
    assert report.state == State.SUBMITTED


def test_an_act_on_a_state_that_is_gone_is_stale(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    seen = Report.objects.get(pk=report.pk)
    workflow.act(report, "recall", cast.clerk)
    with pytest.raises(Stale):
        workflow.act(seen, "approve", cast.supervisor)


@pytest.mark.django_db(transaction=True)
def test_of_two_acts_at_the_same_moment_one_is_done() -> None:
    cast = people.build()
    report = people.submitted(cast.education, cast.clerk)
    together = Barrier(2, timeout=20)

    def do(name: str, member: Member) -> str:
        try:
            seen = Report.objects.get(pk=report.pk)
            together.wait()
            workflow.act(seen, name, member)
        except Stale:
            return "stale"
        finally:
            connection.close()
        return name

    with ThreadPoolExecutor(2) as threads:
        jobs = [threads.submit(do, "recall", cast.clerk), threads.submit(do, "approve", cast.supervisor)]
        done = {job.result() for job in jobs}
    assert "stale" in done
    assert len(done) == 2
    assert Event.objects.filter(report=report, action__in=ACTIONS).count() == 1


# --- The beginning -------------------------------------------------------------------------------------


def test_a_report_begins_in_the_format_proposed_for_its_year(cast: Cast) -> None:
    Season.objects.create(year=2019, deadline=date(2020, 1, 31))
    report = workflow.start(cast.education, people.YEAR, cast.clerk)
    assert (report.state, report.format_id, report.filing().figures) == (State.DRAFT, "notice_2021_30", {})
    assert workflow.start(cast.education, 2019, cast.clerk).format_id == "notice_2019_60"
    event = report.events.get()
    assert (event.action, event.source, event.target, event.by) == ("start", "", "draft", cast.clerk.user)


def test_a_report_begins_once(cast: Cast) -> None:
    first = workflow.start(cast.education, people.YEAR, cast.clerk)
    assert workflow.start(cast.education, people.YEAR, cast.colleague) == first
    assert first.events.count() == 1


@pytest.mark.parametrize("who", ["water_clerk", "supervisor", "administrator"])
def test_only_its_own_clerks_begin_a_report(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="本单位"):
        workflow.start(cast.education, people.YEAR, getattr(cast, who))


def test_a_year_has_to_be_open(cast: Cast) -> None:
    with pytest.raises(Refused, match="1999年"):
        workflow.start(cast.education, 1999, cast.clerk)


def test_the_history_names_every_act() -> None:
    assert set(workflow.HISTORY) == {"start", "import", "undo_import", "import_history", *ACTIONS}
