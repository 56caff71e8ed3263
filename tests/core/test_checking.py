"""Reports of strangers are checked in a child process: the same findings come back, and endless words end with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from disclosure import checking, checks
from disclosure.checks import Context
from disclosure.filing import Filing
from disclosure.importing import read_report
from disclosure.workers import Limits, Pool

DOCUMENTS = Path(__file__).parents[1] / "documents"
ENDLESS = "共100件，其中1件，占50%，" * 6000


@pytest.fixture(scope="module")
def education() -> Filing:
    path = DOCUMENTS / "education_2022.txt"
    return read_report(path.read_bytes(), path.name).filing


@pytest.fixture
def hurried() -> Iterator[Pool]:
    """A worker that gives a report one second."""
    pool = Pool("disclosure.checking.worker", Limits(cpu=1, wall=20, memory=1024**3))
    yield pool
    pool.close()


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_the_child_finds_what_this_process_would(path: Path) -> None:
    filing = read_report(path.read_bytes(), path.name).filing
    assert tuple(checking.check(filing)) == checks.check(filing)


def test_last_years_report_goes_along(education: Filing) -> None:
    last = replace(education, year=education.year - 1, figures=dict.fromkeys(education.figures, 7))
    found = tuple(checking.check(education, last))
    assert found == checks.check(education, Context(previous=last)) != checks.check(education)


def test_words_that_take_long_end_with_a_sentence(education: Filing, hurried: Pool) -> None:
    endless = replace(education, sections={**education.sections, "overview": ENDLESS})
    with pytest.raises(checking.Unchecked, match="检查了太久，已经停下"):
        checking.check(endless, pool=hurried)
    assert checking.check(education, pool=hurried)


def test_what_breaks_the_child_is_told_and_the_next_report_is_checked(
    education: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "filing_to_data", lambda filing: {})
    with pytest.raises(checking.Unchecked, match="没有检查完"):
        checking.check(education)
    monkeypatch.undo()
    assert checking.check(education)
