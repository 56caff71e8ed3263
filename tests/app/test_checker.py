"""The public checker: the same findings as the command's, nothing kept, clear words for whatever cannot be read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from disclosure import checking, reading, workers
from disclosure.models import Event, Intake, Publication, Report
from disclosure.views import checker

DOCUMENTS = sorted((Path(__file__).parents[1] / "documents").glob("*.txt"))
EDUCATION = Path(__file__).parents[1] / "documents" / "education_2022.txt"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Every test begins with nothing counted."""
    cache.clear()
    yield
    cache.clear()


def send(content: bytes, name: str = "年报.txt", **more: object) -> HttpResponse:
    return Client().post(reverse("public_check"), {"file": SimpleUploadedFile(name, content), **more})


def said(path: Path) -> dict[str, object]:
    """What the command prints of a file."""
    out = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("check_report", str(path), stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_page_finds_what_the_command_finds(path: Path) -> None:
    answer = send(path.read_bytes(), path.name)
    expected = said(path)
    assert answer.status_code == 200
    shown = [item["finding"].to_data() for item in answer.context["findings"]]
    assert shown == expected["findings"]
    assert answer.context["filing"].year == expected["year"]
    for finding in answer.context["findings"]:
        assert f'id="finding-{finding["finding"].fingerprint}"' in answer.content.decode()


def test_what_was_recognised_left_and_worded_otherwise_is_shown() -> None:
    page = send(EDUCATION.read_bytes()).content.decode()
    for words in (
        "示例市教育局",
        "2022年",
        "国办公开办函〔2021〕30号",
        "索引号：SL-2023-0107",
        "没有读出来的7处",
    ):
        assert words in page
    assert 'href="#left-0"' in page and 'id="left-0"' in page


def test_a_row_that_is_not_there_is_told_without_a_place_to_go_to() -> None:
    lines = [line for line in EDUCATION.read_text().split("\n") if "2.重复申请" not in line]
    page = send("\n".join(lines).encode()).content.decode()
    assert "2.重复申请：文件里没有找到这一行" in page


def test_every_cell_a_finding_leads_to_is_on_the_page() -> None:
    answer = send(EDUCATION.read_bytes())
    page = answer.content.decode()
    focus = {key for item in answer.context["findings"] for key in item["finding"].focus}
    assert focus and all(f'id="{key}"' in page for key in focus)


def test_last_years_report_is_set_beside_it() -> None:
    last = SimpleUploadedFile(
        "去年.txt", EDUCATION.read_text().replace("2022", "2021").replace("| 6 |", "| 9 |").encode()
    )
    answer = send(EDUCATION.read_bytes(), last=last)
    assert "和2021年比" in answer.content.decode()
    assert answer.context["last"].year == 2021


def test_nothing_is_kept_and_no_cookie_is_set() -> None:
    client = Client()
    page = client.get(reverse("public_check"))
    assert (
        page["X-Robots-Tag"] == "noindex"
        and '<meta name="robots" content="noindex">' in page.content.decode()
    )
    answer = client.post(
        reverse("public_check"), {"file": SimpleUploadedFile("年报.txt", EDUCATION.read_bytes())}
    )
    assert not client.cookies and "Cookie" not in answer.get("Vary", "") + page.get("Vary", "")
    assert "no-store" in answer["Cache-Control"]
    assert not any(model.objects.exists() for model in (Report, Intake, Publication, Event))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, 422),
        ({"origin": "https://proxy.example"}, 422),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_what_another_site_sends_is_refused_without_any_token(
    settings: Settings, headers: dict[str, str], status: int
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://proxy.example"]
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("public_check"), headers=headers).status_code == status


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.txt", b"  ", "是空文件"),
        ("大.txt", b"x" * (5 * 1024 * 1024 + 1), "最大5MB"),
        ("很大.txt", b"x" * (9 * 1024 * 1024), "有9.0MB，最大5MB"),
        ("随笔.txt", "天气很好。".encode(), "没有找到年度报告的标题和表格"),
        ("图.png", b"\x89PNG\r\n", "图片"),
        ("坏.bin", bytes(range(256)) * 9, "“坏.bin”"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_at_its_place(
    name: str, content: bytes, sentence: str
) -> None:
    answer = send(content, name)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page and 'aria-invalid="true"' in page


def test_a_second_file_that_cannot_be_read_is_explained_at_its_own_place() -> None:
    answer = send(EDUCATION.read_bytes(), last=SimpleUploadedFile("去年.txt", "天气很好。".encode()))
    assert answer.status_code == 422
    assert "last" in answer.context["form"].errors and "file" not in answer.context["form"].errors


def test_the_field_for_the_year_is_in_sight_where_a_year_is_asked_for() -> None:
    closed = Client().get(reverse("public_check")).content.decode()
    asked = send("年度报告\n一、总体情况\n公开信息3条。".encode())
    assert "请写明年度" in asked.content.decode()
    assert '<details class="mt-3" open>' in asked.content.decode()
    assert '<details class="mt-3">' in closed


def test_a_report_without_a_year_is_read_with_the_one_that_is_named() -> None:
    text = EDUCATION.read_text().replace("2022年", "").replace("2023年", "").encode()
    refused = send(text)
    assert refused.status_code == 422 and "是哪一年的报告" in refused.content.decode()
    assert send(text, year="2022").context["filing"].year == 2022
    assert "请写四位数的年份" in send(text, year="二〇二二").content.decode()


def test_no_file_is_asked_for() -> None:
    answer = Client().post(reverse("public_check"))
    assert answer.status_code == 422 and "请选一个文件" in answer.content.decode()


def test_one_address_cannot_keep_everybody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "AT_MOST", 2)
    assert [send(b"x").status_code for _ in range(3)] == [422, 422, 429]
    assert "请过一会儿再查" in send(b"x").content.decode()
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.post(reverse("public_check"), {"file": SimpleUploadedFile("x.txt", b"x")}).status_code == 422


def test_a_hostile_text_is_shown_as_text() -> None:
    text = EDUCATION.read_text().replace("索引号", "<script>alert(1)</script>").encode()
    page = send(text, "<b>年报</b>.txt").content.decode()
    assert "<script>alert" not in page and "<b>年报" not in page


def test_a_report_that_takes_too_long_is_answered_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*reports: object) -> None:
        raise checking.Unchecked("检查了太久，已经停下。")

    monkeypatch.setattr(checking, "check", endless)
    answer = send(EDUCATION.read_bytes())
    assert answer.status_code == 422
    assert "检查了太久，已经停下。" in answer.content.decode()


@pytest.mark.parametrize(
    ("part", "words"), [(reading, "正在读取的文件比较多"), (checking, "正在检查的报告比较多")]
)
def test_while_every_reader_is_at_work_a_report_is_asked_for_again_and_not_blamed(
    monkeypatch: pytest.MonkeyPatch, part: ModuleType, words: str
) -> None:
    def busy(job: bytes) -> bytes:
        raise workers.Busy

    monkeypatch.setattr(part.POOL, "do", busy)
    answer = send(EDUCATION.read_bytes())
    assert answer.status_code == 503 and answer["Retry-After"]
    assert words in answer.content.decode()
    assert list(answer.context["form"].errors) == ["__all__"]
