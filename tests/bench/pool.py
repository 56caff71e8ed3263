"""How many editions of the seed a second the worker pool prints, all its processes at work.

`python -m tests.bench.pool 1000` measures nothing else.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from disclosure.importing import read_report
from disclosure.rendering import edition, edition_files
from disclosure.rendering.pool import POOL
from disclosure.rendering.sheet import Sheet
from tests.page.editions import IMPRINT

SEED = Path(__file__).resolve().parents[2] / "disclosure" / "demo" / "zhaotong_2018.txt"
AT_ONCE = 2


def line(count: int) -> str:
    """PDF/A-3a with data inside, every one another edition: how long, how many a second, processor time of each."""
    sheets = _sheets(min(count, 20))
    POOL.render(sheets[0])
    used, begin = _used(), perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as people:
        size = sum(people.map(lambda at: len(POOL.render(sheets[at % len(sheets)])), range(count)))
    seconds, used = perf_counter() - begin, _used() - used
    return (
        f"{count} PDFs of an edition by the worker pool, {AT_ONCE} at once: {seconds:.0f} s, "
        f"{count / seconds:.2f} a second; processor time of each {used / count:.2f} s; {size / count / 1024:.0f} KB each"
    )


def _sheets(count: int) -> list[Sheet]:
    """What the pool is handed for so many editions of the seed."""
    filing = read_report(SEED.read_bytes(), SEED.name).filing
    found: list[Sheet] = []

    class Kept:
        @staticmethod
        def render(sheet: Sheet) -> bytes:
            found.append(sheet)
            return b""

    with patch.object(edition, "POOL", Kept):
        for number in range(count):
            edition_files(filing, replace(IMPRINT, number=number + 1))
    return found


def _used() -> float:
    """Seconds of processor time that the worker and its children have used."""
    fields = Path(f"/proc/{POOL.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.stdout.write(line(int(sys.argv[1])) + "\n")
