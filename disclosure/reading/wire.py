"""A document and the report that was read from it as JSON: how both leave the child process, and how they are stored."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from .. import formats
from ..filing import HEAD_FIELDS, Figure, Filing, Picture, figure
from ..importing.document import Document, Line, PictureFile
from ..importing.harvest import Difference, Passage
from ..importing.recognise import Imported

Data = dict[str, Any]
_PASSAGES = ("unread", "taken", "strays")
_WORDS = ("body", "year", "title", *HEAD_FIELDS)


def document_to_data(document: Document) -> Data:
    """A document as JSON-ready data, without its pictures: those that are taken go with the report."""
    lines = [{**asdict(line), "shared": sorted(line.shared)} for line in document.lines]
    return {"lines": lines, "wrap": document.wrap, "layout": document.layout}


def document_from_data(data: Mapping[str, Any]) -> Document:
    """The document `document_to_data` wrote."""
    lines = (
        Line(
            **{
                **line,
                "cells": tuple(line["cells"]),
                "shared": frozenset(line["shared"]),
                "spans": tuple(map(tuple, line["spans"])),
            }
        )
        for line in data["lines"]
    )
    return Document(tuple(lines), data["wrap"], tuple(data["layout"]))


def filing_to_data(filing: Filing) -> Data:
    """A report as JSON-ready data; figures are texts, so that no decimal is lost."""
    return {
        "format": filing.format.id,
        **{name: getattr(filing, name) for name in _WORDS},
        "sections": dict(filing.sections),
        "unread": dict(filing.unread),
        "declared": sorted(filing.declared),
        "pictures": [picture.to_data() for picture in filing.pictures],
        "figures": _texts(filing.figures),
        "printed": _texts(filing.printed),
    }


def filing_from_data(data: Mapping[str, Any]) -> Filing:
    """The report `filing_to_data` wrote. KeyError for a format that is no longer known."""
    form = formats.get(data["format"])
    return Filing(
        format=form,
        **{name: data[name] for name in _WORDS},
        sections=data["sections"],
        unread=data["unread"],
        declared=frozenset(data["declared"]),
        pictures=tuple(Picture.from_data(picture) for picture in data["pictures"]),
        figures={key: figure(form.places[key], text) for key, text in data["figures"].items()},
        printed={key: figure(form.places[key], text) for key, text in data["printed"].items()},
    )


def imported_to_data(imported: Imported) -> Data:
    """What was read, as JSON-ready data."""
    return {
        "filing": filing_to_data(imported.filing),
        "differences": [difference.to_data() for difference in imported.differences],
        **{name: [passage.to_data() for passage in getattr(imported, name)] for name in _PASSAGES},
        "pictures": [_picture_to_data(picture) for picture in imported.pictures],
        "base": dict(imported.base),
    }


def imported_from_data(data: Mapping[str, Any]) -> Imported:
    """What `imported_to_data` wrote. KeyError for a format that is no longer known."""
    return Imported(
        filing_from_data(data["filing"]),
        differences=tuple(Difference(**difference) for difference in data["differences"]),
        **{name: tuple(_passages(data[name])) for name in _PASSAGES},
        pictures=tuple(_picture_from_data(picture) for picture in data["pictures"]),
        base=data["base"],
    )


def _picture_to_data(picture: PictureFile) -> Data:
    said = {name: getattr(picture, name) for name in ("number", "alt", "caption", "where")}
    return {**said, "data": base64.b64encode(picture.data).decode()}


def _picture_from_data(data: Mapping[str, Any]) -> PictureFile:
    return PictureFile(**{**data, "data": base64.b64decode(data["data"])})


def _passages(items: Iterable[Mapping[str, str]]) -> Iterable[Passage]:
    return (Passage(**item) for item in items)


def _texts(figures: Mapping[str, Figure]) -> dict[str, str]:
    return {key: str(value) for key, value in figures.items()}
