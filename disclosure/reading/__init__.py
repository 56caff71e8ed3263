"""Files that people send, read where they can do no harm: in a limited, sealed process that gives back plain data.

`read` has the result of `importing.read_report` and the document it was read from. The web process never opens such a
file itself and never loads the libraries that do.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass

from .. import workers
from ..importing.document import Document, NoReport, UnreadableDocument
from ..importing.readers import SIZE_LIMIT, too_large
from ..importing.recognise import Imported
from ..workers import Limits
from .wire import document_from_data, imported_from_data

__all__ = ["POOL", "SIZE_LIMIT", "Busy", "NoReport", "Reading", "UnreadableDocument", "read", "read_for"]

LIMITS = Limits(cpu=20, wall=25, memory=1536 * 1024**2)
_LOG = logging.getLogger(__name__)


class Busy(UnreadableDocument):
    """Nothing is wrong with the file: too many others are being read."""


@dataclass(frozen=True)
class Reading:
    """A document as it was found, and the report recognised in it."""

    document: Document
    imported: Imported


def read(
    data: bytes,
    name: str,
    format_id: str | None = None,
    body: str | None = None,
    year: int | None = None,
    meant: int | None = None,
    pool: workers.Pool | None = None,
) -> Reading:
    """Read a file as a report, as `importing.read_report` does. Raises UnreadableDocument with a sentence for the page.

    A file that is too large is refused before it goes anywhere.
    """
    if len(data) > SIZE_LIMIT:
        raise UnreadableDocument(too_large(data, name))
    asked = {"name": name, "format_id": format_id, "body": body, "year": year, "meant": meant}
    try:
        answer = (pool or POOL).do(json.dumps(asked).encode() + b"\n" + data)
    except workers.JobError as error:
        refused = Busy if isinstance(error, workers.Busy) else UnreadableDocument
        raise refused(_sentence(error, name)) from error
    found = json.loads(answer)
    if "none" in found:
        raise NoReport(found["none"])
    return Reading(document_from_data(found["document"]), imported_from_data(found["imported"]))


def read_for(year: int, data: bytes, name: str) -> tuple[Reading, bool]:
    """(what was read, whether the document itself says of which year it is; otherwise it counts as of this one).

    Raises UnreadableDocument.
    """
    try:
        return read(data, name, meant=year), True
    except Busy:
        raise
    except UnreadableDocument:
        return read(data, name, year=year), False


def _sentence(error: workers.JobError, name: str) -> str:
    match error:
        case workers.Rejected():
            return str(error)
        case workers.Busy():
            return "正在读取的文件比较多，请过一会儿再传一次。"
        case workers.OutOfTime():
            return f"“{name}”读了太久，已经停下。请看看是不是页数特别多，只留年度报告再传一次。"
        case workers.OutOfMemory():
            return f"“{name}”要用的内存太多，已经停下。请看看是不是图片或页数特别多，只留年度报告再传一次。"
    _LOG.error("a document could not be read: %s", error)
    return f"“{name}”没有读出来，文件可能有损坏。请用Word、WPS或浏览器打开后另存一份再传。"


POOL = workers.Pool("disclosure.reading.worker", LIMITS)
os.register_at_fork(after_in_child=POOL.forget)
