"""The editions the tests draw: short, long and all-zero reports of each format, with and without a seal."""

from __future__ import annotations

import fcntl
import io
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

from disclosure import formats
from disclosure.filing import Filing, Picture, empty_figures
from disclosure.rendering import Imprint, Seal, edition_files

from . import sample

IMPRINT = Imprint(
    code="7KQM-2F9X-4DHA",
    address="https://reports.example.gov.cn/v/7KQM-2F9X-4DHA/",
    number=1,
    published=date(2026, 1, 20),
)
FORMATS = ("notice_2019_60", "notice_2021_30")
INSET = (
    "全年公开情况见下表。\n| 渠道 | 条数 |\n| 网站 | 36 |\n| 政务新媒体 | 120 |\n办理流程见下图。\n［图1］"
)


def short(form: str) -> Filing:
    """One sentence a section, and no part around them."""
    words = {
        "overview": "（一）主动公开。公开36条。",
        "problems": "解读单一。下一步改进。",
        "other": "没有。",
    }
    return sample.filing(form, sections=words, preface="", addressee="", signature="", date="")


def zero(form: str) -> Filing:
    """A body in which nothing happened."""
    return replace(short(form), figures=empty_figures(formats.get(form)))


def long(form: str) -> Filing:
    """More than ten pages: a hundred paragraphs, a picture, a table within the text, rare names, eight digits."""
    base = sample.filing(form)
    paragraphs = "\n".join(
        f"（{number}）昇垚喆祎鄠堽等单位办理情况第{number}段。" + "依法公开。" * 18 for number in range(100)
    )
    figures = {
        key: 12_345_678 if at % 7 == 0 else value for at, (key, value) in enumerate(base.figures.items())
    }
    sections = {**base.sections, "overview": f"{INSET}\n{paragraphs}"}
    return replace(base, figures=figures, sections=sections, pictures=(picture(),))


def undescribed(form: str) -> Filing:
    """A picture of which nobody says what it shows."""
    silent = replace(picture(), alt="", caption="")
    return replace(short(form), sections={"overview": "［图1］"}, pictures=(silent,))


def picture() -> Picture:
    """A drawing with half a transparent ground."""
    image = Image.new("RGBA", (320, 120), (255, 255, 255, 0))
    ImageDraw.Draw(image).rectangle((20, 20, 300, 100), outline=(0, 0, 0, 255), width=3)
    return Picture(1, png(image), 320, 120, "办理流程图", "办理流程")


def seal() -> Seal:
    """A red ring on a transparent ground."""
    image = Image.new("RGBA", (420, 420), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 410, 410), outline=(200, 30, 30, 255), width=14)
    return Seal(png(image), "示例市昇平区政务服务管理局印章")


def png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "png")
    return target.getvalue()


KINDS: dict[str, Callable[[str], Filing]] = {
    "short": short,
    "zero": zero,
    "long": long,
    "sealed": sample.filing,
    "undescribed": undescribed,
}


def imprint(kind: str) -> Imprint:
    """What the files of an edition of this kind say of themselves."""
    return replace(IMPRINT, seal=seal()) if kind == "sealed" else IMPRINT


@cache
def files(kind: str, form: str) -> dict[str, bytes]:
    """The files of one of these editions; drawn once for all processes of a test run."""
    folder = os.environ.get("TEST_RUN_FOLDER")
    return _shared(Path(folder) / f"{kind}-{form}", kind, form) if folder else _drawn(kind, form)


def _shared(kept: Path, kind: str, form: str) -> dict[str, bytes]:
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_drawn(kind, form)))
    return dict(pickle.loads(kept.read_bytes()))


def _drawn(kind: str, form: str) -> dict[str, bytes]:
    return dict(edition_files(KINDS[kind](form), imprint(kind)))
