"""The folder of an exported site: what an earlier export left in it, and how files are put into their places.

A new folder appears whole. In one that stands, and in an empty one that cannot be replaced, such as a volume, every file
is replaced whole: what is new first, what has changed then, the front page last, and what is left over goes when nothing
leads there any more. A note of what is under way (`JOURNAL`) lets the next export finish what one that was cut off began.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import ExportError

MANIFEST, JOURNAL = "export.json", ".export-under-way.json"
GENERATOR = "disclosure export_site"
_FRONT = "index.html"


@dataclass(frozen=True)
class Part:
    """A part of the site as it was written: the fingerprint of what it was made from, its files (→ SHA-256), the
    addresses in other parts it leads to, the static files it names."""

    state: str
    files: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    statics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """What an earlier export wrote: its parts by name, and what it drew them with.

    `present` are the files in the folder, `sound` those that are as that export wrote them (→ SHA-256).
    """

    program: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)
    present: frozenset[str] = frozenset()
    sound: Mapping[str, str] = field(default_factory=dict)

    def stays(self, name: str, state: str) -> bool:
        """Whether a part was made from the same and stands whole."""
        part = self.parts.get(name)
        return part is not None and part.state == state and part.files.keys() <= self.sound.keys()


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """One export at a time under the folder above; the draft that one which was killed left goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    above = os.open(target.parent, os.O_RDONLY)
    try:
        fcntl.flock(above, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(above)
        raise ExportError(f"{target.parent}里正在导出，请等它结束。") from None
    try:
        for left in _workshop(target).glob(f".{target.name}.export-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(above)


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """A folder in which files are written before they go to their places."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.export-", dir=_workshop(target)))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _workshop(target: Path) -> Path:
    """Where drafts lie: beside the target; within one that is a volume, since files move within one file system only,
    or beside which nothing may be written."""
    within = target.is_dir() and (target.is_mount() or not os.access(target.parent, os.W_OK))
    return target if within else target.parent


def earlier(target: Path, *, read: bool = False) -> Earlier:
    """What stands in a folder. Raises ExportError where it is not an export's, or holds anything else.

    `read` looks into every file: who changes one can set back the time it was written.
    """
    if not target.exists():
        return Earlier()
    if not target.is_dir():
        raise ExportError(f"{target}是一个文件，请写一个文件夹。")
    manifest, journal = _read(target / MANIFEST), _read(target / JOURNAL)
    present = dict(_walk(target))
    known = {MANIFEST, JOURNAL, *manifest.get("files", ()), *journal.get("files", ())}
    foreign = sorted(present.keys() - known)
    if foreign:
        raise ExportError(f"{target}里有不是导出的文件（{foreign[0]}），没有动它。请换一个空的文件夹。")
    made = present.get(MANIFEST, 0)
    files: dict[str, str] = manifest.get("files", {})
    parts = {name: _part(said, files) for name, said in manifest.get("parts", {}).items()}
    # What was written after the list of files is somebody else's, or of an export that was cut off.
    sound = {file: digest for file, digest in files.items() if present.get(file, made + 1) <= made}
    if read:
        sound = {file: digest for file, digest in sound.items() if _digest(target / file) == digest}
    return Earlier(manifest.get("program", ""), parts, frozenset(present), sound)


def _part(said: Mapping[str, Any], files: Mapping[str, str]) -> Part:
    of_part = {file: files[file] for file in said["files"]}
    return Part(said["state"], of_part, tuple(said["links"]), tuple(said["statics"]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """The manifest or journal an export wrote; empty where there is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if found["generator"] == GENERATOR else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _walk(folder: Path) -> Iterator[tuple[str, int]]:
    """Every file below a folder by its name from there, with the time it was written."""
    waiting = [(str(folder), "")]
    while waiting:
        place, before = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{before}{entry.name}/"))
                else:
                    yield f"{before}{entry.name}", entry.stat(follow_symlinks=False).st_mtime_ns


def put(new: Path, target: Path, stood: Earlier, manifest: Mapping[str, Any]) -> None:
    """Bring a folder to what the manifest says; `new` holds the files that are not in it as they should be."""
    write(new / MANIFEST, _json(manifest))
    if not stood.present and new.parent != target:
        if target.exists():
            target.rmdir()
        new.rename(target)
        return
    written = [file for file, _ in _walk(new) if file != MANIFEST]
    under_way = {"generator": GENERATOR, "files": [*stood.present, *written]}
    write(new / JOURNAL, _json(under_way))
    _move(new, target, JOURNAL)
    for file in sorted(written, key=lambda name: (name in stood.present, name == _FRONT, name)):
        _move(new, target, file)
    _move(new, target, MANIFEST)
    for file in stood.present - manifest["files"].keys() - {MANIFEST, JOURNAL}:
        _remove(target, file)
    (target / JOURNAL).unlink()


def write(path: Path, content: bytes) -> None:
    """Write a file, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _move(new: Path, target: Path, file: str) -> None:
    place = target / file
    place.parent.mkdir(parents=True, exist_ok=True)
    (new / file).replace(place)


def _remove(target: Path, file: str) -> None:
    """Take a file away, and the folders that are empty without it."""
    place = target / file
    place.unlink(missing_ok=True)
    for folder in place.parents:
        if folder == target or any(folder.iterdir()):
            return
        folder.rmdir()
