"""Verification in a browser: files hashed there, codes and digests typed, with and without the application or a script."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from disclosure.exporting import export
from disclosure.models import Publication, Report
from tests import cast as people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editions(live_server: LiveServer) -> dict[str, Publication]:
    """A superseded edition, the one in its place, and one that was taken down."""
    cast = people.build()
    report = people.published(cast.education, cast.clerk)
    people.store(report, {"requests.received.natural_person": 3, "requests.granted.natural_person": 3})
    people.edition(Report.objects.get(pk=report.pk), cast.clerk, "新收申请漏计，现予更正。")
    down = people.withdrawn(cast.elsewhere, cast.other_clerk, cast.other_supervisor)
    return {
        "old": report.publications.get(number=1),
        "new": report.publications.get(number=2),
        "down": down.publications.get(),
    }


@pytest.fixture
def folder(editions: dict[str, Publication], tmp_path: Path) -> Iterator[str]:
    """The exported site as any server of files hands it out → its address."""
    export(tmp_path / "site")
    handler = functools.partial(Quiet, directory=str(tmp_path / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *said: object) -> None:
        """Say nothing of each request."""


def file(publication: Publication, name: str) -> dict[str, object]:
    """A file of an edition as a reader has it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": publication.content(name)}


def all_files(editions: dict[str, Publication]) -> list[dict[str, object]]:
    changed = {"name": "改过.html", "mimeType": "text/html", "buffer": b"<p>"}
    return [*(file(each, "report.json") for each in editions.values()), changed]


def expect_verdicts(page: Page) -> None:
    """The answers to `all_files`."""
    verdicts = page.locator("#file-verdicts .verdict")
    expect(verdicts.locator("h2")).to_have_text(
        ["是原件，但已被更正", "是原件，现行有效", "是原件，但已经撤下", "对不上"]
    )
    expect(verdicts.nth(0)).to_contain_text(
        "示例市教育局2025年政府信息公开工作年度报告第1版的“开放数据（JSON）”"
    )
    expect(verdicts.nth(0)).to_contain_text("新收申请漏计，现予更正。")
    expect(verdicts.nth(2)).to_contain_text("第五部分有不应公开的个人信息。")


def test_files_are_compared_in_the_browser(
    live_server: LiveServer, editions: dict[str, Publication], page: Page
) -> None:
    page.goto(f"{live_server.url}/v/")
    page.get_by_label("选文件").set_input_files(all_files(editions))  # type: ignore[arg-type]
    expect_verdicts(page)
    page.get_by_role("link", name="核对现行的一版").click()
    expect(page).to_have_url(f"{live_server.url}/v/{editions['new'].code}/")
    expect(page.get_by_role("heading", name="有这份年报，现行有效")).to_be_visible()


def test_the_exported_site_answers_alone(folder: str, editions: dict[str, Publication], page: Page) -> None:
    page.goto(f"{folder}/v/index.html")
    page.get_by_label("选文件").set_input_files(all_files(editions))  # type: ignore[arg-type]
    expect_verdicts(page)
    field, verdict = page.get_by_label("验证码"), page.locator("#code-verdict")
    for typed, title in (
        (editions["old"].digests["report.html"].upper(), "是原件，但已被更正"),
        ("ab" * 32, "对不上"),
        ("ZZZZ ZZZZ ZZZZ", "没有查到这个验证码"),
        ("ABCD", "没有查到这个验证码"),
    ):
        field.fill(typed)
        page.get_by_role("button", name="核对").click()
        expect(verdict.get_by_role("heading", name=title)).to_be_visible()
    wide = str.maketrans("-0123456789", "－０１２３４５６７８９")
    field.fill(f"验证码：{editions['new'].code.lower().translate(wide)}")
    page.get_by_role("button", name="核对").click()
    expect(page).to_have_url(f"{folder}/v/{editions['new'].code}/index.html")


def test_a_page_without_tls_hashes_too(
    live_server: LiveServer, editions: dict[str, Publication], page: Page
) -> None:
    page.add_init_script("Object.defineProperty(window.crypto, 'subtle', { value: undefined })")
    page.goto(f"{live_server.url}/v/")
    page.get_by_label("选文件").set_input_files(file(editions["new"], "report.html"))  # type: ignore[arg-type]
    expect(page.locator("#file-verdicts h2")).to_have_text("是原件，现行有效")


def test_both_ways_of_hashing_agree(live_server: LiveServer, editions: object, page: Page) -> None:
    page.goto(f"{live_server.url}/v/")
    lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 5000]
    agreeing = page.evaluate(
        """async (lengths) => Promise.all(lengths.map(async (length) => {
            const bytes = crypto.getRandomValues(new Uint8Array(length));
            return await sha256(bytes.buffer) === sha256.computed(bytes);
        }))""",
        lengths,
    )
    assert agreeing == [True] * len(lengths)


def test_codes_and_digests_without_a_script(
    live_server: LiveServer, editions: dict[str, Publication], new_context: object
) -> None:
    context: BrowserContext = new_context(java_script_enabled=False)  # type: ignore[operator]
    page = context.new_page()
    for typed, title in (
        (editions["down"].code.lower(), "这份年报已经撤下"),
        (editions["old"].digests["report.html"], "是原件，但已被更正"),
    ):
        page.goto(f"{live_server.url}/v/")
        expect(page.get_by_text("certutil -hashfile")).to_be_visible()
        page.get_by_label("验证码").fill(typed)
        page.get_by_role("button", name="核对").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
