"""Whether listed parts make up the whole: what the wording decides, and what it leaves open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure import formats
from disclosure.checks import Context, Finding, divisions, parts
from disclosure.checks.enumerations import enumerations
from disclosure.checks.sentences import readings
from disclosure.filing import Filing

(RULE,) = parts.RULES
PARTS = st.lists(st.integers(1, 5000), min_size=2, max_size=6)


def found(text: str) -> list[Finding]:
    filing = Filing(formats.get("notice_2021_30"), "示例局", 2023, sections={"overview": text})
    return list(parts.find_parts(RULE, filing, Context()))


def listed(whole: int, values: list[int], mark: str = "，其中") -> str:
    names = [f"第{'甲乙丙丁戊'[i]}类" for i in range(len(values) - 1)] + ["其他"]
    return (
        f"全年发布信息{whole}条{mark}{'、'.join(f'{n}{v}条' for n, v in zip(names, values, strict=True))}。"
    )


@given(PARTS, st.sampled_from(["，其中", "。其中，", "，包括", "："]))
def test_parts_that_add_up_are_never_asked_about(values: list[int], mark: str) -> None:
    assert found(listed(sum(values), values, mark)) == []


@given(PARTS, st.integers(1, 9), st.sampled_from(["，其中", "。其中，", "，包括", "："]))
def test_a_list_that_ends_in_the_others_is_complete(values: list[int], off: int, mark: str) -> None:
    values = [value + 100 for value in values]
    (finding,) = found(listed(sum(values) + off, values, mark))
    assert finding.numbers == (sum(values) + off, *values)
    assert finding.working[1] == f"比{sum(values) + off}少{off}"


@given(PARTS, st.integers(1, 9))
def test_a_total_behind_its_parts(values: list[int], off: int) -> None:
    clauses = "，".join(f"{'甲乙丙丁戊己'[i]}镇{value + 100}件" for i, value in enumerate(values))
    total = sum(values) + 100 * len(values)
    assert found(f"{clauses}，合计{total}件。") == []
    assert len(found(f"{clauses}，合计{total + off}件。")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "发布信息100条，其中图解10条、视频20条。",
        "发布信息100条，其中图解60条、视频39条等。",
        "发布信息约100条，其中图解60条、其他50条。",
        "发布信息100余条，其中图解60条、其他50条。",
        "受理诉求100件，其中办结98件，满意97件。",
        "收到申请95件，办结97件，其中予以公开60件、不予公开20件、其他处理15件。",
        "投资2.35亿元，其中中央1.57亿元、省级0.79亿元。",
        "收到申请50件，其中予以公开30件、部分公开12件、不予公开7件，1件正在办理。",
        "其中，图解60条、其他50条。",
    ],
)
def test_what_the_wording_leaves_open_is_not_asked_about(text: str) -> None:
    assert found(text) == []


def test_every_list_of_a_sentence_is_looked_at() -> None:
    text = "公开960条：机关540条（动态300条、政策150条、其他80条），下属单位430条。"
    assert [finding.numbers for finding in found(text)] == [(960, 540, 430), (540, 300, 150, 80)]


def test_rows_that_are_complete_by_one_unit_are_complete_by_the_other() -> None:
    text = "发出通知4件，共收取280元，其中甲镇1件90元，乙镇3件170元。"
    assert [finding.numbers for finding in found(text)] == [(280, 90, 170)]


def test_the_excerpt_reaches_from_the_whole_to_the_last_part() -> None:
    text = "先说别的。全年发布信息31条。其中，甲类10条、乙类10条、其他10条。再说别的。"
    (finding,) = found(text)
    assert finding.excerpt == "全年发布信息31条。其中，甲类10条、乙类10条、其他10条。"
    assert text[finding.place[1] :].startswith(finding.excerpt)
    assert finding.message == "各部分相加是30条，总数写31条"


@given(
    st.text(
        "共其中包括分别为合计占比其他件条元万%（）()，、。；：\n0123456789甲乙局年月增长下降上年由到",
        max_size=120,
    )
)
def test_no_text_is_too_odd(text: str) -> None:
    for finding in found(text):
        assert finding.excerpt in text


@pytest.mark.parametrize(
    "piece", ["（", "其中甲3件、", "，共3件", "3件，4件，合计8件，", "甲占5%，", "1-", "（1件（2件"]
)
def test_a_long_text_without_a_full_stop_takes_a_bounded_time(piece: str) -> None:
    assert len(found("共9件，2件" + piece * (20_000 // len(piece)))) < 20_000


class Looked(str):
    """A label that counts how often it is looked into."""

    times = 0

    def __contains__(self, word: object) -> bool:
        Looked.times += 1
        return super().__contains__(str(word))


def test_a_long_list_of_no_division_is_given_up_at_its_second_label() -> None:
    Looked.times = 0
    divisions.places(tuple(Looked("有") for _ in range(2)))
    of_two, Looked.times = Looked.times, 0
    assert divisions.places(tuple(Looked("有") for _ in range(300))) == (False, False)
    assert Looked.times == of_two


def test_a_sentence_of_nothing_but_lists_is_not_looked_through_from_each_of_its_words() -> None:
    (reading,) = readings("overview", "中，有3个" * 500)
    assert len(list(enumerations(reading))) <= 80
