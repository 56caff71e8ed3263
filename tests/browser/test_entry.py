"""Filling a report in with a browser: by keyboard, with and without JavaScript, and nothing axe complains of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.figures import FigureError, as_text, parse_figure
from disclosure.filing import add, empty_figures, with_figures
from disclosure.formats.schema import Axis, Unit
from disclosure.models import Report, State
from tests import cast as people
from tests.browser.faults import faultless

from .entering import log_in, log_in_by_hand

SIZES = [(390, 844), (768, 1024), (1280, 720), (1366, 768)]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(live_server: LiveServer) -> people.Cast:
    """The people, in the database the live server reads."""
    return people.build()


@pytest.fixture
def clerk(page: Page, live_server: LiveServer, cast: people.Cast) -> Iterator[Page]:
    """The browser of the clerk, logged in; whatever it complains of on its console fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "422" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    log_in(page, live_server.url, cast.clerk)
    yield page
    assert complaints == []


def open_section(page: Page, site: str, report: Report, section: str) -> None:
    page.goto(f"{site}/work/{report.pk}/{section}/")


def cell(key: str) -> str:
    return f'[id="{key}"]'


def until_saved(page: Page) -> None:
    """Wait until the server has answered for everything that was typed."""
    for _ in range(100):
        if not kept(page):
            return
        page.wait_for_timeout(50)
    assert kept(page) == []


def kept(page: Page) -> list[str]:
    """The names of what this browser keeps because it is not saved."""
    return page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('unsaved|'))")


def stored(report: Report, key: str) -> object:
    return Report.objects.get(pk=report.pk).filing().value(key)


# --- The table, by keyboard ----------------------------------------------------------------------------


def test_a_column_is_filled_with_the_keyboard_and_adds_up_while_typing(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    open_section(clerk, live_server.url, report, "requests")
    rows = [p.key for p in report.format.tables["requests"].entered if p.column.key == "enterprise"]
    foot = clerk.locator('tfoot td[data-column="enterprise"]')
    expect(foot).to_contain_text("没填全")
    clerk.locator(cell(rows[0])).focus()
    for key in rows:
        expect(clerk.locator(cell(key))).to_be_focused()
        clerk.keyboard.type(
            {"requests.received.enterprise": "４1", "requests.carried_in.enterprise": "2"}.get(key, "0")
        )
        clerk.keyboard.press("Enter")
    expect(foot).to_contain_text("43 ≠ 0")
    expect(foot).to_have_class("bal-no")
    expect(clerk.get_by_role("status").filter(has_text="商业企业两边差43")).to_have_count(1)
    clerk.locator(cell("requests.granted.enterprise")).fill("43")
    expect(foot).to_contain_text("43 = 43")
    expect(foot).to_contain_text("✓ 相等")
    expect(clerk.locator(cell("requests.handled.enterprise"))).to_have_text("43")
    expect(clerk.locator(cell("requests.received.total"))).to_have_text("41…")
    clerk.keyboard.press("Control+s")
    expect(clerk.locator("#saved")).to_contain_text("已保存")
    until_saved(clerk)
    clerk.reload()
    expect(clerk.locator(cell("requests.received.enterprise"))).to_have_value("41")
    assert stored(report, "requests.handled.enterprise") == 43
    assert stored(report, "requests.received.total") is None


def drawn_changes(page: Page) -> list[str]:
    return page.locator(".chg").evaluate_all(
        "all => all.map((one) => one.closest('td').innerText + one.textContent + one.parentElement.className)"
    )


@pytest.mark.parametrize("text", ["1", "123456", "999999999999"])
def test_the_balance_of_a_column_is_read_whole(
    clerk: Page, live_server: LiveServer, cast: people.Cast, text: str
) -> None:
    report = people.draft(cast.education)
    open_section(clerk, live_server.url, report, "requests")
    for row in ("received", "granted"):
        clerk.locator(cell(f"requests.{row}.enterprise")).fill(text if row == "received" else f"1{text[1:]}")
    clerk.locator(cell("requests.granted.natural_person")).fill(text)
    for foot in clerk.locator("tfoot td").all():
        words = foot.locator(".bal")
        assert within(words.bounding_box(), foot.bounding_box()), words.inner_text()
        assert words.evaluate("one => one.scrollWidth <= one.clientWidth"), words.inner_text()


def within(inner: dict[str, float] | None, outer: dict[str, float] | None) -> bool:
    assert inner and outer
    return (
        inner["x"] >= outer["x"]
        and inner["y"] >= outer["y"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def test_the_changes_since_last_year_follow_what_is_typed_and_are_remembered(
    clerk: Page, browser: Browser, live_server: LiveServer, cast: people.Cast
) -> None:
    draw = random.Random(7)
    keys = [place.key for place in people.blank(cast.water).format.tables["requests"].entered]
    received = "requests.received.enterprise"
    last = {key: draw.choice([0, 0, 3, 9, 10, 162, 1000]) for key in keys} | {received: 162}
    people.edition(people.draft(cast.education, people.YEAR - 1, figures=last), cast.clerk)
    report = people.draft(cast.education, figures={key: draw.choice([0, 1, 3, 10, 1999]) for key in keys})
    open_section(clerk, live_server.url, report, "requests")
    expect(clerk.locator(".chg")).to_have_count(0)
    toggle = clerk.get_by_role("button", name="显示变化")
    last_year = clerk.locator("td", has=clerk.locator(cell(received))).locator(".was")
    clerk.locator(cell(received)).fill("")
    expect(last_year).to_be_visible()
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(last_year).to_be_hidden()
    clerk.locator(cell(received)).fill(str(last[received] + 5000))
    expect(clerk.locator("td", has=clerk.locator(cell(received))).locator(".chg")).to_contain_text("＋5000")
    expect(clerk.locator("#cell-change")).to_contain_text("今年多5000")
    clerk.locator(cell(received)).fill("123456")
    large = clerk.locator("td", has=clerk.locator(cell(received))).locator(".chg")
    expect(large).to_be_visible()
    expect(large).to_contain_text("＋123294")
    assert within(large.bounding_box(), large.locator("xpath=ancestor::td").bounding_box())
    clerk.locator(cell(received)).fill(str(last[received]))
    expect(clerk.locator("td", has=clerk.locator(cell(received))).locator(".chg")).to_have_text(
        "比去年没有变＝"
    )
    until_saved(clerk)
    clerk.reload()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    by_script = drawn_changes(clerk)
    assert len(by_script) > 40
    context = browser.new_context(
        storage_state=clerk.context.storage_state(), java_script_enabled=False, locale="zh-CN"
    )
    plain = context.new_page()
    open_section(plain, live_server.url, report, "requests")
    with plain.expect_navigation():  # until the page is there to its end
        plain.get_by_role("link", name="显示变化").click()
    assert drawn_changes(plain) == by_script, "the script says the same as the server"
    context.close()
    toggle.click()
    expect(clerk.locator(".chg")).to_have_count(0)


def test_arrows_move_escape_restores_f8_goes_to_the_next_finding(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, figures={"requests.received.enterprise": 2})
    open_section(clerk, live_server.url, report, "requests")
    clerk.keyboard.press("F8")
    wrong = clerk.locator(cell("requests.carried_out.enterprise"))
    expect(wrong).to_be_focused()
    expect(clerk.locator(".find.on h3")).to_have_text("商业企业：两边差2件")
    assert wrong.get_attribute("aria-describedby") == clerk.locator(".find.on h3").get_attribute("id")
    clerk.keyboard.press("ArrowRight")
    expect(clerk.locator(cell("requests.carried_out.research_institute"))).to_be_focused()
    clerk.keyboard.press("ArrowUp")
    expect(clerk.locator(cell("requests.other_handling.other.research_institute"))).to_be_focused()
    clerk.keyboard.press("ArrowDown")
    clerk.keyboard.press("ArrowLeft")
    clerk.keyboard.type("7")
    expect(clerk.locator('tfoot td[data-column="enterprise"]')).to_contain_text("2 ≠ 7")
    clerk.keyboard.press("Escape")
    expect(wrong).to_have_value("0")
    clerk.keyboard.type("2")
    expect(wrong.locator("xpath=..")).not_to_have_class("err")
    assert wrong.get_attribute("aria-invalid") is None


def test_the_browser_computes_what_the_server_computes(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    """One rule, one place: both engines read the format, and say the same of the same figures."""
    draw = random.Random(20211130)
    report = people.draft(cast.education)
    form = report.format
    table = form.tables["requests"]
    balance = next(rule for rule in form.rules if rule.table == "requests" and rule.axis is Axis.COLUMN)
    open_section(clerk, live_server.url, report, "requests")
    for _ in range(12):
        figures = {
            place.key: None if draw.random() < 0.01 else draw.choice([0, 0, 1, draw.randint(0, 1_200_000)])
            for place in table.entered
        }
        filing = with_figures(Report.objects.get(pk=report.pk).filing(), {**empty_figures(form), **figures})
        clerk.evaluate(
            """figures => {
                for (const [key, text] of Object.entries(figures)) { document.getElementById(key).value = text; }
                const last = document.getElementById(Object.keys(figures).pop());
                last.dispatchEvent(new Event('input', { bubbles: true }));
            }""",
            {key: as_text(value) for key, value in figures.items()},
        )
        for place in table.places.values():
            if place.derived:
                text = clerk.locator(cell(place.key)).inner_text()
                assert (None if not text or text.endswith("…") else int(text)) == filing.value(place.key)
        for line, left, right in balance.lines(table):
            sides = [add(filing.value(key) for key in keys) for keys in (left, right)]
            classes = clerk.locator(f'tfoot td[data-column="{line}"]').get_attribute("class")
            assert classes == ("" if None in sides else "bal-ok" if sides[0] == sides[1] else "bal-no")


@pytest.mark.parametrize(
    ("unit", "texts"),
    [
        (Unit.COUNT, ["12", "１２", "1,234", "1 234", "1’234’567", "12,34", "1.5", "-3", "/", "1" * 12, "1" * 13, "007"]),
        (Unit.WAN_YUAN, ["59237.2449", "１.５", "1,234.56", "1.1234567", "0", "无"]),
    ],
)  # fmt: skip
def test_the_browser_reads_figures_as_the_server_does(
    clerk: Page, live_server: LiveServer, cast: people.Cast, unit: Unit, texts: list[str]
) -> None:
    report = people.blank(cast.education)
    section = "requests" if unit is Unit.COUNT else "disclosure"
    key = next(p.key for p in report.format.tables[section].entered if p.unit is unit)
    open_section(clerk, live_server.url, report, section)
    for text in texts:
        clerk.locator(cell(key)).fill(text)
        try:
            wanted = parse_figure(text, unit) == 0
            readable = True
        except FigureError:
            wanted, readable = False, False
        shown = clerk.locator(cell(key)).locator("xpath=..").get_attribute("class") or ""
        assert ("zero" in shown.split()) == wanted, text
        if section == "requests":
            total = clerk.locator(cell("requests.received.total")).inner_text()
            assert bool(total) == (readable and not wanted), text


# --- Without JavaScript --------------------------------------------------------------------------------


def test_everything_works_without_javascript(
    browser: Browser, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    log_in_by_hand(page, live_server.url, cast.clerk)
    open_section(page, live_server.url, report, "requests")
    for place in report.format.tables["requests"].entered:
        page.locator(cell(place.key)).fill("0")
    page.locator(cell("requests.received.enterprise")).fill("1,2３４")
    page.locator(cell("requests.granted.enterprise")).fill("约五件")
    page.get_by_role("button", name="保存", exact=True).click()
    bad = page.locator(cell("requests.granted.enterprise"))
    expect(bad).to_have_value("约五件")
    expect(bad).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("“约五件”不是数字。没有发生请填0。")
    expect(page.locator(cell("requests.received.total"))).to_have_text("1234")
    bad.fill("1234")
    page.get_by_role("button", name="保存，去下一部分：四、复议诉讼").click()
    page.get_by_role("button", name="本年无此项").click()
    expect(page.get_by_text("整张表已声明“本年无此项”")).to_be_visible()
    page.get_by_role("link", name="三、申请办理").click()
    expect(page.locator('tfoot td[data-column="enterprise"]')).to_contain_text("1234 = 1234")
    page.get_by_role("link", name="六、其他事项").click()
    page.get_by_role("textbox").fill("本年没有收取信息处理费。")
    page.get_by_role("button", name="看排版").click()
    expect(page.locator("article.official")).to_contain_text("本年没有收取信息处理费。")
    page.get_by_role("button", name="保存", exact=True).click()
    context.close()
    report.refresh_from_db()
    assert report.other == "本年没有收取信息处理费。"
    assert stored(report, "cases.review.total") == 0


# --- Narratives ----------------------------------------------------------------------------------------


def test_a_narrative_is_drawn_and_outlined_while_it_is_written(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    open_section(clerk, live_server.url, report, "overview")
    text = clerk.get_by_role("textbox")
    text.fill("（一）主动公开。全年发布信息12条<b>。")
    printed = clerk.locator("#preview article.official")
    expect(printed.locator("h3")).to_have_text("（一）主动公开。")
    expect(printed).to_contain_text("<b>")
    outline = clerk.locator("#outline")
    expect(outline.get_by_role("link").first).to_contain_text("（一）主动公开")
    outline.get_by_role("link", name="补写：依申请公开").click()
    expect(text).to_have_value("（一）主动公开。全年发布信息12条<b>。\n（二）依申请公开。")
    expect(outline.get_by_role("link", name="补写：依申请公开")).to_have_count(0)
    outline.get_by_role("link", name="（一）主动公开").click()
    assert text.evaluate("field => field.selectionStart") == 0
    expect(clerk.locator("#count")).to_have_text("30字")
    clerk.keyboard.press("Control+s")
    expect(clerk.locator("#saved")).to_contain_text("已保存")
    report.refresh_from_db()
    assert report.overview.endswith("（二）依申请公开。")


def test_a_text_that_cannot_be_set_is_said_beside_it(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.blank(cast.education)
    open_section(clerk, live_server.url, report, "problems")
    clerk.get_by_role("textbox").fill("字母" + "a" * 80)
    expect(clerk.locator("#preview [role=alert]")).to_contain_text("连在一起的字母或数字")
    clerk.keyboard.press("Control+s")
    expect(clerk.get_by_role("textbox")).to_have_value("字母" + "a" * 80)
    expect(clerk.locator(".invalid-feedback")).to_contain_text("连在一起的字母或数字")


# --- Every page ------------------------------------------------------------------------------------------


def test_every_page_at_every_width(clerk: Page, live_server: LiveServer, cast: people.Cast) -> None:
    before = {"requests.received.enterprise": 41, "cases.review.upheld": 3}
    people.store(earlier := people.draft(cast.education, 2024), before)
    people.edition(earlier, cast.clerk)
    words = {**people.WORDS, "overview": "（一）主动公开。发布信息12条。"}
    figures = {"requests.received.enterprise": 12345, "requests.granted.enterprise": None}
    report = people.draft(cast.education, figures=figures, words=words)
    Report.objects.filter(pk=report.pk).update(unread={"requests.granted.enterprise": "约五件"})
    work = f"/work/{report.pk}"
    sections = ("overview", "disclosure", "requests", "cases", "head", "check", "history")
    paths = ["/work/", *(f"{work}/{name}/" for name in sections)]
    for path in paths:
        clerk.goto(f"{live_server.url}{path}")
        for summary in clerk.locator("main summary").all():
            summary.click()
        clean(clerk, path)
    open_section(clerk, live_server.url, report, "cases")
    clerk.get_by_role("button", name="本年无此项").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("2024年有3件，确定今年一件都没有？")
    clean(clerk, "declare")
    for state in (State.SUBMITTED, State.APPROVED, State.RETURNED):
        Report.objects.filter(pk=report.pk).update(state=state, submitted_by=cast.clerk.user)
        for path in ("/work/", f"{work}/requests/", f"{work}/overview/", f"{work}/head/"):
            clerk.goto(f"{live_server.url}{path}")
            clean(clerk, f"{state} {path}")


def test_every_section_and_every_column_of_section_two_is_in_sight_at_twice_the_size(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education)
    open_section(clerk, live_server.url, report, "disclosure")
    for width in (1366, 683):
        clerk.set_viewport_size({"width": width, "height": 768})
        clerk.locator(".steps .m").evaluate_all(
            "marks => marks.forEach(m => m.textContent = '12处须更正，10处待核实')"
        )
        expect(clerk.get_by_role("link", name="检查并提交").first).to_be_in_viewport(ratio=1)
        assert clerk.evaluate("document.documentElement.scrollWidth") <= width
        assert clerk.locator(".mx-scroll").evaluate("one => one.scrollWidth <= one.clientWidth"), width


def clean(page: Page, name: str) -> None:
    """No width makes the page scroll sideways or cuts its title; axe has nothing to say of the widest and the narrowest."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert page.evaluate("(h1 => h1.scrollWidth <= h1.clientWidth)(document.querySelector('h1'))"), (
            name,
            width,
        )
        if width in (390, 1366):
            faultless(page, f"{name} {width}")


def test_the_list_of_all_findings_leads_to_the_cell(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    report = people.draft(cast.education, figures={"requests.carried_out.other": 3})
    clerk.goto(f"{live_server.url}/work/{report.pk}/check/")
    link = clerk.get_by_role("link", name="到这一格").first
    address = str(link.get_attribute("href"))
    link.click()
    expect(clerk).to_have_url(re.compile(r"/requests/#requests\.[a-z_.0-9]+$"))
    expect(clerk.locator(f'[id="{address.split("#")[1]}"]')).to_be_focused()
    expect(clerk.locator(f'[id="{address.split("#")[1]}"]')).to_be_in_viewport()


def test_a_total_and_a_cell_of_a_closed_report_are_not_under_what_stays_above_the_table(
    clerk: Page, live_server: LiveServer, cast: people.Cast
) -> None:
    clerk.set_viewport_size({"width": 1366, "height": 768})
    report = people.draft(cast.education)
    closed = people.submitted(cast.education, cast.clerk, people.YEAR - 1)
    above = "one => { const box = one.getBoundingClientRect(); return document.elementFromPoint(box.x + 5, box.y + 5); }"
    for pk, key in ((report.pk, "requests.received.total"), (closed.pk, "requests.received.natural_person")):
        clerk.goto(f"{live_server.url}/work/{pk}/requests/#{key}")
        found = clerk.locator(f'[id="{key}"]')
        expect(found).to_be_in_viewport()
        assert found.evaluate(f"one => one.contains(({above})(one))")
