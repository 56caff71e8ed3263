"""One request to a portal: so many bytes, so many seconds, and no other host than those it may ask."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from ssl import SSLCertVerificationError
from threading import Event, Timer
from urllib.parse import quote, urljoin, urlsplit

from ..prose import clean

_HOPS = 4
_LEADS_ON = (301, 302, 303, 307, 308)
_SCHEMES = {"http": HTTPConnection, "https": HTTPSConnection}
_GZIP = 16 + zlib.MAX_WBITS
_HEADERS = {
    "User-Agent": "disclosure-watch_portal",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(frozen=True)
class Limits:
    """Of one answer: its size in bytes, and how long it may take, from the connection to the last byte."""

    bytes: int = 30 * 1024**2
    seconds: float = 30.0


@dataclass(frozen=True)
class Answer:
    """What a server said in the end: where, with which status, of which media type, and its bytes."""

    address: str
    status: int
    media: str
    content: bytes


class NotReached(Exception):
    """No answer that can be compared; the message is Chinese. `led_away`: the server sends its visitors elsewhere."""

    def __init__(self, message: str, *, led_away: bool = False) -> None:
        super().__init__(" ".join(clean(message).split()))  # a server's own words may be in it
        self.led_away = led_away


def host(address: str) -> str:
    """Host and port of an address as they stand in it. Raises ValueError for what is no address of a page."""
    parts = urlsplit(address)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.username is not None:
        raise ValueError(address)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{name}:{parts.port}" if parts.port else name


def fetch(address: str, hosts: frozenset[str], limits: Limits) -> Answer:
    """What an address serves, behind redirects that stay with these hosts. Raises NotReached."""
    at = address
    for _ in range(_HOPS):
        answer, leads_to = _ask(at, limits)
        if leads_to is None:
            return answer
        at = _led(at, leads_to, hosts)
    raise NotReached(f"转了{_HOPS}次还没有到", led_away=True)


def _led(at: str, leads_to: str, hosts: frozenset[str]) -> str:
    """Where a redirect leads. Raises NotReached where that is another host, or no address at all."""
    try:
        address = urljoin(at, leads_to)
        if host(address) in hosts:
            return address
    except ValueError:
        address = leads_to
    raise NotReached(f"转到清单以外的{address}，没有跟过去", led_away=True)


def _ask(address: str, limits: Limits) -> tuple[Answer, str | None]:
    """One request → the answer, and where it leads on to."""
    parts = urlsplit(address)
    line = _SCHEMES[parts.scheme](host(address), timeout=limits.seconds)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    try:
        line.connect()
        with _deadline(line.sock, limits.seconds):
            line.request("GET", f"{path}?{query}" if query else path, headers=_HEADERS)
            said = line.getresponse()
            if said.status in _LEADS_ON and (leads_to := said.getheader("Location")):
                return Answer(address, said.status, "", b""), leads_to
            content = _content(said, limits.bytes)
    except SSLCertVerificationError as error:
        raise NotReached(f"证书不对：{error.verify_message}") from error
    except (OSError, HTTPException, zlib.error) as error:
        raise NotReached(f"连不上或中途断了：{error or type(error).__name__}") from error
    finally:
        line.close()
    media = (said.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    return Answer(address, said.status, media, content), None


@contextmanager
def _deadline(line: socket, seconds: float) -> Iterator[None]:
    """Cut the connection when the time is over, however slowly bytes drip in. Raises NotReached then."""
    late = Event()

    def cut() -> None:
        late.set()
        socket.shutdown(
            line, SHUT_RDWR
        )  # the plain one: that of TLS would take the line from under its reader

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, HTTPException, NotReached) as error:
        if late.is_set():
            raise NotReached(f"{seconds:g}秒没有收完") from error
        raise
    finally:
        timer.cancel()
    if late.is_set():
        raise NotReached(f"{seconds:g}秒没有收完")


def _content(said: HTTPResponse, most: int) -> bytes:
    """The bytes of an answer, unpacked where the server packs them unasked. Raises NotReached."""
    sent = said.read(most + 1)
    if len(sent) <= most and said.length:
        raise NotReached("没有收完，连接断了")
    if (said.getheader("Content-Encoding") or "").lower() == "gzip" and len(sent) <= most:
        sent = zlib.decompressobj(_GZIP).decompress(sent, most + 1)
    if len(sent) > most:
        raise NotReached(f"超过{most / 1024**2:.1f}MB，没有收下")
    return sent
