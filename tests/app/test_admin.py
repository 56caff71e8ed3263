"""The administrator's pages: who gets in by role, what can be changed there, and that nobody climbs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from disclosure.models import Bureau, Event, Member, Role, Season
from tests import cast as people
from tests.cast import Cast

BrowserOf = Callable[[Member | User | None], Client]

EDITABLE = ("disclosure/bureau", "disclosure/season", "auth/user")
RECORDS = (
    "disclosure/report",
    "disclosure/event",
    "disclosure/publication",
    "disclosure/reason",
)
FIRST_PASSWORD = "先给一个长口令-2025"


@pytest.fixture
def admin(cast: Cast, browser_of: BrowserOf) -> Client:
    return browser_of(cast.administrator)


@pytest.fixture
def root(cast: Cast, browser_of: BrowserOf) -> Client:
    return browser_of(User.objects.create_superuser("root", password=people.PASSWORD))


def inline(bureau: Bureau, role: Role, member: Member | None = None) -> dict[str, str]:
    """What the form of an account sends for its member."""
    known = {"member-0-id": str(member.pk), "member-0-user": str(member.user_id)} if member else {}
    return {
        "member-TOTAL_FORMS": "1",
        "member-INITIAL_FORMS": "1" if member else "0",
        "member-MIN_NUM_FORMS": "1",
        "member-MAX_NUM_FORMS": "1",
        "member-0-bureau": str(bureau.pk),
        "member-0-role": role,
        **known,
    }


def new_account(bureau: Bureau, role: Role) -> dict[str, str]:
    return {
        "username": "新来的",
        "first_name": "填报员",
        "password1": FIRST_PASSWORD,
        "password2": FIRST_PASSWORD,
        **inline(bureau, role),
    }


@pytest.mark.parametrize("who", ["clerk", "supervisor", "stranger", None])
@pytest.mark.parametrize("page", ["", *(f"{place}/" for place in (*EDITABLE, *RECORDS))])
def test_only_administrators_get_in(cast: Cast, browser_of: BrowserOf, who: str | None, page: str) -> None:
    response = browser_of(getattr(cast, who) if who else None).get(f"/admin/{page}")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("place", EDITABLE)
def test_an_administrator_needs_no_rows_of_permissions(admin: Client, cast: Cast, place: str) -> None:
    assert not cast.administrator.user.user_permissions.exists()
    assert admin.get(f"/admin/{place}/").status_code == 200
    assert admin.get(f"/admin/{place}/add/").status_code == 200


@pytest.mark.parametrize("place", RECORDS)
def test_records_are_for_superusers(admin: Client, root: Client, place: str) -> None:
    assert admin.get(f"/admin/{place}/").status_code == 403
    assert root.get(f"/admin/{place}/").status_code == 200
    assert root.get(f"/admin/{place}/add/").status_code == 403


def test_records_cannot_be_changed(root: Client, cast: Cast) -> None:
    report = people.published(cast.education, cast.clerk)
    event, edition = Event.objects.filter(report=report).first(), report.current
    assert event is not None and edition is not None
    for address in (f"report/{report.pk}", f"event/{event.pk}", f"publication/{edition.pk}"):
        assert root.get(f"/admin/disclosure/{address}/change/").status_code == 200
        assert (
            root.post(f"/admin/disclosure/{address}/change/", {"note": "改了", "year": 1999}).status_code
            == 403
        )
        assert root.post(f"/admin/disclosure/{address}/delete/", {"post": "yes"}).status_code == 403
    report.refresh_from_db()
    assert report.year == people.YEAR
    assert Event.objects.get(pk=event.pk).note == ""


def test_staff_without_the_role_see_nothing(cast: Cast, browser_of: BrowserOf) -> None:
    User.objects.filter(pk=cast.clerk.user_id).update(is_staff=True)
    client = browser_of(cast.clerk)
    assert "/admin/disclosure/" not in client.get("/admin/").text
    assert client.get("/admin/disclosure/bureau/").status_code == 403


def test_an_administrator_of_a_closed_bureau_is_out(cast: Cast, admin: Client) -> None:
    Bureau.objects.filter(pk=cast.office.pk).update(active=False)
    assert admin.get("/admin/disclosure/bureau/").status_code == 403


def test_the_index_names_what_is_looked_after(admin: Client) -> None:
    page = admin.get("/admin/").text
    for words in ("政府信息公开年报 管理", "单位", "填报季", "用户"):
        assert words in page
    assert "公布的版本" not in page


def test_the_pages_carry_the_content_policy(admin: Client) -> None:
    policy = admin.get("/admin/auth/user/add/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_a_bureau_is_added_and_keeps_its_code(admin: Client, cast: Cast) -> None:
    fields = {"name": "示例市民政局", "code": "shili-civil", "kind": "department", "active": "on"}
    admin.post("/admin/disclosure/bureau/add/", {**fields, "supervisor": cast.office.pk})
    bureau = Bureau.objects.get(code="shili-civil")
    assert bureau.supervisor == cast.office
    admin.post(
        f"/admin/disclosure/bureau/{bureau.pk}/change/",
        {**fields, "name": "示例市民政和老龄局", "code": "other"},
    )
    bureau.refresh_from_db()
    assert (bureau.name, bureau.code, bureau.supervisor) == ("示例市民政和老龄局", "shili-civil", None)


def test_offices_do_not_run_in_circles(admin: Client, cast: Cast) -> None:
    fields = {"name": cast.office.name, "kind": "office", "active": "on", "supervisor": cast.water.pk}
    response = admin.post(f"/admin/disclosure/bureau/{cast.office.pk}/change/", fields)
    assert "不能当它的主管部门" in response.text
    cast.office.refresh_from_db()
    assert cast.office.supervisor is None


def test_a_season_is_added(admin: Client, cast: Cast) -> None:
    admin.post("/admin/disclosure/season/add/", {"year": "2026", "deadline": "2027-01-31"})
    assert Season.objects.filter(year=2026, local_deadline=None).count() == 1


@pytest.mark.parametrize(("role", "staff"), [(Role.CLERK, False), (Role.ADMINISTRATOR, True)])
def test_a_new_account_can_log_in_and_is_what_its_role_says(
    admin: Client, cast: Cast, role: Role, staff: bool
) -> None:
    admin.post("/admin/auth/user/add/", new_account(cast.water, role))
    user = User.objects.get(username="新来的")
    assert (user.member.bureau, user.member.role) == (cast.water, role)
    assert (user.is_staff, user.is_superuser) == (staff, False)
    assert user.member.first_password
    assert Client().login(username="新来的", password=FIRST_PASSWORD)


def test_an_account_without_a_bureau_is_refused(admin: Client, cast: Cast) -> None:
    fields = {**new_account(cast.water, Role.CLERK), "member-0-bureau": "", "member-0-role": ""}
    response = admin.post("/admin/auth/user/add/", fields)
    assert response.status_code == 200
    assert not User.objects.filter(username="新来的").exists()


def test_a_weak_first_password_is_refused(admin: Client, cast: Cast) -> None:
    fields = {**new_account(cast.water, Role.CLERK), "password1": "12345678", "password2": "12345678"}
    assert "密码" in admin.post("/admin/auth/user/add/", fields).text
    assert not User.objects.filter(username="新来的").exists()


def test_a_change_of_role_opens_and_closes_these_pages(admin: Client, cast: Cast) -> None:
    member = cast.clerk
    fields = {"username": member.user.username, "is_active": "on", "is_superuser": "on"}
    address = f"/admin/auth/user/{member.user_id}/change/"
    admin.post(address, {**fields, **inline(cast.office, Role.ADMINISTRATOR, member)})
    member.user.refresh_from_db()
    assert (member.user.is_staff, member.user.is_superuser) == (True, False)
    admin.post(address, {**fields, **inline(cast.education, Role.CLERK, member)})
    member.user.refresh_from_db()
    assert member.user.is_staff is False


def test_nobody_locks_themselves_out(admin: Client, cast: Cast) -> None:
    own = cast.administrator
    fields = {"username": own.user.username, **inline(cast.water, Role.CLERK, own)}
    admin.post(f"/admin/auth/user/{own.user_id}/change/", fields)
    own = Member.objects.select_related("user").get(pk=own.pk)
    assert (own.role, own.bureau, own.user.is_active) == (Role.ADMINISTRATOR, cast.office, True)


def test_a_superuser_is_out_of_an_administrators_reach(admin: Client, root: Client) -> None:
    user = User.objects.get(username="root")
    assert "root" not in admin.get("/admin/auth/user/").text
    for page in ("change", "password"):
        address = f"/admin/auth/user/{user.pk}/{page}/"
        fields = {"username": "root", "password1": FIRST_PASSWORD, "password2": FIRST_PASSWORD}
        assert admin.post(address, fields).status_code in (302, 403, 404)
    assert root.get(f"/admin/auth/user/{user.pk}/change/").status_code == 200
    assert root.get(f"/admin/auth/user/{user.pk}/password/")["Location"] == "/password/"
    user.refresh_from_db()
    assert user.check_password(people.PASSWORD)


def test_an_administrator_sets_a_forgotten_password_anew(admin: Client, cast: Cast) -> None:
    address = f"/admin/auth/user/{cast.clerk.user_id}/password/"
    assert 'name="usable_password"' not in admin.get(address).text
    admin.post(address, {"password1": FIRST_PASSWORD, "password2": FIRST_PASSWORD})
    assert Client().login(username=cast.clerk.user.username, password=FIRST_PASSWORD)
    assert Member.objects.get(pk=cast.clerk.pk).first_password


def test_an_administrators_own_password_is_changed_where_everybody_changes_theirs(
    admin: Client, cast: Cast
) -> None:
    address = f"/admin/auth/user/{cast.administrator.user_id}/password/"
    assert admin.get(address)["Location"] == "/password/"
    admin.post(address, {"password1": FIRST_PASSWORD, "password2": FIRST_PASSWORD})
    mine = Member.objects.get(pk=cast.administrator.pk)
    assert (mine.first_password, mine.user.check_password(people.PASSWORD)) == (False, True)


@pytest.mark.parametrize("place", EDITABLE)
def test_nothing_is_deleted(admin: Client, cast: Cast, place: str) -> None:
    pk = {
        "disclosure/bureau": cast.elsewhere.pk,
        "disclosure/season": cast.season.pk,
        "auth/user": cast.stranger.pk,
    }[place]
    assert admin.post(f"/admin/{place}/{pk}/delete/", {"post": "yes"}).status_code == 403


def test_groups_are_not_an_administrators_business(admin: Client) -> None:
    assert admin.get("/admin/auth/group/").status_code == 403
