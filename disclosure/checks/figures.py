"""Single figures: filled in, with the right sign, plausible in size, and possible for the body."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..figures import FigureError, NoNumber, parse_figure
from ..filing import Figure, Filing
from ..formats.schema import Citation, Place, Severity, Table, Unit
from . import bodies, wording
from .bodies import Kind
from .finding import Context, Finding, Rule, place_of_cell

PRACTICE = "填报惯例"
SLIP = 5_000
"""Times last year's amount from which this year's is taken for 元."""

MOST_FEES = {
    Kind.TOWNSHIP: 10_000,
    Kind.DEPARTMENT: 500_000,
    Kind.ZONE: 1_000_000,
    Kind.COUNTY: 1_000_000,
    Kind.CITY: 5_000_000,
    Kind.PROVINCE: 20_000_000,
    Kind.UNKNOWN: 20_000_000,
}
"""万元 a year beyond which a fee is taken for 元, by kind of body.

All bodies of the country together collect some 40,000,000 万元 of administrative fees a year, a city of five million
people about 60,000 to 70,000. Each limit lies ten times and more above what such a body can collect, so that a large
body is not asked for nothing; a slip multiplies by 10,000 and passes the limit all the same. 省直 departments collect
more than others (tuition of universities) and have the limit of a province.
"""


def find_missing(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding per table for its blank cells, one more for each kind of text that stands where a figure should."""
    for table in filing.format.tables:
        missing = filing.missing(table)
        blank = tuple(place for place in missing if not filing.unread.get(place.key))
        if blank:
            yield _about_cells(
                rule, filing, blank, f"还有{len(blank)}格没填", (len(blank),), "没有发生请填0。"
            )
        for text in dict.fromkeys(filing.unread[place.key] for place in missing if place not in blank):
            cells = tuple(place for place in missing if filing.unread.get(place.key) == text)
            fault, advice = _fault(text, cells[0].unit)
            title = f"{len(cells)}格写着{wording.quoted(text)}，{fault}"
            yield _about_cells(rule, filing, cells, title, (), advice, text)


def _fault(text: str, unit: Unit) -> tuple[str, str]:
    """What is wrong with a text that is no figure of its cell, and what to do: numbers may be wrong as well."""
    try:
        parse_figure(text, unit)
    except NoNumber:
        return "不是数字", "没有发生请填0。"
    except FigureError as error:
        return "不能这样填", str(error)
    return "没有读进来", "请对照原件再填一遍。"


def find_sign(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """One finding per table for its figures below zero where nothing can be."""
    for table in filing.format.tables.values():
        below = [(place, value) for place, value in _below_zero(table, filing) if not place.unit.signed]
        if not below:
            continue
        (first, value), *_ = below
        title = f"{wording.cell_label(first)}：{wording.number(value)}是负数"
        if len(below) > 1:
            title = f"{len(below)}格是负数"
        lines = tuple(f"{wording.cell_label(place)}：{wording.number(v)}" for place, v in below)
        places, values = zip(*below, strict=True)
        yield _about_cells(rule, filing, places, title, values, "件数和金额不会小于0。", working=lines)


def _below_zero(table: Table, filing: Filing) -> Iterator[tuple[Place, Figure]]:
    for place in table.entered:
        value = filing.figures.get(place.key)
        if value is not None and value < 0:
            yield place, value


def find_rulemaking(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """规章 reported by a body that cannot make any."""
    if bodies.may_make_rules(filing.body, context):
        return
    places = [
        place for key, place in filing.format.places.items() if key.startswith("disclosure.regulations.")
    ]
    filled = [(place, value) for place in places if (value := filing.value(place.key))]
    if filled:
        names = "，".join(
            f"{wording.column_label(place)}{wording.quantity(value, place.unit)}" for place, value in filled
        )
        title = f"{wording.row_label(filled[0][0])}：{names}"
        cells = tuple(place for place, _ in filled)
        advice = cells[0].row.meaning
        yield _about_cells(rule, filing, cells, title, tuple(value for _, value in filled), advice)


def find_unit_slip(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """An amount in 万元 so large for its body, or beside last year's, that it was probably written in 元."""
    most = most_fees(filing.body)
    for place in filing.format.places.values():
        value = filing.value(place.key)
        if place.unit is not Unit.WAN_YUAN or value is None:
            continue
        before = _last_year(context, place.key)
        if value <= most and not (before and Decimal(value) >= SLIP * Decimal(before)):
            continue
        title = f"{wording.row_label(place)}：{wording.quantity(value, place.unit)}，像是按元填的"
        amount = Decimal(value)
        working = (
            f"{wording.number(value)}万元＝{wording.number(amount / 10_000)}亿元",
            f"{wording.number(value)}元＝{wording.number(amount / 10_000)}万元",
            *([f"去年是{wording.number(before)}万元"] if before else []),
        )
        advice = "这一格的单位是万元，请对照账上的数。"
        yield _about_cells(rule, filing, (place,), title, (value,), advice, working=working)


def _last_year(context: Context, key: str) -> Figure | None:
    previous = context.previous
    return previous.value(key) if previous is not None and key in previous.format.places else None


def most_fees(body: str) -> int:
    """The limit of `MOST_FEES` for a body, in 万元."""
    kind = bodies.kind(body)
    provincial = kind is Kind.DEPARTMENT and ("省" in body or "自治区" in body or body.endswith("厅"))
    of_municipality = kind is Kind.DEPARTMENT and body.startswith(("北京市", "上海市", "天津市", "重庆市"))
    return MOST_FEES[Kind.PROVINCE if provincial or of_municipality else kind]


def _about_cells(
    rule: Rule,
    filing: Filing,
    places: tuple[Place, ...],
    message: str,
    numbers: tuple[Figure, ...],
    advice: str,
    excerpt: str = "",
    working: tuple[str, ...] = (),
) -> Finding:
    keys = tuple(place.key for place in places)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        section=keys[0].split(".", 1)[0],
        cells=keys,
        excerpt=excerpt,
        numbers=numbers,
        working=working,
        advice=advice,
        focus=keys,
        place=place_of_cell(filing.format, keys[0]),
    )


RULES = (
    Rule(
        id="figures.missing",
        severity=Severity.ERROR,
        sentence="每一格都要填数字，没有发生的填0，或者声明整张表本年无此项；空白、“/”、“无”不是数字",
        citation=Citation(PRACTICE, "：空格不等于零"),
        why="空格看不出是没有发生还是没有统计。",
        example="“行政处罚”一格空着，或者写着“/”。",
        find=find_missing,
    ),
    Rule(
        id="figures.sign",
        severity=Severity.ERROR,
        sentence="件数和金额不能小于0，只有增减数可以",
        citation=Citation(PRACTICE, "：只有增减数可以是负数"),
        why="件数和金额是数出来的，最少是0。",
        example="予以公开填了－2。",
        find=find_sign,
    ),
    Rule(
        id="disclosure.no_rulemaking_power",
        severity=Severity.ERROR,
        sentence="只有国务院部门、省级政府和设区的市、自治州政府能制定规章",
        citation=Citation("《中华人民共和国立法法》", "关于规章制定权限的规定"),
        why="规章的制定权由法律规定；区县、乡镇和部门的文件不是规章。",
        example="区水务局在规章一行填了5。",
        find=find_rulemaking,
    ),
    Rule(
        id="disclosure.unit_slip",
        severity=Severity.QUERY,
        sentence="收费金额以万元为单位",
        citation=Citation("国办公开办函〔2021〕30号", "，表二"),
        why="收费填成元，会比实际大一万倍。",
        example="乡镇收费125000万元，实际是125000元，应填12.5。",
        find=find_unit_slip,
    ),
)
