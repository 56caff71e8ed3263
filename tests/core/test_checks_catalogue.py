"""The published list of rules: whole, explained, and known by one digest."""

import hashlib
import json
import re

import pytest

from disclosure.checks import RULES, catalogue


def test_every_rule_is_listed_once_by_its_id():
    ids = [rule["id"] for rule in catalogue.catalogue()]
    assert ids == sorted(set(ids))
    assert set(ids) == {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", catalogue.catalogue(), ids=lambda rule: rule["id"])
def test_a_rule_says_what_it_asks_why_and_shows_a_case(rule):
    for part in ("sentence", "why", "example", "citation"):
        assert re.search("[\u4e00-\u9fff]", rule[part]), part


def test_the_digest_is_that_of_the_list():
    written = json.dumps(catalogue.catalogue(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert catalogue.digest() == hashlib.sha256(written.encode()).hexdigest()


def test_there_is_no_rule_by_another_id():
    assert catalogue.rule("no.such_rule") is None
    assert catalogue.rule("requests.balance")["severity"] == "error"
