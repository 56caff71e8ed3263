"""The cases as JSON for other programs: all of them, and read back they have the same findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from disclosure.checks import RULES, catalogue, check
from tests.conformance import agrees, case_data, export, read_case
from tests.core.cases import Case, all_cases


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("conformance")
    assert export(found) == len(all_cases())
    return found


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


def test_every_case_is_there_and_has_the_same_findings_when_it_is_read_back(folder: Path) -> None:
    index = read(folder, "index.json")
    assert index["count"] == len(index["cases"]) == len(all_cases())
    for listed in index["cases"]:
        case = read(folder, listed["file"])
        found = check(*read_case(case))
        assert [finding.to_data() for finding in found] == case["findings"], listed
        assert agrees(found, case["findings"])
        assert [finding["id"] for finding in case["findings"]] == listed["findings"]


def test_the_index_names_the_rules_by_their_digest(folder: Path) -> None:
    assert read(folder, "index.json")["rules"] == catalogue.digest()
    assert {rule["id"] for rule in read(folder, "rules.json")} == {rule.id for rule in RULES}


def test_nothing_else_is_written_and_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    export(tmp_path / "again" / "deeper")
    names = {path.name for path in folder.iterdir()}
    assert names == {case["file"] for case in read(folder, "index.json")["cases"]} | {
        "index.json",
        "rules.json",
    }
    for name in names:
        assert (tmp_path / "again" / "deeper" / name).read_bytes() == (folder / name).read_bytes()


def test_other_words_agree_and_other_numbers_do_not() -> None:
    case: Case = next(case for case in all_cases() if case.fails and case.findings[0].numbers)
    expected = case_data(case)["findings"]
    assert agrees(case.findings, [{**finding, "message": "另一种说法"} for finding in expected])
    assert not agrees(case.findings, [{**finding, "numbers": []} for finding in expected])
    assert not agrees((), expected)
