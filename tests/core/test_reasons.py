"""Reasons of their own pass; stock phrases do not, in whatever dress."""

from __future__ import annotations

import pytest

from disclosure.reasons import LEAST, MOST, refusal

STOCK = [
    "核实无误",
    "情况属实。",
    "已核实",
    "无误",
    "属实！！！！！！！！！！！！",
    "核 实 无 误 ， 情 况 属 实",
    "核实无误，核实无误，核实无误，核实无误",
    "经我单位认真核对，数据准确无误，特此说明。",
    "经反复核实，以上数据真实有效，情况属实，无误。",
    "１２１２１２１２１２１２",
    "啊啊啊啊啊啊啊啊啊啊啊啊",
    "该项数据与实际情况一致，没有问题，无需修改",
    "1234567890123",
    "asdfghjklqwertyuiop",
    "ａｓｄｆｇｈｊｋｌｑｗｅｒ1234",
    "已与相关科室核实数据无误可以提交",
    "没有错误没有错误就是这样的没有错",
    "数据就是这样的没有办法改了",
    "同去年一样没有变化情况属实",
    "测试测试测试一下测试内容",
    "数据没错，核过了，是真的，没填错",
    "工作需要，情况特殊，特此说明",
    "由于客观原因，实际情况发生变化",
    "按照工作要求进行填报，以上报为准",
    "与上年相比有所变化，属正常情况",
    "本年业务量变化属正常波动",
    "因为今年业务量比去年增加，所以数字增长",
    "系统自动生成，无需修改",
    "由于工作原因导致数据变化",
    "该项数据由业务科室提供，准确无误",
    "该数据没有填错，以此为准",
    "见正文第一部分总体情况",
    "核實無誤，情況屬實，數據準確",
    "受疫情影响，业务量减少",
    "受疫情影响，本年业务量大幅减少",
    "因政策调整影响，今年数量明显减少",
    "由于相关工作人员统计口径原因",
    "该数据系科室人员反复核算后填入",
    "请审核老师放心，数字肯定没错",
]

OF_ITS_OWN = [
    "去年12月机构改革，两个科室的许可事项划入行政审批局，今年不再办理。",
    "申请集中在一户拆迁纠纷，同一申请人分批提出了46件。",
    "专栏改版后由省平台统一管理，本局没有单独建设平台。",
    "2022年统计口径含县区，今年只含局本级",
    "本年机构改革并入原环卫处，许可量成倍增加",
    "上年结转3件已在2022年12月补录",
    "今年停止收取河道采砂费",
    "上年系统导出漏了两个街道",
    "受疫情影响，窗口停办三个月",
    "因政策调整停止收取河道采砂费",
    "去年答复的12件在复议后撤回，今年没有",
    "2024年3月起代管原园区管委会的6个村，受理随之增加",
    "两个征收项目完结，来申请的人少了",
    "录入人员把村级公示也计入了条数",
]


@pytest.mark.parametrize("text", STOCK)
def test_a_stock_phrase_is_refused(text: str) -> None:
    assert "请写这一处的具体原因" in (refusal(text) or "")


@pytest.mark.parametrize("text", OF_ITS_OWN)
def test_a_reason_of_its_own_passes(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize("text", ["", "  ", "。。。。。。。。。。。。"])
def test_nothing_is_no_reason(text: str) -> None:
    assert "还没有写" in (refusal(text) or "")


def test_a_reason_has_a_least_and_a_most_length() -> None:
    assert f"至少{LEAST}个字" in (refusal("科室拆分后少报一类") or "")
    assert f"最多{MOST}个字" in (refusal(OF_ITS_OWN[0] * 40) or "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲乙丙丁戊己庚辛壬", "只写了9个字，至少10个字。请写这一处的具体原因。"),
        ("甲乙丙丁戊己庚辛壬癸", None),
        ("甲乙丙丁戊己庚辛壬癸" * 100, None),
        ("甲乙丙丁戊己庚辛壬癸" * 100 + "子", "原因有1001个字，最多1000个字。"),
        ("数据核实情况属实甲乙丙", "这是一句套话。请写这一处的具体原因。"),
        ("数据核实情况属实甲乙丙丁", None),
        ("甲乙丙丁戊" * 3, "这是一句套话。请写这一处的具体原因。"),
        ("甲乙丙丁戊己" * 3, None),
    ],
)
def test_a_reason_at_its_limits(text: str, said: str | None) -> None:
    assert refusal(text) == said


def test_of_two_phrases_with_the_same_beginning_the_longer_one_is_taken() -> None:
    assert refusal("核对核准核查没有变化甲乙丙") == "这是一句套话。请写这一处的具体原因。"
