"""Reports published before this system: taken over as they were, once, with their documents and findings."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from disclosure import history
from disclosure.filing import from_data
from disclosure.models import Bureau, Event, Publication, Report, State
from tests import cast as people
from tests.cast import Cast

DOCUMENTS = Path(__file__).parents[1] / "documents"
EDUCATION = (DOCUMENTS / "education_2022.txt").read_text(encoding="utf-8")
WRONG = "requests.received.total"

Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter has tests of its own."""
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)


@pytest.fixture
def run(cast: Cast, tmp_path: Path) -> Run:
    """Run the command on a folder with these files and this list; gives (exit code, lines)."""

    def command(
        files: dict[str, str], lines: list[str], header: str = "file,bureau,year,confirmed"
    ) -> tuple[int, list[str]]:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        listed = tmp_path / "list.csv"
        listed.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8-sig")
        out = io.StringIO()
        try:
            call_command("import_history", str(tmp_path), "--list", str(listed), stdout=out)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        return code, out.getvalue().splitlines()

    return command


def education(cast: Cast) -> Report:
    return Report.objects.get(bureau=cast.education, year=2022)


def with_wrong_total(text: str) -> str:
    """The same report with another total printed in the row of new applications."""
    row = next(line for line in text.split("\n") if line.startswith("一、本年新收"))
    return text.replace(row, row.rpartition("\t")[0] + "\t77")


# --- One report ----------------------------------------------------------------------------------------


def test_a_report_becomes_the_published_edition_of_its_year(cast: Cast, run: Run) -> None:
    code, lines = run({"a.txt": with_wrong_total(EDUCATION)}, ["a.txt,shili-education,2022,"])
    assert code == 0, lines
    report = education(cast)
    publication = report.current
    assert publication is not None
    assert (report.state, report.edition, publication.number) == (State.PUBLISHED, 1, 1)
    assert publication.content("source.txt") == with_wrong_total(EDUCATION).encode()
    assert publication.source_name == "a.txt"
    assert {finding["id"] for finding in publication.findings} >= {
        "requests.printed_total",
        "figures.missing",
    }
    assert [(e.action, e.target, e.edition) for e in report.events.all()] == [
        ("import_history", "published", 1)
    ]
    assert {"report.pdf", "report.json", "source.txt"} <= set(publication.digests)
    for name, digest in publication.digests.items():
        assert hashlib.sha256(publication.content(name)).hexdigest() == digest


def test_nothing_of_it_is_mended(cast: Cast, run: Run) -> None:
    run({"a.txt": with_wrong_total(EDUCATION)}, ["a.txt,shili-education,2022,"])
    publication = education(cast).current
    assert publication is not None
    page = publication.content("report.html").decode()
    assert f'data-cell="{WRONG}"' in page
    assert page.split(f'data-cell="{WRONG}"', 1)[1].split("</td>", 1)[0].endswith(">77")
    assert (
        page.split('data-cell="requests.not_processed.duplicate.enterprise"', 1)[1]
        .split("</td>", 1)[0]
        .endswith(">/")
    )
    data = json.loads(publication.content("report.json"))
    assert data["printed"][WRONG] == data["cells"][WRONG] == 77
    assert {"where": WRONG, "printed": "77", "official": "6"} in data["differences"]
    assert {"where": "requests.not_processed.duplicate.enterprise", "text": "/"} in data["unread"]
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(publication.content("report.pdf"))).pages
    )
    assert "77" in text


def test_it_is_last_years_report_for_the_next(cast: Cast, run: Run, quick_pdf: None) -> None:
    run({"a.txt": EDUCATION}, ["a.txt,shili-education,2022,"])
    publication = education(cast).current
    assert publication is not None
    assert from_data(publication.said).figures == education(cast).filing().figures
    people.blank(cast.education, 2023)
    report = Report.objects.get(bureau=cast.education, year=2023)
    page = (
        people.client_of(cast.clerk)
        .get(reverse("edit_section", args=(report.pk, "requests")))
        .content.decode()
    )
    assert "2022年数" in page


def test_the_public_sees_what_it_is_and_can_have_the_document(cast: Cast, run: Run, quick_pdf: None) -> None:
    run({"a.txt": with_wrong_total(EDUCATION)}, ["a.txt,shili-education,2022,"])
    public = people.client_of(None)
    page = public.get(reverse("public_report", args=("shili-education", 2022))).content.decode()
    assert "在这个网站启用以前公布" in page and "a.txt" in page
    assert "<dd>77<small>件</small></dd>" in page and "新收政府信息公开申请77件" in page
    address = reverse("public_source", args=("shili-education", 2022, 1, "txt"))
    assert address in page
    answer = public.get(address)
    assert answer.content == with_wrong_total(EDUCATION).encode()
    assert (
        answer["Content-Disposition"].startswith("attachment")
        and answer["Content-Type"] == "application/octet-stream"
    )
    assert public.get(reverse("public_source", args=("shili-education", 2022, 1, "exe"))).status_code == 404
    people.published(cast.water, cast.water_clerk)
    assert (
        public.get(reverse("public_source", args=("shili-water", people.YEAR, 1, "txt"))).status_code == 404
    )


# --- Many reports --------------------------------------------------------------------------------------


def test_a_line_says_how_each_went_and_a_second_run_adds_nothing(
    cast: Cast, run: Run, quick_pdf: None
) -> None:
    files = {
        "a.txt": EDUCATION,
        "b.txt": "天气很好。",
        "c.txt": EDUCATION.replace("示例市教育局", "示例市水务局"),
    }
    lines = [
        "a.txt,shili-education,2022,",
        "b.txt,shili-education,2021,",
        "c.txt,shili-water,2022,",
        "d.txt,nobody,2022,",
        "e.txt,shili-water,2023,",
    ]
    code, said = run(files, lines)
    assert code == 1
    assert (
        said[0] == "[1/5] b.txt（shili-education，2021年）：没有导入。“b.txt”里没有找到年度报告的标题和表格。"
    )
    assert said[1].startswith("[2/5] a.txt（shili-education，2022年）：已导入，查出")
    assert said[2].startswith("[3/5] c.txt（shili-water，2022年）：已导入")
    assert said[3] == "[4/5] d.txt（nobody，2022年）：没有导入。没有代码是“nobody”的单位。"
    assert said[2].endswith("没有读出来7处，和原件一起记在数据里。")
    assert said[4] == "[5/5] e.txt（shili-water，2023年）：没有导入。文件夹里没有这个文件。"
    assert said[5] == "共5份：导入2份，已经有的0份，没有导入3份。"
    before = (Publication.objects.count(), Event.objects.count())
    code, said = run({}, lines[:3:2])
    assert code == 0
    assert "示例市教育局2022年的报告已经有了（已公布），没有动。" in said[0]
    assert (Publication.objects.count(), Event.objects.count()) == before


def test_the_oldest_come_first_so_that_each_has_last_years_beside_it(
    cast: Cast, run: Run, quick_pdf: None
) -> None:
    before = EDUCATION.replace("2022年", "2021年").replace("2023年", "2022年")
    lines = ["a.txt,shili-education,2022,", "b.txt,shili-education,2021,"]
    code, said = run({"a.txt": EDUCATION, "b.txt": before}, lines)
    assert (code, "2021年" in said[0], "2022年" in said[1]) == (0, True, True)
    publication = education(cast).current
    assert publication is not None
    assert "years.carried" in {finding["id"] for finding in publication.findings}


def test_a_report_somebody_is_filling_in_is_left_alone(cast: Cast, run: Run, quick_pdf: None) -> None:
    draft = people.draft(cast.education, 2022)
    code, said = run({"a.txt": EDUCATION}, ["a.txt,shili-education,2022,"])
    assert (code, "填报中" in said[0]) == (0, True)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT and not Publication.objects.exists()


def test_a_document_of_another_body_or_year_waits_for_a_word(cast: Cast, run: Run, quick_pdf: None) -> None:
    code, said = run({"a.txt": EDUCATION}, ["a.txt,shili-water,2021,"])
    assert code == 1
    assert (
        "文件写的是2022年" in said[0] and "文件写的单位是“示例市教育局”" in said[0] and "confirmed" in said[0]
    )
    code, said = run({"a.txt": EDUCATION}, ["a.txt,shili-water,2021,是"])
    assert code == 0, said
    assert Report.objects.get().year == 2021
    assert Publication.objects.get().said["body"] == "示例市水务局"


def test_a_report_that_cannot_be_drawn_leaves_nothing_behind(cast: Cast, run: Run, quick_pdf: None) -> None:
    text = EDUCATION.replace("五、存在的主要问题及改进情况", f"五、存在的主要问题及改进情况\n{'a' * 100}")
    code, said = run({"a.txt": text}, ["a.txt,shili-education,2022,"])
    assert code == 1 and "没有导入。" in said[0]
    assert not Report.objects.exists() and not Publication.objects.exists()


def test_two_at_once_make_one_edition(cast: Cast, quick_pdf: None) -> None:
    documents = [history.open_document(cast.education, 2022, "a.txt", EDUCATION.encode()) for _ in range(2)]
    history.take_over(documents[0])
    with pytest.raises(history.Present):
        history.take_over(documents[1])
    assert Publication.objects.count() == 1


def test_who_comes_second_at_the_same_moment_is_told_that_it_is_there(
    cast: Cast, run: Run, quick_pdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one's report was not there yet when this one looked, twice, and is when it is stored."""
    history.take_over(history.open_document(cast.education, 2022, "a.txt", EDUCATION.encode()))
    looks = [history._check_absent, *[lambda *_: None] * 2]
    monkeypatch.setattr(history, "_check_absent", lambda *asked: looks.pop()(*asked))
    code, said = run({"a.txt": EDUCATION}, ["a.txt,shili-education,2022,"])
    assert (code, "2022年的报告已经有了（已公布），没有动。" in said[0]) == (0, True)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("header", "lines", "sentence"),
    [
        ("文件,单位,年度", ["a.txt,shili-education,2022"], "缺file、bureau、year"),
        ("file,bureau,year", [], "什么也没有"),
    ],
)
def test_a_list_that_cannot_be_used_ends_with_a_sentence(
    run: Run, header: str, lines: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence) as caught:
        run({}, lines, header)
    assert caught.value.returncode == 2


def test_a_file_outside_the_folder_and_a_wrong_year_are_refused(cast: Cast, run: Run) -> None:
    code, said = run(
        {},
        [
            "../x.txt,shili-education,2022,",
            "a.txt,shili-education,二〇二二,",
            "none.txt,shili-education,2021,",
        ],
    )
    assert code == 1
    for line, words in zip(
        said, ("文件夹里没有这个文件", "文件不在这个文件夹里", "不是2000到2099之间的年份"), strict=False
    ):
        assert words in line


def test_a_list_written_by_excel_in_china_is_read(cast: Cast, tmp_path: Path, quick_pdf: None) -> None:
    (tmp_path / "教育局.txt").write_text(EDUCATION, encoding="utf-8")
    listed = tmp_path / "清单.csv"
    listed.write_bytes("file,bureau,year\r\n教育局.txt,shili-education,2022\r\n".encode("gb18030"))
    call_command("import_history", str(tmp_path), "--list", str(listed), stdout=io.StringIO())
    assert Bureau.objects.get(reports__year=2022) == cast.education


# --- What goes wrong -----------------------------------------------------------------------------------


def test_of_two_files_for_one_body_and_year_neither_is_taken(cast: Cast, run: Run, quick_pdf: None) -> None:
    files = {"a.txt": EDUCATION, "b.txt": with_wrong_total(EDUCATION)}
    code, said = run(files, ["a.txt,shili-education,2022,", "b.txt,shili-education,2022,"])
    assert code == 1
    assert all("清单里这个单位这一年有2份文件：a.txt、b.txt" in line for line in said[:2])
    assert not Report.objects.filter(bureau=cast.education, year=2022).exists()


def test_a_line_that_stands_twice_is_taken_once(cast: Cast, run: Run, quick_pdf: None) -> None:
    code, said = run({"a.txt": EDUCATION}, ["a.txt,shili-education,2022,"] * 2)
    assert code == 0
    assert said[-1] == "共2份：导入1份，已经有的1份，没有导入0份。"


@pytest.mark.parametrize("year", ["02022", "２０２２", "2022年"])
def test_a_year_is_a_number_however_it_is_written(cast: Cast, run: Run, quick_pdf: None, year: str) -> None:
    files = {"a.txt": EDUCATION, "b.txt": with_wrong_total(EDUCATION)}
    code, said = run(files, ["a.txt,shili-education,2022,", f"b.txt,shili-education,{year},"])
    assert code == 1 and not Report.objects.exists()
    assert all("这个单位这一年有2份文件：a.txt、b.txt" in line for line in said[:2])
    code, said = run(files, [f"a.txt,shili-education,{year},"])
    assert (code, education(cast).state) == (0, State.PUBLISHED), said


@pytest.mark.parametrize("year", ["9" * 5000, "1999", "２１００", "22", "2022.0", "-2022"])
def test_what_is_no_year_is_said(cast: Cast, run: Run, year: str) -> None:
    code, said = run({"a.txt": EDUCATION}, [f"a.txt,shili-education,{year},"])
    assert code == 1 and "不是2000到2099之间的年份" in said[0]


def test_a_file_that_is_listed_as_the_report_of_two_is_that_of_neither(
    cast: Cast, run: Run, quick_pdf: None
) -> None:
    """One that does not say whose it is would be published twice."""
    files = {"a.txt": EDUCATION.replace("示例市教育局", "本局")}
    lines = ["a.txt,shili-education,2022,", "./a.txt,shili-water,2022,"]
    code, said = run(files, lines)
    assert code == 1 and not Report.objects.exists()
    assert all("这份文件写了2次：shili-education，2022年；shili-water，2022年。" in line for line in said[:2])
    code, said = run(files, [f"{line}是" for line in lines])
    assert code == 0, said
    assert Publication.objects.count() == 2


def test_what_is_no_file_is_said_and_the_rest_goes_on(
    cast: Cast, run: Run, tmp_path: Path, quick_pdf: None
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "out.txt").symlink_to("/etc/hostname")
    names = ("pipe.txt", "folder.txt", "loop.txt", "out.txt", "n" * 300, "a\0b.txt", "")
    lines = [f"{name},shili-education,{2012 + at}," for at, name in enumerate(names)]
    code, said = run({"a.txt": EDUCATION}, [*lines, "a.txt,shili-education,2022,"])
    assert code == 1
    assert all("没有导入" in line for line in said[:-2])
    assert said[-1] == f"共{len(names) + 1}份：导入1份，已经有的0份，没有导入{len(names)}份。"


def test_names_with_odd_characters_are_names(cast: Cast, run: Run, quick_pdf: None) -> None:
    name = "教育局 “终稿”(1)\u202e;&<b>.txt"
    code, _ = run({name: EDUCATION}, [f'"{name}",shili-education,2022,'])
    assert (code, Publication.objects.get().source_name) == (0, name)


def test_a_year_that_is_not_over_is_no_history(cast: Cast, run: Run, quick_pdf: None) -> None:
    year = timezone.localdate().year
    code, said = run({"a.txt": EDUCATION.replace("2022", str(year))}, [f"a.txt,shili-education,{year},是"])
    assert code == 1
    assert f"{year}年还没有过完" in said[0]


def test_a_list_with_an_endless_line_ends_with_a_sentence(run: Run) -> None:
    with pytest.raises(CommandError, match="读不了，请看看是不是CSV") as caught:
        run({}, [f"{'x' * 200_000},shili-education,2022,"])
    assert caught.value.returncode == 2


def test_a_run_that_was_cut_off_is_finished_by_the_next(
    cast: Cast, run: Run, quick_pdf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.txt": EDUCATION, "b.txt": EDUCATION.replace("示例市教育局", "示例市水务局")}
    lines = ["a.txt,shili-education,2022,", "b.txt,shili-water,2022,"]
    with monkeypatch.context() as patch:
        patch.setattr(history, "check", _interrupted(history.check))
        with pytest.raises(KeyboardInterrupt):
            run(files, lines)
    assert [report.bureau for report in Report.objects.filter(year=2022)] == [cast.education]
    code, said = run(files, lines)
    assert (code, said[-1]) == (0, "共2份：导入1份，已经有的1份，没有导入0份。")
    assert Publication.objects.count() == 2


def _interrupted(check: Callable[..., object]) -> Callable[..., object]:
    """Somebody presses Ctrl+C while the second report is taken over."""
    calls: list[object] = []

    def checked(*args: object) -> object:
        calls.append(args)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return check(*args)

    return checked
