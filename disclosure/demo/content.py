"""What the demo city consists of, read from the TOML files beside this module."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ..formats.schema import Format, Table
from ..models.report import WORDS
from ..models.rows import address

FOLDER = Path(__file__).parent
WRITTEN_FOR = 2025
"""The season the files are written for; they are read as if it were the present one."""
_YEAR = re.compile(r"(?<!\d)202\d(?!\d)")


class ContentError(ValueError):
    """A file of the demo city says something the official form has no place for."""


@dataclass(frozen=True)
class Correction:
    """What a report's second edition says otherwise, and the reason that is published with it."""

    reason: str
    figures: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Script:
    """One report and how far it goes.

    `stage`    draft, submitted, returned or published.
    `figures`  table → cell key → what is typed there; `declared` names the tables without anything to report.
    `reasons`  rule → why its query may stand.  `remarks`: (place, text) of the supervisor's points.
    `correction`, `withdrawn`: what becomes of it once it is published; `withdrawn` is the public reason.
    """

    bureau: str
    year: int
    clerk: str
    stage: str
    words: Mapping[str, str]
    figures: Mapping[str, Mapping[str, str]]
    declared: Sequence[str] = ()
    supervisor: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[tuple[str, str]] = ()
    correction: Correction | None = None
    withdrawn: str = ""


def season_of(today: date) -> int:
    """The year the demo is being filed for on a day: last year in January, else this one, so that no demo is late."""
    return today.year - 1 if today.month == 1 else today.year


def city(season: int = WRITTEN_FOR) -> Mapping[str, Any]:
    """Seasons, bureaus, accounts and the seed, as `city.toml` has them, with the years moved to this season."""
    return _read(FOLDER / "city.toml", season)


def scripts(form_of: Any, season: int = WRITTEN_FOR) -> Iterator[Script]:
    """The reports of the demo bodies, oldest first; `form_of(year)` gives the format a year's report is in."""
    files = sorted((FOLDER / "reports").glob("*.toml"), key=lambda file: (file.stem[-4:], file.stem))
    for file in files:
        yield script(_read(file, season), form_of)


def _read(file: Path, season: int) -> dict[str, Any]:
    """A file with every year of the demo moved; the real report's years, before 2020, stay."""
    by = season - WRITTEN_FOR
    return tomllib.loads(
        _YEAR.sub(lambda year: str(int(year.group()) + by), file.read_text(encoding="utf-8"))
    )


def script(data: Mapping[str, Any], form_of: Any) -> Script:
    """One report as its file describes it."""
    form: Format = form_of(data["year"])
    declared = tuple(data.get("declared", ()))
    filler = "" if data.get("rest") == "blank" else "0"
    return Script(
        bureau=data["bureau"],
        year=data["year"],
        clerk=data["clerk"],
        stage=data["stage"],
        words={name: data[name].strip("\n") for name in WORDS if name in data},
        figures={
            key: dict(_typed(table, data.get(key, {}), filler))
            for key, table in form.tables.items()
            if key not in declared
        },
        declared=declared,
        supervisor=data.get("supervisor", ""),
        reasons=data.get("reasons", {}),
        remarks=tuple((remark["place"], remark["text"]) for remark in data.get("remarks", ())),
        correction=_correction(data, form) if "correction" in data else None,
        withdrawn=data.get("withdrawn", ""),
    )


def _correction(data: Mapping[str, Any], form: Format) -> Correction:
    """The rows a correction names, and the texts in which it puts one phrase for another."""
    said = data["correction"]
    return Correction(
        reason=said["reason"],
        figures={
            key: dict(_typed_rows(table, said[key])) for key, table in form.tables.items() if key in said
        },
        words={name: _rephrased(data[name], said[name]) for name in WORDS if name in said},
    )


def _rephrased(text: str, phrases: Mapping[str, str]) -> str:
    for phrase, other in phrases.items():
        if text.count(phrase) != 1:
            raise ContentError(f"stands {text.count(phrase)} times where it is corrected: {phrase}")
        text = text.replace(phrase, other)
    return text.strip("\n")


def _typed(table: Table, rows: Mapping[str, Sequence[int | str]], filler: str) -> Iterator[tuple[str, str]]:
    """What is typed into the cells of a table: the named rows from left to right, the filler in all others."""
    yield from ((place.key, filler) for place in table.entered)
    yield from _typed_rows(table, rows)


def _typed_rows(table: Table, rows: Mapping[str, Sequence[int | str]]) -> Iterator[tuple[str, str]]:
    """What is typed into the cells of the named rows, from left to right."""
    cells: dict[str, list[str]] = {}
    for place in table.entered:
        cells.setdefault(address(place.key)[1], []).append(place.key)
    if unknown := rows.keys() - cells.keys():
        raise ContentError(f"no such row in {table.key}: {', '.join(sorted(unknown))}")
    for row, values in rows.items():
        if len(values) != len(cells[row]):
            raise ContentError(f"{table.key}.{row}: {len(values)} values for {len(cells[row])} cells")
        yield from zip(cells[row], map(str, values), strict=True)
