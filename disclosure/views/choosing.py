"""What a reader has chosen in a list: year, kind, region, part, words; and the links that choose otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest

from .. import formats
from ..bigrams import QUERY_LIMIT, spoken
from ..listing import PREFACE, REASONS
from ..models import Bureau
from ..prose import clean

EVERY = "all"
"""What an address says for every year; a list begins with the newest one."""
KINDS = dict(Bureau.Kind.choices)
_ALONE = ("kind", "region", "sort")


@dataclass(frozen=True)
class Choice:
    """A link that chooses: where it leads, whether it is what is shown now, how many reports it leads to."""

    label: str
    link: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to; None or "" where it is not.

    `dated`   whether the year is part of the question, or of the address of the page.
    `single`  where there cannot be a page for every combination: kind, region and order exclude each other.
    """

    year: int | None = None
    kind: str = ""
    region: str = ""
    section: str = ""
    words: str = ""
    sort: str = ""
    dated: bool = True
    single: bool = False

    @property
    def only(self) -> str:
        """Region and kind in words, 昭阳区乡镇; "" where neither is chosen."""
        return f"{self.region}{KINDS.get(self.kind, '')}"

    def reports(self, to_report: str) -> dict[str, object]:
        """The conditions on something that leads to a report by `to_report`, which ends with "__" or is empty."""
        return {
            **({f"{to_report}year": self.year} if self.year else {}),
            **({f"{to_report}bureau__kind": self.kind} if self.kind else {}),
            **({f"{to_report}bureau__region": self.region} if self.region else {}),
        }

    def link(self, **changes: object) -> str:
        """The same list with something else chosen, from its first page."""
        alone = dict.fromkeys(_ALONE, "") if self.single and any(changes.get(name) for name in _ALONE) else {}
        other = replace(self, **{**alone, **changes})  # type: ignore[arg-type]
        asked = {
            "q": other.words,
            "year": other.dated and (other.year or EVERY),
            "kind": other.kind,
            "region": other.region,
            "section": other.section,
            "sort": other.sort,
        }
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def years(self, years: Iterable[int]) -> list[Choice]:
        """Every year, newest first, and all of them, where there is a page for every combination."""
        found = [
            Choice(str(year), self.link(year=year), year == self.year) for year in sorted(years, reverse=True)
        ]
        every = (
            [Choice("全部", self.link(year=None), self.year is None)]
            if len(found) > 1 and not self.single
            else []
        )
        return found + every

    def kinds(self, counts: Mapping[str, int]) -> list[Choice]:
        """The kinds of which there is a report, in the order of the form."""
        found = [
            Choice(label, self.link(kind=kind), kind == self.kind, counts.get(kind, 0))
            for kind, label in KINDS.items()
            if counts.get(kind) or kind == self.kind
        ]
        return self._with_all(found, "kind")

    def regions(self, counts: Mapping[str, int]) -> list[Choice]:
        """The regions of which there is a report, in the order of a Chinese dictionary."""
        found = [
            Choice(region, self.link(region=region), region == self.region, counts.get(region, 0))
            for region in sorted({*counts, self.region} - {""}, key=spoken)
        ]
        return self._with_all(found, "region")

    def sections(self) -> list[Choice]:
        """The parts of a report that can be looked through."""
        found = [
            Choice(label, self.link(section=key), key == self.section)
            for key, label in section_names().items()
        ]
        return self._with_all(found, "section")

    def _with_all(self, found: list[Choice], name: str) -> list[Choice]:
        if len(found) < 2 and not getattr(self, name):
            return []
        return [Choice("全部", self.link(**{name: ""}), not getattr(self, name)), *found]


def chosen(
    request: HttpRequest,
    years: Iterable[int],
    *,
    newest: bool = False,
    dated: bool = True,
    sorts: Iterable[str] = (),
) -> Chosen:
    """What a request asks for; whatever makes no sense is left out.

    `newest`: without a year, show the newest one. `sorts`: what can be sorted by, other than the name.
    """
    asked = request.GET
    year = _year(asked.get("year", ""))
    if newest and year is None and asked.get("year") != EVERY:
        year = max(years, default=None)
    kind, section, sort = (asked.get(name, "") for name in ("kind", "section", "sort"))
    return Chosen(
        year=year if dated else None,
        kind=kind if kind in KINDS else "",
        region=clean(asked.get("region", "")).strip()[:40],
        section=section if section in section_names() else "",
        words=clean(asked.get("q", "")).strip()[:QUERY_LIMIT],
        sort=sort if sort in sorts else "",
        dated=dated,
        single=getattr(request, "exported", False),
    )


def _year(asked: str) -> int | None:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None


def section_names() -> dict[str, str]:
    """The parts the search looks through, by their keys, as the newest format calls them."""
    forms = formats.all_formats().values()
    narratives = {section.key: section.title for form in forms for section in form.narratives}
    return {PREFACE: "引言", **narratives, REASONS: "发布机构的说明"}


def counted(rows: QuerySet, by: str) -> dict[str, int]:
    """Value of a field → how many rows have it."""
    return dict(rows.order_by().values_list(by).annotate(Count("pk")))
