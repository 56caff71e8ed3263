"""Web pages read as reports: our own, saved from a portal, written by Word; disturbed in every way, nothing moves."""

from __future__ import annotations

import pytest

from tests.core.disturbances import CASES, stands
from tests.core.drawn import as_html


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_disturbed_page_is_read_right_or_listed(name: str, form: str) -> None:
    stands(name, form, as_html, "report.html")
