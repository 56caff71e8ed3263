"""What is pasted into a narrative: its paragraphs without the clutter of the program it was copied in, and a list of what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from .. import prose, punctuation
from .document import Line
from .markup import CELL, Raw, read_html
from .paragraphs import join, page_numbers, width, wrap_width

LIMIT = 1_000_000
"""Characters of HTML that are read; Word writes some twenty for every one of the text."""


SHOWN = 30
"""Characters of words left out that are shown."""
NOTE_SHOWN = 300
"""Characters of a footnote left out that are shown: somebody may want them in the text."""


class Kind(Enum):
    """What may be done to pasted text."""

    NUMBER = "number"
    BULLET = "bullet"
    BREAK = "break"
    INVISIBLE = "invisible"
    SPACE = "space"
    PUNCTUATION = "punctuation"
    TABLE = "table"
    PICTURE = "picture"
    STRUCK = "struck"
    MARK = "mark"
    NOTE = "note"
    PAGE = "page"
    TITLE = "title"


@dataclass(frozen=True)
class Change:
    """One thing done: in which paragraph (the first is 1), what stood there and what stands there now."""

    kind: Kind
    paragraph: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Pasted:
    """Paragraphs, one a line, as they go into the text, and everything that was changed on the way."""

    text: str
    changes: tuple[Change, ...]


_BULLET = re.compile("(?:[•●○■□◆◇▪▫➢➤✓✔►▶\ue000-\uf8ff]|[·*※–-](?=[ \t]))[ \t\u3000]*")
_SPACED_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,4}、|（[一二三四五六七八九十]{1,4}）|\d{1,2}[.．、]|（\d{1,2}）)( +)(?=\D)"
)
_SENTENCE_END = re.compile('[。！？：；…!?:;][”’）】》」』")]*\\Z')
_BEGINS = re.compile(
    r"[ \u3000]{2}|[一二三四五六七八九十]{1,4}、|[（(][一二三四五六七八九十\d]{1,4}[）)]|\d{1,2}[.．、]"
)


def read(html: str, plain: str, title: str = "") -> Pasted:
    """Read what the clipboard holds, as HTML ("" when there is none) and as plain text.

    `title` is that of the part it is pasted into; it is printed above the text and left out here. HTML that holds more
    words than a report may is not looked at.
    """
    raw = read_html(html) if html and len(html) <= LIMIT else []
    if sum(len(line.text) for line in raw) > prose.REPORT_LIMIT:
        raw = []
    hard = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pages = page_numbers(hard)
    typed = [line for line in _plain_lines(hard, pages) if line.text.strip()]
    changes: list[Change] = []
    if not raw or (len(raw) < 2 <= len(typed) and not (raw[0].struck or raw[0].marks or raw[0].notes)):
        raw = typed
        changes += [Change(Kind.PAGE, 0, hard[at].strip()) for at in sorted(pages)]
    paragraphs: list[str] = []
    for line in _joined(raw, changes):
        done: list[Change] = []
        text = _tidied(line, len(paragraphs) + 1, done)
        if title and prose.bare(text) == prose.bare(title):
            done, text = [Change(Kind.TITLE, len(paragraphs) + 1, text)], ""
        changes += done
        if text:
            paragraphs.append(text)
    return Pasted("\n".join(paragraphs), tuple(changes))


def _plain_lines(hard: list[str], pages: set[int]) -> list[Raw]:
    """The paragraphs of plain text; lines broken at a right edge are put together again, over the ends of pages too."""
    hard = [text for at, text in enumerate(hard) if at not in pages]
    lines = [Line(text.strip(), indent=_indent(text)) for text in hard if text.strip()]
    wrap = wrap_width(lines)
    if wrap:
        whole = join(lines, wrap)
        return [Raw(text, broken=len(lines) - len(whole) if not at else 0) for at, text in enumerate(whole)]
    return [Raw(part, soft=at > 0) for text in hard for at, part in enumerate(re.split("[\x0b\u2028]", text))]


def _indent(text: str) -> int:
    return width(text) - width(text.lstrip(" \u3000"))


def _joined(lines: Iterable[Raw], changes: list[Change]) -> Iterator[Raw]:
    """Lines behind a soft break go on with the sentence before them, or begin a paragraph."""
    held: Raw | None = None
    number = 1
    for line in lines:
        if held and line.soft and held.text.strip() and not _begins(held.text, line.text):
            held = held.followed_by(line)
            changes.append(Change(Kind.BREAK, number))
            continue
        if held and (held.text.strip() or held.pictures or held.struck or held.notes):
            yield held
            number += bool(held.text.strip())
        held = line
    if held:
        yield held


def _begins(before: str, text: str) -> bool:
    return bool(_SENTENCE_END.search(before.rstrip()) or _BEGINS.match(text) or not text.strip())


def _tidied(line: Raw, number: int, changes: list[Change]) -> str:
    """One paragraph as it goes into the text."""
    text = prose.clean(_as_row(line.text).replace("\t", " "))
    changes += [Change(Kind.STRUCK, number, words[:SHOWN]) for words in line.struck]
    changes += [Change(Kind.NOTE, number, words[:NOTE_SHOWN]) for words in line.notes]
    if not text.strip(" \u3000") and not line.pictures:
        return ""
    unseen = len(_as_row(line.text)) - len(text)
    done = [Change(Kind.MARK, number, words[:SHOWN]) for words in line.marks]
    done += [Change(Kind.INVISIBLE, number)] * unseen + [Change(Kind.BREAK, number)] * line.broken
    done += [Change(Kind.PICTURE, number)] * line.pictures + [Change(Kind.TABLE, number)] * line.table
    text = _without_bullet(text, line, number, done)
    for found in punctuation.corrections(text):
        kind = Kind.PUNCTUATION if found.after else Kind.SPACE
        done.append(Change(kind, number, found.before, found.after))
    text = punctuation.normalise(text)
    if spaced := _SPACED_NUMBER.match(text):
        done.append(Change(Kind.SPACE, number, spaced[1]))
        text = text[: spaced.start(1)] + text[spaced.end(1) :]
    if line.number:
        done.append(Change(Kind.NUMBER, number, after=line.number))
        text = punctuation.normalise(line.number) + text
    changes += done
    return text


def _as_row(text: str) -> str:
    """The cells of a row between bars, as a table stands in a narrative; any other text as it is."""
    cells = [cell.strip().replace("|", "/") for cell in text.split(CELL)]
    if len(cells) == 1:
        return text
    return f"|{'|'.join(cells)}|" if len(cells) <= prose.COLUMNS_LIMIT else "\u3000".join(cells)


def _without_bullet(text: str, line: Raw, number: int, done: list[Change]) -> str:
    found = _BULLET.match(text.lstrip(" \u3000"))
    if found or line.bullet:
        done.append(
            Change(Kind.BULLET, number, line.bullet or found.group().strip() if found else line.bullet)
        )
    return text.lstrip(" \u3000")[found.end() :] if found else text
