"""Text pasted into a narrative: what comes back is tidied, with everything that was done said in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from .. import prose, punctuation
from ..access import members_only, own_report
from ..formats.schema import Format
from ..importing.clipboard import Change, Kind, read
from ..models import Member, Role
from .desk import section_of

_NUMBER = re.compile(r"^[一二三四五六][、,.]")

_TOO_LONG = f"贴来的有{{length}}个字，一份报告最多{prose.REPORT_LIMIT}个字。文字照原样放在下面了，没有整理，删到放得下才能存。"

MOST_LISTED = 40
"""Lines of a list before the rest is only counted."""

_SENTENCES = {
    Kind.PUNCTUATION: "改了{count}处标点",
    Kind.NUMBER: "{count}处自动编号写成了文字",
    Kind.BREAK: "接上{count}处断行",
    Kind.BULLET: "去掉{count}个项目符号",
    Kind.SPACE: "去掉{count}处多余的空格",
    Kind.INVISIBLE: "去掉{count}个看不见的字符",
    Kind.TABLE: "放进来{count}行表格，请看看格子对不对",
    Kind.PICTURE: "{count}张图片没有放进来，一张一张复制，或者用“放一张图”",
    Kind.STRUCK: "{count}处划去或删去的字没有放进来",
    Kind.MARK: "{count}处批注或注释的标号没有放进来",
    Kind.NOTE: "{count}条脚注没有放进来，要用的请写进正文",
    Kind.PAGE: "{count}个页码没有放进来",
    Kind.TITLE: "这一部分的标题没有放进来，印的时候自己会有",
}


@dataclass(frozen=True)
class Told:
    """Changes of one kind: a sentence with their number, and each with its place."""

    sentence: str
    items: tuple[str, ...]
    more: int = 0


def tell(changes: Iterable[Change]) -> list[Told]:
    """Changes in words, by kind in a fixed order, equal ones of a paragraph together."""
    found = list(changes)
    return [_told(kind, [c for c in found if c.kind is kind]) for kind in _SENTENCES if _any(kind, found)]


def _any(kind: Kind, changes: Iterable[Change]) -> bool:
    return any(change.kind is kind for change in changes)


def _told(kind: Kind, changes: list[Change]) -> Told:
    items = [_item(change, count) for change, count in Counter(changes).items()]
    sentence = _SENTENCES[kind].format(count=len(changes))
    return Told(sentence, tuple(items[:MOST_LISTED]), max(len(items) - MOST_LISTED, 0))


def _item(change: Change, count: int) -> str:
    if change.kind in (Kind.NOTE, Kind.PAGE):
        return change.before
    what = {
        Kind.PUNCTUATION: f"{change.before} → {change.after}",
        Kind.NUMBER: change.after,
        Kind.BULLET: change.before,
        Kind.STRUCK: change.before,
        Kind.MARK: change.before,
    }.get(change.kind, "")
    where = f"第{change.paragraph}段" + (f"，{count}处" if count > 1 else "")
    return f"{what}（{where}）" if what else where


def widened(text: str) -> Iterator[Change]:
    """The punctuation of a text that is printed full-width."""
    lines = [line for line in prose.clean(text).split("\n") if line.strip(" \u3000")]
    for number, line in enumerate(lines, start=1):
        for found in punctuation.corrections(line):
            if found.after:
                yield Change(Kind.PUNCTUATION, number, found.before, found.after)


def parts_named(form: Format, text: str) -> list[str]:
    """The titles of a report's parts that stand on lines of their own, with or without their numbers."""
    lines = {_unnumbered(line) for line in text.splitlines()}
    return [part.title for part in form.sections if _unnumbered(part.title) in lines]


def _unnumbered(title: str) -> str:
    return _NUMBER.sub("", prose.bare(title))


def _too_long(plain: str) -> int:
    """The characters of a text that is longer than a report may be; 0 for any other."""
    length = len(plain.replace("\r\n", "\n"))
    return length if length > prose.REPORT_LIMIT else 0


@require_POST
@members_only(Role.CLERK)
def paste(request: HttpRequest, member: Member, pk: int, section: str) -> JsonResponse:
    """Tidy what is on the clipboard. Sent: `html`, `text`; `behind`: how many paragraphs stand before the caret.

    Several parts of a report at once are left as they are: `whole` says what takes them in. So is more than a report
    may hold, which could not be stored: `long` says so.
    """
    report = own_report(member, pk)
    part = section_of(report, section)
    if part.table is not None:
        raise Http404
    plain = request.POST.get("text", "")
    if length := _too_long(plain):
        return JsonResponse({"text": "", "changes": "", "long": _TOO_LONG.format(length=length)})
    titles = parts_named(report.format, plain)
    if len(titles) > 1:
        whole = render_to_string("editing/whole.html", {"report": report, "titles": titles})
        return JsonResponse({"text": "", "changes": "", "whole": whole})
    found = read(request.POST.get("html", ""), plain, part.title)
    behind = request.POST.get("behind", "")
    first = int(behind) if behind.isdecimal() and len(behind) < 6 else 0
    moved = (Change(c.kind, c.paragraph + first, c.before, c.after) for c in found.changes)
    told = render_to_string("editing/changes.html", {"changes": tell(moved)})
    return JsonResponse({"text": found.text, "changes": told if found.changes else ""})
