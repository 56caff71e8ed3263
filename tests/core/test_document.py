"""A filing as a document: title lines, dates, headings, figures written out, headings of every figure."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pytest

from disclosure import formats
from disclosure.filing import Filing, empty_figures
from disclosure.formats.schema import Unit
from disclosure.layout import grid
from disclosure.rendering import TooLong, article, document, print_html, render_html
from disclosure.rendering.document import iso_date, printed_date, title_lines
from disclosure.rendering.fontset import FONTS
from disclosure.rendering.tables import table_view, written

REST = "2024年政府信息公开工作年度报告"


def filing(format_id="notice_2021_30", **changes):
    form = formats.get(format_id)
    return replace(
        Filing(format=form, body="示例市司法局", year=2024, figures=empty_figures(form)), **changes
    )


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("示例市司法局", ("示例市司法局",)),
        ("示例省示例市昇平区城市管理综合行政执", ("示例省示例市昇平区城市管理综合行政执",)),
        (
            "示例市昇平高新技术产业开发区管理委员会行政审批局",
            ("示例市昇平高新技术产业开发区", "管理委员会行政审批局"),
        ),
        (
            "示例藏族羌族自治州示例县人民政府昇平街道办事处",
            ("示例藏族羌族自治州示例县", "人民政府昇平街道办事处"),
        ),
        ("公" * 41, ("公" * 14, "公" * 14, "公" * 13)),
    ],
)
def test_a_long_name_is_broken_where_its_sense_allows(body, lines):
    assert title_lines(body + REST, body) == (*lines, REST)


def test_a_title_of_its_own_is_broken_before_the_year():
    assert title_lines("示例市司法局关于" + REST, "别的单位") == ("示例市司法局关于", REST)
    assert title_lines("年度报告", "") == ("年度报告",)


@pytest.mark.parametrize(
    ("typed", "printed", "iso"),
    [
        ("2019年1月31日", "2019年1月31日", "2019-01-31"),
        ("2019-01-09", "2019年1月9日", "2019-01-09"),
        ("2019年01月09日", "2019年1月9日", "2019-01-09"),
        ("二〇一九年一月", "二〇一九年一月", ""),
        ("2019年13月1日", "2019年13月1日", ""),
        ("", "", ""),
    ],
)
def test_dates_are_printed_without_leading_zeros(typed, printed, iso):
    assert printed_date(typed) == printed
    assert iso_date(typed) == iso


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.COUNT, ""),
        (0, Unit.COUNT, "0"),
        (12345678, Unit.COUNT, "12345678"),
        (3, Unit.CHANGE, "+3"),
        (-1942, Unit.CHANGE, "-1942"),
        (0, Unit.CHANGE, "0"),
        (Decimal("59237.2449"), Unit.WAN_YUAN, "59237.2449"),
        (Decimal("1E+3"), Unit.WAN_YUAN, "1000"),
    ],
)
def test_figures_are_written_out(value, unit, text):
    assert written(value, unit) == text


@pytest.mark.parametrize("format_id", formats.all_formats())
def test_every_cell_is_drawn_once_and_names_its_headings(format_id):
    form = formats.get(format_id)
    for table in form.tables.values():
        view = table_view(grid(table), {}, "表")
        cells = [cell for body in (view.head, *view.bodies) for line in body for cell in line.cells]
        ids = [cell.id for cell in cells if cell.header]
        figures = [cell for cell in cells if not cell.header]
        assert [cell.key for cell in figures] == list(table.places)
        assert len(ids) == len(set(ids))
        for cell in figures:
            assert set(cell.headers.split()) <= set(ids)
            words = {c.id: "".join(c.lines) for c in cells if c.header}
            named = [words[one] for one in cell.headers.split()]
            place = table.places[cell.key]
            assert place.column.label in named
            assert not place.row.label or place.row.label in named


def test_the_headings_of_one_figure_are_those_above_and_left_of_it():
    view = table_view(grid(formats.get("notice_2021_30").tables["requests"]), {}, "表")
    cells = [cell for body in (view.head, *view.bodies) for line in body for cell in line.cells]
    words = {cell.id: "".join(cell.lines) for cell in cells}
    (cell,) = (cell for cell in cells if cell.key == "requests.refused.state_secret.enterprise")
    assert [words[one] for one in cell.headers.split()] == [
        "申请人情况",
        "法人或其他组织",
        "商业企业",
        "三、本年度办理结果",
        "（三）不予公开",
        "1.属于国家秘密",
    ]


def test_the_document_says_everything_in_printed_order():
    made = document(
        filing(
            preface="引言在此。",
            addressee="市政府办:",
            sections={"overview": "(一)公开。做了事。\n第二段。", "problems": "无。", "other": "无。"},
            signature="示例市司法局",
            date="2025-01-31",
        )
    )
    assert made.title == "示例市司法局" + REST
    assert made.addressee == "市政府办："
    assert [block.text for block in made.preface] == ["引言在此。"]
    assert [section.key for section in made.sections] == [
        s.key for s in formats.get("notice_2021_30").sections
    ]
    overview = made.sections[0].blocks
    assert [(block.tag, block.text, block.rest) for block in overview] == [
        ("h3", "（一）公开。", "做了事。"),
        ("p", "第二段。", ""),
    ]
    assert (made.date, made.created) == ("2025年1月31日", "2025-01-31")


def test_the_title_of_a_section_is_printed_once():
    typed = filing(
        sections={
            "overview": "\n 一、 总体情况\n（一）公开。做了事。\n一、总体情况",
            "problems": "无。",
            "other": "无。",
        }
    )
    overview = document(typed).sections[0].blocks
    assert [block.text for block in overview] == ["（一）公开。", "一、总体情况"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sections": {"problems": "好。\n" + "公" * 5001}}, "“五、存在的主要问题及改进情况”第2段有5001个字"),
        ({"preface": "a" * 200_000}, "“引言”第1段有200000个字"),
        ({"body": "公" * 81}, "单位名称有81个字，最多80个字"),
        ({"title": "a" * 90}, "“标题”第1段有一串90个"),
    ],
)
def test_texts_beyond_the_limits_are_refused_by_name(changes, message):
    with pytest.raises(TooLong, match=message):
        document(filing(**changes))


def test_the_page_stands_on_its_own_and_prints_markup_as_text():
    hostile = '<script>alert(1)</script><img src="file:///etc/passwd">{{ document }}{% now %}&amp;'
    page = render_html(filing(sections={"overview": hostile}, body='示例<b onclick="x">局')).decode()
    assert "<script" not in page and "<img" not in page and "<b " not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ document }}{% now %}&amp;amp;" in page
    assert not re.search(r'(?:src|href)\s*=\s*["\']|@import|url\(', page.replace("src=&quot;", ""))
    assert article(page).startswith('<article class="official"') and article(page).endswith("</article>")


def test_page_and_print_hold_the_same_report():
    report = filing("notice_2019_60", sections={"overview": "一段。"})
    assert article(render_html(report).decode()) == article(print_html(report))


def test_the_fonts_are_those_of_their_manifest():
    manifest = json.loads((FONTS / "manifest.json").read_text(encoding="utf-8"))
    assert {font["file"] for font in manifest["fonts"]} == {
        p.name for p in FONTS.iterdir() if p.suffix in (".otf", ".ttf")
    }
    for font in manifest["fonts"]:
        assert sha256((FONTS / font["file"]).read_bytes()).hexdigest() == font["sha256"], font["file"]
        assert (FONTS / font["licence_file"]).stat().st_size > 1000
        assert font["source"] and font["version"] and font["licence"] and font["role"]
