"""The public's search: words in the names and texts of the reports in force, the same hits on either database.

A part of a report is a hit where every term of the query stands in it or in the name of its body, and at least one in
the part itself. SQLite finds the pairs of a term one behind the other (FTS5, a phrase); PostgreSQL finds them all in a
text (GIN) and looks whether they follow each other: its phrases forget every place behind the 256th of a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import Case, Q, QuerySet, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from . import bigrams
from .listing import NAME_MARK
from .models import Bureau, Listed, SearchText

LIMIT = 1000
"""Hits that are counted and shown; who has more writes another word."""
LIKELY = 3
"""Of how many texts with every pair of its terms PostgreSQL looks for LIMIT hits first, in multiples of LIMIT."""

_ORDER = ("-listed__year", "listed__name", "listed", "place")


@dataclass(frozen=True)
class Hit:
    """A part of a report in which the words stand, with the passage around the first of them."""

    listed: Listed
    section: str
    passage: bigrams.Pieces


@dataclass(frozen=True)
class Found:
    """The hits of a query by their keys, newest year first; `more` where there are more than LIMIT."""

    terms: tuple[str, ...]
    keys: Sequence[int]
    more: bool


def search(query: str, narrow: Mapping[str, object] | None = None) -> Found:
    """The parts of reports in which the words of a query stand. `narrow` are conditions on `SearchText`."""
    terms = bigrams.terms(query)
    if not terms:
        return Found((), (), False)
    found = SearchText.objects.filter(pk__in=_matching(terms), **(narrow or {})).order_by(*_ORDER)
    keys = _first(found.values_list("pk", flat=True), terms)
    return Found(terms, keys[:LIMIT], len(keys) > LIMIT)


def hits(found: Found, keys: Sequence[int]) -> list[Hit]:
    """Some of the hits, with their passages, in the order of the keys."""
    texts = SearchText.objects.select_related("listed__bureau").defer("plain", "tokens").in_bulk(list(keys))
    return [
        Hit(text.listed, text.section, bigrams.passage(text.text, found.terms))
        for text in (texts[key] for key in keys if key in texts)
    ]


def bodies(query: str) -> QuerySet[Bureau]:
    """The bodies with a report in force whose name, today's or the one on a report, has every term of a query.

    The region stands before the name, as people write it (永善县桧溪镇), whether the name has it or not. A year and the word
    for a report, which many write behind the name, are no part of a name. Governments come first.
    """
    terms, _ = bigrams.named(query)
    if not terms:
        return Bureau.objects.none()
    today, then = Q(), Q()
    for term in terms:
        today &= Q(whole__icontains=term)
        then &= Q(whole_then__icontains=term)
    placed = Bureau.objects.annotate(
        whole=Concat("region", "name"), whole_then=Concat("region", "listed__plain")
    )
    found = placed.filter(today | then, listed__isnull=False).distinct()
    return found.order_by(Case(When(kind=Bureau.Kind.GOVERNMENT, then=0), default=1), "spoken")


# In the languages of the two databases ----------------------------------------------------------------------------


def _matching(terms: Sequence[str]) -> RawSQL:
    """The keys of the texts that may match, as a subquery; every value is bound, and made of letters only."""
    return {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor](terms)


def _first(keys: QuerySet[SearchText, int], terms: Sequence[str]) -> list[int]:
    """The first keys of an ordered query whose texts do match, at most LIMIT + 1.

    A word that stands nearly everywhere is found among the first; only for others are all texts looked at.
    """
    if connection.vendor == "sqlite" or all(len(term) <= 2 for term in terms):
        return list(keys[: LIMIT + 1])
    likely = list(keys[: LIMIT * LIKELY])
    certain = SearchText.objects.filter(_standing(terms), pk__in=likely).order_by(*_ORDER)
    found = list(certain.values_list("pk", flat=True)[: LIMIT + 1])
    if len(likely) < LIMIT * LIKELY or len(found) > LIMIT:
        return found
    return list(keys.filter(_standing(terms))[: LIMIT + 1])


def _standing(terms: Sequence[str]) -> Q:
    """That every term stands in the text or the name, and one in the text, character by character."""
    everywhere, somewhere = Q(), Q()
    for term in terms:
        everywhere &= Q(plain__contains=term) | Q(listed__plain__contains=term)
        somewhere |= Q(plain__contains=term)
    return everywhere & somewhere


def _sqlite(terms: Sequence[str]) -> RawSQL:
    words = [_phrase(term) for term in terms]
    anywhere = [f"({_phrase(term, NAME_MARK)} OR {word})" for term, word in zip(terms, words, strict=True)]
    asked = " AND ".join([*anywhere, f"({' OR '.join(words)})"])
    statement = "SELECT rowid FROM disclosure_searchindex WHERE disclosure_searchindex MATCH %s"
    return RawSQL(statement, [asked])  # noqa: S611


def _phrase(term: str, mark: str = "") -> str:
    """The pairs of a term one behind the other, or all that begin with its only character."""
    pairs = " ".join(mark + pair for pair in bigrams.pairs(term))
    return f'"{pairs}"' + ("*" if len(term) == 1 else "")


def _postgresql(terms: Sequence[str]) -> RawSQL:
    words = [_all(term) for term in terms]
    anywhere = [f"({_all(term, NAME_MARK)} | {word})" for term, word in zip(terms, words, strict=True)]
    asked = " & ".join([*anywhere, f"({' | '.join(words)})"])
    return RawSQL("SELECT id FROM disclosure_searchtext WHERE words @@ %s::tsquery", [asked])


def _all(term: str, mark: str = "") -> str:
    """Every pair of a term, wherever it stands, or any that begins with its only character."""
    if len(term) == 1:
        return f"{mark}{bigrams.pairs(term)[0]}:*"
    return "(" + " & ".join(mark + pair for pair in bigrams.pairs(term)) + ")"


# The index itself -------------------------------------------------------------------------------------------------


def index_faults() -> Iterator[str]:
    """Where the index of SQLite is not that of the texts, in Chinese. That of PostgreSQL is a column made by itself."""
    if connection.vendor != "sqlite":
        return
    try:
        with transaction.atomic():
            _tell_index("'integrity-check', 1")  # 1: with the texts, not only in itself
    except DatabaseError:
        yield "搜索用的索引和供搜索的文字对不上，请运行rebuild_search"


def remake_index() -> None:
    """Make the index of SQLite anew from the texts, whatever it holds."""
    if connection.vendor == "sqlite":
        _tell_index("'rebuild', 0")


def _tell_index(order: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO disclosure_searchindex(disclosure_searchindex, rank) VALUES ({order})"  # noqa: S608
        )
