"""A run of pytest that, instead of the tests once, runs for every change the tests that reach it.

A change inside of a function is put into the loaded function, in a child process: nothing is imported anew. A change
that takes effect on import (a constant, a table) gets a new process, on a tree that has it. A child that uses much more
processor time than its tests do without a change is caught in a loop: that counts as noticed.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from .operators import Mutant, mutants
from .reach import Reach
from .running import ARGUMENTS, TROUBLE, WANTED, first_failure, forked, same_examples

_MEMORY = 3 << 30
_COLD = 30
"""Seconds a new process may use beside its tests."""


@dataclass(frozen=True)
class Verdict:
    """What became of a change. `reached`: by how many tests; `by`: the test that noticed, "" for none and for a loop."""

    module: str
    mutant: Mutant
    noticed: bool
    reached: int
    by: str = ""


@dataclass(frozen=True)
class _Started:
    """A child at work on a change, on the tree it may write to, with the end of the pipe it speaks to."""

    mutant: Mutant
    reached: int
    tree: Path
    said: int


class Harness:
    """The plugin. `root`: the tree that is loaded; `trees`: one for each child that runs at a time, to write to.

    `tell` is given the verdicts on one module after the other.
    """

    def __init__(
        self, root: Path, trees: Sequence[Path], modules: Sequence[str], tell: Callable[[list[Verdict]], None]
    ) -> None:
        self.root, self.trees, self.modules, self.tell = root, trees, modules, tell
        self.reach = Reach(frozenset(str(root / module) for module in modules))
        self.items: dict[str, pytest.Item] = {}
        self._noticed: Counter[str] = Counter()

    def pytest_configure(self) -> None:
        same_examples()
        self.reach.watch()

    def pytest_collection_finish(self) -> None:
        sys.settrace(None)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed("the tests cannot be collected")
        self.items = {item.nodeid: item for item in session.items}
        self.reach.measure(session.items, self.root / "measured.json")
        for module in self.modules:
            self._noticed.clear()
            self.tell(sorted(self._judged(module), key=lambda verdict: verdict.mutant.line))
        return True

    # --- One module ----------------------------------------------------------------------------------------

    def _judged(self, module: str) -> Iterator[Verdict]:
        source = (self.root / module).read_text(encoding="utf-8")
        running: dict[int, _Started] = {}
        free = list(self.trees)
        for mutant in mutants(source, str(self.root / module)):
            names = self._reaching(module, mutant)
            if not names:
                yield Verdict(module, mutant, noticed=False, reached=0)
                continue
            if not free:
                yield self._finished(module, running, free)
            child, started = self._start(module, mutant, names, free.pop())
            running[child] = started
        while running:
            yield self._finished(module, running, free)

    def _reaching(self, module: str, mutant: Mutant) -> list[str]:
        """The tests that run the changed function, or anything of the module; those that noticed most come first."""
        file = str(self.root / module)
        if self._on_import(file, mutant):
            names = self.reach.tests_of(file)
        else:
            names = self.reach.tests_of(file, mutant.line, mutant.last)
        return sorted(names, key=lambda name: -self._noticed[name])

    def _on_import(self, file: str, mutant: Mutant) -> bool:
        """Whether a change takes effect before a test begins: outside of functions, or in one that is run on import."""
        if not mutant.function:
            return True
        codes = list(_nested(_changed(mutant)))
        head = codes[0].co_firstlineno
        body = {line for code in codes for _, _, line in code.co_lines() if line and line != head}
        return any((file, line) in self.reach.lines[""] for line in body)

    def _start(self, module: str, mutant: Mutant, names: list[str], tree: Path) -> tuple[int, _Started]:
        reading, writing = os.pipe()
        cold = self._on_import(str(self.root / module), mutant)
        seconds = int(5 + 4 * sum(self.reach.seconds[name] for name in names) + _COLD * cold)

        def act() -> int:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            if cold:
                self._anew(module, mutant, names, tree)
            self._put(module, mutant)
            by = first_failure([self.items[name] for name in names])
            os.write(writing, by.encode())
            return bool(by)

        child = forked(act)
        os.close(writing)
        return child, _Started(mutant, len(names), tree, reading)

    def _finished(self, module: str, running: dict[int, _Started], free: list[Path]) -> Verdict:
        child, status = os.wait()
        started = running.pop(child)
        free.append(started.tree)
        with os.fdopen(started.said, encoding="utf-8") as said:
            by = said.read()
        if status == TROUBLE << 8:
            raise pytest.UsageError(f"{module}:{started.mutant.line}: the change could not be made")
        self._noticed[by] += bool(by)
        return Verdict(module, started.mutant, status != 0, started.reached, by)

    # --- In the child --------------------------------------------------------------------------------------

    def _put(self, module: str, mutant: Mutant) -> None:
        """Give the loaded function the changed code."""
        code = _changed(mutant)
        known = (str(self.root / module), code.co_qualname, code.co_firstlineno)
        functions = [found for found in gc.get_objects() if isinstance(found, FunctionType)]
        loaded = [
            found
            for found in functions
            if (found.__code__.co_filename, found.__code__.co_qualname, found.__code__.co_firstlineno)
            == known
        ]
        if not loaded:
            raise LookupError(known)
        for found in loaded:
            found.__code__ = code

    def _anew(self, module: str, mutant: Mutant, names: list[str], tree: Path) -> None:
        """Become a new process on a tree that has the change, and no other."""
        for path in self.modules:
            (tree / path).write_bytes((self.root / path).read_bytes())
        (tree / module).write_text(mutant.source, encoding="utf-8")
        wanted = tree / "wanted.txt"
        wanted.write_text("\n".join(names), encoding="utf-8")
        files = dict.fromkeys(name.split("::")[0] for name in names)
        os.chdir(tree)
        command = [sys.executable, "-m", "pytest", *ARGUMENTS, "-p", "tests.mutation.running", *files]
        os.execve(sys.executable, command, {**os.environ, WANTED: str(wanted)})


def _changed(mutant: Mutant) -> CodeType:
    """The code of the function a change is in."""
    return next(code for code in _nested(mutant.code) if code.co_qualname == mutant.function)


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
