"""What every run of the tests has in common: the arguments, the examples, and the tests one after the other."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings

WANTED = "MUTATION_TESTS"
"""Environment: a file with the ids of the tests to run, in their order."""
PLUGINS = ("_hypothesis_pytestplugin", "pytest_django.plugin")
ARGUMENTS = (
    *("-q", "-s", "-x", "-p", "no:cacheprovider", "--disable-warnings"),
    *(argument for plugin in PLUGINS for argument in ("-p", plugin)),
)
LONELY = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""Environment: no plugin but those named is loaded; the others take longer to load than most tests to run."""
TROUBLE = 99
"""A child leaves with it where not the change is at fault but this tool."""


def same_examples() -> None:
    """The same examples in every run, however busy the machine is."""
    settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    settings.load_profile("mutation")


def first_failure(items: Sequence[pytest.Item], before: Callable[[str], None] = lambda _: None) -> str:
    """Run tests until one fails → its id, or "" where all pass; `before` is given the id of each."""
    for index, item in enumerate(items):
        before(item.nodeid)
        following = items[index + 1] if index + 1 < len(items) else None
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return item.nodeid
    return ""


def forked(act: Callable[[], int]) -> int:
    """Start a child that does nothing else, in silence, and leaves with what `act` returns → its process id."""
    child = os.fork()
    if child:
        return child
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)
        os._exit(act())
    finally:
        os._exit(TROUBLE)


def pytest_configure(config: pytest.Config) -> None:
    same_examples()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where a list of ids is given: these, in this order. A test that is not there any more is one that fails."""
    path = os.environ.get(WANTED)
    if path:
        with open(path, encoding="utf-8") as wanted:
            names = wanted.read().split("\n")
        known = {item.nodeid: item for item in items}
        items[:] = [known[name] for name in names]
