"""Builds the demo city: every report goes the real way, typed, checked, submitted, approved and published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import User
from django.db import transaction

from .. import entry, formats, publishing, review, workflow
from ..importing import read_report
from ..intake import fill
from ..models import Bureau, Member, Report, Role, Season
from . import content
from .content import Correction, Script

PASSWORD = "zhaotong-demo-2025"  # noqa: S105 - printed for everyone who tries the demo

People = Mapping[str, Member]


@dataclass(frozen=True)
class Login:
    """A line of the table of log-ins. `password` is None where somebody has changed it."""

    account: str
    password: str | None
    bureau: str
    role: str


def built() -> bool:
    """Whether the database holds the demo city already."""
    return Bureau.objects.filter(code=content.city()["seed"]["bureau"]).exists()


def build(season: int = content.WRITTEN_FOR) -> Report:
    """Put the whole city into the database, in one transaction, as if `season` were being filed. Returns the seed's."""
    with transaction.atomic():
        people = _people(season)
        report = _seed(people)
        for script in content.scripts(formats.for_year, season):
            _walk(script, people)
    return report


def seed() -> Report:
    """The report of the seed, once the city is built."""
    data = content.city()["seed"]
    return Report.objects.get(bureau__code=data["bureau"], year=data["year"])


def logins() -> list[Login]:
    """The accounts of the demo, with the password as long as it is the one they were given."""
    names = [account["account"] for account in content.city()["accounts"]]
    members = Member.objects.select_related("user", "bureau").filter(user__username__in=names)
    by_name = {member.user.username: member for member in members}
    known: dict[str, bool] = {}
    lines = []
    for member in (by_name[name] for name in names if name in by_name):
        stored = member.user.password
        if stored not in known:
            known[stored] = check_password(PASSWORD, stored)
        password = PASSWORD if known[stored] else None
        lines.append(Login(member.user.username, password, member.bureau.name, member.get_role_display()))
    return lines


# --- Bureaus and people --------------------------------------------------------------------------------


def _people(season: int) -> People:
    """Seasons, bureaus and accounts; the members by the names of their accounts."""
    city = content.city(season)
    for each in city["seasons"]:
        Season.objects.get_or_create(year=each["year"], defaults=each)
    bureaus = {each["code"]: _bureau(each) for each in city["bureaus"]}
    password = make_password(PASSWORD)
    return {each["account"]: _member(each, bureaus, password) for each in city["accounts"]}


def _bureau(data: Mapping[str, str]) -> Bureau:
    above = data.get("supervisor")
    return Bureau.objects.create(
        code=data["code"],
        name=data["name"],
        kind=data.get("kind", Bureau.Kind.DEPARTMENT),
        region=data.get("region", ""),
        supervisor=Bureau.objects.get(code=above) if above else None,
        demo=not data.get("real"),
    )


def _member(data: Mapping[str, str], bureaus: Mapping[str, Bureau], password: str) -> Member:
    """One account. All share one hash, so that setting the city up does not take a second for each."""
    user = User.objects.create(
        username=data["account"],
        first_name=data["name"],
        password=password,
        is_staff=data["role"] == Role.ADMINISTRATOR,
    )
    return Member.objects.create(user=user, bureau=bureaus[data["bureau"]], role=data["role"])


# --- Reports -------------------------------------------------------------------------------------------


def _seed(people: People) -> Report:
    """The real report: read from its text, then submitted, approved and published like any other."""
    data = content.city()["seed"]
    clerk, supervisor = people[data["clerk"]], people[data["supervisor"]]
    file = content.FOLDER / data["file"]
    imported = read_report(file.read_bytes(), file.name, body=clerk.bureau.name, year=data["year"])
    report = workflow.start(clerk.bureau, data["year"], clerk, imported.filing.format.id)
    fill.take_in(report, imported, clerk, file.name)
    _submit(report, clerk, data["reasons"])
    _approve_and_publish(report, clerk, supervisor)
    return report


def _walk(script: Script, people: People) -> None:
    """A report of a demo body, as far as it goes."""
    clerk = people[script.clerk]
    report = workflow.start(clerk.bureau, script.year, clerk)
    _type(report, script, clerk)
    if script.stage == "draft":
        return
    _submit(report, clerk, script.reasons)
    if script.stage == "returned":
        _send_back(report, script, people[script.supervisor])
    if script.stage == "published":
        _approve_and_publish(report, clerk, people[script.supervisor])
        _afterwards(report, script, clerk, people[script.supervisor])


def _afterwards(report: Report, script: Script, clerk: Member, supervisor: Member) -> None:
    """What becomes of a published report: corrected by a second edition, or taken down."""
    if script.correction:
        workflow.act(report, "correct", clerk, script.correction.reason)
        _correct(report, script, script.correction, clerk)
        _submit(report, clerk, script.reasons)
        _approve_and_publish(report, clerk, supervisor)
    if script.withdrawn:
        publishing.withdraw(report, supervisor, script.withdrawn)


def _correct(report: Report, script: Script, correction: Correction, clerk: Member) -> None:
    """Type what is corrected over what was published."""
    for table, typed in correction.figures.items():
        entry.save_table(report.pk, clerk, table, script.figures[table], typed)
    entry.save_words(report.pk, clerk, script.words, correction.words)
    report.refresh_from_db()


def _type(report: Report, script: Script, clerk: Member) -> None:
    """Fill the report in as a clerk does, table by table."""
    for table, typed in script.figures.items():
        entry.save_table(report.pk, clerk, table, {}, typed)
    for table in script.declared:
        entry.declare_empty(report.pk, clerk, table)
    entry.save_words(report.pk, clerk, {}, script.words)
    report.refresh_from_db()


def _submit(report: Report, clerk: Member, reasons: Mapping[str, str]) -> None:
    for query in workflow.open_queries(report, workflow.findings(report)):
        if query.rule in reasons:
            entry.give_reason(report, query, reasons[query.rule], clerk)
    workflow.act(report, "submit", clerk)


def _send_back(report: Report, script: Script, supervisor: Member) -> None:
    for place, text in script.remarks:
        review.remark(report.pk, supervisor, text, place)
    workflow.act(report, "return", supervisor)


def _approve_and_publish(report: Report, clerk: Member, supervisor: Member) -> None:
    for reason in report.reasons.all():
        review.accept(report.pk, supervisor, reason.fingerprint, review.version(reason))
    workflow.act(report, "approve", supervisor)
    publishing.publish(report, clerk)
