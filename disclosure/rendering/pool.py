"""PDFs drawn in processes of their own: the printed HTML goes in, the PDF or a clear error comes back."""

from __future__ import annotations

import os

from .. import workers
from ..workers import Limits
from . import fontset
from .errors import Busy, EngineError, MemoryLimit, MissingGlyphs, RenderingError, TimeLimit
from .sheet import Sheet


class Pool(workers.Pool):
    """The worker that draws PDFs. `at_once`: how many reports one process may have drawn at the same time."""

    def __init__(self, limits: Limits | None = None, at_once: int = 2) -> None:
        super().__init__("disclosure.rendering.worker", limits, at_once, _environment)

    def render(self, sheet: Sheet) -> bytes:
        """The PDF of a printed page. Raises a RenderingError."""
        try:
            return self.do(sheet.to_bytes())
        except workers.JobError as error:
            raise _explained(error) from error


def _explained(error: workers.JobError) -> RenderingError:
    match error:
        case workers.Busy():
            return Busy()
        case workers.OutOfTime():
            return TimeLimit()
        case workers.OutOfMemory():
            return MemoryLimit()
        case workers.Rejected():
            return MissingGlyphs(str(error))
    return EngineError(str(error))


def _environment() -> dict[str, str]:
    """The fonts, and nothing else."""
    own = {name: os.environ[name] for name in ("OFFICIAL_FONTS_DIR",) if name in os.environ}
    return {**own, "FONTCONFIG_FILE": str(fontset.configuration())}


POOL = Pool()
os.register_at_fork(after_in_child=POOL.forget)
