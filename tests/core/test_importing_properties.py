"""A report written out with random figures, in every shape and with mistyped labels, is read back as it was."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import formats
from disclosure.filing import Figure, Filing, as_number
from disclosure.formats.schema import Unit
from disclosure.importing import Imported, read_report
from disclosure.importing.readers import read as read_document
from disclosure.importing.recognise import best
from tests.core.writing import SHAPES, Shape, write
from tests.formats.notice_invented import FORMAT as INVENTED

FORMATS = sorted(formats.all_formats())

TYPOS = {
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）不分公开（区分处理的，只计这一情形，不计其他情形）",
    "商业企业": "商业机构",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或重新出具以获取信息",
    "采购总金额": "采购金额",
    "五、存在的主要问题及改进情况": "五、存在主要问题及改进情况",
    "5.属于三类内部事务信息": "5.属于三类内容事务信息",
    "3.危及“三安全一稳定”": "3.危及“三安全—稳定",
    "7.属于行政执法案卷": "7、属于行政执法案卷",
    "本年处理决定数量": "本年处理决定数",
    "本年新制作数量": "本年新制做数量",
    "其他对外管理服务事项": "其他对外管理和服务事项",
    "行政事业性收费": "行政事业收费",
    "社会公益组织": "社会公益组织机构",
    "尚未审结": "尚末审结",
    "四、结转下年度继续办理": "四、结转下年继续办理",
    "二、主动公开政府信息情况": "二、主动公开信息情况",
}


def figure_of(unit: Unit, chance: random.Random) -> Figure:
    """A figure a cell may hold: mostly small, sometimes large, amounts with up to four decimals."""
    number = chance.choice((0, 0, 1, chance.randint(2, 99), chance.randint(100, 10**7)))
    if unit.decimals:
        return Decimal(number) / chance.choice((1, 10, 10_000))
    return chance.choice((number, -number)) if unit.signed else number


def invented(form: str, seed: int) -> Filing:
    """A complete report; the same format and seed always give the same figures."""
    official, chance = formats.get(form), random.Random(seed)
    year = official.first_year
    return Filing(
        format=official,
        body="示例市水务局",
        year=year,
        title=f"示例市水务局{year}年政府信息公开工作年度报告",
        figures={k: figure_of(p.unit, chance) for k, p in official.places.items() if not p.derived},
        sections={
            "overview": "（一）主动公开。全年发布信息12条。\n（二）依申请公开。收到申请3件，予以公开2件。",
            "problems": "一是解读少。二是更新慢。下一步加强培训。",
            "other": "没有其他事项。",
        },
        addressee="市政府办公室：",
        preface="本报告按照规定编制，数据期限为1月1日至12月31日。",
        signature="示例市水务局",
        date=f"{year + 1}年1月20日",
    )


def wrong_figures(read: Imported, filing: Filing) -> dict[str, tuple[object, object]]:
    """Cell key → (read, written) of every cell that was not read as it was written."""
    pairs = {
        key: (as_number(read.filing.value(key)), as_number(value)) for key, value in filing.values.items()
    }
    return {key: (found, written) for key, (found, written) in pairs.items() if found != written}


@pytest.mark.parametrize("name", SHAPES)
@given(form=st.sampled_from(FORMATS), seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_every_shape_is_read_back_whole(name: str, form: str, seed: int) -> None:
    filing = invented(form, seed)
    read = read_report(write(filing, SHAPES[name]).encode(), "report.txt")
    assert wrong_figures(read, filing) == {}
    assert read.differences == read.unread == read.strays == ()
    assert read.filing.digest == filing.digest


@given(
    form=st.sampled_from(FORMATS),
    seed=st.integers(0, 10**6),
    name=st.sampled_from(sorted(SHAPES)),
    wrong=st.sets(st.sampled_from(sorted(TYPOS))),
)
@settings(max_examples=60, deadline=None)
def test_mistyped_labels_are_recognised_and_reported(
    form: str, seed: int, name: str, wrong: set[str]
) -> None:
    filing = invented(form, seed)
    typos = {label: TYPOS[label] for label in wrong}
    shape: Shape = replace(SHAPES[name], labels=typos)
    text = write(filing, shape)
    read = read_report(text.encode(), "report.txt")
    assert wrong_figures(read, filing) == {}
    assert read.unread == ()
    printed = {official for official, typo in typos.items() if typo in text}
    assert {difference.official for difference in read.differences} == printed


@pytest.mark.parametrize("name", SHAPES)
def test_a_format_nobody_has_issued_is_read_by_its_declaration(name: str) -> None:
    chance = random.Random(5)
    places = INVENTED.places.items()
    filing = Filing(
        format=INVENTED,
        body="示例市信访局",
        year=2099,
        title="示例市信访局2099年群众来信办理年度报告",
        figures={key: figure_of(place.unit, chance) for key, place in places if not place.derived},
        sections={"overview": "来信都在时限内办结。", "remarks": "没有其他说明。"},
    )
    read = best(read_document(write(filing, SHAPES[name]).encode(), "report.txt"), [INVENTED])
    assert wrong_figures(read, filing) == {}
    assert (read.filing.body, read.filing.sections) == (filing.body, filing.sections)
    assert read.differences == read.unread == ()
