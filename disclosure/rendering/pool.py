"""The web process's end of drawing PDFs: it starts the worker, hands it jobs and waits for the answers.

Safe in a threaded and in a forking server: every process has a worker of its own, started with the first job and
ended with the process. The printed HTML is all that crosses the border.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import fontset
from .errors import Busy, EngineError, MemoryLimit, MissingGlyphs, RenderingError, TimeLimit
from .limits import Answer, Limits, split

ROOT = Path(__file__).resolve().parents[2]
OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)
OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS)


class WorkerGone(Exception):
    """The worker ended before it answered."""


@dataclass(frozen=True)
class _Running:
    """A worker's process and the socket that jobs are handed over on."""

    control: socket.socket
    process: subprocess.Popen[bytes]

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def hand_over(self, job: socket.socket) -> None:
        try:
            socket.send_fds(self.control, [b"J"], [job.fileno()])
        except OSError as error:
            raise WorkerGone from error

    def end(self) -> None:
        self.control.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Pool:
    """A worker and the jobs it is given. `at_once`: how many jobs one process may have drawn at the same time."""

    def __init__(self, limits: Limits | None = None, at_once: int = 2) -> None:
        self.limits = limits or Limits()
        self._at_once = at_once
        self._running: _Running | None = None
        self._renew()

    def _renew(self) -> None:
        self._slots = threading.BoundedSemaphore(self._at_once)
        self._lock = threading.Lock()

    def render(self, html: str) -> bytes:
        """The PDF of a printed page. Raises a RenderingError; waits at most for a free slot and twice for a job."""
        with self._slot():
            for _ in range(2):
                with contextlib.suppress(WorkerGone):
                    return _understood(*self._ask(html.encode("utf-8")))
            raise EngineError("the worker ended twice before it answered; its standard error says why")

    def close(self) -> None:
        """End the worker; the next job starts another."""
        with self._lock:
            running, self._running = self._running, None
        if running:
            running.end()

    def forget(self) -> None:
        """In a forked child: leave the worker, and whatever the parent's threads were doing, to the parent."""
        if self._running:
            self._running.control.close()
            self._running = None
        self._renew()

    @property
    def pid(self) -> int | None:
        """The process id of the worker, None while there is none."""
        return self._running.process.pid if self._running else None

    @contextlib.contextmanager
    def _slot(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=self.limits.wall):
            raise Busy
        try:
            yield
        finally:
            self._slots.release()

    def _ask(self, html: bytes) -> tuple[bytes, int]:
        """(answer, exit code) of one job. Raises TimeLimit when it never comes, WorkerGone when it is cut off."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._worker().hand_over(theirs)
            try:
                reply = split(_exchange(ours, html, self.limits.wall))
            except TimeoutError as error:
                self.close()
                raise TimeLimit from error
        if reply is None:
            self.close()
            raise WorkerGone
        return reply

    def _worker(self) -> _Running:
        with self._lock:
            if self._running and not self._running.alive:
                self._running.end()
                self._running = None
            if self._running is None:
                self._running = _start(self.limits)
            return self._running


def _start(limits: Limits) -> _Running:
    control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-s", "-m", "disclosure.rendering.worker", limits.to_argument()]
        process = subprocess.Popen(  # noqa: S603 - nothing in the command comes from outside
            command,
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            cwd=ROOT,
            env=_environment(),
            start_new_session=True,
        )
    return _Running(control, process)


def _exchange(ours: socket.socket, html: bytes, wall: float) -> bytes:
    """Send a job and read its whole reply. The limits end a job; five seconds more are for the worker to say so."""
    deadline = time.monotonic() + wall + 5
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        ours.settimeout(wall)
        ours.sendall(html)
        ours.shutdown(socket.SHUT_WR)
    parts: list[bytes] = []
    while part := _receive(ours, deadline):
        parts.append(part)
    return b"".join(parts)


def _receive(ours: socket.socket, deadline: float) -> bytes:
    ours.settimeout(max(deadline - time.monotonic(), 0.01))
    try:
        return ours.recv(1 << 20)
    except ConnectionResetError:
        return b""


def _understood(answer: bytes, code: int) -> bytes:
    """The PDF in an answer, or the error it stands for."""
    kind, content = answer[:1], answer[1:]
    if code == 0 and kind == Answer.PDF.value:
        return content
    raise _error(kind, content, code)


def _error(kind: bytes, content: bytes, code: int) -> RenderingError:
    if code in OUT_OF_TIME:
        return TimeLimit()
    if code in OUT_OF_MEMORY or kind == Answer.NO_MEMORY.value:
        return MemoryLimit()
    if kind == Answer.MISSING_GLYPHS.value:
        return MissingGlyphs(content.decode("utf-8"))
    return EngineError(content.decode("utf-8", "replace") or f"the job ended with code {code}")


def _environment() -> dict[str, str]:
    """The worker's environment: its fonts and nothing of the web process's secrets."""
    kept = ("PATH", "HOME", "XDG_CACHE_HOME", "OFFICIAL_FONTS_DIR", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "FONTCONFIG_FILE": str(fontset.configuration()),
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


POOL = Pool()
os.register_at_fork(after_in_child=POOL.forget)
