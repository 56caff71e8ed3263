"""Word documents read as reports: merged cells, automatic numbers, tracked changes; disturbed, nothing moves."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from disclosure.importing import Document, Imported, read_report
from disclosure.importing.readers import read
from disclosure.rendering.docx import render_docx
from tests.core.disturbances import CASES, Box, items, stands
from tests.core.drawn import as_docx, p, run, tbl, tc, word
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_properties import FORMATS, invented, wrong_figures

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def imported(data: bytes) -> Imported:
    return read_report(data, "report.docx")


def shown(body: str, numbering: str = "") -> Document:
    return read(word(body, numbering=numbering), "report.docx")


def texts(body: str, numbering: str = "") -> list[str]:
    return [line.text for line in shown(body, numbering).lines if not line.left_out]


def left_out(body: str) -> list[str]:
    return [line.text for line in shown(body + p(run("末"))).lines if line.left_out]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_disturbed_document_is_read_right_or_listed(name: str, form: str) -> None:
    stands(name, form, as_docx, "report.docx")


# Whole reports ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_our_own_document_is_read_back_whole(form: str) -> None:
    filing = invented(form, 3)
    found = imported(render_docx(filing))
    assert wrong_figures(found, filing) == {}
    assert found.differences == found.unread == found.strays == ()
    assert found.filing.digest == filing.digest


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_form_gives_no_zeros(form: str) -> None:
    filing = replace(invented(form, 1), figures={})
    found = imported(as_docx(items(filing)))
    assert found.filing.format.id == form
    assert found.filing.figures == found.filing.printed == {}
    assert {passage.where for passage in found.unread} == filing.format.places.keys()
    assert all(passage.text == "" for passage in found.unread)


def test_lines_pasted_as_paragraphs_become_paragraphs_again() -> None:
    filing = telling("notice_2021_30")
    sentence = "全年围绕群众关心的供水排水和防汛抗旱等事项主动公开信息并及时更新目录，" * 6 + "办结。"
    pasted = "".join(p(run(sentence[at : at + 36])) for at in range(0, len(sentence), 36))
    body = "".join(
        p(run(item)) if isinstance(item, str) else tbl(item)
        for item in items(replace(filing, sections={**filing.sections, "overview": "@"}))
    )
    assert imported(word(body.replace(p(run("@")), pasted))).filing.text("overview") == sentence


# What is printed --------------------------------------------------------------------------------------------------


def test_a_number_in_several_runs_is_one_number() -> None:
    cell = f"<w:tc>{p(run('30') + '<w:proofErr/>' + run('01'))}</w:tc>"
    assert shown(f"<w:tbl><w:tr>{tc('规章')}{cell}</w:tr></w:tbl>").lines[0].cells == ("规章", "3001")


def test_paragraphs_in_a_cell_never_become_one_number() -> None:
    cell = f"<w:tc>{p(run('3'))}{p(run('5'))}</w:tc>"
    assert shown(f"<w:tbl><w:tr>{tc('规章')}{cell}</w:tr></w:tbl>").lines[0].cells == ("规章", "3 5")


def test_deleted_text_is_out_and_inserted_text_is_in() -> None:
    gone = (
        f'<w:del w:author="a"><w:r><w:delText>9</w:delText></w:r></w:del><w:moveFrom>{run("旧")}</w:moveFrom>'
    )
    body = p(run("公开") + gone + f"<w:ins>{run('12')}</w:ins><w:moveTo>{run('条')}</w:moveTo>")
    row = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('甲')}{tc('1')}</w:tr>"
    table = f"<w:tbl>{row}<w:tr>{tc('乙')}{tc('2')}</w:tr></w:tbl>"
    assert texts(body + table) == ["公开12条", "乙 | 2"]


def test_hidden_text_is_not_read() -> None:
    hidden = run("藏", "<w:vanish/>") + run("不藏", '<w:vanish w:val="0"/>')
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('甲')}{tc('1')}</w:tr>"
    assert texts(p(run("前") + hidden) + f"<w:tbl>{row}<w:tr>{tc('乙')}{tc('2')}</w:tr></w:tbl>") == [
        "前不藏",
        "乙 | 2",
    ]


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    asked = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark("begin") + asked + run("12") + mark("separate") + run(result) + mark("end")


def test_a_field_is_read_as_it_is_shown() -> None:
    simple = f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>'
    link = f'<w:hyperlink w:anchor="a">{run("网址")}</w:hyperlink>'
    assert texts(p(run("共") + field("=SUM(ABOVE)", "41") + run("件") + simple + link)) == ["共41件7网址"]


def test_content_controls_breaks_and_signs() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p(run('控件'))}</w:sdtContent></w:sdt>"
    signs = (
        '<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:noBreakHyphen/><w:br w:type="page"/><w:t>丙</w:t></w:r>'
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:r><w:sym w:char="25A1"/></w:r>'
    )
    assert texts(control + p(signs)) == ["控件", "甲", "乙-丙［符号］□"]


def test_a_table_of_contents_is_no_text() -> None:
    contents = '<w:pStyle w:val="TOCHeading"/>'
    found = shown(p(run("目录"), contents) + p(run("一、总体情况")))
    assert [line.text for line in found.lines] == ["一、总体情况"]
    assert found.layout == ("目录",)


def styled(document: WordDocument) -> None:
    """Two character styles: notes stand high, and another style is based on them."""
    for name, more in (
        ("note", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
        ("own", '<w:basedOn w:val="note"/>'),
    ):
        style = (
            f'<w:style {SPACE} w:type="character" w:styleId="{name}"><w:name w:val="{name}"/>{more}</w:style>'
        )
        document.styles.element.append(parse_xml(style))


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vertAlign w:val="superscript"/>',
        '<w:position w:val="6"/><w:sz w:val="12"/>',
        '<w:rStyle w:val="note"/>',
        '<w:rStyle w:val="own"/>',
    ],
)
def test_a_raised_note_is_no_part_of_a_number(properties: str) -> None:
    raised = run("1", properties)
    body = f"<w:tbl><w:tr>{tc('规章')}<w:tc>{p(run('3') + raised)}</w:tc></w:tr></w:tbl>"
    document = docx.Document(io.BytesIO(word(body)))
    styled(document)
    file = io.BytesIO()
    document.save(file)
    assert read(file.getvalue(), "a.docx").lines[0].cells == ("规章", "3¹")


def test_a_formula_that_is_built_up_is_no_number() -> None:
    power = "<m:sSup><m:e><m:r><m:t>3</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    space = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    assert texts(p(f"<m:oMath {space}>{power}</m:oMath>")) == ["［算式：32］"]
    assert texts(p(f"<m:oMath {space}><m:r><m:t>32</m:t></m:r></m:oMath>")) == ["32"]


def test_what_is_struck_out_is_listed_and_not_read() -> None:
    body = p(run("公开") + run("7", "<w:strike/>") + run("12条"))
    assert texts(body) == ["公开12条"]
    assert left_out(body) == ["［划掉的文字：7］"]


# What is listed ---------------------------------------------------------------------------------------------------

_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_PICTURE = f'<w:r><w:drawing {_SPACES}><wp:inline><wp:docPr id="1" name="x" descr="流程图"/><a:blip/></wp:inline></w:drawing></w:r>'
_BOX = f"<w:txbxContent>{p(run('框内'))}{p(run('文字'))}</w:txbxContent>"
_SHAPE = (
    f'<w:r><mc:AlternateContent {_SPACES}><mc:Choice Requires="wps"><w:drawing>{_BOX}</w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:shape>{_BOX}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (_PICTURE, "［图：流程图］"),
        (f"<w:r><w:pict {_SPACES}><v:imagedata/></w:pict></w:r>", "［图］"),
        (f"<w:r><w:pict {_SPACES}><v:line/></w:pict></w:r>", "［图形］"),
        ("<w:r><w:object/></w:r>", "［嵌入的对象］"),
        (_SHAPE, "［文本框：框内 文字］"),
    ],
)
def test_what_is_drawn_is_listed_at_its_place(inside: str, said: str) -> None:
    assert left_out(p(run("前") + inside)) == [said]
    assert left_out(f"<w:tbl><w:tr>{tc('甲')}<w:tc>{p(inside)}</w:tc></w:tr></w:tbl>") == [said]


def test_a_picture_in_a_section_is_listed_with_it_and_is_no_text() -> None:
    filing = telling("notice_2021_30")
    body = "".join(p(run(item)) if isinstance(item, str) else tbl(item) for item in items(filing))
    heading = filing.format.section("problems").title
    found = imported(word(body.replace(p(run(heading)), p(run(heading)) + p(_PICTURE))))
    assert found.filing.digest == filing.digest
    assert [(passage.where, passage.text) for passage in found.unread] == [("problems", "［图：流程图］")]


def with_footnote(data: bytes, text: str) -> bytes:
    """A Word file with a footnote of number 2."""
    document = docx.Document(io.BytesIO(data))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f'<w:footnotes {space}><w:footnote w:id="2">{p(run(text))}</w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), "application/xml", note.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_note_is_listed_and_its_mark_is_no_figure() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    row = f"<w:tbl><w:tr>{tc('甲')}<w:tc>{p(run('3') + note)}</w:tc></w:tr></w:tbl>"
    data = with_footnote(word(p(run("公开12条") + note) + row), "含镇办")
    lines = [line.text for line in read(data, "a.docx").lines]
    assert lines == ["公开12条¹", "［脚注1：含镇办］", "甲 | 3²", "［脚注2：含镇办］"]


# Tables -----------------------------------------------------------------------------------------------------------


def test_merged_cells_stand_once_and_blank_ones_stay() -> None:
    rows = [[Box("甲", 1, 2), Box("乙", 2)], [Box(""), Box("丙")]]
    first, second = shown(tbl(rows)).lines
    assert (first.cells, second.cells) == (("甲", "乙"), ("", "丙"))
    assert (first.shared, second.shared) == ({0}, set())


def test_a_cell_that_only_could_be_merged_is_not() -> None:
    restart = '<w:vMerge w:val="restart"/>'
    body = f"<w:tbl><w:tr>{tc('甲', merge=restart)}{tc('1')}</w:tr><w:tr>{tc('乙')}{tc('2')}</w:tr></w:tbl>"
    assert shown(body).lines[0].shared == set()


def test_a_table_that_only_arranges_the_page_is_opened() -> None:
    inner = tbl([[Box("规章"), Box("3")]])
    outer = f"<w:tbl><w:tr><w:tc>{p(run('一、总体情况'))}{inner}{p('')}</w:tc></w:tr></w:tbl>"
    assert [(line.text, line.ruled) for line in shown(outer).lines] == [
        ("一、总体情况", False),
        ("规章 | 3", True),
    ]


def test_cells_merged_in_the_old_way_stand_once() -> None:
    first = "<w:hMerge w:val='restart'/>"
    body = f"<w:tbl><w:tr>{tc('甲', merge=first)}{tc('', merge='<w:hMerge/>')}{tc('1')}</w:tr></w:tbl>"
    assert shown(body).lines[0].cells == ("甲", "1")
