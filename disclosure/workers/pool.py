"""The web process's end of a worker: it starts the worker, hands it jobs and waits for the answers.

Safe in a threaded and in a forking server: every process has a worker of its own, started with the first job and
ended with the process. Bytes are all that crosses the border, and nothing that comes back is ever executed.
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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import Busy, Failed, JobError, OutOfMemory, OutOfTime, Rejected
from .limits import Answer, Limits, split

ROOT = Path(__file__).resolve().parents[2]
KILLED_FOR_TIME = (-signal.SIGXCPU, -signal.SIGALRM, -signal.SIGKILL)
KILLED_FOR_MEMORY = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS)

Environment = Callable[[], Mapping[str, str]]
"""What a worker's environment has beside the bare necessities; asked for when the worker is started."""


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
    """A worker and the jobs it is given.

    `module` is the worker's main module, run as `python -m module LIMITS`; `at_once`: how many jobs one process may
    have done at the same time.
    """

    def __init__(
        self, module: str, limits: Limits | None = None, at_once: int = 2, environment: Environment = dict
    ) -> None:
        self.module = module
        self.limits = limits or Limits()
        self._at_once = at_once
        self._environment = environment
        self._running: _Running | None = None
        self._renew()

    def _renew(self) -> None:
        self._slots = threading.BoundedSemaphore(self._at_once)
        self._lock = threading.Lock()

    def do(self, job: bytes) -> bytes:
        """What the worker made of a job. Raises a JobError; waits at most for a free slot and twice for the job."""
        with self._slot():
            for _ in range(2):
                with contextlib.suppress(WorkerGone):
                    return _understood(*self._ask(job))
            raise Failed("the worker ended twice before it answered; its standard error says why")

    def close(self) -> None:
        """End the worker; the next job starts another."""
        with self._lock:
            running, self._running = self._running, None
        if running:
            running.end()

    def forget(self) -> None:
        """In a forked child: leave the worker, and whatever the parent's threads were doing, to the parent.

        A pool that lives as long as its process registers this with `os.register_at_fork`.
        """
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

    def _ask(self, job: bytes) -> tuple[bytes, int]:
        """(answer, exit code) of one job. Raises OutOfTime when it never comes, WorkerGone when it is cut off."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._worker().hand_over(theirs)
            try:
                reply = split(_exchange(ours, job, self.limits.wall))
            except TimeoutError as error:
                self.close()
                raise OutOfTime from error
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
                self._running = self._start()
            return self._running

    def _start(self) -> _Running:
        control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-s", "-m", self.module, self.limits.to_argument()]
            process = subprocess.Popen(  # noqa: S603 - nothing in the command comes from outside
                command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                env={**_bare_environment(), **self._environment()},
                start_new_session=True,
            )
        return _Running(control, process)


def _exchange(ours: socket.socket, job: bytes, wall: float) -> bytes:
    """Send a job and read its whole reply. The limits end a job; five seconds more are for the worker to say so."""
    deadline = time.monotonic() + wall + 5
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        ours.settimeout(wall)
        ours.sendall(job)
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
    """What the job made, or the error its answer stands for."""
    kind, content = answer[:1], answer[1:]
    if code == 0 and kind == Answer.DONE.value:
        return content
    raise _error(kind, content, code)


def _error(kind: bytes, content: bytes, code: int) -> JobError:
    if code in KILLED_FOR_TIME:
        return OutOfTime()
    if code in KILLED_FOR_MEMORY or kind == Answer.NO_MEMORY.value:
        return OutOfMemory()
    if kind == Answer.REJECTED.value:
        return Rejected(content.decode("utf-8"))
    return Failed(content.decode("utf-8", "replace") or f"the job ended with code {code}")


def _bare_environment() -> dict[str, str]:
    """A worker's environment: nothing of the web process's secrets."""
    kept = ("PATH", "HOME", "XDG_CACHE_HOME", "LD_LIBRARY_PATH")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
