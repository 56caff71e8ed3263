"""The page of rules, what a report keeps of them, and the filer's public words on single findings."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from disclosure import entry, publishing, rendering, workflow
from disclosure.checks import RULES, Severity, catalogue
from disclosure.models import Event
from tests import cast as people
from tests.cast import Cast

WORDS = "全年没有收到网上提交的申请，都是当面交来的纸质申请。"


def test_everybody_may_read_the_rules_as_a_page_and_as_data(client: Client, db: None) -> None:
    page = client.get(reverse("public_rules")).content.decode()
    data = json.loads(client.get(reverse("public_rules_data")).content)
    assert data["digest"] == catalogue.digest()
    assert [rule["id"] for rule in data["rules"]] == sorted(rule.id for rule in RULES)
    for rule in data["rules"]:
        assert f'id="{rule["id"]}"' in page
    assert catalogue.digest() in page


def test_a_submitted_report_keeps_the_digest_of_the_rules(cast: Cast) -> None:
    report = people.draft(cast.education)
    workflow.act(report, "submit", cast.clerk)
    assert Event.objects.get(report=report, action="submit").rules == catalogue.digest()


@pytest.mark.parametrize("public", [True, False])
def test_public_words_are_published_with_the_report_and_internal_ones_are_not(
    cast: Cast, public: bool
) -> None:
    report = people.draft(cast.education, words={"overview": "全年主动公开政府信息36条。"})
    query = next(found for found in workflow.findings(report) if found.severity is Severity.QUERY)
    for other in workflow.findings(report):
        if other.severity is Severity.QUERY:
            entry.give_reason(report, other, WORDS, cast.clerk, public=public and other == query)
    assert [reason["text"] for reason in publishing.public_reasons(report)] == ([WORDS] if public else [])


def test_public_words_stand_on_the_public_page_and_in_the_data(cast: Cast) -> None:
    report = people.published(cast.education, cast.clerk)
    said = [
        {
            "rule": "overview.aspects",
            "section": "overview",
            "cells": [],
            "finding": "没有写到监督保障",
            "text": WORDS,
        }
    ]
    people.edition(report, cast.clerk, reasons=said)
    page = Client().get(reverse("public_report", args=[report.bureau.code, report.year])).content.decode()
    assert WORDS in page
    assert "没有写到监督保障" in page
    assert json.loads(rendering.data_file(report.filing(), said))["reasons"] == said
