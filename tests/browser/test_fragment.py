"""The fragment for a portal, pasted into an editor: no page of it is wider than the window, with styles or without."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from disclosure import corrections
from disclosure.filing import Filing, Picture
from disclosure.importing import read_report
from disclosure.rendering.document import TEXT_WIDTH, document
from disclosure.rendering.fragment import fragment
from tests.page import editions, sample

EDITOR = "<!doctype html><meta charset=utf-8><body><div id=editor contenteditable></div>"
PASTE = """markup => {
    document.getElementById("editor").focus();
    document.execCommand("insertHTML", false, markup);
}"""
SIZES = """() => ({
    page: document.documentElement.scrollWidth,
    tables: [...document.querySelectorAll("table")].map(table => table.offsetWidth),
    pictures: [...document.querySelectorAll("img")].map(picture => picture.offsetWidth),
})"""


def crowded(form: str) -> Filing:
    """Eight digits in every cell, and a picture of 3017 pixels."""
    base = sample.filing(form)
    wide = editions.png(editions.Image.new("RGB", (3017, 300), "white"))
    return replace(
        base,
        figures=dict.fromkeys(base.figures, 12_345_678),
        sections={**base.sections, "overview": editions.INSET},
        pictures=(Picture(1, wide, 3017, 300, "办理流程图", ""),),
    )


def pasted(page: Page, width: int, markup: str) -> dict[str, list[int]]:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(EDITOR)
    page.evaluate(PASTE, markup)
    sizes: dict[str, list[int]] = page.evaluate(SIZES)
    return sizes


@pytest.mark.parametrize("form", editions.FORMATS)
@pytest.mark.parametrize("width", [375, 900])
def test_a_crowded_report_fits_the_editor(page: Page, form: str, width: int) -> None:
    sizes = pasted(page, width, fragment(document(crowded(form))))
    assert sizes["page"] == width
    assert width == 375 or max(sizes["tables"]) <= width


@pytest.mark.parametrize("form", editions.FORMATS)
@pytest.mark.parametrize("width", [800, 1100])
def test_columns_of_figures_are_of_one_width(page: Page, form: str, width: int) -> None:
    pasted(page, width, fragment(document(sample.filing(form))))
    for summary, least in (("三、收到和处理", 50), ("四、政府信息公开", 40)):
        cells = page.locator(f'table[summary^="{summary}"] tr:last-child td')
        widths = cells.evaluate_all("cells => cells.map(cell => cell.offsetWidth)")
        assert max(widths) - min(widths) <= 2 and min(widths) >= least


def test_a_picture_is_no_wider_than_the_text_where_styles_are_dropped(page: Page) -> None:
    markup = re.sub(r'\sstyle="[^"]*"', "", fragment(document(crowded(editions.FORMATS[-1]))))
    assert pasted(page, 900, markup)["pictures"] == [TEXT_WIDTH]


SANITISE = """([kept, plain]) => {
    const within = name => [...document.querySelectorAll(name.split(", ").map(each => `#editor ${each}`).join(", "))];
    for (const each of within("*"))
        for (const { name } of [...each.attributes])
            if (!kept.includes(name)) each.removeAttribute(name);
    if (plain) {
        for (const each of within("div, strong")) each.replaceWith(...each.childNodes);
        for (const each of within("h1, h2, h3, h4, th")) {
            const other = document.createElement(each.tagName === "TH" ? "td" : "p");
            for (const { name, value } of each.attributes) other.setAttribute(name, value);
            other.append(...each.childNodes);
            each.replaceWith(other);
        }
    }
    return document.getElementById("editor").innerHTML;
}"""
"""What editors of portals do to what is pasted: they drop attributes, the stricter ones elements too."""
BASIC = ["colspan", "rowspan", "src", "alt", "width", "align", "border"]


@pytest.mark.parametrize("form", editions.FORMATS)
@pytest.mark.parametrize(
    ("kept", "plain"), [(["style", *BASIC], False), (BASIC, False), (["colspan", "rowspan"], True)]
)
def test_what_an_editor_leaves_is_still_the_report(
    page: Page, form: str, kept: list[str], plain: bool
) -> None:
    filing = sample.filing(form)
    markup = fragment(document(filing))
    pasted(page, 900, markup)
    whole, found = (read(filing, each) for each in (markup, page.evaluate(SANITISE, [kept, plain])))
    assert (found.format.id, dict(found.values)) == (form, dict(filing.values))
    assert corrections.changed(whole, found) == ()


def read(filing: Filing, markup: str) -> Filing:
    """What the importer finds in a page that holds this."""
    content = f"<!doctype html><meta charset=utf-8><body>{markup}".encode()
    return read_report(content, "page.html", body=filing.body, year=filing.year).filing
