"""A document cut at the headings of the six sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..formats.schema import Format, Section
from .cuts import likely
from .document import Document, Line
from .figures import is_value
from .labels import likeness, mark, normal
from .paragraphs import goes_on

SAME_NUMBER, OTHER_NUMBER, RUN_IN = 0.6, 0.84, 0.9
"""Likeness asked of a heading with the official number, with another or none, and of one its text runs on from."""
_LONGEST = 60
_OTHERWISE = re.compile(r"第(.)(?:部分|章|节|项)[、.:]?|\((.)\)[、.]?|(.)[、.](?!\d)")
_NUMERALS = ("一1壹", "二2贰", "三3叁", "四4肆", "五5伍", "六6陆")
"""How the number of a section may be written; its official one first."""
_STOP = re.compile("[。：:]|\\s")


@dataclass(frozen=True)
class Heading:
    """A line that names a section. `rest` is the text that goes on behind the heading in the same line.

    `otherwise`: it has the number of the section, but not as the form prints it.
    """

    at: int
    section: Section
    printed: str
    likeness: float
    rest: str = ""
    otherwise: bool = False

    @property
    def weight(self) -> float:
        """What speaks for it beside others: a heading inside a section may be numbered otherwise, （二）主动公开政府信息情况."""
        return self.likeness / 2 if self.otherwise else self.likeness


@dataclass(frozen=True)
class Part:
    """The lines of one section; `heading` is None for what stands before the first one. `left_out`: what was not read.

    The pictures in a narrative stand among its lines; everywhere else they are left out.
    """

    heading: Heading | None
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...] = ()


def split(document: Document, form: Format) -> list[Part]:
    """The document as parts, in its order: what stands before the first heading, then a part per section found."""
    found = find(document, form)
    starts = [0, *(heading.at + 1 for heading in found)]
    above = [0, *(_said_before(document, heading) for heading in found)]
    ends = [
        *(heading.at - again for heading, again in zip(found, above[1:], strict=True)),
        len(document.lines),
    ]
    parts = []
    for heading, start, end, again in zip([None, *found], starts, ends, above, strict=True):
        inside = document.lines[start:end]
        doubles = document.lines[heading.at - again : heading.at] if heading else ()
        if heading and heading.rest:
            origin = document.lines[heading.at]
            inside = (replace(origin, text=heading.rest, cells=(), ruled=False), *inside)
        narrative = bool(heading and heading.section.table is None)
        left_out = (*doubles, *(line for line in inside if _is_left_out(line, narrative)))
        kept = tuple(line for line in inside if not _is_left_out(line, narrative))
        parts.append(Part(heading, kept, left_out))
    return parts


def _said_before(document: Document, heading: Heading) -> int:
    """How many lines right above a heading say the same: a title typed twice is no text of the section before."""
    count = 0
    while count < heading.at and _says(document.lines[heading.at - count - 1], heading):
        count += 1
    return count


def _says(line: Line, heading: Heading) -> bool:
    return not line.ruled and normal(_bare(line.text)) == normal(_bare(heading.printed))


def _is_left_out(line: Line, narrative: bool) -> bool:
    return line.left_out and not (narrative and line.picture)


def find(document: Document, form: Format) -> list[Heading]:
    """The headings of the sections, in their order."""
    lines = range(len(document.lines))
    found = [heading for at in lines for heading in _candidates(document, at, form)]
    return _chain(_without_contents(found, form), form)


def repeated(document: Document, form: Format) -> list[Section]:
    """The sections with a table that stand in a document more than once, each time with figures below the heading.

    A table of contents names them without figures; a document with several such sections holds several reports.
    """
    lines = range(len(document.lines))
    found = [h for at in lines for h in _candidates(document, at, form) if h.likeness >= RUN_IN]
    ends = [heading.at for heading in found[1:]] + [len(document.lines)] * bool(found)
    times = Counter(
        (heading.section.key, heading.otherwise)
        for heading, end in zip(found, ends, strict=True)
        if any(any(map(is_value, likely(line).values)) for line in document.lines[heading.at + 1 : end])
    )
    return [
        section
        for section in form.sections
        if section.table and max(times[section.key, False], times[section.key, True]) > 1
    ]


def _candidates(document: Document, at: int, form: Format) -> Iterator[Heading]:
    """The sections a line may be the heading of."""
    line = document.lines[at]
    filled = [cell for cell in line.cells if cell]
    if line.left_out or (line.ruled and len(filled) != 1):
        return
    text = filled[0] if line.ruled else line.text
    if not mark(normal(text[:12]))[0] and len(text) > _LONGEST:
        return
    if at and not line.ruled and goes_on(document.lines[at - 1], line, document.wrap):
        return
    for section in form.sections:
        if heading := _compare(at, text, section):
            yield heading


def _compare(at: int, text: str, section: Section) -> Heading | None:
    """The line as the heading of this section, alone or with the text of the section behind it."""
    number = mark(normal(text[:12]))[0]
    same = number == mark(normal(section.title))[0]
    found: list[Heading] = []
    if len(text) <= _LONGEST and (not number or number.endswith("、")):
        alike = likeness(_bare(text), section.title)
        if alike >= (SAME_NUMBER if same else OTHER_NUMBER):
            found.append(Heading(at, section, text, alike))
    for stop in _STOP.finditer(text[:_LONGEST]) if same else ():
        printed, rest = text[: stop.end()].strip(), text[stop.end() :].strip()
        alike = likeness(_bare(printed), section.title)
        if rest and alike >= RUN_IN:
            found.append(Heading(at, section, printed, alike, rest))
    if not found and len(text) <= _LONGEST and (official := _numbered(_bare(text))):
        alike = likeness(official, section.title)
        if mark(official)[0] == mark(normal(section.title))[0] and alike >= OTHER_NUMBER:
            found.append(Heading(at, section, text, min(alike, 0.99), otherwise=True))
    return max(found, key=lambda heading: heading.likeness, default=None)


def _numbered(text: str) -> str:
    """A heading with its number as the form prints it, where it has one in another way: 第一部分 …, （一）…, 1、…, 壹、…"""
    label = normal(text)
    match = _OTHERWISE.match(label)
    number = next(filter(None, match.groups())) if match else ""
    official = next((numerals[0] for numerals in _NUMERALS if number and number in numerals), "")
    return f"{official}、{label[match.end() :]}" if match and official else ""


def _bare(text: str) -> str:
    return text.rstrip(" 。．.：:；;")


def _without_contents(candidates: Sequence[Heading], form: Format) -> list[Heading]:
    """The headings without those of a table of contents: most sections named line below line, and all of them again behind."""
    keys = [section.key for section in form.sections]
    named = {(heading.at, heading.section.key) for heading in candidates}
    last = {heading.section.key: heading.at for heading in candidates}
    listed: set[int] = set()
    for start in {at - keys.index(key) for at, key in named}:
        end = start + len(keys)
        lines = [start + n for n, key in enumerate(keys) if (start + n, key) in named]
        if len(lines) * 3 >= len(keys) * 2 and all(last.get(key, -1) >= end for key in keys):
            listed.update(lines)
    return [heading for heading in candidates if heading.at not in listed]


def _chain(candidates: Sequence[Heading], form: Format) -> list[Heading]:
    """The best set of headings in the order of the sections; of equal ones the last, so that a table of contents
    at the beginning is not taken for the report."""
    order = {section.key: number for number, section in enumerate(form.sections)}
    best: dict[int, tuple[float, tuple[Heading, ...]]] = {-1: (0.0, ())}
    for heading in candidates:
        number = order[heading.section.key]
        score, chain = max((best[n] for n in best if n < number), key=lambda item: item[0])
        if number not in best or score + heading.weight >= best[number][0]:
            best[number] = (score + heading.weight, (*chain, heading))
    return list(max(best.values(), key=lambda item: item[0])[1])
