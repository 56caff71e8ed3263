"""What machines that visit the site ask for: what is new (Atom), where the pages are (sitemap), what to leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from .. import fingerprints
from ..editions import in_force
from ..models import LedgerEntry
from ..prose import clean
from . import conditional, sharing
from .reading_only import read_only

ENTRIES = 100
"""Acts in the feed, newest first; the ledger has them all."""
SITEMAP_LIMIT = 50_000
"""Addresses a sitemap may hold (sitemaps.org); a site with more has several, and an index of them."""
NOT_FOR_MACHINES = (
    "home",
    "login",
    "review_queue",
    "season_now",
    "admin:index",
    "public_check",
    "public_search",
)


class _Feed(Atom1Feed):
    """A feed in which nothing stands yet was never changed, instead of just now: the same site gives the same bytes."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)  # type: ignore[no-any-return]


class Stop(NamedTuple):
    """A page of the sitemap and when it last changed."""

    address: str
    changed: datetime | None


def root(request: HttpRequest) -> str:
    """The address of the site without a slash at the end: as the settings say, else as the visitor came."""
    if settings.SITE_URL or getattr(request, "exported", False):
        return str(settings.SITE_URL)
    return request.build_absolute_uri("/").rstrip("/")


@sharing.with_everybody
@read_only
@conditional.of_everything
def public_feed(request: HttpRequest) -> HttpResponse:
    """New editions, corrections and withdrawals, as the ledger has them."""
    at = root(request)
    own = f"{at}{reverse('public_feed')}"
    feed = _Feed(
        title=str(settings.SITE["name"]),
        link=f"{at}{reverse('public_index')}",
        description="新公布、更正和撤下的政府信息公开工作年度报告",
        language="zh-CN",
        feed_url=own,
        author_name=settings.SITE.get("operator") or settings.SITE["name"],
        feed_guid=own,
    )
    for entry in _newest():
        said = entry.record.said
        address = f"{at}{_address(entry)}"
        feed.add_item(
            title=f"{entry.get_act_display()}：{entry.publication.title}",
            link=address,
            description=escape(clean(_told(entry, said["reason"]))),  # a summary is HTML
            unique_id=f"{address}#{entry.number}",
            pubdate=entry.at,
            updateddate=entry.at,
            author_name=said["body"],
            categories=(entry.get_act_display(),),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=_Feed.content_type)


def _newest() -> list[LedgerEntry]:
    entries = LedgerEntry.objects.select_related("publication__report__bureau")
    return list(entries.order_by("-number")[:ENTRIES])


def _address(entry: LedgerEntry) -> str:
    """The edition that was made, or the notice in the place of the report."""
    report = entry.publication.report
    if entry.act == LedgerEntry.Act.WITHDRAW:
        return reverse("public_report", args=[report.bureau.code, report.year])
    return reverse("public_edition", args=[report.bureau.code, report.year, entry.publication.number])


def _told(entry: LedgerEntry, reason: str) -> str:
    if entry.act == LedgerEntry.Act.PUBLISH:
        return "公布了这份报告。"
    what = (
        "撤下了这份报告" if entry.act == LedgerEntry.Act.WITHDRAW else f"更正为第{entry.publication.number}版"
    )
    return f"{what}，原因：{reason}" if reason else f"{what}。"


@read_only
@conditional.of_everything
def public_sitemap(request: HttpRequest) -> HttpResponse:
    """Every page with reports in force: the lists, the years, the bodies, the reports; or an index of such sitemaps."""
    return _sitemap(request, 0)


@read_only
@conditional.of_everything
def public_sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One of several sitemaps, the first is 1."""
    if not number:
        raise Http404
    return _sitemap(request, number)


def _sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """404 in a folder of files that does not know under which address it will stand."""
    at = root(request)
    drawn = _drawn(at, number, SITEMAP_LIMIT, fingerprints.everything()) if at else ""
    if not drawn:
        raise Http404
    return HttpResponse(drawn, content_type="application/xml")


@lru_cache(maxsize=4)
def _drawn(at: str, number: int, limit: int, state: str) -> str:
    """The whole sitemap or the index as 0, or a part; "" where there is none.

    Kept for as long as nothing is published (`state`): a large one takes a second to draw, and anybody may ask for it.
    """
    stops = [Stop(f"{at}{stop.address}", stop.changed) for stop in _stops()]
    parts = [stops[first : first + limit] for first in range(0, len(stops), limit)]
    if len(parts) < 2:
        return "" if number else _xml("sitemap.xml", stops=stops)
    if number:
        return _xml("sitemap.xml", stops=parts[number - 1]) if number <= len(parts) else ""
    places = [
        Stop(
            f"{at}{reverse('public_sitemap_part', args=[each])}",
            max(stop.changed for stop in part if stop.changed),
        )
        for each, part in enumerate(parts, start=1)
    ]
    return _xml("sitemap_index.xml", parts=places)


def _xml(template: str, **context: object) -> str:
    return render_to_string(f"public/{template}", context)


def _stops() -> Iterator[Stop]:
    reports = in_force().order_by("-report__year", "report__bureau__code")
    lines = list(reports.values_list("report__bureau__code", "report__year", "at"))
    latest = max((at for _, _, at in lines), default=None)
    yield Stop(reverse("public_index"), latest)
    yield Stop(reverse("public_years"), latest)
    for name, place in (("public_year", 1), ("public_body", 0)):
        changed: dict[object, datetime] = {}
        for line in lines:
            changed[line[place]] = max(line[2], changed.get(line[place], line[2]))
        yield from (Stop(reverse(name, args=[key]), at) for key, at in changed.items())
    for code, year, at in lines:
        yield Stop(reverse("public_report", args=[code, year]), at)


@read_only
@conditional.of_bytes
def public_robots(request: HttpRequest) -> HttpResponse:
    """Everything published may be found; the desks of the offices and the search are nobody's reading."""
    at = root(request)
    exported = getattr(request, "exported", False)  # has no desks, and may stand at a path
    names, path = (("public_search",), urlsplit(at).path) if exported else (NOT_FOR_MACHINES, "")
    lines = ["User-agent: *", *(f"Disallow: {path}{reverse(name)}" for name in names)]
    if at:
        lines += ["", f"Sitemap: {at}{reverse('public_sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
