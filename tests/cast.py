"""The people of the tests: two cities with their offices and bureaus, and reports in any state for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from unittest.mock import patch

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from disclosure import formats, publishing
from disclosure.filing import Figure, Filing, empty_figures, to_data
from disclosure.models import Bureau, Event, Member, Publication, Report, Role, Season, State, rows
from disclosure.publishing import Reasons
from disclosure.rendering import Cells, data_file, render_html

PDF = b"%PDF-1.7\n%stand-in\n%%EOF\n"
PASSWORD = "一句足够长的口令-2025"
YEAR = 2025
_PAGES: dict[tuple[str, str], bytes] = {}

WORDS = {
    "overview": (
        "（一）主动公开。全年通过门户网站主动公开政府信息36条。\n"
        "（二）依申请公开。申请渠道畅通，答复依法依规。\n"
        "（三）政府信息管理。发布前逐条审核，定期清理失效文件。\n"
        "（四）政府信息公开平台建设。专栏由专人维护，每周检查一次。\n"
        "（五）监督保障。指定专人负责，组织培训2次。"
    ),
    "problems": "存在的主要问题是解读材料形式单一。下一步，改进解读方式，增加图表和问答。",
    "other": "本年度没有发出信息处理费收费通知，没有收取信息处理费。",
}
"""Narratives no rule has anything to say about."""


@dataclass(frozen=True)
class Cast:
    """Who is who. `office` reviews `education` and `water`; `elsewhere` is a bureau of another city.

    `colleague` is a second clerk of `education`, `second_supervisor` a second one of `office`.
    `stranger` is an account that belongs to no bureau.
    """

    office: Bureau
    education: Bureau
    water: Bureau
    other_office: Bureau
    elsewhere: Bureau
    clerk: Member
    colleague: Member
    water_clerk: Member
    supervisor: Member
    second_supervisor: Member
    administrator: Member
    other_clerk: Member
    other_supervisor: Member
    stranger: User
    season: Season


def build() -> Cast:
    """The whole cast in the database; every account has `PASSWORD`."""
    office = _bureau("shili-office", "示例市政府办公室", Bureau.Kind.OFFICE)
    education = _bureau("shili-education", "示例市教育局", supervisor=office)
    water = _bureau("shili-water", "示例市水务局", supervisor=office)
    other_office = _bureau("linshi-office", "示例邻市政府办公室", Bureau.Kind.OFFICE)
    elsewhere = _bureau("linshi-education", "示例邻市教育局", supervisor=other_office)
    members = _members(
        clerk=("教育填报员", education, Role.CLERK),
        colleague=("教育填报员二", education, Role.CLERK),
        water_clerk=("水务填报员", water, Role.CLERK),
        supervisor=("审核员", office, Role.SUPERVISOR),
        second_supervisor=("审核员二", office, Role.SUPERVISOR),
        administrator=("管理员", office, Role.ADMINISTRATOR),
        other_clerk=("邻市填报员", elsewhere, Role.CLERK),
        other_supervisor=("邻市审核员", other_office, Role.SUPERVISOR),
    )
    return Cast(
        office=office,
        education=education,
        water=water,
        other_office=other_office,
        elsewhere=elsewhere,
        **members,
        stranger=User.objects.create_user("路人", password=PASSWORD),
        season=Season.objects.create(year=YEAR, deadline=date(YEAR + 1, 1, 31)),
    )


def client_of(who: Member | User | None) -> Client:
    """A browser in which this person is logged in; the public's for None."""
    client = Client()
    if who is not None:
        client.force_login(who.user if isinstance(who, Member) else who)
    return client


def draft(
    bureau: Bureau,
    year: int = YEAR,
    *,
    figures: Mapping[str, Figure] | None = None,
    words: Mapping[str, str] | None = None,
) -> Report:
    """A report being filled in: zero in every cell and faultless narratives, but for what is given."""
    form = formats.for_year(year)
    report = Report.objects.create(
        bureau=bureau, year=year, format_id=form.id, revision=1, **{**WORDS, **(words or {})}
    )
    store(report, {**empty_figures(form), **(figures or {})})
    return report


def blank(bureau: Bureau, year: int = YEAR) -> Report:
    """A report that was just begun: nothing is filled in."""
    return Report.objects.create(bureau=bureau, year=year, format_id=formats.for_year(year).id)


def submitted(bureau: Bureau, by: Member, year: int = YEAR, **content: Mapping[str, Figure]) -> Report:
    """A report that `by` submitted and that waits for approval."""
    return _move(draft(bureau, year, **content), State.SUBMITTED, by)


def returned(bureau: Bureau, by: Member, year: int = YEAR) -> Report:
    """A report sent back for changes."""
    return _move(draft(bureau, year), State.RETURNED, by)


def approved(bureau: Bureau, by: Member, year: int = YEAR) -> Report:
    """A report that may be published; `by` submitted it."""
    report = _move(draft(bureau, year), State.APPROVED, by)
    Report.objects.filter(pk=report.pk).update(approved_digest=report.filing().digest)
    report.refresh_from_db()
    return report


def published(bureau: Bureau, by: Member, year: int = YEAR) -> Report:
    """A report with one edition, whose PDF is a stand-in so that no test waits for the typesetter."""
    report = _move(approved(bureau, by, year), State.PUBLISHED, by)
    edition(report, by)
    report.refresh_from_db()
    return report


def in_state(state: str, bureau: Bureau, by: Member, year: int = YEAR) -> Report:
    """A report in the state with this key."""
    if state == State.DRAFT:
        return draft(bureau, year)
    makers = {
        State.SUBMITTED: submitted,
        State.RETURNED: returned,
        State.APPROVED: approved,
        State.PUBLISHED: published,
    }
    return makers[State(state)](bureau, by, year)


def edition(report: Report, by: Member, reason: str = "", reasons: Reasons = ()) -> Publication:
    """The next edition of a report, with the true page and data and a stand-in PDF."""
    with patch("disclosure.publishing.edition_files", quick_files), transaction.atomic():
        filing = report.filing()
        drawn = publishing.draw(report, filing, to_data(filing), reasons=reasons)
        publication = publishing.keep(report, drawn, by, reason=reason)
    Report.objects.filter(pk=report.pk).update(edition=publication.number, withdrawn_at=None)
    return publication


def quick_files(
    filing: Filing,
    imprint: object,
    cells: Cells | None = None,
    reasons: Reasons = (),
    data: Mapping[str, Any] | None = None,
) -> Mapping[str, bytes]:
    """The page and the data of an edition with a stand-in PDF: the typesetter has tests of its own."""
    return {
        "report.json": data_file(filing, reasons, data),
        "report.html": drawn_page(filing, cells),
        "report.pdf": PDF,
    }


def drawn_page(filing: Filing, cells: Cells | None) -> bytes:
    """The page of a report, which says the same in nearly every test: drawn once for each content."""
    content = (filing.digest, repr(cells))
    if content not in _PAGES:
        _PAGES[content] = render_html(filing, cells)
    return _PAGES[content]


def withdrawn(bureau: Bureau, by: Member, supervisor: Member, year: int = YEAR) -> Report:
    """A published report that was taken down."""
    report = published(bureau, by, year)
    publishing.withdraw(report, supervisor, "第五部分有不应公开的个人信息。")
    return report


def store(report: Report, figures: Mapping[str, Figure | None]) -> None:
    """Put figures into a report as they are, asking nobody."""
    for table in report.format.tables:
        of_table = {key: value for key, value in figures.items() if key.startswith(f"{table}.")}
        rows.store(report, table, of_table)


def _bureau(
    code: str, name: str, kind: Bureau.Kind = Bureau.Kind.DEPARTMENT, supervisor: Bureau | None = None
) -> Bureau:
    return Bureau.objects.create(code=code, name=name, kind=kind, supervisor=supervisor, demo=True)


def _members(**people: tuple[str, Bureau, Role]) -> dict[str, Member]:
    """Accounts (log-in, bureau, role) by their names in the cast."""
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(username=account, password=password, is_staff=role == Role.ADMINISTRATOR)
        for account, _, role in people.values()
    )
    members = Member.objects.bulk_create(
        Member(user=user, bureau=bureau, role=role)
        for user, (_, bureau, role) in zip(users, people.values(), strict=True)
    )
    return dict(zip(people, members, strict=True))


def _move(report: Report, state: State, by: Member) -> Report:
    """Put a report into a state, with the event that would have brought it there."""
    Event.objects.create(report=report, action="cast", source=report.state, target=state, by=by.user)
    Report.objects.filter(pk=report.pk).update(state=state, submitted_by=by.user, submitted_at=timezone.now())
    report.refresh_from_db()
    return report
