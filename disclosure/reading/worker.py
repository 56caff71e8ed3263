"""The process that reads documents: a file somebody sent is opened in a limited, sealed child and nowhere else."""

from __future__ import annotations

import gc
import json
from importlib import import_module

from ..importing.document import NoReport, UnreadableDocument
from ..importing.readers import READERS
from ..importing.recognise import read_both
from ..workers.errors import Rejected
from ..workers.seal import seal
from ..workers.server import serve
from .wire import document_to_data, imported_to_data


def read(job: bytes) -> bytes:
    """Read one file. In: a line of JSON that says how, then the bytes of the file; out: document and report as JSON, or
    the sentence for a file without a report. Raises Rejected with the sentence for the page.
    """
    seal()
    gc.enable()  # the worker has switched it off; a large document needs it
    asked, _, data = job.partition(b"\n")
    try:
        document, imported = read_both(data, **json.loads(asked))
    except NoReport as error:
        return json.dumps({"none": str(error)}).encode()
    except UnreadableDocument as error:
        raise Rejected(str(error)) from error
    found = {"document": document_to_data(document), "imported": imported_to_data(imported)}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def load() -> None:
    """Load the file libraries once, so that no child has to."""
    for module in (*(f"readers.{reader}" for reader in READERS.values()), "workbook"):
        import_module(f"disclosure.importing.{module}")


if __name__ == "__main__":
    load()
    serve(read)
