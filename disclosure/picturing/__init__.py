"""Pictures from elsewhere: decoded in limited, sealed processes, which encode them anew or tell whether two are alike."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from enum import Enum

from .. import workers
from ..workers import Limits

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes of a file that is taken."""

LIMITS = Limits(cpu=10, wall=15, memory=1024**3)
_LOG = logging.getLogger(__name__)


class PictureError(ValueError):
    """A file that cannot be taken as a picture. The message is one Chinese sentence, fit for the page."""


class Uncompared(Exception):
    """Two pictures nobody knows how they look beside each other: the process was busy, or was ended."""


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept: PNG without anything the sender's file carried along. Sizes in pixels."""

    png: bytes
    width: int
    height: int


class Likeness(Enum):
    """How two files look beside each other. Of one that was made smaller small things cannot be told."""

    SAME = "同样大小，画面一样"
    RESIZED = "大小不同，大体一样"
    OTHER = "不一样"


def redraw(data: bytes, name: str, pool: workers.Pool | None = None) -> Drawn:
    """Decode a file as a picture and encode it anew. Raises PictureError."""
    if len(data) > SIZE_LIMIT:
        raise PictureError(f"“{name}”有{len(data) / 1024 / 1024:.1f}MB，最大{SIZE_LIMIT // 1024 // 1024}MB。")
    try:
        answer = (pool or POOL).do(data)
    except workers.JobError as error:
        raise PictureError(_sentence(error, name)) from error
    sizes, _, png = answer.partition(b"\n")
    return Drawn(png, **json.loads(sizes))


def likeness(one: bytes, other: bytes) -> Likeness:
    """Whether two files show the same picture; one that cannot be opened shows nothing. Raises Uncompared."""
    if one == other:
        return Likeness.SAME
    try:
        return Likeness[ALIKE.do(b"%d\n%b%b" % (len(one), one, other)).decode()]
    except workers.JobError as error:
        _LOG.warning("two pictures could not be compared: %r", error)
        raise Uncompared from error


def _sentence(error: workers.JobError, name: str) -> str:
    match error:
        case workers.Rejected():
            return f"“{name}”{error}"
        case workers.Busy():
            return "正在处理的图比较多，请过一会儿再传一次。"
        case workers.OutOfTime() | workers.OutOfMemory():
            return f"“{name}”太大，处理不了。请缩小到宽1600像素以内再传。"
    _LOG.error("a picture could not be read: %s", error)
    return f"“{name}”打不开，文件可能有损坏。请另存为PNG或JPG再传。"


POOL = workers.Pool("disclosure.picturing.worker", LIMITS)
ALIKE = workers.Pool("disclosure.picturing.alike", LIMITS)
for _pool in (POOL, ALIKE):
    os.register_at_fork(after_in_child=_pool.forget)
