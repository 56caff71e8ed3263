#!/usr/bin/env python3
"""Verify what was published, with nothing but this file and Python 3.9 or newer.

    python3 verify.py FOLDER_OR_ADDRESS [--earlier ledger.json] [--body CODE] [--records-only]

FOLDER_OR_ADDRESS is the exported site on a disk, or the address of its front page. Kept copies of ledger.json are what
shows that the whole ledger was written anew: keep one now and then, and give the oldest with --earlier.

What the ledger says is held against everything that can be worked out from it: files, texts, codes, digests, notices,
packs, the data of the years, the words of the search. The other pages of a folder (lists, charts) are held against its
list of files, export.json, whose own digest is told at the end: it proves nothing to who does not know that digest.

It reads only what everybody can read and trusts none of it: every digest is worked out here. Exit code 0 where all is
as it was published, 1 with a line for each fault, 2 where the ledger cannot be read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import html
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from http.client import HTTPException
from itertools import groupby
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen
from zipfile import BadZipFile, ZipFile

BEIJING = timezone(timedelta(hours=8))
UTC = timezone.utc  # noqa: UP017 — Python 3.9 and 3.10 have no datetime.UTC
ARTICLE = re.compile(rb'<article class="official".*?</article>', re.DOTALL)
HASH = re.compile(r"\b[0-9a-f]{64}\b")
MOST = 20
"""Faults told of one file of a year."""
LARGEST = 64 * 1024**2
"""Bytes of one file within a ZIP."""
OF_CODES = {
    "in_force": "有这份年报，现行有效",
    "superseded": "有这份年报，但已被更正",
    "withdrawn": "这份年报已经撤下",
}
"""What the page of a code says of an edition."""
BESIDE = {"metadata.json", "meta.html", "readme.txt", "SHA256SUMS"}
"""What a portal pack holds beside the files of its edition."""
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
        found = self.stream(path)
        if found is None:
            return None
        with closing(found):
            return found.read()

    def stream(self, path: str) -> IO[bytes] | None:
        """The same, for who reads it bit by bit."""
        return self._fetch(path) if self.remote else self._open(path)

    def page(self, path: str) -> bytes:
        """A page as its reader sees it, the notice in the place of what was taken down included."""
        found = self._fetch(path, gone=True) if self.remote else self._open(path)
        if found is None:
            return b""
        with closing(found):
            return found.read()

    def names(self, pattern: str) -> Iterator[str]:
        """What lies in a folder; nobody can list what a server has."""
        if not self.remote:
            for path in sorted(Path(self.where).glob(pattern)):
                yield path.relative_to(self.where).as_posix()

    def data(self, path: str) -> Any:
        """The JSON at a path. Raises Unreadable."""
        content = self.read(path)
        if content is None:
            raise Unreadable(f"没有{path}")
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise Unreadable(f"{path}不是JSON") from None

    def _open(self, path: str) -> IO[bytes] | None:
        file = Path(self.where, path, "index.html") if path.endswith("/") else Path(self.where, path)
        return file.open("rb") if file.is_file() else None

    def _fetch(self, path: str, *, gone: bool = False) -> IO[bytes] | None:
        try:
            answer: IO[bytes] = urlopen(f"{self.where}/{quote(path)}", timeout=60)  # noqa: S310 — http(s) only
            return answer
        except HTTPError as error:
            if gone and error.code == 410:
                return error
            error.close()
            if error.code in (404, 410):
                return None
            raise Unreadable(f"{path}：服务器回答{error.code}") from error
        except URLError as error:
            raise Unreadable(f"{path}：{error.reason}") from error


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
    except (ValueError, RecursionError):
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
    """What the chain says of one report: its editions, and the acts that took it down."""

    def __init__(self) -> None:
        self.editions: dict[int, Said] = {}
        self.withdrawals: list[Said] = []
        self.withdrawn = False

    def add(self, said: Said) -> None:
        self.withdrawn = said["act"] == "withdraw"
        if self.withdrawn:
            self.withdrawals.append(said)
        else:
            self.editions[said["edition"]] = said

    @property
    def down(self) -> int:
        """The edition through which everything is taken down; 0 where nothing is."""
        return max((said["edition"] for said in self.withdrawals), default=0)

    @property
    def newest(self) -> int:
        return max(self.editions)

    def standing(self, number: int) -> str:
        if number <= self.down:
            return "withdrawn"
        return "in_force" if number == self.newest else "superseded"

    def status(self, number: int) -> Said:
        """How an edition stands, as the page behind its code has to tell it."""
        standing = self.standing(number)
        by = self.editions[self.newest]["code"] if self.newest > max(number, self.down) else None
        told = self.editions[number]
        if standing == "withdrawn":
            told = next(said for said in self.withdrawals if said["edition"] >= number)
        elif standing == "superseded":
            told = self.editions[number + 1]
        reason = "" if standing == "in_force" else told["reason"]
        return {"standing": standing, "since": moment(told), "reason": reason, "superseded_by": by}


Reports = dict[str, Report]
"""Address of each report → what the chain says of it."""


def moment(said: Said) -> str:
    """When an act was done, as the pages write it: 2026-01-31T08:00:00+00:00."""
    return str(said["at"]).replace("Z", "+00:00")


def reports(found: list[Said]) -> Reports:
    every: Reports = {}
    for record in found:
        said = read(record)
        if {"act", "at", "bureau", "year", "edition", "code", "files"} <= said.keys():
            said["entry"] = {"number": record["number"], "digest": record["digest"]}
            every.setdefault(f"reports/{said['bureau']}/{said['year']}/", Report()).add(said)
    return every


def report_faults(site: Site, address: str, report: Report) -> Iterator[str]:
    """Files, contents and pages of a report that are not what was published."""
    if not report.editions:
        yield f"{address}：台账里有撤下，没有公布"
        return
    for number, said in sorted(report.editions.items()):
        yield from record_faults(site, said, report.status(number))
        if number <= report.down:
            yield from down_faults(site, f"{address}{number}/", said, report.status(number))
        else:
            yield from edition_faults(site, address, report, number)
    newest = report.editions[report.newest]
    if not report.withdrawn:
        yield from page_faults(site, address, f"{address}{report.newest}/", newest)
    else:
        yield from notice_faults(site, address, report.status(report.newest))
        yield from leak_faults(site, address, ["cells/"])


def edition_faults(site: Site, address: str, report: Report, number: int) -> Iterator[str]:
    """What is not as it was published of an edition that can be read."""
    said, own = report.editions[number], f"{address}{number}/"
    yield from file_faults(site, own, said)
    yield from pack_faults(site, own, said)
    yield from page_faults(site, own, own, said)
    if number < report.newest and f"已被第{number + 1}版更正" not in words(site.page(own)):
        yield f"{own}没有写已被第{number + 1}版更正"
    if said["act"] == "correct" and number - 1 > report.down:
        yield from change_faults(site, own, said)
    else:
        yield from leak_faults(site, own, ["changes.json", "changes/"])


def record_faults(site: Site, said: Said, status: Said) -> Iterator[str]:
    """The pages behind a code: whether they tell of the edition and its standing as the chain does."""
    path = f"v/{said['code']}/"
    record = told(site.read(f"{path}record.json"))
    published = {"published": moment(said), "ledger": said["entry"], "status": status}
    names = ("code", "title", "bureau", "year", "edition", "files")
    for name, value in {**{name: said[name] for name in names}, **published}.items():
        if record.get(name) != value:
            yield f"{path}record.json里{name}是{shown(record.get(name))}，按台账是{shown(value)}"
    yield from code_page_faults(path, site.page(path), said, status)


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def code_page_faults(path: str, page: bytes, said: Said, status: Said) -> Iterator[str]:
    """What somebody reads who looks a code up."""
    text = words(page)
    there = [standing for standing, title in OF_CODES.items() if title in text]
    if there != [status["standing"]] or plain(status["reason"]) not in text:
        yield f"{path}上写的状态或原因和台账不一样"
    if set(HASH.findall(text)) != {*said["files"].values(), said["entry"]["digest"]}:
        yield f"{path}上的摘要和台账不一样"


def words(page: bytes) -> str:
    """What a page says, without its tags and scripts."""
    text = re.sub(r"<script.*?</script>|<[^>]*>", " ", page.decode("utf-8", "replace"), flags=re.DOTALL)
    return plain(html.unescape(text))


def plain(text: str) -> str:
    return " ".join(text.split())


def file_faults(site: Site, address: str, said: Said) -> Iterator[str]:
    for name, digest in sorted(said["files"].items()):
        content = site.read(address + name)
        if content is None:
            yield f"没有{address}{name}"
        elif sha256(content) != digest:
            yield f"{address}{name}被改过：摘要对不上"


def pack_faults(site: Site, address: str, said: Said) -> Iterator[str]:
    """Whether the pack for portals holds the published files and says of them what the chain says."""
    content = site.read(f"{address}pack.zip")
    if content is None:
        yield f"没有{address}pack.zip"
        return
    inside = dict(unpacked(content))
    sums = {name: sha256(file) for name, file in inside.items() if name != "SHA256SUMS"}
    for name in sorted(said["files"].keys() | sums.keys() - BESIDE):
        if sums.get(name) != said["files"].get(name):
            yield f"{address}pack.zip里的{name}不是公布的"
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()
    if inside.keys() != {*said["files"], *BESIDE} or inside["SHA256SUMS"] != listed:
        yield f"{address}pack.zip里少了或多了文件，或者SHA256SUMS被改过"
    meta = told(inside.get("metadata.json"))
    correction = told(canonical(meta.get("correction")))
    names = ("code", "title", "bureau", "year", "edition", "body")
    if any(meta.get(name) != said[name] for name in names) or correction.get("reason") != said["reason"]:
        yield f"{address}pack.zip里的metadata.json和台账不一样"


def unpacked(content: bytes | IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Name → bytes of the files in a ZIP; nothing where it is none, and no file larger than any that is published."""
    try:
        with ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content) as archive:
            for entry in archive.infolist():
                if entry.file_size <= LARGEST:
                    with archive.open(entry) as file:
                        yield entry.filename, file.read(LARGEST)
    except (BadZipFile, OSError, NotImplementedError, RuntimeError):
        return


def down_faults(site: Site, address: str, said: Said, status: Said) -> Iterator[str]:
    """Whether an edition that was taken down is gone with all that was made of it, and its notice says why."""
    yield from notice_faults(site, address, status)
    yield from leak_faults(site, address, [*sorted(said["files"]), "pack.zip", "changes.json", "changes/"])


def notice_faults(site: Site, address: str, status: Said) -> Iterator[str]:
    page = site.page(address)
    if ARTICLE.search(page):
        yield f"{address}已经撤下，网页上还有正文"
    elif "已撤下" not in words(page) or plain(status["reason"]) not in words(page):
        yield f"{address}没有写已撤下，或者原因和台账不一样"


def leak_faults(site: Site, address: str, names: Iterable[str]) -> Iterator[str]:
    for name in names:
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
    if plain(said["reason"]) not in words(site.page(f"{address}changes/")):
        yield f"{address}changes/上没有更正原因，或者原因被改过"


# --- The digests by which a file is verified -----------------------------------------------------------


def digest_faults(site: Site, every: Reports) -> Iterator[str]:
    """Whether the lists a browser looks a file up in have the digests of the ledger, all of them and no others."""
    published: dict[str, set[tuple[str, str]]] = {}
    for said in editions(every):
        for name, digest in said["files"].items():
            published.setdefault(digest, set()).add((said["code"], name))
    for prefix in (f"{number:02x}" for number in range(256)):
        path = f"v/digests/{prefix}.json"
        listed = told(site.read(path))
        for digest in sorted(listed.keys() | {each for each in published if each.startswith(prefix)}):
            if digest not in published:
                yield f"{path}里的{digest}不是公布过的文件"
            elif tuple(listed.get(digest) or ()) not in published[digest]:
                yield f"{path}里没有{digest}，或者写的不是它的版本"


def editions(every: Reports) -> Iterator[Said]:
    return (said for report in every.values() for said in report.editions.values())


def unknown_faults(site: Site, every: Reports) -> Iterator[str]:
    """Reports, editions and codes that lie in the folder and are in no record."""
    known = {*every, *(f"v/{said['code']}/" for said in editions(every)), "v/digests/"}
    known |= {f"{address}{number}/" for address, report in every.items() for number in report.editions}
    for pattern in ("reports/*/[0-9]*", "reports/*/*/[0-9]*", "v/*/"):
        for name in site.names(pattern):
            if f"{name.rstrip('/')}/" not in known and not name.endswith(".html"):
                yield f"{name.rstrip('/')}/没有进台账"


# --- The search ----------------------------------------------------------------------------------------


def search_faults(site: Site, every: Reports) -> Iterator[str]:
    """Whether the search of a folder knows the reports in force, all of them and no others, by their own words.

    A running site answers searches itself and has no such files.
    """
    if site.read("search/index.json") is None:
        return
    for year, reports in in_force(every).items():
        path = f"search/{year}/"
        names = [[said["bureau"], said["body"]] for said in reports.values()]
        if sorted(listed(site.read(f"{path}names.json"))) != sorted(names):
            yield f"{path}names.json里的单位和台账不一样"
        for address, said in reports.items():
            found = listed(site.read(f"{path}words/{said['bureau']}.json"))
            if sorted(found) != sorted(passages(told(site.read(f"{address}report.json")))):
                yield f"{path}words/{said['bureau']}.json里的文字和公布的不一样"


def listed(content: bytes | None) -> list[list[str]]:
    """A JSON list of lists of texts; an empty one where it is anything else."""
    found = told(b'{"it": ' + (content or b"[]") + b"}").get("it")
    pairs = found if isinstance(found, list) else []
    return [each for each in pairs if isinstance(each, list) and all(isinstance(one, str) for one in each)]


def passages(said: Said) -> Iterator[list[str]]:
    """What can be found of a report: part and words."""
    reasons = "\n".join(str(reason["text"]) for reason in said.get("reasons") or ())
    parts = {"preface": said.get("preface") or "", **(said.get("sections") or {}), "reasons": reasons}
    return ([part, text] for part, text in parts.items() if text.strip())


# --- The files of the years ----------------------------------------------------------------------------


def in_force(every: Reports) -> dict[str, dict[str, Said]]:
    """Year → address → what the chain says of the editions in force."""
    years: dict[str, dict[str, Said]] = {}
    for address, report in sorted(every.items()):
        if report.editions and not report.withdrawn:
            of_year = years.setdefault(address.split("/")[2], {})
            of_year[f"{address}{report.newest}/"] = report.editions[report.newest]
    return years


def year_faults(site: Site, every: Reports) -> Iterator[str]:
    """Whether the files of the years have the figures of the editions in force, all of them and no others."""
    years = in_force(every)
    for year, reports in sorted(years.items()):
        yield from capped(f"data/{year}.csv", csv_faults(site, f"data/{year}.csv", reports))
        yield from capped(f"data/{year}.zip", zip_faults(site, f"data/{year}.zip", reports.values()))
    if site.read("data/all.zip") is not None:  # a folder has the files of single years only
        every_one = [said for reports in years.values() for said in reports.values()]
        yield from capped("data/all.zip", zip_faults(site, "data/all.zip", every_one))
        if lines_of(site, ["data/all.csv"]) != lines_of(site, [f"data/{year}.csv" for year in sorted(years)]):
            yield "data/all.csv和各年的CSV合起来不一样"


def capped(path: str, faults: Iterator[str]) -> Iterator[str]:
    """The first of many faults, and how many more there are."""
    more = 0
    for number, fault in enumerate(faults):
        if number < MOST:
            yield fault
        else:
            more += 1
    if more:
        yield f"{path}里还有{more}处"


def csv_faults(site: Site, path: str, reports: dict[str, Said]) -> Iterator[str]:
    """The lines of each report in force are those of its own CSV, with its body, year, edition and code before them."""
    content = site.stream(path)
    if content is None:
        yield f"没有{path}"
        return
    missing = {said["code"]: (address, said) for address, said in reports.items()}
    with closing(content):
        rows = csv.DictReader(io.TextIOWrapper(content, "utf-8-sig", "replace", newline=""))
        for code, lines in groupby(rows, lambda row: row.get("验证码") or ""):
            if code in missing:
                yield from line_faults(site, path, list(lines), *missing.pop(code))
            else:
                yield f"{path}里的{code}不是现行有效的，或者写了不止一次"
    for code in missing:
        yield f"{path}里少了{code}"


def line_faults(
    site: Site, path: str, lines: list[dict[str, str]], address: str, said: Said
) -> Iterator[str]:
    left = published_lines(site, address, said)
    front = {"单位代码": said["bureau"], "年度": str(said["year"]), "版次": str(said["edition"])}
    for line in lines:
        cell = line.get("格") or ""
        if {**line, **front, **left.pop(cell, {"": ""})} != line:
            yield f"{path}里{said['code']}的{cell}不是公布的：{line.get('数值') or '空'}"
    for cell, row in left.items():
        yield f"{path}里{said['code']}的{cell}少了：{row.get('数值') or '空'}"


def published_lines(site: Site, address: str, said: Said) -> dict[str, dict[str, str]]:
    """Cell → its line in the published CSV; its figure alone where the edition has no CSV."""
    if "report.csv" in said["files"]:
        own = (site.read(f"{address}report.csv") or b"").decode("utf-8-sig", "replace")
        return {row["格"]: row for row in csv.DictReader(io.StringIO(own, newline="")) if row.get("格")}
    cells = told(site.read(f"{address}report.json")).get("cells") or {}
    return {cell: {"数值": "" if value is None else str(value)} for cell, value in cells.items()}


def zip_faults(site: Site, path: str, reports: Iterable[Said]) -> Iterator[str]:
    """The ZIP of a year has the published data of the reports in force and nothing else."""
    content = site.read(path)
    if content is None:
        yield f"没有{path}"
        return
    missing = {
        f"{said['year']}/{said['bureau']}/{name}": said["files"][name]
        for said in reports
        for name in ("report.json", "report.csv")
        if name in said["files"]
    }
    for name, file in unpacked(content):
        if name != "README.txt" and missing.pop(name, "") != sha256(file):
            yield f"{path}里的{name}不是现行有效的，或者被改过"
    for name in missing:
        yield f"{path}里少了{name}"


def lines_of(site: Site, paths: Iterable[str]) -> str:
    """One digest of the lines of some CSV files, their headings left out."""
    digest = hashlib.sha256()
    for path in paths:
        content = site.stream(path)
        if content is not None:
            with closing(content):
                content.readline()
                while part := content.read(1024**2):
                    digest.update(part)
    return digest.hexdigest()


# --- The list of files ---------------------------------------------------------------------------------


def manifest_faults(site: Site, manifest: bytes) -> Iterator[str]:
    """Files of a folder that are not as its list of files has them, or are in no list."""
    files = told(manifest).get("files")
    listed = files if isinstance(files, dict) else {}
    for name, digest in sorted(listed.items()):
        content = site.read(name)
        if content is None or sha256(content) != digest:
            yield f"{name}{'没有了' if content is None else '被改过'}：和export.json不一样"
    for name in site.names("**/*"):
        if name not in listed and name != "export.json" and Path(site.where, name).is_file():
            yield f"{name}不在export.json里"


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


def published_faults(site: Site, every: Reports, body: str) -> Iterator[str]:
    for address, report in sorted(every.items()):
        if body in ("", address.split("/")[1]):
            yield from report_faults(site, address, report)
    if body:
        return
    yield from unknown_faults(site, every)
    yield from digest_faults(site, every)
    yield from search_faults(site, every)
    yield from year_faults(site, every)
    manifest = None if site.remote else site.read("export.json")
    if manifest is None:
        why = "网站上的" if site.remote else "没有文件清单export.json，"
        print(f"{why}目录、图表等页面没有核对", file=sys.stderr)
        return
    yield from manifest_faults(site, manifest)
    print(f"文件清单export.json的摘要{sha256(manifest)}", file=sys.stderr)


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
    except (Unreadable, OSError, HTTPException, KeyError, TypeError, AttributeError, csv.Error) as error:
        print(f"台账读不出来：{error}", file=sys.stderr)
        return 2
    print(f"{count}处不对。" if count else "都对。")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
