"""The process that decodes pictures: what comes out is a plain PNG of limited size, drawn from its pixels alone."""

from __future__ import annotations

import io
import json
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from ..workers.errors import Rejected
from ..workers.seal import seal
from ..workers.server import serve

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 40_000_000
LARGEST = (1600, 2000)
"""Width and height that are kept; a printed page has no use for more."""
ENOUGH = 1_500_000
"""Bytes of the PNG from which it is drawn with 256 colours."""


def redraw(data: bytes) -> bytes:
    """In: the bytes of a file; out: a line of JSON with the size, then a PNG. Raises Rejected with half a sentence."""
    seal()
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            picture.load()
            plain = _plain(ImageOps.exif_transpose(picture))
    except UnidentifiedImageError as error:
        raise Rejected("不是PNG或JPG图片。") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Rejected("的尺寸太大，请缩小到宽1600像素以内再传。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Rejected("打不开，文件可能有损坏。请另存为PNG或JPG再传。") from error
    sizes = json.dumps({"width": plain.width, "height": plain.height}).encode()
    return sizes + b"\n" + _png(plain)


def _plain(picture: Image.Image) -> Image.Image:
    """The pixels on white, not larger than is printed: no transparency, no colour profile, no remarks."""
    coloured = picture.convert("RGBA")
    plain = Image.new("RGB", coloured.size, "white")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    plain.thumbnail(LARGEST)
    return plain


def _png(picture: Image.Image) -> bytes:
    written = _written(picture)
    return written if len(written) <= ENOUGH else _written(picture.quantize(256))


def _written(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    Image.init()
    serve(redraw)
