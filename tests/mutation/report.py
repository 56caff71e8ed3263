"""Judges modules in the tree it is started in, and prints and keeps what nobody noticed and a table of the scores."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from .harness import Harness, Judged
from .running import ARGUMENTS, LONELY, WANTED

TESTS = (
    *("test_checks*.py", "test_carrying.py", "test_chain.py", "test_comparing.py", "test_corrections.py"),
    *("test_figures.py", "test_merging.py", "test_reasons.py"),
)
"""The tests of the pure rules, below tests/core."""
OF_DOCUMENTS = ("test_importing*.py", "test_reading*.py")
"""Those of modules of `disclosure/importing`."""
_COLUMNS = ("changes", "tried", "noticed", "loops", "not", "score", "95 % sure")


def main() -> int:
    """Judge modules on copies of this tree: one for each child that runs at a time, to write to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trees", nargs="+", type=Path, required=True)
    parser.add_argument("--modules", nargs="+", required=True)
    parser.add_argument("--most", type=int, required=True)
    parser.add_argument("--table", type=Path, required=True)
    given = parser.parse_args()
    os.environ.pop(WANTED, None)
    os.environ.update(LONELY)
    here = Path.cwd()
    every: list[Judged] = []

    def tell(judged: Judged) -> None:
        every.append(judged)
        _print([_row(judged), *_unnoticed(judged)])
        given.table.write_text("\n".join(table(every)) + "\n", encoding="utf-8")

    patterns = patterns_for(given.modules)
    files = [str(path) for pattern in patterns for path in sorted((here / "tests" / "core").glob(pattern))]
    harness = Harness(here, given.trees, given.modules, given.most, tell)
    status = pytest.main([*ARGUMENTS, *files], plugins=[harness])
    _print(["", *table(every)])
    return int(status)


def patterns_for(modules: Sequence[str]) -> tuple[str, ...]:
    """Of which names the files of tests are that these modules are judged by."""
    of_documents = [module.startswith("disclosure/importing/") for module in modules]
    return (*(() if all(of_documents) else TESTS), *(OF_DOCUMENTS if any(of_documents) else ()))


def table(every: Sequence[Judged]) -> list[str]:
    """One line for each module, and one for all: the share noticed of each module, by how many changes it has."""
    head = _line("", _COLUMNS)
    return [head, *map(_row, every), _line("all", _all(every))]


def share(judged: Sequence[Judged]) -> tuple[float, float]:
    """The share noticed of all changes of some modules, and how far it may be off since not all of them were tried.

    Each module is drawn from by itself and without putting back, and counts by its number of changes.
    """
    changes = sum(each.changes for each in judged)
    noticed = spread = 0.0
    for each in judged:
        tried = len(each.verdicts)
        if tried:
            part = _noticed(each) / tried
            noticed += each.changes * part
            # One more of each kind, so that a sample that was noticed whole is not taken for certainty.
            likely = (_noticed(each) + 1) / (tried + 2)
            spread += each.changes * (each.changes - tried) * likely * (1 - likely) / tried
    return (noticed / changes, 1.96 * math.sqrt(spread) / changes) if changes else (1.0, 0.0)


def _row(judged: Judged) -> str:
    return _line(judged.module.removeprefix("disclosure/"), _all([judged]))


def _all(every: Sequence[Judged]) -> tuple[str, ...]:
    verdicts = [verdict for judged in every for verdict in judged.verdicts]
    noticed = sum(map(_noticed, every))
    part, off = share(every)
    return (
        str(sum(each.changes for each in every)),
        str(len(verdicts)),
        str(noticed),
        str(sum(verdict.looped for verdict in verdicts)),
        str(len(verdicts) - noticed),
        f"{100 * part:.1f} %" if verdicts else "–",
        f"± {100 * off:.1f} %" if off else "all tried",
    )


def _noticed(judged: Judged) -> int:
    return sum(verdict.noticed for verdict in judged.verdicts)


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:30}" + "".join(f"{cell:>10}" for cell in cells)


def _unnoticed(judged: Judged) -> list[str]:
    return [
        f"  {each.mutant.line}: {_short(each.mutant.before)} → {_short(each.mutant.after)}"
        f"   ({f'{each.reached} tests' if each.reached else 'no test comes here'})"
        for each in judged.verdicts
        if not each.noticed
    ]


def _short(code: str) -> str:
    return " ".join(code.split())[:70]


def _print(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
