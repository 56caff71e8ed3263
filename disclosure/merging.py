"""Two people's changes to one text put together paragraph by paragraph, so that nothing either of them wrote is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

Lines = tuple[str, ...]
"""Paragraphs, one a line; a text without a character has none."""

MOST_COMPARED = 4_000_000
"""Pairs of paragraphs looked at to find what two texts share; beyond it a stretch counts as rewritten."""


class Choice(Enum):
    """What becomes of a stretch both have changed: the text that stands, the one typed, or one behind the other."""

    THEIRS = "theirs"
    YOURS = "yours"
    BOTH = "both"


Choices = Mapping[str, Choice]
"""Id of a clash → what its writer decided."""
NOTHING_CHOSEN: Choices = {}


@dataclass(frozen=True)
class Clash:
    """A stretch of paragraphs both have changed; each text is its paragraphs, "" where they were taken out.

    `line` counts the lines of the typed text from 0.
    """

    line: int
    base: str
    theirs: str
    yours: str

    @property
    def id(self) -> str:
        """Twelve hex digits that stay the same while only what is typed changes: a choice is made for what was seen."""
        return hashlib.sha256(f"{self.base}\0{self.theirs}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Patch:
    """What has to change in the typed text to show the result: `old` lines from `line` on become `new`."""

    line: int
    old: Lines
    new: Lines


@dataclass(frozen=True)
class Piece:
    """The same stretch in the text both started from, in the one that stands, and in the one that was typed."""

    base: Lines
    now: Lines
    typed: Lines
    choice: Choice | None = None

    @property
    def clashes(self) -> bool:
        """Whether both have changed it, and differently."""
        return self.now != self.typed and self.base not in (self.now, self.typed)

    @property
    def open(self) -> bool:
        """Whether somebody still has to choose."""
        return self.clashes and self.choice is None

    @property
    def stored(self) -> Lines:
        """What is kept; of an open clash what stands."""
        if not self.clashes:
            return self.now if self.typed == self.base else self.typed
        if self.choice is Choice.BOTH:
            return self.now + self.typed
        return self.typed if self.choice is Choice.YOURS else self.now

    @property
    def shown(self) -> Lines:
        """What stands in the writer's field; of an open clash what was typed."""
        return self.typed if self.open else self.stored


@dataclass(frozen=True)
class Merge:
    """The outcome: what is stored, what the writer's field shows, and what the next change is measured against."""

    pieces: tuple[Piece, ...]

    @property
    def stored(self) -> str:
        return self._text(lambda piece: piece.stored)

    @property
    def shown(self) -> str:
        return self._text(lambda piece: piece.shown)

    @property
    def base(self) -> str:
        """What both have in common once the field shows the outcome; an open clash stays one."""
        return self._text(lambda piece: piece.base if piece.open else piece.stored)

    @property
    def kept(self) -> str:
        """The same for a field that still shows what was typed, because its writer has gone on writing."""
        return self._text(lambda piece: piece.base if piece.open else piece.typed)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """What somebody has to choose between."""
        return tuple(_clash(piece, line) for line, piece in self._placed() if piece.open)

    @property
    def patches(self) -> tuple[Patch, ...]:
        """What others wrote, as changes to the typed text, in its order."""
        return tuple(
            Patch(line, piece.typed, piece.shown)
            for line, piece in self._placed()
            if piece.shown != piece.typed
        )

    def _text(self, take: Callable[[Piece], Lines]) -> str:
        return "\n".join(line for piece in self.pieces for line in take(piece))

    def _placed(self) -> Iterator[tuple[int, Piece]]:
        line = 0
        for piece in self.pieces:
            yield line, piece
            line += len(piece.typed)


def merge(base: str, now: str, typed: str, choices: Choices = NOTHING_CHOSEN) -> Merge:
    """Put what stands now and what was typed together; `base` is what the writer's field held when they began."""
    there, yours = split(now), split(typed)
    pieces = _pieces(_with_stored(split(base), there, yours), there, yours)
    return Merge(tuple(_settled(piece, choices) for piece in pieces))


def merge_line(base: str, now: str, typed: str, choices: Choices = NOTHING_CHOSEN) -> Merge:
    """The same for a text of one line, which is never two."""
    return Merge((_settled(Piece((base,), (now,), (typed,)), choices),))


def split(text: str) -> Lines:
    """The paragraphs of a text, empty ones included."""
    return tuple(text.split("\n")) if text else ()


def _settled(piece: Piece, choices: Choices) -> Piece:
    if not piece.clashes:
        return piece
    return Piece(piece.base, piece.now, piece.typed, choices.get(_clash(piece, 0).id))


def _clash(piece: Piece, line: int) -> Clash:
    return Clash(line, "\n".join(piece.base), "\n".join(piece.now), "\n".join(piece.typed))


# --- Stretches -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edit:
    """Lines `start` to `end` of the base became `lines`; an insertion when `start` is `end`."""

    start: int
    end: int
    lines: Lines

    def touches(self, start: int, end: int) -> bool:
        """Whether it changes anything between two lines; what is inserted at the edge of a stretch stands beside it."""
        return self.start < end and start < self.end


def _with_stored(base: Lines, now: Lines, typed: Lines) -> Lines:
    """The base with the typed insertions that stand already: they were stored, and the answer that said so was lost.

    Taken for new ones, they would stand twice as soon as somebody has written beside them. Where a paragraph is repeated,
    which one of them was stored cannot be told; nobody's is to disappear for that.
    """
    if now in (base, typed) or _repeats(now) or _repeats(typed):
        return base
    lines = list(base)
    kept = set(range(len(typed))).difference(
        *(range(start, end) for start, end, _, _ in _differences(typed, now))
    )
    for start, end, first, last in reversed(list(_differences(base, typed))):
        fresh = typed[first:last]
        if start == end and kept.issuperset(range(first, last)) and not set(fresh) & set(base):
            lines[start:start] = fresh
    return tuple(lines)


def _repeats(lines: Lines) -> bool:
    written = [line for line in lines if line]
    return len(written) > len(set(written))


def _pieces(base: Lines, now: Lines, typed: Lines) -> Iterator[Piece]:
    theirs, yours = list(_edits(base, now)), list(_edits(base, typed))
    at = 0
    while theirs or yours:
        start, end, left, right = _group(theirs, yours)
        yield from _kept(base[at:start])
        changed = base[start:end]
        both = _applied(base, start, end, left), _applied(base, start, end, right)
        if changed or both[0] == both[1]:
            yield Piece(changed, *both)
        else:  # Two insertions at one place: the one that stands, then the typed one.
            yield from (Piece((), both[0], ()), Piece((), (), both[1]))
        at = end
    yield from _kept(base[at:])


def _kept(lines: Lines) -> Iterator[Piece]:
    if lines:
        yield Piece(lines, lines, lines)


def _group(theirs: list[_Edit], yours: list[_Edit]) -> tuple[int, int, list[_Edit], list[_Edit]]:
    """Take the next edit, and every edit that touches what is taken, off the lists: (start, end, theirs, yours)."""
    first = min((edits[0] for edits in (theirs, yours) if edits), key=lambda edit: (edit.start, edit.end))
    start, end = first.start, first.end
    taken: tuple[list[_Edit], list[_Edit]] = ([], [])
    grown = True
    while grown:
        grown = False
        for edits, group in zip((theirs, yours), taken, strict=True):
            while edits and (edits[0].touches(start, end) or (edits[0].start, edits[0].end) == (start, end)):
                edit = edits.pop(0)
                group.append(edit)
                grown, end = True, max(end, edit.end)
    return start, end, *taken


def _applied(base: Lines, start: int, end: int, edits: Sequence[_Edit]) -> Lines:
    """A stretch of the base with edits that lie within it."""
    lines: list[str] = []
    at = start
    for edit in edits:
        lines += [*base[at : edit.start], *edit.lines]
        at = edit.end
    return (*lines, *base[at:end])


def _edits(base: Lines, new: Lines) -> Iterator[_Edit]:
    """What was changed, in order; as many lines in place of as many are changes of single lines."""
    for start, end, first, last in _differences(base, new):
        if end - start == last - first:
            for offset in range(end - start):
                yield _Edit(start + offset, start + offset + 1, (new[first + offset],))
        else:
            yield _Edit(start, end, new[first:last])


def _differences(base: Lines, new: Lines) -> Iterator[tuple[int, int, int, int]]:
    head = _shared(base, new)
    tail = _shared(base[head:][::-1], new[head:][::-1])
    end, last = len(base) - tail, len(new) - tail
    if (end - head) * (last - head) > MOST_COMPARED:
        yield head, end, head, last
        return
    matcher = SequenceMatcher(None, base[head:end], new[head:last], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield head + i, head + j, head + k, head + m


def _shared(one: Lines, other: Lines) -> int:
    """How many lines two texts begin with alike."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
