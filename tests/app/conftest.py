"""The cast and its browsers, for every test with a database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from disclosure.models import Member
from tests import cast as people


@pytest.fixture
def cast(db: None) -> people.Cast:
    """The people of `tests.cast`, in the database of this test."""
    return people.build()


@pytest.fixture
def browser_of() -> Callable[[Member | User | None], Client]:
    """Give the browser of a person: `browser_of(cast.clerk).get(…)`."""
    return people.client_of
