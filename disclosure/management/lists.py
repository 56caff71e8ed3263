"""Lists that commands take: CSV with a line of headings, in UTF-8 or in GB18030 as Excel writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from disclosure.registering import Line

from .reports import refuse


def read_list(path: Path, columns: Sequence[str], others: Sequence[str] = ()) -> list[Line]:
    """The lines of a list that are not blank; a list that cannot be used ends the command.

    `columns` must all be there; what stands in other columns than these and `others` would be lost in silence, so that
    such a list is not used either.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        refuse(f"读不了清单“{path}”，请看看有没有这个文件，能不能打开。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _as_excel_writes_it(raw, path)
    try:
        lines = list(_lines(text, columns, others))
    except csv.Error:
        refuse(f"清单“{path}”读不了，请看看是不是CSV，有没有漏掉引号。")
    if not lines:
        refuse(f"清单“{path}”里除了第一行什么也没有。")
    return lines


def _as_excel_writes_it(raw: bytes, path: Path) -> str:
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        refuse(f"清单“{path}”有些字读不出来，请另存为UTF-8编码的CSV。")


def _lines(text: str, columns: Sequence[str], others: Sequence[str]) -> Iterator[Line]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    names = [(name or "").strip().lower() for name in rows.fieldnames or ()]
    if missing := [name for name in columns if name not in names]:
        refuse(f"清单的第一行要有{'、'.join(columns)}这几列，缺{'、'.join(missing)}。")
    if unknown := [name for name in names if name and name not in (*columns, *others)]:
        refuse(f"清单的第一行有不认识的列：{'、'.join(unknown)}。能有的是{'、'.join((*columns, *others))}。")
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        refuse(f"清单的第一行有写了两次的列：{'、'.join(twice)}。")
    rows.fieldnames = names
    for row in rows:
        if row.get(""):
            refuse(f"清单第{rows.line_num}行有一格在没有名称的列里：“{row['']}”。")
        if None in row:
            refuse(f"清单第{rows.line_num}行比第一行多出几格，请看看是不是少了引号。")
        found = {name: (row.get(name) or "").strip() for name in (*columns, *others)}
        if any(found.values()):
            yield Line(rows.line_num, found)
