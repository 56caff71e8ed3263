"""Plain text copied from a document with pages: what numbers them is no part of the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.importing import read_report

DOCUMENTS = sorted((Path(__file__).parents[1] / "documents").glob("*.txt"))
MARKS = ("— {} —", "　　—{}—", "- {} -", "第{}页", "第 {} 页 共 9 页")


def paged(path: Path, mark: str, every: int, step: int = 1) -> bytes:
    """The document with a mark between its pages of so many lines."""
    lines = path.read_text(encoding="utf-8").split("\n")
    pages = [lines[at : at + every] for at in range(0, len(lines), every)]
    marked = [[*page, mark.format(number * step)] for number, page in enumerate(pages, start=1)]
    return "\n".join(line for page in marked for line in page).encode()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.parametrize("mark", MARKS)
def test_page_numbers_are_no_part_of_sentences_and_tables(path: Path, mark: str) -> None:
    plain = read_report(path.read_bytes(), path.name)
    found = read_report(paged(path, mark, 13), path.name)
    assert found.filing == plain.filing
    assert found.unread == plain.unread


def test_lines_that_do_not_count_the_pages_stay(path: Path = DOCUMENTS[0]) -> None:
    found = read_report(paged(path, "— {} —", 13, step=2), path.name)
    words = [*found.filing.sections.values(), found.filing.preface, *(each.text for each in found.unread)]
    assert any("— 2 —" in text for text in words)
