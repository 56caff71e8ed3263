"""An export whose pages several processes draw: the same folder, the same complaints, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from disclosure.exporting import ExportError, crew, export
from disclosure.exporting.addresses import Address
from tests import cast as people
from tests.app.test_export_again import content
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
HERE = os.getpid()


@pytest.fixture
def cast() -> Cast:
    cast = people.build()
    for year in (2019, 2024, 2025):
        people.published(cast.education, cast.clerk, year)
    people.published(cast.water, cast.water_clerk, 2025)
    return cast


def test_several_processes_write_what_one_writes(cast: Cast, tmp_path: Path) -> None:
    one, three = export(tmp_path / "one"), export(tmp_path / "three", processes=3)
    assert content(tmp_path / "one") == content(tmp_path / "three")
    assert (one.drawn, one.changed) == (three.drawn, three.changed)
    people.published(cast.elsewhere, cast.other_clerk, 2025)
    one, three = export(tmp_path / "one"), export(tmp_path / "three", processes=3)
    assert content(tmp_path / "one") == content(tmp_path / "three")
    assert (one.drawn, one.changed) == (three.drawn, three.changed)
    assert one.drawn < len(one.files) / 2, "the second time most of it stands"


@pytest.mark.usefixtures("cast")
def test_the_pages_are_drawn_in_the_other_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = crew.draw
    seen = tmp_path / "seen"
    seen.touch()

    def noted(*args: object) -> object:
        with seen.open("a") as file:
            file.write(f"{os.getpid()}\n")
        return draw(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(crew, "draw", noted)
    export(tmp_path / "site", processes=2)
    who = set(map(int, seen.read_text().split()))
    assert len(who - {HERE}) == 2


@pytest.mark.usefixtures("cast")
def test_a_page_that_cannot_be_drawn_is_told_as_by_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(address: object, _: object) -> None:
        raise ExportError(f"“{address}”打不开（500）。")

    monkeypatch.setattr(crew, "draw", refused)
    with pytest.raises(ExportError, match="打不开（500）"):
        export(tmp_path / "site", processes=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("cast")
def test_a_process_that_is_ended_ends_the_export_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        assert os.getpid() != HERE
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(crew, "draw", ended)
        with pytest.raises(ExportError, match="多半是内存不够"):
            export(tmp_path / "site", processes=2)
    assert list(tmp_path.iterdir()) == []
    assert export(tmp_path / "site", processes=2).drawn > 0


def test_nor_is_another_page_handed_to_a_crew_that_was_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [(Address("/rules/"), None)]
    monkeypatch.setattr(crew, "draw", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    with crew.drawers(tmp_path, 2) as by:
        for _ in range(2):
            with pytest.raises(ExportError, match="多半是内存不够"):
                list(by.some(asked))


STARTED = """
import time
import django
django.setup()
from disclosure.exporting import crew
started = crew._crew(2)
started.submit(time.sleep, 600)
print(*started._processes, flush=True)
time.sleep(600)
"""


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_no_process_outlives_the_one_that_was_killed() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", STARTED], env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        children = list(map(int, parent.stdout.readline().split()))
        assert len(children) == 2
        parent.kill()
    for _ in range(200):
        if all(map(gone, children)):
            return
        time.sleep(0.05)
    pytest.fail(f"still there: {children}")
