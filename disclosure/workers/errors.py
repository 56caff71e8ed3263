"""How a job can end without a result."""

from __future__ import annotations


class JobError(Exception):
    """A job brought nothing. Who asked for it says so in the words of the field."""


class Busy(JobError):
    """Too many jobs of the same kind are being done."""


class OutOfTime(JobError):
    """The job took longer than allowed and was ended."""


class OutOfMemory(JobError):
    """The job needed more memory than allowed and was ended."""


class Rejected(JobError):
    """The job itself declined what it was given; `str()` is what it said."""


class Failed(JobError):
    """The job or its worker broke down; `str()` (English) says how, for the log."""
