"""Which tests run which lines of the rules, and what processor time each test takes."""

from __future__ import annotations

import functools
import gc
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from .running import first_failure, forked

LONGEST = 1.5
"""Seconds of processor time, lines being counted, beyond which a test is not one of the fast ones."""

Line = tuple[str, int]
"""(file, number of the line)."""


class Reach:
    """Lines by the id of the test that runs them, "" for those run on import; and the seconds of the fast tests."""

    def __init__(self, files: frozenset[str]) -> None:
        self.files = files
        self.lines: dict[str, set[Line]] = defaultdict(set)
        self.seconds: dict[str, float] = {}
        self._tests: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._now: set[Line] = set()

    def watch(self, name: str = "") -> None:
        """From here on lines are run by `name`."""
        self._now = self.lines[name]
        sys.settrace(self._call)

    def measure(self, items: list[pytest.Item], kept: Path) -> None:
        """Run every test once, in a child."""

        def act() -> int:
            kept.write_text(json.dumps(list(self._measured(items))), encoding="utf-8")
            return 0

        if os.waitpid(forked(act), 0)[1]:
            raise pytest.UsageError("the tests could not be measured")
        for name, passed, seconds, lines in json.loads(kept.read_text("utf-8")):
            if not passed:
                sys.stdout.write(f"left out, fails without any change: {name}\n")
            elif seconds <= LONGEST:
                self.seconds[name] = seconds
                for file, line in lines:
                    self._tests[file][line].add(name)

    def tests_of(self, file: str, first: int = 0, last: int = 10**9) -> list[str]:
        """The fast tests that run any of these lines of a file, the fastest first."""
        found = set().union(*(names for line, names in self._tests[file].items() if first <= line <= last))
        return sorted(found, key=lambda name: (self.seconds[name], name))

    def _measured(self, items: list[pytest.Item]) -> Iterator[tuple[str, bool, float, list[Line]]]:
        caches = _caches()
        for item in items:
            # What one test leaves in a cache would seem to be run by that test alone.
            for cache in caches:
                cache.cache_clear()
            begin = time.process_time()
            self.watch(item.nodeid)
            passed = not first_failure([item])
            sys.settrace(None)
            yield item.nodeid, passed, time.process_time() - begin, sorted(self.lines[item.nodeid])

    def _call(self, frame: FrameType, event: str, arg: object) -> Any:
        return self._line if frame.f_code.co_filename in self.files else None

    def _line(self, frame: FrameType, event: str, arg: object) -> Any:
        self._now.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


def _caches() -> list[functools._lru_cache_wrapper[Any]]:
    """The caches of the rules."""
    found = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    return [each for each in found if each.__module__.startswith("disclosure.")]
