"""The PDF read back: the grid of GB/T 9704-2012, line-start rules, page numbers, whole tables, fonts, bytes."""

import hashlib
import io
import os
import subprocess
import sys
from itertools import pairwise

import pypdf
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from disclosure import formats
from disclosure.rendering import fontset, print_html, render_pdf
from disclosure.rendering.pool import Pool
from disclosure.rendering.sheet import Sheet

from . import reading
from .sample import BODY, filing

PITCH = 10.227
LEFT, RIGHT = 28, 184
FOOT = 35


@pytest.fixture(scope="module", params=list(formats.all_formats()))
def report(request):
    return filing(request.param)


@pytest.fixture(scope="module")
def data(report):
    return render_pdf(report)


@pytest.fixture(scope="module")
def pages(data):
    return reading.pages(data)


def continued(lines):
    """Lines of running text that go on in the next line: those that have to be full."""
    body = reading.body(lines)
    return [
        line
        for line, behind in pairwise(body)
        if abs(behind.left - LEFT) < 1
        and abs(behind.baseline - line.baseline + PITCH) < 0.1
        and chinese(line)
    ]


def chinese(line):
    return any("\u4e00" <= char <= "\u9fff" for char in line.text) and not line.text.endswith("：")


def text_pages(pages):
    """The pages that hold nothing but running text and a page number."""
    return [page for page in pages[1:] if {round(line.size) for line in page} == {14, 16}]


def test_a_full_page_has_22_lines(pages):
    counts = [len(reading.body(page)) for page in text_pages(pages)]
    assert counts.count(22) >= 4
    assert max(counts) == 22


def test_lines_stand_on_the_grid(pages):
    for page in text_pages(pages):
        body = reading.body(page)
        for line, behind in pairwise(body):
            pitches = (line.baseline - behind.baseline) / PITCH
            assert pitches == pytest.approx(3 if behind.text == BODY else 1, abs=0.002), behind.text
        assert body[0].baseline == pytest.approx(reading.body(text_pages(pages)[0])[0].baseline, abs=0.02)


def test_a_line_of_hanzi_has_28_characters():
    report = filing(
        "notice_2021_30", sections={"overview": "示例市昇平区公开工作" * 120}, preface="", addressee=""
    )
    lines = [line for line in reading.body(reading.pages(render_pdf(report))[1]) if line.pure_hanzi]
    assert len(lines) > 20
    assert {len(line.text) for line in lines[:-1]} == {28}


def test_full_lines_end_at_the_right_edge(pages):
    full = [line for page in pages for line in continued(page)]
    assert len(full) > 60
    off = [(line.text, round(line.right, 2)) for line in full if abs(line.right - RIGHT) > 0.3]
    assert off == []


def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(pages):
    lines = [line.text for page in pages for line in reading.body(page)]
    assert [text for text in lines if text[0] in reading.CLOSING or text[-1] in reading.OPENING] == []


def test_nothing_stands_outside_the_type_area(pages):
    for page in pages:
        for line in page:
            assert line.left > LEFT - 0.3 and line.right < RIGHT + 0.3, line.text


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(pages):
    for number, page in enumerate(pages, start=1):
        (line,) = (line for line in page if round(line.size) == 14)
        assert line.text == f"— {number} —"
        dash = line.baseline + 0.36 * 14 / reading.MM
        assert dash == pytest.approx(FOOT - 7, abs=0.3)
        if number % 2:
            assert line.right == pytest.approx(RIGHT - 14 / reading.MM, abs=0.3)
        else:
            assert line.left == pytest.approx(LEFT + 14 / reading.MM, abs=0.3)


def test_every_table_is_whole_and_its_heading_with_it(report, data):
    printed = [page.extract_text().replace("\n", "").replace(" ", "") for page in _reader(data).pages]
    for section in report.format.sections:
        if section.table:
            (page,) = (text for text in printed if section.title in text)
            for place in section.table.places.values():
                assert place.row.label in page and place.column.label in page, place.key


def test_the_printed_figures_are_those_of_the_filing(report, data):
    words = " ".join(page.extract_text() for page in _reader(data).pages).split()
    for key in ("requests.received.enterprise", "requests.handled.total", "cases.review.total"):
        assert str(report.value(key)) in words, key


def test_rare_characters_come_from_the_fallback_font(pages):
    lines = [line for page in pages for line in page if "垚" in line.text]
    assert lines
    assert all("LXGW-WenKai-Light" in line.fonts for line in lines)


def test_every_character_of_the_standard_list_can_be_printed():
    covered = fontset.coverage()
    assert all(ord(char) in covered for char in "昇垚喆祎鄠堽䶮〇①—…·％‰")
    assert len([code for code in range(0x4E00, 0xA000) if code in covered]) > 20_000


def test_all_fonts_are_embedded(data):
    names = set()
    for page in _reader(data).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            names.add(descriptor["/FontName"].split("+")[-1])
            assert any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    vendored = {TTFont(path, lazy=True)["name"].getDebugName(4).replace(" ", "") for path in fontset.files()}
    assert {name.replace("-", "").removesuffix("R") for name in names} <= {
        name.replace("-", "").removesuffix("R") for name in vendored
    }


def test_the_file_names_itself_and_has_an_outline(data):
    reader = _reader(data)
    assert reader.metadata.title == "示例市昇平区政务服务管理局2024年政府信息公开工作年度报告"
    assert reader.metadata.author == "示例市昇平区政务服务管理局"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20250108")
    (top, sections) = reader.outline
    assert top.title == reader.metadata.title
    assert [entry.title for entry in sections if not isinstance(entry, list)][:2] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
    ]


def test_another_process_in_another_place_writes_the_same_bytes(tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.page.sample import filing\n"
        "from disclosure.rendering import render_pdf\n"
        "import hashlib; print(hashlib.sha256(render_pdf(filing('notice_2021_30'))).hexdigest())"
    )
    root = str(fontset.FONTS.parents[2])
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Shanghai",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    run = [sys.executable, "-c", script, root]
    printed = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    ours = hashlib.sha256(render_pdf(filing("notice_2021_30"))).hexdigest()
    assert printed.stdout.strip() == ours


def _reader(data):
    return pypdf.PdfReader(io.BytesIO(data))


def test_a_site_may_use_its_own_licensed_fonts(tmp_path, monkeypatch):
    font = TTFont(fontset.FONTS / "FandolKai-Regular.otf")
    subsetter = Subsetter()  # a font of twenty thousand glyphs takes a quarter of a minute to write
    subsetter.populate(text=BODY)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = "FangSong_GB2312"
    font["CFF "].cff.fontNames = ["FangSong_GB2312"]
    font.save(tmp_path / "fangsong.otf")
    monkeypatch.setenv("OFFICIAL_FONTS_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    own = Pool()
    try:
        lines = reading.pages(own.render(Sheet(print_html(filing("notice_2021_30")))))[0]
    finally:
        own.close()
    assert any("FangSong_GB2312" in name for line in lines for name in line.fonts)
