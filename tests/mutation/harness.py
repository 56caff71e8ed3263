"""A run of pytest that, instead of the tests once, runs for every change the tests that reach it.

A change inside of a function is put into the loaded function, in a child process: nothing is imported anew. A change
that takes effect on import (a constant, a table) gets a new process, on a tree that has it. A child in which a test uses
much more processor time than without a change is caught in a loop: that counts as noticed.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from .operators import Mutant, mutants
from .reach import Reach
from .running import ARGUMENTS, TROUBLE, WANTED, first_failure, forked, same_examples

_SEED = 1
_MEMORY = 3 << 30
_COLD = 30
"""Seconds a new process may use beside its tests."""
_PATIENCE = 2
"""Seconds a test may use beside four times what it uses without a change."""


@dataclass(frozen=True)
class Verdict:
    """What became of a change. `reached`: by how many tests; `looped`: noticed because a test did not come to an end."""

    mutant: Mutant
    noticed: bool
    reached: int
    looped: bool = False


@dataclass(frozen=True)
class Judged:
    """What became of the changes to a module that were tried: all of its `changes`, or some drawn from them."""

    module: str
    changes: int
    verdicts: list[Verdict]


@dataclass(frozen=True)
class _Started:
    """A child at work on a change, on the tree it may write to, with the end of the pipe it speaks to."""

    mutant: Mutant
    reached: int
    tree: Path
    said: int


class Harness:
    """The plugin. `root`: the tree that is loaded; `trees`: one for each child that runs at a time, to write to.

    Of a module with more changes than `most` so many are drawn, the same in every run. `tell` is given one module after
    the other.
    """

    def __init__(
        self,
        root: Path,
        trees: Sequence[Path],
        modules: Sequence[str],
        most: int,
        tell: Callable[[Judged], None],
    ) -> None:
        self.root, self.trees, self.modules, self.most, self.tell = root, trees, modules, most, tell
        self.reach = Reach(frozenset(str(root / module) for module in modules))
        self.items: dict[str, pytest.Item] = {}
        self._noticed: Counter[str] = Counter()
        self._loaded: dict[tuple[str, str, int], list[FunctionType]] = {}

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
        self._loaded = _functions(frozenset(str(self.root / module) for module in self.modules))
        for module in self.modules:
            self._noticed.clear()
            source = (self.root / module).read_text(encoding="utf-8")
            every = list(mutants(source, str(self.root / module)))
            verdicts = self._verdicts(module, drawn(every, self.most, module))
            self.tell(Judged(module, len(every), sorted(verdicts, key=lambda verdict: verdict.mutant.line)))
        return True

    # --- One module ----------------------------------------------------------------------------------------

    def _verdicts(self, module: str, tried: Sequence[Mutant]) -> Iterator[Verdict]:
        running: dict[int, _Started] = {}
        free = list(self.trees)
        for mutant in tried:
            names = self._reaching(module, mutant)
            if not names:
                yield Verdict(mutant, noticed=False, reached=0)
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

        def act() -> int:
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            if cold:
                _allow(_COLD + sum(self._patience(name) - _PATIENCE for name in names))
                self._anew(module, mutant, names, tree)
            self._put(module, mutant)
            by = first_failure(
                [self.items[name] for name in names], lambda name: _allow(self._patience(name))
            )
            os.write(writing, by.encode())
            return bool(by)

        child = forked(act)
        os.close(writing)
        return child, _Started(mutant, len(names), tree, reading)

    def _patience(self, name: str) -> float:
        return _PATIENCE + 4 * self.reach.seconds[name]

    def _finished(self, module: str, running: dict[int, _Started], free: list[Path]) -> Verdict:
        child, status = os.wait()
        started = running.pop(child)
        free.append(started.tree)
        with os.fdopen(started.said, encoding="utf-8") as said:
            by = said.read()
        if status == TROUBLE << 8:
            raise pytest.UsageError(f"{module}:{started.mutant.line}: the change could not be made")
        self._noticed[by] += bool(by)
        return Verdict(started.mutant, status != 0, started.reached, os.WIFSIGNALED(status))

    # --- In the child --------------------------------------------------------------------------------------

    def _put(self, module: str, mutant: Mutant) -> None:
        """Give the loaded function the changed code."""
        code = _changed(mutant)
        for found in self._loaded[_place(code)]:
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


def drawn(every: list[Mutant], most: int, module: str) -> list[Mutant]:
    """All changes where there are no more than `most`; otherwise so many of them, the same every time."""
    return every if len(every) <= most else random.Random(f"{_SEED} {module}").sample(every, most)


def _allow(seconds: float) -> None:
    """End this process when it has used so many seconds of the processor more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 1, hard))


def _functions(files: frozenset[str]) -> dict[tuple[str, str, int], list[FunctionType]]:
    """The loaded functions of some files, by where their code stands."""
    found: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename in files:
            found[_place(each.__code__)].append(each)
    return dict(found)


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _changed(mutant: Mutant) -> CodeType:
    """The code of the function a change is in."""
    return next(code for code in _nested(mutant.code) if code.co_qualname == mutant.function)


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
