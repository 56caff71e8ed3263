"""What a report says in short: key figures, plain sentences made by rule, and what changed against another report.

Nothing is added up here that the report does not print: every number shown stands in one of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from . import prose
from .filing import Figure, Filing
from .formats.schema import Place
from .marks import name

RECEIVED = "requests.received.total"
CARRIED_IN = "requests.carried_in.total"
HANDLED = "requests.handled.total"
CARRIED_OUT = "requests.carried_out.total"
NATURAL_PERSONS = "requests.received.natural_person"
REVIEWS = "cases.review.total"
DIRECT_SUITS = "cases.direct_suit.total"
SUITS_AFTER_REVIEW = "cases.suit_after_review.total"

KEY_FIGURES = (
    ("新收申请", RECEIVED),
    ("办结申请", HANDLED),
    ("结转下年度", CARRIED_OUT),
    ("行政复议", REVIEWS),
)
OVER_THE_YEARS = (
    ("新收", RECEIVED),
    ("上年结转", CARRIED_IN),
    ("办结", HANDLED),
    ("结转下年", CARRIED_OUT),
    ("复议", REVIEWS),
    ("直接诉讼", DIRECT_SUITS),
    ("复议后诉讼", SUITS_AFTER_REVIEW),
)
"""(heading, cell) of what a body's reports are compared by over the years; both formats have every cell."""

MOST_FREQUENT = 3
"""How many results of applications a sentence names."""


@dataclass(frozen=True)
class KeyFigure:
    """A figure to be read at a glance; `value` None where the report leaves it open. `note` sets it in relation."""

    label: str
    value: Figure | None
    unit: str = "件"
    note: str = ""


@dataclass(frozen=True)
class Change:
    """A cell that says something else than the same cell of another report; `label` names it in words."""

    key: str
    label: str
    value: Figure | None
    before: Figure | None

    @property
    def difference(self) -> Figure | None:
        """How much more it is now; None where one of the two is empty."""
        if self.value is None or self.before is None:
            return None
        return self.value - self.before

    @property
    def words(self) -> str:
        """多24, 少3; what it is where there is nothing to subtract."""
        if self.difference is None:
            return "原来没填" if self.before is None else "现在没填"
        amount = abs(self.difference)
        exact = f"{amount:f}" if isinstance(amount, Decimal) else str(amount)
        return f"{'多' if self.difference > 0 else '少'}{exact}"


def public_figures(filing: Filing) -> tuple[KeyFigure, ...]:
    """The four figures a reader looks for first, each with the one that belongs to it."""
    notes = {
        RECEIVED: _noted(filing, "上年结转", CARRIED_IN),
        REVIEWS: _joined(
            _noted(filing, "直接起诉", DIRECT_SUITS), _noted(filing, "复议后起诉", SUITS_AFTER_REVIEW)
        ),
    }
    return tuple(
        KeyFigure(label, filing.values.get(key), note=notes.get(key, "")) for label, key in KEY_FIGURES
    )


def review_figures(filing: Filing, last: Filing | None) -> tuple[KeyFigure, ...]:
    """The same figures for a reviewer, set beside those published last year (None: there are none)."""
    return tuple(
        KeyFigure(label, filing.values.get(key), note=_against(filing.values.get(key), key, last))
        for label, key in KEY_FIGURES
    )


def _noted(filing: Filing, label: str, key: str) -> str:
    value = filing.values.get(key)
    return "" if value is None else f"{label}{value}件"


def _joined(*notes: str) -> str:
    return "，".join(note for note in notes if note)


def _against(value: Figure | None, key: str, last: Filing | None) -> str:
    before = last.values.get(key) if last else None
    if before is None:
        return "去年没有可比数字"
    if value is None or value == before:
        return f"去年{before}件" if value is None else "与去年相同"
    return f"去年{before}件，{'多' if value > before else '少'}{abs(value - before)}件"


# Plain sentences --------------------------------------------------------------------------------------------------


def sentences(filing: Filing) -> tuple[str, ...]:
    """Two to four sentences on applications, results, cases and decisions; silent on what the report leaves open."""
    return (*on_requests(filing), *_cases(filing), *_decisions(filing))


def on_requests(filing: Filing) -> tuple[str, ...]:
    """None to two sentences on the applications received and what became of them."""
    return (*_applications(filing), *_results(filing))


def _applications(filing: Filing) -> Iterator[str]:
    received, before = filing.values.get(RECEIVED), filing.values.get(CARRIED_IN)
    if received is None or before is None:
        return
    if not received:
        also = "，也没有上年结转的申请" if not before else f"，上年结转{before}件"
        yield f"{filing.year}年，{filing.body}没有收到政府信息公开申请{also}。"
        return
    carried = f"，上年结转{before}件" if before else ""
    yield f"{filing.year}年，{filing.body}新收政府信息公开申请{received}件{_people(filing, received)}{carried}。"


def _people(filing: Filing, received: Figure) -> str:
    persons = filing.values.get(NATURAL_PERSONS)
    if not persons:
        return ""
    return "，全部由个人提出" if persons == received else f"，其中个人提出{persons}件"


def _results(filing: Filing) -> Iterator[str]:
    handled, open_ = filing.values.get(HANDLED), filing.values.get(CARRIED_OUT)
    if not handled or open_ is None:
        return
    found = [(place, filing.values[place.key] or 0) for place in _result_places(filing)]
    named = sorted((item for item in found if item[1]), key=lambda item: -item[1])
    words = "、".join(f"{_result(place)}{value}件" for place, value in named[:MOST_FREQUENT])
    lead = "按结果分，" if len(named) <= MOST_FREQUENT else "按结果分，最多的是"
    rest = f"结转下年度{open_}件" if open_ else "没有结转下年度的申请"
    yield f"全年办结{handled}件，{rest}。{lead}{words}。"


def _result_places(filing: Filing) -> tuple[Place, ...]:
    """The totals of the rows that （七）总计 adds up."""
    places = filing.format.places
    rows = places[HANDLED].row.sum_of
    return tuple(places[f"requests.{row}.total"] for row in rows)


def _result(place: Place) -> str:
    """A result in words: its own label, or that of its group where its own is no more than 其他."""
    own = short(place.row.label)
    groups = (group for top in place.block.rows for group in top.rows if place.row in group.rows)
    group = next(groups, None)
    return short(group.label) if group and len(own) <= 2 else own


def _cases(filing: Filing) -> Iterator[str]:
    counts = [filing.values.get(key) for key in (REVIEWS, DIRECT_SUITS, SUITS_AFTER_REVIEW)]
    if any(count is None for count in counts):
        return
    if not any(counts):
        yield "没有因政府信息公开引起的行政复议和行政诉讼。"
        return
    reviews, direct, after = counts
    corrected = filing.values.get("cases.review.corrected")
    of_these = f"（其中被纠正{corrected}件）" if reviews and corrected else ""
    yield (
        f"因政府信息公开引起行政复议{reviews}件{of_these}、"
        f"未经复议的行政诉讼{direct}件、复议后的行政诉讼{after}件。"
    )


def _decisions(filing: Filing) -> Iterator[str]:
    places = (p for p in filing.format.places.values() if p.key.startswith("disclosure.") and not p.derived)
    made = [
        f"{place.row.label}{filing.values[place.key]}件"
        for place in places
        if place.column.key == "decisions" and filing.values[place.key]
    ]
    if made:
        yield f"全年作出的处理决定：{'、'.join(made)}。"


_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．])")
_BRACKETS = re.compile(r"（[^（）]*）$")


def short(label: str) -> str:
    """An official row label without its number and without the explanation in brackets behind it."""
    return _BRACKETS.sub("", _NUMBER.sub("", label))


# Against the official form ----------------------------------------------------------------------------------------

_WIDE = str.maketrans("(),:;.", "（），：；．")


def strayed(printed: str, official: str) -> tuple[tuple[str, bool], ...]:
    """A printed label in pieces, each with whether it strays from the official one; half-width marks do not count."""
    matcher = SequenceMatcher(None, printed.translate(_WIDE), official.translate(_WIDE), autojunk=False)
    return tuple(
        (printed[start:end], kind != "equal")
        for kind, start, end, _, _ in matcher.get_opcodes()
        if start < end
    )


# Against another report -------------------------------------------------------------------------------------------


def comparable(filing: Filing, other: Filing) -> tuple[str, ...]:
    """The cells both reports have and somebody fills in, in the order of the first."""
    places = filing.format.places
    return tuple(key for key in places if key in other.format.places and not places[key].derived)


def changes(filing: Filing, before: Filing) -> tuple[Change, ...]:
    """The cells that differ from the same cells of another report, the largest changes first."""
    found = [
        Change(key, name(filing.format.places[key]), filing.values[key], before.values[key])
        for key in comparable(filing, before)
        if filing.values[key] != before.values[key]
    ]
    return tuple(sorted(found, key=_size, reverse=True))


def _size(change: Change) -> Figure:
    difference = change.difference
    if difference is None:
        return 0
    return -difference if difference < 0 else difference


def sections_done(filing: Filing) -> int:
    """How many of the sections have nothing left to fill in."""
    return sum(
        not filing.missing(section.table.key)
        if section.table
        else bool(prose.untitled(filing.text(section.key), section.title).strip())
        for section in filing.format.sections
    )
