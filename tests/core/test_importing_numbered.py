"""Headings of the six sections may be numbered in another way than the form prints them; those inside a section are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from disclosure import formats
from disclosure.filing import Filing
from disclosure.importing import Imported, UnreadableDocument, read_report
from tests.core.disturbances import Items, items
from tests.core.drawn import as_docx, as_html
from tests.core.test_importing_disturbed import as_text
from tests.core.test_importing_mangled import telling

FORMATS = sorted(formats.all_formats())
WRITERS = {"text": as_text, "html": as_html, "docx": as_docx}
on_every_form = pytest.mark.parametrize("form", FORMATS)
by_every_writer = pytest.mark.parametrize("kind", WRITERS)

HAN, FORMAL = "一二三四五六", "壹贰叁肆伍陆"
WAYS: dict[str, Callable[[int, str], str]] = {
    "第一部分": lambda at, words: f"第{HAN[at]}部分　{words}",
    "第一章": lambda at, words: f"第{HAN[at]}章 {words}",
    "（一）": lambda at, words: f"（{HAN[at]}）{words}",
    "1、": lambda at, words: f"{at + 1}、{words}",
    "1.": lambda at, words: f"{at + 1}.{words}",
    "（1）": lambda at, words: f"（{at + 1}）{words}",
    "壹、": lambda at, words: f"{FORMAL[at]}、{words}",
}


def titles(filing: Filing, way: Callable[[int, str], str]) -> dict[str, str]:
    """Every official title → the same one numbered in another way."""
    sections = enumerate(filing.format.sections)
    return {section.title: way(at, section.title.split("、", 1)[1]) for at, section in sections}


def read(kind: str, found: Items) -> Imported:
    return read_report(WRITERS[kind](found), "a")


@by_every_writer
@on_every_form
@pytest.mark.parametrize("way", WAYS)
def test_sections_may_be_numbered_in_another_way(kind: str, form: str, way: str) -> None:
    filing = telling(form)
    back = read(kind, items(filing, titles(filing, WAYS[way]))).filing
    assert back.figures == filing.figures
    assert back.sections == filing.sections
    assert back.preface == filing.preface


@by_every_writer
@on_every_form
@pytest.mark.parametrize("way", WAYS)
def test_a_heading_inside_a_section_does_not_end_it(kind: str, form: str, way: str) -> None:
    """Section one tells of what the tables say; its headings may be those of other sections but for their numbers."""
    filing = telling(form)
    inside = WAYS[way]
    found = items(filing)
    sections = filing.format.sections
    at = found.index(sections[1].title)
    words = [sections[place].title.split("、", 1)[1] for place in (1, 2)]
    found[at:at] = [inside(1, words[0]), "按目录公开。", inside(2, words[1]), "都已答复。"]
    back = read(kind, found).filing
    assert back.figures == filing.figures
    assert "都已答复。" in back.text(sections[0].key)


@by_every_writer
@on_every_form
def test_two_reports_in_one_document_are_refused_however_their_sections_are_numbered(
    kind: str, form: str
) -> None:
    filing = telling(form)
    found = items(filing, titles(filing, WAYS["1、"]))
    with pytest.raises(UnreadableDocument):
        read(kind, found + found)


@by_every_writer
@on_every_form
def test_a_number_that_is_not_the_sections_own_makes_no_heading(kind: str, form: str) -> None:
    filing = telling(form)
    found = items(filing)
    sections = filing.format.sections
    at = found.index(sections[1].title)
    found[at:at] = [f"（一）{sections[5].title.split('、', 1)[1]}", "按期办结。"]
    back = read(kind, found).filing
    assert back.figures == filing.figures
    assert "按期办结。" in back.text(sections[0].key)


@by_every_writer
@on_every_form
def test_a_table_of_contents_numbered_otherwise_takes_no_words_from_the_sections(
    kind: str, form: str
) -> None:
    filing = telling(form)
    found = items(filing, titles(filing, WAYS["（一）"]))
    found[1:1] = titles(filing, WAYS["1、"]).values()
    back = read(kind, found).filing
    assert back.figures == filing.figures
    assert back.sections == filing.sections


@by_every_writer
@on_every_form
@pytest.mark.parametrize(
    ("way", "listed"), [("第一部分", "一、"), ("壹、", "一、"), ("（一）", "第一部分"), ("1、", "壹、")]
)
def test_a_table_of_contents_numbered_as_the_form_is_takes_no_words(
    kind: str, form: str, way: str, listed: str
) -> None:
    """It agrees better with the form than the headings themselves do."""
    filing = telling(form)
    ways = {**WAYS, "一、": lambda at, words: f"{HAN[at]}、{words}"}
    found = items(filing, titles(filing, ways[way]))
    found[1:1] = titles(filing, ways[listed]).values()
    back = read(kind, found).filing
    assert back.figures == filing.figures
    assert back.sections == filing.sections


@by_every_writer
@on_every_form
@pytest.mark.parametrize("listed", [4, 5])
def test_a_table_of_contents_that_lacks_the_last_sections_takes_no_heading_behind_it(
    kind: str, form: str, listed: int
) -> None:
    """The first heading stands right below it, where the last line of a whole list would; section five names it again."""
    filing = replace(telling(form), preface="", addressee="")
    first, *_, fifth, _ = filing.format.sections
    words = f"（一）不足\n不够主动。\n1.{first.title.split('、', 1)[1]}\n已有提高。"
    filing = replace(filing, sections={**filing.sections, fifth.key: words})
    found = items(filing)
    found[1:1] = [*titles(filing, WAYS["壹、"]).values()][:listed]
    back = read(kind, found).filing
    assert back.figures == filing.figures
    assert back.sections == filing.sections
