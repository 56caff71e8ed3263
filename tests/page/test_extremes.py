"""Long figures, long names, rare characters and tall tables keep to their places."""

from __future__ import annotations

import io
from dataclasses import replace

import pdfplumber
import pytest

from disclosure import formats
from disclosure.importing import read_report
from disclosure.rendering import document, render_html, render_pdf

from . import editions, reading, sample

FORM = "notice_2021_30"
NAME = "示例省昭阳彝族回族苗族自治州昇平经济技术开发区管理委员会行政审批与政务服务管理局"
RARE = "𠮷㙟䶮㛃𬭎𫖯𡐓㬎𫓧鄠"


def everywhere(form: str, figure: int):
    """Sections two to four with one figure in every cell that is entered, and no words."""
    entered = {key: figure for key, place in formats.get(form).places.items() if not place.derived}
    return sample.filing(form, figures=entered, sections={})


@pytest.mark.parametrize("form", editions.FORMATS)
@pytest.mark.parametrize("figure", [87_654_321, 1_234_567_890])
def test_long_figures_stand_on_one_line_inside_their_cells(form: str, figure: int) -> None:
    report = everywhere(form, figure)
    printed = 0
    with pdfplumber.open(io.BytesIO(render_pdf(report))) as pdf:
        for page in pdf.pages:
            digits = [char for char in page.chars if char["text"].isdigit() and char["size"] < 10.6]
            for table in page.find_tables():
                for left, top, right, foot in table.cells:
                    inside = [
                        c
                        for c in digits
                        if left < (c["x0"] + c["x1"]) / 2 < right and top < c["bottom"] < foot
                    ]
                    if not inside or "".join(c["text"] for c in inside) not in _written(report):
                        continue
                    assert len({round(c["bottom"]) for c in inside}) == 1
                    assert min(c["x0"] for c in inside) > left and max(c["x1"] for c in inside) < right
                    printed += 1
    assert printed == len(report.values)


def _written(report) -> set[str]:
    return {str(value) for value in report.values.values()}


def test_a_long_name_is_signed_in_lines_that_make_sense() -> None:
    report = sample.filing(FORM, body=NAME, signature=NAME, sections={})
    lines = document(report).signature_lines
    assert lines == (
        "示例省昭阳彝族回族苗族自治州昇平经济技术开发区",
        "管理委员会行政审批与政务服务管理局",
    )
    signed = [line for line in reading.pages(render_pdf(report))[-1] if line.text in lines]
    assert [line.text for line in signed] == list(lines)
    assert signed[0].right == pytest.approx(signed[1].right, abs=0.3)
    assert document(sample.filing(FORM)).signature_lines == (sample.BODY,)


def test_a_signature_in_two_lines_is_read_back_whole() -> None:
    report = sample.filing(FORM, body=NAME, signature=NAME)
    assert read_report(render_html(report), "report.html").filing.signature == NAME


def test_rare_characters_are_printed_wherever_they_stand() -> None:
    name = f"示例市{RARE}镇人民政府"
    words = f"（一）{RARE}。\n{RARE}。\n|人名|数|\n|{RARE}|12|"
    report = sample.filing(FORM, body=name, signature=name, sections={"overview": words})
    text = "".join(line.text for page in reading.pages(render_pdf(report)) for line in page)
    assert text.count(RARE) == 5


def test_a_tall_table_begins_where_it_is_spoken_of() -> None:
    rows = "\n".join(f"|第{number}项|{number}|" for number in range(40))
    report = sample.filing(FORM, sections={"overview": f"逐项情况见下表。\n|事项|件数|\n{rows}"})
    first, second, *_ = reading.pages(render_pdf(report))
    assert any("第0项" in line.text for line in first)
    assert any("事项" in line.text for line in second), "its head is repeated"


def test_a_table_takes_the_line_before_it_along() -> None:
    rows = "\n".join(f"|第{number}项|{number}|" for number in range(20))
    words = f"{'依法公开。' * 20}\n逐项情况见下表。\n|事项|件数|\n{rows}"
    report = replace(sample.filing(FORM), sections={"overview": words})
    first, second, *_ = reading.pages(render_pdf(report))
    assert not any("逐项情况" in line.text for line in first)
    assert "逐项情况" in second[0].text
