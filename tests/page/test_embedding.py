"""Fonts get into the PDF with less work, and the same bytes come out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from disclosure.rendering import fontset

ROOT = Path(__file__).resolve().parents[2]

DRAW = """
import hashlib, json, sys
from disclosure.rendering import embedding, pdf, sheet

def page(words):
    return sheet.Sheet(f"<!DOCTYPE html><html lang=zh><title>公开</title><h1>{words}</h1><p>{words}", True, "2000-01-01")

sizes = []
data = embedding._original_data
def counted(face):
    content = data(face)
    sizes.append(len(content))
    return content
embedding._original_data = counted
pdf.pdf(page("公开"))
types = len(embedding._original_ffi._parsed_types)
drawn = [pdf.pdf(page("信息公开年度报告"[:count])) for count in range(3, 9)]
said = {"types": len(embedding._original_ffi._parsed_types) - types, "largest": max(sizes)}
fonts = embedding.fonts
fonts.ffi, fonts.Font.__init__ = embedding._original_ffi, embedding._original_init
fonts.Font.subset = embedding._original_subset
plain = [pdf.pdf(page("信息公开年度报告"[:count])) for count in range(3, 9)]
said["plain types"] = len(embedding._original_ffi._parsed_types) - types
json.dump({**said, "same": drawn == plain}, sys.stdout)
"""
"""Draws pages of ever more characters, with what is replaced and then without it."""


@pytest.fixture(scope="module")
def drawn() -> Any:
    environment = {**os.environ, "FONTCONFIG_FILE": str(fontset.configuration())}
    command = [sys.executable, "-c", DRAW]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_bytes_are_those_of_the_engine_alone(drawn: Any) -> None:
    assert drawn["same"]


def test_no_type_is_read_anew_and_no_font_copied_whole(drawn: Any) -> None:
    assert drawn["plain types"] > 0, "the engine names a type for each count of glyphs"
    assert drawn["types"] == 0
    assert 0 < drawn["largest"] < 1_000_000, "subsets only: the smallest font has 5 MB"
