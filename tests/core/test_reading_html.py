"""Web pages read as reports: our own, saved from a portal, written by Word; disturbed in every way, nothing moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure import prose, punctuation
from disclosure.filing import Filing, with_figures
from disclosure.importing import Document, Imported, UnreadableDocument, read_report
from disclosure.importing.readers import read
from disclosure.rendering import render_html
from tests.core.disturbances import CASES, DISTURBANCES, Items, items, stands
from tests.core.drawn import as_html, page
from tests.core.test_importing import SEED
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_properties import FORMATS, invented, wrong_figures


def imported(data: bytes) -> Imported:
    return read_report(data, "report.html")


def shown(body: str) -> Document:
    return read(page(body), "report.html")


def texts(body: str) -> list[str]:
    return [line.text for line in shown(body).lines if not line.left_out]


def left_out(body: str) -> list[str]:
    return [line.text for line in shown(body).lines if line.left_out]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_disturbed_page_is_read_right_or_listed(name: str, form: str) -> None:
    stands(name, form, as_html, "report.html")


# Our own pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("form", FORMATS)
def test_our_own_page_is_read_back_whole(form: str, seed: int) -> None:
    filing = invented(form, seed)
    found = imported(render_html(filing))
    assert wrong_figures(found, filing) == {}
    assert found.differences == found.unread == found.strays == ()
    assert found.filing.digest == filing.digest


@pytest.mark.parametrize("form", FORMATS)
def test_blanks_on_our_own_page_stay_blank(form: str) -> None:
    filing = replace(invented(form, 1), figures={})
    found = imported(render_html(filing)).filing
    assert found.figures == found.printed == {}
    assert found.unread.keys() == invented(form, 1).figures.keys()


def test_the_page_of_the_seed_is_read_back_as_it_is_printed() -> None:
    seed = read_report(SEED.read_bytes(), SEED.name).filing
    found = imported(render_html(seed))
    assert found.filing.figures == seed.figures
    assert found.unread == found.differences == ()
    for key, text in seed.sections.items():
        assert found.filing.text(key) == "\n".join(prose.paragraphs(text))
    assert found.filing.preface == punctuation.normalise(seed.preface)
    assert (found.filing.signature, found.filing.date) == (seed.signature, seed.date)


# Pages of portals -------------------------------------------------------------------------------------------------

ABOVE = """
<script>var hits = 12;</script><style>.nav { color: red }</style>
<div class="top"><ul><li><a href="/">首页</a></li><li>政务公开</li><li>政府信息公开年报</li></ul>
<input type="hidden" value="42"><input type="text" value=""><button>搜索</button></div>
<div class="where">当前位置：首页 &gt; 政府信息公开 &gt; 政府信息公开年报</div>
<table class="meta"><tr><td>索引号</td><td>SL-2024-0007</td><td>发布机构</td><td>示例市水务局</td></tr></table>
"""
ABOUT = '<div class="info">发布日期：2024-01-20 来源：示例市水务局 浏览次数：<span>318</span> 字体：[大 中 小]</div>'
BELOW = """
<p>附件：年度报告.pdf</p>
<div class="tools"><a>【打印】</a><a>【关闭】</a></div><div>分享到：<img src="weibo.png" alt="微博"></div>
<div class="related"><h4>相关链接</h4><ul><li><a>六、其他需要报告的事项怎么写</a></li><li>2022年度报告</li></ul></div>
<div class="footer">主办：示例市人民政府 网站标识码：0000000000 ICP备00000000号</div>
"""
PORTALS = {
    "boxes": '{above}<div id="main"><h1>{title}</h1>{about}<div class="article">{article}</div>{below}</div>',
    "one level": "{above}<h1>{title}</h1>{about}{article}{below}",
    "layout tables": (
        "<table><tr><td>{above}</td><td><table><tr><td><h2>{title}</h2>{about}</td></tr>"
        "<tr><td>{article}</td></tr><tr><td>{below}</td></tr></table></td></tr></table>"
    ),
    "title twice": "{above}<h1>{title}</h1>{about}<div><p>{title}</p>{article}</div>{below}",
}


def portal(layout: str, filing: Filing) -> bytes:
    """A report as a government site shows it."""
    title, *rest = items(filing)
    assert isinstance(title, str)
    article = as_html(rest).decode().split("<body>")[1].split("</body>")[0]
    parts = {"above": ABOVE, "title": title, "about": ABOUT, "article": article, "below": BELOW}
    return page(PORTALS[layout].format(**parts))


def on_portal(found: Items) -> bytes:
    """A disturbed report as a government site shows it."""
    title, *rest = found
    article = as_html(rest).decode().split("<body>")[1].split("</body>")[0]
    parts = {"above": ABOVE, "title": title, "about": ABOUT, "article": article, "below": BELOW}
    return page(PORTALS["boxes"].format(**parts))


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_disturbed_report_on_a_portal_is_read_right_or_listed(name: str, form: str) -> None:
    each = DISTURBANCES[name]
    filing = with_figures(telling(form), dict(each.figures))
    found = imported(on_portal(each.change(items(filing, each.labels, each.cells))))
    read_back = found.filing.figures
    assert {key: figure for key, figure in read_back.items() if figure != filing.figures.get(key)} == {}
    assert filing.figures.keys() - read_back.keys() == each.lost(filing)
    said = " ".join(passage.text for passage in found.unread)
    assert [text for text in each.listed if text.strip() not in said] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("layout", PORTALS)
def test_a_report_is_found_on_the_page_of_a_portal(layout: str, form: str) -> None:
    filing = telling(form)
    found = imported(portal(layout, filing))
    assert found.filing.digest == filing.digest
    assert wrong_figures(found, filing) == {}
    assert {passage.where for passage in found.unread} <= {"preface", "other"}


def test_what_else_a_portal_shows_is_listed_once() -> None:
    found = imported(portal("boxes", telling("notice_2021_30")))
    rest, *others = (passage.text for passage in found.unread)
    assert rest.startswith("网页上报告以外的文字：首页")
    for text in ("SL-2024-0007", "【打印】", "相关链接", "网站标识码"):
        assert text in rest
    assert [text[:5] for text in others] == ["发布日期：", "附件：年度"]


def test_a_title_in_the_head_of_the_page_is_taken_where_the_report_has_none() -> None:
    filing = telling("notice_2021_30")
    _, *rest = items(filing)
    body = as_html(rest).decode()
    for head in (
        f'<meta name="ArticleTitle" content="{filing.title}">',
        f"<title>{filing.title}_示例市人民政府</title>",
    ):
        found = imported(body.replace("<head>", f"<head>{head}").encode()).filing
        assert (found.title, found.year, found.body) == (filing.title, filing.year, filing.body)


def test_a_title_over_two_lines_is_one() -> None:
    filing = telling("notice_2021_30")
    data = as_html(items(filing)).decode()
    first, second = filing.body, filing.title.removeprefix(filing.body)
    data = data.replace(
        f"<p>{filing.title}</p>", f"<h4>旧闻</h4><h1>{first}<br>{second}</h1><p>字号：大 中 小</p>"
    )
    found = imported(data.encode())
    assert (found.filing.title, found.filing.body) == (filing.title, filing.body)


def test_a_page_with_nothing_around_the_report_leaves_nothing_out() -> None:
    found = imported(as_html(items(telling("notice_2021_30"))))
    assert found.unread == ()


# What is shown ----------------------------------------------------------------------------------------------------


def test_line_breaks_and_spaces_are_as_a_browser_shows_them() -> None:
    body = "<p>&nbsp;&nbsp;\u3000一年来，\n  全局<b>公开</b>信息\n12条。<br/>另有 Open\nData。</p>无标签的一行<div>末行</div>"
    assert texts(body) == ["一年来，全局公开信息12条。", "另有 Open Data。", "无标签的一行", "末行"]
    first, second, *_ = shown(body).lines
    assert (first.indent, first.gap, second.gap) == (4, True, False)


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">藏</p>',
        '<div style="COLOR:red; Display : NONE"><p>藏</p></div>',
        "<p hidden>藏</p>",
        '<span style="visibility:hidden">藏</span>',
        '<span style="mso-hide:all">藏</span>',
        "<script>藏</script><style>藏</style><template><p>藏</p></template><noscript>藏</noscript>",
        "<!-- 藏 --><select><option>藏</option></select><textarea>藏</textarea>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert texts(f"<p>前</p>{hidden}<p>后</p>") == ["前", "后"]
    cells = f'<table><tr><td>规章</td><td>3{hidden}</td><td hidden>4</td></tr><tr style="display:none"><td>9</td></tr>'
    assert shown(cells + "<tr><td>甲</td><td>乙</td></tr></table>").lines[0].cells == ("规章", "3")


def test_merged_cells_stand_once_and_blank_ones_stay() -> None:
    body = (
        '<table><caption>表一</caption><tr><td rowspan="2">甲</td><td colspan="2">乙</td></tr>'
        "<tr><td></td><td>&nbsp;</td></tr></table>"
    )
    caption, *rows = shown(body).lines
    assert caption.text == "表一"
    assert [row.cells for row in rows] == [("甲", "乙"), ("", "")]
    assert [row.shared for row in rows] == [{0}, set()]


def test_paragraphs_in_a_cell_never_become_one_number() -> None:
    rows = shown("<table><tr><td>规章</td><td><p>3</p><p>5</p></td><td>1<br>2</td></tr></table>").lines
    assert rows[0].cells == ("规章", "3 5", "1 2")


def test_what_stands_in_a_table_outside_of_its_cells_is_not_lost() -> None:
    body = "<table>甲<tr><td>规章</td>5<td>3</td><form><td>4</td></form></tr><p>乙</p></table>"
    assert texts(body) == ["甲", "乙", "规章 | 5 | 3 | 4"]


def test_a_number_in_pieces_is_one_number() -> None:
    rows = shown("<table><tr><td>规章</td><td><span>3</span><font>0</font>0<b>1</b></td></tr></table>").lines
    assert rows[0].cells == ("规章", "3001")


@pytest.mark.parametrize(
    "note",
    [
        *("<sup>1</sup>", '<span style="vertical-align:super">1</span>', "<sub>2</sub>", "<small>1</small>"),
        '<span style="font-variant-position:super">1</span>',
        *(
            f'<span style="{style}">1</span>'
            for style in ("font-size:60%", "font-size:8px", "font-size:smaller", "font:7pt serif", "zoom:.5")
        ),
        *('<font size="1">1</font>', '<font size="-2">1</font>', '<span style="color:red">1</span>'),
        *('<input value="1">', "<math><msup><mn>5</mn><mn>2</mn></msup></math>"),
    ],
)
def test_a_raised_note_is_no_part_of_a_number(note: str) -> None:
    filing = telling("notice_2021_30")
    key = "requests.granted.other"
    figure = str(filing.figures[key])
    data = as_html(items(filing, cells={key: f"{figure}@"})).decode().replace("@", note)
    found = imported(data.encode())
    assert key not in found.filing.figures
    assert [passage.where for passage in found.unread] == [key]


def test_a_figure_in_small_type_is_a_figure() -> None:
    rows = shown("<table><tr><td>规章</td><td><small>12</small></td></tr></table>").lines
    assert rows[0].cells == ("规章", "12")


def test_digits_of_one_size_are_one_number_however_the_size_is_written() -> None:
    pieces = (
        '<span style="font-size:12pt">3</span><span style="font-size:16px">0</span><font size="3">1</font>'
    )
    rows = shown(f"<table><tr><td>规章</td><td>{pieces}2</td></tr></table>").lines
    assert rows[0].cells == ("规章", "3012")


def test_digits_of_two_sizes_in_a_sentence_stay_together() -> None:
    assert shown('<p>办结1<span style="font-size:14pt">2</span>件</p>').lines[0].text == "办结12件"


@pytest.mark.parametrize(
    "struck",
    [
        "<s>7</s>",
        "<del>7</del>",
        '<span style="text-decoration:line-through">7</span>',
        '<p style="text-decoration: line-through">7</p>',
        "<del><p>7</p></del>",
    ],
)
def test_what_is_struck_out_is_listed_and_not_read(struck: str) -> None:
    filing = telling("notice_2021_30")
    key = "requests.granted.other"
    data = as_html(items(filing, cells={key: f"@{filing.figures[key]}"})).decode().replace("@", struck)
    found = imported(data.encode())
    assert found.filing.figures == filing.figures
    assert [passage.text for passage in found.unread] == ["［划掉的文字：7］"]


@pytest.mark.parametrize("within", ["td", "tr", "table"])
def test_a_figure_struck_out_with_its_cell_or_row_is_listed(within: str) -> None:
    struck = "text-decoration:line-through"
    styles = {each: f' style="{struck}"' if each == within else "" for each in ("table", "tr", "td")}
    body = f"<table{styles['table']}><tr{styles['tr']}><th>规章</th><td{styles['td']}>77</td></tr></table>"
    assert "［划掉的文字：77］" in left_out(body)
    assert "77" not in "".join(texts(body))


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="font-size:0">9</span>',
        '<span style="opacity: 0;">9</span>',
        "<ruby><rp>(</rp><rt>9</rt><rp>)</rp></ruby>",
    ],
)
def test_what_has_no_size_and_no_colour_is_not_read(hidden: str) -> None:
    assert texts(f"<p>共3{hidden}条</p>") == ["共3条"]
    assert texts('<p>共<span style="font-size:0.9em;opacity:0.8">9</span>条</p>') == ["共9条"]


def test_pictures_are_listed_at_their_place() -> None:
    assert left_out('<p>甲<img src="a.png" alt="流程图">乙</p><svg></svg><iframe></iframe>') == [
        "［图：流程图］",
        "［图］",
        "［嵌入的内容］",
    ]


def test_lists_are_numbered_as_they_are_shown() -> None:
    body = '<ol start="3"><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul><ol style="list-style:none"><li>丁</li></ol>'
    assert texts(body) == ["3.甲", "4.乙", "丙", "丁"]


def test_a_page_written_by_word_is_read() -> None:
    body = (
        "<p class=MsoNormal style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>一、"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;</span></span><![endif]>总体情况<o:p></o:p></p>"
        "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->"
        "<table class=MsoNormalTable><tr style='mso-yfti-irow:0'><td><p class=MsoNormal><span lang=EN-US>3"
        "<o:p>&nbsp;</o:p></span></p></td><td><p><o:p>&nbsp;</o:p></p></td></tr></table>"
    )
    first, row = shown(body).lines
    assert first.text.replace(" ", "") == "一、总体情况"
    assert row.cells == ("3", "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    filing = telling("notice_2021_30")
    text = as_html(items(filing)).decode().replace('charset="utf-8"', 'charset="gb2312"')
    assert imported(text.encode(encoding)).filing.digest == filing.digest


def test_hard_wrapped_lines_become_paragraphs_again() -> None:
    filing = telling("notice_2021_30")
    sentence = "全年围绕群众关心的供水排水和防汛抗旱等事项主动公开信息并及时更新目录，" * 6
    body: Items = items(replace(filing, sections={**filing.sections, "overview": "@"}))
    lines = [sentence[at : at + 36] for at in range(0, len(sentence), 36)]
    data = as_html(body).decode().replace("@", "<br>".join(lines) + "办结。")
    assert imported(data.encode()).filing.text("overview") == sentence + "办结。"


def test_several_reports_on_one_page_are_refused() -> None:
    body = as_html(items(telling("notice_2021_30"))).decode()
    with pytest.raises(UnreadableDocument, match="不止一份"):
        imported(page(f"<nav>首页</nav><div>{body}</div><div>{body}</div>"))
