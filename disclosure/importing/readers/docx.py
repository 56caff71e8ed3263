"""A Word document (.docx) to the neutral document."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from lxml import etree

from ..document import Document, UnreadableDocument
from ..paragraphs import wrap_width
from . import enclosed, text
from .docx_lines import Body
from .docx_numbers import Numbers
from .docx_styles import Styles, W

_NOTES = {"脚注": (RELATIONSHIP_TYPE.FOOTNOTES, "footnote"), "尾注": (RELATIONSHIP_TYPE.ENDNOTES, "endnote")}


def read(data: bytes, name: str) -> Document:
    """The document in a Word file. Raises UnreadableDocument."""
    try:
        body = _body(data)
    except (KeyError, ValueError, AttributeError, IndexError, etree.XMLSyntaxError, RecursionError):
        raise UnreadableDocument(f"“{name}”不能按Word文件读取，请用Word或WPS另存为.docx再上传。") from None
    if len(body.found) > text.LINE_LIMIT:
        raise UnreadableDocument(f"“{name}”有{len(body.found)}行，最多{text.LINE_LIMIT}行。")
    if not any(not line.left_out for line in body.found):
        raise UnreadableDocument(f"“{name}”里没有文字。")
    wrap = wrap_width(line for line in body.found if not line.left_out)
    lines, pictures = enclosed.numbered(body.found, body.pictures)
    return Document(lines, wrap, tuple(body.layout), pictures)


def _body(data: bytes) -> Body:
    document = docx.Document(io.BytesIO(data))
    styles = Styles(document.styles.element)
    numbers = Numbers(_part(document.part, RELATIONSHIP_TYPE.NUMBERING), styles)
    parts = document.part.related_parts
    body = Body(styles, numbers, _notes(document.part), lambda id_: parts[id_].blob if id_ in parts else b"")
    body.blocks(document.element.body)
    return body


def _part(main: Part, kind: str) -> Any:
    """The XML of a part that belongs to the main one; None where there is none."""
    try:
        part = main.part_related_by(kind)
    except KeyError:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(part.blob, parser)


def _notes(main: Part) -> dict[tuple[str, str], str]:
    """The text of every footnote and endnote, by its kind and its number in the file."""
    found = {}
    for kind, (relationship, tag) in _NOTES.items():
        part = _part(main, relationship)
        for note in () if part is None else part.iter(W + tag):
            found[kind, note.get(f"{W}id")] = "".join(t.text or "" for t in note.iter(f"{W}t")).strip()
    return found
