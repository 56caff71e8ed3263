"""Text cut for the search: every character begins one token, and passages show the hit with what stands around it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import bigrams
from disclosure.bigrams import folded, pairs, passage, terms, tokens

LIKELY = st.text(alphabet="公开信息政府水A1ａ１，。 \n😀𠮷é", max_size=30)


def shown(text: str, query: str) -> str:
    """A passage as one line, its hits in brackets."""
    return "".join(f"[{words}]" if hit else words for words, hit in passage(text, terms(query)))


@given(LIKELY | st.text(max_size=60))
def test_a_folded_text_keeps_its_places(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(LIKELY, LIKELY)
def test_a_term_stands_in_a_text_exactly_where_its_pairs_follow_each_other(text: str, query: str) -> None:
    line = f" {' '.join(tokens(text))} "
    for term in terms(query):
        beginning = len(term) == 1
        found = f" {' '.join(pairs(term))}{'' if beginning else ' '}" in line
        assert found == (term in folded(text))


@given(st.text(max_size=200))
def test_a_token_is_made_of_plain_letters_only(text: str) -> None:
    for token in tokens(text):
        assert token.isascii()
        assert token.isalpha()
        assert token.islower()
        assert len(token) in (bigrams.WIDTH, 2 * bigrams.WIDTH)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("依申请公开", ("依申请公开",)),
        ("公开　培训", ("公开", "培训")),
        ("公开，公开", ("公开",)),
        ("ＰＤＦ Pdf", ("pdf",)),
        ("２０２５年", ("2025年",)),
        ("%_*\"'():\\--", ()),
        ("😀\x00\u202e", ()),
        ("𠮷", ("𠮷",)),
        ("", ()),
    ],
)
def test_what_is_looked_for(query: str, found: tuple[str, ...]) -> None:
    assert terms(query) == found


def test_a_long_query_is_cut() -> None:
    assert terms("水" * 1000) == ("水" * bigrams.QUERY_LIMIT,)
    assert len(terms(" ".join("甲乙丙丁戊己庚辛壬癸"))) == bigrams.TERMS_LIMIT


def test_a_passage_begins_with_the_sentence_of_the_hit() -> None:
    text = "发布前逐条审核。" * 20 + "全年组织培训2次。" + "定期清理。" * 40
    assert shown(text, "培训").startswith("全年组织[培训]2次。定期清理。")
    assert shown(text, "培训").endswith("…")


def test_a_passage_of_one_long_sentence_is_cut_on_both_sides() -> None:
    line = shown("甲" * 200 + "培训" + "乙" * 200, "培训")
    assert line.startswith("…甲")
    assert "[培训]" in line
    assert line.endswith("乙…")


@pytest.mark.parametrize("figure", ["2024", "２０２４", "1234.56"])
def test_a_passage_cuts_no_figure_in_two(figure: str) -> None:
    for shift in range(len(figure) + 1):
        before = "甲" * 40 + figure + "乙" * (bigrams.BEFORE - shift)
        after = "丙" * (bigrams.LENGTH - bigrams.BEFORE - 2 - shift) + figure + "丁" * 9
        line = shown(f"{before}培训{after}", "培训")
        assert set(re.findall(r"[\d.]+", line)) == ({figure} if shift else set()), shift


def test_what_is_too_long_for_a_figure_is_cut() -> None:
    assert len(shown("1" * 500 + "培训" + "2" * 500, "培训")) == bigrams.LENGTH + len("……[]")


def test_every_hit_of_a_passage_is_marked_and_overlapping_terms_once() -> None:
    assert shown("信息公开，信息公开。", "信息 信息公开 息公") == "[信息公开]，[信息公开]。"
    assert shown("ＰＤＦ和pdf", "Pdf") == "[ＰＤＦ]和[pdf]"


@given(LIKELY, LIKELY)
def test_a_passage_is_part_of_its_text(text: str, query: str) -> None:
    words = "".join(piece for piece, _ in passage(text, terms(query)))
    plain = " ".join(text.split())
    assert " ".join(words.strip("…").split()) in plain
