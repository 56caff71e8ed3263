"""The lines of the public lists and the words of the search: made from an edition when it comes into force, taken away
when it is taken down, always within the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from . import bigrams, summary
from .editions import filing_of, in_force
from .filing import Filing
from .models import Listed, Publication, Report, SearchText

FIGURES = {
    "received": summary.RECEIVED,
    "carried_in": summary.CARRIED_IN,
    "handled": summary.HANDLED,
    "carried_out": summary.CARRIED_OUT,
    "reviews": summary.REVIEWS,
    "direct_suits": summary.DIRECT_SUITS,
    "suits_after_review": summary.SUITS_AFTER_REVIEW,
}
"""Column of `Listed` → the cell whose figure it is."""

PREFACE, REASONS = "preface", "reasons"
NAME_MARK = "1"
"""What a token of the name begins with, so that it is told from a token of the words."""


def enter(publication: Publication, filing: Filing) -> Listed:
    """List an edition in the place of the one before it. Must run in the transaction that makes it public."""
    report = publication.report
    leave(report)
    listed = Listed.objects.create(report=report, publication=publication, **_line(publication, filing))
    SearchText.objects.bulk_create(
        SearchText(listed=listed, **dict(zip(_TEXT, said, strict=True)))
        for said in _texts(publication, filing)
    )
    return listed


def _line(publication: Publication, filing: Filing) -> dict[str, Any]:
    """What a list shows of an edition, and the name it is looked for by."""
    figures = {column: filing.values.get(key) for column, key in FIGURES.items()}
    report = publication.report
    body = filing.body
    name = {"name": body, "plain": bigrams.folded(body), "spoken": bigrams.spoken(body)}
    return {"bureau_id": report.bureau_id, "year": report.year, **name, **figures}


_TEXT = ("place", "section", "text", "plain", "tokens")


def _texts(publication: Publication, filing: Filing) -> Iterator[tuple[Any, ...]]:
    """What the search has of an edition: the columns `_TEXT` of each part."""
    name = name_tokens(filing.body)
    for place, (section, text) in enumerate(_parts(publication, filing)):
        tokens = f"{name} {' '.join(bigrams.tokens(text))}"
        yield place, section, text, bigrams.folded(text), tokens


def leave(report: Report) -> None:
    """Take a report off the lists and out of the search."""
    Listed.objects.filter(report=report).delete()


def rebuild() -> int:
    """Make every line and every text again from the editions in force; how many there are."""
    with transaction.atomic():
        Listed.objects.all().delete()
        listed = [enter(each, filing_of(each)).pk for each in _editions()]
    return len(listed)


def faults(publication: Publication) -> Iterator[str]:
    """Where the lists and the search say something else than an edition in force, in Chinese."""
    listed = Listed.objects.filter(publication=publication).first()
    if listed is None or listed.report_id != publication.report_id:
        yield f"{publication}（{publication.code}）不在公开目录里"
        return
    filing = filing_of(publication)
    line = _line(publication, filing)
    if {name: getattr(listed, name) for name in line} != line:
        yield f"公开目录里{publication}的数字或名称被改过，请运行rebuild_search"
    texts = listed.texts.order_by("place").values_list(*_TEXT)
    if list(texts) != list(_texts(publication, filing)):
        yield f"供搜索的{publication}的文字被改过，请运行rebuild_search"


def name_tokens(name: str) -> str:
    """The tokens of a body's name, marked as such."""
    return " ".join(NAME_MARK + token for token in bigrams.tokens(name))


def _editions() -> Iterator[Publication]:
    yield from in_force().with_said().order_by("pk").iterator(chunk_size=50)


def _parts(publication: Publication, filing: Filing) -> Iterator[tuple[str, str]]:
    """What a reader can look through: preface, narratives, and the reasons given for single findings."""
    reasons = "\n".join(str(reason["text"]) for reason in publication.reasons)
    parts = (
        (PREFACE, filing.preface),
        *((section.key, filing.text(section.key)) for section in filing.format.narratives),
        (REASONS, reasons),
    )
    yield from ((section, text) for section, text in parts if text.strip())
