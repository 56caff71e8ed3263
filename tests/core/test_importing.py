"""Documents read as reports: the real one this project began with, and three of our own in other shapes."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from disclosure.filing import Figure
from disclosure.importing import Imported, UnreadableDocument, read_report
from disclosure.importing.readers import read as read_document

ROOT = Path(__file__).parents[2]
SEED = ROOT / "disclosure" / "demo" / "zhaotong_2018.txt"
DOCUMENTS = ROOT / "tests" / "documents"
OWN = sorted(DOCUMENTS.glob("*.txt"))


def read(file: Path) -> Imported:
    return read_report(file.read_bytes(), file.name)


def differences(imported: Imported) -> set[tuple[str, str, str]]:
    return {(each.printed, each.official, each.where) for each in imported.differences}


def starts(imported: Imported, section: str) -> list[str]:
    """The first words of the paragraphs of a narrative."""
    return [line[:8] for line in imported.filing.text(section).split("\n")]


# The real report --------------------------------------------------------------------------------------------------


def test_every_cell_of_the_seed_is_read() -> None:
    filing = read(SEED).filing
    assert filing.format.id == "notice_2019_60"
    entered = {key for key, place in filing.format.places.items() if not place.derived}
    tables = Counter(key.split(".")[0] for key in filing.figures)
    assert filing.figures.keys() == entered
    assert tables == {"disclosure": 22, "requests": 132, "cases": 12}
    assert set(filing.values.values()) == {0}
    assert set(filing.printed.values()) == {0}
    assert len(filing.printed) == 32


def test_the_words_of_the_seed_are_read() -> None:
    filing = read(SEED).filing
    assert (filing.body, filing.year) == ("昭通市政务服务管理局", 2018)
    assert filing.addressee == "市政府办:"
    assert filing.preface.startswith("根据《昭通市人民政府办公室") and filing.preface.endswith("报告如下:")
    assert (filing.signature, filing.date) == ("昭通市政务服务管理局", "2019年1月31日")
    assert [line[:3] for line in filing.text("overview").split("\n")] == [
        "(一)",
        "(二)",
        "(三)",
        "(四)",
        "(五)",
    ]
    assert [line[:3] for line in filing.text("problems").split("\n")] == ["一年来", "(一)", "(二)", "(三)"]
    assert filing.text("other") == "无。"


def test_the_mistyped_labels_of_the_seed_are_reported() -> None:
    imported = read(SEED)
    assert differences(imported) == {
        ("商业机构", "商业企业", "requests.enterprise"),
        (
            "(二)不分公开(区分处理的,只计这一情形,不计其他情形)",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "requests.partly_granted",
        ),
        (
            "5.要求行政机关确认或重新出具以获取信息",
            "5.要求行政机关确认或重新出具已获取信息",
            "requests.not_processed.reissue",
        ),
        ("采购金额", "采购总金额", "disclosure.amount"),
        (
            "(本列数据的勾稽关系为:第一项加第二项之和等于第三项加第四项之和)",
            "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
            "requests",
        ),
        ("五、存在主要问题及改进情况", "五、存在的主要问题及改进情况", "problems"),
        ("六、其他需要报告的事项。", "六、其他需要报告的事项", "other"),
    }
    assert imported.unread == ()


# Documents of our own ---------------------------------------------------------------------------------------------


def test_bars_signs_units_and_separators() -> None:
    imported = read(DOCUMENTS / "water_2018.txt")
    expected: dict[str, Figure] = {
        "disclosure.licences.change": 1,
        "disclosure.licences.decisions": 3001,
        "disclosure.other_services.change": -3,
        "disclosure.penalties.change": -2,
        "disclosure.procurement.amount": Decimal("372.85"),
        "requests.received.natural_person": 41,
    }
    assert {key: imported.filing.figures[key] for key in expected} == expected
    assert ("372.85万元", "372.85", "disclosure.procurement.amount") in differences(imported)
    assert (
        "2、没有现成信息需要另行制作",
        "2.没有现成信息需要另行制作",
        "requests.unavailable.needs_creation",
    ) in (differences(imported))
    assert not any(each.where == "requests.refused.administrative_query" for each in imported.differences)
    assert imported.unread == ()
    assert imported.filing.value("requests.handled.total") == 48


@pytest.mark.parametrize(
    "behind",
    [
        ("（此件公开发布）",),
        ("附件：政府信息公开目录",),
        ("联系人：办公室",),
        ("信息公开属性：主动公开",),
        ("附件1",),
        ("电话：0870-1234567",),
        ("联 系 人：办公室",),
        ("（联系人：办公室，电话：0870-1234567）",),
        ("信息来源：办公室", "扫一扫在手机打开当前页", "打印本页 关闭窗口", "上一篇：无", "下一篇：无"),
        ("（此件公开发布）", "抄送：示例市人民政府办公室"),
        ("联系电话1：0870-1234567", "联系人2：办公室", "电话二：0870-1234568"),
        ("附件一：政府信息公开目录", "附件二：统计表", "附件十：说明"),
        ("联系地址：示例路1号", "电子邮箱：a@example.gov.cn", "邮政编码：657000", "传真：0870-1234567"),
        ("办公电话：0870-1234567", "监督电话：0870-1234568", "通讯地址：示例路1号"),
        ("附件：1.主动公开目录", "2.统计表", "3.依申请公开流程图"),
        ("附件：", "1．主动公开目录", "２．统计表", "联系人：办公室"),
        ("附件：（一）主动公开目录", "（二）统计表"),
        ("附件：1.目录", *(f"{n}.第{n}号统计表" for n in range(2, 9)), "联系人1：甲室", "联系人2：乙室"),
    ],
)
def test_what_stands_behind_the_date_is_listed_and_no_part_of_the_last_section(
    behind: tuple[str, ...],
) -> None:
    lines = [*(DOCUMENTS / "water_2018.txt").read_text(encoding="utf-8").rstrip().split("\n"), *behind]
    plain = read(DOCUMENTS / "water_2018.txt").filing
    found = read_report("\n".join(lines).encode(), "年报.txt")
    assert plain.signature and plain.date
    assert found.filing.sections == plain.sections
    assert (found.filing.signature, found.filing.date) == (plain.signature, plain.date)
    assert [(each.where, each.text) for each in found.unread] == [("other", text) for text in behind]


@pytest.mark.parametrize(
    "behind",
    [
        "本报告的数据由各科室报送，办公室汇总。",
        "收取信息处理费1280元。",
        "接待群众12人",
        "1.收取信息处理费1280元",
        "附件：1.目录\n3.收取信息处理费1280元",
        "附件：目录\n联系人：甲\n1.收取信息处理费1280元",
        "附件：1.目录\n2.统计表\n收取信息处理费1280元。",
    ],
)
def test_words_behind_a_date_are_kept_with_it_in_the_last_section(behind: str) -> None:
    text = (DOCUMENTS / "water_2018.txt").read_text(encoding="utf-8").rstrip()
    found = read_report(f"{text}\n{behind}".encode(), "年报.txt")
    assert "2019年" in found.filing.text("other") and found.filing.date == ""
    assert found.filing.text("other").endswith(behind)


IMPRINT = (
    "验证码　7KQM-2F9X-4DHA　第1版",
    "2026年1月20日公布。扫码或打开下面的网址，可以核对这份文件是不是公布的原",
    "件、现在是否有效。",
    "https://reports.example.gov.cn/v/7KQM-2F9X-4DHA/",
)


def test_the_imprint_of_an_edition_is_no_part_of_the_last_section_and_what_follows_it_is_kept() -> None:
    lines = (DOCUMENTS / "water_2018.txt").read_text(encoding="utf-8").rstrip().split("\n")
    plain = read(DOCUMENTS / "water_2018.txt").filing
    at_the_end = read_report("\n".join([*lines, *IMPRINT]).encode(), "年报.txt").filing
    assert (at_the_end.sections, at_the_end.date) == (plain.sections, plain.date)
    before = read_report("\n".join([*lines[:-2], *IMPRINT, *lines[-2:]]).encode(), "年报.txt").filing
    assert (before.sections, before.date) == (plain.sections, plain.date)
    number = read_report("\n".join([*lines, *IMPRINT, "0870-2123456"]).encode(), "年报.txt").filing
    assert number.text("other").endswith("0870-2123456")
    annex = read_report("\n".join([*lines, *IMPRINT, "收费说明：收取3200元。"]).encode(), "年报.txt").filing
    assert annex.text("other").endswith("收费说明：收取3200元。") and "验证码" not in annex.text("other")


def test_a_sentence_far_longer_than_that_of_an_imprint_is_none() -> None:
    lines = (DOCUMENTS / "water_2018.txt").read_text(encoding="utf-8").rstrip().split("\n")
    own = f"2026年1月20日公布。{'收取信息处理费3200元，' * 8}可以核对这份文件是不是公布的原件。"
    found = read_report("\n".join([*lines, IMPRINT[0], own]).encode(), "年报.txt").filing
    assert found.text("other").endswith(own)


def test_quoted_numbers_do_not_make_headings() -> None:
    imported = read(DOCUMENTS / "water_2018.txt")
    assert "“一、主体;二、范围;三、程序”三个方面" in imported.filing.text("overview")
    assert len(imported.filing.text("overview").split("\n")) == 3


def test_wrapped_lines_paths_and_bracketed_heads() -> None:
    imported = read(DOCUMENTS / "city_2023.txt")
    filing = imported.filing
    assert (filing.body, filing.year, filing.format.id) == ("示例市人民政府", 2023, "notice_2021_30")
    assert len(filing.figures) == 166 and len(filing.printed) == 34
    assert filing.figures["disclosure.administrative_fees.amount"] == Decimal("8120.4471")
    assert filing.figures["disclosure.licences.decisions"] == 1204417
    assert filing.figures["cases.suit_after_review.upheld"] == 1912
    assert starts(imported, "overview") == [
        "一年来，全市按照",
        "（一）主动公开方",
        "（二）依申请公开",
        "（三）监督保障方",
    ]
    assert starts(imported, "problems") == ["主要问题有三个方", "针对这些问题，已", "（一）多做群众看"]
    assert "发布Open Data接口说明3篇" in filing.text("overview")
    assert "第二十九条和第三十三条的规定登记" in filing.text("overview")
    assert imported.unread == ()


def test_a_printed_total_that_is_no_sum_is_reported() -> None:
    imported = read(DOCUMENTS / "city_2023.txt")
    assert differences(imported) == {("2240", "2236", "requests.granted.total")}
    assert imported.filing.printed["requests.granted.total"] == 2240
    assert imported.filing.value("requests.granted.total") == 2236


def test_tabs_broken_heads_and_everything_that_is_odd() -> None:
    imported = read(DOCUMENTS / "education_2022.txt")
    filing = imported.filing
    assert filing.title == "示例市教育局2022年政府信息公开工作年度报告"
    assert (filing.body, filing.date, filing.signature) == ("示例市教育局", "2023年1月18日", "示例市教育局")
    assert filing.preface.endswith("请与本局办公室联系。") and "\n" not in filing.preface
    assert len(filing.text("overview").split("\n")) == 3
    assert filing.text("other") == "没有收取信息处理费。"
    assert filing.figures["disclosure.normative_documents.in_force"] == 12
    assert filing.figures["requests.other_handling.not_corrected.natural_person"] == 3
    row = [f"requests.not_processed.publication.{column.key}" for column in columns(imported)]
    assert [(each.where, each.text) for each in imported.unread] == [
        ("disclosure.compulsory_measures.decisions", "无"),
        ("requests.not_processed.duplicate.enterprise", "/"),
        *((key, "8 | 0 | 0 | 0 | 0 | 8") for key in row),
        ("requests.not_processed.excessive.social_welfare_organisation", ""),
        ("preface", "索引号：SL-2023-0107"),
        ("disclosure", "2022年本局制发规范性文件2件，废止1件。"),
        ("disclosure", "注：行政许可含下放到县区的事项。"),
        ("requests", "其中：教育投诉类 1 0 0 0 0 0 1"),
    ]
    assert filing.figures.keys().isdisjoint(row)
    assert filing.unread["requests.not_processed.duplicate.enterprise"] == "/"


def columns(imported: Imported) -> tuple[object, ...]:
    return imported.filing.format.tables["requests"].blocks[0].columns


# Nothing is dropped -----------------------------------------------------------------------------------------------


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace() and char not in "|｜")


def accounted(imported: Imported) -> Counter[str]:
    """Every character of a report, of the labels and cells that were read and of what was not."""
    filing = imported.filing
    words = (
        filing.title,
        filing.addressee,
        filing.preface,
        filing.signature,
        filing.date,
        *filing.sections.values(),
    )
    passages = (passage.text for passage in (*imported.taken, *imported.strays))
    return letters("".join((*words, *passages)))


@pytest.mark.parametrize("file", [SEED, *OWN], ids=lambda file: file.stem)
def test_every_character_is_accounted_for(file: Path) -> None:
    imported = read(file)
    source = letters(file.read_text(encoding="utf-8"))
    found = accounted(imported)
    assert {char: source[char] - found[char] for char in source | found if source[char] != found[char]} == {}


@pytest.mark.parametrize("form", ["notice_2019_60", "notice_2021_30"])
@pytest.mark.parametrize("file", [SEED, *OWN], ids=lambda file: file.stem)
def test_every_character_is_accounted_for_in_the_wrong_format_too(file: Path, form: str) -> None:
    imported = read_report(file.read_bytes(), file.name, form)
    assert accounted(imported) == letters(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", [SEED, *OWN], ids=lambda file: file.stem)
def test_what_is_not_understood_is_listed(file: Path) -> None:
    imported = read_report(file.read_bytes(), file.name, "notice_2021_30")
    listed = [passage.text for passage in imported.unread]
    assert [stray.text for stray in imported.strays if stray.text not in listed] == []


# The wrong format -------------------------------------------------------------------------------------------------


def test_the_other_format_reads_what_fits_and_no_more() -> None:
    imported = read_report(SEED.read_bytes(), SEED.name, "notice_2021_30")
    figures = imported.filing.figures
    assert imported.filing.format.id == "notice_2021_30"
    assert {key for key in figures if key.startswith("disclosure.")} == {
        "disclosure.licences.decisions",
        "disclosure.penalties.decisions",
        "disclosure.compulsory_measures.decisions",
    }
    assert not any(key.startswith("requests.other_handling") for key in figures)
    unread = {(passage.where, passage.text) for passage in imported.unread}
    assert ("requests", "(六)其他处理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |") in unread
    assert ("disclosure.regulations.issued", "0 | 0 | 0") in unread


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="没有“notice_1999”这种格式"):
        read_report(SEED.read_bytes(), SEED.name, "notice_1999")


# Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("file", [SEED, *OWN], ids=lambda file: file.stem)
def test_encodings(file: Path, encoding: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert read_report(text.encode(encoding), file.name).to_data() == read(file).to_data()


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_endings(ending: str) -> None:
    text = SEED.read_text(encoding="utf-8").replace("\n", ending)
    assert read_report(text.encode(), SEED.name).to_data() == read(SEED).to_data()


UNREADABLE = {
    "是空文件": b"",
    "空文件": b" \r\n\t ",
    "没有文字": "\u200b\ufeff\n".encode(),
    "不完整或已损坏": b"PK\x03\x04rest",
    "旧版Office文件": b"\xd0\xcf\x11\xe0rest",
    "图片": b"\x89PNG\r\n",
    "不是文本文件": bytes(range(256)) * 20,
    "最大5MB": b"a" * (5 * 1024 * 1024 + 1),
    "最多5000行": "一行\n".encode() * 5_001,
    "没有找到年度报告的标题和表格": "今天天气很好。\n明天也好。\n".encode(),
    "看不出": "一、总体情况\n都好。\n".encode(),
}


@pytest.mark.parametrize("sentence", UNREADABLE)
def test_what_cannot_be_read_gets_one_sentence(sentence: str) -> None:
    with pytest.raises(UnreadableDocument, match=sentence) as refused:
        read_report(UNREADABLE[sentence], "附件.txt")
    assert "附件.txt" in str(refused.value) and "\n" not in str(refused.value)


def test_year_and_body_may_be_given() -> None:
    filing = read_report("一、总体情况\n都好。\n".encode(), "a.txt", body="示例市水务局", year=2022).filing
    assert (filing.body, filing.year, filing.format.id) == ("示例市水务局", 2022, "notice_2021_30")


def test_a_report_without_any_official_heading_is_read_and_what_it_says_is_listed() -> None:
    found = read_report(
        "示例市水务局2023年政府信息公开工作年度报告\n全年收到申请 12 件。".encode(), "report.txt"
    )
    assert (found.filing.body, found.filing.year, found.filing.figures) == ("示例市水务局", 2023, {})
    assert found.filing.preface == "全年收到申请 12 件。"


def test_drawn_rules_are_no_cells() -> None:
    text = "一、总体情况\n2022年都好。\n四、政府信息公开行政复议、行政诉讼情况\n|-----|:---:|\n————\n-\n"
    document = read_document(text.encode(), "a.txt")
    assert document.layout == ("|-----|:---:|", "————")
    left = read_report(text.encode(), "a.txt").unread
    assert [passage.text for passage in left if passage.text] == ["-"]


def test_a_hostile_document_does_not_hang() -> None:
    lines = ["一、总体情况", "2022年都好。", "三、收到和处理政府信息公开申请情况"]
    lines += [f"{n}.属于行政{n}事项内部事务 | {n} | / | {n}" for n in range(4_900)]
    began = time.process_time()
    imported = read_report("\n".join(lines).encode(), "a.txt")
    assert time.process_time() - began < 20
    assert imported.filing.figures == {}
    assert len(imported.unread) >= 4_900
