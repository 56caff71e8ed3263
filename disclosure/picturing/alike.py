"""The process that tells whether two pictures show the same, one perhaps stored anew by a portal: smaller, or as JPEG."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageChops, ImageFilter

from ..workers.seal import seal
from ..workers.server import serve
from . import Likeness
from .worker import MOST_PIXELS

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
WIDTH = 300
"""Pixels in a line of what is compared of pictures of different sizes: resizing leaves little else the same."""
STRAIN = 0.03
"""How much broader or higher a picture may have become, by rounding when it was made smaller."""
MOST, MOST_RESIZED = 40, 100
"""Steps of 255 by which a spot of three pixels may differ: JPEG makes up to 30, another digit 60 and more, resizing 70."""


def alike(job: bytes) -> bytes:
    """In: how long the first file is, a line end, both files; out: the name of a `Likeness`."""
    seal()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    length, _, both = job.partition(b"\n")
    one, other = both[: int(length)], both[int(length) :]
    try:
        return _likeness(_opened(one), _opened(other)).name.encode()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Likeness.OTHER.name.encode()  # what cannot be opened shows nothing


def _opened(data: bytes) -> Image.Image:
    """The pixels of a file on white."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        coloured = picture.convert("RGBA")
    plain = Image.new("RGB", coloured.size, "white")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    return plain


def _likeness(one: Image.Image, other: Image.Image) -> Likeness:
    if one.size == other.size:
        return Likeness.SAME if _apart(one, other, one.size) <= MOST else Likeness.OTHER
    across, down = one.width * other.height, other.width * one.height
    if abs(across - down) > STRAIN * max(across, down):
        return Likeness.OTHER
    width = min(one.width, other.width, WIDTH)
    size = (width, max(1, round(width * one.height / one.width)))
    return Likeness.RESIZED if _apart(one, other, size) <= MOST_RESIZED else Likeness.OTHER


def _apart(one: Image.Image, other: Image.Image, size: tuple[int, int]) -> float:
    """By how much two pictures differ at the most, drawn at a size, over spots of three pixels."""
    apart = ImageChops.difference(_spots(one, size), _spots(other, size))
    return max(most for _, most in apart.getextrema())  # type: ignore[misc]


def _spots(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    return picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.BoxBlur(1))


if __name__ == "__main__":
    Image.init()
    serve(alike)
