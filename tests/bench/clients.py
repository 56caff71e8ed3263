"""Fifty people fill in reports at one time: a real server with several workers, on the database in DATABASE_URL.

Run by `script/bench`, once for each database. Client times are taken around a request on a kept connection, so they
hold the waiting for a free thread; server times are those of gunicorn's access log, from the request read to its answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
FOLDER = tempfile.TemporaryDirectory(prefix="disclosure-bench-")
HERE = Path(FOLDER.name)

os.environ.setdefault("DATABASE_URL", f"sqlite:///{HERE / 'bench.sqlite3'}")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "reportsite.settings",
    "DEBUG": "0",
    "HTTPS": "0",
    "LOG_LEVEL": "ERROR",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "SECRET_KEY": "a-key-for-measuring-only-that-signs-nothing-anyone-will-ever-see",
    "STATIC_ROOT": str(HERE / "static"),
}

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from disclosure.models import Bureau, Member, Report, Role  # noqa: E402
from tests import cast as people  # noqa: E402

CLIENTS = 50
WORKERS, THREADS = 3, 4
TOKEN = "k" * 32
LOG = "%(s)s %(m)s %(U)s %(D)s"
CELLS = ("requests.received.natural_person", "requests.received.enterprise")
"""The two people of one report write in different cells."""


SERVER: list[int] = []
"""The number of the server's process."""


@dataclass(frozen=True)
class Desk:
    """One person before one report: the cookies of the log-in, the fields of its page, and what was answered last."""

    address: str
    cookies: str
    cell: str
    fields: dict[str, str]
    seen: dict[str, str] = field(default_factory=lambda: {"text": "0", "revision": "1"})


@dataclass(frozen=True)
class Times:
    """What one kind of request took, in seconds; how many were answered a second, and for how much processor time."""

    name: str
    seconds: Sequence[float]
    rate: float
    cpu: float

    def line(self) -> str:
        ordered = sorted(self.seconds)
        slow = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
        median = statistics.median(ordered)
        return f"{self.name:45} {median * 1000:10.1f} {slow * 1000:9.1f} {self.cpu * 1000:8.1f} {self.rate:8.1f} {len(ordered):7d}"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="tests.bench.clients")
    arguments.add_argument("--seconds", type=float, default=12, help="length of each measurement (12)")
    seconds = arguments.parse_args().seconds
    call_command("migrate", verbosity=0)
    call_command("collectstatic", "--noinput", verbosity=0)
    desks = list(_desks())
    lines = [f"{connection.vendor}, {CLIENTS} clients, {WORKERS} workers of {THREADS} threads"]
    lines.append(f"{'':45} {'median ms':>10} {'p95 ms':>9} {'cpu ms':>8} {'per s':>8} {'n':>7}")
    with _server() as (port, log):
        _measured(autosave, desks, port, log, 3, pause=0.2)  # Until every worker has met its first request.
        for kind in (autosave, look, form_save):
            lines += [row.line() for row in _measured(kind, desks, port, log, seconds, pause=1.0)]
        lines += [row.line() for row in _measured(autosave, desks, port, log, seconds / 2, pause=0.0)]
        lines.append(_weight(desks[0], port))
    sys.stdout.write("\n".join(lines) + "\n")


def _desks() -> Iterator[Desk]:
    """Two people for each of twenty-five reports, logged in."""
    for number in range(CLIENTS // 2):
        bureau = Bureau.objects.create(code=f"shili-{number}", name=f"示例市第{number}局")
        report = people.draft(bureau)
        for cell in CELLS:
            user = User.objects.create(username=f"{number}{cell}", password="!")
            Member.objects.create(user=user, bureau=bureau, role=Role.CLERK)
            browser = Client()
            browser.force_login(user)
            cookies = f"sessionid={browser.cookies['sessionid'].value}; csrftoken={TOKEN}"
            yield Desk(f"/work/{report.pk}/requests/", cookies, cell, _fields(report))


def _fields(report: Report) -> dict[str, str]:
    """The whole form of the page as it is sent back untouched."""
    return {place.key: "0" for place in report.format.tables["requests"].entered}


# --- The server ----------------------------------------------------------------------------------------


@contextmanager
def _server() -> Iterator[tuple[int, Path]]:
    """gunicorn as the README runs it, and its access log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = HERE / "access.log"
    command = [
        *(sys.executable, "-m", "gunicorn", "reportsite.wsgi", "--bind", f"127.0.0.1:{port}"),
        *("--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"),
        *("--keep-alive", "30", "--log-level", "warning"),
        *("--access-logfile", str(log), "--access-logformat", LOG),
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    SERVER[:] = [process.pid]
    try:
        _wait_for(port)
        yield port, log
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


# --- What the people do --------------------------------------------------------------------------------

Kind = Callable[[HTTPConnection, Desk, int], int]
"""One request on a kept connection, different with each number → its status."""


def autosave(line: HTTPConnection, desk: Desk, number: int) -> int:
    """One cell, as the page saves it half a second after the last key."""
    base, typed = {desk.cell: desk.seen["text"]}, {desk.cell: str(number)}
    body = json.dumps({"base": base, "typed": typed, "revision": int(desk.seen["revision"])})
    status, answer = _ask(line, "POST", f"{desk.address}cells/", desk, body, "application/json")
    found = json.loads(answer)
    if found["conflicts"]:
        raise RuntimeError(f"a cell of its own clashed: {found['conflicts']}")
    desk.seen.update(text=str(number), revision=str(found["revision"]))
    return status


def look(line: HTTPConnection, desk: Desk, number: int) -> int:
    """What a page asks every twenty seconds, where something has changed since; with nothing new it is less."""
    return _ask(line, "GET", f"{desk.address}cells/?revision=0", desk)[0]


def form_save(line: HTTPConnection, desk: Desk, number: int) -> int:
    """The whole form, as a browser without JavaScript sends it; the page it leads to is not fetched."""
    base = {**desk.fields, desk.cell: desk.seen["text"]}
    typed = {**base, desk.cell: str(number)}
    body = urlencode({**typed, "base": json.dumps(base), "csrfmiddlewaretoken": TOKEN})
    desk.seen["text"] = str(number)
    return _ask(line, "POST", desk.address, desk, body, "application/x-www-form-urlencoded")[0]


def _ask(
    line: HTTPConnection, method: str, path: str, desk: Desk, body: str = "", kind: str = ""
) -> tuple[int, bytes]:
    headers = {"Cookie": desk.cookies, "X-CSRFToken": TOKEN, "Content-Type": kind}
    line.request(method, path, body.encode() or None, headers)
    answer = line.getresponse()
    return answer.status, answer.read()


def _measured(
    kind: Kind, desks: Sequence[Desk], port: int, log: Path, seconds: float, pause: float
) -> list[Times]:
    """Everybody at once for so long, each with a pause of about so much between requests."""
    found: list[float] = []
    statuses: set[int] = set()
    size = log.stat().st_size if log.exists() else 0
    end = time.perf_counter() + seconds

    def work(desk: Desk, seed: int) -> None:
        draw = random.Random(seed)
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(draw.random() * pause)
        number = random.randrange(10**9)
        while (begin := time.perf_counter()) < end:
            number += 1
            statuses.add(kind(line, desk, number))
            found.append(time.perf_counter() - begin)
            time.sleep(pause * (0.5 + draw.random()))

    used = _cpu()
    with ThreadPoolExecutor(len(desks)) as people_at_work:
        list(people_at_work.map(work, desks, range(len(desks))))
    used = _cpu() - used
    if not statuses <= {200, 302}:
        raise RuntimeError(f"{kind.__name__} was answered {statuses}")
    name = f"{kind.__name__}, {f'each about every {pause:.0f} s' if pause else 'without a pause'}"
    rate = len(found) / seconds
    time.sleep(0.3)
    with log.open(encoding="utf-8") as lines:
        lines.seek(size)
        served = [int(line.rsplit(" ", 1)[1]) / 1e6 for line in lines]
    each = used / len(found)
    return [Times(f"{name}: client", found, rate, each), Times(f"{name}: server", served, rate, each)]


def _cpu() -> float:
    """Seconds of processor time the server's workers have used so far: what does not depend on who else is at work."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # It ended while we looked.
            continue
        if int(fields[1]) == SERVER[0]:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _weight(desk: Desk, port: int) -> str:
    """What the entry page and everything it names weighs, compressed; all of it from this server."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    packed = _got(line, desk.address, desk)
    page = gzip.decompress(packed).decode()
    total = {"page": len(packed)}
    for path in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))):
        kind = path.rsplit(".", 1)[1]
        total[kind] = total.get(kind, 0) + len(_got(line, path, desk))
    if re.search(r'(?:src|href)="(?:https?:)?//', page):
        raise RuntimeError("the entry page names another server")
    parts = ", ".join(f"{kind} {size / 1024:.0f}" for kind, size in total.items())
    return f"entry page, compressed, everything it names: {sum(total.values()) / 1024:.0f} KB ({parts})"


def _got(line: HTTPConnection, path: str, desk: Desk) -> bytes:
    line.request("GET", path, headers={"Cookie": desk.cookies, "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} was answered {answer.status}")
    return body


if __name__ == "__main__":
    main()
