"""Real servers on free ports for tests and measurements: gunicorn as the README runs it, and nginx before it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
NGINX = "/usr/sbin/nginx"
KEY = "a-key-for-tests-only-that-signs-nothing-anyone-will-ever-see"

_MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes {workers};{user}
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types; default_type application/octet-stream;
    sendfile on; tcp_nopush on; keepalive_requests 1000000;
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def database_url() -> str:
    """The database of this test run, for a process beside it."""
    said = settings.DATABASES["default"]
    if said["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{said['NAME']}"
    return f"postgres://{said['USER']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"


@contextmanager
def gunicorn(environment: Mapping[str, str], *arguments: str) -> Iterator[int]:
    """The application with these settings in the environment → its port."""
    port = free_port()
    said = {
        "DJANGO_SETTINGS_MODULE": "reportsite.settings",
        "DEBUG": "0",
        "HTTPS": "0",
        "LOG_LEVEL": "ERROR",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": KEY,
    }
    command = [sys.executable, "-m", "gunicorn", "reportsite.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--keep-alive", "30", "--log-level", "warning", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **said, **environment})
    with _running(process, port):
        yield port


@contextmanager
def nginx(
    kind: str, folder: Path, values: Mapping[str, str], workers: int = 1, kept: str = "1s"
) -> Iterator[int]:
    """nginx with a configuration of `script/nginx-conf`, as an ordinary process with its files in `folder` → its port.

    `kept` is how long it keeps a page, so that a test need not be over within a second.
    """
    port = free_port()
    said = {**os.environ, "CACHE_ROOT": str(folder / "cache"), **values, "LISTEN": f"127.0.0.1:{port}"}
    written = subprocess.run(
        [str(ROOT / "script" / "nginx-conf"), kind], env=said, check=True, capture_output=True, text=True
    )
    text = written.stdout.replace("proxy_cache_valid 200 1s;", f"proxy_cache_valid 200 {kept};")
    with _nginx(folder, text, port, workers):
        yield port


@contextmanager
def plain_nginx(folder: Path, root: Path) -> Iterator[int]:
    """nginx with nothing but a folder of files, to compare with → its port."""
    port = free_port()
    with _nginx(folder, f"server {{ listen 127.0.0.1:{port}; root {root}; }}", port, 1):
        yield port


@contextmanager
def _nginx(folder: Path, site: str, port: int, workers: int) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    user = " user root;" if os.getuid() == 0 else ""  # folders of a test are closed to others
    main = folder / "nginx.conf"
    main.write_text(_MAIN.format(folder=folder, workers=workers, user=user), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(main), "-e", str(folder / "start.log")])
    with _running(process, port):
        yield


@contextmanager
def _running(process: subprocess.Popen[bytes], port: int) -> Iterator[None]:
    try:
        _wait_for(process, port)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{process.args!r} did not start")
