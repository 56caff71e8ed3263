"""This year's figures held against those the same body published a year ago.

Only cells that both years' forms have under the same key are compared: sections three and four never changed; of
section two the decisions stayed, while the counts of documents and fees were asked for anew in 2021.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..filing import Figure, Filing
from ..formats.schema import Citation, Place, Severity, Unit
from . import wording
from .figures import SLIP
from .finding import Context, Finding, Rule, place_of_cell

PRACTICE = "填报惯例"
NOTICE = "国办公开办函〔2021〕30号"

TIMES = 5
"""A figure that grows or shrinks by more than this factor is asked about."""
LEAST = {Unit.COUNT: 20, Unit.WAN_YUAN: 20, Unit.AMOUNT: 100_000}
"""The larger of the two figures must reach this: three applications after none are no question."""
FROM_NOTHING = 50
"""A figure that was zero last year is asked about from here on."""
_ROWS = ("received", "handled", "carried_out")
"""The rows of section three whose totals are compared; what they are made of moves with them."""


@dataclass(frozen=True)
class Change:
    """A cell with its figure of last year and of this one."""

    place: Place
    before: Figure
    now: Figure

    @property
    def words(self) -> str:
        unit = self.place.unit
        said = f"去年{wording.quantity(self.before, unit)}，今年{wording.quantity(self.now, unit)}"
        return f"{wording.cell_label(self.place)}：{said}"


def find_carried(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Applications taken over that are not those last year's report carried out, by applicant."""
    changes = [
        Change(place, before, now)
        for key, place in filing.format.places.items()
        if key.startswith("requests.carried_in.") and not place.derived
        if (before := _before(context, f"requests.carried_out.{place.column.key}")) is not None
        if (now := filing.value(key)) is not None and now != before
    ]
    if changes:
        first = changes[0]
        title = f"{wording.column_label(first.place)}：去年结转下来{wording.number(first.before)}件，"
        title += f"今年写的是{wording.number(first.now)}件"
        yield _finding(
            rule,
            filing,
            changes,
            title if len(changes) == 1 else f"{len(changes)}列的上年结转与去年的报告不同",
            tuple(_carried(change) for change in changes),
            "上年结转照抄去年报告里结转下年的数；确实不同的，写明原因。",
        )


def _carried(change: Change) -> str:
    before, now = wording.number(change.before), wording.number(change.now)
    return f"{wording.column_label(change.place)}　去年结转下年{before}，今年上年结转{now}"


def find_stock(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Documents in force that do not follow from last year's, those issued and those repealed."""
    broken = [found for place in _stocks(filing) if (found := _stock(place, filing, context))]
    if broken:
        changes = [change for change, _ in broken]
        title = "，".join(
            f"{wording.row_label(change.place)}：现行有效与推算的差{_gap(change)}" for change in changes
        )
        yield _finding(
            rule,
            filing,
            changes,
            title,
            tuple(line for _, line in broken),
            "去年现行有效，加本年制发，减本年废止，等于今年现行有效；清理、补登造成不同的，写明原因。",
        )


def _gap(change: Change) -> str:
    low, high = sorted((change.before, change.now))
    return wording.quantity(high - low, change.place.unit)


def _stocks(filing: Filing) -> list[Place]:
    return [place for place in filing.format.places.values() if place.column.key == "in_force"]


def _stock(place: Place, filing: Filing, context: Context) -> tuple[Change, str] | None:
    """(what should be in force and what is, the sum), where the two differ and all figures are known."""
    row = place.key.rsplit(".", 1)[0]
    before = _before(context, place.key)
    issued, repealed, now = (filing.value(f"{row}.{key}") for key in ("issued", "repealed", "in_force"))
    if before is None or issued is None or repealed is None or now is None:
        return None
    wanted = before + issued - repealed
    if wanted == now:
        return None
    line = f"{wording.row_label(place)}：去年{wording.number(before)}＋制发{wording.number(issued)}"
    line += f"－废止{wording.number(repealed)}＝{wording.number(wanted)}，填的是{wording.number(now)}"
    return Change(place, wanted, now), line


def find_jump(rule: Rule, filing: Filing, context: Context) -> Iterator[Finding]:
    """Figures that grew or shrank by more than a factor of five; one finding for each section."""
    for table in filing.format.tables.values():
        changes = [
            Change(place, before, now)
            for place in table.places.values()
            if _compared(place) and (before := _before(context, place.key)) is not None
            if (now := filing.value(place.key)) is not None and _jumps(before, now, place.unit)
        ]
        if changes:
            title = changes[0].words if len(changes) == 1 else f"{len(changes)}个数与去年相差很大"
            yield _finding(
                rule,
                filing,
                changes,
                title,
                tuple(change.words for change in changes),
                "先看有没有填错行、多写或少写一位；数字没错的，写明为什么变化这么大。",
            )


def _compared(place: Place) -> bool:
    """Totals where a table has them, every cell where it has none.

    Not a change, which says itself how it moved, nor the stock of documents, which has a rule of its own.
    """
    table = place.key.split(".", 1)[0]
    if table == "requests":
        return place.column.key == "total" and place.row.key in _ROWS
    if table == "cases":
        return place.derived
    return not place.unit.signed and place.column.key not in ("previous", "in_force")


def _jumps(before: Figure, now: Figure, unit: Unit) -> bool:
    low, high = sorted((before, now))
    if high < LEAST[unit] or _is_slip(before, now, unit):
        return False
    if not before:
        return now >= FROM_NOTHING
    return low * TIMES < high


def _is_slip(before: Figure, now: Figure, unit: Unit) -> bool:
    """Left to the rule on amounts written in 元."""
    return unit is Unit.WAN_YUAN and before > 0 and Decimal(now) >= SLIP * Decimal(before)


def _before(context: Context, key: str) -> Figure | None:
    """Last year's figure of a cell; None without a report, or where its form had no such cell."""
    previous = context.previous
    return previous.value(key) if previous is not None and key in previous.format.places else None


def _finding(
    rule: Rule, filing: Filing, changes: list[Change], message: str, working: tuple[str, ...], advice: str
) -> Finding:
    keys = tuple(change.place.key for change in changes)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=message,
        section=keys[0].split(".", 1)[0],
        cells=keys,
        numbers=tuple(number for change in changes for number in (change.before, change.now)),
        working=working,
        advice=advice,
        focus=keys,
        place=place_of_cell(filing.format, keys[0]),
    )


RULES = (
    Rule(
        id="years.carried",
        severity=Severity.QUERY,
        sentence="上年结转的申请，等于去年报告里结转下年度继续办理的申请，每一类申请人都相等",
        citation=Citation(NOTICE, "，表三"),
        find=find_carried,
        section="requests",
        why="去年没办完的申请不会凭空消失，也不会凭空多出来。",
        example="去年的报告自然人结转3件，今年上年结转填1件。",
    ),
    Rule(
        id="years.stock",
        severity=Severity.QUERY,
        sentence="今年现行有效的件数，等于去年现行有效加本年制发减本年废止",
        citation=Citation(NOTICE, "，表二"),
        find=find_stock,
        section="disclosure",
        why="文件有进有出，前后两年要接得上。",
        example="去年有效420件，今年制发61件、废止59件，现行有效填了425件：推算是422件。",
    ),
    Rule(
        id="years.jump",
        severity=Severity.QUERY,
        sentence="比去年多到5倍以上、少到五分之一以下或者变成0的数，要说明原因",
        citation=Citation(PRACTICE, "：与上年数据对照"),
        find=find_jump,
        why="变化这么大的数，常常是填错了行、多写了一位，或者换了统计口径。",
        example="行政处罚去年812件，今年9件。",
    ),
)
