"""Files are read in a child process: the same result comes back, and a hostile one is ended with a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats, reading
from disclosure.filing import Filing
from disclosure.importing import (
    Difference,
    Document,
    Imported,
    Passage,
    PictureFile,
    UnreadableDocument,
    read_report,
)
from disclosure.reading import wire
from disclosure.workers import Limits, Pool

DOCUMENTS = Path(__file__).parents[1] / "documents"
FORM = formats.get("notice_2021_30")
COUNT = "requests.received.enterprise"
FEES = "disclosure.administrative_fees.amount"

words = st.text(max_size=20)
pictures = st.builds(PictureFile, st.integers(1, 99), st.binary(max_size=20), words, words, words)
passages = st.lists(st.builds(Passage, words, words), max_size=4).map(tuple)


# --- Across the border ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_the_child_reads_what_this_process_would(path: Path) -> None:
    found = reading.read(path.read_bytes(), path.name)
    assert found.imported == read_report(path.read_bytes(), path.name)
    assert "".join(line.text for line in found.document.lines)


@given(st.from_type(Document))
def test_a_document_comes_back_from_json_without_its_pictures(document: Document) -> None:
    again = wire.document_from_data(json.loads(json.dumps(wire.document_to_data(document))))
    assert again == replace(document, pictures=())


@given(
    count=st.integers(-(10**12), 10**12),
    amount=st.decimals(min_value=-(10**12), max_value=10**12, places=6),
    text=words,
    unread=passages,
    taken=passages,
    strays=passages,
    pictures=st.lists(pictures, max_size=2).map(tuple),
)
def test_what_was_read_comes_back_from_json_unchanged(
    count: int, amount: Decimal, text: str, unread: object, taken: object, strays: object, pictures: object
) -> None:
    filing = Filing(
        FORM,
        "某局",
        2024,
        figures={COUNT: count, FEES: amount},
        sections={"overview": text},
        title=text,
        preface=text,
        unread={COUNT: text},
        printed={"requests.received.total": count},
        declared=frozenset({"cases"}),
    )
    differences = (Difference(text, "件", COUNT),)
    imported = Imported(filing, differences, unread, taken, strays, {COUNT: text}, pictures)  # type: ignore[arg-type]
    again = wire.imported_from_data(json.loads(json.dumps(wire.imported_to_data(imported))))
    assert again == imported
    assert str(again.filing.figures[FEES]) == str(amount)


def test_what_the_reader_refuses_is_refused_in_its_own_words() -> None:
    with pytest.raises(UnreadableDocument, match="里没有找到年度报告的标题和表格"):
        reading.read("天气很好。".encode(), "随笔.txt")
    with pytest.raises(UnreadableDocument, match="最大5MB"):
        reading.read(b"x" * (reading.SIZE_LIMIT + 1), "大.txt")


# --- Hostile documents ---------------------------------------------------------------------------------


@pytest.fixture
def pool() -> Iterator[Callable[..., Pool]]:
    """Make a pool whose worker does whatever its job says, one of `tests.core.hostile`."""
    made: list[Pool] = []

    def start(**limits: float) -> Pool:
        made.append(Pool("tests.core.hostile", Limits(**limits)))  # type: ignore[arg-type]
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.parametrize(
    ("job", "limits", "sentence"),
    [
        ("loop", {"cpu": 1}, "读了太久"),
        ("sleep", {"wall": 1}, "读了太久"),
        ("eat", {"memory": 400 * 1024**2}, "内存太多"),
        ("die", {}, "没有读出来"),
        ("break", {}, "没有读出来"),
    ],
)
def test_a_hostile_document_ends_with_one_sentence(
    pool: Callable[..., Pool], job: str, limits: dict[str, float], sentence: str
) -> None:
    began, one = time.monotonic(), pool(**limits)
    with pytest.raises(UnreadableDocument, match=rf"^“报告\.docx”.*{sentence}"):
        reading.read(job.encode(), "报告.docx", pool=one)
    assert time.monotonic() - began < 10
    assert one.pid and not _children(one.pid)


@pytest.mark.parametrize(
    "job", ["write", "append", "descriptor", "remove", "connect", "resolve", "spawn", "system"]
)
def test_a_document_cannot_make_its_reader_touch_anything(
    pool: Callable[..., Pool], tmp_path: Path, job: str
) -> None:
    kept = tmp_path / "kept"
    kept.write_text("原样")
    with pytest.raises(UnreadableDocument) as caught:
        reading.read(f"{job} {kept}".encode(), "报告.docx", pool=pool())
    assert "Sealed" in str(caught.value.__cause__)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert kept.read_text() == "原样"


def test_the_worker_goes_on_after_a_hostile_document(pool: Callable[..., Pool]) -> None:
    one = pool(cpu=1)
    with pytest.raises(UnreadableDocument):
        reading.read(b"loop", "报告.docx", pool=one)
    before = one.pid
    good = (DOCUMENTS / "education_2022.txt").read_bytes()
    assert reading.read(b"read\n" + good, "报告.txt", pool=one).imported.filing.year == 2022
    assert one.pid == before


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


# --- What the web process loads ------------------------------------------------------------------------


def test_the_web_process_never_loads_what_opens_a_document() -> None:
    program = (
        "import django, sys; django.setup(); import disclosure.urls, disclosure.admin;"
        "libraries = {'pdfplumber', 'pdfminer', 'openpyxl', 'python_calamine', 'weasyprint'};"
        "print(sorted(libraries & {name.partition('.')[0] for name in sys.modules}))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", program]
    run = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=Path(__file__).parents[2]
    )
    assert (run.stdout.strip(), run.returncode) == ("[]", 0), run.stderr
