"""The outline of a narrative while it is written: its headings, the matters each speaks of, and those not written of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import prose
from .formats.schema import Aspect, Section

DEEPEST = 3
"""Headings below 1. are too many for an outline."""


@dataclass(frozen=True)
class Row:
    """A heading: `line` counts the lines of the text from 0; `aspects` names what is written of under it."""

    line: int
    level: int
    text: str
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """The headings in their order, and the aspects that no word of the text touches."""

    rows: tuple[Row, ...]
    missing: tuple[str, ...]


def outline(section: Section, text: str, *, government: bool) -> Outline:
    """The outline of a section's text. `government`: whether it has the aspects of a government's own report."""
    asked = [aspect for aspect in section.aspects if government or not aspect.government_only]
    lines = prose.clean(text).split("\n")
    headings = [(number, heading) for number, line in enumerate(lines) if (heading := _heading(line))]
    rows = []
    for place, (number, heading) in enumerate(headings):
        end = next((n for n, after in headings[place + 1 :] if after.level <= heading.level), len(lines))
        # Deeper headings belong to the one above them, which names what is written of under all of them.
        outermost = heading.level <= min(found.level for _, found in headings)
        aspects = _aspects(asked, heading.text, "\n".join(lines[number:end])) if outermost else ()
        rows.append(Row(number, heading.level, heading.text.rstrip("。"), aspects))
    missing = tuple(aspect.label for aspect in asked if not _touched(aspect, text))
    return Outline(tuple(rows), missing if text.strip() else tuple(aspect.label for aspect in asked))


def _heading(line: str) -> prose.Heading | None:
    found = prose.blocks(line)
    first = found[0] if found else None
    return first if isinstance(first, prose.Heading) and first.level <= DEEPEST else None


def _aspects(asked: Sequence[Aspect], heading: str, stretch: str) -> tuple[str, ...]:
    """What the heading itself names; where it names nothing, what is written of below it."""
    for text in (heading, stretch):
        if named := tuple(aspect.label for aspect in asked if _touched(aspect, text)):
            return named
    return ()


def _touched(aspect: Aspect, text: str) -> bool:
    return any(word in text for word in aspect.words)
