"""One reader for each kind of file: bytes to the neutral document.

A reader is a module with `read(data: bytes, name: str) -> Document`, which raises UnreadableDocument. It is loaded when
a file of its kind comes, since the libraries behind some of them are large.
"""

from __future__ import annotations

from importlib import import_module

from ..document import Document, UnreadableDocument
from .kinds import Kind, kind_of

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes of a file that is read."""
READERS = {
    Kind.TEXT: "text",
    Kind.HTML: "html",
    Kind.DOCX: "docx",
    Kind.XLSX: "xlsx",
    Kind.XLS: "xls",
    Kind.PDF: "pdf",
    Kind.DATA: "published",
}
"""The module in this package that reads each kind of file."""


def read(data: bytes, name: str) -> Document:
    """The document in a file. `name` is only shown. Raises UnreadableDocument."""
    if not data.strip():
        raise UnreadableDocument(f"“{name}”是空文件。")
    if len(data) > SIZE_LIMIT:
        raise UnreadableDocument(too_large(data, name))
    kind = kind_of(data, name)
    if kind not in READERS:
        raise UnreadableDocument(
            f"“{name}”是{kind.value}，现在能读取的是{'、'.join(k.value for k in READERS)}。"
        )
    module = import_module(f".{READERS[kind]}", __name__)
    document = module.read(data, name)
    assert isinstance(document, Document)  # noqa: S101 - the contract of a reader
    return document


def too_large(data: bytes, name: str) -> str:
    """What is said of a file that is too large; of one that was read no farther than is needed to see it, not how large."""
    size = f"有{len(data) / 1024 / 1024:.1f}MB" if len(data) > SIZE_LIMIT + 1 else "太大"
    return f"“{name}”{size}，最大{SIZE_LIMIT // 1024 // 1024}MB。"
