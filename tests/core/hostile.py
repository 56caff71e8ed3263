"""A worker whose jobs do what a hostile document might make a reader do: `python -m tests.core.hostile LIMITS`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from disclosure.reading.worker import read
from disclosure.workers.seal import seal
from disclosure.workers.server import serve


def loop(_: str) -> None:
    while True:
        pass


def sleep(_: str) -> None:
    time.sleep(600)


def eat(_: str) -> None:
    eaten = [bytearray(1 << 20)]
    while True:
        eaten.append(bytearray(len(eaten[-1])))


def die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def fail(_: str) -> None:
    raise ValueError("the document is inconsistent")


def write(path: str) -> None:
    Path(path).with_name("new").write_text("新")


def append(path: str) -> None:
    with Path(path).open("a") as file:
        file.write("新")


def descriptor(path: str) -> None:
    os.open(path, os.O_WRONLY | os.O_TRUNC)


def remove(path: str) -> None:
    Path(path).unlink()


def connect(_: str) -> None:
    socket.create_connection(("127.0.0.1", 9))


def resolve(_: str) -> None:
    socket.getaddrinfo("example.org", 80)


def spawn(_: str) -> None:
    subprocess.run(["/bin/true"], check=True)


def system(_: str) -> None:
    os.system("true")


ACTS: dict[str, Callable[[str], None]] = {
    **{act.__name__: act for act in (loop, sleep, eat, die, write, append, descriptor, remove)},
    **{act.__name__: act for act in (connect, resolve, spawn, system)},
    "break": fail,
}


def work(job: bytes) -> bytes:
    """Do the act the document names; one that begins with `read` is read."""
    asked, _, document = job.partition(b"\n")
    if document.startswith(b"read\n"):
        return read(asked + b"\n" + document.removeprefix(b"read\n"))
    seal()
    act, _, argument = document.decode().partition(" ")
    ACTS[act](argument)
    return b"{}"


if __name__ == "__main__":
    serve(work)
