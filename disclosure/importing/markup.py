"""HTML as a word processor or a browser puts it on the clipboard, to lines of text: numbers of lists, breaks, tables."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from lxml import etree

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|center|d[dlt]|details|div|figcaption|figure|footer|form|h[1-6]|header|hr"
    "|li|main|nav|ol|p|pre|section|table|t(?:body|foot|head)|tr|ul"
)
_LEFT_OUT = re.compile("head|script|style|title|template|noscript|select|button|textarea|svg|math")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK = re.compile(r"line-through", re.IGNORECASE)
_COMMENT = re.compile(r"mso-element\s*:\s*comment", re.IGNORECASE)
_COMMENT_MARK = re.compile("MsoCommentReference|msocomanchor", re.IGNORECASE)
_NOTE = re.compile(r"mso-element\s*:\s*(?:foot|end)note(?!-)", re.IGNORECASE)
_NOTE_TEXT = re.compile("Mso(?:Foot|End)noteText|sd(?:foot|end)note", re.IGNORECASE)
_NOTE_LINK = re.compile(r"mso-(?:foot|end)note-id", re.IGNORECASE)
_NOTE_ANCHOR = re.compile("Mso(?:Foot|End)noteReference|sd(?:foot|end)noteanc", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*su(?:per|b)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[【〔（(]?[0-9①-⑳*※]{1,3}[\]】〕）)]?")
_WORD_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_CHINESE_LIST = re.compile(r"cjk-ideographic|chinese-informal|chinese-formal|cjk-decimal", re.IGNORECASE)
_NUMBERED = re.compile(r"[0-9０-９一二三四五六七八九十百甲乙丙丁①-⑳]|^\W*[A-Za-z]{1,4}[.)．、）]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PIECES = re.compile(r"[ \t\r\n\f]+|[^ \t\r\n\f]+")
_DIGITS = "零一二三四五六七八九"


CELL = "\x1f"
"""What stands between the cells of a row."""


@dataclass(frozen=True)
class Raw:
    """A line as it was found. `soft`: behind a line break within a paragraph; `broken`: breaks already taken out.

    `number` is what a list puts in front of it, `bullet` the mark of a list without numbers.
    `pictures` and `table` count what cannot stand in a line of text: pictures, and a row of a table put into words.
    `struck`, `marks` and `notes` are texts left out: struck out or deleted, the marks of comments and of notes behind
    figures, and what is written in footnotes and endnotes.
    """

    text: str = ""
    soft: bool = False
    broken: int = 0
    number: str = ""
    bullet: str = ""
    pictures: int = 0
    table: int = 0
    struck: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def followed_by(self, line: Raw) -> Raw:
        """This line with another one behind it; a space only between two Latin words."""
        left, right = self.text.rstrip(), line.text.lstrip(" \u3000")
        latin = left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum()
        glued = f"{left} {right}" if latin else left + right
        return replace(
            self,
            text=glued,
            pictures=self.pictures + line.pictures,
            table=self.table + line.table,
            struck=self.struck + line.struck,
            marks=self.marks + line.marks,
            notes=self.notes + line.notes,
        )


def read_html(html: str) -> list[Raw]:
    """The lines of a page or a fragment, empty ones left out."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root = etree.fromstring(html.encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    page = _Page()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and (_left_out(element) or page.told(element)):
            walk.skip_subtree()
        elif event == "start":
            page.open(element)
        else:
            page.close(element)
    page.line_ends()
    return page.lines


def _left_out(element: etree._Element) -> bool:
    return bool(_LEFT_OUT.fullmatch(element.tag) or _HIDDEN.search(element.get("style", "")))


@dataclass
class _List:
    """A list that is open: what its next item is numbered, and how; None: with a bullet."""

    next: int | None
    chinese: bool = False


@dataclass
class _Page:
    """The lines read so far and the one being read."""

    lines: list[Raw] = field(default_factory=list)
    line: Raw = field(default_factory=Raw)
    lists: list[_List] = field(default_factory=list)
    marker: list[str] | None = None
    preformatted: int = 0
    rows: int = 0
    cells: int = 0

    def told(self, element: etree._Element) -> bool:
        """Whether the words of an element are left out and told: digits of theirs would make another number."""
        tag, style, name = element.tag, element.get("style", ""), element.get("class", "")
        words = _SPACE.sub(" ", "".join(map(str, element.itertext()))).strip(" \xa0\u3000")
        if tag in ("del", "s", "strike") or _STRUCK.search(style):
            self.line = replace(self.line, struck=(*self.line.struck, *filter(None, [words])))
        elif _NOTE.search(style) or _NOTE_TEXT.fullmatch(name):
            self.line = replace(self.line, notes=(*self.line.notes, *filter(None, [words])))
        elif (
            _COMMENT.search(style)
            or _NOTE_LINK.search(style)
            or _COMMENT_MARK.fullmatch(name)
            or _NOTE_ANCHOR.fullmatch(name)
        ):
            self.line = replace(self.line, marks=(*self.line.marks, *filter(None, [words])))
        elif (tag in ("sup", "sub") or _RAISED.search(style)) and self._notes(words):
            self.line = replace(self.line, marks=(*self.line.marks, words))
        else:
            return False
        return True

    def _notes(self, words: str) -> bool:
        """Whether raised words are the mark of a note; behind a Latin letter they belong to a unit (m2)."""
        last = self.line.text[-1:]
        return bool(_NOTE_MARK.fullmatch(words)) and not (last.isascii() and last.isalpha())

    def open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == "br":
            self._soft_break()
        elif _BLOCK.fullmatch(tag):
            self._open_block(element)
        elif tag in ("td", "th"):
            self.line = replace(self.line, text=self.line.text.rstrip() + CELL * bool(self.cells))
            self.cells += 1
        elif tag in ("img", "v:imagedata"):
            self.line = replace(self.line, pictures=self.line.pictures + 1)
        elif tag == "span" and _WORD_MARKER.search(element.get("style", "")):
            self.marker = []
        self.add(element.text)

    def close(self, element: etree._Element) -> None:
        if element.tag == "pre":
            self.preformatted -= 1
        if element.tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if element.tag == "tr":
            self.rows -= 1
        if _BLOCK.fullmatch(element.tag) and not self.rows:
            self.line_ends()
        if self.marker is not None and _WORD_MARKER.search(element.get("style", "")):
            self._marked("".join(self.marker).strip(" \xa0\u3000"))
            self.marker = None
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """More of the line, with white space as a browser shows it."""
        if not text:
            return
        if self.marker is not None:
            self.marker.append(_SPACE.sub(" ", text))
        elif self.preformatted:
            for at, part in enumerate(text.split("\n")):
                if at:
                    self.line_ends()
                self.line = replace(self.line, text=self.line.text + part)
        else:
            self.line = replace(self.line, text=_flowed(self.line.text, text))

    def line_ends(self) -> None:
        if self.line.text.strip(" \xa0\u3000") or self.line.pictures or self.line.struck or self.line.notes:
            self.lines.append(self.line)
        self.line = Raw()

    def _soft_break(self) -> None:
        """A line break; two of them, with nothing in between, end the paragraph."""
        if self.rows:
            return
        empty = not self.line.text.strip(" \xa0\u3000")
        self.line_ends()
        self.line = Raw(soft=not empty)

    def _open_block(self, element: etree._Element) -> None:
        """A new paragraph, but inside the row of a table, which stays one line."""
        tag, style = element.tag, element.get("style", "")
        if not self.rows:
            self.line_ends()
        if tag == "pre":
            self.preformatted += 1
        elif tag == "tr":
            self.rows += 1
            self.line, self.cells = (Raw(table=1), 0) if self.rows == 1 else (self.line, self.cells)
        elif tag in ("ol", "ul"):
            start = element.get("start", "1")
            number = int(start) if start.isdecimal() and len(start) < 4 else 1
            self.lists.append(_List(number if tag == "ol" else None, bool(_CHINESE_LIST.search(style))))
        elif tag == "li":
            self._item(style)

    def _item(self, style: str) -> None:
        found = self.lists[-1] if self.lists else _List(None)
        if found.next is None or "list-style-type:none" in style.replace(" ", ""):
            self.line = Raw(bullet="•" if self.lists else "")
            return
        chinese = found.chinese or bool(_CHINESE_LIST.search(style))
        self.line = Raw(number=f"{_in_chinese(found.next)}、" if chinese else f"{found.next}.")
        found.next += 1

    def _marked(self, marker: str) -> None:
        """What Word prints in front of a paragraph of a list: a number, or a sign of a symbol font."""
        if _NUMBERED.search(marker):
            self.line = replace(self.line, number=marker)
        elif marker:
            self.line = replace(self.line, bullet=marker)


def _flowed(before: str, text: str) -> str:
    """White space as one space; a line feed beside a Chinese character as none."""
    for piece in _PIECES.findall(text):
        if not piece.isspace() or piece == "\xa0":
            before = _with_word(before, piece)
        elif before and before[-1] not in " \n":
            before += "\n" if "\n" in piece else " "
    return before


def _with_word(before: str, word: str) -> str:
    if not before.endswith("\n"):
        return before + word
    return before[:-1] + ("" if _wide(before[-2:-1]) or _wide(word[0]) else " ") + word


def _wide(char: str) -> bool:
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def _in_chinese(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    lead = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens % 10]}十")
    return lead + (_DIGITS[ones] if ones or not tens else "")
