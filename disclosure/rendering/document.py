"""A Filing as the document that is drawn: title lines, paragraphs, headings and tables with their figures written out."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import prose, punctuation
from ..filing import Filing, Picture
from ..layout import grid
from ..marks import UNDESCRIBED
from .errors import TooLong
from .tables import AREA, Cells, TableView, table_view

TEXT_WIDTH = round(AREA / 25.4 * 96)
"""Width of the type area in pixels of a web page."""
TITLE_LINE = 20
"""Characters of 2号 (22 pt) that fit on one line of the type area."""
SIGNATURE_LINE = 25
"""Characters of 3号 (16 pt) that fit on one line of the signature, which stands two characters in."""
TALL = 24
"""A table within the text with more rows may be broken: it leaves less of a page empty than it fills."""
HEAD_LIMITS = {"title": ("标题", 120), "body": ("单位名称", 80), "addressee": ("主送机关", 200),
               "signature": ("落款", 80), "date": ("日期", 40)}  # fmt: skip


@dataclass(frozen=True)
class PictureView:
    """A picture as it is drawn: its bytes, `data` their base64, what it shows and the line below it."""

    png: bytes
    data: str
    width: int
    height: int
    alt: str
    caption: str

    @property
    def fitted(self) -> int:
        """Its width where only an attribute can say it: an editor that drops styles would show every pixel."""
        return min(self.width, TEXT_WIDTH)


@dataclass(frozen=True)
class BlockView:
    """A paragraph (`tag` "p") or a heading ("h2" to "h5"); `rest` is the paragraph behind a run-in heading.

    With `tag` "figure" it is a picture, with "table" a simple table, whose first row is its head.
    """

    tag: str
    text: str
    rest: str = ""
    picture: PictureView | None = None
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def heading(self) -> bool:
        return self.tag.startswith("h")

    @property
    def tall(self) -> bool:
        return len(self.rows) > TALL


@dataclass(frozen=True)
class SectionView:
    """One of the official sections with its printed heading: either blocks or a table."""

    key: str
    title: str
    blocks: tuple[BlockView, ...] = ()
    table: TableView | None = None


@dataclass(frozen=True)
class Document:
    """Everything that is printed, in printed order. `created` is the date of the report as YYYY-MM-DD, or ""."""

    title: str
    title_lines: tuple[str, ...]
    body: str
    year: int
    format: str
    addressee: str
    preface: tuple[BlockView, ...]
    sections: tuple[SectionView, ...]
    signature: str
    date: str
    created: str

    @property
    def signature_lines(self) -> tuple[str, ...]:
        """The signature, broken where its sense allows."""
        return _fitting(self.signature, SIGNATURE_LINE)


def document(filing: Filing, cells: Cells | None = None) -> Document:
    """The document of a filing. Raises TooLong, naming section and paragraph, for texts beyond the limits.

    `cells` is what is printed in the tables where that is not the filing's figures with their derived totals.
    """
    _check(filing)
    title = _line(filing.title) or filing.official_title
    body = _line(filing.body)
    return Document(
        title=title,
        title_lines=title_lines(title, body),
        body=body,
        year=filing.year,
        format=filing.format.id,
        addressee=_line(filing.addressee),
        preface=block_views(filing.preface, filing.pictures),
        sections=tuple(
            _section(filing, section.key, cells or filing.values) for section in filing.format.sections
        ),
        signature=_line(filing.signature),
        date=printed_date(_line(filing.date)),
        created=iso_date(_line(filing.date)),
    )


def _check(filing: Filing) -> None:
    for name, (label, limit) in HEAD_LIMITS.items():
        if (length := len(getattr(filing, name))) > limit:
            raise TooLong(f"{label}有{length}个字，最多{limit}个字。")
    texts = [("引言", filing.preface)]
    texts += [(section.title, filing.text(section.key)) for section in filing.format.narratives]
    try:
        prose.check(texts)
        prose.check((label, getattr(filing, name)) for name, (label, _) in HEAD_LIMITS.items())
    except prose.ProseError as error:
        raise TooLong(str(error)) from error


def _section(filing: Filing, key: str, cells: Cells) -> SectionView:
    section = filing.format.section(key)
    if section.table is None:
        words = prose.untitled(filing.text(key), section.title)
        return SectionView(key, section.title, blocks=block_views(words, filing.pictures))
    return SectionView(key, section.title, table=table_view(grid(section.table), cells, section.title))


def block_views(text: str, pictures: Iterable[Picture] = ()) -> tuple[BlockView, ...]:
    """The parts of a narrative as `official/paragraphs.html` draws them; the place of an absent picture stays."""
    known = {picture.number: picture for picture in pictures}
    return tuple(_block(block, known) for block in prose.blocks(text))


def _block(block: prose.Block, pictures: Mapping[int, Picture]) -> BlockView:
    if isinstance(block, prose.Heading):
        return BlockView(f"h{block.level + 1}", block.text, block.rest)
    if isinstance(block, prose.Rows):
        return BlockView("table", "", rows=block.rows)
    if isinstance(block, prose.PictureMark):
        found = pictures.get(block.number)
        mark = f"［图{block.number}］"
        return BlockView("figure", mark, picture=_picture(found)) if found else BlockView("p", mark)
    return BlockView("p", block.text)


def _picture(picture: Picture) -> PictureView:
    caption = f"图{picture.number}　{_line(picture.caption)}" if picture.caption else ""
    data = base64.b64encode(picture.png).decode()
    alt = _line(picture.alt).strip() or _undescribed(picture.number, caption)
    return PictureView(picture.png, data, picture.width, picture.height, alt, caption)


def _undescribed(number: int, caption: str) -> str:
    """What is read out for a picture nobody described (the rule `words.picture` says so): never nothing at all."""
    return (caption or f"图{number}") + UNDESCRIBED


def _line(text: str) -> str:
    """A text of one line: cleaned, its line ends dropped."""
    return punctuation.normalise(prose.clean(text).replace("\n", ""))


# The title --------------------------------------------------------------------------------------------------------

_AFTER = re.compile(r"自治[区州县旗]|人民政府|街道|开发区|委员会|[省市县区旗州盟镇乡]")


def title_lines(title: str, body: str) -> tuple[str, ...]:
    """A title broken where its sense allows: the body first, then 2018年政府信息公开工作年度报告."""
    head = len(body) if body and title.startswith(body) else _year_at(title)
    if not head or len(title) <= TITLE_LINE // 2:
        return _fitting(title)
    return _fitting(title[:head]) + _fitting(title[head:])


def _year_at(title: str) -> int:
    match = re.search(r"\d{4}年", title)
    return match.start() if match else 0


def _fitting(text: str, longest: int = TITLE_LINE) -> tuple[str, ...]:
    """Lines of at most so many characters, as even as possible, broken behind the name of a place or an authority."""
    if len(text) <= longest:
        return (text,)
    lines = -(-len(text) // longest)
    ideal = len(text) / lines
    ends = [m.end() for m in _AFTER.finditer(text) if _tail_fits(text, m.end(), lines, longest)]
    end = min(ends, key=lambda end: abs(end - ideal), default=round(ideal))
    return (text[:end], *_fitting(text[end:], longest))


def _tail_fits(text: str, end: int, lines: int, longest: int) -> bool:
    return 4 <= end <= longest and 4 <= len(text) - end <= (lines - 1) * longest


# The date ---------------------------------------------------------------------------------------------------------

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


def printed_date(text: str) -> str:
    """2019-01-31 or 2019年01月31日 as 2019年1月31日 (GB/T 9704-2012, 7.3.5.4); any other text unchanged."""
    if match := _DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        return f"{year}年{month}月{day}日"
    return text


def iso_date(text: str) -> str:
    """The same date as 2019-01-31, "" when the text is no date of the calendar."""
    if match := _DATE.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04}-{month:02}-{day:02}"
    return ""
