"""What is drawn in a Word document: pictures that can be taken over, and what is said of text boxes, shapes and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ... import prose
from .docx_styles import W
from .enclosed import is_raster, spoken

Images = Callable[[str], bytes]
"""What gives the bytes of an image part by the id of its relationship; b"" where there is none in the file."""

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CROPPED = ("croptop", "cropbottom", "cropleft", "cropright")
_NOT_TURNED = ("", "0", "false")


@dataclass(frozen=True)
class Drawn:
    """A thing that is drawn: what is said of it, and, if it can be taken over, its bytes and what it shows."""

    said: str
    data: bytes = b""
    alt: str = ""


def drawn(element: Any, images: Images) -> list[Drawn]:
    """The words of the text boxes in something drawn, and its picture."""
    texts = [_words(box) for box in _first(element, f"{W}txbxContent")]
    found = [Drawn(f"［文本框：{text}］") for text in texts if text]
    blips = [*_first(element, f"{_A}blip"), *_first(element, f"{_V}imagedata")]
    if blips or not found:
        named = next(element.iter(f"{_WP}docPr"), None)
        words = "" if named is None else prose.clean(named.get("descr") or named.get("title") or "").strip()
        kind = "图" if blips else "嵌入的对象" if element.tag == f"{W}object" else "图形"
        said = f"［{kind}：{words}］" if words else f"［{kind}］"
        # Several pictures in one drawing, or words over one, make a picture that no single file shows.
        alone = len(blips) == 1 and not found
        found.append(_taken(element, blips[0], images, said, words) if alone else Drawn(said))
    return found


def _taken(element: Any, blip: Any, images: Images, said: str, words: str) -> Drawn:
    """A picture with its bytes, unless the file holds more of it, or holds it otherwise, than the page shows."""
    data = images(blip.get(f"{_R}embed") or blip.get(f"{_R}id") or "")
    if not is_raster(data):
        return Drawn(said)
    if _is_cropped(element, blip) or _is_turned(element):
        return Drawn(f"{said}（在Word里裁剪或转过，没有取；请另存成图片再传）")
    return Drawn(said, data, spoken(words))


def _is_cropped(element: Any, blip: Any) -> bool:
    edges = (value for each in element.iter(f"{_A}srcRect") for value in each.attrib.values())
    return any(value not in ("", "0") for value in (*edges, *(blip.get(name, "") for name in _CROPPED)))


def _is_turned(element: Any) -> bool:
    turns = (each.get(name, "") for each in element.iter(f"{_A}xfrm") for name in ("rot", "flipH", "flipV"))
    return any(value not in _NOT_TURNED for value in turns)


def _first(element: Any, tag: str) -> Iterator[Any]:
    """The elements of a kind, without the copies kept for older programs."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag != f"{MC}Fallback":
            yield from _first(child, tag)


def _words(element: Any) -> str:
    parts = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p"))
    return prose.clean(" ".join(part.strip() for part in parts if part.strip()))
