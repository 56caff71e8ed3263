"""What is said beside a narrative: its paragraphs as they are printed, the words in question marked, remarks behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from . import prose, punctuation


@dataclass(frozen=True)
class Spot:
    """Words of a text a remark is about: `excerpt` as it stands there, at character `at` or behind it."""

    id: str
    excerpt: str
    at: int = 0


@dataclass(frozen=True)
class Words:
    """A stretch of a paragraph; `spot` is the id of the remark it is marked for, or ""."""

    text: str
    spot: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph as it is printed. `line` counts the lines of the text from 0.

    `head` is the heading it is or begins with, at `level` 1 to 4; `body` the running text; `spots` the ids of the
    remarks that belong behind it. A picture or a table between paragraphs has its lines in `inset`, and no words.
    """

    line: int
    level: int
    head: tuple[Words, ...]
    body: tuple[Words, ...]
    spots: tuple[str, ...]
    inset: str = ""

    @property
    def tag(self) -> str:
        """The HTML element of its heading: h2 for 一、 to h5 for （1）."""
        return f"h{self.level + 1}"


def passages(text: str, spots: Sequence[Spot]) -> tuple[Passage, ...]:
    """The paragraphs of a text; a spot whose words are not found in it belongs to none."""
    placed = lines_of(text, spots)
    lines = [
        (number, line)
        for number, raw in enumerate(prose.clean(text).split("\n"))
        if (line := punctuation.normalise(raw))
    ]
    found: list[Passage] = []
    for rows, group in groupby(lines, key=lambda item: prose.is_row(item[1])):
        for stretch in [list(group)] if rows else [[item] for item in group]:
            here = {number for number, _ in stretch}
            remarks = [spot for spot in spots if placed.get(spot.id) in here]
            found.append(_passage(stretch[0][0], "\n".join(line for _, line in stretch), remarks))
    return tuple(found)


def lines_of(text: str, spots: Iterable[Spot]) -> dict[str, int]:
    """Id of a spot → the line of the text its words begin in; spots without words, or not found, are left out."""
    text = prose.clean(text)
    found: dict[str, int] = {}
    for spot in spots:
        words = spot.excerpt.strip().split("\n")[0]
        at = max(text.find(words, max(spot.at - len(words), 0)), text.find(words)) if words else -1
        if at >= 0:
            found[spot.id] = text.count("\n", 0, at)
    return found


def _passage(line: int, printed: str, spots: Sequence[Spot]) -> Passage:
    """One paragraph, picture or table."""
    (block,) = prose.blocks(printed)
    ids = tuple(spot.id for spot in spots)
    if not isinstance(block, prose.Heading | prose.Paragraph):
        return Passage(line, 0, (), (), ids, inset=printed)
    level, rest = (block.level, block.rest) if isinstance(block, prose.Heading) else (0, "")
    text = block.text + rest
    pieces = tuple(_marked(text, sorted(_ranges(text, spots))))
    edge = len(block.text) if level else 0
    return Passage(line, level, tuple(_cut(pieces, 0, edge)), tuple(_cut(pieces, edge, len(text))), ids)


def _ranges(text: str, spots: Iterable[Spot]) -> Iterator[tuple[int, int, str]]:
    """(start, end, id) of every spot that is found in a printed paragraph, as typed or with its punctuation widened."""
    for spot in spots:
        typed = spot.excerpt.strip().split("\n")[0]
        for words in (typed, punctuation.normalise(typed)):
            start = text.find(words)
            if words and start >= 0:
                yield start, start + len(words), spot.id
                break


def _marked(text: str, ranges: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, Words]]:
    """A text in stretches with their offsets; of two that overlap the first is marked."""
    at = 0
    for start, end, spot in ranges:
        if start < at:
            continue
        yield at, Words(text[at:start])
        yield start, Words(text[start:end], spot)
        at = end
    yield at, Words(text[at:])


def _cut(pieces: Iterable[tuple[int, Words]], start: int, end: int) -> Iterator[Words]:
    """What lies between two offsets."""
    for at, words in pieces:
        text = words.text[max(start - at, 0) : max(end - at, 0)]
        if text:
            yield Words(text, words.spot)
