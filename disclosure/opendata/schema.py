"""The shape of a published report as JSON Schema (2020-12), drawn from the declarations of its official form."""

from __future__ import annotations

from typing import Any

from ..formats.schema import Format, Place
from ..marks import name

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
CODE = {"type": "string", "pattern": "^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$"}


def report_schema(form: Format) -> dict[str, Any]:
    """The schema of report.json of a report in this form."""
    cells = {key: _cell(place) for key, place in form.places.items()}
    return {
        "$schema": DIALECT,
        "$id": f"{form.id}.json",
        "title": f"{form.notice.title}（{form.notice.number}）",
        "type": "object",
        "properties": {
            "format": {"const": form.id},
            "body": TEXT,
            "year": {"type": "integer"},
            "title": TEXT,
            "preface": TEXT,
            "addressee": TEXT,
            "signature": TEXT,
            "date": TEXT,
            "sections": {
                "type": "object",
                "properties": {section.key: {**TEXT, "title": section.title} for section in form.narratives},
            },
            "cells": {"type": "object", "properties": cells, "required": list(cells)},
            "printed": {"type": "object", "description": "原件上印的合计；只有接收的往年报告才有"},
            "pictures": {"type": "array"},
            "differences": {"type": "array"},
            "unread": {"type": "array"},
            "reasons": {"type": "array"},
        },
        "required": ["format", "body", "year", "title", "sections", "cells"],
    }


def _cell(place: Place) -> dict[str, Any]:
    """A figure, or null where nobody filled the cell in."""
    kind = "number" if place.unit.decimals else "integer"
    schema: dict[str, Any] = {"type": [kind, "null"], "title": name(place)}
    if place.unit.label:
        schema["description"] = f"单位：{'件' if place.unit.signed else place.unit.label}"
    if not place.unit.signed:
        schema["minimum"] = 0
    return schema
