"""Random walks through the workflow: whatever people do in whatever order, what was published stays as it was published."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from disclosure import auditing, editions, entry, publishing, review, workflow
from disclosure.editions import Standing
from disclosure.models import EditionFile, Event, LedgerEntry, Member, Report
from disclosure.models.report import EDITABLE
from disclosure.workflow import ACTIONS, Refused
from tests import cast as people
from tests.cast import Cast

RECEIVED, GRANTED = "requests.received.natural_person", "requests.granted.natural_person"
ONWARDS = {"submit", "approve", "publish", "correct"}
STEPS = 50


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


@dataclass
class Walk:
    """One report, the people around it, and what was published so far (id of a file → SHA-256 of its bytes)."""

    cast: Cast
    chance: random.Random
    report: Report
    published: dict[int, str] = field(default_factory=dict)
    tags: dict[str, tuple[str, object]] = field(default_factory=dict)

    def step(self) -> None:
        self.report = Report.objects.get(pk=self.report.pk)
        before = (self._stored(), Event.objects.count(), LedgerEntry.objects.count())
        doing = self.chance.choice(
            [*([self.act] * 6), self.figure, self.words, self.spaces, self.remark, self.close]
        )
        try:
            doing()
        except Refused:
            assert (self._stored(), Event.objects.count(), LedgerEntry.objects.count()) == before
        self.holds()

    def _stored(self) -> object:
        return Report.objects.filter(pk=self.report.pk).values().get()

    # --- What people do

    def person(self) -> Member:
        cast = self.cast
        return self.chance.choice(
            [cast.clerk, cast.colleague, cast.supervisor, cast.second_supervisor, cast.water_clerk]
        )

    def act(self) -> None:
        """What is offered and open is done; what is not is refused."""
        member, name = self.chance.choice(self.open() or [(self.person(), "submit")])
        if self.chance.random() < 0.2:
            member, name = self.person(), self.chance.choice(list(ACTIONS))
        report = self.report
        offers = {offer.action.name: offer.open for offer in workflow.available(report, member)}
        source = report.state
        try:
            event = publishing.carry_out(report, name, member, "原因说明。")
        except Refused:
            assert not offers.get(name, False), (name, offers)
            raise
        action = ACTIONS[name]
        assert offers[name] and source in action.sources and member.role in action.roles
        assert event.source == source and event.target == (action.target or source) == report.state

    def open(self) -> list[tuple[Member, str]]:
        """What anybody could do now; what leads on is likelier."""
        return [
            (member, offer.action.name)
            for member in (self.cast.clerk, self.cast.supervisor)
            for offer in workflow.available(self.report, member)
            for _ in range(12 if offer.action.name in ONWARDS else 1)
            if offer.open
        ]

    def figure(self) -> None:
        number = self.chance.randrange(4)
        for key in (RECEIVED, GRANTED):
            now = entry.standing(self.report, "requests")[key]
            base = {key: entry.shown(now)}
            entry.save_table(self.report.pk, self.cast.clerk, "requests", base, {key: str(number)})
        assert self.report.state in EDITABLE

    def words(self) -> None:
        text = f"本年度收取信息处理费{self.chance.randrange(3)}元。"
        entry.save_words(self.report.pk, self.cast.colleague, {"other": self.report.other}, {"other": text})
        assert self.report.state in EDITABLE

    def spaces(self) -> None:
        """Typed by nobody, but a database may hold it: spaces nobody sees."""
        if self.report.state in EDITABLE:
            Report.objects.filter(pk=self.report.pk).update(
                other=f"\n{self.report.other} \n", revision=self.report.revision + 1
            )

    def remark(self) -> None:
        review.remark(self.report.pk, self.cast.supervisor, "请核对这一处。")

    def close(self) -> None:
        for remark in self.report.remarks.filter(closed_at=None):
            review.close(self.report.pk, self.cast.supervisor, remark.pk)

    # --- What always holds

    def holds(self) -> None:
        self.report = Report.objects.get(pk=self.report.pk)
        assert list(auditing.faults()) == []
        self._bytes_stay()
        self._one_in_force_or_none()
        self._every_edition_changed_something()
        self._readers_see_what_stands()

    def _bytes_stay(self) -> None:
        now = {pk: hashlib.sha256(content).hexdigest() for pk, content in _contents()}
        assert self.published.items() <= now.items()
        self.published = now

    def _one_in_force_or_none(self) -> None:
        every = list(self.report.publications.select_related("report").order_by("number"))
        assert [each.number for each in every] == list(range(1, self.report.edition + 1))
        in_force = [each.number for each in every if editions.status(each).standing is Standing.IN_FORCE]
        expected = [] if self.report.withdrawn or not every else [self.report.edition]
        assert in_force == expected == list(editions.in_force().values_list("number", flat=True))

    def _every_edition_changed_something(self) -> None:
        for edition in self.report.publications.filter(number__gt=max(1, self.report.down_through + 1)):
            assert edition.changes and edition.reason

    def _readers_see_what_stands(self) -> None:
        """A link to the report leads to what is in force; a page somebody kept is not said to be the same when it is not."""
        where = (self.report.bureau.code, self.report.year)
        address = reverse("public_report", args=where)
        standing: object = (self.report.edition, self.report.withdrawn)
        tag, seen = self.tags.get(address, ("", None))
        answer = Client().get(address, headers={"if-none-match": tag} if tag else {})
        if not self.report.edition:
            assert answer.status_code == 404
        elif answer.status_code == 304:
            assert seen == standing
        else:
            assert answer.status_code == (410 if self.report.withdrawn else 200)
            self.tags[address] = (answer.get("ETag", ""), standing)
        for number in range(1, self.report.edition + 1):
            down = number <= self.report.down_through
            file = Client().head(reverse("public_file", args=(*where, number, "report.json")))
            assert file.status_code == (410 if down else 200)
            page = Client().head(reverse("public_edition", args=(*where, number)))
            assert page.status_code == (410 if down else 200)


def _contents() -> list[tuple[int, bytes]]:
    return [(pk, bytes(content)) for pk, content in EditionFile.objects.values_list("pk", "content")]


@pytest.mark.parametrize("seed", [4, 6, 11])
def test_whatever_is_done_what_was_published_stays(cast: Cast, seed: int) -> None:
    walk = Walk(cast, random.Random(seed), people.draft(cast.education))
    for _ in range(STEPS):
        walk.step()
    done = set(walk.report.events.values_list("action", flat=True))
    assert {"submit", "approve", "publish", "correct", "withdraw"} <= done  # the walk got somewhere
    assert walk.report.edition > 1
