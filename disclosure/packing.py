"""The portal pack: everything a content management system needs to carry one edition, as one ZIP.

The same stored edition and the same names of the site give the same bytes, on any machine: nothing is compressed (the
larger files are compressed already, and two versions of zlib write differently), and times are those of the edition.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from . import chain
from .editions import filing_of
from .models import Publication

NAME = "pack.zip"
METADATA, META_TAGS, README, SUMS = "metadata.json", "meta.html", "readme.txt", "SHA256SUMS"
_COLUMN = {
    "ColumnName": "政府信息公开年报",
    "ColumnDescription": "各单位按年度公布的政府信息公开工作年度报告",
    "ColumnKeywords": "政府信息公开,年度报告",
    "ColumnType": "政府信息公开",
}
_USES = {
    "fragment.html": "正文，在编辑器里切到“源代码”贴进去",
    "report.html": "整个网页，可以单独打开",
    "report.pdf": "版式文件，放在正文后面供下载",
    "report.docx": "Word，供下载",
    "report.xlsx": "表格（XLSX），供下载",
    "report.csv": "表格（CSV），供下载",
    "report.json": "开放数据（JSON），供下载",
    META_TAGS: "网页head里的meta标签",
    METADATA: "标题、日期、版次、验证码和各个文件的大小、摘要",
    SUMS: "各个文件的SHA-256，用sha256sum -c核对",
}
_PLAIN_FILE = 0o100644 << 16


def pack(publication: Publication) -> bytes:
    """The ZIP of an edition: its stored files, what is said of it, and the digest of each.

    A file the edition does not have (one taken over, one from before the file was made) is not in it.
    """
    files = {name: publication.content(name) for name in publication.digests}
    said = metadata(publication)
    written = {
        **files,
        METADATA: (json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode(),
        META_TAGS: render_to_string("pack/meta.html", {"tags": said["meta"]}).encode(),
        README: _readme(said).encode(
            "utf-8-sig"
        ),  # the editor of an old Windows knows UTF-8 by its mark only
    }
    sums = "".join(f"{chain.sha256(content)}  {name}\n" for name, content in sorted(written.items()))
    return _zipped({**written, SUMS: sums.encode()}, publication)


def tag(publication: Publication) -> str:
    """A strong entity tag of the pack (without quotes), worked out from what it is made of without making it."""
    return chain.sha256(chain.canonical(metadata(publication)).encode())


def metadata(publication: Publication) -> Mapping[str, Any]:
    """What is said of an edition beside its files, as JSON-ready data.

    Nothing in it changes when the edition is corrected or taken down later: how it stands is told by the page at
    `verification`.
    """
    report, filing = publication.report, filing_of(publication)
    sizes = dict(publication.files.values_list("name", "size"))
    return {
        "title": publication.title,
        "body": filing.body,
        "bureau": report.bureau.code,
        "year": report.year,
        "edition": publication.number,
        "dated": filing.date,
        "published": timezone.localtime(publication.at).isoformat(),
        "format": filing.format.id,
        "notice": filing.format.notice.number,
        "code": publication.code,
        "verification": publication.imprint.get("address", ""),
        "correction": {"reason": publication.reason, "changes": publication.changes},
        "files": {
            name: {"size": sizes[name], "sha256": digest} for name, digest in publication.digests.items()
        },
        "meta": meta_tags(publication, filing.body),
    }


def meta_tags(publication: Publication, body: str) -> Mapping[str, str]:
    """The meta tags of 《政府网站发展指引》 (国办发〔2017〕47号), appendix 2, in their order; those with no content are left out."""
    tags = {
        "SiteName": settings.SITE.get("name", ""),
        "SiteDomain": urlsplit(settings.SITE_URL).hostname or "",
        "SiteIDCode": settings.SITE.get("id_code", ""),
        **_COLUMN,
        "ArticleTitle": publication.title,
        "PubDate": f"{timezone.localtime(publication.at):%Y-%m-%d %H:%M}",
        "ContentSource": body,
        "Keywords": f"政府信息公开,年度报告,{body},{publication.report.year}年",
    }
    return {name: content for name, content in tags.items() if content}


def _readme(said: Mapping[str, Any]) -> str:
    """What each file is for, for the one who puts it on the portal; lines end as Windows ends them."""
    present = {*said["files"], METADATA, META_TAGS, SUMS}
    uses = (f"{name:<16}{use}" for name, use in _USES.items() if name in present)
    lines = [f"{said['title']}（第{said['edition']}版，验证码{said['code']}）", "", *uses, ""]
    closing = "请原样使用，不要打开另存：改动一个字节，验证就通不过。"
    return "\r\n".join([*lines, closing, ""])


def _zipped(files: Mapping[str, bytes], publication: Publication) -> bytes:
    """Files as a ZIP whose bytes depend on nothing else; a ZIP keeps local time, in steps of two seconds."""
    at = timezone.localtime(publication.at).timetuple()[:6]
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, at)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return out.getvalue()
