"""The data of a report as they are published, read back: whole, or refused; never a number that was not written."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image

from disclosure.filing import Picture, with_figures
from disclosure.importing import Imported, UnreadableDocument, read_report
from disclosure.importing.readers import read as read_document
from disclosure.intake.pictures import redrawn
from disclosure.rendering.edition import data_file
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_properties import FORMATS

FORM = "notice_2021_30"
CELL = "requests.granted.enterprise"


def data(**changes: Any) -> dict[str, Any]:
    """The data of a report, some of their parts otherwise."""
    return {**json.loads(data_file(telling(FORM))), **changes}


def with_cell(written: str) -> bytes:
    cells = {**data()["cells"], CELL: "@"}
    return json.dumps(data(cells=cells), ensure_ascii=False).replace('"@"', written).encode()


def read(said: bytes | dict[str, Any]) -> Imported:
    content = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    return read_report(content, "report.json")


@pytest.mark.parametrize("form", FORMATS)
def test_published_data_are_read_back_whole(form: str) -> None:
    filing = telling(form)
    found = read(data_file(filing))
    assert found.filing.digest == filing.digest
    assert found.differences == found.unread == found.strays == ()
    assert found.filing.figures == filing.figures


def test_the_data_are_shown_as_the_report_they_are() -> None:
    filing = telling(FORM)
    document = read_document(data_file(filing), "report.json")
    assert document.lines[0].text == filing.title
    assert any(line.cells[-1:] == (str(filing.value("requests.granted.total")),) for line in document.lines)


@pytest.mark.parametrize(
    "written", ["null", '"/"', '"3 001"', "3.5", "3e2", "1" * 60, "true", "[3]", '{"a": 3}', '"3件"', '""']
)
def test_what_is_no_count_is_listed_and_not_read(written: str) -> None:
    found = read(with_cell(written))
    assert found.filing.figures == {k: v for k, v in telling(FORM).figures.items() if k != CELL}
    assert CELL in {passage.where for passage in found.unread}


@pytest.mark.parametrize(("written", "figure"), [("3001", 3001), ('"3,001"', 3001), ("-3", -3)])
def test_what_is_a_count_is_read(written: str, figure: int) -> None:
    assert read(with_cell(written)).filing.figures[CELL] == figure


def test_a_total_that_is_not_its_sum_is_a_difference() -> None:
    found = read(data(cells={**data()["cells"], "requests.granted.total": 7}))
    assert [each.where for each in found.differences] == ["requests.granted.total"]
    assert found.filing.printed["requests.granted.total"] == 7


def test_a_cell_that_is_not_there_and_a_key_nobody_knows_are_listed() -> None:
    cells = {**data()["cells"], "requests.granted.robots": 12}
    del cells[CELL]
    found = read(data(cells=cells, sections={**data()["sections"], "seventh": "七"}, extra=1))
    assert {("preface", "requests.granted.robots：12"), ("preface", "seventh：七"), ("preface", "extra")} < {
        (each.where, each.text) for each in found.unread
    }
    assert CELL not in found.filing.figures


def test_a_sign_for_nothing_comes_back_as_it_stood() -> None:
    cells = {**data()["cells"], CELL: None}
    found = read(data(cells=cells, unread=[{"where": CELL, "text": "/"}]))
    assert found.filing.unread == {CELL: "/"}


def test_amounts_keep_their_decimals() -> None:
    key = "disclosure.administrative_fees.amount"
    content = data_file(with_figures(telling(FORM), {key: 0})).replace(
        f'"{key}": 0'.encode(), f'"{key}": 59237.2449'.encode()
    )
    assert str(read(content).filing.figures[key]) == "59237.2449"


def test_a_picture_comes_back_and_one_that_no_text_names_is_listed() -> None:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "PNG")
    pictures = [Picture(number, file.getvalue(), 40, 30, "一座桥").to_data() for number in (1, 2)]
    sections = {**data()["sections"], "overview": "甲。\n［图1］\n乙。"}
    found = redrawn(read(data(sections=sections, pictures=pictures)))
    assert [(each.number, each.alt) for each in found.filing.pictures] == [(1, "一座桥")]
    assert [each.text for each in found.strays] == ["［图2：一座桥］"]


@pytest.mark.parametrize(
    "said",
    [
        b'{"format": "notice_2021_30", "cells": {',
        b'{"format": "notice_2021_30", "format": "notice_2019_60", "cells": {}}',
        b'{"format": "notice_2021_30", "cells": {"a": NaN}}',
        b'{"format": "\xff", "cells": {}}',
        b'{"format": "notice_2021_30", "cells": ' + b"[" * 100_000 + b"}",
        data(format="notice_1999_1"),
        data(format=7),
        data(year="2023"),
        data(year=1999),
        data(year=2023.5),
        data(year=True),
        data(body=["水务局"]),
        data(cells=[]),
        data(sections=None),
        data(sections={"overview": 3}),
        data(unread="/"),
        data(pictures=[{"number": 1}]),
        data(pictures=[{"number": 1, "alt": "", "png": "?"}]),
        data(pictures=["a"]),
        data(cells=dict.fromkeys(map(str, range(1000)), 1)),
        data(preface="一\n" * 6000),
        data(sections={"overview": "一\n" * 6000}),
    ],
)
def test_data_of_another_shape_are_refused_in_one_sentence(said: bytes | dict[str, Any]) -> None:
    with pytest.raises(UnreadableDocument, match=r"不是本系统公开的年报数据：[^。]+。$"):
        read(said)
