"""All files of one edition, drawn from one Filing: the same filing and imprint give the same bytes anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..filing import Filing, to_data
from ..tabulating import csv_file
from .document import Document, document
from .docx import render_docx
from .fragment import fragment
from .html import for_edition, standalone
from .imprint import Imprint
from .pool import POOL
from .sheet import Attached, Sheet
from .tables import Cells
from .xlsx import render_xlsx

Reasons = Sequence[Mapping[str, Any]]
"""What the filer says publicly of single findings."""

_INSIDE = {
    "report.json": ("application/json", "年度报告的数据（JSON）"),
    "report.csv": ("text/csv", "三张表的数据（CSV）"),
    "report.xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "三张表和文字（XLSX）",
    ),
}
"""The files inside the PDF: media type and what they are."""


def edition_files(
    filing: Filing,
    imprint: Imprint,
    cells: Cells | None = None,
    reasons: Reasons = (),
    data: Mapping[str, Any] | None = None,
) -> Mapping[str, bytes]:
    """Name → bytes of every file of an edition. Raises RenderingError.

    `cells` as for `document`; `data` is what report.json says where that is not `to_data(filing)`.
    """
    page = document(filing, cells)
    files = {
        "report.json": data_file(filing, reasons, data),
        "report.csv": csv_file(filing),
        "report.xlsx": render_xlsx(filing, published=True),
        "report.docx": render_docx(filing),
        "report.html": standalone(page).encode("utf-8"),
        "fragment.html": fragment(page).encode("utf-8"),
    }
    return {**files, "report.pdf": _pdf(page, imprint, files)}


def _pdf(page: Document, imprint: Imprint, files: Mapping[str, bytes]) -> bytes:
    inside = tuple(Attached(name, *said, files[name]) for name, said in _INSIDE.items())
    day = imprint.published.isoformat()
    return POOL.render(Sheet(for_edition(page, imprint), archival=True, day=day, attached=inside))


def data_file(filing: Filing, reasons: Reasons = (), data: Mapping[str, Any] | None = None) -> bytes:
    """The report as the JSON file the public downloads (UTF-8), with what the filer says publicly of single findings."""
    said = {**(data or to_data(filing)), **({"reasons": list(reasons)} if reasons else {})}
    return (json.dumps(_ordered(said, filing), ensure_ascii=False, indent=2) + "\n").encode()


def _ordered(said: Mapping[str, Any], filing: Filing) -> dict[str, Any]:
    """Data in one order, whatever order a database gave it back in: parts and cells as printed, the rest by name."""
    parts = list(to_data(filing))
    rank = {name: at for at, name in enumerate(parts)}
    ordered = {name: _by_name(said[name]) for name in sorted(said, key=lambda n: (rank.get(n, len(rank)), n))}
    cells = said.get("cells", {})
    return ordered | {"cells": {key: cells[key] for key in filing.format.places if key in cells}}


def _by_name(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _by_name(value[name]) for name in sorted(value)}
    return [_by_name(each) for each in value] if isinstance(value, list | tuple) else value
