"""What can be filled in from last year's report: applications carried over, and documents in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .figures import as_text
from .filing import Figure, Filing
from .formats.schema import Place

_TAKEN_OVER, _LEFT = "requests.carried_in.", "requests.carried_out."


@dataclass(frozen=True)
class Offer:
    """Figures that follow from last year's report, for cells that are still empty: where they come from, in a sentence."""

    name: str
    words: str
    figures: Mapping[str, Figure]

    @property
    def typed(self) -> dict[str, str]:
        """Cell key → the text to be typed there."""
        return {key: as_text(figure) for key, figure in self.figures.items()}


def offers(filing: Filing, previous: Filing | None, table: str) -> tuple[Offer, ...]:
    """What last year's report gives for the empty cells of a table."""
    if previous is None:
        return ()
    return tuple(
        offer for offer in (*_carried(filing, previous), *_in_force(filing, previous)) if _of(offer, table)
    )


def _of(offer: Offer, table: str) -> bool:
    return all(key.split(".", 1)[0] == table for key in offer.figures)


def _empty(filing: Filing, place: Place) -> bool:
    """Nothing stands in the cell, not even a text that is no figure."""
    return filing.value(place.key) is None and place.key not in filing.unread


def _carried(filing: Filing, previous: Filing) -> Iterator[Offer]:
    found: dict[str, Figure] = {}
    label = ""
    for key, place in filing.format.places.items():
        if key.startswith(_TAKEN_OVER) and not place.derived and _empty(filing, place):
            before = previous.values.get(_LEFT + place.column.key)
            if before is not None:
                found[key] = before
                label = place.row.label
    if found:
        total = sum(found.values(), start=0)
        said = f"去年结转到今年的有{as_text(total)}件" if total else "去年没有结转到今年的申请"
        yield Offer("carried_in", f"{said}，“{label}”还有{len(found)}格没填。", found)


def _in_force(filing: Filing, previous: Filing) -> Iterator[Offer]:
    found: dict[str, Figure] = {}
    said: list[str] = []
    for place in filing.format.places.values():
        if place.column.key != "in_force" or not _empty(filing, place):
            continue
        row = place.key.rsplit(".", 1)[0]
        before = previous.values.get(place.key)
        issued, repealed = filing.values.get(f"{row}.issued"), filing.values.get(f"{row}.repealed")
        if before is None or issued is None or repealed is None or before + issued - repealed < 0:
            continue
        now = found[place.key] = before + issued - repealed
        said.append(
            f"“{place.row.label}”去年{as_text(before)}件，加制发{as_text(issued)}件、减废止{as_text(repealed)}件，"
            f"现行有效应是{as_text(now)}件"
        )
    if found:
        yield Offer("in_force", "；".join(said) + "。", found)
