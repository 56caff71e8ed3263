"""Characters of a PDF that are drawn and do not show: none of them is read as part of a figure, all are listed."""

from __future__ import annotations

import re

import pytest

from disclosure.importing import Imported, read_report
from tests.core import pdfs
from tests.core.disturbances import items
from tests.core.pdfs import HEIGHT, WIDTH, Page
from tests.core.test_importing_mangled import telling

KEY = "requests.granted.other"
FILING = telling("notice_2021_30")
FIGURE = str(FILING.figures[KEY])
_PLACE = re.compile(r"BT /F (\S+) Tf \S+ \S+ \S+ \S+ (\S+) (\S+) Tm")


def report() -> tuple[list[Page], Page, str]:
    """The pages of a report, the one that holds the figure, and the operation that draws it."""
    pages = pdfs.drawn(items(FILING))
    codes = f"<{''.join(f'{ord(char):04x}' for char in FIGURE)}>"
    for page in pages:
        for operation in page.operations:
            if codes in operation:
                return pages, page, operation
    raise AssertionError


def beside(operation: str, before: str = "", text: str = "9") -> str:
    """An operation that draws a digit right behind the figure."""
    found = _PLACE.search(operation)
    assert found
    size, x, y = (float(part) for part in found.groups())
    codes = "".join(f"{ord(char):04x}" for char in text)
    return f"q {before} BT /F {size} Tf 1 0 0 1 {x + size / 2 * len(FIGURE):.2f} {y:.2f} Tm <{codes}> Tj ET Q"


def over(operation: str, digits: int = 1) -> str:
    """The box of the digits behind the figure, as operands."""
    found = _PLACE.search(operation)
    assert found
    size, x, y = (float(part) for part in found.groups())
    return (
        f"{x + size / 2 * len(FIGURE) + 0.2:.2f} {y - size / 4:.2f} {size / 2 * digits:.2f} {size * 1.2:.2f}"
    )


def read(pages: list[Page], extra: dict[str, str] | None = None) -> Imported:
    for page in pages:
        page.used.add("9")
    return read_report(pdfs.saved(pages, extra), "年报.pdf")


STATES = {"resources": "/ExtGState << /A << /ca 0 /CA 0 >> /M << /BM /Multiply >> >>"}
LAYER = {
    "resources": "/Properties << /L 99 0 R >> /ExtGState << >>",
    "catalogue": "/OCProperties << /OCGs [99 0 R] /D << /OFF [99 0 R] >> >>",
}


@pytest.mark.parametrize(
    ("before", "extra"),
    [
        ("3 Tr", {}),
        ("7 Tr", {}),
        ("/A gs", STATES),
        ("1 g", {}),
        ("1 1 1 rg", {}),
        ("0 0 0 0 k", {}),
        ("0 0 1 1 re W n", {}),
        ("/OC /L BDC", LAYER),
    ],
)
def test_a_digit_that_does_not_show_is_listed_and_not_read(before: str, extra: dict[str, str]) -> None:
    pages, page, operation = report()
    page.operations.append(beside(operation, before))
    found = read(pages, extra)
    assert found.filing.figures == FILING.figures
    assert [each.text for each in found.unread] == [f"第{pages.index(page) + 1}页有看不见的字，没有读：9"]


@pytest.mark.parametrize("colour", ["1 g", "0.5 g", "0 g"])
def test_a_digit_that_was_painted_over_is_listed_and_not_read(colour: str) -> None:
    pages, page, operation = report()
    page.operations += [beside(operation), f"q {colour} {over(operation)} re f Q"]
    found = read(pages)
    assert found.filing.figures == FILING.figures
    assert [each.text[-3:] for each in found.unread] == ["读：9"]


def test_a_figure_that_was_painted_over_and_written_anew_is_the_new_one() -> None:
    pages, page, operation = report()
    place = _PLACE.search(operation)
    assert place
    size, x, y = (float(part) for part in place.groups())
    page.operations += [
        f"q 1 g {x - 1:.2f} {y - 2:.2f} {size * 2.2:.2f} {size * 1.2:.2f} re f Q",
        operation.replace(f"<{''.join(f'{ord(c):04x}' for c in FIGURE)}>", "<0039>"),
    ]
    found = read(pages)
    assert found.filing.figures == {**FILING.figures, KEY: 9}
    assert [each.text[-5:] for each in found.unread] == [f"：{FIGURE}"]


def test_a_digit_under_a_picture_is_listed_and_not_read() -> None:
    pages, page, operation = report()
    x, y, wide, high = over(operation).split()
    data = "BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI"
    page.operations += [beside(operation), f"q {wide} 0 0 {high} {x} {y} cm {data} Q"]
    assert read(pages).filing.figures == FILING.figures


def test_what_is_seen_is_read_whatever_is_painted() -> None:
    """Type in light on dark, under a marker that lets it through, inside a clip, and in a layer that is on."""
    pages, page, operation = report()
    whole = over(operation).split()
    found = _PLACE.search(operation)
    assert found
    box = f"{float(found[2]) - 1:.2f} {whole[1]} {float(whole[2]) * 5:.2f} {whole[3]}"
    at = page.operations.index(operation)
    for before, behind, extra in (
        (f"q 0 0 0.5 rg {box} re f Q q 1 g", "Q", {}),
        ("q", f"Q q /M gs 1 1 0 rg {box} re f Q", STATES),
        (f"q {box} re W n", "Q", {}),
        (f"q 0 0 {WIDTH} {HEIGHT} re W n", "Q", {}),
        ("/OC /O BDC", "EMC", {"resources": "/Properties << /O 98 0 R >>"}),
    ):
        page.operations[at] = f"{before} {operation} {behind}"
        found_back = read(pages, extra)
        assert found_back.filing.figures == FILING.figures, before
        assert found_back.unread == ()


def test_what_lies_outside_of_the_part_of_a_page_that_is_shown() -> None:
    pages, page, _ = report()
    page.text(300, 835, 6, "9")
    found = read(pages, {"page": "/CropBox [0 20 595 842]"})
    assert found.filing.figures == FILING.figures
    assert [each.text[-3:] for each in found.unread] == ["读：9"]
