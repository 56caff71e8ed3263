"""The rows of a printed table found by their labels: first those that are equal, then those that are alike.

An equal label settles its row wherever it stands, unless it is printed twice while a row beside it is missing: then one of
the two is the other row with a label copied, and nothing tells which; nor does anything where a row is printed twice with
other values. A label that is only alike must stand where the row belongs, between the neighbours that were found, and no
other row may come close. The number of a group may be printed before a label (三、（三）2.…), its words before or above it,
or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..formats.schema import Row, Table
from .cuts import Cut, cuts, likely, row_values, values_only
from .document import Line
from .figures import is_bare_year, is_mark, is_value
from .labels import ALIKE, MARGIN, likeness
from .stubs import Index, alike, index

SPAN = 4
"""How many lines one label may be broken over."""
LONGEST = 120
"""Characters of a line that can still be a label."""
IN_PLACE = 0.55
"""Likeness that is enough where one row and one line are left for each other."""
WAITING = 200
"""Lines of one table that are compared with every row."""


@dataclass(frozen=True)
class Match:
    """Lines `first` to `last` are this row (with values) or the label of this group (without).

    `doubtful`: they may as well be another row.  `broken`: a figure without a label stands right above or below its own.
    """

    first: int
    last: int
    row: Row
    cut: Cut
    groups: tuple[Row, ...] = ()
    doubtful: bool = False
    broken: bool = False


def find(table: Table, lines: Sequence[Line]) -> dict[int, Match]:
    """The rows and group labels among some lines, by the number of their first line."""
    labels = index(table)
    found: dict[int, Match] = {}
    taken: dict[int, int] = {}
    _find_equal(labels, lines, found, taken)
    _find_broken(labels, lines, found, taken)
    _find_alike(labels, lines, found, taken)
    _doubt_copied(labels, lines, found, taken)
    _doubt_other_table(found)
    _find_unlabelled(labels, lines, found)
    _doubt_broken(lines, found)
    return found


def _find_equal(labels: Index, lines: Sequence[Line], found: dict[int, Match], taken: dict[int, int]) -> None:
    for at, line in enumerate(lines):
        if len(line.text) > LONGEST * 2:
            continue
        for cut in cuts(line):
            leaf = labels.exact.get(cut.label)
            if leaf and leaf.at not in taken and (cut.values or not _goes_on(lines, at)):
                found[at] = Match(at, at, leaf.row, cut, leaf.groups)
                taken[leaf.at] = at
                break
            if not any(cut.values) and (path := labels.groups.get(cut.label)) and not leaf:
                found[at] = Match(at, at, path[-1], cut, path[:-1])
                break


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether the values of a label that stands alone follow on the next line."""
    return at + 1 < len(lines) and bool(values_only(lines[at + 1]))


def _find_broken(
    labels: Index, lines: Sequence[Line], found: dict[int, Match], taken: dict[int, int]
) -> None:
    """Rows whose label is broken over lines, or whose values stand on a line of their own."""
    for at in range(len(lines)):
        if at in found:
            continue
        for match in _joined(labels, lines, at, found):
            leaf = labels.exact[match.cut.label]
            if leaf.at not in taken:
                found[at] = match
                found.update((n, match) for n in range(at + 1, match.last + 1))
                taken[leaf.at] = at
                break
            first = found[taken[leaf.at]]
            if any(match.cut.values) and _differ(first.cut.values, match.cut.values):
                found[taken[leaf.at]] = replace(first, doubtful=True)


def _joined(labels: Index, lines: Sequence[Line], at: int, found: dict[int, Match]) -> Iterator[Match]:
    texts: list[str] = []
    values: tuple[str, ...] = ()
    for end in range(at, min(at + SPAN, len(lines))):
        bare = values_only(lines[end])
        cut = Cut((), bare) if bare else likely(lines[end])
        filled = any(cut.values)
        if end in found or (filled and any(values)) or len(lines[end].text) > LONGEST * 2:
            return
        if bare and lines[end].ruled and sum(map(bool, lines[end].cells)) == 1:
            # One figure in a row of its own may as well have lost its label.
            return
        texts += cut.labels
        values = cut.values if filled or not values else values
        whole = Cut(tuple(texts), values)
        if whole.label in labels.exact and end > at:
            leaf = labels.exact[whole.label]
            yield Match(at, end, leaf.row, whole, leaf.groups)
        if whole.label not in labels.beginnings and whole.label not in labels.exact:
            return


def _doubt_copied(
    labels: Index, lines: Sequence[Line], found: dict[int, Match], taken: dict[int, int]
) -> None:
    """Rows whose label another line carries as well, with other values, or where a row that was not found may stand on
    one of the two."""
    for at, line in enumerate(lines):
        if at in found or len(line.text) > LONGEST * 2:
            continue
        for cut in cuts(line):
            leaf = labels.exact.get(cut.label)
            if leaf and leaf.at in taken and any(cut.values):
                first = taken[leaf.at]
                others = {place: line for place, line in taken.items() if place != leaf.at}
                places = {*range(*_window(first, len(labels.leaves), others))}
                places |= {*range(*_window(at, len(labels.leaves), others))}
                if places - {leaf.at} - taken.keys() or _differ(found[first].cut.values, cut.values):
                    found[first] = replace(found[first], doubtful=True)
                break


def _doubt_other_table(found: dict[int, Match]) -> None:
    """Where half of the rows stand twice with other values, two tables are printed (this year's and last year's), and a
    row that stands once may be of either of them."""
    rows = {at: match for at, match in found.items() if at == match.first and not match.row.rows}
    if sum(match.doubtful for match in rows.values()) * 2 >= len(rows):
        found.update((at, replace(match, doubtful=True)) for at, match in rows.items())


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two rows say different things. Values that are too few or too many to be read say something as well."""
    left, right = (" ".join(values).split() for values in (one, other))
    return left != right


def _find_unlabelled(labels: Index, lines: Sequence[Line], found: dict[int, Match]) -> None:
    """The one row of a table whose rows have no labels: the first line made of values only. Where another such line says
    something else, nothing tells which of them it is."""
    if labels.unlabelled is None:
        return
    left = {at: line for at, line in enumerate(lines) if at not in found and not _says_year(line)}
    bare = [(at, values) for at, line in left.items() if (values := row_values(line))]
    if bare:
        at, values = bare[0]
        rivals = [line.cells or (line.text,) for n, line in left.items() if n != at]
        doubtful = any(_differ(values, other) for other in rivals if _is_row(other))
        found[at] = Match(at, at, labels.unlabelled.row, Cut((), values), doubtful=doubtful)


def _says_year(line: Line) -> bool:
    return not line.ruled and is_bare_year(line.text)


def _is_row(cells: Sequence[str]) -> bool:
    """Whether most of what stands in a line are figures, whatever else stands there."""
    words = " ".join(cells).split()
    figures = [word for word in words if is_value(word) and not is_mark(word)]
    return bool(figures) and len(figures) * 2 >= len(words)


def _doubt_broken(lines: Sequence[Line], found: dict[int, Match]) -> None:
    """Rows beside which fewer figures stand without a label: 42 over 21 may be 4221, broken over two lines."""
    for at, match in list(found.items()):
        size = len(_figures(match.cut.values))
        beside = [(match.first - 1, match.first), (match.last + 1, match.last + 1)]
        near = [n for n, lower in beside if 0 <= n < len(lines) and n not in found and not lines[lower].gap]
        if match.cut.labels and size and any(0 < _broken_off(lines[n]) <= max(size - 1, 1) for n in near):
            found[at] = replace(match, broken=True)


def _broken_off(line: Line) -> int:
    """How many figures stand in a line without a label, which the figures of the line beside may go on in."""
    return len(_figures(row_values(line)))


def _figures(values: Sequence[str]) -> list[str]:
    return [word for text in values for word in text.split()]


# Labels that are only alike ---------------------------------------------------------------------------------------


def _find_alike(labels: Index, lines: Sequence[Line], found: dict[int, Match], taken: dict[int, int]) -> None:
    """Rows whose label is mistyped, the best first."""
    waiting: dict[int, Cut] = {}
    for at, line in enumerate(lines):
        cut = likely(line)
        possible = cut.labels and cut.values and len(cut.label) <= LONGEST
        if at not in found and possible and len(waiting) < WAITING:
            waiting[at] = cut
    while waiting:
        scored = [
            (*best, at)
            for at, cut in waiting.items()
            if (best := _best(labels, at, cut, waiting, found, taken))
        ]
        if not scored:
            return
        _, place, at = max(scored, key=lambda item: (item[0], -item[2]))
        leaf = labels.leaves[place]
        found[at] = Match(at, at, leaf.row, waiting.pop(at), leaf.groups)
        taken[leaf.at] = at


def _best(
    labels: Index, at: int, cut: Cut, waiting: dict[int, Cut], found: dict[int, Match], taken: dict[int, int]
) -> tuple[float, int] | None:
    """(likeness, place of the row) of the one row that a mistyped label can be; None if it is not certain."""
    low, high = _window(at, len(labels.leaves), taken)
    free = [leaf for leaf in labels.leaves[low:high] if leaf.at not in taken and leaf.row.label]
    if not free:
        return None
    scores = sorted(((alike(cut.labels, leaf), leaf.at) for leaf in free), reverse=True)
    best, place = scores[0]
    group = max((likeness(cut.labels[-1], g.label) for leaf in free for g in leaf.groups), default=0.0)
    second = max([score for score, _ in scores[1:]] + [group], default=0.0)
    alone = len(free) == 1 and sum(_window(n, len(labels.leaves), taken) == (low, high) for n in waiting) == 1
    if group >= best or best < (IN_PLACE if alone else ALIKE) or (best < 1 and best - second < MARGIN):
        return None
    if any(cut.label.startswith(key) and labels.exact[key].at != place for key in labels.telling):
        # Two labels have run into one another: which of them the values belong to is not certain.
        return None
    return best, place


def _window(at: int, end: int, taken: dict[int, int]) -> tuple[int, int]:
    """The rows that may stand on a line: those after the last row found above it and before the next below it."""
    above = [place for place, line in taken.items() if line < at]
    below = [place for place, line in taken.items() if line > at]
    low, high = max(above, default=-1) + 1, min(below, default=end)
    return (low, high) if low <= high else (0, end)
