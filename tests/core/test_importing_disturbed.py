"""Small disturbances of a good report: what cannot be read is listed, and no other number moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from disclosure import formats
from disclosure.filing import Filing, as_number, with_figures
from disclosure.importing import Imported, UnreadableDocument, read_report
from disclosure.importing.absent import NO_CELL, NO_ROW, NO_TABLE
from disclosure.importing.tables import COPIED
from tests.core import pdfs, workbooks
from tests.core.disturbances import Box, Items, items
from tests.core.drawn import as_docx
from tests.core.test_importing_mangled import telling
from tests.core.test_importing_properties import invented
from tests.core.writing import SHAPES, write

RULED = [name for name in SHAPES if name not in ("columns of spaces", "single spaces")]
ALL = list(SHAPES)
FORMATS = sorted(formats.all_formats())
ROW = "requests.refused.third_party_rights"


def every(*names: str) -> Callable[..., None]:
    """Run a test on these shapes and on every format."""

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        return pytest.mark.parametrize("form", FORMATS)(pytest.mark.parametrize("name", names)(test))

    return decorate


def good(form: str) -> Filing:
    return invented(form, 20)


def read(text: str) -> Imported:
    return read_report(text.encode(), "report.txt")


def disturbed(filing: Filing, name: str, **cells: str) -> Imported:
    """The report read back when some cells (row and column by keyword: a__b) hold other texts."""
    keyed = {key.replace("__", "."): text for key, text in cells.items()}
    return read(write(filing, replace(SHAPES[name], cells=keyed)))


def wrong(read_back: Imported, filing: Filing) -> dict[str, object]:
    """The entered cells that are not as written: key → what was read (None: not read)."""
    figures = read_back.filing.figures
    return {key: figures.get(key) for key, value in filing.figures.items() if figures.get(key) != value}


def row_of(filing: Filing, row: str) -> dict[str, object]:
    return dict.fromkeys(key for key in filing.figures if key.rpartition(".")[0] == row)


@every(*ALL)
@pytest.mark.parametrize("mark", ["/", "—", "——", "-", "无", "／"])
def test_a_mark_for_nothing_leaves_one_cell_empty(name: str, form: str, mark: str) -> None:
    filing = good(form)
    key = f"{ROW}.enterprise"
    found = disturbed(filing, name, **{key.replace(".", "__"): mark})
    assert wrong(found, filing) == {key: None}
    assert [(each.where, each.text) for each in found.unread] == [(key, mark)]
    assert found.filing.unread == {key: mark}


@every("bars between cells", "bars behind every cell", "bars around", "tabs", "path before the label")
@pytest.mark.parametrize("column", ["natural_person", "enterprise", "other"])
def test_a_blank_is_not_a_zero(name: str, form: str, column: str) -> None:
    filing = good(form)
    key = f"{ROW}.{column}"
    found = disturbed(filing, name, **{key.replace(".", "__"): ""})
    assert wrong(found, filing) == {key: None}
    assert [(each.where, each.text) for each in found.unread] == [(key, "")]


@every("columns of spaces", "single spaces")
def test_a_blank_between_spaces_leaves_the_row_unread(name: str, form: str) -> None:
    filing = good(form)
    found = disturbed(filing, name, **{f"{ROW}.enterprise".replace(".", "__"): ""})
    assert wrong(found, filing) == row_of(filing, ROW)
    assert {each.where.rpartition(".")[0] for each in found.unread} == {ROW}
    assert len({each.text for each in found.unread}) == 1


@every(*ALL)
@pytest.mark.parametrize("written", ["3,001", "３００１", "3，001", "３，００１"])
def test_thousands_and_full_width_digits(name: str, form: str, written: str) -> None:
    key = f"{ROW}.natural_person"
    filing = with_figures(good(form), {key: 3001})
    found = disturbed(filing, name, **{key.replace(".", "__"): written})
    assert wrong(found, filing) == {}
    assert found.unread == found.differences == ()


@every(*ALL)
@pytest.mark.parametrize("written", ["如-8", "约3", "3²", "007", "3.5", "3元", "+3"])
def test_what_is_no_certain_count_is_not_read(name: str, form: str, written: str) -> None:
    filing = good(form)
    key = f"{ROW}.natural_person"
    found = disturbed(filing, name, **{key.replace(".", "__"): written})
    assert wrong(found, filing) in ({key: None}, row_of(filing, ROW))
    assert written in " ".join(each.text for each in found.unread)


@every(*ALL)
@pytest.mark.parametrize("extra", ["0", "12"])
def test_a_row_with_too_many_values_is_not_read(name: str, form: str, extra: str) -> None:
    filing = good(form)
    cell = as_number(filing.figures[f"{ROW}.natural_person"])
    doubled = SHAPES[name].row([str(cell), extra])
    found = disturbed(filing, name, **{f"{ROW}.natural_person".replace(".", "__"): doubled.strip("| ")})
    assert wrong(found, filing) == row_of(filing, ROW)
    assert found.differences == ()


@every(*ALL)
@pytest.mark.parametrize("section", ["disclosure", "requests", "cases"])
def test_a_sentence_with_numbers_before_a_table_moves_nothing(name: str, form: str, section: str) -> None:
    filing = good(form)
    heading = filing.format.section(section).title
    sentence = "全年收到申请 12 件，办结 9 件。"
    found = read(write(filing, SHAPES[name]).replace(heading, f"{heading}\n{sentence}"))
    assert wrong(found, filing) == {}
    assert [(each.where, each.text) for each in found.unread] == [(section, sentence)]


@every(*ALL)
def test_a_sentence_between_rows_moves_nothing(name: str, form: str) -> None:
    filing = good(form)
    label = "2.重复申请"
    lines = write(filing, SHAPES[name]).split("\n")
    at = next(n for n, line in enumerate(lines) if label in line)
    found = read("\n".join([*lines[:at], "注：以下各行含镇办 3 件 4 件。", *lines[at:]]))
    assert wrong(found, filing) == {}
    assert [each.text for each in found.unread] == ["注：以下各行含镇办 3 件 4 件。"]


@every(*ALL)
def test_spaces_inside_labels_are_no_difference(name: str, form: str) -> None:
    filing = good(form)
    spaced = {
        "3.要求提供公开出版物": "3.要求提供 公开出版物",
        "四、结转下年度继续办理": "四、结转下年度 继续办理",
    }
    found = read(write(filing, replace(SHAPES[name], labels=spaced)))
    assert wrong(found, filing) == {}
    assert found.differences == found.unread == ()


@every(*ALL)
def test_half_width_and_full_width_labels_are_the_same(name: str, form: str) -> None:
    filing = good(form)
    labels = {
        "1.属于国家秘密": "１．属于国家秘密",
        "（一）予以公开": "(一)予以公开",
        "3.危及“三安全一稳定”": '3.危及"三安全一稳定"',
    }
    found = read(write(filing, replace(SHAPES[name], labels=labels)))
    assert wrong(found, filing) == {}
    assert found.differences == found.unread == ()


def test_the_single_row_of_the_old_notice_is_not_put_into_the_new_ones() -> None:
    filing = good("notice_2021_30")
    rows = ("not_corrected", "fee_unpaid", "other")
    lines = write(filing, SHAPES["bars between cells"]).split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("（六）其他处理"))
    mixed = "（六）其他处理 | 4 | 0 | 0 | 0 | 0 | 0 | 4"
    found = read("\n".join([*lines[:first], mixed, *lines[first + 3 :]]))
    gone = {
        key: None
        for key in filing.figures
        if key.startswith(tuple(f"requests.other_handling.{r}" for r in rows))
    }
    assert found.filing.format.id == "notice_2021_30"
    assert wrong(found, filing) == gone
    assert [(each.where, each.text) for each in found.unread if each.text] == [("requests", mixed)]
    assert {each.where for each in found.unread if each.why == NO_ROW} == {
        f"requests.other_handling.{row}" for row in rows
    }


@every(*RULED)
def test_a_table_over_two_pages_is_read_whole(name: str, form: str) -> None:
    filing = good(form)
    lines = write(filing, SHAPES[name]).split("\n")
    start = lines.index(filing.format.section("requests").title) + 1
    head = next(n for n, line in enumerate(lines) if "一、本年新收" in line)
    at = next(n for n, line in enumerate(lines) if "2.重复申请" in line)
    found = read("\n".join([*lines[:at], "", *lines[start:head], *lines[at:]]))
    assert wrong(found, filing) == {}
    assert found.unread == found.differences == ()


def with_second_table(filing: Filing, name: str, change: Callable[[str], str]) -> Imported:
    """The report with the table of applications printed twice, the second time changed."""
    title, after = (filing.format.section(key).title for key in ("requests", "cases"))
    text = write(filing, SHAPES[name])
    table = text.split(title + "\n")[1].split(after)[0]
    return read(text.replace(after, change(table) + after))


@every(*RULED)
def test_of_two_tables_with_other_figures_neither_is_read(name: str, form: str) -> None:
    """It may be that of the year before, or of a part of the body: nothing tells which of them is meant."""
    filing = telling(form)
    found = with_second_table(filing, name, lambda table: re.sub(r"\d{3,}", "7", table))
    requests = {key: None for key in filing.figures if key.startswith("requests.")}
    assert wrong(found, filing) == requests
    assert {each.where for each in found.unread} >= requests.keys()
    assert COPIED in {each.why for each in found.unread}


@every(*RULED)
def test_a_table_printed_twice_alike_is_read_once_and_listed_once(name: str, form: str) -> None:
    filing = telling(form)
    found = with_second_table(filing, name, str)
    assert wrong(found, filing) == {}
    assert len(found.unread) >= 20


@every(*ALL)
def test_of_two_rows_without_labels_neither_is_read(name: str, form: str) -> None:
    filing = telling(form)
    lines = write(filing, SHAPES[name]).split("\n")
    figure = str(filing.figures["cases.review.upheld"])
    at = max(n for n, line in enumerate(lines) if re.search(rf"\b{figure}\b", line))
    found = read("\n".join([*lines[:at], re.sub(r"\d+", "7", lines[at]), *lines[at:]]))
    cases = {key: None for key in filing.figures if key.startswith("cases.")}
    assert wrong(found, filing) == cases
    assert {each.where for each in found.unread} >= cases.keys()


@every(*RULED)
def test_a_missing_heading_does_not_lose_its_table(name: str, form: str) -> None:
    filing = good(form)
    title = filing.format.section("requests").title
    found = read(write(filing, SHAPES[name]).replace(title + "\n", ""))
    assert wrong(found, filing) == {}
    assert found.unread == ()


@every(*RULED)
def test_a_table_of_contents_is_not_the_report(name: str, form: str) -> None:
    filing = good(form)
    contents = [section.title for section in filing.format.sections]
    title, rest = write(filing, SHAPES[name]).split("\n", 1)
    found = read("\n".join([title, "目录", *contents, rest]))
    assert wrong(found, filing) == {}
    assert found.filing.sections == filing.sections


@pytest.mark.parametrize("form", FORMATS)
def test_values_under_other_heads_are_not_read_by_their_place(form: str) -> None:
    filing = good(form)
    heads = "行 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
    other = "行 | 线上 | 线下 | 信函 | 窗口 | 电话 | 传真 | 合计"
    found = read(write(filing, SHAPES["path before the label"]).replace(heads, other))
    requests = {key: None for key in filing.figures if key.startswith("requests.")}
    assert wrong(found, filing) == requests
    assert other in [each.text for each in found.unread]


@pytest.mark.parametrize("form", FORMATS)
def test_columns_in_another_order_are_never_mixed_up(form: str) -> None:
    filing = good(form)
    heads = "行 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
    swapped = "行 | 自然人 | 科研机构 | 商业企业 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
    found = read(write(filing, SHAPES["path before the label"]).replace(heads, swapped))
    names = {"enterprise": "research_institute", "research_institute": "enterprise"}
    for key, figure in found.filing.figures.items():
        row, _, column = key.rpartition(".")
        written = f"{row}.{names.get(column, column)}" if key.startswith("requests.") else key
        assert figure == filing.figures[written], key


@every(*ALL)
def test_an_empty_form_gives_no_zeros(name: str, form: str) -> None:
    filing = replace(good(form), figures={})
    found = read(write(filing, SHAPES[name]))
    assert found.filing.format.id == form
    assert found.filing.figures == found.filing.printed == {}


def test_a_row_that_only_looks_alike_is_left_alone() -> None:
    filing = good("notice_2021_30")
    labels = {"7.属于行政执法案卷": "7.涉及未成年人隐私"}
    found = read(write(filing, replace(SHAPES["bars between cells"], labels=labels)))
    assert wrong(found, filing) == row_of(filing, "requests.refused.enforcement_files")
    assert any("7.涉及未成年人隐私" in each.text for each in found.unread)


def test_a_negative_count_stands_and_cannot_be_kept_as_a_figure() -> None:
    filing = good("notice_2021_30")
    key = f"{ROW}.natural_person"
    found = disturbed(filing, "bars between cells", **{key.replace(".", "__"): "-3"})
    assert found.filing.figures[key] == -3
    draft = found.for_draft().filing
    assert key not in draft.figures and draft.unread == {key: "-3"}


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf", "txt"])
def test_a_document_with_the_reports_of_two_years_is_refused(kind: str) -> None:
    """The title would be that of one year, the figures those of the other."""
    earlier = good("notice_2021_30")
    later = replace(earlier, year=earlier.year + 1, title="", signature="", date="")
    both = [*items(earlier), later.official_title, *items(later)]
    write_as = {"docx": as_docx, "pdf": pdfs.write, "xlsx": as_workbook, "txt": as_text}
    with pytest.raises(UnreadableDocument, match="不止一份年度报告"):
        read_report(write_as[kind](both), f"report.{kind}")


def test_two_pages_in_one_file_are_two_reports() -> None:
    """A browser shows what stands behind </html> as well; a parser may stop there and say nothing."""
    earlier = good("notice_2021_30")
    later = replace(earlier, year=earlier.year + 1, title="", signature="", date="")
    both = "".join(
        f"<html><body><pre>{as_text([r.official_title, *items(r)]).decode()}</pre></body></html>"
        for r in (earlier, later)
    )
    with pytest.raises(UnreadableDocument, match="不止一份年度报告"):
        read_report(both.encode(), "report.html")


def as_workbook(found: Items) -> bytes:
    return workbooks.saved(workbooks.xlsx([workbooks.drawn(found)]))


def as_text(found: Items) -> bytes:
    lines = (
        [each] if isinstance(each, str) else [" | ".join(box.text for box in row) for row in each]
        for each in found
    )
    return "\n".join(line for part in lines for line in part).encode()


WRITERS = {
    "docx": as_docx,
    "pdf": pdfs.write,
    "xlsx": as_workbook,
    "txt": as_text,
}


def without(found: Items, label: str) -> Items:
    """A report in which the row with this label was deleted."""
    return [item if isinstance(item, str) else _shorter(item, label) for item in found]


def _shorter(table: list[list[Box]], label: str) -> list[list[Box]]:
    gone = next((at for at, row in enumerate(table) if any(label in box.text for box in row)), len(table))
    above = [
        [replace(box, down=box.down - (at + box.down > gone)) for box in row]
        for at, row in enumerate(table[:gone])
    ]
    return above + table[gone + 1 :]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_row_that_was_deleted_is_told(kind: str, form: str) -> None:
    """An office deletes the rows in which it has nothing; blanks of which nobody says why look like a slip."""
    filing = good(form)
    found = read_report(WRITERS[kind](without(items(filing), "2.重复申请")), "a")
    assert wrong(found, filing) == row_of(filing, "requests.not_processed.duplicate")
    told = [(each.where, each.text, each.why) for each in found.unread]
    assert told == [("requests.not_processed.duplicate", "", NO_ROW)]
    assert [(each.where, each.why) for each in found.strays] == [(told[0][0], NO_ROW)]


def exchanged(table: list[list[Box]], one: int, other: int) -> list[list[Box]]:
    """A table two of whose columns have changed places, heads and figures together. Labels stand in the first."""
    return [_exchanged(row, one, other) if len(row) > max(one, other) else row for row in table]


def _exchanged(row: list[Box], one: int, other: int) -> list[Box]:
    cells = list(row)
    cells[one], cells[other] = cells[other], cells[one]
    return cells


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("one", "other"), [(1, 2), (1, 3), (2, 3)])
def test_columns_whose_heads_are_alike_are_never_mixed_up(kind: str, form: str, one: int, other: int) -> None:
    filing = telling(form)
    found = items(filing)
    at = next(n for n, item in enumerate(found) if isinstance(item, list))
    table = found[at]
    assert isinstance(table, list)
    found[at] = exchanged(table, one, other)
    back = read_report(WRITERS[kind](found), "a").filing.figures
    assert {key: figure for key, figure in back.items() if figure != filing.figures[key]} == {}


def apart(found: Items) -> Items:
    """A report whose merged cells were taken apart, as spreadsheets and converters do it: blanks stand beside each text."""
    return [item if isinstance(item, str) else _apart(item) for item in found]


def copied(found: Items) -> Items:
    """The same with the text of merged cells in every one of them."""
    return [item if isinstance(item, str) else _apart(item, everywhere=True) for item in found]


def _apart(table: list[list[Box]], everywhere: bool = False) -> list[list[Box]]:
    places = list(workbooks.placed(table))
    texts = {
        (place.row + down, place.column + across): str(place.value)
        for place in places
        for down in range(place.rows if everywhere else 1)
        for across in range(place.columns if everywhere else 1)
    }
    width = max(place.column + place.columns for place in places)
    return [[Box(texts.get((row, column), "")) for column in range(width)] for row in range(len(table))]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form", FORMATS)
def test_merged_cells_taken_apart_move_nothing(kind: str, form: str) -> None:
    filing = telling(form)
    found = read_report(WRITERS[kind](apart(items(filing))), "a")
    left = wrong(found, filing)
    assert not any(left.values())
    assert left.keys() <= {passage.where for passage in found.unread}
    wide = {key for key in filing.figures if key.startswith("disclosure.") and form == "notice_2019_60"}
    assert left.keys() <= wide, "only where figures themselves are merged over several columns"


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("column", ["natural_person", "other"])
def test_a_blank_beside_labels_taken_apart_is_never_filled_from_its_neighbour(kind: str, column: str) -> None:
    filing = telling("notice_2021_30")
    key = f"requests.received.{column}"
    found = read_report(WRITERS[kind](apart(items(filing, cells={key: ""}))), "a")
    assert wrong(found, filing).keys() <= row_of(filing, "requests.received").keys()
    assert not any(wrong(found, filing).values())
    assert {passage.where for passage in found.unread} >= wrong(found, filing).keys() >= {key}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form", FORMATS)
def test_a_column_without_a_head_does_not_move_a_row_whose_first_value_is_blank(kind: str, form: str) -> None:
    filing = telling(form)
    key = "requests.received.natural_person"
    found = items(filing, cells={key: ""})
    wide = [item if isinstance(item, str) or len(item) < 20 else _with_column(item) for item in found]
    back = read_report(WRITERS[kind](wide), "a")
    assert not any(wrong(back, filing).values())


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("drawn", [list, apart, copied])
def test_a_column_without_a_head_does_not_move_rows_that_all_begin_with_a_blank(
    kind: str, form: str, drawn: Callable[[Items], Items]
) -> None:
    filing = telling(form)
    first = {key: "" for key in filing.values if key.endswith(".natural_person")}
    found = items(filing, cells=first)
    wide = [item if isinstance(item, str) or len(item) < 20 else _with_column(item) for item in found]
    back = read_report(WRITERS[kind](drawn(wide)), "a")
    assert not any(wrong(back, filing).values())


def _with_column(table: list[list[Box]]) -> list[list[Box]]:
    """A table with one more column at its right, over which nothing stands."""
    heads = next(at for at, row in enumerate(table) if "一、本年新收" in row[0].text)
    return [
        [*row, Box("", down=heads)] if at == 0 else row if at < heads else [*row, Box("5")]
        for at, row in enumerate(table)
    ]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_table_that_is_not_there_is_told(kind: str) -> None:
    filing = good("notice_2021_30")
    *_, cases = (item for item in items(filing) if not isinstance(item, str))
    found = read_report(WRITERS[kind]([item for item in items(filing) if item != cases]), "a")
    assert [(each.where, each.why) for each in found.unread] == [("cases", NO_TABLE)]


def test_a_column_that_was_deleted_is_told_cell_by_cell() -> None:
    filing = good("notice_2021_30")
    text = write(filing, SHAPES["path before the label"])
    lines = [line.split(" | ") for line in text.split("\n")]
    at = next(cells.index("科研机构") for cells in lines if "科研机构" in cells)
    found = read(
        "\n".join(" | ".join(cells[:at] + cells[at + 1 :] if len(cells) == 8 else cells) for cells in lines)
    )
    column = {key: None for key in filing.figures if key.endswith(".research_institute")}
    assert wrong(found, filing) == column
    assert {each.where for each in found.unread if each.why == NO_CELL} == column.keys()


def test_why_a_plain_figure_was_not_read_is_said() -> None:
    labels = {"本年收费金额（单位：万元）": "本年收费金额（单位：元）", "2.重复申请": "3.要求提供公开出版物"}
    found = read_report(as_text(items(good("notice_2021_30"), labels)), "report.txt")
    assert {passage.why for passage in found.strays} == {
        "",
        "原件印的是“本年收费金额（单位：元）”，单位和官方格式不同",
        "另一行印着同样的名称，分不清哪行是哪行",
        NO_ROW,
    }
    assert {passage.why for passage in found.unread} == {passage.why for passage in found.strays}


@pytest.mark.parametrize("name", ["tabs", "bars between cells", "columns of spaces"])
def test_a_figure_broken_over_two_lines_is_not_read_by_half(name: str) -> None:
    form, key = "notice_2021_30", "disclosure.licences.decisions"
    found = read(write(good(form), replace(SHAPES[name], cells={key: "42\n21"})))
    assert key not in found.filing.figures
    assert key in {passage.where for passage in found.unread}
    assert wrong(found, good(form)).keys() == {key}


@every(*ALL)
def test_titles_that_stand_twice_are_no_text_of_the_section_before(name: str, form: str) -> None:
    filing = good(form)
    text = write(filing, SHAPES[name])
    for section in filing.format.sections:
        text = text.replace(section.title, f"{section.title}\n{section.title}", 1)
    once, twice = read(write(filing, SHAPES[name])), read(text)
    assert (twice.filing.sections, twice.filing.preface) == (once.filing.sections, once.filing.preface)
    assert twice.filing.figures == once.filing.figures
    listed = {passage.text for passage in twice.unread}
    assert listed >= {section.title for section in filing.format.sections}
