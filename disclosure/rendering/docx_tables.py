"""An official table in the Word document: the same grid, with merged cells and a head that repeats on every page."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml.etree import _Element

from .docx_styles import CELL, HEI
from .tables import AREA, CellView, LineView, TableView

_STUBS = {0: (), 1: (41.0,), 2: (26.4, 47.5), 3: (8.6, 26.4, 47.5)}
"""Widths in mm of the columns of labels, by their number; the figures share what is left."""

_SIZES = {"long": 16, "longer": 13, "longest": 10}
"""Half-points of a figure too long for its cell at 10 pt."""

_HEIGHTS = {0: 454, 1: 397, 2: 340, 3: 340}
"""Least height of a line in twentieths of a point, by the number of stub columns: section three fits one page."""

Slot = tuple[CellView, int]
"""A cell at a place of the grid, and how many lines above it begins."""


def add_table(word: WordDocument, view: TableView) -> None:
    """Append a drawn table to the document."""
    widths = [round(width * 56.6929) for width in _widths(view)]
    table = _element("w:tbl")
    table.append(_properties(view.caption))
    grid = _element("w:tblGrid")
    grid.extend(_element("w:gridCol", w=str(width)) for width in widths)
    table.append(grid)
    lines = (*view.head, *(line for body in view.bodies for line in body))
    for number, (line, slots) in enumerate(zip(lines, _slots(lines, len(widths)), strict=True)):
        last = number + 1 == len(lines)
        row = _row(_HEIGHTS[view.stub], head=number < len(view.head))
        row.extend(_cells(view, line, slots, widths, keep=not last))
        table.append(row)
    word.element.body.insert_element_before(table, "w:sectPr")
    after = word.add_paragraph(style=CELL)
    after.paragraph_format.space_after = 0


def add_rows(word: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    """Append a simple table, its first row as its head."""
    lines = tuple(
        LineView(tuple(CellView(not number, (text,), 1, 1, "heading" if not number else "") for text in row))
        for number, row in enumerate(rows)
    )
    add_table(word, TableView("", "正文里的表", 0, len(rows[0]), lines[:1], (lines[1:],)))


def _widths(view: TableView) -> list[float]:
    stub = _STUBS[view.stub]
    return [*stub, *[(AREA - sum(stub)) / view.columns] * view.columns]


def _properties(caption: str) -> _Element:
    properties = _element("w:tblPr")
    borders, margins = _element("w:tblBorders"), _element("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="34", type="dxa"))
    properties.extend(
        (
            _element("w:tblW", w="0", type="auto"),
            _element("w:jc", val="center"),
            borders,
            _element("w:tblLayout", type="fixed"),
            margins,
            _element("w:tblCaption", val=caption),
        )
    )
    return properties


def _slots(lines: tuple[LineView, ...], width: int) -> Iterator[list[Slot]]:
    """For each line its cells from left to right, those that reach down from above included."""
    hanging: dict[int, tuple[CellView, int]] = {}
    for line in lines:
        own, slots, column = iter(line.cells), [], 0
        below: dict[int, tuple[CellView, int]] = {}
        while column < width:
            cell, above = hanging.get(column) or (next(own), 0)
            slots.append((cell, above))
            if above + 1 < cell.rowspan:
                below[column] = (cell, above + 1)
            column += cell.colspan
        hanging = below
        yield slots


def _row(height: int, *, head: bool) -> _Element:
    row, properties = _element("w:tr"), _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    properties.append(_element("w:trHeight", val=str(height), hRule="atLeast"))
    if head:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    return row


def _cells(
    view: TableView, line: LineView, slots: list[Slot], widths: list[int], *, keep: bool
) -> Iterator[_Element]:
    """The cells of a line. A table that a page can hold is not split: every line but the last keeps with the next."""
    column = 0
    for cell, above in slots:
        element = _cell(cell, above, sum(widths[column : column + cell.colspan]))
        left = view.stub > 1 and cell.kind in ("label", "group")
        paragraph = _paragraph(left=left, keep=keep)
        if not above and any(cell.lines):
            paragraph.append(_run(cell, strong=line.kind == "title"))
        element.append(paragraph)
        yield element
        column += cell.colspan


def _cell(cell: CellView, above: int, width: int) -> _Element:
    element, properties = _element("w:tc"), _element("w:tcPr")
    properties.append(_element("w:tcW", w=str(width), type="dxa"))
    if cell.colspan > 1:
        properties.append(_element("w:gridSpan", val=str(cell.colspan)))
    if cell.rowspan > 1:
        properties.append(_element("w:vMerge") if above else _element("w:vMerge", val="restart"))
    if not cell.header:
        margins = _element("w:tcMar")
        margins.extend(_element(f"w:{side}", w="0", type="dxa") for side in ("left", "right"))
        properties.append(margins)
    properties.append(_element("w:vAlign", val="center"))
    element.append(properties)
    return element


def _paragraph(*, left: bool, keep: bool) -> _Element:
    paragraph, properties = _element("w:p"), _element("w:pPr")
    properties.append(_element("w:pStyle", val=CELL.replace(" ", "")))
    if keep:
        properties.append(_element("w:keepNext"))
    properties.append(_element("w:jc", val="left" if left else "center"))
    paragraph.append(properties)
    return paragraph


def _run(cell: CellView, *, strong: bool) -> _Element:
    run, properties = _element("w:r"), _element("w:rPr")
    if strong:
        properties.append(_element("w:rFonts", ascii=HEI, hAnsi=HEI, eastAsia=HEI))
    if size := _SIZES.get(cell.kind.removeprefix("figure").strip()):
        properties.append(_element("w:sz", val=str(size)))
    run.append(properties)
    for number, text in enumerate(cell.lines):
        if number:
            run.append(_element("w:br"))
        words = _element("w:t")
        words.text = text
        run.append(words)
    return run


def _element(tag: str, **attributes: str) -> _Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
