"""Half-width punctuation in Chinese text becomes full-width, in figures and addresses it stays; every change is listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.punctuation import Correction, corrections, normalise


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("其中,公开(试行)办法20条;转接5873次:", "其中，公开（试行）办法20条；转接5873次："),
        ("金额1,234.5万元,12:30公布", "金额1,234.5万元，12:30公布"),
        ("是否公开?公开!", "是否公开？公开！"),
        ("登录http://example.gov.cn/a?b=1,2;c查看", "登录http://example.gov.cn/a?b=1,2;c查看"),
        ("见https://example.gov.cn/zwgk,另见附件", "见https://example.gov.cn/zwgk，另见附件"),
        ("邮箱zwgk@example.gov.cn,电话12345", "邮箱zwgk@example.gov.cn，电话12345"),
        ("使用Open Data (v2, beta) API", "使用Open Data (v2, beta) API"),
        ("Open Data (beta)", "Open Data (beta)"),
        ("按PM2.5(ug/m3)公布", "按PM2.5（ug/m3）公布"),
        ("公开, 共 3 件 ; 其他", "公开，共 3 件；其他"),
        ("发布信息(其中,公告(含更正)3条)", "发布信息（其中，公告（含更正）3条）"),
        ("比例为3:1,持平", "比例为3:1，持平"),
        ("“公开”(见附件)", "“公开”（见附件）"),
        ("共发布12条(", "共发布12条（"),
        ("时间:?!3点,(a),公开", "时间：？！3点，（a），公开"),
        ("全年培训2次.", "全年培训2次。"),
        ("公开36条. 答复12件.", "公开36条。答复12件。"),
        ("公开信息.答复申请.(二)平台建设", "公开信息.答复申请.（二）平台建设"),
        ("公开信息.答复申请.", "公开信息。答复申请。"),
        ("他说“都公开.”(见附件.)", "他说“都公开。”（见附件。）"),
        ("(见附件. )", "（见附件。）"),
        ("占94.5％.", "占94.5％。"),
        ("增长2.5%.", "增长2.5%。"),
        ("一.总体情况", "一.总体情况"),
        ("（二）. 依申请公开.", "（二）. 依申请公开。"),
        ("1.公开. 2.答复", "1.公开. 2.答复"),
        ("1. 公开制度.", "1. 公开制度。"),
        ("增长2.5.", "增长2.5."),
        ("见年报.docx和附件.zip", "见年报.docx和附件.zip"),
        ("局长阿不都.热合曼主持。", "局长阿不都.热合曼主持。"),
        ("使用No.1平台等...", "使用No.1平台等..."),
        ("登录www.example.gov.cn.", "登录www.example.gov.cn."),
        ("网址是示例.政务.cn", "网址是示例.政务.cn"),
        ('推进"互联网+政务服务","三安全"工作', "推进“互联网+政务服务”，“三安全”工作"),
        ('他说:"都公开."', "他说：“都公开。”"),
        ('一台5"屏和一台6"屏', '一台5"屏和一台6"屏'),
        ('只有一个"的话', '只有一个"的话'),
        ('使用"Open Data"接口', '使用"Open Data"接口'),
        ('见http://example.gov.cn/"甲"', '见http://example.gov.cn/"甲"'),
    ],
)
def test_punctuation_in_chinese_text_is_full_width(typed, printed):
    assert normalise(typed) == printed
    assert normalise(printed) == printed


def test_every_correction_is_listed_with_its_place():
    assert corrections("　　其中, 公开(试行)20条;  完") == (
        Correction(0, "　　", ""),
        Correction(4, ",", "，"),
        Correction(5, " ", ""),
        Correction(8, "(", "（"),
        Correction(11, ")", "）"),
        Correction(15, ";", "；"),
        Correction(16, "  ", ""),
    )
    assert corrections('开展"一网通办"') == (Correction(2, '"', "“"), Correction(7, '"', "”"))
    assert corrections("金额1,234.5万元，12:30公布。") == ()


@given(st.text(alphabet='公开12 ,:;()　ab.，。”"一', max_size=30))
def test_what_is_printed_needs_nothing_more(line):
    assert normalise(normalise(line)) == normalise(line)


@given(st.text(alphabet='公开12 ,:;()　ab.，。”"一', max_size=30))
def test_the_corrections_are_all_there_is_between_a_line_and_what_is_printed(line):
    printed = line
    for found in reversed(corrections(line)):
        assert printed[found.at :].startswith(found.before)
        printed = printed[: found.at] + found.after + printed[found.at + len(found.before) :]
    assert printed == normalise(line)
