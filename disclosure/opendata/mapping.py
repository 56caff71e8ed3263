"""How the figures of one official form go on in the next: the same, as a sum, or not at all, and why.

Nobody has to guess whether two years can be put into one line. The earlier form is 国办公开办函〔2019〕60号, the later one
国办公开办函〔2021〕30号; every cell of both is in exactly one joint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from .. import formats
from ..formats.schema import Format

EARLIER, LATER = "notice_2019_60", "notice_2021_30"


class Relation(Enum):
    """How the two sides of a joint compare."""

    SAME = "same"
    SUM = "sum"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"same": "可以比", "sum": "相加后可以比", "none": "不能比"}[self.value]


@dataclass(frozen=True)
class Joint:
    """Cells of the earlier form, cells of the later one, and how they compare."""

    relation: Relation
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    why: str = ""

    def to_data(self) -> dict[str, Any]:
        """The joint as JSON-ready data."""
        return {
            "relation": self.relation.value,
            EARLIER: list(self.earlier),
            LATER: list(self.later),
            "why": self.why,
        }


@dataclass(frozen=True)
class Counterpart:
    """What a cell is compared with in another form: the cells to add up there, and what has to be known of it.

    No cells where nothing compares; `why` then says why.
    """

    keys: tuple[str, ...]
    why: str = ""


_WRITTEN = {
    "issued": "两个格式都数当年印发的件数；只是栏名不同。",
    "decisions": "两个格式都数全年作出的处理决定；2018—2020年的报告里有填成事项数的，用前看一看。",
    "other_handling": "2019年的格式只有一行，2021年的格式分成三行，三行相加才和它一样。",
    "in_force": "2019年的格式数的是对外公开的总数，2021年的格式数的是现行有效的件数。",
    "published": "2021年的格式不再问新公开的件数。",
    "repealed": "2019年的格式不问废止的件数。",
    "items": "数的是事项，2021年的格式不再问。",
    "fees": "2019年的格式数收费项目，2021年的格式数收费金额。",
    "dropped": "2021年的格式没有这一行。",
}
"""Why a joint is as it is."""

_DOCUMENTS = ("regulations", "normative_documents")
_DECIDED = ("licences", "penalties", "compulsory_measures")


def joints() -> tuple[Joint, ...]:
    """Every joint between the two forms, in the order of the later one."""
    earlier, later = formats.get(EARLIER), formats.get(LATER)
    return tuple(_of_disclosure(earlier)) + tuple(_of_requests(earlier)) + tuple(_unchanged(earlier, later))


def counterpart(key: str, form: Format, other: Format) -> Counterpart:
    """What a cell of one form is compared with in another; of forms without joints, only what is worded alike."""
    if form.id == other.id:
        return Counterpart((key,))
    if {form.id, other.id} != {EARLIER, LATER}:
        here, there = form.places[key], other.places.get(key)
        same = there is not None and there.row.label == here.row.label
        return Counterpart((key,)) if same else Counterpart((), "那一年的格式没有这一格。")
    joint = _by_key(form.id)[key]
    here_keys, there_keys = (
        (joint.earlier, joint.later) if form.id == EARLIER else (joint.later, joint.earlier)
    )
    compares = joint.relation is not Relation.NONE and here_keys == (key,)
    return Counterpart(there_keys if compares else (), joint.why)


@cache
def _by_key(form: str) -> dict[str, Joint]:
    """Cell of a form → its joint."""
    return {key: joint for joint in joints() for key in (joint.earlier if form == EARLIER else joint.later)}


def _of_disclosure(earlier: Format) -> Iterator[Joint]:
    for row in _DOCUMENTS:
        here = f"disclosure.{row}"
        yield _joint(Relation.SAME, "issued", [f"{here}.made"], [f"{here}.issued"])
        yield _joint(Relation.NONE, "published", [f"{here}.published"], [])
        yield _joint(Relation.NONE, "repealed", [], [f"{here}.repealed"])
        yield _joint(Relation.NONE, "in_force", [f"{here}.published_total"], [f"{here}.in_force"])
    for row in _DECIDED:
        here = f"disclosure.{row}"
        yield _joint(Relation.SAME, "decisions", [f"{here}.decisions"], [f"{here}.decisions"])
        yield _joint(Relation.NONE, "items", [f"{here}.previous", f"{here}.change"], [])
    fees = "disclosure.administrative_fees"
    yield _joint(Relation.NONE, "fees", [f"{fees}.previous", f"{fees}.change"], [f"{fees}.amount"])
    gone = ("disclosure.other_services.", "disclosure.procurement.")
    yield _joint(Relation.NONE, "dropped", [key for key in earlier.places if key.startswith(gone)], [])


def _of_requests(earlier: Format) -> Iterator[Joint]:
    for column in (key.rpartition(".")[2] for key in earlier.places if key.startswith("requests.received.")):
        rows = (f"requests.other_handling.{row}.{column}" for row in ("not_corrected", "fee_unpaid", "other"))
        yield _joint(Relation.SUM, "other_handling", [f"requests.other_handling.{column}"], list(rows))


def _unchanged(earlier: Format, later: Format) -> Iterator[Joint]:
    """The cells of sections three and four that both forms have under one name."""
    for key in later.places:
        if key in earlier.places and not key.startswith("disclosure."):
            yield Joint(Relation.SAME, (key,), (key,))


def _joint(relation: Relation, why: str, earlier: list[str], later: list[str]) -> Joint:
    return Joint(relation, tuple(earlier), tuple(later), _WRITTEN[why])
