"""The administration pages work in a browser under the site's content policy."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page, expect

PASSWORD = "一句足够长的口令-2024"


@pytest.mark.django_db(transaction=True)
def test_administration_breaks_no_content_policy(live_server, page: Page) -> None:
    User.objects.create_superuser("admin-example", password=PASSWORD)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("用户名").fill("admin-example")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#user-tools")).to_contain_text("admin-example")
    for address in ("auth/user/", "auth/user/add/", "auth/group/add/"):
        page.goto(f"{live_server.url}/admin/{address}")
        expect(page.locator("#content h1")).to_be_visible()
    # The two-column chooser of permissions is built by a script: it is there, so scripts run.
    expect(page.locator(".selector-available")).to_be_visible()
    assert complaints == []
