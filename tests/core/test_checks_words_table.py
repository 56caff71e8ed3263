"""Figures in the text against the tables: a corpus of texts, each with exactly the findings expected."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from disclosure import formats
from disclosure.checks import RULES, Context
from disclosure.checks.table_vocabulary import Kind, words
from disclosure.filing import Figure, Filing, empty_figures
from tests.core.corpus import Case, cases, score
from tests.formats.notice_invented import FORMAT as INVENTED

CASES = cases("table_words*.toml")
RULE = next(rule for rule in RULES if rule.id == "words.table")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_text_has_the_findings_it_expects(case: Case) -> None:
    said = [(finding.message, finding.excerpt) for finding in case.findings]
    assert len(said) == case.matched, said
    assert (case.matched == len(case.expect)) is not case.missed, said


def test_precision_and_recall() -> None:
    found = score(CASES)["words.table"]
    assert found.precision >= 0.98
    assert found.recall >= 0.9


def test_most_cases_are_such_as_must_not_be_flagged() -> None:
    assert len(CASES) >= 120
    assert sum(not case.expect for case in CASES) * 2 > len(CASES)
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("form", formats.all_formats().values(), ids=lambda form: form.id)
def test_the_labels_of_the_form_are_words_of_the_vocabulary(form: formats.Format) -> None:
    for text, kind, value in [
        ("予以公开", Kind.ROW, "granted"),
        ("不予处理", Kind.ROW, "not_processed"),
        ("本机关不掌握相关政府信息", Kind.ROW, "unavailable.not_held"),
        ("社会公益组织", Kind.COLUMN, "social_welfare_organisation"),
        ("行政复议", Kind.CASE, "review"),
        ("行政诉讼", Kind.CASE, "suit"),
        ("尚未审结", Kind.OUTCOME, "pending"),
        ("行政强制", Kind.DECISION, "compulsory_measures"),
        ("行政事业性收费", Kind.FEE, "administrative_fees"),
    ]:
        understood = words(form, text)
        assert understood and [(word.kind, word.value) for word in understood] == [(kind, value)]
    assert words(form, "予以公开绿化") is None


@pytest.mark.parametrize("form", formats.all_formats().values(), ids=lambda form: form.id)
def test_a_label_is_read_whole_even_where_it_begins_like_another(form: formats.Format) -> None:
    (requests,) = form.tables["requests"].blocks
    labels = {re.sub("^（.*?）|^\\d+\\.", "", row.label): row.key for row in requests.leaves}
    rows = {
        label: key
        for label, key in labels.items()
        if key.startswith(("refused", "unavailable", "not_processed"))
    }
    assert len(rows) == 16
    for label, key in rows.items():
        understood = words(form, re.sub("（.*", "", label))
        assert understood and [(word.kind, word.value) for word in understood] == [(Kind.ROW, key)]


@pytest.mark.parametrize("form", formats.all_formats().values(), ids=lambda form: form.id)
def test_what_stands_in_the_form_more_than_once_names_nothing(form: formats.Format) -> None:
    assert words(form, "其他") is None
    understood = words(form, "总计")
    assert understood and [word.kind for word in understood] == [Kind.FILL]


SENTENCES = (
    "（二）依申请公开。全年收到政府信息公开申请{requests.received.total}件，上年结转{requests.carried_in.total}件。",
    "收到{requests.received.total}件政府信息公开申请，其中自然人{requests.received.natural_person}件。",
    "（二）依申请公开。全年办结{requests.handled.total}件政府信息公开申请，结转下年度{requests.carried_out.total}件。",
    "政府信息公开申请中，予以公开{requests.granted.total}件，部分公开{requests.partly_granted.total}件。",
    "因政府信息公开被申请行政复议{cases.review.total}件，其中结果维持{cases.review.upheld}件。",
    "政府信息公开行政诉讼案件中，复议后起诉{cases.suit_after_review.total}件。",
    "依法作出行政许可决定{disclosure.licences.decisions}件、行政处罚决定{disclosure.penalties.decisions}件。",
)
_CELL = re.compile(r"{([a-z_.]+)}")


@pytest.mark.parametrize("form", formats.all_formats().values(), ids=lambda form: form.id)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_is_written_from_the_table_holds_and_any_other_number_does_not(
    form: formats.Format, sentence: str
) -> None:
    chance = random.Random(sentence)
    for _ in range(20):
        figures = {key: chance.randrange(50) for key in empty_figures(form)}
        filing = Filing(form, "示例市水务局", form.first_year, figures)
        assert _numbers(filing, _written(sentence, filing, "")) == []
        wrong = chance.choice(_CELL.findall(sentence))
        assert _numbers(filing, _written(sentence, filing, wrong)) == [(9999, filing.value(wrong))]


def _written(sentence: str, filing: Filing, wrong: str) -> str:
    """The sentence with the figures of the tables, but 9999 for one of them."""
    return _CELL.sub(lambda cell: "9999" if cell[1] == wrong else str(filing.value(cell[1])), sentence)


def _numbers(filing: Filing, text: str) -> list[tuple[Figure, ...]]:
    said = replace(filing, sections={"overview": text})
    return [finding.numbers for finding in RULE.find(RULE, said, Context())]


def test_a_format_with_other_tables_is_left_alone() -> None:
    text = {"overview": "全年收到政府信息公开申请12件。"}
    assert not list(RULE.find(RULE, Filing(INVENTED, "示例", 2100, empty_figures(INVENTED), text), Context()))


def test_the_rule_says_why_and_gives_an_example() -> None:
    assert RULE.why.endswith("。") and RULE.example.endswith("。")
