"""What draws the files of an edition, by version: with the same makers the same report gives the same bytes."""

from __future__ import annotations

import ctypes
import hashlib
import platform
import zlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from . import fontset

_ROOT = Path(__file__).resolve().parents[2]
_DRAWING = (
    "disclosure/rendering/*.py",
    "disclosure/formats/*.py",
    *(
        f"disclosure/{name}.py"
        for name in (
            "figures", "filing", "layout", "marks", "prose", "punctuation", "tabulating", "workbook",
        )
    ),
    "templates/official/**/*.*",
)  # fmt: skip
"""What of the program decides the bytes: the form, how it is read and laid out, the drawing itself and its templates.

`disclosure.workers` is left out: it carries finished bytes from one process to the other.
"""

_PACKAGES = ("django", "weasyprint", "pydyf", "fonttools", "python-docx", "xlsxwriter", "segno")
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "hb_version_string"),
}
"""Libraries of the system that set type and cut fonts: the file, and the function that says its version."""

PROGRAM = "program"
"""The name of the program itself among the makers; editions published before it was kept have none."""

ABSENT = "没有"
"""Said instead of a version."""


@cache
def made_with() -> dict[str, str]:
    """Name → version of every package and library, and digests of the fonts and of the program itself."""
    return {
        **{name: version(name) for name in _PACKAGES},
        **{name: _library(*named) for name, named in _LIBRARIES.items()},
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "fonts": _fonts(),
        PROGRAM: _program(),
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


def _program() -> str:
    """A digest of names and contents of the files that decide the bytes."""
    digest = hashlib.sha256()
    for path in drawing_files():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{content} {path.relative_to(_ROOT).as_posix()}\n".encode())
    return digest.hexdigest()[:16]


def drawing_files() -> list[Path]:
    """The files of the program that decide the bytes of an edition, in one order on every machine."""
    found = {path for pattern in _DRAWING for path in _ROOT.glob(pattern)}
    return sorted(found, key=Path.as_posix)
