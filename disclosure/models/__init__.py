"""What is kept: bureaus and their people, seasons, reports with their rows and words, events and publications."""

from .bureau import Bureau, Member, Role
from .event import Event
from .intake import Intake
from .ledger import LedgerEntry, LedgerHead
from .listed import Listed, SearchText
from .picture import Picture
from .publication import DATA, Damaged, EditionFile, Editions, Publication
from .report import Report, State
from .review import Reason, Remark
from .rows import ROW_MODELS, CaseRow, DisclosureRow, RequestRow
from .season import Season
from .similarity import TextMark

__all__ = [
    "DATA",
    "ROW_MODELS",
    "Bureau",
    "CaseRow",
    "Damaged",
    "DisclosureRow",
    "EditionFile",
    "Editions",
    "Event",
    "Intake",
    "LedgerEntry",
    "LedgerHead",
    "Listed",
    "Member",
    "Picture",
    "Publication",
    "Reason",
    "Remark",
    "Report",
    "RequestRow",
    "Role",
    "SearchText",
    "Season",
    "State",
    "TextMark",
]
