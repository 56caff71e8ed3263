"""nginx before the application, and before the exported site: real processes, asked as a browser asks."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pytest_django import Settings

from disclosure import publishing
from disclosure.exporting import export
from disclosure.models import Publication, Report
from reportsite.headers import UNUSED
from tests import cast as people
from tests import servers

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = "/reports/shili-education/2025/"
PDF, PAGE = f"{REPORT}1/report.pdf", f"{REPORT}1/report.html"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)
class Site:
    """A server's port, and the folder of published files behind it."""

    port: int
    folder: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, headers={name.replace("_", "-"): said for name, said in headers.items()})
        answer = line.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())


@pytest.fixture
def edition() -> Publication:
    cast = people.build()
    return people.published(cast.education, cast.clerk).publications.get()


@pytest.fixture
def site(edition: Publication, tmp_path: Path, settings: Settings) -> Iterator[Site]:
    """The application behind nginx, with published files handed over from the disk, and pages kept until the next act."""
    folders = {"STATIC_ROOT": str(tmp_path / "static"), "PUBLISHED_ROOT": str(tmp_path / "published")}
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "app.0123456789ab.css").write_text("a{}", encoding="utf-8")
    settings.PUBLISHED_ROOT, settings.ACCEL_PREFIX = tmp_path / "published", "/_published/"
    environment = {
        **folders,
        "DEBUG": "1",  # static files are not collected for this test
        "DATABASE_URL": servers.database_url(),
        "PROXY_COUNT": "1",
        "ACCEL_PREFIX": "/_published/",
    }
    with (
        servers.gunicorn(environment, "--threads", "4") as application,
        servers.nginx(
            "application", tmp_path / "nginx", {**folders, "UPSTREAM": f"127.0.0.1:{application}"}, kept="1h"
        ) as port,
    ):
        yield Site(port, tmp_path / "published")


def test_published_files_are_handed_over_from_the_disk(site: Site, edition: Publication) -> None:
    # the bytes, and their copy under its digest
    answer = site.ask(PDF)
    digest = edition.digests["report.pdf"]
    assert (answer.status, answer.content) == (200, edition.content("report.pdf"))
    assert (site.folder / digest[:2] / digest).read_bytes() == answer.content
    assert "x-accel-redirect" not in answer.headers
    # the headers of the application, not those of a file on a disk
    tag = f'"{digest}"'
    assert answer.headers["etag"] == tag
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["cache-control"] == "public, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "last-modified" not in answer.headers
    # asked again by who has it
    again = site.ask(PDF, If_None_Match=tag)
    assert (again.status, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "public, no-cache"
    assert site.ask(PDF, If_None_Match='"another"').status == 200
    assert site.ask(PDF, If_Modified_Since="Fri, 01 Jan 2100 00:00:00 GMT").status == 200
    # its head, and a part of it, which is that of the same bytes only
    head = site.ask(PDF, "HEAD")
    assert (head.status, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    part = site.ask(PDF, Range="bytes=0-7")
    assert (part.status, part.content, part.headers["etag"]) == (206, answer.content[:8], tag)
    assert site.ask(PDF, Range="bytes=0-7", If_Range=tag).status == 206
    assert site.ask(PDF, Range="bytes=0-7", If_Range='"another"').content == answer.content
    # a page brings its own policy, under which its style may be used
    page = site.ask(PAGE)
    assert page.content == edition.content("report.html")
    assert "style-src 'sha256-" in page.headers["content-security-policy"]


def test_nobody_asks_the_folder_itself(site: Site, edition: Publication) -> None:
    site.ask(PDF)
    digest = edition.digests["report.pdf"]
    for path in (
        f"/_published/{digest[:2]}/{digest}",
        "/_published/",
        f"/static/../published/{digest[:2]}/{digest}",
    ):
        assert site.ask(path).status in (400, 404), path


def test_a_report_that_is_taken_down_is_gone_though_its_copy_lies_there(
    site: Site, edition: Publication
) -> None:
    assert site.ask(PDF).status == 200
    supervisor = people.Member.objects.get(user__username="审核员")
    publishing.withdraw(edition.report, supervisor, "第五部分有不应公开的个人信息。")
    assert site.ask(PDF).status == 410
    assert site.ask(PDF, If_None_Match=f'"{edition.digests["report.pdf"]}"').status == 410


def test_a_copy_that_is_not_whole_is_written_again(site: Site, edition: Publication) -> None:
    digest = edition.digests["report.pdf"]
    place = site.folder / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(b"%PDF")
    assert site.ask(PDF).content == edition.content("report.pdf")


def test_a_page_that_is_kept_ends_with_the_next_act(site: Site, edition: Publication) -> None:
    clerk, supervisor = (people.Member.objects.get(user__username=name) for name in ("教育填报员", "审核员"))
    site.ask("/")  # the application is there, and with it the link to the first state
    for page in (REPORT, f"{REPORT}1/", "/", "/api/v1/reports"):
        assert site.ask(page).status == 200
    Report.objects.update(edition=0)  # nothing an act would do: what is kept is shown again
    assert site.ask(REPORT).status == 200
    Report.objects.update(edition=1)
    people.edition(edition.report, clerk, "表三一格填错")
    assert "第2版" in site.ask(REPORT).content.decode()
    publishing.withdraw(Report.objects.get(), supervisor, "有不应公开的信息。")
    assert [site.ask(path).status for path in (REPORT, f"{REPORT}1/", f"{REPORT}2/")] == [410, 410, 410]
    assert site.ask("/api/v1/reports").content != b""
    assert "有不应公开的信息" in site.ask(REPORT).content.decode()
    assert "已撤下" in site.ask("/").content.decode()


def test_who_sends_a_cookie_is_answered_by_the_application(site: Site, edition: Publication) -> None:
    assert site.ask(REPORT).status == 200
    Report.objects.update(edition=0)
    assert site.ask(REPORT, Cookie="sessionid=x").status == 404


def test_pages_are_compressed_and_not_sent_twice(site: Site, edition: Publication) -> None:
    page = site.ask(REPORT, Accept_Encoding="gzip")
    assert page.headers["content-encoding"] == "gzip"
    assert "示例市教育局" in gzip.decompress(page.content).decode()
    assert "content-security-policy" in page.headers
    assert "unsafe" not in page.headers["content-security-policy"]
    assert site.ask(REPORT, If_None_Match=page.headers["etag"]).status == 304
    people.edition(edition.report, people.Member.objects.get(user__username="教育填报员"), "表三一格填错")
    assert site.ask(REPORT, If_None_Match=page.headers["etag"]).status == 200


def test_static_files_come_from_the_disk_and_stay(site: Site) -> None:
    answer = site.ask("/static/app.0123456789ab.css")
    assert (answer.status, answer.content) == (200, b"a{}")
    assert "immutable" in answer.headers["cache-control"]
    assert site.ask("/static/").status in (403, 404)


def test_a_body_that_is_too_large_stays_outside(site: Site) -> None:
    line = HTTPConnection("127.0.0.1", site.port, timeout=30)
    line.request("POST", "/check/", headers={"Content-Length": str(20 * 1024 * 1024)})
    assert line.getresponse().status == 413


def test_the_exported_site_needs_nothing_behind_it(
    edition: Publication, tmp_path: Path, settings: Settings
) -> None:
    settings.SITE_URL = "https://xxgk.example.cn"
    export(tmp_path / "site")
    with servers.nginx("export", tmp_path / "nginx", {"EXPORT_ROOT": str(tmp_path / "site")}) as port:
        site = Site(port, tmp_path)
        page = site.ask(REPORT)
        assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        policy = ", ".join(f"{name}=()" for name in UNUSED)
        assert (page.headers["permissions-policy"], page.headers["x-frame-options"]) == (policy, "DENY")
        assert site.ask(REPORT, If_None_Match=page.headers["etag"]).status == 304
        assert site.ask("/reports/shili-education/2025").headers["location"] == REPORT
        answer = site.ask(PDF)
        assert (answer.content, answer.headers["content-type"]) == (
            edition.content("report.pdf"),
            "application/pdf",
        )
        assert site.ask(PAGE).headers["content-disposition"] == "attachment"
        missing = site.ask("/reports/nobody/")
        assert missing.status == 404
        assert "没有这一页" in missing.content.decode()
        assert "content-security-policy" in missing.headers
        assert site.ask("/.anything").status == 404
        assert site.ask("/", "POST").status in (403, 405)


def test_the_exported_site_may_stand_at_a_path(edition: Publication, tmp_path: Path) -> None:
    folder = tmp_path / "root" / "gk" / "nb"
    export(folder)
    (folder / "static" / "named.0123456789ab.css").write_text("a{}", encoding="utf-8")
    with servers.nginx("export", tmp_path / "nginx", {"EXPORT_ROOT": str(tmp_path / "root")}) as port:
        site = Site(port, tmp_path)
        page = site.ask(f"/gk/nb{REPORT}")
        assert (page.status, page.headers["cache-control"]) == (200, "public, no-cache")
        assert "immutable" in site.ask("/gk/nb/static/named.0123456789ab.css").headers["cache-control"]
        assert site.ask(f"/gk/nb{PAGE}").headers["content-disposition"] == "attachment"


def test_a_value_that_would_end_a_directive_is_refused() -> None:
    command = [str(servers.ROOT / "script" / "nginx-conf"), "export"]
    asked = subprocess.run(command, env={"PATH": "/usr/bin:/bin", "LISTEN": "80; x"}, capture_output=True)
    assert asked.returncode == 2
