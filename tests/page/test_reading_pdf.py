"""Reports drawn as PDF by this project and printed by a browser, read back: every figure, every paragraph."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from disclosure import prose
from disclosure.filing import Filing
from disclosure.importing import Imported, read_report
from disclosure.rendering import render_html, render_pdf
from tests.page import editions
from tests.page.sample import filing

FORMATS = ["notice_2019_60", "notice_2021_30"]
STYLES = {
    "as it is": "",
    "small margins, large type": "body { font-size: 20px } td, th { font-size: 15px; padding: 4px }",
    "vertical groups": "th[rowspan] { writing-mode: vertical-rl }",
    "no side lines": "tr > :first-child { border-left: 0 !important } tr > :last-child { border-right: 0 !important }",
}


def paragraphs(report: Filing, section: str) -> list[str]:
    return prose.paragraphs(report.text(section))


def same(found: Imported, report: Filing) -> None:
    """Assert that nothing was read wrongly, nothing is lost and nothing had to be asked about."""
    figures = found.filing.figures
    assert {key: figures.get(key) for key in report.figures if figures.get(key) != report.figures[key]} == {}
    assert [(each.where, each.text) for each in found.unread] == []
    for section in report.sections:
        assert paragraphs(found.filing, section) == paragraphs(report, section)
    assert (found.filing.title, found.filing.signature) == (report.official_title, report.signature)


@pytest.mark.parametrize("form", FORMATS)
def test_our_own_pdf_is_read_back(form: str) -> None:
    report = filing(form)
    found = read_report(render_pdf(report), "年报.pdf")
    same(found, report)
    assert found.differences == ()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", editions.KINDS)
def test_our_own_edition_is_read_back_without_its_imprint(kind: str, form: str) -> None:
    report = editions.KINDS[kind](form)
    found = read_report(editions.files(kind, form)["report.pdf"], "年报.pdf")
    assert paragraphs(found.filing, "other") == paragraphs(report, "other")
    assert found.filing.signature == report.signature
    assert bool(found.filing.date) == bool(report.date)
    assert [each.text for each in found.unread if each.where == "other"] == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("style", STYLES)
def test_a_page_printed_by_a_browser_is_read_back(page: Page, style: str, form: str) -> None:
    report = filing(form)
    page.set_content(
        render_html(report).decode().replace("</head>", f"<style>{STYLES[style]}</style></head>")
    )
    data = page.pdf(
        format="A4",
        margin={"top": "20mm", "right": "20mm", "bottom": "20mm", "left": "20mm"},
        display_header_footer=True,
        header_template="<div style='font-size: 8px'>示例市年报</div>",
        footer_template="<div style='font-size: 8px; width: 100%; text-align: center'>— <span class=pageNumber></span> —</div>",
    )
    same(read_report(data, "年报.pdf"), report)
