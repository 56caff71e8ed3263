"""The chain of records: whatever is changed, moved, taken out or put in shows; codes survive being read from paper."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import chain
from disclosure.chain import Record, follow


def records(count: int) -> list[Record]:
    made: list[Record] = []
    for number in range(count):
        made.append(follow(made[-1] if made else None, {"act": "publish", "title": f"第{number}份"}))
    return made


def test_a_record_names_the_one_before_and_its_digest_is_that_of_its_text() -> None:
    first, second = records(2)
    assert json.loads(first.text)["previous"] == chain.START
    assert json.loads(second.text) == {
        "act": "publish",
        "title": "第1份",
        "number": 2,
        "previous": first.digest,
    }
    assert second.digest == hashlib.sha256(second.text.encode()).hexdigest()


def test_a_whole_chain_has_no_faults() -> None:
    assert list(chain.faults(records(5))) == []
    assert list(chain.faults([])) == []


@pytest.mark.parametrize("at", range(5))
def test_a_record_written_anew_shows(at: int) -> None:
    made = records(5)
    text = made[at].text.replace("publish", "correct")
    made[at] = Record(at + 1, text, chain.sha256(text.encode()))
    # The last record's successor is the head that was published: the ledger holds both against each other.
    assert bool(list(chain.faults(made))) == (at < 4)


@pytest.mark.parametrize("at", range(4))
def test_a_record_taken_out_shows(at: int) -> None:
    made = records(5)
    del made[at]
    assert list(chain.faults(made))


@pytest.mark.parametrize(
    ("at", "fault"),
    [(0, "第2条记录前面少了记录（应是第1条）"), (1, "第3条记录前面少了记录（应是第2条）")],
)
def test_what_is_missing_is_told(at: int, fault: str) -> None:
    made = records(3)
    del made[at]
    assert next(chain.faults(made)) == fault


def test_what_is_hashed_is_written_in_one_way_only() -> None:
    assert chain.canonical({"b": [1, None], "a": "中"}) == '{"a":"中","b":[1,null]}'
    assert chain.START == "0" * 64


def test_a_code_is_the_same_on_every_machine() -> None:
    assert chain.code(["bureau", 2024, 1]) == "ZCM2-Q63M-9PZE"


def test_a_digest_that_is_not_that_of_the_text_shows() -> None:
    first, second = records(2)
    assert any("被改过" in fault for fault in chain.faults([first, replace(second, text=second.text + " ")]))


def test_two_records_that_changed_places_show() -> None:
    first, second, third = records(3)
    assert list(chain.faults([second, first, third]))


def test_a_text_that_is_no_record_shows() -> None:
    (first,) = records(1)
    assert any("读不出来" in fault for fault in chain.faults([replace(first, text="{")]))


@given(st.lists(st.text() | st.integers(), min_size=1, max_size=4))
def test_a_code_reads_back_however_it_is_typed(parts: list[object]) -> None:
    code = chain.code(parts)
    assert len(code) == 14 and chain.read_code(code) == code
    assert chain.read_code(f"  {code.lower().replace('-', '')} ") == code
    assert chain.read_code(code.replace("0", "O").replace("1", "l")) == code


@pytest.mark.parametrize(
    "typed",
    [
        "７ＫＱＭ－２Ｆ９Ｘ－４ＤＨＡ",
        "7kqm 2f9x　4dha",
        "7KQM—2F9X‑4DHA",
        "验证码：7KQM-2F9X-4DHA",
        "验证码 7KQM-2F9X-4DHA。",
        "https://xxgk.example.cn/v/7KQM-2F9X-4DHA/",
    ],
)
def test_a_code_is_read_as_people_paste_it(typed: str) -> None:
    assert chain.read_code(typed) == "7KQM-2F9X-4DHA"


DIGEST = "0f" * 32


@pytest.mark.parametrize(
    "typed",
    [
        DIGEST,
        DIGEST.upper(),
        f"  {DIGEST}  report.pdf",
        f"SHA256(年报.pdf)= {DIGEST}",
        " ".join(["0f"] * 32),
        ":".join(["0F"] * 32),
        DIGEST.replace("0", "０"),
    ],
)
def test_a_digest_is_read_as_programs_print_it(typed: str) -> None:
    assert chain.read_digest(typed) == DIGEST
    assert chain.read_code(typed) == ""


@pytest.mark.parametrize("typed", ["", "7KQM-2F9X-4DHA", DIGEST[:-1], DIGEST + "0", DIGEST[:-1] + "g"])
def test_what_is_no_digest_is_none(typed: str) -> None:
    assert chain.read_digest(typed) == ""


@pytest.mark.parametrize("typed", ["", "7KQM-2F9X", "7KQM-2F9X-4DH!", "7KQM-2F9X-4DHAA", "验证码", "U" * 12])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert chain.read_code(typed) == ""


def test_codes_of_different_editions_differ() -> None:
    assert chain.code(("a", 2024, 1, "x")) != chain.code(("a", 2024, 2, "x"))
