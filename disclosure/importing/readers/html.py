"""A web page to the neutral document: one saved from a portal, by Word, or by this program."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as pages

from ..document import Document, UnreadableDocument
from ..paragraphs import wrap_width
from . import enclosed, text
from .article import report
from .html_lines import illustrated

TAG_LIMIT = 300_000
"""Tags of a page; a report saved by Word has some ten thousand."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMES = "//meta[@name='ArticleTitle']/@content | //title/text()"
"""Where a page says what it is called; ArticleTitle is what government sites use (国办发〔2017〕47号)."""


def read(data: bytes, name: str) -> Document:
    """The report on a page. Raises UnreadableDocument."""
    source = _DECLARATION.sub("", text.decode(data, name))
    if source.count("<") > TAG_LIMIT:
        raise _too_much(name)
    root = _parse(source, name)
    try:
        shown, files = illustrated(root)
    except RecursionError:
        raise _too_much(name) from None
    if len(shown) > text.LINE_LIMIT:
        raise UnreadableDocument(f"“{name}”有{len(shown)}行，最多{text.LINE_LIMIT}行。")
    found = report(shown, _names(root))
    if not any(not line.left_out for line in found):
        raise UnreadableDocument(f"“{name}”里没有文字。")
    wrap = wrap_width(line for line in found if not line.left_out)
    lines, pictures = enclosed.numbered(found, files)
    return Document(lines, wrap, pictures=pictures)


def _parse(source: str, name: str) -> pages.HtmlElement:
    parser = pages.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = pages.document_fromstring(source.encode("utf-8", "ignore"), parser=parser)
    except etree.ParserError:
        raise UnreadableDocument(f"“{name}”里没有文字。") from None
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise _too_much(name)
    root.extend(list(root.itersiblings()))  # a page behind </html> is shown as well
    return root


def _names(root: pages.HtmlElement) -> list[str]:
    return [str(name) for name in root.xpath(_NAMES)]


def _too_much(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"“{name}”的网页太复杂，不能读取；请把报告正文复制到Word里再上传。")
