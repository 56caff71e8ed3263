"""The shelf: published files as files on disk, named by their digests, for a web server that hands them over itself.

The database keeps the bytes; the shelf is a copy that is written when a file is first asked for and can be thrown away.
On it stands also by what the web server tells pages it keeps for a second from those of before the last act (`turn`).
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path, PurePosixPath

from django.conf import settings

from .models import EditionFile


def stored(digest: str) -> bytes:
    """The published bytes with this digest, from the database. Raises Damaged, or EditionFile.DoesNotExist."""
    file = EditionFile.objects.filter(sha256=digest).only("content", "sha256").first()
    if file is None:
        raise EditionFile.DoesNotExist(digest)
    return file.whole()


def shelve(digest: str, size: int) -> PurePosixPath:
    """The place of a published file under PUBLISHED_ROOT; it is written there where it is not there whole.

    Raises Damaged, or EditionFile.DoesNotExist.
    """
    place = PurePosixPath(digest[:2], digest)
    path: Path = settings.PUBLISHED_ROOT / place
    if not path.is_file() or path.stat().st_size != size:
        _write(path, stored(digest))
    return place


STATE, STATES = "state", "states"
_KEPT = 60
"""Seconds a folder stays that `state` led to: somebody else may be about to lead there."""


def turn() -> None:
    """What the web server keeps of pages is over: `state` on the shelf leads to another folder, whose name is part of
    the name under which it keeps a page. Nothing where no web server reads the shelf."""
    if not settings.ACCEL_PREFIX:
        return
    root: Path = settings.PUBLISHED_ROOT
    (root / STATES).mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=root / STATES))
    new.chmod(0o755)
    link = root / f".{new.name}"
    link.symlink_to(new.relative_to(root))
    link.replace(root / STATE)
    for older in (root / STATES).iterdir():
        with suppress(FileNotFoundError):  # another process has been here
            if older.stat().st_mtime < new.stat().st_mtime - _KEPT:
                older.rmdir()


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, and that the web server may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fchmod(file.fileno(), 0o644)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
