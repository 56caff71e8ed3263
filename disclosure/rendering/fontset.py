"""The fonts of the official layout: where they lie, how Fontconfig finds them, and which characters they have."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

FONTS = Path(__file__).resolve().parent / "fonts"

SITE_FONTS = {
    "FandolFang": ("仿宋_GB2312", "FangSong_GB2312"),
    "FandolKai": ("楷体_GB2312", "KaiTi_GB2312"),
    "Noto Sans SC": ("黑体", "SimHei"),
    "Noto Serif SC": ("方正小标宋简体", "FZXiaoBiaoSong-B05S"),
}
"""Licensed fonts a site may own, by the vendored family they stand in for."""


def site_folder() -> Path | None:
    """The folder of the site's own fonts (environment variable OFFICIAL_FONTS_DIR), None when there is none."""
    named = os.environ.get("OFFICIAL_FONTS_DIR", "")
    return Path(named).resolve() if named else None


def files() -> Iterator[Path]:
    """Every font file the layout may use, the site's own first."""
    for folder in filter(None, (site_folder(), FONTS)):
        yield from sorted(
            path for path in folder.iterdir() if path.suffix.lower() in (".otf", ".ttf", ".ttc")
        )


def configuration() -> Path:
    """A Fontconfig file that knows these fonts and no others, written on demand; always an absolute path.

    Fontconfig takes the fonts of the system without a word when the path is relative or the file is missing.
    """
    folder = _cache_folder()
    path = folder / "fonts.conf"
    text = _configuration(folder)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        draft = folder / f"fonts.conf.{os.getpid()}"
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return path


def _configuration(folder: Path) -> str:
    folders = "".join(f"<dir>{escape(str(path))}</dir>" for path in (site_folder(), FONTS) if path)
    own = "".join(_preference(family, names) for family, names in SITE_FONTS.items()) if site_folder() else ""
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
        f"{folders}<cachedir>{escape(str(folder))}</cachedir>{own}</fontconfig>\n"
    )


def _preference(family: str, names: tuple[str, ...]) -> str:
    wanted = "".join(f"<string>{escape(name)}</string>" for name in names)
    return (
        f'<match target="pattern"><test name="family"><string>{escape(family)}</string></test>'
        f'<edit name="family" mode="prepend" binding="strong">{wanted}</edit></match>'
    )


def _cache_folder() -> Path:
    """A folder only this user writes: $XDG_CACHE_HOME or ~/.cache, else a new folder for temporary files."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "disclosure-fonts"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid():
            return folder
    except OSError:
        pass  # no home, or a home that is read-only: any folder will do
    return Path(tempfile.mkdtemp(prefix="disclosure-fonts-"))


def coverage() -> frozenset[int]:
    """The code points at least one of the fonts has a glyph for."""
    from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

    found: set[int] = set()
    for path in files():
        if path.suffix.lower() == ".ttc":
            fonts = list(TTCollection(path, lazy=True).fonts)
        else:
            fonts = [TTFont(path, lazy=True)]
        for font in fonts:
            found.update(font.getBestCmap())
            font.close()
    return frozenset(found)
