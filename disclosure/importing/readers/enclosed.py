"""The pictures enclosed in a document: which of them can be taken over, and the numbers they get."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from ... import prose
from ...marks import picture_mark, pictures_named
from ..document import Line, PictureFile

MOST = 10
"""Pictures that are taken from one document."""
TOGETHER = 5 * 1024 * 1024
"""Bytes of all of them: as much as a whole file may have, so that only what was blown up in packing is struck."""

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_FILE_NAME = re.compile(
    r"(?:[A-Za-z]:[\\/]|file:|[\\/]{1,2}\w).*|.*\.(?:png|jpe?g|gif|bmp|webp|tiff?|emf|wmf)\d*", re.IGNORECASE
)


def is_raster(data: bytes) -> bool:
    """Whether a file begins as PNG and JPEG do, the two kinds that are taken."""
    return data.startswith(_SIGNATURES)


def spoken(words: str | None) -> str:
    """What a document says a picture shows. Where a program has put the name of a file there, nothing is said."""
    text = " ".join(prose.clean(words or "").split())
    return "" if _FILE_NAME.fullmatch(text) else text


def numbered(
    lines: Sequence[Line], files: Sequence[PictureFile]
) -> tuple[tuple[Line, ...], tuple[PictureFile, ...]]:
    """Lines with their pictures numbered as they appear, and these pictures; what is too much is only listed.

    Numbers somebody has typed as the place of a picture (［图1］) are passed over.
    """
    typed = pictures_named(line.text for line in lines if not line.left_out)
    numbers = (number for number in count(1) if number not in typed)
    found: list[Line] = []
    taken: list[PictureFile] = []
    for line in lines:
        file = files[line.picture - 1] if line.picture else None
        if file is None:
            found.append(line)
        elif too_much := _too_much(file, taken):
            found.append(replace(line, text=f"{line.text}（{too_much}）", picture=0))
        else:
            taken.append(replace(file, number=next(numbers)))
            found.append(replace(line, text=_said(taken[-1]), picture=taken[-1].number))
    return tuple(found), tuple(taken)


def _too_much(file: PictureFile, taken: Sequence[PictureFile]) -> str:
    if len(taken) == MOST:
        return f"一份文件最多取{MOST}张图"
    if sum(len(each.data) for each in (*taken, file)) > TOGETHER:
        return f"文件里的图加起来最多取{TOGETHER // 1024 // 1024}MB"
    return ""


def _said(file: PictureFile) -> str:
    return f"［图{file.number}：{file.alt}］" if file.alt else picture_mark(file.number)
