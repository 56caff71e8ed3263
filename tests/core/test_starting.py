"""An empty narrative is begun with questions: the answers are all that is written, and the fee agrees with the table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure import formats
from disclosure.checks import check
from disclosure.filing import Filing, empty_figures, with_figures
from disclosure.prose import Heading, blocks
from disclosure.starting import Answer, Fee, asks_fee, compose, fee_doubts, fee_sentence, questions

FORMAT = formats.get("notice_2021_30")
FILLED = Filing(FORMAT, "示例市教育局", 2025, figures=empty_figures(FORMAT))
OVERVIEW, PROBLEMS, OTHER = (FORMAT.section(key) for key in ("overview", "problems", "other"))
UNPAID = "requests.other_handling.fee_unpaid.natural_person"


def test_every_matter_of_the_section_is_asked_for() -> None:
    found = questions(OVERVIEW, FILLED, government=False)
    assert [question.heading for question in found] == [
        aspect.label for aspect in OVERVIEW.aspects if not aspect.government_only
    ]
    assert len(questions(OVERVIEW, FILLED, government=True)) == len(OVERVIEW.aspects)
    assert all(question.ask.endswith(("？", "。")) for question in found)


@pytest.mark.parametrize("form", formats.all_formats().values(), ids=lambda form: form.id)
def test_every_format_says_what_to_ask(form: formats.schema.Format) -> None:
    assert all(aspect.question for section in form.sections for aspect in section.aspects)


def test_the_table_gives_sentences_once_it_is_filled_in() -> None:
    figures = {"requests.received.natural_person": 3, "requests.granted.natural_person": 3}
    filing = with_figures(FILLED, figures)
    known = {q.key: q.sentences for q in questions(OVERVIEW, filing, government=False)}
    assert known.pop("on_request") == (
        "2025年，新收政府信息公开申请3件，全部由个人提出。",
        "全年办结3件，没有结转下年度的申请。按结果分，予以公开3件。",
    )
    assert set(known.values()) == {()}
    open_ = with_figures(filing, {"requests.granted.other": None})
    assert all(not q.sentences for q in questions(OVERVIEW, open_, government=False))


def test_the_answers_become_headed_paragraphs_and_nothing_else() -> None:
    text = compose(
        [
            Answer("主动公开", (), "  全年公开36条。\n另设专栏1个。\n"),
            Answer("政府信息管理", (), " \n"),
            Answer("依申请公开", ("全年收到3件。",), "都按时答复。"),
        ]
    )
    assert (
        text == "（一）主动公开。全年公开36条。\n另设专栏1个。\n（二）依申请公开。全年收到3件。都按时答复。"
    )
    assert [block.text for block in blocks(text) if isinstance(block, Heading)] == [
        "（一）主动公开。",
        "（二）依申请公开。",
    ]
    assert compose([Answer("主动公开", (), "")]) == ""


def test_section_five_has_problems_and_improvements() -> None:
    assert [q.heading for q in questions(PROBLEMS, FILLED, government=False)] == ["存在的问题", "改进情况"]


def test_the_fee_is_reported_from_2021_on() -> None:
    assert asks_fee(OTHER, 2021) and not asks_fee(OTHER, 2020) and not asks_fee(PROBLEMS, 2025)


@pytest.mark.parametrize(
    "fee",
    [
        Fee(0, Decimal(0), Decimal(0)),
        Fee(3, Decimal("1200"), Decimal("1000.50")),
        Fee(1, Decimal(10), Decimal(0)),
    ],
)
def test_the_sentence_on_the_fee_is_one_the_rule_accepts(fee: Fee) -> None:
    filing = Filing(FORMAT, "示例市教育局", 2025, empty_figures(FORMAT), {"other": fee_sentence(fee)})
    assert "other.processing_fee" not in {finding.rule for finding in check(filing)}


def test_amounts_are_written_without_needless_zeros() -> None:
    assert "应收1200元，实际收取1000.5元" in fee_sentence(Fee(3, Decimal("1200.00"), Decimal("1000.50")))


@pytest.mark.parametrize(
    ("fee", "unpaid", "asked"),
    [
        (Fee(0, Decimal(0), Decimal(0)), 0, set()),
        (Fee(2, Decimal(100), Decimal(50)), 2, set()),
        (Fee(0, Decimal(0), Decimal(0)), 2, {"notices"}),
        (Fee(1, Decimal(100), Decimal(0)), 2, {"notices"}),
        (Fee(1, Decimal(0), Decimal(0)), 0, {"asked"}),
        (Fee(0, Decimal(100), Decimal(0)), 0, {"notices"}),
        (Fee(1, Decimal(100), Decimal(200)), 0, {"collected"}),
    ],
)
def test_numbers_that_do_not_go_together_are_asked_about(fee: Fee, unpaid: int, asked: set[str]) -> None:
    assert set(fee_doubts(fee, with_figures(FILLED, {UNPAID: unpaid}))) == asked
