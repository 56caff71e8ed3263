"""How the elements of a web page are seen: not at all, struck out, raised, set apart, or moved away from their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement
from tinycss2.color3 import RGBA, parse_color

from . import html_type
from .html_sheets import Declarations, Sheets

Colour = tuple[float, float, float]

NEAR = 0.06
"""By how much each of red, green and blue must differ for a text to stand out against what is behind it."""
FAR = 200.0
"""Points from which something that is moved away from its place is off the screen."""
MOVED = 12.0
"""Points by which a figure that is moved may stand in another row or column."""
RAISED = 2.0
"""Points by which a figure above or below its line is seen as a note."""
NOTE_LENGTH = 4
"""Characters of a note's mark at most."""
APART = 4.0
"""Points between two words that are seen as a space."""

LONGEST = 200
"""Characters that a style sheet writes before or behind an element at most."""

_WRITTEN = "［样式写的字］"
_WHITE: Colour = (1.0, 1.0, 1.0)
_BLACK: Colour = (0.0, 0.0, 0.0)
_LENGTH = re.compile(r"(-?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|cm|mm|in|pc|vw|vh|%)?")
_POINTS = {
    "px": 0.75,
    "pt": 1.0,
    "em": 12.0,
    "rem": 12.0,
    "ex": 6.0,
    "ch": 6.0,
    "cm": 28.3,
    "mm": 2.83,
    "in": 72.0,
}
_POINTS |= {"pc": 12.0, "vw": 10.0, "vh": 8.0, "%": 5.0, "": 0.75}
_BLOCK = re.compile(r"(?:block|flex|grid|list-item|flow-root|table)")
_NO_SCALE = re.compile(r"scale[xy3d]*\(\s*0?\.?0*\s*[,)]", re.IGNORECASE)
_SHIFT = re.compile(r"(translate[xy3d]*|matrix)\(([^)]*)\)", re.IGNORECASE)
_CLIPPED = re.compile(
    r"rect\(\s*(\S+?)[\s,]+\S+?[\s,]+\1[\s,]|inset\(\s*(?:5\d|[6-9]\d|100)\S*%|circle\(\s*0|polygon\(\s*0\S*\s+0\S*\s*\)",
    re.IGNORECASE,
)
_TINY = 1.0
"""Points of type, or of a box that hides what does not fit into it, in which nothing can be read."""


@dataclass(frozen=True)
class Look:
    """How an element is seen.

    `gone`: it takes no place at all; `unseen`: it keeps its place and shows nothing, `buried`: nor does anything in it;
    `apart`: it is set apart from the text around it, `moved`: it is not seen where it stands.
    """

    gone: bool = False
    unseen: bool = False
    buried: bool = False
    invisible: bool = False
    tiny: bool = False
    struck: bool = False
    raised: bool = False
    apart: bool = False
    block: bool = False
    moved: bool = False
    colour: Colour | None = _BLACK
    background: Colour | None = _WHITE
    size: float = html_type.USUAL
    before: str = ""
    after: str = ""


class Looks:
    """The looks of the elements of one page."""

    def __init__(self, root: HtmlElement) -> None:
        self.sheets = Sheets(root)
        self.known: dict[HtmlElement, Look] = {}

    def of(self, element: HtmlElement) -> Look:
        if element not in self.known:
            path = [element]
            while (parent := path[-1].getparent()) is not None and parent not in self.known:
                path.append(parent)
            above = self.known[parent] if parent is not None else Look()
            for each in reversed(path):
                above = self.known[each] = self._seen(each, above)
        return self.known[element]

    def said(self, element: HtmlElement) -> Declarations:
        return self.sheets.said(element)

    def _seen(self, element: HtmlElement, above: Look) -> Look:
        said = self.sheets.said(element)
        background = _background(element, said, above)
        colour = _colour(element, said, above)
        tiny = _is_tiny(said, above)
        visibility = said.get("visibility", "").lower()
        invisible = above.invisible if visibility in ("", "inherit") else visibility in ("hidden", "collapse")
        buried = above.buried or _is_buried(said)
        alike = colour is None or (background is not None and _is_near(colour, background))
        return Look(
            gone=_is_gone(element, said),
            unseen=buried or invisible or tiny or alike,
            buried=buried,
            invisible=invisible,
            tiny=tiny,
            struck="line-through"
            in f"{said.get('text-decoration', '')} {said.get('text-decoration-line', '')}",
            raised=_is_raised(element, said),
            apart=_is_apart(said),
            block=bool(_BLOCK.match(said.get("display", "").lower())),
            moved=not buried and _is_moved(element, said),
            colour=colour,
            background=background,
            size=html_type.size(element, said, above.size),
            before=self._written(element, "before"),
            after=self._written(element, "after"),
        )

    def _written(self, element: HtmlElement, part: str) -> str:
        """What a style sheet itself writes before or behind an element."""
        if not self.sheets.generates or not isinstance(element.tag, str):
            return ""
        said = self.sheets.said(element, part)
        if said.get("display", "").lower() == "none" or _is_buried(said):
            return ""
        return _content(element, said.get("content", ""))


def _content(element: HtmlElement, content: str) -> str:
    """The text of a content property; counters and pictures are only named."""
    written = ""
    for quoted, single, attribute, function in re.findall(
        r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|attr\(\s*([\w-]+)[^)]*\)|([\w-]+\()', content
    ):
        if attribute:
            written += element.get(attribute, "")
        elif function:
            written += _WRITTEN if function.startswith("counter") else ""
        else:
            written += re.sub(r"\\([0-9a-fA-F]{1,6})\s?", _escaped, quoted or single)
        if len(written) > LONGEST:
            return _WRITTEN
    return written


def _escaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xF900 else ""


def points(length: str) -> float:
    """A length in points, roughly; 0 for what is none."""
    match = _LENGTH.match(length.strip())
    return float(match[1]) * _POINTS[match[2] or ""] if match else 0.0


def _is_gone(element: HtmlElement, said: Declarations) -> bool:
    if said.get("mso-hide", "").lower() == "all" or said.get("display", "").lower() == "none":
        return True
    return "hidden" in element.attrib and "display" not in said


def _is_tiny(said: Declarations, above: Look) -> bool:
    size = said.get("font-size") or next(
        iter(re.findall(r"[\d.]+(?:px|pt|em|rem|%)", said.get("font", ""))), ""
    )
    if not _LENGTH.match(size):
        return above.tiny
    relative = size.strip().lower().endswith(("em", "%")) and not size.strip().lower().endswith("rem")
    if relative and above.tiny:
        return True
    return (float(_LENGTH.match(size)[1]) / 100 * 12 if size.strip().endswith("%") else points(size)) < _TINY  # type: ignore[index]


def _is_buried(said: Declarations) -> bool:
    """Whether an element and all in it is transparent, cut away, or off the screen."""
    opacity = said.get("opacity", "")
    if _LENGTH.fullmatch(opacity) and float(opacity.rstrip("%")) < 0.05:
        return True
    if _NO_SCALE.search(said.get("transform", "")) or _CLIPPED.search(
        f"{said.get('clip', '')} {said.get('clip-path', '')}"
    ):
        return True
    if re.search("hidden|clip", said.get("overflow", "")) and any(
        name in said and _LENGTH.match(said[name]) and points(said[name]) <= _TINY
        for name in ("width", "height", "max-width", "max-height")
    ):
        return True
    return any(shift >= FAR for shift in _shifts(said)) or points(said.get("text-indent", "")) <= -FAR


def _shifts(said: Declarations) -> list[float]:
    """How far an element is moved away from its place, in points."""
    found = [
        abs(points(said.get(name, "")))
        for name in ("margin-left", "margin-top")
        if said.get(name, "").startswith("-")
    ]
    if said.get("position", "").lower() in ("absolute", "fixed", "relative"):
        found += [abs(points(said.get(name, ""))) for name in ("left", "right", "top", "bottom")]
    for _, inside in _SHIFT.findall(said.get("transform", "")):
        found += [abs(points(each)) for each in inside.split(",")]
    return found


def _is_moved(element: HtmlElement, said: Declarations) -> bool:
    """Whether an element is seen elsewhere, or what it holds is seen in another order or upside down."""
    if any(shift >= MOVED for shift in _shifts(said)) or "rotate" in said.get("transform", ""):
        return True
    if said.get("flex-direction", "").endswith("-reverse") or said.get("order", "0") != "0":
        return True
    turned = element.tag == "bdo" and element.get("dir", "").lower() == "rtl"
    return turned or said.get("unicode-bidi", "").endswith("override")


def _is_apart(said: Declarations) -> bool:
    """Whether an element is set apart from the words around it although it stands within a line."""
    if said.get("display", "").lower().startswith("inline-"):
        return True
    if said.get("float", "none").lower() in ("left", "right") or said.get("position", "") in (
        "absolute",
        "fixed",
    ):
        return True
    return any(
        points(side) >= APART
        for name in ("margin-left", "margin-right", "padding-left", "padding-right", "margin", "padding")
        for side in said.get(name, "").split()
    )


def _is_raised(element: HtmlElement, said: Declarations) -> bool:
    """Whether an element stands above or below its line as notes do."""
    align = said.get("vertical-align", "").lower()
    if element.tag in ("td", "th", "tr"):
        return False
    if _is_note(element, said):
        return True
    if {align, said.get("font-variant-position", "").lower()} & {"super", "sub"} or points(
        said.get("mso-text-raise", "")
    ) != 0:
        return True
    return bool(_LENGTH.match(align)) and abs(points(align)) >= RAISED


def _is_note(element: HtmlElement, said: Declarations) -> bool:
    """Whether a few characters lead to a note on the page or are shifted a little up or down."""
    shifted = said.get("position", "").lower() == "relative" and any(
        abs(points(said.get(side, ""))) >= RAISED for side in ("top", "bottom")
    )
    leads = element.tag == "a" and bool(re.match("#.", element.get("href", "")))
    return (shifted or leads) and len(element.text_content().strip()) <= NOTE_LENGTH


# Colours ----------------------------------------------------------------------------------------------------------


def _colour(element: HtmlElement, said: Declarations, above: Look) -> Colour | None:
    """The colour of the text, None where it is transparent."""
    text = said.get("-webkit-text-fill-color") or said.get("color") or ""
    if not text and element.tag in ("font", "body"):
        text = element.get("color" if element.tag == "font" else "text", "")
    found = _parsed(text)
    if found is None:
        return above.colour
    return None if found.alpha < 0.1 else (found.red, found.green, found.blue)


def _background(element: HtmlElement, said: Declarations, above: Look) -> Colour | None:
    """The colour behind the text, None where a picture or a run of colours is there."""
    if re.search(r"url\(|gradient\(", f"{said.get('background', '')} {said.get('background-image', '')}"):
        return None
    texts = [
        said.get("background-color", ""),
        *said.get("background", "").split(),
        element.get("bgcolor", ""),
    ]
    for text in texts:
        found = _parsed(text)
        if found is not None and found.alpha >= 0.5:
            return found.red, found.green, found.blue
    return above.background


def _parsed(text: str) -> RGBA | None:
    words = text.strip()
    if re.fullmatch(r"[0-9a-fA-F]{6}", words):
        words = f"#{words}"
    found = parse_color(words) if words else None
    return found if isinstance(found, RGBA) else None


def _is_near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))
