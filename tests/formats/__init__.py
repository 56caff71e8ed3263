"""A format that no office has issued, declared in one file, and how a test adds it to the official ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from disclosure import formats
from disclosure.formats.schema import Format

ID = "notice_invented"


@contextmanager
def installed() -> Iterator[Format]:
    """The invented format among the official ones, as if its file lay in disclosure/formats."""
    formats.__path__.append(str(Path(__file__).parent))
    formats.all_formats.cache_clear()
    try:
        yield formats.get(ID)
    finally:
        formats.__path__.remove(str(Path(__file__).parent))
        formats.all_formats.cache_clear()
