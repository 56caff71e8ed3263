"""The page and the styles of the Word document: A4 with 22 lines of 28 characters, the four typefaces of GB/T 9704."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from docx.styles.style import BaseStyle
from lxml.etree import _Element

FANGSONG, KAI, HEI, TITLE, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
"""The names under which offices have the typefaces installed; a machine without one shows its own substitute."""

LEVELS = {f"h{number + 1}": f"Heading {number}" for number in range(1, 5)}
"""Tag of a heading in the drawn document → its style in Word, which makes the outline."""

PICTURE = "Picture"
"""The style of a picture's line and of the words below it."""

CELL = "Table Cell"
"""The style of the paragraphs in the tables."""

LINE = 579
"""Twentieths of a point from line to line: 22 of them fill 225 mm."""


@dataclass(frozen=True)
class _Look:
    """A paragraph style: typeface, size in points, and whether its first line is indented by two characters."""

    name: str
    font: str
    size: int = 16
    indent: bool = True
    centred: bool = False
    keep: bool = False
    level: int | None = None


_LOOKS = (
    _Look("Normal", FANGSONG),
    _Look("Body Text", FANGSONG, indent=False),
    _Look("Title", TITLE, 22, indent=False, centred=True),
    _Look("Heading 1", HEI, keep=True, level=0),
    _Look("Heading 2", KAI, keep=True, level=1),
    _Look("Heading 3", FANGSONG, keep=True, level=2),
    _Look("Heading 4", FANGSONG, keep=True, level=3),
)


def styles(word: WordDocument) -> None:
    """Give the document the styles of an official document, in place of the template's own."""
    for look in _LOOKS:
        _dress(word.styles[look.name], look)
    for look in _LOOKS:
        if look.level is not None:
            run = word.styles.add_style(f"{look.name} Run", WD_STYLE_TYPE.CHARACTER)
            run.element.append(_run_properties(look))
    picture = word.styles.add_style(PICTURE, WD_STYLE_TYPE.PARAGRAPH)
    picture.element.append(
        parse_xml(f"<w:pPr {nsdecls('w')}><w:ind w:firstLine='0'/><w:jc w:val='center'/></w:pPr>")
    )
    picture.element.append(_run_properties(_Look("", KAI, 14)))
    cell = word.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.element.append(_cell_paragraph())
    cell.element.append(_run_properties(_Look("", SONG, 10)))


def _dress(style: BaseStyle, look: _Look) -> None:
    element = style.element
    for tag in ("w:pPr", "w:rPr", "w:basedOn", "w:next", "w:link"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    element.append(_paragraph_properties(look))
    element.append(_run_properties(look))


def _paragraph_properties(look: _Look) -> _Element:
    keep = "<w:keepNext/>" if look.keep else ""
    indent = '<w:ind w:firstLineChars="200" w:firstLine="632"/>' if look.indent else "<w:ind/>"
    level = "" if look.level is None else f'<w:outlineLvl w:val="{look.level}"/>'
    after = LINE if look.centred else 0
    return parse_xml(
        f"<w:pPr {nsdecls('w')}>{keep}<w:widowControl w:val='0'/><w:kinsoku/><w:overflowPunct/>"
        "<w:autoSpaceDE w:val='0'/><w:autoSpaceDN w:val='0'/>"
        f"<w:spacing w:before='0' w:after='{after}' w:line='{LINE}' w:lineRule='exact'/>{indent}"
        f"<w:jc w:val='{'center' if look.centred else 'both'}'/>{level}</w:pPr>"
    )


def _cell_paragraph() -> _Element:
    return parse_xml(
        f"<w:pPr {nsdecls('w')}><w:snapToGrid w:val='0'/>"
        "<w:spacing w:before='0' w:after='0' w:line='260' w:lineRule='exact'/><w:ind w:firstLine='0'/></w:pPr>"
    )


def _run_properties(look: _Look) -> _Element:
    """28 characters of 16 pt are wider than the type area: each is set a quarter of a point closer."""
    closer = '<w:spacing w:val="-5"/>' if look.size == 16 else ""
    fonts = " ".join(f'w:{kind}="{look.font}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    return parse_xml(
        f"<w:rPr {nsdecls('w')}><w:rFonts w:hint='eastAsia' {fonts}/>{closer}<w:sz w:val='{look.size * 2}'/>"
        f"<w:szCs w:val='{look.size * 2}'/><w:lang w:val='zh-CN' w:eastAsia='zh-CN'/></w:rPr>"
    )


def page_setup(word: WordDocument) -> None:
    """A4, the type area of 156 × 225 mm, page numbers outside: right on odd pages, left on even ones."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(24.5)
    lines = section._sectPr.find(qn("w:docGrid"))
    if lines is None:
        lines = parse_xml(f"<w:docGrid {nsdecls('w')}/>")
        section._sectPr.append(lines)
    lines.set(qn("w:type"), "lines")
    lines.set(qn("w:linePitch"), str(LINE))
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer.paragraphs[0]._p, "right")
    _page_number(section.even_page_footer.paragraphs[0]._p, "left")


def _page_number(paragraph: _Element, side: str) -> None:
    """— 3 — in 4号 宋体, one character in from the edge (7.5)."""
    look = _Look("", SONG, 14)
    inset = f"<w:ind w:firstLine='0' w:{side}='{14 * 20}'/>"
    paragraph.append(parse_xml(f"<w:pPr {nsdecls('w')}>{inset}<w:jc w:val='{side}'/></w:pPr>"))
    for part in ("— ", None, " —"):
        run = parse_xml(f"<w:r {nsdecls('w')}/>")
        run.append(_run_properties(look))
        if part is not None:
            run.append(parse_xml(f"<w:t {nsdecls('w')} xml:space='preserve'>{part}</w:t>"))
            paragraph.append(run)
        else:
            field = parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr='PAGE'/>")
            run.append(parse_xml(f"<w:t {nsdecls('w')}>1</w:t>"))
            field.append(run)
            paragraph.append(field)


def drop_thumbnail(word: WordDocument) -> None:
    """The template's little picture of an empty page is no part of the report."""
    relations = word.part.package.rels
    for name, relation in list(relations.items()):
        if relation.reltype.endswith("/thumbnail"):
            del relations[name]
