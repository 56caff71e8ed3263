"""A report in items (paragraphs and tables of boxes) drawn as a web page and as a Word document."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape

import docx
from docx.oxml import parse_xml

from tests.core.disturbances import Box, Items, Row

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def as_html(found: Items) -> bytes:
    """A page that holds the report and nothing else."""
    return page("".join(_paragraph(item) if isinstance(item, str) else _table(item) for item in found))


def page(body: str) -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def _table(rows: list[Row]) -> str:
    lines = ("<tr>" + "".join(_cell(box) for box in row) + "</tr>" for row in rows)
    return "<table>" + "\n".join(lines) + "</table>\n"


def _cell(box: Box) -> str:
    return f'<td colspan="{box.across}" rowspan="{box.down}">{escape(box.text)}</td>'


def as_docx(found: Items) -> bytes:
    """A Word file that holds the report, merged cells as Word writes them."""
    return word("".join(p(run(item)) if isinstance(item, str) else tbl(item) for item in found))


def word(body: str, *, numbering: str = "") -> bytes:
    """A Word file with this XML as its body; `numbering`: the numbered lists it declares."""
    document = docx.Document()
    element = document.element.body
    for child in parse_xml(f"<w:body {_W}>{body}</w:body>"):
        element.insert(len(element) - 1, child)
    if numbering:
        lists = document.part.numbering_part.element
        for child in list(lists):
            lists.remove(child)
        for child in parse_xml(f"<w:numbering {_W}>{numbering}</w:numbering>"):
            lists.append(child)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def tbl(rows: list[Row]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in _filled(rows)) + "</w:tbl>"


def tc(text: str, across: int = 1, merge: str = "") -> str:
    spans = f'<w:gridSpan w:val="{across}"/>' * (across > 1)
    return f"<w:tc><w:tcPr>{spans}{merge}</w:tcPr>{p(run(text) if text else '')}</w:tc>"


def _filled(rows: list[Row]) -> Iterator[list[str]]:
    """The lines of a table with the continued cells that Word writes below a merged one."""
    open_cells: dict[int, tuple[int, int]] = {}
    for row in rows:
        cells, at, waiting = [], 0, list(row)
        while waiting or at in open_cells:
            if at in open_cells:
                across, left = open_cells.pop(at)
                cells.append((at, tc("", across, "<w:vMerge/>"), across, left - 1))
            else:
                box = waiting.pop(0)
                merge = '<w:vMerge w:val="restart"/>' * (box.down > 1)
                across = box.across
                cells.append((at, tc(box.text, across, merge), across, box.down - 1))
            at += across
        open_cells.update((place, (across, left)) for place, _, across, left in cells if left)
        yield [cell for _, cell, _, _ in cells]
