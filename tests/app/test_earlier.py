"""What a report is held against: last year's newest edition of the body, or of the one it came from."""

from disclosure import workflow
from disclosure.earlier import previous_filing
from disclosure.models import Bureau
from tests import cast as people
from tests.cast import YEAR, Cast

KEY = "requests.carried_out.natural_person"


def test_without_an_earlier_report_there_is_nothing(cast: Cast) -> None:
    assert previous_filing(people.draft(cast.education)) is None


def test_a_report_that_was_never_published_does_not_count(cast: Cast) -> None:
    people.draft(cast.education, YEAR - 1)
    assert previous_filing(people.draft(cast.education)) is None


def test_last_year_is_compared_and_not_the_year_before(cast: Cast) -> None:
    report = people.draft(cast.education)
    people.published(cast.education, cast.clerk, YEAR - 2)
    assert previous_filing(report) is None
    people.published(cast.education, cast.clerk, YEAR - 1)
    before = previous_filing(report)
    assert before is not None
    assert before.year == YEAR - 1


def test_the_newest_edition_counts(cast: Cast) -> None:
    last = people.published(cast.education, cast.clerk, YEAR - 1)
    people.store(last, {KEY: 3})
    people.edition(last, cast.clerk, "漏了3件")
    before = previous_filing(people.draft(cast.education))
    assert before is not None
    assert before.value(KEY) == 3


def test_a_new_body_is_compared_with_the_one_it_came_from(cast: Cast) -> None:
    people.published(cast.education, cast.clerk, YEAR - 1)
    merged = Bureau.objects.create(code="merged", name="示例市教育和体育局", predecessor=cast.education)
    later = Bureau.objects.create(code="later", name="示例市教育体育和旅游局", predecessor=merged)
    before = previous_filing(people.draft(later))
    assert before is not None
    assert before.body == cast.education.name


def test_a_circle_of_predecessors_ends(cast: Cast) -> None:
    Bureau.objects.filter(pk=cast.education.pk).update(predecessor=cast.education)
    cast.education.refresh_from_db()
    assert previous_filing(people.draft(cast.education)) is None


def test_the_checks_know_last_year_and_the_other_bodies(cast: Cast) -> None:
    last = people.published(cast.education, cast.clerk, YEAR - 1)
    people.store(last, {KEY: 3, "requests.received.natural_person": 3})
    people.edition(last, cast.clerk)
    report = people.draft(cast.education)
    assert [found.rule for found in workflow.findings(report)] == ["years.carried"]
    context = workflow.context_of(report)
    assert cast.education.name not in context.bodies
    assert context.bodies


def test_empty_cells_are_filled_in_from_last_year_by_one_button(cast: Cast) -> None:
    last = people.published(cast.education, cast.clerk, YEAR - 1)
    people.store(last, {KEY: 3, "requests.received.natural_person": 3})
    people.edition(last, cast.clerk)
    report = people.blank(cast.education)
    client = people.client_of(cast.clerk)
    page = client.get(f"/work/{report.pk}/requests/").content.decode()
    assert "去年结转到今年的有3件" in page
    client.post(f"/work/{report.pk}/requests/carry-over/", {"offer": "carried_in"})
    assert report.filing().value("requests.carried_in.natural_person") == 3
    assert report.filing().value("requests.carried_in.total") == 3
    assert "去年结转到今年的有" not in client.get(f"/work/{report.pk}/requests/").content.decode()


def test_what_was_filled_in_meanwhile_is_not_overwritten(cast: Cast) -> None:
    people.published(cast.education, cast.clerk, YEAR - 1)
    report = people.blank(cast.education)
    people.store(report, {"requests.carried_in.natural_person": 8})
    people.client_of(cast.clerk).post(f"/work/{report.pk}/requests/carry-over/", {"offer": "carried_in"})
    assert report.filing().value("requests.carried_in.natural_person") == 8
    assert report.filing().value("requests.carried_in.enterprise") == 0
