"""Pictures in a report: decoded and encoded anew, named in the words, seen by its own people only, and harmless."""

import importlib
import io

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin

from disclosure.models import Picture, Report
from disclosure.pictures import MOST
from disclosure.picturing import PictureError, redraw
from disclosure.prose import REPORT_LIMIT
from tests import cast as people
from tests.cast import Cast


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), **saved: object) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, (27, 85, 97)).save(target, kind, **saved)
    return target.getvalue()


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return people.client_of(cast.clerk)


@pytest.fixture
def report(cast: Cast) -> Report:
    return people.draft(cast.education)


def send(client: Client, report: Report, data: bytes, name: str = "图.png", **fields: str):
    said = {"alt": "柱状图：三年的申请数量", "caption": "申请数量", **fields}
    return client.post(
        f"/work/{report.pk}/overview/picture/", {"file": SimpleUploadedFile(name, data), **said}, follow=True
    )


# --- Decoding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_comes_out_as_png_of_its_size(kind: str) -> None:
    drawn = redraw(image(kind), "a")
    assert (drawn.width, drawn.height) == (40, 30)
    assert Image.open(io.BytesIO(drawn.png)).format == "PNG"


def test_nothing_but_pixels_is_kept() -> None:
    remarks = PngImagePlugin.PngInfo()
    remarks.add_text("Comment", "taken in the office")
    drawn = redraw(image(pnginfo=remarks), "a.png")
    assert b"office" not in drawn.png


def test_a_large_picture_is_made_smaller() -> None:
    drawn = redraw(image(size=(4000, 1000)), "a.png")
    assert (drawn.width, drawn.height) == (1600, 400)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是PNG或JPG图片"),
        (b"%PDF-1.7", "不是PNG或JPG图片"),
        (image("GIF"), "不是PNG或JPG图片"),
        (image(size=(400, 300))[:200], "打不开"),
        (b"\0" * (5 * 1024 * 1024 + 1), "最大5MB"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(PictureError, match=sentence):
        redraw(data, "a.png")


def test_a_picture_of_enormous_size_is_refused() -> None:
    target = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(target, "PNG")
    with pytest.raises(PictureError, match="太大"):
        redraw(target.getvalue(), "a.png")


# --- In a report -----------------------------------------------------------------------------------------


def test_a_picture_is_kept_and_its_place_put_at_the_end(clerk: Client, report: Report) -> None:
    page = send(clerk, report, image()).content.decode()
    assert "位置写成［图1］" in page
    report.refresh_from_db()
    assert report.overview.endswith("\n［图1］")
    (picture,) = report.filing().pictures
    assert (picture.alt, picture.caption) == ("柱状图：三年的申请数量", "申请数量")


@pytest.mark.parametrize(
    ("text", "line", "kept"),
    [
        ("甲。\n乙。\n丙。", "0", "甲。\n［图1］\n乙。\n丙。"),
        ("甲。\n乙。\n丙。", "2", "甲。\n乙。\n丙。\n［图1］"),
        ("甲。\n乙。", "7", "甲。\n乙。\n［图1］"),
        ("甲。\n乙。", "", "甲。\n乙。\n［图1］"),
        ("甲。\n乙。", "-1", "甲。\n乙。\n［图1］"),
        ("甲。\n乙。", "１", "甲。\n乙。\n［图1］"),
        ("", "0", "［图1］"),
        ("甲。\n|年|件|\n|2025|3|\n乙。", "1", "甲。\n|年|件|\n|2025|3|\n［图1］\n乙。"),
        ("甲。\n|年|件|\n|2025|3|\n乙。", "0", "甲。\n［图1］\n|年|件|\n|2025|3|\n乙。"),
    ],
)
def test_its_place_is_behind_the_paragraph_in_hand(
    clerk: Client, cast: Cast, text: str, line: str, kept: str
) -> None:
    report = people.draft(cast.education, words={"overview": text})
    page = send(clerk, report, image(), line=line).content.decode()
    assert ("在光标所在那一段的后面" in page) == (line.isascii() and line.isdigit())
    report.refresh_from_db()
    assert report.overview == kept


def test_what_it_shows_has_to_be_said(clerk: Client, report: Report) -> None:
    assert "请写一句图里画的是什么" in send(clerk, report, image(), alt=" ").content.decode()
    assert not report.pictures.exists()


def test_there_is_an_end_to_them(clerk: Client, report: Report) -> None:
    for number in range(1, MOST + 1):
        Picture.objects.create(report=report, number=number, alt="图", png=b"", width=1, height=1, sha256="")
    assert f"最多放{MOST}张图" in send(clerk, report, image()).content.decode()


def test_a_picture_whose_mark_finds_no_room_is_not_kept(clerk: Client, report: Report) -> None:
    full = "写" * (REPORT_LIMIT - 4)
    Report.objects.filter(pk=report.pk).update(overview=full)
    answer = send(clerk, report, image(), caption="三年的申请")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "图没有存" in page and "多出1个字" in page and "位置写成" not in page
    assert "柱状图：三年的申请数量" in page and "三年的申请" in page and "图片要重新选一次" in page
    report.refresh_from_db()
    assert (report.overview, report.pictures.exists()) == (full, False)
    Report.objects.filter(pk=report.pk).update(overview=full[1:])
    assert "位置写成［图1］" in send(clerk, report, image()).content.decode()


def test_a_picture_that_is_taken_away_leaves_a_finding_where_it_stood(clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    asked = clerk.post(f"/work/{report.pk}/pictures/1/remove/", {"section": "overview"})
    assert "删去以后不能恢复" in asked.content.decode()
    assert report.pictures.count() == 1
    clerk.post(f"/work/{report.pk}/pictures/1/remove/", {"section": "overview", "sure": "1"})
    assert not report.pictures.exists()
    page = clerk.get(f"/work/{report.pk}/check/").content.decode()
    assert "文中有［图1］，还没有这张图" in page


def take_away(client: Client, report: Report, number: int) -> None:
    client.post(f"/work/{report.pk}/pictures/{number}/remove/", {"section": "overview", "sure": "1"})


def test_the_number_of_a_deleted_picture_is_not_given_again(clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    take_away(clerk, report, 1)
    assert "位置写成［图2］" in send(clerk, report, image(size=(50, 50))).content.decode()
    report.refresh_from_db()
    assert [picture.number for picture in report.filing().pictures] == [2]
    assert "［图1］" in report.overview


def test_a_deleted_picture_makes_another_revision(clerk: Client, report: Report) -> None:
    """Who has looked at the report with it submits nothing without it unseen."""
    send(clerk, report, image())
    seen = Report.objects.get(pk=report.pk).revision
    take_away(clerk, report, 1)
    assert Report.objects.get(pk=report.pk).revision == seen + 1


def test_reports_of_before_give_no_number_their_words_name(clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    Report.objects.filter(pk=report.pk).update(problems="还要改。\n［图7］\n见［图9］。")
    importlib.import_module("disclosure.migrations.0011_pictures_given").count(apps, None)
    report.refresh_from_db()
    assert report.pictures_given == 7


def test_numbers_go_on_past_ninety_nine(clerk: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(pictures_given=99)
    assert "位置写成［图100］" in send(clerk, report, image()).content.decode()
    report.refresh_from_db()
    assert [picture.number for picture in report.filing().pictures] == [100]


def test_a_wrong_file_leaves_what_was_typed_of_it(clerk: Client, report: Report) -> None:
    answer = send(clerk, report, b"%PDF-1.7")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "不是PNG或JPG图片" in page
    assert 'value="申请数量"' in page
    assert "柱状图：三年的申请数量</textarea>" in page
    assert not report.pictures.exists()


def describe(client: Client, report: Report, number: int = 1, **said: str):
    return client.post(f"/work/{report.pk}/overview/picture/{number}/", said, follow=True)


def test_what_a_picture_shows_can_be_said_anew(clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    revision = Report.objects.get(pk=report.pk).revision
    page = describe(clerk, report, alt="折线图：三年的申请数量", caption="").content.decode()
    assert "图1的说明已保存" in page
    report.refresh_from_db()
    (picture,) = report.filing().pictures
    assert (picture.alt, picture.caption) == ("折线图：三年的申请数量", "")
    assert report.revision == revision + 1


def test_a_description_that_lacks_its_words_stays_as_it_was_typed(clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    answer = describe(clerk, report, alt=" ", caption="三年的申请数量")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请写一句图里画的是什么" in page
    assert 'value="三年的申请数量"' in page
    assert Picture.objects.get().caption == "申请数量"


def test_a_picture_without_words_is_told_beside_it_and_in_the_check(clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    Picture.objects.update(alt="")
    assert "还没有说明图里画的是什么" in clerk.get(f"/work/{report.pk}/overview/").content.decode()
    assert "图1没有说明图里画的是什么" in clerk.get(f"/work/{report.pk}/check/").content.decode()


def test_a_picture_that_is_gone_or_handed_in_is_not_described(
    cast: Cast, clerk: Client, report: Report
) -> None:
    send(clerk, report, image())
    assert "图2已经删去了" in describe(clerk, report, 2, alt="图").content.decode()
    Report.objects.filter(pk=report.pk).update(state="submitted")
    assert describe(clerk, report, alt="折线图").status_code == 409
    assert Picture.objects.get().alt == "柱状图：三年的申请数量"


def test_only_its_own_people_and_their_office_see_it(cast: Cast, clerk: Client, report: Report) -> None:
    send(clerk, report, image())
    address = f"/work/{report.pk}/pictures/1.png"
    assert clerk.get(address)["Content-Type"] == "image/png"
    assert people.client_of(cast.supervisor).get(address).status_code == 200
    assert people.client_of(cast.water_clerk).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_report_that_was_submitted_takes_none(cast: Cast, clerk: Client) -> None:
    report = people.submitted(cast.education, cast.clerk)
    send(clerk, report, image())
    assert not report.pictures.exists()


# --- Figures in the words --------------------------------------------------------------------------------


def test_a_figure_in_the_words_follows_its_table(cast: Cast, report: Report) -> None:
    mark = "{自然人，一、本年新收政府信息公开申请数量}"
    Report.objects.filter(pk=report.pk).update(overview=f"收到申请{mark}件。")
    report.refresh_from_db()
    assert report.filing().text("overview") == "收到申请0件。"
    people.store(report, {"requests.received.natural_person": 43})
    assert report.filing().text("overview") == "收到申请43件。"
    assert report.draft().text("overview") == f"收到申请{mark}件。"


def test_the_page_offers_every_cell_by_name(clerk: Client, report: Report) -> None:
    page = clerk.get(f"/work/{report.pk}/overview/").content.decode()
    assert page.count('<option value="{') == len(report.format.places)
