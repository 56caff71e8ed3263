"""Filling a report in: what is typed is kept, merged and answered for; a blank, a zero and 本年无此项 are three things."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client

from disclosure.layout import HeadCell, grid
from disclosure.models import Report, State
from tests import cast as people
from tests.cast import Cast

ENTERPRISE = "requests.received.enterprise"
OTHER = "requests.received.other"


class Fields(HTMLParser):
    """The input fields of a page: name → value, and the attributes of each."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name")
        if tag == "input" and name:
            self.values[name] = found.get("value") or ""
            self.attributes[name] = found


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return people.client_of(cast.clerk)


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.draft(cast.education)


def page(report: Report, section: str) -> str:
    return f"/work/{report.pk}/{section}/"


def save(client: Client, report: Report, loaded: Fields, **typed: str) -> HttpResponse:
    cells = {key.replace("__", "."): text for key, text in typed.items()}
    return client.post(page(report, "requests"), {**loaded.values, **cells})


def value(report: Report, key: str) -> object:
    return Report.objects.get(pk=report.pk).filing().value(key)


# --- The table -----------------------------------------------------------------------------------------


def test_the_page_shows_the_official_table_with_an_input_for_every_entered_cell(
    clerk: Client, report: Report
) -> None:
    answer = clerk.get(page(report, "requests"))
    table = report.format.tables["requests"]
    fields = Fields(answer)
    assert {place.key for place in table.entered} == {n for n in fields.values if n.startswith("requests.")}
    text = answer.content.decode()
    words = html.unescape(re.sub("<[^>]+>", "", text))
    for line in grid(table).lines:
        for cell in line.cells:
            if isinstance(cell, HeadCell):
                assert cell.text in words
            elif not cell.derived:
                assert fields.attributes[cell.key]["aria-label"] == cell.name
    assert 'rowspan="22"' in text


@pytest.mark.parametrize("section", ["disclosure", "requests", "cases"])
def test_a_table_of_the_older_format_is_drawn_too(cast: Cast, section: str) -> None:
    report = people.draft(cast.education, 2019)
    answer = people.client_of(cast.clerk).get(page(report, section))
    names = {name for name in Fields(answer).values if name.startswith(section)}
    assert names == {place.key for place in report.format.tables[section].entered}


def test_full_width_digits_thousands_and_spaces_are_read(clerk: Client, report: Report) -> None:
    loaded = Fields(clerk.get(page(report, "requests")))
    answer = save(clerk, report, loaded, requests__received__enterprise=" １,２３４ ")
    assert answer.status_code == 302
    assert value(report, ENTERPRISE) == 1234
    assert value(report, "requests.received.total") == 1234


def test_anything_else_gets_an_error_at_its_cell_and_stays(clerk: Client, report: Report) -> None:
    loaded = Fields(clerk.get(page(report, "requests")))
    answer = save(
        clerk, report, loaded, requests__received__enterprise="约5件", requests__received__other="7"
    )
    assert answer.status_code == 422
    again = Fields(answer)
    assert again.values[ENTERPRISE] == "约5件"
    assert again.attributes[ENTERPRISE]["aria-invalid"] == "true"
    assert again.attributes[ENTERPRISE]["aria-describedby"] == f"error-{ENTERPRISE}"
    assert f'id="error-{ENTERPRISE}"' in answer.content.decode()
    assert "不是数字" in answer.content.decode()
    assert value(report, OTHER) == 7, "the other cells are saved"
    assert value(report, ENTERPRISE) is None, "no figure is guessed"
    later = Fields(clerk.get(page(report, "requests")))
    assert later.values[ENTERPRISE] == "约5件", "what was typed survives a new visit"


def test_blank_is_not_zero(clerk: Client, report: Report) -> None:
    loaded = Fields(clerk.get(page(report, "requests")))
    assert save(clerk, report, loaded, requests__received__enterprise="").status_code == 302
    assert value(report, ENTERPRISE) is None
    assert value(report, "requests.received.total") is None
    assert "还有1格没填" in clerk.get(page(report, "requests")).content.decode()


def test_two_people_in_different_cells_lose_nothing(cast: Cast, report: Report) -> None:
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    loaded = Fields(mine.get(page(report, "requests")))
    save(theirs, report, Fields(theirs.get(page(report, "requests"))), requests__received__other="8")
    assert save(mine, report, loaded, requests__received__enterprise="5").status_code == 302
    assert (value(report, ENTERPRISE), value(report, OTHER)) == (5, 8)


def test_two_people_in_the_same_cell_see_both_values(cast: Cast, report: Report) -> None:
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    loaded = Fields(mine.get(page(report, "requests")))
    save(theirs, report, Fields(theirs.get(page(report, "requests"))), requests__received__other="8")
    answer = save(mine, report, loaded, requests__received__other="9")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "现在是<b>8</b>，您填的是<b>9</b>" in text
    assert value(report, OTHER) == 8, "nothing is overwritten unseen"
    shown = Fields(answer)
    assert shown.values[OTHER] == "9"
    assert save(mine, report, shown).status_code == 302
    assert value(report, OTHER) == 9, "saving again after having seen both is meant"


@pytest.mark.parametrize("broken", ["{broken", "[" * 100_000])
def test_a_base_that_cannot_be_read_overwrites_nothing(clerk: Client, report: Report, broken: str) -> None:
    save(clerk, report, Fields(clerk.get(page(report, "requests"))), requests__received__other="8")
    answer = clerk.post(page(report, "requests"), {"base": broken, OTHER: "3"})
    assert answer.status_code == 422
    assert value(report, OTHER) == 8


def test_the_balance_of_every_column_stands_under_the_table(clerk: Client, report: Report) -> None:
    save(clerk, report, Fields(clerk.get(page(report, "requests"))), requests__received__enterprise="5")
    text = clerk.get(page(report, "requests")).content.decode()
    assert "一＋二 ＝ 三（七）＋四" in text
    assert "5 ≠ 0<b>差 5</b>" in text
    assert "商业企业：两边差5件" in text


def test_last_years_published_figures_stand_beside(cast: Cast) -> None:
    people.store(earlier := people.draft(cast.education, 2024), {ENTERPRISE: 41})
    people.edition(earlier, cast.clerk)
    report = people.draft(cast.education)
    text = people.client_of(cast.clerk).get(page(report, "requests")).content.decode()
    assert '<span class="was" aria-hidden="true">41</span>' in text
    assert re.search("左侧小字为<[^>]*>2024年数<", text)


def test_a_submitted_report_is_locked_and_what_was_typed_stays_on_the_page(cast: Cast) -> None:
    report = people.draft(cast.education)
    clerk = people.client_of(cast.clerk)
    loaded = Fields(clerk.get(page(report, "requests")))
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    answer = save(clerk, report, loaded, requests__received__other="9")
    assert answer.status_code == 409
    assert value(report, OTHER) == 0
    assert "不能改" in answer.content.decode()
    locked = clerk.get(page(report, "requests"))
    assert not [name for name in Fields(locked).values if name.startswith("requests.")]


def test_what_was_typed_is_saved_before_the_rest_becomes_zero(cast: Cast) -> None:
    """Without a script these buttons send the whole table; with one it is saved already."""
    report = people.blank(cast.education)
    clerk = people.client_of(cast.clerk)
    loaded = Fields(clerk.get(page(report, "requests")))
    answer = save(clerk, report, loaded, requests__received__other="9", then="zeros")
    assert answer["Location"] == page(report, "requests")
    assert (value(report, OTHER), value(report, ENTERPRISE)) == (9, 0)
    answer = save(clerk, report, loaded, requests__received__other="约5件", then="zeros")
    assert answer.status_code == 422 and "约5件" in answer.content.decode()


def test_what_was_typed_is_saved_before_a_table_is_declared_empty(cast: Cast) -> None:
    report = people.blank(cast.education)
    clerk = people.client_of(cast.clerk)
    loaded = Fields(clerk.get(page(report, "requests")))
    save(clerk, report, loaded, requests__received__other="9", then="declare")
    assert value(report, OTHER) == 9
    assert Report.objects.get(pk=report.pk).declared == {}


# --- 本年无此项 -------------------------------------------------------------------------------------------


def test_a_table_is_declared_empty_in_one_act_and_taken_back(cast: Cast) -> None:
    report = people.blank(cast.education)
    clerk = people.client_of(cast.clerk)
    assert clerk.post(f"{page(report, 'cases')}declare/").status_code == 302
    assert value(report, "cases.review.upheld") == 0
    text = clerk.get(page(report, "cases")).content.decode()
    assert "整张表已声明“本年无此项”" in text
    assert 'class="cell declared zero"' in text
    assert clerk.post(f"{page(report, 'cases')}undeclare/").status_code == 302
    assert value(report, "cases.review.upheld") is None


def test_declaring_asks_once_when_last_year_was_not_zero(cast: Cast) -> None:
    people.store(earlier := people.draft(cast.education, 2024), {"cases.review.upheld": 3})
    people.edition(earlier, cast.clerk)
    report = people.blank(cast.education)
    clerk = people.client_of(cast.clerk)
    asked = clerk.post(f"{page(report, 'cases')}declare/")
    assert asked.status_code == 200
    assert "2024年有3件，确定今年一件都没有？" in asked.content.decode()
    assert value(report, "cases.review.upheld") is None
    clerk.post(f"{page(report, 'cases')}declare/", {"sure": "1"})
    assert value(report, "cases.review.upheld") == 0


def test_nothing_is_asked_about_a_table_that_holds_something(cast: Cast) -> None:
    people.store(earlier := people.draft(cast.education, 2024), {"cases.review.upheld": 3})
    people.edition(earlier, cast.clerk)
    people.store(report := people.blank(cast.education), {"cases.review.upheld": 2})
    clerk = people.client_of(cast.clerk)
    refused = clerk.post(f"{page(report, 'cases')}declare/", follow=True)
    assert "这张表里有1格填了数或文字" in refused.content.decode()
    assert value(report, "cases.review.upheld") == 2


# --- Words ---------------------------------------------------------------------------------------------


def test_a_narrative_is_saved_and_shown_as_it_will_be_printed(clerk: Client, report: Report) -> None:
    text = "（一）主动公开。发布信息12条。\r\n<b>不是标签</b>"
    stored = report.overview
    answer = clerk.post(page(report, "overview"), {"overview": text, "base": stored, "then": "stay"})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.overview == "（一）主动公开。发布信息12条。\n<b>不是标签</b>"
    shown = clerk.get(page(report, "overview")).content.decode()
    assert '<h3 class="run-in">（一）主动公开。</h3>' in shown
    assert "&lt;b&gt;不是标签&lt;/b&gt;" in shown and "<b>不是标签" not in shown


def test_looking_saves_nothing_and_keeps_what_was_typed(clerk: Client, report: Report) -> None:
    answer = clerk.post(page(report, "other"), {"other": "新写的话。", "base": report.other, "then": "look"})
    assert answer.status_code == 200
    assert "新写的话。" in answer.content.decode()
    report.refresh_from_db()
    assert "新写的话" not in report.other


def test_two_people_in_one_narrative_see_both_texts(cast: Cast, report: Report) -> None:
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    stored = report.other
    theirs.post(page(report, "other"), {"other": "同事写的话。", "base": stored})
    answer = mine.post(page(report, "other"), {"other": "我写的话。", "base": stored})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "同事写的话。" in text and "我写的话。" in text
    report.refresh_from_db()
    assert report.other == "同事写的话。"
    again = Fields(answer)
    assert mine.post(page(report, "other"), {**again.values, "other": "并好的话。"}).status_code == 302
    report.refresh_from_db()
    assert report.other == "并好的话。"


def test_a_text_that_cannot_be_set_is_answered_at_its_place(clerk: Client, report: Report) -> None:
    answer = clerk.post(page(report, "overview"), {"overview": "a" * 500, "base": report.overview})
    assert answer.status_code == 422
    assert "a" * 500 in answer.content.decode()
    assert report.overview == Report.objects.get(pk=report.pk).overview


def test_the_preview_is_a_fragment_in_the_official_look(clerk: Client, report: Report) -> None:
    answer = clerk.post(page(report, "overview") + "preview/", {"overview": "（一）题目。正文<i>"})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.lstrip().startswith('<article class="official sheet"')
    assert "&lt;i&gt;" in text


@pytest.mark.parametrize(
    ("typed", "kept"), [("2026年01月09日", "2026年1月9日"), ("2026 年 1 月 9 日", "2026年1月9日")]
)
def test_the_date_is_written_as_official_documents_write_it(
    clerk: Client, report: Report, typed: str, kept: str
) -> None:
    answer = clerk.post(
        page(report, "head"), {"date": typed, "signature": "示例市教育局", "base": head_base(report)}
    )
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.date, report.signature) == (kept, "示例市教育局")


@pytest.mark.parametrize("typed", ["2026-01-09", "2026年2月30日", "一月九日", "2026年1月9日上午"])
def test_another_date_is_answered_at_the_field_and_stays(clerk: Client, report: Report, typed: str) -> None:
    answer = clerk.post(page(report, "head"), {"date": typed, "base": head_base(report)})
    assert answer.status_code == 422
    assert Fields(answer).values["date"] == typed
    report.refresh_from_db()
    assert report.date == ""


def head_base(report: Report) -> str:
    names = ("addressee", "preface", "signature", "date")
    return json.dumps({name: getattr(report, name) for name in names}, ensure_ascii=False)


# --- Beside last year ------------------------------------------------------------------------------------


def test_the_change_since_last_year_stands_beside_each_cell_where_it_is_asked_for(
    clerk: Client, cast: Cast
) -> None:
    before = people.draft(cast.education, people.YEAR - 1, figures={ENTERPRISE: 40})
    people.edition(before, cast.clerk)
    report = people.draft(cast.education, figures={ENTERPRISE: 37, OTHER: 2})
    plain = clerk.get(page(report, "requests")).content.decode()
    assert 'class="chg"' not in plain and f'href="{page(report, "requests")}?changes=1"' in plain
    shown = clerk.get(page(report, "requests"), {"changes": "1"}).content.decode()
    assert "比去年少3，减少8%" in shown and "比去年多2" in shown and "比去年少1，减少3%" in shown
    assert shown.count('class="chg"') == 3, "two cells and their total"


def test_without_last_years_report_nobody_is_offered_the_change(clerk: Client, report: Report) -> None:
    assert "显示变化" not in clerk.get(page(report, "requests"), {"changes": "1"}).content.decode()


# --- Desk, check, print ----------------------------------------------------------------------------------


def test_the_desk_says_what_is_left_worst_first(cast: Cast) -> None:
    report = people.blank(cast.education)
    Report.objects.filter(pk=report.pk).update(overview="（一）主动公开。全年公开36条。")
    text = people.client_of(cast.clerk).get("/work/").content.decode()
    assert "办完就能提交" in text and "还有144格没填" in text
    assert f"/work/{report.pk}/requests/#requests.received.natural_person" in text


def test_no_two_links_of_the_desk_have_the_same_name(cast: Cast) -> None:
    report = people.blank(cast.education)
    Report.objects.filter(pk=report.pk).update(signature="示例市教育局")
    text = people.client_of(cast.clerk).get("/work/").content.decode()
    links = re.findall(r"<a href=[^>]*>(.*?)</a>", text[text.index("<main") :], re.DOTALL)
    names = [re.sub(r"<[^>]*>|\s+", "", link) for link in links]
    assert len(set(names)) == len(names) > 12
    assert "去填：三、收到和处理政府信息公开申请情况，还有144格没填" in names


def test_the_desk_of_a_body_that_has_not_begun_has_one_button(cast: Cast) -> None:
    clerk = people.client_of(cast.clerk)
    assert "开始填报" in clerk.get("/work/").content.decode()
    answer = clerk.post(f"/work/start/{people.YEAR}/")
    report = Report.objects.get(bureau=cast.education, year=people.YEAR)
    assert answer["Location"] == f"/work/{report.pk}/"
    assert report.format_id == "notice_2021_30"


def test_a_faultless_report_can_be_submitted_from_the_check_page(clerk: Client, report: Report) -> None:
    text = clerk.get(f"/work/{report.pk}/check/").content.decode()
    assert "没有查出问题" in text
    answer = clerk.post(f"/work/{report.pk}/act/submit/", {"revision": report.revision})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    assert "已送审，现在不用做什么" in clerk.get("/work/").content.decode()


def test_a_query_takes_a_reason_of_its_own(cast: Cast) -> None:
    words = {"overview": "（一）主动公开。发布信息12条，依申请公开渠道畅通，信息管理有序，平台稳定。"}
    report = people.draft(cast.education, words=words)
    clerk = people.client_of(cast.clerk)
    text = clerk.get(f"/work/{report.pk}/check/").content.decode()
    assert "没有写到监督保障" in text
    fingerprint = Fields(clerk.get(f"/work/{report.pk}/check/")).values["fingerprint"]
    url = f"/work/{report.pk}/reason/"
    refused = clerk.post(url, {"fingerprint": fingerprint, "text": "情况属实，核实无误"})
    assert refused.status_code == 422
    assert "情况属实，核实无误" in refused.content.decode() and "套话" in refused.content.decode()
    reason = "监督检查由市政府办公室统一组织，本局没有单独开展。"
    assert clerk.post(url, {"fingerprint": fingerprint, "text": reason}).status_code == 302
    assert reason in clerk.get(f"/work/{report.pk}/check/").content.decode()
    stale = clerk.post(url, {"fingerprint": "0" * 12, "text": reason})
    assert stale.status_code == 409 and reason in stale.content.decode()


def test_a_reason_is_written_anew_from_what_stands_there(cast: Cast) -> None:
    report = people.draft(cast.education, words={"overview": "（一）主动公开。发布信息12条。"})
    clerk = people.client_of(cast.clerk)
    url, reason = f"/work/{report.pk}/reason/", "监督检查由市政府办公室统一组织，本局没有单独开展。"
    fingerprint = Fields(clerk.get(f"/work/{report.pk}/check/")).values["fingerprint"]
    clerk.post(url, {"fingerprint": fingerprint, "text": reason, "public": "on"})
    again = clerk.get(f"/work/{report.pk}/check/")
    assert f">{reason}</textarea>" in again.content.decode()
    assert "checked" in Fields(again).attributes["public"]
    refused = clerk.post(url, {"fingerprint": fingerprint, "text": "属实"})
    assert ">属实</textarea>" in refused.content.decode()
    assert "checked" not in Fields(refused).attributes["public"]


def test_the_printed_page_is_shown_under_a_policy_of_its_own(clerk: Client, report: Report) -> None:
    answer = clerk.get(f"/work/{report.pk}/print/")
    assert answer.status_code == 200
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "'sha256-" in answer["Content-Security-Policy"]
    assert "示例市教育局" in answer.content.decode()


def test_a_report_that_cannot_be_printed_says_why(cast: Cast) -> None:
    report = people.draft(cast.education, words={"overview": "b" * 300})
    answer = people.client_of(cast.clerk).get(f"/work/{report.pk}/print/")
    assert answer.status_code == 422
    assert "您填的都还在" in answer.content.decode()


def test_the_history_says_who_did_what(clerk: Client, report: Report) -> None:
    clerk.post(f"/work/{report.pk}/act/submit/", {"revision": report.revision})
    clerk.post(f"/work/{report.pk}/act/recall/", {"revision": report.revision})
    text = clerk.get(f"/work/{report.pk}/history/").content.decode()
    assert "提交送审" in text and "撤回送审" in text and "教育填报员" in text


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.SUBMITTED, "已送审，现在不用做什么"),
        (State.APPROVED, "已通过，可以公布"),
        (State.PUBLISHED, "看公布的报告"),
    ],
)
def test_the_desk_says_what_each_state_asks_for(cast: Cast, state: State, says: str) -> None:
    people.in_state(state, cast.education, cast.clerk)
    text = people.client_of(cast.clerk).get("/work/").content.decode()
    assert says in text
    assert ("截止" in text or "已晚" in text) == (state != State.PUBLISHED), (
        "nothing is due once it is published"
    )


def test_a_returned_report_lists_what_to_change_until_it_is_changed(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    supervisor, clerk = people.client_of(cast.supervisor), people.client_of(cast.clerk)
    supervisor.post(f"/review/{report.pk}/remark/", {"text": "请写清楚培训的情况。", "place": "overview"})
    supervisor.post(f"/work/{report.pk}/act/return/", {"revision": report.revision})
    text = clerk.get("/work/").content.decode()
    assert "有1处要改" in text and "请写清楚培训的情况。" in text
    assert f'href="/work/{report.pk}/overview/"' in text
    clerk.post(page(report, "other"), {"other": f"{report.other}另。", "base": report.other})
    assert "请对照1处审核的意见，都改了就能提交" in clerk.get("/work/").content.decode()


def test_what_others_changed_in_the_head_stays_when_one_field_is_not_saved(cast: Cast) -> None:
    report = people.draft(cast.education)
    mine, theirs = people.client_of(cast.clerk), people.client_of(cast.colleague)
    base = head_base(report)
    theirs.post(page(report, "head"), {"addressee": "市政府办：", "signature": "甲", "base": base})
    answer = mine.post(page(report, "head"), {"signature": "乙", "base": base})
    assert answer.status_code == 422
    shown = Fields(answer).values
    assert (shown["addressee"], shown["signature"]) == ("市政府办：", "乙")
    assert mine.post(page(report, "head"), shown).status_code == 302
    report.refresh_from_db()
    assert (report.addressee, report.signature) == ("市政府办：", "乙")


def test_words_typed_into_a_report_that_was_submitted_meanwhile_can_still_be_copied(cast: Cast) -> None:
    report = people.submitted(cast.education, cast.clerk)
    answer = people.client_of(cast.clerk).post(
        page(report, "other"), {"other": "刚刚写的话。", "base": report.other}
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "刚刚写的话。" in text and "readonly" in text
    report.refresh_from_db()
    assert "刚刚写的话" not in report.other
