"""A web page as it is shown: blocks and line breaks as lines, the rows of its tables as cells, nothing that is hidden."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from ... import prose
from ..document import Line
from .cells import row_line, without_struck

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
        "script",
        "style",
        "template",
        "textarea",
        "title",
    )
)
_PICTURES = frozenset(("audio", "canvas", "embed", "iframe", "img", "object", "svg", "v:imagedata", "video"))
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"line-through", re.IGNORECASE)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""A small raised number is a note, no part of the figure before it."""


@dataclass(frozen=True)
class Shown:
    """A line and the element of the page it stands in."""

    line: Line
    within: HtmlElement


def lines(root: HtmlElement) -> list[Shown]:
    """What a page shows, in reading order."""
    page = _Page(root)
    page.walk(root)
    page.end()
    return page.found


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element and all in it is not shown."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _NOT_SHOWN
        or "hidden" in element.attrib
        or bool(_HIDDEN.search(element.get("style", "")))
        or (element.tag == "input" and element.get("type", "text") not in ("text", "number"))
    )


class _Page:
    """The lines found so far and the text of the one being read."""

    def __init__(self, root: HtmlElement) -> None:
        self.found: list[Shown] = []
        self.within = [root]
        self.text: list[str] = []
        self.asides: list[str] = []
        self.gap = True
        self.raised = 0
        self.struck: list[str] | None = None

    def walk(self, element: HtmlElement) -> None:
        """Everything in an element."""
        self.add(element.text)
        for child in element:
            if not is_hidden(child):
                self._child(child)
            self.add(child.tail)

    def _child(self, child: HtmlElement) -> None:
        tag = child.tag
        if tag == "br":
            self.end()
        elif tag == "table" and not _is_layout(child):
            self.end(gap=True)
            self._table(child)
        elif tag in _BLOCKS and "run-in" not in child.classes:
            self._block(child)
        elif tag in _PICTURES:
            self.asides.append(_picture(child))
        elif tag == "input":
            self.add(child.get("value"))
        else:
            self._inline(child)

    def _block(self, element: HtmlElement) -> None:
        self.end(gap=True)
        self.within.append(element)
        self.add(_number(element))
        self.walk(element)
        self.end(gap=True)
        self.within.pop()

    def _inline(self, element: HtmlElement) -> None:
        style = element.get("style", "")
        if self.struck is None and (element.tag in _STRUCK or _STRUCK_STYLE.search(style)):
            self.struck = []
            self.walk(element)
            self.asides += without_struck("".join(self.struck))
            self.struck = None
            return
        raised = element.tag in ("sup", "sub") or bool(_RAISED_STYLE.search(style))
        self.raised += raised
        self.walk(element)
        self.raised -= raised

    def add(self, text: str | None) -> None:
        """More of the line."""
        if not text:
            return
        if self.struck is not None:
            self.struck.append(text)
        elif self.within[-1].tag == "pre":
            for number, part in enumerate(text.split("\n")):
                if number:
                    self.end()
                self.text.append(part)
        else:
            self.text.append(text.translate(RAISED) if self.raised else text)

    def end(self, *, gap: bool = False) -> None:
        """The line ends; `gap`: with its paragraph."""
        raw = _flowed("".join(self.text))
        text = raw.strip(" \u3000")
        if text:
            before = raw[: len(raw) - len(raw.lstrip(" \u3000"))]
            indent = sum(2 if char == "\u3000" else 1 for char in before)
            self.found.append(Shown(Line(text, indent=indent, gap=self.gap), self.within[-1]))
            self.gap = False
        self.found += [Shown(Line(aside, left_out=True), self.within[-1]) for aside in self.asides]
        self.text, self.asides = [], []
        self.gap = self.gap or gap

    # Tables

    def _table(self, table: HtmlElement) -> None:
        """The rows of a table, and under each what its cells hold that is not read."""
        for caption in table.findall("caption"):
            self._block(caption)
        rows = [row for row in table.iter("tr") if not _in_hidden(row, table)]
        for number, row in enumerate(rows):
            parts = [_cell(cell) for cell in row if cell.tag in ("td", "th") and not is_hidden(cell)]
            shared = frozenset(
                at for at, part in enumerate(parts) if part.rows > 1 and number + 1 < len(rows)
            )
            if parts:
                self.found.append(Shown(row_line([part.text for part in parts], shared), table))
            self.found += [Shown(aside, table) for part in parts for aside in part.asides]


@dataclass(frozen=True)
class _Cell:
    text: str
    asides: tuple[Line, ...]
    rows: int


def _cell(element: HtmlElement) -> _Cell:
    found = [each.line for each in lines(element)]
    text = " ".join(line.text for line in found if not line.left_out)
    span = element.get("rowspan", "1").strip()
    rows = int(span) if span.isdecimal() and len(span) < 5 else 1
    return _Cell(text, tuple(line for line in found if line.left_out), rows or 2)


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only arranges the page: it holds another one, or has a single column."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return all(sum(cell.tag in ("td", "th") for cell in row) <= 1 for row in table.iter("tr"))


def _in_hidden(row: HtmlElement, table: HtmlElement) -> bool:
    return any(is_hidden(each) for each in _up_to(row, table))


def _up_to(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    while element is not top:
        yield element
        element = element.getparent()


# Text -------------------------------------------------------------------------------------------------------------


def _flowed(text: str) -> str:
    """Text with its white space as a browser shows it; a line feed beside a Chinese character is none."""
    flowed = _SPACE.sub(lambda space: _between(space, text), text.strip(" \t\r\n\f"))
    return prose.clean(flowed)


def _between(space: re.Match[str], text: str) -> str:
    if "\n" not in space.group():
        return " "
    stripped = space.string
    around = stripped[: space.start()][-1:] + stripped[space.end() :][:1]
    return "" if any(unicodedata.east_asian_width(char) in "WF" for char in around) else " "


def _number(element: HtmlElement) -> str:
    """The number a list puts in front of an item."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol" or _no_marks(element) or _no_marks(parent):
        return ""
    start = parent.get("start", "1")
    before = sum(1 for _ in element.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdecimal() and len(start) < 4 else 1) + before}."


def _no_marks(element: HtmlElement) -> bool:
    return bool(re.search(r"list-style(?:-type)?\s*:\s*none", element.get("style", ""), re.IGNORECASE))


def _picture(element: HtmlElement) -> str:
    words = prose.clean(element.get("alt") or element.get("title") or "").strip()
    kind = "图" if element.tag in ("img", "svg", "canvas", "v:imagedata") else "嵌入的内容"
    return f"［{kind}：{words}］" if words else f"［{kind}］"
