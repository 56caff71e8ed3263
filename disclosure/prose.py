"""Narrative text as the official layout sees it: headings by level, paragraphs, pictures and simple tables.

A narrative is plain text, one paragraph a line. Its headings are recognised by their numbers (GB/T 9704-2012, 7.3.3):
一、 then （一） then 1. then （1）. A heading is often *run in*: it ends at the first 。 and its paragraph goes on in
the same line. Between paragraphs may stand a picture (［图1］ on a line of its own) and simple tables, a row a line
(|年度|件数|).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from .marks import picture_number
from .punctuation import normalise

PARAGRAPH_LIMIT = 5_000
"""Characters in one paragraph: setting a paragraph costs the square of its length."""
REPORT_LIMIT = 100_000
"""Characters in all narratives of one report together."""
RUN_LIMIT = 60
"""Letters or digits in a row without a place to break the line."""


def surplus(text: str, limit: int = REPORT_LIMIT) -> str:
    """What a text longer than its field is told; "" for one that fits."""
    over = len(text) - limit
    return f"写了{len(text)}个字，最多{limit}个字，多出{over}个字。" if over > 0 else ""


class ProseError(ValueError):
    """A narrative that cannot be set. The message is Chinese and names the section and the paragraph."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）). `rest` is the paragraph that goes on behind a run-in heading, or ""."""

    level: int
    text: str
    rest: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class PictureMark:
    """The place of picture `number` (［图1］ on a line of its own)."""

    number: int


@dataclass(frozen=True)
class Rows:
    """A simple table between paragraphs: its first row is the head, every row has as many cells."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | PictureMark | Rows

_ROW = re.compile(r"[|｜].*[|｜]")
ROWS_LIMIT, COLUMNS_LIMIT = 60, 8
"""Size of a table between paragraphs."""

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
_MARKS = (
    # 一、二季度 and 一、二级 are enumerations, not headings.
    (1, re.compile(rf"{_NUMERAL}、\s*(?!{_NUMERAL}[、季级类线期审楼层至到])(?=\S)")),
    # （一）项 and （一）（二） cite an article.
    (2, re.compile(rf"（{_NUMERAL}）[、.．]?\s*(?![项款目条（和至到])(?=\S)")),
    # 1.5亿元 and 12.30 are figures; 1、2号 is an enumeration.
    (3, re.compile(r"\d{1,2}(?:[.．]\s*(?!\d)|、\s*(?!\d))(?=\S)")),
    (4, re.compile(r"（\d{1,2}）[、.．]?\s*(?![项款目条（和至到])(?=\S)")),
)
_OPENING, _CLOSING = "（〔【《〈「『“‘", "）〕】》〉」』”’"
_ALONE_LIMIT = 40
_RUN_IN_LIMIT = 32
_TURNED = re.compile("\u202e(?=[^\u202c\n]*[0-9０-９])")
_COUNTED = re.compile(r"\d\s*(?:[件条次个项份人名家页期场篇部万亿元%％‰]|余|多)")


def blocks(text: str) -> tuple[Block, ...]:
    """The headings, paragraphs, tables and pictures of a narrative, cleaned and with full-width punctuation."""
    found: list[Block] = []
    for row, lines in groupby(paragraphs(text), key=is_row):
        if row:
            found.append(_rows([cells(line) for line in lines]))
        else:
            found += [_block(line) for line in lines]
    return tuple(found)


def is_row(line: str) -> bool:
    """Whether a line is a row of a table between paragraphs: |a|b|."""
    return bool(_ROW.fullmatch(line)) and len(cells(line)) > 1


def cells(line: str) -> tuple[str, ...]:
    """The cells of such a row."""
    return tuple(cell.strip() for cell in re.split("[|｜]", line)[1:-1])


def without_blocks(text: str) -> str:
    """The running text alone: the lines of tables and pictures emptied, everything else where it was."""
    return "\n".join(
        "" if is_row(line) or picture_number(line) is not None else line for line in text.split("\n")
    )


def _rows(rows: list[tuple[str, ...]]) -> Rows:
    width = max(len(row) for row in rows)
    return Rows(tuple((*row, *[""] * (width - len(row))) for row in rows))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a narrative as they are set; empty lines and indents by spaces are dropped."""
    lines = (normalise(line) for line in clean(text).split("\n"))
    return [line for line in lines if line]


@lru_cache(maxsize=64)  # rules ask for it sentence by sentence
def untitled(text: str, title: str) -> str:
    """A narrative whose first line is the title of its section, with that line blank: the layout prints the title itself.

    Everything else keeps its place in the text.
    """
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if bare(line)), None)
    if first is None or bare(lines[first]) != bare(title):
        return text
    return "\n".join([" " * len(line) if at == first else line for at, line in enumerate(lines)])


def bare(text: str) -> str:
    """Words to compare titles by: without white space and unseen characters, full-width signs as plain ones."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", clean(text)))


def clean(text: str) -> str:
    """Text without characters that are not text: controls, marks of writing direction, zero-width characters.

    Line ends become "\\n", tabs and unusual spaces a plain space. Nothing visible is taken away; a mark that shows
    figures from right to left (12 as 21) leaves a sign, so that they are not read as they are stored.
    """
    text = _TURNED.sub("\ufffd", text)
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    text = re.sub("[\t\xa0\u2000-\u200a\u202f\u205f]", " ", text)
    unseen = {ord(char): None for char in set(text) if char != "\n" and _invisible(char)}
    return text.translate(unseen) if unseen else text


def tidy(text: str) -> str:
    """A text as it is stored: clean, without space at line ends, without empty lines around the whole."""
    lines = clean(text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


@lru_cache(maxsize=4096)
def _invisible(char: str) -> bool:
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return True
    code = ord(char)
    selector = (
        0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or code in (0x034F, 0x115F, 0x1160, 0x3164)
    )
    return selector or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def _block(line: str) -> Block:
    if (picture := picture_number(line)) is not None:
        return PictureMark(picture)
    for level, mark in _MARKS:
        if match := mark.match(line):
            number, words = match.group().rstrip(), line[match.end() :]
            return _heading(level, number, words) or Paragraph(number + words)
    return Paragraph(line)


def _heading(level: int, number: str, words: str) -> Heading | None:
    """The heading a numbered line is, or None when it is a paragraph that happens to begin with a number."""
    stop = _first_stop(words)
    if stop < 0:
        alone = (
            len(words) <= _ALONE_LIMIT and words[-1] not in "，、；！？" and (words[-1] != "：" or level < 3)
        )
        return Heading(level, number + words) if alone and _is_name(words) else None
    head, rest = words[: stop + 1], words[stop + 1 :].strip()
    if stop > _RUN_IN_LIMIT or not _is_name(head):
        return None
    return Heading(level, number + head, rest)


def _is_name(words: str) -> bool:
    """Whether words name a matter (强化组织领导，压实责任) rather than report on it (收到申请12件，均已办结)."""
    return (
        not any(char in words for char in "；！？") and words.count("，") <= 2 and not _COUNTED.search(words)
    )


def _first_stop(words: str) -> int:
    """Where the first 。 stands that is not inside quotation marks, brackets or a title; -1 if nowhere."""
    depth = 0
    for index, char in enumerate(words):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(depth - 1, 0)
        elif char == "。" and not depth:
            return index
    return -1


# Limits -----------------------------------------------------------------------------------------------------------

_RUN = re.compile(rf"[0-9A-Za-z\u00c0-\u024f]{{{RUN_LIMIT + 1},}}")


def check(sections: Iterable[tuple[str, str]]) -> None:
    """Refuse narratives that cannot be set in reasonable time. `sections`: (printed name, text). Raises ProseError."""
    total = 0
    for name, text in sections:
        total += len(text)
        for number, line in enumerate(_lines(text), start=1):
            _check_paragraph(name, number, line)
        _check_rows(name, text)
    if total > REPORT_LIMIT:
        raise ProseError(f"全文有{total}个字，最多{REPORT_LIMIT}个字，请精简后再生成。")


def _check_rows(name: str, text: str) -> None:
    for block in blocks(text):
        if isinstance(block, Rows) and (len(block.rows) > ROWS_LIMIT or len(block.rows[0]) > COLUMNS_LIMIT):
            raise ProseError(
                f"“{name}”里的一张表有{len(block.rows)}行{len(block.rows[0])}列，"
                f"最多{ROWS_LIMIT}行{COLUMNS_LIMIT}列。"
            )


def _lines(text: str) -> Iterator[str]:
    return (line for line in clean(text).split("\n") if line.strip(" \u3000"))


def _check_paragraph(name: str, number: int, line: str) -> None:
    if len(line) > PARAGRAPH_LIMIT:
        raise ProseError(f"“{name}”第{number}段有{len(line)}个字，最多{PARAGRAPH_LIMIT}个字，请分段。")
    if run := _RUN.search(line):
        raise ProseError(
            f"“{name}”第{number}段有一串{len(run.group())}个连在一起的字母或数字，最多{RUN_LIMIT}个，"
            "请看看是不是粘贴错了。"
        )
