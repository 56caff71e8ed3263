"""A report set as PDF: text at places and straight lines, as word processors and browsers leave them.

No font is drawn: characters have only widths (half an em for ASCII, one for everything else) and their Unicode.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.core.disturbances import Box as Cell
from tests.core.disturbances import Items
from tests.core.workbooks import Box, placed

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, FOOT = 75.0, 520.0, 72.0, 770.0
LEAD = 1.3
"""Heights of type from one line to the next."""


@dataclass
class Page:
    """What is drawn on a page; places in points from its top left."""

    operations: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def text(self, x: float, top: float, size: float, text: str, turn: str = "1 0 0 1") -> None:
        """A line of text whose box begins at `top`; `turn`: the first numbers of its matrix."""
        codes = "".join(f"{ord(char):04x}" for char in text)
        y = HEIGHT - top - size * 0.88
        self.operations.append(f"BT /F {size:g} Tf {turn} {x:.2f} {y:.2f} Tm <{codes}> Tj ET")
        self.used.update(text)

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self.operations.append(f"{x0:.2f} {HEIGHT - top:.2f} m {x1:.2f} {HEIGHT - bottom:.2f} l S")


def width(text: str, size: float) -> float:
    return sum(size / 2 if char.isascii() else size for char in text)


def saved(pages: Sequence[Page], extra: dict[str, str] | None = None) -> bytes:
    """The bytes of a PDF. `extra`: more entries for its catalogue and other numbered objects."""
    used = sorted({char for page in pages for char in page.used})
    mapped = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in used)
    unicode = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(used)} beginbfchar\n{mapped}\nendbfchar endcmap"
    widths = " ".join(f"{ord(char)} [500]" for char in used if char.isascii())
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {(extra or {}).get('catalogue', '')} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        f" /Supplement 0 >> /DW 1000 /W [{widths}] /FontDescriptor << /Type /FontDescriptor /FontName /Song /Ascent 880"
        " /Descent -120 /FontBBox [0 -120 1000 880] >> >>",
        _stream(unicode.encode()),
    ]
    for page in pages:
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> {(extra or {}).get('resources', '')} >>"
            f" {(extra or {}).get('page', '')} /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(_stream("\n".join(page.operations).encode()))
    return assembled([each if isinstance(each, bytes) else each.encode() for each in objects])


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects, numbered from 1, as a file; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    size = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R {trailer} >>\n"
            f"startxref\n{len(data)}\n%%EOF\n"
        ).encode()
    )


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


# Setting a report -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How a report is set. `ruled`: all lines of tables; `sides`: their side lines; `edges`: the rules where a page
    ends; `cut`: rows may be cut by the edge of a page; `numbers`: pages carry numbers and a head; `stub`: the widths of the
    label columns of the widest table."""

    size: float = 12.0
    small: float = 8.0
    foot: float = FOOT
    ruled: bool = True
    sides: bool = True
    edges: bool = True
    cut: bool = False
    numbers: bool = True
    stub: tuple[float, ...] = (40.0, 50.0, 120.0)


def drawn(items: Items, style: Style = Style()) -> list[Page]:
    """The pages of a report."""
    setter = _Setter(style)
    for item in items:
        if isinstance(item, str):
            setter.paragraph(item)
        else:
            setter.table(item)
    return setter.finished()


def wrapped(text: str, size: float, wide: float, indent: float = 0.0) -> list[str]:
    """The lines of a text; a line feed breaks it too."""
    found: list[str] = []
    for part in text.split("\n"):
        line, left = "", wide - indent
        for char in part:
            if line and width(line + char, size) > left:
                found.append(line)
                line, left = "", wide
            line += char
        found.append(line)
    return found


class _Setter:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.pages = [Page()]
        self.top = TOP

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def new_page(self) -> None:
        self.pages.append(Page())
        self.top = TOP

    def paragraph(self, text: str) -> None:
        size = self.style.size
        for number, line in enumerate(wrapped(text, size, RIGHT - LEFT, size * 2)):
            if self.top + size > self.style.foot:
                self.new_page()
            self.page.text(LEFT + (0 if number else size * 2), self.top, size, line)
            self.top += size * LEAD

    def table(self, rows: list[list[Cell]]) -> None:
        boxes = list(placed(rows))
        columns = max(box.column + box.columns for box in boxes)
        wide = _columns(columns, self.style.stub)
        heights = _heights(boxes, len(rows), wide, self.style.small)
        first = 0
        while first < len(rows):
            room = self.style.foot - self.top
            last = first
            while last < len(rows) and sum(heights[first : last + 1]) <= room:
                last += 1
            if last == first:
                if self.style.cut and room > self.style.small * 2.5:
                    self._cut(boxes, first, heights, wide, room)
                    first += 1
                else:
                    self.new_page()
                continue
            self._segment(boxes, first, last, heights, wide)
            first = last
            if first < len(rows) and not self.style.cut:
                self.new_page()
        self.top += self.style.size

    def _segment(
        self, boxes: list[Box], first: int, last: int, heights: list[float], wide: list[float]
    ) -> None:
        """The rows from `first` to before `last` on this page."""
        tops = [self.top + sum(heights[first:row]) for row in range(first, last + 1)]
        for box in boxes:
            start, end = max(box.row, first), min(box.row + box.rows, last)
            if start >= end:
                continue
            x0, x1 = sum(wide[: box.column]) + LEFT, sum(wide[: box.column + box.columns]) + LEFT
            self._frame(x0, tops[start - first], x1, tops[end - first])
            if box.row >= first:
                self._fill(box, x0, x1, tops[start - first], tops[end - first])
        self.top = tops[-1]

    def _cut(self, boxes: list[Box], row: int, heights: list[float], wide: list[float], room: float) -> None:
        """One row, its first lines on this page and the others on the next."""
        size = self.style.small
        fit = max(int((room - size) // (size * LEAD)), 1)
        for part in (0, 1):
            for box in boxes:
                if box.row > row or box.row + box.rows <= row:
                    continue
                x0, x1 = sum(wide[: box.column]) + LEFT, sum(wide[: box.column + box.columns]) + LEFT
                lines = wrapped(str(box.value), size, x1 - x0 - 6) if box.row == row else []
                shown = lines[:fit] if part == 0 else lines[fit:]
                high = room if part == 0 else max(heights[row] - fit * size * LEAD, size * 2)
                self._frame(x0, self.top, x1, self.top + high, open_foot=part == 0, open_top=part == 1)
                for number, line in enumerate(shown):
                    self.page.text(x0 + 3, self.top + 3 + number * size * LEAD, size, line)
            if part == 0:
                self.new_page()
            else:
                self.top += max(heights[row] - fit * size * LEAD, size * 2)

    def _frame(
        self, x0: float, top: float, x1: float, bottom: float, open_foot: bool = False, open_top: bool = False
    ) -> None:
        if not self.style.ruled:
            return
        if not open_top or self.style.edges:
            self.page.line(x0, top, x1, top)
        if not open_foot or self.style.edges:
            self.page.line(x0, bottom, x1, bottom)
        for x in (x0, x1):
            if self.style.sides or LEFT < x < RIGHT - 1:
                self.page.line(x, top, x, bottom)

    def _fill(self, box: Box, x0: float, x1: float, top: float, bottom: float) -> None:
        size = self.style.small
        lines = wrapped(str(box.value), size, x1 - x0 - 6)
        y = top + max((bottom - top - len(lines) * size * LEAD) / 2, 2)
        for line in lines:
            self.page.text((x0 + x1 - width(line, size)) / 2, y, size, line)
            y += size * LEAD

    def finished(self) -> list[Page]:
        if self.style.numbers:
            for number, page in enumerate(self.pages, 1):
                page.text(LEFT, 40, 9, "示例市水务局政府信息公开")
                page.text(280, 800, 9, f"— {number} —")
        return self.pages


def _columns(count: int, stub: Sequence[float]) -> list[float]:
    """The widths of columns: those of labels differ where there are many values."""
    wide = RIGHT - LEFT
    if count in (10, 11):
        return [*stub, *[(wide - sum(stub)) / (count - 3)] * (count - 3)]
    return [wide / count] * count


def _heights(boxes: Sequence[Box], rows: int, wide: Sequence[float], size: float) -> list[float]:
    heights = [size * 2] * rows
    for box in sorted(boxes, key=lambda box: box.rows):
        inner = sum(wide[box.column : box.column + box.columns]) - 6
        needed = len(wrapped(str(box.value), size, inner)) * size * LEAD + 6
        last = box.row + box.rows - 1
        heights[last] += max(needed - sum(heights[box.row : last + 1]), 0)
    return heights


def write(items: Items, style: Style = Style()) -> bytes:
    return saved(drawn(items, style))


def styles() -> Iterator[tuple[str, Style]]:
    """The ways in which a report is set."""
    usual = Style()
    yield "usual", usual
    yield "short pages", replace(usual, foot=520.0)
    yield "no side lines", replace(usual, sides=False)
    yield "rows cut by pages", replace(usual, foot=520.0, cut=True, stub=(30.0, 50.0, 60.0))
    yield (
        "rows cut without a rule",
        replace(usual, foot=520.0, cut=True, edges=False, stub=(30.0, 50.0, 60.0)),
    )
    yield "large type", replace(usual, size=16.0, small=11.0)
