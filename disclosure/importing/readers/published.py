"""The data of a report as this program publishes them, to the neutral document: the report they were made of."""

from __future__ import annotations

from ..document import Document
from ..published import laid_out, read_back


def read(data: bytes, name: str) -> Document:
    """The report in the data. Raises UnreadableDocument."""
    return laid_out(read_back(data, name))
