"""Why a site is not written."""

from __future__ import annotations


class ExportError(Exception):
    """The folder cannot be written; the message is Chinese."""
