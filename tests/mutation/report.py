"""Judges modules in the tree it is started in, and prints what nobody noticed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from .harness import Harness, Verdict
from .running import ARGUMENTS, WANTED

TESTS = ("test_checks*.py", "test_carrying.py", "test_figures.py", "test_merging.py")
"""The tests of the pure rules, below tests/core."""


def main(trees: Sequence[str], modules: Sequence[str]) -> int:
    """Judge modules; `trees`: copies of this tree to write to, one for each child that runs at a time."""
    os.environ.pop(WANTED, None)
    here = Path.cwd()
    every: list[Verdict] = []

    def tell(verdicts: list[Verdict]) -> None:
        every.extend(verdicts)
        _print([*_unnoticed(verdicts), _row(verdicts[0].module, verdicts) if verdicts else ""])

    files = [str(path) for pattern in TESTS for path in sorted((here / "tests" / "core").glob(pattern))]
    _print([f"{'':40}{'changes':>8}{'noticed':>9}{'not':>6}{'score':>9}"])
    harness = Harness(here, [Path(tree) for tree in trees], modules, tell)
    status = pytest.main([*ARGUMENTS, *files], plugins=[harness])
    _print([_row("all", every)])
    return int(status)


def _unnoticed(verdicts: list[Verdict]) -> list[str]:
    return [
        f"  {each.mutant.line}: {_short(each.mutant.before)} → {_short(each.mutant.after)}"
        f"   ({f'{each.reached} tests' if each.reached else 'no test comes here'})"
        for each in verdicts
        if not each.noticed
    ]


def _row(name: str, verdicts: list[Verdict]) -> str:
    noticed = sum(each.noticed for each in verdicts)
    share = f"{100 * noticed / len(verdicts):.1f} %" if verdicts else "–"
    return f"{name:40}{len(verdicts):8}{noticed:9}{len(verdicts) - noticed:6}{share:>9}"


def _short(code: str) -> str:
    return " ".join(code.split())[:70]


def _print(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].split(","), sys.argv[2:]))
