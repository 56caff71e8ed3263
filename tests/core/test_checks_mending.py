"""The change that would mend a broken balance: ordinary slips are recognised, and nothing else is offered."""

import pytest

from disclosure import formats
from disclosure.checks import check
from disclosure.checks.mending import MOST, mends
from disclosure.filing import Filing, empty_figures, with_figures

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


def test_a_gap_no_ordinary_slip_explains_gets_nothing():
    filing = report(
        received={PERSON: 50}, carried_in={PERSON: 5}, granted={PERSON: 7}, carried_out={PERSON: 1}
    )
    assert offered(filing) == ()


def test_no_change_would_leave_a_figure_below_zero():
    filing = report(received={PERSON: 1}, granted={PERSON: 40}, partly_granted={PERSON: 60})
    assert all(figure >= 0 for mend in offered(filing) for _, figure in mend.changes)


def test_there_are_never_more_than_a_clerk_can_try():
    filing = report(
        received={PERSON: 21, FIRM: 31}, granted={PERSON: 12, FIRM: 13}, partly_granted={PERSON: 3, FIRM: 5}
    )
    assert len(offered(filing)) <= MOST


@pytest.mark.parametrize("rule", ["figures.missing", "overview.aspects"])
def test_other_findings_have_no_such_change(rule):
    filing = Filing(FORM, "示例市水务局", 2024, sections={"overview": "全年公开信息。"})
    finding = next(found for found in check(filing) if found.rule == rule)
    assert mends(filing, finding) == ()
