"""A report as a value: totals are derived, a missing figure is no zero, and what is written is read back the same."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import formats
from disclosure.filing import (
    Figure,
    Filing,
    add,
    as_number,
    empty_figures,
    figure,
    from_data,
    holds,
    to_data,
    with_figures,
)
from disclosure.formats.schema import Format, Place, Relation
from tests.formats.notice_invented import FORMAT as INVENTED

FORM = formats.get("notice_2021_30")


def report() -> Filing:
    return Filing(FORM, "示例市水务局", 2023, empty_figures(FORM))


def test_totals_follow_from_the_figures() -> None:
    filing = with_figures(
        report(),
        {
            "requests.granted.enterprise": 3,
            "requests.refused.state_secret.enterprise": 4,
            "requests.granted.natural_person": 5,
            "cases.review.upheld": 6,
            "cases.review.pending": 1,
        },
    )
    assert filing.value("requests.handled.enterprise") == 7
    assert filing.value("requests.granted.total") == 8
    assert filing.value("requests.handled.total") == 12
    assert filing.value("cases.review.total") == 7
    assert filing.value("cases.direct_suit.total") == 0


def test_a_total_is_missing_as_long_as_one_part_is() -> None:
    filing = with_figures(report(), {"requests.granted.enterprise": None})
    assert filing.value("requests.granted.enterprise") is None
    assert filing.value("requests.granted.total") is None
    assert filing.value("requests.handled.enterprise") is None
    assert filing.value("requests.handled.total") is None
    assert filing.value("requests.handled.natural_person") == 0
    assert [place.key for place in filing.missing("requests")] == ["requests.granted.enterprise"]
    assert filing.missing("cases") == ()


def test_an_empty_report_misses_every_cell_but_the_derived_ones() -> None:
    filing = Filing(FORM, "示例市水务局", 2023)
    missing = [place for table in FORM.tables for place in filing.missing(table)]
    assert [place.key for place in missing] == [
        key for key, place in FORM.places.items() if not place.derived
    ]
    assert set(filing.values.values()) == {None}


def test_values_come_in_printed_order_and_an_unknown_key_is_refused() -> None:
    assert list(report().values) == list(FORM.places)
    with pytest.raises(KeyError):
        report().value("requests.granted.nobody")


def test_sums_through_several_levels_of_another_format() -> None:
    figures = {
        **empty_figures(INVENTED),
        "letters.outcome.forwarded.up.network": 2,
        "letters.arrived.paper": 5,
    }
    filing = Filing(INVENTED, "示例", 2100, figures)
    assert filing.value("letters.finished.all") == 2
    assert filing.value("letters.arrived.all") == 5
    assert filing.official_title == "示例2100年群众来信办理年度报告"


def test_a_sum_with_a_gap_is_no_number() -> None:
    assert add([1, 2, Decimal("0.5")]) == Decimal("3.5")
    assert add([1, None]) is None
    assert add([]) == 0


@pytest.mark.parametrize(
    ("relation", "left", "right", "expected"),
    [
        (Relation.EQUAL, 2, 2, True),
        (Relation.EQUAL, 2, 3, False),
        (Relation.AT_LEAST, 3, 2, True),
        (Relation.AT_LEAST, 2, 3, False),
        (Relation.DIFFERENT, 2, 3, True),
        (Relation.DIFFERENT, 2, 2, False),
    ],
)
def test_relations(relation: Relation, left: int, right: int, expected: bool) -> None:
    assert holds(left, relation, right) is expected


def test_amounts_keep_their_decimals() -> None:
    fee = "disclosure.administrative_fees.amount"
    filing = with_figures(report(), {fee: figure(FORM.places[fee], "59237.2449")})
    assert to_data(filing)["cells"][fee] == 59237.2449
    assert from_data(to_data(filing)).figures[fee] == Decimal("59237.2449")
    assert as_number(Decimal("3.00")) == 3
    assert isinstance(as_number(Decimal("3.00")), int)
    assert as_number(None) is None


def test_the_data_carry_titles_totals_and_what_was_not_read() -> None:
    filing = Filing(FORM, "示例市水务局", 2023, unread={"cases.review.upheld": "/"}, preface="按要求报告。")
    data = to_data(filing)
    assert data["title"] == "示例市水务局2023年政府信息公开工作年度报告"
    assert list(data["sections"]) == ["overview", "problems", "other"]
    assert list(data["cells"]) == list(FORM.places)
    assert data["unread"] == [{"where": "cases.review.upheld", "text": "/"}]
    assert from_data(data).unread == {"cases.review.upheld": "/"}
    assert from_data(data).preface == "按要求报告。"


def test_totals_in_the_data_are_not_believed() -> None:
    data = to_data(report())
    data["cells"]["requests.granted.total"] = 99
    assert from_data(data).value("requests.granted.total") == 0


def test_data_of_an_unknown_format_are_refused() -> None:
    with pytest.raises(KeyError):
        from_data({**to_data(report()), "format": "notice_1999_1"})


def test_the_digest_changes_with_every_figure_and_word() -> None:
    filing = report()
    changed = with_figures(filing, {"cases.review.upheld": 1})
    emptied = with_figures(filing, {"cases.review.upheld": None})
    reworded = Filing(FORM, "示例市水务局", 2023, filing.figures, {"problems": "还有不足。"})
    assert len({f.digest for f in (filing, changed, emptied, reworded)}) == 4
    assert filing.digest == report().digest


def _figures(place: Place) -> st.SearchStrategy[Figure]:
    low = -9999 if place.unit.signed else 0
    if place.unit.decimals:
        return st.decimals(0, 10**9, places=place.unit.decimals, allow_nan=False)
    return st.integers(low, 10**9)


@st.composite
def filings(draw: st.DrawFn) -> Filing:
    """Any report in an official format, some cells empty, some words missing."""
    form: Format = draw(st.sampled_from(list(formats.all_formats().values())))
    entered = [place for place in form.places.values() if not place.derived]
    filled = draw(st.lists(st.sampled_from(entered), max_size=12, unique_by=lambda place: place.key))
    words = st.text("年报甲乙。（）\n12 ", max_size=20)
    return Filing(
        form,
        draw(words),
        draw(st.integers(2008, 2100)),
        figures={place.key: draw(_figures(place)) for place in filled},
        sections={section.key: draw(words) for section in form.narratives},
        title=draw(words),
        preface=draw(words),
        addressee=draw(words),
        signature=draw(words),
        date=draw(words),
    )


@given(filings())
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_back_the_same(filing: Filing) -> None:
    data = json.loads(json.dumps(to_data(filing), ensure_ascii=False))
    again = from_data(data)
    assert again.figures == filing.figures
    assert again.sections == filing.sections
    assert to_data(again) == to_data(filing)
    assert again.digest == filing.digest
