"""How fonts get into the PDF, for WeasyPrint 70.0: the same bytes with less work.

- cffi reads the name of a C type with a parser of C, and WeasyPrint names an array of so many glyphs anew twice for each
  font of each document; an array whose length follows from what it is filled with has one name.
- WeasyPrint copies each font whole, 5 to 19 MB, and drops the copy for the subset it makes; here it is made only where
  there is no subset.

All is private, as in `typesetting`, which refuses any other version.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from weasyprint.pdf import fonts

_LENGTH = re.compile(r"\[\d+\]$")

_original_ffi = fonts.ffi
_original_data = fonts.get_hb_object_data
_original_init = fonts.Font.__init__
_original_subset = fonts.Font.subset


def install() -> None:
    """Replace what `weasyprint.pdf.fonts` uses."""
    fonts.ffi = _Types()
    fonts.Font.__init__ = _init
    fonts.Font.subset = _subset


class _Types:
    """cffi, with one type for filled arrays of any length."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_original_ffi, name)

    def new(self, name: str, filled: Sequence[int] | int | None = None) -> Any:
        if isinstance(filled, list | tuple):
            name = _LENGTH.sub("[]", name)
        return _original_ffi.new(name, filled)


def _init(font: Any, *given: Any) -> None:
    """`Font.__init__` without the copy of the whole file."""
    fonts.get_hb_object_data = _nothing
    try:
        _original_init(font, *given)
    finally:
        fonts.get_hb_object_data = _original_data


def _nothing(face: Any) -> bytes:
    return b""


def _subset(font: Any, *given: Any) -> None:
    """`Font.subset`; a font that stays whole is copied now."""
    _original_subset(font, *given)
    if not font.file_content:
        font.file_content = _original_data(font.hb_face)
