"""One page of the folder: what a visitor is shown, with every link leading to a file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template import loader
from django.urls import ResolverMatch

from ..models import Damaged
from .addresses import Address, matched, number_in_list, read
from .errors import ExportError

STATIC, MISSING = "static", "404.html"
_LINK = re.compile(r'(?P<before>\s(?:href|src|action)=")(?P<link>[^"]*)(?=")')
_SITEMAP = re.compile(r"<sitemap><loc>(?P<address>[^<]+)</loc>")
_STYLE_LINK = re.compile(r"""url\(\s*["']?(?!data:)(?P<link>[^"')#?]+)""")


@dataclass(frozen=True)
class Page:
    """A page as it is written, the pages it leads to, and the static files it names."""

    content: bytes
    links: frozenset[Address] = frozenset()
    statics: frozenset[str] = frozenset()


def draw(address: Address, match: ResolverMatch) -> Page:
    """Draw a page for the folder; files are as they were stored. Raises ExportError."""
    response = _answer(address, match)
    if match.url_name == "public_sitemap":
        return Page(response.content, frozenset(_sitemap_parts(response.content.decode())))
    if not response["Content-Type"].startswith("text/html") or match.url_name == "public_file":
        return Page(b"".join(response))
    return _with_links(_Sheet(address), response.content.decode())


def draw_missing(root: str) -> Page:
    """The page a server shows for an address there is nothing at (HTTP 404), written for a site that stands at a path.

    It is shown in any folder, so its links begin at `root`, such as "" or "/reports".
    """
    request = _request(Address(f"/{MISSING}"))
    return _with_links(_Sheet(Address(f"/{MISSING}"), root), loader.render_to_string(MISSING, None, request))


def _with_links(sheet: _Sheet, text: str) -> Page:
    content = _LINK.sub(sheet.relative, text).encode()
    return Page(content, frozenset(sheet.links), frozenset(sheet.statics))


def _sitemap_parts(index: str) -> Iterator[Address]:
    """The sitemaps an index of them names, which nothing else leads to."""
    for found in _SITEMAP.finditer(index):
        yield Address(urlsplit(found["address"]).path)


@dataclass
class _Sheet:
    """A page whose links are being led to files, and what they led to; from the page itself, or from a root."""

    page: Address
    root: str | None = None
    links: set[Address] = field(default_factory=set)
    statics: set[str] = field(default_factory=set)

    def relative(self, found: re.Match[str]) -> str:
        led = _led(self.page.path, self.page.file.rpartition("/")[0], self.root, found["link"])
        if led is None:
            return found.group()
        if led.address:
            self.links.add(led.address)
        if led.static:
            self.statics.add(led.static)
        return f"{found['before']}{led.link}"


class _Led(NamedTuple):
    """A link as it is written, and the page or the static file it leads to."""

    link: str
    address: Address | None = None
    static: str = ""


@lru_cache(maxsize=50_000)
def _led(page: str, folder: str, root: str | None, link: str) -> _Led | None:
    """A link on a page led to a file of the folder; None for one that leads elsewhere, or to its own page.

    Kept, because the pages of a list have most of their links in common.
    """
    parts = urlsplit(urljoin(page, unescape(link)))
    if link.startswith("#"):
        return None
    if parts.scheme or parts.netloc:
        return _whole(page, unescape(link))
    path, place = number_in_list(parts.path) or (parts.path, parts.fragment)
    fragment = f"#{place}" if place else ""

    def to(file: str) -> str:
        way = os.path.relpath(file, folder or ".") if root is None else f"{root}/{file}"
        return escape(f"{way}{fragment}")

    if path.startswith(settings.STATIC_URL):
        name = unquote(path.removeprefix(settings.STATIC_URL))
        return _Led(to(f"{STATIC}/{name}"), static=name)
    address = read(f"{path}?{parts.query}" if parts.query else path, page)
    matched(address)
    return _Led(to(address.file), address)


def _whole(page: str, link: str) -> _Led | None:
    """A whole address of the site at which something is asked (`canonical`): of a folder no server is asked anything, so
    it becomes that of the file. None for any other."""
    site = settings.SITE_URL
    path, _, query = link.removeprefix(site).partition("?")
    if not site or not link.startswith(f"{site}/") or not query:
        return None
    address = read(f"{path}?{query}", page)
    matched(address)
    return _Led(escape(f"{site}/{address.file}"), address)


def _answer(address: Address, match: ResolverMatch) -> HttpResponse:
    """What a visitor without an account is shown, drawn for the folder (`exported` in the templates)."""
    request = _request(address)
    request.GET = QueryDict(urlencode(address.query))
    request.resolver_match = match
    view: Callable[..., HttpResponse] = match.func
    try:
        response = view(request, *match.args, **match.kwargs)
    except Http404:
        response = HttpResponse(status=404)
    except Damaged:
        raise ExportError(
            f"“{address.path}”存着的内容和公布时不一样，没有导出。请运行verify_chain。"
        ) from None
    if response.status_code not in (200, HTTPStatus.GONE):  # a report that was taken down leaves its notice
        raise ExportError(f"“{address.path}”打不开（{response.status_code}）。")
    return response


def _request(address: Address) -> HttpRequest:
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address.path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REQUEST_METHOD": "GET"}
    request.user = AnonymousUser()
    request.exported = True  # type: ignore[attr-defined]
    return request


# --- Static files --------------------------------------------------------------------------------------


def static_files(name: str) -> Iterator[tuple[str, bytes]]:
    """A static file with its name in the folder, and those a style sheet draws in. Raises ExportError."""
    content = static_content(name)
    yield f"{STATIC}/{name}", content
    if name.endswith(".css"):
        for found in _STYLE_LINK.finditer(content.decode()):
            yield from static_files(urljoin(name, found["link"].strip()))


def static_content(name: str) -> bytes:
    """A static file as it is served: from where collectstatic put it, or from where it is kept while developing."""
    found = finders.find(name) if settings.DEBUG or not staticfiles_storage.exists(name) else None
    if isinstance(found, str):
        return Path(found).read_bytes()
    try:
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    except OSError:
        raise ExportError(f"缺少静态文件{name}，请先运行 manage.py collectstatic。") from None
