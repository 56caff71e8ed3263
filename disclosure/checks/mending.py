"""The single change that would mend a broken balance: what probably happened, and what the cell would have to say.

The balance of one column is one equation, so almost any cell could be changed to make it hold. Only changes that
come of an ordinary slip are offered: two digits swapped, a figure in the next column, two figures in each other's
cells, a column one line off, a case counted twice, a carry-over left at zero. They are offered, never made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ..filing import Figure, Filing, with_figures
from ..formats.schema import Axis, Format, LinearRule, Relation
from . import wording
from .digits import with_digits_swapped
from .finding import Finding
from .linear import broken_lines

MOST = 3
"""Changes offered for one finding."""

_TWICE = (("requests.partly_granted", "requests.granted"),)
"""(row, row that counts its cases too when they are counted twice)."""
_CARRIED = ("requests.carried_in", "requests.carried_out")
"""(row that takes over, row of last year it takes over from)."""

Changes = tuple[tuple[str, Figure], ...]
"""(cell key, figure it would have) for each cell of a change."""


@dataclass(frozen=True)
class Mend:
    """A change after which the balance holds: what it is, in a sentence, and the cells it concerns."""

    kind: str
    words: str
    changes: Changes


@dataclass(frozen=True)
class Column:
    """One column in which a balance does not hold. `signs`: entered cell → how it counts in left minus right."""

    filing: Filing
    key: str
    signs: dict[str, int]

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The entered cells in printed order; an empty one counts as nothing."""
        return {key: self.filing.value(key) or 0 for key in self.filing.format.places if key in self.signs}

    @cached_property
    def gap(self) -> Figure:
        """Left minus right."""
        return sum((sign * self.figures[key] for key, sign in self.signs.items()), start=0)

    def holds(self, changes: Changes) -> bool:
        """Whether the two sides are equal after a change, with no figure below zero."""
        moved = sum(
            (self.signs[k] * (new - self.figures[k]) for k, new in changes if k in self.signs), start=0
        )
        return self.gap + moved == 0 and all(new >= 0 for _, new in changes)


def mends(filing: Filing, finding: Finding, previous: Filing | None = None) -> tuple[Mend, ...]:
    """The changes to offer for a finding on a balance, the likeliest first; () for every other finding.

    `previous` is last year's report of the same body, if there is one.
    """
    rule = next((rule for rule in filing.format.rules if rule.id == finding.rule), None)
    if rule is None or rule.axis is not Axis.COLUMN or rule.relation is not Relation.EQUAL:
        return ()
    columns = tuple(_column(filing, rule, line.key) for line in broken_lines(rule, filing) if not line.summed)
    found = [mend for column in columns for mend in _of_column(column, rule, previous)]
    found = [*_neighbours(columns), *found]
    found = [mend for mend in found if not _breaks_another(filing, mend.changes, previous)]
    by_change: dict[Changes, Mend] = {}
    for mend in sorted(found, key=lambda mend: _ORDER.index(mend.kind)):
        by_change.setdefault(mend.changes, mend)
    return tuple(by_change.values())[:MOST]


def _breaks_another(filing: Filing, changes: Changes, previous: Filing | None) -> bool:
    """Whether a change would contradict last year's report, or a total that a document printed and that is right now."""
    return _leaves_last_year(filing.format, changes, previous) or _leaves_printed(filing, changes)


def _leaves_last_year(form: Format, changes: Changes, previous: Filing | None) -> bool:
    taken, left = _CARRIED
    for key, new in changes:
        row, column = key.rsplit(".", 1)
        if previous is not None and row == taken and f"{left}.{column}" in previous.format.places:
            before = previous.value(f"{left}.{column}")
            if before is not None and new != before:
                return True
    return False


def _leaves_printed(filing: Filing, changes: Changes) -> bool:
    right = {key: total for key, total in filing.printed.items() if filing.value(key) == total}
    mended = with_figures(filing, dict(changes))
    return any(mended.value(key) != total for key, total in right.items())


def _column(filing: Filing, rule: LinearRule, key: str) -> Column:
    _, left, right = next(line for line in rule.lines(filing.format.tables[rule.table]) if line[0] == key)
    signs: dict[str, int] = {}
    for cells, terms, side in ((left, rule.left, 1), (right, rule.right, -1)):
        for cell, term in zip(cells, terms, strict=True):
            for leaf in _leaves(filing.format, cell):
                signs[leaf] = signs.get(leaf, 0) + side * term.sign
    return Column(filing, key, signs)


def _leaves(form: Format, key: str) -> Iterator[str]:
    """The entered cells a cell is made of."""
    place = form.places[key]
    if not place.derived:
        yield key
    for part in place.parts if place.derived else ():
        yield from _leaves(form, part)


def _of_column(column: Column, rule: LinearRule, previous: Filing | None) -> Iterator[Mend]:
    yield from _last_year(column, previous)
    yield from _swapped(column)
    yield from _upside_down(column)
    yield from _shifted(column)
    yield from _twice(column)
    yield from _missing(column, rule)


# --- What may have happened ----------------------------------------------------------------------------


def _last_year(column: Column, previous: Filing | None) -> Iterator[Mend]:
    """The carry-over is not the one of last year's report, and would make the sides equal."""
    taken, left = (f"{row}.{column.key}" for row in _CARRIED)
    if previous is None or taken not in column.signs or left not in previous.format.places:
        return
    before = previous.value(left)
    if before is not None and column.holds(((taken, before),)):
        row = wording.row_label(column.filing.format.places[taken])
        said = f"去年结转到今年的是{wording.number(before)}，“{row}”填{wording.number(before)}，两边就相等。"
        yield Mend("last_year", said, ((taken, before),))


def _swapped(column: Column) -> Iterator[Mend]:
    """Two neighbouring digits of one figure are swapped."""
    for key, figure in column.figures.items():
        for other in with_digits_swapped(figure):
            if column.holds(((key, other),)):
                said = f"“{_row(column, key)}”的{wording.number(figure)}是不是{wording.number(other)}？改了两边就相等。"
                yield Mend("swapped", said, ((key, other),))


def _upside_down(column: Column) -> Iterator[Mend]:
    """Two figures, one above the other, stand in each other's cells."""
    for (above, upper), (below, lower) in pairwise(column.figures.items()):
        changes = ((above, lower), (below, upper))
        if upper and lower and column.holds(changes):
            said = f"{_label(column)}的“{_row(column, above)}”和“{_row(column, below)}”可能填反了："
            said += f"{wording.number(upper)}和{wording.number(lower)}换过来，两边就相等。"
            yield Mend("exchanged", said, changes)


def _shifted(column: Column) -> Iterator[Mend]:
    """The whole column stands one line too low or too high."""
    keys, figures = list(column.figures), list(column.figures.values())
    for blank, moved, way in ((0, [*figures[1:], 0], "往上"), (-1, [0, *figures[:-1]], "往下")):
        changes = tuple((k, new) for k, new, old in zip(keys, moved, figures, strict=True) if new != old)
        if not figures[blank] and len(changes) > 1 and column.holds(changes):
            yield Mend("shifted", f"{_label(column)}可能错了一行：整列{way}移一行，两边就相等。", changes)


def _twice(column: Column) -> Iterator[Mend]:
    """The cases of one row are counted in another one as well."""
    for row, other in _TWICE:
        counted, also = f"{row}.{column.key}", f"{other}.{column.key}"
        if counted not in column.signs or also not in column.signs or not column.figures[counted]:
            continue
        left = column.figures[also] - column.figures[counted]
        if column.holds(((also, left),)):
            said = f"“{_row(column, counted)}”的{wording.number(column.figures[counted])}件可能又计进了"
            said += f"“{_row(column, also)}”：那里改成{wording.number(left)}，两边就相等。"
            yield Mend("twice", said, ((also, left),))


def _missing(column: Column, rule: LinearRule) -> Iterator[Mend]:
    """A row that stands in the rule itself was left at zero."""
    for term in (*rule.left, *rule.right):
        key = f"{rule.table}.{term.key}.{column.key}"
        if key in column.signs and not column.figures[key]:
            wanted = -column.gap * column.signs[key]
            if wanted > 0:
                said = f"{_label(column)}的“{_row(column, key)}”现在是0，填{wording.number(wanted)}，两边就相等。"
                yield Mend("missing", said, ((key, wanted),))


def _neighbours(columns: Sequence[Column]) -> Iterator[Mend]:
    """A figure stands in one column and belongs to another, or two side by side in each other's: both balances hold then."""
    for column in columns:
        for other in columns:
            if column is not other and column.gap == -other.gap:
                yield from _moved(column, other)
                yield from _exchanged(column, other)


def _moved(column: Column, other: Column) -> Iterator[Mend]:
    for key, figure in column.figures.items():
        there = f"{key.rsplit('.', 1)[0]}.{other.key}"
        if not figure or other.figures.get(there) != 0:
            continue
        changes = ((key, 0), (there, figure))
        if column.holds(changes) and other.holds(changes):
            said = f"“{_row(column, key)}”的{wording.number(figure)}件可能填错了列："
            said += f"从{_label(column)}移到{_label(other)}，两列都相等。"
            yield Mend("neighbour", said, changes)


def _exchanged(column: Column, other: Column) -> Iterator[Mend]:
    for key, figure in column.figures.items():
        there = f"{key.rsplit('.', 1)[0]}.{other.key}"
        mate = other.figures.get(there)
        if not figure or not mate or not _side_by_side(column.filing.format, key, there):
            continue
        changes = ((key, mate), (there, figure))
        if column.holds(changes) and other.holds(changes):
            said = f"“{_row(column, key)}”的{_label(column)}和{_label(other)}可能填反了："
            said += f"{wording.number(figure)}和{wording.number(mate)}换过来，两列都相等。"
            yield Mend("exchanged", said, changes)


def _side_by_side(form: Format, key: str, other: str) -> bool:
    """Whether the second cell is the next one of its row that is filled in."""
    row = key.rsplit(".", 1)[0]
    entered = [at for at, place in form.places.items() if at.rsplit(".", 1)[0] == row and not place.derived]
    return (key, other) in pairwise(entered)


_ORDER = ("last_year", "neighbour", "exchanged", "swapped", "shifted", "twice", "missing")


def _row(column: Column, key: str) -> str:
    return wording.row_label(column.filing.format.places[key])


def _label(column: Column) -> str:
    return wording.column_label(column.filing.format.places[next(iter(column.signs))])
