"""Whose address a request comes from, with and without proxies of our own."""

import pytest
from django.test import RequestFactory

from reportsite.proxy import client_address

CASES = {
    "no proxy: the header is the visitor's invention": (0, "203.0.113.9", "10.0.0.1"),
    "one proxy": (1, "203.0.113.9", "203.0.113.9"),
    "one proxy, and a visitor who sent a header": (1, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
    "two proxies": (2, "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
    "two proxies announced, one passed": (2, "203.0.113.9", "10.0.0.1"),
    "an empty header": (1, "", "10.0.0.1"),
}


@pytest.mark.parametrize(("count", "header", "expected"), CASES.values(), ids=CASES.keys())
def test_address(settings, count: int, header: str, expected: str) -> None:
    settings.PROXY_COUNT = count
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == expected
