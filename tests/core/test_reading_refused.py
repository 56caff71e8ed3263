"""Files that are not read: each is told by its contents and refused with one sentence that says what to do."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping

import pytest

from disclosure.importing import UnreadableDocument
from disclosure.importing.readers import SIZE_LIMIT, package, read
from disclosure.importing.readers.kinds import Kind, kind_of
from tests.core import workbooks
from tests.core.drawn import p, page, run, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
WORD = word(p(run("一、总体情况")))
OLD_BOOK = workbooks.saved(
    workbooks.xls([workbooks.Page("年报", [workbooks.Box(0, 0, "一、总体情况" * 2000)])])
)
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + b"\0\0" + bytes(512)


def packed(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A Word file with one part changed or added."""
    parts = parts_of(WORD)
    return packed({**parts, part: change(parts.get(part, b""))})


def with_type(kind: str) -> bytes:
    """A Word file that calls itself something else."""
    usual = b"wordprocessingml.document.main+xml"
    return changed("[Content_Types].xml", lambda data: data.replace(usual, kind.encode()))


def damaged() -> bytes:
    middle = len(WORD) // 2
    return WORD[:middle] + bytes(byte ^ 0xFF for byte in WORD[middle : middle + 50]) + WORD[middle + 50 :]


def lying() -> bytes:
    """A package whose part comes out larger than its table of contents says."""
    data = bytearray(packed({"word/document.xml": b"<a>" + b"x" * 9_000 + b"</a>"}))
    declared = (9_007).to_bytes(4, "little")
    for at in [n for n in range(len(data)) if data[n : n + 4] == declared]:
        data[at : at + 4] = (40).to_bytes(4, "little")
    return bytes(data)


def locked() -> bytes:
    """A package whose parts are marked as encrypted."""
    data = bytearray(packed({"word/document.xml": b"<a/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def twice() -> bytes:
    """A package with two parts of one name, of which each program may read another."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("WORD/document.xml", "<b/>")
    return file.getvalue()


REFUSED: dict[str, tuple[bytes, str]] = {
    "an encrypted Office file": (stream("EncryptedPackage"), "有打开密码，请去掉密码"),
    "an encrypted package": (locked(), "有打开密码"),
    "an old Word file": (stream("WordDocument"), "旧版Word文件（.doc），请用Word或WPS另存为.docx"),
    "another compound file": (stream("PowerPoint Document"), "旧版Office文件"),
    "macros by the part": (changed("word/vbaProject.bin", lambda data: b"\0"), "带有宏，不读取"),
    "macros by the type": (with_type("macroEnabled.main+xml"), "带有宏，不读取"),
    "a template": (with_type("wordprocessingml.template.main+xml"), "模板文件"),
    "a truncated old workbook": (OLD_BOOK[: len(OLD_BOOK) - 600], "不完整或已损坏"),
    "an old workbook cut in half": (OLD_BOOK[: len(OLD_BOOK) // 2], "不完整或已损坏"),
    "a truncated package": (WORD[: len(WORD) // 2], "不完整或已损坏"),
    "a damaged package": (damaged(), "不完整或已损坏"),
    "a package that lies": (lying(), "不完整或已损坏"),
    "two parts of one name": (twice(), "不完整或已损坏"),
    "an empty package": (packed({}), "是压缩包"),
    "an ordinary archive": (packed({"年报.docx": WORD}), "是压缩包"),
    "one large part": (packed({"word/document.xml": b" " * (41 << 20)}), "解开后太大"),
    "a part of one letter": (packed({"word/document.xml": b" " * (5 << 20)}), "解开后太大"),
    "many parts": (packed({f"word/{n}": b"" for n in range(2_001)}), "2001个部分，最多2000个"),
    "many tags": (changed("word/more.xml", lambda data: b"<a/>" * 1_000_001), "解开后太大"),
    "a document type": (changed("word/document.xml", lambda data: DOCTYPE), "自定义的XML声明"),
    "a hidden document type": (
        changed("word/styles.xml", lambda data: DOCTYPE.decode().encode("utf-16")),
        "自定义的XML声明",
    ),
    "a part without a name for XML": (changed("word/x.bin", lambda data: DOCTYPE), "自定义的XML声明"),
    "a strange encoding": (
        changed("word/styles.xml", lambda data: b'<?xml version="1.0" encoding="UTF-7"?><a/>'),
        "自定义的XML声明",
    ),
    "no XML in the main part": (changed("word/document.xml", lambda data: b"<w"), "不能按Word文件读取"),
    "no main part": (
        packed({k: v for k, v in parts_of(WORD).items() if k != "word/document.xml"}),
        "不能按Word文件读取",
    ),
    "a Word file without words": (word(p("")), "里没有文字"),
    "slides": (packed({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}), "是演示文稿"),
    "an OFD file": (packed({"OFD.xml": b"<a/>"}), "是OFD文件"),
    "an OpenDocument file": (packed({"mimetype": b"x", "content.xml": b"<a/>"}), "是OpenDocument文件"),
    "a binary workbook": (packed({"xl/workbook.bin": b"\0"}), "xlsb"),
    "RTF": (b"{\\rtf1 a}", "是RTF文件，请另存为.docx"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "是图片"),
    "a bitmap": (b"BM\x00\x00\x00\x00", "是图片"),
    "another archive": (b"Rar!\x1a\x07", "是压缩包"),
    "a saved mail of a page": (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="a"\r\n\r\n<html>',
        "单个文件的网页（.mht）",
    ),
    "Word as one XML file": (
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
        "XML格式的Office文件",
    ),
    "XML": (b'<?xml version="1.0"?><report/>', "是XML文件"),
    "a page without words": (page("<script>a</script><p>&nbsp;</p>"), "里没有文字"),
    "a deep page": (page("<div>" * 3_000 + "一、总体情况"), "网页太复杂"),
    "a page of tags": (page("<b>" * 300_001), "网页太复杂"),
    "a page of lines": (page("<p>一</p>" * 5_001), "最多5000行"),
    "a Word file of lines": (word(p(run("一")) * 5_001), "最多5000行"),
    "an enormous file": (b"a" * (SIZE_LIMIT + 1), "最大5MB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_read_is_refused_in_one_sentence(case: str) -> None:
    data, sentence = REFUSED[case]
    began = time.process_time()
    with pytest.raises(UnreadableDocument) as refused:
        read(data, "附件.docx")
    said = str(refused.value)
    assert sentence in said
    assert said.startswith("“附件.docx”") and said.endswith("。") and "\n" not in said
    assert time.process_time() - began < 10


def test_the_parts_are_counted_before_they_are_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a": b" " * (41 << 20)})
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda self, info: opened.append(info.filename))
    with pytest.raises(UnreadableDocument, match="解开后太大"):
        package.members(data, "a.docx")
    assert opened == []


KINDS: dict[str, tuple[bytes, Kind]] = {
    "Word": (WORD, Kind.DOCX),
    "an old workbook": (stream("Workbook"), Kind.XLS),
    "PDF": (b"%PDF-1.7\n", Kind.PDF),
    "PDF behind other bytes": (b"\r\n\r\n%PDF-1.4\n", Kind.PDF),
    "a page": (b"<!DOCTYPE html><p>a", Kind.HTML),
    "a page behind a mark": ("\ufeff  <HTML><body>".encode(), Kind.HTML),
    "a page in UTF-16": ("<html><p>年报".encode("utf-16"), Kind.HTML),
    "a page as XHTML": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', Kind.HTML),
    "a saved page": (b"<!-- saved from url=(0014)about:internet --><html>", Kind.HTML),
    "a page by Word": (b'<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>', Kind.HTML),
    "text": ("一、总体情况".encode(), Kind.TEXT),
    "text that names tags": ("页面用<table>排版".encode(), Kind.TEXT),
    "text in angle brackets": ("<2023>年报".encode(), Kind.TEXT),
    "text like a bitmap": (b"BMW", Kind.TEXT),
    "a letter": ("From: 办公室\n一、总体情况".encode(), Kind.TEXT),
}


@pytest.mark.parametrize("case", KINDS)
def test_the_kind_is_told_by_the_contents(case: str) -> None:
    data, kind = KINDS[case]
    assert kind_of(data, "附件") == kind


def test_entities_of_a_page_fetch_and_multiply_nothing() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    found = read(f"{data}<html><p>一、总体情况&l9;&f;</p></html>".encode(), "a.html")
    assert len("".join(line.text for line in found.lines)) < 2_000
