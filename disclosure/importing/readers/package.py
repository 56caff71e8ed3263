"""An Office file as a package: a ZIP whose parts are counted and unpacked within limits before anything reads them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from ..document import UnreadableDocument

UNPACKED_LIMIT = 40 * 1024 * 1024
"""Bytes of all parts together, as declared and as they come out."""
MEMBER_LIMIT = 2_000
"""Parts of one package; a report of fifty pictures has about a hundred."""
RATIO_LIMIT = 200
"""How many times larger than packed a part may be, once it is larger than RATIO_FROM."""
RATIO_FROM = 1024 * 1024
TAG_LIMIT = 1_000_000
"""Tags of one part; a report has some ten thousand."""

_CONTENTS = "[Content_Types].xml"
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_EBCDIC = b"\x4c\x6f\xa7\x94"
_READ_ENCODINGS = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
_MAIN = (
    (b"wordprocessingml.document.main+xml", "word"),
    (b"spreadsheetml.sheet.main+xml", "excel"),
)
_OTHER = (
    ("ppt/", "是演示文稿，请上传Word或Excel文件。"),
    ("OFD.xml", "是OFD文件，请转成PDF或.docx再上传。"),
    ("content.xml", "是OpenDocument文件，请另存为.docx或.xlsx再上传。"),
    ("xl/workbook.bin", "是二进制的Excel文件（.xlsb），请另存为.xlsx再上传。"),
)


def members(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a package by their names. Raises UnreadableDocument: damaged, too large, with a password."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive.infolist(), name)
            return _unpack(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
        ValueError,
    ) as error:
        if isinstance(error, UnreadableDocument):
            raise
        raise UnreadableDocument(f"“{name}”不完整或已损坏，请重新保存后再上传。") from None


def _measure(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse what a package says about itself, before any of it is unpacked."""
    if any(info.flag_bits & 1 for info in infos):
        raise UnreadableDocument(f"“{name}”有打开密码，请去掉密码后再上传。")
    if len(infos) > MEMBER_LIMIT:
        raise UnreadableDocument(f"“{name}”里有{len(infos)}个部分，最多{MEMBER_LIMIT}个。")
    bomb = any(
        info.file_size > RATIO_FROM and info.file_size > info.compress_size * RATIO_LIMIT for info in infos
    )
    if bomb or sum(info.file_size for info in infos) > UNPACKED_LIMIT:
        raise _too_large(name)
    if len({info.filename.lower() for info in infos}) != len(infos):
        raise zipfile.BadZipFile


def _unpack(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    left = UNPACKED_LIMIT
    found: dict[str, bytes] = {}
    for info in archive.infolist():
        with archive.open(info) as part:
            found[info.filename] = part.read(left + 1)
        left -= len(found[info.filename])
        if left < 0:
            raise _too_large(name)
    return found


def _too_large(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"“{name}”解开后太大，不读取（最多{UNPACKED_LIMIT // 1024 // 1024}MB）。")


def main_part(parts: dict[str, bytes], name: str) -> str:
    """What the package is, "word" or "excel". Raises UnreadableDocument: macros, unsafe XML, something else."""
    contents = parts.get(_CONTENTS, b"").replace(b"\0", b"")
    macros = any(part.lower().endswith("vbaproject.bin") for part in parts)
    if macros or b"macroenabled" in contents.lower() or b"vbaproject" in contents.lower():
        raise UnreadableDocument(f"“{name}”带有宏，不读取；请另存为不带宏的.docx或.xlsx再上传。")
    for data in parts.values():
        _plain(data, name)
    for mark, kind in _MAIN:
        if mark in contents:
            return kind
    if b"template.main+xml" in contents:
        raise UnreadableDocument(f"“{name}”是模板文件，请另存为.docx或.xlsx再上传。")
    for part, sentence in _OTHER:
        if any(each.startswith(part) for each in parts):
            raise UnreadableDocument(f"“{name}”{sentence}")
    raise UnreadableDocument(f"“{name}”是压缩包，请解开后上传其中的文件。")


def _plain(data: bytes, name: str) -> None:
    """Refuse XML that declares a document type or entities, or hides them in an encoding Office does not write."""
    text = data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not text.startswith((b"<", _EBCDIC)):
        return
    if text.count(b"<") > TAG_LIMIT:
        raise _too_large(name)
    encoding = _ENCODING.match(text[:300])
    foreign = text.startswith(_EBCDIC) or (encoding and encoding[1].lower() not in _READ_ENCODINGS)
    if foreign or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise UnreadableDocument(
            f"“{name}”的内容带有自定义的XML声明，为安全起见不读取；请用Word或Excel重新保存。"
        )
