"""A document set against a report: what it would change, cell by cell and text by text, and what the filer decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .. import merging
from ..formats.schema import Format
from ..importing import Difference
from ..merging import Choice, Clash
from .merge import Kind


@dataclass(frozen=True)
class Item:
    """A cell or a field: what stands in the report, what the document says, and what would stand if it were taken.

    `error` says why it cannot be taken; `base`: the words a workbook started from, where the paragraphs that both have
    changed are chosen one by one.
    """

    key: str
    label: str
    now: str
    incoming: str
    kind: Kind
    outcome: str
    error: str = ""
    base: str = ""

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """The paragraphs to choose between; () where the whole is chosen."""
        return merging.merge(self.base, self.now, self.incoming).clashes if self.base else ()

    def settled(self, choices: Choices) -> str:
        """What stands when it is taken and the choices are made; where nothing was chosen, what stands stays."""
        if not self.clashes:
            return self.outcome
        made = {clash.id: choices.of(self, clash) for clash in self.clashes}
        return merging.merge(self.base, self.now, self.incoming, made).stored

    @cached_property
    def apart(self) -> str:
        """What stands when nothing is chosen between paragraphs: those that only the document has changed are in it."""
        return self.settled(Choices())

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
    """What the filer decided: parts and fields that are taken, clashes the document wins, concerns seen.

    `paragraphs`: name of a clash of two paragraphs (`Choices.name`) → what becomes of it.
    """

    taken: Collection[str] = ()
    used: Collection[str] = ()
    agreed: Collection[str] = ()
    paragraphs: Mapping[str, Choice] = field(default_factory=dict)

    @staticmethod
    def name(item: Item, clash: Clash) -> str:
        return f"{item.key}:{clash.id}"

    def of(self, item: Item, clash: Clash) -> Choice:
        return self.paragraphs.get(self.name(item, clash), Choice.THEIRS)


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
        wanted = [item for part in self.parts for item in part.items if _wanted(part, item, choices)]
        settled = {item.key: item.settled(choices) for item in wanted}
        return {key: text for key, text in settled.items() if text != self.items[key].now}

    def unanswered(self, choices: Choices) -> tuple[Concern, ...]:
        return tuple(concern for concern in self.concerns if concern.key not in choices.agreed)

    @property
    def defaults(self) -> Choices:
        """What is ticked when the page is opened: whatever enters empty places or was changed in the document only."""
        tables = (part.key for part in self.parts if part.table and part.taken)
        fields = (item.key for part in self.parts if not part.table for item in _offered(part))
        return Choices(taken=frozenset((*tables, *fields)))


def _offered(part: Part) -> tuple[Item, ...]:
    """The fields that are ticked at first; paragraphs that clash stay as they are until somebody chooses."""
    return (*part.taken, *(item for item in part.clashes if item.clashes))


def _wanted(part: Part, item: Item, choices: Choices) -> bool:
    if not item.open:
        return False
    if item.kind is Kind.CLASH and not item.clashes:
        return item.key in choices.used
    return (part.key if part.table else item.key) in choices.taken
