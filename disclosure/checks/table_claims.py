"""What understood words claim of the tables: the cells their quantity should be the sum of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ..filing import Figure, Filing, add
from ..formats.schema import Format
from . import bodies
from .period import year_of
from .quantities import Quantity
from .table_vocabulary import YEAR, Kind, Word

Term = tuple[str, int]
"""A cell key and its sign."""

FACTORS = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10_000)}
"""What a unit of money is in 万元."""

_YEAR = re.compile(YEAR)
_PLACES = {
    bodies.Kind.PROVINCE: "省区市",
    bodies.Kind.CITY: "市州盟",
    bodies.Kind.COUNTY: "县区旗",
    bodies.Kind.TOWNSHIP: "镇乡街",
    bodies.Kind.ZONE: "区",
}
"""What a body calls the place it speaks for; a department speaks for none, and whoever says 全省 in a county does not."""
_GOVERNMENTS = (bodies.Kind.PROVINCE, bodies.Kind.CITY, bodies.Kind.COUNTY)
_PLACE = re.compile(r"[省市州盟县区旗]")
_ANOTHER = r"[一-龥]{0,8}?(?:局|委员会|办公室|厅|县|区|镇|乡|街道|中心|政府(?!信息)|院|队|所属|下属|直属)"
"""What behind a name makes it the beginning of another: 示例市 in 示例市水务局."""
_OF_ANY_PLACE = re.compile(r"[省市州盟县区旗]?(?:人民政府|管理委员会|管委会)")
_HEARS_REVIEWS = re.compile(r"司法|人民政府办公")
_ORGANISATIONS = ("enterprise", "research_institute", "social_welfare_organisation", "legal_service", "other")
_ACTS = {"issue": ("issued", "made", "published"), "repeal": ("repealed",), "in_force": ("in_force",)}
_NEW = (("received", 1),)
_AT_HAND = (("received", 1), ("carried_in", 1))
_DONE = (("handled", 1),)
_VERBS: dict[str, tuple[tuple[Term, ...], ...]] = {
    "new": (_NEW,),
    "receive": (_NEW, _AT_HAND),
    "handle": (_NEW, _AT_HAND, _DONE),
    "finish": (_DONE, (("received", 1), ("carried_out", -1))),
}
"""The rows a verb may speak of; 收到 and 办理 may or may not count what was carried in, 答复 says neither."""


@dataclass(frozen=True)
class Claim:
    """What a quantity is said to count.

    `name`   as the text calls it.  `about`: REQUEST, CASE, DOCUMENT, DECISION, FEE or PURCHASE.
    `sums`   the sums of cells that may be meant, the nearest first.
    `each`   where several quantities are named together: the cells one by one.
    `value`  the block or the kind of document it speaks of, for what follows in the sentence.
    """

    name: str
    about: Kind
    sums: tuple[tuple[Term, ...], ...]
    each: tuple[tuple[Term, ...], ...] = ()
    value: str = ""


@dataclass
class Scope:
    """What the words before say: of which applications, cases, documents the next ones speak.

    `mentioned`    the paragraph speaks of applications for government information.
    `established`  their number has been given, and nothing since has narrowed it.
    """

    mentioned: bool = False
    established: bool = False
    case: str = ""
    document: str = ""
    decided: bool = False


class Reader:
    """Reads claims about one report."""

    def __init__(self, filing: Filing) -> None:
        self.filing = filing
        kind = bodies.kind(filing.body)
        self.places = _PLACES.get(kind, "")
        names = "|".join(re.escape(name) for name in sorted(_names(filing.body, kind), key=len, reverse=True))
        self.own = re.compile(rf"(?:(?<![一-龥])|(?<=[年度间]))(?:{names})(?!{_ANOTHER})")
        """The body by its name, or by a shorter one that can be no other's: 市水务局, 石桥镇."""
        self.hears_reviews = kind in _GOVERNMENTS or bool(_HEARS_REVIEWS.search(filing.body))

    def claim(self, words: tuple[Word, ...], scope: Scope) -> Claim | None:
        """What the words claim; None where that cannot be decided, or they speak of another year or place."""
        if not self._own(words):
            return None
        kinds = {word.kind for word in words}
        name = "".join(word.text for word in words if word.kind in _NAMING).strip("的")
        if kinds & {Kind.CASE, Kind.OUTCOME}:
            return self._of_cases(words, kinds, name, scope)
        if kinds & {Kind.DOCUMENT, Kind.ACT}:
            return self._of_documents(words, name, scope)
        if Kind.DECISION in kinds:
            return self._of_decisions(words, kinds, name, scope)
        if kinds & {Kind.FEE, Kind.PURCHASE}:
            return self._of_money(words, name)
        return self._of_requests(words, kinds, name, scope)

    def answers_all(self, words: tuple[Word, ...], quantity: Quantity) -> bool:
        """Whether words say how many applications were answered, and these are as many as the table has handled."""
        kinds = {word.kind for word in words}
        verbs = {word.value for word in words if word.kind is Kind.VERB}
        named = Kind.REQUEST in kinds or {Kind.INFORMATION, Kind.APPLICATION} <= kinds
        if (
            verbs != {"reply"}
            or not named
            or kinds & {Kind.DENY, Kind.COLUMN, Kind.ROW}
            or not self._own(words)
        ):
            return False
        handled = self._of_totals({"handle"}, (), "", bare=True)
        return handled is not None and self.agrees(handled, quantity.value, quantity.step)

    def _own(self, words: tuple[Word, ...]) -> bool:
        """Whether year and place are the report's."""
        for word in words:
            years = self.years(word.text)
            wanted = {"carried_in from": -1, "carried_out to": 1}.get(word.value, 0)
            if any(year != self.filing.year + wanted for year in years):
                return False
            if word.kind is Kind.WHOLE and not self.speaks_for(word.text):
                return False
        return True

    def speaks_for(self, whole: str) -> bool:
        """Whether 全县, 我市 is the place this body answers for."""
        return whole[1] in self.places

    def years(self, text: str) -> list[int]:
        """The years a text names."""
        return [year_of(found) for found in _YEAR.findall(text)]

    def _of_requests(
        self, words: tuple[Word, ...], kinds: set[Kind], name: str, scope: Scope
    ) -> Claim | None:
        rows = _narrowest(word.value.split()[0] for word in words if word.kind is Kind.ROW)
        columns = tuple(dict.fromkeys(word.value for word in words if word.kind is Kind.COLUMN))
        verbs = {word.value for word in words if word.kind is Kind.VERB}
        named = Kind.REQUEST in kinds or {Kind.INFORMATION, Kind.APPLICATION} <= kinds
        if rows:
            added = ["received"] * ("new" in verbs and Kind.AND in kinds)
            return self._of_rows(added + rows, columns, name) if named or scope.established else None
        counted = named or (scope.mentioned and Kind.APPLICATION in kinds)
        followed = scope.established and (columns or "finish" in verbs)
        if not (counted or followed) or verbs == {"reply"}:
            return None
        spoken = [word for word in words if word.kind is Kind.REQUEST and word.text != "依申请公开"]
        return self._of_totals(verbs, columns, name, bare=bool(spoken or columns))

    def _of_rows(self, rows: list[str], columns: tuple[str, ...], name: str) -> Claim:
        """Rows named by their labels; who says 予以公开 alone may count what was granted in part with it."""
        each = tuple(self._requests(((row, 1),), columns) for row in rows)
        sums = [tuple(term for terms in each for term in terms)]
        if rows == ["granted"]:
            sums.append(sums[0] + self._requests((("partly_granted", 1),), columns))
        return Claim(name, Kind.REQUEST, tuple(sums), each if len(rows) > 1 else (), "row")

    def _of_totals(self, verbs: set[str], columns: tuple[str, ...], name: str, *, bare: bool) -> Claim | None:
        """What came in or was done, by the verb; `bare`: a number of applications may stand without one."""
        rows = [each for verb in _VERBS if verb in verbs for each in _VERBS[verb]]
        if not rows and bare:
            rows = list(_VERBS["handle"])
        sums = tuple(dict.fromkeys(self._requests(each, columns) for each in rows))
        return Claim(name, Kind.REQUEST, sums, value="column" if columns else "total") if sums else None

    def _requests(self, rows: Iterable[Term], columns: tuple[str, ...]) -> tuple[Term, ...]:
        split = [
            key for column in columns for key in (_ORGANISATIONS if column == "organisations" else (column,))
        ]
        return tuple(
            (f"requests.{leaf}.{column}", sign)
            for row, sign in rows
            for leaf in _leaves(self.filing.format, row)
            for column in split or ["total"]
        )

    def _of_cases(self, words: tuple[Word, ...], kinds: set[Kind], name: str, scope: Scope) -> Claim | None:
        named = [word.value for word in words if word.kind is Kind.CASE]
        outcomes = [word.value for word in words if word.kind is Kind.OUTCOME] or ["total"]
        blocks = list(dict.fromkeys(named or [scope.case] * bool(scope.case)))
        denied = Kind.DENY in kinds
        informed = bool(kinds & {Kind.INFORMATION, Kind.REQUEST}) or bool(scope.case) or denied
        if not informed and scope.established:
            informed = not self.hears_reviews
        heard = self.hears_reviews and Kind.VERB in kinds and not denied
        if not blocks or not informed or heard or len(outcomes) > 1:
            return None
        each = tuple(tuple((f"cases.{part}.{outcomes[0]}", 1) for part in _parts(block)) for block in blocks)
        summed = tuple(term for terms in each for term in terms)
        if not named:
            name = {"review": "行政复议"}.get(blocks[0], "行政诉讼") + name
        return Claim(name, Kind.CASE, (summed,), each if len(each) > 1 else (), blocks[-1])

    def _of_documents(self, words: tuple[Word, ...], name: str, scope: Scope) -> Claim | None:
        rows = [word.value for word in words if word.kind is Kind.DOCUMENT] or [scope.document]
        acts = list(dict.fromkeys(word.value for word in words if word.kind is Kind.ACT))
        if len(acts) != 1 or len(set(rows)) != 1 or not rows[0]:
            return None
        keys = [f"disclosure.{rows[0]}.{column}" for column in _ACTS[acts[0]]]
        sums = tuple(((key, 1),) for key in keys if key in self.filing.format.places)
        return Claim(name, Kind.DOCUMENT, sums, value=rows[0]) if sums else None

    def _of_decisions(
        self, words: tuple[Word, ...], kinds: set[Kind], name: str, scope: Scope
    ) -> Claim | None:
        if Kind.VERB in kinds or not (Kind.DECIDED in kinds or scope.decided):
            return None
        rows = list(dict.fromkeys(word.value for word in words if word.kind is Kind.DECISION))
        each = tuple(((f"disclosure.{row}.decisions", 1),) for row in rows)
        summed = tuple(term for terms in each for term in terms)
        return Claim(name, Kind.DECISION, (summed,), each if len(each) > 1 else ())

    def _of_money(self, words: tuple[Word, ...], name: str) -> Claim | None:
        row = next(word for word in words if word.kind in (Kind.FEE, Kind.PURCHASE))
        key = f"disclosure.{row.value}." + ("amount" if row.kind is Kind.FEE else "projects")
        return Claim(name, row.kind, (((key, 1),),)) if key in self.filing.format.places else None

    def agrees(self, claim: Claim, value: Decimal, step: Decimal) -> bool:
        """Whether a quantity is one of the sums it may mean, to the digit it gives; also while a cell is empty."""
        sums = [self.total(terms) for terms in claim.sums]
        single = [self.total(terms) for terms in claim.each]
        if None in sums or (single and all(each == value for each in single)):
            return True
        slack = step if claim.about is Kind.FEE else Decimal(1)
        return any(total is not None and abs(total - value) < slack for total in sums)

    def total(self, terms: tuple[Term, ...]) -> Figure | None:
        """The sum of cells as the tables have it; None while one of them is empty."""
        values = [(self.filing.value(key), sign) for key, sign in terms]
        return add(None if value is None else sign * value for value, sign in values)


_NAMING = set(Kind) - {Kind.FILL, Kind.YEAR, Kind.WHOLE, Kind.INFORMATION, Kind.DENY}


def _names(body: str, kind: bodies.Kind) -> set[str]:
    """The full name, what is left of it behind the place, and the place of a government."""
    marks = [mark.start() for mark in _PLACE.finditer(body)]
    short = {body[at:] for mark in marks for at in (mark, mark + 1)}
    names = {body} | {name for name in short if len(name) > 2 and not _OF_ANY_PLACE.fullmatch(name)}
    governed = {name.removesuffix("人民政府").removesuffix("办事处") for name in names if kind in _PLACES}
    return {name for name in names | governed if len(name) > 2}


def _narrowest(rows: Iterable[str]) -> list[str]:
    """Rows without the groups of which one row is named beside them: 本机关不掌握…无法提供 is the first alone."""
    named = list(dict.fromkeys(rows))
    return [row for row in named if not any(other.startswith(f"{row}.") for other in named)]


def _leaves(form: Format, row: str) -> tuple[str, ...]:
    """The rows with figures under a row or group of the table of applications."""
    (block,) = form.tables["requests"].blocks
    return tuple(leaf.key for leaf in block.leaves if leaf.key == row or leaf.key.startswith(f"{row}."))


def _parts(block: str) -> tuple[str, ...]:
    return ("direct_suit", "suit_after_review") if block == "suit" else (block,)
