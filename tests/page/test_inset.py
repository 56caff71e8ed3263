"""Pictures and simple tables between the paragraphs, in the PDF, the page and the Word document."""

import io
import json
from dataclasses import replace

import docx
import pypdf
import pytest
from PIL import Image

from disclosure.filing import Picture
from disclosure.rendering import RenderingError, edition_files, render_html, render_pdf
from disclosure.rendering.docx import render_docx

from . import reading
from .editions import IMPRINT
from .sample import filing

TEXT = "全年申请数量如下。\n｜年度｜申请｜\n|2023|41|\n|2024|43|\n逐月情况见图。\n［图1］\n以上是全年情况。"


def png(width=640, height=360):
    target = io.BytesIO()
    Image.new("RGB", (width, height), (27, 85, 97)).save(target, "PNG")
    return target.getvalue()


@pytest.fixture(scope="module")
def report():
    picture = Picture(1, png(), 640, 360, "柱状图：逐月申请数量", "逐月申请数量")
    plain = filing("notice_2021_30", pictures=(picture,))
    return replace(plain, sections={**plain.sections, "overview": TEXT})


@pytest.fixture(scope="module")
def pdf(report):
    return render_pdf(report)


def test_the_pdf_holds_the_picture_once_with_its_caption(pdf):
    # All pages share one dictionary of resources, so the one picture is found on each of them.
    images = {image.name: image for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for image in page.images}
    assert [image.image.size for image in images.values()] == [(640, 360)]
    text = "\n".join(line.text for page in reading.pages(pdf) for line in page)
    assert "图1　逐月申请数量" in text


def test_the_pdf_says_what_the_picture_shows(pdf):
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    assert "柱状图：逐月申请数量" in _alternatives(root)


@pytest.mark.parametrize("caption", ["", "逐月申请数量"])
def test_a_picture_nobody_described_is_drawn_and_said_to_be_undescribed(report, caption):
    silent = replace(report, pictures=(replace(report.pictures[0], alt=" ", caption=caption),))
    said = f"图1　{caption}（没有文字说明）" if caption else "图1（没有文字说明）"
    files = edition_files(silent, IMPRINT)
    root = pypdf.PdfReader(io.BytesIO(files["report.pdf"])).trailer["/Root"]["/StructTreeRoot"]
    assert said in _alternatives(root)
    assert f'alt="{said}"' in files["report.html"].decode()
    assert json.loads(files["report.json"])["pictures"][0]["alt"] == " "


def _alternatives(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [alt for child in node for alt in _alternatives(child)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + _alternatives(node.get("/K", []))


def test_the_table_is_set_with_its_head(pdf):
    lines = [line.text for page in reading.pages(pdf) for line in page]
    assert any("年度" in line and "申请" in line and len(line) < 10 for line in lines)
    assert any("2023" in line and "41" in line and len(line) < 10 for line in lines)


def test_the_page_needs_nothing_from_outside(report):
    page = render_html(report).decode()
    assert '<img src="data:image/png;base64,' in page
    assert 'alt="柱状图：逐月申请数量"' in page
    assert '<th scope="col">年度</th>' in page


def test_word_has_the_picture_and_the_table_in_their_places(report):
    word = docx.Document(io.BytesIO(render_docx(report)))
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == ["柱状图：逐月申请数量"]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["年度", "申请"],
        ["2023", "41"],
        ["2024", "43"],
    ]


def test_a_table_beyond_the_limits_is_refused_in_words(report):
    wide = "|" + "|".join("甲" * 12) + "|\n|" + "|".join("乙" * 12) + "|"
    with pytest.raises(RenderingError, match="12列"):
        render_html(replace(report, sections={**report.sections, "overview": wide}))
