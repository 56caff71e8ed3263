"""The cast and its browsers, for every test with a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoDbBlocker

from disclosure.models import Member
from tests import cast as people

from .rollback import rolled_back


@pytest.fixture
def cast(db: None) -> people.Cast:
    """The people of `tests.cast`, in the database of this test."""
    return people.build()


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """What a fixture of the whole module writes stands for all its tests, each of which takes back only its own.

    A module that uses it holds no test that needs an empty database or transactions of its own.
    """
    with rolled_back(django_db_blocker):
        yield django_db_blocker


@pytest.fixture
def browser_of() -> Callable[[Member | User | None], Client]:
    """Give the browser of a person: `browser_of(cast.clerk).get(…)`."""
    return people.client_of
