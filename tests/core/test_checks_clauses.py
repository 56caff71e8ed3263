"""Sentences cut into clauses: what stands before and behind each quantity, what opens it, how deep in brackets."""

from __future__ import annotations

import pytest

from disclosure.checks.table_clauses import cut


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "（一）收到申请41件（其中网上3件），办结40件。",
            [
                ("收到申请", "41件", "", "", 0),
                ("其中网上", "3件", "", "（", 1),
                ("办结", "40件", "", "，", 0),
            ],
        ),
        (
            "甲3件（乙2件（丙1件））丁4件",
            [
                ("甲", "3件", "", "", 0),
                ("乙", "2件", "", "（", 1),
                ("丙", "1件", "", "（", 2),
                ("丁", "4件", "", "）", 0),
            ],
        ),
        ("乙）甲3件", [("乙", "", "", "", 0), ("甲", "3件", "", "）", 0)]),
        ("共1,234件，其中甲3件", [("共", "1,234件", "", "", 0), ("其中甲", "3件", "", "，", 0)]),
        (
            "甲3件、乙4件和丙5件办结",
            [("甲", "3件", "", "", 0), ("乙", "4件", "", "", 0), ("丙", "5件", "办结", "", 0)],
        ),
        ("收到3件甲和乙的4件", [("收到", "3件", "甲", "", 0), ("乙的", "4件", "", "", 0)]),
        ("收到3件甲和乙与丙4件", [("收到", "3件", "甲和乙", "", 0), ("丙", "4件", "", "", 0)]),
        ("收到3件甲、乙和丙4件", [("收到", "3件", "甲", "", 0), ("乙和丙", "4件", "", "", 0)]),
        ("甲3件乙4件丙", [("甲", "3件", "", "", 0), ("乙", "4件", "丙", "", 0)]),
        ("收到申请：3件", [("收到申请：", "3件", "", "", 0)]),
        ("收到申请：其中甲3件", [("收到申请", "", "", "", 0), ("其中甲", "3件", "", "：", 0)]),
        ("申请3件比去年多", [("申请", "3件", "", "", 0)]),
        ("三是办理申请3件；", [("办理申请", "3件", "", "", 0)]),
        ("甲3件、，乙", [("甲", "3件", "", "", 0), ("乙", "", "", "，", 0)]),
        ("收到（不含上年）申请3件", [("收到※※※※※※申请", "3件", "", "", 0)]),
        ("处理（网上）3件", [("处理\u2003\u2003\u2003\u2003", "3件", "", "", 0)]),
    ],
)
def test_a_sentence_is_cut_at_its_quantities(
    sentence: str, clauses: list[tuple[str, str, str, str, int]]
) -> None:
    found = list(cut(sentence))
    assert [
        (each.before, each.quantity.text if each.quantity else "", each.after, each.opens, each.depth)
        for each in found
    ] == clauses
    for each in found:
        assert sentence[each.start :].startswith(each.quantity.text if each.quantity else each.text)
