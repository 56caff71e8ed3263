"""Reports that strangers send, checked where they can do no harm: in a limited process, which is ended when it takes long.

The rules read every sentence, and whoever knows them can write sentences that take them minutes.
"""

from __future__ import annotations

import json
import logging
import os

from .. import workers
from ..checks import Finding
from ..filing import Filing
from ..reading.wire import filing_to_data
from ..workers import Limits
from .wire import finding_from_data

__all__ = ["POOL", "Busy", "Unchecked", "check"]

LIMITS = Limits(cpu=10, wall=15, memory=1024**3)
_LOG = logging.getLogger(__name__)


class Unchecked(Exception):
    """The report was not checked to the end; the message is a sentence for the page."""


class Busy(Unchecked):
    """Nothing is wrong with the report: too many others are being checked."""


def check(filing: Filing, previous: Filing | None = None, pool: workers.Pool | None = None) -> list[Finding]:
    """Every finding on a report and last year's, as `checks.check` has them. Raises Unchecked."""
    job = {
        "filing": filing_to_data(filing),
        "previous": filing_to_data(previous) if previous else None,
    }
    try:
        answer = (pool or POOL).do(json.dumps(job).encode())
    except workers.JobError as error:
        refused = Busy if isinstance(error, workers.Busy) else Unchecked
        raise refused(_sentence(error)) from error
    return [finding_from_data(data) for data in json.loads(answer)]


def _sentence(error: workers.JobError) -> str:
    match error:
        case workers.Busy():
            return "正在检查的报告比较多，请过一会儿再查。"
        case workers.OutOfTime() | workers.OutOfMemory():
            return "检查了太久，已经停下。请看看文字里是不是有特别长的句子或者许多重复的话，删去后再查。"
    _LOG.error("a report could not be checked: %s", error)
    return "没有检查完，请过一会儿再查。"


POOL = workers.Pool("disclosure.checking.worker", LIMITS)
os.register_at_fork(after_in_child=POOL.forget)
