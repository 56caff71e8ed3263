"""Work that is done in limited processes of their own, so that no document can bring the site to a halt.

The web process keeps a `Pool` for each kind of work. Its worker loads what the work needs once and forks one child per
job (`server`); the kernel's limits (`limits`) end a child that takes too much. Bytes are all that crosses the border.
"""

from __future__ import annotations

from .errors import Busy, Failed, JobError, OutOfMemory, OutOfTime, Rejected
from .limits import Limits
from .pool import Pool

__all__ = ["Busy", "Failed", "JobError", "Limits", "OutOfMemory", "OutOfTime", "Pool", "Rejected"]
