"""The pictures a document brings: seen before they are taken, kept with their text, taken back with it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from disclosure import history
from disclosure.filing import Filing, Picture, from_data
from disclosure.importing import Imported, PictureFile, read_report
from disclosure.intake import pictures, store
from disclosure.intake.merge import Kind
from disclosure.intake.proposal import Choices
from disclosure.models import Picture as Kept
from disclosure.models import Report
from disclosure.pictures import ALT_LIMIT, MOST
from disclosure.picturing import redraw
from disclosure.rendering import render_html
from disclosure.rendering.docx import render_docx
from disclosure.rendering.xlsx import render_xlsx
from disclosure.workflow import Refused
from tests import cast as people
from tests.cast import Cast

TEXT = "申请数量见图。\n［图1］\n|年度|申请|\n|2024|43|\n以上。"
ALT = "柱状图：三年的申请数量"


def png(colour: tuple[int, int, int] = (27, 85, 97)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(target, "PNG")
    return redraw(target.getvalue(), "图").png


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.blank(cast.education)


def said(report: Report, text: str = TEXT, alt: str = ALT) -> Filing:
    """What somebody has written elsewhere: a text with a picture and a small table in it."""
    picture = Picture(1, png(), 40, 30, alt, "申请数量")
    return replace(report.filing(), sections={"overview": text}, pictures=(picture,))


def hand_in(report: Report, cast: Cast, filing: Filing) -> store.Waiting:
    store.hand_in(report, cast.clerk, "报告.docx", render_docx(filing))
    found = store.waiting(report)
    assert found is not None
    return found


def take(report: Report, cast: Cast, found: store.Waiting, choices: Choices | None = None) -> str:
    event = store.confirm(report, cast.clerk, found.intake.pk, choices or found.proposal.defaults)
    report.refresh_from_db()
    return event.note


def add(report: Report, number: int, data: bytes, alt: str = "另一张图") -> Kept:
    filing = replace(report.filing(), pictures=(Picture(number, data, 40, 30, alt),))
    pictures.keep(report, filing.pictures, [f"［图{number}］"])
    return report.pictures.get(number=number)


# --- Taken and taken back ------------------------------------------------------------------------------


def test_a_picture_enters_with_the_text_that_names_it_and_goes_with_it(cast: Cast, report: Report) -> None:
    before = report.filing().digest
    found = hand_in(report, cast, said(report))
    assert not report.pictures.exists()
    assert take(report, cast, found) == "报告.docx：文字1处，图1张"
    (picture,) = report.filing().pictures
    assert report.overview == TEXT
    assert (picture.number, picture.alt, picture.caption) == (1, ALT, "申请数量")
    assert pixels(picture.png) == pixels(png())
    store.undo(report, cast.clerk)
    report.refresh_from_db()
    assert not report.pictures.exists()
    assert report.filing().digest == before


def test_a_picture_that_was_taken_back_leaves_its_number_to_none_other(cast: Cast, report: Report) -> None:
    filing = said(report)
    take(report, cast, hand_in(report, cast, filing))
    store.undo(report, cast.clerk)
    report.refresh_from_db()
    take(report, cast, hand_in(report, cast, filing))
    report.refresh_from_db()
    assert [picture.number for picture in report.filing().pictures] == [2]
    assert "［图2］" in report.overview


def test_a_text_that_is_not_taken_brings_no_picture(cast: Cast, report: Report) -> None:
    filing = said(report)
    sections = {**filing.sections, "problems": "解读形式单一。"}
    found = hand_in(report, cast, replace(filing, sections=sections))
    assert take(report, cast, found, Choices(taken={"problems"})) == "报告.docx：文字1处"
    assert not report.pictures.exists()


def test_pictures_get_numbers_that_are_free_in_the_report(cast: Cast, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(problems="见图。\n［图1］\n［图3］")
    add(report, 1, png((1, 2, 3)))
    report.refresh_from_db()
    filing = said(report, "一图。\n［图1］\n两图。\n［图2］")
    second = Picture(2, png((9, 9, 9)), 40, 30, "第二张")
    found = hand_in(report, cast, replace(filing, pictures=(*filing.pictures, second)))
    take(report, cast, found)
    assert report.overview == "一图。\n［图2］\n两图。\n［图4］"
    kept = {picture.number: pixels(bytes(picture.png)) for picture in report.pictures.all()}
    assert kept == {1: pixels(png((1, 2, 3))), 2: pixels(png()), 4: pixels(png((9, 9, 9)))}


def test_a_picture_the_report_has_already_is_not_brought_twice(cast: Cast, report: Report) -> None:
    take(report, cast, hand_in(report, cast, said(report)))
    again = hand_in(report, cast, report.filing())
    assert again.proposal.items["overview"].kind is Kind.SAME
    assert report.pictures.count() == 1


def test_a_picture_that_is_still_named_or_described_anew_stays_at_the_undo(
    cast: Cast, report: Report
) -> None:
    take(report, cast, hand_in(report, cast, said(report)))
    Report.objects.filter(pk=report.pk).update(problems="也见图。\n［图1］")
    store.undo(report, cast.clerk)
    assert report.pictures.count() == 1
    report.refresh_from_db()
    Report.objects.filter(pk=report.pk).update(problems="")
    report.refresh_from_db()
    take(report, cast, hand_in(report, cast, said(report, alt=ALT)))
    report.pictures.update(alt="折线图")
    store.undo(report, cast.clerk)
    assert report.pictures.get().alt == "折线图"


def test_more_pictures_than_a_report_holds_are_refused_in_a_sentence(cast: Cast, report: Report) -> None:
    for number in range(1, MOST + 1):
        add(report, number, png((number, 0, 0)))
    found = hand_in(report, cast, said(report))
    with pytest.raises(Refused, match=f"报告里已有{MOST}张图，文件里要放进来1张，一份报告最多{MOST}张"):
        take(report, cast, found)
    report.refresh_from_db()
    assert (report.overview, report.pictures.count()) == ("", MOST)


def test_a_workbook_leaves_the_pictures_of_the_report_where_they_are(cast: Cast, report: Report) -> None:
    take(report, cast, hand_in(report, cast, said(report)))
    before = report.filing().digest
    store.hand_in(report, cast.clerk, "报告.xlsx", render_xlsx(report.draft()))
    found = store.waiting(report)
    assert found is not None
    assert not any(item.open for item in found.proposal.items.values())
    assert report.filing().digest == before


# --- What cannot be drawn ------------------------------------------------------------------------------


def with_files(report: Report, *files: PictureFile) -> Imported:
    text = "\n".join(["见图。", *(f"［图{file.number}］" for file in files)])
    return Imported(replace(report.filing(), sections={"overview": text}), pictures=files)


def test_a_picture_that_cannot_be_drawn_leaves_the_text_and_is_listed(report: Report) -> None:
    broken = PictureFile(1, png()[:60], "流程图", "办理流程", "overview")
    whole = PictureFile(2, png(), ALT, "", "overview")
    found = pictures.redrawn(with_files(report, broken, whole))
    assert found.filing.text("overview") == "见图。\n［图2］"
    assert [picture.number for picture in found.filing.pictures] == [2]
    (left,) = found.strays
    assert left.where == "overview"
    assert left.text.startswith("［图1：流程图］办理流程：“图1”打不开")
    assert found.unread == found.strays


def test_words_beyond_the_limit_are_listed(report: Report) -> None:
    long = "画" * ALT_LIMIT + "外"
    found = pictures.redrawn(with_files(report, PictureFile(1, png(), long, "", "overview")))
    assert found.filing.pictures[0].alt == "画" * ALT_LIMIT
    assert [passage.text for passage in found.strays] == [f"图1的说明超过{ALT_LIMIT}字，后面的没有取：外"]


def test_pictures_that_take_too_long_are_left(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "TOGETHER", -1.0)
    found = pictures.redrawn(with_files(report, PictureFile(1, png(), ALT, "", "overview")))
    assert found.filing.text("overview") == "见图。"
    assert "读到这里停下了" in found.strays[0].text


# --- On the page ---------------------------------------------------------------------------------------


def test_the_page_shows_the_pictures_before_they_are_taken(cast: Cast, report: Report) -> None:
    hand_in(report, cast, said(report, alt=""))
    shown = people.client_of(cast.clerk).get(reverse("intake", args=(report.pk,))).content.decode()
    assert '<img src="data:image/png;base64,' in shown
    assert "图1　申请数量" in shown
    assert "文件里没有说明图里画的是什么，导入以后请补写。" in shown
    assert '<span class="got">［图1］</span>' in shown


def test_the_public_checker_sees_the_picture(report: Report) -> None:
    file = SimpleUploadedFile("年报.docx", render_docx(said(report)))
    answer = Client().post(reverse("public_check"), {"file": file})
    assert "words.picture" not in {item["finding"].rule for item in answer.context["findings"]}
    assert [picture.alt for picture in answer.context["filing"].pictures] == [ALT]


# --- Without a page ------------------------------------------------------------------------------------


def test_a_report_of_former_years_is_published_with_its_pictures(
    cast: Cast, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("disclosure.publishing.edition_files", people.quick_files)
    former = replace(said(report), year=2022)
    document = history.open_document(cast.education, 2022, "年报.html", render_html(former))
    publication = history.take_over(document)
    (picture,) = from_data(publication.said).pictures
    assert (pixels(picture.png), picture.alt) == (pixels(png()), ALT)
    assert b'<img src="data:image/png;base64,' in publication.content("report.html")
    assert [kept.number for kept in publication.report.pictures.all()] == [picture.number]


def test_the_command_keeps_them_with_the_draft(cast: Cast, report: Report, tmp_path: Path) -> None:
    file = tmp_path / "报告.docx"
    file.write_bytes(render_docx(replace(said(report), year=2023)))
    body = ("--bureau", cast.education.code, "--year", "2023")
    call_command("import_report", str(file), *body, "--save", stdout=io.StringIO())
    draft = Report.objects.get(bureau=cast.education, year=2023)
    assert draft.overview == TEXT
    assert [picture.alt for picture in draft.filing().pictures] == [ALT]
    assert read_report(render_docx(draft.filing()), "a.docx").filing.text("overview") == TEXT
