"""Timing: a warm-up, then every round by itself; minimum, median and 95th percentile, since machines are noisy."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Row:
    """One measurement: seconds of every counted round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def slow(self) -> float:
        """The 95th percentile (the slowest round where there are fewer than twenty)."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]


def timed(name: str, act: Callable[[], object], rounds: int) -> Row:
    """Run `act` once unmeasured, then `rounds` times measured."""
    act()
    seconds = []
    for _ in range(rounds):
        begin = perf_counter()
        act()
        seconds.append(perf_counter() - begin)
    return Row(name, tuple(seconds))


def table(rows: Sequence[Row]) -> str:
    """The measurements as lines of text: milliseconds, and how many a second one process does."""
    width = max(len(row.name) for row in rows)
    head = f"{'':{width}}  {'min ms':>9} {'median ms':>10} {'p95 ms':>9} {'per s':>8} {'rounds':>7}"
    lines = [
        f"{row.name:{width}}  {min(row.seconds) * 1000:9.1f} {row.median * 1000:10.1f} {row.slow * 1000:9.1f} "
        f"{1 / row.median:8.1f} {len(row.seconds):7d}"
        for row in rows
    ]
    return "\n".join([head, *lines])
