"""The public pages as a folder of files: every link is relative, so it works under any address and from a disk."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from .models import Publication

MANIFEST = "export.json"
GENERATOR = "disclosure export_site"
_STATIC = "static"
_EVERYTHING = {"year": "all", "page": "1"}
"""What an address of the list says when it asks for the whole list from its beginning: the front page of the folder."""

_LINK = re.compile(r'(?P<before>\s(?:href|src|action)=")(?P<link>[^"]*)(?=")')
_STYLE_LINK = re.compile(r"""url\(\s*["']?(?!data:)(?P<link>[^"')#?]+)""")
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


class ExportError(Exception):
    """The folder cannot be written; the message is Chinese."""


@dataclass(frozen=True)
class Address:
    """A page of the site: its path, and what is asked of it, sorted and without what goes without saying."""

    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def file(self) -> PurePosixPath:
        """Where the page lies in the folder: /reports/a/2024/ is reports/a/2024/index.html."""
        path = PurePosixPath(self.path.lstrip("/"))
        if not self.path.endswith("/"):
            return path
        asked = "-".join(f"{name}-{value}" for name, value in self.query)
        return path / f"{asked or 'index'}.html"


def export(folder: Path) -> Mapping[str, str]:
    """Write the public pages into a folder that does not exist, is empty, or is an earlier export.

    The folder is written beside its place and moved there when it is whole. Returns file → SHA-256. Raises ExportError.
    """
    target = folder.resolve()
    _check(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        new.chmod(0o755)
        files = _Writer(new).write()
        _put(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return files


# --- The folder ----------------------------------------------------------------------------------------


def _check(target: Path) -> None:
    """Refuse a folder that holds anything but an earlier export."""
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportError(f"{target}是一个文件，请写一个文件夹。")
    present = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    foreign = sorted(present - _exported(target))
    if foreign:
        raise ExportError(f"{target}里有不是导出的文件（{foreign[0]}），没有动它。请换一个空的文件夹。")


def _exported(target: Path) -> set[str]:
    """The files an earlier export wrote into the folder; none where there was no export."""
    try:
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        return {MANIFEST, *manifest["files"]} if manifest["generator"] == GENERATOR else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _put(new: Path, target: Path) -> None:
    """Move the finished folder to its place; what was there goes once the new one stands."""
    old = new.with_name(f"{new.name}.old")
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


# --- The pages -----------------------------------------------------------------------------------------


class _Writer:
    """Walks from page to page and writes each once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self.known: set[Address] = set()
        self.waiting: deque[Address] = deque()

    def write(self) -> Mapping[str, str]:
        for path in _public_paths():
            self._meet(Address(path))
        while self.waiting:
            self._page(self.waiting.popleft())
        manifest = {"generator": GENERATOR, "made": timezone.now().isoformat(), "files": self.files}
        text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True)
        (self.folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
        return self.files

    def _meet(self, address: Address) -> None:
        if address not in self.known:
            self.known.add(address)
            self.waiting.append(address)

    def _page(self, address: Address) -> None:
        match = _match(address)
        response = _answer(address, match)
        content = response.content
        if response["Content-Type"].startswith("text/html") and match.url_name != "public_file":
            text = _LINK.sub(lambda found: self._relative(found, address), content.decode())
            content = text.encode()
        self._keep(address.file, content)

    def _relative(self, found: re.Match[str], page: Address) -> str:
        link = unescape(found["link"])
        parts = urlsplit(urljoin(page.path, link))
        if link.startswith("#") or parts.scheme or parts.netloc:
            return found.group()
        file = self._file_of(parts.path, parts.query, page)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        relative = os.path.relpath(file, page.file.parent)
        return f"{found['before']}{escape(relative + fragment)}"

    def _file_of(self, path: str, query: str, page: Address) -> PurePosixPath:
        if path.startswith(settings.STATIC_URL):
            return self._static(unquote(path.removeprefix(settings.STATIC_URL)))
        address = Address(path, _asked(query, page))
        _match(address)
        self._meet(address)
        return address.file

    def _static(self, name: str) -> PurePosixPath:
        """Copy a static file, and what a style sheet draws in."""
        file = PurePosixPath(_STATIC) / name
        if str(file) not in self.files:
            content = _static_content(name)
            self._keep(file, content)
            if name.endswith(".css"):
                for found in _STYLE_LINK.finditer(content.decode()):
                    self._static(urljoin(name, found["link"].strip()))
        return file

    def _keep(self, file: PurePosixPath, content: bytes) -> None:
        place = self.folder / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        self.files[str(file)] = hashlib.sha256(content).hexdigest()


def _public_paths() -> Iterator[str]:
    """The front page, and every edition with its files, so that none is missed that no page leads to."""
    yield reverse("public_index")
    for edition in (
        Publication.objects.select_related("report__bureau").defer("filing").order_by("report_id", "number")
    ):
        report = edition.report
        yield reverse("public_body", args=[report.bureau.code])
        yield reverse("public_report", args=[report.bureau.code, report.year])
        yield reverse("public_edition", args=[report.bureau.code, report.year, edition.number])
        if not report.withdrawn:
            for name in edition.digests:
                yield reverse("public_file", args=[report.bureau.code, report.year, edition.number, name])


def _asked(query: str, page: Address) -> tuple[tuple[str, str], ...]:
    pairs = [(name, value) for name, value in parse_qsl(query) if _EVERYTHING.get(name) != value]
    if not all(_PLAIN.fullmatch(part) for pair in pairs for part in pair):
        raise ExportError(f"{page.path}上的链接“?{query}”不能写成文件名。")
    return tuple(sorted(pairs))


def _match(address: Address) -> ResolverMatch:
    """The view behind a public address; everything else stays out of the folder."""
    try:
        match = resolve(address.path)
    except Resolver404:
        match = None
    if match is None or not (match.url_name or "").startswith("public_"):
        raise ExportError(f"公开网页上有链接通到“{address.path}”，它不是公开的网页。")
    return match


def _answer(address: Address, match: ResolverMatch) -> HttpResponse:
    """What a visitor without an account is shown, drawn for the folder (`exported` in the templates)."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address.path
    query = dict(address.query)
    if match.url_name == "public_index":
        query = {"year": _EVERYTHING["year"], **query}
    request.GET = QueryDict(urlencode(query))
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "REQUEST_METHOD": "GET"}
    request.user = AnonymousUser()
    request.exported = True  # type: ignore[attr-defined]
    request.resolver_match = match
    view: Callable[..., HttpResponse] = match.func
    try:
        response = view(request, *match.args, **match.kwargs)
    except Http404:
        response = HttpResponse(status=404)
    if response.status_code not in (200, HTTPStatus.GONE):  # a report that was taken down leaves its notice
        raise ExportError(f"“{address.path}”打不开（{response.status_code}）。")
    return response


def _static_content(name: str) -> bytes:
    """A static file as it is served: from where collectstatic put it, or from where it is kept while developing."""
    found = finders.find(name) if settings.DEBUG or not staticfiles_storage.exists(name) else None
    if isinstance(found, str):
        return Path(found).read_bytes()
    try:
        with staticfiles_storage.open(name) as file:
            return bytes(file.read())
    except OSError:
        raise ExportError(f"缺少静态文件{name}，请先运行 manage.py collectstatic。") from None
