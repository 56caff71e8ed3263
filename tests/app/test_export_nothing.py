"""The exported site of a database in which nothing was published."""

from __future__ import annotations

from pathlib import Path

from disclosure.exporting import export


def test_an_empty_site_is_a_page_that_says_so(db: None, tmp_path: Path) -> None:
    export(tmp_path / "site")
    assert "还没有公布年报" in (tmp_path / "site/index.html").read_text(encoding="utf-8")
