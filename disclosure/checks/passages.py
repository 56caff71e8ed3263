"""The words of a report part by part, the sentences in them, and findings that point at one of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..filing import Figure, Filing
from .finding import FOOT, HEAD, Finding, Rule, part_of_page

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")


@dataclass(frozen=True)
class Sentence:
    """A sentence, the part of the report it stands in, and its offset in the text of that part."""

    part: str
    text: str
    start: int


def parts(filing: Filing) -> Iterator[tuple[str, str]]:
    """(section key or field of the filing, text) of everything written, in the order of the page."""
    for name in (*HEAD, *(section.key for section in filing.format.narratives), *FOOT):
        text = getattr(filing, name) if name in HEAD + FOOT else filing.text(name)
        if text:
            yield name, text


def sentences(part: str, text: str) -> Iterator[Sentence]:
    """The sentences of a text; a line feed ends one, a semicolon does not."""
    for found in _SENTENCE.finditer(text):
        if found.group().strip():
            yield Sentence(part, found.group(), found.start())


def finding(
    rule: Rule,
    filing: Filing,
    sentence: Sentence,
    offset: int,
    message: str,
    advice: str,
    numbers: tuple[Figure, ...] = (),
    working: tuple[str, ...] = (),
    cells: tuple[str, ...] = (),
) -> Finding:
    """A finding at `offset` in a sentence, with the sentence as its excerpt."""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        section=sentence.part,
        cells=cells,
        excerpt=sentence.text.strip(),
        numbers=numbers,
        working=working,
        advice=advice,
        focus=cells[:1],
        place=(part_of_page(filing.format, sentence.part), sentence.start + offset),
    )
