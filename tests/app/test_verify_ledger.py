"""The program for readers: with the exported site and nothing else it finds whatever was changed, and names it."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from disclosure import chain, ledger
from disclosure.exporting import export
from disclosure.models import Report
from disclosure.opendata import verify_ledger
from tests import cast as people
from tests.cast import Cast

from .rollback import rolled_back

EDUCATION = "reports/shili-education/2025/"
WATER = "reports/shili-water/2025/"
RECEIVED, GRANTED = "requests.received.natural_person", "requests.granted.natural_person"


@pytest.fixture(scope="module")
def exported(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The exported site: a report that was corrected, one that was taken down, and the heads of the day."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    with rolled_back(django_db_blocker), django_db_blocker.unblock():
        publish(people.build())
        export(folder)
    return folder


@pytest.fixture
def site(exported: Path, tmp_path: Path) -> Path:
    """A copy of the exported site, to be changed."""
    return Path(shutil.copytree(exported, tmp_path / "site"))


def publish(cast: Cast) -> None:
    report = people.published(cast.education, cast.clerk)
    people.store(report, {RECEIVED: 3, GRANTED: 3})
    report = Report.objects.get(pk=report.pk)
    people.edition(report, cast.clerk, reason="漏了3件。")
    people.withdrawn(cast.water, cast.water_clerk, cast.supervisor)
    ledger.record_heads(timezone.localdate() + timedelta(days=1))


def verified(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    """What the program ends with, and what it says."""
    status = verify_ledger.main([str(each) for each in arguments])
    return status, capsys.readouterr().out.splitlines()


def test_it_runs_alone_as_the_site_hands_it_out(db: None, site: Path, tmp_path: Path) -> None:
    """The file of the exported site is the one of the running site, and needs nothing but Python."""
    program = tmp_path / "verify.py"
    program.write_bytes((site / "ledger/verify.py").read_bytes())
    answer = Client().get(reverse("public_ledger_verifier"))
    assert answer.content == program.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    assert 'href="verify.py"' in (site / "ledger/index.html").read_text(encoding="utf-8")
    command = [sys.executable, "-I", str(program), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "都对。\n"), done.stderr
    assert "看过4条记录" in done.stderr
    assert chain.sha256((site / "export.json").read_bytes()) in done.stderr
    (site / "export.json").unlink()
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert "没有文件清单export.json，目录、图表等页面没有核对" in done.stderr


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The exported site behind a web server."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_reads_a_site_by_its_address(served: str, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(capsys, served) == (0, ["都对。"])
    (site / EDUCATION / "2/report.pdf").write_bytes(b"another")
    status, said = verified(capsys, served)
    assert (status, said) == (1, [f"{EDUCATION}2/report.pdf被改过：摘要对不上", "1处不对。"])


@pytest.mark.django_db(transaction=True)
def test_it_reads_the_running_site(live_server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    publish(people.build())
    assert verified(capsys, live_server.url) == (0, ["都对。"])


def test_it_asks_for_no_more_than_python_3_9() -> None:
    """Readers have old machines: nothing is used that their Python does not know."""
    program = ast.parse(Path(verify_ledger.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {
        f"{each.module}.{name.name}"
        for each in ast.walk(program)
        if isinstance(each, ast.ImportFrom)
        for name in each.names
    }
    assert "datetime.UTC" not in imported  # came with 3.11
    assert not any(isinstance(each, ast.BinOp) and isinstance(each.op, ast.BitOr) for each in program.body)


# --- What is changed in the folder ---------------------------------------------------------------------


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def remove(path: str) -> Callable[[Path], None]:
    return lambda site: (site / path).unlink()


def leak(site: Path) -> None:
    (site / WATER / "1").mkdir(parents=True, exist_ok=True)
    (site / WATER / "1/report.html").write_text("正文")


def put_in(site: Path) -> None:
    (site / "reports/another/2025/1").mkdir(parents=True)
    (site / "reports/another/2025/1/report.html").write_text("正文")


def show_again(address: str) -> Callable[[Path], None]:
    return lambda site: put(site / address / "index.html", b'<article class="official">...</article>')


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def leave(address: str) -> Callable[[Path], None]:
    return lambda site: put(site / address, b"...")


def of_code(standing: str, name: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of a page behind the code of the edition that stands so."""

    def change(site: Path) -> None:
        (record,) = [path for path in site.glob("v/*/record.json") if f'"{standing}"' in path.read_text()]
        replace((record.parent / name).relative_to(site).as_posix(), old, new)(site)

    return change


def forge(site: Path) -> None:
    """A file of our own is made one that was published."""
    path = site / "v/digests/ab.json"
    listed = json.loads(path.read_text()) if path.exists() else {}
    code = next(site.glob("v/*/record.json")).parent.name
    put(path, json.dumps({**listed, "ab" + "0" * 62: [code, "report.pdf"]}).encode())


def disown(site: Path) -> None:
    digest = chain.sha256((site / EDUCATION / "2/report.json").read_bytes())
    replace(f"v/digests/{digest[:2]}.json", digest, digest[:2] + "0" * 62)(site)


def repack(path: str, member: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """Another file in a ZIP, in the place of the one that was there."""

    def change(site: Path) -> None:
        with ZipFile(site / path) as archive:
            inside = {name: archive.read(name) for name in archive.namelist()}
        assert old in inside[member]
        with ZipFile(site / path, "w") as archive:
            for name, content in inside.items():
                archive.writestr(name, content.replace(old, new) if name == member else content)

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (replace(f"{EDUCATION}2/report.html", "<table", "<table "), f"{EDUCATION}2/report.html被改过"),
        (replace(f"{EDUCATION}1/report.json", "36条", "63条"), f"{EDUCATION}1/report.json被改过"),
        (remove(f"{EDUCATION}1/report.pdf"), f"没有{EDUCATION}1/report.pdf"),
        (replace(f"{EDUCATION}2/index.html", "36条", "63条"), f"{EDUCATION}2/上的正文"),
        (replace(f"{EDUCATION}index.html", "36条", "63条"), f"{EDUCATION}上的正文"),
        (replace(f"{EDUCATION}2/changes.json", "漏了3件", "小改"), "changes.json没有或被改过"),
        (replace(f"{EDUCATION}2/changes.json", '"now": 3', '"now": 2'), "changes.json没有或被改过"),
        (remove(f"{EDUCATION}2/changes.json"), "changes.json没有或被改过"),
        (leak, f"{WATER}1/report.html已经撤下，文件还在"),
        (show_again(WATER), f"{WATER}已经撤下，网页上还有正文"),
        (show_again(f"{WATER}1"), f"{WATER}1/已经撤下，网页上还有正文"),
        (leave(f"{WATER}1/pack.zip"), f"{WATER}1/pack.zip已经撤下，文件还在"),
        (leave(f"{WATER}1/changes.json"), f"{WATER}1/changes.json已经撤下，文件还在"),
        (leave(f"{WATER}cells/index.html"), f"{WATER}cells/已经撤下，文件还在"),
        (replace(f"{WATER}index.html", "个人信息", "内容"), f"{WATER}没有写已撤下，或者原因"),
        (replace(f"{EDUCATION}1/index.html", "已被第2版更正", "现行有效"), "1/没有写已被第2版更正"),
        (replace(f"{EDUCATION}2/changes/index.html", "漏了3件", "小改"), "2/changes/上没有更正原因"),
        (of_code("in_force", "record.json", '"published": "20', '"published": "19'), "里published是"),
        (of_code("superseded", "record.json", "漏了3件", "小改"), "里status是"),
        (of_code("withdrawn", "record.json", "个人信息", "内容"), "里status是"),
        (of_code("withdrawn", "record.json", "shili-water", "shili-education"), "里bureau是"),
        (of_code("withdrawn", "index.html", "这份年报已经撤下", "有这份年报，现行有效"), "上写的状态或原因"),
        (of_code("superseded", "index.html", "漏了3件", "小改"), "上写的状态或原因"),
        (of_code("in_force", "index.html", 'class="hash">', 'class="hash">' + "0" * 64), "上的摘要和台账"),
        (leave("v/AAAA-AAAA-AAAA/index.html"), "v/AAAA-AAAA-AAAA/没有进台账"),
        (leave("reports/another/2025/index.html"), "reports/another/2025/没有进台账"),
        (forge, f"v/digests/ab.json里的ab{'0' * 62}不是公布过的文件"),
        (disown, "，或者写的不是它的版本"),
        (
            repack(f"{EDUCATION}2/pack.zip", "report.html", "36条".encode(), b"63"),
            "pack.zip里的report.html不是公布的",
        ),
        (
            repack(f"{EDUCATION}2/pack.zip", "metadata.json", "漏了3件".encode(), b"."),
            "pack.zip里的metadata.json和台账",
        ),
        (leave(f"{EDUCATION}2/pack.zip"), "2/pack.zip里少了或多了文件"),
        (
            repack("data/2025.zip", "2025/shili-education/report.json", "36条".encode(), b"63"),
            "data/2025.zip里的2025/shili-education/report.json不是现行有效的，或者被改过",
        ),
        (leave("data/all.zip"), "data/all.zip里少了2025/shili-education/report.json"),
        (leave("data/all.zip"), "data/all.csv和各年的CSV合起来不一样"),
        (
            replace("search/2025/words/shili-education.json", "36条", "63条"),
            "words/shili-education.json里的文字",
        ),
        (replace("search/2025/names.json", "教育局", "体育局"), "names.json里的单位和台账不一样"),
        (replace("index.html", "示例市教育局", "示例市体育局"), "index.html被改过：和export.json不一样"),
        (remove("rules.json"), "rules.json没有了：和export.json不一样"),
        (leave("another.html"), "another.html不在export.json里"),
        (put_in, "reports/another/2025/1/没有进台账"),
        (replace("data/2025.csv", f"{RECEIVED},", f"{GRANTED},"), f"的{RECEIVED}少了：3"),
        (remove("data/2025.csv"), "没有data/2025.csv"),
        (replace("ledger/1.json", "漏了3件", "小改"), "第2条记录的内容被改过"),
        (replace("ledger.json", '"records": 4', '"records": 3'), "ledger.json写的是3条"),
        (replace("ledger/1.json", '"number": 4', '"number": 5'), "前面少了记录"),
    ],
)
def test_what_is_changed_is_named(
    site: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Path], None], fault: str
) -> None:
    assert verified(capsys, site) == (0, ["都对。"])
    change(site)
    status, said = verified(capsys, site)
    assert status == 1 and any(fault in each for each in said), said


@pytest.mark.parametrize("standing", ["superseded", "withdrawn"])
def test_a_code_that_is_said_to_stand_otherwise_shows(
    site: Path, capsys: pytest.CaptureFixture[str], standing: str
) -> None:
    (path,) = [p for p in site.glob("v/*/record.json") if '"in_force"' in p.read_text()]
    path.write_text(path.read_text().replace("in_force", standing))
    status, said = verified(capsys, site)
    told, by_ledger = said[0].split("，按台账是")
    assert status == 1 and f'里status是{{"standing": "{standing}"' in told
    assert by_ledger.startswith('{"standing": "in_force"')


# --- The chain written anew ----------------------------------------------------------------------------


def write_anew(site: Path, upto: int | None = None) -> None:
    """The records of the folder with another reason, every digest worked out again; heads as well."""
    part = json.loads((site / "ledger/1.json").read_text())
    last, made = None, []
    for record in part["records"][:upto]:
        said = json.loads(record["text"])
        said["reason"] = said["reason"].replace("漏了3件", "小改")
        last = chain.follow(last, said)
        made.append({"number": last.number, "text": last.text, "digest": last.digest})
    assert last is not None
    (site / "ledger/1.json").write_text(json.dumps({"records": made}))
    index = json.loads((site / "ledger.json").read_text())
    heads = [{**head, "head": last.digest, "records": last.number} for head in index["heads"]]
    (site / "ledger.json").write_text(
        json.dumps({**index, "records": last.number, "head": last.digest, "heads": heads})
    )


def test_a_chain_written_anew_is_caught_by_a_copy_kept_elsewhere(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes((site / "ledger.json").read_bytes())
    assert verified(capsys, site, "--earlier", kept, "--records-only") == (0, ["都对。"])
    write_anew(site)
    assert verified(capsys, site, "--records-only") == (0, ["都对。"])
    status, said = verified(capsys, site, "--earlier", kept, "--records-only")
    assert (status, said) == (1, ["第4条记录的摘要和存下的台账不一样：台账被重写过", "1处不对。"])


def test_records_cut_off_are_caught_by_a_copy_kept_elsewhere(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes((site / "ledger.json").read_bytes())
    write_anew(site, upto=2)
    status, said = verified(capsys, site, "--earlier", kept)
    assert status == 1 and "存下的台账有4条，现在没有第4条" in said
    assert f"没有{WATER}1/report.pdf" not in said


def test_a_head_that_is_not_the_last_of_its_day_shows(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = json.loads((site / "ledger.json").read_text())
    records = json.loads((site / "ledger/1.json").read_text())["records"]
    heads = [{**index["heads"][0], "records": 3, "head": records[2]["digest"]}]
    (site / "ledger.json").write_text(json.dumps({**index, "heads": heads}))
    status, said = verified(capsys, site, "--records-only")
    assert status == 1 and "第4条记录写的日期是" in said[0] and "后来补进去" in said[0]


def test_one_body_alone_is_looked_at(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / EDUCATION / "2/report.pdf").write_bytes(b"another")
    assert verified(capsys, site, "--body", "shili-water") == (0, ["都对。"])
    assert verified(capsys, site, "--body", "shili-education")[0] == 1


def test_where_there_is_no_ledger_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_ledger.main([str(tmp_path)]) == 2
    assert "没有ledger.json" in capsys.readouterr().err
    (tmp_path / "ledger.json").write_text("[")
    assert verify_ledger.main([str(tmp_path)]) == 2
    assert "不是JSON" in capsys.readouterr().err
