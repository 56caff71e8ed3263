"""The exported site of a database in which nothing was published."""

from __future__ import annotations

from pathlib import Path

from pytest_django import Settings

from disclosure.exporting import export


def test_an_empty_site_is_a_page_that_says_so(db: None, tmp_path: Path) -> None:
    export(tmp_path / "site")
    assert "还没有公布年报" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_a_feed_of_nothing_does_not_tell_when_it_was_written(
    db: None, tmp_path: Path, settings: Settings
) -> None:
    settings.SITE_URL = "https://xxgk.example.cn"
    export(tmp_path / "site")
    feed = (tmp_path / "site/feed.atom").read_text(encoding="utf-8")
    assert "<updated>1970-01-01T00:00:00+00:00</updated>" in feed
