"""What draws the files of an edition, by version: with the same makers the same report gives the same bytes."""

from __future__ import annotations

import ctypes
import hashlib
import platform
import zlib
from functools import cache
from importlib.metadata import version

from . import fontset

_PACKAGES = ("django", "weasyprint", "pydyf", "fonttools", "python-docx", "xlsxwriter", "segno")
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "hb_version_string"),
}
"""Libraries of the system that set type and cut fonts: the file, and the function that says its version."""

ABSENT = "没有"
"""Said instead of a version."""


@cache
def made_with() -> dict[str, str]:
    """Name → version of every package and library, and a digest of the fonts."""
    return {
        **{name: version(name) for name in _PACKAGES},
        **{name: _library(*named) for name, named in _LIBRARIES.items()},
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "fonts": _fonts(),
    }


def _library(file: str, function: str) -> str:
    """The version a library says it has, `ABSENT` where the system has none."""
    try:
        say = getattr(ctypes.CDLL(file), function)
    except OSError:
        return ABSENT
    say.restype = ctypes.c_char_p
    return str(say().decode())


def _fonts() -> str:
    """A digest of every font file the layout may use, in the order they are looked at."""
    digest = hashlib.sha256()
    for path in fontset.files():
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
