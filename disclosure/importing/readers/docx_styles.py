"""What a Word document says of its paragraphs and runs by their styles: hidden, struck out, raised, numbered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
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
        defaults = [s for s in self.by_id.values() if s.get(f"{W}default") in ("1", "true", "on")]
        self.default = next(
            (s.get(f"{W}styleId") for s in defaults if s.get(f"{W}type") == "paragraph"), None
        )

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

    def is_raised(self, run: Any, style: str | None) -> bool:
        """Whether a run stands higher or lower than its line, as the marks of notes do."""
        shifted = self._said(run, style, "position") not in (None, "0")
        return shifted or self._said(run, style, "vertAlign") in ("superscript", "subscript")

    def _said(self, run: Any, style: str | None, name: str) -> str | None:
        """The value of a property of a run, by itself, by its style or by that of its paragraph."""
        own = value(run, "rPr", name)
        origins = (value(run, "rPr", "rStyle"), style)
        inherited = (value(each, "rPr", name) for origin in origins for each in self.chain(origin))
        return own if own is not None else next((found for found in inherited if found is not None), None)
