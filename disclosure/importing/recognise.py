"""A document of any kind as a report: its sections, its figures, its words, and everything that was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from .. import formats
from ..filing import Filing, as_number, to_data
from ..formats.schema import Format, Section
from ..workbook import is_taken_out
from . import absent, ends, headings, other_years, readers, second, tables
from .document import Document, Line, NoReport, PictureFile, UnreadableDocument
from .ends import Back, Front
from .harvest import Difference, Harvest, Passage
from .headings import Part
from .labels import normal
from .narrative import Composer, cut, prose_of, rows_of, without_pictures
from .published import Published, is_published, laid_out, read_back


@dataclass(frozen=True)
class Imported:
    """A report read from a document.

    `differences`  labels and totals printed otherwise than the official or derived ones.
    `unread`       what was not understood, and the cells that hold no figure, with what they hold: nothing where the
                   document has no such row or table.
    `taken`        the labels and figures that were understood, as printed, in the order they were read.
    `base`         for a workbook that was taken out of a report before: cell or field key → what stood there then.
    `pictures`     those the narratives name, as the document holds them; to be drawn anew before they join the report.
    """

    filing: Filing
    differences: tuple[Difference, ...] = ()
    unread: tuple[Passage, ...] = ()
    taken: tuple[Passage, ...] = ()
    strays: tuple[Passage, ...] = ()
    base: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[PictureFile, ...] = ()

    def for_draft(self) -> Imported:
        """The same report as a draft can hold it: a count below zero becomes a text that is no figure."""
        filing = self.filing
        kept = {
            key: figure
            for key, figure in filing.figures.items()
            if figure >= 0 or filing.format.places[key].unit.signed
        }
        below = {key: str(as_number(figure)) for key, figure in filing.figures.items() if key not in kept}
        return replace(self, filing=replace(filing, figures=kept, unread={**filing.unread, **below}))

    def to_data(self) -> dict[str, Any]:
        """The JSON of a report, with its differences and what is unread."""
        return {
            **to_data(self.filing),
            "differences": [difference.to_data() for difference in self.differences],
            "unread": [passage.to_data() for passage in self.unread],
        }


def read_report(
    data: bytes,
    name: str,
    format_id: str | None = None,
    body: str | None = None,
    year: int | None = None,
    meant: int | None = None,
) -> Imported:
    """Read a file as a report. `body` and `year` are taken from the document where they are not given.

    `meant`: the year somebody means it to be of, by which its tables may be called whatever year its title names.
    Raises UnreadableDocument: a file that is no text, no report, or whose year cannot be told; an unknown format.
    """
    return read_both(data, name, format_id, body, year, meant)[1]


def read_both(
    data: bytes,
    name: str,
    format_id: str | None = None,
    body: str | None = None,
    year: int | None = None,
    meant: int | None = None,
) -> tuple[Document, Imported]:
    """The same, with the document as its reader found it."""
    known = formats.all_formats()
    if format_id is not None and format_id not in known:
        raise UnreadableDocument(f"没有“{format_id}”这种格式，可以用的是{'、'.join(known)}。")
    document = readers.read(data, name)
    if is_taken_out(data):
        back = import_module(".workbook", __package__).read_back(data, name)
        differences = tuple(total_differences(back.filing))
        return document, Imported(back.filing, differences, back.unread, back.taken, base=back.base)
    if is_published(data):
        return document, _as_published(read_back(data, name))
    chosen = [known[format_id]] if format_id is not None else list(known.values())
    return document, best(document, chosen, name, body, year, meant)


def _as_published(found: Published) -> Imported:
    """The report in data that were published, all that has no place in it listed."""
    texts = (passage for line in laid_out(found).lines for passage in _pieces(line))
    strays = tuple(passage for passage in found.unread if passage.text)
    left = Counter(passage.text for passage in strays)
    taken = tuple(passage for passage in texts if left[passage.text] < 1)
    differences = tuple(total_differences(found.filing))
    return Imported(found.filing, differences, found.unread, taken, strays, pictures=found.pictures)


def _pieces(line: Line) -> list[Passage]:
    return [Passage("", text) for text in line.cells or (line.text,) if text]


def best(
    document: Document,
    candidates: Sequence[Format],
    name: str = "",
    body: str | None = None,
    year: int | None = None,
    meant: int | None = None,
) -> Imported:
    """The document read in that format which has a place for most of it. Raises UnreadableDocument."""
    given = [each for each in (year, meant) if each]
    drafts = [_Draft(document, form, body or "", given) for form in candidates]
    if not any(draft.found for draft in drafts):
        raise NoReport(f"“{name}”里没有找到年度报告的标题和表格。")
    year = year or drafts[0].year
    if year is None:
        raise UnreadableDocument(f"看不出“{name}”是哪一年的报告，请写明年度。")
    fittest = _fittest(drafts, formats.for_year(year))
    if len(headings.repeated(document, fittest.form)) > 1:
        raise UnreadableDocument(f"“{name}”里不止一份年度报告，分不清哪些数是哪一年的；请只留一份再上传。")
    return fittest.imported(body, year)


def _fittest(drafts: Sequence[_Draft], usual: Format) -> _Draft:
    """The draft in the format that fits most tables best. Where a report mixes the tables of two notices, each of
    them fits some: then the format in force for its year is taken."""
    votes = Counter[str]()
    for key in {key for draft in drafts for key in draft.form.tables}:
        most = max(draft.fit(key) for draft in drafts)
        votes.update(draft.form.id for draft in drafts if most and draft.fit(key) == most)
    return max(drafts, key=lambda draft: (votes[draft.form.id], draft.form == usual, *draft.merit))


class _Draft:
    """A document read in one format."""

    def __init__(self, document: Document, form: Format, body: str, given: Collection[int]) -> None:
        self.document = document
        self.form = form
        self.harvest = Harvest()
        parts = headings.split(document, form)
        self.front: Front = ends.front(prose_of(parts[0].lines), form, document.wrap)
        self.back = Back(())
        if len(parts) > 1:
            parts[-1] = self._signed(parts[-1], body or self.front.body)
        self.headings = [part.heading for part in parts if part.heading]
        self.sections: dict[str, str] = {}
        self.pictures: list[PictureFile] = []
        self.composer = Composer(document, form, self.harvest)
        self.harvest.layout(self.front.brackets + self.back.brackets, "date")
        self._read(other_years.marked(parts, self._own_years(given), document.wrap))

    @property
    def found(self) -> bool:
        return bool(self.headings or self.harvest.reached or self.front.title)

    def fit(self, table: str) -> int:
        """How many cells of a table stand in a certain place of the document. A share would speak for the form with
        fewer rows wherever some of a row that both have cannot be read."""
        places = self.form.tables[table].places if table in self.form.tables else {}
        return len(self.harvest.reached & places.keys())

    def _own_years(self, given: Collection[int]) -> set[int]:
        """The years by which the document may call its own tables: that of its title and those it is read for."""
        date = ends.year_of(self.back.date or self.front.date)
        words = "\n".join(line.text for line in self.document.lines if not line.ruled)
        own = self.front.year or (None if given else date or ends.year_in(words))
        return {*given, own} if own else {*given}

    @property
    def merit(self) -> tuple[int, int]:
        """How much of the document has a place in this format, and how little of it is odd."""
        return len(self.harvest.reached), -len(self.harvest.differences) - len(self.harvest.strays)

    @property
    def year(self) -> int | None:
        """The year the document is about: by its title, its date, its words."""
        words = "\n".join([self.front.preface, *self.sections.values()])
        return self.front.year or ends.year_of(self.back.date or self.front.date) or ends.year_in(words)

    def imported(self, body: str | None, year: int) -> Imported:
        """What was read, as a report."""
        harvest = self.harvest
        absent.note(self.form, harvest)
        entered = {key: text for key, text in harvest.marks.items() if not self.form.places[key].derived}
        filing = Filing(
            format=self.form,
            body=body or self.front.body or self.back.signature,
            year=year,
            figures=harvest.figures,
            sections=self.sections,
            title=self.front.title,
            preface=self.front.preface,
            addressee=self.front.addressee,
            signature=self.back.signature,
            date=self.back.date or self.front.date,
            unread=entered,
            printed=harvest.printed,
        )
        differences = (*self._title_difference(filing), *harvest.differences, *total_differences(filing))
        return Imported(
            filing,
            differences,
            tuple(harvest.unread),
            tuple(harvest.taken),
            tuple(harvest.strays),
            pictures=tuple(self.pictures),
        )

    def _title_difference(self, filing: Filing) -> list[Difference]:
        if not filing.title or normal(filing.title) == normal(filing.official_title):
            return []
        return [Difference(filing.title, filing.official_title, "title")]

    # Sections

    def _signed(self, last: Part, body: str) -> Part:
        """The last part without signature and date; a picture behind these is a seal, no part of the text."""
        imprint = {id(line) for line in ends.imprint(without_pictures(last.lines))}
        own = [line for line in last.lines if id(line) not in imprint]
        self.back = ends.back(without_pictures(own), body)
        lines, pictures = cut(own, len(self.back.rest))
        return replace(last, lines=lines, left_out=(*last.left_out, *self.back.behind, *pictures))

    def _read(self, parts: Sequence[Part]) -> None:
        strays: dict[str, list[Line]] = {"preface": [*self.front.stray, *rows_of(parts[0].lines)]}
        for part in parts:
            if part.heading:
                section = part.heading.section
                self.harvest.label(part.heading.printed, section.title, section.key)
                strays[section.key] = self._section(section, part.lines)
        self._homeless(strays)
        for table in self.form.tables.values():
            second.doubt(table, strays.values(), self.harvest)
        self._narratives(parts, strays)
        for where, lines in strays.items():
            tables.leave(where, lines, self.document.wrap, self.harvest)
        for part in parts:
            for line in part.left_out:
                self.harvest.leave(part.heading.section.key if part.heading else "preface", line.text)

    def _section(self, section: Section, lines: Sequence[Line]) -> list[Line]:
        """Read one section; the lines that are not understood are given back."""
        if section.table:
            return tables.read(section.table, lines, self.harvest)
        own = {id(line) for line in self.composer.own(lines)}
        return [line for line in rows_of(lines) if id(line) not in own]

    def _narratives(self, parts: Sequence[Part], strays: dict[str, list[Line]]) -> None:
        """The texts, when it is known which rows belong to the official tables."""
        for section, lines in ((part.heading.section, part.lines) for part in parts if part.heading):
            if section.table is None:
                left = [*strays[section.key], *self.composer.own(lines)]
                found = self.composer.compose(section, lines, left)
                self.sections[section.key] = found.text
                self.pictures += found.pictures
                strays[section.key] = list(found.rest)

    def _homeless(self, strays: dict[str, list[Line]]) -> None:
        """Tables without a section of their own: their heading is missing, or they stand somewhere else."""
        for key, table in self.form.tables.items():
            if any(cell.split(".", 1)[0] == key for cell in (*self.harvest.figures, *self.harvest.marks)):
                continue
            for where in strays:
                strays[where] = tables.read(table, strays[where], self.harvest)


def total_differences(filing: Filing) -> list[Difference]:
    """Printed totals that are not the sum of their parts."""
    return [
        Difference(str(as_number(printed)), str(as_number(derived)), key)
        for key, printed in filing.printed.items()
        if (derived := filing.value(key)) is not None and derived != printed
    ]
