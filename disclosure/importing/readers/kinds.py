"""What kind of file some bytes are: told by what is in them, never by the name.

A file of a kind that is not read is refused here, with what to do about it.
"""

from __future__ import annotations

import re
from enum import Enum

from ..document import UnreadableDocument
from ..published import is_published
from . import package


class Kind(Enum):
    """A kind of file that is read, as it is called on the page."""

    TEXT = "纯文本（.txt）"
    HTML = "网页（.html）"
    DOCX = "Word（.docx）"
    XLSX = "Excel（.xlsx）"
    XLS = "旧版Excel（.xls）"
    PDF = "PDF（.pdf）"
    DATA = "公开的年报数据（.json）"


READABLE = "、".join(kind.value for kind in Kind)

_HEAD = 4096
"""Bytes at the beginning of a file in which its kind shows."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_NEVER_READ = (
    (b"{\\rtf", "是RTF文件，请另存为.docx再上传。"),
    (b"Rar!", "是压缩包，请解开后上传其中的文件。"),
    (b"7z\xbc\xaf", "是压缩包，请解开后上传其中的文件。"),
    (b"\x1f\x8b", "是压缩包，请解开后上传其中的文件。"),
    (b"\x89PNG", f"是图片，能读取的是{READABLE}。"),
    (b"\xff\xd8\xff", f"是图片，能读取的是{READABLE}。"),
    (b"GIF8", f"是图片，能读取的是{READABLE}。"),
    (b"BM", f"是图片，能读取的是{READABLE}。"),
)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|section|article|h1|p|span)[\s>/]", re.I
)
_MAIL = re.compile(rb"^(?:mime-version|from|content-type|subject|snapshot-content-location):", re.I)
_OFFICE_XML = re.compile(rb"<\?mso-application|schemas\.microsoft\.com/office/word/2003|office:spreadsheet")


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file. Raises UnreadableDocument for one that is not read."""
    if data.startswith(_ZIP):
        return _package(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    for magic, sentence in _NEVER_READ:
        if data.startswith(magic) and (magic != b"BM" or b"\0" in data[:32]):
            raise UnreadableDocument(f"“{name}”{sentence}")
    return _written(data, name)


def _package(data: bytes, name: str) -> Kind:
    """The kind of a ZIP: an Office file names its main part in its table of contents."""
    found = package.main_part(package.members(data, name), name)
    return {"word": Kind.DOCX, "excel": Kind.XLSX}[found]


def _compound(data: bytes, name: str) -> Kind:
    """The kind of a compound file, in which Office wrote before 2007 and still writes what has a password."""
    if _stream("EncryptedPackage") in data:
        raise UnreadableDocument(f"“{name}”有打开密码，请去掉密码后再上传。")
    if _stream("WordDocument") in data:
        raise UnreadableDocument(f"“{name}”是旧版Word文件（.doc），请用Word或WPS另存为.docx再上传。")
    if _stream("Workbook") in data or _stream("Book") in data:
        return Kind.XLS
    if _is_cut_off(data):
        raise UnreadableDocument(f"“{name}”不完整或已损坏，请重新保存后再上传。")
    raise UnreadableDocument(f"“{name}”是旧版Office文件，能读取的是{READABLE}。")


def _is_cut_off(data: bytes) -> bool:
    """Whether a compound file ends before the directory of its streams, which most programs write last."""
    size = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    directory = int.from_bytes(data[48:52], "little")
    return (directory + 2) * size > len(data) > 512


def _stream(name: str) -> bytes:
    """The name of a stream as the directory of a compound file holds it."""
    return name.encode("utf-16-le") + b"\0\0"


def _written(data: bytes, name: str) -> Kind:
    """The kind of a file that has no mark of its own: mail, XML, a web page, or text."""
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _MAIL.match(head) and b"multipart/" in head.lower():
        raise UnreadableDocument(
            f"“{name}”是单个文件的网页（.mht），请在浏览器里另存为“网页，仅HTML”再上传。"
        )
    if is_published(data):
        return Kind.DATA
    if not head.startswith(b"<"):
        return Kind.TEXT
    if _OFFICE_XML.search(head) and not re.search(rb"<html[\s>]", head, re.I):
        raise UnreadableDocument(f"“{name}”是XML格式的Office文件，请另存为.docx或.xlsx再上传。")
    if _TAG.search(head):
        return Kind.HTML
    if head.startswith(b"<?xml"):
        raise UnreadableDocument(f"“{name}”是XML文件，能读取的是{READABLE}。")
    return Kind.TEXT
