"""The shelf: a copy of a published file is whole, is what was published, or is not there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from disclosure import shelf
from disclosure.models import Damaged, EditionFile
from tests import cast as people
from tests.cast import Cast

PDF = "/reports/shili-education/2025/1/report.pdf"


@pytest.fixture
def file(cast: Cast, settings: Settings, tmp_path: Path) -> EditionFile:
    settings.PUBLISHED_ROOT = tmp_path / "published"
    return people.published(cast.education, cast.clerk).publications.get().files.get(name="report.pdf")


def test_a_file_is_shelved_once_under_its_digest(file: EditionFile, tmp_path: Path) -> None:
    place = tmp_path / "published" / shelf.shelve(file.sha256, file.size)
    assert place == tmp_path / "published" / file.sha256[:2] / file.sha256
    assert place.read_bytes() == bytes(file.content)
    assert place.stat().st_mode & 0o777 == 0o644
    with patch.object(shelf, "stored", side_effect=AssertionError("asked the database again")):
        shelf.shelve(file.sha256, file.size)
    assert [path.name for path in place.parent.iterdir()] == [file.sha256]


def test_bytes_that_are_not_those_that_were_published_go_nowhere(
    file: EditionFile, client: Client, tmp_path: Path
) -> None:
    with patch("disclosure.models.publication.sha256", return_value="0" * 64):
        with pytest.raises(Damaged):
            shelf.shelve(file.sha256, file.size)
        with pytest.raises(Damaged):
            client.get(PDF)
    assert not (tmp_path / "published").exists()


def test_a_disk_that_is_full_leaves_nothing_behind(file: EditionFile, tmp_path: Path) -> None:
    with patch.object(shelf.os, "fsync", side_effect=OSError), pytest.raises(OSError):
        shelf.shelve(file.sha256, file.size)
    assert [path for path in (tmp_path / "published").rglob("*") if path.is_file()] == []


def test_nothing_is_shelved_that_nobody_published(file: EditionFile) -> None:
    with pytest.raises(EditionFile.DoesNotExist):
        shelf.shelve("0" * 64, 1)


def test_the_web_server_is_told_where_the_file_lies_only_where_it_is_asked_to_send_it(
    file: EditionFile, client: Client, settings: Settings
) -> None:
    assert client.get(PDF).content == bytes(file.content)
    settings.ACCEL_PREFIX = "/_published/"
    answer = client.get(PDF)
    assert answer["X-Accel-Redirect"] == f"/_published/{file.sha256[:2]}/{file.sha256}"
    assert answer.content == b""
    assert (answer["Content-Type"], answer["ETag"]) == ("application/pdf", f'"{file.sha256}"')


def test_the_state_leads_elsewhere_after_each_turn(settings: Settings, tmp_path: Path) -> None:
    settings.PUBLISHED_ROOT = tmp_path / "published"
    settings.ACCEL_PREFIX = ""
    shelf.turn()
    assert not settings.PUBLISHED_ROOT.exists()
    settings.ACCEL_PREFIX = "/_published/"
    led_to = []
    for _ in range(3):
        shelf.turn()
        led_to.append((settings.PUBLISHED_ROOT / "state").resolve(strict=True))
    assert len(set(led_to)) == 3
    assert {path.stat().st_mode & 0o777 for path in led_to} == {0o755}
    os.utime(led_to[0], (0, 0))
    shelf.turn()
    assert [path.is_dir() for path in led_to] == [False, True, True]
    assert {path.name for path in settings.PUBLISHED_ROOT.iterdir()} == {"state", "states"}


def test_an_act_that_is_not_done_turns_nothing(
    cast: Cast, settings: Settings, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    settings.PUBLISHED_ROOT, settings.ACCEL_PREFIX = tmp_path / "published", "/_published/"
    with django_capture_on_commit_callbacks(execute=True):
        people.published(cast.education, cast.clerk)
    state = settings.PUBLISHED_ROOT / "state"
    before = state.resolve(strict=True)
    with django_capture_on_commit_callbacks(execute=True), suppress(ZeroDivisionError), transaction.atomic():
        people.published(cast.water, cast.water_clerk)
        raise ZeroDivisionError
    assert state.resolve(strict=True) == before
