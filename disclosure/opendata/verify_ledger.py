#!/usr/bin/env python3
"""Verify what was published, with nothing but this file and Python 3.9 or newer.

    python3 verify.py FOLDER_OR_ADDRESS [--earlier ledger.json] [--body CODE] [--records-only]

FOLDER_OR_ADDRESS is the exported site on a disk, or the address of its front page. Kept copies of ledger.json are what
shows that the whole ledger was written anew: keep one now and then, and give the oldest with --earlier.

It reads only what everybody can read and trusts none of it: every digest is worked out here. Exit code 0 where all is
as it was published, 1 with a line for each fault, 2 where the ledger cannot be read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

BEIJING = timezone(timedelta(hours=8))
ARTICLE = re.compile(rb'<article class="official".*?</article>', re.DOTALL)
MOST = 20
"""Faults told of one CSV."""
Said = dict[str, Any]


class Unreadable(Exception):
    """Something that has to be there is not, or is not what it should be; the message is Chinese."""


class Site:
    """The published site: a folder, or an address."""

    def __init__(self, where: str) -> None:
        self.remote = where.startswith(("http://", "https://"))
        self.where = where.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """The bytes at a path below the front page; None where there is nothing."""
        return self._fetch(path) if self.remote else self._open(path)

    def data(self, path: str) -> Any:
        """The JSON at a path. Raises Unreadable."""
        content = self.read(path)
        if content is None:
            raise Unreadable(f"没有{path}")
        try:
            return json.loads(content)
        except ValueError:
            raise Unreadable(f"{path}不是JSON") from None

    def _open(self, path: str) -> bytes | None:
        file = Path(self.where, path, "index.html") if path.endswith("/") else Path(self.where, path)
        return file.read_bytes() if file.is_file() else None

    def _fetch(self, path: str) -> bytes | None:
        try:
            with urlopen(f"{self.where}/{quote(path)}", timeout=60) as answer:  # noqa: S310 — http(s) only
                return bytes(answer.read())
        except HTTPError as error:
            if error.code in (404, 410):
                return None
            raise Unreadable(f"{path}：服务器回答{error.code}") from error
        except URLError as error:
            raise Unreadable(f"{path}：{error.reason}") from error

    def editions(self) -> Iterator[str]:
        """The addresses of all editions in a folder; nobody can list those of a server."""
        if not self.remote:
            for page in sorted(Path(self.where).glob("reports/*/*/*/report.html")):
                yield page.parent.relative_to(self.where).as_posix() + "/"


# --- The chain -----------------------------------------------------------------------------------------


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def canonical(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def records(site: Site, index: Said) -> list[Said]:
    """Every record in its order: number, text, digest."""
    return [record for part in index["parts"] for record in site.data(part)["records"]]


def chain_faults(index: Said, found: list[Said]) -> Iterator[str]:
    """Records that are missing, moved or changed; an end that is not the one that is told."""
    before = "0" * 64
    for at, record in enumerate(found, 1):
        where = f"第{record['number']}条记录"
        said = read(record)
        if record["number"] != at:
            yield f"{where}前面少了记录（应是第{at}条）"
        if sha256(record["text"].encode()) != record["digest"]:
            yield f"{where}的内容被改过：摘要对不上"
        if said.get("number") != record["number"]:
            yield f"{where}里写的序号是{said.get('number')}"
        if said.get("previous") != before:
            yield f"{where}没有接上前一条：它写的前一条摘要不对"
        before = record["digest"]
    if (index["records"], index["head"]) != (len(found), before):
        yield f"ledger.json写的是{index['records']}条、末条{index['head']}，实际{len(found)}条、末条{before}"


def read(record: Said) -> Said:
    """What the text of a record says."""
    return told(record["text"].encode())


def told(content: bytes | None) -> Said:
    """A JSON object; an empty one where there is none."""
    try:
        said = json.loads(content or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def head_faults(index: Said, found: list[Said]) -> Iterator[str]:
    """Days whose head is not the last record of the day."""
    digests = {record["number"]: record["digest"] for record in found}
    days = {record["number"]: day_of(read(record)) for record in found}
    for head in index["heads"]:
        day, number = head["day"], head["records"]
        if digests.get(number) != head["head"]:
            yield f"{day}公布的台账摘要和第{number}条记录对不上"
        if days.get(number, day) != day:
            yield f"{day}公布的末条是第{number}条，它写的日期是{days[number]}"
        if days.get(number + 1, "9") <= day:
            yield f"第{number + 1}条记录写的日期是{days[number + 1]}，是后来补进去的"


def day_of(said: Said) -> str:
    """The day of a record in Beijing, as 2026-01-31."""
    try:
        at = datetime.strptime(said["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (KeyError, TypeError, ValueError):
        return "9"
    return at.astimezone(BEIJING).strftime("%Y-%m-%d")


def faults_against(earlier: Said, found: list[Said]) -> Iterator[str]:
    """Where the chain does not go on from the one of an earlier ledger.json."""
    digests = {record["number"]: record["digest"] for record in found}
    ends = {earlier["records"]: earlier["head"]}
    ends.update({head["records"]: head["head"] for head in earlier["heads"]})
    for number, digest in sorted(ends.items()):
        if number and number not in digests:
            yield f"存下的台账有{number}条，现在没有第{number}条"
        elif number and digests[number] != digest:
            yield f"第{number}条记录的摘要和存下的台账不一样：台账被重写过"


# --- The editions --------------------------------------------------------------------------------------


class Report:
    """What the chain says of one report: its editions, and through which one they are taken down."""

    def __init__(self) -> None:
        self.editions: dict[int, Said] = {}
        self.down = 0
        self.withdrawn = False

    def add(self, said: Said) -> None:
        self.withdrawn = said["act"] == "withdraw"
        if self.withdrawn:
            self.down = said["edition"]
        else:
            self.editions[said["edition"]] = said

    def standing(self, number: int) -> str:
        if number <= self.down:
            return "withdrawn"
        return "in_force" if number == max(self.editions) else "superseded"


def reports(found: list[Said]) -> dict[str, Report]:
    """Address of each report → what the chain says of it."""
    every: dict[str, Report] = {}
    for said in map(read, found):
        if {"act", "bureau", "year", "edition", "code", "files"} <= said.keys():
            every.setdefault(f"reports/{said['bureau']}/{said['year']}/", Report()).add(said)
    return every


def report_faults(site: Site, address: str, report: Report) -> Iterator[str]:
    """Files, contents and pages of a report that are not what was published."""
    for number, said in sorted(report.editions.items()):
        standing = report.standing(number)
        yield from record_faults(site, said, standing)
        if standing == "withdrawn":
            yield from leak_faults(site, f"{address}{number}/", said)
        else:
            yield from file_faults(site, f"{address}{number}/", said)
            yield from page_faults(site, f"{address}{number}/", f"{address}{number}/", said)
            if said["act"] == "correct" and number - 1 > report.down and "changes" in said:
                yield from change_faults(site, f"{address}{number}/", said)
    if not report.editions:
        yield f"{address}：台账里有撤下，没有公布"
    elif not report.withdrawn:
        newest = max(report.editions)
        yield from page_faults(site, address, f"{address}{newest}/", report.editions[newest])
    elif ARTICLE.search(site.read(address) or b""):
        yield f"{address}已经撤下，网页上还有正文"


def record_faults(site: Site, said: Said, standing: str) -> Iterator[str]:
    """The page behind a code: whether it tells of the edition and its standing as the chain does."""
    path = f"v/{said['code']}/record.json"
    page = told(site.read(path))
    now = told(canonical(page.get("status"))).get("standing")
    if page.get("files") != said["files"] or page.get("title") != said["title"]:
        yield f"{path}说的和台账不一样"
    elif now != standing:
        yield f"{path}说是{now}，按台账是{standing}"


def file_faults(site: Site, address: str, said: Said) -> Iterator[str]:
    for name, digest in sorted(said["files"].items()):
        content = site.read(address + name)
        if content is None:
            yield f"没有{address}{name}"
        elif sha256(content) != digest:
            yield f"{address}{name}被改过：摘要对不上"


def leak_faults(site: Site, address: str, said: Said) -> Iterator[str]:
    for name in sorted(said["files"]):
        if site.read(address + name) is not None:
            yield f"{address}{name}已经撤下，文件还在"


def page_faults(site: Site, page: str, edition: str, said: Said) -> Iterator[str]:
    """Whether the text on a page is that of the published file, byte by byte."""
    published = site.read(f"{edition}report.html") or b""
    shown = ARTICLE.search(site.read(page) or b"")
    own = ARTICLE.search(published)
    if sha256(published) == said["files"].get("report.html") and own and (not shown or shown[0] != own[0]):
        yield f"{page}上的正文和公布的文件不一样"


def change_faults(site: Site, address: str, said: Said) -> Iterator[str]:
    """Whether what a correction says it changed is what was published with it."""
    data = told(site.read(f"{address}changes.json"))
    if sha256(canonical(data.get("changes"))) != said["changes"] or data.get("reason") != said["reason"]:
        yield f"{address}changes.json没有或被改过：和台账不一样"


def unknown_faults(site: Site, every: dict[str, Report]) -> Iterator[str]:
    """Editions that lie in the folder and are in no record."""
    known = {f"{address}{number}/" for address, report in every.items() for number in report.editions}
    for address in site.editions():
        if address not in known:
            yield f"{address}没有进台账"


# --- The files of the years ----------------------------------------------------------------------------


def year_faults(site: Site, every: dict[str, Report]) -> Iterator[str]:
    """Whether the CSV of each year has the figures of the editions in force, all of them and no others."""
    years: dict[str, dict[str, str]] = {}
    for address, report in every.items():
        if report.editions and not report.withdrawn:
            newest = max(report.editions)
            editions = years.setdefault(address.split("/")[2], {})
            editions[f"{address}{newest}/"] = report.editions[newest]["code"]
    for year, editions in sorted(years.items()):
        yield from csv_faults(site, f"data/{year}.csv", editions)


def csv_faults(site: Site, path: str, editions: dict[str, str]) -> Iterator[str]:
    content = site.read(path)
    if content is None:
        yield f"没有{path}"
        return
    published = {cell for address, code in editions.items() for cell in cells_of(site, address, code)}
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig", "replace")))
    there = {(row.get("验证码"), row.get("格"), plain(row.get("数值") or "")) for row in rows}
    wrong = sorted((published ^ there), key=str)
    for cell in wrong[:MOST]:
        yield f"{path}里{cell[0]}的{cell[1]}{'少了' if cell in published else '不是公布的'}：{cell[2] or '空'}"
    if len(wrong) > MOST:
        yield f"{path}里还有{len(wrong) - MOST}处"


def cells_of(site: Site, address: str, code: str) -> Iterator[tuple[str, str, str]]:
    cells = told(site.read(f"{address}report.json")).get("cells") or {}
    return ((code, key, plain("" if value is None else str(value))) for key, value in cells.items())


def plain(figure: str) -> str:
    """A figure written one way: 59237.2449, 3, or nothing."""
    try:
        return format(Decimal(figure).normalize(), "f") if figure else ""
    except InvalidOperation:
        return figure


# --- All of it -----------------------------------------------------------------------------------------


def faults(site: Site, asked: argparse.Namespace) -> Iterator[str]:
    """Everything that is not as it was published, in Chinese; at the end a line of what was looked at, on stderr."""
    index = site.data("ledger.json")
    found = records(site, index)
    yield from chain_faults(index, found)
    yield from head_faults(index, found)
    if asked.earlier:
        yield from faults_against(told(asked.earlier.read_bytes()), found)
    if not asked.records_only:
        yield from published_faults(site, reports(found), asked.body)
    end = index["head"] if found else "没有"
    print(f"看过{len(found)}条记录，末条摘要{end}", file=sys.stderr)


def published_faults(site: Site, every: dict[str, Report], body: str) -> Iterator[str]:
    for address, report in sorted(every.items()):
        if body in ("", address.split("/")[1]):
            yield from report_faults(site, address, report)
    if not body:
        yield from unknown_faults(site, every)
        yield from year_faults(site, every)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="核对公布的年报和台账：只用这个文件和Python 3.9以上。")
    parser.add_argument("site", help="导出的网站的文件夹，或者网站首页的地址")
    parser.add_argument(
        "--earlier", type=Path, help="以前存下的ledger.json：台账有没有被整个重写，只有它知道"
    )
    parser.add_argument("--body", default="", help="只核对一个单位的文件（单位代码）")
    parser.add_argument("--records-only", action="store_true", help="只核对记录，不看文件")
    asked = parser.parse_args(arguments)
    count = 0
    try:
        for fault in faults(Site(asked.site), asked):
            print(fault)
            count += 1
    except (Unreadable, OSError, KeyError, TypeError) as error:
        print(f"台账读不出来：{error}", file=sys.stderr)
        return 2
    print(f"{count}处不对。" if count else "都对。")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
