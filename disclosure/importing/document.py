"""The neutral document every reader makes: lines of running text and rows of cells, in reading order."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableDocument(ValueError):
    """A file that cannot be read as a report. The message is one Chinese sentence, fit for the page."""


class NoReport(UnreadableDocument):
    """A file that was read, and in which there is no report."""


Span = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A paragraph (or one hard-wrapped line of it), or a row of a table.

    `cells`   the cells in reading order, merged cells once, "" for an empty cell; () for running text.
    `ruled`   True where the document itself marks the cells (bars, tabs, a real table); False where columns are
              only guessed from gaps, so that the line may as well be running text.
    `indent`  spaces before the text, a full-width space counting two; `gap`: a blank line stands before it.
    `spans`   for each cell the place at which it begins in the width of its table and the one at which it ends, in columns
              or points; () where it is not known. Lines of one `frame` have these places in common.
    `shared`  positions in `cells` of merged cells that stand over several rows: such a figure belongs to no one row.
    `left_out` what a reader says of something it does not read at this place (a shape, a hidden row): it is listed as
              unread and never becomes part of the report.
    `picture` number of the picture that stands here, 0 for none. Such a line is left out too, unless a narrative takes it.
    `caption` True where the document itself calls the line the caption of a picture.
    `refused` why a row is no row of the report's tables, "" where it may be one.
    """

    text: str
    cells: tuple[str, ...] = ()
    ruled: bool = False
    indent: int = 0
    gap: bool = False
    left_out: bool = False
    shared: frozenset[int] = frozenset()
    picture: int = 0
    caption: bool = False
    refused: str = ""
    spans: tuple[Span, ...] = ()
    frame: int = 0


@dataclass(frozen=True)
class PictureFile:
    """A picture in a document as its file holds it, PNG or JPEG by its first bytes; nobody has opened it yet.

    `number`  its place among the pictures of the document, the first is 1.
    `alt`     what the document says it shows, `caption` the line below it, `where` the narrative it stands in; "" for none.
    """

    number: int
    data: bytes
    alt: str = ""
    caption: str = ""
    where: str = ""


@dataclass(frozen=True)
class Document:
    """What a reader found. `wrap` is the width at which running text is hard-wrapped, in half-width columns; 0: it
    is not, and every line is a paragraph. `layout` holds marks that only draw the table (rules made of dashes),
    `pictures` those that lines name by their numbers.
    """

    lines: tuple[Line, ...]
    wrap: int = 0
    layout: tuple[str, ...] = ()
    pictures: tuple[PictureFile, ...] = ()
