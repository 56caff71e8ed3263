"""What a web page does not show, shows elsewhere, or writes by its style sheet: no such figure is read as one of the report."""

from __future__ import annotations

import pytest

from disclosure.importing import Imported, read_report
from tests.core.disturbances import items
from tests.core.drawn import as_html
from tests.core.test_importing_mangled import telling

KEY = "requests.granted.other"
FILING = telling("notice_2021_30")
FIGURE = str(FILING.figures[KEY])


def with_cell(content: str, style: str = "") -> Imported:
    """The report with other content in one cell, read from a page with a style sheet."""
    page = as_html(items(FILING, cells={KEY: "@"})).decode()
    page = page.replace("@", content).replace("</head>", f"<style>{style}</style></head>")
    return read_report(page.encode(), "年报.html")


HIDDEN = {
    "display of a class": (".a{display:none}", '<span class="a">9</span>'),
    "display of nested classes": ("td > .b .a, em{display:none}", '<b class="b"><i class="a">9</i></b>'),
    "display in a media rule": ("@media screen{.a{display:none}}", '<span class="a">9</span>'),
    "important against its own style": (
        ".a{display:none!important}",
        '<span class="a" style="display:inline">9</span>',
    ),
    "visibility": (".a{visibility:hidden}", '<span class="a">9</span>'),
    "visibility of a parent": (".a{visibility:hidden}", '<span class="a"><b>9</b></span>'),
    "size of type": (".a{font-size:0}", '<span class="a"><b>9</b></span>'),
    "size of type in a short form": (".a{font:0px/1 serif}", '<span class="a">9</span>'),
    "opacity": (".a{opacity:0}", '<span class="a"><b>9</b></span>'),
    "transparent": (".a{color:transparent}", '<span class="a">9</span>'),
    "white on white": (".a{color:#fff}", '<span class="a">9</span>'),
    "white on white in the page itself": ("", '<span style="color:white">9</span>'),
    "white on white as it was written once": ("", '<font color="#ffffff">9</font>'),
    "the colour behind it": (
        "td{background:#f00} .a{color:rgb(255,2,0)}",
        '<span class="a">9</span>',
    ),
    "off the screen": (".a{position:absolute;left:-9999px}", '<span class="a">9</span>'),
    "indented off the screen": (".a{text-indent:-999em;display:block}", '<span class="a">9</span>'),
    "cut away": (".a{position:absolute;clip:rect(0,0,0,0)}", '<span class="a">9</span>'),
    "a box without a size": (
        ".a{width:0;height:0;overflow:hidden;display:inline-block}",
        '<span class="a">9</span>',
    ),
    "scaled away": (".a{transform:scale(0)}", '<span class="a">9</span>'),
    "the attribute": ("", "<span hidden>9</span>"),
    "folded": ("", "<details><span>9</span></details>"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_figure_that_is_not_shown_is_listed_and_not_read(name: str) -> None:
    style, hidden = HIDDEN[name]
    for content in (f"{FIGURE}{hidden}", f"{hidden}{FIGURE}"):
        found = with_cell(content, style)
        assert found.filing.figures == FILING.figures, content
        assert [each.text for each in found.unread] == ["［没有显示的文字：9］"]
    alone = with_cell(hidden, style)
    assert KEY not in alone.filing.figures
    assert "［没有显示的文字：9］" in [each.text for each in alone.unread]


def test_a_template_and_scripts_are_no_text() -> None:
    found = with_cell(f"<template>9</template><script>9</script>{FIGURE}<style>.a{{}}</style>")
    assert found.filing.figures == FILING.figures
    assert found.unread == ()


@pytest.mark.parametrize(
    ("style", "content"),
    [
        ("span{display:block}", "<span>3</span><span>5</span>"),
        ("i{margin-left:2em}", "3<i>5</i>"),
        ("i{float:right}", "<i>3</i>5"),
        ("i{position:absolute}", "<i>3</i>5"),
        (".a::before{content:'1'}", '<span class="a">35</span>'),
        (".a::after{content:attr(data-rest)}", '<span class="a" data-rest="7">35</span>'),
        (".a::after{content:counter(n)}", '<span class="a">35</span>'),
        ("p{position:relative;top:-2em}", "<p>35</p>"),
        (".a{transform:translateY(20px)}", '<b class="a">35</b>'),
        ("bdo{unicode-bidi:bidi-override;direction:rtl}", "<bdo>35</bdo>"),
        ("", '<bdo dir="rtl">35</bdo>'),
        ("", "\u202e35"),
        ("div{display:flex;flex-direction:row-reverse}", "<div><i>3</i><i>5</i></div>"),
        ("div{display:flex} i{order:2} b{order:1}", "<div><i>3</i><b>5</b></div>"),
        ("b{display:inline-block;transform:rotate(180deg)}", "<b>69</b>"),
        ("b{position:relative;top:-4pt}", "3<b>5</b>"),
        ("", '3<a href="#note5">5</a>'),
        ("b{text-decoration:line-through}", "<b>35</b>"),
        ("b{vertical-align:super}", "3<b>5</b>"),
        ("", "<ol><li>35</li></ol>"),
    ],
)
def test_a_figure_that_is_not_seen_as_it_is_written_is_not_read_so(style: str, content: str) -> None:
    figures = with_cell(content, style).filing.figures
    shown = {".a::before{content:'1'}": 135, ".a::after{content:attr(data-rest)}": 357}
    assert figures.get(KEY) == shown.get(style)
    assert {key: figure for key, figure in figures.items() if key != KEY} == {
        key: figure for key, figure in FILING.figures.items() if key != KEY
    }


@pytest.mark.parametrize(
    ("style", "content"),
    [
        ("@media print{.a{display:none}}", '<span class="a">@</span>'),
        (".a{display:none} td .a{display:inline}", '<span class="a">@</span>'),
        (".a{visibility:hidden} .b{visibility:visible}", '<span class="a"><b class="b">@</b></span>'),
        ("td{background:#000;color:#fff}", "@"),
        (".a{background-image:url(x.png);color:#fff}", '<span class="a">@</span>'),
        ("span{font-size:0} b{font-size:12px}", "<span><b>@</b></span>"),
        (".a:hover{display:none}", '<span class="a">@</span>'),
        ("@media (max-width:600px){td{display:none}}", "@"),
        ("{{}}}} .a{display:none", "@"),
    ],
)
def test_what_is_shown_is_read(style: str, content: str) -> None:
    found = with_cell(content.replace("@", FIGURE), style)
    assert found.filing.figures == FILING.figures
    assert found.unread == ()


def test_a_cell_that_shows_nothing_keeps_its_place_and_one_that_is_gone_does_not() -> None:
    for style in ("visibility:hidden", "color:#fff", "font-size:0", "opacity:0"):
        found = with_cell(f'</td><td class="a">9</td><td>{FIGURE}', f".a{{{style}}}")
        row = {key for key in FILING.figures if key.startswith("requests.granted.")}
        assert FILING.figures.keys() - found.filing.figures.keys() == row
    gone = with_cell(f'{FIGURE}</td><td class="a">9', ".a{display:none}")
    assert gone.filing.figures == FILING.figures
    assert [each.text for each in gone.unread] == ["［没有显示的文字：9］"]


def test_a_row_hidden_by_a_class_is_listed() -> None:
    page = as_html(items(FILING)).decode()
    label = "4.保护第三方合法权益"
    start = page.rindex("<tr>", 0, page.index(label))
    page = page[:start] + '<tr class="old">' + page[start + 4 :]
    page = page.replace("</head>", "<style>.old{display:none}</style></head>")
    found = read_report(page.encode(), "年报.html")
    gone = {key for key in FILING.figures if key.startswith("requests.refused.third_party_rights.")}
    assert FILING.figures.keys() - found.filing.figures.keys() == gone
    assert any(label in each.text and "没有显示" in each.text for each in found.unread)


def test_a_style_sheet_that_writes_endlessly_is_cut_short() -> None:
    found = with_cell(
        '<b class="a" data-x="777777777">5</b>', ".a::before{content:" + "attr(data-x) " * 900 + "}"
    )
    assert KEY not in found.filing.figures
    assert sum(len(each.text) for each in found.unread) < 200
