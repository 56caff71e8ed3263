"""The search of the exported site: what the live search reads, in files so small that a phone reads few of them.

    search/index.json              [{"year", "shards", "reports"}], the newest year first
    search/2025/names.json         [[code, name]] of the reports in force, in the order of their numbers
    search/2025/7.json             {"信息": [3, 1, 4]}: in which reports the pair stands, as steps from one to the next
    search/2025/words/shili.json   [[part, words]] of one report

Texts are cut as everywhere (`bigrams`). A pair lies in the file whose number is that of its first character, divided by
their count, what remains; so that all pairs that begin with a character lie in one file. `static/js/site-search.js`
reads these files, and the words of the few reports that may be hits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count

from .. import bigrams
from ..models import Listed, SearchText

FOLDER = "search"
_SIZES = ((40, 4), (400, 32), (4000, 128))
"""Up to how many reports a year has how many files; a file of 3,000 reports has some 90 KB, 20 KB compressed."""
_MOST = 512


class _Part(NamedTuple):
    """A part of a report, as the live search has it."""

    code: str
    name: str
    section: str
    text: str
    plain: str


def front_files() -> Iterator[tuple[str, bytes]]:
    """The file that says which years can be searched."""
    counts = Listed.objects.order_by().values("year").annotate(reports=Count("pk"))
    said = [
        {"year": each["year"], "shards": shards(each["reports"]), "reports": each["reports"]}
        for each in counts.order_by("-year")
    ]
    yield f"{FOLDER}/index.json", _json(said)


def year_files(year: int) -> Iterator[tuple[str, bytes]]:
    """The files of one year; none where every report of it is taken down."""
    count = shards(Listed.objects.filter(year=year).count())
    names: list[tuple[str, str]] = []
    files: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for (code, name), parts in groupby(_parts(year), lambda part: part[:2]):
        words = list(parts)
        for pair in _pairs(words):
            files[ord(pair[0]) % count].setdefault(pair, []).append(len(names))
        names.append((code, name))
        yield f"{FOLDER}/{year}/words/{code}.json", _json([(part.section, part.text) for part in words])
    if not names:
        return
    yield f"{FOLDER}/{year}/names.json", _json(names)
    for number, found in enumerate(files):
        yield (
            f"{FOLDER}/{year}/{number}.json",
            _json({pair: _steps(found[pair]) for pair in sorted(found)}),
        )


def shards(reports: int) -> int:
    """Into how many files the pairs of so many reports are put."""
    return next((count for most, count in _SIZES if reports <= most), _MOST)


def _parts(year: int) -> Iterator[_Part]:
    rows = SearchText.objects.filter(listed__year=year).order_by("listed__bureau__code", "place")
    fields = ("listed__bureau__code", "listed__name", "section", "text", "plain")
    return map(_Part._make, rows.values_list(*fields).iterator(500))


def _pairs(parts: Sequence[_Part]) -> set[str]:
    return {pair for part in parts for pair in bigrams.cut(part.plain)}


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
