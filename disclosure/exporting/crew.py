"""Who draws the pages: this process, or several beside it, each with a connection of its own to the database."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from ..chain import sha256
from .addresses import Address, matched
from .drawing import draw
from .errors import ExportError
from .folder import write

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


@dataclass
class Drawers:
    """What draws pages into a folder; the folder is the same whatever is done first."""

    new: Path
    processes: int
    crew: ProcessPoolExecutor | None = None
    waiting: int = 0
    ready: SimpleQueue[Future[list[Drawn]]] = field(default_factory=SimpleQueue)

    def some(self, asked: Sequence[Asked]) -> Iterator[Drawn]:
        """Take pages that are to be drawn; some of those that were taken, drawn, and none only where there are none.

        Raises ExportError.
        """
        if self.processes == 1:
            return (_page(self.new, *each) for each in asked)
        return self._by_others(asked)

    def _by_others(self, asked: Sequence[Asked]) -> Iterator[Drawn]:
        try:
            self._hand_over(asked)
            if self.waiting:
                self.waiting -= 1
                yield from self.ready.get().result()
        except BrokenProcessPool:
            raise ExportError(
                "画网页的进程没有画完就停了，多半是内存不够。请用--processes 1再导出一次。"
            ) from None

    def _hand_over(self, asked: Sequence[Asked]) -> None:
        if not asked:
            return
        self.crew = self.crew or _crew(self.processes)
        length = min(_AT_ONCE, len(asked) // 100 + 1)
        for first in range(0, len(asked), length):
            # One by one as they are done: a year's data take longer to make than many pages that lead on.
            future = self.crew.submit(_drawn, self.new, asked[first : first + length])
            future.add_done_callback(self.ready.put)
            self.waiting += 1


@contextmanager
def drawers(new: Path, processes: int) -> Iterator[Drawers]:
    """This process, and the others from when they are needed until all is done.

    Within a transaction this process draws alone: others do not see what it has done.
    """
    within = any(connection.in_atomic_block for connection in connections.all(initialized_only=True))
    found = Drawers(new, 1 if within else processes)
    try:
        yield found
    finally:
        if found.crew:
            found.crew.shutdown(cancel_futures=True)


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


def _drawn(new: Path, asked: Sequence[Asked]) -> list[Drawn]:
    return [_page(new, address, standing) for address, standing in asked]


def _page(new: Path, address: Address, standing: str | None) -> Drawn:
    page = draw(address, matched(address))
    digest = sha256(page.content)
    if digest != standing:
        write(new / address.file, page.content)
    return Drawn(address, digest, page.links, page.statics, digest != standing)
