"""The Word document read back: the words, the tables with their merged cells, the page and the same bytes."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from disclosure import formats
from disclosure.layout import grid
from disclosure.rendering import block_views
from disclosure.rendering.docx import render_docx
from disclosure.rendering.tables import written

from .sample import BODY, filing


@pytest.fixture(scope="module", params=list(formats.all_formats()))
def report(request):
    return filing(request.param)


@pytest.fixture(scope="module")
def data(report):
    return render_docx(report)


@pytest.fixture(scope="module")
def word(data):
    return docx.Document(io.BytesIO(data))


def texts(word):
    return [paragraph.text for paragraph in word.paragraphs]


def test_the_six_headings_stand_in_order_and_make_the_outline(word, report):
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in report.format.sections]


def test_every_paragraph_of_the_narratives_is_there(word, report):
    printed = texts(word)
    for section in report.format.narratives:
        wanted = [block.text + block.rest for block in block_views(report.text(section.key))]
        start = printed.index(section.title) + 1
        assert printed[start : start + len(wanted)] == wanted


def test_the_title_is_broken_where_its_sense_allows(word, report):
    assert word.paragraphs[0].text.replace("\n", "") == report.official_title
    assert word.paragraphs[0].text.split("\n")[0] == BODY


def test_signature_and_date_close_the_document(word):
    assert texts(word)[-2:] == [BODY, "2025年1月8日"]


@pytest.mark.parametrize("number", range(3))
def test_a_table_has_the_figures_of_the_report_in_the_grid_of_the_form(word, report, number):
    table, form = word.tables[number], list(report.format.tables.values())[number]
    shape = grid(form)
    lines = [*shape.lines]
    assert len(table.rows) == len(lines)
    for line, row in zip(lines, table.rows, strict=True):
        figures = [written(report.value(cell.key), cell.unit) for cell in line.values]
        assert [cell.text for cell in _own_cells(row)][len(_own_cells(row)) - len(figures) :] == figures


def _own_cells(row):
    """The cells of a line, merged ones once."""
    return [docx.table._Cell(element, row) for element in row._tr.findall(qn("w:tc"))]


def test_the_head_of_section_three_repeats_on_every_page(word, report):
    requests = list(report.format.tables).index("requests")
    heads = [
        row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in word.tables[requests].rows
    ]
    assert heads == [True] * 3 + [False] * (len(heads) - 3)


def test_labels_that_span_rows_are_merged(word, report):
    requests = list(report.format.tables).index("requests")
    merges = [cell.vMerge for cell in word.tables[requests]._tbl.iter_tcs()]
    spans = [h.rowspan for line in grid(report.format.tables["requests"]).lines for h in line.heads]
    assert merges.count("restart") == sum(span > 1 for span in spans)
    assert merges.count("continue") == sum(span - 1 for span in spans)


def test_the_page_has_22_lines_of_28_characters(word):
    section = word.sections[0]
    lines = section._sectPr.find(qn("w:docGrid"))
    assert lines.get(qn("w:linePitch")) == "579"
    area = section.page_width - section.left_margin - section.right_margin
    assert round(area / Mm(1)) == 156
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml


def test_the_same_report_gives_the_same_bytes(data, report):
    assert render_docx(report) == data


def test_the_file_holds_nothing_of_the_template_and_no_time_of_writing(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name]
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}
