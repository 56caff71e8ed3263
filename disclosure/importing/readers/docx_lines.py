"""A Word document as it is printed: paragraphs and tables in their order, without what is hidden or was deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ... import prose
from ..document import Line, Span
from .docx_drawn import MC, Images, drawn
from .docx_numbers import Numbers
from .docx_styles import VAL, Styles, W, value
from .flow import MOVED, RAISED, Cell, Flow, cell
from .widths import edges as edges_of

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_NOT_SHOWN = frozenset(
    W + name
    for name in (
        *("del", "delInstrText", "delText", "instrText", "moveFrom", "pPr", "rPr", "rt", "sdtPr", "sdtEndPr"),
        *("sectPr", "tblGrid", "tblPr", "tcPr", "trPr"),
    )
)
_NOTE_LENGTH = 4
"""Characters of a note's mark at most."""
_TWIPS = 20
"""Parts of a point in which widths are given."""
_DIGITS = 6
"""No width has as many."""
_NOTES = {f"{W}footnoteReference": "脚注", f"{W}endnoteReference": "尾注"}


class Body(Flow):
    """The lines of a document. `notes`: its footnotes and endnotes, by kind and number; `layout`: its contents;
    `behind`: the colour of the paper or of a cell."""

    def __init__(
        self,
        styles: Styles,
        numbers: Numbers,
        notes: Mapping[tuple[str, str], str],
        images: Images,
        behind: str = "FFFFFF",
    ) -> None:
        super().__init__()
        self.behind = behind
        self.images = images
        self.styles = styles
        self.numbers = numbers
        self.notes = notes
        self.noted: dict[str, int] = {}
        self.layout: list[str] = []
        self.fields: list[bool] = []
        self.style: str | None = None
        self.type: object = None
        self.signs = False

    def shown(self, text: str) -> str:
        return prose.clean(text)

    # Blocks

    def blocks(self, element: Any) -> None:
        """The paragraphs and tables in an element."""
        for child in element:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}altChunk":
                self.emit(Line("［嵌入的文件］", left_out=True))
            elif child.tag not in _NOT_SHOWN:
                self.blocks(child)

    def _paragraph(self, paragraph: Any) -> None:
        self.style = self.styles.of(paragraph)
        number = self.numbers.number(paragraph)
        before = len(self.found)
        self.inline(paragraph)
        self.text = [_numbered(number, "".join(self.text))]
        contents = self.styles.name(self.style).startswith("toc")
        if contents:
            self.layout.append("".join(self.text))
            self.text = []
        self.end(gap=not contents and before == len(self.found) and not self._stands())

    def _stands(self) -> bool:
        """Whether the paragraph being read shows anything; an empty one sets those around it apart."""
        return bool("".join(self.text).strip() or self.asides)

    # Runs

    def inline(self, element: Any) -> None:
        """Everything in a paragraph or a part of one."""
        for child in element:
            tag = child.tag
            if tag in _NOT_SHOWN or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child)
            elif tag == f"{MC}AlternateContent":
                chosen = child.find(f"{MC}Choice")
                self.inline(chosen if chosen is not None else child)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawn(child)
            elif tag == f"{_M}oMath":
                self._formula(child)
            elif tag in (f"{W}bdo", f"{W}hyperlink"):
                self._set_apart(child)
            elif not self._piece(child):
                self.inline(child)

    def _set_apart(self, element: Any) -> None:
        """Text that is printed from right to left, or that leads to a note of the document."""
        if self.in_cell and element.tag == f"{W}bdo" and element.get(VAL) == "rtl":
            self._put(MOVED)
        words = "".join(text.text or "" for text in element.iter(f"{W}t"))
        leads = element.get(f"{W}anchor") is not None and len(words) <= _NOTE_LENGTH
        self.raised += leads
        self.inline(element)
        self.raised -= leads

    def _formula(self, element: Any) -> None:
        """A formula set in one line; of one that is built up (a fraction, a power) it is said that it is one."""
        built = any(child.tag not in (f"{_M}r", f"{_M}oMathPara") for child in element)
        self._put("［算式：" * built)
        self.inline(element)
        self._put("］" * built)

    def _drawn(self, element: Any) -> None:
        for thing in drawn(element, self.images):
            if thing.data:
                self.picture(thing.data, thing.alt, thing.said)
            else:
                self.aside(thing.said)

    def _run(self, run: Any) -> None:
        if self.styles.is_unseen(run, self.style, self.behind):
            self._unseen(run)
            return
        raised = self.styles.is_raised(run, self.style)
        self.signs = self.styles.is_signs(run)
        self.type = self.styles.face(run, self.style)
        struck = self.struck is None and any(
            self.styles.on(run, self.style, name) for name in ("strike", "dstrike")
        )
        self.raised += raised
        self.struck = [] if struck else self.struck
        self.inline(run)
        if struck:
            self.strike_ends()
        self.raised -= raised

    def _unseen(self, run: Any) -> None:
        """What does not show is not read, and not lost either."""
        words = "".join(text.text or "" for text in run.iter(f"{W}t")).strip()
        if words and not any(self.fields):
            self.aside(f"［没有显示的文字：{words}］")
        self._fields(run)

    def _fields(self, run: Any) -> None:
        for mark in run.iter(f"{W}fldChar"):
            self._field(mark.get(f"{W}fldCharType"))

    def _field(self, kind: str | None) -> None:
        """A field begins, shows its result from here on, or ends; what is no result is not printed."""
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _piece(self, element: Any) -> bool:
        """A piece of text; False for what is none by itself."""
        tag = element.tag
        if tag == f"{W}fldChar":
            self._field(element.get(f"{W}fldCharType"))
        elif tag in (f"{W}t", f"{_M}t"):
            self._put("［符号］" if self.signs else element.text)
        elif tag in (f"{W}tab", f"{W}ptab"):
            self._put("\t")
        elif tag == f"{W}noBreakHyphen":
            self._put("-")
        elif tag == f"{W}sym":
            self._put(_symbol(element))
        elif tag in (f"{W}br", f"{W}cr"):
            if element.get(f"{W}type", "textWrapping") == "textWrapping":
                self.end()
        elif tag in _NOTES:
            self._note(element)
        else:
            return False
        return True

    def _put(self, text: str | None) -> None:
        if not any(self.fields):
            self.add(text, self.type)

    def _note(self, element: Any) -> None:
        kind = _NOTES[element.tag]
        self.noted[kind] = number = self.noted.get(kind, 0) + 1
        if not element.get(f"{W}customMarkFollows"):
            self._put(str(number).translate(RAISED))
        self.aside(f"［{kind}{number}：{self.notes.get((kind, element.get(f'{W}id')), '')}］")

    # Tables

    def _table(self, table: Any) -> None:
        self.end()
        rows = [row for row in _inside(table, "tr") if not _is_deleted(row)]
        for row in filter(_is_hidden, rows):
            self._unseen(row)
        rows = [row for row in rows if not _is_hidden(row)]
        if _is_layout(table, rows):
            for row in rows:
                for each in _inside(row, "tc"):
                    self.blocks(each)
            return
        self.frame += 1
        grids = [_merges(row) for row in rows]
        widths = [each.get(f"{W}w", "") for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        edges = edges_of(widths, [list(_sized(row)) for row in rows])
        for at, row in enumerate(rows):
            below = grids[at + 1] if at + 1 < len(rows) else {}
            placed = list(_placed(row))
            ends = [*(place for place, _ in placed[1:]), _width(row)]
            cells = [
                replace(
                    self._cell(table, each, 2 if below.get(place) == "continue" else 1),
                    span=(edges[place], edges[end]),
                )
                for (place, each), end in zip(placed, ends, strict=False)
                if _merge(each) != "continue"
            ]
            self.row(cells, last=at + 1 == len(rows))

    def _cell(self, table: Any, element: Any, rows: int) -> Cell:
        behind = self.styles.behind(table, element, self.behind)
        inside = Body(self.styles, self.numbers, self.notes, self.images, behind)
        inside.noted = self.noted
        inside.in_cell = True
        inside.blocks(element)
        return cell(inside.found, rows)


def _numbered(number: str, text: str) -> str:
    """A paragraph with its automatic number before it, unless it is typed there as well."""
    typed = not number[-1:].isdigit() and text.lstrip().startswith(number)
    if not text.strip(" \t\u3000") or not number or typed:
        return text
    apart = " " if text.lstrip()[:1].isascii() and number[-1:].isascii() else ""
    return number + apart + text.lstrip()


def _symbol(element: Any) -> str:
    """A sign of a symbol font; one that has no meaning outside of its font is named, not dropped."""
    code = element.get(f"{W}char", "")
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        char = ""
    return char if char and not "\ue000" <= char <= "\uf8ff" and char.isprintable() else "［符号］"


# Tables -----------------------------------------------------------------------------------------------------------

_MERGED = ("", "continue")
"""What is said of a cell that is merged into the one on its left."""


def _inside(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag not in _NOT_SHOWN and child.tag != f"{W}tc":
            yield from _inside(child, name)


def _is_deleted(row: Any) -> bool:
    """Whether a row was deleted while changes were tracked."""
    return value(row, "trPr", "del") is not None


def _is_hidden(row: Any) -> bool:
    return value(row, "trPr", "hidden") not in (None, "0", "false")


def _is_layout(table: Any, rows: list[Any]) -> bool:
    """Whether a table only arranges the page: it holds another one, or has a single column."""
    nested = next(table.iterdescendants(f"{W}tbl"), None) is not None
    return nested or all(sum(1 for _ in _inside(row, "tc")) <= 1 for row in rows)


def _placed(row: Any) -> Iterator[tuple[int, Any]]:
    """(column of the grid, cell) of the cells of a row; what is merged into the cell on its left is left out."""
    return ((at, each) for at, _, each in _columns(row) if value(each, "tcPr", "hMerge") not in _MERGED)


def _width(row: Any) -> int:
    """The column of the grid at which a row ends."""
    return max((end for _, end, _ in _columns(row)), default=0)


def _columns(row: Any) -> Iterator[tuple[int, int, Any]]:
    """(first column of the grid, the one behind the last, cell) of the cells of a row."""
    at = int(value(row, "trPr", "gridBefore") or 0)
    for each in _inside(row, "tc"):
        if value(each, "tcPr", "cellDel") is None:
            end = at + int(value(each, "tcPr", "gridSpan") or 1)
            yield at, end, each
            at = end


def _sized(row: Any) -> Iterator[tuple[Span, str]]:
    """(columns of the grid, how wide that is said to be) of the cells of a row, and of the room before them."""
    before = int(value(row, "trPr", "gridBefore") or 0)
    if before:
        yield (0, before), _length(row, "trPr", "wBefore")
    for at, end, each in _columns(row):
        yield (at, end), _length(each, "tcPr", "tcW")


def _length(element: Any, properties: str, name: str) -> str:
    """A width in points, "" where none is said."""
    found = element.find(f"{W}{properties}/{W}{name}")
    width = "" if found is None or found.get(f"{W}type", "dxa") != "dxa" else found.get(f"{W}w", "")
    return f"{int(width) / _TWIPS}pt" if width.isdecimal() and len(width) < _DIGITS else ""


def _merge(element: Any) -> str:
    """ "restart", "continue" or "" where a cell is not merged with one above or below."""
    merge = value(element, "tcPr", "vMerge")
    return "" if merge is None else merge or "continue"


def _merges(row: Any) -> dict[int, str]:
    return {at: _merge(each) for at, each in _placed(row)}
