"""What a Word document says of its paragraphs and runs by their styles: hidden, struck out, raised, numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_HEX = re.compile("[0-9A-Fa-f]{6}")
_NEAR = 16
"""By how much each of red, green and blue (0 to 255) must differ for a text to stand out against what is behind it."""
_TINY = 2
"""Half points of type in which nothing can be read."""
_USUAL = "20"
"""Half points of the type of a document that says nothing of it."""
_NAMED = {
    "black": "000000", "white": "FFFFFF", "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF",
    "blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
UNKNOWN = "?"
"""A colour behind a text that depends on the place of its cell in its table."""
_SIGNS = ("Wingdings", "Webdings", "Marlett")
_OFF = frozenset(("0", "false", "off", "none"))


def value(element: Any, *path: str) -> str | None:
    """The w:val of an element down this path; None where it is not there."""
    found = element
    for name in path:
        found = found.find(W + name) if found is not None else None
    return found.get(VAL, "") if found is not None else None


class Styles:
    """The styles of a document, each based on others."""

    def __init__(self, element: Any) -> None:
        self.by_id = {style.get(f"{W}styleId"): style for style in element.iter(f"{W}style")}
        self._shades: dict[str | None, str] = {}
        self._sayings: dict[tuple[str | None, str], str | None] = {}
        defaults = [s for s in self.by_id.values() if s.get(f"{W}default") in ("1", "true", "on")]
        self.default = next(
            (s.get(f"{W}styleId") for s in defaults if s.get(f"{W}type") == "paragraph"), None
        )

        usual = element.find(f"{W}docDefaults/{W}rPrDefault")
        self.size = value(usual, "rPr", "sz") or _USUAL

    def chain(self, style: str | None) -> Iterator[Any]:
        """A style and those it is based on, the nearest first."""
        seen: set[str | None] = set()
        while style in self.by_id and style not in seen:
            seen.add(style)
            yield self.by_id[style]
            style = value(self.by_id[style], "basedOn")

    def of(self, paragraph: Any) -> str | None:
        """The style of a paragraph."""
        return value(paragraph, "pPr", "pStyle") or self.default

    def name(self, style: str | None) -> str:
        return (value(self.by_id[style], "name") or "").lower() if style in self.by_id else ""

    def on(self, run: Any, style: str | None, name: str) -> bool:
        """Whether a run has a property that is on or off, by itself, by its style or by that of its paragraph."""
        found = self._said(run, style, name)
        return found is not None and found not in _OFF

    def is_unseen(self, run: Any, style: str | None, behind: str) -> bool:
        """Whether a run is hidden, too small to be read, or of the colour behind it. `behind`: that of its cell."""
        size = self._said(run, style, "sz") or ""
        if self.on(run, style, "vanish") or (size.isdecimal() and int(size) <= _TINY):
            return True
        colour = self._said(run, style, "color") or "auto"
        own = _NAMED.get(self._said(run, style, "highlight") or "") or self._shade(run, style) or behind
        return colour != "auto" and bool(_HEX.fullmatch(colour)) and _is_near(colour, own)

    def _shade(self, run: Any, style: str | None) -> str:
        """The colour behind a run by itself, its paragraph or the style of that; "" where none is given."""
        paragraph = next(run.iterancestors(f"{W}p"), None)
        own = [fill(run, "rPr"), *([fill(paragraph, "pPr")] if paragraph is not None else [])]
        return next((found for found in own if found), "") or self._shade_of(style)

    def _shade_of(self, style: str | None) -> str:
        """The colour behind a text by its style; asked for with every run of a document."""
        if style not in self._shades:
            inherited = (fill(each, part) for each in self.chain(style) for part in ("rPr", "pPr"))
            self._shades[style] = next((found for found in inherited if found), "")
        return self._shades[style]

    def behind(self, table: Any, cell: Any, outside: str) -> str:
        """The colour behind the text of a cell."""
        named = value(table, "tblPr", "tblStyle")
        shaded = any(next(each.iter(f"{W}shd"), None) is not None for each in self.chain(named))
        return fill(cell, "tcPr") or (UNKNOWN if shaded else fill(table, "tblPr") or outside)

    def is_signs(self, run: Any) -> bool:
        """Whether a run is set in a font that has signs in the place of letters and digits."""
        fonts = run.find(f"{W}rPr/{W}rFonts")
        return fonts is not None and fonts.get(f"{W}ascii", "").startswith(_SIGNS)

    def face(self, run: Any, style: str | None) -> tuple[str, ...]:
        """Size, colour and width of the type of a run."""
        said = (self._said(run, style, name) for name in ("sz", "color", "w"))
        return tuple(each or usual for each, usual in zip(said, (self.size, "auto", "100"), strict=True))

    def is_raised(self, run: Any, style: str | None) -> bool:
        """Whether a run stands higher or lower than its line, as the marks of notes do."""
        shifted = self._said(run, style, "position") not in (None, "0")
        return shifted or self._said(run, style, "vertAlign") in ("superscript", "subscript")

    def _said(self, run: Any, style: str | None, name: str) -> str | None:
        """The value of a property of a run, by itself, by its style or by that of its paragraph."""
        own = value(run, "rPr", name)
        if own is not None:
            return own
        by_own_style = self._said_by(value(run, "rPr", "rStyle"), name)
        return by_own_style if by_own_style is not None else self._said_by(style, name)

    def _said_by(self, style: str | None, name: str) -> str | None:
        """The value of a property of a run by a style; asked for with every run of a document."""
        if (style, name) not in self._sayings:
            inherited = (value(each, "rPr", name) for each in self.chain(style))
            self._sayings[style, name] = next((found for found in inherited if found is not None), None)
        return self._sayings[style, name]


def fill(element: Any, part: str) -> str:
    """The colour an element, or a part of one, is filled with; "" where none is given."""
    found = element.find(f"{W}{part}/{W}shd")
    colour = found.get(f"{W}fill", "") if found is not None else ""
    return colour if _HEX.fullmatch(colour) else ""


def _is_near(one: str, other: str) -> bool:
    if not _HEX.fullmatch(other):
        return False
    return all(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) < _NEAR for n in (0, 2, 4))
