"""Loading the demo city into an empty database, and into that of a real site."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError
from pytest_django import Settings

from disclosure import demo
from disclosure.models import Bureau, State
from tests import cast as people

from .test_demo import load, standing


@pytest.fixture(autouse=True)
def quick_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own; here its input is enough."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


def test_every_year_of_a_report_moves_with_the_season(db: None) -> None:
    demo.build(2027)
    report = standing("shili-shuiwu", 2027)
    assert report.state == State.SUBMITTED
    assert "2025" not in report.preface and "2027年1月1日起" in report.preface
    assert report.date.startswith("2028年")


def test_the_command_loads_prints_and_writes(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG, settings.VAR = True, tmp_path
    text = load()
    assert "账号" in text
    assert demo.PASSWORD in text
    publication = demo.seed().current
    assert publication is not None
    for kind in ("pdf", "html"):
        file = tmp_path / "demo" / f"zhaotong-zhengwu-2018.{kind}"
        assert str(file) in text
        assert file.read_bytes() == publication.content(f"report.{kind}")


def test_a_real_site_is_spared(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DEBUG, settings.VAR = False, tmp_path
    with pytest.raises(CommandError, match="--force"):
        load()
    assert not Bureau.objects.exists()
    load(force=True)
    assert demo.built()
