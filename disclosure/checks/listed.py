"""A whole with the parts that a text lists of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .quantities import Quantity


class Wording(Enum):
    """What the words say of a list: all parts of the whole, some, neither; 共 behind it; not even that it is a list."""

    ALL = "all"
    SOME = "some"
    LISTED = "listed"
    SUMMED = "summed"
    UNMARKED = "unmarked"


@dataclass(frozen=True)
class Enumeration:
    """One whole with the parts that are listed of it, all in one unit.

    `labels`   the words before each part.  `others`: quantities of the unit nearby that are neither whole nor part;
    the text may mean one of these.  `nested`: listed inside another list, whose next parts cannot be told apart.
    """

    whole: Quantity
    parts: tuple[Quantity, ...]
    labels: tuple[str, ...]
    wording: Wording
    others: tuple[Quantity, ...] = ()
    nested: bool = False
