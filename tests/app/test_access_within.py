"""Who is let in reaches no further than what is theirs: forms that name what belongs to others, bodies below bodies."""

from __future__ import annotations

import pytest
from django.urls import reverse

from disclosure import access, review
from disclosure.models import Bureau, Report, State
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast


def test_a_remark_of_another_report_is_not_settled_through_ones_own(cast: Cast) -> None:
    own = people.submitted(cast.education, cast.clerk)
    others = people.submitted(cast.elsewhere, cast.other_clerk)
    remark = review.remark(others.pk, cast.other_supervisor, "请核对。")
    people.client_of(cast.supervisor).post(
        reverse("remark", args=(own.pk,)), {"close": remark.pk, "remark": remark.pk}
    )
    remark.refresh_from_db()
    assert remark.closed_at is None
    with pytest.raises(Refused, match="没有这条批注"):
        review.close(own.pk, cast.supervisor, remark.pk)


def test_a_picture_of_another_report_is_not_shown_through_ones_own(cast: Cast) -> None:
    own, others = people.draft(cast.education), people.draft(cast.elsewhere)
    png = b"\x89PNG of another report"
    others.pictures.create(number=7, png=png, width=1, height=1, alt="图")
    client = people.client_of(cast.clerk)
    assert client.get(reverse("picture", args=(own.pk, 7))).status_code == 404
    assert client.get(reverse("picture", args=(others.pk, 7))).status_code == 403


def test_a_cell_of_another_table_is_not_written_through_this_one(cast: Cast) -> None:
    report = people.draft(cast.education)
    key = "cases.review.upheld"
    client = people.client_of(cast.clerk)
    for sent in ({key: "9"}, {f"was:{key}": "0", key: "9", "report": "1", "pk": "1"}):
        client.post(reverse("edit_section", args=(report.pk, "requests")), sent)
    assert Report.objects.get(pk=report.pk).filing().figures[key] == 0


@pytest.mark.parametrize("revision", ["", "0", "-1", "2", "999999999999999999999", "1 ", "１", "1;2"])
def test_an_act_on_another_revision_is_not_done(cast: Cast, revision: str) -> None:
    report = people.draft(cast.education)
    client = people.client_of(cast.clerk)
    client.post(reverse("act", args=(report.pk, "submit")), {"revision": revision})
    assert Report.objects.get(pk=report.pk).state == State.DRAFT


# --- Who is above whom ---------------------------------------------------------------------------------


@pytest.fixture
def school(cast: Cast) -> Bureau:
    return Bureau.objects.create(code="shili-school", name="示例市实验学校", supervisor=cast.education)


def test_a_bureau_below_a_bureau_is_seen_from_the_top(cast: Cast, school: Bureau) -> None:
    report = people.submitted(school, cast.clerk)
    assert school in access.visible_bureaus(cast.supervisor)
    assert school not in access.visible_bureaus(cast.other_supervisor)
    client = people.client_of(cast.supervisor)
    assert client.get(reverse("review", args=(report.pk,))).status_code == 200
    assert "示例市实验学校" in client.get(reverse("review_queue")).content.decode()


def test_a_clerk_does_not_see_the_bureau_below(cast: Cast, school: Bureau) -> None:
    report = people.draft(school)
    client = people.client_of(cast.clerk)
    assert client.get(reverse("report", args=(report.pk,))).status_code == 403


def test_a_circle_of_offices_ends(cast: Cast, school: Bureau) -> None:
    Bureau.objects.filter(pk=cast.office.pk).update(supervisor=school)
    assert access.bureaus_below(cast.office) == {cast.education.pk, cast.water.pk, school.pk}


def test_who_belongs_to_a_bureau_no_longer_in_use_stays_outside(cast: Cast) -> None:
    report = people.draft(cast.education)
    Bureau.objects.filter(pk=cast.education.pk).update(active=False)
    client = people.client_of(cast.clerk)
    assert client.get(reverse("report", args=(report.pk,))).status_code == 403
    assert client.get(reverse("home")).status_code == 403
