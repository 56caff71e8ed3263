"""One reader for each kind of file: bytes to the neutral document."""

from __future__ import annotations

from ..document import Document, UnreadableDocument
from . import text

SIZE_LIMIT = 5 * 1024 * 1024

_KINDS = (
    (b"%PDF", "PDF文件"),
    (b"PK\x03\x04", "Word、Excel文件或压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版Word或Excel文件"),
    (b"{\\rtf", "RTF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
)


def read(data: bytes, name: str) -> Document:
    """The document in a file. `name` is only shown. Raises UnreadableDocument."""
    if not data.strip():
        raise UnreadableDocument(f"“{name}”是空文件。")
    if len(data) > SIZE_LIMIT:
        raise UnreadableDocument(
            f"“{name}”有{len(data) / 1024 / 1024:.1f}MB，最大{SIZE_LIMIT // 1024 // 1024}MB。"
        )
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise UnreadableDocument(f"“{name}”是{kind}，现在只能读取纯文本（.txt）。")
    return text.read(data, name)
