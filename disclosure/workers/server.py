"""The worker's own process: it loads what its jobs need once, then forks one limited child per job.

Started by `pool.Pool` as `python -m MODULE LIMITS`, with a control socket as standard input. Each message on it carries
one end of a socket pair: the child reads its job from it to the end and writes its answer; when the child is gone, the
worker adds the trailer with its exit code (see `limits`).

The limits are the kernel's, so they hold inside C code too: RLIMIT_CPU, RLIMIT_AS, and a timer whose signal ends the
process. The worker ends when its parent is gone, or after a quarter of an hour without a job.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from .errors import Rejected
from .limits import Answer, Limits, trailer

Job = Callable[[bytes], bytes]
"""What a child does: bytes to bytes. It may raise Rejected with a sentence for who asked."""

IDLE = 15 * 60
"""Seconds without a job after which the worker ends; the next job starts another."""


class Worker:
    """The loop that takes jobs and reports how they ended."""

    def __init__(self, control: socket.socket, limits: Limits, job: Job) -> None:
        self.control = control
        self.limits = limits
        self.job = job
        self.jobs: dict[int, socket.socket] = {}
        self.wake, wake_end = socket.socketpair()
        self.wake.setblocking(False)
        wake_end.setblocking(False)
        signal.set_wakeup_fd(wake_end.fileno())
        self._wake_end = wake_end
        signal.signal(signal.SIGCHLD, _noticed)

    def serve(self) -> None:
        """Take jobs until the parent is gone or nothing has happened for a while."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(self.wake, selectors.EVENT_READ)
            while events := selector.select(None if self.jobs else IDLE):
                for key, _ in events:
                    if key.fileobj is self.control and not self._take():
                        return
                self._reap()

    def _take(self) -> bool:
        """Fork a child for the next job; False when the parent has closed the control socket."""
        _, descriptors, _, _ = socket.recv_fds(self.control, 1, 1)
        if not descriptors:
            return False
        job = socket.socket(fileno=descriptors[0])
        child = os.fork()
        if child == 0:
            self._work(job)
        self.jobs[child] = job
        return True

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self.wake.recv(4096)
        for child in list(self.jobs):
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                with self.jobs.pop(child) as job, contextlib.suppress(OSError):
                    job.sendall(trailer(os.waitstatus_to_exitcode(status)))

    def _work(self, job: socket.socket) -> None:
        """The life of a child; it never returns."""
        try:
            signal.set_wakeup_fd(-1)
            for other in (self.control, self.wake, self._wake_end, *self.jobs.values()):
                other.close()
            _limit(self.limits)
            job.sendall(_answer(self.job, _read(job)))
        except OSError:
            pass  # the parent no longer wants the answer
        finally:
            os._exit(0)


def _noticed(number: int, frame: FrameType | None) -> None:
    """SIGCHLD only has to wake the selector."""


def _limit(limits: Limits) -> None:
    for number in (signal.SIGXCPU, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    seconds = max(1, round(limits.cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    signal.setitimer(signal.ITIMER_REAL, limits.wall)


def _read(job: socket.socket) -> bytes:
    with job.makefile("rb") as stream:
        return stream.read()


def _answer(job: Job, content: bytes) -> bytes:
    """The answer to a job: its first byte says what the rest is (`limits.Answer`)."""
    try:
        return Answer.DONE.value + job(content)
    except Rejected as words:
        return Answer.REJECTED.value + str(words).encode("utf-8", "replace")
    except MemoryError:
        return Answer.NO_MEMORY.value
    except BaseException as error:  # whatever went wrong, the parent has to hear of it
        return Answer.FAILED.value + f"{type(error).__name__}: {error}"[:500].encode("utf-8", "replace")


def serve(job: Job) -> None:
    """Be a worker that does this job: what the main module of a worker calls once everything is loaded."""
    control = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    with Path(os.devnull).open() as null:
        os.dup2(null.fileno(), sys.stdin.fileno())
    worker = Worker(control, Limits.from_argument(sys.argv[1]), job)
    gc.collect()
    gc.freeze()
    gc.disable()
    worker.serve()
