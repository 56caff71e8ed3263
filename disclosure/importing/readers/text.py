"""Plain text to the neutral document: encodings, cells by bars, tabs or gaps, hard-wrapped lines.

Tables are written into text in many ways: with bars between the cells and perhaps at the ends, with tabs, in columns
of spaces. Which lines really belong to a table is not decided here, since only the headings of the report tell.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ... import prose
from ..document import Document, Line, UnreadableDocument
from ..paragraphs import page_numbers, wrap_width

LINE_LIMIT = 5_000

_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BAR = re.compile("[|｜│┃¦]")
_RULE = re.compile(r"[\s|｜│┃¦+:=_\-\u2500-\u257f—－]+")
_DRAWN = re.compile(r"[-=_+—－]{3}|[\u2500\u2501\u2504-\u257f]{2}")
_GAP = re.compile("(?: {2,}| ?\u3000+ ?)")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(data: bytes, name: str) -> Document:
    """The document in a text file. Raises UnreadableDocument."""
    raw = _BREAK.split(decode(data, name))
    if len(raw) > LINE_LIMIT:
        raise UnreadableDocument(f"“{name}”有{len(raw)}行，最多{LINE_LIMIT}行。")
    closed, pages = _closed(raw), page_numbers(raw)
    lines: list[Line] = []
    layout: list[str] = []
    gap = False
    for at, line in enumerate(raw):
        if at in pages or _is_rule(line):
            layout.append(line)
        elif prose.clean(line).strip(" \u3000"):
            lines.append(_line(line, closed, gap))
            gap = False
        else:
            gap = True
    if not lines:
        raise UnreadableDocument(f"“{name}”里没有文字。")
    return Document(tuple(lines), wrap_width(lines), tuple(layout))


def decode(data: bytes, name: str) -> str:
    """The text of a file in UTF-8, UTF-16 with a byte order mark, or GB18030 (GBK, GB2312)."""
    marked = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
        break
    raise UnreadableDocument(f"“{name}”不是文本文件，或者编码不是UTF-8、GB18030。")


def _is_text(text: str) -> bool:
    """Whether decoded bytes are writing: no NUL, hardly any control or unassigned characters."""
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and c not in "\t\r\n\x0c\x0b\x85" for c in sample
    )
    return "\0" not in text and odd * 50 <= len(sample)


def _is_rule(line: str) -> bool:
    """A line that only draws: |---|---| or ├──┼──┤. A lone dash may be a figure that is missing."""
    return bool(_RULE.fullmatch(line.strip()) and _DRAWN.search(line))


def _closed(raw: list[str]) -> tuple[bool, bool]:
    """Whether rows in this text begin, and whether they end, with a separator that closes the row.

    Rows with empty cells do not say, since a bar at their end may stand before an empty cell.
    """
    rows = [_BAR.split(line.strip()) for line in raw if _BAR.search(line) and not _is_rule(line)]
    rows = [cells for cells in rows if all(cell.strip() for cell in cells[1:-1])] or rows
    first = sum(not cells[0].strip() for cells in rows)
    last = sum(not cells[-1].strip() for cells in rows)
    return first * 2 > len(rows), last * 2 > len(rows)


def _line(raw: str, closed: tuple[bool, bool], gap: bool) -> Line:
    text = prose.clean(raw).strip(" \u3000")
    cells, ruled = _cells(raw, closed)
    before = raw[: len(raw) - len(raw.lstrip())]
    indent = sum(2 if char == "\u3000" else 4 if char == "\t" else 1 for char in before)
    return Line(text, cells, ruled, indent, gap)


def _cells(raw: str, closed: tuple[bool, bool]) -> tuple[tuple[str, ...], bool]:
    """(cells, whether the text marks them)."""
    stripped = raw.strip(" \u3000")
    if _BAR.search(stripped):
        parts = _BAR.split(stripped)
        if closed[0] and not parts[0].strip():
            parts = parts[1:]
        if closed[1] and len(parts) > 1 and not parts[-1].strip():
            parts = parts[:-1]
        return _tidy(parts), True
    if "\t" in raw.strip():
        return _tidy(raw.lstrip(" \u3000").split("\t")), True
    parts = _GAP.split(stripped)
    return (_tidy(parts), False) if len(parts) > 1 else ((), False)


def _tidy(parts: list[str]) -> tuple[str, ...]:
    return tuple(prose.clean(part).strip(" \u3000") for part in parts)
