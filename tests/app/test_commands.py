"""The commands on one report: JSON in UTF-8 on stdout, exit codes, one clear line on stderr, nothing overwritten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command, load_command_class
from django.core.management.base import CommandError

from disclosure import reading
from disclosure.filing import to_data
from disclosure.importing.readers import SIZE_LIMIT
from disclosure.models import Event, Report, State
from disclosure.workers import JobError, OutOfMemory, OutOfTime
from tests import cast as people

ROOT = Path(__file__).parents[2]
SEED = str(ROOT / "disclosure" / "demo" / "zhaotong_2018.txt")
DOCUMENTS = ROOT / "tests" / "documents"
CITY = str(DOCUMENTS / "city_2023.txt")
WATER = str(DOCUMENTS / "water_2018.txt")


class Result(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command as manage.py does."""

    def runner(name: str, *arguments: str) -> Result:
        command = load_command_class("disclosure", name)
        code = 0
        try:
            command.run_from_argv(["manage.py", name, *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return Result(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return runner


# Files ------------------------------------------------------------------------------------------------------------


def test_import_prints_the_report_in_the_agreed_shape(run: Run) -> None:
    result = run("import_report", SEED)
    assert (result.code, result.err) == (0, "")
    data = result.data
    assert list(data) == [
        *("format", "body", "year", "title", "preface", "addressee", "signature", "date"),
        *("sections", "cells", "differences", "unread"),
    ]
    assert (data["format"], data["body"], data["year"]) == ("notice_2019_60", "昭通市政务服务管理局", 2018)
    assert list(data["sections"]) == ["overview", "problems", "other"]
    assert len(data["cells"]) == 22 + 161 + 15 and set(data["cells"].values()) == {0}
    assert {"printed": "商业机构", "official": "商业企业", "where": "requests.enterprise"} in data[
        "differences"
    ]
    assert data["unread"] == []
    assert "\\u" not in result.out


def test_import_lists_what_was_not_read(run: Run) -> None:
    data = run("import_report", str(DOCUMENTS / "education_2022.txt")).data
    key = "requests.not_processed.duplicate.enterprise"
    assert data["cells"][key] is None
    assert data["cells"]["requests.not_processed.duplicate.total"] is None
    assert {"where": key, "text": "/"} in data["unread"]


def test_the_format_may_be_named(run: Run) -> None:
    data = run("import_report", SEED, "--format", "notice_2021_30").data
    assert data["format"] == "notice_2021_30"
    assert data["cells"]["disclosure.regulations.issued"] is None


def test_check_passes_a_report_without_errors(run: Run) -> None:
    result = run("check_report", SEED)
    assert (result.code, result.err) == (0, "")
    assert list(result.data) == ["format", "body", "year", "findings", "differences", "unread"]
    assert all(finding["severity"] != "error" for finding in result.data["findings"])


def test_check_ends_with_one_where_an_error_stands(run: Run) -> None:
    result = run("check_report", CITY)
    assert (result.code, result.err) == (1, "")
    findings = result.data["findings"]
    assert {"requests.balance", "requests.printed_total"} <= {finding["id"] for finding in findings}
    assert list(findings[0]) == ["id", "severity", "message", "cells", "section", "excerpt", "numbers"]
    assert any(
        f["id"] == "requests.printed_total" and "requests.granted.total" in f["cells"] for f in findings
    )


def test_check_takes_last_years_document(run: Run, tmp_path: Path) -> None:
    last = tmp_path / "last.txt"
    last.write_text(Path(CITY).read_text(encoding="utf-8").replace("2023", "2022"), encoding="utf-8")
    alone = {finding["id"] for finding in run("check_report", CITY).data["findings"]}
    beside = {
        finding["id"] for finding in run("check_report", CITY, "--previous", str(last)).data["findings"]
    }
    assert "years.carried" in beside - alone
    assert alone <= beside


def test_marks_for_nothing_are_errors(run: Run) -> None:
    result = run("check_report", str(DOCUMENTS / "education_2022.txt"))
    assert result.code == 1
    cells = {c for f in result.data["findings"] if f["id"] == "figures.missing" for c in f["cells"]}
    assert "requests.not_processed.duplicate.enterprise" in cells


def test_render_writes_html_json_and_pdf(run: Run, tmp_path: Path) -> None:
    for kind in ("html", "json", "pdf"):
        result = run("render_report", WATER, "--to", kind, "-o", str(tmp_path / kind))
        assert result == (0, "", "")
    page = (tmp_path / "html").read_text(encoding="utf-8")
    assert "示例市水务局" in page and "部分公开" in page and "不分公开" not in page
    assert (tmp_path / "pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "json").read_text(encoding="utf-8")) == run("import_report", WATER).data


def test_a_year_may_be_given_for_a_file_without_one(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_text("一、总体情况\n都好。\n", encoding="gb18030")
    assert run("check_report", str(file)).code == 2
    result = run("import_report", str(file), "--year", "2022")
    assert (result.code, result.data["year"], result.data["sections"]["overview"]) == (0, 2022, "都好。")


UNUSABLE = {
    "no file": (["check_report"], "请给一个文件"),
    "missing": (["check_report", "没有.txt"], "没有这个文件"),
    "folder": (["import_report", str(DOCUMENTS)], "这是一个目录"),
    "not last year": (["check_report", CITY, "--previous", CITY], "应是2022年的"),
    "no text": (["check_report", sys.executable], "不是文本文件"),
    "nul in the name": (["check_report", "a\0b"], "读不了"),
    "format": (["import_report", SEED, "--format", "notice_1"], "没有“notice_1”这种格式"),
    "two sources": (["check_report", SEED, "--bureau", "x"], "只能给一个"),
    "bureau alone": (["check_report", "--bureau", "x"], "--year"),
    "year alone": (["check_report", "--year", "2020"], "--bureau"),
    "year": (["check_report", SEED, "--year", "18"], "不是2000到2099之间的年份"),
    "huge year": (["check_report", SEED, "--year", "9" * 40], "不是2000到2099之间的年份"),
    "option": (["check_report", SEED, "--nonsense"], "参数不对"),
    "nothing": (["import_report"], "参数不对"),
    "kind": (["render_report", SEED, "--to", "doc", "-o", "x"], "参数不对"),
    "no output": (["render_report", SEED, "--to", "pdf"], "参数不对"),
    "output": (["render_report", SEED, "--to", "json", "-o", "/no/where/x.json"], "写不了"),
    "save alone": (["import_report", SEED, "--save"], "--save要写明--bureau和--year"),
    "save without year": (["import_report", SEED, "--save", "--bureau", "x"], "--save要写明"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_unusable_input_ends_with_two_and_one_line(run: Run, case: str) -> None:
    arguments, sentence = UNUSABLE[case]
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert sentence in result.err and result.err.count("\n") == 1 and "Traceback" not in result.err


@pytest.mark.parametrize("command", ["import_report", "check_report"])
@pytest.mark.parametrize(
    ("ends", "sentence"), [(OutOfTime, "读了太久，已经停下"), (OutOfMemory, "要用的内存太多，已经停下")]
)
def test_a_file_is_opened_in_the_limited_process_only(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, ends: type[JobError], sentence: str
) -> None:
    def stopped(job: bytes) -> bytes:
        raise ends

    monkeypatch.setattr(reading.POOL, "do", stopped)
    result = run(command, CITY)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert sentence in result.err


def test_a_file_that_is_too_large_is_not_said_to_be_smaller_than_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a" * (SIZE_LIMIT + 2**20))
    assert run("check_report", str(file)).err == "“a.txt”太大，最大5MB。\n"


def test_hostile_text_is_refused_when_it_is_drawn(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("一、总体情况\n2022年" + "长" * 6000 + "\n", encoding="utf-8")
    result = run("render_report", str(file), "--to", "html", "-o", str(tmp_path / "a.html"))
    assert result.code == 2 and result.err.count("\n") == 1
    assert not (tmp_path / "a.html").exists()


def test_output_is_utf8_in_any_locale_and_a_closed_pipe_is_no_fault() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [sys.executable, "manage.py", "import_report", SEED]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout.decode("utf-8"))["body"] == "昭通市政务服务管理局"
    shell = " ".join([*command, "|", "true"])
    piped = subprocess.run(["sh", "-c", shell], cwd=ROOT, env=environment, capture_output=True)
    assert piped.stderr == b""


# The database -----------------------------------------------------------------------------------------------------


def import_into(code: str, year: int, file: str = WATER) -> None:
    call_command("import_report", file, "--bureau", code, "--year", str(year), "--save")


@pytest.fixture
def saved(cast: people.Cast) -> Report:
    """A report of the water bureau that was taken over from a document."""
    import_into("shili-water", 2018)
    return Report.objects.get(bureau=cast.water, year=2018)


def test_save_makes_a_draft_of_what_was_read(cast: people.Cast, capsys: pytest.CaptureFixture[str]) -> None:
    import_into("shili-water", 2018)
    printed = json.loads(capsys.readouterr().out)
    saved = Report.objects.get(bureau=cast.water, year=2018)
    kept = to_data(saved.filing())
    assert saved.state == State.DRAFT and saved.format_id == "notice_2019_60"
    assert kept["cells"] == printed["cells"]
    assert kept["sections"] == printed["sections"]
    assert (kept["addressee"], kept["date"]) == ("市政府办公室:", "2019年1月24日")
    assert saved.imported["differences"] == printed["differences"]
    assert saved.imported["source"] == "water_2018.txt"
    assert Event.objects.filter(report=saved, action="import").exists()


def test_save_keeps_marks_and_passages_that_were_not_read(cast: people.Cast) -> None:
    import_into("shili-education", 2022, str(DOCUMENTS / "education_2022.txt"))
    report = Report.objects.get(bureau=cast.education, year=2022)
    assert report.unread["requests.not_processed.duplicate.enterprise"] == "/"
    assert {"where": "disclosure", "text": "注：行政许可含下放到县区的事项。"} in report.imported["unread"]
    assert report.filing().value("requests.not_processed.duplicate.total") is None


def test_a_negative_count_is_kept_as_text(cast: people.Cast, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    text = (
        Path(WATER)
        .read_text(encoding="utf-8")
        .replace("一、本年新收政府信息公开申请数量 | ４１", "一、本年新收政府信息公开申请数量 | -3")
    )
    file.write_text(text, encoding="utf-8")
    import_into("shili-water", 2018, str(file))
    report = Report.objects.get(bureau=cast.water, year=2018)
    assert report.unread == {"requests.received.natural_person": "-3"}


def test_nothing_that_stands_is_overwritten(saved: Report) -> None:
    before = to_data(saved.filing())
    with pytest.raises(CommandError, match="已经填了内容") as refused:
        import_into("shili-water", 2018, CITY)
    assert refused.value.returncode == 2
    saved.refresh_from_db()
    assert to_data(saved.filing()) == before


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_a_report_that_is_not_open_is_left_alone(cast: people.Cast, state: State) -> None:
    report = people.in_state(state, cast.water, cast.water_clerk)
    before = to_data(report.filing())
    with pytest.raises(CommandError) as refused:
        import_into("shili-water", people.YEAR)
    assert refused.value.returncode == 2
    report.refresh_from_db()
    assert (report.state, to_data(report.filing())) == (state, before)


def test_a_draft_that_was_only_begun_takes_the_document(cast: people.Cast) -> None:
    people.blank(cast.water, 2018)
    import_into("shili-water", 2018)
    assert Report.objects.get(bureau=cast.water, year=2018).filing().value("requests.handled.total") == 48


def test_a_refused_document_leaves_no_empty_report(cast: people.Cast) -> None:
    with pytest.raises(CommandError):
        import_into("shili-water", 2018, sys.executable)
    assert not Report.objects.filter(bureau=cast.water).exists()


def test_check_and_render_take_a_stored_report(
    saved: Report, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    capsys.readouterr()
    which = ("--bureau", "shili-water", "--year", "2018")
    call_command("check_report", *which)
    data = json.loads(capsys.readouterr().out)
    assert (data["body"], data["year"]) == ("示例市水务局", 2018)
    assert data["differences"] == saved.imported["differences"]
    call_command("render_report", *which, "--to", "html", "-o", str(tmp_path / "a.html"))
    assert "示例市水务局2018年政府信息公开工作年度报告" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_check_of_an_empty_report_ends_with_one(
    cast: people.Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    people.blank(cast.water)
    with pytest.raises(SystemExit) as end:
        call_command("check_report", "--bureau", "shili-water", "--year", str(people.YEAR))
    assert end.value.code == 1
    assert "figures.missing" in {finding["id"] for finding in json.loads(capsys.readouterr().out)["findings"]}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check_report", "--bureau", "nobody", "--year", "2025"], "没有代码是“nobody”的单位"),
        (["check_report", "--bureau", "shili-water", "--year", "2001"], "示例市水务局没有2001年的报告"),
        (
            ["check_report", "--bureau", "shili-water", "--year", "2025", "--format", "x"],
            "--format只用于文件",
        ),
        (
            ["import_report", WATER, "--bureau", "nobody", "--year", "2018", "--save"],
            "没有代码是“nobody”的单位",
        ),
    ],
)
def test_what_is_not_stored_is_named(cast: people.Cast, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command(*arguments)
    assert refused.value.returncode == 2
