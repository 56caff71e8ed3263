"""The exported site: every link leads to a file of the folder, wherever it lies, and nothing but public pages is in it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from copy import deepcopy
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker

from disclosure import publishing
from disclosure.exporting import MANIFEST, ExportError, addresses, drawing, export
from disclosure.models import Bureau, Publication, Report
from tests import cast as people
from tests.cast import Cast

Standing = tuple[Cast, Report, Path]


class Links(HTMLParser):
    """The addresses a page names, and the names it can be entered at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.names: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.names.add(given.get("id") or "")


@pytest.fixture(scope="module")
def standing(module_db: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The people, a report in its second edition beside other reports and years, and the site exported from them."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    with module_db.unblock():
        cast = people.build()
        report = people.published(cast.education, cast.clerk)
        people.edition(report, cast.clerk, reason="表三一格填错")
        people.published(cast.education, cast.clerk, year=2023)
        people.published(cast.water, cast.water_clerk, year=2019)
        people.draft(cast.elsewhere)
        export(folder)
    return cast, report, folder


@pytest.fixture
def cast(db: None, standing: Standing) -> Cast:
    return deepcopy(standing[0])


@pytest.fixture
def corrected(db: None, standing: Standing) -> Report:
    return deepcopy(standing[1])


@pytest.fixture
def site(db: None, standing: Standing, tmp_path: Path) -> Path:
    """The exported site, to be changed and exported into."""
    return Path(shutil.copytree(standing[2], tmp_path / "site"))


def pages(folder: Path) -> list[Path]:
    return [page for page in folder.rglob("*.html") if page.name != "report.html"]


def dangling(folder: Path) -> list[str]:
    """Links that leave the folder, lead nowhere, or name a place their page does not have."""
    wrong = []
    read = lru_cache(maxsize=None)(lambda page: Links(page.read_text(encoding="utf-8")))
    for page in pages(folder):
        for link in read(page).found:
            parts = urlsplit(link)
            target = page.parent / unquote(parts.path) if parts.path else page
            inside = Path(os.path.normpath(target)).is_relative_to(folder)
            found = inside and target.is_file() and not (parts.scheme or parts.netloc or parts.query)
            if found and parts.fragment:
                found = parts.fragment in read(Path(os.path.normpath(target))).names
            if not found:
                wrong.append(f"{page.relative_to(folder)}: {link}")
    return wrong


def test_every_link_leads_to_a_file_of_the_folder(site: Path) -> None:
    assert len(pages(site)) >= 10
    assert dangling(site) == []


def test_the_folder_can_be_moved(site: Path, tmp_path: Path) -> None:
    moved = tmp_path / "some" / "where else" / "年报"
    moved.parent.mkdir(parents=True)
    shutil.move(site, moved)
    assert dangling(moved) == []


def test_the_stored_bytes_are_in_it(site: Path, corrected: Report) -> None:
    for edition in Publication.objects.select_related("report__bureau"):
        folder = (
            site / "reports" / edition.report.bureau.code / str(edition.report.year) / str(edition.number)
        )
        for name in edition.digests:
            assert (folder / name).read_bytes() == edition.content(name)
    assert (site / "reports/shili-education/2025/2/index.html").is_file()


def test_the_pages_are_the_public_ones(site: Path, corrected: Report) -> None:
    report = (site / "reports/shili-education/2025/index.html").read_text(encoding="utf-8")
    assert "示例市教育局2025年政府信息公开工作年度报告" in report
    assert 'class="official"' in report
    assert not (site / "reports/linshi-education").exists()
    everything = "".join(page.read_text(encoding="utf-8") for page in pages(site))
    assert "login" not in everything
    assert "单位登录" not in everything


def test_the_front_page_lists_the_newest_year_and_leads_to_the_others_and_the_search(site: Path) -> None:
    front = (site / "index.html").read_text(encoding="utf-8")
    assert 'action="search/index.html"' in front
    assert "reports/shili-education/2025/index.html" in front
    assert "shili-water/2019" not in front
    assert {"year-2023.html", "year-2019.html"} <= set(Links(front).found)
    one_year = (site / "year-2023.html").read_text(encoding="utf-8")
    assert "reports/shili-education/2023/index.html" in one_year
    assert "shili-water" not in one_year


def test_every_year_kind_and_region_has_a_list_of_its_own(
    corrected: Report, cast: Cast, tmp_path: Path
) -> None:
    people.published(cast.education, cast.clerk, 2019)
    Bureau.objects.filter(code="shili-water").update(kind=Bureau.Kind.TOWNSHIP, region="昭阳区")
    Bureau.objects.filter(code="shili-education").update(region="鲁甸县")
    export(tmp_path / "site")
    region = "昭阳区".encode("punycode").decode()
    for name in ("kind-township", f"region-{region}"):
        page = (tmp_path / f"site/{name}-year-2019.html").read_text(encoding="utf-8")
        assert "shili-water/2019" in page
        assert "shili-education" not in page
    assert (tmp_path / "site/kind-department-year-2025.html").is_file()
    assert not list((tmp_path / "site").glob("kind-*-region-*"))
    year = (tmp_path / "site/years/2025/index.html").read_text(encoding="utf-8")
    assert {f"../../data/2025.{kind}" for kind in ("csv", "xlsx", "zip")} <= set(Links(year).found)
    assert (tmp_path / "site/years/2025/sort-received.html").is_file()
    assert dangling(tmp_path / "site") == []


@pytest.mark.parametrize("region", ["高新区（滨江）", "西双版纳·景洪", "A / B", "../x", "e.g. 昭阳"])
def test_a_region_may_be_called_anything(corrected: Report, cast: Cast, tmp_path: Path, region: str) -> None:
    people.published(cast.water, cast.water_clerk, 2025)
    Bureau.objects.filter(code="shili-water").update(region=region)
    Bureau.objects.filter(code="shili-education").update(region="鲁甸县")
    export(tmp_path / "site")
    lists = list((tmp_path / "site").glob("region-*-year-2025.html"))
    of_region = [page for page in lists if "shili-education/2025" not in page.read_text(encoding="utf-8")]
    assert len(lists) == 2 and len(of_region) == 1
    assert "shili-water/2025" in of_region[0].read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert dangling(tmp_path / "site") == []


def test_machines_are_told_where_the_site_stands_if_it_is_known(
    corrected: Report, tmp_path: Path, settings: Any
) -> None:
    export(tmp_path / "nowhere")
    assert not list((tmp_path / "nowhere").glob("*.atom"))
    settings.SITE_URL = "https://xxgk.example.cn"
    export(tmp_path / "somewhere")
    for name in ("feed.atom", "sitemap.xml", "robots.txt"):
        text = (tmp_path / "somewhere" / name).read_text(encoding="utf-8")
        assert "https://xxgk.example.cn/" in text
        assert "localhost" not in text


def test_robots_of_a_folder_speak_of_what_is_in_it(corrected: Report, tmp_path: Path, settings: Any) -> None:
    settings.SITE_URL = site = "https://xxgk.example.cn/nianbao"
    export(tmp_path / "site")
    text = (tmp_path / "site/robots.txt").read_text(encoding="utf-8")
    assert text == f"User-agent: *\nDisallow: /nianbao/search/\n\nSitemap: {site}/sitemap.xml\n"


def test_the_one_address_of_a_page_is_that_of_its_file(
    corrected: Report, cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.SITE_URL = site = "https://xxgk.example.cn/nianbao"
    Bureau.objects.filter(code="shili-water").update(kind=Bureau.Kind.TOWNSHIP)
    people.published(cast.water, cast.water_clerk, 2025)
    export(tmp_path / "site")
    known = {
        "index.html": "/",
        "year-2019.html": "/year-2019.html",
        "kind-township-year-2025.html": "/kind-township-year-2025.html",
        "ledger/from-1.html": "/ledger/from-1.html",
        "years/2025/sort-received.html": "/years/2025/",
    }
    for name, address in known.items():
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{site}{address}">' in page


def test_what_a_server_shows_where_nothing_is_leads_back_from_any_folder(
    corrected: Report, tmp_path: Path, settings: Any
) -> None:
    export(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere/404.html").exists()
    settings.SITE_URL = "https://xxgk.example.cn/nianbao"
    export(tmp_path / "site")
    page = (tmp_path / "site/404.html").read_text(encoding="utf-8")
    assert "没有这一页" in page
    links = [link for link in Links(page).found if not link.startswith("#")]
    assert "/nianbao/index.html" in links
    for link in links:
        place, _, _ = link.removeprefix("/nianbao/").partition("#")
        assert link.startswith("/nianbao/"), link
        assert (tmp_path / "site" / place).is_file(), link


def test_a_long_list_goes_on_on_the_next_page(
    corrected: Report, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.published(cast.water, cast.water_clerk, 2025)
    monkeypatch.setattr("disclosure.views.public.PAGE_LENGTH", 1)
    export(tmp_path / "site")
    first = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    second = (tmp_path / "site/page-2-year-2025.html").read_text(encoding="utf-8")
    assert "page-2-year-2025.html" in first
    assert "shili-water/2025" in second
    assert "shili-water/2025" not in first
    assert dangling(tmp_path / "site") == []


def test_style_and_scripts_come_along(site: Path) -> None:
    front = Links((site / "index.html").read_text(encoding="utf-8"))
    styles = [link for link in front.found if link.endswith(".css")]
    assert any("tokens" in style for style in styles)
    assert all(style.startswith("static/") for style in styles)


def test_what_a_style_sheet_draws_in_comes_along(
    corrected: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "css/tokens.css": b"a{src:url('../font/a.woff2?v=1')} b{background:url(data:x)}",
        "font/a.woff2": b"font",
    }
    real = drawing.static_content
    monkeypatch.setattr(drawing, "static_content", lambda name: files.get(name) or real(name))
    written = export(tmp_path / "site").files
    assert (tmp_path / "site/static/font/a.woff2").read_bytes() == b"font"
    assert "static/font/a.woff2" in written


def test_the_manifest_tells_the_digest_of_every_file(site: Path) -> None:
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    present = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert present == {MANIFEST, *manifest["files"]}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest


def test_an_earlier_export_is_replaced(site: Path, cast: Cast) -> None:
    people.published(cast.elsewhere, cast.other_clerk, year=2024)
    (site / "index.html").write_text("old", encoding="utf-8")
    export(site)
    assert (site / "index.html").read_text(encoding="utf-8") != "old"
    assert (site / "reports/linshi-education/2024/index.html").is_file()
    assert "linshi-education" in (site / "year-2024.html").read_text(encoding="utf-8")
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_an_empty_folder_is_taken(corrected: Report, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export(tmp_path / "empty")
    assert (tmp_path / "empty/index.html").is_file()
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o755


def test_a_volume_is_written_into_though_it_can_be_neither_replaced_nor_moved_to(
    corrected: Report, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = tmp_path / "volume"
    volume.mkdir()
    replace, rmdir = Path.replace, Path.rmdir

    def move(path: Path, to: Path) -> Path:
        if path.is_relative_to(volume) != Path(to).is_relative_to(volume):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(path, to)

    def drop(path: Path) -> None:
        if path == volume:
            raise OSError(errno.EBUSY, "Device or resource busy")
        rmdir(path)

    monkeypatch.setattr(Path, "is_mount", lambda path: path == volume)
    for name, stand_in in (("replace", move), ("rename", move), ("rmdir", drop)):
        monkeypatch.setattr(Path, name, stand_in)
    export(volume)
    people.published(cast.water, cast.water_clerk, 2025)
    export(volume)
    monkeypatch.undo()
    assert (volume / "reports/shili-water/2025/index.html").is_file()
    assert dangling(volume) == []
    assert {path.name for path in volume.iterdir() if path.name.startswith(".")} == set()


@pytest.mark.parametrize("before", ["a stranger's", "an export with a stranger's"])
def test_a_folder_with_other_files_is_left_alone(corrected: Report, tmp_path: Path, before: str) -> None:
    target = tmp_path / "mine"
    if before.startswith("an export"):
        export(target)
    target.mkdir(exist_ok=True)
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"notes\.txt"):
        export(target)
    assert (target / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(corrected: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ExportError, match="是一个文件"):
        export(tmp_path / "file")


def test_a_failed_export_leaves_what_was_there(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    front = (site / "index.html").read_bytes()

    def missing(name: str) -> bytes:
        raise ExportError(f"缺少静态文件{name}")

    monkeypatch.setattr(drawing, "static_content", missing)
    with pytest.raises(ExportError, match="缺少静态文件"):
        export(site)
    assert (site / "index.html").read_bytes() == front
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_link_to_a_page_that_is_not_public_stops_the_export(
    corrected: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for link in ("/login/", "/nowhere/", "?q=%E6%B0%B4"):
        page = HttpResponse(f'<a href="{link}">')
        monkeypatch.setattr(drawing, "_answer", lambda address, match, page=page: page)
        with pytest.raises(ExportError, match=r"公开网页上有链接|不能写成文件名"):
            export(tmp_path / "site")
    assert not list(tmp_path.iterdir())


def test_the_command_says_what_it_did(
    corrected: Report, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_site", str(tmp_path / "site"))
    assert "index.html" in capsys.readouterr().out
    (tmp_path / "site/mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(CommandError, match=r"mine\.txt") as refusal:
        call_command("export_site", str(tmp_path / "site"))
    assert refusal.value.returncode == 2


def test_a_file_can_be_verified_when_the_application_is_gone(site: Path, corrected: Report) -> None:
    for edition in Publication.objects.all():
        for name, digest in edition.digests.items():
            shard = json.loads((site / "v" / "digests" / f"{digest[:2]}.json").read_text())
            assert shard[digest][1] == name
        record = json.loads((site / "v" / edition.code / "record.json").read_text())
        assert record["status"]["standing"] in ("in_force", "superseded")
        assert (site / "v" / edition.code / "index.html").is_file()
    index = json.loads((site / "ledger.json").read_text())
    assert all((site / part).is_file() for part in index["parts"]) and index["parts"]


# --- Its search: the browser's part has a test of its own (tests/browser/test_exported.py)


def search_file(site: Path, name: str) -> Any:
    return json.loads((site / "search" / name).read_text(encoding="utf-8"))


def test_the_files_of_the_search_say_in_which_reports_pairs_stand(site: Path, cast: Cast) -> None:
    assert [year["year"] for year in search_file(site, "index.json")] == [2025, 2023, 2019]
    people.published(cast.water, cast.water_clerk)
    export(site)
    assert search_file(site, "2025/names.json") == [
        ["shili-education", "示例市教育局"],
        ["shili-water", "示例市水务局"],
    ]
    shards = next(year["shards"] for year in search_file(site, "index.json") if year["year"] == 2025)
    assert search_file(site, f"2025/{ord('培') % shards}.json")["培训"] == [0, 1]
    assert ["problems", people.WORDS["problems"]] in search_file(site, "2025/words/shili-water.json")


def test_the_search_knows_reports_in_force_only(site: Path, cast: Cast) -> None:
    publishing.withdraw(
        Report.objects.get(bureau=cast.education, year=2023), cast.supervisor, "有不应公开的信息。"
    )
    export(site)
    assert [year["year"] for year in search_file(site, "index.json")] == [2025, 2019]
    assert not (site / "search/2023").exists()


def test_without_a_script_the_search_names_every_body(site: Path, cast: Cast) -> None:
    Bureau.objects.filter(pk=cast.water.pk).update(name="示例市水利局", region="昭阳区")
    export(site)
    page = (site / "search/index.html").read_text(encoding="utf-8")
    assert '<a href="../reports/shili-water/index.html">示例市水利局</a>' in page
    assert "示例市水务局" in page  # the name on its report
    assert "昭阳区" in page
    assert dangling(site) == []


def test_a_number_stands_in_the_list_of_its_report_with_all_that_is_said_of_it(
    corrected: Report, site: Path
) -> None:
    page = (site / "reports/shili-education/2025/cells/index.html").read_text(encoding="utf-8")
    row = page.partition('<tr id="requests.received.total">')[2].partition("</tr>")[0]
    assert 'href="#requests.received.total"' in row
    assert "相加：0＋0＋0＋0＋0＋0" in row
    assert "历年：2023年0" in row
    assert 'href="../1/index.html#requests.received.total">第1版</a>0' in row
    assert 'href="../../2023/cells/index.html">2023</a>' in page
    assert 'href="../../../../rules/index.html#requests.balance">' in page
    assert not (site / "reports/shili-education/2025/requests").exists()


def test_a_link_to_the_page_of_a_number_leads_to_its_line_in_the_list() -> None:
    number = addresses.number_in_list("/reports/shili/2025/requests/received/total/")
    assert number == ("/reports/shili/2025/cells/", "requests.received.total")
    assert addresses.number_in_list("/reports/shili/2025/") is None
    assert addresses.number_in_list("/nowhere/") is None
