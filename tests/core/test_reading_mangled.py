"""Reports mangled at random and handed in as a web page or a Word document: no number moves, nothing is lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import formats
from disclosure.importing import Imported, UnreadableDocument, read_report
from disclosure.importing.readers.article import REST
from tests.core.disturbances import Box, Items, items
from tests.core.drawn import as_docx, as_html
from tests.core.test_importing import OWN, SEED, accounted, letters
from tests.core.test_importing_mangled import MANGLERS, SEEDS, STRANGE, disturb, telling
from tests.core.writing import SHAPES, write

KINDS: dict[str, Callable[[Items], bytes]] = {"report.html": as_html, "report.docx": as_docx}
PATHS = ["bars between cells", "path before the label"]


def drawn(lines: list[str]) -> Items:
    """Lines of text as paragraphs, those with bars as rows of tables."""
    found: Items = []
    for line in lines:
        row = [Box(text.strip()) for text in line.split("|")]
        last = found[-1] if found else None
        if len(row) == 1:
            found.append(line)
        elif isinstance(last, list):
            last.append(row)
        else:
            found.append([row])
    return found


def without_heading(imported: Imported) -> Counter[str]:
    """Every character that was read or listed, without the words in which the rest of a page is listed."""
    said = [passage.text for passage in imported.strays if passage.text.startswith(REST)]
    return accounted(imported) - letters(REST * len(said))


@pytest.mark.parametrize("name", KINDS)
@given(seed=SEEDS, file=st.sampled_from([SEED, *OWN]), times=st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_every_character_of_a_mangled_report_is_accounted_for(
    name: str, seed: int, file: object, times: int
) -> None:
    chance = random.Random(seed)
    lines = file.read_text(encoding="utf-8").split("\n")  # type: ignore[attr-defined]
    for _ in range(times):
        chance.choice(MANGLERS)(lines, chance.randrange(len(lines)), chance)
    try:
        imported = read_report(KINDS[name](drawn(lines)), name, year=2020)
    except UnreadableDocument:
        return
    assert without_heading(imported) == letters("\n".join(lines))


@pytest.mark.parametrize("name", KINDS)
@given(form=st.sampled_from(sorted(formats.all_formats())), shape=st.sampled_from(PATHS), seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_no_number_of_a_disturbed_report_is_read_into_a_wrong_cell(
    name: str, form: str, shape: str, seed: int
) -> None:
    filing, chance = telling(form), random.Random(seed)
    lines = write(filing, SHAPES[shape]).split("\n")
    for at in chance.sample(range(5, len(lines) - 3), chance.randint(1, 8)):
        lines[at] = disturb(lines[at], " | ", chance)
    lines.insert(chance.randrange(5, len(lines)), chance.choice(STRANGE))
    imported = read_report(KINDS[name](drawn(lines)), name)
    moved = {k: v for k, v in imported.filing.figures.items() if v != filing.figures.get(k)}
    assert imported.filing.format.id == form
    assert moved == {}


def rows_of(found: Items) -> list[list[Box]]:
    return [row for item in found if isinstance(item, list) for row in item]


def mangle(row: list[Box], chance: random.Random) -> None:
    """One thing wrong with a row of a real table: a cell lost, doubled, blank, wider, higher, noted, or put before."""
    at = chance.randrange(len(row))
    box = row[at]
    ways: list[list[Box]] = [
        [],
        [box, box],
        [Box("", box.across, box.down)],
        [Box(box.text, box.across + 1, box.down)],
        [Box(box.text, box.across, box.down + 1)],
        [Box(f"{box.text}①", box.across, box.down)],
        [Box(""), box],
    ]
    row[at : at + 1] = chance.choice(ways)


@pytest.mark.parametrize("name", KINDS)
@given(form=st.sampled_from(sorted(formats.all_formats())), times=st.integers(1, 4), seed=SEEDS)
@settings(max_examples=60, deadline=None)
def test_no_number_moves_where_the_cells_of_a_real_table_are_mangled(
    name: str, form: str, times: int, seed: int
) -> None:
    filing, chance = telling(form), random.Random(seed)
    found = items(filing)
    for row in chance.sample(rows_of(found), times):
        mangle(row, chance)
    imported = read_report(KINDS[name](found), name)
    assert {k: v for k, v in imported.filing.figures.items() if v != filing.figures.get(k)} == {}
