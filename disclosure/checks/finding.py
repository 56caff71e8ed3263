"""What a check says: a finding with its numbers and its place, and the rule it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..filing import Figure, Filing, as_number
from ..formats.schema import Citation, Format, Severity


@dataclass(frozen=True)
class Copied:
    """A narrative of another body on the same year, which this report's may have been copied from."""

    section: str
    body: str
    year: int
    text: str


@dataclass(frozen=True)
class Context:
    """What the report itself does not say of its body; None: inferred from the body's name, in doubt in its favour.

    `rulemaking`  whether the body may make 规章.
    `government`  whether it is a government from the county up, whose report has more to speak of (article 50).
    `bodies`      the registered names of all bodies, so that another's name can be told from the own one.
    `previous`    what the body, or the one it came from, published a year ago.
    `copied`      narratives of other bodies on the same year that look much like the report's.
    """

    rulemaking: bool | None = None
    government: bool | None = None
    bodies: frozenset[str] = frozenset()
    previous: Filing | None = None
    copied: tuple[Copied, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing to correct, to confirm or to know, with the numbers that show it.

    `message`  the title: what is wrong, with the number.  `working`: the calculation, one printed line each.
    `advice`   one sentence: where to look, or what to write.
    `section`  key of the section, or the name of the field of `Filing` outside the six sections.
    `cells`    keys of every cell it speaks of, the ones to look at first in front.
    `focus`    the keys to frame and to go to: one for each line of the finding.
    `excerpt`  the words of the text it was read in.
    `seal`     what tells it from another one of the same rule and place: what it may not say, or says in its title only.
    `place`    (part of the page, position in the part): what findings of one severity are ordered by. The position
               is that of the first cell in the format, or the character offset of the excerpt in the text.
    """

    rule: str
    severity: Severity
    message: str
    section: str
    cells: tuple[str, ...] = ()
    excerpt: str = ""
    numbers: tuple[Figure, ...] = ()
    working: tuple[str, ...] = ()
    advice: str = ""
    focus: tuple[str, ...] = ()
    seal: str = ""
    place: tuple[int, int] = (0, 0)

    @property
    def quoted(self) -> str:
        """The words of the text it was read in; "" where the excerpt is what stands in a cell."""
        return "" if any(key.startswith(f"{self.section}.") for key in self.focus) else self.excerpt

    @property
    def table(self) -> str:
        """The section in whose table the cell to look at stands; "" where there is none."""
        return self.focus[0].split(".", 1)[0] if self.focus else ""

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that stay the same as long as rule, cells, numbers, excerpt and seal do.

        A reason given to a query is kept under it, and asked for anew once the numbers have changed.
        """
        said: list[Any] = [
            self.rule,
            self.section,
            self.cells,
            [str(as_number(n)) for n in self.numbers],
            self.excerpt,
        ]
        said += [self.seal] if self.seal else []
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]

    def to_data(self) -> dict[str, Any]:
        """The finding as JSON-ready data, in the shape the commands print."""
        return {
            "id": self.rule,
            "severity": self.severity.value,
            "message": self.message,
            "cells": list(self.cells),
            "section": self.section,
            "excerpt": self.excerpt,
            "numbers": [as_number(number) for number in self.numbers],
        }


@dataclass(frozen=True)
class Rule:
    """One rule: what it asks, what it rests on, which reports it is for and the function that looks.

    `formats` empty: every format; `section`: only formats that have it; `first_year`: of the reports it is for.
    `why` says in a sentence what it is good for, `example` shows a case that breaks it: both for the page of rules.
    """

    id: str
    severity: Severity
    sentence: str
    citation: Citation
    find: Find
    formats: tuple[str, ...] = ()
    section: str = ""
    first_year: int | None = None
    why: str = ""
    example: str = ""

    def applies(self, filing: Filing) -> bool:
        """Whether the report is one this rule is for."""
        if self.formats and filing.format.id not in self.formats:
            return False
        if self.section and all(self.section != section.key for section in filing.format.sections):
            return False
        return self.first_year is None or filing.year >= self.first_year

    @property
    def module(self) -> str:
        """The module in which the rule is implemented."""
        return str(getattr(self.find, "func", self.find).__module__)


Find = Callable[[Rule, Filing, Context], Iterator[Finding]]
"""A rule's function: yields what it finds in a report, in any order."""

HEAD = ("title", "addressee", "preface")
FOOT = ("signature", "date")


def place_of_cell(form: Format, key: str) -> tuple[int, int]:
    """Where a cell stands on the page, for `Finding.place`."""
    return part_of_page(form, key.split(".", 1)[0]), list(form.places).index(key)


def part_of_page(form: Format, name: str) -> int:
    """The rank of a section, or of a field around the sections, among the parts of the printed page."""
    names = (*HEAD, *(section.key for section in form.sections), *FOOT)
    return names.index(name)
