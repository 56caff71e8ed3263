"""A child cut off from everything but its job: it can no longer write a file, start a process or open a connection."""

from __future__ import annotations

import os
import resource
import sys
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = frozenset(
    (
        *("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"),
        *("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn"),
        *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
        *("os.chmod", "os.chown", "os.utime", "ctypes.dlopen"),
    )
)


class Sealed(PermissionError):
    """The job tried something that no job of its kind needs."""


def seal() -> None:
    """Seal this process for good. The kernel refuses bytes in files and new processes; Python refuses the rest."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN or (event == "open" and _writes(*arguments[1:3])):
        raise Sealed(f"{event} {str(arguments[:1])[:80]}")


def _writes(mode: str | None, flags: int) -> bool:
    """Whether a file is opened for more than reading; `mode` is None where it is opened by its flags."""
    return any(letter in mode for letter in "wax+") if mode is not None else bool(flags & _WRITING)
