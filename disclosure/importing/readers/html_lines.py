"""A web page as it is shown: blocks and line breaks as lines, the rows of its tables as cells, nothing that is hidden."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from ... import prose
from ..document import Line, PictureFile
from .enclosed import is_raster, spoken
from .flow import MOVED, Cell, Flow, cell
from .html_looks import Look, Looks
from .widths import COLUMNS, Sized, between

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_NOT_SHOWN = frozenset(
    (
        "base",
        "button",
        "head",
        "link",
        "meta",
        "noscript",
        "option",
        "rp",
        "rt",
        "script",
        "style",
        "template",
        "textarea",
        "title",
    )
)
_PICTURES = frozenset(("audio", "canvas", "embed", "iframe", "img", "object", "svg", "v:imagedata", "video"))
_BUILT = re.compile("m(?:frac|root|sqrt|su[bp]|under|over|multiscripts|table|fenced|enclose)")
_STRUCK = frozenset(("del", "s", "strike"))
_APART = "\x1e"
"""Stands between texts that are seen apart from each other; between figures it becomes a space."""
_BETWEEN_FIGURES = re.compile(rf"(?<=[\d.,])\s*{_APART}[\s{_APART}]*(?=[\d.,])")
_UNSEEN = 300
"""Characters of a text that is not shown which are listed."""
_WIDTH = re.compile(r"(?:^|;)\s*width\s*:([^;!]+)", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)
_TO_THE_END = 9999
"""Rows over which a cell with rowspan="0" stands: all that are left."""


@dataclass(frozen=True)
class Shown:
    """A line and the element of the page it stands in."""

    line: Line
    within: HtmlElement


def lines(root: HtmlElement) -> list[Shown]:
    """What a page shows, in reading order."""
    return illustrated(root)[0]


def illustrated(root: HtmlElement, looks: Looks | None = None) -> tuple[list[Shown], list[PictureFile]]:
    """The same with the pictures that stand in the page itself."""
    page = _Page(root, looks or Looks(root))
    page.in_cell = root.tag in ("td", "th")
    struck = any(page.is_struck(each) for each in (root, *root.iterancestors()))
    page.struck = [] if struck else None
    page.walk(root)
    if struck:
        page.strike_ends()
    page.end()
    return page.placed, page.pictures


def is_no_text(element: HtmlElement) -> bool:
    """Whether what stands in an element is nothing that a page shows as text."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _NOT_SHOWN
        or (element.tag == "input" and element.get("type", "text") not in ("text", "number"))
    )


class _Page(Flow):
    """The lines of a page, each with the element it stands in."""

    def __init__(self, root: HtmlElement, looks: Looks) -> None:
        super().__init__()
        self.looks = looks
        self.placed: list[Shown] = []
        self.within = [root]
        self.items: dict[HtmlElement, int] = {}
        self.unseen: list[str] = []

    def is_struck(self, element: HtmlElement) -> bool:
        return isinstance(element.tag, str) and (element.tag in _STRUCK or self.looks.of(element).struck)

    def is_gone(self, element: HtmlElement) -> bool:
        return is_no_text(element) or self.looks.of(element).gone or _is_folded(element)

    def emit(self, line: Line) -> None:
        within = self.within[-1]
        said = within.tag == "figcaption" and not line.left_out
        self.placed.append(Shown(replace(line, caption=True) if said else line, within))

    def shown(self, text: str) -> str:
        return prose.clean(_flowed(_BETWEEN_FIGURES.sub(" ", text).replace(_APART, "")))

    def end(self, *, gap: bool = False) -> None:
        if self.unseen:
            words = " ".join("".join(self.unseen).split())
            self.unseen = []
            if words:
                cut = f"{words[:_UNSEEN]}……" if len(words) > _UNSEEN else words
                self.aside(f"［没有显示的文字：{cut}］")
        super().end(gap=gap)

    def walk(self, element: HtmlElement) -> None:
        """Everything in an element."""
        look = self.looks.of(element)
        self.add(MOVED if look.moved and _is_in_cell(element) else None)
        self._text(look.before, look)
        self._text(element.text, look)
        for child in element:
            if not self.is_gone(child):
                self._child(child)
            else:
                self.hide(child)
            self._text(child.tail, look)
        self._text(look.after, look)

    def hide(self, element: HtmlElement) -> None:
        """What is not shown is not read, and not lost either."""
        if not is_no_text(element):
            self.unseen += [*_words(element), " "]

    def _child(self, child: HtmlElement) -> None:
        tag = child.tag
        look = self.looks.of(child)
        if tag == "br":
            self.end()
        elif tag == "table" and not _is_layout(child):
            self._table(child)
        elif (tag in _BLOCKS and "run-in" not in child.classes) or look.block:
            self._block(child)
        elif tag in _PICTURES:
            self._picture(child)
        elif tag == "input":
            self.add(_APART)
            self._text(child.get("value"), look)
            self.add(_APART)
        elif tag == "math":
            self._formula(child)
        else:
            self.add(_APART if look.apart else None)
            self._inline(child)
            self.add(_APART if look.apart else None)

    def _formula(self, element: HtmlElement) -> None:
        """A formula set in one line; of one that is built up (a fraction, a power) it is said that it is one."""
        built = any(isinstance(each.tag, str) and _BUILT.match(each.tag) for each in element.iter())
        self.add("［算式：" * built)
        self._inline(element)
        self.add("］" * built)

    def _block(self, element: HtmlElement) -> None:
        self.end(gap=True)
        self.within.append(element)
        self.add(self._number(element))
        (self._inline if self.is_struck(element) else self.walk)(element)
        self.end(gap=True)
        self.within.pop()

    def _picture(self, element: HtmlElement) -> None:
        said, data = _said(element), _embedded(element)
        if data:
            self.picture(data, spoken(element.get("alt") or element.get("title")), said)
        else:
            self.aside(said)

    def _number(self, element: HtmlElement) -> str:
        """The number a list puts in front of an item."""
        parent = element.getparent()
        if element.tag != "li" or parent is None or parent.tag != "ol":
            return ""
        start = parent.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) < 4 else 1
        self.items[parent] = number = self.items.get(parent, first - 1) + 1
        return "" if self._no_marks(element) or self._no_marks(parent) else f"{number}.{_APART}"

    def _no_marks(self, element: HtmlElement) -> bool:
        said = self.looks.said(element)
        return "none" in f"{said.get('list-style', '')} {said.get('list-style-type', '')}".lower().split()

    def _inline(self, element: HtmlElement) -> None:
        if self.struck is None and self.is_struck(element):
            self.struck = []
            self.walk(element)
            self.strike_ends()
            return
        raised = element.tag in ("sup", "sub") or _is_note(element) or self.looks.of(element).raised
        self.raised += raised
        self.walk(element)
        self.raised -= raised

    def _text(self, text: str | None, look: Look) -> None:
        """Text as it stands in the source; its line feeds count only where it is preformatted."""
        if look.unseen:
            self.unseen.append(text or "")
            return
        parts = (text or "").split("\n") if self.within[-1].tag == "pre" else [text]
        for number, part in enumerate(parts):
            if number:
                self.end()
            self.add(part, (round(look.size, 1), look.colour))

    def _table(self, table: HtmlElement) -> None:
        self.end(gap=True)
        self._misplaced(table)
        self.within.append(table)
        self.frame += 1
        rows = list(table.iter("tr"))
        shown = [row for row in rows if not any(self.is_gone(each) for each in _up_to(row, table))]
        grid = _Grid(self._edges(table, shown))
        for row in rows:
            if row in shown:
                self.row(grid.row(list(self._cells(row))), last=row is shown[-1])
            else:
                self.hide(row)
            self.end()
        self.within.pop()

    def _misplaced(self, element: HtmlElement) -> None:
        """What stands in a table but in none of its rows is shown above it, as its caption is."""
        self.add(element.text)
        for child in element:
            if child.tag in ("thead", "tbody", "tfoot"):
                self._misplaced(child)
            elif child.tag != "tr" and not self.is_gone(child):
                self._block(child)
            self.add(child.tail)
        self.end(gap=True)

    def _cells(self, row: HtmlElement) -> Iterator[Cell]:
        """The cells of a row. What stands between them has lost its own and takes a place, so that no other moves there."""
        yield from _loose(row.text)
        for child in row:
            if self.is_gone(child):
                self.hide(child)
            elif child.tag in ("td", "th"):
                yield self._cell(child)
            else:
                yield from self._cells(child)
            yield from _loose(child.tail)

    def _cell(self, element: HtmlElement) -> Cell:
        empty = _empty(element)
        inside = illustrated(element, self.looks)[0]
        return replace(cell([each.line for each in inside], empty.rows), span=empty.span)

    def _edges(self, table: HtmlElement, rows: list[HtmlElement]) -> Mapping[int, int]:
        """Where the columns of these rows begin and end, from how wide their cells are."""
        grid = _Grid({at: at for at in range(COLUMNS + 1)})
        columns = (_width(each) for each in table.iter("col") for _ in range(_number(each, "span")))
        declared = enumerate(islice(columns, COLUMNS))
        said: list[Sized] = [((at, at + 1), width) for at, width in declared if width]
        found: list[list[Sized]] = []
        for row in rows:
            shown = [each for each in row.iterchildren("td", "th") if not self.is_gone(each)]
            placed = grid.row([_empty(each) for each in shown])
            found.append(
                [(cell.span, _width(each)) for cell, each in zip(placed, shown, strict=True) if cell.span]
            )
        return between(said, found)


class _Grid:
    """The columns of a table as its rows come. `edges`: where they begin and end; `taken`: column → how many rows below a
    cell of it still reaches into."""

    def __init__(self, edges: Mapping[int, int]) -> None:
        self.edges = edges
        self.taken: dict[int, int] = {}

    def row(self, cells: list[Cell]) -> list[Cell]:
        """The cells of a row with the columns they stand over; none where one of them has lost its own cell."""
        above, self.taken = self.taken, {at: left - 1 for at, left in self.taken.items() if left > 1}
        found, at = [], 0
        for each in cells:
            while at in above:
                at += 1
            end = at + (each.span[1] if each.span else 1)
            if each.rows > 1:
                self.taken.update((column, each.rows - 1) for column in range(at, end))
            known = bool(each.span) and {at, end} <= self.edges.keys()
            found.append(replace(each, span=(self.edges[at], self.edges[end]) if known else ()))
            at = end
        return found


def _empty(element: HtmlElement) -> Cell:
    """A cell of this size."""
    span = element.get("rowspan", "1").strip()
    rows = int(span) if span.isdecimal() and len(span) < 5 else 1
    return Cell("", rows=rows or _TO_THE_END, span=(0, _number(element, "colspan")))


def _number(element: HtmlElement, name: str) -> int:
    """Over how many columns something stands."""
    said = element.get(name, "1").strip()
    return int(said) if said.isdecimal() and len(said) < 4 and int(said) else 1


def _width(element: HtmlElement) -> str:
    """How wide a cell is said to be, "" where nothing is said."""
    said = _WIDTH.search(element.get("style", ""))
    return said[1] if said else element.get("width", "")


def _loose(text: str | None) -> Iterator[Cell]:
    if words := _flowed(text or "").strip():
        yield Cell(words)


def _is_folded(element: HtmlElement) -> bool:
    """Whether an element stands in a cell and is only shown when somebody unfolds it."""
    above = element.getparent()
    folded = above is not None and above.tag == "details" and "open" not in above.attrib
    return folded and element.tag != "summary" and _is_in_cell(element)


def _is_in_cell(element: HtmlElement) -> bool:
    return any(each.tag in ("td", "th") for each in (element, *element.iterancestors()))


def _words(element: HtmlElement) -> Iterator[str]:
    """The text in an element, without what is no text on any page."""
    yield element.text or ""
    for child in element:
        if not is_no_text(child):
            yield from _words(child)
        yield child.tail or ""


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only arranges the page: it holds another one, or has a single column."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) <= 1 for row in table.iter("tr"))


def _is_note(element: HtmlElement) -> bool:
    """Whether small type stands beside a digit: 12 with a small 1 is not 121. A figure small as a whole is a figure."""
    before = element.getprevious()
    parent = element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else ""
    beside = (text or "").rstrip()[-1:] + (element.tail or "").lstrip()[:1]
    return element.tag == "small" and any(character.isdigit() for character in beside)


def _up_to(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    while element is not top:
        yield element
        element = element.getparent()


# Text -------------------------------------------------------------------------------------------------------------


def _flowed(text: str) -> str:
    """Text with its white space as a browser shows it; a line feed beside a Chinese character is none."""
    return _SPACE.sub(_space, text.strip(" \t\r\n\f"))


def _space(space: re.Match[str]) -> str:
    if "\n" not in space.group():
        return " "
    around = space.string[space.start() - 1 : space.start()] + space.string[space.end() : space.end() + 1]
    return "" if any(unicodedata.east_asian_width(char) in "WF" for char in around) else " "


def _said(element: HtmlElement) -> str:
    words = prose.clean(element.get("alt") or element.get("title") or "").strip()
    kind = "图" if element.tag in ("img", "svg", "canvas", "v:imagedata") else "嵌入的内容"
    return f"［{kind}：{words}］" if words else f"［{kind}］"


def _embedded(element: HtmlElement) -> bytes:
    """The bytes of a picture that stands in the page itself; b"" where it stands elsewhere or is of another kind."""
    source = element.get("src", "").strip()
    start = _EMBEDDED.match(source) if element.tag == "img" else None
    try:
        data = base64.b64decode("".join(source[start.end() :].split()), validate=True) if start else b""
    except (binascii.Error, ValueError):
        return b""
    return data if is_raster(data) else b""
