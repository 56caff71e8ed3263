"""Words saved while they are typed: merged by paragraph, chosen where two wrote the same, begun, pasted and looked at."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from disclosure.models import Report, State
from disclosure.progress import Progress
from disclosure.workflow import findings
from tests import cast as people
from tests.cast import Cast

BASE = "甲段。\n乙段。\n丙段。"


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return people.client_of(cast.clerk)


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.draft(cast.education, words={"overview": BASE})


def page(report: Report, section: str, act: str = "") -> str:
    return f"/work/{report.pk}/{section}/" + (f"{act}/" if act else "")


def send(client: Client, report: Report, section: str = "overview", **said: Any) -> HttpResponse:
    return client.post(page(report, section, "words"), json.dumps(said), content_type="application/json")


def typed(client: Client, report: Report, base: str, text: str, **more: Any) -> dict[str, Any]:
    answer = send(client, report, base={"overview": base}, typed={"overview": text}, **more)
    assert answer.status_code == 200
    return answer.json()["fields"]["overview"]


def stored(report: Report, section: str = "overview") -> str:
    return str(getattr(Report.objects.get(pk=report.pk), section))


# --- Saved while typed ---------------------------------------------------------------------------------


def test_a_change_is_saved_and_answered_with_the_time(clerk: Client, report: Report) -> None:
    answer = send(clerk, report, base={"overview": BASE}, typed={"overview": f"{BASE}\n丁段。\n"}).json()
    assert stored(report) == f"{BASE}\n丁段。"
    assert answer["revision"] == 2 and len(answer["saved"]) == 5
    assert answer["fields"]["overview"] == {
        "base": f"{BASE}\n丁段。",
        "kept": f"{BASE}\n丁段。",
        "patches": [],
        "clashes": [],
    }


def test_what_a_colleague_wrote_comes_back_as_lines_to_change(cast: Cast, report: Report) -> None:
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    typed(theirs, report, BASE, "甲段，改了。\n乙段。\n新段。\n丙段。")
    answer = typed(mine, report, BASE, "甲段。\n乙段。\n丙段，也改了。")
    assert stored(report) == "甲段，改了。\n乙段。\n新段。\n丙段，也改了。"
    assert answer["patches"] == [
        {"line": 0, "old": ["甲段。"], "new": ["甲段，改了。"]},
        {"line": 2, "old": [], "new": ["新段。"]},
    ]
    assert answer["base"] == stored(report)
    assert answer["kept"] == "甲段。\n乙段。\n丙段，也改了。"


def test_a_clash_is_answered_with_both_and_waits_for_a_choice(cast: Cast, report: Report) -> None:
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    typed(theirs, report, BASE, BASE.replace("乙段", "乙段一"))
    text = BASE.replace("乙段", "乙段二").replace("丙段", "丙段二")
    answer = typed(mine, report, BASE, text)
    (clash,) = answer["clashes"]
    assert (clash["theirs"], clash["yours"], clash["line"]) == ("乙段一。", "乙段二。", 1)
    assert stored(report) == "甲段。\n乙段一。\n丙段二。", "the rest is saved, and nothing overwritten unseen"
    again = typed(mine, report, answer["base"], text)
    assert again["clashes"] == answer["clashes"], "it stays one until somebody has chosen"
    settled = typed(mine, report, answer["base"], text, choices={clash["id"]: "yours"})
    assert settled["clashes"] == [] and stored(report) == text


def test_the_same_request_twice_is_the_same_change(clerk: Client, report: Report) -> None:
    for _ in range(2):
        answer = typed(clerk, report, BASE, f"{BASE}\n丁段。")
        assert answer["patches"] == answer["clashes"] == []
    assert stored(report) == f"{BASE}\n丁段。"


def test_a_field_that_is_refused_says_so_and_the_others_are_saved(clerk: Client, report: Report) -> None:
    fields = {"signature": "示例市教育局", "date": "一月九日"}
    answer = send(clerk, report, "head", base={}, typed=fields).json()
    assert answer["errors"] == {"date": "请写成2026年1月20日这样，日子要真有。"}
    assert set(answer["fields"]) == {"signature"}
    assert (stored(report, "signature"), stored(report, "date")) == ("示例市教育局", "")


def test_a_text_that_cannot_be_set_is_refused_in_words(clerk: Client, report: Report) -> None:
    answer = send(clerk, report, base={"overview": BASE}, typed={"overview": "a" * 500}).json()
    assert "连在一起的字母或数字" in answer["errors"]["overview"]
    assert answer["fields"] == {} and stored(report) == BASE


def test_only_the_fields_of_the_page_are_taken(clerk: Client, report: Report) -> None:
    answer = send(clerk, report, base={}, typed={"other": "改了", "state": "published", "nonsense": "x"})
    assert answer.json()["fields"] == {}
    assert stored(report, "other") == people.WORDS["other"]


def test_nothing_is_written_once_the_report_is_on_its_way(clerk: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    answer = send(clerk, report, base={"overview": BASE}, typed={"overview": "改了"})
    assert answer.status_code == 409
    assert "不能改" in answer.json()["message"]
    assert clerk.get(page(report, "overview", "words")).json()["locked"] == "待审核"


@pytest.mark.parametrize("body", ["{broken", "[]", '{"typed": {"overview": 5}}', '{"typed": []}'])
def test_what_no_page_of_ours_sends_is_refused(clerk: Client, report: Report, body: str) -> None:
    answer = clerk.post(page(report, "overview", "words"), body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["message"]
    assert stored(report) == BASE


def test_another_account_in_the_same_browser_writes_nothing(
    cast: Cast, clerk: Client, report: Report
) -> None:
    said = {"base": {"overview": BASE}, "typed": {"overview": "改了"}}
    page_of = {"X-Account": str(cast.colleague.user_id)}
    answer = clerk.post(
        page(report, "overview", "words"), said, content_type="application/json", headers=page_of
    )
    assert answer.status_code == 401 and "另一个账号" in answer.json()["message"]
    assert stored(report) == BASE


def test_a_page_learns_whether_anything_is_new(clerk: Client, report: Report) -> None:
    address = page(report, "overview", "words")
    assert clerk.get(address, {"revision": "1"}).status_code == 204
    typed(clerk, report, BASE, f"{BASE}\n丁段。")
    assert clerk.get(address, {"revision": "1"}).json() == {"revision": 2, "locked": ""}


# --- The form, without a script ------------------------------------------------------------------------


def test_the_form_merges_as_the_script_does(cast: Cast, report: Report) -> None:
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    typed(theirs, report, BASE, "甲段，改了。\n乙段。\n丙段。")
    answer = mine.post(page(report, "overview"), {"base": BASE, "overview": f"{BASE}\n丁段。"})
    assert answer.status_code == 302
    assert stored(report) == "甲段，改了。\n乙段。\n丙段。\n丁段。"


@pytest.mark.parametrize(
    ("choice", "kept"), [("theirs", "甲一\n乙"), ("both", "甲一\n甲二\n乙"), ("yours", "甲二\n乙")]
)
def test_the_form_asks_where_two_wrote_the_same(cast: Cast, choice: str, kept: str) -> None:
    report = people.draft(cast.education, words={"other": "甲\n乙"})
    clerk = people.client_of(cast.clerk)
    Report.objects.filter(pk=report.pk).update(other="甲一\n乙")
    answer = clerk.post(page(report, "other"), {"base": "甲\n乙", "other": "甲二\n乙"})
    assert answer.status_code == 422
    (item,) = answer.context["clashes"]
    assert (item["clash"].theirs, item["clash"].yours) == ("甲一", "甲二")
    form = {"base": answer.context["form"]["base"].value(), "other": answer.context["form"]["other"].value()}
    assert form["other"] == "甲二\n乙"
    again = clerk.post(page(report, "other"), {**form, f"settle:{item['clash'].id}": choice})
    assert again.status_code == 302
    assert stored(report, "other") == kept


def test_the_head_asks_too_and_keeps_the_rest(cast: Cast, report: Report) -> None:
    clerk = people.client_of(cast.clerk)
    Report.objects.filter(pk=report.pk).update(signature="甲局")
    answer = clerk.post(page(report, "head"), {"base": "{}", "signature": "乙局", "preface": "引言。"})
    assert answer.status_code == 422
    assert (stored(report, "signature"), stored(report, "preface")) == ("甲局", "引言。")
    text = answer.content.decode()
    assert "落款：有人刚才也改了这一处" in text and "甲局" in text and "乙局" in text
    fields = {name: answer.context["form"][name].value() or "" for name in ("base", "signature", "preface")}
    settle = f"settle:{answer.context['clashes'][0]['clash'].id}"
    assert clerk.post(page(report, "head"), {**fields, settle: "yours"}).status_code == 302
    assert (stored(report, "signature"), stored(report, "preface")) == ("乙局", "引言。")


def test_the_example_of_a_date_is_of_the_january_after_the_year(cast: Cast, clerk: Client) -> None:
    earlier = people.draft(cast.education, year=2023)
    assert "例如：2024年1月20日" in clerk.get(page(earlier, "head")).content.decode()


# --- Begun ---------------------------------------------------------------------------------------------


def test_an_empty_narrative_is_begun_with_its_answers(cast: Cast, clerk: Client) -> None:
    report = people.blank(cast.education)
    assert "答5个问题，起一份草稿" in clerk.get(page(report, "overview")).content.decode()
    answers = {"answer:active": "全年公开36条。", "answer:oversight": "培训2次。"}
    assert clerk.post(page(report, "overview", "start"), answers).status_code == 302
    assert stored(report) == "（一）主动公开。全年公开36条。\n（二）监督保障。培训2次。"
    assert "起一份草稿" not in clerk.get(page(report, "overview")).content.decode()


def test_a_government_is_asked_for_what_only_governments_report(cast: Cast, clerk: Client) -> None:
    type(cast.education).objects.filter(pk=cast.education.pk).update(kind="government", name="示例县人民政府")
    report = people.blank(cast.education)
    assert "答8个问题，起一份草稿" in clerk.get(page(report, "overview")).content.decode()


def test_no_answer_begins_nothing(cast: Cast, clerk: Client) -> None:
    report = people.blank(cast.education)
    answer = clerk.post(page(report, "overview", "start"), {"answer:active": " \n"})
    assert answer.status_code == 422
    assert "答一个问题就能起稿" in answer.content.decode()
    assert stored(report) == ""


def test_answers_never_take_the_place_of_what_somebody_has_written(clerk: Client, report: Report) -> None:
    clerk.post(page(report, "overview", "start"), {"answer:active": "全年公开36条。"})
    assert stored(report) == f"{BASE}\n（一）主动公开。全年公开36条。"


@pytest.mark.parametrize(
    ("unpaid", "numbers", "status"),
    [
        (0, ("0", "0", "0"), 302),
        (2, ("0", "0", "0"), 422),
        (2, ("3", "１,２００", "400.5"), 302),
        (0, ("三", "0", ""), 422),
    ],
)
def test_the_fee_takes_three_numbers_that_agree(
    cast: Cast, clerk: Client, unpaid: int, numbers: tuple[str, str, str], status: int
) -> None:
    report = people.draft(cast.education, words={"other": ""})
    people.store(report, {"requests.other_handling.fee_unpaid.other": unpaid})
    fields = dict(zip(("notices", "asked", "collected"), numbers, strict=True))
    answer = clerk.post(page(report, "other", "start"), fields)
    assert answer.status_code == status
    if status == 422:
        text = answer.content.decode()
        assert f'value="{numbers[0]}"' in text, "what was typed stays"
        assert ("表三里有2件" in text) == bool(unpaid)
    else:
        assert "信息处理费" in stored(report, "other")


def test_that_no_fee_was_collected_takes_one_button(cast: Cast, clerk: Client) -> None:
    report = people.draft(cast.education, words={"other": ""})
    text = clerk.get(page(report, "other")).content.decode()
    zeros = re.findall(r'<input type="hidden" name="(notices|asked|collected)" value="(0)">', text)
    assert len(zeros) == 3
    clerk.post(page(report, "other", "start"), dict(zeros))
    assert "没有" in stored(report, "other") and "信息处理费" in stored(report, "other")
    assert [f.rule for f in findings(Report.objects.get(pk=report.pk)) if f.section == "other"] == []


def test_a_table_has_no_questions(clerk: Client, report: Report) -> None:
    assert clerk.post(page(report, "requests", "start")).status_code == 404
    assert clerk.post(page(report, "requests", "paste")).status_code == 404
    assert clerk.get(page(report, "requests", "words")).status_code == 404


# --- Pasted --------------------------------------------------------------------------------------------


def test_what_is_done_to_pasted_text_is_listed_with_its_paragraph_in_the_whole(
    clerk: Client, report: Report
) -> None:
    sent = {"text": "公开,12条,\n• 另一条(试行)", "behind": "3"}
    answer = clerk.post(page(report, "overview", "paste"), sent).json()
    assert answer["text"] == "公开，12条，\n另一条（试行）"
    for words in ("改了4处标点", ", → ，（第4段，2处）", "( → （（第5段）", "去掉1个项目符号：•（第5段）"):
        assert words in answer["changes"]
    assert stored(report) == BASE


def test_pasted_text_that_needs_nothing_has_no_list(clerk: Client, report: Report) -> None:
    answer = clerk.post(page(report, "overview", "paste"), {"text": "甲段。"}).json()
    assert answer == {"text": "甲段。", "changes": ""}


WHOLE = "2024年年度报告\n一、总体情况\n甲,乙。\n二、主动公开政府信息情况\n第二十条第（一）项"


def test_a_whole_report_pasted_into_a_part_stays_as_it_is_and_is_shown_the_way(
    clerk: Client, report: Report
) -> None:
    answer = clerk.post(page(report, "overview", "paste"), {"text": WHOLE}).json()
    assert (answer["text"], answer["changes"]) == ("", "")
    assert "里面有2个部分的标题：一、总体情况、二、主动公开政府信息情况" in answer["whole"]
    assert f'href="/work/{report.pk}/intake/"' in answer["whole"]
    assert "whole" not in clerk.post(page(report, "overview", "paste"), {"text": "一、总体情况\n甲。"}).json()


def test_more_than_a_report_holds_is_not_tidied_when_it_is_pasted(clerk: Client, report: Report) -> None:
    sent = {"text": "\r\n".join(["公开,办理"] * 16_667), "html": "<p>公开,办理</p>"}
    answer = clerk.post(page(report, "overview", "paste"), sent).json()
    assert (answer["text"], answer["changes"]) == ("", "")
    assert answer["long"].startswith("贴来的有100001个字，一份报告最多100000个字。文字照原样放在下面了，")
    fits = clerk.post(page(report, "overview", "paste"), {"text": sent["text"][:-2]}).json()
    assert fits["text"].startswith("公开，办理\n公开，") and "long" not in fits


def test_too_long_a_text_is_told_by_how_much_and_stays(clerk: Client, report: Report) -> None:
    text = "公开。\n" * 25_005
    before = stored(report)
    answer = clerk.post(page(report, "overview"), {"overview": text.replace("\n", "\r\n"), "base": before})
    assert "写了100020个字，最多100000个字，多出20个字。" in answer.content.decode()
    assert answer.content.decode().count("公开。") > 25_000
    assert stored(report) == before
    field = clerk.get(page(report, "overview")).content.decode().split('name="overview"')[1].split(">")[0]
    assert "maxlength" not in field


def test_what_is_listed_is_text_and_never_mark_up(clerk: Client, report: Report) -> None:
    answer = clerk.post(page(report, "overview", "paste"), {"text": "公开<b>,</b>条"}).json()
    assert "<b>" in answer["text"] and "<b>" not in answer["changes"]


# --- Beside it -----------------------------------------------------------------------------------------


def test_the_findings_of_what_is_typed_follow_their_paragraph(clerk: Client, report: Report) -> None:
    text = clerk.post(
        page(report, "overview", "preview"), {"overview": "甲段。\n乙段XX件。\n丙段。"}
    ).content.decode()
    second, third = text.index('data-line="1"'), text.index('data-line="2"')
    assert second < text.index('<mark class="q"') < text.index("留着没有填的“XX”") < third
    assert stored(report) == BASE, "looking saves nothing"
    mended = clerk.post(page(report, "overview", "preview"), {"overview": "甲段。\n乙段12件。"})
    assert "<mark" not in mended.content.decode()


def test_a_title_that_is_printed_above_is_not_drawn_again(clerk: Client, report: Report) -> None:
    text = clerk.post(
        page(report, "overview", "preview"), {"overview": "一、总体情况\n乙段XX件。"}
    ).content.decode()
    look = text[: text.index('id="fresh-general"')]
    assert 'data-line="0"' not in look
    assert "标题由程序印在上面" in look
    assert "一、总体情况" not in text[text.index('id="fresh-outline"') :]
    assert look.index('data-line="1"') < look.index('<mark class="q"')


def test_a_title_alone_is_a_section_nobody_has_written(report: Report) -> None:
    title = report.format.section("problems").title
    report.problems = f"\n{title}"
    part = next(part for part in Progress(report).parts if part.section.key == "problems")
    assert (part.mark, part.note) == ("todo", "未填")


def test_findings_on_the_whole_section_stand_apart(clerk: Client, report: Report) -> None:
    text = clerk.post(
        page(report, "overview", "preview"), {"overview": "（一）主动公开。公开12条。"}
    ).content.decode()
    assert "没有写到" in text[text.index('id="fresh-general"') :]
    assert "没有写到" not in text[: text.index('id="fresh-general"')]


def test_half_width_punctuation_that_is_printed_wide_is_listed(clerk: Client, report: Report) -> None:
    text = clerk.post(page(report, "overview", "preview"), {"overview": "甲,乙"}).content.decode()
    assert "改了1处标点：, → ，（第1段）" in text


def test_last_years_text_is_there_to_read_and_to_compare(cast: Cast, clerk: Client) -> None:
    earlier = people.draft(cast.education, 2024, words={"overview": "全年组织业务培训2次，覆盖全部科室。"})
    people.edition(earlier, cast.clerk)
    report = people.draft(cast.education, words={"overview": "全年组织业务培训3次，覆盖全部科室。"})
    text = clerk.get(page(report, "overview")).content.decode()
    assert "去年写的" in text and "全年组织业务培训2次" in text
    sent = {"overview": report.overview, "then": "compare"}
    compared = clerk.post(page(report, "overview", "preview"), sent).content.decode()
    assert "（今年写的：</span>3<" in compared and "（去年写的：</span>2<" in compared
    assert "连着八个字以上和2024年一样的有8字，占今年的50%。" in compared
    without_script = clerk.post(page(report, "overview"), {**sent, "base": report.overview})
    assert "占今年的" in without_script.content.decode()


def test_a_title_that_both_years_begin_with_is_no_difference(cast: Cast, clerk: Client) -> None:
    words = "一、总体情况\n全年组织业务培训2次，覆盖全部科室。"
    people.edition(people.draft(cast.education, 2024, words={"overview": words}), cast.clerk)
    report = people.draft(cast.education, words={"overview": words})
    sent = {"overview": words, "then": "compare"}
    compared = clerk.post(page(report, "overview", "preview"), sent).content.decode()
    assert "（今年写的：" not in compared and "（去年写的：" not in compared


def test_without_last_years_report_there_is_nothing_to_compare(clerk: Client, report: Report) -> None:
    text = clerk.get(page(report, "overview")).content.decode()
    assert "打印的样子" in text and "去年写的" not in text
