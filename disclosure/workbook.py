"""How a report stands in a workbook that is filled in elsewhere: the names of its cells and the sheet that remembers.

The workbook is drawn by `rendering` and read back by `importing`; what both have to know is here.
"""

from __future__ import annotations

import io
import zipfile

GUIDE, ABOUT = "填写说明", "说明"
"""The first sheet, of a workbook to fill in and of a published one."""

BASE_SHEET = "原值"
"""The hidden sheet: a line (key, what stood in the report) for each cell and each paragraph, `META` first."""

META = ("format", "body", "year")
"""The keys of the first lines of the hidden sheet."""

SPARE = 12
"""Empty lines for more paragraphs below each narrative."""

_WORDS = "words."
_CATALOGUE = "xl/workbook.xml"


def cell_name(key: str) -> str:
    """The defined name of a cell of a table: its key."""
    return key


def words_name(key: str) -> str:
    """The defined name of the lines of a narrative or of a part around the sections."""
    return f"{_WORDS}{key}"


def is_taken_out(data: bytes) -> bool:
    """Whether the bytes are a workbook of this kind: it has the hidden sheet that remembers."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return f'"{BASE_SHEET}"' in parts.read(_CATALOGUE).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError):
        return False
