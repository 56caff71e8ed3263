"""The same bytes on a machine where everything is different that is no business of a report's."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure.rendering import ABSENT, makers

from . import editions

ROOT = Path(__file__).resolve().parents[2]
FORM = "notice_2021_30"

DRAW = """
import hashlib, json, mimetypes, os, sys
mimetypes.knownfiles = [os.environ["LYING_TYPES"]]
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from disclosure.rendering import edition, fontset
os.environ["FONTCONFIG_FILE"] = str(fontset.configuration())
from disclosure.rendering import pdf
class Here:
    render = staticmethod(pdf.pdf)
edition.POOL = Here
from tests.page import editions
files = editions.files("long", "notice_2021_30")
said = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
json.dump({"files": said, "guess": mimetypes.guess_type("report.xlsx")[0]}, sys.stdout)
"""
"""Draws an edition in this very process, which nothing shields from the machine."""

LIES = "image/x-lie json csv xlsx png otf ttf html\n"

PREFERENCES = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><match target="pattern"><edit name="family" mode="prepend" binding="strong">
<string>FandolKai</string></edit></match></fontconfig>"""
"""A user who wants everything in another face."""


def test_another_machine_draws_the_same_bytes(tmp_path: Path) -> None:
    preferences = tmp_path / ".config" / "fontconfig" / "fonts.conf"
    preferences.parent.mkdir(parents=True)
    preferences.write_text(PREFERENCES, encoding="utf-8")
    types = tmp_path / "mime.types"
    types.write_text(LIES, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "HOME": str(tmp_path),
        "LYING_TYPES": str(types),
        "TZ": "America/St_Johns",
        "LANG": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "LC_ALL": "POSIX",
        "PANGO_LANGUAGE": "ja",
        "PYTHONHASHSEED": "99",
        "PYTHONUTF8": "0",
        "SOURCE_DATE_EPOCH": "1",
    }
    command = [sys.executable, "-c", DRAW]
    found = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    said = json.loads(found.stdout)
    assert said["guess"] == "image/x-lie"
    here = editions.files("long", FORM)
    assert said["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in here.items()}


def test_the_files_inside_have_the_types_we_say() -> None:
    pdf = editions.files("long", FORM)["report.pdf"]
    for media in (
        b"application#2fjson",
        b"text#2fcsv",
        b"#2fvnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ):
        assert media in pdf


def test_what_the_bytes_depend_on_is_named() -> None:
    made = makers.made_with()
    assert {"weasyprint", "pango", "harfbuzz", "harfbuzz-subset", "zlib", "python", "fonts"} <= set(made)
    assert ABSENT not in made.values()
    assert makers._library("libnone-such.so.0", "version") == ABSENT


def test_the_program_has_another_digest_when_what_draws_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = []
    for path in makers.drawing_files():
        copied.append(tmp_path / path.relative_to(ROOT))
        copied[-1].parent.mkdir(parents=True, exist_ok=True)
        copied[-1].write_bytes(path.read_bytes())
    monkeypatch.setattr(makers, "_ROOT", tmp_path)
    assert makers._program() == makers.made_with()["program"]
    for path in (copied[0], copied[-1]):
        before = makers._program()
        path.write_bytes(path.read_bytes() + b" ")
        assert makers._program() != before


def test_everything_the_drawing_is_made_of_is_in_the_digest() -> None:
    """Every module that drawing an edition loads, but the processes it is drawn in."""
    drawing = set(makers.drawing_files())
    waiting, seen = [path for path in drawing if path.suffix == ".py"], set()
    while waiting:
        seen.add(path := waiting.pop())
        waiting += _imported(path) - seen
    loaded = {path for path in seen if path.parent.name != "workers" and path.parent != ROOT}
    assert loaded - drawing == {ROOT / "disclosure" / "__init__.py"}
    assert set((ROOT / "templates" / "official").rglob("*.*")) <= drawing


def _imported(path: Path) -> set[Path]:
    """The modules of the project a module imports from."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            named = (base, *(base / alias.name for alias in node.names))
            found |= {file for at in named for file in (at.with_suffix(".py"), at / "__init__.py")}
    return {file for file in found if file.is_file()}
