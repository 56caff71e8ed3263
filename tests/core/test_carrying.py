"""What last year's report gives for empty cells: carried-over applications, documents in force, nothing by guess."""

from disclosure import formats
from disclosure.carrying import offers
from disclosure.filing import Filing, empty_figures, with_figures

FORM = formats.get("notice_2021_30")
OLD = formats.get("notice_2019_60")


def report(form=FORM, year=2024, **cells):
    return Filing(form, "示例市水务局", year, figures=cells)


def last(**cells):
    return with_figures(report(year=2023, **empty_figures(FORM)), cells)


def test_what_was_carried_out_is_offered_for_every_kind_of_applicant():
    (offer,) = offers(report(), last(**{"requests.carried_out.enterprise": 3}), "requests")
    assert offer.figures["requests.carried_in.enterprise"] == 3
    assert len(offer.figures) == 6
    assert sum(offer.figures.values()) == 3
    assert "3件" in offer.words


def test_nothing_carried_over_is_offered_as_zeros():
    (offer,) = offers(report(), last(), "requests")
    assert set(offer.figures.values()) == {0}
    assert "没有结转" in offer.words


def test_cells_that_hold_something_are_left_alone():
    filled = report(**{"requests.carried_in.enterprise": 1})
    (offer,) = offers(filled, last(), "requests")
    assert "requests.carried_in.enterprise" not in offer.figures
    asked = Filing(FORM, "示例市水务局", 2024, unread={"requests.carried_in.other": "/"})
    assert "requests.carried_in.other" not in offers(asked, last(), "requests")[0].figures


def test_documents_in_force_follow_from_those_issued_and_repealed():
    row = "disclosure.normative_documents"
    filled = report(**{f"{row}.issued": 61, f"{row}.repealed": 59})
    (offer,) = offers(filled, last(**{f"{row}.in_force": 420}), "disclosure")
    assert offer.figures == {f"{row}.in_force": 422}
    assert offer.words == "“行政规范性文件”去年420件，加制发61件、减废止59件，现行有效应是422件。"


def test_everything_in_force_is_one_offer():
    rows = ("disclosure.regulations", "disclosure.normative_documents")
    filled = report(**{f"{row}.{key}": 1 for row in rows for key in ("issued", "repealed")})
    (offer,) = offers(filled, last(**{f"{row}.in_force": 7 for row in rows}), "disclosure")
    assert offer.typed == {f"{row}.in_force": "7" for row in rows}
    assert offer.words.count("现行有效应是7件") == 2 and offer.words.endswith("件。")


def test_a_stock_down_to_nothing_is_offered_and_none_below():
    row = "disclosure.normative_documents"
    filled = report(**{f"{row}.issued": 3, f"{row}.repealed": 4})
    (offer,) = offers(filled, last(**{f"{row}.in_force": 1}), "disclosure")
    assert offer.figures == {f"{row}.in_force": 0}
    assert offers(filled, last(), "disclosure") == ()
    grown = report(**{f"{row}.issued": 3, f"{row}.repealed": 2})
    assert offers(grown, last(), "disclosure")[0].figures == {f"{row}.in_force": 1}


def test_a_stock_that_is_filled_in_is_left_alone():
    row = "disclosure.normative_documents"
    filled = report(**{f"{row}.issued": 3, f"{row}.repealed": 2, f"{row}.in_force": 9})
    assert offers(filled, last(**{f"{row}.in_force": 1}), "disclosure") == ()


def test_they_are_not_guessed_before_both_are_known():
    row = "disclosure.normative_documents"
    assert offers(report(**{f"{row}.issued": 61}), last(**{f"{row}.in_force": 420}), "disclosure") == ()


def test_a_form_that_did_not_ask_for_them_gives_nothing():
    row = "disclosure.normative_documents"
    filled = report(**{f"{row}.issued": 1, f"{row}.repealed": 0})
    assert offers(filled, report(OLD, 2020, **empty_figures(OLD)), "disclosure") == ()


def test_without_last_years_report_there_is_no_offer():
    assert offers(report(), None, "requests") == ()
