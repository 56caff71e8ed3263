"""What belongs to a private person is found, and is never said again in full."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks import Finding, check
from disclosure.checks.personal import personal
from disclosure.checks.privacy import covered, without_private
from disclosure.filing import HEAD_FIELDS, Filing
from disclosure.formats.schema import Severity
from tests.core.cases import all_cases, usual_filing

FORM = formats.get("notice_2021_30")
IDENTITY, MOBILE, CARD = "11010119000101009X", "13800138000", "6222021234567890128"


def said_of(filing: Filing) -> str:
    """Everything the findings say, in one string."""
    return "".join(
        json.dumps(finding.to_data(), ensure_ascii=False) + "".join((*finding.working, finding.advice))
        for finding in check(filing)
    )


@pytest.mark.parametrize("private", [IDENTITY, MOBILE, CARD, "青山村三组12号"])
def test_no_finding_repeats_what_is_private(private: str) -> None:
    named = {CARD: "银行卡", "青山村三组12号": "家庭住址："}.get(private, "")
    text = f"XX局{named}{private}，共收到9件，其中公开3件、不公开4件。"
    said = said_of(replace(usual_filing(FORM, "示例市水务局", 2023), preface=text))
    assert "words.private" in said
    assert "words.placeholder" in said
    assert private not in said


def test_no_finding_of_the_written_cases_repeats_what_is_private() -> None:
    for case in all_cases():
        if case.rule == "words.private" and case.fails:
            around = [getattr(case.filing, name) for name in ("title", *HEAD_FIELDS)]
            texts = [*around, *case.filing.sections.values()]
            hidden = [text[it.start : it.end] for text in texts for it in personal(text)]
            assert hidden
            assert not [number for number in hidden if number in said_of(case.filing)]


def test_two_numbers_that_read_the_same_are_two_findings() -> None:
    text = "手机13800138000。手机13800138100。手机13811138000。"
    found = check(replace(usual_filing(FORM, "示例市水务局", 2023), preface=text))
    private = [finding for finding in found if finding.rule == "words.private"]
    assert [finding.excerpt for finding in private] == ["手机138"] * 3
    assert len({finding.fingerprint for finding in private}) == 3
    assert len({json.dumps(finding.to_data()) for finding in private}) == 1


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        (CARD, f"622{'*' * 14}28"),
        (CARD[:17], f"622{'*' * 14}"),
        (f"{CARD[6:]}，已", f"{'*' * 11}28，已"),
        (f"退款打入申请人银行卡{CARD[:17]}", f"退款打入申请人银行卡622{'*' * 14}"),
        ("退款打入", "退款打入"),
        (f"卡{CARD}，已经到账。", f"卡622{'*' * 14}28，已经到账。"),
        ("不在报告里", "不在报告里"),
    ],
)
def test_a_quotation_is_covered_as_the_text_is(quoted: str, said: str) -> None:
    text = f"退款打入申请人银行卡{CARD}，已经到账。另有3件未退。"
    filing = replace(usual_filing(FORM, "示例市水务局", 2023), sections={"problems": text})
    private = [finding for finding in check(filing) if finding.rule == "words.private"]
    other = Finding("words.parts", Severity.QUERY, "", "problems", excerpt=quoted)
    assert without_private(filing, (*private, other))[-1].excerpt == said


def test_a_second_sentence_is_covered_as_the_first_one_is() -> None:
    text = f"先退了3件。退款打入申请人银行卡{CARD}，已经到账。"
    filing = replace(usual_filing(FORM, "示例市水务局", 2023), sections={"problems": text})
    private = [finding for finding in check(filing) if finding.rule == "words.private"]
    other = Finding("words.parts", Severity.QUERY, "", "problems", excerpt=f"申请人银行卡{CARD[:17]}")
    assert without_private(filing, (*private, other))[-1].excerpt == f"申请人银行卡622{'*' * 14}"


def test_the_seal_of_a_finding_says_the_readable_end_and_two_digits_more() -> None:
    filing = replace(usual_filing(FORM, "示例市水务局", 2023), preface=f"手机{MOBILE}、身份证{IDENTITY}。")
    (private,) = (finding for finding in check(filing) if finding.rule == "words.private")
    assert re.fullmatch("009X[0-9a-f]{2}", private.seal)


def test_what_is_covered_keeps_its_length_and_its_ends() -> None:
    assert covered(f"手机{MOBILE}。") == "手机138******00。"
    assert covered("联系电话0870-2000000") == "联系电话0870-2000000"


def test_covered_words_are_no_longer_private() -> None:
    text = f"申请人身份证{IDENTITY}，手机{MOBILE}，银行卡{CARD}，住址：示例县青山镇青山村三组12号。"
    assert [it.kind for it in personal(text)] == ["身份证号码", "手机号码", "银行卡号", "家庭住址"]
    assert personal(covered(text)) == ()


@given(st.integers(0, 10**17 - 1))
def test_of_eleven_last_characters_at_most_one_makes_an_identity_number(first: int) -> None:
    found = [last for last in "0123456789X" if personal(f"号码{first:017d}{last}")]
    assert len(found) <= 1


@given(st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 28), st.integers(0, 999))
def test_every_birthday_has_its_last_character(year: int, month: int, day: int, number: int) -> None:
    first = f"530602{year}{month:02d}{day:02d}{number:03d}"
    found = [last for last in "0123456789X" if personal(f"号码{first}{last}")]
    assert len(found) == 1


def identity(first: str) -> str:
    """Seventeen digits with the character ISO 7064 (MOD 11-2) gives them."""
    weighed = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(first))
    return first + "10X98765432"[weighed % 11]


@pytest.mark.parametrize(
    ("birthday", "private"),
    [("18991231", False), ("19000101", True), ("20991231", True), ("21000101", False), ("20010229", False)],
)
def test_somebody_is_born_from_1900_to_2099(birthday: str, private: bool) -> None:
    assert bool(personal(f"号码{identity('530602' + birthday + '123')}")) is private


def test_a_word_that_says_what_a_number_is_stands_near() -> None:
    old, card = "110101000101001", CARD
    assert personal("身份证" + "字" * 21 + old)
    assert not personal("身份证" + "字" * 22 + old)
    assert personal("卡号" + "字" * 46 + card)
    assert not personal("卡号" + "字" * 47 + card)
    assert personal("编号" + " " * 23 + MOBILE)
    assert not personal("编号" + " " * 22 + MOBILE)


def test_a_list_of_telephone_numbers_is_as_long_as_a_body_has_lines() -> None:
    assert not personal("热线：" + " " * 297 + MOBILE)
    assert personal("热线：" + " " * 298 + MOBILE)


def test_every_second_digit_of_a_card_counts_twice() -> None:
    for last in range(10):
        found = personal(f"银行卡622202123456789012{last}")
        assert bool(found) is (last == 8)


def test_the_first_reading_of_the_same_digits_counts() -> None:
    text = f"银行卡{identity('53060219900101123')}，手机{MOBILE}，身份证{IDENTITY}"
    assert [(it.kind, text[it.start : it.end]) for it in personal(text)] == [
        ("身份证号码", identity("53060219900101123")),
        ("手机号码", MOBILE),
        ("身份证号码", IDENTITY),
    ]


@given(st.text(alphabet="0123456789 -，。：手机电话号码身份证银行卡住址村组X*１２", max_size=80))
def test_any_text_can_be_covered(text: str) -> None:
    assert len(covered(text)) == len(text)


def test_a_phone_book_is_read_in_time() -> None:
    line = f"申请人李某，手机{MOBILE}，身份证{IDENTITY}，住址：示例县青山镇青山村三组12号；"
    assert len(personal(line * 300)) == 900


@pytest.mark.parametrize(
    "unit", ["村1组", "小区3栋", "家住村", "13800138000、", "申请人住", "联系电话1", "6 ", "一"]
)
def test_what_nearly_is_an_address_or_a_number_is_read_in_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert len(covered(text)) == len(text)
