"""What a PDF must not be: cut off, too long, a picture of a report, or made to use up the machine."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.pdf import PDF

from ...document import UnreadableDocument

PAGE_LIMIT = 60
"""Pages of a document; reports have four to twenty."""
UNPACKED_LIMIT = 40 * 1024 * 1024
"""Bytes of all parts but pictures once they are unpacked."""
PICTURE = 0.04
"""The share of a page from which a picture may hold words or a table; seals are smaller."""
SCANNED = 0.5
"""The share of a page that a picture of the whole page covers at least."""

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE_FIRST = re.compile(rb"/Filter\s*\[?\s*/FlateDecode\b")
_END = 4096
_HEAD = 600
_LONGEST = 300
"""Characters of a text that does not show which are listed."""


def whole(data: bytes, name: str) -> None:
    """Refuse a file that is cut off, or whose parts unpack to more than a report can be."""
    if b"%%EOF" not in data[-_END:]:
        raise _broken(name)
    left = UNPACKED_LIMIT
    locked = b"/Encrypt" in data
    for match in _STREAM.finditer(data):
        head = data[max(match.start() - _HEAD, 0) : match.start()].rpartition(b" obj")[2]
        if b"FlateDecode" in head and b"/Image" not in head:
            twice = len(re.findall(rb"/Fl(?:ateDecode)?\b", head)) > 1
            size = _unpacked(data, match.end(), left)
            if size is None and not locked and _FLATE_FIRST.search(head):
                raise _broken(name)
            left -= UNPACKED_LIMIT if twice else size or 0
        if left <= 0:
            raise UnreadableDocument(
                f"“{name}”解开后太大，不读取（最多{UNPACKED_LIMIT // 1024 // 1024}MB）。"
            )


def _broken(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"“{name}”这个PDF文件不完整，请重新下载或导出后再上传。")


def _unpacked(data: bytes, start: int, limit: int) -> int | None:
    """How many bytes a part unpacks to, counted no further than `limit`; None where it is damaged, so that what comes
    out of it may differ from what went in."""
    unpacker = zlib.decompressobj()
    packed = data[start : data.find(b"endstream", start)]
    try:
        return len(unpacker.decompress(packed, limit))
    except zlib.error:
        return None


def pages(pdf: PDF, name: str) -> None:
    """Refuse a document of too many pages, or of fewer than it says."""
    said = resolve1(resolve1(pdf.doc.catalog.get("Pages")) or {}).get("Count")
    count = len(pdf.pages)
    if max(count, said if isinstance(said, int) else 0) > PAGE_LIMIT:
        raise UnreadableDocument(
            f"“{name}”有{max(count, said or 0)}页，最多{PAGE_LIMIT}页，请只留年度报告再上传。"
        )
    if not count or said != count:
        raise _broken(name)


def recognised(name: str) -> str:
    """The sentence for a document whose words were guessed from a picture."""
    return (
        f"“{name}”是扫描件，上面的字是程序认出来的，数字可能认错。"
        "请上传原来的Word、Excel文件或由它导出的PDF。"
    )


def scanned(name: str) -> str:
    """The sentence for a document without words."""
    return f"“{name}”是扫描件，没有文字。请上传原来的Word、Excel文件或由它导出的PDF。"


def left_out(page: Page, askew: str, behind: str, hidden: str) -> Iterator[str]:
    """What of a page is not read: pictures, notes and filled-in fields laid over it, words that stand askew, behind
    others, or do not show."""
    number = page.page_number
    if count := sum(_share(page, image) > PICTURE for image in page.images):
        yield f"第{number}页有{count}张图片，图片里的字没有读。"
    notes = [str(annot.get("data", {}).get("Subtype", "")) for annot in page.annots]
    if any(not re.search("Link|Popup", note) for note in notes):
        yield f"第{number}页有批注、印章或表单，上面的字没有读。"
    if words := askew.strip():
        yield f"第{number}页斜排的字没有读：{words}"
    for what, text in (("衬在别的字下面的字没有读", behind), ("有看不见的字，没有读", hidden)):
        if words := text.strip():
            yield f"第{number}页{what}：{words[:_LONGEST]}{'……' * (len(words) > _LONGEST)}"


def _share(page: Page, image: dict[str, float]) -> float:
    width = min(image["x1"], page.width) - max(image["x0"], 0)
    height = min(image["bottom"], page.height) - max(image["top"], 0)
    return max(width, 0) * max(height, 0) / float(page.width * page.height)


def is_recognised(page: Page, hidden: str) -> bool:
    """Whether a page is a picture with words that do not show behind or over it, as programs make that recognise
    characters."""
    pictured = any(_share(page, image) > SCANNED for image in page.images)
    return pictured and len("".join(hidden.split())) > sum(bool(char["text"].strip()) for char in page.chars)
