"""The findings as a table to keep: from the desk with the reasons given, from the public checker within its page."""

from __future__ import annotations

import base64
import csv
import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disclosure import entry
from disclosure.models import Report
from disclosure.progress import Progress
from tests import cast as people
from tests.app.test_checker import EDUCATION, said
from tests.cast import Cast

REASON = "登记簿里有1件重复登记，年底才查出来。"
HEADINGS = ["轻重", "部分", "查出的问题", "算式", "文中写", "怎么办", "格", "规则"]


@pytest.fixture
def report(cast: Cast) -> Report:
    """Out of balance in two columns, with a sum in the words that does not come out; it begins like a formula."""
    figures = {"requests.received.enterprise": 2, "requests.received.other": 5}
    words = {"overview": people.WORDS["overview"] + "\n=全年培训9人次，其中机关3人次、乡镇5人次。"}
    return people.draft(cast.education, figures=figures, words=words)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def table(client: Client, report: Report) -> list[list[str]]:
    return rows(client.get(reverse("findings_file", args=[report.pk])).content)


def test_every_finding_is_a_line_with_its_sum_its_cells_and_the_reason(cast: Cast, report: Report) -> None:
    findings = Progress(report).findings
    query = next(finding for finding in findings if finding.rule == "words.parts")
    entry.give_reason(report, query, REASON, cast.clerk)
    head, *lines = table(people.client_of(cast.clerk), report)
    assert head == [*HEADINGS, "本单位说明", "随报告公开"]
    assert [line[2] for line in lines] == [finding.message for finding in findings]
    balance = next(line for line in lines if line[7] == "requests.balance")
    assert balance[0] == "必须更正" and balance[1] == "三、收到和处理政府信息公开申请情况"
    assert "商业企业　一＋二：2＋0＝2，三（七）＋四：0＋0＝0" in balance[3]
    assert balance[6] == "商业企业，四、结转下年度继续办理；其他，四、结转下年度继续办理"
    assert [line[8:] for line in lines if line[8]] == [[REASON, "否"]]
    assert {tuple(line[8:]) for line in lines if not line[8]} == {("", "")}


def test_a_reason_that_is_published_with_the_report_is_told_from_one_that_is_not(
    cast: Cast, report: Report
) -> None:
    query = next(finding for finding in Progress(report).findings if finding.rule == "words.parts")
    entry.give_reason(report, query, REASON, cast.clerk, public=True)
    _, *lines = table(people.client_of(cast.supervisor), report)
    assert [line[8:] for line in lines if line[8]] == [[REASON, "是"]]


def test_what_begins_like_a_formula_is_text(cast: Cast, report: Report) -> None:
    line = next(line for line in table(people.client_of(cast.supervisor), report) if line[7] == "words.parts")
    assert line[4].startswith("'=全年培训9人次")


def test_it_is_a_file_of_the_report(cast: Cast, report: Report) -> None:
    client = people.client_of(cast.clerk)
    answer = client.get(reverse("findings_file", args=[report.pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    page = client.get(reverse("check", args=[report.pk])).content.decode()
    assert f'href="{reverse("findings_file", args=[report.pk])}"' in page


@pytest.mark.django_db
def test_the_table_of_the_public_checker_is_in_its_page() -> None:
    cache.clear()
    answer = Client().post(
        reverse("public_check"), {"file": SimpleUploadedFile("年报.txt", EDUCATION.read_bytes())}
    )
    page = answer.content.decode()
    (link,) = re.findall(r'href="data:text/csv;base64,([^"]+)" download="([^"]+检查结果\.csv)"', page)
    head, *lines = rows(base64.b64decode(link[0]))
    assert head == HEADINGS
    expected = said(EDUCATION)["findings"]
    assert [(line[7], line[2]) for line in lines] == [(f["id"], f["message"]) for f in expected]  # type: ignore[attr-defined]
