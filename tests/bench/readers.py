"""Fifty readers at the public pages: the application behind nginx, the exported site, and the same bytes as plain files.

Run by `script/bench`, once for each database. Readers are fifty connections of one process that ask again as soon as
they are answered; they cost processor time on the same machine, so the time the servers used for each answer is
measured beside how many were answered. Rows:

    plain files              nginx, the bytes of the answer as a file
    application              nginx and gunicorn, as script/nginx-conf writes it
    gunicorn                 the application alone, as for every page that nobody has asked for within the last second
    exported site            nginx, the folder of export_site
"""

from __future__ import annotations

import argparse
import os
import re
import selectors
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from unittest.mock import patch

FOLDER = tempfile.TemporaryDirectory(prefix="disclosure-bench-")
HERE = Path(FOLDER.name)
FOLDERS = {
    "STATIC_ROOT": str(HERE / "static"),
    "PUBLISHED_ROOT": str(HERE / "published"),
    "OPEN_DATA_ROOT": str(HERE / "open"),
}
BEHIND = {"ACCEL_PREFIX": "/_published/", "PROXY_COUNT": "1", **FOLDERS}

os.environ.setdefault("DATABASE_URL", f"sqlite:///{HERE / 'bench.sqlite3'}")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "reportsite.settings",
    "DEBUG": "0",
    "HTTPS": "0",
    "LOG_LEVEL": "ERROR",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
    "SECRET_KEY": "a-key-for-measuring-only-that-signs-nothing-anyone-will-ever-see",
    **FOLDERS,
}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from disclosure import rendering  # noqa: E402
from disclosure.exporting import export  # noqa: E402
from disclosure.models import Bureau  # noqa: E402
from tests import cast as people  # noqa: E402
from tests import servers  # noqa: E402
from tests.page.sample import filing  # noqa: E402

CLIENTS = 50
BODIES, YEARS = 60, (2024, 2025)
WORKERS, THREADS = 3, 4
REPORT = "/reports/shili-7/2025/"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_TAG = re.compile(rb"etag: *([^\r]+)", re.IGNORECASE)

Paths = Callable[[int], str]
"""What the reader asks for in turn."""


def _same(path: str) -> Paths:
    return lambda number: path


def _searches(number: int) -> str:
    """A hundred different searches. nginx keeps each for a second, too: what a new one costs is told by gunicorn's row."""
    return f"/search/?q=%E5%9F%B9%E8%AE%AD&page={number % 5 + 1}&year={2024 + number % 2}&section=overview&n={number}"


PAGES: Mapping[str, Paths] = {
    "report page": _same(REPORT),
    "PDF": _same(f"{REPORT}1/report.pdf"),
    "list": _same("/"),
    "search": _searches,
    "API": _same("/api/v1/reports?year=2025"),
}
EXPORTED = ("report page", "PDF", "list")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="tests.bench.readers")
    arguments.add_argument("--seconds", type=float, default=4, help="length of each measurement (4)")
    seconds = arguments.parse_args().seconds
    call_command("migrate", verbosity=0)
    call_command("collectstatic", "--noinput", verbosity=0)
    _publish()
    export(HERE / "site")
    sys.stdout.write(
        f"{connection.vendor}, {CLIENTS} readers, {BODIES * len(YEARS)} reports, {WORKERS} workers of {THREADS} threads\n"
        f"{'':48} {'per s':>8} {'median ms':>10} {'p95 ms':>8} {'server cpu ms':>14}\n"
    )
    for row in _rows(seconds):
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()


def _publish() -> None:
    """Reports with a PDF of real size."""
    cast = people.build()
    with patch.object(people, "PDF", rendering.render_pdf(filing("notice_2021_30"))):
        for number in range(BODIES):
            bureau = Bureau.objects.create(code=f"shili-{number}", name=f"示例市第{number}局")
            for year in YEARS:
                people.published(bureau, cast.clerk, year)


def _rows(seconds: float) -> Iterator[str]:
    options = ("--workers", str(WORKERS), "--threads", str(THREADS), "--preload")
    with servers.gunicorn(BEHIND, *options) as application:
        values = {**FOLDERS, "UPSTREAM": f"127.0.0.1:{application}"}
        with servers.nginx("application", HERE / "nginx", values) as live:
            copies = _copies(live)
            for name, asked in PAGES.items():
                with servers.plain_nginx(HERE / "nginx-plain", copies) as plain:
                    rate = yield from _measured(name, "plain files", plain, _same(f"/{name}"), seconds)
                yield from _measured(name, "application", live, asked, seconds, rate)
                if name != "PDF":  # its bytes are for nginx to send
                    yield from _measured(name, "gunicorn", application, asked, seconds, rate)
    with servers.nginx("export", HERE / "nginx-export", {"EXPORT_ROOT": str(HERE / "site")}) as exported:
        for name in EXPORTED:
            path = PAGES[name](0)
            with servers.plain_nginx(HERE / "nginx-plain", copies) as plain:
                rate = yield from _measured(name, "plain files", plain, _same(f"/{name}"), seconds)
            yield from _measured(name, "exported site", exported, _same(path), seconds, rate)


def _copies(port: int) -> Path:
    """The bytes of every answer as a file."""
    folder = HERE / "plain"
    folder.mkdir()
    for name, asked in PAGES.items():
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        line.request("GET", asked(0))
        answer = line.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{asked(0)} was answered {answer.status}")
        (folder / name.replace(" ", "-")).write_bytes(content)
    return folder


# --- Readers -------------------------------------------------------------------------------------------


@dataclass
class _Reader:
    """A connection: what it has received of an answer, how much is still to come, when it asked."""

    line: socket.socket
    received: bytearray = field(default_factory=bytearray)
    to_come: int = -1
    began: float = 0.0
    turn: int = 0

    def ask(self, request: bytes) -> None:
        self.began = time.perf_counter()
        self.received.clear()
        self.to_come = -1
        self.line.sendall(request)

    def take(self) -> bool:
        """Receive what there is; whether the answer is whole."""
        sent = self.line.recv(1 << 20)
        if not sent:
            raise RuntimeError("the server closed a connection")
        if self.to_come < 0:
            self.received += sent
            head, found, body = self.received.partition(b"\r\n\r\n")
            if not found:
                return False
            length = _LENGTH.search(head)
            status = head[9:12]
            if status not in (b"200", b"304") or (status == b"200" and length is None):
                raise RuntimeError(f"not what was asked for: {head[:200]!r}")
            self.to_come = int(length[1]) - len(body) if status == b"200" and length else 0
        else:
            self.to_come -= len(sent)
        return self.to_come == 0


def _measured(
    name: str,
    way: str,
    port: int,
    asked: Paths,
    seconds: float,
    plain: Mapping[bool, float] | None = None,
) -> Generator[str, None, dict[bool, float]]:
    """Two rows, for readers who have nothing and for those who have the page already; gives back how many a second."""
    rates: dict[bool, float] = {}
    for known in (False, True):
        requests = _requests(port, asked, known)
        _warm(port, requests)
        found, cpu = _load(port, requests, seconds)
        if not found:
            raise RuntimeError(f"{name}, {way}: nobody was answered within {seconds:g} s")
        rates[known] = len(found) / seconds
        beside = f"  {plain[known] / rates[known]:5.1f} × slower than plain" if plain else ""
        said = f"{name}, {way}, {'304' if known else '200'}"
        yield f"{said:48} {_line(found, rates[known], cpu / len(found))}{beside}"
    return rates


def _warm(port: int, requests: Sequence[bytes]) -> None:
    """Until every worker has likely met its first request, which costs it the most."""
    for _ in range(10):
        if len(_load(port, requests, 1.0)[0]) >= CLIENTS:
            return


def _line(found: Sequence[float], rate: float, cpu: float) -> str:
    ordered = sorted(found)
    slow = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    return f"{rate:8.0f} {statistics.median(ordered) * 1000:10.2f} {slow * 1000:8.2f} {cpu * 1000:14.3f}"


def _requests(port: int, asked: Paths, known: bool) -> list[bytes]:
    """A hundred requests in turn; each with the tag of its page where the reader has it already."""
    made = []
    tags: dict[str, str] = {}
    for number in range(100):
        path = asked(number).replace(" ", "-")
        said = {"Host": f"127.0.0.1:{port}"}
        if known:
            if path not in tags:
                tags[path] = _tag(port, path)
            said["If-None-Match"] = tags[path]
        lines = "".join(f"{field_name}: {value}\r\n" for field_name, value in said.items())
        made.append(f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode())
    return made


def _tag(port: int, path: str) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    return answer.headers["ETag"]


def _load(port: int, requests: Sequence[bytes], seconds: float) -> tuple[list[float], float]:
    """Everybody asks for so long → how long each answer took, and the processor time of the servers."""
    found: list[float] = []
    with selectors.DefaultSelector() as waiting:
        readers = [_Reader(socket.create_connection(("127.0.0.1", port)), turn=at) for at in range(CLIENTS)]
        used = _cpu()
        for reader in readers:
            reader.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waiting.register(reader.line, selectors.EVENT_READ, reader)
            reader.ask(requests[reader.turn % len(requests)])
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            for reader in _answered(waiting):
                found.append(time.perf_counter() - reader.began)
                reader.turn += CLIENTS + 1
                reader.ask(requests[reader.turn % len(requests)])
        used = _cpu() - used
        while waiting.get_map():  # what was asked last is answered before anybody else asks
            for reader in _answered(waiting):
                waiting.unregister(reader.line)
                reader.line.close()
    return found, used


def _answered(waiting: selectors.BaseSelector) -> Iterator[_Reader]:
    """The readers whose answers have become whole."""
    for key, _ in waiting.select(1):
        reader: _Reader = key.data
        if reader.take():
            yield reader


def _cpu() -> float:
    """Seconds of processor time that servers started from here, and their workers, have used so far."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # It ended while we looked.
            continue
        number = int(stat.parent.name)
        parents[number], ticks[number] = int(fields[1]), int(fields[11]) + int(fields[12])
    own = os.getpid()
    ours = [each for each in parents if own in (parents[each], parents.get(parents[each]))]
    return sum(ticks[each] for each in ours) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
