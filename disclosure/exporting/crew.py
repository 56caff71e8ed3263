"""Who draws the pages: this process, or several beside it, each with a connection of its own to the database."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from ..chain import sha256
from .addresses import Address, matched
from .drawing import draw
from .errors import ExportError
from .folder import write

_ALONE = 40
"""Up to how many pages are drawn sooner by one process than others are started."""
_AT_ONCE = 8
"""Up to how many pages a process takes at a time: neighbours have rows and links in common; of few, each takes one."""
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of linux/prctl.h


@dataclass(frozen=True)
class Drawn:
    """A page that was drawn, and written where its file did not stand already; the digest of the file, and what the page
    leads to."""

    address: Address
    digest: str
    links: frozenset[Address]
    statics: frozenset[str]
    written: bool


Asked = tuple[Address, str | None]
"""A page to be drawn, and the digest of the file that stands in its place."""
Draw = Callable[[Sequence[Asked]], Iterator[Drawn]]


@contextmanager
def drawers(new: Path, processes: int) -> Iterator[Draw]:
    """What draws pages into a folder, in the order they were asked for. Raises ExportError."""
    one = partial(_drawn, new)
    crew: list[ProcessPoolExecutor] = []

    def several(asked: Sequence[Asked]) -> Iterator[Drawn]:
        if processes == 1 or (len(asked) <= _ALONE and not crew):
            return map(one, asked)
        if not crew:
            crew.append(_crew(processes))
        return _told(crew[0], one, asked)

    try:
        yield several
    finally:
        for each in crew:
            each.shutdown(cancel_futures=True)


def _crew(processes: int) -> ProcessPoolExecutor:
    _let_go()
    fork = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(processes, fork, _begin, (os.getpid(),))


def _let_go() -> None:
    """No connection is shared with another process, nor a pool, whose threads would not be there."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if isinstance(connection, PostgreSQL):
            connection.close_pool()


def _begin(parent: int) -> None:
    """Whoever stops the export stops it as a whole: no process is left behind that holds the folder."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the parent's to say
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _told(
    crew: ProcessPoolExecutor, one: Callable[[Asked], Drawn], asked: Sequence[Asked]
) -> Iterator[Drawn]:
    try:
        yield from crew.map(one, asked, chunksize=min(_AT_ONCE, len(asked) // 100 + 1))
    except BrokenProcessPool:
        raise ExportError(
            "画网页的进程没有画完就停了，多半是内存不够。请用--processes 1再导出一次。"
        ) from None


def _drawn(new: Path, asked: Asked) -> Drawn:
    address, standing = asked
    page = draw(address, matched(address))
    digest = sha256(page.content)
    if digest != standing:
        write(new / address.file, page.content)
    return Drawn(address, digest, page.links, page.statics, digest != standing)
