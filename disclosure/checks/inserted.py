"""What was put into a narrative has to be there: figures that follow a table, and pictures."""

from __future__ import annotations

from collections.abc import Iterator

from ..filing import Filing
from ..formats.schema import Citation, Severity
from ..marks import left_over, picture_mark, picture_number
from .finding import Context, Finding, Rule, part_of_page

PRACTICE = "填报惯例"
_DESCRIBE = "在这一部分的图片清单里写一句，给看不见图的人听。"


def find_left_over(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """A mark for a figure whose cell is empty, or that no cell is named after."""
    for section in filing.format.narratives:
        text = filing.text(section.key)
        for mark in dict.fromkeys(left_over(text)):
            yield Finding(
                rule=rule.id,
                severity=rule.severity,
                message=f"{mark}还没有数",
                section=section.key,
                excerpt=mark,
                advice="这里引用表里的一格：那一格还没填，或者表里没有叫这个名字的格。",
                place=(part_of_page(filing.format, section.key), text.find(mark)),
            )


def find_picture(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """The place of a picture that was not handed in, and a picture of which nobody says what it shows."""
    there = {picture.number: picture for picture in filing.pictures}
    for section in filing.format.narratives:
        for number, line in _places(filing.text(section.key)).items():
            if number not in there:
                message = f"文中有{picture_mark(number)}，还没有这张图"
                yield _at(rule, filing, section.key, line, message, "把图传上来，或者删去这一行。")
            elif not there[number].alt.strip():
                message = f"图{number}没有说明图里画的是什么"
                yield _at(rule, filing, section.key, line, message, _DESCRIBE)


def _places(text: str) -> dict[int, str]:
    """Number of a picture → the line that stands for it."""
    lines = (line.strip() for line in text.split("\n"))
    return {number: line for line in lines if (number := picture_number(line)) is not None}


def _at(rule: Rule, filing: Filing, section: str, line: str, message: str, advice: str) -> Finding:
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        section=section,
        excerpt=line,
        advice=advice,
        place=(part_of_page(filing.format, section), filing.text(section).find(line)),
    )


RULES = (
    Rule(
        id="words.live_figure",
        severity=Severity.ERROR,
        sentence="正文里引用的表中数字，都能在表里找到",
        citation=Citation(PRACTICE, "：文字和表格一致"),
        find=find_left_over,
        why="引用的数跟着表走，表里没有，印出来就是一个空位。",
        example="正文引用了“新收”一行的总计，那一行还有格子没填。",
    ),
    Rule(
        id="words.picture",
        severity=Severity.ERROR,
        sentence="正文里写到的图都已经传上来，也说明了画的是什么",
        citation=Citation(PRACTICE, "：图文齐全"),
        find=find_picture,
        why="只有图的位置、没有图，公众看到的是一个编号；没有说明，看不见图的人不知道画的是什么。",
        example="正文有一行“［图2］”，只传了一张图。",
    ),
)
