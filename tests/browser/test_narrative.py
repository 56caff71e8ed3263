"""A narrative as it is written: kept at every pause, merged with what others write, tidied when pasted, set against last year."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.entry import save_words
from disclosure.models import Member, Report, State
from tests import cast as people
from tests.browser.faults import faultless

from .entering import admit, log_in_by_hand

pytestmark = pytest.mark.django_db(transaction=True)

LAST = "（一）主动公开。2024年公开政府信息120条。\n（二）监督保障。全年组织业务培训2次，覆盖全部科室。"


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    """The people, in the database the live server reads."""
    return people.build()


@pytest.fixture
def clerk(page: Page, live_server: LiveServer, cast: people.Cast) -> Iterator[Page]:
    """The browser of the clerk, logged in; whatever it complains of on its console fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        expected = ("ERR_INTERNET_DISCONNECTED", "422", "409")
        if message.type in ("error", "warning") and not any(words in message.text for words in expected):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    admit(page, live_server.url, cast.clerk)
    yield page
    assert complaints == []


def second_browser(browser: Browser, site: str, member: Member) -> tuple[BrowserContext, Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    admit(page, site, member)
    return context, page


def open_words(page: Page, site: str, report: Report, section: str = "overview") -> Locator:
    page.goto(f"{site}/work/{report.pk}/{section}/")
    return page.locator(f"#id_{section}")


def is_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("已保存")


def stored(report: Report, section: str = "overview") -> str:
    return str(getattr(Report.objects.get(pk=report.pk), section))


def until_stored(page: Page, report: Report, text: str, section: str = "overview") -> None:
    """Wait, without asking for it, until the report holds this text."""
    for _ in range(60):
        if stored(report, section) == text:
            return
        page.wait_for_timeout(100)
    assert stored(report, section) == text


def caret_behind(field: Locator, words: str) -> None:
    field.evaluate(
        """(field, words) => {
            const at = field.value.indexOf(words) + words.length;
            field.focus();
            field.setSelectionRange(at, at);
        }""",
        words,
    )


def caret(field: Locator) -> str:
    """What stands before the caret in its line."""
    return str(field.evaluate("field => field.value.slice(0, field.selectionStart).split('\\n').pop()"))


def paste(field: Locator, plain: str, html: str = "") -> None:
    field.evaluate(
        """(field, [plain, html]) => {
            const held = new DataTransfer();
            held.setData('text/plain', plain);
            if (html) { held.setData('text/html', html); }
            field.focus();
            field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: held, bubbles: true, cancelable: true }));
        }""",
        [plain, html],
    )


# --- Kept as it is written -----------------------------------------------------------------------------


def test_typing_is_saved_and_drawn_within_two_seconds_of_the_last_key(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    clerk.keyboard.type("接着写。")
    clerk.wait_for_timeout(2000)
    assert stored(report) == "甲段。接着写。"
    assert "甲段。接着写。" in clerk.locator("#preview article").inner_text()
    is_saved(clerk)
    expect(clerk.locator("#preview-state")).to_be_empty()
    assert caret(field) == "甲段。接着写。"


def test_without_a_connection_everything_stays_and_is_saved_later(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    clerk.context.set_offline(True)
    caret_behind(field, "甲段。")
    clerk.keyboard.type("断网时写的。")
    expect(clerk.locator("#saved")).to_have_text("没存上，正在重试")
    expect(clerk.get_by_role("alert")).to_contain_text("没有连上，您填的都还在这台电脑上，连上后自动保存。")
    assert stored(report) == "甲段。"
    clerk.context.set_offline(False)
    until_stored(clerk, report, "甲段。断网时写的。")
    is_saved(clerk)
    expect(clerk.get_by_role("alert")).to_have_count(0)
    expect(clerk.locator("#preview article")).to_contain_text("断网时写的。")


def test_what_could_not_be_saved_is_there_on_the_next_visit(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。\n乙段。"})
    field = open_words(clerk, live_server.url, report)
    clerk.route("**/words/", lambda route: route.abort("internetdisconnected"))
    caret_behind(field, "甲段。")
    clerk.keyboard.type("没存上的。")
    expect(clerk.locator("#saved")).to_contain_text("没存上")
    Report.objects.filter(pk=report.pk).update(overview="甲段。\n乙段，同事改了。")
    clerk.unroute("**/words/")
    clerk.goto(f"{live_server.url}/work/")
    field = open_words(clerk, live_server.url, report)
    expect(field).to_have_value("甲段。没存上的。\n乙段，同事改了。")
    until_stored(clerk, report, "甲段。没存上的。\n乙段，同事改了。")


def test_what_an_input_method_is_still_composing_is_not_saved(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    keyboard = clerk.context.new_cdp_session(clerk)
    keyboard.send("Input.imeSetComposition", {"text": "gong'kai", "selectionStart": 8, "selectionEnd": 8})
    expect(field).to_have_value("甲段。gong'kai")
    clerk.wait_for_timeout(1500)
    assert stored(report) == "甲段。"
    keyboard.send("Input.insertText", {"text": "公开"})
    until_stored(clerk, report, "甲段。公开")


def test_what_was_not_saved_in_time_can_be_copied_from_a_report_that_is_closed(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    clerk.route("**/words/", lambda route: route.abort("internetdisconnected"))
    caret_behind(field, "甲段。")
    clerk.keyboard.type("来不及存的。")
    expect(clerk.locator("#saved")).to_contain_text("没存上")
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED, submitted_by=cast.clerk.user)
    clerk.unroute("**/words/")
    clerk.goto(f"{live_server.url}/work/")
    field = open_words(clerk, live_server.url, report)
    expect(field).to_have_value("甲段。")
    expect(field).not_to_be_editable()
    paste(field, "贴来的话,半角。")
    expect(field).to_have_value("甲段。")
    note = clerk.get_by_role("status").filter(has_text="上次没存上的文字还在这台电脑上")
    expect(note).to_contain_text("甲段。来不及存的。")
    faultless(clerk)
    note.get_by_role("button", name="不要了").click()
    open_words(clerk, live_server.url, report)
    expect(clerk.get_by_text("来不及存的")).to_have_count(0)


def test_a_text_that_was_refused_is_not_typed_on_in_vain(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED, submitted_by=cast.clerk.user)
    caret_behind(field, "甲段。")
    clerk.keyboard.type("送审以后写的。")
    expect(clerk.locator("#saved")).to_have_text("没存上")
    expect(field).not_to_be_editable()
    expect(field).to_have_value("甲段。送审以后写的。")
    faultless(clerk)


# --- Two people ----------------------------------------------------------------------------------------


def test_a_colleagues_paragraph_arrives_and_the_caret_stays_in_its_words(
    clerk: Page, live_server: LiveServer, cast: people.Cast, browser: Browser
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。\n乙段。\n丙段。"})
    mine = open_words(clerk, live_server.url, report)
    context, other = second_browser(browser, live_server.url, cast.colleague)
    theirs = open_words(other, live_server.url, report)
    caret_behind(theirs, "甲段。")
    other.keyboard.type("\n同事加的一段。")
    until_stored(other, report, "甲段。\n同事加的一段。\n乙段。\n丙段。")
    caret_behind(mine, "丙段")
    clerk.keyboard.type("改过")
    expect(mine).to_have_value("甲段。\n同事加的一段。\n乙段。\n丙段改过。")
    assert caret(mine) == "丙段改过"
    clerk.keyboard.type("又改")
    until_stored(clerk, report, "甲段。\n同事加的一段。\n乙段。\n丙段改过又改。")
    expect(clerk.locator("#said")).to_contain_text("同事改的文字放进来了")
    context.close()


def test_a_colleagues_paragraph_arrives_while_nobody_types(
    clerk: Page, live_server: LiveServer, cast: people.Cast, browser: Browser
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。\n乙段。"})
    mine = open_words(clerk, live_server.url, report)
    caret_behind(mine, "乙段")
    context, other = second_browser(browser, live_server.url, cast.colleague)
    theirs = open_words(other, live_server.url, report)
    caret_behind(theirs, "甲段")
    other.keyboard.type("，同事改的")
    until_stored(other, report, "甲段，同事改的。\n乙段。")
    context.close()
    clerk.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(mine).to_have_value("甲段，同事改的。\n乙段。")
    expect(clerk.locator("#preview article")).to_contain_text("同事改的")
    assert caret(mine) == "乙段"
    clerk.keyboard.type("，我改的")
    until_stored(clerk, report, "甲段，同事改的。\n乙段，我改的。")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("用现在的", "甲段，同事改的。\n乙段。"),
        ("两段都留", "甲段，同事改的。\n甲段，我改的。\n乙段。"),
        ("用我写的", "甲段，我改的。\n乙段。"),
    ],
)
def test_the_same_paragraph_of_two_people_is_chosen(
    clerk: Page, live_server: LiveServer, cast: people.Cast, browser: Browser, choice: str, kept: str
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。\n乙段。"})
    mine = open_words(clerk, live_server.url, report)
    context, other = second_browser(browser, live_server.url, cast.colleague)
    theirs = open_words(other, live_server.url, report)
    caret_behind(theirs, "甲段")
    other.keyboard.type("，同事改的")
    until_stored(other, report, "甲段，同事改的。\n乙段。")
    caret_behind(mine, "甲段")
    clerk.keyboard.type("，我改")
    card = clerk.get_by_role("group", name="有人刚才也改了这一段")
    expect(card).to_contain_text("甲段，同事改的。")
    expect(card).to_contain_text("甲段，我改。")
    clerk.keyboard.type("的")
    expect(card).to_contain_text("甲段，我改的。")
    expect(card).to_have_count(1)
    assert stored(report) == "甲段，同事改的。\n乙段。", "nothing is overwritten unseen"
    clerk.locator("#saved").get_by_role("link", name="有1处要选用哪一个").click()
    expect(clerk.locator("#clashes")).to_be_focused()
    expect(card).to_be_in_viewport()
    faultless(clerk)
    card.get_by_label(choice).click()
    expect(card).to_have_count(0)
    expect(mine).to_have_value(kept)
    until_stored(clerk, report, kept)
    is_saved(clerk)
    context.close()


def test_a_clash_outlives_the_page(clerk: Page, live_server: LiveServer, cast: people.Cast) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    Report.objects.filter(pk=report.pk).update(overview="甲段，同事改的。")
    caret_behind(field, "甲段")
    clerk.keyboard.type("，我改的")
    card = clerk.get_by_role("group", name="有人刚才也改了这一段")
    expect(card).to_have_count(1)
    field = open_words(clerk, live_server.url, report)
    expect(field).to_have_value("甲段，我改的。")
    expect(card).to_contain_text("甲段，同事改的。")
    card.get_by_label("用我写的").click()
    until_stored(clerk, report, "甲段，我改的。")


def test_a_clash_is_over_once_what_was_there_before_stands_again(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    Report.objects.filter(pk=report.pk).update(overview="甲段，同事改的。", revision=report.revision + 1)
    field.fill("甲段，我改的。")
    card = clerk.get_by_role("group", name="有人刚才也改了这一段")
    expect(card).to_have_count(1)
    field.fill("甲段。")
    expect(card).to_have_count(0)
    expect(field).to_have_value("甲段，同事改的。")
    is_saved(clerk)
    assert stored(report) == "甲段，同事改的。"


def test_what_was_typed_on_behind_a_clash_and_kept_from_an_earlier_visit_is_not_replaced_unseen(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。\n乙段。\n丙段。"})
    field = open_words(clerk, live_server.url, report)
    clerk.route("**/words/", lambda route: None, times=1)  # no answer comes
    field.fill("甲段。\n乙段，我写的。\n丙段，我写的。")
    expect(clerk.locator("#saved")).to_contain_text("正在保存")
    field.fill("甲段。\n乙段，我写的。\n丙段，我写的，还有。")
    save_words(
        report.pk,
        cast.colleague,
        {"overview": "甲段。\n乙段。\n丙段。"},
        {"overview": "甲段。\n乙段，他写的。\n丙段。"},
    )
    clerk.reload()
    until_stored(clerk, report, "甲段。\n乙段，他写的。\n丙段，我写的，还有。")
    card = clerk.locator("#clashes fieldset")
    expect(card).to_contain_text("乙段，我写的。")
    expect(field).to_have_value("甲段。\n乙段，我写的。\n丙段，我写的，还有。")


def test_a_choice_made_while_a_save_is_under_way_is_sent(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    save_words(report.pk, cast.colleague, {"overview": "甲段。"}, {"overview": "甲段，他写的。"})
    field.fill("甲段，我写的。")
    card = clerk.locator("#clashes fieldset")
    expect(card).to_be_visible()
    under_way: list[Route] = []
    clerk.route("**/words/", lambda route: under_way.append(route), times=1)
    field.fill("甲段，我写的，还有。")
    expect(clerk.locator("#saved")).to_contain_text("正在保存")
    card.get_by_label("用我写的").check()
    under_way.pop().continue_()
    until_stored(clerk, report, "甲段，我写的，还有。")
    expect(card).to_have_count(0)
    is_saved(clerk)


def test_what_was_too_long_and_is_as_before_is_saved(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    Report.objects.filter(pk=report.pk).update(signature="示例市教育局")
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    alert = clerk.get_by_role("alert")
    clerk.get_by_label("落款").fill("长" * 201)
    expect(alert).to_contain_text("多出1个字")
    expect(clerk.locator("#saved")).to_have_text("有1处没存上")
    clerk.get_by_label("称谓").fill("长" * 202)
    expect(clerk.locator("#saved")).to_have_text("有2处没存上")
    clerk.get_by_label("落款").fill("示例市教育局")
    expect(clerk.locator("#saved")).to_have_text("有1处没存上")
    clerk.get_by_label("称谓").fill("")
    expect(alert).to_have_count(0)
    is_saved(clerk)


def test_the_parts_around_are_kept_too(clerk: Page, live_server: LiveServer, cast: people.Cast) -> None:
    report = people.draft(cast.education)
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    clerk.get_by_label("落款").fill("示例市教育局")
    until_stored(clerk, report, "示例市教育局", "signature")
    clerk.get_by_label("成文日期").fill("2026年1月")
    clerk.get_by_label("成文日期").blur()
    expect(clerk.get_by_role("alert")).to_contain_text("请写成2026年1月20日这样")
    clerk.get_by_label("成文日期").fill("2026年01月09日")
    clerk.get_by_label("成文日期").blur()
    until_stored(clerk, report, "2026年1月9日", "date")
    expect(clerk.get_by_label("成文日期")).to_have_value("2026年1月9日")
    expect(clerk.get_by_role("alert")).to_have_count(0)
    clerk.get_by_label("引言").fill("根据条例编制。\n第二段。")
    until_stored(clerk, report, "根据条例编制。\n第二段。", "preface")


def test_a_date_is_kept_as_soon_as_it_is_whole_and_half_of_one_when_the_page_is_left(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    date = clerk.get_by_label("成文日期")
    date.fill("2026年1月9日")
    until_stored(clerk, report, "2026年1月9日", "date")
    date.fill("2026年1月")
    clerk.wait_for_timeout(1500)
    expect(clerk.get_by_role("alert")).to_have_count(0)
    clerk.keyboard.press("Control+s")
    expect(clerk.get_by_role("alert")).to_contain_text("请写成2026年1月20日这样")
    date.fill("2026年2")
    clerk.reload()
    expect(clerk.get_by_text("上次没存上的文字放回来了。")).to_be_visible()
    expect(date).to_have_value("2026年2")
    date.fill("2026年2月3日")
    until_stored(clerk, report, "2026年2月3日", "date")


def test_what_is_typed_while_half_a_date_is_being_refused_is_no_conflict_with_oneself(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    date = clerk.get_by_label("成文日期")
    date.fill("2026年1月9日")
    until_stored(clerk, report, "2026年1月9日", "date")
    under_way: list[Route] = []
    clerk.route("**/words/", lambda route: under_way.append(route), times=1)
    date.fill("2026年2")
    clerk.keyboard.press("Control+s")
    expect(clerk.locator("#saved")).to_contain_text("正在保存")
    date.fill("2026年2月3日")
    under_way.pop().continue_()
    until_stored(clerk, report, "2026年2月3日", "date")
    is_saved(clerk)
    expect(clerk.get_by_role("alert")).to_have_count(0)


def test_what_was_refused_at_an_earlier_visit_is_not_mended_over_what_a_colleague_wrote_since(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"signature": "教育局"})
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    signature = clerk.get_by_label("落款")
    signature.fill("长" * 201)
    expect(clerk.get_by_role("alert")).to_contain_text("多出1个字")
    save_words(report.pk, cast.colleague, {"signature": "教育局"}, {"signature": "示例市教育局"})
    clerk.reload()
    expect(clerk.get_by_role("alert")).to_contain_text("多出1个字")
    signature.fill("市教育局")
    expect(clerk.locator("#clashes fieldset")).to_contain_text("示例市教育局")
    assert stored(report, "signature") == "示例市教育局"


def test_a_colleagues_line_arrives_behind_what_is_saved_or_refused_in_another_field(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    addressee, signature = clerk.get_by_label("称谓"), clerk.get_by_label("落款")
    looks = "window.dispatchEvent(new Event('focus'))"
    save_words(report.pk, cast.colleague, {"signature": ""}, {"signature": "一局"})
    addressee.fill("市政府：")
    is_saved(clerk)
    clerk.evaluate(looks)
    expect(signature).to_have_value("一局")
    addressee.fill("长" * 201)
    expect(clerk.get_by_role("alert")).to_contain_text("多出1个字")
    save_words(report.pk, cast.colleague, {"signature": "一局"}, {"signature": "二局"})
    clerk.evaluate(looks)
    expect(signature).to_have_value("二局")
    signature.focus()
    save_words(report.pk, cast.colleague, {"signature": "二局"}, {"signature": "三局"})
    with clerk.expect_response("**/words/"):
        clerk.evaluate(looks)
    expect(signature).to_have_value("二局")
    signature.blur()
    clerk.evaluate(looks)
    expect(signature).to_have_value("三局")


def test_words_of_an_input_method_are_kept_in_a_field_of_one_line(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    clerk.goto(f"{live_server.url}/work/{report.pk}/head/")
    clerk.get_by_label("称谓").fill("市")
    keyboard = clerk.context.new_cdp_session(clerk)
    keyboard.send("Input.imeSetComposition", {"text": "zheng'fu", "selectionStart": 8, "selectionEnd": 8})
    keyboard.send("Input.insertText", {"text": "政府："})
    until_stored(clerk, report, "市政府：", "addressee")


# --- Pasted --------------------------------------------------------------------------------------------


def test_pasted_text_is_tidied_listed_and_taken_back_in_one_step(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    clerk.keyboard.press("Enter")
    html = (
        "<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>（一）&nbsp;</span><![endif]>"
        "公开信息12条,其中<br>解读3条。</p><p>· 培训2次;</p>"
    )
    plain = "（一）\t公开信息12条,其中\x0b解读3条。\n· 培训2次;"
    paste(field, plain, html)
    expect(field).to_have_value("甲段。\n（一）公开信息12条，其中解读3条。\n培训2次；")
    note = clerk.locator("#notices .band")
    expect(note).to_contain_text("粘贴的文字整理过了")
    expect(note).to_contain_text("改了2处标点")
    note.get_by_text("都在哪里").click()
    expect(note).to_contain_text(", → ，（第2段）")
    expect(note).to_contain_text("; → ；（第3段）")
    faultless(clerk)
    until_stored(clerk, report, "甲段。\n（一）公开信息12条，其中解读3条。\n培训2次；")
    note.get_by_role("button", name="撤销整理").click()
    expect(field).to_have_value(f"甲段。\n{plain}".replace("\x0b", "\n"))
    expect(note).to_have_count(0)


def test_what_is_said_of_pasted_text_goes_with_it_and_does_not_pile_up(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    notes = clerk.locator("#notices .band")
    for number in range(1, 6):
        field.press("Control+End")
        field.press("Enter")
        paste(field, f"第{number}次,粘贴。")
        expect(notes.first).to_contain_text("粘贴的文字整理过了")
        expect(field).to_have_value(re.compile(f"第{number}次，粘贴。$"))
    expect(notes).to_have_count(3)
    field.fill("甲段。")
    expect(notes).to_have_count(0)


def test_a_whole_report_in_one_part_is_shown_where_it_is_taken_in(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": ""})
    field = open_words(clerk, live_server.url, report)
    whole = "一、总体情况\n公开信息12条,其中解读3条。\n二、主动公开政府信息情况\n行政许可\t12\n五、存在的主要问题及改进情况\n还要改。"
    paste(field, whole)
    note = clerk.locator("#notices .band")
    expect(note).to_contain_text("贴来的像是一整份报告")
    expect(field).to_have_value(whole)
    faultless(clerk)
    note.get_by_role("link", name="导入文件").click()
    clerk.wait_for_url(f"**/work/{report.pk}/intake/")


def test_more_than_a_part_holds_is_told_and_nothing_of_it_cut(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    long = "\n".join("字" * 499 for _ in range(250))
    paste(field, long)
    expect(clerk.locator("#refused-overview")).to_contain_text(
        "写了125002个字，最多100000个字，多出25002个字。", timeout=20000
    )
    expect(clerk.locator("#notices .band")).to_contain_text("贴来的有124999个字，一份报告最多100000个字。")
    expect(clerk.locator("#count")).to_have_text("124753字，多出25002字，存不下")
    assert len(field.input_value()) == 125_002
    field.fill("甲段。\n乙段。")
    expect(clerk.locator("#refused-overview")).to_have_count(0)
    expect(clerk.locator("#count")).to_have_text("6字")
    expect(clerk.locator("#notices .band")).to_have_count(0)
    until_stored(clerk, report, "甲段。\n乙段。")


@pytest.mark.parametrize(
    ("plain", "html", "size"),
    [
        ("\n".join(["字" * 999] * 201), "", "200999个字、201段"),
        ("\n".join(["字"] * 2001), "", "4001个字、2001段"),
        ("", "<p>字。</p>" * 2001, "6002个字、2001段"),
    ],
)
def test_far_more_than_a_report_holds_is_not_put_in(
    clerk: Page, live_server: LiveServer, cast: people.Cast, plain: str, html: str, size: str
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    clerk.keyboard.type("接着写。")
    paste(field, plain, html)
    note = clerk.locator("#notices .band")
    expect(note).to_contain_text(
        f"贴来的有{size}，一次最多贴200000个字、2000段，没有放进来。文字还在剪贴板上，"
    )
    expect(field).to_have_value("甲段。接着写。")
    until_stored(clerk, report, "甲段。接着写。")
    faultless(clerk)
    note.get_by_role("button", name="知道了").click()
    expect(note).to_have_count(0)
    expect(field).to_be_focused()


def test_what_was_said_of_too_long_a_paste_goes_with_one_that_fits(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    paste(field, "\n".join(["字"] * 2001))
    expect(clerk.locator("#notices .band")).to_contain_text("没有放进来")
    paste(field, "乙段。")
    expect(field).to_have_value("甲段。乙段。")
    expect(clerk.locator("#notices .band")).to_have_count(0)


def test_a_paste_without_words_takes_none_away(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    paste(field, "", '<p><img src="file:///C:/a.png"></p>')
    expect(clerk.locator("#notices .band")).to_contain_text("粘贴来的里面没有文字")
    expect(field).to_have_value("甲段。")


def test_many_lines_are_put_in_as_one_change(clerk: Page, live_server: LiveServer, cast: people.Cast) -> None:
    field = open_words(clerk, live_server.url, people.draft(cast.education, words={"overview": "甲段。"}))
    caret_behind(field, "甲段。")
    field.evaluate(
        "field => { field.told = 0; field.addEventListener('written', () => { field.told += 1; }); }"
    )
    lines = [f"第{number}件。" for number in range(1, 41)]
    paste(field, "\n".join(lines))
    assert field.input_value() == "甲段。" + "\n".join(lines)
    assert field.evaluate("field => field.told") == 1


def test_one_undo_of_the_browser_takes_the_tidying_back_and_another_the_paste(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    caret_behind(field, "甲段。")
    paste(field, "乙段,丙段。")
    expect(field).to_have_value("甲段。乙段，丙段。")
    clerk.keyboard.press("Control+z")
    expect(field).to_have_value("甲段。乙段,丙段。")
    clerk.keyboard.press("Control+z")
    expect(field).to_have_value("甲段。")


def test_without_a_connection_pasted_text_goes_in_as_it_is(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"overview": "甲段。"})
    field = open_words(clerk, live_server.url, report)
    clerk.context.set_offline(True)
    caret_behind(field, "甲段。")
    paste(field, "乙段,丙段。")
    expect(field).to_have_value("甲段。乙段,丙段。")
    expect(clerk.locator("#said")).to_contain_text("原样放进来了")
    clerk.context.set_offline(False)
    until_stored(clerk, report, "甲段。乙段,丙段。")


# --- What the checks say -------------------------------------------------------------------------------


def test_a_finding_is_marked_follows_its_paragraph_and_goes_when_it_is_mended(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    words = people.WORDS["overview"].replace("36条", "XX条")
    report = people.draft(cast.education, words={"overview": words})
    field = open_words(clerk, live_server.url, report)
    mark = clerk.locator("#preview mark.q")
    expect(mark).to_contain_text("XX条")
    card = clerk.locator("#preview .find")
    expect(card).to_contain_text("留着没有填的“XX”")
    assert card.evaluate("card => card.previousElementSibling.dataset.line") == "0"
    expect(clerk.locator("#outline a[data-line='0']")).to_contain_text("1处待看")
    expect(clerk.locator(".under mark.q")).to_contain_text("XX条")
    card.get_by_role("link", name="到这一处").click()
    chosen = str(field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)"))
    assert "XX条" in chosen
    expect(card).to_have_class("find on")
    field.fill(words.replace("XX条", "36条"))
    expect(card).to_have_count(0)
    expect(clerk.locator(".under mark.q")).to_have_count(0)
    expect(clerk.locator("#outline a[data-line='0']")).to_contain_text("✓")


@pytest.mark.parametrize("width", [1366, 683, 390])
@pytest.mark.parametrize("at", [0, 15, 30])
def test_the_list_of_all_findings_leads_to_the_words(
    clerk: Page, live_server: LiveServer, cast: people.Cast, at: int, width: int
) -> None:
    clerk.set_viewport_size({"width": width, "height": 768 if width > 1000 else 700})
    lines = ["依法公开。" * 40] * 31
    lines[at] = "公开XX条。"
    report = people.draft(cast.education, words={"overview": "\n".join(lines)})
    clerk.goto(f"{live_server.url}/work/{report.pk}/check/")
    card = clerk.locator(".find").filter(has_text="XX")
    card.get_by_role("link", name="到这一处").click()
    field = clerk.locator("#id_overview")
    expect(field).to_be_focused()
    chosen = str(field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)"))
    assert "XX条" in chosen
    expect(clerk.locator(".under mark.q")).to_be_in_viewport()


def test_a_finding_on_a_part_around_the_sections_leads_to_its_field(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    Report.objects.filter(pk=report.pk).update(preface="统计期限为2024年1月1日至2024年12月31日。XX局编制。")
    clerk.goto(f"{live_server.url}/work/{report.pk}/check/")
    clerk.locator(".find").filter(has_text="XX").get_by_role("link", name="到这一处").click()
    expect(clerk.locator("#id_preface")).to_be_focused()


# --- An empty one --------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False])
def test_an_empty_section_is_begun_with_questions(
    browser: Browser, live_server: LiveServer, cast: people.Cast, script: bool
) -> None:
    report = people.draft(cast.education, words={"overview": "", "other": "", "problems": ""})
    people.store(report, {"requests.received.enterprise": 3, "requests.granted.enterprise": 3})
    context = browser.new_context(java_script_enabled=script, locale="zh-CN")
    page = context.new_page()
    log_in_by_hand(page, live_server.url, cast.clerk)
    open_words(page, live_server.url, report)
    page.get_by_text("答5个问题，起一份草稿").click()
    page.get_by_role("button", name="写成草稿").click()
    expect(page.locator("#id_overview")).to_have_value(
        "（一）依申请公开。2025年，新收政府信息公开申请3件。全年办结3件，没有结转下年度的申请。"
        "按结果分，予以公开3件。"
    )
    open_words(page, live_server.url, report, "problems")
    page.get_by_text("答2个问题，起一份草稿").click()
    page.get_by_role("button", name="写成草稿").click()
    expect(page.locator("#begin")).to_contain_text("答一个问题就能起稿")
    page.get_by_label("存在的问题").fill("解读形式单一。")
    page.get_by_role("button", name="写成草稿").click()
    expect(page.locator("#id_problems")).to_have_value("（一）存在的问题。解读形式单一。")
    context.close()


def test_the_fee_is_asked_for_in_three_numbers_and_against_the_table(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, words={"other": ""})
    people.store(report, {"requests.other_handling.fee_unpaid.other": 2})
    open_words(clerk, live_server.url, report, "other")
    clerk.get_by_role("button", name="没有收取信息处理费").click()
    expect(clerk.locator("#begin")).to_contain_text(
        "表三里有2件没按收费通知缴费，这里没有发过通知。哪一个对？"
    )
    clerk.get_by_label("发出收费通知几件").fill("3")
    clerk.get_by_label("应收多少元").fill("1,200")
    clerk.get_by_label("收到多少元").fill("400")
    clerk.get_by_role("button", name="写成草稿").click()
    expect(clerk.locator("#id_other")).to_have_value(
        "本年度发出信息处理费收费通知3件，应收1200元，实际收取400元。"
    )


# --- Last year -----------------------------------------------------------------------------------------


def test_last_years_text_is_compared_and_taken_over_paragraph_by_paragraph(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    people.edition(people.draft(cast.education, 2024, words={"overview": LAST}), cast.clerk)
    report = people.draft(cast.education, words={"overview": "（一）主动公开。2025年公开政府信息134条。"})
    field = open_words(clerk, live_server.url, report)
    clerk.get_by_role("button", name="与去年对照").click()
    side = clerk.locator("#comparison")
    expect(side.locator("ins").filter(has_text="134")).to_have_count(1)
    expect(side.locator("del").filter(has_text="120")).to_have_count(1)
    expect(side).to_contain_text("没有连着八个字以上和2024年一样的")
    clerk.get_by_role("button", name="去年写的").click()
    caret_behind(field, "134条。")
    clerk.get_by_role("button", name="用2024年的第2段").click()
    expect(field).to_have_value(
        "（一）主动公开。2025年公开政府信息134条。\n（二）监督保障。全年组织业务培训2次，覆盖全部科室。"
    )
    note = clerk.locator("#notices .band")
    expect(note).to_contain_text("这些年份和数字要看一看")
    note.get_by_role("button", name="2次", exact=True).click()
    assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == "2次"
    expect(clerk.locator(".under mark.t")).to_have_count(1)
    clerk.get_by_role("button", name="与去年对照").click()
    expect(side).to_contain_text("占今年的")
    faultless(clerk)
    field.fill("（一）主动公开。2025年公开政府信息134条。")
    expect(note).to_have_count(0)


# --- For everyone --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(683, 384), (1366, 768), (1920, 1080)])
def test_nothing_is_in_the_way_at_any_width_and_at_twice_the_size(
    clerk: Page, live_server: LiveServer, cast: people.Cast, size: tuple[int, int]
) -> None:
    people.edition(people.draft(cast.education, 2024, words={"overview": LAST}), cast.clerk)
    words = {"overview": people.WORDS["overview"].replace("36条", "XX条,"), "problems": ""}
    report = people.draft(cast.education, words=words)
    clerk.set_viewport_size({"width": size[0], "height": size[1]})
    for section in ("overview", "problems"):
        open_words(clerk, live_server.url, report, section)
        for button in clerk.locator("[data-side]").all():
            button.click()
            assert clerk.evaluate("document.documentElement.scrollWidth") <= size[0]
            faultless(clerk)


def test_every_tool_is_reached_with_the_keyboard(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    people.edition(people.draft(cast.education, 2024, words={"overview": LAST}), cast.clerk)
    report = people.draft(cast.education, words={"overview": people.WORDS["overview"].replace("36", "XX")})
    open_words(clerk, live_server.url, report)
    reached = set()
    for _ in range(60):
        clerk.keyboard.press("Tab")
        reached.add(clerk.evaluate("document.activeElement.textContent.trim().slice(0, 7)"))
    assert {"打印的样子", "去年写的", "与去年对照", "到这一处", "（一）主动公开"} <= reached, reached
