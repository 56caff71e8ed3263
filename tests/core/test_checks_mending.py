"""The change that would mend a broken balance: ordinary slips are recognised, and nothing else is offered."""

from dataclasses import replace

import pytest

from disclosure import formats
from disclosure.checks import check
from disclosure.checks.mending import MOST, mends
from disclosure.filing import Filing, empty_figures, with_figures
from tests.formats.notice_invented import FORMAT as INVENTED

FORM = formats.get("notice_2021_30")
PERSON, FIRM = "natural_person", "enterprise"


def report(**rows):
    """A report of zeros with these rows: received={"natural_person": 5} …"""
    cells = {
        f"requests.{row.replace('__', '.')}.{column}": figure
        for row, figures in rows.items()
        for column, figure in figures.items()
    }
    return with_figures(Filing(FORM, "示例市水务局", 2024, figures=empty_figures(FORM)), cells)


def offered(filing, previous=None):
    finding = next(found for found in check(filing) if found.rule == "requests.balance")
    return mends(filing, finding, previous)


def kinds(filing, previous=None):
    return [mend.kind for mend in offered(filing, previous)]


def test_every_change_that_is_offered_mends_its_column():
    filing = report(received={PERSON: 43}, granted={PERSON: 12}, partly_granted={PERSON: 21})
    for mend in offered(filing):
        mended = with_figures(filing, dict(mend.changes))
        assert not [found for found in check(mended) if found.rule == "requests.balance"], mend


def test_two_digits_swapped():
    first, *_ = offered(report(received={PERSON: 31}, granted={PERSON: 13}))
    assert first.kind == "swapped"
    assert first.changes in (
        (("requests.granted.natural_person", 31),),
        (("requests.received.natural_person", 13),),
    )
    assert "是不是" in first.words


def test_a_carry_over_left_at_zero():
    filing = report(received={PERSON: 9}, granted={PERSON: 7})
    assert [dict(mend.changes) for mend in offered(filing) if mend.kind == "missing"] == [
        {"requests.carried_out.natural_person": 2}
    ]


def test_the_carry_over_of_last_year_comes_first():
    before = report(received={PERSON: 3}, carried_out={PERSON: 3})
    filing = report(received={PERSON: 4}, carried_in={PERSON: 1}, granted={PERSON: 7})
    first, *_ = offered(filing, before)
    assert (first.kind, dict(first.changes)) == ("last_year", {"requests.carried_in.natural_person": 3})
    assert "去年" in first.words


def test_a_figure_in_the_wrong_column():
    filing = report(received={PERSON: 5, FIRM: 3}, granted={PERSON: 8})
    first, *_ = offered(report(received={PERSON: 5, FIRM: 0}, granted={PERSON: 0, FIRM: 5}))
    assert first.kind == "neighbour"
    assert set(dict(first.changes).values()) == {0, 5}
    assert "neighbour" not in kinds(filing)


def test_a_column_one_line_too_low():
    filing = report(
        carried_in={PERSON: 6},
        granted={PERSON: 1},
        partly_granted={PERSON: 3},
        refused__state_secret={PERSON: 4},
    )
    shifted = [mend for mend in offered(filing) if mend.kind == "shifted"]
    assert [dict(mend.changes)["requests.received.natural_person"] for mend in shifted] == [6]


def test_cases_counted_twice():
    filing = report(received={PERSON: 10}, granted={PERSON: 10}, partly_granted={PERSON: 2})
    assert {"requests.granted.natural_person": 8} in [
        dict(mend.changes) for mend in offered(filing) if mend.kind == "twice"
    ]


# --- What is said of it ----------------------------------------------------------------------------------------------


def said(filing, kind, previous=None):
    return [(mend.words, mend.changes) for mend in offered(filing, previous) if mend.kind == kind]


def test_digits_swapped_anywhere_in_a_figure():
    filing = report(received={PERSON: 4213}, granted={PERSON: 4123})
    assert said(filing, "swapped") == [
        (
            "“一、本年新收政府信息公开申请数量”的4213是不是4123？改了两边就相等。",
            (("requests.received.natural_person", 4123),),
        ),
        ("“（一）予以公开”的4123是不是4213？改了两边就相等。", (("requests.granted.natural_person", 4213),)),
    ]


def test_no_figure_begins_with_a_zero():
    assert said(report(received={PERSON: 1}, granted={PERSON: 10}), "swapped") == []


def test_a_row_left_at_zero_is_named_with_what_it_would_have_to_say():
    assert said(report(received={PERSON: 9}, granted={PERSON: 8}), "missing") == [
        (
            "自然人的“四、结转下年度继续办理”现在是0，填1，两边就相等。",
            (("requests.carried_out.natural_person", 1),),
        )
    ]
    filing = report(carried_in={PERSON: 5}, granted={PERSON: 7})
    assert said(filing, "missing") == [
        (
            "自然人的“一、本年新收政府信息公开申请数量”现在是0，填2，两边就相等。",
            (("requests.received.natural_person", 2),),
        )
    ]


def test_last_years_carry_over_is_named():
    before = report(received={FIRM: 3}, carried_out={FIRM: 3})
    filing = report(received={FIRM: 4}, carried_in={FIRM: 1}, granted={FIRM: 7})
    assert said(filing, "last_year", before) == [
        (
            "去年结转到今年的是3，“二、上年结转政府信息公开申请数量”填3，两边就相等。",
            (("requests.carried_in.enterprise", 3),),
        )
    ]


def test_last_years_carry_over_that_mends_nothing_is_not_offered():
    before = report(received={FIRM: 2}, carried_out={FIRM: 2})
    filing = report(received={FIRM: 4}, carried_in={FIRM: 1}, granted={FIRM: 7})
    assert said(filing, "last_year", before) == []
    unknown = with_figures(before, {"requests.carried_out.enterprise": None})
    assert said(filing, "last_year", unknown) == []


def test_a_figure_in_the_wrong_column_is_offered_both_ways():
    filing = report(received={PERSON: 5}, granted={FIRM: 5})
    assert said(filing, "neighbour") == [
        (
            "“一、本年新收政府信息公开申请数量”的5件可能填错了列：从自然人移到商业企业，两列都相等。",
            (("requests.received.natural_person", 0), ("requests.received.enterprise", 5)),
        ),
        (
            "“（一）予以公开”的5件可能填错了列：从商业企业移到自然人，两列都相等。",
            (("requests.granted.enterprise", 0), ("requests.granted.natural_person", 5)),
        ),
    ]


def test_two_figures_side_by_side_in_each_others_cells():
    filing = report(
        received={PERSON: 30, FIRM: 12}, granted={PERSON: 12, FIRM: 10}, carried_out={PERSON: 2, FIRM: 18}
    )
    first, *_ = offered(filing)
    assert (first.kind, first.words, first.changes) == (
        "exchanged",
        "“四、结转下年度继续办理”的自然人和商业企业可能填反了：2和18换过来，两列都相等。",
        (("requests.carried_out.natural_person", 18), ("requests.carried_out.enterprise", 2)),
    )


def test_two_figures_that_do_not_stand_side_by_side_are_not_exchanged():
    apart = "social_welfare_organisation"
    filing = report(
        received={PERSON: 30, apart: 12}, granted={PERSON: 12, apart: 10}, carried_out={PERSON: 2, apart: 18}
    )
    assert "exchanged" not in kinds(filing)


def test_an_exchange_mends_both_columns_or_is_not_offered():
    figures = {"received": {PERSON: 30, FIRM: 12}, "granted": {PERSON: 12, FIRM: 10}}
    assert "exchanged" not in kinds(report(**figures, carried_out={PERSON: 2, FIRM: 19}))
    assert "exchanged" not in kinds(report(**figures, carried_out={PERSON: 2, FIRM: 0}))
    assert "exchanged" not in kinds(report(received={PERSON: 5}, granted={FIRM: 5}))


def test_an_exchange_that_last_year_contradicts_is_not_offered():
    before = report(carried_out={PERSON: 2, FIRM: 8})
    filing = report(carried_in={PERSON: 2, FIRM: 8}, granted={PERSON: 8, FIRM: 2})
    exchanged = [dict(mend.changes) for mend in offered(filing, before) if mend.kind == "exchanged"]
    assert exchanged == [{"requests.granted.natural_person": 2, "requests.granted.enterprise": 8}]


def test_two_figures_one_above_the_other_in_each_others_cells():
    filing = report(received={PERSON: 20}, carried_in={PERSON: 24}, granted={PERSON: 4})
    assert said(filing, "exchanged") == [
        (
            "自然人的“二、上年结转政府信息公开申请数量”和“（一）予以公开”可能填反了：24和4换过来，两边就相等。",
            (("requests.carried_in.natural_person", 4), ("requests.granted.natural_person", 24)),
        )
    ]
    assert "exchanged" not in kinds(report(received={PERSON: 5}, granted={PERSON: 10}))


def test_a_column_one_line_too_low_or_too_high():
    low = report(
        carried_in={PERSON: 2},
        granted={PERSON: 2},
        partly_granted={PERSON: 2},
        refused__state_secret={PERSON: 2},
    )
    assert said(low, "shifted") == [
        (
            "自然人可能错了一行：整列往上移一行，两边就相等。",
            (("requests.received.natural_person", 2), ("requests.refused.state_secret.natural_person", 0)),
        )
    ]
    high = report(received={PERSON: 6}, carried_in={PERSON: 1}, granted={PERSON: 5})
    assert said(high, "shifted") == [
        (
            "自然人可能错了一行：整列往下移一行，两边就相等。",
            (
                ("requests.received.natural_person", 0),
                ("requests.carried_in.natural_person", 6),
                ("requests.granted.natural_person", 1),
                ("requests.partly_granted.natural_person", 5),
            ),
        )
    ]


def test_no_column_is_moved_off_its_table():
    last = report(received={PERSON: 6}, carried_in={PERSON: 1}, granted={PERSON: 5}, carried_out={PERSON: 3})
    assert said(last, "shifted") == []


def test_cases_counted_twice_are_named_with_both_rows():
    filing = report(received={PERSON: 10}, granted={PERSON: 10}, partly_granted={PERSON: 2})
    assert said(filing, "twice") == [
        (
            "“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”的2件可能又计进了“（一）予以公开”：那里改成8，两边就相等。",
            (("requests.granted.natural_person", 8),),
        )
    ]


def test_a_form_with_other_rows_is_mended_by_what_it_has():
    filing = with_figures(
        Filing(INVENTED, "示例", 2100, figures=empty_figures(INVENTED)),
        {"letters.arrived.window": 7, "letters.outcome.answered.window": 4},
    )
    finding = next(found for found in check(filing) if found.rule == "letters.balance")
    previous = Filing(INVENTED, "示例", 2099, figures=empty_figures(INVENTED))
    assert [(mend.kind, mend.changes) for mend in mends(filing, finding, previous)] == [
        ("missing", (("letters.closing.window", 3),))
    ]


def test_a_rule_that_compares_is_not_mended():
    filing = with_figures(
        Filing(FORM, "示例市水务局", 2024, figures=empty_figures(FORM)),
        {"disclosure.normative_documents.issued": 3},
    )
    finding = next(found for found in check(filing) if found.rule == "disclosure.stock")
    assert mends(filing, finding) == ()


# --- What is not offered ---------------------------------------------------------------------------------------------


def test_a_gap_no_ordinary_slip_explains_gets_nothing():
    filing = report(
        received={PERSON: 50}, carried_in={PERSON: 5}, granted={PERSON: 7}, carried_out={PERSON: 1}
    )
    assert offered(filing) == ()


def test_no_change_would_leave_a_figure_below_zero():
    filing = report(received={PERSON: 1}, granted={PERSON: 40}, partly_granted={PERSON: 60})
    assert all(figure >= 0 for mend in offered(filing) for _, figure in mend.changes)
    assert "twice" not in kinds(report(received={PERSON: 1}, granted={PERSON: 1}, partly_granted={PERSON: 2}))
    moved = offered(report(received={PERSON: -3}, carried_in={FIRM: 3}))
    assert all(figure >= 0 for mend in moved for _, figure in mend.changes)


def test_there_are_never_more_than_a_clerk_can_try():
    filing = report(received={PERSON: 21, FIRM: 31}, granted={PERSON: 12, FIRM: 13})
    assert len(offered(filing)) == MOST == 3


@pytest.mark.parametrize("rule", ["figures.missing", "overview.aspects"])
def test_other_findings_have_no_such_change(rule):
    filing = Filing(FORM, "示例市水务局", 2024, sections={"overview": "全年公开信息。"})
    finding = next(found for found in check(filing) if found.rule == rule)
    assert mends(filing, finding) == ()


def test_a_carry_over_that_last_year_contradicts_is_not_offered():
    before = report(received={PERSON: 5}, carried_out={PERSON: 5})
    filing = report(received={PERSON: 7}, granted={PERSON: 9})
    assert kinds(filing) == ["missing"]
    assert kinds(filing, before) == []
    fitting = report(received={PERSON: 2}, carried_out={PERSON: 2})
    assert kinds(filing, fitting) == ["last_year"]


def test_a_total_that_a_document_printed_and_that_is_right_stays_right():
    filing = report(received={PERSON: 31}, granted={PERSON: 13})
    handled = replace(filing, printed={"requests.handled.natural_person": 13})
    assert "requests.granted.natural_person" in {key for mend in offered(filing) for key, _ in mend.changes}
    assert "requests.granted.natural_person" not in {
        key for mend in offered(handled) for key, _ in mend.changes
    }
    assert "requests.received.natural_person" in {key for mend in offered(handled) for key, _ in mend.changes}


def test_a_printed_total_that_is_wrong_already_forbids_nothing():
    filing = replace(
        report(received={PERSON: 31}, granted={PERSON: 13}), printed={"requests.handled.natural_person": 31}
    )
    assert {"requests.granted.natural_person"} <= {key for mend in offered(filing) for key, _ in mend.changes}
