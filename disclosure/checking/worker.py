"""The process that checks reports of strangers: the rules run in a limited, sealed child."""

from __future__ import annotations

import gc
import json

from ..checks import Context, check
from ..filing import Filing
from ..formats import all_formats
from ..reading.wire import filing_from_data
from ..workers.seal import seal
from ..workers.server import serve
from .wire import finding_to_data


def judge(job: bytes) -> bytes:
    """Check one report. In: the report and last year's, or null, as JSON; out: the findings as JSON."""
    seal()
    gc.enable()  # the worker has switched it off; a long report needs it
    said = json.loads(job)
    previous = filing_from_data(said["previous"]) if said["previous"] else None
    found = check(filing_from_data(said["filing"]), Context(previous=previous))
    return json.dumps([finding_to_data(finding) for finding in found], ensure_ascii=False).encode()


def load() -> None:
    """Have every rule look once, so that what they keep is there before the first child."""
    for form in all_formats().values():
        check(
            Filing(format=form, body="", year=form.first_year, sections={"overview": "共收到3件，其中1件。"})
        )


if __name__ == "__main__":
    load()
    serve(judge)
