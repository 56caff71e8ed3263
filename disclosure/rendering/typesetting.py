"""Chinese line setting for WeasyPrint 70.0: full lines flush right, and no holes between paired punctuation.

WeasyPrint stretches a justified line only at spaces, so Chinese lines stay ragged, and it has no text-spacing-trim, so
`）；` leaves a hole of a character. `install()` replaces four of its functions:

- `layout.inline.justify_line` spreads what is missing over the gaps between Chinese characters;
- `layout.inline.text_align` does the same for a line that came out too wide because its last mark is full again;
- `text.line_break.Layout.set_text` draws those gaps and sets the first of two adjacent marks at half width (`halt`);
- `text.line_break.first_line_metrics` gives every font the same place on the line, so that a character from the
  fallback font or a heading in another font does not move its line off the grid.

All are private: another version of WeasyPrint is refused, and the page tests measure lines and edges of the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

VERSION = "70.0"
"""The one version of WeasyPrint whose insides this module knows."""

WIDEST_GAP = 0.3
"""A line is left ragged rather than opened by more than this between two characters (em)."""

ASCENT = 0.88
"""Where the baseline of a Chinese font lies below the top of its square (em)."""

DRAWN_GRAIN = 0.0005
"""WeasyPrint truncates advances to 1/1000 em when it draws: half of that centres the error (em)."""

_CLOSING = "，。、；：！？）〕】》〉」』”’"
_OPENING = "（〔【《〈「『“‘"
_SQUEEZED = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|(?<=[{_OPENING}])[{_OPENING}]")
_WORD = re.compile("[\u0021-\u02ff\u2010-\u2012\u2030-\u2044\u00d7]+")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

Span = tuple[int, int]
Box = Any

_original_justify_line = inline.justify_line
_original_text_align = inline.text_align
_original_metrics = line_break.first_line_metrics
_original_set_text = line_break.Layout.set_text


def install() -> None:
    """Replace the four functions. Raises RuntimeError on another version of WeasyPrint."""
    if weasyprint.__version__ != VERSION:
        raise RuntimeError(
            f"disclosure.rendering.typesetting is written for WeasyPrint {VERSION}, found {weasyprint.__version__}: "
            "install the pinned version, or adapt the module and run tests/page"
        )
    inline.justify_line = _justify_line
    inline.text_align = _text_align
    line_break.Layout.set_text = _set_text
    line_break.first_line_metrics = _first_line_metrics


def open_spans(text: str) -> Iterator[Span]:
    """The stretches of a text that may be opened: everything but figures and Latin words, which stay together."""
    position = 0
    for word in _WORD.finditer(text):
        if word.start() > position:
            yield position, word.start()
        position = word.end()
    if position < len(text):
        yield position, len(text)


def squeezed_spans(text: str) -> list[Span]:
    """The marks that are set at half width because another mark follows or precedes them."""
    return [mark.span() for mark in _SQUEEZED.finditer(text)]


def _set_text(layout: Any, text: str, justify: bool = False) -> None:
    """`Layout.set_text`, with marks squeezed and, when the line is drawn, its gaps opened.

    A layout is given a longer text first and its own line afterwards: the squeezing of the first text is taken back,
    with all attributes of the layout, so the style sheet must not ask for font features of its own.
    """
    if getattr(layout, "squeezed", False):
        pango.pango_layout_set_attributes(layout.layout, _no_attributes())
    _original_set_text(layout, text, justify)
    text = layout.text
    squeezed = squeezed_spans(text)
    layout.squeezed = bool(squeezed)
    gap = getattr(layout, "chinese_gap", 0) if justify else 0
    if not squeezed and not gap:
        return
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = _no_attributes()
    for start, end in _byte_spans(text, squeezed):
        half_width = pango.pango_attr_font_features_new(b"halt 1")
        half_width.start_index, half_width.end_index = start, end
        pango.pango_attr_list_insert(attributes, half_width)
    if gap:
        units = int((_letter_spacing(layout.style) + gap) * TO_UNITS)
        for start, end in _byte_spans(text, open_spans(text)):
            spacing = pango.pango_attr_letter_spacing_new(units)
            spacing.start_index, spacing.end_index = start, end
            pango.pango_attr_list_change(attributes, spacing)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _no_attributes() -> Any:
    return ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)


def _byte_spans(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of characters as spans of UTF-8 bytes, which is how Pango counts."""
    position = byte = 0
    for start, end in spans:
        byte += len(text[position:start].encode())
        first = byte
        byte += len(text[start:end].encode())
        position = end
        yield first, byte


def _letter_spacing(style: Any) -> float:
    spacing = style["letter_spacing"]
    return 0 if spacing == "normal" else float(spacing)


def _justify_line(context: Any, line: Box, extra_width: float) -> None:
    """`justify_line` for lines with Chinese in them; other lines are left to WeasyPrint."""
    texts = list(_text_boxes(line))
    if not any(_CHINESE.search(box.text) for box in texts):
        _original_justify_line(context, line, extra_width)
        return
    extra_width += _letter_spacing(line.style)  # WeasyPrint counts one behind the last character
    gaps = sum(_gaps(box.text) for box in texts) + len(texts) - 1
    size = line.style["font_size"]
    if gaps < 1 or abs(extra_width / gaps) > WIDEST_GAP * size:
        return
    _spread(line, extra_width / gaps + DRAWN_GRAIN * size, texts[-1], 0)


def _text_align(context: Any, line: Box, available_width: float, last: bool) -> float:
    """`text_align`, for lines up to a character too wide as well: WeasyPrint would let them stand out."""
    excess = line.width - available_width
    justified = line.style["text_align_all"] == "justify" and not last
    if justified and 0 < excess < line.style["font_size"]:
        _justify_line(context, line, -excess)
        return 0
    return float(_original_text_align(context, line, available_width, last))


def _first_line_metrics(
    first_line: Any, text: str, layout: Any, resume_at: Any, *rest: Any, **named: Any
) -> Any:
    """`first_line_metrics` with the height and baseline of a square of the font's size, whatever the font says."""
    size = layout.style["font_size"]
    measured = _original_metrics(first_line, text, layout, resume_at, *rest, **named)
    return (*measured[:4], size, ASCENT * size)


def _text_boxes(box: Box) -> Iterator[Box]:
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _text_boxes(child)


def _gaps(text: str) -> float:
    """How many gaps a text takes: one per character that may be opened, half a gap less at each outer end."""
    spans = list(open_spans(text))
    if not spans:
        return 0
    outer = (spans[0][0] == 0) + (spans[-1][1] == len(text))
    return sum(end - start for start, end in spans) - outer / 2


def _spread(box: Box, gap: float, last: Box, shift: float) -> float:
    """Open every gap of a box and move it by what stands before it; the shift for what stands behind it."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        box.pango_layout.chinese_gap = gap
        extra = gap * (_gaps(box.text) + (box is not last))
        box.width += extra
        return shift + extra
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += shift
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _spread(child, gap, last, shift)
        box.width += shift - before
        return shift
    box.translate(shift, 0)
    return shift
