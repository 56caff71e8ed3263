"""What a correction changed: worked out from the two editions, cell by cell and paragraph by paragraph, never typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from . import prose
from .filing import HEAD_LABELS, Filing, Picture, as_number
from .marks import name

Reasons = Sequence[Mapping[str, Any]]
"""What is said publicly of single findings (`publishing.public_reasons`)."""
Shown = int | float | str | None
"""A figure, a text, or None where there was nothing."""

FIGURES = ("cell", "total")
"""The kinds of change that are told as figures; every other kind is told in words."""


@dataclass(frozen=True)
class Changed:
    """One place that says something else than before.

    `place` is a cell key, else the key of a section or of a part around the sections. `kind` is "cell", "total" (a
    derived cell), "paragraph", "picture", "head" or "reason" (a public reason; its place is the rule). `before` and `now`
    are None where nothing stood or stands there.
    """

    kind: str
    place: str
    label: str
    before: Shown
    now: Shown

    @property
    def section(self) -> str:
        """The key of the section the place lies in, or of the part around the sections."""
        return self.place.split(".", 1)[0]

    def to_data(self) -> dict[str, Any]:
        """The change as JSON-ready data."""
        return asdict(self)


def changed(before: Filing, now: Filing) -> tuple[Changed, ...]:
    """Every difference between two editions, in the order of the page. Nothing where they say the same."""
    return (*_heads(before, now), *_cells(before, now), *_words(before, now), *_pictures(before, now))


def _heads(before: Filing, now: Filing) -> Iterator[Changed]:
    labels = {"title": "标题", "body": "单位名称", **HEAD_LABELS}
    for field in ("title", "body", "addressee", "signature", "date"):
        old, new = _head(before, field), _head(now, field)
        if old != new:
            yield Changed("head", field, labels[field], old or None, new or None)


def _head(filing: Filing, field: str) -> str:
    said = str(getattr(filing, field)).strip()
    return said or filing.official_title if field == "title" else said


def _cells(before: Filing, now: Filing) -> Iterator[Changed]:
    places = {**before.format.places, **now.format.places}
    for key, place in places.items():
        old, new = _cell(before, key), _cell(now, key)
        if old != new:
            yield Changed("total" if place.derived else "cell", key, name(place), old, new)


def _cell(filing: Filing, key: str) -> Shown:
    value = as_number(filing.values.get(key))
    return value if value is not None else filing.unread.get(key)


def _words(before: Filing, now: Filing) -> Iterator[Changed]:
    yield from _paragraphs("preface", HEAD_LABELS["preface"], before.preface, now.preface)
    for section in now.format.narratives:
        old, new = (prose.untitled(filing.text(section.key), section.title) for filing in (before, now))
        yield from _paragraphs(section.key, section.title, old, new)


def _paragraphs(key: str, label: str, before: str, now: str) -> Iterator[Changed]:
    old, new = prose.paragraphs(before), prose.paragraphs(now)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for at in range(max(j - i, m - k)):
            was = old[i + at] if i + at < j else None
            stands = new[k + at] if k + at < m else None
            yield Changed("paragraph", key, label, was, stands)


def _pictures(before: Filing, now: Filing) -> Iterator[Changed]:
    old, new = ({picture.number: picture for picture in filing.pictures} for filing in (before, now))
    for number in sorted({*old, *new}):
        if old.get(number) != new.get(number):
            was, stands = _shown(old.get(number), new.get(number))
            yield Changed("picture", f"picture.{number}", f"图{number}", was, stands)


def _shown(old: Picture | None, new: Picture | None) -> tuple[str | None, str | None]:
    """How two pictures are told apart: by their captions, else by what they show; the same where only the image is new."""
    was, stands = _told(old), _told(new)
    return (old.alt, new.alt) if old and new and was == stands else (was, stands)


def _told(picture: Picture | None) -> str | None:
    return (picture.caption or picture.alt) if picture else None


def reasons_changed(before: Reasons, now: Reasons) -> tuple[Changed, ...]:
    """Every public reason that was given, taken back or worded anew, in the order of the page."""
    old, new = _by_finding(before), _by_finding(now)
    return tuple(
        Changed("reason", rule, finding, old.get((rule, finding)), new.get((rule, finding)))
        for rule, finding in {**old, **new}
        if old.get((rule, finding)) != new.get((rule, finding))
    )


def _by_finding(reasons: Reasons) -> dict[tuple[str, str], str]:
    return {(reason["rule"], reason["finding"]): reason["text"] for reason in reasons}


def difference(change: Mapping[str, Any]) -> str:
    """By how much a figure changed, with its sign: ＋6, －0.35; "" where one of the two is no figure."""
    before, now = change["before"], change["now"]
    if not (isinstance(before, int | float) and isinstance(now, int | float)):
        return ""
    by = Decimal(str(now)) - Decimal(str(before))
    return f"{'＋' if by > 0 else '－'}{abs(by):f}"


def counted(changes: Sequence[Mapping[str, Any]]) -> str:
    """How much changed, in words: 更正2格、1段. Totals follow from their cells and are not counted."""
    kinds = [change["kind"] for change in changes]
    units = {"cell": "格", "paragraph": "段", "picture": "张图", "head": "处题头", "reason": "条说明"}
    said = [f"{kinds.count(kind)}{unit}" for kind, unit in units.items() if kind in kinds]
    if not said and "total" in kinds:
        said = [f"{kinds.count('total')}个合计"]
    return "更正" + "、".join(said) if said else ""
