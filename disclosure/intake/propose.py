"""From a document and a report to what the one would change in the other, before anything is changed."""

from __future__ import annotations

from collections.abc import Iterator

from .. import prose
from ..figures import as_text
from ..filing import HEAD_FIELDS, HEAD_LABELS, Filing
from ..formats.schema import Format, Section
from ..importing import Imported, Passage
from ..importing.labels import normal
from ..marks import name
from ..merging import Choice
from ..merging import merge as merge_words
from .merge import Kind, merge
from .proposal import Concern, Item, Part, Proposal, Stray

SINGLE_LINES = frozenset(HEAD_FIELDS) - {"preface"}
"""The fields that are one line, so that there are no paragraphs to choose between."""


def propose(filing: Filing, imported: Imported, *, year_known: bool = True) -> Proposal:
    """What a document would change in a report. `year_known`: the document itself says which year it is on."""
    return Proposal(
        filing.format,
        tuple(_parts(filing, imported)),
        tuple(_concerns(filing, imported.filing, year_known)),
        tuple(key for key in imported.filing.figures if key not in filing.format.places),
    )


def values(filing: Filing) -> dict[str, str]:
    """Every entered cell and every field of words of a report, as texts."""
    cells = {
        key: as_text(filing.figures.get(key)) or filing.unread.get(key, "")
        for key, place in filing.format.places.items()
        if not place.derived
    }
    return {**cells, **words(filing)}


def words(filing: Filing) -> dict[str, str]:
    """Every field of words of a report."""
    around = {key: prose.tidy(getattr(filing, key)) for key in HEAD_LABELS}
    return {
        **around,
        **{section.key: prose.tidy(filing.text(section.key)) for section in filing.format.narratives},
    }


def _concerns(filing: Filing, document: Filing, year_known: bool) -> Iterator[Concern]:
    yield from doubts(filing.body, filing.year, document, year_known)
    if document.format.id != filing.format.id:
        yield Concern(
            "format",
            f"文件用的是{document.format.notice.number}的格式，这份报告用的是{filing.format.notice.number}的。"
            "只有两种格式都有的格能导入。",
        )


def doubts(body: str, year: int, document: Filing, year_known: bool) -> Iterator[Concern]:
    """Why a document may not be the report of this body on this year."""
    if not year_known:
        yield Concern("year", f"文件里没有写明是哪一年的报告，请确认是{year}年的。")
    elif document.year != year:
        yield Concern("year", f"文件写的是{document.year}年，这份报告是{year}年的。")
    if document.body and normal(document.body) != normal(body):
        yield Concern("body", f"文件写的单位是“{document.body}”，这份报告是{body}的。")


def _parts(filing: Filing, imported: Imported) -> Iterator[Part]:
    found = _found(filing, imported)
    form = filing.format
    yield _part(form, None, [found[key] for key in ("addressee", "preface")], imported)
    for section in form.sections:
        keys = [place.key for place in section.table.entered] if section.table else [section.key]
        yield _part(form, section, [found[key] for key in keys if key in found], imported)
    yield Part("end", "落款和日期", False, tuple(found[key] for key in ("signature", "date")))


def _part(form: Format, section: Section | None, items: list[Item], imported: Imported) -> Part:
    """One part; what belongs to none of the sections stands with the first."""
    keys = {other.key for other in form.sections}

    def here(where: str) -> bool:
        home = where.split(".", 1)[0]
        return home == section.key if section else home not in keys

    differences = [difference for difference in imported.differences if here(difference.where)]
    return Part(
        section.key if section else "front",
        section.title if section else "标题和引言",
        bool(section and section.table),
        tuple(items),
        tuple(
            Stray(number, label(form, stray.where), stray.text, stray.why)
            for number, stray in enumerate(strays(imported))
            if here(stray.where)
        ),
        tuple(difference for difference in differences if not _is_total(form, difference.where)),
        tuple((label(form, d.where), d) for d in differences if _is_total(form, d.where)),
    )


def strays(imported: Imported) -> tuple[Passage, ...]:
    """What was not read, each once (a workbook that was taken out lists it cell by cell), and counts below zero."""
    read = imported.strays or imported.unread
    draft = imported.for_draft().filing.unread
    below = (Passage(key, text) for key, text in draft.items() if key in imported.filing.figures)
    return (*read, *below)


def _is_total(form: Format, where: str) -> bool:
    return where in form.places and form.places[where].derived


def label(form: Format, where: str) -> str:
    """A place of a document in words: a cell by column and row, a row or section by its name."""
    if where in form.places:
        return name(form.places[where])
    rows = {
        ".".join(part for part in (place.key.split(".", 1)[0], place.row.key) if part): place.row.label
        for place in form.places.values()
    }
    titles = {section.key: section.title for section in form.sections}
    return rows.get(where) or titles.get(where.split(".", 1)[0]) or HEAD_LABELS.get(where, "标题和引言")


def _found(filing: Filing, imported: Imported) -> dict[str, Item]:
    """Every cell and field of the report, with what the document says of it."""
    form, now = filing.format, values(filing)
    said = dict.fromkeys(now, "") | _figures(imported) | words(imported.filing)
    base = _base(imported)
    kinds = merge(base, now, {key: said[key] for key in now})
    fields = words(filing)
    found = {}
    for key, kind in kinds.items():
        item = Item(key, label(form, key), now[key], said[key], kind, said[key])
        found[key] = _merged(item, base.get(key, "")) if key in fields else item
    return found


def _base(imported: Imported) -> dict[str, str]:
    """What stood in the report when a workbook was taken out. What could not be read was not emptied."""
    marks = imported.for_draft().filing.unread
    return {key: prose.tidy(text) for key, text in imported.base.items() if key not in marks}


def _figures(imported: Imported) -> dict[str, str]:
    return {key: as_text(value) for key, value in imported.for_draft().filing.figures.items()}


def _merged(item: Item, base: str) -> Item:
    """A field of words: paragraphs both have changed apart from each other are put together, if it has a base."""
    outcome, kind = item.incoming, item.kind
    if kind is Kind.CLASH and base:
        merged = merge_words(base, item.now, item.incoming)
        kind = Kind.CLASH if merged.clashes else Kind.CHANGED
        chosen = {clash.id: Choice.YOURS for clash in merged.clashes}
        outcome = merge_words(base, item.now, item.incoming, chosen).stored
    error = _unfit(item.label, outcome)
    apart = base if kind is Kind.CLASH and item.key not in SINGLE_LINES else ""
    return Item(item.key, item.label, item.now, item.incoming, kind, outcome, error, apart)


def _unfit(title: str, text: str) -> str:
    """Why a text cannot stand in a report, "" when it can."""
    try:
        prose.check([(title, text)])
    except prose.ProseError as error:
        return str(error)
    return ""
