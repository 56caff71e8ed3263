"""A line of a table seen as labels and values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .document import Line
from .figures import is_mark, is_value
from .labels import normal

SPAN = 4
"""How many cells of a line may be labels."""
MARK = 2
"""Characters of a word that may still be written for nothing (暂无); a longer one names something."""


@dataclass(frozen=True)
class Cut:
    """One way to see a line: label cells, then value cells."""

    labels: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def label(self) -> str:
        return normal("".join(self.labels))


def cuts(line: Line) -> Iterator[Cut]:
    """The ways to see a line, the one with most label cells first."""
    for end in range(min(len(line.cells), SPAN), 0, -1):
        if line.cells[end - 1]:
            yield Cut(tuple(c for c in line.cells[:end] if c), line.cells[end:])
    if not line.ruled:
        yield _by_words(line.text)


def values_only(line: Line) -> tuple[str, ...]:
    """The cells of a line that has no label: figures and marks, at least half of them figures or signs for nothing."""
    cells = line.cells or tuple(line.text.split())
    words = [word for cell in cells for word in cell.split()]
    return cells if words and all(is_value(word) for word in words) else ()


def _by_words(text: str) -> Cut:
    """A line without cells: the words at its end that look like values are the values."""
    words = text.split()
    end = len(words)
    while end and is_value(words[end - 1]):
        end -= 1
    return Cut((" ".join(words[:end]),) if end else (), tuple(words[end:]))


def likely(line: Line) -> Cut:
    """The most natural way to see a line: labels up to the first value."""
    if not line.cells:
        return _by_words(line.text)
    filled = [at for at, cell in enumerate(line.cells) if cell]
    end = next((at for at in filled if is_value(line.cells[at])), filled[-1] + 1 if filled else 0)
    start = filled[0] if filled else 0
    while end - 1 > start and not line.cells[end - 1]:
        end -= 1
    blank = next((at for at in range(start, end) if not line.cells[at]), end)
    if all(is_mark(cell) or is_value(cell) for cell in line.cells[blank:]):
        end = blank
    cut = Cut(tuple(c for c in line.cells[:end] if c), line.cells[end:])
    return cut if line.ruled or cut.values else _by_words(line.text)


def row_values(line: Line) -> tuple[str, ...]:
    """The cells of a line without a label; what is neither figure nor mark may stand in a few of them."""
    cells = line.cells or tuple(line.text.split())
    strange = [word for cell in cells for word in cell.split() if not is_value(word)]
    if any(len(word) > MARK and not any(map(str.isdigit, word)) for word in strange):
        return ()
    filled = any(is_value(word) and not is_mark(word) for cell in cells for word in cell.split())
    blank = line.ruled and len(cells) > 1 and all(is_mark(cell) for cell in cells)
    first = bool(cells) and (not cells[0] or is_value(cells[0].split()[0]))
    return cells if (filled and first and len(strange) * 4 <= len(cells)) or blank else ()
