"""Verification: one sentence answers, the digests lie at fixed addresses, the ledger can be verified by anybody."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.test import Client
from django.urls import reverse

from disclosure import publishing
from disclosure.models import Publication, Report
from tests import cast as people
from tests.cast import Cast

REASON = "漏了收到的申请。"


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.published(cast.education, cast.clerk)


@pytest.fixture
def corrected(cast: Cast, report: Report) -> Report:
    """A second edition in which one figure and one sentence are others."""
    people.store(report, {"requests.received.enterprise": 3, "requests.granted.enterprise": 3})
    Report.objects.filter(pk=report.pk).update(problems=report.problems.replace("单一", "少"))
    report.refresh_from_db()
    people.edition(report, cast.clerk, REASON)
    report.refresh_from_db()
    return report


def edition(report: Report, number: int) -> Publication:
    return report.publications.get(number=number)


def page(code: str) -> str:
    return Client().get(reverse("public_verify", args=[code])).content.decode()


def get(name: str, *arguments: object) -> dict[str, object]:
    answer = Client().get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


# --- A code --------------------------------------------------------------------------------------------


def test_a_code_leads_to_the_record_however_it_is_typed(report: Report) -> None:
    code = edition(report, 1).code
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} "):
        answer = Client().get(reverse("public_verify_ask"), {"code": typed})
        assert answer["Location"] == reverse("public_verify", args=[code])
    assert Client().get(f"/v/{code.lower().replace('-', '')}/")["Location"] == f"/v/{code}/"


@pytest.mark.parametrize("typed", ["7KQM", "不是验证码", "7KQM-2F9X-4DHA-1", "\x00", "x" * 500])
def test_what_is_no_code_is_answered_where_it_was_typed(db: None, typed: str) -> None:
    answer = Client().get(reverse("public_verify_ask"), {"code": typed})
    assert answer.status_code == 404
    assert "没有查到这个验证码" in answer.content.decode()


def test_an_edition_in_force_is_said_to_be(report: Report) -> None:
    said = page(edition(report, 1).code)
    assert "有这份年报，现行有效" in said
    for digest in edition(report, 1).digests.values():
        assert digest in said


def test_a_superseded_edition_leads_to_the_one_in_force(corrected: Report) -> None:
    said = page(edition(corrected, 1).code)
    assert "有这份年报，但已被更正" in said and REASON in said and "更正2格、1段" in said
    assert reverse("public_verify", args=[edition(corrected, 2).code]) in said


def test_a_withdrawn_edition_says_why_and_keeps_its_digests(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    said = page(edition(report, 1).code)
    assert "这份年报已经撤下" in said and "有个人信息。" in said
    assert edition(report, 1).digests["report.pdf"] in said
    record = get("public_verify_data", edition(report, 1).code)
    assert record["status"]["standing"] == "withdrawn"  # type: ignore[index]


def test_a_code_nobody_was_given_says_what_that_means(report: Report) -> None:
    answer = Client().get("/v/ZZZZ-ZZZZ-ZZZZ/")
    assert answer.status_code == 404
    assert "没有抄错的话，文件就不是从这里公布的" in answer.content.decode()


def test_the_changes_against_an_edition_taken_down_are_not_offered(cast: Cast, corrected: Report) -> None:
    assert reverse("public_changes", args=(corrected.bureau.code, corrected.year, 2)) in page(
        edition(corrected, 2).code
    )
    publishing.withdraw(corrected, cast.supervisor, "有个人信息。")
    assert "changes/" not in page(edition(corrected, 2).code)


# --- A file --------------------------------------------------------------------------------------------


def test_a_digest_is_found_by_its_first_two_digits(corrected: Report) -> None:
    for number in (1, 2):
        published = edition(corrected, number)
        for name, digest in published.digests.items():
            listed = get("public_digests", digest[:2])[digest]
            assert listed[1] == name
            record = get("public_verify_data", listed[0])
            assert record["files"][name] == digest  # type: ignore[index]


@pytest.mark.parametrize("number, title", [(1, "是原件，但已被更正"), (2, "是原件，现行有效")])
def test_a_typed_digest_names_its_file(corrected: Report, number: int, title: str) -> None:
    labels = {
        "report.json": "开放数据（JSON）",
        "report.html": "网页，单个文件",
        "report.pdf": "PDF，版式文件",
    }
    for name, digest in edition(corrected, number).digests.items():
        if name == "report.pdf":  # one stand-in is the PDF of every edition
            continue
        said = (
            Client().get(reverse("public_verify_ask"), {"code": f"{digest.upper()}  {name}"}).content.decode()
        )
        assert title in said and f"第{number}版的“{labels[name]}”" in said and "就是这个" in said


def test_a_digest_of_a_file_taken_down_says_why(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    digest = edition(report, 1).digests["report.html"]
    said = Client().get(reverse("public_verify_ask"), {"code": digest}).content.decode()
    assert "是原件，但已经撤下" in said and "有个人信息。" in said


def test_a_digest_nobody_published(report: Report) -> None:
    answer = Client().get(reverse("public_verify_ask"), {"code": "ab" * 32})
    assert answer.status_code == 404
    assert "这个SHA-256和这里公布过的任何一个文件都不同" in answer.content.decode()


def test_a_prefix_nobody_has_is_an_empty_list(db: None) -> None:
    assert get("public_digests", "ab") == {}
    assert Client().get("/v/digests/xyz.json").status_code == 404


# --- The ledger ----------------------------------------------------------------------------------------


def test_anybody_can_verify_the_ledger_without_this_program(cast: Cast, corrected: Report) -> None:
    publishing.withdraw(corrected, cast.supervisor, "有个人信息。")
    index = get("public_ledger_data")
    previous, count = index["start"], 0
    for part in index["parts"]:  # type: ignore[union-attr]
        answer = Client().get(f"/{part}")
        for record in json.loads(answer.content)["records"]:
            assert hashlib.sha256(record["text"].encode()).hexdigest() == record["digest"]
            assert json.loads(record["text"])["previous"] == previous
            previous, count = record["digest"], count + 1
    assert (previous, count) == (index["head"], index["records"]) and count == 3


def test_the_page_shows_every_act(cast: Cast, corrected: Report) -> None:
    publishing.withdraw(corrected, cast.supervisor, "有个人信息。")
    said = Client().get(reverse("public_ledger")).content.decode()
    assert said.index("撤下") < said.index("更正第2版") < said.index("公布第1版")


def test_the_page_tells_how_to_verify_without_it(db: None) -> None:
    said = Client().get(reverse("public_ledger")).content.decode()
    assert "python3 verify.py http://testserver/<" in said
    assert reverse("public_ledger_verifier") in said


def test_an_empty_ledger_says_so(db: None) -> None:
    assert "还没有公布过年报" in Client().get(reverse("public_ledger")).content.decode()
    assert get("public_ledger_data")["records"] == 0


# --- What changed --------------------------------------------------------------------------------------


def test_the_changes_are_shown_and_given_as_data(corrected: Report) -> None:
    arguments = (corrected.bureau.code, corrected.year, 2)
    said = Client().get(reverse("public_changes", args=arguments)).content.decode()
    assert "更正2格、1段" in said and REASON in said
    assert "<del>0</del>" in said and "<b>3</b>" in said
    assert "<ins>少</ins>" in said or "少</ins>" in said
    data = get("public_changes_data", *arguments)
    assert data["changes"] == edition(corrected, 2).changes
    assert (data["before"], data["edition"]) == (edition(corrected, 1).code, edition(corrected, 2).code)


def test_the_changes_stand_under_their_parts_with_the_difference(corrected: Report) -> None:
    said = (
        Client()
        .get(reverse("public_changes", args=(corrected.bureau.code, corrected.year, 2)))
        .content.decode()
    )
    requests, problems = said.index('id="requests-changes"'), said.index('id="problems-changes"')
    assert (
        requests < said.index("商业企业，一、本年新收") < said.index("＋3") < problems < said.rindex("<ins>")
    )
    assert "三、收到和处理政府信息公开申请情况</a>：2格" in said
    assert "disclosure-changes" not in said


def test_both_editions_lead_to_the_changes(corrected: Report) -> None:
    address = reverse("public_changes", args=(corrected.bureau.code, corrected.year, 2))
    for number in (1, 2):
        answer = Client().get(reverse("public_edition", args=(corrected.bureau.code, corrected.year, number)))
        assert address in answer.content.decode()


# --- A number ------------------------------------------------------------------------------------------


def test_a_number_has_an_address(corrected: Report) -> None:
    address = f"/reports/{corrected.bureau.code}/{corrected.year}/requests/received/total/"
    said = Client().get(address).content.decode()
    assert "3<small>件</small>" in said and "相等" in said and "一＋二：3＋0＝3" in said
    assert "requests/received/enterprise/" in said
    data = json.loads(Client().get(address[:-1] + ".json").content)
    assert (data["key"], data["value"], data["derived"]) == ("requests.received.total", 3, True)
    assert [item["value"] for item in data["editions"]] == [0, 3]


def test_a_number_says_where_it_stands_and_whose_it_is(report: Report) -> None:
    key = "requests.refused.state_secret.enterprise"
    said = Client().get(reverse("figure", args=(report.bureau.code, report.year, key))).content.decode()
    for step in ("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", "法人或其他组织", "商业企业"):
        assert f'<span class="step">{step}</span>' in said
    assert "条例第十四条" in said and "依法确定为国家秘密的信息。" in said
    for label in ("索引号", "发布机构", "发布日期", "有效性", "验证码"):
        assert f"<dt>{label}</dt>" in said


def test_every_rule_a_number_takes_part_in_is_shown_with_its_sum(cast: Cast) -> None:
    report = people.published(cast.education, cast.clerk)
    people.store(
        report, {f"disclosure.regulations.{name}": n for name, n in (("issued", 5), ("in_force", 3))}
    )
    people.edition(report, cast.clerk, REASON)
    key = "disclosure.regulations.in_force"
    said = Client().get(reverse("figure", args=(report.bureau.code, report.year, key))).content.decode()
    assert "本年制发件数－本年废止件数：5－0＝5" in said and "不符合" in said
    assert reverse("public_rules") + "#disclosure.stock" in said


@pytest.fixture
def years(cast: Cast) -> None:
    """Reports in both formats, the older one on other handling and documents as well."""
    old = {"requests.other_handling.natural_person": 4, "disclosure.regulations.made": 2}
    new = {f"requests.other_handling.{row}.natural_person": 1 for row in ("not_corrected", "other")}
    for year, figures in ((2020, old), (2021, new)):
        report = people.published(cast.education, cast.clerk, year)
        people.store(report, figures)  # type: ignore[arg-type]
        people.edition(report, cast.clerk, REASON)


@pytest.mark.parametrize(
    "year, key, other, value, keys",
    [
        (2020, "requests.other_handling.natural_person", 2021, 2, 3),
        (2021, "requests.other_handling.other.natural_person", 2020, None, 0),
        (2021, "disclosure.regulations.issued", 2020, 2, 1),
        (2021, "disclosure.regulations.in_force", 2020, None, 0),
    ],
)
def test_other_years_are_compared_as_the_mapping_says(
    years: None, year: int, key: str, other: int, value: int | None, keys: int
) -> None:
    (found,) = [
        each for each in get("figure_data", "shili-education", year, key)["years"] if each["year"] == other
    ]  # type: ignore[attr-defined]
    assert (found["value"], len(found["keys"]), found["asked"]) == (value, keys, keys > 0)
    assert bool(found["why"]) or keys
    said = Client().get(reverse("figure", args=("shili-education", year, key))).content.decode()
    assert "上面按国办公开办函〔2021〕30号，下面按国办公开办函〔2019〕60号" in said and found["why"] in said
    assert ("不能比" in said) == (keys == 0)


def test_every_number_of_a_report_is_listed(report: Report) -> None:
    said = Client().get(reverse("public_cells", args=(report.bureau.code, report.year))).content.decode()
    for key in report.format.places:
        assert reverse("figure", args=(report.bureau.code, report.year, key)) in said


@pytest.mark.parametrize("place", ["requests/nonsense/total", "nonsense/received/total", "requests/received"])
def test_what_is_no_cell_is_not_found(report: Report, place: str) -> None:
    assert Client().get(f"/reports/{report.bureau.code}/{report.year}/{place}/").status_code == 404


def test_a_number_or_a_file_of_a_withdrawn_report_leads_to_the_notice(cast: Cast, report: Report) -> None:
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    at = f"/reports/{report.bureau.code}/{report.year}"
    for address in ("requests/received/total/", "requests/received/total.json", "cells/", "1/report.pdf"):
        answer = Client().get(f"{at}/{address}")
        assert answer.status_code == 410, address
        assert "有个人信息。" in answer.content.decode(), address


def test_a_program_is_told_of_a_withdrawal_in_json(cast: Cast, report: Report) -> None:
    people.edition(report, cast.clerk, "表三一格填错。")
    report.refresh_from_db()
    publishing.withdraw(report, cast.supervisor, "有个人信息。")
    edition = report.publications.get(number=2)
    at = f"/reports/{report.bureau.code}/{report.year}"
    for address in ("requests/received/total.json", "2/report.json", "2/changes.json"):
        answer = Client().get(f"{at}/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (
            410,
            "application/problem+json; charset=utf-8",
        ), address
        problem = answer.json()
        assert problem["detail"] == f"{edition.title}已经撤下，原因：有个人信息。"
        assert (problem["status"], problem["edition"]) == (410, edition.code)
    page = Client().get(f"{at}/2/changes/")
    assert (page.status_code, page["Content-Type"]) == (410, "text/html; charset=utf-8")


# --- The head of the page ------------------------------------------------------------------------------


def test_the_head_block_names_the_document(report: Report) -> None:
    said = Client().get(reverse("public_report", args=(report.bureau.code, report.year))).content.decode()
    assert f"{report.bureau.code}/{report.year}-00001" in said
    for label in ("索引号", "发布机构", "发布日期", "有效性", "验证码"):
        assert f"<dt>{label}</dt>" in said
