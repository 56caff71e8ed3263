"""What a finding says of itself, and which reports a rule is for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from disclosure import formats
from disclosure.checks import RULES, Finding, Rule
from disclosure.checks.finding import part_of_page, place_of_cell
from disclosure.filing import Filing
from disclosure.formats.schema import Severity
from tests.core.cases import usual_filing

FORM = formats.get("notice_2021_30")
CELL, OTHER = "requests.received.enterprise", "requests.granted.enterprise"
IN_TABLE = Finding(
    "figures.missing", Severity.ERROR, "一格写着“无”", "requests", (CELL,), "无", focus=(CELL,)
)
IN_TEXT = Finding(
    "words.table", Severity.QUERY, "文中写3件", "other", (CELL, OTHER), "收到3件。", focus=(CELL,)
)
WITHOUT_CELL = Finding("words.private", Severity.ERROR, "写着号码", "other", excerpt="手机138", seal="00ab")


def rule(rule_id: str) -> Rule:
    return next(each for each in RULES if each.id == rule_id)


def report(form: str, year: int) -> Filing:
    return usual_filing(formats.get(form), "示例市水务局", year)


def test_words_are_quoted_from_the_text_and_not_from_a_cell() -> None:
    assert IN_TABLE.quoted == ""
    assert IN_TEXT.quoted == "收到3件。"
    assert WITHOUT_CELL.quoted == "手机138"
    both = replace(IN_TABLE, focus=("disclosure.licences.decisions", CELL))
    assert both.quoted == "", "one cell of its own section is enough"


def test_the_table_is_that_of_the_cell_to_look_at() -> None:
    assert (IN_TABLE.table, IN_TEXT.table, WITHOUT_CELL.table) == ("requests", "requests", "")


def test_a_reason_is_found_again_by_the_same_twelve_digits() -> None:
    assert IN_TEXT.fingerprint == "c9ba51657746"
    assert replace(IN_TEXT, numbers=(3, Decimal("2.50"))).fingerprint == "4c53ab881002"
    assert WITHOUT_CELL.fingerprint == "21602277dc72"


def test_a_reason_outlives_other_words_and_not_other_numbers() -> None:
    assert replace(IN_TEXT, message="换一句话", advice="换一条建议").fingerprint == IN_TEXT.fingerprint
    changed = [
        replace(IN_TEXT, rule="words.parts"),
        replace(IN_TEXT, section="problems"),
        replace(IN_TEXT, cells=(CELL,)),
        replace(IN_TEXT, excerpt="收到4件。"),
        replace(IN_TEXT, numbers=(3,)),
        replace(IN_TEXT, seal="00"),
    ]
    assert len({each.fingerprint for each in (IN_TEXT, *changed)}) == 7


def test_a_rule_is_for_its_formats_its_sections_and_its_years() -> None:
    fee = rule("other.processing_fee")
    assert fee.applies(report("notice_2021_30", 2021))
    assert not fee.applies(report("notice_2019_60", 2020))
    stock = rule("disclosure.stock")
    assert stock.applies(report("notice_2021_30", 2023))
    assert not stock.applies(report("notice_2019_60", 2020))
    assert not replace(fee, section="appendix").applies(report("notice_2021_30", 2023))


def test_a_cell_stands_in_its_section_behind_the_title_the_addressee_and_the_preface() -> None:
    keys = list(FORM.places)
    assert place_of_cell(FORM, CELL) == (part_of_page(FORM, "requests"), keys.index(CELL))
    assert [part_of_page(FORM, name) for name in ("title", "preface", "overview", "other", "date")] == [
        0,
        2,
        3,
        8,
        10,
    ]
