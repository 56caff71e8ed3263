"""The official formats against an independent transcription of the notices, both ways, and how bad declarations fail."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from disclosure import formats
from disclosure.formats.schema import (
    Axis,
    Block,
    Citation,
    Column,
    Format,
    FormatError,
    LinearRule,
    Notice,
    Relation,
    Row,
    Section,
    Severity,
    Table,
    Term,
)
from disclosure.layout import HeadCell, grid
from tests.formats import ID as INVENTED
from tests.formats import installed

NOTICES = Path(__file__).parents[1] / "notices"
TRANSCRIBED = sorted(path.stem for path in NOTICES.glob("*.toml"))


def notice(form: str) -> dict[str, Any]:
    return tomllib.loads((NOTICES / f"{form}.toml").read_text("utf-8"))


@pytest.fixture(params=TRANSCRIBED)
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Format]:
    """A notice as typed from paper, and the format declared for it."""
    return notice(request.param), formats.get(request.param)


def test_every_format_has_a_transcription_and_every_transcription_a_format() -> None:
    assert list(formats.all_formats()) == TRANSCRIBED


def test_notice_and_title(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    assert (form.id, form.notice.title, form.notice.number) == (typed["id"], typed["title"], typed["number"])
    assert form.title.format(body="示例市水务局", year=2022) == typed["report"]


def test_sections(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    declared = [(s.key, s.title, "table" if s.table else "text") for s in form.sections]
    assert declared == [(s["key"], s["title"], s["kind"]) for s in typed["sections"]]
    for printed, section in zip(typed["sections"], form.sections, strict=True):
        own = [aspect.label for aspect in section.aspects if not aspect.government_only]
        government = [aspect.label for aspect in section.aspects if aspect.government_only]
        assert (own, government) == (printed.get("aspects", []), printed.get("government", []))
        assert all(aspect.words for aspect in section.aspects)


def test_section_two(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    blocks = form.tables["disclosure"].blocks
    for printed, block in zip(typed["disclosure"]["blocks"], blocks, strict=True):
        assert (block.title, block.stub) == (printed["title"], printed["stub"])
        assert [[row.key, row.label] for row in block.rows] == printed["rows"]
        columns = [(column.key, column.label, column.unit.label) for column in block.columns]
        assert columns == [
            (*column[:2], column[2] if len(column) > 2 else "件") for column in printed["columns"]
        ]
        assert not any(row.rows for row in block.rows)
    assert len(form.tables["disclosure"].places) == typed["disclosure"]["cells"]


def test_grid_of_section_two(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    drawn = grid(form.tables["disclosure"])
    assert (drawn.width, drawn.stub, drawn.head) == (
        typed["disclosure"]["width"],
        typed["disclosure"]["stub"],
        (),
    )
    for printed, body in zip(typed["disclosure"]["blocks"], drawn.bodies, strict=True):
        title, heads, *lines = body
        assert [(cell.text, cell.colspan) for cell in title.heads] == [(printed["title"], drawn.width)]
        labels = [(printed["stub"], 1), *((column[1], printed["span"]) for column in printed["columns"])]
        assert [(cell.text, cell.colspan) for cell in heads.heads] == labels
        assert [line.heads[0].text for line in lines] == [row[1] for row in printed["rows"]]
        assert {cell.colspan for line in lines for cell in line.values} == {printed["span"]}


def test_columns_of_requests_and_cases(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    for key in ("requests", "cases"):
        (block,) = form.tables[key].blocks
        declared = [[column.key, column.label, list(column.under)] for column in block.columns]
        assert declared == typed[key]["columns"]
        assert len(form.tables[key].places) == typed[key]["cells"]
        assert grid(form.tables[key]).width == typed[key]["width"]


def test_rows_of_requests(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    table = form.tables["requests"]
    declared = [[row.key, row.label, above] for row, above in _rows(table.blocks[0].rows, [])]
    assert declared == [row[:3] for row in typed["requests"]["rows"]]
    assert len(declared) == typed["requests"]["lines"]
    assert table.corner == typed["requests"]["corner"]


def test_articles_of_requests(pair: tuple[dict[str, Any], Format]) -> None:
    """Where the table of the notice is explained by an article, the row cites it (and may cite more)."""
    typed, form = pair
    rows = {row.key: row for row in form.tables["requests"].blocks[0].leaves}
    for key, _, _, article in typed["requests"]["rows"]:
        if article:
            assert rows[key].article.split("、")[0] == _spelt(article), key
    assert all(row.meaning for row in rows.values())


def test_every_row_and_column_explains_itself(pair: tuple[dict[str, Any], Format]) -> None:
    _, form = pair
    for place in form.places.values():
        assert place.row.meaning, place.key
        assert place.column.meaning, place.key


def test_spans_of_requests(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    drawn = grid(form.tables["requests"])
    corner = next(cell for line in drawn.head for cell in line.heads if cell.corner)
    assert [corner.rowspan, corner.colspan] == typed["requests"]["corner_size"]
    (body,) = drawn.bodies
    spans = {cell.text: cell.rowspan for line in body for cell in line.heads if cell.rowspan > 1}
    assert spans == typed["requests"]["groups"]
    assert drawn.stub == typed["requests"]["stub"]
    assert _head_spans(drawn.head, typed["requests"]["heads"]) == typed["requests"]["heads"]


def test_spans_of_cases(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    drawn = grid(form.tables["cases"])
    assert _head_spans(drawn.head, typed["cases"]["heads"]) == typed["cases"]["heads"]
    assert [len(line.heads) for line in drawn.head] == [2, 7, 10]
    assert len(drawn.bodies[0]) == 1


def test_derived_cells(pair: tuple[dict[str, Any], Format]) -> None:
    """The total column, the row （七）总计 and the totals of the three kinds of cases, and nothing else."""
    typed, form = pair
    total, handled = typed["requests"]["total"], typed["requests"]["handled"]
    for key, place in form.places.items():
        of_requests = key.startswith("requests.") and (place.column.key == total or place.row.key == handled)
        assert place.derived == (of_requests or (key.startswith("cases.") and key.endswith(".total"))), key


def test_handled_adds_up_every_result_and_total_every_applicant(pair: tuple[dict[str, Any], Format]) -> None:
    typed, form = pair
    results = [row[0] for row in typed["requests"]["rows"] if row[2] and row[0] != "handled"]
    people = [column[0] for column in typed["requests"]["columns"] if column[0] != "total"]
    places = form.places
    assert places["requests.handled.other"].parts == tuple(f"requests.{row}.other" for row in results)
    assert places["requests.granted.total"].parts == tuple(f"requests.granted.{column}" for column in people)
    outcomes = ("upheld", "corrected", "other", "pending")
    for block in ("review", "direct_suit", "suit_after_review"):
        parts = tuple(f"cases.{block}.{outcome}" for outcome in outcomes)
        assert places[f"cases.{block}.total"].parts == parts


def test_every_rule_cites_the_notice_of_its_format() -> None:
    for form in formats.all_formats().values():
        assert form.rules
        assert all(rule.citation.source == form.notice.number for rule in form.rules)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2014, "notice_2019_60"),
        (2018, "notice_2019_60"),
        (2020, "notice_2019_60"),
        (2021, "notice_2021_30"),
        (2060, "notice_2021_30"),
    ],
)
def test_year_proposes_format(year: int, expected: str) -> None:
    assert formats.for_year(year).id == expected


def test_a_third_format_is_one_file() -> None:
    with installed() as form:
        assert formats.all_formats()[INVENTED] is form
        assert formats.for_year(2100) is form
    assert INVENTED not in formats.all_formats()


def test_unknown_format() -> None:
    with pytest.raises(KeyError):
        formats.get("notice_1999_1")


TWO_BY_TWO = Table(
    "counts",
    (
        Block(
            columns=(Column("one", "甲"), Column("two", "乙")), rows=(Row("first", "子"), Row("last", "丑"))
        ),
    ),
)


def declare(table: Table, *rules: LinearRule, key: str = "counts") -> Format:
    """A format with this one table."""
    sections = (Section(key, "一、数", "数", table=table), Section("words", "二、文", "文"))
    return Format("trial", Notice("测", "测〔1〕号", "测"), 2000, None, sections, rules)


def columns(*columns: Column) -> Table:
    return replace(TWO_BY_TWO, blocks=(replace(TWO_BY_TWO.blocks[0], columns=columns),))


def linear(table: str = "counts", term: str = "first") -> LinearRule:
    return LinearRule(
        id="counts.same",
        severity=Severity.ERROR,
        table=table,
        axis=Axis.COLUMN,
        left=(Term(term),),
        relation=Relation.EQUAL,
        right=(Term("last"),),
        sentence="子等于丑",
        citation=Citation("测"),
    )


BAD: list[tuple[str, Callable[[], Format], str]] = [
    (
        "the same column twice",
        lambda: declare(columns(Column("one", "甲"), Column("one", "乙"))),
        "format trial: counts.first.one: declared twice; give one of the two another key",
    ),
    (
        "the same rule twice",
        lambda: declare(TWO_BY_TWO, linear(), linear()),
        "format trial: counts.same: declared twice; give one of the two another key",
    ),
    (
        "a section keyed unlike its table",
        lambda: declare(TWO_BY_TWO, key="numbers"),
        "format trial: numbers: its table is keyed counts; give both the same key",
    ),
    (
        "a sum of what is not there",
        lambda: declare(columns(Column("one", "甲"), Column("sum", "计", sum_of=("one", "three")))),
        "format trial: counts.first.sum: adds up counts.first.three, which the table does not have",
    ),
    (
        "a circle of sums",
        lambda: declare(columns(Column("one", "甲", sum_of=("two",)), Column("two", "乙", sum_of=("one",)))),
        "format trial: counts.first.one: is a sum of itself; break the circle "
        "counts.first.one → counts.first.two → counts.first.one",
    ),
    (
        "a rule on another table",
        lambda: declare(TWO_BY_TWO, linear(table="sums")),
        "format trial: counts.same: speaks of the table sums, which the format does not have",
    ),
    (
        "a rule whose terms are no rows",
        lambda: declare(TWO_BY_TWO, linear(term="middle")),
        "format trial: counts.same: matches no line of its table; check the keys of its terms",
    ),
]


@pytest.mark.parametrize(("build", "message"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_declarations_say_which_key_and_what_to_do(build: Callable[[], Format], message: str) -> None:
    with pytest.raises(FormatError, match=re.escape(message)):
        build()


def test_the_good_declaration_beside_the_bad_ones() -> None:
    form = declare(TWO_BY_TWO, linear())
    assert list(form.places) == ["counts.first.one", "counts.first.two", "counts.last.one", "counts.last.two"]
    assert [line for line, _, _ in form.rules[0].lines(TWO_BY_TWO)] == ["one", "two"]
    with pytest.raises(KeyError):
        form.section("letters")


def _rows(rows: tuple[Row, ...], above: list[str]) -> list[tuple[Row, list[str]]]:
    """Every row that carries values, with the labels of the groups it stands in."""
    found: list[tuple[Row, list[str]]] = []
    for row in rows:
        found += _rows(row.rows, [*above, row.label]) if row.rows else [(row, above)]
    return found


def _head_spans(lines: Any, wanted: dict[str, list[int]]) -> dict[str, list[int]]:
    cells: list[HeadCell] = [cell for line in lines for cell in line.heads]
    return {cell.text: [cell.rowspan, cell.colspan] for cell in cells if cell.text in wanted}


def _spelt(article: str) -> str:
    """条例第三十六条第（一）（二）项 for 36(一)(二), 条例第十六条第二款 for 16②."""
    number, items, clause = re.fullmatch(r"(\d+)((?:\(.\))*)([①②]?)", article).groups()  # type: ignore[union-attr]
    digits = "零一二三四五六七八九"
    tens, ones = divmod(int(number), 10)
    name = ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    text = f"条例第{name}条"
    if items:
        text += f"第{items.replace('(', '（').replace(')', '）')}项"
    if clause:
        text += {"①": "第一款", "②": "第二款"}[clause]
    return text
