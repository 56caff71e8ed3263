"""The report as files before it is published: they hold what stands in it, and only its own people get them."""

import io
import json

import docx
import pytest
from django.urls import reverse

from disclosure.importing.workbook import read_back
from tests import cast as people


def get(client, report, kind):
    return client.get(reverse("draft_file", args=[report.pk, kind]))


@pytest.fixture
def clerk(cast):
    return people.client_of(cast.clerk)


@pytest.fixture
def report(cast):
    return people.draft(cast.clerk.bureau)


def test_word_workbook_and_data_hold_the_report(clerk, report):
    title = report.filing().official_title
    word = docx.Document(io.BytesIO(get(clerk, report, "docx").content))
    assert word.paragraphs[0].text.replace("\n", "") == title
    assert read_back(get(clerk, report, "xlsx").content, "a.xlsx").filing.figures == report.filing().figures
    assert json.loads(get(clerk, report, "json").content)["title"] == title


def test_they_are_kept_under_the_title_and_marked_as_not_published(clerk, report):
    answer = get(clerk, report, "docx")
    assert "attachment" in answer["Content-Disposition"]
    assert "%EF%BC%88%E6%9C%AA%E5%85%AC%E5%B8%83%E7%A8%BF%EF%BC%89.docx" in answer["Content-Disposition"]


def test_there_is_no_other_kind(clerk, report):
    assert get(clerk, report, "exe").status_code == 404
