"""Tables of another year than the report's: known by what stands right above them, and never read.

A report may print last year's table beside its own. Where its own cannot be read, the figures of the other must not take
their place. What is said of another year only to compare with it (比上年增加, 上年结转) names no table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache

from .. import formats
from ..formats.schema import Row
from . import paragraphs
from .cuts import likely
from .document import Line
from .ends import number
from .figures import is_bare_year, is_unit_caption
from .headings import Part
from .labels import normal

WHY = "表上写的是{year}，不是这份报告的年度，没有取数"
_DIGIT = "[0-9〇零○O一二三四五六七八九]"
_SOME = "[0-9一二三四五六七八九十]{1,3}"
_NAMED = rf"{_DIGIT}{{4}}年"
_MONTH = rf"{_NAMED}{_SOME}月(?:{_SOME}日)?"
_DAY = rf"(?:{_MONTH}|{_NAMED})"
_LAST = "上一?年度?|去年|前年|往年|上期|昨年|同期"
_YEAR = re.compile(
    rf"(?<!{_DIGIT})({_DIGIT}{{4}})(?=财?年|(?:财政|会计)年度|[—~至-]{_NAMED})"
    r"|\((\d{4})\)|(?:(?<![\w\[.])|(?<=[表图])|(?<=表[一二三四五六七八九十])|(?<=(?i:FY)))(20\d{2})(?![\w\]])"
    r"|(?<!\d)(\d{2})(?=财?年)"
)
"""A year with its 年, in brackets, alone (2022, 2022.12.31, 表2022, FY2022), or with its last two digits (22年度)."""
_BEFORE = re.compile("(?:上|前)一?个?年度?|去年|往年|上期|昨年|同期")
_OWN = re.compile("本年|今年|当年|本报告年度")
_BESIDE = re.compile(
    rf"(?:较|比|与|同|和|对比|相比|不同于|不含|不包括|扣除)(?:{_LAST}|{_NAMED}度?)(?:同期)?"
    rf"|(?:{_LAST}|{_NAMED})(?:度|底|末)?(?:结转|遗留|转入|转来|未办结)"
    rf"|{_MONTH}(?:编制|填报|制定|批准|收到|提出)"
    rf"|{_DAY}(?:修订|修正|印发|发布|公布|施行|起|版|(?:新|新修订的|制定的)?《?(?:格式|条例|规定|办法))"
    rf"|(?:填报|填表|编制|制表|制定|批准|执行|打印|审核|公开|公布|发布|报送|上报)(?:日期|时间)[:为]?{_DAY}"
    rf"|(?:{_LAST}|{_NAMED})[^,:]{{0,6}}(?:已在|(?:详|另|参)见(?!下|表|图|附表)|见(?=附件|《|{_NAMED}))[^,]*"
    r"|[(\[]\d{4}[)\]]第?\d+号"
    rf"|供{_NAMED}度?[^,:]{{0,6}}(?:参考|参照|参阅|对照|对比|比较)"
    rf"|对(?:{_LAST}|{_NAMED}度?)[^,:]{{0,16}}(?:更正|修正|订正|修改|调整)(?!.*(?:如下|下表|见表|所示|后))"
    rf"|{_DAY}(?:[新正]式?)?(?:成立|组建|挂牌|更名|机构改革)(?![^,:]*(?:情况|数据|统计))"
)
"""Another year that is only compared with, carried over from or looked up elsewhere, the day on which a table was filled
in, the year of a regulation, for which year something may be of use, of which year a report was corrected, in which year
the body was set up."""
_POINTED = re.compile(
    rf"(?:以下|下列|下表|下面|本表|此表|附表)[^,:\d]{{0,4}}({_NAMED})(?!度?[、和与及至~—-])"
)
"""A year that a caption says the table is of, whatever else it names."""
_DAY_OF_IT = re.compile(rf"[年./-]{_SOME}[月./-]?")
"""What follows a year where a day of it is named. Reports are drawn up in the year after their own: such a day of that
year says when, and not of what year."""
_RECENT = 10
"""Years before its own that a report may name by two digits."""
_POINTS = re.compile(":$|如下|下表|见表|所示|情况表|统计表")
_SENTENCES = re.compile("[。；;！]")
_LONGEST = 60
"""Characters of a caption; what is longer is a sentence, and names a table only where it points to it."""


def marked(parts: Sequence[Part], own: Collection[int], wrap: int) -> list[Part]:
    """The parts with a remark on each line of a table that is of another year. `own`: the year of the report; none where
    it is not known, and then only words tell (上年)."""
    return [_Marking(frozenset(own), wrap).part(part) for part in parts]


@cache
def _labels() -> frozenset[str]:
    """The labels of all forms: reports mix the tables of two of them."""
    return frozenset(label for form in formats.all_formats().values() for label in _printed(form))


def _printed(form: formats.Format) -> Iterator[str]:
    for table in form.tables.values():
        for block in table.blocks:
            yield normal(block.title or "")
            yield from (normal(text) for column in block.columns for text in (column.label, *column.under))
            yield from (label for row in block.rows for label in _below(row))


def _below(row: Row) -> Iterator[str]:
    yield normal(row.label)
    for child in row.rows:
        yield from _below(child)


class _Marking:
    """The lines of one part from its beginning on. `year`: what stood above the table that is being read, "" for nothing
    or for the report's own year; `said`: the running text since its last row."""

    def __init__(self, own: frozenset[int], wrap: int) -> None:
        self.own = own
        self.wrap = wrap
        self.year = ""
        self.said: list[Line] = []

    def part(self, part: Part) -> Part:
        if part.heading:
            self.said = [Line(part.heading.printed)]
        return replace(part, lines=tuple(self._line(line) for line in part.lines))

    def _line(self, line: Line) -> Line:
        if not _is_row(line):
            self.said.append(replace(line, text=_alone(line)))
            return line
        self._judge()
        return replace(line, refused=WHY.format(year=self.year)) if self.year else line

    def _judge(self) -> None:
        """Find out whose table begins, by the nearest text above it that tells. A sentence about something else ends
        what was said before."""
        for text in reversed(paragraphs.join(self.said, self.wrap)):
            if is_unit_caption(text) or (self._is_label(text) and not _BEFORE.fullmatch(normal(text))):
                continue
            year, own = self._named(text)
            if own or year or _is_prose(text):
                self.year = "" if own else year
                break
        self.said = []

    @staticmethod
    def _is_label(text: str) -> bool:
        """Whether a text is a label of the form or a piece of one, as a narrow column breaks it."""
        return any(normal(text) in label for label in _labels())

    def _named(self, text: str) -> tuple[str, bool]:
        """(the other year a text names as that of its table, whether it names the report's own)."""
        last = [piece for piece in _SENTENCES.split(normal(text)) if piece][-1:]
        if not last or (_is_prose(text) and not _POINTS.search(last[0])):
            return "", False
        piece = _BESIDE.sub("", last[0])
        if (pointed := _POINTED.search(piece)) and self.own:
            piece = pointed[1]
        years = {year for match in _YEAR.finditer(piece) if (year := self._year(match))}
        if _OWN.search(piece) or self.own & years:
            return "", True
        if years and self.own:
            return f"{min(years)}年", False
        word = _BEFORE.search(piece)
        return (word[0] if word else ""), False

    def _year(self, match: re.Match[str]) -> int | None:
        """A year that was found; of two digits (22年) only one of the last years."""
        if match[4]:
            short = 2000 + int(match[4])
            return short if any(own - _RECENT <= short <= own for own in self.own) else None
        year = number(match[1] or match[2] or match[3])
        if not year or year <= 12 or year > max(self.own, default=year) + 1:
            return None  # no month, and no year that had not begun when the report was drawn up
        dated = _DAY_OF_IT.match(match.string, match.end(match.lastindex or 0))
        return None if dated and year - 1 in self.own else year


def _is_prose(text: str) -> bool:
    return len(normal(text)) > _LONGEST or bool(_SENTENCES.search(text))


def _is_row(line: Line) -> bool:
    """Whether a line is a row of a table: several cells, or a label and values behind it."""
    if line.ruled:
        return len({normal(cell) for cell in line.cells if cell}) > 1
    if is_bare_year(line.text):
        return False
    return bool(likely(line).values) and not _SENTENCES.search(line.text)


def _alone(line: Line) -> str:
    """The text of a line, once where a merged cell that was taken apart says it in every column."""
    return next((cell for cell in line.cells if cell), "") if line.ruled else line.text
