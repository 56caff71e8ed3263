"""Averages beside the two numbers they follow from, and what each one of several has."""

from __future__ import annotations

import pytest

from disclosure.checks.averages import averages
from disclosure.checks.sentences import readings


def told(text: str) -> list[bool]:
    return [each.holds for reading in readings("other", text) for each in averages(reading)]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("培训6期，参训870人次，场均145人次。", True),
        ("培训6期，参训870人次，场均154人次。", False),
        ("为1106名学生发放助学金138.25万元（人均1250元）。", True),
        ("为1106名学生发放助学金138.25万元（人均1520元）。", False),
        ("征集42次，收到意见386条，平均每次9.2条。", True),
        ("征集42次，收到意见386条，平均每次9.5条。", False),
        ("补贴6200户，共1240万元，户均2000元。", True),
        ("全年发布信息365条，月均30条。", True),
        ("全年发布信息365条，月均36条。", False),
        ("编印公报8期，每期1200册，共9600册。", True),
        ("编印公报8期，每期1200册，共计9000册。", False),
        ("公报12期，每期2000份，全年共2.4万份。", True),
        ("救助126人，每人1万元，共计126万元。", True),
        ("救助126人，每人1万元，共计128万元。", False),
        ("救助1106人，每人1250元，共计138.3万元。", True),
        ("项目96个，总投资2880万元，平均每个项目30万元。", True),
        ("项目96个，总投资2880万元，平均每个项目35万元。", False),
    ],
)
def test_an_average_of_one_whole_and_one_number(text: str, holds: bool) -> None:
    assert told(text) == [holds]


@pytest.mark.parametrize(
    "text",
    [
        "培训6期，讲座4场，参训870人次，场均154人次。",
        "惠及1106人，发放96万元，其中现金60万元，人均1250元。",
        "窗口12个，服务1.8万人次，窗口人均办理156件。",
        "发布信息365条，月均36条。",
        "培训6期，每期2天，共870人次。",
        "公报12期，每期2000份，全年共约2.6万份。",
        "督查4次，每次覆盖12个镇，共通报问题36个。",
        "发布8期，每期推送信息5条，共收到留言60条。",
        "救助126人，每人每月800元，共计120万元。",
        "项目96个，总投资2880万元，平均每个村民组5万元。",
    ],
)
def test_what_may_be_the_average_of_something_else_is_left_alone(text: str) -> None:
    assert told(text) == []
