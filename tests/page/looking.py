"""What a page of each kind looks like: small grey pictures kept beside the tests, and how far a page may differ.

`python -m tests.page.looking` draws the pictures anew, after a change of the layout that was looked at.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter

FOLDER = Path(__file__).with_name("looks")
DPI = 50
GREYS = 16
BLUR = 1
"""Pixels (half a millimetre) over which two pictures are smeared before they are compared."""
VISIBLE = 40
"""Levels of grey, of 255, by which two smeared pixels differ visibly."""
TOLERATED = 130
"""Pixels of a page, of 242,190, that may differ visibly: type hinted or smoothed otherwise stays below it (a page moved
by a quarter of a pixel has at most 114), a date moved by a character does not (291)."""


@dataclass(frozen=True)
class Page:
    """The first page of an edition (`editions.files`) that says `word`."""

    kind: str
    form: str
    word: str


PAGES = {
    "short": Page("short", "notice_2021_30", "政府信息公开工作年度报告"),
    "text": Page("long", "notice_2021_30", "办理情况第20段"),
    "inset-and-picture": Page("long", "notice_2021_30", "政务新媒体"),
    "zero-2019": Page("zero", "notice_2019_60", "科研"),
    "zero-2021": Page("zero", "notice_2021_30", "科研"),
    "figures-2019": Page("long", "notice_2019_60", "科研"),
    "figures-2021": Page("long", "notice_2021_30", "科研"),
    "end": Page("sealed", "notice_2021_30", "验证码"),
}


def number(pdf: bytes, word: str) -> int:
    """Which page says a word, counted from nought."""
    with pdfium.PdfDocument(pdf) as document:
        return next(at for at, page in enumerate(document) if word in page.get_textpage().get_text_range())


def drawn(pdf: bytes, page: int) -> Image.Image:
    """A page as a grey picture."""
    with pdfium.PdfDocument(pdf) as document:
        return document[page].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")


def kept(name: str) -> Image.Image:
    """The picture of a page that was looked at."""
    return Image.open(FOLDER / f"{name}.png").convert("L")


def keep(name: str, picture: Image.Image) -> None:
    """Put a picture beside the tests, in a few kilobytes."""
    FOLDER.mkdir(exist_ok=True)
    picture.quantize(GREYS).save(FOLDER / f"{name}.png", optimize=True)


def differing(one: Image.Image, other: Image.Image) -> int:
    """How many pixels of two pictures of a page differ visibly."""
    width, height = min(one.width, other.width), min(one.height, other.height)
    smeared = [each.crop((0, 0, width, height)).filter(ImageFilter.BoxBlur(BLUR)) for each in (one, other)]
    return sum(ImageChops.difference(*smeared).histogram()[VISIBLE:])


def renew() -> None:
    """Draw every picture anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from . import editions

    for name, page in PAGES.items():
        pdf = editions.files(page.kind, page.form)["report.pdf"]
        keep(name, drawn(pdf, number(pdf, page.word)))


if __name__ == "__main__":
    renew()
