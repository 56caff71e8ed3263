"""How a report stands in a workbook that is filled in elsewhere: the names of its cells and the sheet that remembers.

The workbook is drawn by `rendering` and read back by `importing`; what both have to know is here.
"""

from __future__ import annotations

import io
import zipfile

GUIDE, ABOUT = "填写说明", "说明"
"""The first sheet, of a workbook to fill in and of a published one."""

HOW = (
    "白色的格子可以填，底色的是自动合计或官方表头，不用动。",
    "没有发生的填0。空着的格子算没填。",
    "写文字的页里，一段占一格，行不够可以插入。",
    "填好后存盘，回到填报的网页选“导入文件”。导入前会逐处列出改动，网页上后来改过的不会被盖掉。",
)
READ = (
    "本工作簿随年度报告公布，数字和文字与公布的年度报告相同。",
    "底色的数字是总计，由公式算出。",
    "文字一段占一格。",
)
"""What the first sheet says of a workbook to fill in, and of a published one."""
DONE = "填完了"
"""What it says of a table with a number in every cell."""


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
