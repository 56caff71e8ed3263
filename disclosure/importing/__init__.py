"""Any document to a Filing: readers make a neutral document, one recogniser finds the report in it.

Nothing is mended in silence: what is printed otherwise than the official form is listed as a difference, and what is
not understood is listed as unread. A figure is read only where its row and its column are certain.
"""

from __future__ import annotations

from .document import Document, Line, PictureFile, UnreadableDocument
from .harvest import Difference, Passage
from .recognise import Imported, read_report

__all__ = [
    "Difference",
    "Document",
    "Imported",
    "Line",
    "Passage",
    "PictureFile",
    "UnreadableDocument",
    "read_report",
]
