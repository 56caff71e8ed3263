"""A document set against a report: what it would change, cell by cell and text by text, and what the filer decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from ..formats.schema import Format
from ..importing import Difference
from .merge import Kind


@dataclass(frozen=True)
class Item:
    """A cell or a field: what stands in the report, what the document says, and what would stand if it were taken.

    `error` says why it cannot be taken.
    """

    key: str
    label: str
    now: str
    incoming: str
    kind: Kind
    outcome: str
    error: str = ""

    @property
    def open(self) -> bool:
        """Whether the document would change anything here."""
        return not self.error and self.kind in (Kind.NEW, Kind.CHANGED, Kind.CLASH)


@dataclass(frozen=True)
class Stray:
    """Something of the document that was not read: where it belongs, in words, and its number among all of them."""

    number: int
    label: str
    text: str
    why: str = ""


@dataclass(frozen=True)
class Part:
    """A section, or the parts around the sections, with everything the document has to say on it."""

    key: str
    title: str
    table: bool
    items: tuple[Item, ...]
    strays: tuple[Stray, ...] = ()
    wording: tuple[Difference, ...] = ()
    totals: tuple[tuple[str, Difference], ...] = ()

    def of(self, *kinds: Kind) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind in kinds and not item.error)

    @property
    def taken(self) -> tuple[Item, ...]:
        """What enters the report when the part is taken, without a choice of its own."""
        return self.of(Kind.NEW, Kind.CHANGED)

    @property
    def clashes(self) -> tuple[Item, ...]:
        return self.of(Kind.CLASH)

    @property
    def silent(self) -> tuple[Item, ...]:
        """Where the document says nothing; the report stays as it is."""
        return tuple(item for item in self.items if not item.incoming)

    @property
    def refused(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.error)


@dataclass(frozen=True)
class Concern:
    """Why the document may not belong to this report; the filer has to say that it does."""

    key: str
    sentence: str


@dataclass(frozen=True)
class Choices:
    """What the filer decided: parts and fields that are taken, clashes the document wins, concerns seen."""

    taken: Collection[str] = ()
    used: Collection[str] = ()
    agreed: Collection[str] = ()


@dataclass(frozen=True)
class Proposal:
    """A document set against a report. `foreign`: cells the document has and the report's format has not."""

    form: Format
    parts: tuple[Part, ...]
    concerns: tuple[Concern, ...] = ()
    foreign: tuple[str, ...] = ()

    @cached_property
    def items(self) -> dict[str, Item]:
        return {item.key: item for part in self.parts for item in part.items}

    def outcome(self, choices: Choices) -> dict[str, str]:
        """Key → the text that is to be written: everything that is taken and changes something."""
        return {
            item.key: item.outcome
            for part in self.parts
            for item in part.items
            if _wanted(part, item, choices)
        }

    def unanswered(self, choices: Choices) -> tuple[Concern, ...]:
        return tuple(concern for concern in self.concerns if concern.key not in choices.agreed)

    @property
    def defaults(self) -> Choices:
        """What is ticked when the page is opened: whatever enters empty places or was changed in the document only."""
        tables = (part.key for part in self.parts if part.table and part.taken)
        fields = (item.key for part in self.parts if not part.table for item in part.taken)
        return Choices(taken=frozenset((*tables, *fields)))


def _wanted(part: Part, item: Item, choices: Choices) -> bool:
    if not item.open:
        return False
    if item.kind is Kind.CLASH:
        return item.key in choices.used
    return (part.key if part.table else item.key) in choices.taken
