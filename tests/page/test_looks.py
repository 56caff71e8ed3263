"""One page of each kind looks as it did when somebody looked at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter

from disclosure.rendering import edition_files, html

from . import editions, looking

FORM = "notice_2021_30"


@pytest.mark.parametrize("name", looking.PAGES)
def test_a_page_looks_as_it_did(name: str, tmp_path: Path) -> None:
    page = looking.PAGES[name]
    pdf = editions.files(page.kind, page.form)["report.pdf"]
    now = looking.drawn(pdf, looking.number(pdf, page.word))
    differing = looking.differing(now, looking.kept(name))
    now.save(seen := tmp_path / f"{name}.png")
    assert differing <= looking.TOLERATED, f"{differing} pixels differ: look at {seen}"


def test_the_pictures_are_small_and_none_is_left_over() -> None:
    found = {path.stem: path.stat().st_size for path in looking.FOLDER.iterdir()}
    assert set(found) == set(looking.PAGES)
    assert sum(found.values()) < 100_000


def _moved(picture: Image.Image) -> Image.Image:
    """The picture a quarter of a pixel to the left and up."""
    there = (1, 0, 0.25, 0, 1, 0.25)
    return picture.transform(
        picture.size, Image.Transform.AFFINE, there, Image.Resampling.BILINEAR, fillcolor=255
    )


def _softened(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(0.5))


@pytest.mark.parametrize("name", looking.PAGES)
@pytest.mark.parametrize("drawn_otherwise", [_moved, _softened])
def test_type_that_is_smoothed_otherwise_is_tolerated(
    name: str, drawn_otherwise: Callable[[Image.Image], Image.Image]
) -> None:
    kept = looking.kept(name)
    assert looking.differing(drawn_otherwise(kept), kept) <= looking.TOLERATED


@pytest.mark.parametrize(
    ("name", "was", "is_now"),
    [
        pytest.param("figures-2021", "width: 47.5mm", "width: 46.5mm", id="a column moved by a millimetre"),
        pytest.param("figures-2021", "{ text-align: left }", "{ text-align: center }", id="labels centred"),
        pytest.param("figures-2021", "font: 10pt/4.5mm", "font: 9.5pt/4.5mm", id="smaller type"),
        pytest.param("inset-and-picture", "border: .5pt solid", "border: 0 solid", id="no rules"),
        pytest.param("inset-and-picture", "max-width: 130mm", "max-width: 60mm", id="a smaller picture"),
        pytest.param("end", "padding-right: 4em", "padding-right: 3em", id="the date moved by a character"),
        pytest.param("end", "right: 20mm; bottom", "right: 22mm; bottom", id="the seal moved"),
        pytest.param("end", "gap: 4mm", "gap: 5mm", id="the code moved by a millimetre"),
    ],
)
def test_what_a_reader_would_see_is_seen(
    monkeypatch: pytest.MonkeyPatch, name: str, was: str, is_now: str
) -> None:
    original = html.render_template

    def changed(template: str, context: Mapping[str, Any]) -> str:
        text = original(template, context)
        assert template != "official/print.html" or was in text
        return text.replace(was, is_now)

    page = looking.PAGES[name]
    at = looking.number(editions.files(page.kind, page.form)["report.pdf"], page.word)
    monkeypatch.setattr(html, "render_template", changed)
    monkeypatch.setattr("disclosure.rendering.edition.fragment", lambda page: "")
    files = edition_files(editions.KINDS[page.kind](page.form), editions.imprint(page.kind))
    assert looking.differing(looking.drawn(files["report.pdf"], at), looking.kept(name)) > looking.TOLERATED
