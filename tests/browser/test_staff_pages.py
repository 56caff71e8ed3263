"""Every page of the staff, in every state a report can be in: axe has nothing to say and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from disclosure import workflow
from disclosure.models import Member, Report, State
from tests import cast as people
from tests.browser.faults import faultless
from tests.cast import Cast

from .entering import admit

# 1366 and 1920 pixels wide, and 1366 at 200 % zoom.
WIDTHS = (1920, 1366, 683)
DESK = (
    "/work/{pk}/",
    "/work/{pk}/overview/",
    "/work/{pk}/requests/",
    "/work/{pk}/head/",
    "/work/{pk}/check/",
    "/work/{pk}/history/",
)
ACTS = ("publish", "correct", "withdraw")

pytestmark = pytest.mark.django_db(transaction=True)


def correcting(cast: Cast) -> Report:
    """A published report whose correction has changed a figure and a paragraph."""
    report = people.published(cast.education, cast.clerk)
    workflow.act(report, "correct", cast.clerk, "漏记了两件复议。")
    people.store(report, {"cases.review.upheld": 2})
    Report.objects.filter(pk=report.pk).update(problems="问题已经改写。")
    report.refresh_from_db()
    return report


def down(cast: Cast) -> Report:
    return people.withdrawn(cast.education, cast.clerk, cast.supervisor)


STATES: dict[str, Callable[[Cast], Report]] = {
    "blank": lambda cast: people.blank(cast.education),
    **{
        str(state): lambda cast, state=state: people.in_state(state, cast.education, cast.clerk)  # type: ignore[misc]
        for state in State
    },
    "correcting": correcting,
    "withdrawn": down,
}


@pytest.fixture
def cast(live_server: LiveServer) -> Cast:
    return people.build()


def enter(page: Page, site: str, member: Member) -> None:
    page.context.clear_cookies()
    admit(page, site, member)


def clean(page: Page, name: str) -> None:
    """The narrowest view is what axe looks at last, with everything unfolded."""
    for summary in page.locator("main summary").all():
        summary.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    faultless(page, name)


@pytest.mark.parametrize("state", STATES)
def test_the_pages_of_the_clerk_and_of_the_supervisor(
    page: Page, live_server: LiveServer, cast: Cast, state: str
) -> None:
    report = STATES[state](cast)
    offered = {
        who: [offer.action.name for offer in workflow.available(report, who) if offer.open]
        for who in (cast.clerk, cast.supervisor)
    }
    for who, paths in ((cast.clerk, DESK), (cast.supervisor, ("/review/", "/review/{pk}/"))):
        enter(page, live_server.url, who)
        acts = [f"/work/{{pk}}/act/{name}/" for name in ACTS if name in offered[who]]
        intake = ["/work/{pk}/intake/"] if who == cast.clerk and report.editable else []
        for path in (*paths, *acts, *intake):
            address = path.format(pk=report.pk)
            answer = page.goto(f"{live_server.url}{address}")
            assert answer is not None and answer.status == 200, (state, address)
            clean(page, f"{state} {address}")


def test_the_pages_of_an_account(page: Page, live_server: LiveServer, cast: Cast) -> None:
    for path in ("/login/", "/work/999/"):
        page.goto(f"{live_server.url}{path}")
        clean(page, path)
    enter(page, live_server.url, cast.supervisor)
    for path in ("/password/", "/password/done/", "/season/2025/?show=all", "/work/999/"):
        page.goto(f"{live_server.url}{path}")
        clean(page, path)
