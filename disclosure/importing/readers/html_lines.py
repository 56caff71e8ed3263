"""A web page as it is shown: blocks and line breaks as lines, the rows of its tables as cells, nothing that is hidden."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from ... import prose
from ..document import Line, PictureFile
from .enclosed import is_raster, spoken
from .flow import Cell, Flow, cell

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
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
    r"|(?:font-size|opacity)\s*:\s*0+(?:\.0*)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_STRUCK_STYLE = re.compile(r"line-through", re.IGNORECASE)
_RAISED_STYLE = re.compile(
    r"vertical-align\s*:\s*(?:super|sub)|mso-text-raise\s*:\s*[-\d.]*[1-9]", re.IGNORECASE
)
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


def illustrated(root: HtmlElement) -> tuple[list[Shown], list[PictureFile]]:
    """The same with the pictures that stand in the page itself."""
    page = _Page(root)
    struck = any(_is_struck(each) for each in (root, *root.iterancestors()))
    page.struck = [] if struck else None
    page.walk(root)
    if struck:
        page.strike_ends()
    page.end()
    return page.placed, page.pictures


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element and all in it is not shown."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _NOT_SHOWN
        or "hidden" in element.attrib
        or bool(_HIDDEN.search(element.get("style", "")))
        or (element.tag == "input" and element.get("type", "text") not in ("text", "number"))
    )


class _Page(Flow):
    """The lines of a page, each with the element it stands in."""

    def __init__(self, root: HtmlElement) -> None:
        super().__init__()
        self.placed: list[Shown] = []
        self.within = [root]
        self.items: dict[HtmlElement, int] = {}

    def emit(self, line: Line) -> None:
        within = self.within[-1]
        said = within.tag == "figcaption" and not line.left_out
        self.placed.append(Shown(replace(line, caption=True) if said else line, within))

    def shown(self, text: str) -> str:
        return prose.clean(_flowed(text))

    def walk(self, element: HtmlElement) -> None:
        """Everything in an element."""
        self._text(element.text)
        for child in element:
            if not is_hidden(child):
                self._child(child)
            self._text(child.tail)

    def _child(self, child: HtmlElement) -> None:
        tag = child.tag
        if tag == "br":
            self.end()
        elif tag == "table" and not _is_layout(child):
            self._table(child)
        elif tag in _BLOCKS and "run-in" not in child.classes:
            self._block(child)
        elif tag in _PICTURES:
            self._picture(child)
        elif tag == "input":
            self.add(child.get("value"))
        else:
            self._inline(child)

    def _block(self, element: HtmlElement) -> None:
        self.end(gap=True)
        self.within.append(element)
        self.add(self._number(element))
        (self._inline if _is_struck(element) else self.walk)(element)
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
        return "" if _no_marks(element) or _no_marks(parent) else f"{number}."

    def _inline(self, element: HtmlElement) -> None:
        style = element.get("style", "")
        if self.struck is None and _is_struck(element):
            self.struck = []
            self.walk(element)
            self.strike_ends()
            return
        raised = element.tag in ("sup", "sub") or bool(_RAISED_STYLE.search(style))
        self.raised += raised
        self.walk(element)
        self.raised -= raised

    def _text(self, text: str | None) -> None:
        """Text as it stands in the source; its line feeds count only where it is preformatted."""
        parts = (text or "").split("\n") if self.within[-1].tag == "pre" else [text]
        for number, part in enumerate(parts):
            if number:
                self.end()
            self.add(part)

    def _table(self, table: HtmlElement) -> None:
        self.end(gap=True)
        self._misplaced(table)
        self.within.append(table)
        rows = [row for row in table.iter("tr") if not any(is_hidden(each) for each in _up_to(row, table))]
        for number, row in enumerate(rows):
            self.row(list(_cells(row)), last=number + 1 == len(rows))
        self.within.pop()

    def _misplaced(self, element: HtmlElement) -> None:
        """What stands in a table but in none of its rows is shown above it, as its caption is."""
        self.add(element.text)
        for child in element:
            if child.tag in ("thead", "tbody", "tfoot"):
                self._misplaced(child)
            elif child.tag != "tr" and not is_hidden(child):
                self._block(child)
            self.add(child.tail)
        self.end(gap=True)


def _is_struck(element: HtmlElement) -> bool:
    return element.tag in _STRUCK or bool(_STRUCK_STYLE.search(element.get("style", "")))


def _cells(row: HtmlElement) -> Iterator[Cell]:
    """The cells of a row. What stands between them has lost its own and takes a place, so that no other moves there."""
    yield from _loose(row.text)
    for child in row:
        if child.tag in ("td", "th") and not is_hidden(child):
            yield _cell(child)
        elif not is_hidden(child):
            yield from _cells(child)
        yield from _loose(child.tail)


def _loose(text: str | None) -> Iterator[Cell]:
    if words := _flowed(text or "").strip():
        yield Cell(words)


def _cell(element: HtmlElement) -> Cell:
    span = element.get("rowspan", "1").strip()
    rows = int(span) if span.isdecimal() and len(span) < 5 else 1
    return cell([each.line for each in lines(element)], rows or _TO_THE_END)


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only arranges the page: it holds another one, or has a single column."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) <= 1 for row in table.iter("tr"))


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


def _no_marks(element: HtmlElement) -> bool:
    return bool(re.search(r"list-style(?:-type)?\s*:\s*none", element.get("style", ""), re.IGNORECASE))


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
