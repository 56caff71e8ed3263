"""Everything one report says, as one immutable value: its figures and its words; totals are derived, never stored."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from . import formats
from .formats.schema import Format, Place, Relation

Figure = int | Decimal
"""A count is an int, an amount a Decimal. A cell nobody filled in has no figure: None is not a zero."""

HEAD_FIELDS = ("preface", "addressee", "signature", "date")
"""The optional parts of a report around its six sections."""

HEAD_LABELS = {"addressee": "称谓", "preface": "引言", "signature": "落款", "date": "成文日期"}
"""What these parts are called, in the order in which they are printed."""


@dataclass(frozen=True)
class Picture:
    """A picture between paragraphs, as PNG; `alt` says what it shows, `caption` is printed below. Sizes in pixels."""

    number: int
    png: bytes
    width: int
    height: int
    alt: str
    caption: str = ""

    def to_data(self) -> dict[str, Any]:
        """The picture as JSON-ready data."""
        said = {"number": self.number, "alt": self.alt, "caption": self.caption}
        return {
            **said,
            "width": self.width,
            "height": self.height,
            "png": base64.b64encode(self.png).decode(),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Picture:
        """The picture `to_data` wrote."""
        return cls(**{**data, "png": base64.b64decode(data["png"])})


@dataclass(frozen=True)
class Filing:
    """One report on one year of one body.

    `figures`   cell key → figure, for entered cells only; a missing key means nobody has filled the cell in.
    `sections`  narrative key → plain text, paragraphs separated by a line feed.
    `unread`    cell key → what stands in the cell and is no figure ("/", "无"); such a cell has no figure.
    `printed`   derived cell key → the total a document printed, where the filing was read from one.
    `declared`  keys of the tables the filer declared empty in one act (本年无此项); their cells are zero.
    `pictures`  those the narratives name.
    """

    format: Format
    body: str
    year: int
    figures: Mapping[str, Figure] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    preface: str = ""
    addressee: str = ""
    signature: str = ""
    date: str = ""
    unread: Mapping[str, str] = field(default_factory=dict)
    printed: Mapping[str, Figure] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()

    @property
    def official_title(self) -> str:
        """〈机关全称〉〈YYYY〉年政府信息公开工作年度报告, as the notice words it."""
        return self.format.title.format(body=self.body, year=self.year)

    @cached_property
    def values(self) -> dict[str, Figure | None]:
        """Every cell of the format, derived ones included, in printed order; None where a figure is missing."""
        found: dict[str, Figure | None] = {}
        for key, parts in self.format.reckoning:
            found[key] = add(found[part] for part in parts) if parts else self.figures.get(key)
        return {key: found[key] for key in self.format.places}

    def value(self, key: str) -> Figure | None:
        """The figure of a cell; a total is None as long as one of its parts is. KeyError for an unknown key."""
        return self.values[key]

    def text(self, key: str) -> str:
        """The words of a narrative section, "" when there are none."""
        return self.sections.get(key, "")

    def missing(self, table: str) -> tuple[Place, ...]:
        """The cells of a table that somebody still has to fill in."""
        places = self.format.tables[table].entered
        return tuple(place for place in places if self.figures.get(place.key) is None)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over everything the report says: what an approval is bound to."""
        canonical = json.dumps(to_data(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def add(parts: Iterable[Figure | None]) -> Figure | None:
    """The sum of figures; None as soon as one of them is missing."""
    total: Figure = 0
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def holds(left: Figure, relation: Relation, right: Figure) -> bool:
    """Whether `left relation right`, as a linear rule of a format asks."""
    if relation is Relation.EQUAL:
        return left == right
    if relation is Relation.AT_LEAST:
        return left >= right
    return left != right


def to_data(filing: Filing) -> dict[str, Any]:
    """A report as JSON-ready data: the shape every command, download and edition uses. Derived totals are included."""
    return {
        "format": filing.format.id,
        "body": filing.body,
        "year": filing.year,
        "title": filing.title or filing.official_title,
        **{name: getattr(filing, name) for name in HEAD_FIELDS},
        "sections": {section.key: filing.text(section.key) for section in filing.format.narratives},
        "cells": {key: as_number(value) for key, value in filing.values.items()},
        **({"pictures": [picture.to_data() for picture in filing.pictures]} if filing.pictures else {}),
        "differences": [],
        "unread": [{"where": key, "text": text} for key, text in sorted(filing.unread.items())],
    }


def from_data(data: Mapping[str, Any]) -> Filing:
    """The filing `to_data` wrote; derived cells are dropped and derived anew. KeyError for an unknown format."""
    form = formats.get(data["format"])
    return Filing(
        format=form,
        body=data["body"],
        year=data["year"],
        title=data.get("title", ""),
        figures=_figures(form, data.get("cells", {})),
        sections=dict(data.get("sections", {})),
        unread={
            item["where"]: item["text"] for item in data.get("unread", ()) if item["where"] in form.places
        },
        pictures=tuple(Picture.from_data(picture) for picture in data.get("pictures", ())),
        **{name: data.get(name, "") for name in HEAD_FIELDS},
    )


def as_number(value: Figure | None) -> int | float | None:
    """A figure as a JSON number. Six decimals of amounts below 10⁹ 万元 survive a float unchanged."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def figure(place: Place, number: int | float | str | Decimal) -> Figure:
    """A number as the figure of a cell: an int for a count, a Decimal for an amount. ValueError for half a count."""
    if type(number) is int and not place.unit.decimals:
        return number
    exact = Decimal(str(number))
    if not place.unit.decimals and exact != exact.to_integral_value():
        raise ValueError(f"{place.key}: {number} is not a whole number")
    return exact if place.unit.decimals else int(exact)


def _figures(form: Format, cells: Mapping[str, Any]) -> dict[str, Figure]:
    return {
        key: figure(place, cells[key])
        for key, place in form.places.items()
        if not place.derived and cells.get(key) is not None
    }


def with_figures(filing: Filing, figures: Mapping[str, Figure | None]) -> Filing:
    """The same report with other figures in these cells (None empties a cell)."""
    merged = {**filing.figures, **{key: value for key, value in figures.items() if value is not None}}
    for key, value in figures.items():
        if value is None:
            merged.pop(key, None)
    return replace(filing, figures=merged)


def empty_figures(form: Format) -> dict[str, Figure]:
    """Zero in every cell that is filled in: a report on a year in which nothing happened."""
    return {key: 0 for key, place in form.places.items() if not place.derived}
