"""The portal pack: all of an edition in one ZIP, the same bytes whenever it is made, and nothing of one taken down."""

from __future__ import annotations

import hashlib
import io
import json
import re
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from disclosure import editions, packing
from disclosure.models import Publication, Report
from tests import cast as people
from tests.cast import Cast

PACK = "/reports/shili-education/2025/1/pack.zip"
SITE = {"name": "示例市人民政府", "id_code": "0000000000"}


@pytest.fixture
def report(cast: Cast, settings: Settings) -> Report:
    settings.SITE, settings.SITE_URL = SITE, "https://www.shili.example"
    return people.published(cast.education, cast.clerk)


@pytest.fixture
def edition(report: Report) -> Publication:
    return report.publications.get()


def opened(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_stored_file_is_in_it_as_it_was_stored(edition: Publication) -> None:
    files = opened(packing.pack(edition))
    for name in edition.digests:
        assert files.pop(name) == edition.content(name)
    assert set(files) == {"metadata.json", "meta.html", "readme.txt", "SHA256SUMS"}


def test_a_file_the_edition_does_not_have_is_not_in_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = people.quick_files
    monkeypatch.setattr(
        people,
        "quick_files",
        lambda *said: {name: drawn(*said)[name] for name in ("report.json", "report.pdf")},
    )
    files = opened(packing.pack(people.published(cast.education, cast.clerk).publications.get()))
    assert "report.html" not in files
    assert "report.html" not in files["readme.txt"].decode()
    assert "report.html" not in json.loads(files["metadata.json"])["files"]


def test_the_sums_are_those_of_every_other_file(edition: Publication) -> None:
    files = opened(packing.pack(edition))
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert dict(reversed(line.split("  ")) for line in lines) == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }


def test_the_metadata_says_what_was_published(edition: Publication) -> None:
    said = json.loads(opened(packing.pack(edition))["metadata.json"])
    assert (said["body"], said["year"], said["edition"]) == ("示例市教育局", 2025, 1)
    assert said["code"] == edition.code
    assert said["verification"] == edition.imprint["address"]
    assert said["notice"] == "国办公开办函〔2021〕30号"
    for name, digest in edition.digests.items():
        assert said["files"][name] == {"size": len(edition.content(name)), "sha256": digest}


def test_the_meta_tags_are_those_a_government_site_has_to_carry(edition: Publication) -> None:
    files = opened(packing.pack(edition))
    tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', files["meta.html"].decode()))
    assert {name: unescape(content) for name, content in tags.items()} == {
        "SiteName": "示例市人民政府",
        "SiteDomain": "www.shili.example",
        "SiteIDCode": "0000000000",
        "ColumnName": "政府信息公开年报",
        "ColumnDescription": "各单位按年度公布的政府信息公开工作年度报告",
        "ColumnKeywords": "政府信息公开,年度报告",
        "ColumnType": "政府信息公开",
        "ArticleTitle": "示例市教育局2025年政府信息公开工作年度报告",
        "PubDate": f"{timezone.localtime(edition.at):%Y-%m-%d %H:%M}",
        "ContentSource": "示例市教育局",
        "Keywords": "政府信息公开,年度报告,示例市教育局,2025年",
    }
    assert json.loads(files["metadata.json"])["meta"] == tags


def test_a_name_cannot_break_out_of_a_tag(edition: Publication) -> None:
    edition.title = '甲"><script>'
    tags = opened(packing.pack(edition))["meta.html"].decode()
    assert "<script" not in tags
    assert "&quot;&gt;&lt;script&gt;" in tags


def test_it_is_the_same_whenever_it_is_made_and_after_a_correction(cast: Cast, report: Report) -> None:
    first = packing.pack(report.publications.get())
    people.edition(report, cast.clerk, reason="表三一格填错")
    assert packing.pack(report.publications.get(number=1)) == first
    assert packing.tag(report.publications.get(number=1)) != packing.tag(report.publications.get(number=2))


def test_other_names_of_the_site_make_another_pack_with_another_tag(
    edition: Publication, settings: Settings
) -> None:
    before = packing.pack(edition), packing.tag(edition)
    settings.SITE = {**SITE, "name": "另一个网站"}
    assert packing.pack(edition) != before[0]
    assert packing.tag(edition) != before[1]


def test_the_page_leads_to_it_and_it_is_not_sent_twice(client: Client, report: Report) -> None:
    assert f'href="{PACK}"' in client.get("/reports/shili-education/2025/").content.decode()
    answer = client.get(PACK)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == packing.pack(report.publications.get())
    assert client.get(PACK, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_there_is_none_of_a_report_that_was_taken_down(cast: Cast, client: Client) -> None:
    people.withdrawn(cast.education, cast.clerk, cast.supervisor)
    assert client.get(PACK).status_code == 410
    with pytest.raises(CommandError, match="已撤下"):
        call_command("portal_pack", "shili-education/2025")


def test_the_command_writes_it(edition: Publication, tmp_path: Path) -> None:
    for number, said in enumerate((edition.code, "shili-education/2025", "shili-education/2025/1")):
        output = tmp_path / f"{number}.zip"
        call_command("portal_pack", said, output=output)
        assert output.read_bytes() == packing.pack(edition)


@pytest.mark.parametrize(
    "said", ["AAAA-AAAA-AAAA", "shili-education/2024", "shili-education/2025/2", "x/y", "a/1/2/3"]
)
def test_an_edition_nobody_published_is_refused(edition: Publication, said: str) -> None:
    with pytest.raises(CommandError, match="没有") as refusal:
        call_command("portal_pack", said)
    assert refusal.value.returncode == 2


def test_an_edition_is_named_as_it_is_printed_or_typed(cast: Cast, report: Report) -> None:
    second = people.edition(report, cast.clerk, reason="表三一格填错")
    assert editions.named(second.code.lower().replace("-", "")) == second
    assert editions.named("shili-education/2025/") == second
    assert editions.named("shili-education/2025/1") != second
