"""Narratives: which lines are headings, what is stored, and what is refused."""

import time

import pytest

from disclosure.prose import (
    PARAGRAPH_LIMIT,
    Heading,
    Paragraph,
    ProseError,
    blocks,
    check,
    clean,
    tidy,
)

HEADINGS = {
    "一、总体情况": Heading(1, "一、总体情况"),
    "六、其他需要报告的事项。": Heading(1, "六、其他需要报告的事项。"),
    "（一）主动公开": Heading(2, "（一）主动公开"),
    "(一)主动公开": Heading(2, "（一）主动公开"),
    "（一） 主动公开": Heading(2, "（一）主动公开"),
    "　　（十二）监督保障。": Heading(2, "（十二）监督保障。"),
    "（一）强化领导。一是分工明确。二是督促到位。": Heading(
        2, "（一）强化领导。", "一是分工明确。二是督促到位。"
    ),
    "(二)推进“互联网+政务服务”公开情况。一是建平台。": Heading(
        2, "（二）推进“互联网+政务服务”公开情况。", "一是建平台。"
    ),
    "（三）做到“应公开。尽公开”。全年更新。": Heading(2, "（三）做到“应公开。尽公开”。", "全年更新。"),
    "（四）强化组织领导，压实责任。全年开会。": Heading(2, "（四）强化组织领导，压实责任。", "全年开会。"),
    "1.平台建设": Heading(3, "1.平台建设"),
    "1．平台建设": Heading(3, "1．平台建设"),
    "2. 平台建设。新开栏目。": Heading(3, "2.平台建设。", "新开栏目。"),
    "3、信息管理": Heading(3, "3、信息管理"),
    "（1）栏目调整": Heading(4, "（1）栏目调整"),
    "(2)栏目调整。合并3处。": Heading(4, "（2）栏目调整。", "合并3处。"),
}

PARAGRAPHS = [
    "一是加强组织领导，明确责任分工。",
    "一年来，我局做了三件事。",
    "一、二季度共发布信息。",
    "一、二级栏目都已更新",
    "1.5亿元用于平台建设",
    "12.5%的申请已经办结。",
    "2018年,发布信息",
    "（一）项所列信息均已公开。",
    "（五）（六）项数据见表。",
    "1、2号楼设查阅点",
    "1.受理申请12件，办结12件。",
    "1.加强学习；",
    "（一）全年共收到申请三十二件，其中自然人二十件，法人或者其他组织十二件，上年结转两件，均在期限内答复申请人。",
    "（一）",
    "无。",
]


@pytest.mark.parametrize("line", HEADINGS)
def test_a_numbered_name_is_a_heading(line):
    assert blocks(line) == (HEADINGS[line],)


@pytest.mark.parametrize("line", PARAGRAPHS)
def test_a_line_that_only_begins_with_a_number_is_a_paragraph(line):
    (block,) = blocks(line)
    assert isinstance(block, Paragraph)


def test_a_text_is_stored_without_what_nobody_sees():
    assert tidy("\r\n　一\u200b段。  \r\n\r\n二\xa0段。\n\n") == "　一段。\n\n二 段。"


def test_characters_that_are_not_text_are_dropped():
    assert clean("公\u202e开\u200b信\ufeff息\x01\u2066\U0010ffff\ud800\x7f") == "公开信息"


def test_figures_that_are_shown_from_right_to_left_are_marked() -> None:
    assert clean("收到\u202e12\u202c件") == "收到\ufffd12件"
    assert clean("\u202e公开\u202c12件") == "公开12件"
    assert clean("第一段\r\n第二段\r第三段\u2028第四段\x0b第五段") == "第一段\n第二段\n第三段\n第四段\n第五段"
    assert clean("公\t开\xa0信") == "公 开 信"
    assert clean("葛\U000e0100") == "葛"


def test_empty_lines_and_typed_indents_are_dropped():
    assert blocks("　　第一段。\n\n   \n  第二段。\n") == (Paragraph("第一段。"), Paragraph("第二段。"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("好。\n" + "公" * 5001, "“总体情况”第2段有5001个字，最多5000个字，请分段。"),
        ("公开\n\n编号" + "a" * 61, "“总体情况”第2段有一串61个连在一起的字母或数字"),
        (("公开。" * 1000 + "\n") * 34, "全文有102034个字，最多100000个字，请精简后再生成。"),
    ],
)
def test_text_that_cannot_be_set_is_refused_by_name(text, message):
    with pytest.raises(ProseError, match=message):
        check([("总体情况", text)])


def test_text_at_the_limits_passes():
    check([("总体情况", "公" * 5000 + "\n" + "a" * 60), ("其他", "https://example.gov.cn/" + "path/" * 20)])


def test_hostile_text_is_read_in_no_time():
    began = time.process_time()
    for text in (
        "(" * 100_000,
        "a," * 50_000 + "公",
        "公 " * 50_000,
        "（一）" * 33_000,
        "www." * 25_000 + "公",
    ):
        blocks(text[:PARAGRAPH_LIMIT])
    assert time.process_time() - began < 2
