"""The reports that are measured: the seed in every kind of document, and one of ten pages full of figures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from pypdf import PdfReader

from disclosure import rendering
from disclosure.checks import Context, Copied
from disclosure.filing import Filing
from disclosure.rendering.docx import render_docx
from disclosure.rendering.xlsx import render_xlsx
from tests.core import arithmetic
from tests.core.workbooks import STYLES, write
from tests.page.sample import filing

PAGES = 10
FORM = "notice_2021_30"


def documents(report: Filing) -> dict[str, bytes]:
    """Kind → the report as a document of that kind, as this site makes it, and as an old workbook."""
    return {
        "html": rendering.render_html(report),
        "docx": render_docx(report),
        "xlsx": render_xlsx(report),
        "xls": write(report, "xls", STYLES["one sheet"]),
        "pdf": rendering.render_pdf(report),
    }


def ten_pages() -> Filing:
    """The rich report with as many paragraphs of figures as fill ten pages."""
    found = filing(FORM)
    paragraphs = _paragraphs()
    while pages(found) < PAGES:
        more = "\n".join(next(paragraphs) for _ in range(6))
        found = replace(found, sections={**found.sections, "overview": f"{found.text('overview')}\n{more}"})
    return found


def pages(report: Filing) -> int:
    """How many pages a report has in print."""
    return len(PdfReader(io.BytesIO(rendering.render_pdf(report))).pages)


def known(report: Filing) -> Context:
    """Last year's report of the body, and another body's with half of its text."""
    text = report.text("overview")
    copied = Copied("overview", "示例市昇平区水务局", report.year, text[: len(text) // 2])
    previous = replace(report, year=report.year - 1)
    return Context(bodies=frozenset({report.body, copied.body}), previous=previous, copied=(copied,))


def rewritten(report: Filing) -> Iterator[Filing]:
    """The same report with other words each time: nothing that was read before is known again."""
    number = 0
    while True:
        number += 1
        sections = {key: f"{text}\n第{number}稿。" for key, text in report.sections.items()}
        yield replace(report, sections=sections)


def _paragraphs() -> Iterator[str]:
    """Three sentences of the corpus each, of all kinds of bodies."""
    texts = list(dict.fromkeys(case.name for case in arithmetic.sentences()))
    for at in range(0, len(texts) - 2, 3):
        yield "".join(texts[at : at + 3])
