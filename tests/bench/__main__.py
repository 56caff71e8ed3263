"""One run of every measurement on a database made for it: `script/bench`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import get_runner  # noqa: E402

from disclosure import checks, rendering  # noqa: E402
from disclosure.importing import read_report  # noqa: E402
from tests import cast as people  # noqa: E402

from . import pool, reports  # noqa: E402
from .clock import Row, table, timed  # noqa: E402
from .quality import quality  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "disclosure" / "demo" / "zhaotong_2018.txt"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CELL = "requests.carried_in.other"
SWITCHES = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="script/bench")
    arguments.add_argument("--rounds", type=int, default=20, help="counted rounds of each measurement (20)")
    arguments.add_argument("--pdfs", type=int, default=60, help="editions printed by the worker pool (60)")
    given = arguments.parse_args()
    rounds = given.rounds
    call_command("collectstatic", "--noinput", "--verbosity", "0")
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        rows = [*entry(rounds), *pure(rounds), *imports(rounds), *printing(max(3, rounds // 4))]
    finally:
        runner.teardown_databases(databases)
    sys.stdout.write(table(rows) + "\n" + pool.line(given.pdfs) + "\n\n" + quality() + "\n\n")
    sys.stdout.flush()
    many_people()


def many_people() -> None:
    """Fifty people at a real server, and fifty readers of the public pages, on either database."""
    for people_who in ("clients", "readers"):
        for before in ([], [str(ROOT / "script" / "postgres")]):
            subprocess.run([*before, sys.executable, "-m", f"tests.bench.{people_who}"], cwd=ROOT, check=True)


def entry(rounds: int) -> list[Row]:
    """The page of section three (175 cells) and the saving of it, through every middleware, without the network."""
    cast = people.build()
    report = people.draft(cast.education)
    browser = people.client_of(cast.clerk)
    address = f"/work/{report.pk}/requests/"
    turn = iter(range(10**9))
    last = ["0"]

    def save() -> None:
        fields = _Fields(browser.get(address).content.decode()).values
        answer = browser.post(address, {**fields, "requests.received.other": str(next(turn))})
        if answer.status_code != 302:
            raise RuntimeError(f"the save answered {answer.status_code}")

    def autosave() -> None:
        text = str(next(turn))
        sent = {"base": {CELL: last[0]}, "typed": {CELL: text}}
        answer = browser.post(f"{address}cells/", sent, content_type="application/json").json()
        if answer["conflicts"]:
            raise RuntimeError(f"nobody else writes there: {answer['conflicts']}")
        last[0] = text

    return [
        timed("entry page, section three", lambda: browser.get(address), rounds * 5),
        timed("entry page and save of one cell", save, rounds * 2),
        timed("autosave of one cell", autosave, rounds * 5),
    ]


def pure(rounds: int) -> list[Row]:
    """Every check, of the seed and of a report of ten pages that has a last year and a neighbour."""
    filing = read_report(SEED.read_bytes(), SEED.name).filing
    long = reports.ten_pages()
    known, drafts = reports.known(long), reports.rewritten(long)
    return [
        timed("all checks of the seed", lambda: checks.check(filing), rounds * 5),
        timed(
            f"all checks of {reports.pages(long)} pages", lambda: checks.check(next(drafts), known), rounds
        ),
    ]


def imports(rounds: int) -> list[Row]:
    """The seed read in, from every kind of document."""
    text = SEED.read_bytes()
    written = {"txt": text, **reports.documents(read_report(text, SEED.name).filing)}
    return [
        timed(f"import of the seed, {kind}", partial(read_report, content, f"report.{kind}"), rounds)
        for kind, content in written.items()
    ]


def printing(rounds: int) -> list[Row]:
    """The seed as PDF: by a warm worker, by a new process, and by Chromium from the same HTML."""
    filing = read_report(SEED.read_bytes(), SEED.name).filing
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(rendering.print_html(filing), encoding="utf-8")
        out = Path(folder) / "report.pdf"
        rendering.render_pdf(filing)
        rows = [
            timed("PDF, warm worker", lambda: rendering.render_pdf(filing), rounds),
            timed("PDF, new process", lambda: _render_cold(out), rounds),
        ]
        if shutil.which(CHROMIUM):
            rows.append(timed("PDF, Chromium, new process", lambda: _chromium(page, out, folder), rounds))
        return rows


def _render_cold(out: Path) -> None:
    command = [sys.executable, "manage.py", "render_report", str(SEED), "--to", "pdf", "-o", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def _chromium(page: Path, out: Path, folder: str) -> None:
    command = [
        CHROMIUM,
        *SWITCHES,
        f"--user-data-dir={folder}/profile",
        f"--print-to-pdf={out}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True)


class _Fields(HTMLParser):
    """The names and values of a page's input fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and (name := found.get("name")):
            self.values[name] = found.get("value") or ""


if __name__ == "__main__":
    main()
