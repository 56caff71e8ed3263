"""Three values of one place, what a document was filled in from, what stands, what comes in, and what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

Texts = Mapping[str, str]
"""Cell key or name of a field → its text, "" for nothing."""


class Kind(Enum):
    """What becomes of one value of the document."""

    NEW = "new"  # nothing stands there
    CHANGED = "changed"  # the document was changed since it was taken out, the report was not
    CLASH = "clash"  # both say something else: the filer chooses
    SAME = "same"
    KEPT = "kept"  # the report was changed since the document was taken out, the document was not


def merge(base: Texts, now: Texts, incoming: Texts) -> dict[str, Kind]:
    """Three-way merge: what becomes of each value of a document. NEW and CHANGED are written, SAME and KEPT are not.

    `base` is what the document was filled in from, {} for one that was not taken out of a report. A value is written
    where the report still says what the document started from; it is kept where the document says nothing, the same
    as the report, or what it started from. Where something was emptied in the document, the filer is asked.
    """
    return {key: _kind(base.get(key, ""), now.get(key, ""), text) for key, text in incoming.items()}


def _kind(base: str, now: str, incoming: str) -> Kind:
    if incoming == now:
        return Kind.SAME
    if incoming == base or not (incoming or base):
        return Kind.KEPT
    if not incoming:
        return Kind.CLASH
    if now == base:
        return Kind.CHANGED if now else Kind.NEW
    return Kind.CLASH
