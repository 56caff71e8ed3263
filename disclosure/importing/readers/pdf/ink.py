"""What of a page can be seen: characters that are drawn and do not show are taken away before anybody reads them.

A page may hold characters that are transparent, of the colour behind them, cut away, off the page, in a layer that is
switched off, or under a picture or a box that was painted over them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pdfminer.layout import LTChar, LTContainer, LTPage, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, apply_matrix_rect
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]

NEAR = 0.06
"""By how much each of red, green and blue must differ for a character to stand out against what is behind it."""
FAINT = 0.05
"""How much of a character that is nearly transparent can be seen."""
TINY = 1.0
"""Points of type in which nothing can be read."""
LEAST = 2.0
"""Points that something painted over a character is wide and high at least; lines are thinner."""
_BAND = 24.0
_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
_NO_INK, _STROKED = (3, 7), (1, 5)


@dataclass(frozen=True)
class _State:
    """What holds for whatever is drawn next."""

    fill: float = 1.0
    stroke: float = 1.0
    plain: bool = True
    clip: Box = _EVERYWHERE


@dataclass(frozen=True)
class _Paint:
    """Something painted on a page: its place in the order, its colour (None: not known), whether it hides what it covers."""

    at: int
    box: Box
    colour: Colour | None
    covers: bool


@dataclass
class _Char:
    """A character as it was drawn."""

    at: int
    item: LTChar
    holder: LTContainer[Any]
    shows: bool
    colour: Colour | None


@dataclass
class _Paints:
    """What is painted on a page, by height."""

    bands: dict[int, list[_Paint]] = field(default_factory=lambda: defaultdict(list))

    def add(self, paint: _Paint) -> None:
        low, high = (int(max(min(y, 20_000.0), -20_000.0) // _BAND) for y in (paint.box[1], paint.box[3]))
        for band in range(low, high + 1):
            self.bands[band].append(paint)

    def at(self, x: float, y: float) -> Iterator[_Paint]:
        """What is painted over a point, the last first."""
        for paint in reversed(self.bands.get(int(y // _BAND), ())):
            if paint.box[0] <= x <= paint.box[2] and paint.box[1] <= y <= paint.box[3]:
                yield paint


class _Device(PDFPageAggregatorWithMarkedContent):
    """Notes the order, the colours and the place of everything that is drawn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = _State()
        self.layers: list[bool] = []
        self.off: frozenset[int] = frozenset()
        self.mode = 0
        self.count = 0
        self.chars: list[_Char] = []
        self.paints = _Paints()

    def render_string(self, textstate: Any, *args: Any) -> None:
        self.mode = textstate.render
        super().render_string(textstate, *args)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance = super().render_char(*args, **kwargs)
        item = self.cur_item._objs[-1]
        if isinstance(item, LTChar):
            self.count += 1
            stroked = self.mode in _STROKED
            graphics = item.graphicstate
            colour = (
                _colour(graphics.scolor, graphics.scs) if stroked else _colour(graphics.ncolor, graphics.ncs)
            )
            alpha = self.state.stroke if stroked else self.state.fill
            shows = (
                self.mode not in _NO_INK
                and alpha >= FAINT
                and item.size >= TINY
                and not any(self.layers)
                and _holds(self.state.clip, *_middle(item))
            )
            self.chars.append(_Char(self.count, item, self.cur_item, shows, colour))
        return advance

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        if fill and self.state.fill >= FAINT and not any(self.layers):
            single = sum(step[0] == "m" for step in path) == 1
            known = single and self.state.fill > 0.9 and self.state.plain
            for item in self.cur_item._objs[before:]:
                colour = _colour(gstate.ncolor, gstate.ncs) if known else None
                self._paint(item.bbox, colour, known and isinstance(item, LTRect))

    def render_image(self, name: str, stream: PDFStream) -> None:
        super().render_image(name, stream)
        see_through = any(key in stream for key in ("SMask", "Mask", "ImageMask", "IM"))
        if self.state.fill >= FAINT and not any(self.layers):
            covers = not see_through and self.state.fill > 0.9 and self.state.plain
            self._paint(self.cur_item.bbox, None, covers)

    def _paint(self, box: Box, colour: Colour | None, covers: bool) -> None:
        seen = _both(box, self.state.clip)
        if seen[2] - seen[0] > LEAST and seen[3] - seen[1] > LEAST:
            self.count += 1
            self.paints.add(_Paint(self.count, seen, colour, covers))


class _Interpreter(PDFPageInterpreter):
    """Follows transparency, clipping and layers, of which pdfminer takes no notice."""

    device: _Device

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states: list[_State] = []

    def do_q(self) -> None:
        super().do_q()
        self.states.append(self.device.state)

    def do_Q(self) -> None:
        super().do_Q()
        if self.states:
            self.device.state = self.states.pop()

    def do_gs(self, name: Any) -> None:
        found = resolve1(_entry(_entry(self.resources, "ExtGState"), getattr(name, "name", "")))
        if not isinstance(found, dict):
            return
        state = self.device.state
        fill, stroke = (
            _number(found.get(key), old) for key, old in (("ca", state.fill), ("CA", state.stroke))
        )
        blend = resolve1(found.get("BM"))
        masked = isinstance(resolve1(found.get("SMask")), dict)
        plain = state.plain if blend is None else getattr(blend, "name", "") in ("Normal", "Compatible")
        self.device.state = replace(state, fill=fill, stroke=stroke, plain=plain and not masked)

    def do_W(self) -> None:
        points = [
            apply_matrix_pt(self.ctm, (float(step[n]), float(step[n + 1])))
            for step in self.curpath
            for n in range(1, len(step) - 1, 2)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            self._clip((min(xs), min(ys), max(xs), max(ys)))

    def do_W_a(self) -> None:
        self.do_W()

    def _clip(self, box: Box) -> None:
        self.device.state = replace(self.device.state, clip=_both(self.device.state.clip, box))

    def do_BMC(self, tag: Any) -> None:
        super().do_BMC(tag)
        self.device.layers.append(False)

    def do_BDC(self, tag: Any, props: Any) -> None:
        super().do_BDC(tag, props)
        layer = (
            _entry(self.resources, "Properties").get(getattr(props, "name", "")) if _is(tag, "OC") else None
        )
        self.device.layers.append(self._is_off(layer))

    def do_EMC(self) -> None:
        super().do_EMC()
        if self.device.layers:
            self.device.layers.pop()

    def do_Do(self, xobjid_arg: Any) -> None:
        state, depth = self.device.state, len(self.device.layers)
        drawn = resolve1(self.xobjmap.get(getattr(xobjid_arg, "name", "")))
        if isinstance(drawn, PDFStream):
            self.device.layers.append(self._is_off(drawn.get("OC")))
            box = resolve1(drawn.get("BBox"))
            if isinstance(box, list) and len(box) == 4:
                matrix = resolve1(drawn.get("Matrix")) or (1, 0, 0, 1, 0, 0)
                self._clip(apply_matrix_rect(self.ctm, apply_matrix_rect(tuple(matrix), tuple(box))))
        super().do_Do(xobjid_arg)
        self.device.state = state
        del self.device.layers[depth:]

    def _is_off(self, layer: Any) -> bool:
        """Whether a layer, or all layers of a group of them, are switched off."""
        if isinstance(layer, PDFObjRef) and layer.objid in self.device.off:
            return True
        group = resolve1(layer)
        members = resolve1(group.get("OCGs")) if isinstance(group, dict) else None
        listed = members if isinstance(members, list) else [group.get("OCGs")] if members else []
        return bool(listed) and all(self._is_off(each) for each in listed)


def unseen(page: Page) -> str:
    """Take what cannot be seen away from a page that nobody has looked at yet, and give its text."""
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    device.off = _switched_off(page.pdf.doc.catalog)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    layout: LTPage = device.get_result()
    sheet = _both(layout.bbox, _cropped(page))
    gone = [char for char in device.chars if not _shows(char, device.paints, sheet)]
    lost: dict[int, set[int]] = defaultdict(set)
    for char in gone:
        lost[id(char.holder)].add(id(char.item))
    for holder in {id(char.holder): char.holder for char in gone}.values():
        holder._objs = [item for item in holder._objs if id(item) not in lost[id(holder)]]
    page._layout = layout
    return "".join(char.item.get_text() for char in gone)


def _shows(char: _Char, paints: _Paints, sheet: Box) -> bool:
    x, y = _middle(char.item)
    if not char.item.get_text().strip():
        return True
    if not char.shows or not _holds(sheet, x, y):
        return False
    behind: Colour | None = (1.0, 1.0, 1.0)
    for paint in paints.at(x, y):
        if paint.at > char.at:
            if paint.covers and _covers(paint.box, char.item.bbox):
                return False
            continue
        behind = paint.colour
        break
    return char.colour is None or behind is None or not _is_near(char.colour, behind)


def _cropped(page: Page) -> Box:
    """The part of a page that is shown, as its characters are placed."""
    left, foot, right, top = page.page_obj.mediabox
    turned = {
        90: (0, -1, 1, 0, -foot, right),
        180: (-1, 0, 0, -1, right, top),
        270: (0, 1, -1, 0, top, -left),
    }
    matrix = turned.get(page.page_obj.rotate, (1, 0, 0, 1, -left, -foot))
    return apply_matrix_rect(matrix, page.page_obj.cropbox)


def _switched_off(catalog: dict[str, Any]) -> frozenset[int]:
    """The object numbers of the layers that are not shown when a document is opened."""
    layers = resolve1(catalog.get("OCProperties"))
    usual = resolve1(layers.get("D")) if isinstance(layers, dict) else None
    if not isinstance(usual, dict):
        return frozenset()
    off = _numbers(usual.get("OFF"))
    if _is(resolve1(usual.get("BaseState")), "OFF"):
        off |= _numbers(layers.get("OCGs")) - _numbers(usual.get("ON"))
    return off


def _numbers(references: Any) -> frozenset[int]:
    found = resolve1(references)
    return (
        frozenset(each.objid for each in found if isinstance(each, PDFObjRef))
        if isinstance(found, list)
        else frozenset()
    )


def _entry(resources: Any, name: str) -> dict[str, Any]:
    found = resolve1(resources.get(name)) if isinstance(resources, dict) else None
    return found if isinstance(found, dict) else {}


def _is(literal: Any, name: str) -> bool:
    return isinstance(literal, PSLiteral) and literal.name == name


def _number(value: Any, other: float) -> float:
    found = resolve1(value)
    return float(found) if isinstance(found, int | float) else other


def _colour(said: Any, space: Any) -> Colour | None:
    """A colour as red, green and blue; None where it is not known."""
    parts: Sequence[Any] = said if isinstance(said, tuple | list) else (said,)
    if not all(isinstance(part, int | float) for part in parts):
        return None
    name = getattr(space, "name", "")
    if name in ("Separation", "DeviceN"):
        return (1.0, 1.0, 1.0) if not any(parts) else None
    if name in ("Pattern", "Indexed", "Lab"):
        return None
    if len(parts) == 1:
        return (float(parts[0]),) * 3
    if len(parts) == 3:
        return float(parts[0]), float(parts[1]), float(parts[2])
    if len(parts) == 4:
        cyan, magenta, yellow, black = (float(part) for part in parts)
        return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def _middle(item: LTChar) -> tuple[float, float]:
    return (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _both(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _covers(box: Box, other: Box) -> bool:
    """Whether a box lies over most of another one."""
    x0, y0, x1, y1 = _both(box, other)
    area = (other[2] - other[0]) * (other[3] - other[1])
    return max(x1 - x0, 0.0) * max(y1 - y0, 0.0) >= area * 0.7


def _is_near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))
