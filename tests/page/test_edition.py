"""The files of an edition: the same bytes anywhere, the code on the last page, a fragment that survives a portal's editor."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import lxml.html
import nh3
import openpyxl
import pdfplumber
import pypdf
import pytest
import segno
from PIL import Image

from disclosure.importing import read_report
from disclosure.rendering import Imprint, Seal, edition_files
from disclosure.rendering.qr import SCALE
from disclosure.rendering.sheet import Attached, Sheet

from . import editions, reading

ROOT = Path(__file__).resolve().parents[2]
FORM = "notice_2021_30"
NAMES = {
    "report.json",
    "report.csv",
    "report.xlsx",
    "report.docx",
    "report.html",
    "fragment.html",
    "report.pdf",
}
DRAW = """
import hashlib, json, sys
from tests.page import editions
files = editions.files("sealed", "notice_2021_30")
json.dump({name: hashlib.sha256(content).hexdigest() for name, content in files.items()}, sys.stdout)
"""


def test_an_edition_has_these_files() -> None:
    assert set(editions.files("short", FORM)) == NAMES


@pytest.mark.parametrize(
    ("zone", "seed", "language"), [("UTC", "1", "C.UTF-8"), ("Pacific/Kiritimati", "4711", "C")]
)
def test_the_bytes_are_the_same_in_any_process_place_and_time_zone(
    tmp_path: Path, zone: str, seed: str, language: str
) -> None:
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TZ": zone,
        "PYTHONHASHSEED": seed,
        "LC_ALL": language,
        "PYTHONUTF8": "1",
    }
    found = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    files = editions.files("sealed", FORM)
    assert found.stdout == json.dumps(
        {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    )


def test_the_code_stands_on_the_last_page_and_a_phone_can_read_the_address() -> None:
    pages = reading.pages(editions.files("sealed", FORM)["report.pdf"])
    last = "".join(line.text for line in pages[-1])
    assert editions.IMPRINT.code in last and editions.IMPRINT.address in last and "第1版" in last
    assert all(editions.IMPRINT.code not in "".join(line.text for line in page) for page in pages[:-1])
    (picture, *_) = pypdf.PdfReader(io.BytesIO(editions.files("zero", FORM)["report.pdf"])).pages[-1].images
    assert _read_qr(picture.image) == _drawn_qr(editions.IMPRINT.address)


@pytest.mark.parametrize("kind", ["short", "zero", "long", "sealed"])
@pytest.mark.parametrize("form", editions.FORMATS)
def test_the_code_never_has_a_page_of_its_own(kind: str, form: str) -> None:
    last = reading.pages(editions.files(kind, form)["report.pdf"])[-1]
    assert reading.body(last), "the last page holds nothing of the report"


def test_a_site_without_an_address_prints_the_code_alone() -> None:
    files = edition_files(editions.short(FORM), replace(editions.IMPRINT, address=""))
    page = pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages[-1]
    assert not page.images
    text = "".join(line.text for line in reading.pages(files["report.pdf"])[-1])
    assert editions.IMPRINT.code in text and "http" not in text


def test_an_imprint_and_a_sheet_survive_the_way() -> None:
    sealed = replace(editions.IMPRINT, seal=editions.seal())
    assert Imprint.from_data(sealed.to_data()) == sealed
    assert Imprint.from_data(editions.IMPRINT.to_data()) == editions.IMPRINT
    sheet = Sheet(
        "<p>公\n开",
        True,
        "2026-01-20",
        (Attached("a.csv", "text/csv", "表", b"\n1"), Attached("b", "", "", b"")),
    )
    assert Sheet.from_bytes(sheet.to_bytes()) == sheet


def test_the_workbook_asks_no_reader_to_fill_it_in_and_is_read_back() -> None:
    content = editions.files("short", FORM)["report.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    said = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    assert not [text for text in (*book.sheetnames, *said) if "填" in text]
    overview = [value for (value,) in book["一、总体情况"].iter_rows(values_only=True)]
    assert overview == ["一、总体情况", "（一）主动公开。公开36条。"]
    assert read_report(content, "report.xlsx").filing.digest == editions.short(FORM).digest


@pytest.mark.parametrize("around", [{}, {"signature": "示例市教育局", "date": "2026-01-08"}])
def test_a_seal_that_is_not_round_keeps_its_shape(around: dict[str, str]) -> None:
    oval = Seal(editions.png(Image.new("RGBA", (900, 300), (200, 30, 30, 255))), "示例市教育局印章")
    imprint = replace(editions.IMPRINT, seal=oval)
    files = edition_files(replace(editions.short(FORM), **around), imprint)
    with pdfplumber.open(io.BytesIO(files["report.pdf"])) as pdf:
        shapes = [each["width"] / each["height"] for each in pdf.pages[-1].images]
    assert sorted(round(shape, 1) for shape in shapes) == [1.0, 3.0]


def test_the_csv_has_every_cell_and_reads_in_a_spreadsheet() -> None:
    content = editions.files("long", FORM)["report.csv"]
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    filing = editions.long(FORM)
    assert {row["格"]: row["数值"] for row in rows} == {
        key: str(value) for key, value in filing.values.items()
    }
    assert rows[0]["位置"] and {row["合计"] for row in rows} == {"是", "否"}


# --- The fragment --------------------------------------------------------------------------------------

ALLOWED = {
    "tags": {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "div",
        "p",
        "br",
        "strong",
        "table",
        "tbody",
        "tr",
        "th",
        "td",
        "img",
    },
    "attributes": {
        "*": {"style", "align"},
        "table": {"border", "cellspacing", "cellpadding", "width", "summary"},
        "th": {"colspan", "rowspan", "scope"},
        "td": {"colspan", "rowspan"},
        "img": {"src", "alt", "width"},
    },
    "url_schemes": {"http", "https", "data"},
}
"""What a portal's editor lets through: no class, no id, no style sheet, no script."""


@pytest.mark.parametrize("form", editions.FORMATS)
def test_a_portals_editor_takes_the_fragment_as_it_is(form: str) -> None:
    fragment = editions.files("long", form)["fragment.html"].decode()
    passed = nh3.clean(fragment, **ALLOWED)
    assert _shape(passed) == _shape(fragment)
    assert "class=" not in fragment and "id=" not in fragment and "<script" not in fragment


@pytest.mark.parametrize("form", editions.FORMATS)
def test_the_fragment_has_every_figure_in_its_place(form: str) -> None:
    filing = editions.long(form)
    page, fragment = (
        lxml.html.fromstring(editions.files("long", form)[name].decode())
        for name in ("report.html", "fragment.html")
    )
    shown = [cell.text_content() for cell in page.iter("td") if cell.get("data-cell")]
    tables = [t for t in fragment.iter("table") if t.get("summary")]
    assert [cell.text_content() for table in tables for cell in table.iter("td")] == shown
    assert len(shown) == len(filing.format.places)
    assert next(h.text_content().strip() for h in fragment.iter("h2")) == filing.format.sections[0].title


def _shape(markup: str) -> list[tuple[str, str, dict[str, str]]]:
    tree = lxml.html.fragment_fromstring(markup, create_parent="div")
    keep = ("colspan", "rowspan", "scope", "border", "width", "align", "style")
    return [
        (e.tag, (e.text or "").strip(), {name: _plain(e.get(name)) for name in keep if e.get(name)})
        for e in tree.iter()
        if e.tag != "tbody"
    ]


def _plain(style: str) -> str:
    return style.replace(" ", "").rstrip(";")


# --- QR ------------------------------------------------------------------------------------------------


def _drawn_qr(address: str) -> list[list[bool]]:
    return [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]


def _read_qr(image) -> list[list[bool]]:
    """The modules of the printed picture, sampled in their middles."""
    grey = image.convert("L")
    count = grey.width // SCALE - 4
    return [
        [
            grey.getpixel(((x + 2) * SCALE + SCALE // 2, (y + 2) * SCALE + SCALE // 2)) < 128
            for x in range(count)
        ]
        for y in range(count)
    ]
