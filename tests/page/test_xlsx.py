"""The workbook read back: nothing is lost on the way out and in, and what was changed meanwhile can be told apart."""

import io
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from disclosure import formats
from disclosure.filing import empty_figures
from disclosure.importing import UnreadableDocument, read_report
from disclosure.importing.workbook import read_back
from disclosure.importing.workbook_places import GONE
from disclosure.rendering.xlsx import render_xlsx
from disclosure.workbook import BASE_SHEET, is_taken_out

from .sample import filing


@pytest.fixture(scope="module", params=list(formats.all_formats()))
def report(request):
    plain = filing(request.param)
    return replace(plain, sections={key: text.strip() for key, text in plain.sections.items()})


@pytest.fixture(scope="module")
def data(report):
    return render_xlsx(report)


def edited(data, changes):
    """The workbook with other values in some cells, by the names of the cells."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, value in changes.items():
        sheet, cell = next(book.defined_names[name].destinations)
        book[sheet][cell.replace("$", "").split(":")[0]] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_every_figure_and_every_word_comes_back(data, report):
    back = read_report(data, "a.xlsx")
    assert back.filing.digest == report.digest
    assert back.unread == ()


def test_what_stood_in_the_report_comes_back_with_it(data, report):
    base = read_report(data, "a.xlsx").base
    assert base["requests.received.natural_person"] == str(report.value("requests.received.natural_person"))
    assert base["overview"] == report.text("overview")
    assert {place.key for place in report.format.places.values() if not place.derived} <= base.keys()


def test_an_empty_report_comes_back_empty(report):
    back = read_back(render_xlsx(replace(report, figures={}, sections={})), "a.xlsx")
    assert back.filing.figures == {}
    assert not any(back.filing.sections.values())
    assert back.unread == ()


def test_a_sign_for_nothing_comes_back_as_it_stands(report):
    figures = {key: value for key, value in report.figures.items() if key != "requests.granted.other"}
    back = read_back(
        render_xlsx(replace(report, figures=figures, unread={"requests.granted.other": "/"})), "a"
    )
    assert back.filing.unread == {"requests.granted.other": "/"}
    assert "requests.granted.other" not in back.filing.figures


def test_amounts_of_many_digits_are_not_rounded():
    amount = Decimal("999999999999.123456")
    form = formats.get("notice_2021_30")
    figures = {**empty_figures(form), "disclosure.administrative_fees.amount": amount}
    back = read_back(render_xlsx(replace(filing(form.id), figures=figures)), "a.xlsx")
    assert back.filing.figures["disclosure.administrative_fees.amount"] == amount


def test_what_was_filled_in_elsewhere_is_read(data):
    changed = edited(
        data, {"requests.granted.other": 17, "cases.review.upheld": "3,001", "words.signature": "甲局"}
    )
    back = read_back(changed, "a.xlsx")
    assert back.filing.value("requests.granted.other") == 17
    assert back.filing.value("cases.review.upheld") == 3001
    assert back.filing.signature == "甲局"


def test_a_cell_that_was_emptied_is_empty_and_its_base_is_kept(data, report):
    back = read_back(edited(data, {"requests.granted.other": None}), "a.xlsx")
    assert "requests.granted.other" not in back.filing.figures
    assert back.base["requests.granted.other"] == str(report.value("requests.granted.other"))


@pytest.mark.parametrize("typed", ["约20", "20件左右", 2.5, True, "=1/3"])
def test_what_is_no_count_is_not_read_as_one(data, typed):
    back = read_back(edited(data, {"requests.granted.other": typed}), "a.xlsx")
    assert "requests.granted.other" not in back.filing.figures
    assert [passage.where for passage in back.unread] == ["requests.granted.other"]


def test_a_name_that_was_deleted_is_told_and_nothing_is_guessed(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book.defined_names["requests.granted.other"]
    target = io.BytesIO()
    book.save(target)
    back = read_back(target.getvalue(), "a.xlsx")
    assert [(each.where, each.text, each.why) for each in back.unread] == [
        ("requests.granted.other", "", GONE)
    ]
    assert "requests.granted.other" not in back.filing.figures


def test_an_unknown_format_is_refused_for_a_workbook_as_well(data):
    with pytest.raises(UnreadableDocument, match="没有“x”这种格式"):
        read_report(data, "a.xlsx", "x")


def test_a_figure_that_was_dragged_to_another_cell_is_told_and_read_into_neither(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    dragged, covered = (
        book.defined_names[f"requests.granted.{column}"] for column in ("legal_service", "other")
    )
    dragged.attr_text, covered.attr_text = covered.attr_text, "#REF!"
    target = io.BytesIO()
    book.save(target)
    back = read_back(target.getvalue(), "a.xlsx")
    both = ["requests.granted.legal_service", "requests.granted.other"]
    assert [passage.where for passage in back.unread] == both
    assert not back.filing.figures.keys() & {*both}


def test_a_workbook_of_an_older_version_that_does_not_know_its_places_is_read(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[BASE_SHEET].delete_cols(3)
    target = io.BytesIO()
    book.save(target)
    back = read_back(target.getvalue(), "a.xlsx")
    assert back.unread == ()
    assert back.filing.figures == read_back(data, "a.xlsx").filing.figures


def test_a_damaged_memory_is_refused(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[BASE_SHEET]["B1"] = "no such format"
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(UnreadableDocument, match="重新下载"):
        read_back(target.getvalue(), "a.xlsx")


def test_another_workbook_is_not_taken_for_one():
    target = io.BytesIO()
    openpyxl.Workbook().save(target)
    assert not is_taken_out(target.getvalue())
    assert not is_taken_out(b"PK\x03\x04 no archive")


def test_totals_are_formulas_and_show_what_they_come_to(data, report):
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for key, place in report.format.places.items():
        if place.derived:
            sheet, cell = next(formulas.defined_names[key].destinations)
            assert formulas[sheet][cell.replace("$", "")].data_type == "f"
            assert values[sheet][cell.replace("$", "")].value == report.value(key)


def test_only_cells_to_fill_in_are_open(data, report):
    book = openpyxl.load_workbook(io.BytesIO(data))
    for key, place in report.format.places.items():
        sheet, cell = next(book.defined_names[key].destinations)
        assert book[sheet].protection.sheet
        assert book[sheet][cell.replace("$", "")].protection.locked is place.derived


def test_the_same_report_gives_the_same_bytes(data, report):
    assert render_xlsx(report) == data


REQUESTS = "三、申请办理"


@pytest.fixture
def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def renamed(book, old, new):
    """A sheet called otherwise, as programs do it: every name follows."""
    book[old].title = new
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(f"'{old}'!", f"'{new}'!")


def test_a_sheet_may_be_called_otherwise(book, report):
    for old in (REQUESTS, "一、总体情况"):
        renamed(book, old, f"改 {old}")
    back = read_report(saved(book), "a.xlsx")
    assert back.filing.digest == report.digest
    assert back.unread == ()


def test_figures_that_were_sorted_together_with_their_labels_are_told_and_not_read(book, report):
    """Names do not follow what is sorted: each figure would be read into the row it has come to stand on."""
    sheet = book[REQUESTS]
    for column in range(2, 11):
        one, other = sheet.cell(8, column), sheet.cell(9, column)
        if not isinstance(one, openpyxl.cell.cell.MergedCell) and one.data_type != "f":
            one.value, other.value = other.value, one.value
    back = read_back(saved(book), "a.xlsx")
    both = {key for key in report.figures if key.split(".")[1] in ("granted", "partly_granted")}
    assert {passage.where for passage in back.unread} == both
    assert back.filing.figures.keys() == report.figures.keys() - both


def test_figures_below_other_heads_are_told_and_not_read(book, report):
    _, one, other, *_ = (cell for cell in book["二、主动公开"][4] if cell.value)
    one.value, other.value = other.value, one.value
    back = read_back(saved(book), "a.xlsx")
    block = {key for key in report.figures if key.split(".")[1] in ("regulations", "normative_documents")}
    assert {passage.where for passage in back.unread} == block
    assert not back.filing.figures.keys() & block


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"font": openpyxl.styles.Font(strike=True)}, "^77000"),
        ({"number_format": "0,"}, "77000（显示时缩小了）"),
    ],
)
def test_a_figure_that_is_struck_out_or_shown_otherwise_is_told(book, look, said):
    cell = book[REQUESTS]["D7"]
    cell.value = 77000
    for name, value in look.items():
        setattr(cell, name, value)
    back = read_back(saved(book), "a.xlsx")
    assert [(each.where, each.text) for each in back.unread] == [("requests.carried_in.natural_person", said)]
    assert back.filing.unread == {"requests.carried_in.natural_person": said}


def test_what_was_written_outside_the_cells_is_told(book):
    book[REQUESTS]["L7"] = "含补报3件"
    around = book["引言和落款"]
    signature = next(book.defined_names["words.signature"].destinations)[1].split(":")[0].replace("$", "")
    around.cell(around[signature].row + 1, 1).value = "示例市档案局"
    book.create_sheet("补充")["A1"] = "另有材料123件"
    told = [(passage.where, passage.text) for passage in read_report(saved(book), "a.xlsx").unread]
    assert told == [
        ("requests", "含补报3件"),
        ("signature", "示例市档案局"),
        ("", "工作表“补充”：另有材料123件"),
    ]


def test_words_beside_a_paragraph_are_told(book, report):
    """They stand on a line of the part, and in no cell of it."""
    book["一、总体情况"]["B3"] = "另有受理5件"
    back = read_report(saved(book), "a.xlsx")
    assert [(passage.where, passage.text) for passage in back.unread] == [("overview", "另有受理5件")]
    assert back.filing.digest == report.digest


def test_a_part_whose_sheet_was_deleted_is_told_and_keeps_its_words(book, report):
    del book["一、总体情况"]
    back = read_back(saved(book), "a.xlsx")
    assert [passage.where for passage in back.unread] == ["overview"]
    assert back.filing.text("overview") == report.text("overview")


def test_a_total_typed_over_its_formula_is_held_against_the_sum(book, report):
    sheet, cell = next(book.defined_names["requests.received.total"].destinations)
    book[sheet][cell.replace("$", "")] = 5
    (difference,) = read_report(saved(book), "a.xlsx").differences
    derived = str(report.value("requests.received.total"))
    assert (difference.where, difference.printed, difference.official) == (
        "requests.received.total",
        "5",
        derived,
    )


def test_a_date_that_the_program_made_of_what_was_typed_has_no_hours(data):
    assert read_back(edited(data, {"words.date": datetime(2025, 1, 9)}), "a.xlsx").filing.date == "2025-01-09"


def copied(data):
    """The sheets of a workbook as somebody copies them into another one: neither the hidden sheet nor names come along."""
    source = openpyxl.load_workbook(io.BytesIO(data))
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    target = openpyxl.Workbook()
    target.active.title = "通知"
    for sheet in source.worksheets:
        if sheet.sheet_state == "visible":
            copy = target.create_sheet(sheet.title)
            for (row, column), cell in shown[sheet.title]._cells.items():
                copy.cell(row, column, cell.value)
            for area in sheet.merged_cells.ranges:
                copy.merge_cells(str(area))
    file = io.BytesIO()
    target.save(file)
    return file.getvalue()


@pytest.mark.parametrize("published", [False, True])
def test_what_a_workbook_says_of_itself_is_no_text_where_its_sheets_were_copied(report, published):
    plain = replace(report, signature=report.body, date="2022年1月20日", addressee="市政府办公室：")
    back = read_report(copied(render_xlsx(plain, published)), "a.xlsx").filing
    assert [back.title, back.addressee, back.preface, back.signature, back.date] == [
        plain.official_title,
        *(plain.addressee, plain.preface, plain.signature, plain.date),
    ]
    assert back.sections == plain.sections
    assert not [key for key, figure in back.figures.items() if figure != plain.figures[key]]


def test_what_somebody_adds_to_the_first_sheet_of_a_copy_is_kept(report):
    book = openpyxl.load_workbook(io.BytesIO(copied(render_xlsx(report))))
    book["填写说明"].cell(30, 1, "本报告经局务会审定。")
    file = io.BytesIO()
    book.save(file)
    assert "本报告经局务会审定。" in read_report(file.getvalue(), "a.xlsx").filing.preface
