"""The outline of a narrative: headings with their lines, what each speaks of, and what no word touches."""

from disclosure import formats
from disclosure.outline import Row, outline

FORMAT = formats.get("notice_2021_30")
OVERVIEW = FORMAT.section("overview")
TEXT = (
    "2025年，各项工作有序开展。\n"
    "\n"
    "（一）主动公开。全年发布信息12条，审核3次。\n"
    "1.及时更新\n"
    "（二）扎实做好各项工作\n"
    "全年收到依申请公开12件。\n"
)


def test_every_heading_has_its_line_and_level() -> None:
    rows = outline(OVERVIEW, TEXT, government=False).rows
    assert [(row.line, row.level, row.text) for row in rows] == [
        (2, 2, "（一）主动公开"),
        (3, 3, "1.及时更新"),
        (4, 2, "（二）扎实做好各项工作"),
    ]


def test_a_heading_names_its_matter_or_the_text_below_it_does() -> None:
    first, below, second = outline(OVERVIEW, TEXT, government=False).rows
    assert first.aspects == ("主动公开",)
    assert below == Row(3, 3, "1.及时更新")
    assert second.aspects == ("依申请公开",)


def test_what_no_word_touches_is_missing() -> None:
    found = outline(OVERVIEW, TEXT, government=False)
    assert found.missing == ("政府信息公开平台建设", "监督保障")
    assert "社会评议" in outline(OVERVIEW, TEXT, government=True).missing


def test_nothing_written_is_all_missing() -> None:
    found = outline(OVERVIEW, " \n", government=False)
    assert found.rows == ()
    assert len(found.missing) == 5


def test_a_section_without_matters_has_headings_only() -> None:
    found = outline(FORMAT.section("problems"), "一是形式单一。\n（一）改进\n", government=False)
    assert [row.text for row in found.rows] == ["（一）改进"]
    assert found.missing == ()
