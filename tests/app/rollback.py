"""What a fixture writes for many tests at once, and takes back when they are done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def rolled_back(blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database open to what is written within, which is gone afterwards; the time between is a test's own."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # what has to be a transaction of its own may be one within
    with blocker.unblock():
        atomic.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
