"""Reports mangled at random: whatever happens to a document, no number is read into a wrong cell and nothing is lost."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import formats
from disclosure.filing import Filing
from disclosure.importing import UnreadableDocument, read_report
from tests.core.test_importing import OWN, SEED, accounted, letters
from tests.core.test_importing_properties import invented
from tests.core.writing import SHAPES, write

Lines = list[str]
SEEDS = st.integers(0, 10**6)
SEPARATORS = {"tabs": "\t", "columns of spaces": "   ", "single spaces": " "}
STRANGE = (
    "全年收到 12 件，办结 9 件",
    "注：含镇办 3 件",
    "单位：件",
    "表一",
    "其中：线上 | 1 | 2 | 3 | 4 | 5 | 6 | 21",
)


# Nothing is lost --------------------------------------------------------------------------------------------------


def cut_off(lines: Lines, at: int, chance: random.Random) -> None:
    lines[at] = lines[at][: len(lines[at]) // 2]


def break_line(lines: Lines, at: int, chance: random.Random) -> None:
    middle = len(lines[at]) // 2
    lines[at : at + 1] = [lines[at][:middle], lines[at][middle:]]


def put_in(lines: Lines, at: int, chance: random.Random) -> None:
    where = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:where] + chance.choice("0一|（）\t 、5/。年") + lines[at][where:]


def take_out(lines: Lines, at: int, chance: random.Random) -> None:
    where = chance.randint(0, len(lines[at]))
    lines[at] = lines[at][:where] + lines[at][where + 1 :]


def repeat(lines: Lines, at: int, chance: random.Random) -> None:
    lines.insert(at, chance.choice(lines))


def swap(lines: Lines, at: int, chance: random.Random) -> None:
    other = chance.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def drop(lines: Lines, at: int, chance: random.Random) -> None:
    lines[at] = ""


MANGLERS: tuple[Callable[[Lines, int, random.Random], None], ...] = (
    *(cut_off, break_line, put_in, take_out, repeat, swap, drop),
)


@given(seed=SEEDS, file=st.sampled_from([SEED, *OWN]), times=st.integers(1, 8))
@settings(max_examples=120, deadline=None)
def test_every_character_of_a_mangled_report_is_accounted_for(seed: int, file: object, times: int) -> None:
    chance = random.Random(seed)
    lines = file.read_text(encoding="utf-8").split("\n")  # type: ignore[attr-defined]
    for _ in range(times):
        chance.choice(MANGLERS)(lines, chance.randrange(len(lines)), chance)
    text = "\n".join(lines)
    try:
        imported = read_report(text.encode(), "report.txt", year=2020)
    except UnreadableDocument:
        return
    assert accounted(imported) == letters(text)


# No number moves --------------------------------------------------------------------------------------------------


def telling(form: str) -> Filing:
    """A report in which no two entered cells hold the same figure."""
    filing = invented(form, 1)
    numbers = random.Random(2).sample(range(100, 9999), len(filing.figures))
    decimals = {key: place.unit.decimals for key, place in filing.format.places.items()}
    figures = {k: Decimal(n) if decimals[k] else n for k, n in zip(filing.figures, numbers, strict=True)}
    return replace(filing, figures=figures)


def lose(cells: Lines, chance: random.Random) -> None:
    del cells[chance.randrange(len(cells))]


def double(cells: Lines, chance: random.Random) -> None:
    at = chance.randrange(len(cells))
    cells.insert(at, cells[at])


def blank(cells: Lines, chance: random.Random) -> None:
    cells[chance.randrange(1, len(cells))] = chance.choice(("", "/", "—", "无", "如-8"))


def merge(cells: Lines, chance: random.Random) -> None:
    at = chance.randrange(len(cells) - 1)
    cells[at : at + 2] = [f"{cells[at]} {cells[at + 1]}"]


def mistype(cells: Lines, chance: random.Random) -> None:
    at = chance.randrange(max(len(cells[0]), 1))
    if not cells[0][at : at + 1].isdigit():
        cells[0] = cells[0][:at] + chance.choice(("", "政", "的", " ")) + cells[0][at + 1 :]


def disturb(line: str, separator: str, chance: random.Random) -> str:
    """A line with one thing wrong; numbers are lost, doubled or run together, but never changed."""
    cells = line.split(separator)
    holds_figures = len(cells) > 1 and any(cell.strip(" |").isdigit() for cell in cells)
    choices = (lose, double, blank, merge, mistype) if holds_figures else (mistype,)
    chance.choice(choices)(cells, chance)
    return chance.choice((separator.join(cells), separator.join(cells), ""))


@given(form=st.sampled_from(sorted(formats.all_formats())), name=st.sampled_from(sorted(SHAPES)), seed=SEEDS)
@settings(max_examples=200, deadline=None)
def test_no_number_of_a_disturbed_report_is_read_into_a_wrong_cell(form: str, name: str, seed: int) -> None:
    filing, chance = telling(form), random.Random(seed)
    lines = write(filing, SHAPES[name]).split("\n")
    for at in chance.sample(range(5, len(lines) - 3), chance.randint(1, 8)):
        lines[at] = disturb(lines[at], SEPARATORS.get(name, " | "), chance)
    lines.insert(chance.randrange(5, len(lines)), chance.choice(STRANGE))
    imported = read_report("\n".join(lines).encode(), "report.txt")
    moved = {k: v for k, v in imported.filing.figures.items() if v != filing.figures.get(k)}
    assert imported.filing.format.id == form
    assert moved == {}
