"""What holds for the files of the project as a whole."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = {"core", "app", "page", "browser"}


def test_every_test_lies_in_a_part_that_is_run() -> None:
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert folders <= PARTS
    script = (ROOT / "script" / "test").read_text(encoding="utf-8")
    assert set(re.findall(r"\btests/(\w+)", script)) == PARTS


def test_no_style_or_script_stands_in_a_template() -> None:
    forbidden = re.compile(
        r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)|javascript:"
        r"|\|\s*safe\b|autoescape off"
    )
    found = {
        str(path.relative_to(ROOT)): forbidden.findall(path.read_text(encoding="utf-8"))
        for path in (ROOT / "templates").rglob("*.html")
        # What is pasted into a portal's editor loses every class: there the style has to stand on the element.
        if path.parent.name != "fragment"
    }
    assert {name: matches for name, matches in found.items() if matches} == {}
