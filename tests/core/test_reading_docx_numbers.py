"""Word numbers headings and paragraphs by itself: they are read with the numbers that are printed."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from disclosure.importing import read_report
from disclosure.importing.readers import read
from disclosure.importing.readers.docx_numbers import in_chinese
from tests.core.disturbances import items
from tests.core.drawn import p, run, tbl, word
from tests.core.test_importing_mangled import telling
from tests.core.test_reading_docx import texts


def level(depth: int, kind: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


LEVELS = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircleChinese", "%4")
    + level(4, "decimal", "%1.%3")
    + level(5, "bullet", "\uf06c")
)
LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def numbered(text: str, depth: int = 0, num: int = 1) -> str:
    return p(run(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>')


def test_automatic_numbers_are_read_as_they_are_printed() -> None:
    body = "".join(
        [
            *(numbered("总体情况"), numbered("主动公开", 1), numbered("数量", 2), numbered("12条", 2)),
            *(numbered("细目", 3), numbered("依申请公开", 1), numbered("无", 2), numbered("点", 5)),
            *(numbered("其他"), numbered("分开", 0, 2), numbered("再", 0, 2), numbered("没有", 0, 0)),
        ]
    )
    assert texts(body, LISTS) == [
        *("一、总体情况", "（一）主动公开", "1.数量", "2. 12条", "①细目", "（二）依申请公开", "1.无", "点"),
        *("二、其他", "五、分开", "六、再", "没有"),
    ]


def test_a_number_that_is_typed_as_well_stands_once() -> None:
    assert texts(numbered("一、总体情况") + numbered("其他"), LISTS) == ["一、总体情况", "二、其他"]


def test_headings_with_automatic_numbers_are_the_sections() -> None:
    filing = telling("notice_2021_30")
    body = ""
    titles = [section.title for section in filing.format.sections]
    for item in items(filing):
        if isinstance(item, str) and item in titles:
            body += numbered(item.split("、", 1)[1])
        else:
            body += p(run(item)) if isinstance(item, str) else tbl(item)
    found = read_report(word(body, numbering=LISTS), "a.docx")
    assert found.filing.digest == filing.digest
    assert found.differences == found.unread == ()


def test_a_number_that_comes_with_the_style_is_printed_too() -> None:
    document = docx.Document()
    style = document.styles["Heading 1"].element.get_or_add_pPr()
    style.get_or_add_numPr().get_or_add_numId().val = 1
    lists = document.part.numbering_part.element
    lists.clear()
    lists.extend(parse_xml(f'<w:n xmlns:w="{lists.nsmap["w"]}">{LISTS}</w:n>'))
    for text in ("总体情况", "其他"):
        document.add_paragraph(text, style="Heading 1")
    file = io.BytesIO()
    document.save(file)
    assert [line.text for line in read(file.getvalue(), "a.docx").lines] == ["一、总体情况", "二、其他"]


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_chinese_numbers(number: int, text: str) -> None:
    assert in_chinese(number) == text
