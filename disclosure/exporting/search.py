"""The search of the exported site: its words cut into pairs of characters, in files so small that a phone reads few.

    search/index.json            [{"year", "shards", "reports"}], the newest year first
    search/2025/names.json       [[code, edition, name]] of the reports in force, in the order of their numbers
    search/2025/7.json           {"信息": [3, 1, 4]}: in which reports the pair stands, as steps from one to the next

A pair lies in the file whose number is that of its first character, divided by their count, what remains; so that all
pairs that begin with a character lie in one file. `static/js/site-search.js` reads them, and the words of the few
reports it shows.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.db.models import Count

from ..editions import in_force

FOLDER = "search"
_RUN = re.compile(r"[^\W_]+")
_SIZES = ((40, 4), (400, 32))
"""Up to how many reports a year has how many files; 128 beyond."""
_MOST = 128


def front_files() -> Iterator[tuple[str, bytes]]:
    """The file that says which years can be searched."""
    counts = in_force().order_by().values("report__year").annotate(reports=Count("pk"))
    said = [
        {"year": each["report__year"], "shards": shards(each["reports"]), "reports": each["reports"]}
        for each in counts.order_by("-report__year")
    ]
    yield f"{FOLDER}/index.json", _json(said)


def year_files(year: int) -> Iterator[tuple[str, bytes]]:
    """The files of one year; none where every report of it is taken down."""
    editions = in_force().filter(report__year=year).order_by("report__bureau__code")
    names: list[tuple[str, int, str]] = []
    found: dict[str, list[int]] = {}
    for code, number, filing in editions.values_list("report__bureau__code", "number", "filing").iterator(
        200
    ):
        for pair in pairs(_texts(filing)):
            found.setdefault(pair, []).append(len(names))
        names.append((code, number, filing["body"]))
    if not names:
        return
    yield f"{FOLDER}/{year}/names.json", _json(names)
    count = shards(len(names))
    files: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for pair in sorted(found):
        files[ord(pair[0]) % count][pair] = _steps(found[pair])
    for number, content in enumerate(files):
        yield f"{FOLDER}/{year}/{number}.json", _json(content)


def shards(reports: int) -> int:
    """Into how many files the pairs of so many reports are put."""
    return next((count for most, count in _SIZES if reports <= most), _MOST)


def pairs(texts: Iterable[str]) -> set[str]:
    """Every two neighbouring letters or figures, and the last of each run by itself: each character begins one pair."""
    found: set[str] = set()
    for text in texts:
        for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
            found.update(map("".join, pairwise(run)), run[-1])
    return found


def _texts(filing: dict[str, Any]) -> Iterator[str]:
    """What a reader can look through: the body's name, and the words of the report."""
    yield filing["body"]
    yield filing.get("preface", "")
    yield from filing.get("sections", {}).values()


def _steps(numbers: list[int]) -> list[int]:
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]


def _json(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
