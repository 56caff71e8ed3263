"""The demo city: it loads once, its reports stand where they should, and nothing in it contradicts itself."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from disclosure import demo, formats, workflow
from disclosure.demo import content
from disclosure.filing import Filing, from_data
from disclosure.formats.schema import Severity
from disclosure.models import Bureau, Event, Member, Publication, Report, Role, State
from tests import cast as people

PUBLISHED = {
    ("zhaotong-zhengwu", 2018),
    ("shili-shuiwu", 2023),
    ("shili-shuiwu", 2024),
    ("shili-lincao", 2024),
    ("shili-zhujian", 2024),
    ("shili-zhen", 2023),
    ("shili-zhen", 2024),
}


@pytest.fixture(autouse=True)
def quick_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own; here its input is enough."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


@pytest.fixture(scope="module")
def built(module_db: DjangoDbBlocker) -> Report:
    with module_db.unblock(), patch("disclosure.publishing.edition_files", people.quick_files):
        return demo.build()


@pytest.fixture
def city(db: None, built: Report) -> Report:
    return deepcopy(built)


def standing(code: str, year: int) -> Report:
    return Report.objects.get(bureau__code=code, year=year)


def load(**options: bool) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_every_report_stands_where_it_should(city: Report) -> None:
    states = {(r.bureau.code, r.year): r.state for r in Report.objects.select_related("bureau")}
    assert states == {
        **dict.fromkeys(PUBLISHED, State.PUBLISHED),
        ("shili-shuiwu", 2025): State.SUBMITTED,
        ("shili-lincao", 2025): State.DRAFT,
        ("shili-zhujian", 2025): State.RETURNED,
    }


@pytest.mark.parametrize(
    ("today", "season"), [(date(2026, 1, 20), 2025), (date(2026, 11, 23), 2026), (date(2027, 2, 1), 2027)]
)
def test_the_demo_is_of_the_present_season(today: date, season: int) -> None:
    assert content.season_of(today) == season
    moved = {each["year"]: each["deadline"] for each in content.city(season)["seasons"]}
    assert moved[season] == date(season + 1, 1, 31)
    assert moved[2018] == date(2019, 3, 31), "the real report keeps its year"


def test_the_seed_went_the_real_way(city: Report) -> None:
    assert city.imported["source"] == "zhaotong_2018.txt"
    assert len(city.imported["differences"]) == 7
    events = list(Event.objects.filter(report=city))
    acts = [event.action for event in events]
    assert acts == ["start", "import", "submit", "approve", "publish"]
    assert events[2].by != events[3].by
    publication = city.current
    assert publication is not None
    assert from_data(publication.said).digest == city.filing().digest == city.approved_digest
    assert "第二十条第（九）项" in publication.content("report.html").decode()
    assert [reason.accepted_by is not None for reason in city.reasons.all()] == [True] * 4


def test_one_report_was_corrected_after_it_was_published(city: Report) -> None:
    report = standing("shili-lincao", 2024)
    current = report.current
    assert current is not None
    assert (current.number, report.withdrawn) == (2, False)
    places = [(each["kind"], each["place"], each["before"], each["now"]) for each in current.changes]
    assert [each for each in places if each[0] == "cell"] == [
        ("cell", "disclosure.licences.decisions", 168, 186)
    ]
    assert len(places) == 2
    assert "误录为168件" in current.reason


def test_one_report_was_taken_down(city: Report) -> None:
    down = [report for report in Report.objects.select_related("bureau") if report.withdrawn]
    assert [(report.bureau.code, report.year, report.edition) for report in down] == [("shili-zhen", 2023, 1)]
    page = Client().get("/reports/shili-zhen/2023/")
    assert page.status_code == 410
    assert "误填了其他乡镇的数字" in page.content.decode()


def test_only_the_real_body_is_not_called_an_example(city: Report) -> None:
    assert [bureau.code for bureau in Bureau.objects.filter(demo=False)] == ["zhaotong-zhengwu"]
    assert all(bureau.name.startswith("示例") for bureau in Bureau.objects.filter(demo=True))


def test_nothing_published_or_submitted_has_an_error(city: Report) -> None:
    for report in Report.objects.exclude(state=State.DRAFT).select_related("bureau"):
        severities = [finding.severity for finding in workflow.findings(report)]
        assert Severity.ERROR not in severities, report
        assert workflow.open_queries(report, workflow.findings(report)) == ()


def test_the_waiting_report_has_an_explained_query(city: Report) -> None:
    report = standing("shili-shuiwu", 2025)
    queries = workflow.undecided_queries(report, workflow.findings(report))
    assert [query.rule for query in queries] == ["overview.aspects"]
    assert report.reasons.count() == 1


def test_the_returned_report_says_what_to_change(city: Report) -> None:
    report = standing("shili-zhujian", 2025)
    remarks = list(report.remarks.all())
    places = [*report.format.places, *(section.key for section in report.format.sections)]
    assert len(remarks) == 2
    assert all(remark.closed_at is None and remark.place in places for remark in remarks)


def test_the_half_filled_report_has_gaps_and_a_text_that_is_no_figure(city: Report) -> None:
    report = standing("shili-lincao", 2025)
    filing = report.filing()
    assert list(report.unread.values()) == ["/"]
    assert 0 < len(filing.missing("requests")) < len(report.format.tables["requests"].entered)
    assert len(filing.missing("cases")) == len(report.format.tables["cases"].entered)
    assert filing.text("overview")
    assert not filing.text("problems")


def pairs() -> list[tuple[str, int]]:
    return [("shili-shuiwu", 2024), ("shili-shuiwu", 2025), ("shili-lincao", 2025), ("shili-zhujian", 2025)]


@pytest.mark.parametrize(("code", "year"), pairs())
def test_what_was_carried_out_is_carried_in(city: Report, code: str, year: int) -> None:
    before, after = standing(code, year - 1).filing(), standing(code, year).filing()
    columns = [
        place.column.key for place in before.format.tables["requests"].entered if place.row.key == "received"
    ]
    carried = [before.value(f"requests.carried_out.{column}") for column in columns]
    assert [after.value(f"requests.carried_in.{column}") for column in columns] == carried


@pytest.mark.parametrize(("code", "year"), pairs())
def test_the_stock_of_documents_adds_up(city: Report, code: str, year: int) -> None:
    def value(filing: Filing, column: str) -> int:
        return int(filing.value(f"disclosure.normative_documents.{column}") or 0)

    before, after = standing(code, year - 1).filing(), standing(code, year).filing()
    stock = value(before, "in_force") + value(after, "issued") - value(after, "repealed")
    assert value(after, "in_force") == stock


def test_reports_differ_from_body_to_body(city: Report) -> None:
    for name in ("preface", "overview", "problems"):
        texts = [text for text in Report.objects.values_list(name, flat=True) if text]
        assert len(set(texts)) == len(texts)


def test_accounts_log_in_and_are_named_by_function(city: Report) -> None:
    lines = demo.logins()
    assert len(lines) == Member.objects.count()
    assert {line.role for line in lines} == {str(role.label) for role in Role}
    assert all(
        line.password and Client().login(username=line.account, password=line.password) for line in lines
    )
    assert all(member.name.rstrip("二").endswith("员") for member in Member.objects.all())


def test_a_second_run_keeps_what_is_there(city: Report, settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG, settings.VAR = True, tmp_path
    report = standing("shili-lincao", 2025)
    Report.objects.filter(pk=report.pk).update(problems="自己写的话")
    clerk = User.objects.get(username="tianbao-lincao")
    clerk.set_password("换了一个口令-2025")
    clerk.save()
    count = Publication.objects.count()
    text = load()
    assert "没有改动" in text
    assert "（已改）" in text
    report.refresh_from_db()
    assert report.problems == "自己写的话"
    assert Publication.objects.count() == count


def test_a_slip_in_a_file_is_named() -> None:
    data = {"bureau": "x", "year": 2024, "clerk": "x", "stage": "draft"}
    with pytest.raises(content.ContentError, match=r"refused\.nothing"):
        content.script({**data, "requests": {"refused.nothing": [0] * 6}}, formats.for_year)
    with pytest.raises(content.ContentError, match="5 values for 6 cells"):
        content.script({**data, "requests": {"received": [0] * 5}}, formats.for_year)
    twice = {"reason": "x", "other": {"错": "对"}}
    with pytest.raises(content.ContentError, match="stands 2 times"):
        content.script({**data, "other": "错错", "correction": twice}, formats.for_year)
