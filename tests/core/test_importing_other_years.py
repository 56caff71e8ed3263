"""A table of another year is never read for the report's, however much of the report's own cannot be read."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from disclosure.filing import Filing, with_figures
from disclosure.importing import Imported, read_report
from tests.core.disturbances import Box, Items, Row, items
from tests.core.drawn import as_docx, as_html
from tests.core.test_importing_disturbed import apart, as_text
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_rearranged import as_xlsx
from tests.core.test_importing_rivals import moved, other_year, table_of

WRITERS = {"text": as_text, "html": as_html, "docx": as_docx, "xlsx": as_xlsx}
LABELS = {"requests": "一、本年新收", "cases": "结果维持"}
on_every_form = pytest.mark.parametrize("form", ["notice_2019_60", "notice_2021_30"])
by_every_writer = pytest.mark.parametrize("kind", WRITERS)
on_both_tables = pytest.mark.parametrize("name", LABELS)
THIS, LAST = "{this}", "{last}"


def turned(table: list[Row]) -> list[Row]:
    return [list(row) for row in zip(*table, strict=True)]


def joined(table: list[Row]) -> list[Row]:
    """The lower half beside the upper one, their labels in one cell."""
    at = (len(table) + 1) // 2
    lower = [*table[at:], *[[Box("")] * len(table[0])] * (at * 2 - len(table))]
    pairs = zip(table[:at], lower, strict=True)
    return [
        [Box(" ".join((one.text, other.text))) for one, other in zip(left, right, strict=True)]
        for left, right in pairs
    ]


def said(text: str, filing: Filing) -> str:
    year = filing.year
    return text.format(this=year, next=year + 1, last=year - 1, before=year - 2, short=str(year - 1)[2:])


def read(kind: str, found: Items) -> Imported:
    return read_report(WRITERS[kind](found), "a")


def own(found: Imported, table: str) -> set[str]:
    return {key for key in found.filing.figures if key.startswith(f"{table}.")}


OTHER_CAPTIONS = (
    *("上年情况", "上年度数据：", "去年情况", "{last}年", "{last}年度收到和处理情况对比", "附：上一年度情况"),
    *(
        "{last}年度情况如下：",
        "为便于比较，{last}年的情况如下表。",
        "（{last}）",
        "{before}年以来情况",
        "二〇一九年情况",
    ),
    *("上年", "上一年", "上期数", "{short}年度", "（{short}年）", "{last}.1.1—{last}.12.31", "表3：{last}"),
    *("表{last}", "表二{last}", "FY{last}", "{last}财年", "{last}财政年度情况", "{last}"),
    *(
        "以下为{last}年数据，供{this}年参考",
        "下表是{last}年的情况，{this}年的见附件",
        "{last}年数据，供{this}年度对比",
    ),
    *("对{last}年的有关数据作了更正，更正后如下：", "{last}年成立机构情况"),
)


def each_by_some_writer(captions: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every caption as a page, and the writers in turn."""
    turns = itertools.cycle(("text", "docx", "xlsx"))
    return [(kind, caption) for caption in captions for kind in ("html", next(turns))]


by_every_caption = pytest.mark.parametrize(("kind", "caption"), each_by_some_writer(OTHER_CAPTIONS))


@by_every_caption
@on_both_tables
@pytest.mark.parametrize("change", [turned, joined])
def test_the_table_of_another_year_does_not_take_the_place_of_one_that_cannot_be_read(
    kind: str, caption: str, name: str, change: object
) -> None:
    filing = telling("notice_2021_30")
    found = apart(items(filing))
    at = table_of(found, LABELS[name])
    table = found[at]
    found[at : at + 1] = [change(table), said(caption, filing), other_year(table)]  # type: ignore[operator]
    back = read(kind, found)
    assert moved(back, filing) == {}
    assert not own(back, name)
    assert any(str(passage.why).startswith("表上写的是") for passage in back.unread)


@by_every_caption
@on_both_tables
def test_the_table_of_another_year_is_not_read_where_the_report_has_none(
    kind: str, caption: str, name: str
) -> None:
    filing = telling("notice_2021_30")
    found = items(filing)
    at = table_of(found, LABELS[name])
    found[at : at + 1] = [said(caption, filing), other_year(found[at])]  # type: ignore[arg-type]
    back = read(kind, found)
    assert moved(back, filing) == {}
    assert not own(back, name)


@on_every_form
@by_every_caption
@on_both_tables
def test_the_report_is_read_where_the_table_of_another_year_stands_in_its_place(
    form: str, kind: str, caption: str, name: str
) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, LABELS[name])
    table = found[at]
    found[at : at + 1] = [said(caption, filing), other_year(table)]  # type: ignore[arg-type]
    found[-2:-2] = ["本年情况", table]
    back = read(kind, found)
    assert back.filing.figures == filing.figures


@by_every_writer
@on_every_form
def test_last_years_table_below_a_heading_that_slipped_is_not_read(kind: str, form: str) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, LABELS["cases"])
    table = found[at]
    assert found[at - 1] == filing.format.sections[3].title
    found[at - 1 : at + 1] = ["续表", table, found[at - 1], "上年情况", other_year(table)]  # type: ignore[arg-type]
    assert read(kind, found).filing.figures == filing.figures


@pytest.mark.parametrize("name", LABELS)
def test_the_first_row_of_a_table_may_say_which_year_it_is_of(name: str) -> None:
    filing = telling("notice_2021_30")
    found = apart(items(filing))
    at = table_of(found, LABELS[name])
    table = found[at]
    titled = [[Box(f"{filing.year - 1}年度情况")] * len(table[0]), *other_year(table)]  # type: ignore[arg-type]
    found[at : at + 1] = [turned(table), titled]  # type: ignore[arg-type]
    assert moved(read("docx", found), filing) == {}


OWN_CAPTIONS = (
    *(
        "（{this}年）",
        "{this}年度情况",
        "{this}年，收到申请12件，比{last}年增加3件，上年结转2件，情况如下：",
        "表1",
    ),
    *(
        "比上年增加12件，详见下表：",
        "根据2019年修订的条例，情况如下：",
        "上年收到申请3件。",
        "上年结转",
        "上一年项目数量",
    ),
    *(
        "{this}年与{last}年对比",
        "{last}—{this}年",
        "较上年增长5%",
        "截至下年1月31日，情况见下表。",
        "单位：件",
    ),
    *(
        "（统计时间：{this}年1月1日至12月31日）",
        "{last}年结转的2件已办结，情况如下：",
        "按照2021年印发的格式填写：",
    ),
    *(
        "填报日期：{next}年1月15日",
        "{next}年1月15日",
        "表2 申请情况表（{next}年1月编制）",
        "截至{next}-01-31",
    ),
    *(
        "依据2019年新《条例》",
        "按2020年新修订的格式填写",
        "国办公开办函（2019）30号",
        "{last}年12月收到的计入上年结转",
    ),
    *("有效期至：2026年12月", "2020年9月制定", "执行日期：2020年9月"),
    *(
        "对{last}年的有关数据作了更正",
        "本机关{last}年成立",
        "{last}年3月正式组建",
        "对上年的数据进行了修正。",
    ),
    *("以下为{this}年数据，供{next}年参考", "表{this}", "FY{this}", "{this}财年"),
    *("本表不含上年数据", "上年数据详见附件", "（{last}年数据见{last}年年报）", "自2020年起执行"),
)


@on_both_tables
@pytest.mark.parametrize(("kind", "caption"), each_by_some_writer(OWN_CAPTIONS))
def test_a_table_is_read_below_what_names_its_own_year_or_compares_with_another(
    kind: str, name: str, caption: str
) -> None:
    filing = telling("notice_2021_30")
    found = items(filing)
    at = table_of(found, LABELS[name])
    found.insert(at, said(caption, filing))
    assert read(kind, found).filing.figures == filing.figures


@by_every_writer
@on_both_tables
def test_a_title_that_names_a_wrong_year_refuses_no_table_of_the_year_that_is_meant(
    kind: str, name: str
) -> None:
    filing = telling("notice_2021_30")
    found = items(filing)
    at = table_of(found, LABELS[name])
    found.insert(at, said("{this}年度情况", filing))
    found[0] = filing.title.replace(str(filing.year), str(filing.year - 1))
    back = read_report(WRITERS[kind](found), "a", meant=filing.year)
    assert back.filing.year == filing.year - 1
    assert back.filing.figures == filing.figures
    found[at] = said("{before}年度情况", filing)
    assert not own(read_report(WRITERS[kind](found), "a", meant=filing.year), name)


@by_every_writer
@on_every_form
def test_headings_may_name_the_year(kind: str, form: str) -> None:
    filing = telling(form)
    titles = [section.title for section in filing.format.sections]
    found: Items = [f"{each}（{filing.year}年）" if each in titles else each for each in items(filing)]
    assert read(kind, found).filing.figures == filing.figures


@pytest.mark.parametrize("kind", WRITERS)
@on_both_tables
@pytest.mark.parametrize("change", [turned, joined])
def test_a_table_is_not_read_beside_another_of_its_labels_that_cannot_be(
    kind: str, name: str, change: object
) -> None:
    """Nothing says of which year either of them is."""
    filing = telling("notice_2021_30")
    found = apart(items(filing))
    at = table_of(found, LABELS[name])
    table = found[at]
    found[at : at + 1] = [other_year(table), "情况表", change(table)]  # type: ignore[arg-type, operator]
    back = read(kind, found)
    assert moved(back, filing) == {}
    rows = {key for key in filing.figures if key.startswith(f"{name}.")}
    assert not rows & back.filing.figures.keys()
    assert rows <= {passage.where for passage in back.unread}


@by_every_writer
@on_every_form
@on_both_tables
def test_a_table_is_not_read_where_another_of_its_labels_stands_in_another_section(
    kind: str, form: str, name: str
) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, LABELS[name])
    table = found[at]
    found[at] = other_year(table)  # type: ignore[arg-type]
    found[-2:-2] = [table]
    back = read(kind, found)
    assert moved(back, filing) == {}
    assert not own(back, name)


@by_every_writer
@on_both_tables
def test_a_copy_of_a_table_and_one_that_is_not_filled_in_do_no_harm(kind: str, name: str) -> None:
    filing = telling("notice_2021_30")
    for empty in (False, True):
        found = items(filing)
        table = found[table_of(found, LABELS[name])]
        assert isinstance(table, list)
        found[-2:-2] = [
            [[replace(box, text="") if empty and box.key else box for box in row] for row in table]
        ]
        assert read(kind, found).filing.figures == filing.figures


def compared(table: list[Row], heads: tuple[str, ...]) -> list[Row]:
    """The rows of a table with two figures each, as a narrative sets years side by side."""
    labels = [[box.text for box in row if not box.key] for row in table if any(box.key for box in row)]
    return [
        [Box(text) for text in heads],
        *[[Box(each[-1]), Box("41"), Box("42")] for each in labels if each],
    ]


@by_every_writer
@on_every_form
@pytest.mark.parametrize(
    "heads", [("类别", "{last}年", "{this}年"), ("项目", "上年", "本年"), ("名称", "数量", "增长")]
)
@pytest.mark.parametrize("label", ["行政许可", "一、本年新收"])
def test_a_table_with_other_heads_is_no_second_one(
    kind: str, form: str, heads: tuple[str, ...], label: str
) -> None:
    filing = telling(form)
    found = items(filing)
    table = found[table_of(found, label)]
    found[-2:-2] = ["各项情况", compared(table, tuple(said(text, filing) for text in heads))]  # type: ignore[arg-type]
    assert read(kind, found).filing.figures == filing.figures


@by_every_writer
@on_every_form
def test_a_second_table_without_heads_and_with_rows_that_are_not_filled_in_is_one(
    kind: str, form: str
) -> None:
    filing = telling(form)
    found = items(filing)
    at = table_of(found, LABELS["requests"])
    table = found[at]
    assert isinstance(table, list)
    found[at] = other_year(table)
    rows = [row for row in table if any(box.key for box in row)]
    blank = [[replace(box, text="") if ".granted." in box.key else box for box in row] for row in rows]
    found[-2:-2] = [blank]
    back = read(kind, found)
    assert moved(back, filing) == {}
    assert not own(back, "requests")


@by_every_writer
@on_every_form
def test_a_copy_may_have_signs_for_nothing_where_the_table_has_zeros(kind: str, form: str) -> None:
    filing = with_figures(telling(form), {"requests.granted.other": 0, "requests.received.enterprise": 0})
    found = items(filing)
    table = found[table_of(found, LABELS["requests"])]
    assert isinstance(table, list)
    found[-2:-2] = [
        [[replace(box, text="/") if box.key and box.text == "0" else box for box in row] for row in table]
    ]
    assert read(kind, found).filing.figures == filing.figures
