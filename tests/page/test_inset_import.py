"""Pictures and simple tables between the paragraphs come back from Word, from the page and from the workbook."""

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from random import Random

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from disclosure.filing import Filing, Picture
from disclosure.importing import Imported, read_report
from disclosure.importing.readers import read
from disclosure.importing.readers.enclosed import MOST, spoken
from disclosure.importing.trace import Mark, trace
from disclosure.rendering import render_html
from disclosure.rendering.docx import render_docx
from disclosure.rendering.xlsx import render_xlsx

from .sample import filing

TABLE = "|年度|申请|\n|2023|41|\n|2024|43|"
TEXT = f"全年申请数量如下。\n{TABLE}\n逐月情况见图。\n［图1］\n［图2］\n以上是全年情况。"
ALT, CAPTION = "柱状图：逐月申请数量", "逐月申请数量"


def image(kind: str = "PNG", colour: tuple[int, int, int] = (27, 85, 97)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 36), colour).save(target, kind)
    return target.getvalue()


@pytest.fixture(scope="module")
def report() -> Filing:
    shown = Picture(1, image(), 64, 36, ALT, CAPTION)
    bare = Picture(2, image(colour=(200, 30, 30)), 64, 36, "")
    plain = filing("notice_2021_30", pictures=(shown, bare))
    return replace(plain, sections={"overview": TEXT, "problems": "解读形式单一。", "other": "没有。"})


def word(report: Filing) -> Imported:
    return read_report(render_docx(report), "report.docx")


def page(report: Filing) -> Imported:
    return read_report(render_html(report), "report.html")


@pytest.mark.parametrize("way", [word, page])
def test_our_own_document_brings_pictures_and_tables_back(
    report: Filing, way: Callable[[Filing], Imported]
) -> None:
    found = way(report)
    assert found.filing.sections == report.sections
    assert found.unread == found.strays == found.differences == ()
    assert [(p.number, p.where, p.data, p.alt, p.caption) for p in found.pictures] == [
        (1, "overview", report.pictures[0].png, ALT, CAPTION),
        (2, "overview", report.pictures[1].png, "", ""),
    ]


def test_the_workbook_keeps_the_places(report: Filing) -> None:
    found = read_report(render_xlsx(report), "report.xlsx")
    assert found.filing.text("overview") == TEXT
    assert found.base["overview"] == TEXT
    assert found.pictures == ()


def test_everything_that_was_taken_is_marked_in_the_document(report: Filing) -> None:
    data = render_docx(report)
    found = read_report(data, "report.docx")
    pieces = [
        piece
        for block in trace(read(data, "report.docx"), found, found.strays)
        for row in block.rows
        for piece in row
    ]
    assert {piece.mark for piece in pieces if piece.text.strip()} == {Mark.TAKEN}


# --- A document of one's own ------------------------------------------------------------------------------

BEGINNING = ("示例市水务局2024年政府信息公开工作年度报告", "一、总体情况", "情况见下。")
END = ("五、存在的主要问题及改进情况", "解读形式单一。", "六、其他需要报告的事项", "没有。")


def written(*inside: bytes | str | list[list[str]], behind: tuple[bytes | str, ...] = ()) -> bytes:
    """A Word document whose first section holds pictures, paragraphs and tables; `behind`: what follows the last one."""
    document = docx.Document()
    for item in (*BEGINNING, *inside, *END, *behind):
        if isinstance(item, bytes):
            document.add_picture(io.BytesIO(item), Mm(40))
        elif isinstance(item, str):
            document.add_paragraph(item)
        else:
            table = document.add_table(len(item), len(item[0]))
            for row, texts in zip(table.rows, item, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def imported(*inside: bytes | str | list[list[str]], behind: tuple[bytes | str, ...] = ()) -> Imported:
    return read_report(written(*inside, behind=behind), "report.docx")


def overview(found: Imported) -> list[str]:
    return found.filing.text("overview").split("\n")[1:]


def strays(found: Imported) -> list[tuple[str, str]]:
    """What stands in the document and was not read; most of these have no official table at all."""
    return [(stray.where, stray.text) for stray in found.strays if stray.text]


def test_a_caption_goes_with_its_picture_and_a_sentence_does_not() -> None:
    found = imported(image("JPEG"), "图 1：申请数量", image(), "图2 显示了申请的数量。")
    assert overview(found) == ["［图1］", "［图2］", "图2 显示了申请的数量。"]
    assert [picture.caption for picture in found.pictures] == ["申请数量", ""]
    assert found.pictures[0].data.startswith(b"\xff\xd8\xff")


def test_a_number_somebody_has_typed_is_passed_over() -> None:
    found = imported("［图1］", image())
    assert overview(found) == ["［图1］", "［图2］"]
    assert [picture.number for picture in found.pictures] == [2]


def test_other_kinds_of_pictures_are_listed_at_their_place() -> None:
    found = imported(image("GIF"), image())
    assert overview(found) == ["［图1］"]
    assert strays(found) == [("overview", "［图］")]


def test_pictures_beyond_the_tenth_are_listed() -> None:
    found = imported(*[image(colour=(number, 0, 0)) for number in range(MOST + 2)])
    assert len(found.pictures) == MOST
    assert strays(found) == [("overview", f"［图］（一份文件最多取{MOST}张图）")] * 2


def test_pictures_that_are_too_large_together_are_listed() -> None:
    large = image() + Random(1).randbytes(100_000) + bytes(3 * 1024 * 1024)
    found = imported(large, large[:-1], image())
    assert [len(picture.data) for picture in found.pictures] == [len(large), len(image())]
    assert strays(found) == [("overview", "［图］（文件里的图加起来最多取5MB）")]


def test_a_seal_behind_the_signature_is_no_part_of_the_text() -> None:
    found = imported(behind=(image(), "示例市水务局", image(colour=(9, 9, 9)), "2025年1月20日"))
    assert found.filing.text("other") == "没有。\n［图1］"
    assert (found.filing.signature, found.filing.date) == ("示例市水务局", "2025年1月20日")
    assert strays(found) == [("other", "［图2］")]


def changed(data: bytes, name: str, **values: str) -> bytes:
    """A Word file in which every element of a name has these attributes."""
    document = docx.Document(io.BytesIO(data))
    for element in document.element.iter(f"{{*}}{name}"):
        for key, value in values.items():
            element.set(key, value)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_what_was_cropped_away_is_not_brought_back() -> None:
    data = changed(written(image()), "xfrm", rot="5400000")
    found = read_report(data, "report.docx")
    assert overview(found) == []
    assert strays(found) == [("overview", "［图］（在Word里裁剪或转过，没有取；请另存成图片再传）")]


def test_the_name_of_a_file_is_not_what_a_picture_shows() -> None:
    found = read_report(changed(written(image()), "docPr", descr=r"C:\用户\图1.png"), "report.docx")
    assert [picture.alt for picture in found.pictures] == [""]
    assert spoken(" 流程图：\n收到、办结 ") == "流程图： 收到、办结"


def test_a_picture_on_a_page_is_taken_only_from_the_page_itself() -> None:
    inside = base64.b64encode(image()).decode()
    lines = (
        f'<p>见下图。<img src="data:image/png;base64,{inside}" alt="流程图"></p>',
        '<p><img src="https://example.cn/a.png" alt="外面的图"></p>',
        '<p><img src="data:image/svg+xml;base64,PHN2Zy8+" alt="矢量图"></p>',
        f'<figure><img src="data:image/png;base64,{inside}"><figcaption>申请数量</figcaption></figure>',
        '<p><img src="data:image/png;base64,不是编码" alt="坏的"></p>',
    )
    paragraphs = [*(f"<p>{text}</p>" for text in BEGINNING), *lines, *(f"<p>{text}</p>" for text in END)]
    found = read_report("".join(paragraphs).encode(), "report.html")
    assert overview(found) == ["见下图。", "［图1］", "［图2］"]
    assert [(picture.alt, picture.caption) for picture in found.pictures] == [
        ("流程图", ""),
        ("", "申请数量"),
    ]
    assert [text for _, text in strays(found)] == ["［图：外面的图］", "［图：矢量图］", "［图：坏的］"]


# --- Tables ------------------------------------------------------------------------------------------------


def test_a_simple_table_stands_in_the_text() -> None:
    found = imported([["渠道", "条数"], ["网站", "12"], ["公报\n专栏", ""]], "以上。")
    assert overview(found) == ["|渠道|条数|", "|网站|12|", "|公报 专栏||", "以上。"]
    assert strays(found) == []


def test_a_row_of_figures_is_not_taken_for_the_official_table_that_is_missing() -> None:
    found = imported([["年度", "申请"], ["2023", "41"], ["2024", "43"]])
    assert overview(found) == TABLE.split("\n")
    assert strays(found) == []


@pytest.mark.parametrize(
    "table",
    [
        [["栏"] * 9, ["1"] * 9],
        [["年", "数"], *[["2024", "1"]] * 60],
        [["甲|乙", "数"], ["丙", "1"]],
    ],
    ids=["nine columns", "61 rows", "a bar in a cell"],
)
def test_any_other_table_is_listed_row_by_row(table: list[list[str]]) -> None:
    found = imported(table)
    assert overview(found) == []
    left = [text for _, text in strays(found)]
    assert all(any(cell in text for text in left) for row in table for cell in row)


def test_rows_of_an_official_table_never_become_words() -> None:
    found = imported([["指标", "数"], ["行政许可", "3"], ["行政处罚", "4"]])
    assert overview(found) == []
    assert {"3", "4"} <= {text for _, text in strays(found)}


def test_a_table_with_merged_cells_is_listed() -> None:
    document = docx.Document(io.BytesIO(written([["渠道", "条数"], ["网站", "12"], ["公报", "3"]])))
    document.tables[0].cell(1, 1).merge(document.tables[0].cell(2, 1))
    target = io.BytesIO()
    document.save(target)
    found = read_report(target.getvalue(), "report.docx")
    assert overview(found) == []
    assert len(strays(found)) == 3


def test_an_official_table_in_a_wrong_section_is_read_as_such() -> None:
    head = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    row = ["一、本年新收政府信息公开申请数量", *"1234560"]
    found = imported([head, row], "另有一张小表。", [["渠道", "条数"], ["网站", "12"]])
    assert found.filing.figures["requests.received.enterprise"] == 2
    assert overview(found) == ["另有一张小表。", "|渠道|条数|", "|网站|12|"]
