"""PDF pages set in other ways than top to bottom: two columns, turned pages, landscape sheets, marks in the background."""

from __future__ import annotations

from dataclasses import replace

import pytest

from disclosure.importing import Document, Imported, read_report
from disclosure.importing.readers import read as read_document
from tests.core import pdfs
from tests.core.disturbances import items
from tests.core.pdfs import HEIGHT, WIDTH, Page, Style, saved, wrapped
from tests.core.test_importing_mangled import telling

NAME = "年报.pdf"
FILING = telling("notice_2021_30")
WORDS = "全年主动公开政府信息129条，受理申请31件，办结29件，其余结转下年度办理，答复都在法定期限以内。"
PARAGRAPHS = [f"（{number}）{WORDS * 3}" for number in "一二三四"]


def document(*pages: Page) -> Document:
    return read_document(saved(pages), NAME)


def read(pages: list[Page], **extra: str) -> Imported:
    return read_report(saved(pages, extra), NAME)


def in_columns(page: Page, top: float, texts: list[str], shift: float = 0.0, gap: float = 24.0) -> float:
    """Paragraphs in two columns of equal length; `shift`: by how much the right one stands lower."""
    wide = (445.0 - gap) / 2
    lines = [line for text in texts for line in wrapped(text, 10, wide, 20)]
    starts = {line for text in texts for line in wrapped(text, 10, wide, 20)[:1]}
    half = (len(lines) + 1) // 2
    for number, line in enumerate(lines):
        column, row = divmod(number, half)
        x = 75 + column * (wide + gap) + (20 if line in starts else 0)
        page.text(x, top + row * 15 + column * shift, 10, line)
    return top + half * 15 + 20


@pytest.mark.parametrize("shift", [0.0, 4.0, 7.5])
@pytest.mark.parametrize("gap", [14.0, 24.0, 40.0])
def test_the_left_column_is_read_before_the_right_one(shift: float, gap: float) -> None:
    page = Page()
    page.text(200, 72, 18, "一、总体情况")
    top = in_columns(page, 110, PARAGRAPHS, shift, gap)
    page.text(75, top + 10, 12, "二、主动公开政府信息情况")
    assert [line.text for line in document(page).lines] == [
        "一、总体情况",
        *PARAGRAPHS,
        "二、主动公开政府信息情况",
    ]


def test_a_report_whose_text_stands_in_two_columns_is_read_whole() -> None:
    filing = replace(FILING, sections={**FILING.sections, "overview": "\n".join(PARAGRAPHS)})
    pages = pdfs.drawn(
        items(replace(filing, sections={**filing.sections, "overview": "@"})), Style(numbers=False)
    )
    first = pages[0]
    at = next(n for n, operation in enumerate(first.operations) if "<0040>" in operation)
    moved = first.operations[at + 1 :]
    space = Page(used=first.used)
    height = in_columns(space, 0, PARAGRAPHS) + 20
    top = 150.0
    del first.operations[at:]
    below = Page(used=first.used, operations=moved)
    in_columns(first, top, PARAGRAPHS)
    assert height < 600
    found = read([first, below, *pages[1:]])
    assert found.filing.figures == filing.figures
    assert found.filing.text("overview") == filing.text("overview")
    assert {each.where for each in found.unread} <= {"requests"}


def test_labels_and_values_are_no_columns_of_text() -> None:
    page = Page()
    for number in range(12):
        page.text(75, 100 + number * 18, 10, f"{number + 1}.属于第{number}类情形的申请数量")
        page.text(320, 100 + number * 18, 10, str(number + 30))
    assert [line.cells for line in document(page).lines][3] == ("4.属于第3类情形的申请数量", "33")


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(angle: int) -> None:
    """Its characters are drawn so that they stand upright when the page is turned."""
    pages = pdfs.drawn(items(FILING), Style(numbers=False))
    turns = {
        90: f"0 1 -1 0 {WIDTH:g} 0 cm",
        180: f"-1 0 0 -1 {WIDTH:g} {HEIGHT:g} cm",
        270: f"0 -1 1 0 0 {HEIGHT:g} cm",
    }
    boxes = {
        90: (-HEIGHT + WIDTH, 0.0, WIDTH, HEIGHT),
        180: (0, 0, WIDTH, HEIGHT),
        270: (0, 0, HEIGHT, HEIGHT),
    }
    x0, y0, x1, y1 = boxes[angle]
    for page in pages:
        page.operations.insert(0, turns[angle])
    found = read(pages, page=f"/Rotate {angle} /MediaBox [{x0:g} {y0:g} {x1:g} {y1:g}]")
    assert found.filing.figures == FILING.figures
    assert found.filing.sections == FILING.sections
    assert found.unread == ()


@pytest.mark.parametrize("turn", ["0 1 -1 0 842 0 cm", "0 -1 1 0 0 595 cm"])
def test_pages_that_were_set_sideways_are_read(turn: str) -> None:
    """As where a sheet for landscape tables was turned, but not told so."""
    pages = pdfs.drawn(items(FILING))
    for page in pages:
        page.operations.insert(0, turn)
    found = read(pages, page="/MediaBox [0 0 842 595]")
    assert found.filing.figures == FILING.figures
    assert found.filing.sections == FILING.sections
    assert found.unread == ()


def test_a_few_turned_words_are_listed() -> None:
    pages = pdfs.drawn(items(FILING))
    pages[0].text(560, 400, 9, "样张", turn="0 1 -1 0")
    found = read(pages)
    assert found.filing.figures == FILING.figures
    assert [each.text for each in found.unread] == ["第1页斜排的字没有读：样张"]


def test_large_words_behind_the_text_are_listed_and_mix_with_nothing() -> None:
    pages = pdfs.drawn(items(FILING))
    for page in pages:
        page.operations.insert(0, "0.85 g")
        page.text(90, 180, 90, "12 34")
        page.operations.insert(1, page.operations.pop())
        page.operations.insert(2, "0 g")
    found = read(pages)
    assert found.filing.figures == FILING.figures
    assert found.filing.sections == FILING.sections
    assert {each.text[3:] for each in found.unread} == {"衬在别的字下面的字没有读：12 34"}


@pytest.mark.parametrize("foot", [170.0, 230.0, 330.0])
def test_tables_over_many_pages_are_read_whole(foot: float) -> None:
    for sides in (True, False):
        data = pdfs.write(items(FILING), Style(foot=foot, sides=sides, cut=False))
        found = read_report(data, NAME)
        assert found.filing.figures == FILING.figures
        assert found.unread == ()


@pytest.mark.parametrize("form", ["notice_2019_60", "notice_2021_30"])
@pytest.mark.parametrize("aside", [20, 28, 45, -45])
def test_a_table_goes_on_where_the_margins_of_pages_are_mirrored(form: str, aside: int) -> None:
    """Every other page stands farther right, or left; the heads of its table are on the page before."""
    filing = telling(form)
    pages = pdfs.drawn(items(filing), Style(foot=520.0))
    for page in pages[1::2]:
        page.operations.insert(0, f"1 0 0 1 {aside} 0 cm")
    back = read(pages)
    assert back.filing.figures == filing.figures
    assert back.unread == ()
