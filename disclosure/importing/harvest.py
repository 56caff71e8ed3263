"""What reading a document has brought in so far, and where each piece of it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..filing import Figure
from ..formats.schema import Place
from . import figures
from .labels import normal, shown


@dataclass(frozen=True)
class Difference:
    """A label, or a total, printed otherwise than the official one; `where` is a section, row, column or cell key."""

    printed: str
    official: str
    where: str

    def to_data(self) -> dict[str, str]:
        return {"printed": self.printed, "official": self.official, "where": self.where}


@dataclass(frozen=True)
class Passage:
    """A piece of the document and the key of the part of the report it belongs to.

    `why`: what keeps a figure that is plain to see from being read, "" where the piece itself shows it.
    """

    where: str
    text: str
    why: str = ""

    def to_data(self) -> dict[str, str]:
        return {"where": self.where, "text": self.text, **({"why": self.why} if self.why else {})}


@dataclass
class Harvest:
    """The figures, labels, differences and leftovers of the tables of one document.

    `figures` and `printed` hold entered and derived cells; `marks` cells that hold no figure, with what they hold.
    `reached` names the cells the document has a certain place for, whether they hold a figure or not.
    `taken` lists what was understood, as printed; `unread` what was not, `strays` its passages once each.
    """

    figures: dict[str, Figure] = field(default_factory=dict)
    printed: dict[str, Figure] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    taken: list[Passage] = field(default_factory=list)
    unread: list[Passage] = field(default_factory=list)
    strays: list[Passage] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    def label(self, printed: str, official: str, where: str, taken: str | None = None) -> None:
        """A label that was recognised; a difference in wording is noted once. `taken`: what of the document it is."""
        self.layout(printed if taken is None else taken, where)
        if normal(printed) != normal(official):
            self.differ(shown(printed), official, where)

    def differ(self, printed: str, official: str, where: str) -> None:
        difference = Difference(printed, official, where)
        if difference not in self.differences:
            self.differences.append(difference)

    def layout(self, text: str, where: str) -> None:
        """Something that belongs to the drawing of a table, not to its wording."""
        if text:
            self.taken.append(Passage(where, text))

    def cell(self, place: Place, text: str) -> None:
        """What stands in a cell: a figure, or something that is none."""
        self.reached.add(place.key)
        reading = figures.parse(text, place.unit)
        if reading is None:
            self.stray(place.key, text)
            self.marks[place.key] = text
            self.unread.append(Passage(place.key, text))
            return
        self.taken.append(Passage(place.key, text))
        (self.printed if place.derived else self.figures)[place.key] = reading.figure
        if reading.unit:
            self.differ(shown(text), shown(text).removesuffix(reading.unit), place.key)

    def refuse(self, where: str, places: tuple[Place, ...], text: str, why: str = "") -> None:
        """A row whose values cannot be told apart: none of its cells is read, each shows the whole text."""
        self.stray(where, text, why)
        self.unread += [Passage(place.key, text, why) for place in places] or [Passage(where, text, why)]
        self.marks.update((place.key, text) for place in places)

    def leave(self, where: str, text: str, why: str = "") -> None:
        """Something that was not understood."""
        self.stray(where, text, why)
        self.unread.append(Passage(where, text, why))

    def take_back(self, places: Iterable[str], why: str) -> None:
        """Cells that were read and turn out to be uncertain: they show what is printed, and why it is no figure."""
        for key in places:
            figure = (self.printed if key in self.printed else self.figures).get(key)
            self.printed.pop(key, None)
            if self.figures.pop(key, None) is None and figure is None:
                continue
            text = next(passage.text for passage in reversed(self.taken) if passage.where == key)
            self.taken.remove(Passage(key, text))
            self.refuse(key, (), text, why)
            self.marks[key] = text

    def lack(self, where: str, why: str) -> None:
        """A part of the form the document does not have."""
        passage = Passage(where, "", why)
        self.unread.append(passage)
        self.strays.append(passage)

    def stray(self, where: str, text: str, why: str = "") -> None:
        if text.strip():
            self.strays.append(Passage(where, text, why))
