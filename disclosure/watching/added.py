"""What a portal's page has within a report and the report has not, told from what portals put around their articles."""

from __future__ import annotations

from functools import cache

from .. import formats
from ..formats.schema import Format
from ..importing import Passage
from ..importing.labels import normal

_BETWEEN = " | "
"""What the importer writes between the cells of a row."""
_PICTURE = "［图"
"""How it begins what it writes for a picture; those are compared by what they show (`showing`)."""


def added(passage: Passage, form: Format) -> str:
    """What to call a passage the importer could not place; "" for one that belongs to the portal.

    Between the headings a portal has nothing of its own. Behind the last one it puts attachments and seals, which are
    no rows; before the first one, numbers and dates of the article, in rows that no row of an official table begins.
    """
    if not passage.text or passage.text.startswith(_PICTURE):
        return ""
    if passage.where in form.tables:
        return "表里多出来的"
    narratives = [section.key for section in form.narratives]
    row = _BETWEEN in passage.text
    if passage.where in narratives and (row or passage.where != form.sections[-1].key):
        return "文字部分多出来的"
    return "报告前面多出来的" if row and _of_a_table(passage.text, form) else ""


def _of_a_table(row: str, form: Format) -> bool:
    """Whether a row has the name of an official one, and a figure."""
    cells = [normal(cell) for cell in row.split(_BETWEEN)]
    return any(cell in _names(form.id) for cell in cells) and any(cell[:1].isdecimal() for cell in cells)


@cache
def _names(format_id: str) -> frozenset[str]:
    return frozenset(normal(place.row.label) for place in formats.get(format_id).places.values())
