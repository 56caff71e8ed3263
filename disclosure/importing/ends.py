"""What stands around the six sections: title, addressee and preface before, signature and date behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..formats.schema import Format
from . import paragraphs
from .document import Line
from .labels import ALIKE, likeness

_DIGITS = "[0-9０-９〇零○Ｏ一二三四五六七八九]"
_YEAR = re.compile(rf"(?P<year>{_DIGITS}{{4}})年?")
_DATE = re.compile(
    rf"(?P<before>.*?)[(（]?(?P<year>{_DIGITS}{{4}})[年./-]"
    r"(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[月./-]"
    r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})日?[)）]?"
)
_IMPRINT = re.compile(
    r"验证码(?P<code>[0-9A-Z-]{8,})第\d+版\d{4}年\d{1,2}月\d{1,2}日公布。[^。]{0,60}可以核对这份文件[^。]{0,60}。"
    r"(?:https?://[!-~]*/v/(?P=code)/?)?"
)
_IMPRINT_LINES = 8
_TITLE_LINES = 12
_NOTED = (
    "抄[送报]|主送|联系(?:人|电话|方式|地址)|(?:联系|办公|咨询|监督)?电话|传真(?:号码)?|(?:电子)?邮箱|(?:通[信讯]|办公)?地址"
    "|邮编|邮政编码|(?:信息)?来源|主办(?:单位)?|(?:责任)?编辑|校对|审核"
)
_NUMBER = "(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})"
_ATTACHED = re.compile(rf"附件?{_NUMBER}?(?:[:：][^。]{{0,60}})?")
_ITEM = re.compile(r"[（(]?(?P<number>[0-9０-９]{1,2}|[一二三四五六七八九])[)）.．、][^。]{2,60}")
_FIRST = re.compile(r"[:：][（(]?[1１一][)）.．、]")
_BEHIND = re.compile(
    r"[（(](?:此[件文]|联系|(?:信息)?公开)[^。]{1,36}[）)]"
    r"|[^。，]{2,36}印发"
    rf"|(?:{_NOTED}|(?:信息)?公开(?:属性|方式|选项|类别)){_NUMBER}?[:：][^。]{{0,60}}"
    r"|(?:打印|关闭|扫一扫|分享|[上下]一[篇条])[^。]{0,40}"
)
"""What may stand below the date, of the document or of the page it was copied from, and is of no section."""
_BEHIND_LINES = 30
_SHORT = 40
_BODY = re.compile(
    "(?:局|委|委员会|办公室|办|政府|厅|院|中心|管委会|处|署|部|街道|社|会|队|站|所|公司|馆|室|科|大学|学校|医院|集团)$"
)
_CHINESE_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")


@dataclass(frozen=True)
class Front:
    """The beginning of a report. `stray`: lines before the title that belong to none of these; `brackets`: those that
    stood around the date."""

    title: str = ""
    body: str = ""
    year: int | None = None
    addressee: str = ""
    preface: str = ""
    date: str = ""
    brackets: str = ""
    stray: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Back:
    """The end of a report; `rest` is what remains of the last section, `behind` what stands below the date."""

    rest: tuple[Line, ...]
    signature: str = ""
    date: str = ""
    brackets: str = ""
    behind: tuple[Line, ...] = ()


def front(lines: Sequence[Line], form: Format, wrap: int) -> Front:
    """What stands before the first section."""
    found, start, rest = _title(lines, form)
    stray = tuple(lines[:start])
    date = brackets = addressee = ""
    if found and rest and (match := _DATE.fullmatch(_tight(rest[0].text))) and not match["before"]:
        (date, brackets), rest = _unbracketed(rest[0].text), rest[1:]
    texts = paragraphs.join(rest, wrap)
    if texts and is_addressee(texts[0]):
        addressee, *texts = texts
    title, body, year = found or ("", "", None)
    return Front(title, body, year, addressee, "\n".join(texts), date, brackets, stray)


def is_addressee(text: str) -> bool:
    """Whether a first paragraph only names who is written to (市政府办：)."""
    return len(text) <= _SHORT and text.endswith(("：", ":")) and not re.search("[，,。；;]", text)


def back(lines: Sequence[Line], body: str) -> Back:
    """Take signature and date from the end of the last section."""
    found = _signed(lines, body)
    if found.date or found.signature:
        return found
    for end in range(len(lines) - 1, max(len(lines) - _BEHIND_LINES, 1) - 1, -1):
        found = _signed(lines[:end], body)
        if found.date and _stand_behind(lines[end:]):
            return replace(found, behind=tuple(lines[end:]))
    return Back(tuple(lines))


def _stand_behind(lines: Sequence[Line]) -> bool:
    """Whether all of these may stand below the date."""
    at = 0
    while at < len(lines):
        own = attachments(lines[at:]) or bool(_BEHIND.fullmatch(_tight(lines[at].text)))
        if not own or lines[at].ruled:
            return False
        at += own
    return True


def attachments(lines: Sequence[Line]) -> int:
    """How many of these lines, from the first on, name attachments: 附件, and items that are numbered on."""
    texts = [_tight(line.text) for line in lines[:_BEHIND_LINES]]
    if not texts or not _ATTACHED.fullmatch(texts[0]):
        return 0
    listed, count = int(bool(_FIRST.search(texts[0]))), 1
    for line, text in zip(lines[1:], texts[1:], strict=False):
        item = _ITEM.fullmatch(text)
        if line.ruled or not item or number(item["number"]) != listed + 1:
            break
        listed, count = listed + 1, count + 1
    return count


def imprint(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines in which an edition says how it is verified, which are no part of the report."""
    for at, line in enumerate(lines):
        if not line.text.lstrip().startswith("验证码"):
            continue
        for end in range(min(at + _IMPRINT_LINES, len(lines)), at, -1):
            own = lines[at:end]
            if not any(each.ruled for each in own) and _IMPRINT.fullmatch(
                _tight("".join(each.text for each in own))
            ):
                return own
    return ()


def _signed(lines: Sequence[Line], body: str) -> Back:
    rest = list(lines)
    date = signature = brackets = ""
    if rest and not rest[-1].ruled and (match := _DATE.fullmatch(_tight(rest[-1].text))):
        before = match["before"]
        if before and not is_signature(before, body):
            return Back(tuple(lines))
        text = rest.pop().text.strip()
        date, brackets = _unbracketed(_tight(text)[len(before) :] if before else text)
        signature = before
    if (
        not signature
        and rest
        and is_signature(rest[-1].text, body)
        and (date or _tight(rest[-1].text) == body)
    ):
        signature = rest.pop().text.strip()
    return Back(tuple(rest), signature, date, brackets)


def is_signature(text: str, body: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    text = _tight(text)
    named = bool(body) and text == body
    return named or (
        4 <= len(text) <= _SHORT and bool(_BODY.search(text)) and not re.search(r"[，。；：、,;:.\d]", text)
    )


def year_of(date: str) -> int | None:
    """The year a report of this date is about: the one before, when it is dated in the first half of a year."""
    match = _DATE.search(_tight(date))
    if match is None or (year := number(match["year"])) is None:
        return None
    month = number(match["month"])
    return year - 1 if month is None or month <= 6 else year


def year_in(text: str) -> int | None:
    """The year a text speaks of most."""
    years = [number(year) for year in re.findall(rf"({_DIGITS}{{4}})年", text)]
    known = [year for year in years if year is not None]
    return max(known, key=known.count) if known else None


def number(text: str) -> int | None:
    """2018, ２０１８ or 二〇一八 as a year (2000 to 2099) or a month; None for anything else."""
    plain = text.translate(_CHINESE_DIGITS)
    if not plain.isdecimal():
        return None
    value = int(plain)
    return value if 2000 <= value <= 2099 or value <= 12 else None


def _title(lines: Sequence[Line], form: Format) -> tuple[tuple[str, str, int] | None, int, Sequence[Line]]:
    """((title, body, year), its first line, the lines behind it); (None, 0, all lines) without a title."""
    for at in range(min(len(lines), _TITLE_LINES)):
        if found := title_at(lines, at, form):
            return found[0], at, lines[found[1] :]
    return None, 0, lines


def title_at(lines: Sequence[Line], at: int, form: Format) -> tuple[tuple[str, str, int], int] | None:
    """((title, body, year), the line behind it) of the title that begins on a line; it may take three lines."""
    tail = form.title.split("{year}")[-1].removeprefix("年")
    best: tuple[tuple[str, str, int], int] | None = None
    alike = 0.0
    for end in range(at + 1, min(at + 3, len(lines)) + 1):
        text = _tight("".join(line.text for line in lines[at:end]))
        if (found := _split_title(text, tail)) and found[2] > alike:
            best, alike = ((text, found[0], found[1]), end), found[2]
    return best


def _split_title(text: str, tail: str) -> tuple[str, int, float] | None:
    """(body, year, likeness to the official title) of a title line."""
    if len(text) > _SHORT * 2 or re.search("[。，；《》：]", text):
        return None
    for match in _YEAR.finditer(text):
        year = number(match["year"])
        alike = likeness(text[match.end() :].removeprefix("度"), tail)
        if year and year > 12 and alike >= ALIKE:
            return text[: match.start()], year, alike
    return None


def _unbracketed(date: str) -> tuple[str, str]:
    """(a date, the brackets around it)."""
    return re.sub("[()（）]", "", date), "".join(re.findall("[()（）]", date))


def _tight(text: str) -> str:
    return "".join(text.split())
