"""The pages before and after the work say whose site it is and whom to ask."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast

SITE = {"name": "示例市政府信息公开", "operator": "示例市人民政府办公室主办", "phone": "0000-1234567"}


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE = {**settings.SITE, **SITE}


@pytest.mark.django_db
def test_the_log_in_says_whose_site_it_is_and_whom_to_ring(client: Client) -> None:
    page = client.get(reverse("login")).content.decode()
    assert f"登录 · {SITE['name']}</title>" in page
    assert SITE["operator"] in page
    assert f"电话{SITE['phone']}" in page


@pytest.mark.parametrize("address", ["/logout/", "/admin/logout/"])
def test_the_log_out_says_whose_site_it_is(address: str, client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator.user)
    page = client.post(address).content.decode()
    assert f"已退出 · {SITE['name']}</title>" in page
    assert SITE["operator"] in page
    assert reverse("login") in page
