"""What is pasted arrives as paragraphs: clutter of Word, WPS and the web is taken out, and everything done is listed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.importing.clipboard import Kind, Pasted, read
from disclosure.punctuation import normalise

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0} --></style></head><body lang=ZH-CN><!--StartFragment-->
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><b><span
style='mso-list:Ignore'>（一）<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></b><![endif]><span
style='font-family:仿宋'>主动公开。全年发布信息
12条,其中解读3条。</span><span lang=EN-US><o:p></o:p></span></p>
<p class=MsoListParagraph><![if !supportLists]><span style='font-family:Wingdings'><span style='mso-list:
Ignore'>Ø<span>&nbsp; </span></span></span><![endif]>加强审核<br>
持续推进。</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal style='text-indent:32.0pt'>　　（二）依申请公开</p><!--EndFragment--></body></html>"""


def kinds(found: Pasted) -> list[tuple[Kind, int]]:
    return [(change.kind, change.paragraph) for change in found.changes]


def test_a_word_document_keeps_its_numbers_and_loses_its_bullets() -> None:
    found = read(WORD, "whatever")
    assert found.text.split("\n") == [
        "（一）主动公开。全年发布信息12条，其中解读3条。",
        "加强审核持续推进。",
        "（二）依申请公开",
    ]
    assert kinds(found) == [
        (Kind.PUNCTUATION, 1),
        (Kind.NUMBER, 1),
        (Kind.BREAK, 2),
        (Kind.BULLET, 2),
        (Kind.SPACE, 3),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li><li>丁</li></ol>", "1.甲\n2.乙\n丙\n3.丁"),
        ("<ol start=9 style='list-style-type:cjk-ideographic'><li>甲</li><li>乙</li></ol>", "九、甲\n十、乙"),
        ("<ol><li style='list-style-type: none'>甲</li></ol>", "甲"),
        ("<p>工作<br>推进。<br>下一步<br><br>另起</p>", "工作推进。\n下一步\n另起"),
        ("<p>甲<br>　　乙</p>", "甲\n乙"),
        ("<div>Open<br>Data</div><div>二</div>", "Open Data\n二"),
        ("<p>信息\n公开</p>\n<p>a\nb</p>", "信息公开\na b"),
        ("<table><tr><td><p>收到</p></td><td><p>12</p></td></tr><tr><td>办结</td><td>9</td></tr></table>", "|收到|12|\n|办结|9|"),
        ("<p>甲</p><script>x()</script><p style='display:none'>暗</p><p>乙</p>", "甲\n乙"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
    ],
)  # fmt: skip
def test_what_a_page_means_becomes_paragraphs(html: str, text: str) -> None:
    assert read(html, "").text == text


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("• 甲\r\n\uf0d8乙\r\n- 丙", "甲\n乙\n丙"),
        ("1.\t正文", "1.正文"),
        ("（1） 附件", "（1）附件"),
        ("接着\x0b写完。\x0b另起", "接着写完。\n另起"),
        ("公\u200b开\xa0\xa0信息", "公开 信息"),
        ("公开,3件;完", "公开，3件；完"),
        ("12,", "12,"),
        ("", ""),
    ],
)
def test_plain_text_is_tidied_too(plain: str, text: str) -> None:
    assert read("", plain).text == text


def test_lines_broken_at_a_right_edge_become_paragraphs_again() -> None:
    line = "全年通过门户网站主动公开政府信息若干条，内容涉及工作动态"
    found = read("", "\n".join([line, line, line, line, "和政策解读。", "另一段。"]))
    assert found.text == f"{line * 4}和政策解读。\n另一段。"
    assert [kind for kind, _ in kinds(found)] == [Kind.BREAK] * 4


def test_what_cannot_stand_in_a_text_is_said() -> None:
    found = read("<p>甲<img src='a.png'></p><table><tr><td>收到</td><td>12</td></tr></table>", "")
    assert kinds(found) == [(Kind.PICTURE, 1), (Kind.TABLE, 2)]


@pytest.mark.parametrize(
    "html", ["<p>甲</p><p><img src='a.png'></p><p>乙</p>", "<p>甲</p><img src='a.png'>乙"]
)
def test_a_picture_without_words_beside_it_is_said_too(html: str) -> None:
    found = read(html, "甲\n乙")
    assert (found.text, kinds(found)) == ("甲\n乙", [(Kind.PICTURE, 2)])


@pytest.mark.parametrize(
    ("html", "text", "left_out"),
    [
        ("<p>收到<del>5</del><ins>7</ins>件</p>", "收到7件", [(Kind.STRUCK, "5")]),
        ("<p>收到<s>5</s>7件</p>", "收到7件", [(Kind.STRUCK, "5")]),
        ("<p>收到<span style='text-decoration: line-through'>5</span>7件</p>", "收到7件", [(Kind.STRUCK, "5")]),
        ("<p>甲</p><p><s>整段划去</s></p><p>乙</p>", "甲\n乙", [(Kind.STRUCK, "整段划去")]),
        ("<p>收到12<sup>3</sup>件</p>", "收到12件", [(Kind.MARK, "3")]),
        ("<p>收到12<a href='#_ftn1'><sup>[1]</sup></a>件</p>", "收到12件", [(Kind.MARK, "[1]")]),
        ("<p>面积3m<sup>2</sup>，H<sub>2</sub>O</p>", "面积3m2，H2O", []),
        (
            "<p>收到<a style='mso-comment-reference:W_1'>5</a><span class=MsoCommentReference><span>[w1]</span></span>件</p>"
            "<div style='mso-element:comment-list'><p>批注的话</p></div>",
            "收到5件",
            [(Kind.MARK, "[w1]")],
        ),
        (
            "<p>收到12<a style='mso-footnote-id:ftn1' href='#_ftn1'><span class=MsoFootnoteReference><span>[1]</span></span></a>件</p>"
            "<div style='mso-element:footnote-list'><br clear=all><hr><div style='mso-element:footnote' id=ftn1>"
            "<p class=MsoFootnoteText><a href='#_ftnref1'><span class=MsoFootnoteReference>[1]</span></a> 按签收日期计</p></div></div>",
            "收到12件",
            [(Kind.MARK, "[1]"), (Kind.NOTE, "[1] 按签收日期计")],
        ),
        (
            "<p>收到12<sup><a class='sdfootnoteanc' href='#sdfootnote1sym'>1</a></sup>件</p>"
            "<div id='sdfootnote1'><p class='sdfootnote'><a class='sdfootnotesym'>1</a>按签收日期计</p></div>",
            "收到12件",
            [(Kind.MARK, "1"), (Kind.NOTE, "1按签收日期计")],
        ),
    ],
)  # fmt: skip
def test_words_left_out_make_no_number_and_are_listed(
    html: str, text: str, left_out: list[tuple[Kind, str]]
) -> None:
    found = read(html, "")
    assert found.text == text
    assert [(change.kind, change.before) for change in found.changes] == left_out


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("", "一、总体情况\n（一）主动公开。"),
        ("", "　　一、 总体情况\n（一）主动公开。"),
        ("<p><b>一、总体情况</b></p><p>（一）主动公开。</p>", ""),
        ("<ol style='list-style-type:cjk-ideographic'><li>总体情况</li></ol><p>（一）主动公开。</p>", ""),
    ],
)
def test_the_title_of_the_part_is_not_put_into_its_text(html: str, plain: str) -> None:
    found = read(html, plain, "一、总体情况")
    assert found.text == "（一）主动公开。"
    assert [change.kind for change in found.changes] == [Kind.TITLE]
    assert "总体情况" in read(html, plain, "五、存在的主要问题及改进情况").text


def test_text_that_needs_nothing_is_left_alone() -> None:
    assert read("", "甲。\n乙。") == Pasted("甲。\n乙。", ())
    assert read("<span>甲。</span>", "甲。") == Pasted("甲。", ())


def test_plain_text_is_believed_where_the_html_has_no_paragraphs() -> None:
    assert read("<span style='white-space:pre'>甲\n乙</span>", "甲\n乙").text == "甲\n乙"


@given(html=st.text(alphabet="<>/=' \n甲a1.olpitdr&;", max_size=80), plain=st.text(max_size=60))
def test_whatever_is_on_the_clipboard_comes_out_as_it_is_printed(html: str, plain: str) -> None:
    for line in read(html, plain).text.split("\n"):
        assert line == normalise(line)


@given(st.text(alphabet="公开12 ,:;()　\xa0\u200b\t•.", max_size=40))
def test_no_visible_character_of_plain_text_is_lost_unlisted(plain: str) -> None:
    found = read("", plain)
    marks = sum(change.kind in (Kind.BULLET, Kind.PUNCTUATION) for change in found.changes)
    assert sum(char in "公开12" for char in found.text) == sum(char in "公开12" for char in plain)
    if not marks:
        assert "".join(found.text.split()) == "".join(plain.replace("\u200b", "").split())


def test_hostile_html_is_read_in_no_time() -> None:
    began = time.process_time()
    for html in ("<div>" * 50_000, "<ol><li>" * 20_000, "<br>" * 100_000, "<b " * 50_000, "<p>甲" * 50_000):
        read(html, "甲")
    assert time.process_time() - began < 10


@pytest.mark.parametrize("mark", ["— {} —", "－{}－", "第{}页", "第 {} 页 共 2 页"])
def test_the_numbers_of_pages_a_text_was_copied_from_break_no_sentence(mark: str) -> None:
    lines = [
        "全年通过政府网站和新媒体公开各类信息，重点是年度预算、",
        "采购和招生入学，每条信息在发布前都由专人审核一遍，发",
    ]
    lines += [
        mark.format(1),
        "布后按月清理失效的文件，清理的结果送办公室备案留存，",
        "没有发现应当公开而没有公开的。",
        mark.format(2),
    ]
    found = read("", "\r\n".join(lines))
    assert found.text == "".join(lines[:2] + lines[3:5])
    left_out = [change.before for change in found.changes if change.kind is Kind.PAGE]
    assert left_out == [mark.format(1), mark.format(2)]


def test_lines_that_do_not_count_on_are_no_page_numbers() -> None:
    assert read("", "— 3 —\n中间一段。\n— 3 —").text == "— 3 —\n中间一段。\n— 3 —"


def test_html_that_holds_more_than_a_report_is_left_for_the_plain_text() -> None:
    assert read("<p>甲,乙</p>" * 33_334, "甲段,").text == "甲段，"
    assert read("<p>甲,乙</p>" * 33_333, "甲段,").text.startswith("甲，乙\n甲，乙\n")
