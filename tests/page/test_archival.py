"""An edition's PDF is PDF/A-3a and PDF/UA-1 at once, by the word of a validator that was not written here (veraPDF)."""

from __future__ import annotations

import io

import pypdf
import pytest

from disclosure.rendering import render_pdf

from . import editions, validating

KINDS = [(kind, form) for kind in editions.KINDS for form in editions.FORMATS]


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """What the validator says of every edition and of a draft, in one run of it."""
    folder = tmp_path_factory.mktemp("editions")
    for kind, form in KINDS:
        (folder / f"{kind}-{form}.pdf").write_bytes(editions.files(kind, form)["report.pdf"])
    (folder / "draft.pdf").write_bytes(render_pdf(editions.short("notice_2021_30")))
    return validating.verdicts(sorted(folder.iterdir()))


def test_every_edition_conforms_to_both_standards(verdicts: list[dict[str, object]]) -> None:
    judged = [verdict for verdict in verdicts if verdict["file"] != "draft.pdf"]
    assert [(v["file"], v["flavour"], v["faults"]) for v in judged if not v["compliant"]] == []
    assert len(judged) == 2 * len(KINDS)
    assert all(int(str(verdict["assertions"])) > 1000 for verdict in judged)


def test_a_draft_claims_neither_and_the_validator_says_so(verdicts: list[dict[str, object]]) -> None:
    drafts = [verdict for verdict in verdicts if verdict["file"] == "draft.pdf"]
    assert [verdict["compliant"] for verdict in drafts] == [False, False]


def test_the_long_one_is_long() -> None:
    pages = pypdf.PdfReader(_stream("long", "notice_2021_30")).pages
    assert len(pages) > 10


@pytest.mark.parametrize("form", editions.FORMATS)
def test_the_data_travels_inside(form: str) -> None:
    files = editions.files("long", form)
    inside = pypdf.PdfReader(_stream("long", form)).attachments
    assert {name: contents[0] for name, contents in inside.items()} == {
        name: files[name] for name in ("report.json", "report.csv", "report.xlsx")
    }


@pytest.mark.parametrize("form", editions.FORMATS)
def test_it_has_a_title_a_language_and_an_outline(form: str) -> None:
    reader = pypdf.PdfReader(_stream("long", form))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and "政府信息公开工作年度报告" in str(reader.metadata.title)
    (top,) = [entry for entry in reader.outline if not isinstance(entry, list)]
    sections = [entry.title for entry in reader.outline[1] if not isinstance(entry, list)]
    assert "2024年" in top.title
    assert [title[0] for title in sections] == list("一二三四五六")


def test_every_figure_names_its_headings() -> None:
    reader = pypdf.PdfReader(_stream("zero", "notice_2021_30"))
    cells = [node for node in _nodes(reader.trailer["/Root"]["/StructTreeRoot"]) if node.get("/S") == "/TD"]
    assert len(cells) == 10 + 175 + 15
    ids = {node["/ID"] for node in _nodes(reader.trailer["/Root"]["/StructTreeRoot"]) if "/ID" in node}
    for cell in cells:
        headings = list(cell["/A"]["/Headers"])
        assert len(headings) >= 2 and set(headings) <= ids
    # 法律服务机构 under 法人或其他组织 under 申请人情况; 1. below （三） below 三
    depths = sorted({len(cell["/A"]["/Headers"]) for cell in cells})
    assert depths[-1] >= 6


def _stream(kind: str, form: str):
    return io.BytesIO(editions.files(kind, form)["report.pdf"])


def _nodes(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield node
    kids = node.get("/K", ())
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        yield from _nodes(kid)
