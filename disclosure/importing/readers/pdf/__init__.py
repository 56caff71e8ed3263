"""PDF files to the neutral document: ruled tables by their lines, running text as paragraphs over all pages."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from ...document import Document, Line, UnreadableDocument
from . import edges, flow, grids, guard, gutters, ink
from .flow import Piece
from .glyphs import Glyph, Turn, background, cell_rows, glyphs, rows
from .grids import Bands, Table

logging.getLogger("pdfminer").setLevel(logging.ERROR)

TURNED = 0.9
"""The share of the characters of a page that are turned where the page itself was."""


def read(data: bytes, name: str) -> Document:
    """The document in a PDF. Raises UnreadableDocument."""
    guard.whole(data, name)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            guard.pages(pdf, name)
            found = _document([_page(page, name) for page in pdf.pages])
    except UnreadableDocument:
        raise
    except Exception as error:  # pdfminer says in many ways that an object makes no sense
        if isinstance(error, PdfminerException) and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableDocument(f"“{name}”有打开密码，请去掉密码后再上传。") from None
        raise UnreadableDocument(
            f"“{name}”这个PDF文件打不开，可能不完整。请用Word、WPS或浏览器重新导出再上传。"
        ) from None
    if all(line.left_out for line in found.lines):
        raise UnreadableDocument(guard.scanned(name))
    return found


@dataclass(frozen=True)
class _Page:
    """What stands on a page; `gutter`: where two columns of text meet; `left_out`: what is said of the rest."""

    number: int
    height: float
    gutter: float | None
    words: list[Piece]
    tables: list[Table | Bands]
    left_out: list[str]


def _page(page: Page, name: str) -> _Page:
    hidden = ink.unseen(page)
    if guard.is_recognised(page, hidden):
        raise UnreadableDocument(guard.recognised(name))
    page, hidden = _upright(page, hidden)
    drawn = glyphs(page.chars, [*page.lines, *page.rects][: edges.EDGE_LIMIT])
    behind = background(drawn)
    read = [glyph for glyph in drawn if glyph.turn is not Turn.ASKEW and glyph not in behind]
    tables, outside = grids.tables(page, read)
    turned = [glyph for glyph in outside if glyph.turn is not Turn.UPRIGHT]
    lines = rows(glyph for glyph in outside if glyph.turn is Turn.UPRIGHT)
    gutter = gutters.gutter(lines)
    number = page.page_number - 1
    words = [flow.piece(row, number) for row in gutters.cut(lines, gutter) if not _is_blank(row)]
    frames = gutters.framed(words, gutter)
    words = [replace(each, frame=frame) for each, frame in zip(words, frames, strict=True)]
    askew = [glyph for glyph in drawn if glyph.turn is Turn.ASKEW]
    rest = (_written([*askew, *turned]), _written(behind), hidden)
    return _Page(number, float(page.height), gutter, words, tables, list(guard.left_out(page, *rest)))


def _upright(page: Page, hidden: str) -> tuple[Page, str]:
    """A page that was set lengthwise and turned to fit its sheet, turned back."""
    turns = Counter(glyph.turn for glyph in glyphs(page.chars) if not glyph.is_space)
    for turn, angle in ((Turn.UP, 90), (Turn.DOWN, 270)):
        if turns[turn] > turns.total() * TURNED:
            page.page_obj.rotate = (page.page_obj.rotate + angle) % 360
            page.page_obj.attrs = {**page.page_obj.attrs, "Rotate": page.page_obj.rotate}
            turned = Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
            return turned, ink.unseen(turned)
    return page, hidden


def _is_blank(row: Sequence[Glyph]) -> bool:
    return all(glyph.is_space for glyph in row)


def _written(found: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in found)


def _document(pages: Sequence[_Page]) -> Document:
    words = [piece for page in pages for piece in page.words]
    margins = flow.margins(words, [page.height for page in pages])
    for page in pages:
        for table in page.tables:
            _clear(table, margins, page.number)
    kept = [piece for piece in words if piece not in margins]
    return Document(tuple(flow.lines(_in_order(pages, kept))), layout=tuple(piece.text for piece in margins))


def _clear(table: Table | Bands, margins: Sequence[Piece], page: int) -> None:
    """Take the head and the foot of a page out of cells whose lines run into the margin."""
    for cell in table.cells if isinstance(table, Table) else ():
        if any(cell.box[1] <= margin.top <= cell.box[3] for margin in margins):
            for row in cell_rows(cell.glyphs):
                if any(flow.is_same(flow.piece(row, page), margin) for margin in margins):
                    cell.glyphs = [glyph for glyph in cell.glyphs if glyph not in row]


def _in_order(pages: Sequence[_Page], words: Sequence[Piece]) -> list[Piece]:
    """The lines of text and the rows of tables, page by page from top to bottom."""
    ordered: list[list[Piece | Table | Bands]] = []
    for page in pages:
        items = [*(piece for piece in words if piece.page == page.number), *page.tables]
        ordered.append(gutters.ordered(items, page.gutter))
    for above, below in pairwise(ordered):
        if above and below and isinstance(above[-1], Table) and isinstance(below[0], Table):
            grids.join(above[-1], below[0])
    found: list[Piece] = []
    for page, items in zip(pages, ordered, strict=True):
        for item in items:
            found += [item] if isinstance(item, Piece) else _rows(item, page.number)
        found += [Piece(page.number, page.height, line=Line(text, left_out=True)) for text in page.left_out]
    return found


def _rows(table: Table | Bands, page: int) -> Iterator[Piece]:
    """The rows of a table, and the running text that its cells may frame."""
    for top, row in table.lines():
        if isinstance(row, Line):
            yield Piece(page, top, line=row)
        else:
            for lines in (cell_rows(cell.glyphs) for cell in row):
                pieces = [flow.piece(line, page) for line in lines]
                left = min((piece.x0 for piece in pieces), default=0.0)
                right = max((piece.x1 for piece in pieces), default=0.0)
                yield from (replace(piece, frame=(left, right)) for piece in pieces)
