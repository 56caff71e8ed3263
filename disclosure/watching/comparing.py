"""What an address serves beside the edition that belongs there: by its bytes; a page also by its numbers and words.

Portals put a report into pages of their own. What such a page says is read by the importer, in the child process that
opens files people send, and so is the page that was stored: what the importer makes of either is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import Any

from .. import chain, reading
from ..corrections import Changed, changed
from ..editions import PAGE, as_printed, filing_of
from ..filing import Filing
from ..importing import Imported
from ..marks import picture_number
from ..models import Damaged, Publication
from .added import added
from .asking import Answer
from .lists import Place
from .showing import Ask, said_of, shown

_PAGES = ("text/html", "application/xhtml+xml")
_NUMBERED = re.compile(r"^图\d+\s+")
"""What is printed before the caption of a picture."""
_HEADS = ("title", "body", "addressee", "signature", "date")


class Verdict(Enum):
    """How a place stands, in the words of the command."""

    SAME_BYTES = "字节一样"
    SAME_CONTENT = "内容一样"
    GONE = "已撤下，网上也没有了"
    CHANGED = "内容不一样"
    OTHER_BYTES = "字节不一样"
    OUTDATED = "还是更正以前的版本"
    STILL_THERE = "已撤下，网上还有"
    MISSING = "网上没有"
    REDIRECTED = "转到别处"
    UNREADABLE = "网页里没有找到报告"
    UNREACHABLE = "没有看成"

    @property
    def fine(self) -> bool:
        """What is served is what was published."""
        return self in (Verdict.SAME_BYTES, Verdict.SAME_CONTENT, Verdict.GONE)


@dataclass(frozen=True)
class Seen:
    """A place as it was served. `landed` is where a redirect led; `changes` go from what was published to what is served."""

    place: Place
    verdict: Verdict
    note: str = ""
    changes: tuple[Changed, ...] = ()
    landed: str = ""
    sha256: str = ""

    def to_data(self) -> dict[str, Any]:
        """The same as JSON-ready data; `published` and `served` are the two values of a change."""
        return {
            "url": self.place.address,
            "edition": self.place.edition.code,
            "verdict": self.verdict.name.lower(),
            "said": self.verdict.value,
            "fine": self.verdict.fine,
            "note": self.note,
            "landed": self.landed,
            "sha256": self.sha256,
            "changes": [
                {
                    "kind": each.kind,
                    "place": each.place,
                    "label": each.label,
                    "published": each.before,
                    "served": each.now,
                }
                for each in self.changes
            ],
        }


def absent(place: Place, note: str) -> Seen:
    """Nothing is served: as it should be where the edition was taken down."""
    return Seen(place, Verdict.GONE if _due(place) is None else Verdict.MISSING, note)


def compare(place: Place, answer: Answer, ask: Ask) -> Seen:
    """What is served beside the edition due there; `ask` fetches the pictures of a page."""
    digest = chain.sha256(answer.content)
    landed = answer.address if answer.address != place.address else ""
    try:
        seen = _by_bytes(place, digest) or (
            _by_content(place, answer, ask) if _is_page(answer) else _other_bytes(place)
        )
    except Damaged:
        seen = Seen(place, Verdict.UNREACHABLE, "存着的网页和公布时不一样，没有比，请运行verify_chain")
    return replace(seen, landed=landed, sha256=digest)


def _is_page(answer: Answer) -> bool:
    return answer.media in _PAGES


def _due(place: Place) -> Publication | None:
    """The edition a reader has to find there; None where it is taken down."""
    report = place.edition.report
    due = place.edition
    if not place.kept and due.number != report.edition:
        due = report.publications.get(number=report.edition)
        due.report = report
    return None if due.down else due


# --- By bytes ------------------------------------------------------------------------------------------


def _by_bytes(place: Place, digest: str) -> Seen | None:
    """A stored file of this report with exactly these bytes, if there is one."""
    due = _due(place)
    for edition in place.edition.report.publications.order_by("-number"):
        names = [name for name, stored in edition.digests.items() if stored == digest]
        if not names:
            continue
        note = f"第{edition.number}版的{names[0]}"
        if due is None:
            return Seen(place, Verdict.STILL_THERE, note)
        return Seen(place, Verdict.SAME_BYTES if edition.pk == due.pk else Verdict.OUTDATED, note)
    return None


def _other_bytes(place: Place) -> Seen:
    """A file that is none of those that were published."""
    if _due(place) is None:
        return Seen(place, Verdict.STILL_THERE, "这里还有一个文件，不是公布过的")
    return Seen(place, Verdict.OTHER_BYTES, "不是公布过的任何一个文件")


# --- By content ----------------------------------------------------------------------------------------


def _by_content(place: Place, answer: Answer, ask: Ask) -> Seen:
    due = _due(place)
    try:
        served = _read(answer.content, due or place.edition)
    except reading.UnreadableDocument as error:
        return Seen(place, _without_reading(error, taken_down=due is None), str(error))
    if due is None:
        return Seen(place, Verdict.STILL_THERE, "网页里还有报告")
    found = tuple(_differences(_stored(due.pk, due.digests[PAGE]), served))
    pictures = shown(filing_of(due).pictures, answer, ask)
    if not found and pictures.unseen:
        return Seen(place, Verdict.UNREACHABLE, said_of(pictures.missing))
    if not found and not pictures.missing:
        return Seen(place, Verdict.SAME_CONTENT, pictures.note)
    found += pictures.missing
    for edition in place.edition.report.publications.filter(number__lt=due.number).order_by("-number"):
        if _says(edition, served) and not shown(filing_of(edition).pictures, answer, ask).missing:
            return Seen(place, Verdict.OUTDATED, f"第{edition.number}版", found)
    return Seen(place, Verdict.CHANGED, f"{len(found)}处", found)


def _without_reading(error: reading.UnreadableDocument, *, taken_down: bool) -> Verdict:
    """What is said of a page in which no report was read: of one nobody could read it is not said that none is there."""
    if isinstance(error, reading.NoReport):
        return Verdict.GONE if taken_down else Verdict.UNREADABLE
    return Verdict.UNREACHABLE if taken_down or isinstance(error, reading.Busy) else Verdict.UNREADABLE


def _says(edition: Publication, served: Imported) -> bool:
    """Whether a page says what an edition says, pictures apart."""
    return not any(_differences(_stored(edition.pk, edition.digests[PAGE]), served))


def _read(content: bytes, edition: Publication) -> Imported:
    """What a page says in the format of an edition. Raises UnreadableDocument, NoReport where it was read."""
    form = filing_of(edition).format.id
    found = reading.read(content, "page.html", form, edition.report.bureau.name, edition.report.year)
    filing = found.imported.filing
    if not any(filing.sections.values()) and not any(value is not None for value in filing.values.values()):
        raise reading.NoReport("网页里没有报告")
    return found.imported


@lru_cache(maxsize=64)
def _stored(pk: int, digest: str) -> Imported:
    """The stored page of an edition, read as any other page; once for the same bytes."""
    edition = Publication.objects.select_related("report__bureau").get(pk=pk)
    return _read(edition.content(PAGE), edition)


def _differences(published: Imported, served: Imported) -> Iterator[Changed]:
    """Heads a page leaves to the portal are no difference, and pictures are compared apart (`showing`)."""
    before, now = _comparable(published), _comparable(served)
    left_out = {name: getattr(before, name) for name in _HEADS if not getattr(now, name)}
    yield from changed(before, replace(now, **left_out))
    known = {(each.where, each.printed) for each in published.differences}
    for each in served.differences:
        if (each.where, each.printed) not in known and each.where not in before.format.places:
            yield Changed("label", each.where, "表头或标题", each.official, each.printed)
    for passage in served.strays:
        if passage not in published.strays and (told := added(passage, before.format)):
            yield Changed("stray", passage.where, told, None, passage.text)


def _comparable(found: Imported) -> Filing:
    """A report with the totals its page prints, and the captions of its pictures as the paragraphs they are elsewhere."""
    captions = {picture.number: picture.caption for picture in found.pictures}
    sections = {key: _with_captions(text, captions) for key, text in found.filing.sections.items()}
    return as_printed(replace(found.filing, sections=sections, pictures=()))


def _with_captions(text: str, captions: Mapping[int, str]) -> str:
    lines = ((line, picture_number(line)) for line in text.split("\n"))
    said = (_NUMBERED.sub("", line) if number is None else captions.get(number, "") for line, number in lines)
    return "\n".join(line for line in said if line)
