"""What a report says in short: every number in it stands in the report, and nothing is said of what is left open."""

import re
from decimal import Decimal

import pytest

from disclosure import formats, summary
from disclosure.filing import Figure, Filing, empty_figures, with_figures

NEW = formats.get("notice_2021_30")
OLD = formats.get("notice_2019_60")
BODY = "示例市教育局"


def report(form: formats.Format = NEW, year: int = 2025, **figures: Figure) -> Filing:
    """A report of zeros but for these cells, whose dots are written as two underscores."""
    zeros = Filing(format=form, body=BODY, year=year, figures=empty_figures(form))
    return with_figures(zeros, {key.replace("__", "."): value for key, value in figures.items()})


BUSY = report(
    requests__received__natural_person=200,
    requests__received__enterprise=40,
    requests__carried_in__natural_person=15,
    requests__granted__natural_person=97,
    requests__granted__enterprise=30,
    requests__partly_granted__natural_person=32,
    requests__unavailable__not_held__natural_person=60,
    requests__other_handling__other__enterprise=10,
    requests__carried_out__natural_person=26,
    cases__review__upheld=3,
    cases__review__corrected=1,
    cases__direct_suit__pending=2,
    disclosure__licences__decisions=120,
    disclosure__penalties__decisions=8,
)


@pytest.mark.parametrize("form", [NEW, OLD])
def test_a_year_without_anything_is_told_in_two_sentences(form: formats.Format) -> None:
    assert summary.sentences(report(form)) == (
        "2025年，示例市教育局没有收到政府信息公开申请，也没有上年结转的申请。",
        "没有因政府信息公开引起的行政复议和行政诉讼。",
    )


def test_a_busy_year_in_words() -> None:
    assert summary.sentences(BUSY) == (
        "2025年，示例市教育局新收政府信息公开申请240件，其中个人提出200件，上年结转15件。",
        "全年办结229件，结转下年度26件。按结果分，最多的是予以公开127件、本机关不掌握相关政府信息60件、部分公开32件。",
        "因政府信息公开引起行政复议4件（其中被纠正1件）、未经复议的行政诉讼2件、复议后的行政诉讼0件。",
        "全年作出的处理决定：行政许可120件、行政处罚8件。",
    )


def test_every_number_in_words_and_figures_stands_in_the_report() -> None:
    printed = {str(value) for value in BUSY.values.values()} | {"2025"}
    words = "".join(summary.sentences(BUSY)) + "".join(f.note for f in summary.public_figures(BUSY))
    numbers = set(re.findall(r"\d+", words))
    assert len(numbers) > 8
    assert numbers <= printed
    assert {str(figure.value) for figure in summary.public_figures(BUSY)} <= printed


def test_only_carried_over_applications() -> None:
    words = summary.sentences(report(requests__carried_in__other=2, requests__granted__other=2))
    assert words[0] == "2025年，示例市教育局没有收到政府信息公开申请，上年结转2件。"
    assert words[1] == "全年办结2件，没有结转下年度的申请。按结果分，予以公开2件。"


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"requests__received__natural_person": 5}, "新收政府信息公开申请5件，全部由个人提出。"),
        ({"requests__received__enterprise": 5}, "新收政府信息公开申请5件。"),
    ],
)
def test_who_applied(figures: dict[str, int], words: str) -> None:
    assert summary.sentences(report(**figures))[0].endswith(words)


def test_a_result_that_is_only_other_is_named_by_its_group() -> None:
    words = summary.sentences(report(requests__other_handling__other__other=3))
    assert "其他处理3件" in words[1]


def test_nothing_is_said_of_what_is_left_open() -> None:
    empty = Filing(format=NEW, body=BODY, year=2025)
    assert summary.sentences(empty) == ()
    assert [figure.value for figure in summary.public_figures(empty)] == [None] * 4
    assert all(not figure.note for figure in summary.public_figures(empty))


@pytest.mark.parametrize("form", [NEW, OLD])
def test_every_format_has_the_cells_of_the_figures(form: formats.Format) -> None:
    keys = {key for _, key in (*summary.KEY_FIGURES, *summary.OVER_THE_YEARS)}
    assert keys <= set(form.places)


def test_figures_for_the_reviewer_stand_beside_last_year() -> None:
    last = report(year=2024, requests__received__natural_person=216)
    notes = [figure.note for figure in summary.review_figures(BUSY, last)]
    assert notes[0] == "去年216件，多24件"
    assert notes[3] == "去年0件，多4件"
    assert summary.review_figures(report(), last)[0].note == "去年216件，少216件"
    assert summary.review_figures(report(), last)[1].note == "与去年相同"
    assert {f.note for f in summary.review_figures(BUSY, None)} == {"去年没有可比数字"}


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("3.危及“三安全一稳定”", "危及“三安全一稳定”"),
        ("四、结转下年度继续办理", "结转下年度继续办理"),
        ("行政许可", "行政许可"),
    ],
)
def test_a_label_without_its_number(label: str, plain: str) -> None:
    assert summary.short(label) == plain


def test_what_strays_from_an_official_label_is_told_from_the_rest() -> None:
    assert summary.strayed("(二)不分公开(区分", "（二）部分公开（区分") == (
        ("(二)", False),
        ("不", True),
        ("分公开(区分", False),
    )
    assert summary.strayed("采购金额", "采购总金额") == (("采购", False), ("金额", False))
    assert summary.strayed("", "采购总金额") == ()


def test_changes_begin_with_the_largest() -> None:
    before = report(
        requests__received__natural_person=190, cases__review__upheld=90, requests__received__other=1
    )
    found = summary.changes(report(requests__received__natural_person=200), before)
    assert [change.key for change in found] == [
        "cases.review.upheld",
        "requests.received.natural_person",
        "requests.received.other",
    ]
    assert [change.words for change in found] == ["少90", "多10", "少1"]
    assert [change.difference for change in found] == [-90, 10, -1]


def test_amounts_keep_their_decimals_and_gaps_are_told_in_words() -> None:
    fees = "disclosure.administrative_fees.amount"
    now = with_figures(report(), {fees: Decimal("1.5")})
    (change,) = summary.changes(now, with_figures(report(), {fees: Decimal("0.25")}))
    assert change.words == "多1.25"
    (change,) = summary.changes(now, with_figures(report(), {fees: None}))
    assert (change.difference, change.words) == (None, "原来没填")
    (change,) = summary.changes(with_figures(report(), {fees: None}), now)
    assert change.words == "现在没填"


def test_only_cells_of_both_formats_are_compared() -> None:
    new, old = report(), report(OLD, 2020)
    keys = summary.comparable(new, old)
    assert "disclosure.licences.decisions" in keys
    assert "disclosure.regulations.issued" not in keys
    assert "requests.received.total" not in keys
    assert summary.changes(new, old) == ()


def test_sections_done() -> None:
    assert summary.sections_done(Filing(format=NEW, body=BODY, year=2025)) == 0
    assert summary.sections_done(report()) == 3
    titles = {section.key: section.title for section in NEW.narratives}
    assert summary.sections_done(Filing(format=NEW, body=BODY, year=2025, sections=titles)) == 0
