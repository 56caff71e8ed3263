"""How the people of the tests come in: with a session they were given, or by hand through the page that asks."""

from __future__ import annotations

from django.conf import settings
from playwright.sync_api import Page

from disclosure.models import Member
from tests import cast as people


def log_in(page: Page, site: str, member: Member) -> None:
    """The desk of a person whose session the browser is given: to log in by hand takes two pages more."""
    admit(page, site, member)
    page.goto(f"{site}/work/")


def admit(page: Page, site: str, member: Member) -> None:
    """Give the browser the session of a person; for tests that open the page they need themselves."""
    session = people.client_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def log_in_by_hand(page: Page, site: str, member: Member) -> None:
    page.goto(f"{site}/login/?next=/work/")
    page.get_by_label("用户名").fill(member.user.username)
    page.get_by_label("密码").fill(people.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/work/")
