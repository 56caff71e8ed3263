"""watch_portal against a server on this machine: what it serves as it was published, and every way it can differ."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image, ImageDraw

from disclosure import picturing, publishing, reading, workers
from disclosure.editions import filing_of
from disclosure.exporting import export
from disclosure.models import Publication, Report
from disclosure.picturing import redraw
from disclosure.watching import Limits, Seen, Verdict, comparing, said, watch
from tests import cast as people
from tests.cast import Cast

CELL = "requests.received.natural_person"
FIGURES = {CELL: 5127, "requests.result.granted.natural_person": 5127}
PAGE = "/col/2025/art_1.html"
FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>示例市教育局2025年政府信息公开工作年度报告</title></head>
<body><ul class="nav"><li>首页</li><li>政务公开</li></ul><div id="zoom"><p>来源：示例市教育局　浏览次数：31</p>
{}<p>【打印】【关闭】</p></div><div>主办：示例市人民政府</div></body></html>"""


@dataclass
class Portal:
    """A server that answers as it is told: path → status, headers, bytes."""

    port: int = 0
    answers: dict[str, tuple[int, Mapping[str, str], bytes]] = field(default_factory=dict)
    drips: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, content: bytes | str, media: str = "text/html; charset=utf-8") -> str:
        """Serve this content there; the address."""
        raw = content.encode() if isinstance(content, str) else content
        self.answers[path] = (200, {"Content-Type": media}, raw)
        return f"{self.root}{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        status, headers, content = self.answers.get(handler.path, (404, {}, b""))
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if handler.path in self.drips:
            handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            while handler.path in self.drips:
                handler.wfile.write(b"x")
                time.sleep(0.05)
            handler.wfile.write(content)
        except OSError:
            pass  # the reader has gone away


@pytest.fixture
def portal() -> Iterator[Portal]:
    found = Portal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.answer(self)

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def edition(cast: Cast) -> Publication:
    report = people.draft(cast.education, figures=FIGURES)
    publication = people.edition(report, cast.clerk)
    report.refresh_from_db()
    return publication


def article(edition: Publication) -> str:
    """The stored article, as somebody pastes it into a portal's editor."""
    page = edition.content("report.html").decode()
    return page[page.index("<body>") + len("<body>") : page.index("</body>")]


def look(edition: str, address: str, **limits: Any) -> Seen:
    return next(watch([said(edition, address)], Limits(**limits)))


def test_a_stored_file_is_known_by_its_bytes(edition: Publication, portal: Portal) -> None:
    for name in edition.digests:
        address = portal.put(f"/files/{name}", edition.content(name), "application/octet-stream")
        assert look(edition.code, address).verdict is Verdict.SAME_BYTES
    other = portal.put("/files/report.pdf", b"%PDF-1.7 another", "application/pdf")
    seen = look(edition.code, other)
    assert (seen.verdict, len(seen.sha256)) == (Verdict.OTHER_BYTES, 64)


def test_the_report_in_a_page_of_the_portal_is_the_same_content(edition: Publication, portal: Portal) -> None:
    for content in (
        FRAME.format(article(edition)).encode(),
        FRAME.replace("utf-8", "gbk").format(article(edition)).encode("gbk"),
    ):
        seen = look("shili-education/2025", portal.put(PAGE, content, "text/html"))
        assert (seen.verdict, seen.changes) == (Verdict.SAME_CONTENT, ())


def test_a_changed_digit_is_told_with_its_cell_and_both_values(edition: Publication, portal: Portal) -> None:
    page = FRAME.format(article(edition))
    assert page.count(">5127<") >= 2
    seen = look(edition.code, portal.put(PAGE, page.replace(">5127<", ">5172<", 1)))
    assert seen.verdict is Verdict.CHANGED
    assert [(each.place, each.before, each.now) for each in seen.changes] == [(CELL, 5127, 5172)]


def test_a_changed_total_paragraph_and_heading_are_told(edition: Publication, portal: Portal) -> None:
    page = FRAME.format(article(edition))
    total = page.replace(">5127<", ">8127<")  # all of them: cells and totals
    kinds = {each.kind for each in look(edition.code, portal.put("/total", total)).changes}
    assert kinds == {"cell", "total"}
    words = look(edition.code, portal.put("/words", page.replace("解读材料形式单一", "解读材料不多")))
    assert [(each.kind, each.place) for each in words.changes] == [("paragraph", "problems")]
    assert "解读材料不多" in str(words.changes[0].now)
    label = look(
        edition.code,
        portal.put("/label", page.replace("本年新收政府信息公开申请数量", "本年收到政府信息公开申请数量")),
    )
    assert {each.kind for each in label.changes} == {"label"}


MERGED = (
    '<table><tr><td colspan="2">本局实际数字</td><td rowspan="2">说明</td></tr>'
    "<tr><td>收到申请</td><td>900件</td></tr></table>"
)
OFFICIAL = (
    "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>999</td></tr></table>"
)
ABOUT = "<table><tr><td>索引号</td><td>5300/2026-1</td><td>发布机构</td><td>示例市教育局</td></tr></table>"


@pytest.mark.parametrize("before", ["二、主动公开", "六、其他需要"])
def test_a_table_put_between_the_words_of_a_report_is_told(
    edition: Publication, portal: Portal, before: str
) -> None:
    page = FRAME.format(re.sub(f"(<h2[^>]*>{before})", rf"{MERGED}\1", article(edition)))
    seen = look(edition.code, portal.put(PAGE, page))
    assert seen.verdict is Verdict.CHANGED
    assert [each.now for each in seen.changes] == ["本局实际数字 | 说明", "收到申请 | 900件"]


def test_an_official_table_with_other_figures_before_a_report_is_told(
    edition: Publication, portal: Portal
) -> None:
    page = FRAME.format(re.sub("(<h2[^>]*>一、总体)", rf"{OFFICIAL}\1", article(edition)))
    seen = look(edition.code, portal.put(PAGE, page))
    assert [(each.label, each.now) for each in seen.changes] == [("报告前面多出来的", "行政许可 | 999")]


@pytest.mark.parametrize(
    "behind", ["", "<p>附件：<a href='a.pdf'>2025年报.pdf</a></p>", "<p><img src='seal.png' alt='公章'></p>"]
)
def test_what_a_portal_has_around_a_report_is_no_change(
    edition: Publication, portal: Portal, behind: str
) -> None:
    seen = look(edition.code, portal.put(PAGE, FRAME.format(f"{ABOUT}{article(edition)}{behind}")))
    assert (seen.verdict, seen.changes) == (Verdict.SAME_CONTENT, ())


def test_pages_that_do_not_hold_the_report(edition: Publication, portal: Portal) -> None:
    assert look(edition.code, f"{portal.root}/nothing").verdict is Verdict.MISSING
    assert look(edition.code, portal.put("/home", FRAME.format("<p>欢迎</p>"))).verdict is Verdict.UNREADABLE
    portal.answers["/broken"] = (500, {}, b"")
    assert look(edition.code, f"{portal.root}/broken").verdict is Verdict.UNREACHABLE


def test_an_edition_that_was_corrected_is_outdated_but_at_its_own_address(
    cast: Cast, edition: Publication, portal: Portal
) -> None:
    report = Report.objects.get()
    people.store(report, {**FIGURES, CELL: 5126, "requests.carried_in.natural_person": 1})
    second = people.edition(report, cast.clerk, reason="表三一格填错")
    address = portal.put(PAGE, FRAME.format(article(edition)))
    file = portal.put("/report.json", edition.content("report.json"), "application/json")
    for named in (edition.code, second.code, "shili-education/2025"):
        seen = look(named, address)
        assert (seen.verdict, seen.note) == (Verdict.OUTDATED, "第1版")
        assert look(named, file).verdict is Verdict.OUTDATED
    assert look("shili-education/2025/1", address).verdict is Verdict.SAME_CONTENT
    assert look("shili-education/2025/1", file).verdict is Verdict.SAME_BYTES


def test_a_report_that_was_taken_down_must_not_be_there(
    cast: Cast, edition: Publication, portal: Portal
) -> None:
    publishing.withdraw(Report.objects.get(), cast.supervisor, "有不应公开的信息。")
    assert look(edition.code, f"{portal.root}/nothing").verdict is Verdict.GONE
    assert look(edition.code, portal.put("/notice", FRAME.format("<p>已撤下</p>"))).verdict is Verdict.GONE
    still = portal.put(PAGE, FRAME.format(article(edition)))
    assert look(edition.code, still).verdict is Verdict.STILL_THERE
    file = portal.put("/report.pdf", edition.content("report.pdf"), "application/pdf")
    assert look(edition.code, file).verdict is Verdict.STILL_THERE


def test_of_a_page_nobody_can_read_it_is_not_said_that_a_report_is_gone(
    cast: Cast, edition: Publication, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishing.withdraw(Report.objects.get(), cast.supervisor, "有不应公开的信息。")
    deep = portal.put("/deep", FRAME.format("<div>" * 3000 + article(edition)))
    assert look(edition.code, deep).verdict is Verdict.UNREACHABLE
    long = portal.put("/long", FRAME.format(article(edition) + "<p>留言</p>" * 6000))
    assert look(edition.code, long).verdict is Verdict.UNREACHABLE
    twice = portal.put("/twice", FRAME.format(article(edition) * 2))
    assert look(edition.code, twice).verdict is Verdict.UNREACHABLE
    page = portal.put(PAGE, FRAME.format(article(edition)))
    monkeypatch.setattr(reading.POOL, "do", refuse)
    assert look(edition.code, page).verdict is Verdict.UNREACHABLE


def test_nothing_is_compared_with_a_page_that_is_not_as_it_was_published(
    edition: Publication, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = portal.put(PAGE, FRAME.format(article(edition)))
    comparing._stored.cache_clear()
    monkeypatch.setattr("disclosure.models.publication.sha256", lambda content: "0" * 64)
    seen = look(edition.code, address)
    assert seen.verdict is Verdict.UNREACHABLE and "verify_chain" in seen.note


def refuse(job: bytes) -> bytes:
    raise workers.Busy


@pytest.mark.parametrize("leads_to", ["http://[::1", "http://127.0.0.1:x/", "//[", "\x1b[31mhttp://a/"])
def test_a_redirect_to_no_address_ends_nothing(edition: Publication, portal: Portal, leads_to: str) -> None:
    portal.answers["/odd"] = (302, {"Location": leads_to}, b"")
    seen = look(edition.code, f"{portal.root}/odd")
    assert seen.verdict in (Verdict.REDIRECTED, Verdict.MISSING)
    assert seen.note.isprintable()


def test_a_redirect_is_followed_among_the_listed_hosts_only(edition: Publication, portal: Portal) -> None:
    portal.put(PAGE, FRAME.format(article(edition)))
    portal.answers["/old"] = (301, {"Location": PAGE}, b"")
    seen = look(edition.code, f"{portal.root}/old")
    assert (seen.verdict, seen.landed) == (Verdict.SAME_CONTENT, f"{portal.root}{PAGE}")
    portal.answers["/away"] = (302, {"Location": f"http://localhost:{portal.port}{PAGE}"}, b"")
    portal.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    portal.answers["/round"] = (302, {"Location": "/round"}, b"")
    portal.asked.clear()
    for path in ("/away", "/file"):
        seen = look(edition.code, f"{portal.root}{path}")
        assert seen.verdict is Verdict.REDIRECTED
    assert portal.asked == ["/away", "/file"]
    assert look(edition.code, f"{portal.root}/round").verdict is Verdict.REDIRECTED


def test_an_answer_has_limits_of_size_and_time(edition: Publication, portal: Portal) -> None:
    large = portal.put("/large", b"x" * 2000, "application/pdf")
    assert "超过" in look(edition.code, large, bytes=1000).note
    packed = gzip.compress(b"x" * 100_000)
    portal.answers["/bomb"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert "超过" in look(edition.code, f"{portal.root}/bomb", bytes=5000).note
    portal.answers["/short"] = (200, {"Content-Length": "9"}, b"x")
    assert "断了" in look(edition.code, f"{portal.root}/short").note
    portal.drips.add("/drip")
    portal.answers["/drip"] = (200, {}, b"")
    assert "秒没有收完" in look(edition.code, f"{portal.root}/drip", seconds=0.3).note
    assert look(edition.code, "http://127.0.0.1:9/closed").verdict is Verdict.UNREACHABLE


def test_bytes_packed_unasked_are_unpacked(edition: Publication, portal: Portal) -> None:
    packed = gzip.compress(edition.content("report.json"))
    portal.answers["/packed"] = (200, {"Content-Encoding": "gzip"}, packed)
    assert look(edition.code, f"{portal.root}/packed").verdict is Verdict.SAME_BYTES


# --- The command ---------------------------------------------------------------------------------------


def test_the_command_ends_as_cron_needs_it(
    edition: Publication, portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = portal.put(PAGE, FRAME.format(article(edition)))
    bad = portal.put("/bad", FRAME.format(article(edition)).replace(">5127<", ">5172<", 1))
    call_command("watch_portal", f"{edition.code}={good}")
    assert "都和公布的一样" in capsys.readouterr().out
    written = tmp_path / "list.csv"
    written.write_text(f"edition,url\n{edition.code},{good}\nshili-education/2025,{bad}\n", "utf-8-sig")
    with pytest.raises(SystemExit) as ended:
        call_command("watch_portal", list=str(written))
    assert ended.value.code == 1
    assert f"（{CELL}）：公布的是5127，网上是5172" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        call_command("watch_portal", f"{edition.code}=http://127.0.0.1:9/", json=True)
    assert ended.value.code == 3
    assert json.loads(capsys.readouterr().out)["places"][0]["verdict"] == "unreachable"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((), "没有要看的网址"),
        (("AAAA-AAAA-AAAA=http://127.0.0.1/",), "没有“AAAA"),
        (("shili-education/2025=ftp://127.0.0.1/",), "不是http"),
        (("shili-education/2025=http://name@127.0.0.1/",), "不是http"),
        (("shili-education/2025",), "不是http"),
        (("--list", "/nowhere.csv"), "读不了清单"),
        (("--base", "nowhere"), "不是http"),
        (("--base", "http://127.0.0.1", "--seconds", "0"), "大于0"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(
    edition: Publication, given: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence) as refusal:
        call_command("watch_portal", *given)
    assert refusal.value.returncode == 2


def test_a_list_tells_the_line_that_is_wrong(edition: Publication, tmp_path: Path) -> None:
    written = tmp_path / "list.csv"
    for text, sentence in (
        ("edition,address\n", "缺url"),
        (f"edition,url\n{edition.code},http://127.0.0.1/\nnobody/2025,http://127.0.0.1/\n", "第3行"),
    ):
        written.write_text(text, "utf-8")
        with pytest.raises(CommandError, match=sentence):
            call_command("watch_portal", list=str(written))


def test_the_exported_site_below_an_address_is_looked_at_whole(
    cast: Cast, edition: Publication, portal: Portal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people.withdrawn(cast.water, cast.water_clerk, cast.supervisor, 2023)
    people.published(cast.elsewhere, cast.other_clerk, 2019)
    export(tmp_path / "site")
    for file in (tmp_path / "site/reports").rglob("*"):
        if file.is_file():
            path = f"/open/{file.relative_to(tmp_path / 'site').as_posix().removesuffix('index.html')}"
            portal.put(path, file.read_bytes(), "text/html" if file.suffix == ".html" else "text/plain")
    call_command("watch_portal", base=f"{portal.root}/open/", json=True)
    places = json.loads(capsys.readouterr().out)["places"]
    assert {each["verdict"] for each in places} == {"same_bytes", "same_content", "gone"}
    assert len(places) == 1 + 2 * (1 + len(edition.digests))
    call_command("watch_portal", base=f"{portal.root}/open/", year=[2023])
    assert "看了1处" in capsys.readouterr().out


# Pictures ---------------------------------------------------------------------------------------------------------


def drawn(
    *bars: int, colour: str = "#1b5561", kind: str = "PNG", size: tuple[int, int] | None = None
) -> bytes:
    """A chart as the bytes of a file; `size` is what a portal makes of it."""
    chart = Image.new("RGB", (480, 320), "white")
    pen = ImageDraw.Draw(chart)
    for at, bar in enumerate(bars):
        pen.rectangle((40 + 90 * at, 300 - bar, 90 + 90 * at, 300), fill=colour)
        pen.text((50 + 90 * at, 280 - bar), str(bar), fill="black")
    target = io.BytesIO()
    (chart.resize(size, Image.Resampling.LANCZOS) if size else chart).save(target, kind)
    return target.getvalue()


CHART, OTHER_CHART = (120, 160, 90, 200), (120, 166, 90, 200)


@pytest.fixture
def illustrated(cast: Cast) -> Publication:
    """An edition with two charts, of which only the second has a caption."""
    report = people.draft(cast.education, figures=FIGURES)
    report.overview += "\n［图1］\n［图2］"
    report.save()
    for number, bars in enumerate((CHART, CHART[::-1]), 1):
        png = redraw(drawn(*bars), "图").png
        report.pictures.create(
            number=number,
            png=png,
            width=480,
            height=320,
            alt=f"柱状图{number}",
            caption="收件" if number > 1 else "",
        )
    publication = people.edition(report, cast.clerk)
    report.refresh_from_db()
    return publication


def with_files(edition: Publication, *sources: str) -> str:
    """The page of a portal that keeps its pictures as files, below its name."""
    found = iter(sources)
    return FRAME.format(
        re.sub(r'src="data:[^"]*"', lambda _: f'src="{next(found)}"', article(edition), count=2)
    )


def seen_with(edition: Publication, portal: Portal, *files: bytes, media: str = "image/png") -> Seen:
    for number, content in enumerate(files):
        portal.put(f"/upload/{number}", content, media)
    page = with_files(edition, *(f"../../upload/{number}" for number in range(len(files))))
    return look(edition.code, portal.put(PAGE, page))


def test_pictures_in_the_page_itself_are_those_published(illustrated: Publication, portal: Portal) -> None:
    page = FRAME.format(article(illustrated))
    assert look(illustrated.code, portal.put(PAGE, page)).verdict is Verdict.SAME_CONTENT
    first, second = (base64.b64encode(each.png).decode() for each in filing_of(illustrated).pictures)
    swapped = page.replace(first, base64.b64encode(drawn(*OTHER_CHART)).decode())
    seen = look(illustrated.code, portal.put(PAGE, swapped))
    assert seen.verdict is Verdict.CHANGED
    assert [(each.kind, each.place, each.before) for each in seen.changes] == [
        ("picture", "picture.1", "柱状图1")
    ]
    exchanged = page.replace(first, "1st").replace(second, first).replace("1st", second)
    assert look(illustrated.code, portal.put(PAGE, exchanged)).verdict is Verdict.CHANGED
    renamed = look(illustrated.code, portal.put(PAGE, page.replace("收件</figcaption>", "答复</figcaption>")))
    assert [(each.kind, each.before, each.now) for each in renamed.changes] == [("paragraph", "收件", "答复")]


def test_pictures_a_portal_stores_anew_are_those_published(illustrated: Publication, portal: Portal) -> None:
    jpeg = [drawn(*bars, kind="JPEG") for bars in (CHART, CHART[::-1])]
    assert seen_with(illustrated, portal, *jpeg, media="image/jpeg").verdict is Verdict.SAME_CONTENT
    smaller = drawn(*CHART, size=(240, 160))
    seen = seen_with(illustrated, portal, smaller, jpeg[1])
    assert (seen.verdict, seen.note) == (Verdict.SAME_CONTENT, "图1改过大小，小的地方没有比")


@pytest.mark.parametrize(
    "other",
    [
        drawn(*OTHER_CHART),
        drawn(*CHART, colour="#a32a1c"),
        drawn(*OTHER_CHART, 40, size=(240, 160)),
        b"GIF89a",
    ],
    ids=["another bar", "another colour", "another smaller one", "no picture"],
)
def test_a_picture_that_was_swapped_is_told(illustrated: Publication, portal: Portal, other: bytes) -> None:
    seen = seen_with(illustrated, portal, drawn(*CHART), other)
    assert (seen.verdict, [each.before for each in seen.changes]) == (Verdict.CHANGED, ["收件"])


def test_a_picture_nobody_can_look_at_is_not_called_right(illustrated: Publication, portal: Portal) -> None:
    portal.put("/upload/0", drawn(*CHART), "image/png")
    for source in ("http://127.0.0.2:9/x.png", "/gone.png", "http://[", "file:///etc/passwd"):
        page = with_files(illustrated, "/upload/0", source)
        seen = look(illustrated.code, portal.put(PAGE, page))
        assert (seen.verdict, seen.note) == (Verdict.UNREACHABLE, "图2没有找到，网页里有的图看不到")
    assert not any(path.startswith("/etc") for path in portal.asked)


def test_a_picture_nobody_could_compare_is_not_called_another(
    illustrated: Publication, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picturing.ALIKE, "do", refuse)
    seen = seen_with(illustrated, portal, drawn(*CHART, kind="JPEG"), drawn(*CHART[::-1], kind="JPEG"))
    assert (seen.verdict, seen.note) == (Verdict.UNREACHABLE, "图1、图2没有找到，网页里有的图看不到")
