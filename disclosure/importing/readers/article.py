"""The report on a web page, told by its title and its headings, without the page around it.

Menus, breadcrumbs, buttons and footers differ from site to site; what a report is made of does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from ... import formats
from ...formats.schema import Format
from .. import ends, headings
from ..document import Document, Line
from ..headings import Heading
from .html_lines import Shown

_ABOUT = re.compile(
    r"(?:发布|发文|成文|生成|公开|更新)(?:时间|日期)\s*[:：]|来源\s*[:：]|(?:浏览|点击|阅读|访问)(?:次数|量|数)"
    r"|字(?:体|号)\s*[:：]|大\s*中\s*小|责任编辑|作者\s*[:：]|索引号\s*[:：]|发布(?:机构|单位)\s*[:：]|^\W*打印"
)
"""What a site prints between the title and the report: when it was put there, by whom, how often it was read."""
_ATTACHED = re.compile(
    r"附件\s*\d*\s*[:：.]|相关附件|\S+\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)$", re.IGNORECASE
)
_CLOSING = re.compile(
    r"^\W*(?:打印|关闭|分享|收藏|扫一扫|上一[篇条]|下一[篇条]|返回|责任编辑|主办(?:单位)?\s*[:：]|承办|版权所有"
    r"|相关(?:链接|文章|阅读|信息|稿件|解读|推荐|文件)|网站(?:地图|标识码|声明)|关于我们|友情链接|我要纠错"
    r"|.{0,4}ICP备|.{0,4}公网?安备)"
)
"""How what stands below a report on a page begins; nothing behind it belongs to the report."""
_SHORT = 80
_ENOUGH = 3
"""Headings that must be found before anything of a page is taken for no part of the report."""
REST = "网页上报告以外的文字："
_REST = 20_000
"""Characters of the rest of a page that are listed."""


def report(shown: Sequence[Shown], named: Sequence[str] = ()) -> list[Line]:
    """The lines of the report on a page; what else the page shows is told in a line of what is left out.

    `named`: what the page is called in its head, for a report that stands there without its title.
    """
    lines = [each.line for each in shown]
    form, found = _headings(lines)
    if len(found) < _ENOUGH or len(headings.repeated(Document(tuple(lines)), form)) > 1:
        # Of several reports on one page none is the rest of the page.
        return lines
    start = _title(shown, found[0].at, form)
    anchors = [shown[heading.at].within for heading in found]
    around = _common([*anchors, shown[start].within] if start is not None else anchors)
    first = start if start is not None else 0
    inside = [at for at, each in enumerate(shown) if at >= first and _is_in(each.within, around)]
    inside = _until_closing(inside, lines, found[-1].at)
    kept = [_furniture(at, lines[at], found) for at in inside]
    title = [] if start is not None else _declared(named, form)
    below = next((n for n, at in enumerate(inside) if at > found[-1].at), len(inside))
    return [*_rest(lines, frozenset(inside)), *title, *kept[:below], *_without_lists(kept[below:])]


def _headings(lines: Sequence[Line]) -> tuple[Format, list[Heading]]:
    """The headings of the report, in the format in which most of them are found."""
    document = Document(tuple(lines))
    pairs = [(form, headings.find(document, form)) for form in formats.all_formats().values()]
    return max(pairs, key=lambda pair: sum(heading.likeness for heading in pair[1]))


def _title(shown: Sequence[Shown], before: int, form: Format) -> int | None:
    """The line on which the title nearest before the first heading begins."""
    lines = [each.line for each in shown[:before]]
    for at in range(before - 1, -1, -1):
        found = ends.title_at(lines, at, form)
        if found is None:
            continue
        body = found[0][1]
        whole = not body and at and shown[at - 1].within is shown[at].within
        return at - 1 if whole and ends.title_at(lines, at - 1, form) else at
    return None


def _declared(named: Sequence[str], form: Format) -> list[Line]:
    """The title of the report among the names of a page, of which the site's own name may be a part."""
    parts = [Line(part.strip()) for name in named for part in (*re.split(r"[_|\-—]", name), name)]
    return [line for line in parts if line.text and ends.title_at([line], 0, form)][:1]


def _common(elements: Sequence[HtmlElement]) -> HtmlElement:
    """The smallest element that holds all of these."""
    first, *others = [[*reversed(list(each.iterancestors())), each] for each in elements]
    depth = len(first)
    for path in others:
        same = 0
        while same < min(depth, len(path)) and path[same] is first[same]:
            same += 1
        depth = same
    return first[depth - 1]


def _is_in(element: HtmlElement, around: HtmlElement) -> bool:
    return element is around or any(each is around for each in element.iterancestors())


def _until_closing(inside: Sequence[int], lines: Sequence[Line], last: int) -> list[int]:
    """The lines up to the buttons and links below the report."""
    kept = []
    for at in inside:
        text = lines[at].text
        if at > last and not lines[at].left_out and len(text) <= _SHORT and _CLOSING.search(text):
            break
        kept.append(at)
    return kept


def _furniture(at: int, line: Line, found: Sequence[Heading]) -> Line:
    """A line that the site has put into the article is left out; within the sections everything stays."""
    if found[0].at < at <= found[-1].at or line.ruled or len(line.text) > _SHORT * 2 or "。" in line.text:
        return line
    if _ABOUT.search(line.text) or (at > found[-1].at and _ATTACHED.match(line.text)):
        return replace(line, left_out=True)
    return line


def _without_lists(lines: Sequence[Line]) -> list[Line]:
    """What stands below the last heading; the attachments that are listed on below one left out are so too."""
    kept = list(lines)
    for at in (at for at, line in enumerate(lines) if line.left_out):
        end = at + ends.attachments(lines[at:])
        kept[at + 1 : end] = [replace(line, left_out=True) for line in lines[at + 1 : end]]
    return kept


def _rest(lines: Sequence[Line], inside: frozenset[int]) -> list[Line]:
    """One line of what is left out for all the rest of the page; its pictures are no matter."""
    outside = [line.text for at, line in enumerate(lines) if at not in inside and not line.left_out]
    words = "\u3000".join(outside)
    if len(words) > _REST:
        words = f"{words[:_REST]}……（共{len(outside)}行）"
    return [Line(f"{REST}{words}", left_out=True)] if outside else []
