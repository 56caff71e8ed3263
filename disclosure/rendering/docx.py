"""The report as a Word document in the official layout, for offices that pass drafts round (GB/T 9704-2012)."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from ..filing import Filing
from .document import BlockView, Document, PictureView, SectionView, document
from .docx_styles import LEVELS, PICTURE, drop_thumbnail, page_setup, styles
from .docx_tables import add_rows, add_table

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The time every part of the file carries: the same report gives the same bytes."""


def render_docx(filing: Filing) -> bytes:
    """The report as .docx; the same filing gives the same bytes. Raises TooLong."""
    drawn = document(filing)
    word = docx.Document()
    drop_thumbnail(word)
    page_setup(word)
    styles(word)
    _properties(word, drawn)
    _front(word, drawn)
    for section in drawn.sections:
        _section(word, section)
    _signed(word, drawn)
    return _packed(word)


def _properties(word: WordDocument, drawn: Document) -> None:
    properties = word.core_properties
    properties.title = drawn.title
    properties.author = drawn.body
    properties.last_modified_by = drawn.body
    properties.language = "zh-CN"
    properties.comments = ""
    when = datetime.fromisoformat(drawn.created) if drawn.created else datetime(drawn.year + 1, 1, 1)
    properties.created = properties.modified = when


def _front(word: WordDocument, drawn: Document) -> None:
    title = word.add_paragraph(style="Title")
    for number, line in enumerate(drawn.title_lines):
        run = title.add_run(line)
        if number + 1 < len(drawn.title_lines):
            run.add_break()
    if drawn.addressee:
        word.add_paragraph(drawn.addressee, style="Body Text")
    _blocks(word, drawn.preface)


def _section(word: WordDocument, section: SectionView) -> None:
    word.add_paragraph(section.title, style=LEVELS["h2"])
    if section.table is None:
        _blocks(word, section.blocks)
    else:
        add_table(word, section.table)


def _blocks(word: WordDocument, blocks: tuple[BlockView, ...]) -> None:
    for block in blocks:
        _block(word, block)


def _block(word: WordDocument, block: BlockView) -> None:
    if block.picture:
        _picture(word, block.picture)
    elif block.rows:
        add_rows(word, block.rows)
    elif not block.heading:
        word.add_paragraph(block.text)
    elif not block.rest:
        word.add_paragraph(block.text, style=LEVELS[block.tag])
    else:
        paragraph = word.add_paragraph()
        paragraph.add_run(block.text, style=f"{LEVELS[block.tag]} Run")
        paragraph.add_run(block.rest)


def _picture(word: WordDocument, picture: PictureView) -> None:
    """A picture in a line of its own, not larger than 130 × 120 mm, with its alternative text."""
    line = word.add_paragraph(style=PICTURE)
    scale = min(130 / picture.width, 120 / picture.height, 25.4 / 96)
    drawn = line.add_run().add_picture(io.BytesIO(picture.png), Mm(picture.width * scale))
    drawn._inline.docPr.set("descr", picture.alt)
    line.paragraph_format.keep_with_next = bool(picture.caption)
    if picture.caption:
        word.add_paragraph(picture.caption, style=PICTURE)


def _signed(word: WordDocument, drawn: Document) -> None:
    """The body's name two characters from the right edge, the date four (7.3.5)."""
    before = Mm(20.454)
    for text, indent in ((drawn.signature, 2), (drawn.date, 4)):
        if text:
            word.paragraphs[-1].paragraph_format.keep_with_next = True
            line = word.add_paragraph(text, style="Body Text")
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = Pt(16 * indent)
            line.paragraph_format.space_before = before
            before = Mm(0)


def _packed(word: WordDocument) -> bytes:
    """The file, its parts in the order they were written and without the time of writing."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(_entry(name), source.read(name))
    return fixed.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
